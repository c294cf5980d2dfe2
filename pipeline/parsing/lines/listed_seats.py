"""Seats that are none: 1番, 2番 inside of what an official reads out, the numbers of speeches."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import OFFICIALS
from pipeline.parsing.phrases.numbering import kanji_number
from pipeline.parsing.phrases.speaker_labels import Label

__all__ = ["entries_not_seats", "numbers_of_speeches"]

_SEAT = re.compile(r"(?P<n>[0-9]{1,3})番")
_NUMBER = re.compile(r"(?:(?P<n>[0-9]{1,4})\s{1,8}|(?P<c>[①-⑳])\s{0,8})(?=\D)")
_SEVERAL = 3  # speeches that are counted
_UNKNOWN = 2  # of them between two whose speakers are known


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


def numbers_of_speeches(labels: Mapping[int, str]) -> dict[int, int]:
    """Return where labels begin behind a number that counts the speeches: 1 会長, 2 委員, 3 館長.

    Args:
        labels: the folded labels, by place.
    """
    numbered: dict[int, int] = {}
    run: dict[int, int] = {}
    last = 0
    for at, label in labels.items():
        match = _NUMBER.match(label)
        if match is None:
            continue
        number = kanji_number(match["n"] or match["c"]) or 0
        if not last < number <= last + _UNKNOWN + 1:
            run = {}
        run[at], last = match.end(), number
        if len(run) >= _SEVERAL:
            numbered.update(run)
    return numbered
