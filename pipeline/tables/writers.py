"""Rows of document after document become files, all of them or none.

Documents come one at a time and nothing but people and bodies is kept of them, so that an archive
needs no more memory than a folder. Files are made in a folder beside their places and moved there
when all are finished.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Protocol

from pipeline.tables.package import data_package
from pipeline.tables.people import People
from pipeline.tables.schema import TABLES, Table

__all__ = ["FORMATS", "write_tables"]

FORMATS: Final = ("csv", "parquet", "jsonl", "sqlite", "xlsx")
"""Formats that :func:`write_tables` knows."""

Rows = Mapping[str, list[dict[str, object]]]

_UNFINISHED = ".unfinished"


class _Writer(Protocol):
    def add(self, rows: Rows) -> None: ...
    def finish(self) -> None: ...
    def release(self) -> None: ...


def write_tables(
    documents: Iterable[Rows],
    out: Path,
    formats: Sequence[str],
    labels: str | None = None,
    with_lines: bool = False,
) -> dict[str, Path]:
    """Write the tables of a run, and ``datapackage.json``.

    Args:
        documents: rows by table, one mapping per document, in the order the files are to have.
        out: the folder; made if missing.
        formats: any of :data:`FORMATS`.
        labels: ``ja`` for Japanese headings in XLSX.
        with_lines: also write the table ``lines``.

    Returns:
        The files, by name.

    Raises:
        ValueError: there is no such format.
        OSError: the folder cannot be written or the disk is full; files of before are untouched.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ValueError(f"no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    tables = [table for table in TABLES if with_lines or not table.optional]
    unfinished = out / _UNFINISHED
    # Left by a run that was killed.
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        _write(documents, unfinished, [n for n in FORMATS if n in formats], labels, tables)
        package = json.dumps(data_package(tables, formats), ensure_ascii=False, indent=1)
        (unfinished / "datapackage.json").write_text(package + "\n", encoding="utf-8")
        return {path.name: path.replace(out / path.name) for path in sorted(unfinished.iterdir())}
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(
    documents: Iterable[Rows],
    folder: Path,
    formats: Sequence[str],
    labels: str | None,
    tables: Sequence[Table],
) -> None:
    people = People()
    with ExitStack() as stack:
        writers: list[_Writer] = []
        for name in formats:
            writer = _writer(name, folder, labels, tables)
            stack.callback(writer.release)
            writers.append(writer)
        for rows in documents:
            people.add(rows)
            for writer in writers:
                writer.add(rows)
        whole_run = people.rows()
        for writer in writers:
            writer.add(whole_run)
            writer.finish()


def _writer(name: str, folder: Path, labels: str | None, tables: Sequence[Table]) -> _Writer:
    # Each format imports only what it needs: CSV alone costs no Arrow.
    match name:
        case "csv":
            from pipeline.tables.csv_files import CsvFiles

            return CsvFiles(folder, tables)
        case "parquet":
            from pipeline.tables.parquet_files import ParquetFiles

            return ParquetFiles(folder, tables)
        case "jsonl":
            from pipeline.tables.jsonl_file import JsonlFile

            return JsonlFile(folder, tables)
        case "sqlite":
            from pipeline.tables.sqlite_file import SqliteFile

            return SqliteFile(folder, tables)
        case _:
            from pipeline.tables.xlsx_file import XlsxFile

            return XlsxFile(folder, tables, labels)
