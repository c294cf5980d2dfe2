"""Lines of a text file that every page carried: they stand beside page numbers, again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.parsing.knowledge import alternatives, load

__all__ = ["PAGE_LENGTH", "running_heads"]

_BODIES = load("bodies")
_OF_A_BODY = re.compile(alternatives([*_BODIES["suffixes"], *_BODIES["documents"]]))
_WITH_NUMBER = re.compile(  # 環境審議会会議録　　3
    r"(?P<head>\S.{2,60}\S)\s{1,80}[-―~(]?\s?(?P<n>[0-9]{1,3})\s?[-―~)]?|"
    r"[-―~(]?\s?(?P<m>[0-9]{1,3})\s?[-―~)]?\s{2,80}(?P<behind>\S.{2,60}\S)"
)
_NUMBER_BEGINS = frozenset("-―~(0123456789")
_NUMBER_ENDS = frozenset("-―~)0123456789")
_SHORTEST = 4  # characters
_TIMES = 3  # that a line stands beside page numbers, if nothing else tells
_LINES_OF_HEAD = 3
PAGE_LENGTH = 12
"""Lines that a page has at least."""


def running_heads(lines: Sequence[str], numbered: Collection[int]) -> frozenset[int]:
    """Return the places of running heads among the folded lines of a file.

    A head only ever stands beside a page number, or beside another head. The line that heads the
    document, or the beginning of it, need do so once; one that names a body or its record twice;
    any other three times.

    Args:
        lines: without those that are blank.
        numbered: the places of page numbers.
    """
    found = _with_numbers(lines)
    if not (numbered or found):
        return frozenset()
    everywhere = Counter(lines)
    pages = len(numbered) + len(found)
    for _ in range(_LINES_OF_HEAD):
        edges = {*numbered, *found}
        # A line alone on its page stands beside two numbers, and yet in one place.
        near = {i for at in edges for i in (at - 1, at + 1)} - edges
        beside = Counter(lines[i] for i in near if 0 <= i < len(lines))
        heads = {
            text
            for text, count in beside.items()
            if count >= max(_wanted(text, lines[0]), 0.5 * pages)
            and everywhere[text] <= count + 1
            and len(text) >= _SHORTEST
        }
        if not heads:
            break
        found |= {at for at, text in enumerate(lines) if text in heads}
    return frozenset(found)


def _wanted(text: str, first: str) -> int:
    """Return how often a line must stand beside page numbers to be a head."""
    if first.startswith(text):
        return 1
    return 2 if _OF_A_BODY.search(text) and text[-1] not in "。、" else _TIMES


def _with_numbers(lines: Sequence[str]) -> set[int]:
    """Return the places of heads that carry the number of their page, counting up."""
    places: dict[str, list[tuple[int, int]]] = {}
    for at, text in enumerate(lines):
        numbered = text[-1] in _NUMBER_ENDS or text[0] in _NUMBER_BEGINS
        match = _WITH_NUMBER.fullmatch(text) if numbered and len(text) <= 80 else None
        if match and (head := match["head"] or match["behind"]) and _OF_A_BODY.search(head):
            places.setdefault(head, []).append((at, int(match["n"] or match["m"])))
    return {
        at
        for found in places.values()
        if len(found) >= _TIMES
        and all(b[1] == a[1] + 1 and b[0] - a[0] >= PAGE_LENGTH for a, b in pairwise(found))
        for at, _ in found
    }
