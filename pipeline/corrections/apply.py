"""Corrections are put above the rules: between reading and audit, one document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.corrections.draft import ConflictError, Draft
from pipeline.corrections.edits import Edit, edit_id
from pipeline.corrections.fields import CORRECTABLE, as_text, parse_value
from pipeline.corrections.follow import follow
from pipeline.corrections.new_records import add
from pipeline.corrections.settled import settled
from pipeline.model import Attendee, Case, Correction, Document, Minutes, Place
from pipeline.parsing import parse
from pipeline.parsing.folding import unspaced

__all__ = ["conflicts", "parse_corrected"]

_ORDER = ("add", "join", "delete", "change", "confirm")
"""New records first: others may be about them. A turn is cut before its text is corrected."""


def parse_corrected(
    document: Document, edits: Sequence[Edit], *, profile: str | None = None
) -> Minutes:
    """Read minutes and put what a person corrected above what the rules read.

    What follows from a corrected value follows from the new one: a corrected speaker changes
    candidates, group and exchanges, a corrected decision the outcome of its case. Ids of records
    that nobody touched are as without corrections. ``Minutes.corrections`` says of every edit
    what became of it.

    Args:
        document: what a reader made of a file.
        edits: about this document.
        profile: as for :func:`pipeline.parsing.parse`.

    Raises:
        ProfileError: there is no such profile, or it is not valid.
    """
    if not edits:
        return parse(document, profile=profile)
    minutes = parse(document, profile=profile, revise=lambda read: _revised(read, edits))
    if minutes.kind == "not_minutes":
        why = "The document is not read as minutes, so it has no records."
        return replace(minutes, corrections=tuple(conflicts(edits, why)))
    return settled(minutes)


def conflicts(edits: Iterable[Edit], why: str) -> Iterator[Correction]:
    """Yield what became of edits none of which could be applied."""
    for edit in edits:
        yield from _outcomes(edit, "conflict", message=why)


def _revised(minutes: Minutes, edits: Sequence[Edit]) -> Minutes:
    draft = Draft.of(minutes)
    ranks = {table: at for at, table in enumerate(CORRECTABLE)}
    corrections: list[Correction] = []
    for action in _ORDER:
        chosen = (edit for edit in edits if edit.action == action)
        for edit in sorted(chosen, key=lambda e: (ranks[e.table], e.line)):
            try:
                corrections += _APPLY[action](draft, edit)
            except ConflictError as error:
                corrections += _outcomes(edit, "conflict", message=str(error))
    corrections.sort(key=lambda c: (ranks[c.table], c.line or 0, c.record_id, c.correction_id))
    return replace(follow(draft), corrections=tuple(corrections))


def _add(draft: Draft, edit: Edit) -> list[Correction]:
    values = _values(draft, edit)
    record, moved = add(draft, edit, values)
    draft.given[_id(edit, record)] = set(values)
    return _outcomes(edit, _status(draft, edit, moved), record=record)


def _join(draft: Draft, edit: Edit) -> list[Correction]:
    found = draft.find(edit)
    records = draft.records[edit.table]
    at = next(at for at, record in enumerate(records) if record is found.record)
    if at == 0:
        raise ConflictError(f"There is no record of {edit.table} before it to join it with.")
    before, record = records[at - 1], found.record
    joined = replace(
        before,
        text="\n".join(text for text in (before.text, record.text) if text),
        place=replace(
            before.place, line_last=record.place.line_last, page_last=record.place.page_last
        ),
    )
    records[at - 1 : at + 1] = [joined]
    draft.hand_over(_id(edit, record), _id(edit, joined))
    draft.given.setdefault(_id(edit, joined), set())
    return _outcomes(edit, _status(draft, edit, found.moved), record=record)


def _delete(draft: Draft, edit: Edit) -> list[Correction]:
    found = draft.find(edit)
    draft.remove(edit.table, found.record)
    return _outcomes(edit, _status(draft, edit, found.moved), record=found.record)


def _change(draft: Draft, edit: Edit) -> list[Correction]:
    if edit.table == "documents":
        return _outcomes(edit, _status(draft, edit, moved=False))
    found = draft.find(edit)
    values = _values(draft, edit)
    held = draft.given.setdefault(_id(edit, found.record), set())
    held |= set(values)
    new = replace(found.record, **values)
    draft.replace(edit.table, found.record, new)
    status = _status(draft, edit, found.moved)
    return _outcomes(edit, status, record=new, before=found.record)


def _confirm(draft: Draft, edit: Edit) -> list[Correction]:
    found = draft.find(edit)
    done = _outcomes(edit, _status(draft, edit, found.moved), record=found.record)
    return [*done, *(_change(draft, edit) if edit.values else ())]


_APPLY: dict[str, Callable[[Draft, Edit], list[Correction]]] = {
    "add": _add,
    "join": _join,
    "delete": _delete,
    "change": _change,
    "confirm": _confirm,
}


def _values(draft: Draft, edit: Edit) -> dict[str, Any]:
    table = CORRECTABLE[edit.table]
    values: dict[str, Any] = {}
    for name, text in edit.values:
        value = parse_value(table.column(name), text)
        if name == "attendee_id" and value:
            value = _attendee(draft, value)
        elif name == "case_id" and value:
            value = _case(draft, value)
        elif value is None and table.column(name).type == "boolean":
            value = None if name == "unanimous" else False
        values[name] = value
    return values


def _attendee(draft: Draft, named: str) -> str:
    """Return the id of somebody in the roster, given by id or by name.

    Raises:
        ConflictError: nobody is, or more than one.
    """
    people: list[Attendee] = draft.records["attendees"]
    same = [p for p in people if named == p.attendee_id or unspaced(named) == unspaced(p.name)]
    if len(same) != 1:
        raise ConflictError(f"{len(same)} people of the roster are called {named!r}.")
    return same[0].attendee_id


def _case(draft: Draft, named: str) -> str:
    """Return the id of a case, given by id or by its number before the corrections.

    Raises:
        ConflictError: there is none.
    """
    added = [c for c in draft.records["cases"] if c not in draft.minutes.cases]
    cases: list[Case] = [*draft.minutes.cases, *added]
    same = [c for c in cases if named in (c.case_id, str(c.case_no))]
    if not same:
        raise ConflictError(f"There is no case {named!r}.")
    return same[0].case_id


def _status(draft: Draft, edit: Edit, moved: bool) -> str:
    changed = edit.document_id != draft.minutes.document.document_id
    return "moved" if moved or changed else "applied"


def _id(edit: Edit, record: Any) -> str:
    record_id: str = getattr(record, CORRECTABLE[edit.table].key)
    return record_id


def _outcomes(
    edit: Edit, status: str, *, record: Any = None, before: Any = None, message: str = ""
) -> list[Correction]:
    """Return what became of an edit, a row per field or one for the record as a whole."""
    place = getattr(record, "place", None)  # of a meeting it is where it was held
    place = place if isinstance(place, Place) else None
    whole = Correction(
        correction_id=edit_id(edit, ""),
        table=edit.table,
        action=edit.action,
        status=status,
        record_id=_id(edit, record) if record is not None else edit.record_id,
        message=message or ("Its words were found elsewhere." if status == "moved" else ""),
        quote=edit.quote,
        by=edit.by,
        note=edit.note,
        page=place.page_first if place else None,
        line=place.line_first if place else edit.line or None,
    )
    if edit.action in ("delete", "join") or (edit.action == "confirm" and before is None):
        return [whole]
    known = dict(edit.originals)
    return [
        replace(
            whole,
            action="change" if edit.action == "confirm" else edit.action,
            correction_id=edit_id(edit, name),
            field=name,
            original=as_text(getattr(before, name)) if before is not None else known.get(name, ""),
            corrected=as_text(
                getattr(record, name)
                if before is not None
                else parse_value(CORRECTABLE[edit.table].column(name), text)
            ),
        )
        for name, text in edit.values
    ]
