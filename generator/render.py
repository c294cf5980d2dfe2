"""Files of a written document: text, HTML and PDF."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.layout import Written
from generator.pdf import Paragraph, write_pdf
from generator.sheet import Block

__all__ = ["as_html", "as_text", "save_pdf"]

_LINES_PER_PAGE = 40
_NOT_FIRST = tuple("、。）」』)")  # they hang over the end of a line rather than begin one
_NEW_SPEECH = frozenset({"speaker", "speech", "heading", "label"})
_TAGS = {"title": "h1", "label": "h2", "heading": "h3"}


def as_text(written: Written) -> str:
    """The document as plain text, its lines ended by ``\\n``."""
    page = written.convention.page
    if page["flat"]:
        return " ".join(block.text for block in written.blocks) + "\n"
    lines = list(_lines(written.blocks, blank=page["blank"], wrap=int(page["wrap"])))
    if page["numbers"]:
        lines = list(_numbered(lines, page["numbers"]))
    return "\n".join(lines) + "\n"


def _lines(blocks: Sequence[Block], *, blank: str, wrap: int) -> Iterator[str]:
    before = ""
    for block in blocks:
        loose = blank == "all" and not before == block.kind == "value"
        if before and (loose or (blank == "turns" and block.kind in _NEW_SPEECH)):
            yield ""
        before = block.kind
        speech = block.kind in ("speech", "more", "text")
        if not wrap or not speech or len(block.line) <= wrap or "\t" in block.text:
            yield block.line
            continue
        rest = block.line
        while rest:
            end = wrap
            while rest[end : end + 1] in _NOT_FIRST and end < len(rest):
                end += 1
            yield rest[:end]
            rest = rest[end:]


def _numbered(lines: Sequence[str], form: str) -> Iterator[str]:
    for page, start in enumerate(range(0, len(lines), _LINES_PER_PAGE), start=1):
        yield from lines[start : start + _LINES_PER_PAGE]
        yield form.format(page)


def as_html(written: Written) -> str:
    """The document as a plain web page; a debate in two columns becomes a table."""
    out = ["<!DOCTYPE html>", '<html lang="ja">', "<head>", '<meta charset="utf-8">']
    title = next(block.text for block in written.blocks if block.kind == "title")
    out += [f"<title>{html.escape(title)}</title>", "</head>", "<body>"]
    in_table = False
    for block in written.blocks:
        row = "\t" in block.text
        if row != in_table:
            out.append("<table>" if row else "</table>")
            in_table = row
        out.append(_element(block))
    if in_table:
        out.append("</table>")
    return "\n".join([*out, "</body>", "</html>"]) + "\n"


def _element(block: Block) -> str:
    if "\t" in block.text:
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in block.text.split("\t"))
        return f"<tr>{cells}</tr>"
    tag = _TAGS.get(block.kind, "p")
    return f"<{tag}>{html.escape(block.line)}</{tag}>"


def save_pdf(written: Written, path: Path, *, page_numbers: str | None = "- {n} -") -> None:
    """Write the document as a PDF."""
    title = next(block.text for block in written.blocks if block.kind == "title")
    paragraphs = (Paragraph(block.text, indent=block.indent) for block in written.blocks)
    write_pdf(path, paragraphs, page_numbers=page_numbers, title=title)
