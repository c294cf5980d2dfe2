"""Rows of document after document become files, all of them or none.

Documents come one at a time and nothing but people and bodies is kept of them, so that an archive
needs no more memory than a folder. Files are made in a folder beside their places and moved there
when all are finished.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from pipeline.tables.package import data_package
from pipeline.tables.people import People
from pipeline.tables.schema import TABLES, Table

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["FORMATS", "join_tables", "tables_of", "write_tables"]

FORMATS: Final = ("csv", "parquet", "jsonl", "sqlite", "xlsx")
"""Formats that :func:`write_tables` knows."""

Rows = Mapping[str, list[dict[str, object]]]

_UNFINISHED = ".unfinished"


class _Writer(Protocol):
    def add(self, rows: Rows) -> None: ...
    def finish(self) -> None: ...
    def release(self) -> None: ...


@runtime_checkable
class _Joining(_Writer, Protocol):
    def join(self, part: Part) -> None: ...


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
    tables = tables_of(with_lines)
    with _unfinished(out, formats, tables) as (folder, files):
        people = People()
        with ExitStack() as stack:
            writers = [_writer(name, folder, labels, tables, stack) for name in formats]
            for rows in documents:
                people.add(rows)
                for writer in writers:
                    writer.add(rows)
            _finish(writers, people)
    return files


def join_tables(
    parts: Iterable[Part],
    documents: Callable[[], Iterable[Rows]],
    out: Path,
    formats: Sequence[str],
    labels: str | None = None,
    with_lines: bool = False,
    counts: MutableMapping[str, int] | None = None,
) -> dict[str, Path]:
    """Write the tables of a run from parts that were made of its documents.

    Args:
        parts: of all documents, in the order the files are to have.
        documents: gives the rows of all documents; called once, for the formats that cannot be
            joined, if any of them is wanted.
        out, formats, labels, with_lines: as for :func:`write_tables`.
        counts: gets the number of rows of the tables of the whole run.

    Returns:
        The files, by name.

    Raises:
        ValueError, OSError: as :func:`write_tables`.
    """
    tables = tables_of(with_lines)
    with _unfinished(out, formats, tables) as (folder, files):
        people = People()
        with ExitStack() as stack:
            writers = [_writer(name, folder, labels, tables, stack) for name in formats]
            joining = [writer for writer in writers if isinstance(writer, _Joining)]
            by_row = [writer for writer in writers if not isinstance(writer, _Joining)]
            for part in parts:
                people.merge(part.people)
                for joined in joining:
                    joined.join(part)
            if by_row:
                for rows in documents():
                    for writer in by_row:
                        writer.add(rows)
            _finish(writers, people)
            if counts is not None:
                for name, count in people.counts().items():
                    counts[name] = count
    return files


def tables_of(with_lines: bool) -> list[Table]:
    """Return the tables of a run."""
    return [table for table in TABLES if with_lines or not table.optional]


@contextmanager
def _unfinished(
    out: Path, formats: Sequence[str], tables: Sequence[Table]
) -> Iterator[tuple[Path, dict[str, Path]]]:
    """Give a folder to write into; its files move to their places if all goes well.

    The second value is filled with them, by name, when they have.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ValueError(f"no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    folder = out / _UNFINISHED
    # Left by a run that was killed.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files: dict[str, Path] = {}
    try:
        yield folder, files
        package = json.dumps(data_package(tables, formats), ensure_ascii=False, indent=1)
        (folder / "datapackage.json").write_text(package + "\n", encoding="utf-8")
        for path in sorted(folder.iterdir()):
            files[path.name] = path.replace(out / path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(writers: Iterable[_Writer], people: People) -> None:
    for rows in people.in_turns():
        for writer in writers:
            writer.add(rows)
    for writer in writers:
        writer.finish()


def _writer(
    name: str, folder: Path, labels: str | None, tables: Sequence[Table], stack: ExitStack
) -> _Writer:
    writer = _open_writer(name, folder, labels, tables)
    stack.callback(writer.release)
    return writer


def _open_writer(name: str, folder: Path, labels: str | None, tables: Sequence[Table]) -> _Writer:
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
