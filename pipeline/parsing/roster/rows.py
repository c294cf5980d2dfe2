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
from pipeline.parsing.knowledge import alternatives, groups, load, longest_first, numbering_words
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.numbering import Enumerator, kanji_number, read_enumerator
from pipeline.parsing.phrases.people_headings import read_people_heading, says_absent
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.absentees import find_absentees
from pipeline.parsing.roster.words import (
    is_remark,
    only_officials,
    posts_and_names,
    starts_department,
)

__all__ = ["Over", "Roster", "Row", "head_count", "roster_rows", "stated_count"]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_CAPACITIES = frozenset(load("groups")["marks"]["capacities"])
_OUTSIDERS = frozenset(load("roles")["function_groups"]["その他"])
_OPEN = frozenset(load("groups")["marks"]["open"])
_LONGEST_MINISTRY = 10
_SIDE = "[市町村区県]"
_OWN_SIDE = re.compile(
    rf"[(【<〔\[]\s?(?P<marked>{_SIDE})\s?[)】>〕\]]\s{{0,4}}|{_SIDE}(?:\s{{2,16}}|\s?:\s{{0,4}}|$)"
)
_SIDE_HEAD = re.compile(  # 警察署側　樋渡署長, 館　側
    r"[(【<〔\[]?\s?(?P<who>[^\s、。:()【】<>〔〕\[\]]{1,8}?)\s{0,3}側(?:出席者)?\s?[)】>〕\]]?(?:\s?:|\s|$)\s{0,8}"
)
_SIDE_OF_MEMBERS = ("委員", "会", "議員", "構成員")
_MINISTRIES = tuple(load("groups")["ministries"]["ends"])
_SUFFIXES = longest_first(h for h in _GROUPS if len(h) >= 3 and h not in _MEMBER)
_PLURAL = ("委員", "議員", "会員", "構成員", "評議員")  # alone on a line these head a group
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_CASE = re.compile(
    rf"[【〔\[(]?\s?(?P<word>{alternatives(numbering_words())})\s?[(]?\s?(?:第\s?)?(?P<n>[0-9]{{1,2}})\s?[)]?(?:号)?\s?[】〕\])]?"
    r"\s?(?:関係|について|担当)?\s{0,3}:?\s{0,3}"
)
_STATED = re.compile(
    r"(?P<total>[0-9]{1,3})\s?[名人]中\s?(?P<of>[0-9]{1,3})\s?[名人](?:出席)?|(?P<n>[0-9]{1,3})\s?(?:名|人|委員)"
)
# A post first, after a blank line: officials, no longer the members who are absent.
_POST_FIRST = re.compile(rf"(?:{alternatives(load('roles')['official'])})\s")
_OFFICIAL_APART = re.compile(
    rf"(?<=\S\s{{3}})\s{{0,20}}(?={alternatives(load('roles')['official'])}\s{{1,8}}\S)"
)
_OFFICIAL_HEAD = re.compile(  # (館　長) 相馬 …, below (委員) 森本 …
    rf"[(【<〔\[]\s?[^\s()者]{{0,10}}?"
    rf"(?:{alternatives((r for r in load('roles')['official'] if r[-1] == '長'), spaced=True)})"
    r"\s?[)】>〕\]]\s?\S"
)
_SEATED = re.compile(r".{0,8}?[0-9]{1,2}\s?番")
_ROLE_HEAD = re.compile(rf"[【<〔\[]\s?(?:{alternatives(_MEMBER)})\s?[】>〕\]]")
_LEGEND = re.compile(
    r"(?P<mark>[※*◎○●△▲★☆×])(?:印)?\s?は、?\s?(?P<what>欠席|代理|オンライン|リモート|Web|WEB)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_COUNT_BEHIND = re.compile(r"\s?\((?:[0-9]{1,3}\s?[名人]中\s?)?[0-9]{1,3}\s?[名人](?:出席)?\)$")
_COUNTED_OFFICE = re.compile(  # 市民協働課　3名
    rf"(?P<office>[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])}))"
    r"\s{0,4}[(]?\s?[0-9]{1,2}\s?[名人]\s?[)]?"
)
_LEADER = re.compile(r"[※*]?\s?[^、。()・]{2,16}?(?:・{2,}|…{1,4})\s?")
_DEPARTMENT_FIRST = re.compile(
    rf"[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])})\s?[:/]\s?"
)
_HEADED_BY_OFFICE = re.compile(
    rf"\s?[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])})(?:\s{{0,3}}:|\s|$)"
)
_IN_BRACKETS = re.compile(r"[(<【〔\[≪]\s?(?P<what>[^()<>【】〔〕\[\]≪≫]{2,20})[)>】〕\]≫]\s?:?\s?")
_BRACKET_HEADS = tuple("(<【〔[≪")
_HEADS_SIDE = re.compile(  # 【評価委員】, (県): a side, not whom a member represents
    rf"[(<【〔\[≪]\s?(?:[^()<>【】〔〕\[\]≪≫]{{0,12}}(?:委\s?員|構成員|議員)|{_SIDE})\s?[)>】〕\]≫]"
)
_ASIDE = re.compile(r"[0-9]\s?[名人]|出席|欠席|退席|代理|以下|敬称|順$")
_OFFICE = re.compile(rf"(?:{alternatives(load('roles')['departments'])})(?:関係)?$")
_OTHER_GROUPS = [g for g, of in _GROUPS.items() if of != "委員" and len(g) >= 3]
_GROUP_INSIDE = re.compile(
    r"(?<=\s)[(<【](?:省|庁|書記|庶務|幹事|市|町|村|県)[)>】]"
    rf"|(?<=[\s、])[(<【]?(?:{alternatives([*_OTHER_GROUPS, '傍聴者', '傍聴人'])})"
    r"[)>】:]?(?=[\s:)>】(]|(?<=[)>】])\S)"
)
_INLINE_GROUP = re.compile(
    r"(?:[<(【\[〔](?P<marked>[^\s:()<>【】、]{1,14})[>)】\]〕]\s{0,4}:?\s{0,3}"
    r"|(?P<word>[^\s:()<>【】、]{2,14})(?:\s?:\s{0,3}|\s{1,8}|(?=\()))"
)
_OBSERVERS = re.compile(
    r"[(【]?傍聴[者人](?:数)?[)】]?\s{0,3}:?\s{0,3}(?:[0-9]{1,3}\s?[名人]|なし|無し)?$"
)
_NOT_BULLETS = "◎○●◇◆"
# A converter ran lists together: (1) 委員 森本佳代 西田悟 (2) 久保環境部長 林次長
_NUMBERED_LIST = re.compile(r"(?<![^\s)])\(\s?[2-9]\s?\)\s{0,3}")
_FIRST_OF_LIST = re.compile(r"\(\s?1\s?\)")
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
class Over:
    """What stands over people: their group, whether they came, a post, a case.

    ``unheaded`` tells that no heading gave the group; ``part`` counts the numbered parts of a list;
    ``legend`` says what marks beside names mean.
    """

    group: str
    present: bool
    unheaded: bool
    role: str | None = None
    case: tuple[str, int] | None = None
    part: int = 0
    legend: Mapping[str, str] = field(default_factory=dict)

    def under(self, group: str, *, present: bool | None = None) -> Over:
        """Return what stands over the people below the heading of a group."""
        stays = self.present if present is None else present
        return Over(group, stays, False, part=self.part, legend=self.legend)


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
            plain = label.text in _MEMBER and not (label.marked and label.alone)
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
            absent = named.name == "absent" and not named.values
            yield named, group, named.name == "attendees"
        else:
            absent = False
            inside = False if named.name not in ("observers", "office", "public") else inside


def _by_capacity(named: Field | None) -> bool:
    """Tell whether a list is divided by the capacities of its members."""
    return named is not None and any(
        unspaced(s.text).strip("【】<>()〔〕[]・") in _CAPACITIES for s, _ in named.values
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
    told = headed and not (label and label.text in _OPEN)
    over = Over(group, present, unheaded=not told, legend=legend)
    if label and label.text in _MEMBER and label.text not in _PLURAL:
        over = replace(over, role=label.text)
    noted = [label.note if label else "", *(s.text for s, _ in named.values)]
    legend.update((m["mark"], m["what"]) for text in noted for m in _LEGEND.finditer(text))
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
        clock = timed and not is_people_list(_BRACKETS.sub("", plain))
        other = ""
        if offset == 0 and beside and over.group != "委員" and (after := beside(segment.text)):
            other = "その他"
        elif offset == 0 and bracket and (after := _other_side(segment.text, bracket)):
            other = "実施機関"
        if _HEADS_SIDE.match(segment.text, offset):
            bracket = segment.text[offset]
        if other:
            over = Over(other, True, unheaded=other == "その他", part=over.part + 1)
            over = over.under("事務局") if _of_ministry(segment.text[:after]) else over
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
            not over.present and segment.gap and not offset and _POST_FIRST.match(plain)
        ):
            over = Over("その他", True, unheaded=True, part=over.part + 1)
        if clock or _OBSERVERS.match(plain) or front_role(plain) in ("form", "address"):
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
        elif _ministry(sheet, segment, unspaced(plain).strip("()[]【】〔〕<>")):
            over = over.under("事務局")
            sheet.ledger.claim([segment.part(offset, end)], "label", "roster_group")
        else:
            over, offset = _heading(sheet, segment, offset, end, over)
            if segment.text[offset:end].strip():
                yield Row(segment, offset, end, over)
                begins = False


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
    if office is None or (people and people.end == len(what)) or _group_suffix(what):
        return 0
    alone = office.end() == len(text) and not _ASIDE.search(office["what"])
    return office.end() if alone or _OFFICE.search(office["what"]) else 0


def _other_side(text: str, mark: str) -> int:
    """Return where officials begin behind a heading in the brackets of the members': 〈図書館〉.

    Organisations that members represent stand in brackets, too; their people have no posts of the
    administration.
    """
    after = _bracketed_office(text, mark)
    if not after or unspaced(text[1 : after - 1]) in _CAPACITIES:
        return 0
    words = re.split(r"[\s、,]+", _BRACKETS.sub("", text[after:]).strip())
    return after if any(word and only_officials(word) for word in words) else 0


def _of_ministry(bracketed: str) -> bool:
    """Tell whether brackets name a ministry, the body's own: (文部省)."""
    return unspaced(bracketed).strip("()<>【】〔〕[]≪≫: ").endswith(_MINISTRIES)


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
    over, offset = _heading(sheet, segment, offset, begin, over)
    if segment.text[offset:begin].strip():
        yield Row(segment, offset, begin, over)
    yield Row(segment, start, stop, Over("委員", False, unheaded=False, part=over.part))
    if segment.text[rest:end].strip():
        yield Row(segment, rest, end, over)


def _heading(sheet: Sheet, segment: Segment, offset: int, end: int, over: Over) -> tuple[Over, int]:
    """Apply what begins a line before its people; return what stands over it and where they begin.

    A line that is all heading is left empty.
    """
    text = segment.text[:end]
    bullet = read_enumerator(text[offset:])
    if bullet and (bullet.kind != "bullet" or text[offset] not in _NOT_BULLETS):
        after = offset + bullet.end
        numbered = bullet.kind in ("arabic", "paren", "circled")
        follows = len(text[after:].strip()) > 1 or _own_side(text, after) > 0
        if bullet.kind == "bullet" or (numbered and follows):
            if numbered and over.unheaded:
                over = replace(over, part=over.part + 1)  # (2) 久保部長 …: another list begins
            offset = after if _numbers_heading(bullet, text, after, over) else offset
    plain = _COUNT_BEHIND.sub("", text[offset:].strip())
    bare = plain.strip("<>()[]【】〔〕・:-―")
    solid = unspaced(bare)
    whole = segment.part(offset, end)
    if match := _CASE.match(text, offset):
        label = unspaced(segment.raw[offset : match.end()]).strip(":：【】〔〕関係 ")
        sheet.ledger.claim([segment.part(offset, match.end())], "label", "roster_case")
        return replace(over, case=(label, int(match["n"])), role=None), match.end()
    if solid in _MEMBER and solid not in _PLURAL:
        sheet.ledger.claim([whole], "label", "roster_role")
        role = segment.raw[offset:end].strip().strip("()（）<>【】")
        unheaded = over.unheaded and over.group != "委員"
        return replace(over, role=role, unheaded=unheaded), end
    if own := _own_side(text, offset):
        sheet.ledger.claim([segment.part(offset, own)], "label", "roster_group")
        return over.under("実施機関", present=True), own
    if side := _SIDE_HEAD.match(text, offset):
        sheet.ledger.claim([segment.part(offset, side.end())], "label", "roster_group")
        members = unspaced(side["who"]).endswith(_SIDE_OF_MEMBERS)
        return over.under("委員" if members else "実施機関"), side.end()
    if under := _group_heading(bare, over):
        sheet.ledger.claim([whole], "label", "roster_group")
        return under, end
    if over.group == "委員" and not over.unheaded and _OFFICIAL_HEAD.match(text, offset):
        return replace(over, group="実施機関", role=None), offset
    if _COUNTED_OFFICE.fullmatch(plain):
        sheet.ledger.claim([whole], "label", "roster_group")
        return over.under("実施機関", present=True), end
    if over.group == "委員" and _ROLE_HEAD.match(text, offset):
        over = replace(over, unheaded=False)
    if leader := _LEADER.match(text, offset):
        sheet.ledger.claim([segment.part(offset, leader.end())], "label", "roster_group")
        return over, leader.end()
    department = _DEPARTMENT_FIRST.match(text, offset)
    if department and over.group in ("委員", "その他") and only_officials(text[department.end() :]):
        return replace(over, group="実施機関", unheaded=False, role=None), offset
    if inline := _inline_group(text, offset, over):
        sheet.ledger.claim([segment.part(offset, inline[1])], "label", "roster_group")
        return over.under(inline[0]), inline[1]
    return over, offset


def _numbers_heading(bullet: Enumerator, text: str, after: int, over: Over) -> bool:
    """Tell whether a number or bullet stands before a heading or in a list without headings.

    People that are numbered under their heading keep their numbers as seats.
    """
    if bullet.kind == "bullet" or over.unheaded:
        return True
    rest = _COUNT_BEHIND.sub("", text[after:].strip())
    return _group_heading(rest, over) is not None or _own_side(text, after) == len(text)


def _own_side(text: str, offset: int) -> int:
    """Return where the officials begin behind 市 or (県), which stands for the body's own side."""
    match = _OWN_SIDE.match(text, offset)
    if match is None:
        return 0
    rest = re.split(r"[\s、]+", text[match.end() :].strip())
    if len(rest) > 1 and starts_department(rest[0]):
        rest = rest[1:]  # 市　都市景観課　石和課長
    alone = match.end() == len(text)
    return match.end() if alone or (rest and only_officials(rest[0])) else 0


def _parts(named: Field) -> Iterator[tuple[Segment, int, int]]:
    """Yield the lines of a field, cut where another group begins inside one (委員 … 事務局 …)."""
    for segment, offset in named.values:
        text = segment.text
        begins = [
            m.start()
            for m in _GROUP_INSIDE.finditer(text, offset + 1)
            if is_people_list(text[m.end() :]) or _COUNTED.match(text, m.end())
        ]
        numbered = (m.start() for m in _NUMBERED_LIST.finditer(text, offset + 1))
        begins = sorted({*begins, *numbered, *_officials_behind(named, text, offset)})
        for start, end in pairwise([offset, *begins, len(text)]):
            yield segment, start, end


def _officials_behind(named: Field, text: str, offset: int) -> Iterator[int]:
    """Yield where officials begin behind absent or seated members: 20番 井 上 真   局長 久保隆."""
    if named.name != "absent" and not _SEATED.match(text, offset):
        return
    behind = _OFFICIAL_APART.search(text, offset + 1)
    if behind and posts_and_names(text[behind.start() :]):
        yield behind.start()


def _group_heading(bare: str, over: Over) -> Over | None:
    """Return what stands over people below 佐島市景観審議委員, 議題関係課職員 or 欠席委員."""
    heading = read_people_heading(bare)
    if heading is None or heading.end < len(bare):
        group = _group_suffix(bare)
        return over.under(group) if group else None
    present = not heading.absent if re.search(r"出席|欠席|待機", heading.text) else None
    return over.under(heading.group or over.group, present=present)


def _ministry(sheet: Sheet, segment: Segment, solid: str) -> bool:
    """Tell whether a line names the body's own ministry over its officials: 文部省."""
    if len(solid) > _LONGEST_MINISTRY or not solid.endswith(_MINISTRIES):
        return False
    following = segment.index + 1
    if following >= len(sheet) or not is_people_list(sheet[following].text):
        return False
    return only_officials(re.split(r"[、,]", sheet[following].text)[0])


def _group_suffix(solid: str) -> str | None:
    """Return the group of a heading such as 佐島市景観審議委員 or 議題関係課職員."""
    if len(solid) > 20 or re.search(r"[(\s、]", solid):
        return None
    if not solid.endswith(_SUFFIXES):
        return None
    return next(_GROUPS[heading] for heading in _SUFFIXES if solid.endswith(heading))


def _inline_group(text: str, offset: int, over: Over) -> tuple[str, int] | None:
    """Return group and offset behind 事務局: or 説明者 福祉部…, where people follow on the line."""
    match = _INLINE_GROUP.match(text, offset)
    if not match:
        return None
    word = unspaced(match["marked"] or match["word"])
    group = _GROUPS.get(word) or (
        "実施機関" if match["marked"] and word in ("市", "町", "村", "県", "区", "府") else None
    )
    if group is None and not over.unheaded and over.group != "事務局" and word in _OUTSIDERS:
        group = "その他"  # 委員 … 事業者 …; without a heading they may sit on the body
    post = group == "委員" and word in _MEMBER and not match["marked"] and ":" not in match[0]
    if group is None or post:
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
    return [
        Row(s, 0, len(s.text), Over("委員", True, unheaded=True))
        for s in [*header.title, *(s for f in header.fields for s, _ in f.values)]
        if is_people_list(s.text)
        and len(re.split(r"[、,]", s.text)) >= 2
        and read_header_label(s.raw, s.text) is None
    ]
