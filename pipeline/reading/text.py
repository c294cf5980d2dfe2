"""Plain text: the file's own physical lines."""

from __future__ import annotations

import hashlib

from pipeline.model import Document, Issue, Line
from pipeline.reading.characters import clean, split_lines, text_issues
from pipeline.reading.decoding import decode
from pipeline.reading.doubled import without_doubles
from pipeline.reading.errors import ReadError
from pipeline.reading.markup import without_marks

__all__ = ["document_of_text", "read_text_bytes"]

_MAX_BINARY_SHARE = 0.1
"""Share of control characters and undecodable bytes above which a file holds no text."""


def read_text_bytes(data: bytes) -> Document:
    """Return the lines of a text file.

    Raises:
        ReadError: ``empty_file`` or ``not_text``.
    """
    decoded = decode(data)
    text = decoded.text
    if not clean(text).strip():
        raise ReadError(
            "empty_file", "The file holds no characters but white space; there is nothing to read."
        )
    controls = sum(map(text.count, map(chr, (*range(9), *range(14, 32)))))
    if controls + decoded.damaged > _MAX_BINARY_SHARE * len(text) + 10:
        raise ReadError(
            "not_text",
            "The file does not hold text although its name says so. Open it in the program that "
            "made it and save it as .docx, .pdf or .txt.",
        )
    return document_of_text(
        text,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        encoding=decoded.encoding,
        controls=controls,
    )


def document_of_text(
    text: str, *, sha256: str, size: int, encoding: str, controls: int = 0
) -> Document:
    """Return ``text`` as a document; ``controls`` is the number of control characters in it."""
    lines = tuple(
        Line(no=number, text=clean(line))
        for number, line in enumerate(without_doubles(without_marks(split_lines(text))), start=1)
    )
    issues = list(text_issues(lines))
    if controls:
        issues.append(
            Issue(
                severity="info",
                code="control_characters",
                message=f"{controls} control characters were left out; they show nothing.",
            )
        )
    return Document(
        sha256=sha256,
        bytes=size,
        media_type="text/plain",
        reader="text",
        encoding=encoding,
        lines=lines,
        issues=tuple(issues),
    )
