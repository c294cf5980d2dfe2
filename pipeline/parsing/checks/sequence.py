"""What a document counts must count up: labels of the header, speeches, points of a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, Speech, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator

__all__ = ["check_sequence"]

_RUNNING = re.compile(r"[0-9]{1,4}(?=[\s:.○◯◎【(])")
_GLUED = re.compile(r"[0-9]{1,2}(?=[一-龥])")  # 1日　時
_POINT = re.compile(r"(?P<n>[0-9]{1,2})点目")
_FOLLOWS = re.compile(r"次のとおり(?:です|でございます)。$")
_LISTED = ("paren", "circled", "kana", "paren_kana")
_LATE = 4  # a number of the first speech that shows that others came before
_FEW = 3  # numbered labels or speeches that make a habit
_HABIT = 0.8  # share of all that carry a number


def check_sequence(parsed: Parsed) -> Iterator[Issue]:
    """Yield numbers that do not follow the one before them."""
    yield from _header(parsed)
    yield from _speeches(parsed)
    for speech in parsed.speeches:
        if len(speech.paragraphs) > 1:
            yield from _points(speech)


def _header(parsed: Parsed) -> Iterator[Issue]:
    """The numbers of the header's labels: 1 日時, 2 場所, 4 議題."""
    fields = parsed.header.fields
    content = parsed.header.content
    numbered = []
    for named in [*fields, *([content] if content else [])]:
        segment = parsed.sheet[named.segment]
        found = read_enumerator(segment.text) if named.label and segment.first else None
        counted = found is not None and found.kind in ("arabic", "ordinal")
        if found and counted and named.label and found.end <= named.label.start + 1:
            numbered.append((found.value, segment))
    if len(numbered) < _FEW or [n for n, _ in numbered].count(1) > 1:
        return
    lines = parsed.sheet.segments[: parsed.header.body_start]
    first = lines[0] if lines else numbered[0][1]
    for (before, above), (number, segment) in pairwise([(0, first), *numbered]):
        between = lines[above.index : segment.index]
        if number > before + 1 and not _counted(between, before + 1, number):
            yield issue(
                "header_number_gap",
                f"「{segment.raw[:20]}」 follows number {before} of the header.",
                segment,
                table="meetings",
            )
            return


def _counted(lines: Sequence[Segment], first: int, beyond: int) -> bool:
    """Tell whether lines that are no labels carry all numbers that the labels pass over."""
    found = {e.value for s in lines if (e := read_enumerator(s.text)) and e.kind == "arabic"}
    found |= {int(m[0]) for s in lines if (m := _GLUED.match(s.text))}
    return first < beyond and found >= set(range(first, beyond))


def _speeches(parsed: Parsed) -> Iterator[Issue]:
    """The running numbers of the speeches: 8 ○委員 …, 10 ○会長 …"""
    turns = {turn.place.line_first: turn for turn in parsed.turns}
    spoken = [b.segment for b in parsed.blocks if b.kind == "turn" and b.segment is not None]
    numbered = [
        (int(match[0]), segment)
        for segment in spoken
        if segment.first and (match := _RUNNING.match(segment.text))
    ]
    if len(numbered) < _FEW or len(numbered) < _HABIT * len(spoken):
        return
    first, segment = numbered[0]
    following = [n for n, _ in numbered] == list(range(first, first + len(numbered)))
    if first >= _LATE and following:
        yield issue(
            "speech_number_gap",
            f"The first speech is numbered {first}; a page may be missing.",
            turns.get(segment.line.no, segment),
            table="turns",
        )
    steps = [(before, number, segment) for (before, _), (number, segment) in pairwise(numbered)]
    gaps = [step for step in steps if step[1] != step[0] + 1]
    rising = numbered[0][0] <= 2 and all(before < number for before, number, _ in steps)
    if len(gaps) > max(rising, (1 - _HABIT) * len(steps)):
        return  # they count something else
    for before, number, segment in gaps:
        yield issue(
            "speech_number_gap",
            f"Speech {number} follows speech {before}.",
            turns.get(segment.line.no, segment),
            table="turns",
        )


def _points(speech: Speech) -> Iterator[Issue]:
    """The points that a speech lists, a paragraph for each: (1) …, (2) …; 1点目は…, 3点目は…"""
    expected: dict[str, int] = {}
    listed = False  # in the paragraph before
    for paragraph in speech.paragraphs:
        folded = fold(paragraph[:60])
        if listed and _FOLLOWS.search(paragraph):
            yield issue(
                "point_number_gap",
                f"「{paragraph[-20:]}」 stands behind what should follow it.",
                speech.turn,
            )
            return
        listed = False
        point = _POINT.match(folded)
        found = None if point else read_enumerator(folded)
        if point:
            kind, number = "点目", int(point["n"])
        elif found and found.kind in _LISTED and not found.word:
            kind, number = found.kind, found.value
            listed = True
        else:
            continue
        before = expected.get(kind, 0)
        if before and number not in (1, before + 1):
            yield issue(
                "point_number_gap",
                f"「{paragraph[:20]}」 follows point {before} of the speech.",
                speech.turn,
            )
            return
        counted = {int(m["n"]) for m in _POINT.finditer(folded)}
        expected[kind] = max({number, *counted})
