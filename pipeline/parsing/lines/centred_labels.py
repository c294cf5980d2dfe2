"""Labels in the middle of their cell: text lines of a speech stand above and below its speaker.

Word processors centre the label of a row; a converter then prints it beside, or between, the lines
of the speech. Such labels part sentences. Where several do, every row is given the lines that put
its label into the middle, from the end of one sentence to the end of another. Other converters read
the first line of each row before its label: there every row begins a line above.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.phrases.header_labels import is_opening_line
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["PlacedLabel", "lift_labels"]

_SEVERAL = 2  # labels that part sentences
_SHARE = 0.25  # of all labels that do
_SHORTEST = 12  # characters of a line that may go on in the next
_HALF = 0.5  # of all labels
_FARTHEST = 30  # lines of a speech above its label
_SHORTEST_TITLE = 6  # characters
_LONGEST_TITLE = 40  # characters
_ROUNDED = 0.2  # what speaks against a label half a line off the middle
_FULL = 0.9  # of the longest line: a line that the next may go on with
_GOES_ON = 0.1  # what speaks against a row that begins behind a full line
_MID_SENTENCE = 3  # what speaks against a row that begins in mid-sentence


class PlacedLabel(NamedTuple):
    """A bare label: the segment it stands in, where it begins and ends there, and of how many more
    segments it is.
    """

    segment: int
    start: int
    end: int
    below: int = 0


def lift_labels(sheet: Sheet, labels: Sequence[PlacedLabel]) -> bool:
    """Put labels that stand in the middle of their speech above it; tell whether any did."""
    if len(labels) < _SEVERAL + 1:
        return False
    if sum(sheet[label.segment].first for label in labels) < _HALF * len(labels):
        return False  # of a line that was collapsed: nothing stands in the middle of a cell
    parting = sum(_parts(sheet, label.segment) for label in labels)
    shown = parting >= max(_SEVERAL, _SHARE * len(labels))
    if not shown and not _first_stands_below(sheet, labels[0].segment):
        return False
    cost, begins = min(_begins(sheet, labels, odd) for odd in (1, -1))
    if shown and _late(sheet, everywhere := _everywhere(sheet, labels)) < cost:
        labels, begins = everywhere, [label.segment - 1 for label in everywhere]
    if not shown and cost > _ROUNDED * len(labels):
        return False
    after = {label.segment + label.below + 1: label for label in labels}
    left = sum(
        not _may_begin(sheet, begin) and not _is_said_above(sheet, after.get(begin))
        for begin in begins[1:]
    )
    if 2 * left > parting:
        return False
    changes: dict[int, list[Segment]] = {}
    for label, begin in zip(labels, begins, strict=True):
        if begin == label.segment:
            continue
        old, above = sheet[label.segment], sheet[begin]
        lifted = old.piece(label.start, label.end)
        size = len(lifted.raw)
        key = (lifted.line.no, lifted.start)
        name = sheet.columns[key].speaker if label.below else lifted.raw
        sheet.columns[key] = Cell(name, 0, size, size, None, label.below)
        behind = range(label.segment + 1, label.segment + 1 + label.below)
        changes[begin] = [lifted, *(sheet[at] for at in behind), above]
        changes.update((at, []) for at in behind)
        goes_on = not ends_sentence(sheet[label.segment - 1].text)
        rest = old.piece(label.end, joins=goes_on)
        changes[label.segment] = [rest] if rest.raw else []
    sheet.relay(changes)
    return bool(changes)


def _first_stands_below(sheet: Sheet, first: int) -> bool:
    """Tell whether lines of speech stand between the head of a table and its first label."""
    for at in range(first - 1, max(-1, first - _FARTHEST), -1):
        segment = sheet[at]
        if (segment.line.no, segment.start) in sheet.heads:
            return at < first - 1
        if not ends_sentence(segment.text):
            return False
    return False


def _parts(sheet: Sheet, at: int) -> bool:
    """Tell whether the line before a label breaks off in mid-sentence."""
    if not at:
        return False
    before = sheet[at - 1]
    return (
        len(before.text) >= _SHORTEST
        and (before.line.no, before.start) not in sheet.heads
        and not _may_begin(sheet, at)
    )


def _may_begin(sheet: Sheet, at: int) -> bool:
    """Tell whether a row may begin with a segment: what stands before it is complete."""
    if not at:
        return True
    before = sheet[at - 1]
    return (
        ends_sentence(before.text)
        or before.text.endswith((")", "〕", "】"))
        or (before.line.no, before.start) in sheet.heads
        or _is_title(before)
    )


def _is_title(segment: Segment) -> bool:
    if is_direction(segment.text) or is_opening_line(segment.text):  # 再　開　午前10時40分
        return True
    if len(segment.text) > _LONGEST_TITLE or ends_sentence(segment.text):
        return False
    return read_enumerator(segment.text) is not None or segment.text[0] in "<≪《〔【"


def _begins(sheet: Sheet, labels: Sequence[PlacedLabel], odd: int) -> tuple[float, list[int]]:
    """Return with which segment each row begins, so that the labels stand in the middle.

    A row of two lines has none: ``odd`` lines more stand above the label than below. What speaks
    against it all comes first.
    """
    sizes = {label.segment: len(sheet[label.segment].raw[label.end :].strip()) for label in labels}
    lines = range(labels[0].segment, labels[-1].segment)
    width = max(sizes.get(at, len(sheet[at].text)) for at in lines)
    costs: dict[int, float] = {}
    paths: list[dict[int, int]] = []
    before, own_lines = -1, 0
    for number, label in enumerate(labels):
        places, wall = _places(sheet, before, label.segment)
        step: dict[int, int] = {}
        new: dict[int, float] = {}
        for place in places:
            sure = _may_begin(sheet, place) or (not number and place != label.segment)
            own = 0.0 if sure else float(_MID_SENTENCE)
            if place and sizes.get(place - 1, len(sheet[place - 1].text)) > _FULL * width:
                own += _GOES_ON  # a sentence may end with a line inside of a speech
            if not number:
                new[place] = own
                continue
            end = place if wall < 0 else min(place, wall)
            middle = {
                begin: cost + _off((before - begin) - (end - before - own_lines), odd)
                for begin, cost in costs.items()
            }
            best = min(middle, key=lambda begin: middle[begin])
            step[place], new[place] = best, middle[best] + own
        paths.append(step)
        costs = new
        before, own_lines = label.segment, _own_lines(sheet, label)
    for begin in costs:
        costs[begin] += min(
            (
                _off((before - begin) - (end - before - own_lines), odd)
                for end in _ends(sheet, before)
            ),
            default=0.0,
        )
    place = min(costs, key=lambda begin: (costs[begin], -begin))
    out = [place]
    for step in reversed(paths[1:]):
        place = step[place]
        out.append(place)
    return costs[out[0]], out[::-1]


def _everywhere(sheet: Sheet, labels: Sequence[PlacedLabel]) -> Sequence[PlacedLabel]:
    """Return also the labels below which nothing is said: a heading follows, or nothing."""
    known = {label.segment: label for label in labels}
    words = {sheet[at].text for at in known}
    return [
        known.get(at) or PlacedLabel(at, 0, len(sheet[at].raw))
        for at in range(labels[0].segment, min(labels[-1].segment + _FARTHEST, len(sheet)))
        if at in known or sheet[at].text in words
    ]


def _late(sheet: Sheet, labels: Sequence[PlacedLabel]) -> float:
    """Return what speaks against rows that begin a line above their labels.

    Each label stands on a line of its own behind the first line of its speech.
    """
    alone = not any(label.below or sheet[label.segment].raw[label.end :] for label in labels)
    if not alone or not labels[0].segment:
        return math.inf
    cost = 0
    for before, label in itertools.pairwise(labels):
        begin = label.segment - 1
        if begin == before.segment:
            return math.inf
        above = begin == before.segment + 1 and _is_said_above(sheet, before)
        cost += 0 if above or _may_begin(sheet, begin) else _MID_SENTENCE
    return float(cost)


def _is_said_above(sheet: Sheet, label: PlacedLabel | None) -> bool:
    """Tell whether the line above a label is all that is said, so that a row ends with it."""
    return label is not None and label.segment > 0 and ends_sentence(sheet[label.segment - 1].text)


def _own_lines(sheet: Sheet, label: PlacedLabel) -> int:
    """Return of how many segments a label is, with the line of speech that stands beside it."""
    at = label.segment + label.below
    beside = at + 1 < len(sheet) and sheet[at + 1].line.no == sheet[at].line.no
    return 1 + label.below + beside


def _ends(sheet: Sheet, last: int) -> list[int]:
    """Return before which segments the row of the last label may end."""
    places = []
    for end in range(last + 1, min(last + _FARTHEST, len(sheet)) + 1):
        if _is_title(sheet[end - 1]):
            break
        if ends_sentence(sheet[end - 1].text):
            places.append(end)
    return places


def _off(more: int, odd: int) -> float:
    """Return how far a label is from the middle that has ``more`` lines above than below."""
    return _ROUNDED if more == odd else float(abs(more))


def _places(sheet: Sheet, before: int, at: int) -> tuple[list[int], int]:
    """Return where a row may begin whose label stands in segment ``at``, and the title before it.

    ``before`` is the segment of the label before; the title is -1 if there is none.
    """
    places = [at]
    for place in range(at - 1, max(before, at - _FARTHEST), -1):
        segment = sheet[place]
        headed = (segment.line.no, segment.start) in sheet.heads
        if headed or _is_title(segment):
            return places, place
        over = before < 0 and len(sheet[place - 1].text) <= _SHORTEST_TITLE  # 議事
        if over or _may_begin(sheet, place):
            places.append(place)
        if over:
            return places, place - 1
    return ([at] if before < 0 else places), -1
