"""XLSX: one workbook, a sheet per table, nothing cut and nothing alive.

Texts are written as texts whatever they begin with, so there is no formula and no link. What does
not fit a cell goes into further columns at the end of the row, what does not fit a sheet into
further sheets. How many of them there are is known only at the end: rows wait in a file.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from pipeline.tables.cells import clean
from pipeline.tables.schema import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["MAX_CHARS", "MAX_ROWS", "XlsxFile", "pieces"]

MAX_ROWS = 1_048_576
"""Rows of a sheet, heading included (Excel specifications and limits)."""

MAX_CHARS = 32_767
"""UTF-16 units of a cell (Excel specifications and limits)."""

_CREATED = datetime.datetime(2000, 1, 1)
"""Always the same: the same tables give the same bytes."""


class XlsxFile:
    """Writes ``minutes.xlsx``.

    Args:
        folder: where to write; rows wait there too.
        tables: those to write; each has a sheet, also without rows.
        labels: ``ja`` for Japanese names of sheets and columns.
    """

    def __init__(self, folder: Path, tables: Sequence[Table], labels: str | None = None) -> None:
        self._folder = folder
        self._japanese = labels == "ja"
        self._waiting = [_Waiting.of(folder, table) for table in tables]

    def add(self, rows: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
        """Take rows of any of the tables, below those given before."""
        for waiting in self._waiting:
            for row in rows.get(waiting.table.name, ()):
                waiting.add(row)

    def finish(self) -> None:
        """Write the workbook."""
        options = {"constant_memory": True, "tmpdir": str(self._folder), "use_zip64": True}
        book = xlsxwriter.Workbook(self._folder / "minutes.xlsx", options)
        book.set_properties({"created": _CREATED})
        formats = _Formats(
            heading=book.add_format({"bold": True}),
            date=book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        for waiting in self._waiting:
            self._write_table(book, waiting, formats)
        try:
            book.close()
        except FileCreateError as error:  # wraps what the system said
            raise OSError(f"minutes.xlsx: {error}") from error

    def release(self) -> None:
        """Let go of the rows that waited."""
        for waiting in self._waiting:
            waiting.close()

    def _write_table(self, book: xlsxwriter.Workbook, waiting: _Waiting, formats: _Formats) -> None:
        table = waiting.table
        fields = waiting.fields()
        name = table.label if self._japanese else table.name
        headings = [self._heading(table.columns[index], part) for index, part in fields]
        rows = waiting.rows()
        for number in range(1, 2 + max(0, waiting.count - 1) // (MAX_ROWS - 1)):
            sheet = book.add_worksheet(name if number == 1 else f"{name}_{number}")
            sheet.freeze_panes(1, 0)
            for at, (heading, (index, _)) in enumerate(zip(headings, fields, strict=True)):
                sheet.set_column(at, at, 60 if table.columns[index].name == "text" else 14)
                sheet.write_string(0, at, heading, formats.heading)
            for line, row in enumerate(islice(rows, MAX_ROWS - 1), start=1):
                for at, (index, part) in enumerate(fields):
                    _write(sheet, line, at, table.columns[index], row[index], part, formats)

    def _heading(self, column: Column, part: int) -> str:
        if part == 0:
            return column.label if self._japanese else column.name
        return (
            f"{column.label}（続き{part + 1}）" if self._japanese else f"{column.name}_{part + 1}"
        )


@dataclass(frozen=True, slots=True)
class _Formats:
    heading: Format
    date: Format


@dataclass(slots=True)
class _Waiting:
    """The rows of a table in a file, a JSON array a line; ``parts`` a cell needs, by column."""

    table: Table
    stream: TextIO
    count: int = 0
    parts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, table: Table) -> _Waiting:
        path = folder / f"{table.name}.waiting"
        return cls(table, path.open("w+", encoding="utf-8", newline="\n"))

    def add(self, row: Mapping[str, object]) -> None:
        values = [_plain(column, row.get(column.name)) for column in self.table.columns]
        for index, value in enumerate(values):
            if isinstance(value, str) and _may_need_parts(value):
                needed = sum(1 for _ in pieces(value))
                self.parts[index] = max(needed, self.parts.get(index, 1))
        self.stream.write(json.dumps(values, ensure_ascii=False) + "\n")
        self.count += 1

    def fields(self) -> list[tuple[int, int]]:
        """Return column and part of every column of the sheet; further parts come last."""
        further = [
            (index, part) for index, parts in sorted(self.parts.items()) for part in range(1, parts)
        ]
        return [(index, 0) for index in range(len(self.table.columns))] + further

    def rows(self) -> Iterator[list[object]]:
        self.stream.seek(0)
        for line in self.stream:
            yield json.loads(line)

    def close(self) -> None:
        self.stream.close()
        Path(self.stream.name).unlink(missing_ok=True)


def pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces that fit a cell, none within a character.

    Excel counts UTF-16 units: 𠮷 counts twice. A cell that begins with ``<r>`` and ends with
    ``</r>`` would be taken by xlsxwriter for markup of its own, so its last character is cut off.
    """
    start = 0
    while start < len(text):
        piece = text[start : start + MAX_CHARS]
        while (excess := len(piece.encode("utf-16-le")) // 2 - MAX_CHARS) > 0:
            piece = piece[: -((excess + 1) // 2)]
        if piece.startswith("<r>") and piece.endswith("</r>"):
            piece = piece[:-1]
        yield piece
        start += len(piece)


def _may_need_parts(text: str) -> bool:
    # A code point has one or two units: most texts need not be counted.
    return len(text) > MAX_CHARS // 2 or text.startswith("<r>")


def _plain(column: Column, value: object) -> object:
    if isinstance(value, list):
        value = column.separator.join(value)
    if isinstance(value, str):
        return clean(value) or None
    return value.isoformat() if isinstance(value, datetime.date) else value


def _write(
    sheet: Worksheet,
    line: int,
    at: int,
    column: Column,
    value: object,
    part: int,
    formats: _Formats,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, at, value)
    elif column.type == "date":
        sheet.write_datetime(line, at, datetime.date.fromisoformat(str(value)), formats.date)
    else:
        text = next(islice(pieces(str(value)), part, None), "")
        if text:
            sheet.write_string(line, at, text)
