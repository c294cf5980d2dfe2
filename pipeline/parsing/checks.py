"""The audit: where a document contradicts itself, or a reading contradicts the document.

Minutes say many things twice. Each contradiction becomes an issue; docs/issues.md says what each
code means and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Attendee, Case, Decision, Issue, Meeting, Passage, Turn
from pipeline.parsing.folding import fold
from pipeline.parsing.labels import read_label
from pipeline.parsing.roster_rows import Roster
from pipeline.parsing.speech import ends_sentence

__all__ = ["audit"]

_MARKER_IN_TEXT = re.compile(
    r"(?:^|\n|。)\s{0,2}(?:○|◯|【|\()(?P<label>[^○◯【】()\s]{2,12})(?:】|\)|\s)"
)
_LONG_TURN = 20_000


def audit(
    meeting: Meeting,
    roster: Roster,
    turns: Sequence[Turn],
    cases: Sequence[Case],
    decisions: Sequence[Decision],
    passages: Sequence[Passage],
) -> Iterator[Issue]:
    """Yield the issues of one document's records."""
    yield from _head_counts(roster)
    yield from _labels_against_roster(roster.attendees, turns)
    yield from _turn_ends(turns)
    yield from _markers_left(turns)
    yield from _cases_without_decision(cases, decisions)
    if meeting.date is None:
        yield Issue(
            severity="warning",
            code="date_missing",
            message="No date of the meeting was found.",
            table="meetings",
        )
    if meeting.body is None:
        yield Issue(
            severity="info",
            code="body_missing",
            message="The document does not name the body that met.",
            table="meetings",
        )
    lost = sum(p.end - p.start for p in passages if p.role == "residue")
    total = sum(p.end - p.start for p in passages)
    if total and lost > 0.01 * total:
        yield Issue(
            severity="warning",
            code="residue",
            message=f"{lost} characters ({lost / total:.0%}) belong to no record; see the table "
            "residue.",
        )


def _head_counts(roster: Roster) -> Iterator[Issue]:
    for kind, count in roster.stated.items():
        group, _, state = kind.partition(":")
        named = sum(
            a.group == group and a.present == (state == "present") for a in roster.attendees
        )
        if named and named != count:
            yield Issue(
                severity="warning",
                code="head_count_mismatch",
                message=f"The document counts {count} {group} ({state}), the roster names {named}.",
                table="attendees",
            )


def _labels_against_roster(attendees: Sequence[Attendee], turns: Sequence[Turn]) -> Iterator[Issue]:
    if not attendees:
        return
    families = {fold(a.family_name or a.name.split(" ")[0]) for a in attendees}
    full = {fold(a.name.replace(" ", "")) for a in attendees}
    seen: set[str] = set()
    for turn in turns:
        name = turn.speaker_name
        if not name or name in seen:
            continue
        seen.add(name)
        folded = fold(name)
        if folded not in families | full and not any(f.startswith(folded) for f in full):
            yield Issue(
                severity="info",
                code="speaker_not_in_roster",
                message=f"「{turn.speaker}」 speaks but is not in the roster.",
                table="turns",
                record_id=turn.turn_id,
                page=turn.place.page_first,
                line=turn.place.line_first,
            )
    absent = {fold(a.family_name or "") for a in attendees if not a.present} - {
        fold(a.family_name or "") for a in attendees if a.present
    }
    for turn in turns:
        if turn.speaker_name and fold(turn.speaker_name) in absent:
            yield Issue(
                severity="warning",
                code="absent_speaker",
                message=f"「{turn.speaker}」 speaks although the roster has that person absent.",
                table="turns",
                record_id=turn.turn_id,
                page=turn.place.page_first,
                line=turn.place.line_first,
            )
            return


def _turn_ends(turns: Sequence[Turn]) -> Iterator[Issue]:
    open_ended = [t for t in turns if not ends_sentence(t.text)]
    habit = len(open_ended) > 0.3 * len(turns)
    for turn in turns:
        if not turn.text:
            yield _of_turn(turn, "empty_turn", "The speaker's label is followed by no speech.")
        elif not habit and not ends_sentence(turn.text) and len(turn.text) > 12:
            yield _of_turn(turn, "turn_without_end", "The speech ends in mid-sentence.")
        if len(turn.text) > _LONG_TURN:
            yield _of_turn(turn, "very_long_turn", f"The speech has {len(turn.text)} characters.")


def _markers_left(turns: Sequence[Turn]) -> Iterator[Issue]:
    for turn in turns:
        for match in _MARKER_IN_TEXT.finditer(fold(turn.text)):
            if read_label(match["label"]).strength >= 2:
                yield _of_turn(
                    turn,
                    "marker_in_text",
                    f"「{match['label']}」 inside the speech looks like another speaker.",
                )
                break


def _cases_without_decision(
    cases: Sequence[Case], decisions: Sequence[Decision]
) -> Iterator[Issue]:
    if not decisions:
        return
    for case in cases:
        if case.status == "heard" and case.kind in ("諮問", "議案") and case.outcome is None:
            yield Issue(
                severity="info",
                code="case_without_decision",
                message=f"Case {case.case_no} was heard but no outcome is stated.",
                table="cases",
                record_id=case.case_id,
                page=case.place.page_first,
                line=case.place.line_first,
            )


def _of_turn(turn: Turn, code: str, message: str) -> Issue:
    return Issue(
        severity="warning",
        code=code,
        message=message,
        table="turns",
        record_id=turn.turn_id,
        page=turn.place.page_first,
        line=turn.place.line_last,
    )
