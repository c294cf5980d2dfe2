"""What one engine sees and the other does not is said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import Paragraph, write_pdf
from pipeline.model import Document
from pipeline.reading import cross_check as second
from pipeline.reading import read_document

LONG = "page of a document with some text on it"


def three_pages() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for _ in range(3):
        canvas.drawString(72, 700, LONG)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_document(path)


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues if issue.severity == "warning"]


def test_pages_that_only_the_other_engine_finds(tmp_path: Path) -> None:
    # The page tree says one page and holds three: pdfium believes what it says.
    document = read(tmp_path, three_pages().replace(b"/Count 3", b"/Count 1"))
    assert (document.pages, codes(document)) == (1, ["page_count_differs"])


def test_sound_files_are_not_looked_at_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a sound file was given to the other engine")

    monkeypatch.setattr(second, "_other_engine", refuse)
    write_pdf(tmp_path / "b.pdf", [Paragraph("委員：はい。", page_break=True)] * 3)
    assert codes(read(tmp_path, (tmp_path / "b.pdf").read_bytes())) == []
    assert codes(read(tmp_path, three_pages())) == []


def test_what_the_other_engine_is_asked() -> None:
    assert second._other_engine(three_pages(), [2, 9]) == {
        "pages": 3,
        "chars": {"2": len(LONG.replace(" ", ""))},
    }
    assert second._other_engine(b"no PDF", [1]) is None


@pytest.mark.parametrize(
    ("pages", "chars", "found"),
    [
        (2, {}, []),
        (1, {}, []),  # the other one may have given up: pdfium opens more than it
        (3, {}, ["page_count_differs"]),
        (2, {"2": 40}, ["text_missed"]),
        (2, {"1": 40}, []),  # as many as pdfium, or nearly
        (2, {"2": 19}, []),
    ],
)
def test_what_becomes_a_warning(
    monkeypatch: pytest.MonkeyPatch, pages: int, chars: dict[str, int], found: list[str]
) -> None:
    monkeypatch.setattr(second, "_other_engine", lambda *_: {"pages": pages, "chars": chars})
    assert [issue.code for issue in second.cross_check(b"", [30, 0], [1, 2])] == found
