"""A file becomes a Document: true lines in reading order, each with its place on the page."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path

from pipeline.model import Document, Issue
from pipeline.reading.errors import ReadError
from pipeline.reading.kinds import kind_of
from pipeline.reading.limits import ReadLimits

__all__ = ["PDF_ENGINES", "SUPPORTED", "ReadError", "ReadLimits", "read_document", "read_text"]

SUPPORTED = frozenset({".pdf", ".txt", ".md", ".html", ".htm", ".docx"})
"""Endings of the file names that :func:`read_document` takes, lower case."""

PDF_ENGINES = ("pdfium", "pdfplumber")
"""What can read a PDF: the usual engine, and a slow one for files that it cannot bear."""

_LIMITS = ReadLimits()

_KIND_BY_SUFFIX = {
    ".pdf": "pdf",
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}


def read_document(
    path: Path, *, limits: ReadLimits = _LIMITS, pdf_engine: str = "pdfium"
) -> Document:
    """Return the lines of a file.

    What the file is decides its bytes, not its name; a file under a wrong name is read as what it
    is, with an issue ``named_wrongly``.

    Args:
        path: the file.
        limits: how large it may be.
        pdf_engine: which of :data:`PDF_ENGINES` reads a PDF.

    Raises:
        ReadError: the file cannot be read; its ``code`` and ``message`` say why.
    """
    data = _bytes_of(path, limits)
    suffix = path.suffix.lower()
    kind = kind_of(data, suffix)
    document = _read(kind, data, limits, pdf_engine)
    _check_length(document, limits)
    issues = document.issues
    if kind != _KIND_BY_SUFFIX[suffix]:
        issue = Issue(
            severity="info",
            code="named_wrongly",
            message=f"The file is named {suffix} but holds {kind.upper()}; it was read as that.",
        )
        issues = (issue, *issues)
    return replace(document, path=_printable(path), issues=issues)


def read_text(text: str) -> Document:
    """Return a string as a document. Any string will do, an empty one has one empty line.

    Raises:
        ReadError: ``too_large``.
    """
    from pipeline.reading.text import document_of_text

    data = text.encode("utf-8", "surrogatepass")
    document = document_of_text(
        text, sha256=hashlib.sha256(data).hexdigest(), size=len(data), encoding="utf-8"
    )
    _check_length(document, _LIMITS)
    return document


def _read(kind: str, data: bytes, limits: ReadLimits, pdf_engine: str) -> Document:
    # Imported when first needed: a run over text files must not wait for the PDF library.
    if kind == "pdf":
        from pipeline.reading.pdf import read_pdf

        return read_pdf(data, limits, engine=pdf_engine)
    if kind != "docx" and len(data) > limits.text_bytes:
        raise _too_large(len(data), limits.text_bytes)
    if kind == "docx":
        from pipeline.reading.docx import read_docx

        return read_docx(data)
    if kind == "html":
        from pipeline.reading.html import read_html

        return read_html(data)
    from pipeline.reading.text import read_text_bytes

    return read_text_bytes(data)


def _bytes_of(path: Path, limits: ReadLimits) -> bytes:
    """Return the bytes of an ordinary file of a supported type and bounded size."""
    try:
        status = path.stat()
        # Asked before opening: opening a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(
                "not_a_file",
                "It is no ordinary file (a folder, a pipe or a device). Name the files themselves.",
            )
        suffix = path.suffix.lower()
        if suffix not in SUPPORTED:
            raise ReadError(
                "unsupported_type",
                f"Files of this type ({suffix or 'no ending'}) are not read. Save the minutes as "
                ".pdf, .docx, .html or .txt.",
            )
        if status.st_size > limits.bytes:
            raise _too_large(status.st_size, limits.bytes)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("not_a_file", "There is no such file. Check the name.") from error
    except OSError as error:
        raise ReadError(
            "unreadable",
            f"The file could not be opened ({error.strerror}). Check that you may read it.",
        ) from error
    if not data:
        raise ReadError(
            "empty_file", "The file is empty (0 bytes). Fetch it again from where it came."
        )
    return data


def _too_large(size: int, limit: int) -> ReadError:
    return ReadError(
        "too_large",
        f"The file has {_megabytes(size)}; files of its kind over {_megabytes(limit)} are not "
        "read. Split it into its meetings, or let convert read more with --limit size.",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}".removesuffix(".0") + " MB"


def _check_length(document: Document, limits: ReadLimits) -> None:
    chars = sum(len(line.text) for line in document.lines)
    if chars > limits.chars:
        raise ReadError(
            "too_large",
            f"The document has {chars:,} characters; more than {limits.chars:,} are not read. "
            "Split it into its meetings, or let convert read more with --limit chars.",
        )


def _printable(path: Path) -> str:
    """Return the path for people; bytes that are no text are written as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
