"""What stands over people inside a list: headings of groups, sides, posts and cases.

They stand on lines of their own (【事務局】), or begin a line before its people (説明者 福祉部…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import (
    OFFICIALS,
    alternatives,
    functions_of_people,
    groups,
    load,
    longest_first,
    numbering_words,
)
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.numbering import Enumerator, kanji_number, read_enumerator
from pipeline.parsing.phrases.people_headings import read_people_heading
from pipeline.parsing.roster.officials import (
    COUNT_BEHIND,
    among_members,
    below_other_places,
    head_of_officials,
    heads_staff,
    house,
    is_ministry,
    own_side,
    own_town,
)
from pipeline.parsing.roster.over import Over
from pipeline.parsing.roster.words import heads_its_officials, only_officials

__all__ = [
    "FROM_HERE",
    "group_of_suffix",
    "heads_attendance",
    "heads_post",
    "read_heading",
    "stated_count",
]

_GROUPS = groups()
_MEMBER = frozenset(load("roles")["member"])
_ABSENT = frozenset(
    word for kind in ("absent", "absent_marks") for word in load("groups")["marks"][kind]
)
_MARKS = load("groups")["marks"]
_CAPACITIES = frozenset(_MARKS["capacities"])
_OUTSIDERS = frozenset(load("roles")["function_groups"]["その他"])
_SIDES_THAT_SPEAK = frozenset(load("roles")["functions"]).difference(
    functions_of_people(), *load("roles")["function_groups"].values()
)
_SIDE_HEAD = re.compile(  # 警察署側　樋渡署長, 館　側
    r"[(【<〔\[]?\s?(?P<who>[^\s、。:()【】<>〔〕\[\]]{1,8}?)\s{0,3}側(?:出席者)?(?:の?氏?名)?\s?[)】>〕\]]?(?:\s?:|\s|$)\s{0,8}"
)
_SIDE_OF_MEMBERS = ("委員", "会", "議員", "構成員")
_SUFFIXES = longest_first(h for h in _GROUPS if len(h) >= 3 and h not in _MEMBER)
_OF_BODY = tuple(f"{suffix}委員" for suffix in load("bodies")["suffixes"])
_BESIDE_MEMBERS = tuple(_MARKS["beside_members"])
_LONGEST_HEADING = 20  # characters
_PLURAL = ("委員", "議員", "会員", "構成員", "評議員")  # alone on a line these head a group
_CASE = re.compile(
    rf"[【〔\[(]?\s?(?P<word>{alternatives(numbering_words())})\s?[(]?\s?(?:第\s?)?(?P<n>[0-9]{{1,2}})\s?[)]?(?:号)?\s?[】〕\])]?"
    r"\s?(?:関係|について|担当)?\s{0,3}:?\s{0,3}"
)
_STATED = re.compile(
    r"(?P<total>[0-9]{1,3})\s?[名人]中\s?(?P<of>[0-9]{1,3})\s?[名人](?:出席)?|(?P<n>[0-9]{1,3})\s?(?:名|人|委員)"
)
_OFFICIAL_HEAD = re.compile(  # (館　長) 相馬 …, below (委員) 森本 …
    rf"[(【<〔\[]\s?[^\s()者]{{0,10}}?"
    rf"(?:{alternatives((r for r in load('roles')['official'] if r[-1] == '長'), spaced=True)})"
    r"\s?[)】>〕\]]\s?\S"
)
_ROLE_HEAD = re.compile(rf"[【<〔\[]\s?(?:{alternatives(_MEMBER)})\s?[】>〕\]]")
_COUNTED_OFFICE = re.compile(  # 市民協働課　3名
    rf"(?P<office>[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])}))"
    r"\s{0,4}[(]?\s?[0-9]{1,2}\s?[名人]\s?[)]?"
)
_LEADER = re.compile(r"[※*]?\s?[^、。()・]{2,16}?(?:・{2,}|…{1,4})\s?")
_DEPARTMENT_FIRST = re.compile(
    rf"[^\s:、。()]{{1,16}}(?:{alternatives(load('roles')['departments'])})\s?[:/]\s?"
)
_INLINE_GROUP = re.compile(
    r"(?:[<(【\[〔](?P<marked>[^\s:()<>【】、]{1,14})[>)】\]〕]\s{0,4}:?\s{0,3}"
    r"|(?P<word>[^\s:()<>【】、]{2,14})(?:\s?:\s{0,3}|\s{1,8}|(?=\()))"
)
_ATTENDANCE_HEAD = re.compile(  # 【欠席】 杉本 豊、… amid a line; 杉本 豊(欠席) is another thing
    r"(?P<open>[<【〔\[(])\s?(?P<what>出席|欠席)(?:者|委員|議員)?\s?[>】〕\])]\s{0,4}:?\s{0,4}(?=\S)"
)
_BOTH = 2  # words of attendance on a line: 出席 and 欠席
_CAME_HEAD = re.compile(  # 出席 森本, 委員　出席：森本
    r"[^\w\s]?\s?(?:[^\s、。:()]{1,8}(?:\s?:\s?|\s{1,8}))?(?:出席|出\s席)(?:者|委員|議員)?(?:\s?:\s?|\s{1,8})(?=[^\s0-9])"
)
_ABSENT_HEAD = re.compile(r"欠席(?:者|委員|議員)?(?:\s?:\s?|\s{1,8})(?=[^\s0-9])")
_LATE_OR_AFAR = re.compile(  # 遅参:, オンライン参加　: below who did not come
    rf"(?:{alternatives(set(_MARKS['attendance']) - set(_MARKS['absent']))})(?:者|委員)?"
    r"(?:\s?:\s?|\s{1,8})(?=\S)"
)
_ITEM_OF_LAW = re.compile(  # 第2号委員 識見を有する者: whom those below represent
    r"[<【〔\[(]?第?\s?[0-9一二三四五六七八九十]{1,2}\s?号\s?委員\s?[>】〕\])]?\s{0,4}:?\s?"
    r"[(]?(?P<whom>[^、()]{2,60}(?:する者|ある者|した者|関係者|経験者|代表者?|の職員|の役員|市民|町民|住民))[)]?"
)
FROM_HERE = re.compile(  # (以下欠席)
    r"(?P<open>[(<【〔\[※]?)\s?以下[、,]?\s?(?:の?(?:委員|議員|者)は、?)?(?P<what>欠席)(?:者|委員)?\s?[)>】〕\]]?\s?:?"
    r"(?=\s|$|(?<=[)>】〕\]])\S)\s{0,4}"
)
_ROUND_HEAD = re.compile(rf"\(\s?(?:{alternatives(_GROUPS)}|出席|出席者)\s?\)\s?:?\s?(?=[^\s、)])")
_ENCLOSED = re.compile(  # 【担当課 金谷課長】
    r"[<【〔\[(]\s?(?P<word>[^\s:()<>【】]{2,8})[\s:]\s{0,3}(?P<who>[^()<>【】]{2,40}?)\s?[>】〕\])]"
)
_NOT_BULLETS = "◎○●◇◆"


class _Found(NamedTuple):
    """What stands over the people from here on, where they begin, and the rule that says so.

    Without a rule nothing of the line is a label.
    """

    over: Over
    begins: int
    rule: str = "roster_group"


@dataclass(slots=True)
class _Line:
    """The part of a line that may begin with a heading."""

    sheet: Sheet
    segment: Segment
    text: str
    offset: int
    over: Over
    plain: str = ""
    bare: str = ""

    def __post_init__(self) -> None:
        self.plain = COUNT_BEHIND.sub("", self.text[self.offset :].strip())
        self.bare = self.plain.strip("<>()[]【】〔〕・:-―")

    @property
    def end(self) -> int:
        """Where the part ends."""
        return len(self.text)

    @property
    def below_members(self) -> bool:
        """Whether a heading says that members stand above."""
        return self.over.group == "委員" and not self.over.unheaded


def read_heading(
    sheet: Sheet, segment: Segment, offset: int, end: int, over: Over
) -> tuple[Over, int]:
    """Apply what begins a line before its people; return what stands over it and where they begin.

    A line that is all heading is left empty.
    """
    if kind := sheet.people.get((segment.line.no, segment.start)):
        return _cell(sheet, segment, kind, over)
    text = segment.text[:end]
    line = _Line(sheet, segment, text, *_behind_number(text, offset, over))
    for step in _STEPS:
        if found := step(line):
            if found.rule:
                span = segment.part(line.offset, found.begins)
                sheet.ledger.claim([span], "label", found.rule)
            return found.over, found.begins
    return line.over, line.offset


def _behind_number(text: str, offset: int, over: Over) -> tuple[int, Over]:
    """Return where a line begins behind its number or bullet, if that is of a heading."""
    bullet = read_enumerator(text[offset:])
    if bullet is None:
        return offset, over
    marked = text[offset] in _NOT_BULLETS or text[offset] in over.legend
    if bullet.kind == "bullet" and marked:
        return offset, over
    after = offset + bullet.end
    numbered = bullet.kind in ("arabic", "paren", "circled")
    follows = len(text[after:].strip()) > 1 or own_side(text, after) > 0
    if bullet.kind != "bullet" and not (numbered and follows):
        return offset, over
    if numbered and over.unheaded:
        over = replace(over, part=over.part + 1)  # (2) 久保部長 …: another list begins
    return (after if _numbers_heading(bullet, text, after, over) else offset), over


def _case(line: _Line) -> _Found | None:
    match = _CASE.match(line.text, line.offset)
    if match is None:
        return None
    label = unspaced(line.segment.raw[line.offset : match.end()]).strip(":：【】〔〕関係 ")
    over = replace(line.over, case=(label, int(match["n"])), role=None)
    return _Found(over, match.end(), "roster_case")


def _item_of_law(line: _Line) -> _Found | None:
    item = _ITEM_OF_LAW.fullmatch(line.plain)
    over = item and replace(line.over, affiliation=item["whom"])
    return _Found(over, line.end, "roster_role") if over else None


def _all_staff(line: _Line) -> _Found | None:
    if unspaced(line.bare).strip(_NOT_BULLETS + "□■") != "職員":
        return None
    return _Found(line.over.under("実施機関", present=True), line.end)


def _post(line: _Line) -> _Found | None:
    if not heads_post(unspaced(line.bare)):
        return None
    role = line.segment.raw[line.offset : line.end].strip().strip("()（）<>【】")
    unheaded = line.over.unheaded and line.over.group != "委員"
    over = replace(line.over, role=role, unheaded=unheaded)
    return _Found(over, line.end, "roster_role")


def _enclosed(line: _Line) -> _Found | None:
    enclosed = _ENCLOSED.fullmatch(line.plain)
    group = _GROUPS.get(enclosed["word"], "委員") if enclosed else "委員"
    if enclosed is None or group == "委員" or not only_officials(enclosed["who"]):
        return None
    return _Found(line.over.under(group), line.text.index(enclosed["who"], line.offset))


def _attendance(line: _Line) -> _Found | None:
    if came := heads_attendance(line.text, line.offset):
        same = "委員" if line.over.unheaded else line.over.group
        return _Found(line.over.under(same, present=came["what"] == "出席"), came.end())
    if absent := heads_absent(line.text, line.offset):
        return _Found(replace(line.over, present=False), absent.end())
    late = None if line.over.present else _LATE_OR_AFAR.match(line.text, line.offset)
    return _Found(replace(line.over, present=True), late.end()) if late else None


def _office_below_absent(line: _Line) -> _Found | None:
    if line.over.present or line.over.divided:
        return None
    officials = head_of_officials(line.sheet, line.segment, line.offset)
    if officials is None:
        return None
    office, begins = officials
    known = "事務局" if is_ministry(office) else _GROUPS.get(office)
    over = line.over.under(known or "実施機関", present=True)
    return _Found(replace(over, affiliation=None if known else office), begins)


def _own_officials(line: _Line) -> _Found | None:
    """Find the officials behind 市, behind the town of the title or behind the body's house."""
    sheet, segment, text, offset, over = (
        line.sheet,
        line.segment,
        line.text,
        line.offset,
        line.over,
    )
    begins = own_side(text, offset)
    among = among_members if begins < line.end else below_other_places
    if begins and among(sheet, segment, over):
        begins = 0
    begins = begins or own_town(sheet, segment, offset, over) or house(text, offset, over)
    return _Found(over.under("実施機関", present=True), begins) if begins else None


def _side(line: _Line) -> _Found | None:
    side = _SIDE_HEAD.match(line.text, line.offset)
    if side is None:
        return None
    named = _GROUPS.get(unspaced(line.text[side.end() :]).strip("()[]【】〔〕<>"))
    members = unspaced(side["who"]).endswith(_SIDE_OF_MEMBERS)
    came_too = None if members or line.over.divided else True  # below absent members
    over = line.over.under(named or ("委員" if members else "実施機関"), present=came_too)
    return _Found(over, line.end if named else side.end())  # (市側:事務局)


def _staff(line: _Line) -> _Found | None:
    if heads_staff(line.sheet, line.segment, line.bare, line.over):
        return _Found(line.over.under("実施機関"), line.end)
    at, segments = line.segment.index, line.sheet.segments
    if line.below_members and heads_its_officials(
        [one.text for one in segments[max(0, at - 1) : at + 3]]
    ):
        whence = line.segment.raw[line.offset : line.end].strip()
        return _Found(replace(line.over.under("実施機関"), affiliation=whence), line.end)
    return None


def _group(line: _Line) -> _Found | None:
    under = _group_heading(line.bare, line.over)
    return _Found(under, line.end) if under else None


def _official_in_brackets(line: _Line) -> _Found | None:
    if not line.below_members or not _OFFICIAL_HEAD.match(line.text, line.offset):
        return None
    return _Found(replace(line.over, group="実施機関", role=None), line.offset, "")


def _counted_office(line: _Line) -> _Found | None:
    if _COUNTED_OFFICE.fullmatch(line.plain) is None:
        return None
    return _Found(line.over.under("実施機関", present=True), line.end)


def _leader(line: _Line) -> _Found | None:
    if line.over.group == "委員" and _ROLE_HEAD.match(line.text, line.offset):
        line.over = replace(line.over, unheaded=False)  # for this line and those below
    leader = _LEADER.match(line.text, line.offset)
    return _Found(line.over, leader.end()) if leader else None


def _department(line: _Line) -> _Found | None:
    department = _DEPARTMENT_FIRST.match(line.text, line.offset)
    if department is None or line.over.group not in ("委員", "その他"):
        return None
    if not only_officials(line.text[department.end() :]):
        return None
    return _Found(replace(line.over, group="実施機関", unheaded=False, role=None), line.offset, "")


def _inline(line: _Line) -> _Found | None:
    if line.over.group == "委員" and _is_one_of_capacities(line.sheet, line.segment):
        return None
    inline = _inline_group(line.text, line.offset, line.over)
    if inline is None:
        return None
    group, begins = inline
    stays = True if line.offset and group in OFFICIALS else None  # 欠席委員 原口委員 説明員 …
    stays = False if "欠席" in line.text[line.offset : begins] else stays
    return _Found(line.over.under(group, present=stays), begins)


_STEPS = (
    _case,
    _item_of_law,
    _all_staff,
    _post,
    _enclosed,
    _attendance,
    _office_below_absent,
    _own_officials,
    _side,
    _staff,
    _group,
    _official_in_brackets,
    _counted_office,
    _leader,
    _department,
    _inline,
)
"""What may begin a line, in the order in which it is asked for."""


def _cell(sheet: Sheet, segment: Segment, kind: str, over: Over) -> tuple[Over, int]:
    """Apply a cell that stands beside a name in a table of people."""
    if kind == "N":
        return over, 0
    sheet.ledger.claim([segment.span], "label", "roster_cell")
    end = len(segment.text)
    if kind == "P":
        return replace(over, role=segment.raw), end
    if kind == "M":
        return replace(over, present=unspaced(segment.text) not in _ABSENT), end
    return (replace(over, affiliation=segment.raw), end) if kind == "D" else (over, end)


def _numbers_heading(bullet: Enumerator, text: str, after: int, over: Over) -> bool:
    """Tell whether a number or bullet stands before a heading or in a list without headings.

    People that are numbered under their heading keep their numbers as seats.
    """
    if bullet.kind == "bullet" or over.unheaded:
        return True
    rest = COUNT_BEHIND.sub("", text[after:].strip())
    return _group_heading(rest, over) is not None or own_side(text, after) == len(text)


def heads_attendance(text: str, at: int) -> re.Match[str] | None:
    """Return the heading 【欠席】 that begins at ``at``, with people behind it on the line.

    Round brackets follow a name where they are about it; a heading has a blank before it and none
    behind, beside others of its kind: (委員) 森本 佳代 (欠席)西田 悟.
    """
    if from_here := FROM_HERE.match(text, at):
        return from_here
    match = _ATTENDANCE_HEAD.match(text, at)
    if match is None or match["open"] != "(":
        return match
    glued = text[match.end() - 1] == ")" and (not at or text[at - 1].isspace())
    return match if glued and _ROUND_HEAD.search(text[:at] + text[match.end() :]) else None


def heads_absent(text: str, at: int) -> re.Match[str] | None:
    """Return the bare heading 欠席 at ``at``, behind 出席 and its people: 出席 森本 欠席 大谷.

    In 森本 出席　西田 欠席 the words are about the people before them.
    """
    match = _ABSENT_HEAD.match(text, at) if at > 0 and text[at - 1].isspace() else None
    if match is None or text.count("席") > _BOTH or _CAME_HEAD.match(text) is None:
        return None
    return match


def _group_heading(bare: str, over: Over) -> Over | None:
    """Return what stands over people below 佐島市景観審議委員, 議題関係課職員 or 欠席委員."""
    if over.group == "委員" and not over.unheaded and unspaced(bare) in _CAPACITIES:
        return None  # 医療関係者 below 委員: whom members represent
    if bare.startswith("以上"):
        return None  # (以上委員) is of those above it
    heading = read_people_heading(bare)
    if heading is None or heading.end < len(bare):
        group = group_of_suffix(bare)
        if not group and len(bare) <= _LONGEST_HEADING and bare.endswith(_BESIDE_MEMBERS):
            return over.under("その他", present=True)
        return over.under(group) if group else None
    if over.group == "実施機関" and heading.text.endswith("会事務局"):
        return None  # 教育委員会 事務局 / 教育総務課長 among officials
    present = not heading.absent if re.search(r"出席|欠席|待機", heading.text) else None
    return over.under(heading.group or over.group, present=present)


def group_of_suffix(solid: str) -> str | None:
    """Return the group of a heading such as 佐島市景観審議委員 or 議題関係課職員."""
    if len(solid) > _LONGEST_HEADING or re.search(r"[(\s、]", solid):
        return None
    if solid.endswith(_OF_BODY):
        return "委員"
    if not solid.endswith(_SUFFIXES):
        return None
    return next(_GROUPS[heading] for heading in _SUFFIXES if solid.endswith(heading))


def _is_one_of_capacities(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line and one beside it say for whom somebody sits: 市民 …/ 事業者 …."""
    near = sheet.segments[max(0, segment.index - 1) : segment.index + 2]
    own, *words = [one.text.split()[0] for one in (segment, *near)]
    return own in _CAPACITIES and any(word in _CAPACITIES - {own} for word in words)


def _inline_group(text: str, offset: int, over: Over) -> tuple[str, int] | None:
    """Return group and offset behind 事務局: or 説明者 福祉部…, where people follow on the line."""
    match = _INLINE_GROUP.match(text, offset)
    if not match:
        return None
    word = unspaced(match["marked"] or match["word"])
    group = _GROUPS.get(word) or (
        "実施機関"
        if match["marked"] and word in ("市", "町", "村", "県", "区", "府", "職員")
        else None
    )
    if group is None and match[0].endswith("  "):
        group = group_of_suffix(word.strip(_NOT_BULLETS))  # ○図書館協議会委員　　森本委員、…
    if group is None and not over.unheaded and over.group != "事務局" and word in _OUTSIDERS:
        group = "その他"  # 委員 … 事業者 …; without a heading they may sit on the body
    if group is None and ":" in match[0] and word in _OUTSIDERS:
        group = "その他"  # 事業者: below whomever
    speaks = word in _SIDES_THAT_SPEAK and over.group not in OFFICIALS
    if group is None and speaks and only_officials(text[match.end() :]):
        group = "実施機関"  # 担当　金谷課長
    post = group == "委員" and word in _MEMBER and not match["marked"] and ":" not in match[0]
    if group is None or post:
        return None
    rest = text[match.end() :].strip()
    return (group, match.end()) if rest and not rest.startswith(":") else None


def stated_count(text: str) -> int | None:
    """Return the head-count of 15人中14人, (7名) or 8委員."""
    match = _STATED.search(text)
    return kanji_number(match["of"] or match["n"]) if match else None


def heads_post(text: str) -> bool:
    """Tell whether a word alone on its line is the post of those below it, and no group."""
    return text in _MEMBER and text not in _PLURAL and text not in _CAPACITIES
