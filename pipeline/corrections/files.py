"""Files of corrections: a review workbook, or CSV, become edits.

Two forms, told apart by their headings. *Wide*, as ``gijiroku review`` writes it: a row per record,
beside each column ``speaker`` one named ``speaker>`` for what it is to be. *Long*, as the table
``corrections`` has it: a row per field, with the columns ``field`` and ``corrected``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.corrections.edits import Edit, Edits, Remark
from pipeline.corrections.fields import (
    CORRECTABLE,
    OTHER_SHEETS,
    Correctable,
    CorrectionError,
    parse_action,
    parse_value,
    titled,
    whole_number,
)
from pipeline.corrections.seal import ANCHORS, SEAL, broken
from pipeline.corrections.sheets import Sheet, read_sheets

__all__ = ["read_edits"]

_DOCUMENT = re.compile(r"d[0-9a-f]{16}")
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of corrections.

    Attributes:
        where: file, sheet and row.
        cells: their text by heading.
        worthless: what is in cells that show no value, by heading.
        remarks: what of it is not read.
    """

    where: str
    cells: Mapping[str, str]
    worthless: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


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
    remarks: list[Remark] = []
    for path in [paths] if isinstance(paths, (str, os.PathLike)) else paths:
        of_file, about = _edits_of(Path(path))
        edits += of_file
        remarks += about
    return Edits(edits, remarks)


def _edits_of(path: Path) -> tuple[list[Edit], list[Remark]]:
    sheets = read_sheets(path)
    rows = [_rows(sheet) for sheet in sheets]
    if all(found is None for found in rows):
        raise CorrectionError(
            f"{path} is no file of corrections: no column document_id and table in its first line, "
            "with a column like speaker> or with field and corrected. Give the workbook that "
            "gijiroku review wrote, not the tables of convert; see docs/review.md."
        )
    edits: list[Edit] = []
    remarks = list(_unread(path, sheets, rows))
    wrong: list[str] = []
    for row in (row for found in rows for row in found or ()):
        remarks += row.remarks
        try:
            edit, said = _long(row) if "field" in row.cells else _wide(row)
        except CorrectionError as error:
            wrong.append(f"{row.where}: {error}")
            continue
        remarks += [replace(remark, message=f"{row.where}: {remark.message}") for remark in said]
        if edit is not None:
            edits.append(edit)
    if wrong:
        more = f"\n… and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        raise CorrectionError("\n".join(wrong[:_MOST_SHOWN]) + more)
    return edits, remarks


def _unread(
    path: Path, sheets: Iterable[Sheet], rows: Iterable[list[_Row] | None]
) -> Iterator[Remark]:
    """Say which sheets hold something, but no corrections."""
    names = [
        sheet.title
        for sheet, found in zip(sheets, rows, strict=True)
        if found is None and sheet.title not in OTHER_SHEETS and any(map(any, sheet.rows))
    ]
    if names:
        yield Remark(
            f"{path.name}: not read, for their first row has no columns document_id and table: "
            f"sheets {', '.join(names)}."
        )


def _rows(sheet: Sheet) -> list[_Row] | None:
    """Return the rows below the headings; ``None`` if these are no corrections."""
    headings = [heading.strip() for heading in sheet.rows[0]] if sheet.rows else []
    long = {"field", "corrected"} <= set(headings)
    wide = "action" in headings or any(heading.endswith(">") for heading in headings)
    if not {"document_id", "table"} <= set(headings) or not (long or wide):
        return None
    table = _table_of(sheet, headings)
    found: list[_Row] = []
    for at, row in enumerate(sheet.rows[1:], start=1):
        cells = dict.fromkeys(filter(None, headings), "")
        cells |= {name: text.strip() for name, text in zip(headings, row, strict=False) if name}
        # The second row of a review explains the first.
        if at == 1 and "field" not in cells and not _names_record(cells):
            continue
        where = f"{sheet.where}, row {at + 1}"
        worthless = {
            headings[column]: what
            for (line, column), what in sheet.worthless.items()
            if line == at and column < len(headings)
        }
        nameless = [
            text
            for column, text in enumerate(row)
            if text.strip() and (column >= len(headings) or not headings[column])
        ]
        remarks = [
            Remark(f"{where}: not read, for it stands under no heading: {text}")
            for text in nameless
        ]
        if any(cells.values()) or worthless or remarks:
            cells["table"] = cells["table"] or table  # of a row that a person added
            found.append(_Row(where, cells, worthless, tuple(remarks)))
    return found


def _table_of(sheet: Sheet, headings: Sequence[str]) -> str:
    """Return the table that all rows of a sheet are about; empty if there is no such one."""
    column = headings.index("table")
    named = {row[column].strip() for row in sheet.rows[1:] if len(row) > column}
    tables = named & CORRECTABLE.keys()
    return tables.pop() if len(tables) == 1 else titled(sheet.title)


def _names_record(cells: Mapping[str, str]) -> bool:
    return cells["table"] in CORRECTABLE or bool(_DOCUMENT.fullmatch(cells["document_id"]))


def _long(row: _Row) -> tuple[Edit | None, list[Remark]]:
    """Return the edit of a row per field; of a record as a whole if no field is named."""
    cells = row.cells
    name = cells["field"]
    table = _table(cells)
    action = _action(table, cells)
    _refuse_worthless(row, ("action", "field", "corrected", *ANCHORS))
    if not name and action in ("change", "add"):
        raise CorrectionError("the column field is empty: say which column is to be corrected")
    values = {name: cells.get("corrected", "")} if name else {}
    return _edit(row, table, action, values, {name: cells.get("original", "")}), []


def _wide(row: _Row) -> tuple[Edit | None, list[Remark]]:
    """Return the edit of a row per record; ``None`` if the person left the row as it was."""
    cells = row.cells
    table = _table(cells)
    action = _action(table, cells)
    yellow = {f"{name}>": name for name in table.fields}
    _refuse_worthless(row, ("action", *yellow, *ANCHORS))
    values = {name: cells[column] for column, name in yellow.items() if cells.get(column)}
    unknown = [n for n, text in cells.items() if n.endswith(">") and text and n not in yellow]
    if unknown:
        table.column(unknown[0][:-1])
    originals = {name: cells.get(name, "") for name in table.fields}
    typed_over = broken(table, cells)
    if action == "add":  # whoever adds a row may fill in the columns of what was read
        copied = cells.get(SEAL) and set(table.fields).difference(typed_over)
        typed = {n: text for n, text in originals.items() if text and n not in (copied or ())}
        return _edit(row, table, action, typed | values, {}), []
    remarks: list[Remark] = []
    if action in ("change", "confirm"):
        taken, remarks = _typed_over(row, table, typed_over, values)
        values = values | taken
        originals = {n: text for n, text in originals.items() if n not in typed_over}
    if action == "change" and not values:
        if said := [name for name in ("by", "note") if cells.get(name)]:
            remarks.append(Remark(f"only {' and '.join(said)} is filled in; nothing is corrected."))
        return None, remarks
    return _edit(row, table, action, values, originals), remarks


def _typed_over(
    row: _Row, table: Correctable, names: Sequence[str], values: Mapping[str, str]
) -> tuple[dict[str, str], list[Remark]]:
    """Return what was typed over white cells and is taken for a correction, and what is said of it.

    Raises:
        CorrectionError: it cannot be taken for one: an anchor was changed, or a cell was emptied.
    """
    taken: dict[str, str] = {}
    remarks: list[Remark] = []
    for name in names:
        text = row.cells[name]
        if name not in (*ANCHORS, *table.fields):
            remarks.append(Remark(f"{name} was typed over; nothing is corrected by that."))
            continue
        if name in ANCHORS:
            raise CorrectionError(
                f"{name} is not what the review wrote there. By it the record is found again: copy "
                "the row from a new review."
            )
        if name in values:
            continue
        if not text:
            raise CorrectionError(
                f"the white cell {name} was emptied. Write (empty) into the yellow cell {name}> if "
                "there is to be no value, else what it is to be."
            )
        if row.where.partition(",")[0].lower().endswith(".csv"):
            remarks.append(
                Remark(
                    f"the white cell {name} is not what the review wrote there, which may be the "
                    f"doing of a spreadsheet program. If it is a correction, write it into {name}>."
                )
            )
            continue
        taken[name] = text
        remarks.append(
            Remark(f"typed over the white cell {name} and taken as its correction: {text}", True)
        )
    return taken, remarks


def _refuse_worthless(row: _Row, names: Iterable[str]) -> None:
    for name in names:
        if name in row.worthless:
            raise CorrectionError(
                f"{name} holds {row.worthless[name]}. Write the value itself into the cell."
            )


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
    row: _Row,
    table: Correctable,
    action: str,
    values: Mapping[str, str],
    originals: Mapping[str, str],
) -> Edit:
    cells = row.cells
    document_id = cells["document_id"]
    if not _DOCUMENT.fullmatch(document_id):
        raise CorrectionError(
            f"document_id is {document_id!r}; copy it from the table documents (d and 16 digits)"
        )
    record_id = cells.get("record_id", "")
    if table.name in ("documents", "meetings"):
        record_id = ""  # there is one of a document
    elif action != "add" and not record_id:
        raise CorrectionError(
            f"record_id is empty: say which row of {table.name} is meant, or write add into the "
            "column action if it is a new record"
        )
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
        source=row.where,
    )
