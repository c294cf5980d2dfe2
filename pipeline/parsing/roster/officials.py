"""Where the officials of a list begin: behind the body's own side, its town, its house, an office.

Members of other institutions stand by such words, too; what is around decides.
"""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.over import Over
from pipeline.parsing.roster.words import (
    HEADS_OF_TOWNS,
    OWN_HOUSE,
    names_institution,
    only_officials,
    starts_department,
)

__all__ = [
    "COUNT_BEHIND",
    "SIDES",
    "among_members",
    "below_other_places",
    "head_of_officials",
    "heads_staff",
    "house",
    "is_ministry",
    "is_post",
    "names_ministry_over_people",
    "names_own_town",
    "own_side",
    "own_town",
    "posts_first",
]

COUNT_BEHIND = re.compile(
    r"\s?[(\[【](?:[0-9]{1,3}\s?[名人]中\s?)?[0-9]{1,3}\s?[名人](?:出席)?[)\]】]$"
)
_PARTS_OF_NAME = 2
_LONGEST_MINISTRY = 10
SIDES = f"[{OWN_HOUSE}]"
_TITLE_LINES = 4
_TOWN_FIRST = re.compile(
    r"(?P<town>[^\s、:()]{1,6}[都道府県市区町村])\s{1,16}"
)  # 琴浜県　　黒木 隆　課長
_OWN_SIDE = re.compile(
    rf"[(【<〔\[]\s?(?P<marked>{SIDES})\s?[)】>〕\]]\s{{0,4}}|(?:[○◎●◇◆□■]\s?)?{SIDES}(?:\s{{1,16}}|\s?:\s{{0,4}}|$)"
)
_OTHER_PLACE = re.compile(r"[^()]{0,6}[(【<〔\[][^()【】<>〔〕\[\]\s]{2,8}[市区町村][)】>〕\]]")
_PLACES_ABOVE = 8  # lines
_HOUSE = re.compile(rf"(?:{alternatives(load('groups')['marks']['houses'])})\s{{1,8}}")
_STAFF = re.compile(  # 早瀬家庭裁判所職員 over people with posts; 区職員 may sit on a body
    rf"(?:{alternatives(load('roles')['departments'])}|[都道府県市区町村])職員$"
    rf"|[都道府県市区町村](?:{alternatives(load('groups')['headings']['offices'])})$"
)
_STAFF_COUNTED = re.compile(r"\W{0,2}[^\s、。:]{0,16}職員\s{0,3}[0-9]{1,3}[名人]")
_MINISTRIES = tuple(load("groups")["ministries"]["ends"])
_OFFICE = r"(?:[^\s:、()<>【】〔〕\[\]]{1,14}[課室部局係]|[^\s:、()<>【】〔〕\[\]]{0,10}教育委員会)"
_OFFICE_HEAD = re.compile(  # 【教育委員会】, 教育委員会:, 環境課 before officials
    rf"(?:[<【〔\[(]\s?(?P<marked>{_OFFICE})\s?[>】〕\])]|(?P<word>{_OFFICE})(?=\s|:|$))\s{{0,8}}:?\s{{0,4}}"
)
_NEAR = 4  # lines


def own_side(text: str, offset: int) -> int:
    """Return where the officials begin behind 市 or (県), which stands for the body's own side."""
    whole = len(text)
    if counted := COUNT_BEHIND.search(text, offset):
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


def own_town(sheet: Sheet, segment: Segment, offset: int, over: Over) -> int:
    """Return where officials begin behind the town of the title, in the column of labels."""
    match = _TOWN_FIRST.match(segment.text, offset)
    if match is None or over.group != "委員" or over.unheaded or not over.present:
        return 0
    near = sheet.segments[max(0, segment.index - _NEAR) : segment.index + 1 + _NEAR]
    if any(names_institution(line.text) for line in near):
        return 0  # among whom members represent
    people = segment.text[match.end() :]
    posted = posts_first(people) or only_officials(people)
    posted = posted or (match[0].endswith("  ") and any(map(only_officials, people.split())))
    return match.end() if posted and names_own_town(sheet, match["town"]) else 0


def house(text: str, offset: int, over: Over) -> int:
    """Return where officials begin behind the house that a body is about, below its members.

    委員 … / 病院　本城院長、八田看護部長. Nothing else stands there, and no proper name: whom
    somebody represents has one.
    """
    match = _HOUSE.match(text, offset)
    if match is None or over.group != "委員" or over.unheaded or not over.present:
        return 0
    return match.end() if only_officials(text[match.end() :]) else 0


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


def among_members(sheet: Sheet, segment: Segment, over: Over) -> bool:
    """Tell whether members of other institutions go on below: 県　交通政策課長 浜名 昌宏 is one."""
    if over.group != "委員" or over.unheaded:
        return False
    below = sheet.segments[segment.index + 1 : segment.index + 1 + _NEAR]
    return any(names_institution(s.text.split()[0]) for s in below if s.text.strip())


def below_other_places(sheet: Sheet, segment: Segment, over: Over) -> bool:
    """Tell whether members stand by where they come from: (鷹巣沢町) … (南郷村) … (県) …."""
    if over.group != "委員" or over.unheaded:
        return False
    above = sheet.segments[max(0, segment.index - _PLACES_ABOVE) : segment.index]
    return any(_OTHER_PLACE.fullmatch(line.text) for line in above)


def posts_first(text: str) -> bool:
    """Tell whether all people of a text are officials, each post before its name."""
    people = [one.split() for one in re.split(r"[、,]", text) if one.strip()]
    return bool(people) and all(len(words) > 1 and is_post(words[0]) for words in people)


def is_post(word: str) -> bool:
    """Tell whether a word is an official's post, and not that of a town's head."""
    return word not in HEADS_OF_TOWNS and only_officials(word)


def names_own_town(sheet: Sheet, bracketed: str, above: int = _TITLE_LINES) -> bool:
    """Tell whether brackets hold the town whose body meets: 【国分台市】 below its title.

    ``above`` is how many lines may name it.
    """
    town = unspaced(bracketed)
    titles = (unspaced(line.text) for line in sheet.segments[:above])
    return town.endswith(tuple(SIDES[1:-1])) and any(town in title for title in titles)


def is_ministry(bracketed: str) -> bool:
    """Tell whether brackets name a ministry, the body's own: (文部省)."""
    return unspaced(bracketed).strip("()<>【】〔〕[]≪≫: ").endswith(_MINISTRIES)


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


def heads_staff(sheet: Sheet, segment: Segment, bare: str, over: Over) -> bool:
    """Tell whether a line names staff above officials or their number: 早瀬家庭裁判所職員."""
    below = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    if not below or not _STAFF.search(unspaced(bare)):
        return False
    if only_officials(below.split()[0]) and not among_members(sheet, segment, over):
        return True
    return _STAFF_COUNTED.fullmatch(below) is not None
