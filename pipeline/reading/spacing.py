"""Which of the spaces that pdfium reports are spaces of the text.

Word processors set a quarter em between kanji and Latin letters (autospace) and stretch lines to
the margin; pdfium takes wide enough gaps for spaces. Columns made with tab stops are gaps too.
Characters that are in the file stay; only made-up spaces are judged, by the width of their gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.reading.glyphs import Glyphs

__all__ = ["is_wide", "respaced"]

AUTOSPACE = 0.26
"""Gap in em up to which a program, not a typist, parted kanji or kana from Latin: it sets 0.25."""

STRETCH = 0.2
"""Gap in em that a line stretched to the margin may have; the narrowest space of a font is wider.

pdfium reports typed spaces as made up where a run of text ends with one, so these are measured too.
"""

COLUMN = 1.0
"""Gap in em from which as many full-width spaces stand for it as fit: columns, spaced labels."""

BACKWARDS = -1.0
"""Gap in em below which a space leads back on its line."""

_MAX_COLUMN = 20  # full-width spaces
_WIDE = re.compile(
    "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def respaced(glyphs: Glyphs, text: str, start: int, size: float) -> tuple[str, float, int]:
    """Return ``text`` with the spaces its gaps stand for, and its widest gap in em.

    Where a gap leads back to the beginning of the line, what follows it was drawn last and stands
    first, as browsers do with two brackets set close. Then the third value is where in ``text``
    the line ends, else 0.

    Args:
        glyphs: the page.
        text: a line without white space around it.
        start: UTF-16 unit of the page's text where it begins.
        size: of its type, in points.
    """
    parts: list[str] = []
    done = counted = 0
    unit, widest = start, 0.0
    at = text.find(" ")
    while at >= 0:
        before, after = text[at - 1], text[at + 1]
        if before != " " != after:
            unit += glyphs.units(text[counted:at])
            counted = at
            points = glyphs.gap(glyphs.index(unit))
            if points is not None:
                gap = points / size
                if gap < BACKWARDS and _stands_first(glyphs, unit, start, size):
                    head = text[at + 1 :].strip()
                    return head + "".join(parts) + text[done:at].rstrip(), widest, at
                parts += text[done:at], _spaces(gap, before, after)
                done = at + 1
                if gap > widest:
                    widest = gap
        at = text.find(" ", at + 1)
    return "".join(parts) + text[done:], widest, 0


def _stands_first(glyphs: Glyphs, unit: int, start: int, size: float) -> bool:
    """Tell whether what follows the space at a unit stands where the line begins."""
    x = glyphs.origin(glyphs.index(unit) + 1)[0]
    return abs(x - glyphs.origin(glyphs.index(start))[0]) <= size


def is_wide(char: str) -> bool:
    """Tell whether a character takes the width of a kanji."""
    return _WIDE.match(char) is not None


def _spaces(gap: float, before: str, after: str) -> str:
    """Return what stands for a gap of so many em between two characters."""
    if gap >= COLUMN:
        return "\u3000" * min(round(gap), _MAX_COLUMN)
    if gap <= AUTOSPACE and _is_autospaced(before, after):
        return ""
    if gap < STRETCH and (is_wide(before) or is_wide(after)):
        return ""
    return " "


def _is_autospaced(before: str, after: str) -> bool:
    """Tell whether programs part these two by themselves: kanji or kana and Latin or digits."""
    if after.isascii():
        return after.isalnum() and _LETTER.match(before) is not None
    return before.isascii() and before.isalnum() and _LETTER.match(after) is not None
