"""CSV: a file per table, as scripts and Japanese Excel read it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from pipeline.tables.cells import clean
from pipeline.tables.schema import Table

__all__ = ["CsvFiles"]

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
        self._files: dict[str, TextIO] = {}
        for table in tables:
            path = folder / f"{table.name}.csv"
            stream = path.open("w", encoding="utf-8-sig", newline="")
            self._files[table.name] = stream
            stream.write(",".join(table.names) + "\n")

    def add(self, rows: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
        """Write rows of any of the tables, below those written before."""
        for table in self._tables:
            columns = [(column.name, column.separator) for column in table.columns]
            self._files[table.name].writelines(
                ",".join(_cell(row.get(name), separator) for name, separator in columns) + "\n"
                for row in rows.get(table.name, ())
            )

    def finish(self) -> None:
        """Complete the files."""
        for stream in self._files.values():
            stream.flush()

    def release(self) -> None:
        """Let go of the files, complete or not."""
        for stream in self._files.values():
            stream.close()


def _cell(value: object, separator: str) -> str:
    if value is None:
        return ""
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
