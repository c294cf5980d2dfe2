"""Issues about records that a person dealt with are no doubt any more; failed corrections are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.corrections.fields import CHECKED_TABLES, CORRECTABLE
from pipeline.model import Correction, Issue, Minutes
from pipeline.parsing.doubt import with_doubt

__all__ = ["settled"]

_SETTLED = " A person has looked at it (table corrections)."


def settled(minutes: Minutes) -> Minutes:
    """Return minutes whose issues know of the corrections.

    What is said of a record that was corrected or confirmed, or of a table whose records were
    declared as checked, stays, as ``info``. A correction that
    could not be applied is a warning.
    """
    done = [c for c in minutes.corrections if c.status != "conflict"]
    records = {c.record_id for c in done if c.record_id}
    lines = {(c.table, c.line) for c in done if c.line}
    there = {
        getattr(record, table.key)
        for name, table in CORRECTABLE.items()
        for record in getattr(minutes, name, ())
    } | {minutes.document.meeting_id}
    of_meeting = [c for c in done if c.table == "meetings"]
    records -= {c.record_id for c in of_meeting if c.action != "confirm"}
    codes = {code for c in of_meeting for code in CORRECTABLE[c.table].settles.get(c.field, ())}
    confirmed = any(c.action == "confirm" for c in of_meeting)
    groups = [group for c in done if c.table == "documents" for group in c.corrected.split()]
    checked = {table for group in groups for table in CHECKED_TABLES[group]}
    issues: list[Issue] = []
    for issue in minutes.issues:
        about = issue.record_id in records or (issue.table, issue.line) in lines
        about = about or issue.table in checked
        if about or issue.code in codes or (confirmed and issue.table == "meetings"):
            issue = replace(issue, severity="info", message=issue.message + _SETTLED)
        if issue.table in CORRECTABLE and issue.record_id and issue.record_id not in there:
            issue = replace(issue, record_id="")  # taken out by a person
        issues.append(issue)
    issues += _about_corrections(minutes)
    return with_doubt(replace(minutes, issues=tuple(issues)))


def _about_corrections(minutes: Minutes) -> Iterator[Issue]:
    for correction in minutes.corrections:
        if correction.status == "conflict":
            yield Issue(
                severity="warning",
                code="correction_conflict",
                message=f"A correction of {_named(correction)} was not applied: "
                f"{correction.message}",
                page=correction.page,
                line=correction.line,
            )
        elif correction.status == "moved":
            yield Issue(
                severity="info",
                code="correction_moved",
                message=f"A correction of {_named(correction)} was applied where its words stand "
                "now.",
                table=correction.table,
                record_id=correction.record_id if correction.action != "delete" else "",
                page=correction.page,
                line=correction.line,
            )


def _named(correction: Correction) -> str:
    return f"{correction.table}.{correction.field}" if correction.field else correction.table
