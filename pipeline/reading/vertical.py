"""Pages written from top to bottom, rebuilt from the places of their characters.

pdfium orders the text of such pages by rules for horizontal writing, which can scramble it: its
text is used to see that a page is vertical, and no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.reading.characters import clean
from pipeline.reading.pdf_page import Glyphs, PageLine

__all__ = ["is_vertical", "vertical_lines"]

_SHARE = 0.6  # of the characters of a page must stand in columns
_MIN_SINGLE = 20  # characters, below which a page is too poor to tell
_NARROW = 1.6  # em: width below which a line of several characters is a column
_ONE_COLUMN = 0.6  # em: distance within which characters are in one column


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    x: float  # of the middle
    y: float
    size: float


def is_vertical(lines: Sequence[PageLine]) -> bool:
    """Tell whether most of a page runs from top to bottom."""
    upright = [line for line in lines if not line.angle]
    chars = sum(len(line.text) for line in upright)
    if sum(len(line.text) for line in upright if _is_column(line)) > _SHARE * chars:
        return True
    # Written across the columns, every character comes as a line of its own.
    single = [line for line in upright if len(line.text) == 1]
    if len(single) < max(_MIN_SINGLE, _SHARE * chars):
        return False
    places = {(round(line.x0), round(line.top)) for line in single}
    stacked = sum(_has_next_below(line, places) for line in single)
    return stacked > _SHARE * len(single)


def _has_next_below(line: PageLine, places: set[tuple[int, int]]) -> bool:
    """Tell whether the next character of a column stands below, closer than lines do."""
    x, top = round(line.x0), round(line.top)
    below = range(round(top + 0.9 * line.size), round(top + 1.35 * line.size) + 1)
    return any((x + shift, y) in places for shift in (-1, 0, 1) for y in below)


def _is_column(line: PageLine) -> bool:
    """Tell whether several characters take the width of one."""
    return len(line.text) > 2 and line.x1 - line.x0 < _NARROW * line.size


def vertical_lines(glyphs: Glyphs) -> list[PageLine]:
    """Return the columns of a vertical page, from right to left."""
    found = _characters(glyphs)
    if not found:
        return []
    size = median(glyph.size for glyph in found)
    columns: list[list[_Glyph]] = []
    for glyph in sorted(found, key=lambda glyph: -glyph.x):
        if columns and abs(columns[-1][0].x - glyph.x) < _ONE_COLUMN * size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return [line for column in columns if (line := _line(column))]


def _characters(glyphs: Glyphs) -> list[_Glyph]:
    found: list[_Glyph] = []
    for index in range(glyphs.count):
        if glyphs.generated(index):
            continue
        char = chr(glyphs.unicode(index))
        if char.isspace() or char == "\0":
            continue
        x0, x1 = glyphs.span(index)
        size, angle = glyphs.type_of(index)
        if not angle:
            found.append(_Glyph(char, (x0 + x1) / 2, glyphs.origin(index)[1], size))
    return found


def _line(column: list[_Glyph]) -> PageLine | None:
    size = median(glyph.size for glyph in column)
    # Two digits set side by side share a height: they read from left to right.
    ordered: list[_Glyph] = []
    for glyph in sorted(column, key=lambda glyph: glyph.y):
        at = len(ordered)
        while at and glyph.y - ordered[at - 1].y < 0.4 * size and glyph.x < ordered[at - 1].x:
            at -= 1
        ordered.insert(at, glyph)
    text = ""
    before: _Glyph | None = None
    for glyph in ordered:
        if before is not None:
            skipped = round((glyph.y - before.y) / size) - 1
            text += "\u3000" * max(0, min(skipped, 20))
        text += glyph.char
        before = glyph
    text = clean(text)
    if not text:
        return None
    middle = median(glyph.x for glyph in column)
    return PageLine(
        text=text,
        x0=middle - size / 2,
        top=ordered[0].y,
        x1=middle + size / 2,
        bottom=ordered[-1].y + size,
        size=size,
        vertical=True,
    )
