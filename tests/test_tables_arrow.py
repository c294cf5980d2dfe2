"""Arrow arrays made from buffers hold what pyarrow itself would have made."""

from __future__ import annotations

import datetime
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables.arrow import TYPES, array_of
from pipeline.tables.cells import clean

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)
VALUES = {
    "string": TEXT,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "date": st.dates(),
}


def expected(kind: str, values: list[Any]) -> list[Any]:
    if kind == "string":
        return [clean(value) if value else None for value in values]
    if kind == "list":
        return [[clean(item) for item in value or ()] for value in values]
    return values


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_values_come_back(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=20))
    made = array_of(kind, values)
    made.validate(full=True)
    assert made.equals(pa.array(expected(kind, values), TYPES[kind]))


@given(st.lists(st.none() | st.lists(TEXT, max_size=4), max_size=12))
def test_lists_come_back(values: list[list[str] | None]) -> None:
    made = array_of("list", values)
    made.validate(full=True)
    assert made.equals(pa.array(expected("list", values), TYPES["list"]))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("string", ["一", None, "", "𠮷\u3000a", "\ud800"]),
        ("boolean", [True, None, False] * 7),
        ("date", [datetime.date(1, 1, 1), None, datetime.date(2024, 2, 29)]),
        ("integer", []),
        ("list", []),
    ],
)
def test_examples(kind: str, values: list[Any]) -> None:
    made = array_of(kind, values)
    made.validate(full=True)
    assert made.to_pylist() == expected(kind, values)


def test_a_number_too_large_is_no_other_number() -> None:
    with pytest.raises(OverflowError):
        array_of("integer", [2**63])


def test_pandas_is_not_imported() -> None:
    code = (
        "import sys; from pipeline.tables.arrow import array_of; "
        "array_of('string', ['a', None]); array_of('list', [['a'], None]); "
        "array_of('boolean', [True]); array_of('date', [None]); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
