"""Labels written downwards beside the rows of their cell, a letter before each row.

    出　会　長　　青木 一郎
    席　副会長　　伊東 文子
    委　委　員　　内田 剛
    員　委　員　　江原 律子

The letters are parted from the rows and put above them, where a label written downwards is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.knowledge import groups, header_fields
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["lift_letters"]

_SHORT = ("出席", "欠席")  # 議 事 / 事 務 局 spell other words of two letters by chance
_LABELS = frozenset(w for w in {**header_fields(), **groups()} if len(w) > 2 or w in _SHORT)
_LETTERS = frozenset(letter for label in _LABELS for letter in label)
_LONGEST = 8  # letters of a label
_AT_THE_HEAD = 200  # lines of a document among which its header stands
_SET_OFF = re.compile(r"\S[\s|]+(?=\S)")


def lift_letters(sheet: Sheet) -> None:
    """Put the letters of labels that stand beside their rows above the first of these."""
    head = sheet.segments[:_AT_THE_HEAD]
    set_off = [_SET_OFF.match(s.text) if s.text[0] in _LETTERS else None for s in head]
    behind = [match.end() if match else 0 for match in set_off]
    changes: dict[int, list[Segment]] = {}
    at = 0
    while at < len(head):
        size = _rows_of_label(head, behind, at) if behind[at] else 0
        if size:
            _lift(
                sheet, list(zip(head[at : at + size], behind[at : at + size], strict=True)), changes
            )
        at += size or 1
    sheet.relay(changes)


def _rows_of_label(head: Sequence[Segment], behind: Sequence[int], at: int) -> int:
    """Return how many rows have the letters of a label before them, the longest that fits."""
    letters = ""
    for row, end in zip(head[at : at + _LONGEST], behind[at : at + _LONGEST], strict=True):
        if not end:
            break
        letters += row.text[0]
    sizes = range(len(letters), 1, -1)
    return next((size for size in sizes if letters[:size] in _LABELS), 0)


def _lift(
    sheet: Sheet, rows: Sequence[tuple[Segment, int]], changes: dict[int, list[Segment]]
) -> None:
    """Note how the rows are laid whose letters are a label."""
    first = rows[0][0].index
    above = first
    while above and _stands_above(sheet[above - 1], rows[0][0]):
        above -= 1  # the label stands in the middle of its cell
    for row, at in rows:
        sheet.ledger.claim([row.part(1, at)], "rule", "table_bar")
        changes[row.index] = [row.piece(at)]
    letters = [row.piece(0, 1) for row, _ in rows]
    changes[above] = [*letters, *(changes[first] if above == first else [sheet[above]])]


def _stands_above(segment: Segment, row: Segment) -> bool:
    """Tell whether a line is a row of the same cell, above the first letter of the label."""
    return segment.indent > row.indent and not row.gap and is_people_list(segment.text)
