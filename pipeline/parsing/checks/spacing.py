"""Blank lines: a document that sets its parts apart in one way nearly everywhere.

Where it does so once or twice in another way, lines are missing there, or stand in another order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["check_spacing"]

_OPENING = re.compile(alternatives(load("audit")["opening"]["words"]))
_ENDS = re.compile(r"[閉散]会$|^[(]?(?:了|以上)[)]?$")
_OF_PAGE = ("web_page", "contact", "field")
_FEW = 7  # places that make a habit
_SELDOM = 0.07  # share of them that may break it
_MORE = 0.2  # share of those with one blank line more: what stood between them is missing
_LABEL = 12  # characters: shorter lines may hold a label alone
_RAGGED = 5  # characters by which wrapped lines may be shorter than the longest


def check_spacing(parsed: Parsed) -> Iterator[Issue]:
    """Yield places with more or fewer blank lines than nearly all others of their kind.

    Two blank lines stand out where one stands everywhere else, whatever is above and below: what
    stood between them is missing. Three or more set a part apart, as web pages do.
    """
    kinds = _kinds(parsed)
    segments = [s for s in parsed.sheet.segments if s.first]
    lines = parsed.sheet.document.lines
    body = segments[parsed.header.body_start :]
    width = max([len(s.text) for s in body], default=0) - _RAGGED
    free = _set_apart(parsed)
    places: defaultdict[tuple[str | None, str | None], list[tuple[Segment, int]]] = defaultdict(
        list
    )
    indents: dict[bool, list[tuple[Segment, int]]] = {True: [], False: []}
    of_above = kinds.get(segments[0].line.no) if segments else None
    for above, below in pairwise(segments):
        upper, lower = above.line, below.line
        of_below = kinds.get(lower.no)
        kind, of_above = (of_above, of_below), of_below
        apart = lower.no - upper.no - 1
        if upper.page != lower.page or apart < 0:
            continue  # a page ends between them, or an hour below a label was read above it
        if apart and any(line.text.strip() for line in lines[upper.no : lower.no - 1]):
            continue
        if apart > 1 and (below.index in free or _ENDS.search(below.text)):
            continue
        if apart:
            places["", ""].append((below, apart))
        if not (kind[0] and kind[1]):
            continue
        if kind[1] != "speech":
            places[kind].append((below, apart))
            continue
        ended, full = ends_sentence(above.text), len(above.text) >= width
        if ended and not full:
            places[kind].append((below, apart))
        # a full line that ends a sentence may be followed by either
        told = (len(above.text) > _LABEL and not full) if ended else full
        if told and kind[0] in ("turn", "speech"):
            indents[ended].append((below, 1 if below.indent else 0))
    for ended, found in indents.items():
        for segment, indented, _ in _odd(found):
            yield issue(
                "indent_differs",
                f"「{segment.raw[:20]}」 is {'' if indented else 'not '}indented, unlike nearly "
                f"all lines behind {'the end of a sentence' if ended else 'an unfinished one'}.",
                parsed.owner(segment.line.no) or segment,
            )
    seen: set[int] = set()
    for found in places.values():
        for segment, apart, usual in _odd(found):
            if segment.index not in seen:
                yield issue(
                    "spacing_differs",
                    f"{apart} blank lines stand before 「{segment.raw[:20]}」, {usual} nearly "
                    "everywhere else.",
                    parsed.owner(segment.line.no) or segment,
                )
            seen.add(segment.index)


def _set_apart(parsed: Parsed) -> frozenset[int]:
    """Return the places of the header, of the first line below it, and of the foot of a web page.

    Any lines may part these.
    """
    header = parsed.header
    end = header.content.segment + 1 if header.content else header.body_start
    first = parsed.sheet.segments[header.body_start : header.body_start + 1]
    headed = {b.segment.index for b in parsed.blocks[:1] if b.segment and b.kind == "heading"}
    opens = {s.index for s in first if _OPENING.search(unspaced(s.text)) or s.index in headed}
    feet = {b.segment.index for b in parsed.blocks if b.segment and b.role in _OF_PAGE}
    return frozenset(range(end)) | opens | feet


def _odd(places: list[tuple[Segment, int]]) -> Iterator[tuple[Segment, int, int]]:
    """Yield the places that are not as nearly all are, and how those are."""
    if len(places) < _FEW:
        return
    usual, often = Counter([apart for _, apart in places]).most_common(1)[0]
    others = len(places) - often
    few = others <= max(1, _SELDOM * len(places))
    twice = usual == 1 and others <= _MORE * len(places)
    for segment, apart in places:
        if apart != usual and apart <= usual + 1 and (few or (twice and apart > usual)):
            yield segment, apart, usual


def _kinds(parsed: Parsed) -> dict[int, str]:
    """Return what lines of the body are, by number: a speech's first line, its others, …"""
    kinds: dict[int, str] = {}
    for turn in parsed.turns:
        first, last = turn.place.line_first, turn.place.line_last
        kinds[first] = "turn"
        for line in range(first + 1, last + 1):
            kinds[line] = "speech"
    for block in parsed.blocks:
        if block.segment and block.kind in ("heading", "note", "closing"):
            kinds[block.segment.line.no] = block.kind
    return kinds
