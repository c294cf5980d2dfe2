"""A file that cannot be read says why, and what to do, in words for a clerk."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from generator.pdf import write_pdf
from pipeline.reading import SUPPORTED, ReadError, read_document, read_text
from pipeline.reading import limits as reading_limits


def canvas_pdf(draw=lambda canvas: None, *, encrypt: StandardEncryption | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=encrypt)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


def text_pdf() -> bytes:
    return canvas_pdf(lambda canvas: canvas.drawString(72, 700, "minutes"))


def pdf_without_pages() -> bytes:
    buffer = io.BytesIO()
    pypdfium2.PdfDocument.new().save(buffer)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

REFUSED = [
    ("a.txt", b"", "empty_file", "0 bytes"),
    ("a.pdf", b"", "empty_file", "0 bytes"),
    ("a.txt", " \n　\r\n\ufeff".encode(), "empty_file", "white space"),
    ("a.txt", bytes(range(256)) * 20, "not_text", "save it as"),
    ("a.pdf", canvas_pdf(lambda c: c.rect(9, 9, 9, 9)), "image_only", "OCR"),
    ("a.pdf", canvas_pdf(encrypt=StandardEncryption("secret")), "encrypted_pdf", "password"),
    ("a.pdf", text_pdf()[:300], "broken_pdf", "damaged"),
    ("a.pdf", b"%PDF-1.7\nrubbish", "broken_pdf", "damaged"),
    ("a.pdf", pdf_without_pages(), "broken_pdf", "damaged"),
    ("a.pdf", "委員：はい。".encode(), "broken_pdf", "no PDF"),
    ("a.docx", "委員：はい。".encode(), "broken_docx", "no Word document"),
    ("a.docx", b"PK\x03\x04" + bytes(40), "broken_docx", "damaged"),
    ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), "broken_docx", "damaged"),
    ("a.docx", OLE, "unsupported_type", ".doc"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted_docx", "password"),
    ("a.docx", zipped("xl/workbook.xml"), "unsupported_type", "PDF"),
    ("a.txt", zipped("minutes.txt"), "unsupported_type", "Unpack"),
    ("a.txt", rb"{\rtf1 minutes}", "unsupported_type", ".docx"),
    ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "image_only", "picture"),
    ("a.html", b"<html><body><script>x</script></body></html>", "no_text", "no text"),
    ("a.html", b"<html><body>" + b"<div>" * 3000 + b"x", "broken_html", "nested"),
    ("a.doc", OLE, "unsupported_type", ".doc"),
    ("a.xls", OLE, "unsupported_type", ".xls"),
    ("a.zip", zipped("a.txt"), "unsupported_type", ".zip"),
    ("minutes", b"minutes", "unsupported_type", "no ending"),
]


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    REFUSED,
    ids=[f"{row[2]}-{at}" for at, row in enumerate(REFUSED)],
)
def test_refusals(tmp_path: Path, name: str, data: bytes, code: str, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == code
    assert says in caught.value.message
    assert caught.value.message.endswith(".")
    assert str(caught.value) == caught.value.message


def test_what_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path in (folder, pipe, tmp_path / "missing.txt"):
        with pytest.raises(ReadError) as caught:
            read_document(path)
        assert caught.value.code == "not_a_file"


def test_large_files_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sparse = tmp_path / "sparse.pdf"
    with sparse.open("wb") as file:
        file.truncate(reading_limits.MAX_BYTES + 1)
    with pytest.raises(ReadError, match="200 MB") as caught:
        read_document(sparse)
    assert caught.value.code == "too_large"
    monkeypatch.setattr("pipeline.reading._LIMITS", reading_limits.ReadLimits(chars=10))
    with pytest.raises(ReadError, match="characters"):
        read_text("長い文章です。" * 3)


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", ["一"] * 100)
    with pytest.raises(ReadError, match="pages") as caught:
        read_document(tmp_path / "a.pdf", limits=reading_limits.ReadLimits(pages=1))
    assert caught.value.code == "too_large"


def test_an_entity_bomb_stays_small(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "bomb"}">' for n in range(12))
    path = tmp_path / "bomb.html"
    path.write_text(f"<!DOCTYPE html [{entities}]><html><body><p>委員：&e11;</p></body></html>")
    text = "".join(line.text for line in read_document(path).lines)
    assert "委員：" in text
    assert len(text) < 5000


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("page.pdf", b"<!DOCTYPE html><html><body><p>minutes</p></body></html>", "html"),
        ("page.txt", b"\xef\xbb\xbf<html><body><p>minutes</p></body></html>", "html"),
        ("minutes.txt", text_pdf(), "pdfium"),
        ("minutes.docx", text_pdf(), "pdfium"),
    ],
)
def test_a_wrong_name_does_not_matter(tmp_path: Path, name: str, data: bytes, reader: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read_document(path)
    assert document.reader == reader
    assert [line.text for line in document.lines] == ["minutes"]
    assert [(issue.severity, issue.code) for issue in document.issues] == [
        ("info", "named_wrongly")
    ]


def test_owner_password_alone_does_not_lock(tmp_path: Path) -> None:
    lock = StandardEncryption("", ownerPassword="owner", canPrint=0)
    path = tmp_path / "a.pdf"
    path.write_bytes(canvas_pdf(lambda c: c.drawString(72, 700, "minutes"), encrypt=lock))
    assert [line.text for line in read_document(path).lines] == ["minutes"]


def test_pages_without_text_are_noticed(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "minutes")
        canvas.showPage()
        canvas.rect(72, 72, 300, 300, fill=1)

    path = tmp_path / "a.pdf"
    path.write_bytes(canvas_pdf(draw))
    document = read_document(path)
    (issue,) = document.issues
    assert (issue.severity, issue.code, issue.page) == ("warning", "pages_without_text", 2)
    assert document.pages == 2


def test_every_supported_suffix_is_read(tmp_path: Path) -> None:
    assert {".pdf", ".txt", ".md", ".html", ".htm", ".docx"} == SUPPORTED
    for suffix in (".txt", ".md", ".TXT", ".html", ".htm"):
        path = tmp_path / f"a{suffix}"
        path.write_text("<p>委員：はい。</p>" if "htm" in suffix else "委員：はい。", "utf-8")
        assert [line.text for line in read_document(path).lines] == ["委員：はい。"]
