"""What a corpus covers, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corpus.tables import CorpusTables

__all__ = ["period"]


def period(corpus: CorpusTables) -> str:
    """Return bodies and days, as they follow the name of a corpus; empty if none are known."""
    meetings = corpus.meetings
    days = meetings["date"].dropna()
    said = [f"{meetings['body'].nunique():,} bodies"] if meetings["body"].notna().any() else []
    if len(days):
        said.append(f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}")
    return f" ({', '.join(said)})" if said else ""
