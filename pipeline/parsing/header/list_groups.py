"""Which lines of a list of business head a group of entries, or stand under one."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.list_lines import (
    PROCEDURE,
)
from pipeline.parsing.header.list_pieces import Piece
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.titles import kind_of_category

__all__ = ["heads_group", "leads_in", "under_category"]

_GROUP = re.compile(r"[〔\[<【(《≪]?\s?(?P<name>[^〔\[<【()\]>】〕《》≪≫]{2,40})\s?[〕\]>】)》≫]?")
_OFFICES = alternatives(load("roles")["departments"])
_OFFICE_NAME = re.compile(rf"[^\s、]{{1,20}}(?:{_OFFICES})(?<!関係)")


def leads_in(pieces: list[Piece], at: int) -> bool:
    """Tell whether the line below is set in: a category without a number or mark."""
    below = pieces[at + 1][0] if at + 1 < len(pieces) else None
    return below is not None and below.indent > pieces[at][0].indent


def under_category(title: str, above: Segment, segment: Segment) -> bool:
    """Tell whether a line is set in under a numbered category: 一、報告事項 /　　市史の経過.

    Under 開会 or 挨拶 stands who opens or greets.
    """
    title = unspaced(fold(title))
    category = title in PROCEDURE or kind_of_category(title) is not None
    set_in = category and segment.indent > above.indent and len(segment.text) <= 60
    return set_in and not is_people_list(segment.text)


def heads_group(text: str, following: str, before: str, *, first: bool) -> str | None:
    """Return the name of a group that a line without a number heads: 【再評価】, 議案審議.

    ``before`` is how the last such line began. Brackets below an entry may also be its own
    ([河川課], 【非公開】), so they head a group at the head of the list, where they did before,
    or where numbers begin again.
    """
    entry = read_enumerator(following)
    match = _GROUP.fullmatch(text)
    if entry is None or match is None or read_enumerator(text):
        return None
    name = unspaced(match["name"])
    if name.endswith(("について", "の件")) or _OFFICE_NAME.fullmatch(name):
        return None
    if text[0] == name[0]:
        category = name in ("議事", "議題") or kind_of_category(name)
        of_bills = bool(entry.word) and entry.word in name  # 請願・陳情 / 陳情第1号 …
        return name if category or of_bills else None
    again = entry.value == 1 and text[0] != "("
    return name if first or text[0] == before or again else None
