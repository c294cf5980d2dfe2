"""The head of a table of speech that a converter wrote amid its first row, in pieces.

発言者 / 事務局 / 発 / 言 / 内 / 容 / ただ今から…; 議 / 発 / 言 者 / 事務局 / 事 / の / 経 / 過 /
発言内容 / ただ今から…: neither the pieces nor those of the label around them are speech of 事務局.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.table_heads import names_speech
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["mark_torn_heads"]

_SPEAKERS = frozenset(load("speakers")["table"]["speaker"])
_CONTENT = frozenset(label for label, name in header_fields().items() if name == "content")
_BEGINS_WHO = frozenset(word[0] for word in _SPEAKERS)
_OF_WHAT = frozenset(word[0] for word in load("speakers")["table"]["speech"])
_WITHIN_ROW = 6  # lines from the head of the labels to that of what was said
_LONGEST_CELL = 24  # characters
_LONGEST_PIECE = 4  # characters
_MOST_PIECES = 6
_PAIR = 2


class _Word(NamedTuple):
    """A word of a head: the segments that spell it, and whether it names the column of speech."""

    segments: Sequence[Segment]
    said: bool


def mark_torn_heads(sheet: Sheet) -> None:
    """Mark the words of a head that stand on several lines, or around the first label."""
    if not _names_column_of_speakers(sheet):
        return
    for who, what in pairwise(_words(sheet)):
        if who.said or not what.said:
            continue
        first, last = who.segments[-1].index, what.segments[0].index
        if last - first > _WITHIN_ROW:
            continue
        between = sheet.segments[first + 1 : last]
        around = _label_around(sheet, who.segments[0].index, between)
        rest = [s for s in between if s not in around]
        torn = len(who.segments) + len(what.segments) > _PAIR
        if torn or (len(rest) == 1 and read_label(rest[0].raw).strength >= 2):
            marked = (*who.segments, *what.segments, *around)
            sheet.heads.update((s.line.no, s.start) for s in marked)


def _names_column_of_speakers(sheet: Sheet) -> bool:
    """Tell whether any word names the column of speakers, as few documents have one."""
    begun = [s for s in sheet if s.text[0] in _BEGINS_WHO and len(s.text) <= _LONGEST_CELL]
    words = (_word_at(sheet, segment.index) for segment in begun)
    return any(word is not None and not word.said for word in words)


def _label_around(sheet: Sheet, first: int, between: Sequence[Segment]) -> list[Segment]:
    """Return the pieces of the label of the proceedings that stand around a head: 議, 事の経過."""
    for size in range(1, len(between)):
        behind = list(between[-size:])
        above = sheet.segments[first - 1 : first] if first else []
        pieces = [*above, *behind]
        if any(len(s.text) > _LONGEST_PIECE for s in pieces):
            continue
        if unspaced("".join(s.text for s in pieces)) in _CONTENT:
            return pieces
    return []


def _words(sheet: Sheet) -> Iterator[_Word]:
    """Yield the words of heads that stand on a line, or in pieces on several."""
    at = 0
    while at < len(sheet):
        word = _word_at(sheet, at)
        if word is not None:
            yield word
        at += len(word.segments) if word is not None else 1


def _word_at(sheet: Sheet, at: int) -> _Word | None:
    """Return the longest word of a head that begins with a segment."""
    text = sheet[at].text
    if len(text) > _LONGEST_CELL:
        return None  # as most lines
    if len(text) > _LONGEST_PIECE:
        return _read(sheet.segments[at : at + 1])
    pieces = [sheet[at]]
    for piece in sheet.segments[at + 1 : at + _MOST_PIECES]:
        if len(piece.text) > _LONGEST_PIECE:
            break
        pieces.append(piece)
    words = (_read(pieces[:size]) for size in range(len(pieces), 0, -1))
    return next((word for word in words if word is not None), None)


def _read(segments: Sequence[Segment]) -> _Word | None:
    solid = unspaced("".join(s.text for s in segments))
    if solid[0] in _BEGINS_WHO and solid in _SPEAKERS:
        return _Word(segments, said=False)
    names = not _OF_WHAT.isdisjoint(solid) and names_speech(solid)
    return _Word(segments, said=True) if names else None
