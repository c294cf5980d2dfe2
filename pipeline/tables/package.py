"""``datapackage.json``: types and keys of the tables for other tools (Frictionless Data)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.tables.schema import Column, Table

__all__ = ["data_package"]


_WHOLE_FILES = {"jsonl": "minutes.jsonl", "sqlite": "minutes.sqlite", "xlsx": "minutes.xlsx"}


def data_package(tables: Sequence[Table], formats: Sequence[str]) -> dict[str, Any]:
    """Return the descriptor of the files of a run.

    CSV is described if there is any, else Parquet: a resource is one file, and describing the
    same rows twice would make every key ambiguous. Without either, the files are listed; they
    carry their types themselves.
    """
    form = next((name for name in ("csv", "parquet") if name in formats), None)
    if form is None:
        resources = [
            {"name": "minutes-" + name, "path": path, "format": name, "profile": "data-resource"}
            for name, path in _WHOLE_FILES.items()
            if name in formats
        ]
    else:
        written = {table.name for table in tables}
        resources = [_resource(table, form, written) for table in tables]
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "gijiroku",
        "title": "Minutes of councils",
        "resources": resources,
    }


def _resource(table: Table, form: str, written: set[str]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.label,
        "description": table.about,
        "path": f"{table.name}.{form}",
        "format": form,
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
    }
    if form == "csv":
        resource |= {"encoding": "utf-8-sig", "mediatype": "text/csv"}
        resource["dialect"] = {"lineTerminator": "\n", "delimiter": ",", "doubleQuote": True}
    schema: dict[str, Any] = {
        "fields": [_field(column, form) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if column.refers[0] == table.name else column.refers[0],
                "fields": [column.refers[1]],
            },
        }
        for column in table.columns
        if column.refers and column.refers[0] in written
    ]
    if keys:
        schema["foreignKeys"] = keys
    return resource | {"schema": schema}


def _field(column: Column, form: str) -> dict[str, Any]:
    kind = column.type
    about = column.about
    if kind == "list":
        kind = "string" if form == "csv" else "array"
        about += f" Items are joined by {column.separator!r}." if form == "csv" else ""
    entry: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "title": column.label,
        "description": about,
    }
    if kind == "date":
        entry["format"] = "%Y-%m-%d"
    if kind == "boolean":
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return entry | ({"constraints": constraints} if constraints else {})
