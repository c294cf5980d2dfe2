"""What was measured when: one row per gold set and day, kept in ``history.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.score import Score

__all__ = ["FILE", "HEADLINES", "Entry", "entry_of", "fallen", "load", "recorded", "save"]

FILE = Path(__file__).with_name("history.csv")

HEADLINES = ("turns.strict", "roster.strict", "roster.absent", "agenda", "header", "decisions")
"""The measures that the history keeps and that may not fall without a word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The figures of one gold set at one time. ``note`` says why a figure fell."""

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
    figures = {measure: round(score.tally(measure).f1, 4) for measure in HEADLINES}
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
                {measure: float(row[measure]) for measure in HEADLINES},
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
            figures = (f"{entry.f1[measure]:.4f}" for measure in HEADLINES)
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
        if after.f1[measure] < before.f1[measure]
    ]
