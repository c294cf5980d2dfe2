"""Codes as data frames: which unit has which code, how often, and for whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.coding.conditions import And, Compared, Condition, Not, Or, Variable
from pipeline.coding.rules import Code, CodingError
from pipeline.coding.units import UNITS, Unit, split
from pipeline.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["apply", "association", "crosstab", "frequencies"]

_NO_CODE = "コード無し"


def apply(codes: Sequence[Code], speeches: pd.DataFrame, *, unit: str = "turn") -> pd.DataFrame:
    """Return a row per unit: the columns of ``speeches`` but the text, and one for each code.

    Args:
        codes: from :func:`pipeline.coding.load_rules`.
        speeches: the wide view of a corpus, or any part of it; needs ``turn_id`` and ``text``.
        unit: what a code is given to: ``turn``, ``paragraph`` or ``sentence``. The last two add
            the column ``unit_no``, 1-based in the turn. Empty units have no row.

    Raises:
        CodingError: a rule names a variable that is no column, or a code has the name of one.
        ValueError: there is no such unit.
    """
    import pandas as pd

    if unit not in UNITS:
        raise ValueError(f"a unit is one of {', '.join(UNITS)}, not {unit!r}")
    kept = [name for name in speeches.columns if name != "text"]
    columns = _variables(codes, list(speeches.columns))
    for code in codes:
        if code.name in kept:
            raise CodingError(
                f"{code.where}, line {code.line}: the code {code.name} has the name of a column. "
                "Give it another name."
            )
    at: list[int] = []
    numbers: list[int] = []
    values: dict[str, list[bool]] = {code.name: [] for code in codes}
    texts = speeches["text"].fillna("").tolist()
    fields = {name: _written(speeches[column]) for name, column in columns.items()}
    for row, text in enumerate(texts):
        variables = {name: field[row] for name, field in fields.items()}
        for number, part in enumerate(split(text, unit), 1):
            at.append(row)
            numbers.append(number)
            coded = Unit(part, variables)
            for code in codes:
                coded.codes[code.name] = bool(code.condition.count(coded))
                values[code.name].append(coded.codes[code.name])
    frame = speeches[kept].iloc[at].reset_index(drop=True)
    if unit != "turn":
        frame["unit_no"] = pd.Series(numbers, dtype="Int64")
    return frame.assign(**{name: pd.Series(found, dtype=bool) for name, found in values.items()})


def frequencies(codes: Sequence[Code], coded: pd.DataFrame) -> pd.DataFrame:
    """Return ``code``, ``hits`` and ``share`` of all units; in the last row, those without a code.

    Args:
        codes: the codes.
        coded: what :func:`apply` made with them.
    """
    import pandas as pd

    given = coded[[code.name for code in codes]]
    hits = [*given.sum().tolist(), int((~given.any(axis=1)).sum())]
    names = [*(code.name for code in codes), _NO_CODE]
    share = [count / len(coded) if len(coded) else 0.0 for count in hits]
    return pd.DataFrame({"code": names, "hits": hits, "share": share})


def crosstab(codes: Sequence[Code], coded: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Return ``code``, the group, ``units``, ``hits`` and ``share``: a row per code and group.

    Args:
        codes: the codes.
        coded: what :func:`apply` made with them.
        by: a column (``speaker_group``, ``case_no``, ``body`` …), or ``year`` of ``date``. Units
            without a value are a group of their own.

    Raises:
        CodingError: there is no such column, or it holds lists.
    """
    import pandas as pd

    key = _groups(coded, by)
    grouped = coded.groupby(key, dropna=False, sort=True)
    units = grouped.size()
    parts = []
    for code in codes:
        hits = grouped[code.name].sum().astype("int64")
        part = pd.DataFrame({"units": units, "hits": hits}).reset_index(names=by)
        part.insert(0, "code", code.name)
        parts.append(part)
    frame = pd.concat(parts, ignore_index=True)
    frame["share"] = frame["hits"] / frame["units"]
    return frame


def association(codes: Sequence[Code], coded: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Return how much each code depends on the group: ``chi2``, ``df``, ``p`` and ``cramers_v``.

    Pearson's chi-square without correction, as KH Coder's cross-tab has it. ``smallest_expected``
    tells whether to believe it: below 5 it is too large. A code that all or no units have, and a
    single group, have no values.

    Args:
        codes: the codes.
        coded: what :func:`apply` made with them.
        by: as for :func:`crosstab`.

    Raises:
        CodingError: as for :func:`crosstab`.
    """
    import pandas as pd

    rows = []
    for name, part in crosstab(codes, coded, by=by).groupby("code", sort=False):
        units, hits = part["units"].tolist(), part["hits"].tolist()
        rows.append({"code": name, **_chi_square(units, hits)})
    return pd.DataFrame(rows)


def _groups(coded: pd.DataFrame, by: str) -> pd.Series:
    if by == "year" and "year" not in coded.columns:
        years: pd.Series = coded["date"].dt.year.astype("Int64").rename("year")
        return years
    fit = [str(name) for name in coded.columns if not _has_lists(coded[name])]
    if by not in fit:
        raise CodingError(f"no column {by} to group by; there are year, {', '.join(fit)}.")
    return coded[by]


def _has_lists(column: pd.Series) -> bool:
    return any(isinstance(value, list) for value in column)


def _chi_square(units: Sequence[int], hits: Sequence[int]) -> dict[str, float | int | None]:
    total, found = sum(units), sum(hits)
    if len(units) < 2 or not 0 < found < total:
        empty = ("chi2", "df", "p", "cramers_v", "smallest_expected")
        return dict.fromkeys(empty)
    chi2, smallest = 0.0, math.inf
    for size, hit in zip(units, hits, strict=True):
        for seen, share in ((hit, found / total), (size - hit, 1 - found / total)):
            expected = size * share
            smallest = min(smallest, expected)
            chi2 += (seen - expected) ** 2 / expected
    freedom = len(units) - 1
    return {
        "chi2": chi2,
        "df": freedom,
        "p": _tail(chi2, freedom),
        "cramers_v": math.sqrt(chi2 / total),  # of the two columns, one is free
        "smallest_expected": smallest,
    }


def _tail(chi2: float, freedom: int) -> float:
    """Return the probability of ``chi2`` or more: the closed forms for whole degrees of freedom."""
    half = chi2 / 2
    if freedom % 2:
        tail, term = math.erfc(math.sqrt(half)), 2 * math.sqrt(half / math.pi) * math.exp(-half)
    else:
        tail, term = 0.0, math.exp(-half)
    for step in range(freedom % 2, freedom, 2):
        tail += term
        term *= chi2 / (step + 2)
    return min(1.0, tail)


def _variables(codes: Sequence[Code], columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each variable that the codes ask for, by English or Japanese name."""
    japanese = {column.label: column.name for column in table("speeches").columns}
    found: dict[str, str] = {}
    for code in codes:
        for condition in _leaves(code.condition):
            if isinstance(condition, Variable):
                name = condition.name
                found[name] = japanese.get(name, name)
                if found[name] not in columns:
                    raise CodingError(
                        f"{code.where}, line {condition.line}: code {code.name}: there is no "
                        f"column {name}; "
                        f"there are {', '.join(columns)}."
                    )
    return found


def _leaves(condition: Condition) -> Iterable[Condition]:
    if isinstance(condition, And | Or):
        for part in condition.conditions:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.condition)
    elif isinstance(condition, Compared):
        yield from _leaves(condition.counted)
    else:
        yield condition


def _written(column: pd.Series) -> list[str]:
    """Return values as a rule writes them: ``True`` as true, dates as ISO, missing as empty."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        return [str(value) for value in column.dt.strftime("%Y-%m-%d").fillna("")]
    if pd.api.types.is_bool_dtype(column):
        return ["" if pd.isna(value) else str(value).lower() for value in column]
    return ["" if isinstance(v, list) or pd.isna(v) else str(v) for v in column]
