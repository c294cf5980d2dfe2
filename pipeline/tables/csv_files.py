"""CSV: a file per table, as scripts and Japanese Excel read it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.tables.cells import IMPOSSIBLE, clean
from pipeline.tables.schema import Table

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["CsvFiles", "csv_lines", "csv_text"]

_SPECIAL = re.compile(f'[",\r\n{IMPOSSIBLE}]')
_QUOTED = re.compile('[",\r\n]')


class CsvFiles:
    """Writes UTF-8 with a byte order mark (Excel takes it for Shift_JIS without), ``\\n`` at ends.

    Python's csv module is not used: up to 3.11.8 it leaves a carriage return unquoted, and the
    file then has more rows than were written.

    Args:
        folder: where to write.
        tables: those to write; each has a file, also without rows.
    """

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._files: dict[str, BinaryIO] = {}
        for table in tables:
            self._files[table.name] = (folder / f"{table.name}.csv").open("wb")
            self._files[table.name].write((",".join(table.names) + "\n").encode("utf-8-sig"))

    def add(self, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """Write rows of any of the tables, below those written before."""
        for table in self._tables:
            if rows.get(table.name):
                self._files[table.name].write(csv_text(table, rows[table.name]))

    def join(self, part: Part) -> None:
        """Write the lines of a part, below those written before."""
        for table in self._tables:
            self._files[table.name].write(part.csv(table.name))

    def finish(self) -> None:
        """Complete the files."""
        for stream in self._files.values():
            stream.flush()

    def release(self) -> None:
        """Let go of the files, complete or not."""
        for stream in self._files.values():
            stream.close()


def csv_text(table: Table, rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return the lines of some rows of a table, without a heading."""
    columns = [(column.name, column.separator) for column in table.columns]
    return csv_lines(columns, rows).encode("utf-8")


def csv_lines(columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, object]]) -> str:
    """Return the lines of some rows, without a heading.

    Args:
        columns: names, and what stands between the members of a list in each.
        rows: values by column; ``None`` or absent is missing.
    """
    return "".join(_lines(columns, rows))


def _lines(
    columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, object]]
) -> Iterator[str]:
    for row in rows:
        cells = []
        for name, separator in columns:
            value = row.get(name)
            if value is None:
                cells.append("")
            elif type(value) is str and not _SPECIAL.search(value):  # most of them
                cells.append(value)
            elif type(value) is int:
                cells.append(str(value))
            else:
                cells.append(_cell(value, separator))
        yield ",".join(cells) + "\n"


def _cell(value: object, separator: str) -> str:
    if isinstance(value, list):
        value = separator.join(value)
    if isinstance(value, str):
        text = clean(value)
        return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
