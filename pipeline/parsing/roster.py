"""The roster: who was there, who was absent, in which group, for which case.

Lines are taken in blocks that share a group; :mod:`roster_grammar` reads the persons of a block,
this module knows what stands over them: groups, absence, cases, bureaus and divisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.model import Attendee, AttendeeCase, Issue
from pipeline.parsing.dates import find_times
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header import Field, Header
from pipeline.parsing.header_labels import read_header_label
from pipeline.parsing.knowledge import alternatives, groups, load, numbering_words
from pipeline.parsing.ledger import Span
from pipeline.parsing.names import split_name
from pipeline.parsing.numbering import kanji_number, read_enumerator
from pipeline.parsing.roster_grammar import Person, read_persons
from pipeline.parsing.roster_tokens import Token, classify, tokenize
from pipeline.parsing.sheet import Segment, Sheet
from pipeline.parsing.speech import is_people_list

__all__ = ["Roster", "read_roster"]

_GROUPS = groups()
_MARKS = load("groups")["marks"]
_MEMBER = frozenset(load("roles")["member"])
_PLURAL = ("委員", "議員", "会員", "構成員", "評議員")  # alone on a line these head a group
_NOBODY = frozenset(_MARKS["nobody"])
_CASE = re.compile(
    rf"[【〔\[(]?\s?(?P<word>{alternatives(numbering_words())})\s?[(]?\s?(?:第\s?)?(?P<n>[0-9]{{1,2}})\s?[)]?(?:号)?\s?[】〕\])]?"
    r"\s?(?:関係|について|担当)?\s{0,3}:?\s{0,3}"
)
_BUREAU = re.compile(r"(?:部|局|本部|省|庁|院)$")
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


@dataclass(slots=True)
class _Row:
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


def read_roster(sheet: Sheet, header: Header) -> Roster:
    """Read every list of people in the header and enter its characters in the ledger."""
    roster = Roster()
    rows: list[_Row] = []
    for named, group, present in _lists(header):
        rows.extend(_rows(sheet, named, group, present, roster))
    rows.extend(_unlabelled(header))
    for block in _blocks(rows):
        _read_block(sheet, block, roster)
    return roster


def _lists(header: Header) -> Iterable[tuple[Field, str, bool]]:
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


def _rows(sheet: Sheet, named: Field, group: str, present: bool, roster: Roster) -> list[_Row]:
    out: list[_Row] = []
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
            head = _Row(segment, offset, group, present, role, case, department, match.start())
            if text[offset : match.start()].strip():
                out.append(head)
            out.append(
                _Row(segment, match.start("who"), "委員", False, None, None, None, match.end("who"))
            )
            sheet.ledger.claim(
                [segment.part(match.start(), match.start("who"))], "label", "roster_absent"
            )
            if text[match.end() :].strip():
                out.append(_Row(segment, match.end(), group, present, role, case, department))
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
            _Row(
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
    match = _STATED.search(note)
    if match:
        count = match["of"] or match["n"]
        kind = f"{group}:{'present' if present else 'absent'}"
        roster.stated.setdefault(kind, kanji_number(count) or 0)


def _unlabelled(header: Header) -> list[_Row]:
    """Lines of people before any label, known by their shape alone (東山会長、宇野委員)."""
    if header.named("attendees", "group"):
        return []
    return [
        _Row(s, 0, "委員", True)
        for s in header.title
        if is_people_list(s.text)
        and len(re.split(r"[、,]", s.text)) >= 2
        and read_header_label(s) is None
    ]


def _blocks(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Group consecutive rows with the same heading."""
    out: list[list[_Row]] = []
    for row in rows:
        if out:
            last = out[-1][-1]
            same = (last.group, last.present, last.role, last.case) == (
                row.group,
                row.present,
                row.role,
                row.case,
            )
            if same and row.segment is not last.segment:
                out[-1].append(row)
                continue
        out.append([row])
    return out


def _read_block(sheet: Sheet, block: Sequence[_Row], roster: Roster) -> None:
    tokens: list[Token] = []
    for number, row in enumerate(block):
        end = row.end or len(row.segment.text)
        text, raw = row.segment.text[:end], row.segment.raw[:end]
        line = tokenize(text, raw, number, row.offset)
        if tokens and line and (joined := _join_broken(tokens[-1], line[0])):
            tokens[-1], line = joined, line[1:]
        tokens.extend(line)
    tokens = _open_groups(tokens)
    persons, unread = read_persons(tokens)
    _carry_departments(tokens, persons, block)
    _carry_bureaus(persons)
    lines_with_person = {t.line for p in persons for t in p.tokens}
    spaced = sum(p.spaced for p in persons) >= 2
    for person in persons:
        _add(sheet, block, person, persons, spaced, roster)
    for token in tokens:
        if token.kind == "word" and token not in unread:
            match = _STATED.search(token.text)
            if match and classify(token.text, token.kind).get("C", 0) > 2 and not persons:
                kind = f"{block[0].group}:{'present' if block[0].present else 'absent'}"
                roster.stated.setdefault(kind, int(match["of"] or match["n"]))
    for number, row in enumerate(block):
        strange = [t for t in unread if t.line == number and len(t.text) >= 2]
        span = row.segment.part(row.offset, row.end or None)
        if not strange:
            sheet.ledger.claim([span], "roster", "roster_line")
            continue
        _claim_except(sheet, row, strange)
        if number not in lines_with_person:
            roster.issues.append(
                Issue(
                    severity="warning",
                    code="roster_line_without_person",
                    message=f"No person could be read from the line 「{row.segment.raw[:40]}」.",
                    table="attendees",
                    page=row.segment.line.page,
                    line=row.segment.line.no,
                )
            )


def _claim_except(sheet: Sheet, row: _Row, strange: Sequence[Token]) -> None:
    cursor = row.offset
    for token in strange:
        sheet.ledger.claim([row.segment.part(cursor, token.start)], "roster", "roster_line")
        cursor = token.end
    sheet.ledger.claim([row.segment.part(cursor, row.end or None)], "roster", "roster_line")


def _join_broken(last: Token, first: Token) -> Token | None:
    """Join a word cut by the end of a line: 三好委 / 員."""
    if last.kind != "word" or first.kind != "word" or len(first.text) > 3:
        return None
    joint = last.text + first.text
    whole = classify(joint, "word")
    alone = classify(first.text, "word")
    fragment = max(alone.get("NR", 0), alone.get("R", 0)) < 1.5
    cut = classify(last.text, "word").get("NR", 0) < 1.5
    if whole.get("NR", 0) > 1.5 and fragment and cut:
        return replace(last, text=joint, raw=last.raw + first.raw)
    return None


def _open_groups(tokens: list[Token]) -> list[Token]:
    """Read a bracket that lists people as those people: 事務局(久保隆公民館長、林静主査)."""
    out: list[Token] = []
    for token in tokens:
        inner = token.text
        if (
            token.kind == "br"
            and not re.search("略|順", inner)
            and len(re.split(r"[、,]", inner)) >= 2
            and is_people_list(inner)
        ):
            at = token.start + 1
            pieces = tokenize(inner, token.raw[1:-1], token.line, 0)
            out.extend(replace(p, start=p.start + at, end=p.end + at) for p in pieces)
        else:
            out.append(token)
    return out


def _carry_departments(
    tokens: Sequence[Token], persons: Sequence[Person], block: Sequence[_Row]
) -> None:
    """Give a person the 【department】 heading that stands before it in the block."""
    heads = [t for t in tokens if t.kind == "head"]
    for person in persons:
        if person.affiliation:
            continue
        first = person.tokens[0]
        over = [h for h in heads if (h.line, h.start) < (first.line, first.start)]
        if over and _GROUPS.get(unspaced(over[-1].text)) is None:
            person.affiliation = over[-1].text
    del block


def _is_official(role: str) -> bool:
    solid = unspaced(fold(role))
    return not any(solid.endswith(m) for m in _MEMBER)


def _carry_bureaus(persons: Sequence[Person]) -> None:
    """Set bureau and division; a division under a bureau's line belongs to that bureau."""
    over: str | None = None
    for person in persons:
        bureau, division = _department(person.affiliation)
        over = bureau or over
        person.department = (bureau or (over if division else None), division)


def _only_officials(persons: Sequence[Person]) -> bool:
    """Tell whether all people of an unheaded list have posts of officials, none of a member."""
    roles = [unspaced(fold(p.role or "")) for p in persons]
    members = (r in _MEMBER or r.endswith(("委員", "教育長", "議員")) for r in roles)
    return all(roles) and not any(members)


def _add(
    sheet: Sheet,
    block: Sequence[_Row],
    person: Person,
    persons: Sequence[Person],
    spaced: bool,
    roster: Roster,
) -> None:
    row = block[person.line]
    name = person.name
    if spaced and " " in name and len(name.split(" ")[0]) == 1:
        name = name.replace(" ", "")
    spans: list[Span] = [
        block[t.line].segment.part(t.start, t.end) for t in [*person.tokens, *person.brackets]
    ]
    words = list(person.attendance)
    absent = not row.present or any(re.search(r"欠席|^欠$|待機", a) for a in words)
    role = person.role or row.role
    group = row.group
    if row.unheaded and group == "委員" and _only_officials(persons):
        group = "実施機関"
    if group == "その他" and row.unheaded and role and _is_official(role):
        group = "実施機関"
    if group == "実施機関" and role and fold(role).startswith(("事務局長", "事務局次長")):
        group = "事務局"
    if role is None and group == "委員":
        role = "委員"
    split = split_name(name)
    bureau, division = person.department
    attendee_id = sheet.ledger.new_id("a", spans[0])
    sheet.ledger.claim(spans, "attendee", "roster_grammar", attendee_id)
    roster.attendees.append(
        Attendee(
            attendee_id=attendee_id,
            seq=len(roster.attendees) + 1,
            name=name,
            group=group,
            place=sheet.ledger.place(spans),
            rule="roster_grammar",
            role=unspaced(role) if role else None,
            family_name=split.family,
            given_name=split.given,
            name_split=split.how,
            affiliation=person.affiliation,
            bureau=bureau,
            division=division,
            present=not absent,
            attendance="、".join(words) or (None if row.present else "欠席"),
            cases=(AttendeeCase(label=row.case[0], case_no=row.case[1]),) if row.case else (),
        )
    )


def _department(affiliation: str | None) -> tuple[str | None, str | None]:
    """Return (bureau, division) of an affiliation: 市民部 → bureau, 税制課 → division."""
    if not affiliation:
        return None, None
    folded = fold(affiliation)
    match = re.fullmatch(
        r"(?P<bureau>[^\s]{1,14}?(?:部|局))\s?(?P<division>[^\s]{2,20}(?:課|室|係|センター|館|所))",
        folded,
    )
    if match and match["bureau"] not in ("",):
        end = match.end("bureau")
        return affiliation[:end], affiliation[end:].strip()
    if _BUREAU.search(folded):
        return affiliation, None
    if re.search(r"(?:課|室|係|班|センター|館|所|グループ|チーム)$", folded):
        return None, affiliation
    return None, None
