"""Codes of a converted folder as CSV files: a row per unit, frequencies, cross-tabs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.coding.rules import CodingError, load_rules
from pipeline.coding.tables import apply, association, crosstab, frequencies
from pipeline.corpus import load
from pipeline.tables.all_or_none import all_or_none
from pipeline.tables.csv_files import csv_lines

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Coded", "code_folder"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What was coded.

    Attributes:
        files: the files, sorted by name.
        units: how many turns, paragraphs or sentences there were.
        hits: how many of them have each code; the last entry counts those without any.
    """

    files: tuple[Path, ...]
    units: int
    hits: Mapping[str, int]


def code_folder(
    folder: Path, rules: Path, out: Path, *, by: Sequence[str] = (), unit: str = "turn"
) -> Coded:
    """Give the turns of a converted folder the codes of a ``.cod`` file, and write what came out.

    ``coded.csv`` has a row per unit: the columns of ``speeches`` without the text, and one of
    ``true`` and ``false`` for each code; ``frequencies.csv`` what :func:`frequencies` returns;
    ``crosstab_X.csv`` and ``association_X.csv`` what :func:`crosstab` and :func:`association` do
    for each ``X`` of ``by``. Nothing is written if something fails.

    Args:
        folder: the ``out`` of an earlier ``convert``.
        rules: the ``.cod`` file.
        out: the folder to write into; made if missing.
        by: columns of ``speeches``, or ``year``.
        unit: ``turn``, ``paragraph`` or ``sentence``.

    Raises:
        pipeline.coding.CodingError: a rule cannot be used, or ``by`` names no column.
        pipeline.tables.folder.FolderError: ``folder`` was not made by ``convert``.
        ValueError: there is no such unit.
        OSError: ``out`` cannot be written.
    """
    codes = load_rules(rules)
    for name in by:
        if name in {code.name for code in codes}:
            raise CodingError(f"{name} is a code of {rules}; group by a column of speeches.")
    coded = apply(codes, load(folder).speeches, unit=unit)
    found = frequencies(codes, coded)
    frames = {"coded": coded, "frequencies": found}
    for name in dict.fromkeys(by):
        frames[f"crosstab_{name}"] = crosstab(codes, coded, by=name)
        frames[f"association_{name}"] = association(codes, coded, by=name)
    with all_or_none(out) as unfinished:
        for name, frame in frames.items():
            (unfinished / f"{name}.csv").write_bytes(_csv(frame))
    files = tuple(out / f"{name}.csv" for name in sorted(frames))
    hits = dict(zip(found["code"].tolist(), found["hits"].tolist(), strict=True))
    return Coded(files, len(coded), hits)


def _csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as the tables of a converted folder are written."""
    columns = [(str(name), ";") for name in frame.columns]
    cells = {str(name): [_plain(value) for value in frame[name].tolist()] for name in frame.columns}
    heading = csv_lines(columns, [{name: name for name, _ in columns}])
    rows = (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))
    return (heading + csv_lines(columns, rows)).encode("utf-8-sig")


def _plain(value: object) -> object:
    """Return ``None`` for what stands for a missing value, and the day of a point in time."""
    import pandas as pd

    if isinstance(value, list):
        return value
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date() if isinstance(value, datetime.datetime) else value
