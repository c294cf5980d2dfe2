"""Word documents: paragraphs and tables in their order, tracked changes accepted."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from pipeline.model import Document, Issue, Line
from pipeline.reading.characters import clean, text_issues
from pipeline.reading.docx_numbering import Numbering
from pipeline.reading.errors import ReadError
from pipeline.reading.grid import row_lines
from pipeline.reading.limits import MAX_UNPACKED_BYTES

__all__ = ["read_docx"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# What holds paragraphs and tables without being text itself; w:ins and w:moveTo are what the
# tracked changes come to, w:del and w:moveFrom what they take away.
_CONTAINERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"))
)
_DROPPED = frozenset(
    map(
        qn,
        (
            "w:del",
            "w:moveFrom",
            "w:delText",
            "w:instrText",
            "w:rt",
            "w:pPr",
            "w:rPr",
            "w:sectPr",
            "w:tblPr",
            "w:tblGrid",
        ),
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MARKS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n", qn("w:ptab"): "\t"}


def read_docx(data: bytes) -> Document:
    """Return the lines of a Word document: a line a paragraph, a table row, a line break.

    Raises:
        ReadError: ``broken_docx``, ``too_large`` or ``no_text``.
    """
    word = _open(data)
    lines = [
        Line(no=number, text=text, continues=continues)
        for number, (text, continues) in enumerate(_lines(word), start=1)
    ]
    if not any(line.text.strip() for line in lines):
        raise ReadError(
            "no_text",
            "The Word document holds no text (perhaps pictures of pages, which need optical "
            "character recognition).",
        )
    issues = [*text_issues(lines)]
    if any(True for _ in word.element.body.iter(qn("w:ins"), qn("w:del"))):
        issues.append(
            Issue(
                severity="info",
                code="tracked_changes",
                message="The document holds tracked changes; it was read as if all were accepted.",
            )
        )
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type=_MEDIA_TYPE,
        reader="docx",
        lines=tuple(lines),
        issues=tuple(issues),
    )


def _open(data: bytes) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise ReadError(
                "too_large",
                f"The Word document unpacks to {unpacked // 1_000_000} MB, which is not read. "
                "Take its pictures out and save it again.",
            )
        return docx.Document(io.BytesIO(data))
    except ReadError:
        raise
    except Exception as error:  # zipfile, lxml and python-docx each raise their own kinds
        raise ReadError(
            "broken_docx",
            "The Word document is damaged and cannot be opened. Open it in a word processor, which "
            "may repair it, and save it again.",
        ) from error


def _lines(word: WordDocument) -> Iterator[tuple[str, bool | None]]:
    numbering = Numbering(word)
    for block in _blocks(word.element.body):
        if block.tag == qn("w:tbl"):
            for text in _table(block, numbering):
                yield text, False
        else:
            for at, text in enumerate(_paragraph(block, numbering)):
                # A line break inside a paragraph may stand inside a sentence.
                yield text, None if at else False


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body or cell, in order, containers opened."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in _CONTAINERS:
            stack += reversed(element)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    for row in _rows(table):
        yield from row_lines([_cell(cell, numbering) for cell in _cells(row)])


def _rows(table: Any) -> Iterator[Any]:
    return _children(table, qn("w:tr"))


def _cells(row: Any) -> Iterator[Any]:
    return _children(row, qn("w:tc"))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _children(element, tag)


def _cell(cell: Any, numbering: Numbering) -> list[str]:
    """Return the lines of a cell; a cell merged with the one above is empty."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
        return []
    lines: list[str] = []
    for block in _blocks(cell):
        if block.tag == qn("w:tbl"):
            lines += _table(block, numbering)
        else:
            lines += (text for text in _paragraph(block, numbering) if text.strip())
    return lines


def _paragraph(paragraph: Any, numbering: Numbering) -> list[str]:
    """Return the lines of a paragraph, its number first; what its text boxes hold comes after."""
    parts: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, parts, boxes)
    text = "".join(parts)
    if text.strip():
        text = numbering.label(paragraph) + text
    lines = [clean(line).rstrip() for line in text.split("\n")]
    for box in boxes:
        for block in _blocks(box):
            if block.tag == qn("w:tbl"):
                lines += _table(block, numbering)
            else:
                lines += _paragraph(block, numbering)
    return lines


def _collect(element: Any, parts: list[str], boxes: list[Any]) -> None:
    """Append the text of ``element`` in order, and the text boxes inside of it."""
    for child in element:
        tag = child.tag
        if tag in _DROPPED or tag == _FALLBACK:
            continue
        if tag in (qn("w:t"), _MATH_TEXT):
            parts.append(child.text or "")
        elif tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag == qn("w:br"):
            # A page or column break ends the line too.
            parts.append("\n")
        elif tag == qn("w:sym"):
            parts.append(_symbol(child))
        elif tag == qn("w:txbxContent"):
            boxes.append(child)
        elif tag == qn("w:r") and _is_vanished(child):
            continue
        else:
            _collect(child, parts, boxes)


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    # Symbol fonts keep their glyphs at F000 and up; the low byte is the ASCII place.
    return "・" if 0xF000 <= code <= 0xF0FF else chr(code) if 0x20 <= code < 0x110000 else ""


def _is_vanished(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")
