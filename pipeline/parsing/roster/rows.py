"""The lines of a roster, each with what stands over it: group, absence, post, case.

Groups stand as labels of the header (出席委員), as headings inside a list (【事務局】), before
people on the line (事務局 久保館長、…), or in the middle of one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.model import Attendee, Issue
from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.header.told import tells
from pipeline.parsing.knowledge import alternatives, groups, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.people_headings import CAME, read_people_heading, says_absent
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.absentees import find_absentees, find_deputy
from pipeline.parsing.roster.headings import (
    SIDES,
    Over,
    group_of_suffix,
    heads_post,
    is_ministry,
    names_ministry_over_people,
    read_heading,
    stated_count,
)
from pipeline.parsing.roster.words import (
    is_remark,
    only_officials,
    posts_and_names,
)

__all__ = ["Roster", "Row", "head_count", "roster_rows"]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_CAPACITIES = frozenset(load("groups")["marks"]["capacities"])
_CAPACITY_FIRST = re.compile(
    rf"[【<(〔\[]?(?:{alternatives(_CAPACITIES, spaced=True)})(?:[】>)〕\]]|\s)"
)
_HEADS_OF_TOWNS = ("市長", "町長", "村長", "区長", "知事")  # who may sit on the body
_OPEN = frozenset(load("groups")["marks"]["open"])
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
# A post first, after a blank line: officials, no longer the members who are absent.
_POST_FIRST = re.compile(rf"(?:{alternatives(load('roles')['official'])})\s")
# 病院　院長　本間 健: an office at the edge of the page, in the place of a label.
_OFFICE_FIRST = re.compile(
    rf"(?:病院|[市町村県区]|[^\s、:()]{{1,6}}(?:課|局|館))\s{{1,8}}(?:{alternatives(load('roles')['official'])})\s"
)
_FAMILY_LIKE_HOUR = re.compile(  # 委員　十時　宏: 十時 is a family name, too
    rf"(?:(?:{alternatives(_MEMBER, spaced=True)})\s{{1,8}})?"
    r"[一二三四五六七八九十]{1,2}時\s{0,8}(?![開閉終散]|半|間|頃|集合|から|まで|より)[\u3400-\u9fffぁ-ゖ]{1,3}$"
)
_OFFICIAL_APART = re.compile(
    rf"(?<=\S\s{{3}})\s{{0,20}}(?={alternatives(load('roles')['official'])}\s{{1,8}}\S)"
)
_SEATED = re.compile(r".{0,8}?[0-9]{1,2}\s?番")
_LEGEND = re.compile(
    r"(?P<mark>[※*◎○●△▲★☆×])(?:印)?\s?は、?\s?(?P<what>欠席|代理|オンライン|リモート|Web|WEB)"
)
_MARKED_POST = rf"([◎○●△▲★☆◇◆])(?:印)?\s?[は:=…]?\s?({alternatives(_MEMBER)})"
_POSTS_OF_MARKS = re.compile(rf"\((?:[\s、・]?{_MARKED_POST}){{1,4}}\s?\)")
_BRACKETS = re.compile(r"\([^()]*\)")
_HEADED_BY_OFFICE = re.compile(
    rf"\s?[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])})(?:\s{{0,3}}:|\s|$)"
)
_IN_BRACKETS = re.compile(r"[(<【〔\[≪]\s?(?P<what>[^()<>【】〔〕\[\]≪≫]{2,20})[)>】〕\]≫]\s?:?\s?")
_BRACKET_HEADS = tuple("(<【〔[≪")
_HEADS_SIDE = re.compile(  # 【評価委員】, (県): a side, not whom a member represents
    rf"[(<【〔\[≪]\s?(?:[^()<>【】〔〕\[\]≪≫]{{0,12}}(?:委\s?員|構成員|議員)|{SIDES})\s?[)>】〕\]≫]"
)
_ASIDE = re.compile(r"[0-9]\s?[名人]|出席|欠席|退席|代理|以下|敬称|順$")
_OFFICE = re.compile(rf"(?:{alternatives(load('roles')['departments'])})(?:関係)?$")
_OTHER_GROUPS = [g for g, of in _GROUPS.items() if of != "委員" and len(g) >= 3]
_GROUP_INSIDE = re.compile(
    r"(?<=\s)[(<【](?:省|庁|書記|庶務|幹事|市|町|村|県)[)>】]"
    rf"|(?<=\s)[○◎●◇◆□■]\s?{SIDES}\s?:"
    rf"|(?<=[\s、/:])[(<【]?(?:{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})"
    r"[)>】:]?(?=[\s:)>】(]|(?<=[)>】])\S)"
)
_OBSERVERS = re.compile(
    r"[(【]?傍聴[者人](?:数)?[)】]?\s{0,3}:?\s{0,3}(?:[0-9]{1,3}\s?[名人]|なし|無し)?$"
)
# A converter ran lists together: (1) 委員 森本佳代 西田悟 (2) 久保環境部長 林次長
_NUMBERED_LIST = re.compile(r"(?<![^\s)])\(\s?[2-9]\s?\)\s{0,3}")
_FIRST_OF_LIST = re.compile(r"\(\s?1\s?\)")
_ELSEWHERE = re.compile(
    r"[(]?別[紙添]名簿[)]?|[(]?(?:別[紙添表冊]|添付|資料).{0,24}の?(?:とおり|通り|参照)[)。]{0,2}"
)
_COUNTED = re.compile(r"\s{0,3}[0-9]{1,3}\s?[名人]")


@dataclass(slots=True)
class Roster:
    """The people, what the roster says of their number, and lines that yielded nobody.

    ``told`` says which near readings were weighed.
    ``called`` gives by group and name (or family name) where people stand in ``attendees``.
    """

    attendees: list[Attendee] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    called: defaultdict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note_count(self, group: str, present: bool, count: int) -> None:
        """Keep the first head-count that the document states for a group."""
        self.stated.setdefault(f"{group}:{'present' if present else 'absent'}", count)


def head_count(
    attendees: Sequence[Attendee], stated: Mapping[str, int]
) -> tuple[int | None, int | None]:
    """Count members present and absent: as named, else as the document states."""
    members = [a for a in attendees if a.group == "委員"]
    stated_present = stated.get("委員:present")
    stated_absent = stated.get("委員:absent")
    if not members:
        return stated_present, stated_absent
    present = sum(a.present for a in members)
    return present, len(members) - present or stated_absent or 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line (or part) of the roster, from ``offset`` to ``end``, and what stands over it."""

    segment: Segment
    offset: int
    end: int
    over: Over


def roster_rows(sheet: Sheet, header: Header, roster: Roster) -> list[Row]:
    """Return the rows of every list of people in the header; headings go into the ledger."""
    rows: list[Row] = []
    legend: dict[str, str] = {}
    for named, group, present in _lists(header):
        rows.extend(_rows(sheet, named, group, present, roster, legend))
    return rows or _unlabelled(header)


def _lists(header: Header) -> Iterator[tuple[Field, str, bool]]:
    """Yield the fields that list people, each with its group and whether they were present."""
    group, inside, absent = "委員", False, False
    for named, before in zip(header.fields, [None, *header.fields], strict=False):
        if named.name == "group" and named.label:
            label = named.label
            # 欠席者: / 委員 古川…: the post before a name is no new heading.
            below = before is not None and before.name == "absent" and not before.values
            plain = label.text in _MEMBER and (below or not (label.marked and label.alone))
            absent = absent if plain else says_absent(label.text)
            group = label.group
            if group == "その他" and not inside:
                continue
            if inside and label.text in _CAPACITIES and _by_capacity(before):
                group = "委員"  # 【学識経験者】 … 【関係団体】: whom members represent
            inside = True
            yield named, group, not absent
        elif named.name in ("attendees", "absent"):
            over = named.label
            heading = over is not None and not over.text.startswith(("出席", "欠席"))
            group = _group_again(over, group, inside and not (over and over.marked and heading))
            inside = True
            absent = named.name == "absent" and (not named.values or _begins_with_post(named))
            yield named, group, named.name == "attendees"
        else:
            absent = False
            inside = False if named.name not in ("observers", "office", "public") else inside


def _begins_with_post(named: Field) -> bool:
    """Tell whether a post stands first among absent members: 欠席委員 会長 辻 薫 / 委員 原 優."""
    segment, offset = named.values[0]
    post, _, name = segment.text[offset:].strip().partition(" ")
    return post in _MEMBER and bool(name)


def _by_capacity(named: Field | None) -> bool:
    """Tell whether a list is divided by the capacities of its members."""
    return named is not None and any(
        unspaced(s.text).strip("【】<>()〔〕[]・") in _CAPACITIES
        or _CAPACITY_FIRST.match(s.text, offset)
        for s, offset in named.values
    )


def _group_again(label: HeaderLabel | None, group: str, inside: bool) -> str:
    """Return the group under 出席者 or 欠席者, after a list of ``group`` if ``inside`` one.

    欠席者 after the officials' list is about members again; 出席 inside a group is not.
    """
    if label is None or not inside or label.text in ("欠席者", "欠席委員", "出席者", "出席者名"):
        group = "委員"
    return (label.group if label else "") or group


def _rows(
    sheet: Sheet,
    named: Field,
    group: str,
    present: bool,
    roster: Roster,
    legend: dict[str, str],
) -> Iterator[Row]:
    """Yield the rows of one field, headings inside it applied to those after them.

    ``legend`` holds what marks mean from the list that says so on.
    """
    label = named.label
    headed = named.name == "group" or bool(label and label.group)
    capacity = bool(label and label.text in _CAPACITIES and group == "委員")
    told = headed and not capacity and not (label and label.text in _OPEN)
    told = told or any(find_deputy(s.text, offset, len(s.text)) for s, offset in named.values)
    over = Over(group, present, unheaded=not told, legend=legend)
    if label and heads_post(label.text):
        over = replace(over, role=label.text)
    noted = [label.note if label else "", *(s.text for s, _ in named.values)]
    legend.update((m["mark"], m["what"]) for text in noted for m in _LEGEND.finditer(text))
    for text in noted:  # ◎橘ひろみ　○宗像伸 (◎会長　○副会長)
        for posts in _POSTS_OF_MARKS.finditer(text):
            legend.update(re.findall(_MARKED_POST, posts[0]))
    begins, beside = True, _sibling_form(sheet, named)
    heading = sheet[named.segment].text
    bracket = heading[0] if _HEADS_SIDE.match(heading) else ""
    if label and label.note:
        _note_count(label.note, group, present, roster)
    alone = False  # the number of a list stood alone on the line before
    counted = any(_FIRST_OF_LIST.match(s.text, offset) for s, offset in named.values)
    for segment, offset, end in _parts(named):
        plain = segment.text[offset:end].strip()
        timed = find_times(plain).opened or any(True for _ in find_dates(plain))
        clock = timed and not (
            _FAMILY_LIKE_HOUR.match(plain) or is_people_list(_BRACKETS.sub("", plain))
        )
        other = ""
        if offset == 0 and beside and over.group != "委員" and (after := beside(segment.text)):
            other = "その他"
        elif offset == 0 and bracket and (after := _other_side(sheet, segment, bracket)):
            other = "実施機関"
        if _HEADS_SIDE.match(segment.text, offset):
            bracket = segment.text[offset]
        if other:
            over = Over(other, True, unheaded=other == "その他", part=over.part + 1)
            over = over.under("事務局") if is_ministry(segment.text[:after]) else over
            sheet.ledger.claim([segment.part(0, after)], "label", "roster_group")
            offset = after
        elif not counted and over.group == "委員":
            number = _NUMBERED_LIST.match(segment.text, offset)
            begun = number.end() if number else offset if alone else end
            alone = begun == end and number is not None
            if only_officials(segment.text[begun:end].strip()):
                over = Over("その他", True, unheaded=True, part=over.part + 1)
                sheet.ledger.claim([segment.part(offset, begun)], "label", "roster_group")
                offset = begun
        if (offset and posts_and_names(plain) and over.group == "委員") or (
            not over.present
            and not offset
            and ((segment.gap and _POST_FIRST.match(plain)) or _OFFICE_FIRST.match(segment.text))
        ):
            over = Over("その他", True, unheaded=True, part=over.part + 1)
        elsewhere = _ELSEWHERE.fullmatch(unspaced(plain))
        if (
            (clock and not tells(plain))
            or elsewhere
            or _OBSERVERS.match(plain)
            or front_role(plain) in ("form", "address")
        ):
            sheet.ledger.claim([segment.part(offset, end)], "header", "line_among_people")
            continue
        if not over.present and unspaced(plain) in _NOBODY:
            # 欠席委員 なし: people listed after it attend in another capacity.
            over = Over("その他", True, unheaded=True, part=over.part + 1)
            sheet.ledger.claim([segment.part(offset, end)], "roster", "nobody_absent")
        elif note := find_absentees(segment.text, offset, end, begins):
            yield from _around_absent(sheet, segment, offset, end, note, over)
            begins = False
        elif is_remark(plain):
            sheet.ledger.claim([segment.part(offset, end)], "header", "line_among_people")
        elif names_ministry_over_people(sheet, segment, unspaced(plain).strip("()[]【】〔〕<>")):
            over = over.under("事務局")
            sheet.ledger.claim([segment.part(offset, end)], "label", "roster_group")
        elif not offset and tells(plain):
            continue  # what was done, among the people
        else:
            over, offset = read_heading(sheet, segment, offset, end, over)
            if sent := find_deputy(segment.text, offset, end):
                mark, who, stop = sent
                sheet.ledger.claim([segment.part(mark, who)], "label", "roster_deputy")
                yield Row(segment, offset, mark, replace(over, present=False))
                yield Row(segment, who, stop, replace(over, role=None, deputy=True))
                begins = False
            elif segment.text[offset:end].strip():
                yield from _people(sheet, segment, offset, end, over)
                begins = False
                if (segment.line.no, segment.start) in sheet.people:
                    over = replace(over, present=present, role=None, affiliation=None)


def _sibling_form(sheet: Sheet, named: Field) -> Callable[[str], int] | None:
    """Return a test for lines that begin as the heading does: (2) 事務局 … (3) 環境課 東山課長.

    The test gives where the line goes on behind number or mark, 0 for other lines. People who are
    numbered from 1 under their heading are none of its siblings.
    """
    if named.label is None:
        return None
    heading = sheet[named.segment].text
    number = read_enumerator(heading)
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
    mark = heading[0]
    if mark in _BRACKET_HEADS:
        return lambda text: _bracketed_office(text, mark)
    if mark in "○◎●■□◆◇◉▼▽△▲☆★":
        return lambda text: 1 if text[0] == mark and _HEADED_BY_OFFICE.match(text, 1) else 0
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
    return office.end() if alone or _OFFICE.search(office["what"]) else 0


def _other_side(sheet: Sheet, segment: Segment, mark: str) -> int:
    """Return where officials begin behind a heading in the brackets of the members': 〈図書館〉.

    Organisations that members represent stand in brackets, too; their people have no posts of the
    administration.
    """
    text = segment.text
    after = _bracketed_office(text, mark)
    if not after or unspaced(text[1 : after - 1]) in _CAPACITIES:
        return 0
    people = text[after:]
    if not people.strip() and text[after - 2] in SIDES[1:-1] and segment.index + 1 < len(sheet):
        people = sheet[segment.index + 1].text  # 【国分台市】 over the first of its offices
    words = re.split(r"[\s、,]+", _BRACKETS.sub("", people).strip())
    words = [word for word in words if word not in _HEADS_OF_TOWNS]
    return after if any(word and only_officials(word) for word in words) else 0


def _around_absent(
    sheet: Sheet,
    segment: Segment,
    offset: int,
    end: int,
    note: tuple[int, int, int, int],
    over: Over,
) -> Iterator[Row]:
    """Yield the people before, in and behind a note such as (欠席：南委員)."""
    begin, start, stop, rest = note
    sheet.ledger.claim(
        [segment.part(begin, start), segment.part(stop, rest)], "label", "roster_absent"
    )
    over, offset = read_heading(sheet, segment, offset, begin, over)
    if segment.text[offset:begin].strip():
        yield from _people(sheet, segment, offset, begin, over)
    yield Row(segment, start, stop, Over("委員", False, unheaded=False, part=over.part))
    if segment.text[rest:end].strip():
        yield Row(segment, rest, end, over)


def _people(sheet: Sheet, segment: Segment, offset: int, end: int, over: Over) -> Iterator[Row]:
    """Yield people without the words that tell that they came: …、小坂委員の4名が出席し、."""
    for came in CAME.finditer(segment.text, offset, end):
        if segment.text[offset : came.start()].strip():
            yield Row(segment, offset, came.start(), over)
        sheet.ledger.claim([segment.part(*came.span())], "label", "roster_came")
        offset = came.end()
    if segment.text[offset:end].strip():
        yield Row(segment, offset, end, over)


def _parts(named: Field) -> Iterator[tuple[Segment, int, int]]:
    """Yield the lines of a field, cut where another group begins inside one (委員 … 事務局 …)."""
    for segment, offset in named.values:
        text = segment.text
        begins = [
            m.start()
            for m in _GROUP_INSIDE.finditer(text, offset + 1)
            if is_people_list(text[m.end() :])
            or _COUNTED.match(text, m.end())
            or _names_one(text[m.end() :])
        ]
        numbered = (m.start() for m in _NUMBERED_LIST.finditer(text, offset + 1))
        begins = sorted({*begins, *numbered, *_officials_behind(named, text, offset)})
        for start, end in pairwise([offset, *begins, len(text)]):
            yield segment, start, end


def _names_one(text: str) -> bool:
    """Tell whether an office and the surname of somebody from it are all of a text."""
    words = text.split()
    return len(words) == 2 and bool(_OFFICE.search(words[0])) and looks_like_surname(words[1])


def _officials_behind(named: Field, text: str, offset: int) -> Iterator[int]:
    """Yield where officials begin behind absent or seated members: 20番 井 上 真   局長 久保隆."""
    if named.name != "absent" and not _SEATED.match(text, offset):
        return
    behind = _OFFICIAL_APART.search(text, offset + 1)
    if behind and posts_and_names(text[behind.start() :]):
        yield behind.start()


def _note_count(note: str, group: str, present: bool, roster: Roster) -> None:
    count = stated_count(note)
    if count is not None:
        roster.note_count(group, present, count)


def _unlabelled(header: Header) -> list[Row]:
    """Lines of people before any label, known by their shape alone (東山会長、宇野委員)."""
    return [
        Row(s, 0, len(s.text), Over("委員", True, unheaded=True))
        for s in [*header.title, *(s for f in header.fields for s, _ in f.values)]
        if is_people_list(s.text)
        and len(re.split(r"[、,]", s.text)) >= 2
        and read_header_label(s.raw, s.text) is None
    ]
