"""One PDF page becomes lines: the text from pdfium, the geometry from a few calls a line.

pdfium has no call that returns the characters with their boxes, and asking for every character
costs more than the text itself. So the text of the page is taken at once and only the first and
last character of each line are asked where they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.reading.characters import clean, is_odd
from pipeline.reading.glyphs import Glyphs
from pipeline.reading.ruling import Table
from pipeline.reading.spacing import respaced

__all__ = ["ASCENT", "PageLine", "PdfPage", "page_lines"]

_HYPHEN = "\ufffe"  # what pdfium writes where it joins two lines at a hyphen; or U+0002
ASCENT = 0.88  # of the em box of a Japanese font, above the base line


@dataclass(slots=True)
class PageLine:
    """A line of one page, in points from the top left corner of the page as it is displayed.

    The box is that of the em squares, without regard to ink. ``size`` is the height of the type,
    ``angle`` the direction of writing in degrees (0 = left to right). A line is ``hidden`` if its
    first character is drawn invisibly, as the text under a scanned page is; a ``vertical`` one
    runs from ``top`` to ``bottom``. ``gap`` is the widest gap inside of it, in em."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: float = 0.0
    hidden: bool = False
    gap: float = 0.0
    vertical: bool = False
    furniture: str = ""
    continues: bool | None = None
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page and its lines in reading order.

    Attributes:
        width, height: as displayed, in points.
        lines: its lines; blank ones are none.
        picture: its text is in a picture.
        confidence: of optical recognition in percent, ``None`` if there was none.
        unmapped: how many of its characters the PDF gives no meaning.
    """

    width: float
    height: float
    lines: list[PageLine]
    picture: bool = False
    confidence: float | None = None
    unmapped: int = 0


def page_lines(glyphs: Glyphs, tables: Sequence[Table] = ()) -> list[PageLine]:
    """Return the lines of a page in the order of its content, blank ones left out.

    A line that runs through several cells of one of ``tables`` is cut where the cells begin.
    """
    lines: list[PageLine] = []
    # One search for all lines: most pages need neither mending nor cleaning.
    ordinary = not is_odd(glyphs.text) and _HYPHEN not in glyphs.text
    unit = 0
    for row in glyphs.text.split("\r\n"):
        for piece in (row,) if ordinary else _pieces(row):
            if tables:
                for start, text in _cells(glyphs, piece, unit, tables):
                    lines += _line(glyphs, text, start, ordinary)
            else:
                lines += _line(glyphs, piece, unit, ordinary)
            unit += glyphs.units(piece)
        unit += 2
    return lines


def _line(glyphs: Glyphs, text: str, unit: int, ordinary: bool) -> tuple[PageLine, ...]:
    """Return the line whose text begins at a UTF-16 unit of the page, nothing if it is blank."""
    body = text.strip()
    if not body:
        return ()
    start = unit
    if len(body) != len(text):
        start += len(text) - len(text.lstrip())  # white space is inside the BMP
    first = glyphs.index(start)
    last = glyphs.index(start + glyphs.units(body) - 1)
    size, angle = glyphs.type_of(first)
    x0, base = glyphs.origin(first)
    gap = 0.0
    if " " in body and not angle and size > 0:
        shown, gap, end = respaced(glyphs, body, start, size)
        if end:
            last = glyphs.index(start + glyphs.units(body[:end]) - 1)
        body = shown
    if not ordinary and not (body := clean(body)):
        return ()
    top = base - ASCENT * size
    x1 = glyphs.span(last)[1]
    return (PageLine(body, x0, top, x1, top + size, size, angle, glyphs.hidden(first), gap),)


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
    *broken, last = row.replace("\x02", _HYPHEN).split(_HYPHEN)
    return [*(f"{piece}-" for piece in broken), last]
