"""What stands over people inside a list: headings of groups, sides, posts and cases.

They stand on lines of their own (【事務局】), or begin a line before its people (説明者 福祉部…).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.phrases.numbering import Enumerator, kanji_number, read_enumerator
from pipeline.parsing.phrases.people_headings import read_people_heading
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.words import (
    OWN_HOUSE,
    heads_its_officials,
    names_institution,
    only_officials,
    starts_department,
)

__all__ = [
    "FROM_HERE",
    "SIDES",
    "Over",
    "group_of_suffix",
    "head_of_officials",
    "heads_attendance",
    "heads_post",
    "is_ministry",
    "names_ministry_over_people",
    "names_own_town",
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
_PARTS_OF_NAME = 2
_LONGEST_MINISTRY = 10
SIDES = f"[{OWN_HOUSE}]"
_TITLE_LINES = 4
_TOWN_FIRST = re.compile(
    r"(?P<town>[^\s、:()]{1,6}[都道府県市区町村])\s{2,16}"
)  # 琴浜県　　黒木 隆　課長
_OWN_SIDE = re.compile(
    rf"[(【<〔\[]\s?(?P<marked>{SIDES})\s?[)】>〕\]]\s{{0,4}}|(?:[○◎●◇◆□■]\s?)?{SIDES}(?:\s{{1,16}}|\s?:\s{{0,4}}|$)"
)
_OTHER_PLACE = re.compile(r"[^()]{0,6}[(【<〔\[][^()【】<>〔〕\[\]\s]{2,8}[市区町村][)】>〕\]]")
_PLACES_ABOVE = 8  # lines
_HOUSE = re.compile(rf"(?:{alternatives(load('groups')['marks']['houses'])})\s{{1,8}}")
_SIDE_HEAD = re.compile(  # 警察署側　樋渡署長, 館　側
    r"[(【<〔\[]?\s?(?P<who>[^\s、。:()【】<>〔〕\[\]]{1,8}?)\s{0,3}側(?:出席者)?(?:の?氏?名)?\s?[)】>〕\]]?(?:\s?:|\s|$)\s{0,8}"
)
_SIDE_OF_MEMBERS = ("委員", "会", "議員", "構成員")
_STAFF = re.compile(  # 早瀬家庭裁判所職員 over people with posts; 区職員 may sit on a body
    rf"(?:{alternatives(load('roles')['departments'])}|[都道府県市区町村])職員$"
    rf"|[都道府県市区町村](?:{alternatives(load('groups')['headings']['offices'])})$"
)
_STAFF_COUNTED = re.compile(r"\W{0,2}[^\s、。:]{0,16}職員\s{0,3}[0-9]{1,3}[名人]")
_MINISTRIES = tuple(load("groups")["ministries"]["ends"])
_SUFFIXES = longest_first(h for h in _GROUPS if len(h) >= 3 and h not in _MEMBER)
_OF_BODY = tuple(f"{suffix}委員" for suffix in load("bodies")["suffixes"])
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
_COUNT_BEHIND = re.compile(r"\s?\((?:[0-9]{1,3}\s?[名人]中\s?)?[0-9]{1,3}\s?[名人](?:出席)?\)$")
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
_OFFICE = r"(?:[^\s:、()<>【】〔〕\[\]]{1,14}[課室部局係]|[^\s:、()<>【】〔〕\[\]]{0,10}教育委員会)"
_OFFICE_HEAD = re.compile(  # 【教育委員会】, 教育委員会:, 環境課 before officials
    rf"(?:[<【〔\[(]\s?(?P<marked>{_OFFICE})\s?[>】〕\])]|(?P<word>{_OFFICE})(?=\s|:|$))\s{{0,8}}:?\s{{0,4}}"
)
_ROUND_HEAD = re.compile(rf"\(\s?(?:{alternatives(_GROUPS)}|出席|出席者)\s?\)\s?:?\s?(?=[^\s、)])")
_ENCLOSED = re.compile(  # 【担当課 金谷課長】
    r"[<【〔\[(]\s?(?P<word>[^\s:()<>【】]{2,8})[\s:]\s{0,3}(?P<who>[^()<>【】]{2,40}?)\s?[>】〕\])]"
)
_NEAR = 4  # lines
_NOT_BULLETS = "◎○●◇◆"


@dataclass(frozen=True, slots=True)
class Over:
    """What stands over people: their group, whether they came, a post, whom they represent,
    a case.

    ``deputy`` tells that they came for the member before them, ``unheaded`` that no heading gave
    the group; ``part`` counts the numbered parts of a list; ``divided`` that offices head members,
    too, so that one below an absent member heads no officials;
    ``legend`` says what marks beside names mean.
    """

    group: str
    present: bool
    unheaded: bool
    role: str | None = None
    affiliation: str | None = None
    case: tuple[str, int] | None = None
    deputy: bool = False
    part: int = 0
    divided: bool = False
    legend: Mapping[str, str] = field(default_factory=dict)

    def under(self, group: str, *, present: bool | None = None) -> Over:
        """Return what stands over the people below the heading of a group."""
        stays = self.present if present is None else present
        return Over(group, stays, False, part=self.part, divided=self.divided, legend=self.legend)


def is_ministry(bracketed: str) -> bool:
    """Tell whether brackets name a ministry, the body's own: (文部省)."""
    return unspaced(bracketed).strip("()<>【】〔〕[]≪≫: ").endswith(_MINISTRIES)


def read_heading(
    sheet: Sheet, segment: Segment, offset: int, end: int, over: Over
) -> tuple[Over, int]:
    """Apply what begins a line before its people; return what stands over it and where they begin.

    A line that is all heading is left empty.
    """
    if kind := sheet.people.get((segment.line.no, segment.start)):
        return _cell(sheet, segment, kind, over)
    text = segment.text[:end]
    bullet = read_enumerator(text[offset:])
    marked = text[offset] in _NOT_BULLETS or text[offset] in over.legend if bullet else False
    if bullet and (bullet.kind != "bullet" or not marked):
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
    if item := _ITEM_OF_LAW.fullmatch(plain):
        sheet.ledger.claim([whole], "label", "roster_role")
        return replace(over, affiliation=item["whom"]), end
    if solid.strip(_NOT_BULLETS + "□■") == "職員":
        sheet.ledger.claim([whole], "label", "roster_group")
        return over.under("実施機関", present=True), end
    if heads_post(solid):
        sheet.ledger.claim([whole], "label", "roster_role")
        role = segment.raw[offset:end].strip().strip("()（）<>【】")
        unheaded = over.unheaded and over.group != "委員"
        return replace(over, role=role, unheaded=unheaded), end
    if enclosed := _ENCLOSED.fullmatch(plain):
        group = _GROUPS.get(enclosed["word"], "委員")
        if group != "委員" and only_officials(enclosed["who"]):
            who = text.index(enclosed["who"], offset)
            sheet.ledger.claim([segment.part(offset, who)], "label", "roster_group")
            return over.under(group), who
    if came := heads_attendance(text, offset):
        sheet.ledger.claim([segment.part(*came.span())], "label", "roster_group")
        same = "委員" if over.unheaded else over.group
        return over.under(same, present=came["what"] == "出席"), came.end()
    if not over.present and (late := _LATE_OR_AFAR.match(text, offset)):
        sheet.ledger.claim([segment.part(*late.span())], "label", "roster_group")
        return replace(over, present=True), late.end()
    if not (over.present or over.divided) and (
        officials := head_of_officials(sheet, segment, offset)
    ):
        sheet.ledger.claim([segment.part(offset, officials[1])], "label", "roster_group")
        known = "事務局" if is_ministry(officials[0]) else _GROUPS.get(officials[0])
        here = over.under(known or "実施機関", present=True)
        return replace(here, affiliation=None if known else officials[0]), officials[1]
    own = _own_side(text, offset)
    among = _among_members if own < end else _below_other_places
    if own and not among(sheet, segment, over):
        sheet.ledger.claim([segment.part(offset, own)], "label", "roster_group")
        return over.under("実施機関", present=True), own
    if town := _own_town(sheet, segment, offset, over):
        sheet.ledger.claim([segment.part(offset, town)], "label", "roster_group")
        return over.under("実施機関", present=True), town
    if house := _house(text, offset, over):
        sheet.ledger.claim([segment.part(offset, house)], "label", "roster_group")
        return over.under("実施機関", present=True), house
    if side := _SIDE_HEAD.match(text, offset):
        named = _GROUPS.get(unspaced(text[side.end() : end]).strip("()[]【】〔〕<>"))
        begins = end if named else side.end()  # (市側:事務局)
        members = unspaced(side["who"]).endswith(_SIDE_OF_MEMBERS)
        sheet.ledger.claim([segment.part(offset, begins)], "label", "roster_group")
        came_too = None if members or over.divided else True  # below absent members
        return over.under(named or ("委員" if members else "実施機関"), present=came_too), begins
    below = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    staff = below and _STAFF.search(unspaced(bare))
    people = only_officials(below.split()[0]) if staff else False
    if (people and not _among_members(sheet, segment, over)) or (
        staff and _STAFF_COUNTED.fullmatch(below)
    ):
        sheet.ledger.claim([whole], "label", "roster_group")
        return over.under("実施機関"), end
    headed = over.group == "委員" and not over.unheaded
    around = [line.text for line in sheet.segments[max(0, segment.index - 1) : segment.index + 3]]
    if headed and heads_its_officials(around):
        sheet.ledger.claim([whole], "label", "roster_group")
        return replace(over.under("実施機関"), affiliation=segment.raw[offset:end].strip()), end
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
    capacity = over.group == "委員" and _is_one_of_capacities(sheet, segment)
    if not capacity and (inline := _inline_group(text, offset, over)):
        sheet.ledger.claim([segment.part(offset, inline[1])], "label", "roster_group")
        stays = True if offset and inline[0] in OFFICIALS else None  # 欠席委員 原口委員 説明員 …
        stays = False if "欠席" in text[offset : inline[1]] else stays
        return over.under(inline[0], present=stays), inline[1]
    return over, offset


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
    rest = _COUNT_BEHIND.sub("", text[after:].strip())
    return _group_heading(rest, over) is not None or _own_side(text, after) == len(text)


def _own_side(text: str, offset: int) -> int:
    """Return where the officials begin behind 市 or (県), which stands for the body's own side."""
    whole = len(text)
    if counted := _COUNT_BEHIND.search(text, offset):
        text = text[: counted.start()]  # 市（3名）
    match = _OWN_SIDE.match(text, offset)
    if match is None:
        return 0
    rest = re.split(r"[\s、:]+", text[match.end() :].strip())
    if len(rest) > 1 and starts_department(rest[0]):
        rest = rest[1:]  # 市　都市景観課　石和課長
    if match.end() == len(text):
        return whole
    return match.end() if rest and only_officials(rest[0]) else 0


def _among_members(sheet: Sheet, segment: Segment, over: Over) -> bool:
    """Tell whether members of other institutions go on below: 県　交通政策課長 浜名 昌宏 is one."""
    if over.group != "委員" or over.unheaded:
        return False
    below = sheet.segments[segment.index + 1 : segment.index + 1 + _NEAR]
    return any(names_institution(s.text.split()[0]) for s in below if s.text.strip())


def _below_other_places(sheet: Sheet, segment: Segment, over: Over) -> bool:
    """Tell whether members stand by where they come from: (鷹巣沢町) … (南郷村) … (県) …."""
    if over.group != "委員" or over.unheaded:
        return False
    above = sheet.segments[max(0, segment.index - _PLACES_ABOVE) : segment.index]
    return any(_OTHER_PLACE.fullmatch(line.text) for line in above)


def _own_town(sheet: Sheet, segment: Segment, offset: int, over: Over) -> int:
    """Return where officials begin behind the town of the title, in the column of labels."""
    match = _TOWN_FIRST.match(segment.text, offset)
    if match is None or over.group != "委員" or over.unheaded or not over.present:
        return 0
    near = sheet.segments[max(0, segment.index - _NEAR) : segment.index + 1 + _NEAR]
    if any(names_institution(line.text) for line in near):
        return 0  # among whom members represent
    posted = any(map(only_officials, segment.text[match.end() :].split()))
    return match.end() if posted and names_own_town(sheet, match["town"]) else 0


def _house(text: str, offset: int, over: Over) -> int:
    """Return where officials begin behind the house that a body is about, below its members.

    委員 … / 病院　本城院長、八田看護部長. Nothing else stands there, and no proper name: whom
    somebody represents has one.
    """
    match = _HOUSE.match(text, offset)
    if match is None or over.group != "委員" or over.unheaded or not over.present:
        return 0
    return match.end() if only_officials(text[match.end() :]) else 0


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


def head_of_officials(sheet: Sheet, segment: Segment, offset: int) -> tuple[str, int] | None:
    """Return the office that heads officials at ``offset``, and where they begin.

    They stand behind it, each with a post, or on the next line.
    """
    text = segment.text
    match = _OFFICE_HEAD.match(text, offset)
    if match is None:
        return None
    people = text[match.end() :]
    if not people.strip() and segment.index + 1 < len(sheet):
        people = sheet[segment.index + 1].text
    first = re.split(r"[、,(<【〔\[]", people.strip())[0].split()[:3]
    office = match["marked"] or match["word"]
    if looks_like_surname(office) or not any(map(only_officials, first)):
        return None
    return office, match.end()


def _group_heading(bare: str, over: Over) -> Over | None:
    """Return what stands over people below 佐島市景観審議委員, 議題関係課職員 or 欠席委員."""
    if over.group == "委員" and not over.unheaded and unspaced(bare) in _CAPACITIES:
        return None  # 医療関係者 below 委員: whom members represent
    heading = read_people_heading(bare)
    if heading is None or heading.end < len(bare):
        group = group_of_suffix(bare)
        return over.under(group) if group else None
    if over.group == "実施機関" and heading.text.endswith("会事務局"):
        return None  # 教育委員会 事務局 / 教育総務課長 among officials
    present = not heading.absent if re.search(r"出席|欠席|待機", heading.text) else None
    return over.under(heading.group or over.group, present=present)


def names_own_town(sheet: Sheet, bracketed: str, above: int = _TITLE_LINES) -> bool:
    """Tell whether brackets hold the town whose body meets: 【国分台市】 below its title.

    ``above`` is how many lines may name it.
    """
    town = unspaced(bracketed)
    titles = (unspaced(line.text) for line in sheet.segments[:above])
    return town.endswith(tuple(SIDES[1:-1])) and any(town in title for title in titles)


def names_ministry_over_people(sheet: Sheet, segment: Segment, solid: str) -> bool:
    """Tell whether a line names the body's own ministry over its officials: 文部省."""
    if len(solid) > _LONGEST_MINISTRY or not solid.endswith(_MINISTRIES):
        return False
    following = segment.index + 1
    if following >= len(sheet):
        return False
    first = re.split(r"[、,]", sheet[following].text)[0]
    post, *name = first.split()
    if 0 < len(name) <= _PARTS_OF_NAME and only_officials(post):
        return True  # 大臣官房審議官 渡会 守
    return is_people_list(sheet[following].text) and only_officials(first)


def group_of_suffix(solid: str) -> str | None:
    """Return the group of a heading such as 佐島市景観審議委員 or 議題関係課職員."""
    if len(solid) > 20 or re.search(r"[(\s、]", solid):
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
