"""Parquet: a file per table, with the types of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from pipeline.tables.arrow import TYPES, array_of
from pipeline.tables.schema import Table

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["ParquetFiles", "arrow_schema", "record_batch"]

BATCH_ROWS = 500
"""Rows that become Arrow arrays together; until then they are Python objects, five times as big."""

GROUP_BYTES = 512 * 1024
"""Arrow bytes of a row group: what waits in memory per table, whatever the number of documents. To
write a group takes several times as much for a moment."""

WAITING = 8
"""Batches that wait apart for their row group. Each is of a part and brings a schema and dozens of
buffers, which for a table of few rows are many times its data; from so many on they become one."""


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table; descriptions stand in the metadata of the fields."""
    return pa.schema(
        [
            pa.field(column.name, TYPES[column.type], metadata={"description": column.about})
            for column in table.columns
        ],
        metadata={"table": table.name, "description": table.about},
    )


class ParquetFiles:
    """Writes row groups as they fill.

    Args:
        folder: where to write.
        tables: those to write; each has a file, also without rows.
    """

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        self._files = [_File(folder / f"{table.name}.parquet", table) for table in tables]

    def add(self, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """Write rows of any of the tables, below those written before."""
        for file in self._files:
            file.add(rows.get(file.table.name, ()))

    def join(self, part: Part) -> None:
        """Write the rows of a part, below those written before."""
        for file in self._files:
            batch = part.batch(file.table.name)
            if batch is not None:
                file.join(batch)

    def finish(self) -> None:
        """Complete the files."""
        for file in self._files:
            file.finish()

    def release(self) -> None:
        """Let go of the files, complete or not."""
        for file in self._files:
            file.release()


class _File:
    def __init__(self, path: Path, table: Table) -> None:
        self.table = table
        self._schema = arrow_schema(table)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Mapping[str, object]] = []
        self._batches: list[pa.RecordBatch] = []
        self._bytes = 0

    def add(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= BATCH_ROWS:
            self._flush()

    def join(self, batch: pa.RecordBatch) -> None:
        self._batches.append(batch)
        self._bytes += batch.nbytes
        if self._bytes >= GROUP_BYTES:
            self._write()
        elif len(self._batches) >= WAITING:
            self._batches = self._waiting().combine_chunks().to_batches()

    def finish(self) -> None:
        self._flush()
        self._write()
        self._writer.close()

    def release(self) -> None:
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self.join(record_batch(self.table, self._rows))
            self._rows = []

    def _write(self) -> None:
        if self._batches:
            self._writer.write_table(self._waiting())
            self._batches, self._bytes = [], 0
            # To write took several times what was written; the system may have it back now.
            pa.default_memory_pool().release_unused()

    def _waiting(self) -> pa.Table:
        return pa.Table.from_batches(self._batches, self._schema)


def record_batch(table: Table, rows: Sequence[Mapping[str, object]]) -> pa.RecordBatch:
    """Return rows of a table in Arrow's form."""
    return pa.record_batch(
        [array_of(column.type, [row.get(column.name) for row in rows]) for column in table.columns],
        schema=arrow_schema(table),
    )
