"""The body of the minutes: headings, speeches, stage directions, outcomes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import count, groupby

from generator.agenda import Agenda
from generator.convention import Convention
from generator.dates import clock
from generator.gold import Gold
from generator.meeting import Aside, Case, Event, Meeting, Speech
from generator.sheet import Sheet
from generator.speakers import Labels

__all__ = ["BodyWriter"]

_KANA = "アイウエオ"


class BodyWriter:
    """Writes what happened, and notes it as gold on the way."""

    def __init__(
        self, meeting: Meeting, convention: Convention, agenda: Agenda, sheet: Sheet, gold: Gold
    ) -> None:
        self._meeting = meeting
        self._convention = convention
        self._style = convention.body
        self._speaker = convention.speaker
        self._agenda = agenda
        self._sheet = sheet
        self._gold = gold
        self._labels = Labels(meeting, convention)
        self._numbers = count(1)

    def write(self, label: str) -> None:
        """Write the body under its label in the header's style (empty for none)."""
        if label:
            self._heading(label)
        if legend := self._labels.legend():
            self._sheet.add("text", legend)
        if head := self._speaker.get("head"):
            self._sheet.extend("speaker", head.split("\n"))
        self._clock("clock", self._meeting.opened)
        if self._repeats() and self._agenda.first and self._meeting.opening:
            self._heading(self._agenda.first)
        self._events(self._meeting.opening, None)
        category = ""
        for case in self._meeting.cases:
            parent = self._agenda.parents[case.case_no]
            if parent and parent != category and self._repeats() and not case.deferred:
                self._heading(parent)
            category = parent
            self._case(case)
        if self._meeting.closing and self._repeats():
            self._heading(self._agenda.last)
        self._events(self._meeting.closing, None)
        if self._clock("end_clock", self._meeting.closed):
            self._gold.closed = f"{self._meeting.closed:%H:%M}"
            self._sheet.extend("text", filter(None, self._style["end"].split("\n")))

    def _clock(self, key: str, time: datetime.time) -> bool:
        """A line that says when the meeting began or ended, if the convention has one."""
        form = self._style.get(key)
        if not form:
            return False
        written = form.format(time=clock(time, self._convention))
        self._sheet.add("aside", written)
        self._gold.stage_directions.append(written.strip("()"))
        return True

    def _repeats(self) -> bool:
        return "{number}" in self._style["heading"]

    def _heading(self, text: str) -> None:
        self._sheet.add("heading", text)
        self._gold.headings.append(text)

    # -- cases ------------------------------------------------------------------------------------

    def _case(self, case: Case) -> None:
        heading = None if case.deferred else self._case_heading(case)
        outcome = case.ruling.outcome if case.ruling else ("次回審議" if case.deferred else None)
        if not case.deferred:
            subs = count(1)
            self._parts(case, subs)
            if self._style["debate"]:
                self._sub(self._style["debate"], subs)
            self._events(case.events, case.case_no)
            self._sheet.extend("text", case.narrative)
            self._sheet.extend("text", (f"・{bullet}" for bullet in case.bullets))
            self._ruling(case, subs)
        self._gold.cases.append(
            {
                "case_no": case.case_no,
                "kind": self._kind(case),
                "number": case.number or None,
                "title": case.title,
                "continued": case.continued,
                "heading": heading,
                "status": "deferred" if case.deferred else "heard",
                "outcome": outcome,
                "unanimous": case.ruling.unanimous if case.ruling else None,
            }
        )

    def _kind(self, case: Case) -> str:
        """The kind of the case as far as the document tells: by number, category or heading."""
        category = bool(self._agenda.parents[case.case_no])
        if case.number or category or "{kind}" in self._style["heading"]:
            return case.kind
        return "審議" if self._convention.words["agenda"] == "審議事項" else "その他"

    def _case_heading(self, case: Case) -> str | None:
        form = self._style["heading"]
        if not form or case.case_no == self._style.get("headless"):
            return None
        title = f"{case.number} {case.title}" if case.number else case.title
        number = self._agenda.numbers[case.case_no]
        written = str(form.format(number=number, n=case.case_no, kind=case.kind, title=title))
        for line in written.split("\n"):
            self._heading(line)
        if self._style.get("tail") and (tail := self._agenda.tail(case).strip()):
            self._sheet.add("heading", tail)
        return written

    def _sub(self, word: str, subs: count[int]) -> None:
        self._heading(self._style["sub"].format(word, n=next(subs)))

    def _parts(self, case: Case, subs: count[int]) -> None:
        """The inquiry in writing: 1 諮問内容, (1) 対象業務, (2) 概要, ア 目的, イ 効果, …"""
        if not case.parts:
            return
        self._sub("諮問内容", subs)
        by_head = groupby(case.parts, key=lambda part: part.path[0])
        for number, (head, parts) in enumerate(by_head, start=1):
            self._heading(f"({number}) {head}")
            for kana, part in zip(_KANA, parts, strict=False):
                if len(part.path) > 1:
                    self._heading(f"{kana} {part.path[1]}")
                self._sheet.extend("text", part.paragraphs)
                self._gold.sections.append(
                    {
                        "case_no": case.case_no,
                        "path": "/".join(("諮問内容", *part.path)),
                        "text": "\n".join(part.paragraphs),
                    }
                )

    def _ruling(self, case: Case, subs: count[int]) -> None:
        ruling = case.ruling
        if ruling is None:
            return
        if self._meeting.register == "summary":
            if self._style["ruling"] == "heading":
                self._sub(self._style["conclusion"], subs)
                self._sheet.add("text", ruling.text)
            elif self._style["ruling"] == "dash" and ruling.unanimous:
                self._sheet.add("text", f"―{ruling.text.rstrip('。')}―")
            else:
                self._sheet.add("text", f"⇒ {ruling.text}")
        elif self._meeting.register == "narrative":
            self._sheet.add("text", ruling.text)
        self._gold.decisions.append(
            {
                "text": ruling.text,
                "outcome": ruling.outcome,
                "case_no": case.case_no,
                "unanimous": ruling.unanimous,
                "votes_for": ruling.votes_for,
                "votes_against": ruling.votes_against,
                "request": ruling.request,
            }
        )

    # -- events -----------------------------------------------------------------------------------

    def _events(self, events: Sequence[Event], case_no: int | None) -> None:
        for event in events:
            if isinstance(event, Aside):
                self._aside(event.text)
            else:
                self._speech(event, case_no)

    def _aside(self, text: str) -> None:
        self._sheet.add("aside", self._style["aside"].format(text))
        self._gold.stage_directions.append(text)

    def _speech(self, speech: Speech, case_no: int | None) -> None:
        label = self._labels.written(speech, next(self._numbers))
        said = [f"「{part}" if n == 0 else part for n, part in enumerate(speech.paragraphs)]
        said[-1] += "」"
        paragraphs = said if self._speaker.get("quoted") else list(speech.paragraphs)
        inner, gap = self._speaker["inner"], self._speaker["gap"]
        if "\n" in gap:
            self._sheet.add("speaker", label)
            first = inner + paragraphs[0]
        else:
            first = label + gap + paragraphs[0]
        self._sheet.add("speech" if "\n" not in gap else "more", first)
        for index, paragraph in enumerate(paragraphs):
            if index:
                self._sheet.add("more", inner + paragraph)
            if index in speech.asides:
                self._aside(speech.asides[index])
        self._gold.turn(self._labels.of(speech), speech.paragraphs, case_no)
