"""Files of corrections: a review workbook, or CSV, become edits.

Two forms, told apart by their headings. *Wide*, as ``gijiroku review`` writes it: a row per record,
beside each column ``speaker`` one named ``speaker>`` for what it is to be. *Long*, as the table
``corrections`` has it: a row per field, with the columns ``field`` and ``corrected``.
"""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.corrections.edits import Edit, Edits
from pipeline.corrections.fields import (
    CORRECTABLE,
    Correctable,
    CorrectionError,
    as_text,
    parse_action,
    parse_value,
    whole_number,
)

__all__ = ["read_edits"]

_ENCODINGS = ("utf-8-sig", "cp932")  # what Excel writes in Japan when a sheet is saved as CSV
_DOCUMENT = re.compile(r"d[0-9a-f]{16}")
_MOST_SHOWN = 10

Row = tuple[str, Mapping[str, str]]
"""Where a row stands, and its cells by heading."""


def read_edits(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
) -> Edits:
    """Read files of corrections.

    Args:
        paths: one ``.xlsx`` or ``.csv``, or several.

    Raises:
        CorrectionError: a file cannot be read, or rows in it ask for what cannot be; the message
            names file and rows.
    """
    edits: list[Edit] = []
    for path in [paths] if isinstance(paths, (str, os.PathLike)) else paths:
        edits += _edits_of(Path(path))
    return Edits(edits)


def _edits_of(path: Path) -> list[Edit]:
    try:
        match path.suffix.lower():
            case ".csv":
                rows = _csv_rows(path)
            case ".xlsx":
                rows = _xlsx_rows(path)
            case suffix:
                raise CorrectionError(
                    f"{path}: corrections are read from .xlsx and .csv, "
                    f"not from {suffix or path.name}"
                )
    except OSError as error:
        raise CorrectionError(f"{path} cannot be read: {error.strerror or error}.") from error
    edits: list[Edit] = []
    wrong: list[str] = []
    for where, cells in rows:
        try:
            edit = _long(where, cells) if "field" in cells else _wide(where, cells)
        except CorrectionError as error:
            wrong.append(f"{where}: {error}")
            continue
        if edit is not None:
            edits.append(edit)
    if wrong:
        more = f"\n… and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        raise CorrectionError("\n".join(wrong[:_MOST_SHOWN]) + more)
    return edits


def _csv_rows(path: Path) -> list[Row]:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CorrectionError(f"{path} is neither UTF-8 nor Shift_JIS. Save it as CSV UTF-8.")
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise CorrectionError(f"{path} is no CSV: {error}.") from error
    rows = _with_headings(cells, path.name)
    if rows is None:
        raise CorrectionError(
            f"{path} has no column document_id and table in its first line; see docs/review.md"
        )
    return rows


def _xlsx_rows(path: Path) -> list[Row]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    with path.open("rb") as stream:  # a missing file is an OSError before it is a bad workbook
        try:
            book = load_workbook(stream, read_only=True, data_only=True)
            sheets = [
                (sheet.title, [[_cell(value) for value in row] for row in sheet.values])
                for sheet in book.worksheets
            ]
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            raise CorrectionError(f"{path} is no XLSX workbook ({error}).") from error
    found = [_with_headings(rows, f"{path.name}, sheet {title}") for title, rows in sheets]
    if all(rows is None for rows in found):
        raise CorrectionError(
            f"{path} has no sheet with the columns document_id and table; see docs/review.md"
        )
    return [row for rows in found if rows for row in rows]


def _with_headings(rows: Sequence[Sequence[str]], where: str) -> list[Row] | None:
    """Return the rows below the headings; ``None`` if these are no corrections."""
    headings = [heading.strip() for heading in rows[0]] if rows else []
    if not {"document_id", "table"} <= set(headings):
        return None
    found: list[Row] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: text.strip() for name, text in zip(headings, row, strict=False) if name}
        cells |= {name: "" for name in headings if name and name not in cells}
        # The second row of a review explains the first.
        explains = number == 2 and "field" not in cells and not _names_record(cells)
        if any(cells.values()) and not explains:
            found.append((f"{where}, row {number}", cells))
    return found


def _names_record(cells: Mapping[str, str]) -> bool:
    return cells["table"] in CORRECTABLE or bool(_DOCUMENT.fullmatch(cells["document_id"]))


def _cell(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return as_text(value)


def _long(where: str, cells: Mapping[str, str]) -> Edit | None:
    """Return the edit of a row per field; of a record as a whole if no field is named."""
    field = cells["field"]
    table = _table(cells)
    action = _action(table, cells)
    if not field and action in ("change", "add"):
        raise CorrectionError("the column field is empty: say which column is to be corrected")
    values = {field: cells.get("corrected", "")} if field else {}
    return _edit(where, cells, table, action, values, {field: cells.get("original", "")})


def _wide(where: str, cells: Mapping[str, str]) -> Edit | None:
    """Return the edit of a row per record; ``None`` if the person left the row as it was."""
    table = _table(cells)
    action = _action(table, cells)
    values = {name: cells.get(f"{name}>", "") for name in table.fields}
    values = {name: text for name, text in values.items() if text}
    unknown = [n for n, text in cells.items() if n.endswith(">") and text and n[:-1] not in values]
    if unknown:
        table.column(unknown[0][:-1])
    originals = {name: cells.get(name, "") for name in table.fields}
    if action == "add":  # whoever adds a row may fill in the columns of what was read
        values = {name: text for name, text in originals.items() if text} | values
        originals = {}
    elif action == "change" and not values:
        return None
    return _edit(where, cells, table, action, values, originals)


def _table(cells: Mapping[str, str]) -> Correctable:
    name = cells["table"]
    if name not in CORRECTABLE:
        raise CorrectionError(
            f"the table {name!r} cannot be corrected; there are {', '.join(CORRECTABLE)}"
        )
    return CORRECTABLE[name]


def _action(table: Correctable, cells: Mapping[str, str]) -> str:
    action = parse_action(cells.get("action", ""))
    if action not in table.actions:
        raise CorrectionError(
            f"{action} is no action for {table.name}; there are {', '.join(table.actions)}"
        )
    return action


def _edit(
    where: str,
    cells: Mapping[str, str],
    table: Correctable,
    action: str,
    values: Mapping[str, str],
    originals: Mapping[str, str],
) -> Edit:
    document_id = cells["document_id"]
    if not _DOCUMENT.fullmatch(document_id):
        raise CorrectionError(
            f"document_id is {document_id!r}; copy it from the table documents (d and 16 digits)"
        )
    record_id = cells.get("record_id", "")
    if table.name in ("documents", "meetings"):
        record_id = ""  # there is one of a document
    elif action != "add" and not record_id:
        raise CorrectionError(f"record_id is empty: say which row of {table.name} is meant")
    line = str(whole_number("line", cells["line"])) if cells.get("line") else ""
    if action == "add" and not (line and cells.get("quote")):
        raise CorrectionError(
            "a new record needs line and quote: the line it begins in, and its first words there"
        )
    for name, text in values.items():
        parse_value(table.column(name), text)
    return Edit(
        document_id=document_id,
        table=table.name,
        action=action,
        record_id=record_id if action != "add" else "",
        values=tuple(values.items()),
        originals=tuple((name, originals.get(name, "")) for name in values if originals),
        line=int(line or 0),
        quote=cells.get("quote", ""),
        path=cells.get("path", ""),
        by=cells.get("by", ""),
        note=cells.get("note", ""),
        source=where,
    )
