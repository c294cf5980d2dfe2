"""Two columns of text on a page: which lines stand in which, also where they were drawn row by row.

Columns are parted by a white strip that both fill up to: the names and offices of a roster, which
stand beside each other too, do not fill theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.glyphs import Glyphs
from pipeline.reading.pdf_page import PageLine, page_lines
from pipeline.reading.ruling import Table

__all__ = ["column_of", "may_be_crossed", "uncrossed"]

_MIN_LINES = 8  # on the page
_MIN_BESIDE = 4  # in each column
_MIN_MEASURE = 12.0  # em: width of a column of text
_REACH = 1.6  # em: how far from its edge a line may end that fills its column
_FILLED = 0.5  # of the lines of a column
_STRIP = 1.0  # em: the least width of the white strip
_SAME_START = 1.2  # em: a first line may be indented
_ALIKE = 0.8  # of the rows that show the strip at one place
_PARTED = 1.35  # line pitches between the rows of a table without rules


def column_of(lines: Sequence[PageLine]) -> list[int]:
    """Return 1 or 2 for the lines of the left and the right column of a page, 0 for others."""
    gutter = _gutter(lines)
    found = [0] * len(lines)
    if gutter is None:
        return found
    bands = sorted(line.top for line in lines if _crosses(line, gutter))
    firsts: dict[int, float] = {}  # by band, where its columns begin
    for line in lines:
        if line.x0 >= gutter:
            band = bisect_right(bands, line.top)
            firsts[band] = min(firsts.get(band, line.top), line.top)
    for at, line in enumerate(lines):
        if line.x0 >= gutter:
            found[at] = 2
        elif line.x1 <= gutter:
            first = firsts.get(bisect_right(bands, line.top))
            found[at] = int(first is not None and line.top >= first - 0.5 * line.size)
    return found


def _gutter(lines: Sequence[PageLine]) -> float | None:
    """Return where a white strip parts the page into two columns of text, if one does."""
    if len(lines) < _MIN_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    from_here = left + 0.35 * (right - left)
    starts = Counter(round(line.x0) for line in lines if line.x0 > from_here)
    for start, count in starts.most_common(6):
        if start >= left + 0.7 * (right - left):
            continue
        gutter = start - 1.0
        beside = [line for line in lines if line.x0 >= gutter]
        low, high = min(line.top for line in beside), max(line.bottom for line in beside)
        others = [line for line in lines if line.x1 <= gutter and low - 1 <= line.top <= high]
        if min(count, len(others)) < _MIN_BESIDE or not (_fills(others) and _fills(beside)):
            continue
        crossing = [line for line in lines if _crosses(line, gutter)]
        if not any(
            abs(line.top - other.top) < 0.8 * line.size for line in crossing for other in beside
        ):
            return gutter
    return None


def _crosses(line: PageLine, gutter: float) -> bool:
    return line.x0 < gutter < line.x1


def _fills(lines: Sequence[PageLine]) -> bool:
    """Tell whether lines are as wide as text and most of them reach the same edge."""
    size = median(line.size for line in lines)
    return _is_filled([line.x0 for line in lines], [line.x1 for line in lines], size)


def _is_filled(starts: Sequence[float], ends: Sequence[float], size: float) -> bool:
    edge = max(ends)
    reaching = sum(end > edge - _REACH * size for end in ends)
    return edge - min(starts) >= _MIN_MEASURE * size and reaching >= _FILLED * len(ends)


def may_be_crossed(lines: Sequence[PageLine]) -> bool:
    """Tell whether so many lines have a wide gap that they may run through two columns."""
    gapped = sum(line.gap > _STRIP for line in lines)
    return gapped >= _MIN_LINES and 2 * gapped >= len(lines)


def uncrossed(glyphs: Glyphs, lines: list[PageLine]) -> list[PageLine]:
    """Return the lines of two columns one after the other that were drawn row by row.

    Args:
        glyphs: the page.
        lines: its lines as pdfium makes them; they are returned if there are no such columns.
    """
    size = median(line.size for line in lines)
    rows = [row for row in _rows_of(glyphs) if row.strip[1] - row.strip[0] > _STRIP * size]
    if len(rows) < _MIN_LINES:
        return lines
    usual = median(row.strip[1] for row in rows)
    rows = [row for row in rows if abs(row.strip[1] - usual) < _SAME_START * size] or rows
    if len(rows) < _ALIKE * sum(line.gap > _STRIP for line in lines):
        return lines
    low, high = max(row.strip[0] for row in rows), min(row.strip[1] for row in rows)
    if (
        low >= high
        or not _is_filled([row.x0 for row in rows], [row.strip[0] for row in rows], size)
        or not _is_filled([row.strip[1] for row in rows], [row.x1 for row in rows], size)
        or _is_table(rows)
    ):
        return lines
    gutter = (low + high) / 2
    rows.sort(key=lambda row: row.base)
    table = Table(
        [min(row.x0 for row in rows), gutter, max(row.x1 for row in rows)],
        [edge for row in rows for edge in (row.base - size, row.base + 0.3 * size)],
        [{0: at, 1: at} if at % 2 == 0 else {0: at} for at in range(2 * len(rows) - 1)],
    )
    return list(_by_column(page_lines(glyphs, [table]), gutter))


def _by_column(lines: Sequence[PageLine], gutter: float) -> Iterator[PageLine]:
    """Yield what lies between two lines over the whole width column by column."""
    right: list[PageLine] = []
    for line, column in zip(lines, column_of(lines), strict=True):
        if column == 2:
            right.append(line)
            continue
        if column == 0:
            yield from right
            right = []
        yield line
    yield from right


class _Row:
    """A row of characters: its base line, its ends, and the widest gap in it."""

    def __init__(self, base: float, spans: Sequence[tuple[float, float]]) -> None:
        self.base = base
        self.x0, self.x1 = spans[0][0], spans[-1][1]
        gaps = [(after[0] - before[1], at) for at, (before, after) in enumerate(pairwise(spans))]
        _, at = max(gaps, default=(0.0, -1))
        self.strip = (spans[at][1], spans[at + 1][0]) if at >= 0 else (self.x1, self.x1)


def _rows_of(glyphs: Glyphs) -> Iterator[_Row]:
    unit = 0
    for text in glyphs.text.split("\r\n"):
        spans: list[tuple[float, float]] = []
        base = 0.0
        for char in text:
            if not char.isspace():
                index = glyphs.index(unit)
                base = glyphs.origin(index)[1]
                spans.append(glyphs.span(index))
            unit += glyphs.units(char)
        if len(spans) > 1:
            yield _Row(base, spans)
        unit += 2


def _is_table(rows: Sequence[_Row]) -> bool:
    """Tell whether wider gaps part the rows, as in tables of questions and answers."""
    bases = sorted(row.base for row in rows)
    steps = [after - before for before, after in pairwise(bases)]
    return sum(step > _PARTED * median(steps) for step in steps) >= 2
