"""Gold: what a person has checked, in the form in which ``gijiroku score`` measures with it.

A JSON file and a text file per document. A group of records is gold only where a person said so:
in the column ``checked`` of a document, else, where that is empty, the groups in which something
was corrected or confirmed; ``notes`` then says that nobody declared the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.corrections import CHECKED_GROUPS
from pipeline.exports.meeting import Row
from pipeline.tables.folder import FolderError, MeetingRows

__all__ = ["TABLES", "write"]

TABLES: Final = (
    "attendees",
    "attendee_cases",
    "agenda",
    "turns",
    "decisions",
    "notes",
    "corrections",
    "lines",
)
"""Tables that a gold record is made of."""

_GROUP_OF: Final[Mapping[str, str]] = {
    "meetings": "header",
    "attendees": "roster",
    "agenda": "agenda",
    "turns": "turns",
    "decisions": "decisions",
    "notes": "decisions",
}
_HEADER: Final = ("body", "session", "date", "opened", "closed", "place", "observers")
_START, _END = 10, 8
"""Characters of a turn, spaces removed, by which gold names its beginning and its end."""


def write(meetings: Iterable[MeetingRows], out: Path) -> dict[str, int]:
    """Write ``<name>.json`` and ``<name>.txt`` of every document that a person checked.

    Returns:
        number of ``documents`` written, and of ``groups`` that are gold in them.

    Raises:
        FolderError: nobody checked anything.
    """
    taken: set[str] = set()
    groups = 0
    for meeting in meetings:
        checked, declared = _checked(meeting["corrections"])
        if not checked:
            continue
        name = _name(meeting["documents"][0], taken)
        record = _record(meeting, name, checked, declared=declared)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        lines = "".join(f"{line['text'] or ''}\n" for line in meeting["lines"])
        (out / f"{name}.txt").write_text(lines, encoding="utf-8", newline="\n")
        groups += len(checked)
    if not taken:
        raise FolderError(
            "No document was checked: nothing to measure with. Write what you checked into the "
            "sheet documents of the workbook of gijiroku review, and convert with --corrections."
        )
    return {"documents": len(taken), "groups": groups}


def _checked(corrections: Iterable[Row]) -> tuple[tuple[str, ...], bool]:
    """Return the groups of a document that are gold, and whether a person declared them."""
    done = [row for row in corrections if row["status"] != "conflict"]
    declared = {
        group
        for row in done
        if row["field"] == "checked"
        for group in (row["corrected"] or "").split()
    }
    touched = {_GROUP_OF[row["table"]] for row in done if row["table"] in _GROUP_OF}
    return tuple(g for g in CHECKED_GROUPS if g in (declared or touched)), bool(declared)


def _name(document: Row, taken: set[str]) -> str:
    """Return a name for the files of a document: its path in one word."""
    stem = re.sub(r"\.\w+$", "", document["path"])
    name = re.sub(r'[/\\:*?"<>|\s]+', "_", stem).strip("._") or document["document_id"]
    if name in taken:
        name = f"{name}_{document['document_id']}"
    taken.add(name)
    return name


def _record(
    meeting: MeetingRows, name: str, checked: Iterable[str], *, declared: bool
) -> dict[str, Any]:
    (head,), (document,) = meeting["meetings"], meeting["documents"]
    groups = set(checked)
    record: dict[str, Any] = {
        "file": name,
        "kind": "minutes",
        "style": "-",
        "document_id": document["document_id"],
        "scored": [group for group in CHECKED_GROUPS if group in groups],
    }
    if "header" in groups:
        record |= {field: head[field] for field in _HEADER}
        record["date"] = head["date"].isoformat() if head["date"] else None
    if "roster" in groups:
        record["attendees"] = _people(meeting)
    if "agenda" in groups:
        record["agenda"] = [item["title"] for item in meeting["agenda"]]
    if "turns" in groups:
        record["turns"] = [_turn(turn) for turn in meeting["turns"]]
    record["headings"] = [
        line["text"].strip() for line in meeting["lines"] if line["role"] == "heading"
    ]
    if "decisions" in groups:
        record["stage_directions"] = [note["text"] or "" for note in meeting["notes"]]
        record["decisions"] = [
            {"text": row["text"], "outcome": row["outcome"]} for row in meeting["decisions"]
        ]
        # The scorer has no group for these: they count where everything does.
        record["scored"].remove("decisions")
    if not declared:
        record["notes"] = "Not declared as checked: some records of these groups were corrected."
    return record


def _people(meeting: MeetingRows) -> list[dict[str, Any]]:
    cases: dict[str, str] = {}
    for row in meeting["attendee_cases"]:
        if row["case_no"] is not None:
            cases.setdefault(row["attendee_id"], str(row["case_no"]))
    return [
        {
            **{column: person[column] for column in ("name", "role", "group", "present")},
            "affiliation": person["affiliation"],
            "case": cases.get(person["attendee_id"]),
        }
        for person in meeting["attendees"]
    ]


def _turn(turn: Row) -> dict[str, Any]:
    solid = "".join((turn["text"] or "").split())
    return {
        "speaker": turn["speaker"],
        "start": solid[:_START],
        "end": solid[-_END:],
        "paragraphs": turn["paragraphs"],
    }
