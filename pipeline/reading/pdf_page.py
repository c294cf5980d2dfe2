"""One PDF page becomes lines: the text from pdfium, the geometry from a few calls a line.

pdfium has no call that returns the characters with their boxes, and asking for every character
costs more than the text itself. So the text of the page is taken at once and only the first and
last character of each line are asked where they stand.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.reading.characters import clean
from pipeline.reading.limits import MAX_PAGE_CHARS
from pipeline.reading.ruling import Table
from pipeline.reading.spacing import SpaceGauge

__all__ = ["Glyphs", "PageLine", "PdfPage", "page_lines"]

_INVISIBLE_MODE = 3  # text render mode: neither filled nor stroked
_ASCENT = 0.88  # of the em box of a Japanese font, above the base line


@dataclass(slots=True)
class PageLine:
    """A line of one page, in points from the top left corner of the page as it is displayed.

    The box is that of the em squares, without regard to ink. ``size`` is the height of the type,
    ``angle`` the direction of writing in degrees (0 = left to right). A line is ``hidden`` if its
    first character is drawn invisibly, as the text under a scanned page is; a ``vertical`` one
    runs from ``top`` to ``bottom``."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: float = 0.0
    hidden: bool = False
    vertical: bool = False
    furniture: str = ""
    continues: bool | None = None
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: width and height as displayed, in points, and its lines in reading order."""

    width: float
    height: float
    lines: list[PageLine]


class Glyphs:
    """Where the characters of one text page stand, in display coordinates.

    Attributes:
        text: what pdfium reads, in its own order, lines ending in CR LF.
        width, height: of the page as displayed, in points.
        count: number of characters, as pdfium counts them.
        gauge: what tells the spaces of the text from gaps.
    """

    def __init__(self, page: pypdfium2.PdfPage, handle: Any) -> None:
        self._handle = handle
        self.rotation = int(page.get_rotation())
        self._left, self._low, self._right, self._high = page.get_cropbox()
        self.width, self.height = page.get_size()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.count = max(0, min(pdfium.FPDFText_CountChars(handle), MAX_PAGE_CHARS))
        self.gauge = SpaceGauge(self)
        units = self._units()
        self.text = units.decode("utf-16-le", "surrogatepass")
        # pdfium counts UTF-16 units; Python counts characters. They differ beyond the BMP only.
        self._wide = len(self.text) * 2 != len(units)

    def _units(self) -> bytes:
        count = self.count
        if not count:
            return b""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, count, buffer)
        return bytes(memoryview(buffer).cast("B")[: 2 * max(0, written - 1)])

    def units(self, text: str) -> int:
        """Return the number of UTF-16 units of ``text``."""
        if not self._wide:
            return len(text)
        return len(text) + sum(char > "\uffff" for char in text)

    def index(self, unit: int) -> int:
        """Return pdfium's number of the character at a UTF-16 unit of :attr:`text`."""
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._handle, unit))

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character begins on its base line."""
        pdfium.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        return self.display(self._x.value, self._y.value)

    def span(self, index: int) -> tuple[float, float]:
        """Return the left and right edge of a character with its side bearings."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._handle, index, box)
        first, _ = self.display(box.left, box.bottom)
        second, _ = self.display(box.right, box.top)
        return min(first, second), max(first, second)

    def type_of(self, index: int) -> tuple[float, float]:
        """Return the height of the type in points and the direction of writing in degrees."""
        matrix = self._matrix
        size = float(pdfium.FPDFText_GetFontSize(self._handle, index))
        if pdfium.FPDFText_GetMatrix(self._handle, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            angle = math.degrees(math.atan2(matrix.b, matrix.a))
        else:
            angle = 0.0
        return abs(size), round(angle - self.rotation, 1) % 360

    def hidden(self, index: int) -> bool:
        """Tell whether a character is drawn invisibly."""
        found = pdfium.FPDFText_GetTextObject(self._handle, index)
        return bool(found) and pdfium.FPDFTextObj_GetTextRenderMode(found) == _INVISIBLE_MODE

    def generated(self, index: int) -> bool:
        """Tell whether pdfium made the character up, because there is a gap."""
        return int(pdfium.FPDFText_IsGenerated(self._handle, index)) == 1

    def unicode(self, index: int) -> int:
        """Return the code of a character."""
        return int(pdfium.FPDFText_GetUnicode(self._handle, index))

    def display(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page in points from its top left corner as displayed."""
        if self.rotation == 0:
            return x - self._left, self._high - y
        if self.rotation == 90:
            return y - self._low, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._low
        return self._high - y, self._right - x


def page_lines(glyphs: Glyphs, tables: Sequence[Table] = ()) -> list[PageLine]:
    """Return the lines of a page in the order of its content, blank ones left out.

    A line that runs through several cells of one of ``tables`` is cut where the cells begin.
    """
    lines: list[PageLine] = []
    unit = 0
    for row in glyphs.text.split("\r\n"):
        for piece in _pieces(row):
            for start, text in _cells(glyphs, piece, unit, tables) if tables else ((unit, piece),):
                if line := _line(glyphs, text, start):
                    lines.append(line)
            unit += glyphs.units(piece)
        unit += 2
    return lines


def _line(glyphs: Glyphs, text: str, unit: int) -> PageLine | None:
    """Return the line whose text begins at a UTF-16 unit of the page, ``None`` if it is blank."""
    body = text.strip()
    if not body:
        return None
    start = unit + len(text) - len(text.lstrip())  # white space is inside the BMP
    first = glyphs.index(start)
    last = glyphs.index(start + glyphs.units(body) - 1)
    size, angle = glyphs.type_of(first)
    x0, base = glyphs.origin(first)
    shown = clean(body if angle else glyphs.gauge.respaced(body, start, size))
    if not shown:
        return None
    return PageLine(
        text=shown,
        x0=x0,
        top=base - _ASCENT * size,
        x1=glyphs.span(last)[1],
        bottom=base + (1 - _ASCENT) * size,
        size=size,
        angle=angle,
        hidden=glyphs.hidden(first),
    )


def _cells(
    glyphs: Glyphs, text: str, unit: int, tables: Sequence[Table]
) -> Iterator[tuple[int, str]]:
    """Cut a line where upright rules of a table part it; yield unit and text of each part."""
    body = text.strip()
    if not body:
        return
    lead = len(text) - len(text.lstrip())
    _, base = glyphs.origin(glyphs.index(unit + lead))
    cuts = next((cuts for table in tables if (cuts := table.cuts(base - 1.0))), [])
    if len(cuts) < 2:
        yield unit, text
        return
    part, begun, cell = "", unit, -1
    for char in text:
        if not char.isspace():
            x, _ = glyphs.origin(glyphs.index(unit))
            here = bisect_right(cuts, x + 1.0)
            if part and here != cell and cell >= 0:
                yield begun, part
                part, begun = "", unit
            cell = here
        part += char
        unit += glyphs.units(char)
    yield begun, part


def _pieces(row: str) -> list[str]:
    """Undo pdfium's joining of two lines at a hyphen, in whose place it writes U+0002 or U+FFFE."""
    if "\x02" not in row and "\ufffe" not in row:
        return [row]
    *broken, last = row.replace("\x02", "\ufffe").split("\ufffe")
    return [*(f"{piece}-" for piece in broken), last]
