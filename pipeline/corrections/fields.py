"""What may be corrected, and what the text in a cell means (``pipeline/data/corrections.toml``)."""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from pipeline.tables.schema import Column, table

__all__ = [
    "ACTIONS",
    "CHECKED_ALL",
    "CHECKED_GROUPS",
    "CHECKED_TABLES",
    "CORRECTABLE",
    "EMPTY",
    "OTHER_SHEETS",
    "SHEETS",
    "Correctable",
    "CorrectionError",
    "as_text",
    "parse_action",
    "parse_value",
    "titled",
    "whole_number",
]

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (files("pipeline") / "data" / "corrections.toml").read_text(encoding="utf-8")
)
_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2})[:時](\d{2})分?(?::\d{2})?")
_TIMES: Final = frozenset({"opened", "closed"})

EMPTY: Final = frozenset(_DATA["empty"])
"""Texts that say: this is to be empty."""

CHECKED_GROUPS: Final[tuple[str, ...]] = tuple(_DATA["checked"]["groups"])
"""Groups of records that a person may declare to have checked in a document."""

CHECKED_TABLES: Final[dict[str, list[str]]] = _DATA["checked"]["tables"]
"""Tables of the records of each of these groups."""

CHECKED_ALL: Final = frozenset(_DATA["checked"]["all"])

ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(words) for name, words in _DATA["actions"].items()
}
"""What may be done with a record, with the words for it; the first is what the program writes."""


SHEETS: Final[dict[str, dict[str, str]]] = _DATA["sheets"]
"""Titles of the sheets of a review beside those of the tables, by language."""

OTHER_SHEETS: Final = frozenset(title for titles in SHEETS.values() for title in titles.values())


class CorrectionError(ValueError):
    """A file of corrections cannot be read, or asks for what cannot be; says where and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """What may be corrected in a table.

    Attributes:
        name: of the table.
        columns: those that may be corrected; ``checked`` of ``documents`` is none of the table's.
        actions: what may be done with a record.
        needed: columns that a new record must have.
        key: column with the id of a record.
        quote: column whose words anchor a record in the source, or empty.
        letter: of the ids of its records.
        settles: codes of issues that are settled when a column is corrected, by column.
    """

    name: str
    columns: tuple[Column, ...]
    actions: tuple[str, ...]
    needed: tuple[str, ...]
    key: str
    quote: str
    letter: str
    settles: Mapping[str, tuple[str, ...]]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return a column by its name.

        Raises:
            CorrectionError: it cannot be corrected.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise CorrectionError(
            f"the column {name!r} of {self.name} cannot be corrected; there are "
            f"{', '.join(self.fields)}"
        )


_CHECKED = Column(
    name="checked",
    type="string",
    label="確認済み",
    about="Groups of records a person checked.",
    about_ja="人が確かめたレコードの種類。",
)


def _correctable(name: str) -> Correctable:
    entry = _DATA["tables"][name]
    columns = {column.name: column for column in table(name).columns} | {"checked": _CHECKED}
    return Correctable(
        name=name,
        columns=tuple(columns[field] for field in entry["fields"]),
        actions=tuple(entry["actions"]),
        needed=tuple(entry.get("needed", ())),
        key="document_id" if name == "documents" else table(name).key[0],
        quote=entry.get("quote", ""),
        letter=entry.get("letter", ""),
        settles={field: tuple(codes) for field, codes in entry.get("settles", {}).items()},
    )


CORRECTABLE: Final = {name: _correctable(name) for name in ("documents", *_DATA["order"])}
"""By table, in the order in which a person goes through them."""


def titled(title: str) -> str:
    """Return the table whose name or Japanese name a sheet has; empty if there is none."""
    return next((n for n in CORRECTABLE if title in (n, table(n).label)), "")


def parse_action(text: str) -> str:
    """Return the action that a cell names; ``change`` for an empty one.

    Raises:
        CorrectionError: there is no such action.
    """
    wanted = text.strip().lower()
    if not wanted:
        return "change"
    for name, words in ACTIONS.items():
        if wanted in words:
            return name
    raise CorrectionError(f"there is no action {text!r}; there are {', '.join(ACTIONS)}")


def parse_value(column: Column, text: str) -> Any:
    """Return the value that the text of a cell means in a column; ``None`` if it says: empty.

    Raises:
        CorrectionError: the column cannot hold it.
    """
    if not text or text in EMPTY:
        if column.required and column.type != "boolean":
            raise CorrectionError(f"{column.name} cannot be empty")
        return None
    value: Any = text
    match column.type:
        case "integer":
            value = whole_number(column.name, text)
        case "boolean":
            value = _truth(column, text)
        case "date":
            value = _day(column, text)
        case _ if column.name in _TIMES:
            value = _clock(column, text)
        case _ if column.name == "checked":
            value = _groups(text)
    if column.values and value not in column.values:
        raise CorrectionError(
            f"{column.name} cannot be {text!r}; it is one of {', '.join(column.values)}"
        )
    return value


def as_text(value: object) -> str:
    """Return a value as the text of a cell: ``true``, ISO dates, empty for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def whole_number(name: str, text: str) -> int:
    """Return the number of a cell; ``14.0`` too, as pandas writes a column with empty cells.

    Args:
        name: of the column, for the message.
        text: what stands in the cell.

    Raises:
        CorrectionError: it is no whole number.
    """
    number = re.fullmatch(r"(\d{1,9})(?:\.0)?", unicodedata.normalize("NFKC", text).strip())
    if number is None:
        raise CorrectionError(f"{name} is a whole number, not {text!r}")
    return int(number[1])


def _truth(column: Column, text: str) -> bool:
    for name, truth in (("true", True), ("false", False)):
        if text.lower() in _DATA[name]:
            return truth
    raise CorrectionError(f"{column.name} is true or false, not {text!r}")


def _day(column: Column, text: str) -> datetime.date:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if found:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise CorrectionError(f"{column.name} is a day like 2022-01-21, not {text!r}")


def _clock(column: Column, text: str) -> str:
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02}:{found[2]}"
    raise CorrectionError(f"{column.name} is a time like 14:00, not {text!r}")


def _groups(text: str) -> str:
    named = re.split(r"[\s,、;]+", text.strip())
    if any(name in CHECKED_ALL for name in named):
        return " ".join(CHECKED_GROUPS)
    if unknown := [name for name in named if name not in CHECKED_GROUPS]:
        raise CorrectionError(
            f"checked cannot be {' '.join(unknown)!r}; it is all, or some of "
            f"{', '.join(CHECKED_GROUPS)}"
        )
    return " ".join(name for name in CHECKED_GROUPS if name in named)
