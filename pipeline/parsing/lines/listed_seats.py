"""Seats that are none: 1番, 2番 count up inside of what an official reads out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import OFFICIALS
from pipeline.parsing.phrases.speaker_labels import Label

__all__ = ["entries_not_seats"]

_SEAT = re.compile(r"(?P<n>[0-9]{1,3})番")


def entries_not_seats(labels: Mapping[int, Label]) -> set[int]:
    """Return the places of labels that count up from 1 behind an official: entries of a list."""
    entries: set[int] = set()
    listed: list[int] | None = None
    for at, label in labels.items():
        seat = _SEAT.fullmatch(fold(label.text))
        if seat is None:
            listed = [] if label.group in OFFICIALS else None
        elif listed is not None and int(seat["n"]) == len(listed) + 1:
            listed.append(at)
            entries.update(listed if len(listed) > 1 else ())
        else:
            listed = None
    return entries
