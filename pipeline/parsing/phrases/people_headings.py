"""Headings over people: 出席委員, 審議会委員, 事務局等の出席者の職氏名, 説明のため会議に出席した者.

A heading is a word for a group (data: ``groups.toml``) with words before and behind it; whoever
writes a new combination is understood without a new entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, groups, load

__all__ = [
    "CAME",
    "HEADING_BEGINS",
    "HEADING_INSIDE",
    "PeopleHeading",
    "begins_post",
    "names_board",
    "names_law_or_body",
    "read_people_heading",
    "says_absent",
    "sits_for",
]

_GROUPS = groups()
_FORMS = load("groups")["headings"]
_REASONS = load("groups")["reasons"]
_ABSENT = re.compile(alternatives(load("groups")["marks"]["absent_heading"]))


def _spaced(words: list[str]) -> str:
    return f"(?:{alternatives(words, spaced=True)})"


_REASON = {group: _spaced(reasons) for group, reasons in _REASONS.items()}
_LAW = (
    r"(?:[^\s()、。]{1,16}第\s?[0-9]{1,4}\s?条(?:の[0-9]{1,2})?(?:第\s?[0-9]{1,2}\s?項)?(?:の\s?規\s?定)?"
    rf"{_spaced(['により', 'に基づき', 'による', 'に基づく'])}[、,]?\s?)?"
)
_CAME = re.compile(
    rf"{_LAW}{_spaced([*_FORMS['before'], *_FORMS['where']])}?\s?"
    rf"(?:{'|'.join(f'(?P<g{n}>{reason})' for n, reason in enumerate(_REASON.values()))})\s?"
    rf"{_spaced(_FORMS['where'])}?\s?{_spaced(_FORMS['came'])}\s?{_spaced(_FORMS['who'])}"
    rf"(?:\s?{_spaced(_FORMS['behind'])}){{0,2}}"
)
_ENDS_WORD = r"(?=$|[\s:;|/、は()<>\[\]【】〔〕《》≪≫「」・])"
# 花輪・小坂合併協議会出席者: whose meeting it is; 汐見村役場出席者: officials of a town.
_OFFICES = rf"(?:{alternatives(_FORMS['offices'])})"
_WHOSE = (
    rf"(?:[^\s()、。:]{{2,20}}?(?:{alternatives(load('bodies')['suffixes'])})の?"
    rf"|[^\s()、。:]{{0,10}}?(?P<office>{_OFFICES})の?)"
)
_OF_A_BODY = re.compile(
    rf"{_WHOSE}\s?(?P<core>{_spaced(_FORMS['of_a_body'])})(?:\s?{_spaced(_FORMS['behind'])}){{0,2}}"
    rf"{_ENDS_WORD}"
)
# 条例第7条に基づく出席者の氏名: who comes by a law and is no member; whom 第121条 calls explains.
_BY_LAW = re.compile(
    rf"{_LAW[:-1]}\s?(?P<who>{_spaced(_FORMS['by_law'])})(?:\s?{_spaced(_FORMS['behind'])}){{0,2}}"
    r"(?=$|[\s:;()])"
)
_EXPLAINS = re.compile(r"第\s?121\s?条")
_PARTS = (
    rf"(?:{_spaced(_FORMS['before'])}\s?){{0,3}}"
    rf"(?P<core>{_spaced([*_GROUPS, *_FORMS['attendance']])})"
    rf"(?:\s?{_spaced(_FORMS['behind'])}){{0,3}}"
)
# Whole words first: of 委員出欠 出席28名 and 出席者 委員長 森本 only the first word is the heading.
_HEADINGS = tuple(re.compile(_PARTS + end) for end in (_ENDS_WORD, ""))
_IN_PERSON = r"が[、,]?\s?(?:出席|参加|同席|列席)(?:し|する|であ)"
CAME = re.compile(rf"(?:の計?\s?[0-9]{{1,3}}\s?[名人])?{_IN_PERSON}[^。、]{{0,8}}[。、]?")
"""What tells in a sentence that people came: …、小坂委員の4名が出席し、."""
# 出席議員は、13名で次のとおりである。 / 欠席議員は、10番 …
_ANNOUNCED = re.compile(
    r"\s?(?:は|が)?\s?[、,]?\s?(?P<count>[0-9]{1,3}\s?[名人])?(?:で(?:あり)?)?\s?[、,]?\s?"
    r"(?:次|つぎ|以下|下記|左記|左)の(?:とおり|通り)(?:で(?:ある|す|あった|した))?[。:]?"
    r"|\s?は\s?[、,]"
    # 事務局からは、三橋課長、榎並主査が出席した。
    rf"|\s?(?:から|より|として)は?\s?[、,]?(?=[^。]{{2,200}}{_IN_PERSON})"
    # 出席委員　12名　議席番号・氏名　次のとおり
    r"|\s{0,3}(?P<number>[0-9]{1,3})?\s?名?\s{0,3}(?:(?:議席番号|番号|役職|職名?|氏名)[・、及び\s]{0,3}){0,3}"
    r"\s?は?\s?(?:次|つぎ|以下|下記)の(?:とおり|通り)"
)
# A heading with 出席, 欠席 or a reason amid a line: so long a word is no part of a list of people.
HEADING_INSIDE = (
    rf"(?:{_CAME.pattern}|{_BY_LAW.pattern}|(?=\S{{0,14}}席\S){_PARTS})(?=[\s:(|/は]|\[[0-9])"
)
HEADING_BEGINS = frozenset(
    word[0]
    for words in (
        *(_FORMS[place] for place in ("before", "where", "attendance")),
        *_REASONS.values(),
        _GROUPS,
    )
    for word in words
)
# 被保険者を代表する委員, 公募による委員: over the members who sit for them.
_SITS_FOR = re.compile(
    rf"(?P<core>[^\s()、。:・0-9]{{2,24}}(?:する|による|された|代表の?|選出の?|推薦の?)委員){_ENDS_WORD}"
)
_WITHIN = 30  # characters: the law or the body that a heading names ends there
_LAW_OR_BODY = re.compile(rf"条|(?:会|{_OFFICES})の?\s?(?:[出欠]\s?席|所属)")
_BOARD_SPACED = re.compile(r"\s{1,3}会(?!\s{0,3}長)")
_POST = re.compile(r"\s{0,3}(?:[次係課室部局班]?\s{0,3}長|代理)")


@dataclass(frozen=True, slots=True)
class PeopleHeading:
    """A heading: where it ends, what it says, its group (empty: 出席者), and whether of absentees.

    ``announced`` tells that it is the subject of a sentence that ends there
    (…は、次のとおりである。); ``note`` is the head-count in it.
    """

    text: str
    end: int
    group: str
    absent: bool
    announced: bool = False
    note: str = ""


@lru_cache(maxsize=20_000)
def read_people_heading(text: str, at: int = 0) -> PeopleHeading | None:
    """Return the longest heading over people that begins at ``at`` of a folded text.

    What is the beginning of a post (事務局 of 事務局長, 委 員 of 委 員 長) is none.
    """
    if text[at : at + 1] not in HEADING_BEGINS and not names_law_or_body(text, at):
        return None
    if came := _CAME.match(text, at):
        group = next(g for n, g in enumerate(_REASON) if came[f"g{n}"])
        return _announced(text, PeopleHeading(unspaced(came[0]), came.end(), group, False))
    if law := "条" in text and _BY_LAW.match(text, at):
        group = "実施機関" if _EXPLAINS.search(law[0]) else "その他"
        return _announced(text, PeopleHeading(unspaced(law[0]), law.end(), group, False))
    forms = (*_HEADINGS, _OF_A_BODY, _SITS_FOR)
    found = next((m for form in forms if (m := form.match(text, at))), None)
    if not found:
        return None
    solid, core = unspaced(found[0]), unspaced(found["core"])
    if begins_post(text, found.start("core"), found.end()) or names_board(text, found.end()):
        return None
    official = "実施機関" if found.re is _OF_A_BODY and found["office"] else ""
    official = "委員" if found.re is _SITS_FOR else official
    whole = unspaced(text[found.start() : found.end("core")])  # その他の出席者 of …の職氏名
    group = official or _GROUPS.get(solid) or _GROUPS.get(whole) or _GROUPS.get(core, "")
    return _announced(text, PeopleHeading(solid, found.end(), group, says_absent(solid)))


def names_law_or_body(text: str, at: int) -> bool:
    """Tell whether a heading that begins at ``at`` may name a law or a body first."""
    if sits_for(text, at):
        return True
    may = "条" in text or "席" in text or "所属" in text
    return may and _LAW_OR_BODY.search(text, at, at + _WITHIN) is not None


def sits_for(text: str, at: int = 0) -> bool:
    """Tell whether a heading says for whom the members below it sit: 公益を代表する委員."""
    return "委員" in text[at : at + _WITHIN] and _SITS_FOR.match(text, at) is not None


def _announced(text: str, heading: PeopleHeading) -> PeopleHeading:
    """Take the rest of a sentence whose subject the heading is into it."""
    tail = _ANNOUNCED.match(text, heading.end)
    if not tail:
        return heading
    return replace(
        heading, end=tail.end(), announced=True, note=tail["count"] or tail["number"] or ""
    )


def begins_post(text: str, start: int, end: int) -> bool:
    """Tell whether 長 follows as closely as the letters of the heading stand: 委 員 長."""
    if text[end - 1 : end] not in ("員", "局", "事", "記"):
        return False
    post = _POST.match(text, end)
    if not post:
        return False
    gap = len(post[0]) - len(post[0].lstrip())
    inner = re.findall(r"\S(\s+)(?=\S)", text[start:end])
    return 4 * gap <= 5 * max((len(space) for space in inner), default=0)  # by hand: nearly so


def names_board(text: str, end: int) -> bool:
    """Tell whether 会 follows 委員: 教育委員会 or 教 育 委 員 会 is a body, no heading over it."""
    spaced = text[end - 3 : end] == "委 員" and _BOARD_SPACED.match(text, end)
    return text[end - 2 : end + 1] == "委員会" or bool(spaced)


def says_absent(heading: str) -> bool:
    """Tell whether a heading is over people who did not come: 欠席委員, 待機委員."""
    return bool(_ABSENT.search(heading))
