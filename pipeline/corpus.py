"""What a researcher holds: the tables of a converted folder as typed data frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.tables.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "CorpusError", "load"]

_TABLES = {table.name: table for table in TABLES}


class CorpusError(ValueError):
    """A folder is missing, or is not what ``convert`` makes; the message says what to run."""


class Corpus:
    """The tables of a converted folder, each read when it is first asked for.

    Every table of the data dictionary is an attribute: ``corpus.meetings``, ``corpus.turns``,
    ``corpus.speeches`` (the wide view), … ``lines`` is there if the folder was made with it.

    Attributes:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = _files_of(path)
        self._frames: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        table = _TABLES.get(name)
        if table is None:
            raise AttributeError(f"a corpus has no table {name!r}; it has {', '.join(self.tables)}")
        if name not in self._files:
            raise AttributeError(
                f"{self.path} was made without the table {name!r}. Convert again with --lines."
            )
        if name not in self._frames:
            self._frames[name] = self._read(table)
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *self.tables])

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there."""
        return tuple(self._files)

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        from pipeline.tables.frames import count_rows

        with _explained(self.path):
            return {name: count_rows(file, _TABLES[name]) for name, file in self._files.items()}

    def _read(self, table: Table) -> pd.DataFrame:
        from pipeline.tables.frames import read_csv, read_parquet

        file = self._files[table.name]
        with _explained(file):
            return (read_parquet if file.suffix == ".parquet" else read_csv)(file, table)

    def __repr__(self) -> str:
        said = ", ".join(f"{count:,} {name}" for name, count in self.counts().items() if count)
        return f"<Corpus {self.path}: {said or 'empty'}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{name}</th><td>{count:,}</td>"
            f"<td style='text-align:left'>{escape(_TABLES[name].label)}</td></tr>"
            for name, count in self.counts().items()
        )
        return f"<table><caption>Corpus {escape(str(self.path))}</caption>{rows}</table>"


def load(path: Path) -> Corpus:
    """Load a folder that ``gijiroku convert`` made, from its Parquet files, else from its CSV.

    Raises:
        CorpusError: the folder is missing, or holds no tables that can be read.
    """
    return Corpus(Path(path))


def _files_of(path: Path) -> dict[str, Path]:
    """Find one file for each table."""
    if not path.exists():
        raise CorpusError(
            f"There is no folder {str(path)!r}. Make it: gijiroku convert INPUT --out {path}"
        )
    if not path.is_dir():
        raise CorpusError(f"{str(path)!r} is a file. Name the folder that convert wrote.")
    for suffix in (".parquet", ".csv"):
        files = {name: path / f"{name}{suffix}" for name in _TABLES}
        found = {name: file for name, file in files.items() if file.is_file()}
        if "documents" not in found:
            continue
        missing = [
            name for name, table in _TABLES.items() if name not in found and not table.optional
        ]
        if missing:
            raise CorpusError(f"{path} lacks the tables {', '.join(missing)}. Convert again.")
        return found
    raise CorpusError(
        f"{path} holds no tables in Parquet or CSV. "
        f"Make them: gijiroku convert INPUT --out {path} --format parquet"
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise CorpusError(f"{path} cannot be read ({error}). Convert again.") from error
