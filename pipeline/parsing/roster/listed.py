"""The fields of a header that list people: of which group they are, and whether they came."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.knowledge import alternatives, groups, load
from pipeline.parsing.phrases.header_labels import HeaderLabel
from pipeline.parsing.phrases.people_headings import says_absent
from pipeline.parsing.roster.headings import FROM_HERE, stated_count
from pipeline.parsing.roster.sides import (
    CAPACITIES,
    begins_with_post,
    is_capacity,
    names_members,
    people_of,
)

__all__ = ["listed_fields"]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_CAPACITY_FIRST = re.compile(
    rf"[【<(〔\[]?(?:{alternatives(CAPACITIES, spaced=True)})[】>)〕\]\s:]"
)
_AGAIN = re.compile(r"(?:欠席者|欠席委員|出席者)(?:名|の?氏名|名簿)?")


def listed_fields(header: Header) -> Iterator[tuple[Field, str, bool]]:
    """Yield the fields that list people, each with its group and whether they were present."""
    group, inside, absent = "委員", False, False
    for named, before in zip(header.fields, [None, *header.fields], strict=False):
        if named.name == "group" and named.label:
            label = named.label
            # 欠席者: / 委員 古川…: the post before a name is no new heading.
            below = before is not None and before.name == "absent" and _names_below(before)
            plain = label.text in _MEMBER and not (label.marked and label.alone)
            # 欠席者 / (協議会委員) 山本…: of those alone the heading above may still speak
            plain = plain or (below and label.group == "委員" and "出席" not in label.text)
            absent = absent if plain or is_capacity(label.text) else says_absent(label.text)
            group = _GROUPS.get(unspaced(label.note)) or label.group  # 県側の出席者（事務局）
            if group == "その他" and not inside:
                continue
            if inside and label.text in CAPACITIES and _by_capacity(before):
                group = "委員"  # 【学識経験者】 … 【関係団体】: whom members represent
            inside = True
            yield named, group, not absent
            absent = absent or _absent_from_here(named)
        elif named.name in ("attendees", "absent"):
            over = named.label
            heading = over is not None and not over.text.startswith(("出席", "欠席"))
            group = _group_again(over, group, inside and not (over and over.marked and heading))
            if named.name == "absent" and names_members(named):
                group = "委員"
            if over and over.text == "欠席" and before and before.name == "group" and before.values:
                group = "委員"  # 事務局 … / 欠席 …: no 出席 divides the list of the office
            inside = True
            absent = named.name == "absent" and begins_with_post(named)
            yield named, group, named.name == "attendees"
            absent = absent or _absent_from_here(named)
        else:
            absent = False
            inside = False if named.name not in ("observers", "office", "public") else inside


def _names_below(absent: Field) -> bool:
    """Tell whether a heading of absent people has none beside it, and not because all came."""
    note = absent.label.note if absent.label else ""
    counts = [stated_count(text) for text in (note, *(s.text[at:] for s, at in absent.values))]
    return not people_of(absent) and 0 not in counts


def _absent_from_here(named: Field) -> bool:
    """Tell whether a list ends with (以下欠席), which goes for the next 委員 … as well."""
    ends = named.values[-1:]
    return any(FROM_HERE.fullmatch(segment.text, offset) for segment, offset in ends)


def _by_capacity(named: Field | None) -> bool:
    """Tell whether a list is divided by the capacities of its members."""
    return named is not None and any(
        unspaced(s.text).strip("【】<>()〔〕[]・") in CAPACITIES
        or _CAPACITY_FIRST.match(s.text, offset)
        for s, offset in named.values
    )


def _group_again(label: HeaderLabel | None, group: str, inside: bool) -> str:
    """Return the group under 出席者 or 欠席者, after a list of ``group`` if ``inside`` one.

    欠席者 after the officials' list is about members again; 出席 inside a group is not.
    """
    if label is None or not inside or _AGAIN.fullmatch(label.text):
        group = "委員"
    return (label.group if label else "") or group
