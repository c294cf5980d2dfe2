"""What was measured when: one row per gold set and day, kept in ``history.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.score import Score

__all__ = ["FILE", "HEADLINES", "HELD", "Entry", "entry_of", "fallen", "load", "recorded", "save"]

FILE = Path(__file__).with_name("history.csv")

HEADLINES = (
    "turns.strict",
    "roster.strict",
    "roster.absent",
    "agenda",
    "header",
    "decisions",
    "cases.strict",
)
"""The measures that the history keeps."""

HELD = ("all", "even")
"""The gold sets whose figures may not fall without a word. Those of the generated documents may:
they fall when the generator learns something new to try."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The figures of one gold set at one time, as far as the set has them.

    ``note`` says why a figure fell.
    """

    date: str
    version: str
    gold: str
    documents: int
    f1: Mapping[str, float]
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Later measurements of the same day and version take the place of earlier ones."""
        return self.date, self.version, self.gold


def entry_of(score: Score, *, date: str, version: str, gold: str, note: str = "") -> Entry:
    """The entry for a score; ``date`` in ISO form, ``gold`` the name of the set."""
    measured = set(score.measures)
    figures = {m: round(score.tally(m).f1, 4) for m in HEADLINES if m in measured}
    return Entry(date, version, gold, len(score.documents), figures, note)


def load(path: Path = FILE) -> list[Entry]:
    """All entries in the order of the file; none if there is no file yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                row["date"],
                row["version"],
                row["gold"],
                int(row["documents"]),
                {measure: float(row[measure]) for measure in HEADLINES if row.get(measure)},
                row["note"],
            )
            for row in csv.DictReader(file)
        ]


def save(entries: Iterable[Entry], path: Path = FILE) -> None:
    """Write the entries back."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("date", "version", "gold", "documents", *HEADLINES, "note"))
        for entry in entries:
            figures = (f"{entry.f1[m]:.4f}" if m in entry.f1 else "" for m in HEADLINES)
            writer.writerow(
                (entry.date, entry.version, entry.gold, entry.documents, *figures, entry.note)
            )


def recorded(entries: Sequence[Entry], new: Entry) -> list[Entry]:
    """The history with a new entry; unchanged if it says nothing new."""
    last = next((entry for entry in reversed(entries) if entry.gold == new.gold), None)
    if last and last.f1 == new.f1 and last.documents == new.documents:
        return list(entries)
    kept = [entry for entry in entries if entry.key != new.key]
    return [*kept, new]


def fallen(before: Entry, after: Entry) -> list[str]:
    """The measures that are lower than before, as ``name: 0.9000 -> 0.8900``."""
    return [
        f"{measure}: {before.f1[measure]:.4f} -> {after.f1[measure]:.4f}"
        for measure in HEADLINES
        if after.f1.get(measure, 1.0) < before.f1.get(measure, 0.0)
    ]
