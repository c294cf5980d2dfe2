"""Titles of agenda entries and headings: what belongs to the title and what stands around it.

諮問第3号 …について(継続審議分) 【行政経営部 情報政策室】 is a number, a title, a mark that the
matter was continued, and the department that brings it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator

__all__ = ["TitleParts", "begins_number", "kind_of", "kind_of_category", "read_title_parts"]

_DEPARTMENTS = alternatives(load("roles")["departments"])
_TAIL = re.compile(
    r"\s{0,4}(?P<open>[(\[【〔<])(?P<inner>[^()\[\]【】〔〕<>]{1,60})[)\]】〕>]\s{0,3}$"
)
_ENCLOSED = re.compile(
    r"[\[【〔<《≪]\s?(?P<inner>[^\[\]【】〔〕<>《》≪≫]{2,60}?)\s?[\]】〕>》≫]\s{0,4}"
)
_DEPARTMENT = re.compile(
    rf"(?:担当課?|所管課?|担当部署|所管)?\s?[:：]?\s?(?P<names>(?:[^\s、:]{{1,20}}(?:{_DEPARTMENTS})[\s、・]{{0,3}}){{1,4}})$"
)
_OFFICE = re.compile(r"[^\s、]{1,16}(?:課|室|部|局|センター|事務所)")
_LEADERS = re.compile(  # 開会 ・・・・ 14:00, 議題 …… 3
    r"\s{0,8}(?:[・.]{3,80}|[…‥]{1,40})\s{0,8}(?:[0-9]{1,2}[:時])?[0-9]{1,3}分?$"
)
_CONTINUED = re.compile(r"継続|再審議|再諮問|前回から")
_NUMERALS = frozenset("0123456789一二三四五六七八九十○〇")
_BILL = re.compile(
    r"(?:[0-9一二三四五六七八九十○〇]{1,4}第[0-9一二三四五六七八九十○〇百]{1,5}号)\s{1,4}"
)
_ADDED = re.compile(  # of the day itself, without a number: 追加議案 「…の委嘱について」
    r"(?P<word>(?:追加|緊急|臨時)(?:議案|議題|案件|議件))(?:\s{1,4}|\s?:\s{0,3})(?=\S{4})"
)
_COMPOUND = re.compile(  # 諮問第4号事件(…)について, 諮問第45号に係る答申案について
    r"(?<=\S)(?:事件|事案|に(?:係る|関する|対する)|の(?=\S))"
)
_BUREAU = re.compile(r"(?:部|局|本部|省|庁|院|委員会)$")
_KIND_OF_WORD = numbering_words()
_NUMBERING = tuple(_KIND_OF_WORD)
_BEGINS_NUMBERING = frozenset(word[0] for word in _NUMBERING)
_CLOSING = dict(zip("[【〔<《≪(", "]】〕>》≫)", strict=True))
_KINDS = ("諮問", "報告", "審議", "議案")
_MARKS: dict[str, str] = load("numbering")["marks"]
_MARK = rf"(?P<mark>{alternatives(_MARKS)})(?:事項|案件|議題|議案)?"
_KIND_MARK = re.compile(_MARK)
_MARK_BEFORE = re.compile(
    rf"[(\[【〔<《]\s?{_MARK}\s?[)\]】〕>》]\s{{0,3}}(?!\s|$|第\s?[0-9]{{1,4}}\s?号)"
)
_MARK_BEHIND = re.compile(rf"[(\[【〔<]\s?{_MARK}\s?(?:[・、,][^()]{{1,12}})?[)\]】〕>]")
_BRACKETS_BEHIND = re.compile(r"(?:[(\[【〔<][^()\[\]【】〔〕<>]{1,60}[)\]】〕>]\s{0,3}){1,4}$")
_CATEGORY = re.compile(
    r".{0,6}(?:事項|案件|議案|諮問|報告|審議|協議)|諮問.{0,8}|報告.{0,6}|審議.{0,6}|議案.{0,6}"
)


@dataclass(frozen=True, slots=True)
class TitleParts:
    """A title taken apart. ``start``/``end`` are the offsets of ``title`` in the text given."""

    title: str
    number: str | None
    kind: str | None
    bureau: str | None
    division: str | None
    continued: bool
    enumerator: Enumerator | None
    start: int
    end: int

    @property
    def enumerator_kind(self) -> str:
        """The kind of the number before the title, or an empty string."""
        return self.enumerator.kind if self.enumerator else ""


def begins_number(text: str) -> bool:
    """Tell whether a folded text begins with what numbers a title: (1), 議題1, 三第5号.

    The number may stand on the next line: 審議事項 / (1) …
    """
    first = text[:1]
    return (
        read_enumerator(text) is not None
        or (first in _BEGINS_NUMBERING and text.startswith(_NUMBERING))
        or (first in _NUMERALS and _BILL.match(text) is not None)
    )


@lru_cache(maxsize=20_000)
def read_title_parts(raw: str) -> TitleParts:
    """Take an agenda entry or a heading apart; what cannot be named stays in the title."""
    text = fold(raw)
    start, numbers, kind, first = 0, [], None, None
    for _ in range(3):
        if mark := _MARK_BEFORE.match(text, start):  # 【審議】計画案について
            kind = kind or _MARKS[mark["mark"]]
            start = mark.end()
        enumerator = read_enumerator(text[start:])
        if enumerator is None or (first is not None and enumerator.kind == "bullet"):
            break
        if first is not None and enumerator.kind not in ("word", "paren", "circled"):
            break
        if not text[start + enumerator.end :].strip():
            break
        if enumerator.word and _COMPOUND.match(text, start + enumerator.end):
            break
        first = first or enumerator
        numbers.append(enumerator)
        if enumerator.word:
            kind = numbering_words()[enumerator.word] or kind
        start += enumerator.end
    if (bill := _BILL.match(text, start)) and text[bill.end() :].strip():
        start = bill.end()
    added = _ADDED.match(text) if text[:1] in "追緊臨" and not numbers else None
    start = added.end() if added else start
    start = start + 2 if start and text.startswith("| ", start) else start
    clocked = text[-1:].isdigit() or text[-1:] == "分"
    leaders = _LEADERS.search(text, start + 1) if clocked else None
    end = leaders.start() if leaders else len(text)
    if start and text[:1] in "[【〔<《≪(" and text[-1:] in "]】〕>》≫)":
        closing = text[start:].count(text[-1]) > text[start:].count(text[0])
        end -= closing and text[-1] == _CLOSING[text[0]]  # [議題1 …]: the number took the [
    bureau = division = None
    continued = False
    while match := _TAIL.search(text[start:end]):
        inner = match["inner"].strip()
        department = _DEPARTMENT.fullmatch(inner)
        at = start + match.start()
        if not text[start:at].strip():
            break
        if _CONTINUED.search(inner) and len(inner) <= 14:
            continued = True
        elif (
            department
            and bureau is None
            and division is None
            and (match["open"] != "(" or _OFFICE.fullmatch(inner))
        ):
            bureau, division = _split_department(
                raw, text, department, start + match.start("inner")
            )
        elif match["open"] != "(" and (mark := _KIND_MARK.fullmatch(inner)):
            kind = kind or _MARKS[mark["mark"]]
        else:
            break
        end = at
    behind = _BRACKETS_BEHIND.search(text, start)  # …について(報告) is one, and keeps its brackets
    if kind is None and behind and (mark := _MARK_BEHIND.search(text, behind.start())):
        kind = _MARKS[mark["mark"]]
    if numbers and (enclosed := _ENCLOSED.fullmatch(text, start, end)):  # (3) 【その他】
        start, end = enclosed.span("inner")
    title = raw[start:end].strip()
    words = [e for e in numbers if e.word]
    number = words[-1].written if words else numbers[0].written if numbers else None
    number = added["word"] if added else number
    if number:
        number = unspaced(raw[text.find(number) : text.find(number) + len(number)]) or number
        if words:
            number = number.strip("()（）[]［］【】〔〕≪≫《》<>＜＞:：")
    lead = len(raw[start:end]) - len(raw[start:end].lstrip())
    return TitleParts(
        title,
        number,
        kind,
        bureau,
        division,
        continued,
        first,
        start + lead,
        start + lead + len(title),
    )


def _split_department(
    raw: str, text: str, match: re.Match[str], offset: int
) -> tuple[str | None, str | None]:
    begin = offset + match.start("names")
    names = raw[begin : begin + len(match["names"])].split()
    del text
    if len(names) >= 2:
        return names[0], " ".join(names[1:])
    only = names[0]
    return (only, None) if _BUREAU.search(fold(only)) else (None, only)


def kind_of(*texts: str | None) -> str | None:
    """Return the first kind of case that one of the texts names (諮問, 報告, 審議, 議案)."""
    for text in texts:
        for kind in _KINDS:
            if text and kind in text:
                return kind
        if text and "協議" in text:
            return "審議"
    return None


def kind_of_category(title: str) -> str | None:
    """Return the kind that a category names (諮問案件); a matter's own title names none."""
    solid = unspaced(fold(title))
    if not _CATEGORY.fullmatch(solid) or "について" in solid:
        return None
    of_matters = solid.endswith(("事項", "案件"))  # 承認事項: no word in it names a kind
    return kind_of(solid) or (_KIND_OF_WORD.get(solid) if of_matters else None)
