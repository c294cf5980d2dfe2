"""Rows of some documents become a part: text and arrays, ready to be joined with others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyarrow as pa  # type: ignore[import-untyped]

from pipeline.tables.csv_files import csv_text
from pipeline.tables.jsonl_file import jsonl_text
from pipeline.tables.parquet_files import record_batch
from pipeline.tables.parts import packed
from pipeline.tables.people import People
from pipeline.tables.schema import Table

__all__ = ["make_part"]

Row = dict[str, object]


def make_part(
    documents: Iterable[Mapping[str, list[Row]]],
    formats: Sequence[str],
    tables: Sequence[Table],
    note: Callable[[], object] = dict,
) -> bytes:
    """Return the part of some documents, as :class:`pipeline.tables.parts.Part` takes it.

    Args:
        documents: rows by table, one mapping per document.
        formats: those to prepare for; what is not ``JOINABLE`` is passed over.
        tables: those to take.
        note: gives what else the part is to hold, when all documents were seen; JSON can hold it.
    """
    people = People()
    rows: dict[str, list[Row]] = {table.name: [] for table in tables}
    lines: list[bytes] = []
    for document in documents:
        people.add(document)
        if "jsonl" in formats:
            lines.append(jsonl_text(document))
        for table in tables:
            rows[table.name] += document.get(table.name, ())
    blobs = {
        "note": json.dumps(note()).encode(),
        "people": json.dumps(people.rows(), default=str).encode(),
        "jsonl": b"".join(lines),
    }
    for table in tables:
        if not rows[table.name]:
            continue
        if "csv" in formats:
            blobs[f"csv/{table.name}"] = csv_text(table, rows[table.name])
        if "parquet" in formats:
            blobs[f"parquet/{table.name}"] = _stream(record_batch(table, rows[table.name]))
    return packed(blobs)


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data
