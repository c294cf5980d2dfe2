"""How cases end."""

from __future__ import annotations

import random
from collections.abc import Mapping

from generator.meeting import Ruling
from generator.vocabulary import load

__all__ = ["rule"]

_REQUESTS = 0.4


def rule(
    rng: random.Random,
    *,
    kind: str,
    voters: int,
    slots: Mapping[str, str],
    said: bool,
    outcome: str | None = None,
) -> Ruling:
    """A ruling on a case.

    Args:
        rng: source of chance.
        kind: 諮問, 議案, 審議 or 報告: decides which outcomes are possible.
        voters: members present, the chair aside, at least 2.
        slots: words for the sentence.
        said: whether the chair says it, or the clerk writes it.
        outcome: how it ends; ``None`` for any that suits the kind.
    """
    words = load("rulings")
    outcome = outcome or str(rng.choice(words["kinds"][kind]))
    form = rng.choice([form for form in words["ruling"] if form["outcome"] == outcome])
    votes_for = votes_against = None
    if form.get("votes"):
        minority = rng.randint(1, max(1, (voters - 1) // 2))
        votes_for, votes_against = voters - minority, minority
        if outcome == "否決":
            votes_for, votes_against = votes_against, votes_for
    filled = {**slots, "for": str(votes_for), "against": str(votes_against)}
    text = rng.choice(form["said" if said else "written"]).format_map(filled)
    request = None
    if form.get("request") and rng.random() < _REQUESTS:
        request = rng.choice(words["requests"]["texts"]).format_map(slots)
    return Ruling(
        text=text + (request or ""),
        outcome=outcome,
        unanimous=form.get("unanimous"),
        votes_for=votes_for,
        votes_against=votes_against,
        request=request,
    )
