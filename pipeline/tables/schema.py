"""Every table and column, read from ``pipeline/data/tables.toml``; the data dictionary."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

__all__ = ["TABLES", "TYPES", "Column", "Table", "schema_json", "schema_markdown", "table"]

TYPES: Final = ("string", "integer", "number", "boolean", "date", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: as in the files.
        type: one of :data:`TYPES`.
        label: Japanese heading.
        about: what it holds, in English.
        about_ja: the same in Japanese.
        required: whether it is never empty.
        values: the only values there are, or none if it is open.
        refers: table and column that hold the same id, or ``None``.
        separator: what joins the items of a list in CSV.
    """

    name: str
    type: str
    label: str
    about: str
    about_ja: str
    required: bool = False
    values: tuple[str, ...] = ()
    refers: tuple[str, str] | None = None
    separator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: ``key`` names the columns that identify a row, if any do.

    ``optional`` tables are written only when asked for; rows of ``whole_run`` tables are known
    only when every document has been seen.
    """

    name: str
    label: str
    about: str
    about_ja: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    optional: bool = False
    whole_run: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _data(name: str) -> str:
    return (files("pipeline") / "data" / name).read_text(encoding="utf-8")


def _column(entry: dict[str, Any]) -> Column:
    table, _, name = entry.get("refers", "").partition(".")
    return Column(
        name=entry["name"],
        type=entry["type"],
        label=entry["ja"],
        about=entry["about"],
        about_ja=entry["about_ja"],
        required=entry.get("required", False),
        values=tuple(entry.get("values", ())),
        refers=(table, name) if table else None,
        separator=entry.get("separator", ""),
    )


_KNOWN: Final = tomllib.loads(_data("tables.toml"))


def _read() -> dict[str, Table]:
    place = _KNOWN["place"]["columns"]
    return {
        entry["name"]: Table(
            name=entry["name"],
            label=entry["ja"],
            about=entry["about"],
            about_ja=entry["about_ja"],
            columns=tuple(
                _column(column)
                for column in [*entry["columns"], *(place if entry.get("place") else ())]
            ),
            key=tuple(entry.get("key", ())),
            optional=entry.get("optional", False),
            whole_run=entry.get("whole_run", False),
        )
        for entry in _KNOWN["table"]
    }


_BY_NAME: Final = _read()

TABLES: Final[tuple[Table, ...]] = tuple(_BY_NAME.values())
"""Every table, in the order in which a reader wants them."""


def table(name: str) -> Table:
    """Return the table of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def schema_json() -> dict[str, Any]:
    """Return the data dictionary for programs: what ``gijiroku schema --format json`` prints."""
    return {
        "tables": [
            {
                "name": each.name,
                "label_ja": each.label,
                "description": each.about,
                "description_ja": each.about_ja,
                "primary_key": list(each.key),
                "columns": [_column_json(column) for column in each.columns],
            }
            for each in TABLES
        ]
    }


def _column_json(column: Column) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "required": column.required,
        "label_ja": column.label,
        "description": column.about,
        "description_ja": column.about_ja,
    }
    if column.values:
        entry["values"] = list(column.values)
    if column.refers:
        entry["refers_to"] = {"table": column.refers[0], "column": column.refers[1]}
    if column.separator:
        entry["csv_separator"] = column.separator
    return entry


def schema_markdown(language: str = "en") -> str:
    """Return the data dictionary for people, as Markdown.

    Args:
        language: ``en`` (``docs/tables.md``) or ``ja`` (``docs/tables.ja.md``).
    """
    words, japanese = _KNOWN["page"][language], language == "ja"
    parts = [_data("tables.ja.md" if japanese else "tables.md")]
    for each in TABLES:
        about = each.about_ja if japanese else each.about
        parts.append(f"\n## {each.name}\n\n")
        parts.append(words["opening"].format(about=about, label=each.label))
        if each.key:
            names = words["and"].join(f"`{name}`" for name in each.key)
            parts.append(words["key"].format(names=names))
        parts.append(f"\n\n| {' | '.join(words['head'])} |\n|---|---|---|---|\n")
        parts += [
            _markdown_row(column, column.about_ja if japanese else column.about, words)
            for column in each.columns
        ]
    return "".join(parts)


def _markdown_row(column: Column, about: str, words: dict[str, Any]) -> str:
    if column.values:
        values = words["and"].join(f"`{value}`" for value in column.values)
        about += words["one_of"].format(values=values)
    if column.refers:
        about += words["refers"].format(column=".".join(column.refers))
    if column.required:
        about += words["required"]
    kind = words.get("types", {}).get(column.type, column.type)
    if column.separator.strip():
        kind = words["list"].format(separator=column.separator)
    return f"| `{column.name}` | {kind} | {column.label} | {about.replace('|', chr(92) + '|')} |\n"
