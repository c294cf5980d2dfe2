"""Speech on cards: 発言者：森本会長 over 発言内容：…, once for every turn."""

from __future__ import annotations

import re

from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet

__all__ = ["read_cards"]

_TABLE = load("speakers")["table"]
_WHO = re.compile(rf"(?:{alternatives(_TABLE['speaker'], spaced=True)})\s?:\s{{0,4}}(?=\S)")
_WHAT = re.compile(rf"(?:{alternatives(_TABLE['speech'], spaced=True)})\s?:\s{{0,4}}")
_FEWEST = 2  # cards
_LONGEST_LABEL = 20  # characters


def read_cards(sheet: Sheet) -> None:
    """Note who speaks on the cards of a sheet and set the heads of their fields aside."""
    cards = [
        (above, below, who, what)
        for above, below in zip(sheet.segments, sheet.segments[1:], strict=False)
        if ":" in above.text
        and (who := _WHO.match(above.text))
        and (what := _WHAT.match(below.text))
        if len(above.text) - who.end() <= _LONGEST_LABEL
    ]
    if len(cards) < _FEWEST:
        return
    changes: dict[int, list[Segment]] = {}
    for above, below, who, what in cards:
        label = above.raw[who.end() :]
        size = len(above.raw)
        sheet.columns[above.line.no, above.start] = Cell(label, who.end(), size, size, None)
        sheet.ledger.claim([below.part(0, what.end())], "label", "field_of_card")
        rest = below.piece(what.end())
        changes[below.index] = [rest] if rest.raw else []
    sheet.relay(changes)
