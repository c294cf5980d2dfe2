"""Where another side of a meeting begins in a list of people: its heading looks as the last did."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import alternatives, load, posts
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.people_headings import read_people_heading, sits_for
from pipeline.parsing.roster.headings import group_of_suffix, heads_absent, heads_attendance
from pipeline.parsing.roster.officials import (
    SIDES,
    head_of_officials,
    is_post,
    names_own_town,
    posts_first,
)
from pipeline.parsing.roster.words import HEADS_OF_TOWNS, is_remark, only_officials

__all__ = [
    "BRACKETS",
    "CAPACITIES",
    "HEADS_SIDE",
    "OFFICE",
    "attendance_behind",
    "begins_with_post",
    "behind_absent",
    "by_office",
    "is_capacity",
    "names_members",
    "numbered_form",
    "offices_behind",
    "officials_behind_colon",
    "officials_behind_number",
    "officials_below",
    "other_side",
    "people_of",
    "sibling_form",
]

_POSTS = posts()
_MEMBER = frozenset(load("roles")["member"])
BRACKETS = re.compile(r"\([^()]*\)")
CAPACITIES = frozenset(load("groups")["marks"]["capacities"])
HEADS_SIDE = re.compile(  # 【評価委員】, (県): a side, not whom a member represents
    rf"[(<【〔\[≪]\s?(?:[^()<>【】〔〕\[\]≪≫]{{0,12}}(?:委\s?員|構成員|議員)|{SIDES})\s?[)>】〕\]≫]"
)
OFFICE = re.compile(rf"(?:{alternatives(load('roles')['departments'])})(?:関係)?$")
_HEADED_BY_OFFICE = re.compile(
    rf"\s?[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])})(?:\s{{0,3}}:|\s|$)"
)
_IN_BRACKETS = re.compile(r"[(<【〔\[≪]\s?(?P<what>[^()<>【】〔〕\[\]≪≫]{2,20})[)>】〕\]≫]\s?:?\s?")
_COUNT = re.compile(r"[(]?\s?[0-9]{1,3}\s?[名人]\s?[)]?")
_TOWN_OVER_OFFICE = re.compile(
    rf"[(<【〔\[≪](?P<town>[^\s()<>【】〔〕\[\]≪≫]{{1,6}}[都道府県市区町村])[)>】〕\]≫]\s?"
    rf"(?=[○◎●◇◆□■・]?\s?[^\s、。:()]{{1,12}}(?:{alternatives(load('roles')['departments'])})$)"
)
_COLON_BEHIND = re.compile(r"[^\s:、。()0-9]{2,14}\s?:")
_BEFORE_COLON = re.compile(r"(?P<who>[^\s:、。()0-9]{1,12})\s?:\s{0,4}(?=\S)")
_BRACKET_HEADS = tuple("(<【〔[≪")
_OPENS = re.compile(r"[<【〔\[(]")
_OPENS_OFFICE = re.compile(r"[<【〔\[(]|(?<=\s)(?=[^\s:、。()]{1,15}[課室部局係会]\s?:)")
_OWN_OFFICES = ("教育委員会", "課", "室", "部", "局", "役場", "役所")
_ASIDE = re.compile(r"[0-9]\s?[名人]|出席|欠席|退席|代理|以下|敬称|順$")


def sibling_form(sheet: Sheet, named: Field) -> Callable[[str], int] | None:
    """Return a test for lines that begin as the heading does: (2) 事務局 … (3) 環境課 東山課長.

    The test gives where the line goes on behind number or mark, 0 for other lines. People who are
    numbered from 1 under their heading are none of its siblings.
    """
    if named.label is None:
        return None
    heading = sheet[named.segment].text
    if counts_on := numbered_form(sheet, named):
        return counts_on
    mark = heading[0]
    if mark in _BRACKET_HEADS:
        return lambda text: _bracketed_office(text, mark)
    if mark in "○◎●■□◆◇◉▼▽△▲☆★":
        return lambda text: 1 if text[0] == mark and _HEADED_BY_OFFICE.match(text, 1) else 0
    return None


def numbered_form(sheet: Sheet, named: Field) -> Callable[[str], int] | None:
    """Return a test for lines that count on from a numbered heading, if it is one."""
    if named.label is None:
        return None
    number = read_enumerator(sheet[named.segment].text)
    if (
        number
        and number.kind in ("arabic", "ordinal", "paren", "circled", "kanji")
        and number.value
    ):
        expected = number.value + 1

        def counts_on(text: str) -> int:
            nonlocal expected
            entry = read_enumerator(text)
            if not entry or entry.kind != number.kind or entry.value != expected:
                return 0
            expected += 1
            return entry.end

        return counts_on
    return None


def _bracketed_office(text: str, mark: str) -> int:
    """Return where a line goes on behind a heading in the brackets of the one before, else 0.

    That is a department, or whatever stands alone on its line and is no remark.
    """
    office = _IN_BRACKETS.match(text) if text[0] == mark else None
    what = unspaced(office["what"]) if office else ""
    people = read_people_heading(what)
    if office is None or (people and people.end == len(what)) or group_of_suffix(what):
        return 0
    alone = office.end() == len(text) and not _ASIDE.search(office["what"])
    return office.end() if alone or OFFICE.search(office["what"]) else 0


def _side_heading(sheet: Sheet, segment: Segment, mark: str) -> int:
    """Return where a line goes on behind a heading made as that of the members, else 0."""
    text = segment.text
    if mark == ":":
        return len(text) if _COLON_BEHIND.fullmatch(text) else 0
    town = _TOWN_OVER_OFFICE.match(text) if text[0] == mark else None
    if town and names_own_town(sheet, town["town"], segment.index):
        return town.end()  # 【早津市】○企画調整部
    return _bracketed_office(text, mark)


def other_side(sheet: Sheet, segment: Segment, mark: str) -> int:
    """Return where officials begin behind a heading in the brackets of the members': 〈図書館〉.

    Or before a colon that ends its line, where that ends the line of theirs, too (``mark``).
    Organisations that members represent stand in brackets, too; their people have no posts of the
    administration.
    """
    text = segment.text
    after = _side_heading(sheet, segment, mark)
    what = unspaced(text[:after]).strip(":()<>[]【】〔〕≪≫")
    if not after or what in CAPACITIES:
        return 0
    people = text[after:]
    own = mark == ":" or what.endswith((*SIDES[1:-1], *_OWN_OFFICES))
    if own and (not people.strip() or OFFICE.search(people)) and segment.index + 1 < len(sheet):
        people = sheet[segment.index + 1].text  # 【国分台市】 over the first of its offices
    words = re.split(r"[\s、,]+", BRACKETS.sub("", people).strip())
    if words[0] in HEADS_OF_TOWNS and names_own_town(sheet, what):
        return after
    return after if any(word and is_post(word) for word in words) else 0


def officials_behind_colon(text: str, offset: int) -> int:
    """Return where officials begin behind a heading that nobody knows: 職員:館長 貝塚、主査 釘宮.

    Each has a post of the administration before the name; else 0.
    """
    match = _BEFORE_COLON.match(text, offset)
    if match is None or unspaced(match["who"]) in CAPACITIES or unspaced(match["who"]) in _MEMBER:
        return 0
    return match.end() if posts_first(text[match.end() :]) else 0


def officials_behind_number(text: str, after: int) -> int:
    """Return where officials begin behind their house, or 0: (2) 北浜市　環境部長 原田 優."""
    house, _, people = text[after:].strip().partition(" ")
    known = OFFICE.search(house) or house.endswith(tuple(SIDES[1:-1]))
    if not known or not (posts_first(people) or only_officials(people)):
        return 0
    return text.index(people, after)


def officials_below(sheet: Sheet, segment: Segment, after: int) -> bool:
    """Tell whether officials stand below a heading alone on its line: (2) 春野市民病院."""
    if not segment.text[after:].strip() or segment.index + 1 >= len(sheet):
        return False
    if unspaced(segment.text[after:]) in CAPACITIES or only_officials(segment.text[after:]):
        return False
    words = re.split(r"[\s、,]+", BRACKETS.sub("", sheet[segment.index + 1].text).strip())
    return len(words) > 1 and is_post(words[0])


def behind_absent(named: Field, sheet: Sheet, text: str) -> int:
    """Return where a line goes on behind a heading in the brackets of 【欠席】, else 0."""
    mark = sheet[named.segment].text[0]
    if named.name != "absent" or mark not in _BRACKET_HEADS or text[0] != mark:
        return 0
    match = _IN_BRACKETS.match(text)
    aside = match is None or _ASIDE.search(match["what"])
    return 0 if match is None or aside or unspaced(match["what"]) in CAPACITIES else match.end()


def names_members(named: Field) -> bool:
    """Tell whether those who are absent bear posts of members, and are no 事務局 above."""
    words = [w for s, offset in named.values for w in re.split(r"[\s、,]+", s.text[offset:]) if w]
    return any(next(iter(_POSTS.ending(word)), "") in _MEMBER for word in words)


def is_capacity(text: str) -> bool:
    """Tell whether a heading over members says whom they represent: 学識経験者, 区議会議員."""
    return text in CAPACITIES or text.endswith("議会議員") or sits_for(text)


def by_office(sheet: Sheet, named: Field) -> bool:
    """Tell whether the members of a list are officials, headed by their offices."""
    return any(head_of_officials(sheet, segment, offset) for segment, offset in named.values)


def attendance_behind(text: str, offset: int) -> list[int]:
    """Return where headings such as 【欠席】 stand amid a line."""
    brackets = _OPENS.finditer(text, offset + 1)
    found = [m.start() for m in brackets if heads_attendance(text, m.start())]
    return found or [at for at in [text.find("欠席", offset + 1)] if heads_absent(text, at)]


def offices_behind(sheet: Sheet, segment: Segment, offset: int) -> Iterator[int]:
    """Yield where an office in brackets or before a colon heads officials amid a line."""
    for bracket in _OPENS_OFFICE.finditer(segment.text, offset + 1):
        if head_of_officials(sheet, segment, bracket.start()):
            yield bracket.start()


def people_of(named: Field) -> list[tuple[Segment, int]]:
    """Return the lines of a list without its head-count and remarks such as (敬称略)."""
    lines = [(s, offset, s.text[offset:].strip()) for s, offset in named.values]
    return [(s, at) for s, at, text in lines if not (is_remark(text) or _COUNT.fullmatch(text))]


def begins_with_post(named: Field) -> bool:
    """Tell whether a post stands first among absent members: 欠席委員 会長 辻 薫 / 委員 原 優.

    Also where it begins the next line, which is read as a label: 欠席者 / 委員 原 優.
    """
    people = people_of(named)
    if not people:
        return True
    segment, offset = people[0]
    post, _, name = segment.text[offset:].strip().partition(" ")
    return post in _MEMBER and bool(name)
