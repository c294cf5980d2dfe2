"""Rows of tables become lines: the cells of a row, parted by TAB."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["row_lines"]


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of one row, given the lines of each of its cells.

    Cells of several lines each, equally many, are lists that run in parallel (offices beside
    names) and are taken line by line. Otherwise the first lines of all cells stand together, and
    what a cell has more follows: a speaker with the first paragraph of the speech, then the other
    paragraphs.
    """
    filled = [list(cell) for cell in cells if cell]
    if not filled:
        return []
    heights = {len(cell) for cell in filled}
    if len(heights) == 1 and len(filled) > 1:
        return [
            "\t".join(cell[at] if cell else "" for cell in cells).rstrip("\t")
            for at in range(heights.pop())
        ]
    first = "\t".join(cell[0] if cell else "" for cell in cells).rstrip("\t")
    return [first, *(line for cell in filled for line in cell[1:])]
