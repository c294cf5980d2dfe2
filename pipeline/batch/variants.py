"""The same meeting in several files: one of them is preferred, the others are its variants.

A council publishes minutes as PDF and as a web page, a draft and then the final text. They are
the same meeting if body and date agree, sessions and municipalities do not contradict each other,
and a good part of the sentences are the same. Two meetings of a body on one day share their
formulas only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.batch.card import SKETCH, Card, is_draft
from pipeline.parsing.folding import compact

__all__ = ["Candidate", "find_variants", "likeness", "meeting_key"]

ALIKE = 0.3
"""Share of common sentences from which on two texts are of one meeting. Drafts and their final
texts share most; two meetings of one day share openings and thanks, less than a tenth."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be a variant: the name it goes by, its SHA-256, and its card."""

    name: str
    sha256: str
    card: Card


def meeting_key(card: Card) -> tuple[str, str] | None:
    """Return what files of one meeting have in common, or ``None`` if too little is known.

    It is the day and the body without its municipality, which a web page often leaves out.
    """
    if not (card.body and card.date and card.sketch):
        return None
    body = compact(card.body)
    for name in ("prefecture", "municipality"):
        body = body.removeprefix(compact(str(card.follows.get(name) or ""))) or body
    return body, card.date


def find_variants(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Return the SHA-256 of the preferred file, by that of each of its variants.

    Args:
        candidates: files with one :func:`meeting_key`, in any order.
    """
    return {
        variant.sha256: same[0].sha256
        for same in _same_meeting(sorted(candidates, key=_preference))
        for variant in same[1:]
    }


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the share of common sentences from two sketches (bottom-k sampling)."""
    smallest = sorted({*one, *other})[:SKETCH]
    common = set(one) & set(other)
    return sum(value in common for value in smallest) / len(smallest) if smallest else 0.0


def _same_meeting(ranked: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Part the files of one body and day by meeting; in each, the preferred file is first."""
    groups: list[list[Candidate]] = []
    for candidate in ranked:
        for group in groups:
            cards = [group[0].card, candidate.card]
            sessions = {compact(card.session or "") for card in cards} - {""}
            places = {each.card.municipality_code for each in [*group, candidate]} - {None}
            at_odds = len(sessions) > 1 or len(places) > 1
            if not at_odds and likeness(*(card.sketch for card in cards)) >= ALIKE:
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    yield from groups


def _preference(candidate: Candidate) -> tuple[object, ...]:
    """Sort key: what was read without error, final, said by whom, in full, with pages to cite."""
    card = candidate.card
    coverage = card.document["coverage"]
    return (
        card.document["status"] == "failed",
        card.draft or is_draft([candidate.name.rpartition(".")[0]]),
        not card.labelled,
        not card.verbatim,
        -card.turns,
        card.document["pages"] is None,
        -(coverage if isinstance(coverage, float) else 0.0),
        candidate.name,
    )
