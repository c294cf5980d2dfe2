"""Text in ruled tables: the lines of a page that lie in cells become rows, parted by TAB."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.reading.grid import row_lines
from pipeline.reading.paragraphs import first_unit
from pipeline.reading.pdf_page import PageLine, PdfPage
from pipeline.reading.ruling import Table

__all__ = ["join_over_pages", "lay_in_rows", "may_hold_cells"]

_SLACK = 0.6  # em: how far short of the edge of its cell a full line may fall
_PADDING = 0.45  # em: the least gap between two cells, which is twice their margin
_WIDE = 1.6  # em: a gap that is wider than a full-width space
_ENDS = frozenset("。．！？!?」）)")


def may_hold_cells(lines: Sequence[PageLine]) -> bool:
    """Tell whether any lines of a page stand as the text in cells does.

    Either one begins beside another, or two in a row have gaps, or one has a gap that no single
    space makes: pdfium takes what stands side by side for a line if it is drawn in that order.
    """
    ordered = sorted(lines, key=lambda line: line.top)
    return any(line.gap > _WIDE for line in lines) or any(
        after.top - before.top < 0.5 * after.size or (before.gap > _PADDING < after.gap)
        for before, after in pairwise(ordered)
    )


def lay_in_rows(lines: Sequence[PageLine], tables: Sequence[Table]) -> list[PageLine]:
    """Return ``lines`` with those in a table replaced, at its first one, by the table's rows."""
    inside: dict[int, dict[tuple[int, int], list[PageLine]]] = {}
    result: list[PageLine | int] = []
    for line in lines:
        found = None if line.angle else _cell_of(line, tables)
        if found is None:
            result.append(line)
            continue
        number, cell = found
        if number not in inside:
            inside[number] = {}
            result.append(number)
        inside[number].setdefault(cell, []).append(line)
    laid: list[PageLine] = []
    for item in result:
        if isinstance(item, PageLine):
            laid.append(item)
        else:
            laid += _rows(tables[item], inside[item])
    return laid


def join_over_pages(pages: Sequence[PdfPage]) -> None:
    """Mend tables that a page break cuts.

    Their head rows that are repeated become furniture, and the rest of a cell that was cut
    continues it.
    """
    before: tuple[PageLine, PageLine] | None = None  # first and last row of the page before
    for page in pages:
        body = [line for line in page.lines if not line.furniture]
        if before and body and body[0].in_table:
            head, last = before
            if body[0].text == head.text and "\t" in head.text:
                body[0].furniture = "running_head"
                body = body[1:]
            if body and body[0].text.startswith("\t") and last.text[-1] not in _ENDS:
                body[0].text = body[0].text.lstrip("\t")
                body[0].continues = True
        before = None
        if body and body[-1].in_table:
            start = len(body)
            while start and body[start - 1].in_table:
                start -= 1
            before = (body[start], body[-1])


def _cell_of(line: PageLine, tables: Sequence[Table]) -> tuple[int, tuple[int, int]] | None:
    middle = (line.top + line.bottom) / 2
    for number, table in enumerate(tables):
        cell = table.cell_at(line.x0, middle)
        if cell is not None:
            return number, cell
    return None


def _rows(table: Table, cells: dict[tuple[int, int], list[PageLine]]) -> list[PageLine]:
    rows: list[PageLine] = []
    for row, owners in enumerate(table.owners):
        texts = [
            _paragraphs(cells.get((row, column), []), table.right_of(row, column), table.xs[column])
            if owner == row
            else []
            for column, owner in owners.items()
        ]
        parts = [line for column in owners for line in cells.get((row, column), [])]
        if not parts:
            continue
        rows += (
            PageLine(
                text=text,
                x0=min(part.x0 for part in parts),
                top=min(part.top for part in parts),
                x1=max(part.x1 for part in parts),
                bottom=max(part.bottom for part in parts),
                size=parts[0].size,
                hidden=parts[0].hidden,
                continues=False,
                in_table=True,
            )
            for text in row_lines(texts)
        )
    return rows


def _paragraphs(lines: Sequence[PageLine], right: float, left: float) -> list[str]:
    """Return the paragraphs in a cell: a line goes on if the one before it was full."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: (round(line.top / 3), line.x0))
    edge = right - min(max(min(line.x0 for line in ordered) - left, 0.0), ordered[0].size)
    texts = [ordered[0].text]
    for before, line in pairwise(ordered):
        size = line.size
        if abs(line.top - before.top) < 0.5 * size:
            texts[-1] += "\u3000" + line.text
        elif before.x1 + first_unit(line.text) * size > edge - _SLACK * size:
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return texts
