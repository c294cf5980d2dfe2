"""Tables drawn with rules: where their cells are, from the lines and boxes on a PDF page."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.reading.pdfium_calls import address, object_at, object_type

__all__ = ["Table", "find_tables"]

_THIN = 3.0  # points: a box of at most this height or width is a rule
_SHORT = 5.0  # points: shorter rules underline or decorate
_NEAR = 2.0  # points: within which two rules are at one place, or touch
_MAX_OBJECTS = 20_000  # of a page; drawings have more, tables never
_MAX_RULES = 1_500
_MAX_SEGMENTS = 400  # of one path

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule at ``at`` (x of an upright, y of a level one) from ``low`` to ``high``."""

    upright: bool
    at: float
    low: float
    high: float


@dataclass(slots=True)
class Table:
    """The cells of one table.

    Attributes:
        xs, ys: edges of its columns and rows, in points from the top left corner of the page.
        owners: for each row the columns where cells begin, and the row in which each of them
            begins: ``{column: row}``.
    """

    xs: list[float]
    ys: list[float]
    owners: list[dict[int, int]] = field(default_factory=list)

    def row_at(self, y: float) -> int | None:
        """Return the row at a height, ``None`` outside of the table."""
        row = bisect_right(self.ys, y) - 1
        return row if 0 <= row < len(self.ys) - 1 else None

    def cuts(self, y: float) -> list[float]:
        """Return where upright rules part the row at a height."""
        row = self.row_at(y)
        return [] if row is None else [self.xs[column] for column in self.owners[row]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a place: where the cell begins."""
        row = self.row_at(y)
        if row is None or not self.xs[0] - _NEAR <= x <= self.xs[-1] + _NEAR:
            return None
        column = max((c for c in self.owners[row] if self.xs[c] <= x + _NEAR), default=0)
        return self.owners[row].get(column, row), column

    def right_of(self, row: int, column: int) -> float:
        """Return the right edge of a cell."""
        following = [c for c in self.owners[row] if c > column]
        return self.xs[min(following)] if following else self.xs[-1]


def find_tables(page: Any, display: Callable[[float, float], Point]) -> list[Table]:
    """Return the tables of a page that have two columns or more.

    Args:
        page: raw handle of the page.
        display: maps a point of the page to points from the top left corner as displayed.
    """
    rules: list[_Rule] = []
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MAX_OBJECTS:
        return []
    handle = address(page)
    for index in range(count):
        if object_type(object_at(handle, index)) == pdfium.FPDF_PAGEOBJ_PATH:
            for points in _strokes(pdfium.FPDFPage_GetObject(page, index), display):
                rules += _rules(points)
            if len(rules) > _MAX_RULES:
                return []
    return [table for group in _touching(rules) if (table := _table(group))]


def _strokes(item: Any, display: Callable[[float, float], Point]) -> Iterator[list[Point]]:
    """Yield the strokes of a path as displayed; curves are followed as straight lines."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(
            display(
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _rules(points: Sequence[Point]) -> Iterator[_Rule]:
    """Yield the rules that a stroke draws: a thin box is one, other strokes have one a side."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if right - left <= _THIN:
        if bottom - top >= _SHORT:
            yield _Rule(True, (left + right) / 2, top, bottom)
        return
    if bottom - top <= _THIN:
        if right - left >= _SHORT:
            yield _Rule(False, (top + bottom) / 2, left, right)
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) < 0.5 and abs(y0 - y1) >= _SHORT:
            yield _Rule(True, x0, min(y0, y1), max(y0, y1))
        elif abs(y0 - y1) < 0.5 and abs(x0 - x1) >= _SHORT:
            yield _Rule(False, y0, min(x0, x1), max(x0, x1))


def _touching(rules: Sequence[_Rule]) -> list[list[_Rule]]:
    """Return the groups of rules that cross or meet."""
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    parent = list(range(len(rules)))
    order = [*level, *upright]

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, flat in enumerate(level):
        for j, tall in enumerate(upright, start=len(level)):
            if (
                flat.low - _NEAR <= tall.at <= flat.high + _NEAR
                and tall.low - _NEAR <= flat.at <= tall.high + _NEAR
            ):
                parent[root(i)] = root(j)
    groups: dict[int, list[_Rule]] = {}
    for at, rule in enumerate(order):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _table(rules: Sequence[_Rule]) -> Table | None:
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    if not level or not upright:
        return None
    # The outer sides may be open: then the ends of the rules are the edges.
    xs = _places(
        [rule.at for rule in upright] + [min(r.low for r in level), max(r.high for r in level)]
    )
    ys = _places(
        [rule.at for rule in level] + [min(r.low for r in upright), max(r.high for r in upright)]
    )
    if len(xs) < 3 or len(ys) < 2:
        return None
    table = Table(xs, ys)
    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        starts = [0] + [
            column for column in range(1, len(xs) - 1) if _covered(upright, xs[column], middle)
        ]
        owners: dict[int, int] = {}
        for column, following in zip(starts, [*starts[1:], len(xs) - 1], strict=True):
            center = (xs[column] + xs[following]) / 2
            above = table.owners[-1].get(column) if table.owners else None
            merged = above is not None and not _covered(level, ys[row], center)
            owners[column] = above if merged and above is not None else row
        table.owners.append(owners)
    return table if any(len(owners) > 1 for owners in table.owners) else None


def _places(values: Sequence[float]) -> list[float]:
    """Return the distinct places among ``values``, in order."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _covered(rules: Sequence[_Rule], at: float, along: float) -> bool:
    return any(abs(r.at - at) <= _NEAR and r.low - _NEAR <= along <= r.high + _NEAR for r in rules)
