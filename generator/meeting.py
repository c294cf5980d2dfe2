"""The nouns of a fictional meeting: what happened, before anyone writes it down.

A meeting knows nothing of marks, headings or columns. How it is put on paper is the business of
:mod:`generator.layout`; the same meeting can be written in every convention.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = [
    "AgendaEntry",
    "Aside",
    "Case",
    "Event",
    "Meeting",
    "Part",
    "Person",
    "Ruling",
    "Speech",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who was invited. Nobody here exists.

    Attributes:
        family, given: the name; ``given`` is never empty.
        group: ``委員``, ``実施機関`` or ``事務局``.
        role: title such as 会長 or 課長; empty for a plain member.
        present: whether the person came.
        bureau, division: where an official works; the organisation of a member is ``bureau``.
        case_no: the case an official explains, ``None`` for everybody else.
        attendance: how someone present took part if not as usual: オンライン, 途中退席; or empty.
        deputy_for: family name of the absent member whose place this one takes, or empty.
    """

    family: str
    given: str
    group: str
    role: str = ""
    present: bool = True
    bureau: str = ""
    division: str = ""
    case_no: int | None = None
    attendance: str = ""
    deputy_for: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stage direction, without marks."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What one person says without being interrupted by another.

    Attributes:
        speaker: who.
        paragraphs: what, at least one.
        asides: stage directions inside the speech, by the index of the paragraph they follow.
        asks: whether it is a question of the floor (質問), else an answer or procedure.
    """

    speaker: Person
    paragraphs: tuple[str, ...]
    asides: Mapping[int, str] = field(default_factory=dict)
    asks: bool = False


Event = Speech | Aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a case ended.

    Attributes:
        text: the sentence that says so; in verbatim minutes it stands in the chair's speech.
        outcome: one of 承認 同意 了承 可決 否決 答申 継続審議 次回審議 選任 報告.
        unanimous: ``None`` where the sentence does not tell.
        votes_for, votes_against: counts, where the sentence gives them.
        request: the sentence with a wish, which also stands in ``text``.
    """

    text: str
    outcome: str
    unanimous: bool | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed part of an inquiry: ``path`` are its headings from the outside in."""

    path: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter of the day.

    Attributes:
        case_no: 1, 2, … in the order of the agenda.
        kind: 諮問, 報告, 審議 or 議案.
        number: its own number such as 諮問第12号, or empty.
        title: as the agenda has it.
        bureau, division: the office in charge.
        continued: whether it was carried over from the last meeting.
        parts: the inquiry in writing, if the minutes quote it.
        events: speeches and stage directions, in order.
        narrative: paragraphs of minutes that name no speakers.
        bullets: opinions of such minutes.
        ruling: how it ended, ``None`` when the minutes say nothing.
        deferred: the remark that puts the case off before it was heard, or empty.
    """

    case_no: int
    kind: str
    title: str
    number: str = ""
    bureau: str = ""
    division: str = ""
    continued: bool = False
    parts: tuple[Part, ...] = ()
    events: tuple[Event, ...] = ()
    narrative: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    ruling: Ruling | None = None
    deferred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One line of the list of business: a category, a case (``case_no``), or another point."""

    level: int
    title: str
    case_no: int | None = None
    category: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A whole meeting.

    Attributes:
        city: the municipality, which does not exist unless the caller named a real one.
        body: full name of the council, with the municipality.
        year_count: session of the fiscal year, ``total_count``: session since the beginning;
            one of them is ``None``.
        fiscal_year: western number of the year that began on 1 April.
        observers: number of people in the public seats.
        public: 公開 or 非公開.
        register: ``verbatim``, ``summary`` or ``narrative``.
        people: in the order of the roster.
        opening, closing: events before the first and after the last case.
        materials: titles of the papers handed out.
    """

    city: str
    body: str
    year_count: int | None
    total_count: int | None
    fiscal_year: int
    date: datetime.date
    opened: datetime.time
    closed: datetime.time
    place: str
    observers: int
    public: str
    register: str
    people: tuple[Person, ...]
    agenda: tuple[AgendaEntry, ...]
    cases: tuple[Case, ...]
    opening: tuple[Event, ...] = ()
    closing: tuple[Event, ...] = ()
    materials: tuple[str, ...] = ()

    @property
    def chair(self) -> Person:
        """Who presides: the first of the members."""
        return self.people[0]

    def group(self, name: str) -> tuple[Person, ...]:
        """The people of a group, in the order of the roster."""
        return tuple(person for person in self.people if person.group == name)

    def speeches(self) -> Iterator[Speech]:
        """Every speech, in order."""
        stretches = (self.opening, *(case.events for case in self.cases), self.closing)
        for events in stretches:
            yield from (event for event in events if isinstance(event, Speech))
