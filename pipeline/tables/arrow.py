"""Python values become Arrow arrays, by way of their buffers.

``pyarrow.array`` would do, but it imports pandas to look whether it was given a series: a second of
processor time and 40 MB in every process that writes a table.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from pipeline.tables.cells import clean, is_clean

__all__ = ["TYPES", "array_of"]

TYPES: Final = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}
"""Arrow type by column type."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()


def array_of(kind: str, values: Sequence[Any]) -> pa.Array:
    """Return values of a column.

    Args:
        kind: type of the column, a key of :data:`TYPES`.
        values: ``None`` where nothing is known; an empty string is nothing too.

    Raises:
        OverflowError: a number is beyond 64 bits, or the texts are beyond 2 GB.
    """
    match kind:
        case "string":
            return _strings([value or None for value in values])
        case "list":
            lists = [value or () for value in values]
            return pa.ListArray.from_arrays(
                _offsets(map(len, lists)), _strings([item for items in lists for item in items])
            )
        case "integer":
            return _numbers(values, np.dtype(np.int64), TYPES[kind])
        case "number":
            return _numbers(values, np.dtype(np.float64), TYPES[kind])
        case "date":
            days = [None if day is None else day.toordinal() - _EPOCH for day in values]
            return _numbers(days, np.dtype(np.int32), TYPES[kind])
        case _:
            bits = np.packbits(np.fromiter(map(bool, values), bool), bitorder="little")
            buffers = [*_validity(values), pa.py_buffer(bits)]
            return pa.Array.from_buffers(TYPES[kind], len(values), buffers)


def _strings(values: Sequence[str | None]) -> pa.Array:
    whole = "".join(value for value in values if value)
    if not is_clean(whole):
        return _strings([value and clean(value) for value in values])
    data = whole.encode("utf-8")
    if len(data) == len(whole):
        sizes = (len(value) if value else 0 for value in values)
    else:
        sizes = (len(value.encode("utf-8")) if value else 0 for value in values)
    offsets = _offsets(sizes).buffers()[1]
    buffers = [*_validity(values), offsets, pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def _numbers(values: Sequence[Any], dtype: np.dtype[Any], kind: pa.DataType) -> pa.Array:
    numbers = np.array([0 if value is None else value for value in values], dtype=dtype)
    buffers = [*_validity(values), pa.py_buffer(numbers)]
    return pa.Array.from_buffers(kind, len(values), buffers)


def _offsets(sizes: Any) -> pa.Array:
    """Where each of some stretches begins and the last one ends, as 32-bit numbers."""
    offsets = np.array(list(accumulate(sizes, initial=0)), dtype=np.int64)
    if offsets[-1] > np.iinfo(np.int32).max:
        raise OverflowError("texts of more than 2 GB do not fit one Arrow array")
    buffers = [None, pa.py_buffer(offsets.astype(np.int32))]
    return pa.Array.from_buffers(pa.int32(), len(offsets), buffers)


def _validity(values: Sequence[Any]) -> list[pa.Buffer | None]:
    """The bitmap that tells what is known; none if all is."""
    if None not in values:
        return [None]
    known = np.fromiter((value is not None for value in values), bool, len(values))
    return [pa.py_buffer(np.packbits(known, bitorder="little"))]
