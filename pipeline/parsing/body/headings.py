"""Headings of the body: of a case, of an agenda item, of a section.

A heading is known because it repeats the agenda, because it is numbered as a matter (議題1,
諮問第3号), because it is one of the words councils head sections with, or because of its shape and
what follows it. Numbered lists inside a speech ((1)…, 2点目…) are none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.parsing.folding import fold, join_wrapped, key, unspaced
from pipeline.parsing.header.agenda import Agenda
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.decisions import is_bare_outcome, outcome_beside
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_forms import SYMBOLS
from pipeline.parsing.phrases.title_index import TitleIndex
from pipeline.parsing.phrases.titles import (
    TitleParts,
    begins_number,
    kind_of_category,
    read_title_parts,
)

__all__ = ["Heading", "HeadingReader", "goes_over_to_others", "tells_next_meeting"]

_SECTIONS = load("body")["sections"]
_PLAIN = frozenset(_SECTIONS["plain"])
_PROCEDURE = frozenset(_SECTIONS["procedure"])
_DECISION = frozenset(_SECTIONS["decision"])
_RESULTS = frozenset(word for word in _DECISION if word.endswith(("結果", "結論", "事項", "内容")))
_ENDING = re.compile(rf"(?:{alternatives(_SECTIONS['heading_endings'])})(?:[(].{{1,20}}[)])?$")
_SURE_ENDING = re.compile(r"(?:について|の件|に関して|その他|開会|閉会)(?:[(].{1,20}[)])?$")
_WRAP = {"<": ">", "【": "】", "〔": "〕", "《": "》", "≪": "≫", "[": "]", "「": "」"}
_DEPARTMENT_LINE = re.compile(
    r"(?:[(][^()]{0,12}継続[^()]{0,12}[)]\s{0,3})?"
    rf"[【〔\[(][^【】〔〕\[\]()]{{2,40}}(?:{alternatives(load('roles')['departments'])})[】〕\])]"
)
_BRACKET_HEAD = re.compile(r"[(【〔].{1,20}[)】〕]\s")
_BRACKET_TAIL = re.compile(r"[(【\[〔].{1,60}[)】\]〕]")
_PARTICLE_END = re.compile(r"[、はがをにでとのもへ]$")
_BEHIND_TITLE = re.compile(r"(?:[(]|・{2}|…|‥|―{2}).*$")  # 開会(14時), 閉会・・・副会長
_SENTENCE_ABOUT = re.compile(r"について、|。.")  # …計画について、ご説明いたします。
# 日程第1、…の承認についてを議題といたします; …の改正について、事務局の説明を
_TAKEN_UP = re.compile(
    r"(?:について|の件|の承認|の選任)(?:は|が|を|です|、[^。]{0,20}(?:(?:説明|報告)を?(?:求|お?願|いた|し[まて]|申)|お願い|議題))"
    r"|を(?:一括)?議題と"
)
_BY_WHOM = re.compile(rf"(?:{alternatives(load('body')['notes']['by_whom'])})(?:から|より|が)")
_NUMBERED_MATTER = (
    rf"(?:(?:{alternatives(numbering_words())})第?[0-9]{{1,3}}号"
    r"|第[0-9]{1,3}号(?:議案|報告|諮問)?)"
)
_SEVERAL_MATTERS = re.compile(  # 報告第5号及び報告第6号
    rf"{_NUMBERED_MATTER}(?:(?:及び|並びに|、|・|から|~|と){_NUMBERED_MATTER}){{1,9}}(?:まで)?(?:について|の一括審議)?"
)
_OTHERS = alternatives(load("body")["behind_answers"]["others"], spaced=True)
_OTHER_BUSINESS = re.compile(
    rf"(?:[(]?[0-9]{{1,2}}[).]?|第[0-9]{{1,2}}|[・○●◆■])?\s{{0,3}}(?:{_OTHERS})(?:\s{{1,8}}|\s?:)\s?\S"
)
_NEXT_MEETING = re.compile(
    r"次回(?:の?[^。、]{0,12})?は[^。]{0,40}(?:開催|予定|開く|行う)[^。]{0,8}。?$"
)
_WRAPPED = 25  # characters of a line that the next may continue
_SHORTEST_SENTENCE = 12  # characters, and one more
_MAX_HEADING = 70
_MAX_CATEGORY = 8
_MAX_TITLE = 50  # of a line that is known by its number only


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what it opens (``case``, ``section``), its parts, and how it was known."""

    kind: str
    text: str
    parts: TitleParts
    spans: tuple[Span, ...]
    segments: int
    rule: str
    agenda: int | None = None
    decides: bool = False

    @property
    def style(self) -> str:
        """The kind of number it carries, for the nesting of sections."""
        enumerator = self.parts.enumerator
        return enumerator.kind if enumerator else "wrapped" if self.rule == "in_brackets" else ""


class HeadingReader:
    """Reads headings with the agenda of the document at hand."""

    def __init__(self, agenda: Agenda, *, goes_on: bool = False) -> None:
        """Take the agenda in; ``goes_on`` tells that its last entries are headings of the body."""
        last = next((i for i in reversed(agenda.items) if i.number), None) if goes_on else None
        self._last = read_enumerator(fold(last.number or "") + " ") if last else None
        self._titles = TitleIndex(agenda.keys)
        self._points = _points(agenda)
        self._numbers = _numbers(agenda)
        self._items = agenda.items
        self._keys = agenda.keys
        self._begin = {title[:1] for title in agenda.keys}
        self._headed: dict[tuple[str, str], int] = {}  # the number of the last heading of a kind

    def read(
        self,
        segments: Sequence[Segment],
        at: int,
        *,
        speaking: bool,
        ended: bool,
        marked_next: bool,
        answered: bool = False,
        markers: Container[int] = (),
        marks: frozenset[str] = frozenset(),
    ) -> Heading | None:
        """Return the heading that begins at ``segments[at]``.

        ``speaking`` tells that a turn is open, ``ended`` that its last sentence is complete,
        ``answered`` that it is an answer of a digest, ``marked_next`` that a speaker, a note or
        another sure sign of structure follows; ``markers`` holds the segments where speakers
        begin, which no heading runs over, ``marks`` the symbols that stand before them.
        """
        segment = segments[at]
        text = segment.text
        if len(text) > 400 or is_direction(text) or outcome_beside(text):
            return None
        if speaking and _TAKEN_UP.search(_with_wrapped(segments, at, markers)):
            return None
        if found := self._from_agenda(segments, at, speaking, markers):
            return found
        if ended and text.isdigit() and (found := self._below_number(segments, at, markers)):
            return found
        if len(text) > _MAX_HEADING or text.endswith("。"):
            return None
        entry = read_enumerator(text) if self._numbers else None
        if entry and entry.end == len(text) and (entry.kind, entry.value) in self._numbers:
            index = self._numbers[entry.kind, entry.value]
            parts = read_title_parts(segment.raw)
            return Heading("case", segment.raw, parts, (segment.span,), 1, "number_alone", index)
        wrapped = _unwrap(text)
        if text[0] == "(" and text[1:-1] in _RESULTS and text[-1] == ")":
            wrapped = True  # other words in round brackets are acts or speakers
        inner = segment.raw.strip()[1:-1].strip() if wrapped else segment.raw
        parts = read_title_parts(inner)
        title = _BEHIND_TITLE.sub("", unspaced(parts.title)).rstrip(":")
        spans = (segment.span,)
        if ended and _SEVERAL_MATTERS.fullmatch(unspaced(text)):
            return Heading("case", segment.raw, parts, spans, 1, "numbered_matter")
        if self._counts_on(parts) and len(text) <= _MAX_TITLE:
            return Heading("case", segment.raw, parts, spans, 1, "counts_on")
        if title in _DECISION and (parts.enumerator or wrapped or not speaking):
            return Heading("section", segment.raw, parts, spans, 1, "decision_word", decides=True)
        if title in _PLAIN and (parts.enumerator or wrapped or not speaking or marked_next):
            return Heading("section", segment.raw, parts, spans, 1, "section_word")
        if (
            title in _PROCEDURE
            and (
                parts.enumerator
                or wrapped
                or not speaking
                or answered
                or (ended and _stands_apart(segments, at))
            )
            and parts.enumerator_kind != "bullet"
        ):
            return Heading("case", segment.raw, parts, spans, 1, "procedure_word")
        if parts.enumerator and parts.enumerator.word and not _PARTICLE_END.search(text):
            return Heading("case", segment.raw, parts, spans, 1, "numbered_matter")
        if (
            wrapped
            and speaking
            and text[0] == "「"
            and not (parts.enumerator or _ENDING.search(title))
        ):
            return None  # what somebody said or wrote is told in a speech
        if wrapped and text[-2] != "。" and not _PARTICLE_END.search(text[:-1]):
            kind = "case" if parts.enumerator or _ENDING.search(parts.title) else "section"
            return Heading(kind, segment.raw, parts, spans, 1, "in_brackets")
        told = "。" in text
        if ended and marked_next and not told and marks and text[0] in set(SYMBOLS) - marks:
            return Heading("case", segment.raw, parts, spans, 1, "mark_of_headings")
        if ended and text[0] in "△▲▽▼◇◆□■" and _SURE_ENDING.search(unspaced(parts.title)):
            return Heading("case", segment.raw, parts, spans, 1, "marked_title")
        numbered = parts.enumerator is not None and parts.enumerator.kind not in ("bullet",)
        if ended and kind_of_category(text) is not None and len(text) <= _MAX_CATEGORY:
            return Heading("section", segment.raw, parts, spans, 1, "category")
        if numbered and ended and _heads_matter(segments, at, parts.title):
            return Heading("section", segment.raw, parts, spans, 1, "category")
        if ended and _told_below(segments, at, parts.title):
            return Heading("section", segment.raw, parts, spans, 1, "title_over_narrative")
        if numbered and ended and self._goes_on(segments, at, parts):
            return Heading("section", segment.raw, parts, spans, 1, "goes_on")
        if numbered and _ENDING.search(unspaced(parts.title)) and (not speaking or marked_next):
            return Heading("case", segment.raw, parts, spans, 1, "numbered_title")
        if numbered and ended and _SURE_ENDING.search(unspaced(parts.title)):
            return Heading("case", segment.raw, parts, spans, 1, "numbered_title")
        if speaking and _counts_with(segments[at - 1] if at else None, parts):
            return None  # ② of the ① that was said
        short = len(parts.title) <= 30 and not told  # 12校中9校。残る3校も始める
        if numbered and marked_next and short and not _PARTICLE_END.search(text):
            return Heading("section", segment.raw, parts, spans, 1, "numbered_before_speaker")
        return None

    def _counts_on(self, parts: TitleParts) -> bool:
        """Tell whether a line takes the next number of the list that the body goes on with."""
        last, entry = self._last, parts.enumerator
        if last is None or entry is None or entry.kind == "bullet":
            return False
        if (entry.kind, entry.word, entry.value) != (last.kind, last.word, last.value + 1):
            return False
        self._last = entry
        return True

    def took(self, heading: Heading) -> None:
        """Note that the body has a heading: the next of its kind takes the next number."""
        entry = heading.parts.enumerator
        if entry is not None and entry.kind != "bullet":
            self._headed[entry.kind, entry.word] = entry.value

    def _goes_on(self, segments: Sequence[Segment], at: int, parts: TitleParts) -> bool:
        """Tell whether a line apart takes the number behind that of the last heading of its kind.

        It does not where it goes on with a list that the speech has begun.
        """
        entry, segment = parts.enumerator, segments[at]
        if entry is None or "号" in entry.written or not segment.gap:
            return False
        kind = (entry.kind, entry.word)
        if entry.value <= 1 or len(parts.title) > _MAX_TITLE:
            self._headed.pop(kind, None)
            return False
        return self._headed.get(kind) == entry.value - 1 and not _PARTICLE_END.search(segment.text)

    def _from_agenda(
        self, segments: Sequence[Segment], at: int, speaking: bool, markers: Container[int]
    ) -> Heading | None:
        segment = segments[at]
        first = segment.text[0]
        if first.isalpha() and key(first) not in self._begin and not begins_number(segment.text):
            return None
        raw, best, found = "", None, None
        for count in range(1, 5):
            if at + count > len(segments) or (count > 1 and at + count - 1 in markers):
                break
            part = segments[at + count - 1]
            if count > 1 and not self._runs_on(segment, raw, part):
                break
            raw = join_wrapped(raw, part.raw)
            inner = raw.strip()[1:-1] if _unwrap(part.text) and count == 1 else raw
            parts = read_title_parts(inner)
            index = self._lookup(parts)
            if index is not None:
                best, found = count, (index, parts)
            elif best is not None:
                break
        if best is None or found is None:
            return None
        index, parts = found
        exact = parts.enumerator is not None or bool(_unwrap(segment.text))
        if not exact and _SENTENCE_ABOUT.search(raw):
            return None
        if speaking and not exact and segment.text.endswith("。"):
            return None
        whole = fold("".join(s.raw for s in segments[at : at + best]))
        if whole.endswith("。") and len(whole) > _SHORTEST_SENTENCE:
            return None
        spans = tuple(s.span for s in segments[at : at + best])
        text = raw if best > 1 else segment.raw
        text = "".join(s.raw for s in segments[at : at + best]) if best > 1 else text
        return Heading("case", text, parts, spans, best, "repeats_agenda", index)

    def _runs_on(self, first: Segment, raw: str, part: Segment) -> bool:
        """Tell whether a line goes on with the title that began with another, no result or act."""
        if is_direction(part.text) or outcome_beside(part.text) or is_bare_outcome(first.text):
            return False
        return _may_continue(raw, part) or self._spells(raw + part.raw)

    def _spells(self, text: str) -> bool:
        """Tell whether an entry begins with what narrow lines hold: 議事録署 / 名委員選任."""
        begins = key(read_title_parts(text).title)
        return any(title.startswith(begins) for title in self._keys)

    def _below_number(
        self, segments: Sequence[Segment], at: int, markers: Container[int]
    ) -> Heading | None:
        """Return the title whose number stands on the line above it: over a speaker, or listed.

        A word of procedure needs neither, nor need its letters stand in one line: 2 / 案 / 件.
        """
        end = at + 2
        while end < len(segments) and end not in markers and len(segments[end - 1].text) == 1:
            if len(segments[end].text) > 1:
                break
            end += 1
        if at + 1 in markers or at + 1 >= len(segments):
            return None
        lines = segments[at:end]
        title = "".join(line.raw for line in lines[1:])
        if len(title) > _MAX_CATEGORY * 4 or title.endswith("。"):
            return None
        text = f"{lines[0].raw} {title}"
        parts = read_title_parts(text)
        index = self._lookup(parts)
        numbered = index is not None and self._items[index].number == parts.number
        called = key(title) in _PROCEDURE or kind_of_category(title) is not None
        if end not in markers and not numbered and not called:
            return None
        spans = tuple(line.span for line in lines)
        return Heading("case", text, parts, spans, len(lines), "number_above", index)

    def _lookup(self, parts: TitleParts) -> int | None:
        title = key(parts.title)
        if len(title) < 2:
            return None
        hits = self._titles.same(title) or [
            at for at in self._titles.alike(title) if at not in self._points
        ]
        if len(hits) > 1 and parts.number:
            same = [i for i in hits if self._items[i].number == parts.number]
            hits = same or hits
        return hits[0] if hits else None


def _told_below(segments: Sequence[Segment], at: int, title: str) -> bool:
    """Tell whether a title stands apart over what the record tells: 事務局から…の説明が行われ."""
    below = segments[at + 1] if at + 1 < len(segments) else None
    apart = below is not None and below.gap and segments[at].gap
    if below is None or not apart or len(title) > _MAX_TITLE:
        return False
    titled = read_enumerator(segments[at].text) or _SURE_ENDING.search(unspaced(title))
    return bool(titled and _BY_WHOM.match(below.text))


def _heads_matter(segments: Sequence[Segment], at: int, title: str) -> bool:
    """Tell whether a category stands over a numbered matter: 1 議案審査 / 第108号議案 …."""
    below = segments[at + 1].text if at + 1 < len(segments) else ""
    matter = read_enumerator(below)
    return matter is not None and bool(matter.word) and kind_of_category(title) is not None


def goes_over_to_others(text: str) -> bool:
    """Tell whether a folded line behind an answer is of other business: 4 その他 次回は…."""
    return _OTHER_BUSINESS.match(text) is not None


def tells_next_meeting(text: str) -> bool:
    """Tell whether a folded line says when one meets again: 次回の協議会は8月に開催する。"""
    return _NEXT_MEETING.match(text) is not None


def _numbers(agenda: Agenda) -> dict[tuple[str, int], int]:
    """Return the entries by their number, where it heads the body alone beyond doubt: ②."""
    found: dict[tuple[str, int], list[int]] = {}
    for index, item in enumerate(agenda.items):
        number = read_enumerator(fold(item.number or ""))
        if number and number.kind not in ("arabic", "bullet"):
            found.setdefault((number.kind, number.value), []).append(index)
    return {number: indexes[0] for number, indexes in found.items() if len(indexes) == 1}


def _points(agenda: Agenda) -> frozenset[int]:
    """Return the entries that are points of a matter above them; a speech may list their words."""
    titles = {item.agenda_id: key(item.title) for item in agenda.items}
    found = []
    for index, item in enumerate(agenda.items):
        above = titles.get(agenda.parents[item.agenda_id] or "", "")
        if above and above not in _PROCEDURE and kind_of_category(above) is None:
            found.append(index)
    return frozenset(found)


def _counts_with(before: Segment | None, parts: TitleParts) -> bool:
    """Tell whether a line takes the number behind that of the line before it."""
    entry = parts.enumerator
    if before is None or entry is None or not entry.value:
        return False
    last = read_enumerator(before.text)
    return last is not None and (last.kind, last.word, last.value + 1) == (
        entry.kind,
        entry.word,
        entry.value,
    )


def _stands_apart(segments: Sequence[Segment], at: int) -> bool:
    """Tell whether blank lines stand before and behind a line."""
    return segments[at].gap and (at + 1 == len(segments) or segments[at + 1].gap)


def _with_wrapped(segments: Sequence[Segment], at: int, markers: Container[int]) -> str:
    """Return a line with the end of its sentence, where that stands on the next."""
    text = segments[at].text
    below = segments[at + 1 : at + 2]
    if not below or at + 1 in markers or below[0].gap or len(text) < _WRAPPED:
        return text
    whole = _SURE_ENDING.search(text) or not below[0].text.endswith("。")
    return text if whole else text + below[0].text


def _unwrap(text: str) -> bool:
    """Tell whether a whole line stands in one pair of heading brackets."""
    close = _WRAP.get(text[0])
    return bool(close) and text.endswith(close or "") and len(text) > 2 and text.count(text[0]) == 1


def _may_continue(raw: str, part: Segment) -> bool:
    """Tell whether a line can belong to the heading that stands before it."""
    if len(raw) > 160:
        return False
    if part.gap:
        return bool(_DEPARTMENT_LINE.fullmatch(part.text))
    if _BRACKET_TAIL.fullmatch(part.text) or _BRACKET_HEAD.match(part.text):
        return True
    if part.line.continues is not None:
        return part.line.continues
    return len(raw) >= _WRAPPED and not raw.endswith("。")
