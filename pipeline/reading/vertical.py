"""Pages written from top to bottom, rebuilt from the places of their characters.

pdfium orders the text of such pages by rules for horizontal writing, which can scramble it: its
text is used to see that a page is vertical, and no further. What stands side by side on such a
page is a unit of its column (two digits set upright) or, if it is wider, a line of its own: the
running head, the page number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.reading.characters import clean
from pipeline.reading.furniture import ZONE, page_label
from pipeline.reading.glyphs import Glyphs
from pipeline.reading.pdf_page import ASCENT, PageLine
from pipeline.reading.spacing import is_wide

__all__ = ["is_vertical", "vertical_lines"]

_SHARE = 0.6  # of the characters of a page must stand in columns
_MIN_SINGLE = 20  # characters, below which a page is too poor to tell
_NARROW = 1.6  # em: width below which a line of several characters is a column
_SIDEWAYS = 270.0  # degrees: Latin letters, dashes and dots lie on their side
_SMALL = 0.62  # of the type of the page: readings beside kanji
_ONE_COLUMN = 0.5  # em: distance of neighbours in one column
_ONE_HEIGHT = 0.2  # em: difference of base lines of what stands side by side
_BESIDE = 1.25  # em: distance of neighbours side by side; columns are further apart
_ROW = 2.3  # em: width from which what stands side by side is no part of a column
_ROW_PARTS = 6.0  # em: distance of the parts of one such line
_APART = 1.2  # em: gap between the text and a page number
_TIER = 1.0  # em: gap between two tiers of columns
_MIN_TIER = 6  # columns that must stop at the gap
_HALF = 0.55  # of a full-width space: half of one is left after a bracket
_MAX_SPACES = 20
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # which form of the character before them


@dataclass(slots=True)
class _Unit:
    """A character, or some side by side, by the middle and the em box, in points."""

    text: str
    index: int
    x: float
    top: float
    bottom: float
    size: float
    left: float
    right: float
    angle: float = 0.0


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


def vertical_lines(glyphs: Glyphs, height: float) -> list[PageLine]:
    """Return the columns of a vertical page, from right to left, tier after tier.

    Lines across the page stand where they are: those above the columns first, the others last.

    Args:
        glyphs: the characters.
        height: of the page, in points.
    """
    found = _characters(glyphs)
    flat = [unit for unit in found if unit.angle not in (0.0, _SIDEWAYS)]
    units = [unit for unit in found if unit.angle in (0.0, _SIDEWAYS)]
    if not units:
        return _turned_lines(flat, glyphs)
    size = median(unit.size for unit in units)
    body, rows = _without_rows(_side_by_side(units, size), size, height)
    small = [unit for unit in body if unit.size <= _SMALL * size]
    body = [unit for unit in body if unit.size > _SMALL * size]
    columns: list[list[_Unit]] = []
    for tier in _tiers(body, size):
        columns += _columns(tier, size)
    lines = [_column_line(column, size, glyphs) for column in columns]
    for reading in _readings(small, size):
        _insert(lines, _column_line(reading, reading[0].size, glyphs))
    tops = [line for line in lines if line.text]
    across = [_row_line(row, glyphs) for row in rows]
    first = min((line.top for line in tops), default=0.0)
    above = [line for line in across if line.bottom <= first]
    below = [line for line in across if line.bottom > first]
    return [*above, *tops, *below, *_turned_lines(flat, glyphs)]


def _characters(glyphs: Glyphs) -> list[_Unit]:
    """Return the characters that are drawn, in pdfium's order, which leaves out double strikes."""
    found: list[_Unit] = []
    index = 0
    while index < glyphs.count:
        code, at = glyphs.unicode(index), index
        index += 1
        if 0xD800 <= code < 0xDC00 and index < glyphs.count:  # a half of one beyond the BMP
            code = 0x10000 + ((code - 0xD800) << 10) + (glyphs.unicode(index) - 0xDC00)
            index += 1
        char = "-" if code in (0x02, 0xFFFE) else chr(code)  # where pdfium joins two lines
        if found and any(first <= code <= last for first, last in _SELECTORS):
            found[-1].text += char
            continue
        if char.isspace() or char == "\0" or (at == index - 1 and glyphs.generated(at)):
            continue
        found.append(_unit(glyphs, at, char))
    return found


def _unit(glyphs: Glyphs, index: int, char: str) -> _Unit:
    x0, top, x1, bottom = glyphs.box(index)
    size, angle = glyphs.type_of(index)
    x = (x0 + x1) / 2
    if not angle:
        left, base = glyphs.origin(index)
        top = base - ASCENT * size
        bottom = top + size
        if is_wide(char):  # its box may be that of its ink, which 、 has in a corner
            x = left + size / 2
    return _Unit(char, index, x, top, bottom, size or 1.0, x0, x1, angle)


def _side_by_side(units: Sequence[_Unit], size: float) -> list[_Unit]:
    """Return units of what follows one another from left to right."""
    joined: list[_Unit] = []
    last: _Unit | None = None
    for unit in units:
        step = 0.0 if last is None else unit.left - last.left
        if (
            last is not None
            and not (unit.angle or last.angle)
            and abs(unit.bottom - last.bottom) < _ONE_HEIGHT * size
            and 0.1 * size < step < _BESIDE * size
        ):
            whole = joined[-1]
            whole.text += unit.text
            whole.right = max(whole.right, unit.right)
            whole.x = (whole.left + whole.right) / 2
        else:
            joined.append(unit)
        last = unit
    return joined


def _without_rows(
    units: Sequence[_Unit], size: float, height: float
) -> tuple[list[_Unit], list[list[_Unit]]]:
    """Return the units of columns, and the lines that run across the page."""
    rest = [unit for unit in units if unit.right - unit.left <= _ROW * size]
    rows = _levels([unit for unit in units if unit.right - unit.left > _ROW * size], size)
    for level in _levels(rest, size):  # a page number is short, but stands alone
        text = _spaced(level, lambda unit: (unit.left, unit.right), level[0].size)
        above = min(unit.top for unit in level)
        below = max(unit.bottom for unit in level)
        if ZONE * height < below < (1 - ZONE) * height or not page_label(text):
            continue
        taken = set(map(id, level))
        others = [unit for unit in rest if id(unit) not in taken]
        if not any(
            unit.bottom > above - _APART * size and unit.top < below + _APART * size
            for unit in others
        ):
            rest = others
            rows.append(level)
    return rest, rows


def _levels(units: Sequence[_Unit], size: float) -> list[list[_Unit]]:
    """Return the units of one height, from left to right, that are not too far apart."""
    levels: list[list[_Unit]] = []
    for unit in sorted(units, key=lambda unit: (round(unit.bottom / (0.5 * size)), unit.left)):
        last = levels[-1][-1] if levels else None
        if (
            last is not None
            and abs(last.bottom - unit.bottom) < 0.5 * size
            and 0 <= unit.left - last.right + size < _ROW_PARTS * size
        ):
            levels[-1].append(unit)
        else:
            levels.append([unit])
    return levels


def _tiers(units: Sequence[_Unit], size: float) -> list[list[_Unit]]:
    """Return the tiers of a page whose columns all stop at one white strip."""
    ordered = sorted(units, key=lambda unit: unit.top)
    reached = ordered[0].bottom if ordered else 0.0
    for at, unit in enumerate(ordered):
        if unit.top - reached >= _TIER * size:
            parts = ordered[:at], ordered[at:]
            if all(len(_columns(part, size)) >= _MIN_TIER for part in parts):
                return [list(parts[0]), *_tiers(parts[1], size)]
        reached = max(reached, unit.bottom)
    return [ordered]


def _columns(units: Sequence[_Unit], size: float) -> list[list[_Unit]]:
    """Return the units of each column, from right to left."""
    columns: list[list[_Unit]] = []
    for unit in sorted(units, key=lambda unit: -unit.x):
        if columns and columns[-1][-1].x - unit.x < _ONE_COLUMN * size:
            columns[-1].append(unit)
        else:
            columns.append([unit])
    return columns


def _readings(small: Sequence[_Unit], size: float) -> Iterator[list[_Unit]]:
    """Yield small characters that follow one another."""
    for column in _columns(small, size / 2):
        ordered = sorted(column, key=lambda unit: unit.top)
        begun = 0
        for at, (before, unit) in enumerate(pairwise(ordered), start=1):
            if unit.top - before.bottom > size:
                yield ordered[begun:at]
                begun = at
        yield ordered[begun:]


def _insert(lines: list[PageLine], reading: PageLine) -> None:
    """Put a reading before the column that it stands beside, or where its place is."""
    middle = (reading.top + reading.bottom) / 2
    for at, line in enumerate(lines):
        if line.x0 < reading.x0 and line.top <= middle <= line.bottom:
            lines.insert(at, reading)
            return
    lines.append(reading)


def _column_line(column: list[_Unit], size: float, glyphs: Glyphs) -> PageLine:
    ordered = sorted(column, key=lambda unit: unit.top)
    own = median(unit.size for unit in ordered)
    middle = median(unit.x for unit in ordered)
    return PageLine(
        text=clean(_spaced(ordered, lambda unit: (unit.top, unit.bottom), own)),
        x0=middle - own / 2,
        top=ordered[0].top,
        x1=middle + own / 2,
        bottom=ordered[-1].bottom,
        size=own,
        hidden=glyphs.hidden(ordered[0].index),
        vertical=True,
    )


def _row_line(row: list[_Unit], glyphs: Glyphs) -> PageLine:
    return PageLine(
        text=clean(_spaced(row, lambda unit: (unit.left, unit.right), row[0].size)),
        x0=row[0].left,
        top=row[0].top,
        x1=row[-1].right,
        bottom=row[0].bottom,
        size=row[0].size,
        hidden=glyphs.hidden(row[0].index),
    )


def _turned_lines(units: Sequence[_Unit], glyphs: Glyphs) -> list[PageLine]:
    """Return what is written at another angle, as pdfium orders it: a stamp."""
    lines: list[PageLine] = []
    before: _Unit | None = None
    for unit in units:
        if before is not None and before.angle == unit.angle and unit.index - before.index <= 2:
            line = lines[-1]
            line.text += unit.text
            line.x0, line.x1 = min(line.x0, unit.left), max(line.x1, unit.right)
            line.top, line.bottom = min(line.top, unit.top), max(line.bottom, unit.bottom)
        else:
            hidden = glyphs.hidden(unit.index)
            box = unit.left, unit.top, unit.right, unit.bottom
            lines.append(PageLine(unit.text, *box, unit.size, unit.angle, hidden))
        before = unit
    for line in lines:
        line.text = clean(line.text)
    return lines


def _spaced(
    units: Sequence[_Unit], extent: Callable[[_Unit], tuple[float, float]], size: float
) -> str:
    """Return the text of units in their order, with full-width spaces for gaps that hold them."""
    gaps = [extent(after)[0] - extent(before)[1] for before, after in pairwise(units)]
    usual = max(0.0, median(gaps)) if len(gaps) > 4 else 0.0  # letters may be set apart
    parts = [units[0].text]
    for gap, (before, unit) in zip(gaps, pairwise(units), strict=True):
        spaces = int((gap - usual) / (size + usual) + _HALF)
        if spaces < 1 and gap > 0.15 * size and before.text.isascii() and unit.text.isascii():
            parts.append(" ")  # between Latin words
        parts += "\u3000" * max(0, min(spaces, _MAX_SPACES)), unit.text
    return "".join(parts)
