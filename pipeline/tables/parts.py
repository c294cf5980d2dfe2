"""The tables of a stretch of documents, ready to be joined with others to files of all.

Turning rows into text and arrays is most of the work of writing tables. Parts are made where rows
are, by as many processes as there are, and kept; whoever joins them moves bytes. XLSX and SQLite
cannot be joined and are written from rows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]

__all__ = ["JOINABLE", "Part", "PartError", "packed"]

JOINABLE: Final = frozenset({"csv", "jsonl", "parquet"})
"""Formats whose files are joined from parts."""

Row = dict[str, object]

_CODEC = "zstd"


class PartError(ValueError):
    """The bytes are no part, or were damaged."""


def packed(blobs: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a part, from what it holds by name."""
    small = [pa.compress(blob, codec=_CODEC, asbytes=True) for blob in blobs.values()]
    payload = b"".join(small)
    index = [
        [name, len(blob), len(packed_blob)]
        for (name, blob), packed_blob in zip(blobs.items(), small, strict=True)
    ]
    head = json.dumps({"crc": zlib.crc32(payload), "blobs": index}).encode()
    return head + b"\n" + payload


class Part:
    """Tables of some documents. Each is unpacked when it is asked for, and not kept.

    Args:
        data: what :func:`packed` returned.

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
