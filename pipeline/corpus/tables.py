"""The tables of a converted folder as typed data frames, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.tables.folder import ConvertedFolder
from pipeline.tables.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CorpusTables"]

_TABLES = {table.name: table for table in TABLES}


class CorpusTables:
    """Every table of the data dictionary as an attribute.

    Args:
        folder: where they are.
        frames: tables that are held already, whole or in part.
    """

    def __init__(
        self, folder: ConvertedFolder, frames: Mapping[str, pd.DataFrame] | None = None
    ) -> None:
        self._folder = folder
        self._frames = dict(frames or {})

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in _TABLES:
            raise AttributeError(f"a corpus has no table {name!r}; it has {', '.join(self.tables)}")
        if name not in self._frames:
            if name not in self.tables:
                raise AttributeError(
                    f"{self.path} was made without the table {name!r}. Convert again with --lines."
                )
            self._frames[name] = self._folder.read(name)
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *self.tables])

    @property
    def path(self) -> Path:
        """The folder."""
        return self._folder.path

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there."""
        return self._folder.tables

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        held = {name: len(frame) for name, frame in self._frames.items()}
        if all(name in held for name in self.tables):
            return {name: held[name] for name in self.tables}
        return {**self._folder.counts(), **held}
