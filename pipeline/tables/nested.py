"""The nested record: one object per meeting, as in ``minutes.jsonl``, and its JSON Schema."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.tables.cells import clean
from pipeline.tables.schema import TABLES, Column, Table, table

__all__ = ["json_schema", "nested_record"]

_OF_THE_RUN = frozenset({"version", "seconds"})
"""Columns of ``documents`` that say something about a run: two runs give the same records."""

_LISTS = tuple(
    each.name
    for each in TABLES
    if each.name not in {"documents", "meetings", "lines", "speeches"} and not each.whole_run
)


def nested_record(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, Any]:
    """Return the rows of one document as one object that JSON can hold.

    ``document`` and ``meeting`` (``None`` if the document is no minutes) are objects; every other
    table is a list of objects in document order, with all its columns. Dates are ISO strings.
    """
    meetings = rows.get("meetings", ())
    record: dict[str, Any] = {
        "document": _plain(_document_columns(), rows["documents"][0]),
        "meeting": _plain(table("meetings").columns, meetings[0]) if meetings else None,
    }
    for name in _LISTS:
        columns = table(name).columns
        record[name] = [_plain(columns, row) for row in rows.get(name, ())]
    return record


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of :func:`nested_record`."""
    meeting = _object(table("meetings").columns)
    properties: dict[str, Any] = {
        "document": _object(_document_columns()),
        "meeting": {"anyOf": [meeting, {"type": "null"}]},
    }
    for name in _LISTS:
        properties[name] = _list(table(name))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The minutes of one meeting",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _document_columns() -> tuple[Column, ...]:
    return tuple(column for column in table("documents").columns if column.name not in _OF_THE_RUN)


def _plain(columns: Sequence[Column], row: Mapping[str, object]) -> dict[str, Any]:
    return {column.name: _json(row.get(column.name)) for column in columns}


def _json(value: object) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _list(of: Table) -> dict[str, Any]:
    return {"type": "array", "description": of.about, "items": _object(of.columns)}


def _object(columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    if column.type == "list":
        return {
            "type": "array",
            "items": {"type": "string"},
            "description": column.about,
        }
    name = "string" if column.type == "date" else column.type
    entry: dict[str, Any] = {"type": name if column.required else [name, "null"]}
    if column.type == "date":
        entry["format"] = "date"
    if column.values:
        entry["enum"] = [*column.values, *(() if column.required else (None,))]
    entry["description"] = column.about
    return entry
