"""The tables of a stretch of documents, ready to be joined with others to files of all.

Turning rows into text and arrays is most of the work of writing tables. Parts are made where rows
are, by as many processes as there are, and kept; whoever joins them moves bytes. XLSX and SQLite
cannot be joined and are written from rows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]

from pipeline.tables.csv_files import csv_text
from pipeline.tables.jsonl_file import jsonl_text
from pipeline.tables.parquet_files import record_batch
from pipeline.tables.people import People
from pipeline.tables.schema import Table

__all__ = ["JOINABLE", "Part", "PartError", "make_part"]

JOINABLE: Final = frozenset({"csv", "jsonl", "parquet"})
"""Formats whose files are joined from parts."""

Row = dict[str, object]

_CODEC = "zstd"


class PartError(ValueError):
    """A file is no part, or was damaged."""


@dataclass(slots=True)
class Part:
    """Tables of some documents.

    Attributes:
        csv: lines by table, tables without rows left out.
        jsonl: lines of ``minutes.jsonl``.
        batches: Arrow record batches by table, tables without rows left out.
        people: rows of ``persons`` and ``bodies`` in these documents alone.
        note: whatever its maker wants to know of it; JSON can hold it.
    """

    csv: dict[str, bytes] = field(default_factory=dict)
    jsonl: bytes = b""
    batches: dict[str, pa.RecordBatch] = field(default_factory=dict)
    people: dict[str, list[Row]] = field(default_factory=dict)
    note: dict[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return what :meth:`from_bytes` takes."""
        blobs = {f"csv/{name}": text for name, text in self.csv.items()}
        blobs |= {f"parquet/{name}": _stream(batch) for name, batch in self.batches.items()}
        blobs["jsonl"] = self.jsonl
        blobs["people"] = json.dumps(self.people, default=str).encode()
        blobs["note"] = json.dumps(self.note).encode()
        packed = [pa.compress(blob, codec=_CODEC, asbytes=True) for blob in blobs.values()]
        payload = b"".join(packed)
        sizes = [
            [name, len(blob), len(small)]
            for (name, blob), small in zip(blobs.items(), packed, strict=True)
        ]
        head = json.dumps({"crc": zlib.crc32(payload), "blobs": sizes}).encode()
        return head + b"\n" + payload

    @classmethod
    def from_bytes(cls, data: bytes) -> Part:
        """Return the part that :meth:`to_bytes` wrote.

        Raises:
            PartError: the bytes are damaged.
        """
        head, _, payload = data.partition(b"\n")
        try:
            index = json.loads(head)
            if zlib.crc32(payload) != index["crc"]:
                raise PartError("the checksum is wrong")
            blobs, at = {}, 0
            for name, size, packed in index["blobs"]:
                small = memoryview(payload)[at : at + packed]
                blobs[name] = pa.decompress(small, size, codec=_CODEC)
                at += packed
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise PartError(f"no part of tables: {error}") from error
        part = cls(
            jsonl=blobs.pop("jsonl").to_pybytes(),
            people=json.loads(blobs.pop("people").to_pybytes()),
            note=json.loads(blobs.pop("note").to_pybytes()),
        )
        for name, blob in blobs.items():
            form, _, table = name.partition("/")
            if form == "csv":
                part.csv[table] = blob.to_pybytes()
            else:
                part.batches[table] = pa.ipc.open_stream(blob).read_next_batch()
        return part


def make_part(
    documents: Iterable[Mapping[str, list[Row]]],
    formats: Sequence[str],
    tables: Sequence[Table],
) -> Part:
    """Return the part of some documents.

    Args:
        documents: rows by table, one mapping per document.
        formats: those to prepare for; others than :data:`JOINABLE` are passed over.
        tables: those to take.
    """
    people = People()
    rows: dict[str, list[Row]] = {table.name: [] for table in tables}
    part = Part()
    lines: list[bytes] = []
    for document in documents:
        people.add(document)
        if "jsonl" in formats:
            lines.append(jsonl_text(document))
        for table in tables:
            rows[table.name] += document.get(table.name, ())
    part.people = people.rows()
    part.jsonl = b"".join(lines)
    filled = [table for table in tables if rows[table.name]]
    if "csv" in formats:
        part.csv = {table.name: csv_text(table, rows[table.name]) for table in filled}
    if "parquet" in formats:
        part.batches = {table.name: record_batch(table, rows[table.name]) for table in filled}
    return part


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    buffer: bytes = sink.getvalue().to_pybytes()
    return buffer
