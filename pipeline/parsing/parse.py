"""A document becomes minutes: the passes in their order.

candidates of speakers → header and its end → conventions → meeting, agenda, roster → body →
cases, turns, sections, decisions → the audit. Each pass only reads what passes before it found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Attendee, Document, Issue, Minutes
from pipeline.parsing.agenda import extend_agenda, read_agenda
from pipeline.parsing.body import read_body
from pipeline.parsing.cases import CaseBook, open_cases, settle
from pipeline.parsing.checks import Parsed, audit
from pipeline.parsing.conventions import Reading, choose, find_candidates
from pipeline.parsing.header import Header, read_header
from pipeline.parsing.headings import HeadingReader
from pipeline.parsing.kind import is_minutes, record_type, turns_status
from pipeline.parsing.meeting import read_meeting
from pipeline.parsing.profile import Profile, load_profile
from pipeline.parsing.question_table import cut_rows
from pipeline.parsing.records import build_notes, build_text_records
from pipeline.parsing.roster import read_roster
from pipeline.parsing.roster_rows import Roster
from pipeline.parsing.sheet import Sheet, lay_out
from pipeline.parsing.turns import build_turns, pair_exchanges

__all__ = ["parse"]

_WORST = ("error", "warning", "info")


def parse(document: Document, *, profile: str | None = None) -> Minutes:
    """Read the minutes that ``document`` holds; what is not understood is residue.

    Args:
        document: what a reader made of a file.
        profile: name or file of a profile that pins what the document's own lines would decide.

    Raises:
        ProfileError: there is no such profile, or it is not valid.
    """
    pinned = load_profile(profile)
    sheet, header, reading = _survey(document, pinned)
    facts = read_meeting(sheet, header, pinned)
    agenda = read_agenda(sheet, header)
    roster = read_roster(sheet, header)
    blocks = read_body(sheet, header.body_start, reading, HeadingReader(agenda))
    if header.why == "narrative":
        headings = [b.heading for b in blocks if b.heading and b.heading.kind == "case"]
        extend_agenda(sheet, agenda, [(h.parts, h.spans[0]) for h in headings])
    book = open_cases(sheet, agenda, blocks)
    roster.attendees = _with_cases(roster.attendees, book)
    turns = build_turns(sheet, blocks, book.of_block, roster.attendees)
    if not is_minutes(sheet, header, facts.meeting, turns, len(roster.attendees)):
        return _not_minutes(document, reading)
    notes = [*agenda.notes, *build_notes(sheet, blocks, book.of_block)]
    sections, decisions = build_text_records(sheet, blocks, book.of_block, turns)
    notes = settle(book, notes, decisions)
    passages = sheet.ledger.passages()
    present, absent = _head_count(roster)
    meeting = replace(
        facts.meeting,
        record_type=record_type(sheet, header, turns, decisions),
        turns_status=turns_status(turns, (s.text for s in sections)),
        body_now=pinned.name_now(facts.meeting.body),
        members_present=present,
        members_absent=absent,
    )
    issues = [
        *document.issues,
        *facts.issues,
        *roster.issues,
        *book.issues,
        *audit(
            Parsed(
                sheet=sheet,
                header=header,
                reading=reading,
                meeting=meeting,
                agenda=agenda,
                roster=roster,
                blocks=blocks,
                book=book,
                turns=turns,
                sections=sections,
                decisions=decisions,
                passages=passages,
            )
        ),
    ]
    minutes = Minutes(
        document=document,
        convention=reading.name,
        profile=pinned.name,
        confidence=reading.confidence,
        coverage=sheet.ledger.coverage(passages),
        meeting=meeting,
        attendees=tuple(roster.attendees),
        agenda=tuple(agenda.items),
        cases=tuple(book.cases),
        sections=tuple(sections),
        turns=tuple(turns),
        exchanges=tuple(pair_exchanges(turns)),
        decisions=tuple(decisions),
        notes=tuple(sorted(notes, key=lambda n: (n.place.line_first, n.note_id))),
        issues=tuple(issues),
        passages=passages,
        laws=pinned.laws,
        evidence=(f"body begins at segment {header.body_start}: {header.why}", *reading.evidence),
    )
    return _with_doubt(minutes)


def _survey(document: Document, profile: Profile) -> tuple[Sheet, Header, Reading]:
    """Lay the document out and find header and conventions.

    Where the label of the proceedings shares its line with the first words, the line is cut and
    the survey made again.
    """
    sheet = lay_out(document)
    cut_rows(sheet)
    candidates = find_candidates(sheet)
    header = read_header(sheet, candidates)
    label = header.content.label if header.content else None
    if label is not None and not label.alone and header.content is not None:
        sheet.cut(header.content.segment, label.end)
        candidates = find_candidates(sheet)
        header = read_header(sheet, candidates)
    return sheet, header, choose(candidates, header.body_start, profile)


def _with_cases(attendees: Sequence[Attendee], book: CaseBook) -> list[Attendee]:
    """Point the cases a roster names people for at the records of these cases."""
    by_number = {case.case_no: case.case_id for case in book.cases}
    return [
        replace(a, cases=tuple(replace(c, case_id=by_number.get(c.case_no or 0)) for c in a.cases))
        for a in attendees
    ]


def _head_count(roster: Roster) -> tuple[int | None, int | None]:
    """Count members present and absent: as named, else as the document states."""
    members = [a for a in roster.attendees if a.group == "委員"]
    stated_present = roster.stated.get("委員:present")
    stated_absent = roster.stated.get("委員:absent")
    if not members:
        return stated_present, stated_absent
    present = sum(a.present for a in members)
    return present, len(members) - present or stated_absent or 0


_NO_MINUTES = Issue(
    severity="info",
    code="not_minutes",
    message="This does not read as the minutes of a meeting (no header with date, place or people, "
    "nobody speaks), so no records were made. If it is, name its layout with a profile.",
)


def _not_minutes(document: Document, reading: Reading) -> Minutes:
    return Minutes(
        document=document,
        kind="not_minutes",
        coverage=0.0,
        issues=(*document.issues, _NO_MINUTES),
        evidence=reading.evidence,
    )


def _with_doubt(minutes: Minutes) -> Minutes:
    """Note on each record the worst severity among the issues attached to it."""
    worst: dict[str, str] = {}
    for issue in minutes.issues:
        held = worst.get(issue.record_id)
        if issue.record_id and (held is None or _WORST.index(issue.severity) < _WORST.index(held)):
            worst[issue.record_id] = issue.severity
    if not worst:
        return minutes
    return replace(
        minutes,
        turns=tuple(replace(t, doubt=worst.get(t.turn_id, "")) for t in minutes.turns),
        cases=tuple(replace(c, doubt=worst.get(c.case_id, "")) for c in minutes.cases),
        attendees=tuple(replace(a, doubt=worst.get(a.attendee_id, "")) for a in minutes.attendees),
    )
