"""The long round trip: many documents of every convention, and whether all of each came back.

``python -m quality --seeds 200`` runs it and keeps what it found in ``seeds.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from generator.convention import STYLES
from pipeline.score import DocumentScore
from quality.roundtrip import round_trip

__all__ = ["EXACT", "FILE", "ReadBack", "load", "read_back", "save", "to_markdown", "total"]

FILE = Path(__file__).with_name("seeds.csv")

EXACT = {
    "turns": "turns.exact",
    "cases": "cases.strict",
    "roster": "roster.strict",
    "decisions": "decisions",
}
"""What must come back whole, and the measure that says so: nothing missed, nothing added."""

_COLUMNS = ("date", "version", "style", "documents", *EXACT, "whole")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How many documents of a style came back without a difference.

    Attributes:
        exact: a count for each of :data:`EXACT`.
        whole: documents in which all of these are exact.
        wrong: name and differences of the others; not kept in the file.
    """

    style: str
    documents: int
    exact: Mapping[str, int]
    whole: int
    date: str = ""
    version: str = ""
    wrong: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def read_back(per_style: int, *, jobs: int = 1, date: str, version: str) -> Iterator[ReadBack]:
    """Write and read ``per_style`` documents of every style, ``jobs`` styles at a time."""
    with ProcessPoolExecutor(jobs) as pool:
        for style, documents in zip(
            STYLES, pool.map(_documents, STYLES, [per_style] * len(STYLES)), strict=True
        ):
            yield _counted(style, documents, date, version)


def _documents(style: str, per_style: int) -> tuple[DocumentScore, ...]:
    return round_trip(per_style, styles=(style,)).documents


def _counted(style: str, documents: Sequence[DocumentScore], date: str, version: str) -> ReadBack:
    differences = [(document.name, _differences(document)) for document in documents]
    return ReadBack(
        style=style,
        documents=len(documents),
        exact={name: sum(name not in found for _, found in differences) for name in EXACT},
        whole=sum(not found for _, found in differences),
        date=date,
        version=version,
        wrong=tuple((name, "; ".join(found.values())) for name, found in differences if found),
    )


def _differences(document: DocumentScore) -> dict[str, str]:
    """What of :data:`EXACT` did not come back, with a word on it."""
    if document.message:
        return dict.fromkeys(EXACT, document.message)
    found = {}
    for name, measure in EXACT.items():
        outcome = document.outcomes.get(measure)
        if outcome is not None and (outcome.missed or outcome.extra):
            found[name] = f"{measure}: missed {outcome.missed[:2]}, extra {outcome.extra[:2]}"
    return found


def total(rows: Iterable[ReadBack]) -> ReadBack:
    """All styles together."""
    rows = list(rows)
    return ReadBack(
        style="all",
        documents=sum(row.documents for row in rows),
        exact={name: sum(row.exact[name] for row in rows) for name in EXACT},
        whole=sum(row.whole for row in rows),
        date=rows[0].date if rows else "",
        version=rows[0].version if rows else "",
    )


def to_markdown(
    rows: Sequence[ReadBack], heads: Sequence[str] = ("style", "documents", *EXACT, "all of these")
) -> str:
    """A table with a row for each style and one over all of them."""
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in [*rows, total(rows)]:
        counts = (*(row.exact[name] for name in EXACT), row.whole)
        cells = " | ".join(f"{count / row.documents:.3f} ({count})" for count in counts)
        lines.append(f"| {row.style} | {row.documents} | {cells} |")
    return "\n".join(lines) + "\n"


def load(path: Path = FILE) -> list[ReadBack]:
    """The last long round trip; empty if there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            ReadBack(
                style=row["style"],
                documents=int(row["documents"]),
                exact={name: int(row[name]) for name in EXACT},
                whole=int(row["whole"]),
                date=row["date"],
                version=row["version"],
            )
            for row in csv.DictReader(file)
        ]


def save(rows: Iterable[ReadBack], path: Path = FILE) -> None:
    """Keep a long round trip in place of the last one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for row in rows:
            counts = (row.exact[name] for name in EXACT)
            writer.writerow((row.date, row.version, row.style, row.documents, *counts, row.whole))
