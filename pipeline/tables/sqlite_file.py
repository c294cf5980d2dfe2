"""SQLite: one database with types, keys and indexes."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.tables.cells import clean
from pipeline.tables.schema import TABLES, Column, Table
from pipeline.tables.search_words import search_words

__all__ = ["SEARCH", "SqliteFile", "ddl"]

SEARCH = "speech_search"
"""Table of full-text search over the speeches, if this SQLite has FTS5.

    SELECT speeches.* FROM speech_search JOIN speeches USING (turn_id)
    WHERE speech_search MATCH '情報' ORDER BY speech_search.rank
"""

_SEARCH_DDL = (
    f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
    "turn_id UNINDEXED, words, compounds, tokenize = 'unicode61 remove_diacritics 0')"
)

_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",  # 0 or 1
    "date": "TEXT",  # ISO 8601
    "list": "TEXT",  # a JSON array
}

_KEYS = {(table.name, table.key[0]) for table in TABLES if len(table.key) == 1}


def ddl(table: Table) -> list[str]:
    """Return the statements that make a table and its indexes.

    Only a column that identifies a row can be the target of a foreign key. ``document_id`` does
    not: files with the same bytes share it, and a folder has none. It has an index.
    """
    parts = [f"{_quoted(column.name)} {_TYPES[column.type]}" for column in table.columns]
    if table.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    indexes = []
    for column in table.columns:
        if column.refers and column.refers in _KEYS:
            other, key = column.refers
            parts.append(
                f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES "
                f"{_quoted(other)} ({_quoted(key)}) DEFERRABLE INITIALLY DEFERRED"
            )
        if (column.refers or column.name == "document_id") and column.name not in table.key[:1]:
            name = _quoted(f"{table.name}_{column.name}")
            indexes.append(f"CREATE INDEX {name} ON {_quoted(table.name)} ({_quoted(column.name)})")
    body = ",\n  ".join(parts)
    return [f"CREATE TABLE {_quoted(table.name)} (\n  {body}\n)", *indexes]


class SqliteFile:
    """Writes ``minutes.sqlite``.

    Args:
        folder: where to write.
        tables: those to write; each is there, also without rows.
    """

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._database = sqlite3.connect(folder / "minutes.sqlite", isolation_level=None)
        # The file is thrown away if the run fails: no journal, no waiting for the disk.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        self._indexes: list[str] = []
        for table in tables:
            create, *indexes = ddl(table)
            self._database.execute(create)
            self._indexes += indexes
        self._search = any(table.name == "speeches" for table in tables) and self._has_fts5()
        if self._search:
            self._database.execute(_SEARCH_DDL)

    def add(self, rows: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
        """Write rows of any of the tables, below those written before."""
        with _as_os_error():
            for table in self._tables:
                marks = ", ".join("?" * len(table.columns))
                self._database.executemany(
                    f"INSERT INTO {_quoted(table.name)} VALUES ({marks})",
                    (
                        [_value(column, row.get(column.name)) for column in table.columns]
                        for row in rows.get(table.name, ())
                    ),
                )

            if self._search:
                self._database.executemany(
                    f"INSERT INTO {SEARCH} VALUES (?, ?, ?)",
                    (
                        (row["turn_id"], *search_words(clean(str(row["text"] or ""))))
                        for row in rows.get("speeches", ())
                    ),
                )

    def _has_fts5(self) -> bool:
        options = self._database.execute("PRAGMA compile_options").fetchall()
        return ("ENABLE_FTS5",) in options

    def finish(self) -> None:
        """Make the indexes, which is faster than keeping them up to date; complete the file."""
        with _as_os_error():
            for index in self._indexes:
                self._database.execute(index)
            self._database.execute("COMMIT")

    def release(self) -> None:
        """Let go of the file, complete or not."""
        self._database.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    """A full disk is the same to a caller, whatever library meets it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(f"minutes.sqlite: {error}") from error


def _value(column: Column, value: object) -> object:
    if column.type == "list":
        items = [clean(item) for item in value] if isinstance(value, list) else []
        return json.dumps(items, ensure_ascii=False)
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _quoted(name: str) -> str:
    return f'"{name}"'
