"""The records of one document become rows of the tables: plain Python, no pandas.

Record ids are copied; parsing made them. Only what a table adds to the records is computed here:
ids of bodies, persons and issues, counts, and the wide view. An empty string becomes ``None``:
missing has one form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from pipeline.model import Correction, Line, Meeting, Minutes, Passage, Place
from pipeline.tables.nested import nested_record
from pipeline.tables.people import body_id_of, person_id_of, persons_and_bodies
from pipeline.tables.record_name import record_name
from pipeline.tables.schema import TABLES, Table, table
from pipeline.tables.speeches import speech_rows

__all__ = [
    "correction_rows",
    "document_row_for_failure",
    "nested",
    "persons_and_bodies",
    "table_rows",
]

Row = dict[str, object]

_RECORDS = ("agenda", "cases", "sections", "exchanges", "decisions", "notes", "tags", "citations")
"""Tables whose rows are the records of the same name, field by field."""


def table_rows(
    minutes: Minutes,
    *,
    path: str = "",
    version: str = "",
    seconds: float | None = None,
    sources: Mapping[str, str] | None = None,
    status: str | None = None,
    error: str | None = None,
    message: str | None = None,
    with_lines: bool = False,
) -> dict[str, list[Row]]:
    """Return the rows of a document, by table; tables of the whole run have none yet.

    Args:
        minutes: what was read from it.
        path: the ``path`` column.
        version: of the software.
        seconds: wall time it took.
        sources: ``source_url`` and ``retrieved_at``, where the archive knows them.
        status, error, message: in place of what the issues of the minutes say.
        with_lines: also the rows of ``lines``.

    Raises:
        ValueError: two records of a table have the same id.
    """
    document = _document_row(minutes, path, version, seconds, sources or {})
    for name, value in (("status", status), ("error", error), ("message", message)):
        if value is not None:
            document[name] = value
    rows: dict[str, list[Row]] = {each.name: [] for each in TABLES if not each.whole_run}
    if not with_lines:
        del rows["lines"]
    rows["documents"] = [document]
    rows["corrections"] = correction_rows(document["document_id"], minutes.corrections)
    if minutes.kind != "not_minutes":
        _add_records(rows, minutes)
        if with_lines:
            rows["lines"] = _line_rows(minutes)
        rows["speeches"] = speech_rows(rows)
    for name in rows:
        _check_ids(table(name), rows[name])
    return rows


def document_row_for_failure(
    *,
    path: str,
    status: str,
    error: str,
    message: str,
    sha256: str = "",
    size: int | None = None,
    version: str = "",
    seconds: float | None = None,
) -> Row:
    """Return the row of ``documents`` for a file without records.

    Args:
        path: the ``path`` column.
        status: ``failed`` or ``skipped``.
        error: code of what went wrong.
        message: what went wrong and what to do about it.
        sha256: of its bytes, hex; empty if they were not read.
        size: bytes, if known.
        version: of the software.
        seconds: wall time it took.
    """
    row: Row = dict.fromkeys(table("documents").names)
    row |= {
        "document_id": "d" + sha256[:16] if sha256 else None,
        "path": path,
        "sha256": sha256 or None,
        "bytes": size,
        "status": status,
        "error": error or None,
        "message": message or None,
        "version": version or None,
        "seconds": seconds,
    }
    return row


def nested(minutes: Minutes, *, path: str = "") -> dict[str, Any]:
    """Return the nested record of a document: what a line of ``minutes.jsonl`` holds.

    Args:
        minutes: what was read from it.
        path: the ``path`` of the document; by default the name of the file.
    """
    return nested_record(table_rows(minutes, path=path or PurePath(minutes.document.path).name))


def _document_row(
    minutes: Minutes,
    path: str,
    version: str,
    seconds: float | None,
    sources: Mapping[str, str],
) -> Row:
    document = minutes.document
    is_minutes = minutes.kind == "minutes"
    # What is no minutes has no rows of issues: what was noticed about it has to stand here.
    telling = [issue for issue in minutes.issues if issue.severity == "error" or not is_minutes]
    return {
        "document_id": document.document_id,
        "path": path,
        "sha256": document.sha256,
        "bytes": document.bytes,
        "media_type": document.media_type or None,
        "encoding": document.encoding or None,
        "reader": document.reader or None,
        "pages": document.pages,
        "ocr_pages": document.ocr_pages,
        "chars": sum(len(line.text) for line in document.lines),
        "status": minutes.status,
        "kind": minutes.kind,
        "convention": minutes.convention or None,
        "profile": minutes.profile or None,
        "confidence": minutes.confidence,
        "coverage": minutes.coverage,
        "variant_of": None,
        "error": next((issue.code for issue in telling if issue.severity == "error"), None),
        "message": " ".join(dict.fromkeys(issue.message for issue in telling)) or None,
        "version": version or None,
        "source_url": sources.get("source_url") or None,
        "retrieved_at": sources.get("retrieved_at") or None,
        "seconds": seconds,
        "meeting_id": document.meeting_id if is_minutes else None,
    }


def _add_records(rows: dict[str, list[Row]], minutes: Minutes) -> None:
    document = minutes.document
    meeting = minutes.meeting or Meeting(meeting_id=document.meeting_id)
    of_meeting = {"meeting_id": meeting.meeting_id}
    body_id = body_id_of(meeting.municipality_code, meeting.body_now or meeting.body)
    # What only a run knows of a meeting is empty here.
    of_document: Row = {
        "document_id": document.document_id,
        "body_id": body_id,
        "from_sources": [],
        "variant_of": None,
        "record_name": record_name(minutes),
    }
    rows["meetings"] = [_row("meetings", meeting, of_document)]
    rows["attendees"] = [
        _row(
            "attendees",
            person,
            of_meeting
            | {
                "person_id": person.person_id
                or person_id_of(body_id, person.family_name, person.given_name, person.attendee_id)
            },
        )
        for person in minutes.attendees
    ]
    rows["attendee_cases"] = [
        _row(
            "attendee_cases",
            case,
            of_meeting
            | {
                "attendee_id": person.attendee_id,
                "rule": person.rule,
                "doubt": person.doubt or None,
            }
            | _place(person.place),
        )
        for person in minutes.attendees
        for case in person.cases
    ]
    rows["turns"] = [
        _row(
            "turns",
            turn,
            of_meeting
            | {
                "candidates": list(turn.candidates),
                "paragraphs": turn.text.count("\n") + 1,
                "chars": len(turn.text),
            },
        )
        for turn in minutes.turns
    ]
    for name in _RECORDS:
        rows[name] = [_row(name, record, of_meeting) for record in getattr(minutes, name)]
    rows["issues"] = _issue_rows(minutes)
    rows["residue"] = _residue_rows(minutes)


def _row(name: str, record: object, more: Mapping[str, object]) -> Row:
    """Return the fields of a record that its table has columns for, in their order."""
    place = getattr(record, "place", None)
    if isinstance(place, Place):
        more = {**more, **_place(place)}
    row: Row = {}
    for column in table(name).names:
        value = more[column] if column in more else getattr(record, column)
        row[column] = None if value == "" else value
    return row


def _place(place: Place) -> Row:
    return {
        "page_first": place.page_first,
        "page_last": place.page_last,
        "page_label": place.page_label,
        "line_first": place.line_first,
        "line_last": place.line_last,
    }


def _issue_rows(minutes: Minutes) -> list[Row]:
    seen: Counter[str] = Counter()
    rows: list[Row] = []
    for issue in minutes.issues:
        # Code and line, not the wording: an id survives a message that is put better.
        about = f"{minutes.document.sha256[:16]}-i{issue.line or 0}.{issue.code}"
        seen[about] += 1
        issue_id = about if seen[about] == 1 else f"{about}.{seen[about]}"
        ids = {"issue_id": issue_id, "document_id": minutes.document.document_id}
        rows.append(_row("issues", issue, ids))
    return rows


def correction_rows(document_id: object, corrections: Iterable[Correction]) -> list[Row]:
    """Return the rows of what became of a document's corrections."""
    return [_row("corrections", each, {"document_id": document_id}) for each in corrections]


def _residue_rows(minutes: Minutes) -> list[Row]:
    lines = {line.no: line for line in minutes.document.lines}
    return [
        {
            "document_id": minutes.document.document_id,
            "page": lines[passage.line].page,
            "line": passage.line,
            "text": lines[passage.line].text[passage.start : passage.end],
        }
        for passage in minutes.passages
        if passage.role == "residue"
    ]


def _line_rows(minutes: Minutes) -> list[Row]:
    passages: dict[int, list[Passage]] = {}
    for passage in minutes.passages:
        passages.setdefault(passage.line, []).append(passage)
    rows: list[Row] = []
    for line in minutes.document.lines:
        role, record_id = _dominant(line, passages.get(line.no, ()))
        rows.append(
            {
                "document_id": minutes.document.document_id,
                "line": line.no,
                "page": line.page,
                "x0": line.x0,
                "top": line.top,
                "x1": line.x1,
                "bottom": line.bottom,
                "text": line.text or None,
                "role": role or None,
                "record_id": record_id or None,
            }
        )
    return rows


def _dominant(line: Line, passages: Sequence[Passage]) -> tuple[str, str]:
    """Return role and record of the passage that has most of the line; the first of equals.

    What became a record counts before labels and marks: a line of a roster names its first person.
    """
    if not passages:
        return (line.furniture or ("blank" if not line.text.strip() else "")), ""
    recorded = [p for p in passages if p.record_id and p.role != "label"] or passages
    longest = max(recorded, key=lambda p: len(line.text[p.start : p.end].strip()))
    return longest.role, longest.record_id


def _check_ids(of: Table, rows: Iterable[Row]) -> None:
    """Stop at an id that is given twice: here it costs one document, in a database all of them."""
    if not of.key:
        return
    keys = Counter(tuple(row[name] for name in of.key) for row in rows)
    twice = next((key for key, count in keys.items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"{of.name}: two records have the id {twice}")
