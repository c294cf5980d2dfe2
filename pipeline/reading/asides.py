"""Lines beside the text of a page: readings over kanji, stamps at an angle, hidden text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.pdf_page import PageLine

__all__ = ["is_hidden_layer", "mark_asides"]

_RUBY_SIZE = 0.62  # of the type that it stands over
_READING = re.compile("[ぁ-ゖァ-ヺー・\u3000 ]{1,60}")
_LAYER = 0.9  # of the characters of a page that are hidden where a scan has a text layer


def is_hidden_layer(lines: Sequence[PageLine]) -> bool:
    """Tell whether the text of a page is the invisible layer that OCR puts under a picture."""
    hidden = sum(len(line.text) for line in lines if line.hidden)
    return hidden > 0 and hidden >= _LAYER * sum(len(line.text) for line in lines)


def mark_asides(lines: Sequence[PageLine]) -> None:
    """Set ``furniture`` to ``ruby``, ``rotated_text`` or ``hidden_text`` where a line is one.

    Hidden text counts as text where the whole page is hidden: then it is what OCR read.
    """
    layered = is_hidden_layer(lines)
    for at, line in enumerate(lines):
        if line.hidden and not layered:
            line.furniture = "hidden_text"
        elif line.angle:
            line.furniture = "rotated_text"
        elif _READING.fullmatch(line.text):
            # pdfium gives the reading next to its line, before or after.
            near = (*lines[max(0, at - 2) : at], *lines[at + 1 : at + 3])
            if any(_stands_over(line, other) for other in near):
                line.furniture = "ruby"


def _stands_over(line: PageLine, other: PageLine) -> bool:
    if not 0 < line.size <= _RUBY_SIZE * other.size:
        return False
    slack = other.size
    if line.vertical:
        beside = abs(line.x0 - other.x1) < slack
        return beside and other.top - slack <= line.top and line.bottom <= other.bottom + slack
    inside = other.x0 - slack <= line.x0 and line.x1 <= other.x1 + slack
    return inside and abs(line.bottom - other.top) < slack
