"""Files of corrections as sheets of text: CSV, and workbooks that any program has saved."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.corrections.fields import CorrectionError, as_text

__all__ = ["Sheet", "read_sheets"]

_ENCODINGS = ("utf-8-sig", "cp932")  # what Excel writes in Japan when a sheet is saved as CSV


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet as text.

    Attributes:
        where: file and sheet, for messages.
        title: of the sheet; empty for CSV.
        rows: the cells, row by row.
        worthless: cells that show no value, by row and column from 0, each with what is there.
    """

    where: str
    title: str
    rows: Sequence[Sequence[str]]
    worthless: Mapping[tuple[int, int], str] = field(default_factory=dict)


def read_sheets(path: Path) -> list[Sheet]:
    """Read the sheets of a ``.xlsx``, or the one of a ``.csv``.

    Raises:
        CorrectionError: the file is of another kind, damaged, or cannot be read.
    """
    read = {".csv": _of_csv, ".xlsx": _of_xlsx}.get(path.suffix.lower())
    try:
        if read is None or path.is_dir():
            path.stat()  # a file that is not there is missing, whatever its name ends in
            kind = "a folder" if path.is_dir() else path.suffix or f"a file called {path.name}"
            raise CorrectionError(
                f"{path}: corrections are read from .xlsx and .csv, not from {kind}. Give the "
                "workbook that gijiroku review wrote, or a CSV as docs/review.md shows."
            )
        return read(path)
    except OSError as error:
        raise CorrectionError(f"{path} cannot be read: {error.strerror or error}.") from error


def _of_csv(path: Path) -> list[Sheet]:
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
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise CorrectionError(f"{path} is no CSV: {error}.") from error
    return [Sheet(path.name, "", rows)]


def _of_xlsx(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    def cells(*, calculated: bool) -> dict[str, list[tuple[Any, ...]]]:
        with path.open("rb") as stream:  # a missing file is an OSError before it is a bad workbook
            book = load_workbook(stream, read_only=True, data_only=calculated)
            return {sheet.title: list(sheet.iter_rows()) for sheet in book.worksheets}

    try:
        written = cells(calculated=False)
        kinds = {cell.data_type for rows in written.values() for row in rows for cell in row}
        shown = cells(calculated=True) if "f" in kinds else written
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CorrectionError(
            f"{path} is no XLSX workbook ({error}). If it has a password or is an old .xls, save "
            "it as .xlsx without one."
        ) from error
    return [
        _sheet(f"{path.name}, sheet {title}", title, rows, shown[title])
        for title, rows in written.items()
    ]


def _sheet(
    where: str, title: str, written: Sequence[Sequence[Any]], shown: Sequence[Sequence[Any]]
) -> Sheet:
    worthless: dict[tuple[int, int], str] = {}
    rows: list[list[str]] = []
    for at, (of_row, values) in enumerate(zip(written, shown, strict=True)):
        rows.append([])
        for column, (cell, value) in enumerate(zip(of_row, values, strict=True)):
            text = _text(value.value)
            if value.data_type == "e":
                worthless[at, column], text = f"the error {text}", ""
            elif cell.data_type == "f" and not text:
                worthless[at, column] = f"the formula {_text(cell.value)}, without a value"
            rows[-1].append(text)
    return Sheet(where, title, rows, worthless)


def _text(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return as_text(value)
