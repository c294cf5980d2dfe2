"""Two scores of the same gold held against each other: what a change gained and what it lost.

A mean can rise while documents that were right break. So a change is judged by the list of the
single records that became right or wrong, per document and measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.score.figures import MEASURES, DocumentScore, Score
from pipeline.score.pairing import Outcome

__all__ = ["Change", "Comparison", "compare"]

_NONE = Outcome()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record whose verdict changed.

    Attributes:
        document: name of the document.
        measure: the measure it changed in.
        gain: ``True`` if it became right, ``False`` if it became wrong.
        what: ``found`` or ``lost`` for a gold record, ``withdrawn`` or ``invented`` for a record
            that stands in no gold.
        label: the record, as the scores name it.
    """

    document: str
    measure: str
    gain: bool
    what: str
    label: str

    def __str__(self) -> str:
        """One line, ``+`` for a gain and ``-`` for a loss."""
        sign = "+" if self.gain else "-"
        return f"{sign} {self.document} {self.measure} {self.what}: {self.label}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every change between two scores, in the order of documents and measures."""

    old: Score
    new: Score
    changes: tuple[Change, ...]

    @property
    def gains(self) -> tuple[Change, ...]:
        """The changes for the better."""
        return tuple(change for change in self.changes if change.gain)

    @property
    def losses(self) -> tuple[Change, ...]:
        """The changes for the worse."""
        return tuple(change for change in self.changes if not change.gain)

    def to_markdown(self) -> str:
        """The figures before and after, then every gain and loss."""
        lines = [f"{len(self.gains)} gains, {len(self.losses)} losses"]
        rows = [
            f"| {measure} | {before.f1:.3f} | {after.f1:.3f} "
            f"| {_count(self.gains, measure)} | {_count(self.losses, measure)} |"
            for measure in MEASURES
            if (before := self.old.tally(measure)) != (after := self.new.tally(measure))
            or _count(self.changes, measure)
        ]
        if rows:
            lines += [
                "",
                "| measure | F1 before | F1 after | gains | losses |",
                "|---|---|---|---|---|",
                *rows,
            ]
        if self.changes:
            lines += ["", *map(str, self.changes)]
        return "\n".join(lines) + "\n"


def _count(changes: Iterable[Change], measure: str) -> int:
    return sum(change.measure == measure for change in changes)


def compare(old: Score, new: Score) -> Comparison:
    """Gains and losses from ``old`` to ``new``, over the documents that both hold."""
    before = {document.name: document for document in old.documents}
    after = {document.name: document for document in new.documents}
    common = sorted(before.keys() & after.keys())
    return Comparison(
        old.only(lambda document: document.name in after),
        new.only(lambda document: document.name in before),
        tuple(change for name in common for change in _changes(before[name], after[name])),
    )


def _changes(old: DocumentScore, new: DocumentScore) -> Iterator[Change]:
    for measure in MEASURES:
        before = old.outcomes.get(measure, _NONE)
        after = new.outcomes.get(measure, _NONE)
        for gain, what, more, less in (
            (True, "found", before.missed, after.missed),
            (True, "withdrawn", before.extra, after.extra),
            (False, "lost", after.missed, before.missed),
            (False, "invented", after.extra, before.extra),
        ):
            for label in sorted((Counter(more) - Counter(less)).elements()):
                yield Change(document=new.name, measure=measure, gain=gain, what=what, label=label)
