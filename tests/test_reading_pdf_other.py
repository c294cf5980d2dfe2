"""The second PDF engine reads what the first one reads, and refuses in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_samples import write_picture_pdf

from generator.pdf import write_pdf
from pipeline.reading import PDF_ENGINES, ReadError, ReadLimits, read_document

PARAGRAPHS = [
    "第３回架空市審議会　会議録",
    "",
    "会長：ただいまから開会します。",
    "委員：質問があります。",
]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    write_pdf(tmp_path / "a.pdf", PARAGRAPHS)
    return tmp_path / "a.pdf"


def test_both_engines_give_the_same_lines(pdf: Path) -> None:
    one, other = (read_document(pdf, pdf_engine=engine) for engine in PDF_ENGINES)
    # pdfplumber takes every space for an ASCII one.
    assert [line.text.split() for line in one.lines] == [line.text.split() for line in other.lines]
    assert [line.furniture for line in one.lines] == [line.furniture for line in other.lines]
    for line, same in zip(one.lines, other.lines, strict=True):
        assert (line.page, line.x0) == (same.page, pytest.approx(same.x0, abs=1))
        assert line.top == pytest.approx(same.top, abs=2)
    assert (one.pages, one.page_labels) == (other.pages, other.page_labels)


def test_who_read_the_file_is_said(pdf: Path) -> None:
    document = read_document(pdf, pdf_engine="pdfplumber")
    assert document.reader == "pdfplumber"
    assert [issue.code for issue in document.issues] == ["second_reader"]


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_refusals_are_the_same(tmp_path: Path, engine: str) -> None:
    write_picture_pdf(tmp_path / "image_only.pdf")
    write_picture_pdf(tmp_path / "encrypted_pdf.pdf", encrypted=True)
    (tmp_path / "broken_pdf.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Cat")
    for path in tmp_path.glob("*.pdf"):
        with pytest.raises(ReadError) as caught:
            read_document(path, pdf_engine=engine)
        assert caught.value.code == path.stem


@pytest.mark.parametrize("engine", PDF_ENGINES)
@pytest.mark.parametrize("limits", [{"bytes": 100}, {"pages": 1}, {"chars": 10}])
def test_limits_hold(tmp_path: Path, engine: str, limits: dict[str, int]) -> None:
    write_pdf(tmp_path / "long.pdf", PARAGRAPHS * 30)
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "long.pdf", limits=ReadLimits(**limits), pdf_engine=engine)
    assert caught.value.code == "too_large"


def test_a_text_has_limits_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("議事録" * 10, encoding="utf-8")
    with pytest.raises(ReadError, match="files of its kind"):
        read_document(tmp_path / "a.txt", limits=ReadLimits(text_bytes=20))
