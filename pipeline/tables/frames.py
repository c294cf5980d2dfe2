"""Rows become data frames whose types are those of the schema, empty ones included.

Text is pandas' ``string`` with Arrow storage, whole numbers ``Int64``, numbers ``Float64``, truth
``boolean``, days ``datetime64[us]``; missing is ``pd.NA`` (``NaT`` for days). Lists are Python
lists, empty where nothing is known. The same in pandas 2.3 and 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.tables.cells import clean
from pipeline.tables.schema import TABLES, Column, Table

__all__ = ["DTYPES", "count_rows", "read_csv", "read_parquet", "to_frames"]

DTYPES: dict[str, Any] = {
    "string": pd.StringDtype("pyarrow"),
    "integer": pd.Int64Dtype(),
    "number": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
    "date": "datetime64[us]",
    "list": object,
}
"""pandas type by column type."""


def to_frames(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, pd.DataFrame]:
    """Return every table as a data frame.

    Args:
        rows: by table, as :func:`pipeline.tables.rows.table_rows` returns them. People and bodies
            are worked out from them if they are not given; a table that is not given is empty.
    """
    if "persons" not in rows:
        from pipeline.tables.people import persons_and_bodies  # needs what parsing knows

        whole_run = persons_and_bodies(rows.get("meetings", ()), rows.get("attendees", ()))
        rows = {**rows, **whole_run}
    return {table.name: _frame(table, rows.get(table.name, ())) for table in TABLES}


def read_parquet(path: Path, table: Table) -> pd.DataFrame:
    """Return a table from its Parquet file.

    Raises:
        ValueError: the file is no Parquet, or has other columns.
        OSError: it cannot be read.
    """
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    types = {
        pa.string(): DTYPES["string"],
        pa.int64(): DTYPES["integer"],
        pa.float64(): DTYPES["number"],
        pa.bool_(): DTYPES["boolean"],
    }
    # No memory map: the folder may be converted anew while its tables are held.
    stored = pq.read_table(path, memory_map=False)
    if missing := [name for name in table.names if name not in stored.column_names]:
        raise ValueError(f"no column {', '.join(missing)}")
    frame: pd.DataFrame = stored.select(list(table.names)).to_pandas(
        types_mapper=types.get, date_as_object=False
    )
    for column in table.columns:
        if column.type == "date":
            frame[column.name] = frame[column.name].astype(DTYPES["date"])
        elif column.type == "list":
            frame[column.name] = _lists([list(cell) for cell in frame[column.name]])
    return frame


def read_csv(path: Path, table: Table) -> pd.DataFrame:
    """Return a table from its CSV file.

    Raises:
        ValueError: the file is no such CSV, or has other columns.
        OSError: it cannot be read.
    """
    # A speaker may be called NA or null, so nothing but emptiness means missing.
    cells = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8-sig", lineterminator="\n"
    )
    if missing := [name for name in table.names if name not in cells.columns]:
        raise ValueError(f"no column {', '.join(missing)}")
    columns = {column.name: _parsed(column, list(cells[column.name])) for column in table.columns}
    return pd.DataFrame(columns, columns=list(table.names))


def count_rows(path: Path, table: Table) -> int:
    """Return the number of rows of a file, from its foot alone if it is Parquet.

    Raises:
        ValueError, OSError: see :func:`read_parquet` and :func:`read_csv`.
    """
    import pyarrow.parquet as pq

    if path.suffix == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    return len(read_csv(path, table))


def _frame(table: Table, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    columns = {
        column.name: _series(column, [row.get(column.name) for row in rows])
        for column in table.columns
    }
    return pd.DataFrame(columns, columns=list(table.names))


def _parsed(column: Column, cells: list[str]) -> pd.Series[Any]:
    values: list[object]
    match column.type:
        case "list":
            values = [cell.split(column.separator) if cell else [] for cell in cells]
        case "integer":
            values = [int(cell) if cell else None for cell in cells]
        case "number":
            values = [float(cell) if cell else None for cell in cells]
        case "boolean":
            values = [cell == "true" if cell else None for cell in cells]
        case _:
            values = list(cells)
    return _series(column, values)


def _series(column: Column, values: Sequence[object]) -> pd.Series[Any]:
    """Return the values of a column with its type; an empty string is missing."""
    cells: Any = list(values)
    if column.type == "list":
        return _lists([_strings(value) for value in values])
    if column.type == "string":
        cells = [clean(value) if isinstance(value, str) and value else None for value in values]
    elif column.type == "date":
        days = [str(value) if value else None for value in values]
        cells = np.array(days, dtype="datetime64[D]")
    result: pd.Series[Any] = pd.Series(cells, dtype=DTYPES[column.type])
    return result


def _lists(values: list[list[str]]) -> pd.Series[Any]:
    cells = np.empty(len(values), dtype=object)  # pandas would take equal lengths for a matrix
    cells[:] = values
    result: pd.Series[Any] = pd.Series(cells, dtype=DTYPES["list"])
    return result


def _strings(value: object) -> list[str]:
    return [clean(item) for item in value] if isinstance(value, list) else []
