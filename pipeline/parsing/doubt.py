"""Doubt is kept per record: the worst severity among the issues attached to it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Minutes

__all__ = ["with_doubt"]

_WORST = ("error", "warning", "info")


def with_doubt(minutes: Minutes) -> Minutes:
    """Note on each record the worst severity among the issues attached to it."""
    worst: dict[str, str] = {}
    for issue in minutes.issues:
        held = worst.get(issue.record_id)
        if issue.record_id and (held is None or _WORST.index(issue.severity) < _WORST.index(held)):
            worst[issue.record_id] = issue.severity
    if not worst:
        return minutes
    return replace(
        minutes,
        turns=tuple(
            replace(t, doubt=worst[t.turn_id]) if t.turn_id in worst else t for t in minutes.turns
        ),
        cases=tuple(
            replace(c, doubt=worst[c.case_id]) if c.case_id in worst else c for c in minutes.cases
        ),
        attendees=tuple(
            replace(a, doubt=worst[a.attendee_id]) if a.attendee_id in worst else a
            for a in minutes.attendees
        ),
    )
