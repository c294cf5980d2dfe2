"""Which of the spaces that pdfium reports are spaces of the text.

Word processors set a quarter em between kanji and Latin letters (autospace) and stretch lines to
the margin; pdfium takes wide enough gaps for spaces. Columns made with tab stops are gaps too.
Characters that are in the file stay; only made-up spaces are judged, by the width of their gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.reading.pdf_page import Glyphs

__all__ = ["SpaceGauge"]

AUTOSPACE = 0.26
"""Gap in em up to which a program, not a typist, parted kanji or kana from Latin: it sets 0.25."""

STRETCH = 0.2
"""Gap in em that a line stretched to the margin may have; the narrowest space of a font is wider.

pdfium reports typed spaces as made up where a run of text ends with one, so these are measured too.
"""

COLUMN = 1.0
"""Gap in em from which as many full-width spaces stand for it as fit: columns, spaced labels."""

_MAX_COLUMN = 20  # full-width spaces
_SPACE = re.compile("(?<=[^ ]) (?=[^ ])")
_WIDE = re.compile(
    "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class SpaceGauge:
    """Measures the gaps of one page; ``gaps`` counts those wider than autospace."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self.gaps = 0

    def respaced(self, text: str, start: int, size: float) -> str:
        """Return ``text`` with the spaces its gaps stand for.

        Args:
            text: a line without white space around it.
            start: UTF-16 unit of the page's text where it begins.
            size: of its type, in points.
        """
        if " " not in text or size <= 0:
            return text
        glyphs = self._glyphs
        parts: list[str] = []
        done = counted = 0
        unit = start
        for match in _SPACE.finditer(text):
            at = match.start()
            unit += glyphs.units(text[counted:at])
            counted = at
            index = glyphs.index(unit)
            if not glyphs.generated(index):
                continue
            left = glyphs.span(index - 1)[1]
            right = glyphs.origin(index + 1)[0]
            gap = (right - left) / size
            self.gaps += gap > AUTOSPACE
            parts += text[done:at], _spaces(gap, text[at - 1], text[at + 1])
            done = at + 1
        return "".join(parts) + text[done:]


def _spaces(gap: float, before: str, after: str) -> str:
    """Return what stands for a gap of so many em between two characters."""
    if gap >= COLUMN:
        return "\u3000" * min(round(gap), _MAX_COLUMN)
    if gap <= AUTOSPACE and _is_autospaced(before, after):
        return ""
    if gap < STRETCH and (_WIDE.match(before) or _WIDE.match(after)):
        return ""
    return " "


def _is_autospaced(before: str, after: str) -> bool:
    """Tell whether programs part these two by themselves: kanji or kana and Latin or digits."""
    latin_first = before.isascii() and before.isalnum() and _LETTER.match(after)
    latin_last = after.isascii() and after.isalnum() and _LETTER.match(before)
    return bool(latin_first or latin_last)
