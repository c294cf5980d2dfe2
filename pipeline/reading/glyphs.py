"""Where the characters of a PDF page stand, each asked for when it matters."""

from __future__ import annotations

import ctypes
import math
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.reading.limits import MAX_PAGE_CHARS
from pipeline.reading.pdfium_calls import (
    address,
    char_at_unit,
    char_box,
    char_is_generated,
    char_is_unmapped,
    char_matrix,
    char_object,
    char_origin,
    char_size,
    char_unicode,
    render_mode,
)

__all__ = ["Glyphs"]

_INVISIBLE_MODE = 3  # text render mode: neither filled nor stroked
_SAMPLE = 64  # characters of a page that are asked whether they mean anything


class Glyphs:
    """Where the characters of one text page stand, in display coordinates.

    Attributes:
        text: what pdfium reads, in its own order, lines ending in CR LF.
        width, height: of the page as displayed, in points.
        count: number of characters, as pdfium counts them.
    """

    def __init__(self, page: Any, handle: Any) -> None:
        """Take the raw handles of a page and of its text; both must stay open."""
        self._handle = address(handle)
        self.rotation = 90 * int(pdfium.FPDFPage_GetRotation(page))
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        pdfium.FPDF_GetPageBoundingBox(page, self._box)
        self._left, self._low = self._box.left, self._box.bottom
        self._right, self._high = self._box.right, self._box.top
        sides = self._right - self._left, self._high - self._low
        self.width, self.height = sides[::-1] if self.rotation in (90, 270) else sides
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_at, self._y_at = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._box_at = ctypes.addressof(self._box)
        self._matrix_at = ctypes.addressof(self._matrix)
        self._turns: dict[tuple[float, ...], tuple[float, float]] = {}
        self.count = max(0, min(pdfium.FPDFText_CountChars(handle), MAX_PAGE_CHARS))
        units = self._units(handle)
        self.text = units.decode("utf-16-le", "surrogatepass")
        # pdfium counts UTF-16 units; Python counts characters. They differ beyond the BMP only.
        self._wide = len(self.text) * 2 != len(units)
        self._silent = len(units) != 2 * self.count
        # Characters without text have no unit. Where there are none, their number is the unit's.
        self._straight = not self._wide and len(self.text) == self.count

    def _units(self, handle: Any) -> bytes:
        count = self.count
        if not count:
            return b""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(handle, 0, count, buffer)
        return bytes(memoryview(buffer).cast("B")[: 2 * max(0, written - 1)])

    def units(self, text: str) -> int:
        """Return the number of UTF-16 units of ``text``."""
        if not self._wide:
            return len(text)
        return len(text) + sum(char > "\uffff" for char in text)

    def index(self, unit: int) -> int:
        """Return pdfium's number of the character at a UTF-16 unit of :attr:`text`."""
        return unit if self._straight else int(char_at_unit(self._handle, unit))

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character begins on its base line."""
        char_origin(self._handle, index, self._x_at, self._y_at)
        if not self.rotation:
            return self._x.value - self._left, self._high - self._y.value
        return self.display(self._x.value, self._y.value)

    def span(self, index: int) -> tuple[float, float]:
        """Return the left and right edge of a character with its side bearings."""
        box = self._box
        char_box(self._handle, index, self._box_at)
        if not self.rotation:
            return box.left - self._left, box.right - self._left
        first, _ = self.display(box.left, box.bottom)
        second, _ = self.display(box.right, box.top)
        return min(first, second), max(first, second)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a character."""
        box = self._box
        char_box(self._handle, index, self._box_at)
        x0, y0 = self.display(box.left, box.top)
        x1, y1 = self.display(box.right, box.bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def type_of(self, index: int) -> tuple[float, float]:
        """Return the height of the type in points and the direction of writing in degrees."""
        matrix = self._matrix
        size: float = char_size(self._handle, index)
        if not char_matrix(self._handle, index, self._matrix_at):
            return abs(size), float(-self.rotation % 360)
        key = matrix.a, matrix.b, matrix.c, matrix.d
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = self._turn(*key)
        return abs(size * turn[0]), turn[1]

    def _turn(self, a: float, b: float, c: float, d: float) -> tuple[float, float]:
        """Return by how much a matrix scales type, and the direction in which it writes."""
        angle = math.degrees(math.atan2(b, a))
        return math.hypot(c, d) or 1.0, round(angle - self.rotation, 1) % 360

    def hidden(self, index: int) -> bool:
        """Tell whether a character is drawn invisibly."""
        found = char_object(self._handle, index)
        return found is not None and render_mode(found) == _INVISIBLE_MODE

    def gap(self, index: int) -> float | None:
        """Return the width of a space that pdfium made up, in points; ``None`` for others."""
        handle = self._handle
        if char_is_generated(handle, index) != 1:
            return None
        if self.rotation:
            return self.origin(index + 1)[0] - self.span(index - 1)[1]
        char_box(handle, index - 1, self._box_at)
        char_origin(handle, index + 1, self._x_at, self._y_at)
        return float(self._x.value - self._box.right)

    def unmapped(self) -> int:
        """Return how many characters the file gives no meaning: pdfium shows their number, if any.

        Few pages have one, and asking for all of them takes as long as a fifth of the text: a
        sample is asked first. It finds the font of a tenth of the page, and may miss one sign.
        """
        asked = range(0, self.count, max(1, self.count // _SAMPLE))
        if not self._silent and not any(map(char_is_unmapped, repeat(self._handle), asked)):
            return 0
        answers = map(char_is_unmapped, repeat(self._handle), range(self.count))
        return sum(answer == 1 for answer in answers)

    def generated(self, index: int) -> bool:
        """Tell whether pdfium made the character up, because there is a gap."""
        return bool(char_is_generated(self._handle, index) == 1)

    def unicode(self, index: int) -> int:
        """Return the code of a character."""
        return int(char_unicode(self._handle, index))

    def display(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page in points from its top left corner as displayed."""
        if self.rotation == 0:
            return x - self._left, self._high - y
        if self.rotation == 90:
            return y - self._low, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._low
        return self._high - y, self._right - x
