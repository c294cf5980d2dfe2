"""The grammar of a citation: 第12条第2項第1号, 同条第3項, 別表第二, lists and ranges of them.

Works on folded text (:func:`pipeline.parsing.folding.fold`), so offsets are those of the source.
Order and form of the pieces follow the drafting rules of Japanese statutes: 条, 項, 号, a branch
(枝番) after 条 or 号 as の2; spaces may stand between all of them. What a piece refers to is
decided in :mod:`pipeline.language.citations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.law_names import (
    LawName,
    ends_like_a_law,
    is_uncitable,
    name_before,
    skip_back,
)
from pipeline.parsing.phrases.numbering import kanji_number

__all__ = ["Reference", "references_in"]

_DIGITS = "一二三四五六七八九十百千○"
_NUM = rf"(?:[0-9]{{1,4}}|[{_DIGITS}]{{1,7}})"
_SP = " {0,3}"
# の2 in 第5条の2, but not in 第5条の2項, 第5条の一部, 第5条の2つ目.
_COUNTED = "つ点人年個名件回月日割分部定般切方連種律環括致番段者倍度ヶケ"
_NO_BRANCH = rf"(?!{_SP}(?:[0-9{_DIGITS}項号{_COUNTED}]|か[月所年国村町市校店点条件]))"
_BRANCH = rf"(?:{_SP}の{_SP}{_NUM}{_NO_BRANCH})?"
_NO_ARTICLE = "(?![件約例文里西東南北])"
# The parts of a 号: 第3条第2号イ, 第7条第2号(ア), 第2号イ(1). No rows of their own, but written.
_LETTER = r"[アイウエオカキクケコサシスセソイロハニホヘトチリヌルヲワ]"
_LETTERS = rf"(?:{_LETTER}(?![ァ-ヶー])|\({_LETTER}\))"
_PART = rf"(?:{_LETTERS}(?:\((?:[0-9]{{1,2}}|{_LETTER})\))?)?"
_NO_ITEM = (
    "(?!議案|様式|報告|発議|諮問|認定|委員|被保険|車|室|棟|館|公園|店|線|炉|機|地|墳|案|資料|補正|"
    "議員|会議|団|艇|系|バス|請願|陳情|選挙|投票|踏切|橋|井|トンネル|発行|掲載|記事|台風)"
)
_ARTICLE = rf"(?P<article>{_NUM}){_SP}条(?P<branch>{_BRANCH}{_BRANCH}){_NO_ARTICLE}"
_PARAGRAPH = rf"(?P<paragraph>{_NUM}){_SP}項(?!目)"
_ITEM = rf"(?P<item>{_NUM}){_SP}号(?P<item_branch>{_BRANCH}){_NO_ITEM}{_PART}"
_NEXT = rf"{_SP}の?{_SP}(?:第{_SP})?"
_SAME = "(?P<same>同?)"  # 同7条: article 7 of the same law
_REST = f"(?:{_NEXT}{_PARAGRAPH})?(?:{_NEXT}{_ITEM})?"

# Begins with a class of characters, which re looks for four times as fast as for alternatives.
_ANCHOR = re.compile(
    rf"[第別附同前次本0-9{_DIGITS}](?:"
    rf"(?<=第)(?={_SP}[0-9{_DIGITS}])|(?<=別)表|(?<=附)則"
    rf"|(?<=[同前次本])(?=[条項号])|(?<=前)(?={_NUM}[条項])"
    rf"|(?<=同)(?=附則|別表|第?{_SP}{_NUM}{_SP}[条項号])"
    rf"|(?<=[0-9])(?<![0-9].)(?=[0-9]{{0,3}}{_SP}[条項号])"
    # Kanji without 第 only after what may be the name of a law: 道路交通法の七十六条, not 三か条.
    rf"|(?<=[{_DIGITS}])(?:(?<=[法例則令綱程].)|(?<=[法例則令綱程]の.))(?=[{_DIGITS}]{{0,6}}条)"
    ")"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_SAME}(?P<ordinal>第?){_SP}{_ARTICLE}{_REST}",
        rf"{_SAME}(?P<ordinal>第?){_SP}{_PARAGRAPH}(?:{_NEXT}{_ITEM})?",
        rf"{_SAME}(?P<ordinal>第?){_SP}{_ITEM}",
        rf"(?P<back>前)(?P<count>{_NUM})(?P<unit>条){_NO_ARTICLE}",
        rf"(?P<back>前)(?P<count>{_NUM})(?P<unit>項)(?!目)",
        rf"(?P<back>[同前次本])(?P<unit>条){_NO_ARTICLE}{_REST}",
        rf"(?P<back>[同前次本])(?P<unit>項)(?!目)(?:{_NEXT}{_ITEM})?",
        rf"(?P<back>[同前])(?P<unit>号)(?!室|車){_PART}",
        rf"{_SAME}(?P<head>附則)(?:{_SP}第{_SP}{_ARTICLE})?{_REST}",
        rf"{_SAME}(?P<head>別表)(?:{_SP}第?{_SP}(?P<table>{_NUM}))?(?:{_SP}の{_SP}(?P<row>{_NUM})(?=の?項))?"
        r"(?:の?項)?",
    )
)
_TAIL = (
    "(?:ただし書き?|但し書き?|本文|前段|後段|柱書き?|各号"
    # 号イからハまで: the first letter belongs to what is written
    rf"|{_PART}(?:(?:及び|並びに|又は|若しくは|または|および|から|[、,・~]){_LETTERS}){{0,4}})"
)
_LINK = re.compile(
    rf"{_TAIL}(?:まで)?(?:の規定)?{_SP}[、,]?{_SP}"
    r"(?P<word>及び|並びに|又は|若しくは|および|ならびに|または|もしくは|かつ|と|や|、|,|・|から|ないし|乃至|[~\-])?"
    rf"(?:第?(?=第))?{_SP}"
)
_RANGE = frozenset({"から", "ないし", "乃至", "~", "-"})
_LONGEST_LINK = 24
_WORD_BEFORE = re.compile(r"[一-龥々ァ-ヶーA-Za-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference at ``text[start:end]``, as far as its own words tell.

    Attributes:
        law: the name that stands directly before it; then ``start`` is where the name starts.
        same_law: whether 同 stands before its own number: 同7条 is article 7 of the same law.
        article, paragraph, item: half-width numbers (5の2, 別表2, 附則), or ``None``.
        unit: the largest unit it names: 条, 項 or 号.
        back: 同, 前, 次 or 本 if it points at another one, else empty.
        count: how many it points at: 2 for 前2項.
        link: ``list`` or ``range`` if it continues the reference before it, else empty.
        adjoins: whether another word stands directly before it, as in 条例案第5条.
    """

    start: int
    end: int
    unit: str
    law: LawName | None = None
    same_law: bool = False
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    back: str = ""
    count: int = 1
    link: str = ""
    adjoins: bool = False


def references_in(text: str) -> Iterator[Reference]:
    """Yield the references in a folded text, in order, none overlapping another."""
    before: Reference | None = None
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        match = next(filter(None, (form.match(text, anchor.start()) for form in _FORMS)), None)
        if match is None:
            continue
        reference = _reference(text, match, before)
        if reference is not None:
            yield reference
            before = reference
            done = reference.end


def _reference(text: str, match: re.Match[str], before: Reference | None) -> Reference | None:
    groups = match.groupdict()
    start, end = match.start(), match.end()
    same = bool(groups.get("same"))
    law = None
    if not (same or groups.get("back")):
        law = _law(text, start, before.end if before else 0)
    link = _link(text, before, start) if before and not law else ""
    adjoins = start > 0 and bool(_WORD_BEFORE.match(text, start - 1))
    unit = groups.get("unit") or _unit(groups)
    if not (law or link) and not _stands_alone(text, start, unit, groups, adjoins=adjoins):
        return None
    if unit == "号" and law:  # 法律第57号: the number of the law itself
        return None
    return Reference(
        start=law.start if law else start,
        end=end,
        unit=unit,
        law=law,
        same_law=same,
        article=_article(groups),
        paragraph=_number(groups.get("paragraph")),
        item=_item(groups),
        back=groups.get("back") or "",
        count=kanji_number(groups.get("count") or "1") or 0,
        link=link,
        adjoins=adjoins,
    )


def _unit(groups: dict[str, str | None]) -> str:
    if groups.get("article") or groups.get("head"):
        return "条"
    return "項" if groups.get("paragraph") else "号"


def _stands_alone(
    text: str, start: int, unit: str, groups: dict[str, str | None], *, adjoins: bool
) -> bool:
    """Tell whether a reference without a law before it can be one at all."""
    if is_uncitable(text, skip_back(text, start)):
        return False  # 契約書第5条
    if groups.get("head"):
        return bool(groups.get("table") or groups.get("article") or groups.get("paragraph")) and (
            not adjoins
        )
    if adjoins and (groups.get("same") or ends_like_a_law(text, start)):
        return False  # 合同3号, 方法第2条
    if groups.get("ordinal") == "" and not groups.get(
        "same"
    ):  # 12条2項, but not 北12条, 9条の会, 3号
        whole = groups.get("article") and (groups.get("paragraph") or groups.get("item"))
        return bool(whole) and not adjoins
    if groups.get("back") or unit in ("項", "号"):
        return not adjoins  # 議案第3号, 第2款第1項
    return True


def _law(text: str, start: int, floor: int) -> LawName | None:
    end = skip_back(text, start)
    for particle in ("", "の", "案", "案の"):
        if particle and not text.endswith(particle, floor, end):
            continue
        name = name_before(text, end - len(particle))
        if name is not None and name.start >= floor:
            return name
    return None


def _link(text: str, before: Reference, start: int) -> str:
    if start - before.end > _LONGEST_LINK:
        return ""
    match = _LINK.fullmatch(text, before.end, start)
    if match is None or start == before.end:
        return ""
    word = match["word"]
    if word is None and not text[before.end : start].strip(" "):
        return ""
    return "range" if word in _RANGE else "list"


def _article(groups: dict[str, str | None]) -> str | None:
    number = _with_branch(groups.get("article"), groups.get("branch"))
    head = groups.get("head")
    if head == "別表":
        return head + (_number(groups.get("table")) or "")
    return head + (number or "") if head else number


def _item(groups: dict[str, str | None]) -> str | None:
    if groups.get("row"):
        return _number(groups["row"])
    return _with_branch(groups.get("item"), groups.get("item_branch"))


def _with_branch(number: str | None, branch: str | None) -> str | None:
    main = _number(number)
    if main is None:
        return None
    branches = [_number(part.strip()) for part in (branch or "").split("の")[1:]]
    return "の".join([main, *(part for part in branches if part)])


def _number(written: str | None) -> str | None:
    value = kanji_number(written) if written else None
    return None if value is None else str(value)
