"""``gijiroku show``: the records of one document, for a person or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from pipeline.batch.errors import UsageError
from pipeline.cli.terminal import folded, output, plain, printable
from pipeline.model import Attendee, Case, Decision, Meeting, Note, Section, Turn
from pipeline.verbs import Minutes

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["save_page", "show_json", "show_text"]

_SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "info": "dim"}


def show_json(minutes: Minutes) -> None:
    """Print the nested record: what a line of ``minutes.jsonl`` holds, indented."""
    text = json.dumps(minutes.to_dict(), ensure_ascii=False, indent=2)
    # No wrapping and no markup: this is for programs. Control characters are escaped by JSON.
    output().out(text, highlight=False)


def show_text(minutes: Minutes) -> None:
    """Print the records as one would look them up in the document."""
    console = output()
    if minutes.kind == "not_minutes":
        console.print(plain("This is not the minutes of a meeting; it has no records."))
    if minutes.meeting is not None:
        _print(console, "Meeting", _meeting(minutes.meeting))
    if minutes.attendees:
        _print(console, "Attendees", _roster(minutes.attendees))
    if minutes.agenda:
        entries = (
            plain(
                "  " * (item.level - 1)
                + " ".join(filter(None, (item.number, item.title, item.division)))
                + (" (continued)" if item.continued else "")
            )
            for item in minutes.agenda
        )
        _print(console, "Agenda", *entries)
    _print_body(console, minutes)
    if minutes.issues:
        issues = (
            plain(f"{issue.severity} ", _SEVERITY_STYLE.get(issue.severity, ""))
            + plain(f"{issue.code}: {issue.message}" + _where(issue.page, issue.line))
            for issue in minutes.issues
        )
        _print(console, "Issues", *issues)
    console.print(
        plain(
            f"{minutes.document.reader}, convention {minutes.convention or '-'}, "
            f"coverage {minutes.coverage:.4f}",
            "dim",
        )
    )


def save_page(minutes: Minutes, page: int, path: Path) -> None:
    """Save a page as a picture with its records marked; the suffix says in which format.

    Raises:
        UsageError: there is no such page to draw, or the picture cannot be saved.
    """
    try:
        minutes.page_image(page).save(path)
    except (ValueError, OSError) as error:
        raise UsageError(f"The page was not drawn. {error}") from error


def _print(console: Console, heading: str, *parts: RenderableType) -> None:
    console.print(plain(heading, "bold underline"), soft_wrap=True)
    for part in parts:
        console.print(part, soft_wrap=not isinstance(part, Table))
    console.print()


def _meeting(meeting: Meeting) -> RenderableType:
    place = " ".join(filter(None, (meeting.prefecture, meeting.municipality)))
    date = f"{meeting.date.isoformat()} ({meeting.weekday or '-'})" if meeting.date else None
    times = f"{meeting.opened or '?'}–{meeting.closed or '?'}"
    rows = {
        "body": meeting.body,
        "session": meeting.session,
        "municipality": f"{place} [{meeting.municipality_code or '-'}]" if place else None,
        "date": date,
        "time": times if meeting.opened or meeting.closed else None,
        "place": meeting.place,
        "public": meeting.public,
        "observers": meeting.observers,
        "present": meeting.members_present,
        "absent": meeting.members_absent,
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows.items():
        if value is not None:
            table.add_row(plain(name, "dim"), plain(value))
    return table


def _roster(attendees: tuple[Attendee, ...]) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("group", "role", "name", "affiliation", "present", "cases"):
        table.add_column(heading)
    for person in attendees:
        from_where = (person.affiliation, person.bureau, person.division)
        table.add_row(
            plain(person.group),
            plain(person.role),
            plain(person.name, "bold" if person.present else "dim"),
            plain(" ".join(dict.fromkeys(filter(None, from_where)))),
            plain(person.attendance or ("yes" if person.present else "no")),
            plain(" ".join(case.label for case in person.cases)),
        )
    return table


def _print_body(console: Console, minutes: Minutes) -> None:
    """Cases with everything that belongs to them; what belongs to none comes first."""
    for case in (None, *minutes.cases):
        case_id = case.case_id if case else None
        records = sorted(_records(minutes, case_id), key=lambda record: record.place.line_first)
        if case is not None:
            _print(console, _case_heading(case))
        elif records:
            _print(console, "Outside of cases")
        for record in records:
            console.print(_record(record, console.width), soft_wrap=True)
        if records:
            console.print()


def _records(minutes: Minutes, case_id: str | None) -> Iterator[Turn | Section | Decision | Note]:
    for group in (minutes.sections, minutes.turns, minutes.decisions, minutes.notes):
        for record in group:
            if record.case_id == case_id:
                yield record


def _case_heading(case: Case) -> str:
    head = f"Case {case.case_no} {case.kind} {case.number or ''}".rstrip()
    marks = [case.status if case.status != "heard" else "", case.outcome or ""]
    marks.append("unanimous" if case.unanimous else "")
    return printable(f"{head}: {case.title}") + "".join(f" [{mark}]" for mark in marks if mark)


def _record(record: Turn | Section | Decision | Note, width: int) -> Text:
    match record:
        case Turn():
            aside = " answers" if record.replies_to else ""
            aside += " asks" if record.is_question else ""
            head = plain(record.speaker or "(no label)", "bold")
            head += plain(f" [{record.speaker_group}{aside}] ", "dim")
            text = record.text
        case Section():
            head, text = plain(f"{record.path} ", "bold"), record.text
        case Decision():
            head, text = plain(f"Decision [{record.outcome}] ", "bold green"), record.text
        case Note():
            head, text = plain(f"Note [{record.kind}] ", "dim"), record.text
    body = folded(printable(text), width - 6, used=head.cell_len)  # closing marks may hang over
    return plain("  ") + head + plain(body.replace("\n", "\n    "))


def _where(page: int | None, line: int | None) -> str:
    parts = [f"page {page}" if page else "", f"line {line}" if line else ""]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
