"""The roster: who was there, who was absent, in which group, for which case.

Rows that share a heading are read as one block by :mod:`grammar`; here its persons become
records with their bureaus, divisions, cases and deputies.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from pipeline.model import Attendee, AttendeeCase, Issue
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, groups, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.names import split_name
from pipeline.parsing.roster.block_words import words_of_block
from pipeline.parsing.roster.called import settled
from pipeline.parsing.roster.deputies import deputised, sent
from pipeline.parsing.roster.evidence import Counted, Evidence, ReadBlock, meet_counts, read_block
from pipeline.parsing.roster.headings import stated_count
from pipeline.parsing.roster.order import Person
from pipeline.parsing.roster.over import Over
from pipeline.parsing.roster.record import Roster, Row
from pipeline.parsing.roster.rows import leads_members, roster_rows
from pipeline.parsing.roster.unheaded import officials_among
from pipeline.parsing.roster.whence import heads_town, is_member_post, is_post_elsewhere
from pipeline.parsing.roster.words import Token, classify, names_institution

__all__ = ["read_roster"]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_BUREAU = re.compile(r"(?:部|局|本部|省|庁|院)$")
_ABSENT = re.compile(
    rf"欠席|待機|委任|^(?:{alternatives(load('groups')['marks']['absent_marks'])})$"
)
_OF_THE_OFFICE = ("事務局長", "事務局局長", "事務局次長")
_TITLE_LINES = 4
_MANY, _MOST = 4, 4  # people of a list that may come again, and all but one in so many
_OF_AN_ASSEMBLY = re.compile("議員|議会(?!事務局)|議長")  # 議会事務局 is its own office
_OTHERS = re.compile("ほか|他|外|うち")
_OFFICE = re.compile(r"[課部局室]")
_PRESIDES = re.compile(rf"[^\s\w]?\s?(?:{alternatives(load('roles')['presides_again'])})")
_WIDE = 2  # spaces that fill a name of two letters up to the width of others
_TWO_LETTERS = 2  # characters of a name that shows nothing by its space
_HEADS_READINGS = re.compile(r"(?:^|\s)(?:ふりがな|フリガナ|よみがな|読み)(?:\s|$)")
_COUNTED_POST = re.compile(  # 司書2名, 道路部長ほか
    r"[^\s0-9、。()]{1,10}[0-9]{1,3}[名人]|[^\s0-9、。()]{1,10}[長員](?:他|ほか|等)"
)


def read_roster(sheet: Sheet, header: Header, spoken: Iterable[str] = ()) -> Roster:
    """Read every list of people in the header and enter its characters in the ledger.

    ``spoken`` are the names that speakers of the body bear, as evidence between near readings.
    """
    roster = Roster()
    blocks = _blocks(roster_rows(sheet, header, roster))
    evidence = Evidence(frozenset(unspaced(fold(name)) for name in spoken))
    kana = any(_HEADS_READINGS.search(row.segment.text) for block in blocks for row in block)
    readings = [read_block(words_of_block(block, readings=kana), evidence) for block in blocks]
    for over, found in _counted(blocks, readings, roster):
        meet_counts(found)
        roster.note_count(over.group, over.present, found.count)
    headed = {row.over.group for block in blocks for row in block if not row.over.unheaded}
    parted = sum(_parted(reading.persons) for reading in readings)
    for reading in readings:
        _settle_spaces(reading.persons, parted)
        reading.persons = settled(reading.persons)
    for at in _listed_again(blocks, readings):
        rows = [row.segment.part(row.offset, row.end) for row in blocks[at]]
        sheet.ledger.claim(rows, "roster", "listed_again")
        del blocks[at], readings[at]
    for number, (block, reading) in enumerate(zip(blocks, readings, strict=True)):
        # Where the officials have a heading and the members none, the first list is the members'.
        unheaded = "委員" not in headed and bool(headed & {"事務局", "実施機関"})
        members = not number and (unheaded or leads_members(blocks))
        _enter(sheet, block, reading, roster, members)
        lines = [row.segment.line.no for row in block]
        roster.told.extend(f"roster line {lines[t.line]}: {text}" for t, text in reading.told)
    if any(_OF_AN_ASSEMBLY.search(s.text) for s in sheet.segments[: header.body_start]):
        for at, one in enumerate(roster.attendees):
            if one.group == "実施機関" and (one.role or "").startswith("議会事務局"):
                roster.attendees[at] = replace(one, group="事務局")
    return roster


def _counted(
    blocks: Sequence[Sequence[Row]], readings: Sequence[ReadBlock], roster: Roster
) -> Iterator[tuple[Over, Counted]]:
    """Yield by heading the head-count that the document states, with the blocks it counts."""
    by_heading: dict[tuple[str, bool], list[tuple[Over, ReadBlock]]] = {}
    for block, reading in zip(blocks, readings, strict=True):
        over = block[0].over
        by_heading.setdefault((over.group, over.present), []).append((over, reading))
    for (group, present), found in by_heading.items():
        over = found[0][0]
        noted = roster.stated.get(f"{group}:{'present' if present else 'absent'}")
        counts = [noted] if noted is not None else _counts(found)
        if len(counts) == 1:
            yield over, Counted(counts[0], [reading for _, reading in found])


def _counts(found: Sequence[tuple[Over, ReadBlock]]) -> list[int]:
    """Return the head-counts among the words of blocks; beside ほか3名 nobody knows how many."""
    words = [t for _, reading in found for t in reading.tokens if "C" in classify(t.text, t.kind)]
    if any(_OTHERS.match(unspaced(t.text)) for t in words):
        return []
    # 学識者(2名)、県(3名) counts each of several
    whole = [t for t in words if not (t.kind == "br" and t.glued)]
    return [count for t in whole if (count := stated_count(t.text)) is not None]


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Group consecutive rows that stand under the same; a line's second part begins a block."""
    out: list[list[Row]] = []
    for row in rows:
        last = out[-1][-1] if out else None
        if last and last.over == row.over and last.segment is not row.segment:
            out[-1].append(row)
        else:
            out.append([row])
    return out


def _enter(
    sheet: Sheet, block: Sequence[Row], reading: ReadBlock, roster: Roster, members: bool
) -> None:
    """Make records of the persons of a block and enter its characters in the ledger."""
    tokens, persons, unread = reading.tokens, reading.persons, reading.unread
    _carry_departments(tokens, persons)
    _carry_bureaus(persons)
    lines_with_person = {t.line for p in persons for t in p.tokens}
    absent = not block[0].over.present and not any(p.glued for p in persons)
    officials = officials_among(persons, members or absent)
    over = block[0].over
    if over.group == "委員" and not over.deputy:
        seated = [person for person in persons if id(person) not in officials]
        there = [p.role or "" for p in seated if _posted_elsewhere(p)]
        posted = len(set(there)) < len(there) or not all(map(is_member_post, there))
        for person in seated:
            _seat(person, posted=posted)
    for person in persons:
        if _named_again(person, over, roster):
            continue
        if not _presides_again(block[person.line], person, roster):
            _add(sheet, block, person, id(person) in officials, roster)
    for number, row in enumerate(block):
        strange = [t for t in unread if t.line == number and len(t.text) >= 2]
        counted = [t for t in strange if _COUNTED_POST.fullmatch(t.text)]
        spans = [row.segment.part(t.start, t.end) for t in counted]
        sheet.ledger.claim(spans, "roster", "people_counted")  # 司書2名: nobody is named
        strange = [t for t in strange if t not in counted]
        span = row.segment.part(row.offset, row.end)
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


def _listed_again(blocks: Sequence[Sequence[Row]], readings: Sequence[ReadBlock]) -> list[int]:
    """Return, the last first, the lists without a heading whose people stand in another group, too.

    A page shows the text of a paper as one line above it; which list a name is of cannot be told
    from there.
    """
    again: list[int] = []
    for at, (block, reading) in enumerate(zip(blocks, readings, strict=True)):
        own = {unspaced(person.name) for person in reading.persons}
        if not block[0].over.unheaded or len(own) < _MANY:
            continue
        groups_ = [
            {unspaced(person.name) for person in other.persons}
            for number, (rows, other) in enumerate(zip(blocks, readings, strict=True))
            if rows[0].over.group != block[0].over.group and number not in again
        ]
        named = set().union(*groups_)
        if _MOST * len(own & named) >= (_MOST - 1) * len(own):
            again.append(at)
    return again[::-1]


def _parted(persons: Sequence[Person]) -> int:
    """Return how many more names of a list are parted by a space (西田 悟志) than letter-spaced."""
    letters = sum(p.spaced and len(p.name) > _TWO_LETTERS for p in persons)
    return sum(" " in p.name and len(p.name.split(" ")[0]) > 1 for p in persons) - letters


def _settle_spaces(persons: Sequence[Person], elsewhere: int) -> None:
    """Decide for a list whether a space between single letters parts names: 林 静, 角 望.

    It does beside 西田 悟志, it does not beside 森 本 佳 代. A list that shows neither is as all
    of them together, ``elsewhere``; where these show neither, a wide space fills the width up
    (林　　　静) and any other parts the names.
    """
    parted = _parted(persons) or elsewhere
    short = [p for p in persons if len(unspaced(p.name)) == _TWO_LETTERS and _inner_gap(p)]
    if not parted and short:
        parted = 1 if min(map(_inner_gap, short)) < _WIDE else -1
    for person in persons:
        family, _, given = person.name.partition(" ")
        if given and len(family) == 1 and parted < 0:
            person.name = family + given
        elif person.spaced and len(person.name) == _TWO_LETTERS and parted > 0:
            person.name = " ".join(person.name)


def _inner_gap(person: Person) -> int:
    """Return how many spaces stand between the two letters of a name."""
    if person.spaced and len(person.tokens) == 1:
        return person.tokens[0].end - person.tokens[0].start - _TWO_LETTERS
    return person.tokens[1].gap if len(person.tokens) > 1 else 0


def _claim_except(sheet: Sheet, row: Row, strange: Sequence[Token]) -> None:
    cursor = row.offset
    for token in strange:
        sheet.ledger.claim([row.segment.part(cursor, token.start)], "roster", "roster_line")
        cursor = token.end
    sheet.ledger.claim([row.segment.part(cursor, row.end)], "roster", "roster_line")


def _carry_departments(tokens: Sequence[Token], persons: Sequence[Person]) -> None:
    """Give a person the 【department】 heading that stands before it in the block."""
    heads = sorted((t for t in tokens if t.kind == "head"), key=_where)
    for person in persons:
        if person.affiliation:
            continue
        before = bisect_left(heads, _where(person.tokens[0]), key=_where)
        if before and _GROUPS.get(unspaced(heads[before - 1].text)) is None:
            person.affiliation = heads[before - 1].text


def _where(token: Token) -> tuple[int, int]:
    return token.line, token.start


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


def _named_again(person: Person, over: Over, roster: Roster) -> bool:
    """Tell whether somebody of the office named without a post was listed: 会議録作成者　小沢."""
    if over.group != "事務局" or person.role or over.role:
        return False
    before = roster.called["事務局", person.name]
    return len(before) == 1 and roster.attendees[before[0]].role is not None


def _presides_again(row: Row, person: Person, roster: Roster) -> bool:
    """Tell whether a line says of somebody listed before who presides: 司会・進行：大橋会長."""
    post, name = row.segment.text[: person.tokens[0].start], unspaced(person.name)
    named = [unspaced(one.name) for one in roster.attendees] if _PRESIDES.match(post) else ()
    return any(name == known or (person.glued and known.startswith(name)) for known in named)


def _posted_elsewhere(person: Person) -> bool:
    """Tell whether an organisation and a post stand behind a name: 西田 悟　東小学校　校長."""
    behind = [t.raw for t in person.brackets if t.kind == "word"]
    house = len(behind) > 1 and behind[0] == person.affiliation
    return house and behind[-1] == person.role and not _OFFICE.fullmatch(behind[0][-1])


def _seat(person: Person, *, posted: bool) -> None:
    """Take a member's post elsewhere for whom the member represents: 委員　汐見市長　小田桐武.

    ``posted`` tells that posts behind organisations are those that people have there.
    """
    post = unspaced(fold(person.role or ""))
    if posted and _posted_elsewhere(person) and post not in ("委員", "構成員"):
        behind = [t.raw for t in person.brackets if t.kind == "word"]
        person.affiliation, person.role = " ".join(behind), None
    if is_post_elsewhere(post) and not is_member_post(post) and not heads_town(post):
        person.affiliation, person.role = person.role, None


def _add(
    sheet: Sheet,
    block: Sequence[Row],
    person: Person,
    official: bool,
    roster: Roster,
) -> None:
    """Make the record of a person, of the absent member for whom they came, and of their deputy."""
    over = block[person.line].over
    name = person.name
    group = _group(over, person.role or over.role, official)
    if group == "事務局" != over.group and _of_another_body(sheet, person):
        group = over.group  # 農業委員会 事務局長 before the assembly
    if person.group and over.unheaded:
        group = person.group  # 久保課長、林主事(以上事務局)
    elif over.unheaded:  # 渡部 総務課長（事務局）
        words = [unspaced(t.text) for t in person.brackets if t.kind == "br"]
        words = [w for w in words if w != person.role or w == "事務局"]  # (庶務担当) of a board
        noted = [_GROUPS.get(word, "") for word in words]
        group = next((g for g in noted if g in ("事務局", "その他")), group)
    role = person.role or over.role or ("委員" if group == "委員" else None)
    member = deputised(block, person)
    deputy = sent(block, person)
    attended = [*person.attendance, *["代理"] * over.deputy]
    came_for = roster.attendees[-1].name if over.deputy and roster.attendees else None
    spans = [block[t.line].segment.part(t.start, t.end) for t in person.tokens]
    marks = [block[t.line].segment.part(t.start, t.end) for t in person.brackets]
    bureau, division = person.department
    here = over.present and not deputy and not any(_ABSENT.search(a) for a in attended)
    attendance = "、".join(attended) or (None if over.present else "欠席")
    of_row = partial(
        Attendee,
        group=group,
        place=sheet.ledger.place([*spans, *marks]),
        cases=(AttendeeCase(label=over.case[0], case_no=over.case[1]),) if over.case else (),
    )
    if here or not _known(sheet, roster, (group, name), attendance, spans):
        read = partial(
            of_row,
            rule="roster_grammar",
            role=unspaced(role) if role else None,
            affiliation=person.affiliation or over.affiliation,
            bureau=bureau,
            division=division,
            present=here,
            attendance=attendance,
            deputy_for=member.name if member else came_for,
        )
        _record(sheet, roster, read, (group, name), spans)
    if member:
        absent = partial(
            of_row,
            rule="roster_deputy",
            role=member.role or "委員",
            present=False,
            attendance="欠席",
        )
        _record(sheet, roster, absent, (group, member.name), [member.span])
    if deputy:
        came = partial(
            of_row,
            rule="roster_deputy",
            role=deputy.role,
            present=True,
            attendance="代理",
            deputy_for=name,
        )
        _record(sheet, roster, came, (group, deputy.name), [deputy.span])
    sheet.ledger.claim(marks, "attendee", "roster_grammar", roster.attendees[-1].attendee_id)


def _of_another_body(sheet: Sheet, person: Person) -> bool:
    """Tell whether somebody comes from a body that the title does not name."""
    house = unspaced(fold(person.affiliation or ""))
    titles = (unspaced(line.text) for line in sheet.segments[:_TITLE_LINES])
    return names_institution(house) and not any(house in title for title in titles)


def _known(
    sheet: Sheet,
    roster: Roster,
    called: tuple[str, str],
    attendance: str | None,
    spans: list[Span],
) -> bool:
    """Note the absence of a member listed before: ※次の委員は代理出席 上条委員(代理:…)."""
    earlier = roster.called[called]
    if len(earlier) != 1 or not roster.attendees[earlier[0]].present:
        return False
    at = earlier[0]
    roster.attendees[at] = replace(
        roster.attendees[at], present=False, attendance=attendance or "欠席"
    )
    sheet.ledger.claim(spans, "attendee", "roster_grammar", roster.attendees[at].attendee_id)
    return True


def _record(
    sheet: Sheet,
    roster: Roster,
    read: Callable[..., Attendee],
    called: tuple[str, str],
    spans: list[Span],
) -> None:
    """Enter a person in roster and ledger: what was ``read``, with id, number and name in parts.

    ``called`` are the group and the name.
    """
    group, name = called
    split = split_name(name)
    attendee = read(
        attendee_id=sheet.ledger.new_id("a", spans[0]),
        seq=len(roster.attendees) + 1,
        name=name,
        family_name=split.family,
        given_name=split.given,
        name_split=split.how,
    )
    sheet.ledger.claim(spans, "attendee", attendee.rule, attendee.attendee_id)
    for each in {name, split.family} - {None}:
        roster.called[group, str(each)].append(len(roster.attendees))
    roster.attendees.append(attendee)


def _group(over: Over, role: str | None, official: bool) -> str:
    """Return the group of a person: the heading's, corrected where only the post tells."""
    if over.unheaded and over.group == "委員" and official and not over.deputy:
        return "実施機関"
    if over.unheaded and over.group == "その他" and role and _is_official(role):
        return "実施機関"
    if over.unheaded and over.group == "その他" and role and unspaced(role).endswith("委員"):
        return "委員"
    if over.group == "実施機関" and role and fold(role).startswith(_OF_THE_OFFICE):
        return "事務局"
    return over.group


def _department(affiliation: str | None) -> tuple[str | None, str | None]:
    """Return (bureau, division) of an affiliation: 市民部 → bureau, 税制課 → division."""
    if not affiliation:
        return None, None
    folded = fold(affiliation)
    match = re.fullmatch(
        r"(?P<bureau>[^\s]{1,14}?(?:部|局))\s?(?P<division>[^\s]{2,20}(?:課|室|係|センター|館|所))",
        folded,
    )
    if match:
        end = match.end("bureau")
        return affiliation[:end], affiliation[end:].strip()
    if _BUREAU.search(folded):
        return affiliation, None
    if re.search(r"(?:課|室|係|班|センター|館|所|グループ|チーム)$", folded):
        return None, affiliation
    return None, None
