"""A record that the rules did not see: its place, its id, and what others give up for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pipeline.corrections.draft import RULE, ConflictError, Draft
from pipeline.corrections.edits import Edit
from pipeline.corrections.fields import CORRECTABLE
from pipeline.corrections.source import folded
from pipeline.model import (
    AgendaItem,
    Attendee,
    Case,
    Decision,
    Note,
    Passage,
    Section,
    Turn,
)
from pipeline.parsing.ledger import Span

__all__ = ["BODY", "add", "case_at"]

BODY: Final = ("sections", "turns", "decisions", "notes")
"""Tables whose records belong to a case by where they stand."""

_CUT: Final = ("turns", "sections")
"""Tables whose records are cut where a new one begins in them."""

_ROLES: Final = {
    "attendees": "attendee",
    "agenda": "agenda",
    "cases": "heading",
    "turns": "turn",
    "sections": "section",
    "decisions": "decision",
    "notes": "note",
}
_CLASSES: Final[Mapping[str, type[Any]]] = {
    "attendees": Attendee,
    "agenda": AgendaItem,
    "cases": Case,
    "turns": Turn,
    "sections": Section,
    "decisions": Decision,
    "notes": Note,
}
_DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "agenda": {"level": 1},
    "cases": {"kind": "その他", "case_no": 0},
    "sections": {"path": ""},
    "decisions": {"outcome_class": "other"},
}
_BEFORE_LABEL = re.compile(r"[○〇◯◎●◆◇■□・【（(＜<〔\[\s]*")
_AFTER_LABEL = re.compile(r"[】）)＞>〕\]：:\s]*")


def add(draft: Draft, edit: Edit, values: Mapping[str, Any]) -> tuple[Any, bool]:
    """Make a new record; return it, and whether its words stand elsewhere than they did.

    A turn or section that begins inside another one takes the rest of it.

    Raises:
        ConflictError: its words are not in the document, or more than once, or it lacks a value.
    """
    missing = [name for name in CORRECTABLE[edit.table].needed if not values.get(name)]
    if missing and not (edit.table in _CUT and missing == ["text"]):
        raise ConflictError(f"A new record of {edit.table} needs {', '.join(missing)}.")
    at, moved = draft.source.find(edit.quote, edit.line)
    if at is None:
        several = "more than once" if moved else "no longer"
        raise ConflictError(f"The words it begins with are {several} in the document.")
    spans = draft.source.spans(at, edit.quote)
    made: dict[str, Any] = {**_DEFAULTS.get(edit.table, {}), **values, "rule": RULE}
    names = _CLASSES[edit.table].__dataclass_fields__
    if "case_id" in names and edit.table != "cases":
        made.setdefault("case_id", case_at(draft, spans[0][0]))
    record_id = draft.new_id(edit.table, spans[0])
    if edit.table in _CUT:
        spans, text = _taken(draft, spans, record_id, _ROLES[edit.table])
        made.setdefault("text", _spoken(text, made.get("speaker") or ""))
    else:
        draft.claim(spans, _ROLES[edit.table], record_id, free=True)
    made |= {CORRECTABLE[edit.table].key: record_id, "place": draft.place(spans)}
    if "seq" in names:
        made["seq"] = 0
    record = _CLASSES[edit.table](**made)
    draft.insert(edit.table, record)
    return record, moved


def case_at(draft: Draft, line: int) -> str | None:
    """Return the case of the record of the body that stands on a line, or last before it."""
    before = [
        (record.place.line_first, record.case_id)
        for table in BODY
        for record in draft.records[table]
        if record.place.line_first <= line
    ]
    case_id: str | None = max(before, key=lambda found: found[0], default=(0, None))[1]
    return case_id


def _taken(
    draft: Draft, spans: Sequence[Span], record_id: str, role: str
) -> tuple[list[Span], str]:
    """Cut the record in which a new one begins, else take the words nobody has; return both."""
    line, column, _ = spans[0]
    inside = next((p for p in draft.passages if p.line == line and p.start <= column < p.end), None)
    owner = inside.record_id if inside else ""
    for table in _CUT:
        key = CORRECTABLE[table].key
        for record in draft.records[table]:
            if owner and getattr(record, key) == owner:
                rest, text = _cut(draft, table, record, line, column)
                draft.claim(rest, role, record_id, free=False)
                return rest, text
    rest = [*spans, *_unowned_after(draft, spans[-1])]
    draft.claim(rest, role, record_id, free=True)
    lines = {source.no: source.text for source in draft.minutes.document.lines}
    merged: dict[int, tuple[int, int]] = {}
    for number, start, end in rest:
        a, b = merged.get(number, (start, end))
        merged[number] = (min(a, start), max(b, end))
    return rest, "".join(lines[number][a:b].strip() for number, (a, b) in merged.items())


def _cut(draft: Draft, table: str, record: Any, line: int, column: int) -> tuple[list[Span], str]:
    """Shorten a record to what stands before a place; return the rest, as source and as text."""
    own = [p for p in draft.passages if p.record_id == getattr(record, CORRECTABLE[table].key)]
    words = [p for p in own if p.role != "speaker"]
    lines = {source.no: source.text for source in draft.minutes.document.lines}
    before = sum(len(folded(_part(lines, p, line, column))) for p in words)
    at = _nth_word(record.text, before)
    rest = [
        (p.line, max(p.start, column) if p.line == line else p.start, p.end)
        for p in own
        if (p.line, p.end) > (line, column)
    ]
    kept = [(p.line, p.start, p.end) for p in own if (p.line, p.start) < (line, column)]
    if not kept or not record.text[:at].strip():
        raise ConflictError(f"A record of {table} begins there already.")
    kept = [(n, a, min(b, column)) if n == line else (n, a, b) for n, a, b in kept]
    shorter = replace(record, text=record.text[:at].rstrip(), place=draft.place(kept))
    draft.replace(table, record, shorter)
    draft.given.setdefault(getattr(record, CORRECTABLE[table].key), set())
    return rest, record.text[at:].lstrip()


def _part(lines: Mapping[int, str], passage: Passage, line: int, column: int) -> str:
    """Return what stands of a passage before a place."""
    if passage.line > line:
        return ""
    end = min(passage.end, column) if passage.line == line else passage.end
    return lines[passage.line][passage.start : max(passage.start, end)]


def _nth_word(text: str, count: int) -> int:
    """Return where in a text the character stands that has so many, spaces aside, before it."""
    for at, char in enumerate(text):
        if not char.isspace():
            if count == 0:
                return at
            count -= 1
    return len(text)


def _unowned_after(draft: Draft, span: Span) -> list[Span]:
    """Return the stretches behind one that follow each other and that no record has."""
    found: list[Span] = []
    for p in draft.passages:
        if (p.line, p.end) <= (span[0], span[2]):
            continue
        if p.record_id or p.role != "residue":
            if p.role in ("page_number", "running_head", "blank"):
                continue
            break
        found.append((p.line, max(p.start, span[2]) if p.line == span[0] else p.start, p.end))
    return found


def _spoken(text: str, speaker: str) -> str:
    """Drop the label, with the marks around it, from the beginning of a speech."""
    start = _BEFORE_LABEL.match(text)
    at = start.end() if start else 0
    if speaker and folded(text[at:]).startswith(folded(speaker)):
        at += _nth_word(text[at:], len(folded(speaker)))
        end = _AFTER_LABEL.match(text, at)
        return text[end.end() if end else at :]
    return text
