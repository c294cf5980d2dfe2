"""Headings of the body: of a case, of an agenda item, of a section.

A heading is known because it repeats the agenda, because it is numbered as a matter (議題1,
諮問第3号), because it is one of the words councils head sections with, or because of its shape and
what follows it. Numbered lists inside a speech ((1)…, 2点目…) are none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.parsing.body.heading_forms import (
    LONGEST_CATEGORY,
    LONGEST_TITLE,
    PROCEDURE,
    Around,
    Form,
    Known,
    by_mark,
    by_number,
    by_place,
    by_word,
    ends_in_particle,
    form_of,
    is_enclosed,
    names_several,
    surely_ends_title,
)
from pipeline.parsing.folding import fold, join_wrapped, key
from pipeline.parsing.header.agenda import Agenda
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome, outcome_beside
from pipeline.parsing.phrases.title_index import TitleIndex
from pipeline.parsing.phrases.titles import (
    TitleParts,
    begins_number,
    kind_of_category,
    read_title_parts,
)

__all__ = ["Heading", "HeadingReader", "goes_over_to_others", "tells_next_meeting"]

_DEPARTMENT_LINE = re.compile(
    r"(?:[(][^()]{0,12}継続[^()]{0,12}[)]\s{0,3})?"
    rf"[【〔\[(][^【】〔〕\[\]()]{{2,40}}(?:{alternatives(load('roles')['departments'])})[】〕\])]"
)
_BRACKET_HEAD = re.compile(r"[(【〔].{1,20}[)】〕]\s")
_BRACKET_TAIL = re.compile(r"[(【\[〔].{1,60}[)】\]〕]")
_SENTENCE_ABOUT = re.compile(r"について、|。.")  # …計画について、ご説明いたします。
_IS_TAKEN = (
    r"(?:は|が|を(?!求めること)|です"
    r"|、[^。]{0,20}(?:(?:説明|報告)を?(?:求|お?願|いた|し[まて]|申)|お願い|議題))"
)
# 日程第1、…の承認についてを議題といたします; …の改正について、事務局の説明を
_TAKEN_UP = re.compile(rf"について{_IS_TAKEN}|の(?:件|承認|選任){_IS_TAKEN}|を(?:一括)?議題と")
_OTHERS = alternatives(load("body")["behind_answers"]["others"], spaced=True)
_OTHER_BUSINESS = re.compile(
    rf"(?:[(]?[0-9]{{1,2}}[).]?|第[0-9]{{1,2}}|[・○●◆■])?\s{{0,3}}(?:{_OTHERS})(?:\s{{1,8}}|\s?:)\s?\S"
)
_NEXT_MEETING = re.compile(
    r"次回(?:の?[^。、]{0,12})?は[^。]{0,40}(?:開催|予定|開く|行う)[^。]{0,8}。?$"
)
_CALLED_BEHIND = re.compile(r"。[(〔\[][^()〔〕\[\]]{1,16}[)〕\]]$")  # …可決されました。（拍手）
_WRAPPED = 25  # characters of a line that the next may continue
_SHORTEST_SENTENCE = 12  # characters, and one more
_MAX_HEADING = 70
_MAX_LINE = 400  # characters of a title with what is wrapped below it


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

    @property
    def decides(self) -> bool:
        """Whether it stands over what was decided: 【審議結果】."""
        return self.rule == "decision_word"

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

    def may_head(self, text: str) -> bool:
        """Tell whether a folded line may be a heading: what is long or ends as a sentence is one
        only where it begins as an entry of the agenda does.
        """
        short = len(text) <= _MAX_HEADING and not text.endswith("。")
        return short or self._begins_entry(text) or text.isdigit()

    def _begins_entry(self, text: str) -> bool:
        first = text[0]
        return not first.isalpha() or key(first) in self._begin or begins_number(text)

    def read(self, line: Around) -> Heading | None:
        """Return the heading that begins at a line, which may be one."""
        segments, at, markers, text = line.segments, line.at, line.markers, line.text
        if len(text) > _MAX_LINE or is_direction(text) or outcome_beside(text):
            return None
        if line.speaking and _TAKEN_UP.search(_with_wrapped(segments, at, markers)):
            return None
        if found := self._from_agenda(segments, at, line.speaking, markers):
            return found
        if line.ended and text.isdigit() and (found := self._below_number(segments, at, markers)):
            return found
        if len(text) > _MAX_HEADING or text.endswith("。") or _CALLED_BEHIND.search(text):
            return None
        if found := self._number_alone(line.segment):
            return found
        form = form_of(line)
        known = (
            self._next_matter(line, form)
            or by_word(line, form)
            or by_mark(line, form)
            or by_place(line, form)
            or self._goes_on(line, form)
            or by_number(line, form)
        )
        segment = line.segment
        return known and Heading(known[0], segment.raw, form.parts, (segment.span,), 1, known[1])

    def _number_alone(self, segment: Segment) -> Heading | None:
        """Return the heading of an entry whose number stands alone on a line: ②."""
        entry = read_enumerator(segment.text) if self._numbers else None
        if entry is None or entry.end != len(segment.text):
            return None
        index = self._numbers.get((entry.kind, entry.value))
        if index is None:
            return None
        parts = read_title_parts(segment.raw)
        return Heading("case", segment.raw, parts, (segment.span,), 1, "number_alone", index)

    def _next_matter(self, line: Around, form: Form) -> Known | None:
        """Know a heading that names several matters, or the next of the list that goes on."""
        if line.ended and names_several(line.text):
            return "case", "numbered_matter"
        if self._counts_on(form.parts) and len(line.text) <= LONGEST_TITLE:
            return "case", "counts_on"
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

    def _goes_on(self, line: Around, form: Form) -> Known | None:
        """Know a line apart that takes the number behind that of the last heading of its kind.

        It does not where it goes on with a list that the speech has begun.
        """
        entry, segment = form.parts.enumerator, line.segment
        if not (form.numbered and line.ended) or entry is None:
            return None
        if "号" in entry.written or not segment.gap:
            return None
        kind = (entry.kind, entry.word)
        if entry.value <= 1 or len(form.parts.title) > LONGEST_TITLE:
            self._headed.pop(kind, None)
            return None
        follows = self._headed.get(kind) == entry.value - 1
        return ("section", "goes_on") if follows and not ends_in_particle(segment.text) else None

    def _from_agenda(
        self, segments: Sequence[Segment], at: int, speaking: bool, markers: Container[int]
    ) -> Heading | None:
        segment = segments[at]
        if not self._begins_entry(segment.text):
            return None
        raw, best, found = "", None, None
        for count in range(1, 5):
            if at + count > len(segments) or (count > 1 and at + count - 1 in markers):
                break
            part = segments[at + count - 1]
            if count > 1 and not self._runs_on(segment, raw, part):
                break
            raw = join_wrapped(raw, part.raw)
            inner = raw.strip()[1:-1] if is_enclosed(part.text) and count == 1 else raw
            parts = read_title_parts(inner)
            index = self._lookup(parts)
            if index is not None:
                best, found = count, (index, parts)
            elif best is not None:
                break
        if best is None or found is None:
            return None
        index, parts = found
        exact = parts.enumerator is not None or bool(is_enclosed(segment.text))
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
        if len(title) > LONGEST_CATEGORY * 4 or title.endswith("。"):
            return None
        text = f"{lines[0].raw} {title}"
        parts = read_title_parts(text)
        index = self._lookup(parts)
        numbered = index is not None and self._items[index].number == parts.number
        called = key(title) in PROCEDURE or kind_of_category(title) is not None
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
        if above and above not in PROCEDURE and kind_of_category(above) is None:
            found.append(index)
    return frozenset(found)


def _with_wrapped(segments: Sequence[Segment], at: int, markers: Container[int]) -> str:
    """Return a line with the end of its sentence, where that stands on the next."""
    text = segments[at].text
    below = segments[at + 1 : at + 2]
    if not below or at + 1 in markers or below[0].gap or len(text) < _WRAPPED:
        return text
    whole = surely_ends_title(text) or not below[0].text.endswith("。")
    return text if whole else text + below[0].text


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
