"""Make up a whole meeting from a seed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.meeting import AgendaEntry, Aside, Case, Event, Meeting, Part, Person, Speech
from generator.people import members, officials
from generator.rulings import rule
from generator.talk import Debate, narrate
from generator.vocabulary import Phrases, Topic, load

__all__ = ["Brief", "invent"]

_FIRST_DAY = datetime.date(2014, 4, 1)
_DAYS = 4300
_CATEGORIES = {"諮問": "諮問案件", "議案": "議案", "審議": "審議事項", "報告": "報告事項"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is settled about a meeting before chance decides the rest.

    Attributes:
        register: ``verbatim``, ``summary`` or ``narrative``.
        turns: about how many speeches.
        agency: whether officials of each case explain and answer (実施機関); else the secretariat.
        parts: whether each inquiry is quoted with its purpose, effect and reason.
        domain: an entry of ``domains.toml``, or ``None`` for any.
        city: municipality, or ``None`` for one that does not exist.
        body: name of the council without its city, or ``None`` for any of the domain.
        titles: titles of the cases, or ``None`` for any of the domain.
        date: day of the meeting, or ``None`` for any.
        session: session since the beginning, or ``None`` for any.
        continued: number of a case carried over from last time, 0 for none, ``None`` for chance.
        defer_last: whether the last case is put off; ``None`` for chance.
        agenda: ``flat``, ``categories``, ``deep`` or ``ceremony``; ``None`` for any.
        outcomes: how the cases end, in their order; ``None`` for chance.
        after: an earlier meeting of the same council: the same members and clerks, the next
            session, and cases that were put off or continued come again.
    """

    register: str
    turns: int
    agency: bool = False
    parts: bool = False
    domain: str | None = None
    city: str | None = None
    body: str | None = None
    titles: tuple[str, ...] | None = None
    date: datetime.date | None = None
    session: int | None = None
    continued: int | None = None
    defer_last: bool | None = None
    agenda: str | None = None
    outcomes: tuple[str, ...] | None = None
    after: Meeting | None = None


def invent(rng: random.Random, brief: Brief) -> Meeting:
    """A fictional meeting. The same state of ``rng`` and the same brief give the same meeting."""
    domain: Mapping[str, Any] = load("domains")[brief.domain or rng.choice(sorted(load("domains")))]
    meeting = _frame(rng, brief, domain)
    known = brief.after.people if brief.after else ()
    taken = {person.family for person in known}
    people = _members(rng, brief, domain, taken)
    cases = _cases(rng, brief, domain)
    for case in cases:
        if came := _again(brief, case.title):
            people += (replace(person, case_no=case.case_no) for person in came)
        elif brief.agency and case.kind != "報告":
            people += officials(
                rng,
                taken,
                group="実施機関",
                bureau=case.bureau,
                division=case.division,
                count=rng.randint(1, 3),
                case_no=case.case_no,
            )
    if brief.after:
        people += brief.after.group("事務局")
    else:
        bureau, division = domain["secretariat"]
        people += officials(
            rng, taken, group="事務局", bureau=bureau, division=division, count=rng.randint(2, 4)
        )
    meeting = replace(meeting, people=tuple(people))
    heard = tuple(_hear(rng, brief, domain, meeting, case, len(cases)) for case in cases)
    agenda = _agenda(rng, brief, heard, domain)
    meeting = replace(meeting, cases=heard, agenda=agenda)
    if brief.register == "verbatim":
        opening, closing = _ceremony(rng, meeting, domain)
        meeting = replace(meeting, opening=opening, closing=closing)
    return meeting


def _frame(rng: random.Random, brief: Brief, domain: Mapping[str, Any]) -> Meeting:
    places = load("places")
    city = brief.city or rng.choice(places["municipalities"])
    date = brief.date or _weekday(_FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS)))
    fiscal_year = date.year if date.month >= 4 else date.year - 1
    opened = datetime.datetime.combine(date, datetime.time(rng.choice([9, 10, 13, 14, 15, 18]), 0))
    opened += datetime.timedelta(minutes=rng.choice([0, 0, 0, 30, 30, 15, 5]))
    closed = opened + datetime.timedelta(minutes=rng.randint(40, 175))
    if rng.random() < 0.25 and closed - opened > datetime.timedelta(hours=1):
        closed -= datetime.timedelta(minutes=closed.minute)
    session = brief.session
    if brief.after:
        city, session = brief.after.city, (brief.after.total_count or 0) + 1
    counted = session is not None or rng.random() < 0.5
    return Meeting(
        city=city,
        body=brief.after.body
        if brief.after
        else city + (brief.body or rng.choice(domain["bodies"])),
        year_count=None if counted else rng.randint(1, 8),
        total_count=(session or rng.randint(3, 160)) if counted else None,
        fiscal_year=fiscal_year,
        date=date,
        opened=opened.time(),
        closed=closed.time(),
        place=rng.choice(places["rooms"]).format(city=city),
        observers=rng.choice([0, 0, 0, 1, 2, 3, 5, 12]),
        public=rng.choice(["公開", "公開", "公開", "非公開"]),
        register=brief.register,
        people=(),
        agenda=(),
        cases=(),
        materials=("委員名簿", "前回会議録(案)", "関係法令の抜粋")[: rng.randint(1, 3)],
    )


def _members(
    rng: random.Random, brief: Brief, domain: Mapping[str, Any], taken: set[str]
) -> list[Person]:
    if brief.after is None:
        seats = rng.randint(*load("places")["member_count"])
        return [*members(rng, domain, taken, seats=seats)]
    seated = brief.after.group("委員")
    away = rng.choice(seated[2:])
    return [replace(person, present=person is not away) for person in seated]


def _weekday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=max(0, date.weekday() - 4))


def _cases(rng: random.Random, brief: Brief, domain: Mapping[str, Any]) -> list[Case]:
    """The matters of the day, before anyone has spoken about them."""
    titles = brief.titles
    if titles is None:
        count = rng.choice([1, 2, 2, 3]) if brief.turns < 60 else rng.choice([2, 3, 4])
        titles = tuple(title for title, _ in rng.sample(domain["matters"], count))
    numbered = rng.random() < 0.4
    first = rng.randint(1, 90)
    continued = brief.continued
    if continued is None:
        continued = 1 if rng.random() < 0.2 else 0
    found = []
    for case_no, title in enumerate(titles, start=1):
        kind = domain["case_kind"]
        if case_no == len(titles) > 1 and rng.random() < 0.4 and brief.titles is None:
            kind = "報告"
        bureau, divisions = rng.choice(domain["offices"])
        case = Case(
            case_no=case_no,
            kind=kind,
            title=title,
            number=f"{kind}第{first + case_no}号" if numbered and kind != "審議" else "",
            bureau=bureau,
            division=rng.choice(divisions),
            continued=case_no == continued,
        )
        if earlier := _earlier(brief, title):
            case = replace(
                case, number=earlier.number, bureau=earlier.bureau, division=earlier.division
            )
        found.append(case)
    return found


def _earlier(brief: Brief, title: str) -> Case | None:
    """The case of that title in the meeting before."""
    cases = brief.after.cases if brief.after else ()
    return next((case for case in cases if case.title == title), None)


def _again(brief: Brief, title: str) -> tuple[Person, ...]:
    """The officials who explained that case in the meeting before."""
    earlier = _earlier(brief, title)
    if earlier is None or brief.after is None:
        return ()
    return tuple(person for person in brief.after.people if person.case_no == earlier.case_no)


def _hear(
    rng: random.Random,
    brief: Brief,
    domain: Mapping[str, Any],
    meeting: Meeting,
    case: Case,
    count: int,
) -> Case:
    """The same case with what was said about it and how it ended."""
    defer = brief.defer_last
    if defer is None:
        defer = rng.random() < 0.08
    if defer and count > 1 and case.case_no == count and case.kind != "報告":
        return replace(case, deferred=load("asides")["deferred"])
    things = dict(domain["matters"])
    topic = Topic(
        rng,
        domain,
        thing=things.get(case.title, "本件"),
        year=meeting.fiscal_year,
        fixed={"city": meeting.city, "body": meeting.body},
    )
    floor = [person for person in meeting.group("委員") if person.present][1:]
    ruling = rule(
        rng,
        kind=case.kind,
        outcome=brief.outcomes[case.case_no - 1] if brief.outcomes else None,
        voters=len(floor),
        slots=topic.slots(topic.aspect()),
        said=brief.register == "verbatim",
    )
    case = replace(case, ruling=ruling, parts=_parts(rng, topic) if brief.parts else ())
    if brief.register == "narrative":
        paragraphs, bullets = narrate(rng, topic)
        return replace(case, narrative=paragraphs, bullets=bullets)
    debate = Debate(
        rng,
        brief.register,
        topic,
        title=case.title,
        chair=meeting.chair,
        floor=floor,
        bench=_bench(meeting, case),
    )
    return replace(case, events=debate.events(max(4, brief.turns // count), ruling))


def _bench(meeting: Meeting, case: Case) -> Sequence[Person]:
    own = [person for person in meeting.people if person.case_no == case.case_no]
    return own or meeting.group("事務局")


def _parts(rng: random.Random, topic: Topic) -> tuple[Part, ...]:
    phrases = Phrases(rng, "speech_summary")

    def draw(*kinds: str) -> tuple[str, ...]:
        return tuple(phrases.draw(kind, topic.slots(topic.aspect())) for kind in kinds)

    purpose = ("purpose", "purpose_more") if rng.random() < 0.5 else ("purpose",)
    return (
        Part(path=("対象業務",), paragraphs=draw("scope")),
        Part(path=("概要", "目的"), paragraphs=draw(*purpose)),
        Part(path=("概要", "効果"), paragraphs=draw("effect")),
        Part(path=("諮問理由",), paragraphs=draw("reason")),
    )


def _agenda(
    rng: random.Random, brief: Brief, cases: Sequence[Case], domain: Mapping[str, Any]
) -> tuple[AgendaEntry, ...]:
    shape = brief.agenda or rng.choice(
        ["flat", "flat", "categories", "categories", "deep", "ceremony"]
    )
    if shape in ("flat", "ceremony"):
        entries = [AgendaEntry(level=1, title=case.title, case_no=case.case_no) for case in cases]
        if shape == "ceremony":
            entries.insert(0, AgendaEntry(level=1, title="開会"))
    else:
        entries = []
        for kind in dict.fromkeys(case.kind for case in cases):
            entries.append(AgendaEntry(level=1, title=_CATEGORIES[kind], category=True))
            for case in (case for case in cases if case.kind == kind):
                entries.append(AgendaEntry(level=2, title=case.title, case_no=case.case_no))
                if shape == "deep":
                    points = rng.sample(domain["aspects"], rng.choice([0, 2, 3]))
                    entries += [AgendaEntry(level=3, title=point) for point in points]
    return (*entries, AgendaEntry(level=1, title="その他"))


def _ceremony(
    rng: random.Random, meeting: Meeting, domain: Mapping[str, Any]
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """How a verbatim record begins and ends."""
    phrases = Phrases(rng, "speech_verbatim")
    clerk, chair = meeting.group("事務局")[0], meeting.chair
    topic = Topic(
        rng,
        domain,
        thing="本会",
        year=meeting.fiscal_year,
        fixed={"city": meeting.city, "body": meeting.body},
    )
    present = sum(person.present for person in meeting.group("委員"))
    slots = {
        **topic.slots(topic.aspect()),
        "members": str(present),
        "chair": chair.role,
        "session": f"第{meeting.total_count or meeting.year_count}回",
    }

    def say(who: Person, *kinds: str) -> Speech:
        return Speech(speaker=who, paragraphs=tuple(phrases.draw(kind, slots) for kind in kinds))

    opening: list[Event] = []
    if rng.random() < 0.8:
        formalities = ["formalities"] * rng.randint(1, 3)
        opening.append(say(clerk, "greeting", *formalities, "hand_over"))
        if rng.random() < 0.3:
            opening.append(Aside(rng.choice(load("asides")["opening"])))
    opening.append(say(chair, "welcome"))
    closing: list[Event] = [say(chair, "other_business"), say(clerk, "schedule")]
    closing.append(say(chair, "closing"))
    return tuple(opening), tuple(closing)
