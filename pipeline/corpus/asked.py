"""What is asked of a corpus, looked at before the question goes to the tables.

Libraries below would answer a wrong question with nothing, or with an error of their own.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Collection, Iterable
from typing import Any, Literal, overload

from pipeline.tables.schema import table

__all__ = ["day", "number", "one_of", "pattern", "properties", "several", "text"]

_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


@overload
def text(name: str, value: Any, *, needed: Literal[True]) -> str: ...
@overload
def text(name: str, value: Any, *, needed: bool = ...) -> str | None: ...
def text(name: str, value: Any, *, needed: bool = False) -> str | None:
    """Return a text, or ``None`` unless it is needed.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(value, str) or (value is None and not needed):
        return value
    raise TypeError(f"{name} is a text, not {value!r}")


def pattern(name: str, value: Any) -> str | None:
    """Return a regular expression.

    Raises:
        TypeError: it is no text.
        ValueError: it is no regular expression.
    """
    expression = text(name, value)
    if expression is not None:
        try:
            re.compile(expression)
        except re.error as error:
            raise ValueError(
                f"{name} is a regular expression, and {expression!r} is none: {error}. "
                "re.escape() makes one of any text."
            ) from error
    return expression


def day(name: str, value: Any) -> datetime.date | None:
    """Return a day.

    Raises:
        TypeError: it is neither text nor date.
        ValueError: the text is no day.
    """
    if isinstance(value, datetime.datetime):  # of pandas too
        return value.date()
    if value is None or isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"{name} is a day like 2022-01-21, not {value!r}")
    found = _DAY.fullmatch(value.strip())
    try:
        if found:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise ValueError(f"{name} is a day like 2022-01-21, not {value!r}")


@overload
def number(name: str, value: Any, *, needed: Literal[True]) -> int: ...
@overload
def number(name: str, value: Any, *, needed: bool = ...) -> int | None: ...
def number(name: str, value: Any, *, needed: bool = False) -> int | None:
    """Return a whole number.

    Raises:
        TypeError: it is something else.
    """
    if value is None and not needed:
        return None
    try:
        return operator.index(value)
    except TypeError as error:
        raise TypeError(f"{name} is a whole number, not {value!r}") from error


def one_of(name: str, value: Any, of: str, column: str) -> str | None:
    """Return a value of a column that holds no others than the data dictionary lists.

    Raises:
        TypeError: it is no text.
        ValueError: it is none of them.
    """
    (known,) = (each.values for each in table(of).columns if each.name == column)
    if text(name, value) not in (None, *known):
        raise ValueError(f"{name} is one of {', '.join(known)}, not {value!r}")
    return text(name, value)


def properties(name: str, value: Any, known: Collection[str]) -> list[str]:
    """Return what is to be counted by: one property, or a list of several.

    Raises:
        TypeError: it is neither a text nor a list of texts.
        ValueError: there is no such property, or none is given.
    """
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list | tuple) or not all(isinstance(one, str) for one in wanted):
        raise TypeError(f"{name} is the name of a property or a list of names, not {value!r}")
    if not wanted:
        raise ValueError(f"{name} needs at least one property: {', '.join(known)}")
    for one in wanted:
        if one not in known:
            raise ValueError(f"there is no property {one!r}; there are {', '.join(known)}")
    return list(wanted)


def several(name: str, values: Any) -> frozenset[str] | None:
    """Return a set of ids.

    Raises:
        TypeError: it is one alone, or none.
    """
    if values is None:
        return None
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} are several: give a list, not {values!r}")
    return frozenset(values)
