"""A document becomes minutes: the passes in their order.

candidates of speakers → header and its end → conventions → meeting, agenda, roster → body →
cases, turns, sections, decisions → the audit. Each pass only reads what passes before it found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Document, Exchange, Issue, Minutes, Note, Turn
from pipeline.parsing.body.after import Stretch, fields_of, find_after, people_attached
from pipeline.parsing.body.body import Block, read_body
from pipeline.parsing.body.headings import HeadingReader
from pipeline.parsing.body.points import rejoin_points
from pipeline.parsing.checks import Parsed, audit
from pipeline.parsing.conventions import Reading
from pipeline.parsing.doubt import with_doubt
from pipeline.parsing.header.agenda import Agenda, extend_agenda, goes_on_below, read_agenda
from pipeline.parsing.header.header import Header
from pipeline.parsing.header.meeting import MeetingFacts, read_meeting
from pipeline.parsing.kind import is_minutes, titled_minutes
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.other_kinds import of_other_kind
from pipeline.parsing.profile import Profile, load_profile
from pipeline.parsing.record_types import record_type, turns_status
from pipeline.parsing.records.cases import (
    CaseBook,
    open_cases,
    settle,
    with_cases,
    with_named_cases,
)
from pipeline.parsing.records.decision_records import printed_in_header
from pipeline.parsing.records.exchanges import pair
from pipeline.parsing.records.note_records import (
    build_footnotes,
    build_notes,
    header_notes,
    notes_beside,
)
from pipeline.parsing.records.text_records import build_text_records, in_order, told_in_header
from pipeline.parsing.records.turns import build_turns
from pipeline.parsing.roster.record import Roster, head_count
from pipeline.parsing.roster.roster import read_roster
from pipeline.parsing.survey import survey
from pipeline.uncollected import uncollected

__all__ = ["parse"]


def parse(
    document: Document,
    *,
    profile: str | None = None,
    revise: Callable[[Minutes], Minutes] | None = None,
) -> Minutes:
    """Read the minutes that ``document`` holds; what is not understood is residue.

    Args:
        document: what a reader made of a file.
        profile: name or file of a profile that pins what the document's own lines would decide.
        revise: changes the records before the audit looks at them: what a person corrected.

    Raises:
        ProfileError: there is no such profile, or it is not valid.
    """
    pinned = load_profile(profile)
    with uncollected():
        return _parse(document, pinned, revise)


def _parse(
    document: Document, pinned: Profile, revise: Callable[[Minutes], Minutes] | None
) -> Minutes:
    sheet, header, reading = survey(document, pinned)
    after = find_after(sheet, header.body_start, reading.markers)
    header.after = fields_of(after)
    if people := people_attached(header, after):
        header.fields.append(people)
    top = _read_top(sheet, header, reading, pinned)
    body = _read_proceedings(sheet, header, reading, top, after)
    if not is_minutes(sheet, header, top.facts.meeting, body.turns, len(top.roster.attendees)):
        return _not_minutes(sheet, reading)
    minutes = _write_records(sheet, header, reading, top, body, pinned)
    if revise is not None:
        minutes = revise(minutes)
        _take_back(minutes, top, body)
    found = audit(
        Parsed(
            sheet=sheet,
            header=header,
            reading=reading,
            meeting=minutes.meeting or top.facts.meeting,
            agenda=top.agenda,
            roster=top.roster,
            blocks=body.blocks,
            book=body.book,
            turns=minutes.turns,
            sections=minutes.sections,
            decisions=minutes.decisions,
            passages=minutes.passages,
        )
    )
    return with_doubt(replace(minutes, issues=(*minutes.issues, *found)))


@dataclass(slots=True)
class _Top:
    """What stands above the proceedings."""

    notes: list[Note]
    facts: MeetingFacts
    agenda: Agenda
    roster: Roster


def _read_top(sheet: Sheet, header: Header, reading: Reading, pinned: Profile) -> _Top:
    notes = header_notes(sheet, header)
    first = min((at for at in reading.markers if at >= header.body_start), default=len(sheet))
    facts = read_meeting(sheet, header, pinned, first)
    agenda = read_agenda(sheet, header)
    spoken = {c.label.name for c in reading.markers.values() if c.label.name}
    return _Top(notes, facts, agenda, read_roster(sheet, header, spoken))


@dataclass(slots=True)
class _Proceedings:
    """The proceedings, who speaks in them and about what."""

    blocks: list[Block]
    book: CaseBook
    turns: list[Turn]
    exchanges: list[Exchange]


def _read_proceedings(
    sheet: Sheet, header: Header, reading: Reading, top: _Top, after: Sequence[Stretch]
) -> _Proceedings:
    """Read the body; its cases complete the agenda and say whose cases the attendees attend."""
    goes_on = header.why == "narrative" or goes_on_below(sheet, header, top.agenda)
    headings = HeadingReader(top.agenda, goes_on=goes_on)
    blocks = read_body(sheet, header.body_start, reading, headings, after)
    blocks = rejoin_points(blocks, listed=bool(top.agenda.items))
    if goes_on:
        opened = [b.heading for b in blocks if b.heading and b.heading.kind == "case"]
        extend_agenda(sheet, top.agenda, [(h.parts, h.spans[0]) for h in opened])
    book = open_cases(sheet, top.agenda, blocks)
    top.roster.attendees = with_cases(top.roster.attendees, book.cases)
    turns = build_turns(sheet, blocks, book.of_block, top.roster.attendees)
    return _Proceedings(blocks, book, *pair(turns))


def _write_records(
    sheet: Sheet, header: Header, reading: Reading, top: _Top, body: _Proceedings, pinned: Profile
) -> Minutes:
    book, turns, roster = body.book, body.turns, top.roster
    footnotes = build_footnotes(sheet)
    notes = [
        *top.notes,
        *footnotes,
        *top.agenda.notes,
        *build_notes(sheet, body.blocks, book.of_block),
    ]
    sections, stated = build_text_records(sheet, body.blocks, book, turns)
    stated = with_named_cases(book, stated)
    stated += printed_in_header(sheet, header, top.agenda, book, stated)
    told, stated_above = told_in_header(sheet, header)
    sections = [*told, *sections]
    decisions = in_order([*stated, *with_named_cases(book, stated_above)])
    notes = settle(book, notes, decisions)
    notes += notes_beside(sheet, turns)
    passages = sheet.ledger.passages()
    present, absent = head_count(roster.attendees, roster.stated)
    meeting = replace(
        top.facts.meeting,
        record_type=record_type(sheet, header, turns, decisions),
        turns_status=turns_status(
            turns,
            (s.text for s in sections),
            headed=not turns and any(heads_columns(sheet, segment) for segment in sheet),
        ),
        body_now=pinned.name_now(top.facts.meeting.body),
        members_present=present,
        members_absent=absent,
    )
    return Minutes(
        document=sheet.document,
        convention=reading.name,
        profile=pinned.name,
        confidence=reading.confidence,
        coverage=sheet.ledger.coverage(passages),
        meeting=meeting,
        attendees=tuple(roster.attendees),
        agenda=tuple(top.agenda.items),
        cases=tuple(book.cases),
        sections=tuple(sections),
        turns=tuple(turns),
        exchanges=tuple(body.exchanges),
        decisions=tuple(decisions),
        notes=tuple(sorted(notes, key=lambda n: (n.place.line_first, n.note_id))),
        issues=(*sheet.document.issues, *top.facts.issues, *roster.issues, *book.issues),
        passages=passages,
        laws=pinned.laws,
        evidence=(_where_body_begins(sheet, header), *reading.evidence, *roster.told),
    )


def _take_back(minutes: Minutes, top: _Top, body: _Proceedings) -> None:
    """Let the audit see the records as they were revised."""
    top.roster.attendees = list(minutes.attendees)
    top.agenda.items[:] = minutes.agenda
    for item in minutes.agenda:
        top.agenda.parents.setdefault(item.agenda_id, None)
    body.book.cases[:] = minutes.cases


def _where_body_begins(sheet: Sheet, header: Header) -> str:
    below = sheet.segments[header.body_start : header.body_start + 1]
    return f"body begins at line {below[0].line.no}: {header.why}" if below else "no body"


_NO_MINUTES = Issue(
    severity="info",
    code="not_minutes",
    message="This does not read as the minutes of a meeting (no header with date, place or people, "
    "nobody speaks), so no records were made. If it is, name its layout with a profile.",
)


_UNREAD = Issue(
    severity="warning",
    code="minutes_unread",
    message="The title is that of minutes, but neither their header nor any speaker was found.",
)


def _not_minutes(sheet: Sheet, reading: Reading) -> Minutes:
    unread = titled_minutes(sheet) and not of_other_kind(sheet)
    return Minutes(
        document=sheet.document,
        kind="not_minutes",
        coverage=0.0,
        issues=(*sheet.document.issues, _NO_MINUTES, *([_UNREAD] if unread else ())),
        evidence=reading.evidence,
    )
