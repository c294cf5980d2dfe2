"""The lines of a roster, each with what stands over it: group, absence, post, case.

Groups stand as labels of the header (出席委員), as headings inside a list (【事務局】), before
people on the line (事務局 久保館長、…), or in the middle of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Attendee, Issue
from pipeline.parsing.dates import find_times
from pipeline.parsing.folding import unspaced
from pipeline.parsing.header import Field, Header
from pipeline.parsing.header_labels import read_header_label
from pipeline.parsing.knowledge import alternatives, groups, load, numbering_words
from pipeline.parsing.numbering import kanji_number, read_enumerator
from pipeline.parsing.sheet import Segment, Sheet
from pipeline.parsing.speech import is_people_list

__all__ = ["Roster", "Row", "roster_rows", "stated_count"]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_PLURAL = ("委員", "議員", "会員", "構成員", "評議員")  # alone on a line these head a group
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_CASE = re.compile(
    rf"[【〔\[(]?\s?(?P<word>{alternatives(numbering_words())})\s?[(]?\s?(?:第\s?)?(?P<n>[0-9]{{1,2}})\s?[)]?(?:号)?\s?[】〕\])]?"
    r"\s?(?:関係|について|担当)?\s{0,3}:?\s{0,3}"
)
_STATED = re.compile(
    r"(?P<total>[0-9]{1,3})\s?[名人]中\s?(?P<of>[0-9]{1,3})\s?[名人](?:出席)?|(?P<n>[0-9]{1,3})\s?(?:名|人|委員)"
)
_ABSENT_NOTE = re.compile(r"[(※]?\s?(?:欠席(?:者|委員)?)\s?[:：]\s?(?P<who>[^()]{1,60})\)?")
_OTHER_GROUPS = [g for g, of in _GROUPS.items() if of != "委員" and len(g) >= 3]
_GROUP_INSIDE = re.compile(
    rf"(?<=[\s、])[(<【]?(?:{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})"
    r"[)>】:]?(?=[\s:)>】]|(?<=[)>】])\S)"
)
_COUNTED = re.compile(r"\s{0,3}[0-9]{1,3}\s?[名人]")


@dataclass(slots=True)
class Roster:
    """The people, what the roster says of their number, and lines that yielded nobody."""

    attendees: list[Attendee] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def note_count(self, group: str, present: bool, count: int) -> None:
        """Keep the first head-count that the document states for a group."""
        self.stated.setdefault(f"{group}:{'present' if present else 'absent'}", count)


@dataclass(slots=True)
class Row:
    """One line (or part) of the roster with what stands over it."""

    segment: Segment
    offset: int
    group: str
    present: bool
    role: str | None = None
    case: tuple[str, int] | None = None
    department: str | None = None
    end: int = 0
    unheaded: bool = False


def roster_rows(sheet: Sheet, header: Header, roster: Roster) -> list[Row]:
    """Return the rows of every list of people in the header; headings go into the ledger."""
    rows: list[Row] = []
    for named, group, present in _lists(header):
        rows.extend(_rows(sheet, named, group, present, roster))
    return rows or _unlabelled(header)


def _lists(header: Header) -> Iterator[tuple[Field, str, bool]]:
    """Yield the fields that list people, each with its group and whether they were present."""
    group, inside, absent = "委員", False, False
    for named in header.fields:
        if named.name == "group" and named.label:
            label = named.label
            # 欠席者: / 委員 古川…: the post before a name is no new heading.
            plain = label.text in _MEMBER and not label.marked
            absent = absent if plain else label.text.startswith("欠席")
            group = label.group
            if group == "その他" and not inside:
                continue
            inside = True
            yield named, group, not absent
        elif named.name in ("attendees", "absent"):
            over = named.label
            heading = over is not None and not over.text.startswith(("出席", "欠席"))
            if not inside or over is None or (over.marked and heading) or _resets(over.text, group):
                group = "委員"
            inside = True
            absent = named.name == "absent" and not named.values
            yield named, group, named.name == "attendees"
        else:
            absent = False
            inside = False if named.name not in ("observers", "office", "public") else inside


def _resets(label: str, group: str) -> bool:
    """欠席者 after the officials' list is about members again; 出席 inside a group is not."""
    return label in ("欠席者", "欠席委員", "出席者", "出席者名") and group != "委員"


def _rows(sheet: Sheet, named: Field, group: str, present: bool, roster: Roster) -> list[Row]:
    out: list[Row] = []
    heads_post = named.label and named.label.text in _MEMBER and named.label.text not in _PLURAL
    role = named.label.text if named.label and heads_post else None
    case: tuple[str, int] | None = None
    department: str | None = None
    if named.label and named.label.note:
        _note_count(named.label.note, group, present, roster)
    for segment, offset, limit in _parts(named):
        text = segment.text[:limit]
        plain = text[offset:].strip()
        if find_times(plain).opened and not is_people_list(plain):
            continue
        if not present and unspaced(plain) in _NOBODY:
            # 欠席委員 なし: people listed after it attend in another capacity.
            present, group = True, "その他"
            sheet.ledger.claim([segment.part(offset, limit)], "roster", "nobody_absent")
            continue
        if match := _ABSENT_NOTE.search(text, offset):
            head = Row(segment, offset, group, present, role, case, department, match.start())
            if text[offset : match.start()].strip():
                out.append(head)
            out.append(
                Row(segment, match.start("who"), "委員", False, None, None, None, match.end("who"))
            )
            sheet.ledger.claim(
                [segment.part(match.start(), match.start("who"))], "label", "roster_absent"
            )
            if text[match.end() :].strip():
                out.append(Row(segment, match.end(), group, present, role, case, department))
            continue
        bullet = read_enumerator(text[offset:])
        if (bullet and bullet.kind in ("bullet",) and text[offset] not in "◎○●◇◆") or (
            bullet
            and bullet.kind in ("arabic", "paren", "circled")
            and _GROUPS.get(unspaced(text[offset + bullet.end :]).rstrip(":"))
        ):
            offset += bullet.end
        plain = text[offset:].strip()
        solid = unspaced(plain).strip("<>()[]【】〔〕・:-―")
        if match := _CASE.match(text, offset):
            case = (
                unspaced(segment.raw[offset : match.end()]).strip(":：【】〔〕関係 "),
                int(match["n"]),
            )
            department = None
            sheet.ledger.claim([segment.part(offset, match.end())], "label", "roster_case")
            offset = match.end()
            if not text[offset:].strip():
                continue
        elif solid in _MEMBER and solid not in _PLURAL:
            role = segment.raw[offset:limit].strip().strip("()（）<>【】")
            sheet.ledger.claim([segment.part(offset, limit)], "label", "roster_role")
            continue
        elif heading := _GROUPS.get(solid) or _group_suffix(plain.strip("<>()[]【】〔〕・:-―")):
            group = heading
            present = (
                present if not solid.startswith(("欠席", "出席")) else solid.startswith("出席")
            )
            role = case = department = None
            sheet.ledger.claim([segment.span], "label", "roster_group")
            continue
        elif inline := _inline_group(text, offset):
            group, end = inline
            sheet.ledger.claim([segment.part(offset, end)], "label", "roster_group")
            offset, role, case, department = end, None, None, None
        out.append(
            Row(
                segment,
                offset,
                group,
                present,
                role,
                case,
                department,
                limit,
                named.name != "group",
            )
        )
    return out


def _parts(named: Field) -> Iterator[tuple[Segment, int, int]]:
    """Yield the lines of a field, cut where another group begins inside one (委員 … 事務局 …)."""
    for segment, offset in named.values:
        text = segment.text
        begins = [
            m.start()
            for m in _GROUP_INSIDE.finditer(text, offset + 1)
            if is_people_list(text[m.end() :]) or _COUNTED.match(text, m.end())
        ]
        for start, end in pairwise([offset, *begins, len(text)]):
            yield segment, start, end


def _group_suffix(solid: str) -> str | None:
    """Return the group of a heading such as 佐島市景観審議委員 or 議題関係課職員."""
    if len(solid) > 20 or re.search(r"[(\s]", solid):
        return None
    for heading, group in sorted(_GROUPS.items(), key=lambda item: -len(item[0])):
        if len(heading) >= 3 and solid.endswith(heading) and heading not in _MEMBER:
            return group
    return None


def _inline_group(text: str, offset: int) -> tuple[str, int] | None:
    """Return group and offset behind 事務局: or 説明者 福祉部…, where people follow on the line."""
    match = re.compile(
        r"[<(【\[〔]?(?P<word>[^\s:()<>【】、]{2,14})[>)】\]〕]?(?:\s?:\s{0,3}|\s{1,8}|(?=\())"
    ).match(text, offset)
    if not match:
        return None
    group = _GROUPS.get(unspaced(match["word"]))
    if group is None or (
        group == "委員" and unspaced(match["word"]) in _MEMBER and ":" not in match[0]
    ):
        return None
    rest = text[match.end() :].strip()
    return (group, match.end()) if rest and not rest.startswith(":") else None


def _note_count(note: str, group: str, present: bool, roster: Roster) -> None:
    count = stated_count(note)
    if count is not None:
        roster.note_count(group, present, count)


def stated_count(text: str) -> int | None:
    """Return the head-count of 15人中14人, (7名) or 8委員."""
    match = _STATED.search(text)
    return kanji_number(match["of"] or match["n"]) if match else None


def _unlabelled(header: Header) -> list[Row]:
    """Lines of people before any label, known by their shape alone (東山会長、宇野委員)."""
    if header.named("attendees", "group"):
        return []
    return [
        Row(s, 0, "委員", True)
        for s in header.title
        if is_people_list(s.text)
        and len(re.split(r"[、,]", s.text)) >= 2
        and read_header_label(s) is None
    ]
