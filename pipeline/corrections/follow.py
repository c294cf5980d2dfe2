"""What follows from corrected records: numbers, candidates, cases, outcomes, exchanges, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.corrections.draft import Draft
from pipeline.corrections.fields import CORRECTABLE
from pipeline.corrections.new_records import BODY, case_at
from pipeline.model import Attendee, Case, Decision, Meeting, Minutes, Turn
from pipeline.parsing.header.meeting import with_derived
from pipeline.parsing.phrases.municipalities import find_municipality, municipality_of_code
from pipeline.parsing.phrases.names import split_name
from pipeline.parsing.phrases.outcomes import class_of
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.record_types import turns_status
from pipeline.parsing.records.cases import last_decisions, with_cases
from pipeline.parsing.records.exchanges import pair
from pipeline.parsing.records.turns import who_speaks
from pipeline.parsing.roster.record import head_count

__all__ = ["follow"]


def follow(draft: Draft) -> Minutes:
    """Return the minutes with the corrected records and all that follows from them."""
    minutes = draft.minutes
    decisions = _decisions(draft)
    cases = _cases(draft, decisions)
    attendees = _attendees(draft, cases)
    agenda = _numbered(draft.records["agenda"])
    kept = {item.agenda_id for item in agenda}
    cases = [c if c.agenda_id in kept else replace(c, agenda_id=None) for c in cases]
    turns, exchanges = pair(_turns(draft, attendees))
    sections = tuple(draft.records["sections"])
    passages = tuple(draft.passages)
    return replace(
        minutes,
        meeting=_meeting(draft, attendees, turns),
        attendees=tuple(attendees),
        agenda=tuple(agenda),
        cases=tuple(cases),
        sections=sections,
        turns=tuple(turns),
        exchanges=tuple(exchanges),
        decisions=tuple(decisions),
        notes=tuple(draft.records["notes"]),
        passages=passages,
        coverage=draft.ledger.coverage(passages),
    )


def _numbered(records: Sequence[Any]) -> list[Any]:
    return [replace(record, seq=number) for number, record in enumerate(records, start=1)]


def _decisions(draft: Draft) -> list[Decision]:
    found: list[Decision] = []
    for decision in _numbered(draft.records["decisions"]):
        given = draft.given.get(decision.decision_id, set())
        if "outcome" in given and "outcome_class" not in given:
            decision = replace(decision, outcome_class=class_of(decision.outcome))
        found.append(decision)
    return found


def _cases(draft: Draft, decisions: list[Decision]) -> list[Case]:
    """Number the cases, give their records to them, and let them end as they were decided."""
    minutes = draft.minutes
    before = {case.case_id for case in minutes.cases}
    now = {case.case_id for case in draft.records["cases"]}
    for case in draft.records["cases"]:
        if case.case_id not in before:
            _take_over(draft, case, decisions)
    for gone in before - now:
        _give_back(draft, gone, decisions)
    last, was = last_decisions(decisions), last_decisions(minutes.decisions)
    cases: list[Case] = []
    for number, case in enumerate(draft.records["cases"], start=1):
        given = draft.given.get(case.case_id, set())
        decision, old = last.get(case.case_id), was.get(case.case_id)
        changes: dict[str, Any] = {"case_no": number}
        if _fate(decision) != _fate(old):
            changes |= {
                "outcome": decision.outcome if decision else None,
                "unanimous": decision.unanimous if decision else None,
                "status": "heard" if decision else case.status,
            }
        cases.append(replace(case, **{k: v for k, v in changes.items() if k not in given}))
    return cases


def _fate(decision: Decision | None) -> tuple[object, ...]:
    return (decision.outcome, decision.unanimous) if decision else ()


def _take_over(draft: Draft, case: Case, decisions: list[Decision]) -> None:
    """Give a new case what stands behind it and belonged to the case that it parts."""
    line = case.place.line_first
    body = [r.place.line_first for table in BODY for r in draft.records[table]]
    if not body or line < min(body):
        return  # an entry of the agenda
    parted = case_at(draft, line)
    taken = False
    for records in _body(draft, decisions):
        for at, record in enumerate(records):
            decided = "case_id" in draft.given.get(_id_of(record), set())
            if record.place.line_first >= line and record.case_id == parted and not decided:
                records[at] = replace(record, case_id=case.case_id)
                taken = True
    if taken and case.status is None:
        draft.replace("cases", case, replace(case, status="heard"))


def _give_back(draft: Draft, case_id: str, decisions: list[Decision]) -> None:
    """Give what belonged to a case that is none to the case before it."""
    own = [r for records in _body(draft, decisions) for r in records if r.case_id == case_id]
    if not own:
        return
    first = min(r.place.line_first for r in own)
    previous = case_at(draft, first - 1)
    for records in _body(draft, decisions):
        for at, record in enumerate(records):
            if record.case_id == case_id:
                records[at] = replace(record, case_id=previous)


def _body(draft: Draft, decisions: list[Decision]) -> list[list[Any]]:
    return [decisions if table == "decisions" else draft.records[table] for table in BODY]


def _id_of(record: Any) -> str:
    for table in BODY:
        if hasattr(record, CORRECTABLE[table].key):
            return str(getattr(record, CORRECTABLE[table].key))
    return ""


def _attendees(draft: Draft, cases: Sequence[Case]) -> list[Attendee]:
    people: list[Attendee] = []
    for person in _numbered(draft.records["attendees"]):
        given = draft.given.get(person.attendee_id, set())
        if "name" in given and not given & {"family_name", "given_name"}:
            split = split_name(person.name)
            person = replace(
                person, family_name=split.family, given_name=split.given, name_split=split.how
            )
        elif given & {"family_name", "given_name"}:
            person = replace(person, name_split="written")
        people.append(person)
    return with_cases(people, cases)


def _turns(draft: Draft, attendees: Sequence[Attendee]) -> list[Turn]:
    before = {turn.turn_id: turn for turn in draft.minutes.turns}
    return [
        replace(_spoken_by(draft, turn, before.get(turn.turn_id), attendees), replies_to=None)
        for turn in _numbered(draft.records["turns"])
    ]


def _spoken_by(
    draft: Draft, turn: Turn, before: Turn | None, attendees: Sequence[Attendee]
) -> Turn:
    """Return a turn whose speaker is read from the corrected label in the corrected roster."""
    given = draft.given.get(turn.turn_id, set())
    if "is_question" not in given and (before is None or before.text != turn.text):
        turn = replace(turn, is_question=is_question(turn.text))
    label = read_label(turn.speaker or "")
    if before is None or given & {"speaker", "speaker_name", "speaker_role", "speaker_group"}:
        if given & {"speaker_name", "speaker_role", "speaker_group"}:
            label = replace(
                label,
                name=turn.speaker_name if "speaker_name" in given else label.name,
                role=turn.speaker_role if "speaker_role" in given else label.role,
                group=turn.speaker_group if "speaker_group" in given else label.group,
                strength=max(label.strength, 2),
            )
        read: dict[str, Any] = dict(who_speaks(label, turn.case_id, attendees))
        read["speaker"] = turn.speaker
        turn = replace(turn, **{k: v for k, v in read.items() if k not in given})
    elif _who(before) == _who(who_speaks(label, before.case_id, draft.minutes.attendees)):
        now = dict(who_speaks(label, turn.case_id, attendees))
        read = {name: now[name] for name in _WHO}
        turn = replace(turn, **{k: v for k, v in read.items() if k not in given})
    return _with_person(turn, given, {person.attendee_id: person for person in attendees})


_WHO = ("attendee_id", "candidates", "speaker_group")


def _who(speaker: Any) -> tuple[object, ...]:
    get = speaker.get if isinstance(speaker, dict) else lambda name: getattr(speaker, name)
    return tuple(get(name) for name in _WHO)


def _with_person(turn: Turn, given: set[str], people: dict[str, Attendee]) -> Turn:
    """Let a turn name only people that are in the roster, and agree with the one it names."""
    candidates = tuple(person for person in turn.candidates if person in people)
    person = people.get(turn.attendee_id or "")
    turn = replace(turn, candidates=candidates, attendee_id=person.attendee_id if person else None)
    if person is not None and "attendee_id" in given:
        group = turn.speaker_group if "speaker_group" in given else person.group
        turn = replace(turn, candidates=(person.attendee_id,), speaker_group=group)
    return turn


def _meeting(draft: Draft, attendees: Sequence[Attendee], turns: Sequence[Turn]) -> Meeting:
    meeting: Meeting = draft.records["meetings"][0]
    given = draft.given.get(meeting.meeting_id, set())
    if given & {"session", "date", "opened", "closed"}:
        meeting = with_derived(meeting)
    changes: dict[str, Any] = {}
    if given & {"body", "municipality", "municipality_code"}:
        found = (
            municipality_of_code(meeting.municipality_code or "")
            if "municipality_code" in given
            else find_municipality(
                f"{meeting.municipality}会" if "municipality" in given else meeting.body,
                meeting.prefecture or "",
            )
        )
        if found is not None:
            changes |= {
                "prefecture": found.prefecture,
                "municipality": found.name or None,
                "municipality_code": found.code,
            }
    if "body" in given:
        changes["body_now"] = None
    was = head_count(draft.minutes.attendees, {})
    if (meeting.members_present, meeting.members_absent) == was:
        changes |= dict(
            zip(("members_present", "members_absent"), head_count(attendees, {}), strict=True)
        )
    texts = (section.text for section in draft.records["sections"])
    headed = meeting.turns_status == "unlabelled"
    changes["turns_status"] = turns_status(turns, texts, headed=headed)
    return replace(meeting, **{k: v for k, v in changes.items() if k not in given})
