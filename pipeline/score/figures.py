"""Counts, what is computed from them, and the score of a whole gold folder."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.score.matching import HEADER_FIELDS
from pipeline.score.pairing import Outcome

__all__ = ["MEASURES", "DocumentScore", "Score", "Tally", "in_half", "wilson"]

MEASURES = (
    "header",
    *(f"header.{name}" for name in HEADER_FIELDS),
    "roster.name",
    "roster.strict",
    "roster.absent",
    "agenda",
    "turns.boundary",
    "turns.speaker",
    "turns.strict",
    "turns.exact",
    "turns.case",
    "cases.title",
    "cases.strict",
    "decisions",
    "notes",
    "flag",
)
"""Every measure, in the order in which they are shown."""

_JUDGING = ("header", "roster.strict", "agenda", "turns.strict")
"""A document with no error in these is clean. They are what the gold settles for every record."""

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution: a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Tally:
    """Records that are right, that were given, and that stand in the gold."""

    right: int = 0
    given: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.given + other.given, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the given records that are right; 1 if nothing was given nor wanted."""
        return self.right / self.given if self.given else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the gold records that were got right; 1 if nothing was given nor wanted."""
        return self.right / self.gold if self.gold else float(not self.given)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def f1_interval(self) -> tuple[float, float] | None:
        """95 % interval of F1, or ``None`` without any record.

        Each record that is in the gold or was given is one trial, won if it is in both. The
        Wilson interval of that share J carries over to F1 = 2J / (1 + J), which grows with J.
        Records of one document err together, so the true interval is somewhat wider.
        """
        trials = self.given + self.gold - self.right
        if not trials:
            return None
        low, high = wilson(self.right, trials)
        return 2 * low / (1 + low), 2 * high / (1 + high)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a share, after E. B. Wilson (1927).

    Args:
        successes: between 0 and ``trials``.
        trials: at least 1.
    """
    share, z2 = successes / trials, _Z * _Z
    middle = share + z2 / (2 * trials)
    spread = _Z * math.sqrt((share * (1 - share) + z2 / (4 * trials)) / trials)
    scale = 1 + z2 / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScore:
    """One document of the gold folder.

    Attributes:
        name: the file name without suffix.
        style: layout class of the document, ``?`` if the gold names none.
        status: ``ok``, ``warned`` or ``failed``.
        partial: the gold settles only some of the groups.
        outcomes: an outcome per measure that the gold settles.
        coverage: share of the characters that went to records or recognised roles, ``None`` if
            the document could not be read.
        message: why it could not be read, else empty.
    """

    name: str
    style: str
    status: str
    partial: bool = False
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    coverage: float | None = None
    message: str = ""

    @property
    def errors(self) -> list[str]:
        """One line for each measure that judges the document and is not right."""
        lines = [self.message] if self.message else []
        for measure, outcome in self.outcomes.items():
            if measure.startswith(_JUDGING) and (outcome.missed or outcome.extra):
                parts = [
                    f"{word} {'; '.join(labels)}"
                    for word, labels in (("missed", outcome.missed), ("extra", outcome.extra))
                    if labels
                ]
                lines.append(
                    f"{measure}: {outcome.right} of {outcome.gold} right, {', '.join(parts)}"
                )
        return lines

    def tally(self, measure: str) -> Tally:
        """Counts of one measure; ``header`` sums its fields, ``flag`` judges the audit."""
        if measure == "flag":
            return self._flag()
        return sum(
            (
                Tally(outcome.right, outcome.given, outcome.gold)
                for name, outcome in self.outcomes.items()
                if name == measure or (measure == "header" and name.startswith("header."))
            ),
            Tally(),
        )

    def measures(self, measure: str) -> bool:
        """Whether this document says anything about the measure."""
        if measure == "flag":
            # With half of the gold unsettled, "no error found" does not mean "no error".
            return bool(self.errors) or not self.partial
        return any(
            name == measure or (measure == "header" and name.startswith("header."))
            for name in self.outcomes
        )

    def _flag(self) -> Tally:
        if not self.measures("flag"):
            return Tally()
        wrong, flagged = bool(self.errors), self.status != "ok"
        return Tally(int(wrong and flagged), int(flagged), int(wrong))


@dataclass(frozen=True, slots=True)
class Score:
    """How well a gold folder was read, document by document, in the order of their names."""

    documents: tuple[DocumentScore, ...]

    def tally(self, measure: str) -> Tally:
        """Counts of one measure over all documents."""
        return sum((document.tally(measure) for document in self.documents), Tally())

    @property
    def measures(self) -> list[str]:
        """The measures that at least one document says something about, in order."""
        return [m for m in MEASURES if any(d.measures(m) for d in self.documents)]

    @property
    def clean(self) -> int:
        """Number of documents whose gold settles everything and that have no error."""
        return sum(not document.partial and not document.errors for document in self.documents)

    @property
    def coverage(self) -> float | None:
        """Mean coverage of the documents that could be read."""
        known = [d.coverage for d in self.documents if d.coverage is not None]
        return sum(known) / len(known) if known else None

    def by_style(self) -> dict[str, Score]:
        """The same score apart for each layout class, in the order of the classes' names."""
        styles = sorted({document.style for document in self.documents})
        return {
            style: Score(tuple(d for d in self.documents if d.style == style)) for style in styles
        }

    def only(self, wanted: Callable[[DocumentScore], bool]) -> Score:
        """The score over those documents for which ``wanted`` holds."""
        return Score(tuple(document for document in self.documents if wanted(document)))

    def half(self, parity: str) -> Score:
        """The score over the documents with ``odd`` or ``even`` numbers as names.

        Raises:
            ValueError: ``parity`` is neither.
        """
        return self.only(lambda document: in_half(document.name, parity))

    def to_markdown(self) -> str:
        """Tables for people: one over all documents, one by layout class."""
        coverage = "-" if self.coverage is None else f"{self.coverage:.4f}"
        lines = [
            f"{len(self.documents)} documents, {self.clean} without any error; "
            f"mean coverage {coverage}",
            "",
            "| measure | precision | recall | F1 | 95 % interval | right | gold | given |",
            "|---|---|---|---|---|---|---|---|",
            *(_row(measure, self.tally(measure)) for measure in self.measures),
            "",
            "| class | documents | turns.strict F1 | roster.strict F1 | agenda F1 | header F1 |",
            "|---|---|---|---|---|---|",
        ]
        for style, score in self.by_style().items():
            cells = (_short(score.tally(measure)) for measure in _STYLE_COLUMNS)
            lines.append(f"| {style} | {len(score.documents)} | {' | '.join(cells)} |")
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; :meth:`from_dict` reads it back."""
        return {
            "measures": {m: _figures(self.tally(m)) for m in self.measures},
            "clean": self.clean,
            "coverage": self.coverage,
            "documents": [
                {
                    "name": d.name,
                    "style": d.style,
                    "status": d.status,
                    "partial": d.partial,
                    "coverage": d.coverage,
                    "message": d.message,
                    "outcomes": {
                        measure: {
                            "right": outcome.right,
                            "missed": list(outcome.missed),
                            "extra": list(outcome.extra),
                        }
                        for measure, outcome in d.outcomes.items()
                    },
                }
                for d in self.documents
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Score:
        """The score that :meth:`to_dict` wrote.

        Raises:
            KeyError, TypeError: the data were not written by :meth:`to_dict`.
        """
        return cls(tuple(_document(entry) for entry in data["documents"]))


_STYLE_COLUMNS = ("turns.strict", "roster.strict", "agenda", "header")


def _document(entry: Mapping[str, Any]) -> DocumentScore:
    outcomes = {
        measure: Outcome(
            right=outcome["right"],
            missed=tuple(outcome["missed"]),
            extra=tuple(outcome["extra"]),
        )
        for measure, outcome in entry["outcomes"].items()
    }
    return DocumentScore(**{**entry, "outcomes": outcomes})


def in_half(name: str, parity: str) -> bool:
    """Whether a document's name ends in a number that is ``odd`` or ``even``.

    Raises:
        ValueError: ``parity`` is neither.
    """
    if parity not in ("odd", "even"):
        raise ValueError(f"a half is odd or even, not {parity!r}")
    digits = name[len(name.rstrip("0123456789")) :]
    return bool(digits) and int(digits) % 2 == ("even", "odd").index(parity)


def _figures(tally: Tally) -> dict[str, Any]:
    interval = tally.f1_interval
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "f1_interval": list(interval) if interval else None,
        "right": tally.right,
        "given": tally.given,
        "gold": tally.gold,
    }


def _row(measure: str, tally: Tally) -> str:
    interval = tally.f1_interval
    shown = f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-"
    return (
        f"| {measure} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} | {shown} "
        f"| {tally.right} | {tally.gold} | {tally.given} |"
    )


def _short(tally: Tally) -> str:
    """F1 and the number of gold records, or a dash where there is nothing to find or give."""
    return f"{tally.f1:.3f} ({tally.gold})" if tally.gold or tally.given else "-"
