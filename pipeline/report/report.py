"""``write_report``: an overview of the archive, and a page for each document beside its source.

Every page holds all it needs (style, script, data): nothing is requested, so it opens from a disk
or a mail as well. Texts of documents are data in JSON and reach the page as text, never as markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.report.page import page
from pipeline.tables.folder import ConvertedFolder, MeetingRows, RowsByKey, plain_rows

__all__ = ["Report", "write_report"]

Row = Mapping[str, Any]

_BODY: Final = ("sections", "turns", "decisions", "notes")
_HEAD: Final = ("attendees", "agenda", "cases")
_TABLES: Final = (*_HEAD, *_BODY)
_SAFE_NAME = re.compile(r"[0-9A-Za-z_-]{1,80}")
_OF_RECORD: Final = {
    "attendees": ("name", "group", "role", "affiliation", "bureau", "division", "attendance"),
    "agenda": ("number", "title", "kind", "bureau", "division"),
    "cases": ("number", "title", "kind", "status", "outcome"),
    "sections": ("path", "text"),
    "turns": ("speaker", "speaker_group", "text"),
    "decisions": ("outcome", "text"),
    "notes": ("kind", "text"),
}
_OF_ISSUE: Final = ("severity", "code", "message", "table", "record_id", "line")
_OF_LINE: Final = ("line", "page", "text", "role", "record_id")
_OURS: Final = frozenset({("cases", "status"), ("notes", "kind")})
"""Columns whose values are the program's words, not the document's: the page translates them."""

_KEYS: Final = {
    "attendees": "attendee_id",
    "agenda": "agenda_id",
    "cases": "case_id",
    "sections": "section_id",
    "turns": "turn_id",
    "decisions": "decision_id",
    "notes": "note_id",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was written.

    Attributes:
        index: the page to open.
        documents: number of pages of documents.
        with_lines: whether the pages show the source, for which ``convert --lines`` is needed.
    """

    index: Path
    documents: int
    with_lines: bool


def write_report(folder: Path, out: Path) -> Report:
    """Write ``index.html`` and ``documents/<document_id>.html`` into a folder.

    Args:
        folder: the ``out`` of an earlier ``convert``, best one with ``--lines``.
        out: the folder to write into; made if missing, pages of the same names are replaced.

    Raises:
        pipeline.tables.folder.FolderError: ``folder`` was not made by ``convert``.
        OSError: ``out`` cannot be written.
    """
    source = ConvertedFolder(folder)
    documents = plain_rows(source.read("documents"))
    meetings = {row["document_id"]: row for row in plain_rows(source.read("meetings"))}
    issues = _grouped(plain_rows(source.read("issues")), "document_id")
    corrections = _grouped(plain_rows(source.read("corrections")), "document_id")
    tables = {name: _grouped(plain_rows(source.read(name)), "meeting_id") for name in _TABLES}
    with_lines = "lines" in source.tables
    lines = RowsByKey(source.read("lines"), "document_id", _OF_LINE) if with_lines else None
    variants = _variants(documents, meetings)
    pages = out / "documents"
    pages.mkdir(parents=True, exist_ok=True)
    written: set[str] = set()
    for document in documents:
        key = document["document_id"] or ""
        if key not in meetings or key in written or not _SAFE_NAME.fullmatch(key):
            continue
        meeting = meetings[key]
        of_meeting = {name: rows.get(meeting["meeting_id"], []) for name, rows in tables.items()}
        data = _document(
            document,
            meeting,
            of_meeting,
            issues.get(key, []),
            corrections.get(key, []),
            lines.get(key) if lines else [],
        )
        data["withLines"] = with_lines
        data["variantOf"] = variants.get(key)
        title = f"{meeting['session'] or ''}{meeting['body'] or document['path']}"
        (pages / f"{key}.html").write_text(page("document", title, data), "utf-8")
        written.add(key)
    overview = _overview(documents, meetings, tables, issues, variants, written)
    index = out / "index.html"
    index.write_text(page("index", "gijiroku", overview), "utf-8")
    return Report(index, len(written), with_lines)


def _overview(
    documents: Sequence[Row],
    meetings: Mapping[str, Row],
    tables: Mapping[str, Mapping[str, Sequence[Row]]],
    issues: Mapping[str, Sequence[Row]],
    variants: Mapping[str, Row],
    written: set[str],
) -> dict[str, Any]:
    # A meeting in two files is one meeting; status and issues are about files, variants included.
    counted = [row for row in meetings.values() if not row["variant_of"]]
    groups: Counter[str] = Counter()
    for meeting in counted:
        for turn in tables["turns"].get(meeting["meeting_id"], ()):
            groups[turn["speaker_group"]] += turn["chars"] or 0
    years = Counter(str(row["date"].year) for row in counted if row["date"])
    codes = Counter(
        row["code"] for rows in issues.values() for row in rows if row["severity"] != "info"
    )
    return {
        "documents": [
            _document_row(document, meetings, tables, issues, written)
            | {"variantOf": variants.get(document["document_id"] or "")}
            for document in documents
        ],
        "plots": {
            "status": Counter(map(_state, documents)).most_common(),
            "year": sorted(years.items()),
            "speech": groups.most_common(),
            "issues": codes.most_common(12),
        },
    }


def _state(document: Row) -> str:
    """Return the status, or ``not_minutes``: a file without records is not one in good order."""
    read = document["status"] in ("ok", "warned")
    return "not_minutes" if read and document["kind"] == "not_minutes" else document["status"]


def _variants(documents: Sequence[Row], meetings: Mapping[str, Row]) -> dict[str, Row]:
    """Return the preferred file of the same meeting, by the id of a document that is another."""
    paths = {
        key: row["path"]
        for row in documents
        if row["status"] != "duplicate" and (key := row["document_id"]) in meetings
        if _SAFE_NAME.fullmatch(key)
    }
    return {
        row["document_id"]: {"id": row["variant_of"], "path": paths[row["variant_of"]]}
        for row in documents
        if row["variant_of"] in paths
    }


def _document_row(
    document: Row,
    meetings: Mapping[str, Row],
    tables: Mapping[str, Mapping[str, Sequence[Row]]],
    issues: Mapping[str, Sequence[Row]],
    written: set[str],
) -> dict[str, Any]:
    key = document["document_id"] or ""
    meeting: Row = meetings.get(key, {})
    meeting_id = meeting.get("meeting_id", "")
    state = _state(document)
    titles = [case["title"] for case in tables["cases"].get(meeting_id, ()) if case["title"]]
    people = [row["name"] for row in tables["attendees"].get(meeting_id, ())]
    people += [row["speaker"] for row in tables["turns"].get(meeting_id, ()) if row["speaker"]]
    # Without spaces: who looks for 山岡 架江 and who looks for 山岡架江 both find her.
    names = dict.fromkeys("".join(name.split()) for name in people)
    return {
        "id": key if key in written else "",
        "path": document["path"],
        "status": state,
        "body": meeting.get("body"),
        "session": meeting.get("session"),
        "date": meeting["date"].isoformat() if meeting.get("date") else None,
        "coverage": document["coverage"],
        "cases": len(tables["cases"].get(meeting_id, ())),
        "turns": len(tables["turns"].get(meeting_id, ())),
        "issues": sorted({row["code"] for row in issues.get(key, ()) if row["severity"] != "info"}),
        "reason": document["error"] or (state if state == "not_minutes" else None),
        "message": document["message"],
        "words": " ".join([*titles, *names]),
    }


def _document(
    document: Row,
    meeting: Row,
    tables: MeetingRows,
    issues: Sequence[Row],
    corrections: Sequence[Row],
    lines: Sequence[Row],
) -> dict[str, Any]:
    head = {
        name: value.isoformat() if name == "date" and value else value
        for name, value in meeting.items()
        if value not in (None, "", [])
    }
    body = [(name, row) for name in _BODY for row in tables[name]]
    body.sort(key=lambda pair: (pair[1]["line_first"], _BODY.index(pair[0])))
    ordered = [(name, row) for name in _HEAD for row in tables[name]] + body
    of_record = _grouped((row for row in corrections if row["status"] != "conflict"), "record_id")
    return {
        "path": document["path"],
        "status": document["status"],
        "coverage": document["coverage"],
        "convention": document["convention"],
        "meeting": head,
        "records": [_record(name, row, of_record) for name, row in ordered],
        "issues": [{name: row[name] for name in _OF_ISSUE} for row in issues],
        "lines": [
            [row["line"], row["page"], row["text"] or "", row["role"] or "", row["record_id"] or ""]
            for row in lines
        ],
    }


def _record(name: str, row: Row, corrections: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    shown = [column for column in _OF_RECORD[name] if row[column]]
    if name == "attendees":  # an affiliation may be the bureau or the division
        own = {row["affiliation"]}
        shown = [c for c in shown if c not in ("bureau", "division") or row[c] not in own]
    if name == "turns" and row["speaker_group"] == row["speaker"]:
        shown.remove("speaker_group")
    return {
        "table": name,
        "id": row[_KEYS[name]],
        "cells": [[str(row[column]), (name, column) in _OURS] for column in shown],
        "corrections": [
            [each["action"], each["field"] or "", each["original"] or ""]
            for each in corrections.get(row[_KEYS[name]], ())
        ],
        "lines": [row["line_first"], row["line_last"]],
        "rule": row["rule"],
        "doubt": row["doubt"],
    }


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key] or "", []).append(row)
    return groups
