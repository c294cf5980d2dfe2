"""A folder that ``convert`` made: which tables it has, and each of them when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.tables.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ConvertedFolder", "FolderError", "MeetingRows", "RowsByKey", "plain_rows"]

_TABLES = {table.name: table for table in TABLES}

MeetingRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of one meeting by table, in document order; missing values are ``None``."""


class FolderError(ValueError):
    """A folder is missing, or is not what ``convert`` makes; the message says what to run."""


class ConvertedFolder:
    """The tables of a converted folder, from its Parquet files, else from its CSV.

    Attributes:
        path: the folder.

    Raises:
        FolderError: the folder is missing, or lacks tables.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = _files_of(path)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there."""
        return tuple(self._files)

    def read(self, name: str) -> pd.DataFrame:
        """Return a table with the types of the data dictionary.

        Raises:
            FolderError: the folder was made without it, or the file is damaged.
        """
        from pipeline.tables.frames import read_csv, read_parquet

        if name not in self._files:
            raise FolderError(
                f"{self.path} was made without the table {name!r}. Convert again with --lines."
            )
        file = self._files[name]
        with _explained(file):
            return (read_parquet if file.suffix == ".parquet" else read_csv)(file, _TABLES[name])

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table.

        Raises:
            FolderError: a file is damaged.
        """
        from pipeline.tables.frames import count_rows

        with _explained(self.path):
            return {name: count_rows(file, _TABLES[name]) for name, file in self._files.items()}

    def meetings(self, names: Sequence[str]) -> Iterator[MeetingRows]:
        """Yield the rows of each meeting, as ``meetings``, ``documents`` and the tables named.

        A meeting that another file holds better (``variant_of``) is left out: it would count twice.

        Raises:
            FolderError: a table is missing or damaged.
        """
        documents: dict[str, dict[str, Any]] = {}
        for row in plain_rows(self.read("documents")):
            if row["status"] != "duplicate":
                documents.setdefault(row["document_id"], row)
        grouped = {name: _by_meeting(self.read(name)) for name in names}
        for meeting in plain_rows(self.read("meetings")):
            if meeting["variant_of"]:
                continue
            own = {name: rows.get(meeting["meeting_id"], []) for name, rows in grouped.items()}
            yield {"meetings": [meeting], "documents": [documents[meeting["document_id"]]], **own}


class RowsByKey:
    """Rows of a table by one of its columns, made plain when they are asked for.

    Lines of an archive number millions: as plain rows, all at once, they would fill the memory.

    Args:
        frame: the table; rows with one value follow each other.
        key: the column.
        columns: those to give, in this order.
    """

    def __init__(self, frame: pd.DataFrame, key: str, columns: Sequence[str]) -> None:
        self._frame = frame[list(columns)]
        self._places: Mapping[Any, Any] = frame.groupby(key, sort=False).indices

    def get(self, value: str) -> list[dict[str, Any]]:
        """Return the rows that have a value, in the order of the table."""
        places = self._places.get(value)
        if places is None:
            return []
        return plain_rows(self._frame.iloc[places[0] : places[-1] + 1])


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as plain values: ``None`` where nothing is known, ``date`` for days."""
    import pandas as pd

    columns: dict[str, list[Any]] = {}
    for name in frame.columns:
        series = frame[name]
        if pd.api.types.is_datetime64_any_dtype(series):
            columns[name] = [None if pd.isna(day) else day.date() for day in series]
        elif series.dtype == object:
            columns[name] = series.tolist()
        else:
            columns[name] = series.astype(object).where(series.notna(), None).tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _by_meeting(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    key = "meeting_id" if "meeting_id" in frame else "document_id"
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(frame):
        # One file holds one meeting: their ids differ in the first letter only.
        groups.setdefault("m" + str(row[key])[1:], []).append(row)
    return groups


def _files_of(path: Path) -> dict[str, Path]:
    """Find one file for each table."""
    if not path.exists():
        raise FolderError(
            f"There is no folder {str(path)!r}. Make it: gijiroku convert INPUT --out {path}"
        )
    if not path.is_dir():
        raise FolderError(f"{str(path)!r} is a file. Name the folder that convert wrote.")
    for suffix in (".parquet", ".csv"):
        files = {name: path / f"{name}{suffix}" for name in _TABLES}
        found = {name: file for name, file in files.items() if file.is_file()}
        if "documents" not in found:
            continue
        missing = [
            name for name, table in _TABLES.items() if name not in found and not table.optional
        ]
        if missing:
            raise FolderError(f"{path} lacks the tables {', '.join(missing)}. Convert again.")
        return found
    raise FolderError(
        f"{path} holds no tables in Parquet or CSV. "
        f"Make them: gijiroku convert INPUT --out {path} --format parquet"
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FolderError:
        raise
    except (ValueError, OSError) as error:
        raise FolderError(f"{path} cannot be read ({error}). Convert again.") from error
