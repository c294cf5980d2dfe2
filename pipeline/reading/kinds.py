"""What kind of file a file is, by its first bytes rather than by its name."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.reading.errors import ReadError

__all__ = ["kind_of"]

_PDF_HEADER_WITHIN = 1024  # bytes; readers accept rubbish before the header
_HTML = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?"
    rb"<(?:!doctype\s{1,20}html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes, suffix: str) -> str:
    """Return ``pdf``, ``docx``, ``html`` or ``text``.

    Args:
        data: the bytes of the file.
        suffix: the ending of its name, lower case with its dot; decides only where the bytes
            leave it open.

    Raises:
        ReadError: ``unsupported_type``, ``image_only``, ``encrypted_docx``, ``broken_docx`` or
            ``broken_pdf``, with what to do instead.
    """
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        raise _ole_error(data)
    if data.startswith(b"{\\rtf"):
        raise _unsupported("an RTF document", "Open it in a word processor and save it as .docx")
    if data.startswith(_PICTURES) and suffix != ".txt":
        raise ReadError(
            "image_only",
            "The file is a picture, whatever its name says. Make a PDF with text of it (OCR) "
            "first.",
        )
    if data.startswith(_ARCHIVES) or data[2:5] == b"-lh":
        raise _unsupported("an archive", "Unpack it and convert the files inside")
    if _HTML.match(data.lstrip(b"\xef\xbb\xbf")):
        return "html"
    if suffix == ".pdf":
        raise ReadError(
            "broken_pdf",
            "The file is named .pdf but holds no PDF, or its beginning is lost. Fetch it again "
            "from where it came.",
        )
    if suffix == ".docx":
        raise ReadError(
            "broken_docx",
            "The file is named .docx but holds no Word document, or its beginning is lost. Fetch "
            "it again from where it came.",
        )
    return "html" if suffix in (".html", ".htm") else "text"


def _kind_of_zip(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadError(
            "broken_docx",
            "The file is damaged (its end is missing or garbled). Fetch it again from where it "
            "came.",
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/") for name in names):
        raise _unsupported("an Excel workbook", "If it holds minutes, save it as PDF")
    if any(name.startswith("ppt/") for name in names):
        raise _unsupported("a presentation", "If it holds minutes, save it as PDF")
    if "content.xml" in names:
        raise _unsupported(
            "an OpenDocument file", "Open it in a word processor and save it as .docx"
        )
    if "[Content_Types].xml" in names:
        return "docx"  # its main part has another name; the reader finds it by relation
    raise _unsupported("an archive", "Unpack it and convert the files inside")


def _ole_error(data: bytes) -> ReadError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ReadError(
            "encrypted_docx",
            "The document is locked with a password. Open it in its program, remove the password, "
            "and save it again.",
        )
    return _unsupported(
        "a document of an older office program (.doc, .xls, .jtd)",
        "Open it in that program and save it as .docx or PDF",
    )


def _unsupported(what: str, advice: str) -> ReadError:
    return ReadError("unsupported_type", f"The file is {what}, which is not read here. {advice}.")
