"""The lines of a roster, each with what stands over it: group, absence, post, case.

Groups stand as labels of the header (出席委員), as headings inside a list (【事務局】), before
people on the line (事務局 久保館長、…), or in the middle of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Field, Header
from pipeline.parsing.header.told import tells
from pipeline.parsing.knowledge import alternatives, chair_labels, groups, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.elsewhere import refers_elsewhere
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import HeaderLabel, is_surely_web
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.phrases.people_headings import CAME
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.absentees import find_absentees
from pipeline.parsing.roster.deputies import find_deputy
from pipeline.parsing.roster.headings import (
    heads_post,
    read_heading,
    stated_count,
)
from pipeline.parsing.roster.listed import listed_fields
from pipeline.parsing.roster.marks import legend_behind, read_marks
from pipeline.parsing.roster.officials import (
    SIDES,
    is_ministry,
    names_ministry_over_people,
    posts_first,
)
from pipeline.parsing.roster.over import Over
from pipeline.parsing.roster.record import Roster, Row
from pipeline.parsing.roster.sides import (
    BRACKETS,
    CAPACITIES,
    HEADS_SIDE,
    OFFICE,
    attendance_behind,
    behind_absent,
    by_office,
    is_capacity,
    numbered_form,
    offices_behind,
    officials_behind_colon,
    officials_behind_number,
    officials_below,
    other_side,
    sibling_form,
)
from pipeline.parsing.roster.unlabelled import unlabelled_rows
from pipeline.parsing.roster.words import (
    is_remark,
    only_counted,
    only_officials,
    posts_and_names,
)

__all__ = ["leads_members", "roster_rows"]

_GROUPS = groups()
_CHAIRS = chair_labels()
_MEMBER = frozenset(load("roles")["member"])
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
_LEADS_PART = re.compile(r"主\s{0,4}査\s")
_OFFICE_NOTED = re.compile(r"[^\s、0-9]{2,14}[課室部局係]")
_OTHER_GROUPS = [g for g, of in _GROUPS.items() if of != "委員" and len(g) >= 3]
_GROUP_INSIDE = re.compile(
    r"(?<=\s)[(<【](?:省|庁|書記|庶務|幹事|市|町|村|県)[)>】]"
    rf"|(?<=\S)[<【](?:{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})[>】]"
    rf"|(?<=[長員])\((?:{alternatives(_OTHER_GROUPS)})\)(?=[^\s、,・)])"
    rf"|(?<=\s)[○◎●◇◆□■]\s?{SIDES}\s?:"
    r"|(?<=[\s、/:])(?<!委員会\s)[(<【]?"
    rf"(?:{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})"
    r"[)>】:]?(?=[\s:)>】(]|(?<=[)>】])\S)"
)
_OBSERVERS = re.compile(
    r"[(【]?傍聴[者人](?:数)?[)】]?\s{0,3}:?\s{0,3}(?:[0-9]{1,3}\s?[名人]|なし|無し)?$"
)
# A converter ran lists together: (1) 委員 森本佳代 西田悟 (2) 久保環境部長 林次長
_NUMBERED_LIST = re.compile(r"(?<![^\s)])\(\s?[2-9]\s?\)\s{0,3}")
_FIRST_OF_LIST = re.compile(r"\(\s?1\s?\)")
_ABSENT_INSIDE = re.compile(
    r"(?<=[委議会員長]\s)\s{0,8}欠席(?:者|委員|議員)\s{1,8}(?=\S)"
)  # run together
_NUMBERED_GROUP = re.compile(  # ⑵事務局 :都市整備部 …
    rf"[⑴-⒇①-⑳]\s?(?P<group>{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})\s?:"
)
_OPENING = "<【〔[(《≪"  # brackets
_COUNTED = re.compile(r"\s{0,3}[0-9]{1,3}\s?[名人]")


def roster_rows(sheet: Sheet, header: Header, roster: Roster) -> list[Row]:
    """Return the rows of every list of people in the header; headings go into the ledger."""
    rows: list[Row] = []
    legend: dict[str, str] = {}
    divided = False
    before: _People | None = None
    for listed in listed_fields(header):
        named, group, present = listed
        over = Over(group, present, not _told(named, group), divided=divided, legend=legend)
        before = _People(sheet, named, over, roster, legend, before)
        rows.extend(before.rows)
        divided = divided or (group == "委員" and present and by_office(sheet, named))
    return rows or unlabelled_rows(sheet, header)


class _People:
    """The walk over one list of people: the first step that knows a part of it takes that part."""

    def __init__(
        self,
        sheet: Sheet,
        named: Field,
        over: Over,
        roster: Roster,
        legend: dict[str, str],
        before: _People | None,
    ) -> None:
        """``over`` is what the label says; ``legend`` holds what marks mean from the list that
        says so on; ``before`` is the list before: its heading may be counted on from here."""
        group, self._present = over.group, over.present
        self._named_field = named
        self.rows: list[Row] = []
        self._sheet = sheet
        self._over = over
        label = named.label
        if label and (heads_post(label.text) or label.text in _CHAIRS):
            self._over = replace(self._over, role=_CHAIRS.get(label.text, label.text))
        if label and label.note not in _GROUPS and _OFFICE_NOTED.fullmatch(label.note):
            self._over = replace(self._over, affiliation=label.note)  # 事務局(企画課)
        if label and group == "委員" and is_capacity(label.text):
            self._over = replace(self._over, affiliation=label.text)
        heading = sheet[named.segment].text
        post = _is_post_of_one(label, heading)
        told = label is not None and "委員" in label.text
        self._mixed: bool = named.name == "attendees" and over.unheaded and not told
        self._mixed = self._mixed or bool(before and before._mixed and post)
        self._posts_each = post and self._mixed  # 出席者 / 会長 … / 委員 … / 委員 …
        read_marks(named, legend)
        if label and label.note:
            _note_count(label.note, group, self._present, roster)
        self._bracket = heading[0] if HEADS_SIDE.match(heading) else ""
        if label and label.alone and named.name == "group" and heading.endswith(":"):
            self._bracket = ":"
        if before and label and label.text in _MEMBER and not label.marked:
            self._bracket = self._bracket or before._bracket  # (委員) 会長 … / 委員 … / (総務課)
        self._is_sibling = sibling_form(sheet, named)
        counts_on = numbered_form(sheet, named)
        self.numbered: Callable[[str], int] | None = counts_on
        if before and counts_on is None:
            self.numbered = before.numbered
        self._begins = True
        self._number_alone = False  # the number of a list stood alone on the line before
        self._counted = any(_FIRST_OF_LIST.match(s.text, offset) for s, offset in named.values)
        for segment, offset, end in _parts(sheet, named):
            self._read(segment, offset, end)

    def _read(self, segment: Segment, offset: int, end: int) -> None:
        if offset == 0 and behind_absent(self._named_field, self._sheet, segment.text):
            self._over = replace(self._over, present=True)
        if (explains := legend_behind(segment.text[:end], offset)) is not None:
            self._claim(segment, explains, end, "roster_marks", "roster")
            end = explains
        if not segment.text[offset:end].strip():
            return
        plain = segment.text[offset:end].strip()
        begun = self._other_list(segment, offset, end)
        self._other_people(segment, begun, plain)
        if only_counted(plain):
            self._claim(segment, begun, end, "people_counted", "roster")
        elif _is_aside(plain):
            self._claim(segment, begun, end, "line_among_people", "header")
        elif not self._over.present and unspaced(plain) in _NOBODY:
            # 欠席委員 なし: people listed after it attend in another capacity.
            self._begin("その他")
            self._claim(segment, begun, end, "nobody_absent", "roster")
        elif note := find_absentees(segment.text, begun, end, self._begins):
            self.rows.extend(_around_absent(self._sheet, segment, begun, end, note, self._over))
            self._begins = False
        elif is_remark(plain):
            self._claim(segment, begun, end, "line_among_people", "header")
        elif names_ministry_over_people(
            self._sheet, segment, unspaced(plain).strip("()[]【】〔〕<>")
        ):
            self._over = self._over.under("事務局")
            self._claim(segment, begun, end, "roster_group")
        elif begun or not tells(plain):  # else what was done, among the people
            self._named(segment, begun, end)

    def _claim(
        self, segment: Segment, offset: int, end: int, rule: str, role: str = "label"
    ) -> None:
        self._sheet.ledger.claim([segment.part(offset, end)], role, rule)

    def _begin(self, group: str, *, unheaded: bool = True) -> None:
        """Begin another list of people who are there, under nothing that stood over the last."""
        self._over = Over(group, True, unheaded=unheaded, part=self._over.part + 1)

    def _other_list(self, segment: Segment, offset: int, end: int) -> int:
        """Begin the list of another side where its heading says so; return where people begin."""
        text, over, bracket = segment.text, self._over, self._bracket
        after, other = 0, ""
        if offset == 0 and self._is_sibling and over.group != "委員":
            after = self._is_sibling(text)
            other = "その他" if after else ""
        if not other and offset == 0:
            after, other = self._officials(segment, end)
        if not other and offset == 0 and bracket and not (bracket == ":" and self._begins):
            after = other_side(self._sheet, segment, bracket)
            other = "実施機関" if after else ""
        if HEADS_SIDE.match(text, offset):
            self._bracket = text[offset]
        if other:
            self._begin(other, unheaded=other == "その他")
            if is_ministry(text[:after]):
                self._over = self._over.under("事務局")
            self._claim(segment, 0, after, "roster_group")
            return after
        if self._counted or over.group != "委員":
            return offset
        number = _NUMBERED_LIST.match(text, offset)
        begun = number.end() if number else offset if self._number_alone else end
        self._number_alone = begun == end and number is not None
        if not only_officials(text[begun:end].strip()):
            return offset
        self._begin("その他")
        self._claim(segment, offset, begun, "roster_group")
        return begun

    def _officials(self, segment: Segment, end: int) -> tuple[int, str]:
        """Return where officials begin behind a heading that is in no list of headings.

        It is numbered as the members' heading, or in the brackets of 【欠席】, or before a colon.
        """
        text, members = segment.text, self._over.group == "委員"
        if members and self.numbered:
            after = self.numbered(text)
            if after and officials_below(self._sheet, segment, after):
                return end, "実施機関"
            if after and (begins := officials_behind_number(text[:end], after)):
                return begins, "実施機関"
        after = behind_absent(self._named_field, self._sheet, text)
        if after and (posts_first(text[after:]) or only_officials(text[after:])):
            return after, "実施機関"
        if members and (after := officials_behind_colon(text, 0)):
            return after, "実施機関"
        return 0, ""

    def _other_people(self, segment: Segment, offset: int, plain: str) -> None:
        """Begin the list of officials where posts say so, without a heading."""
        begun = offset and not self._begins
        behind_members = begun and posts_and_names(plain) and self._over.group == "委員"
        in_turn = self._posts_each and not (self._begins or offset)
        in_turn = in_turn and self._over.group == "委員" and posts_first(plain.lstrip("・-○ "))
        apart = segment.gap or any(_SEATED.match(r.segment.text, r.offset) for r in self.rows[-1:])
        below_absent = not (self._over.present or offset) and (
            (apart and (_POST_FIRST.match(plain) or posts_first(plain)))
            or _OFFICE_FIRST.match(segment.text)
        )
        if behind_members or in_turn or below_absent:
            self._begin("その他")

    def _named(self, segment: Segment, offset: int, end: int) -> None:
        """Take a line of people; the headings on it stand over those after them."""
        self._over, offset = read_heading(self._sheet, segment, offset, end, self._over)
        over = self._over
        if sent := find_deputy(segment.text, offset, end):
            mark, who, stop = sent
            self._claim(segment, mark, who, "roster_deputy")
            if segment.text.startswith(")", stop):
                self._claim(segment, stop, stop + 1, "roster_deputy")
            self.rows.append(Row(segment, offset, mark, replace(over, present=False)))
            self.rows.append(Row(segment, who, stop, replace(over, role=None, deputy=True)))
            self._begins = False
        elif segment.text[offset:end].strip():
            self.rows.extend(_people(self._sheet, segment, offset, end, over))
            self._begins = False
            if (segment.line.no, segment.start) in self._sheet.people:
                self._over = replace(over, present=self._present, role=None, affiliation=None)


def _is_post_of_one(label: HeaderLabel | None, heading: str) -> bool:
    """Tell whether a label is the post of somebody behind it: 委員 竹原 洋子."""
    if label is None or label.text not in _MEMBER or label.alone or heading[0] in _OPENING:
        return False
    return _COUNTED.match(heading, label.end) is None


def _told(named: Field, group: str) -> bool:
    """Tell whether the label of a list, or a deputy in it, says of what group its people are."""
    label = named.label
    headed = named.name == "group" or bool(label and label.group)
    capacity = bool(label and label.text in CAPACITIES and group == "委員")
    told = headed and not capacity and not (label and label.text in _OPEN)
    return told or any(find_deputy(s.text, offset, len(s.text)) for s, offset in named.values)


def _is_aside(plain: str) -> bool:
    """Tell whether a line among people is an hour, a form, a count of observers, 別紙のとおり."""
    timed = find_times(plain).opened or any(True for _ in find_dates(plain))
    clock = timed and not (
        _FAMILY_LIKE_HOUR.match(plain) or is_people_list(BRACKETS.sub("", plain))
    )
    return bool(
        (clock and not tells(plain))
        or refers_elsewhere(plain)
        or is_surely_web(plain)
        or _OBSERVERS.match(plain)
        or front_role(plain) in ("form", "address")
    )


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


def _parts(sheet: Sheet, named: Field) -> Iterator[tuple[Segment, int, int]]:
    """Yield the lines of a field, cut where another group begins inside one (委員 … 事務局 …)."""
    for segment, offset in named.values:
        text = segment.text
        begins = [
            m.start()
            for m in _GROUP_INSIDE.finditer(text, offset + 1)
            if is_people_list(text[m.end() :].lstrip(" :"))
            or _COUNTED.match(text, m.end())
            or _names_one(text[m.end() :])
        ]
        begins += (m.start() for m in _ABSENT_INSIDE.finditer(text, offset + 1))
        begins += (m.start("group") for m in _NUMBERED_GROUP.finditer(text, offset + 1))
        numbered = (m.start() for m in _NUMBERED_LIST.finditer(text, offset + 1))
        attendance = attendance_behind(text, offset)
        absent = named.name == "absent" or any(text.startswith("欠", at + 1) for at in attendance)
        offices = offices_behind(sheet, segment, offset) if absent else ()
        behind = _officials_behind(named, text, offset)
        begins = sorted({*begins, *numbered, *attendance, *offices, *behind})
        for start, end in pairwise([offset, *begins, len(text)]):
            yield segment, start, end


def _names_one(text: str) -> bool:
    """Tell whether an office and the surname of somebody from it are all of a text."""
    words = text.split()
    return len(words) == 2 and bool(OFFICE.search(words[0])) and looks_like_surname(words[1])


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


def leads_members(blocks: Sequence[Sequence[Row]]) -> bool:
    """Tell whether who leads a part of a body stands above its members: 主査 … / 委員 …."""
    if len(blocks) < 2 or len(blocks[0]) > 1:
        return False
    first, then = blocks[0][0], blocks[1][0].over
    leads = _LEADS_PART.match(first.segment.text, first.offset)
    return bool(leads) and then.group == "委員" and not then.unheaded
