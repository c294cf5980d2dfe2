"""The tables of a stretch of documents, ready to be joined with others to files of all.

Turning rows into text and arrays is most of the work of writing tables. Parts are made where rows
are, by as many processes as there are, and kept; whoever joins them moves bytes. XLSX and SQLite
cannot be joined and are written from rows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """The bytes are no part, or were damaged."""


def make_part(
    documents: Iterable[Mapping[str, list[Row]]],
    formats: Sequence[str],
    tables: Sequence[Table],
    note: Callable[[], object] = dict,
) -> bytes:
    """Return the part of some documents, as :class:`Part` takes it.

    Args:
        documents: rows by table, one mapping per document.
        formats: those to prepare for; others than :data:`JOINABLE` are passed over.
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
    packed = [pa.compress(blob, codec=_CODEC, asbytes=True) for blob in blobs.values()]
    payload = b"".join(packed)
    index = [
        [name, len(blob), len(small)]
        for (name, blob), small in zip(blobs.items(), packed, strict=True)
    ]
    head = json.dumps({"crc": zlib.crc32(payload), "blobs": index}).encode()
    return head + b"\n" + payload


class Part:
    """Tables of some documents. Each is unpacked when it is asked for, and not kept.

    Args:
        data: what :func:`make_part` returned.

    Raises:
        PartError: the bytes are damaged.
    """

    def __init__(self, data: bytes) -> None:
        end = data.find(b"\n")
        payload = memoryview(data)[end + 1 :]
        try:
            head = json.loads(data[: max(end, 0)])
            if zlib.crc32(payload) != head["crc"]:
                raise PartError("the checksum of a part is wrong")
            self._blobs: dict[str, tuple[int, memoryview]] = {}
            at = 0
            for name, size, packed in head["blobs"]:
                self._blobs[name] = (size, payload[at : at + packed])
                at += packed
        except (KeyError, TypeError, ValueError) as error:
            raise PartError(f"no part of tables: {error}") from error

    @property
    def note(self) -> dict[str, Any]:
        """What its maker wanted to know of it."""
        note: dict[str, Any] = json.loads(self._bytes("note"))
        return note

    @property
    def people(self) -> dict[str, list[Row]]:
        """Rows of ``persons`` and ``bodies`` in these documents alone."""
        people: dict[str, list[Row]] = json.loads(self._bytes("people"))
        return people

    @property
    def jsonl(self) -> bytes:
        """Lines of ``minutes.jsonl``."""
        return self._bytes("jsonl")

    def csv(self, table: str) -> bytes:
        """Return the lines of a table, without a heading."""
        return self._bytes(f"csv/{table}")

    def batch(self, table: str) -> pa.RecordBatch | None:
        """Return the rows of a table in Arrow's form, ``None`` if there are none."""
        buffer = self._buffer(f"parquet/{table}")
        return pa.ipc.open_stream(buffer).read_next_batch() if buffer is not None else None

    def _bytes(self, name: str) -> bytes:
        buffer = self._buffer(name)
        data: bytes = buffer.to_pybytes() if buffer is not None else b""
        return data

    def _buffer(self, name: str) -> pa.Buffer | None:
        if name not in self._blobs:
            return None
        size, packed = self._blobs[name]
        return pa.decompress(packed, size, codec=_CODEC)


def _stream(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data
