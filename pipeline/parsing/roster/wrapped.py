"""Words of a roster that the end of a line cuts: 三好委 / 員, 藤島 美 / 穂."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.parsing.roster.words import Token, classify

__all__ = ["join_broken"]

_OFFICE = re.compile(r"[課部局室]")
_CELLS = 4  # of a family and a given name each, that show how a list is written


def join_broken(tokens: Sequence[Token], line: Sequence[Token], *, wrapped: bool) -> Token | None:
    """Join a word cut by the end of a line: 三好委 / 員.

    ``wrapped`` tells that the page shows the line to go on; else the words themselves must.
    """
    last, first = tokens[-1], line[0]
    if last.kind != "word" or first.kind != "word":
        return None
    joint = last.text + first.text
    if (wrapped or _completes(tokens, line)) and first.start == 0:
        return replace(last, text=joint, raw=last.raw + first.raw)
    cut = bool(_OFFICE.search(last.text)) and not _means_something(last)
    if cut and classify(joint, "word").get("R", 0) > 1.5:
        return replace(last, text=joint, raw=last.raw + first.raw)  # 総務課行 / 政係長
    if len(first.text) > 3:
        return None
    whole = classify(joint, "word")
    alone = classify(first.text, "word")
    fragment = max(alone.get("NR", 0), alone.get("R", 0)) < 1.5
    cut_name = classify(last.text, "word").get("NR", 0) < 1.5
    if whole.get("NR", 0) > 1.5 and fragment and cut_name:
        return replace(last, text=joint, raw=last.raw + first.raw)
    return None


def _means_something(token: Token) -> bool:
    """Tell whether a word reads as a name, a post or a department by itself."""
    return max(classify(token.text, "word").get(label, 0) for label in ("N", "NR", "R", "D")) > 0.6


def _completes(tokens: Sequence[Token], line: Sequence[Token]) -> bool:
    """Tell whether the first cell of a line lacks what the last of the one before has too little.

    Where all other cells are a family and a given name, 藤島 美 / 穂 and 藤 / 山 望 are one each.
    """
    number = tokens[-1].line
    before = list(_sizes([token for token in tokens if token.line == number]))
    behind = list(_sizes(line))
    if len(before) < _CELLS or set(before[:-1]) - {1, 2} or before[1:-1].count(2) < len(before) - 2:
        return False
    pair = (before[-1], behind[0])
    return (pair == (2, 1) and len(line[0].text) == 1) or (
        pair == (1, 2) and len(tokens[-1].text) == 1
    )


def _sizes(line: Sequence[Token]) -> Iterator[int]:
    """Yield of how many words each cell between commas is."""
    for comma, cell in groupby(line, key=lambda token: token.kind == "sep"):
        if not comma:
            yield len(list(cell))
