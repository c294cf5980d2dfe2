"""Headings that a speaker read out: (1) 将来像について inside of an explanation ends no speech.

A heading of business is followed by whoever speaks to it. In minutes that label what is said, one
that is followed by unlabelled text which speaks on as the speech before it is a point of that. So
are several that count on from 1 with nothing said of any: 本日の議題は / (1)… / (2)… / の2つです。
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.parsing.body.body import Block
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.questions import asks, sentences_of
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION
from pipeline.parsing.phrases.speech import ends_politely, ends_sentence

__all__ = ["rejoin_points"]

_BY_SHAPE = frozenset(["numbered_title", "in_brackets", "marked_title"])
_HANDED_OVER = re.compile(r"(?:お願い|願い|求め)(?:いた)?(?:し)?ます。?$|どうぞ。?$")
_TOLD = re.compile(  # 事務局から説明がありました
    rf"(?:{alternatives(load('body')['notes']['by_whom'])})(?:から|より|が)[^。]*(?:説明|報告|紹介)"
)
_SEVERAL = 2  # headings with nothing said of them, at least
_PAST = re.compile(r"[たる]こととした。?$|[しれっいん][ただ]。?$")


def rejoin_points(blocks: list[Block], *, listed: bool) -> list[Block]:
    """Return the blocks, points that a speaker read out and what he said of them in his turn.

    ``listed`` tells that the business is listed, so that a heading of business can be known.
    """
    points = _read_out(blocks)
    points |= {at for at, b in enumerate(blocks) if b.heading and b.heading.rule in _BY_SHAPE}
    if not points:
        return blocks
    evidence = _Evidence.of(blocks, points, listed=listed)
    out: list[Block] = []
    turn: Block | None = None
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if turn is not None and at in points:
            end = _end_of_points(blocks, points, at)
            if end > at and evidence.speaks_on(turn, blocks[at:end]):
                out.extend(one for one in blocks[at:end] if one.kind == "note")
                _take(turn, blocks[at:end])
                at = end
                continue
        if block.kind == "turn":
            told_behind = block.marker is not None and block.marker.form.until is not None
            turn = None if told_behind else block
        elif block.kind != "note":
            turn = None
        out.append(block)
        at += 1
    return out


def _read_out(blocks: Sequence[Block]) -> set[int]:
    """Return the headings that follow a speech one upon the other, from 1 on, before mere text."""
    found: set[int] = set()
    for at, block in enumerate(blocks):
        if block.kind != "turn":
            continue
        end = at + 1
        while end < len(blocks) and _number(blocks[end], end - at):
            end += 1
        if end - at <= _SEVERAL or end == len(blocks) or blocks[end].kind != "text":
            continue
        if len({_number(blocks[one], one - at) for one in range(at + 1, end)}) == 1:
            found.update(range(at + 1, end))
    return found


def _number(block: Block, value: int) -> str:
    """Return the kind of a heading's number, if that is ``value``."""
    entry = block.heading.parts.enumerator if block.heading else None
    return entry.kind if entry and entry.value == value else ""


def _end_of_points(blocks: Sequence[Block], points: Container[int], at: int) -> int:
    """Return where the points end that begin at a block: behind the last text that follows one."""
    end = at
    for index in range(at, len(blocks)):
        block = blocks[index]
        if block.kind == "text":
            end = index + 1
        elif block.kind != "note" and index not in points:
            break
    return end


def _take(turn: Block, points: Sequence[Block]) -> None:
    for block in points:
        if block.heading is not None:
            turn.text.texts.append(block.heading.text.strip())
            turn.text.spans.extend(block.heading.spans)
        elif block.kind == "text":
            turn.text.extend(block.text)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How a document labels what is said under its headings, and how it numbers them."""

    listed: bool
    labelled: int
    unlabelled: int
    numbers: frozenset[str]

    @classmethod
    def of(cls, blocks: Sequence[Block], points: Container[int], *, listed: bool) -> _Evidence:
        """Look at the headings of business, which are known by more than their shape."""
        follows = {"turn": 0, "text": 0}
        numbers: set[str] = set()
        for at, block in enumerate(blocks):
            if block.heading is None or at in points:
                continue
            if block.heading.parts.enumerator is not None:
                numbers.add(block.heading.parts.enumerator.kind)
            below = next((b.kind for b in blocks[at + 1 :] if b.kind != "note"), "")
            if below in follows:
                follows[below] += 1
        return cls(listed, follows["turn"], follows["text"], frozenset(numbers))

    def speaks_on(self, turn: Block, points: Sequence[Block]) -> bool:
        """Tell whether headings and the text below them go on with a speech."""
        heads = [block for block in points if block.heading is not None]
        texts = [block.text.text for block in points if block.kind == "text"]
        if not ends_sentence(turn.text.end):
            return True  # 本日の議題は、
        if self._counts_on(heads[0]) or self.unlabelled > self.labelled:
            return False
        if not _is_spoken(turn) or _TOLD.search(fold(texts[0])):
            return False
        several = len(heads) >= 2
        if all(_is_polite(text) for text in (turn.text.text, "\n".join(texts))):
            return several or self.listed
        told = any(_PAST.search(one) for text in texts for one in sentences_of(text))
        return several and self.labelled > 0 and not told

    def _counts_on(self, block: Block) -> bool:
        """Tell whether a heading goes on with numbers that head business here."""
        entry = block.heading.parts.enumerator if block.heading else None
        if entry is None or entry.kind == "bullet":
            return False
        return entry.value != 1 or (not self.listed and entry.kind in self.numbers)


def _is_spoken(turn: Block) -> bool:
    """Tell whether somebody has begun to explain, and has not given the floor to another."""
    label = turn.marker.label.text if turn.marker else ""
    if QUESTION.fullmatch(fold(label)) or ANSWER.fullmatch(fold(label)) or not turn.text:
        return False
    last = sentences_of(turn.text.end)[-1:]
    return not any(_HANDED_OVER.search(unspaced(one)) or asks(one) for one in last)


def _is_polite(text: str) -> bool:
    """Tell whether most sentences of a text are as one speaks to others."""
    found = [one for one in sentences_of(fold(text)) if len(one) > 8 and one.endswith("。")]
    return 2 * sum(ends_politely(unspaced(one)) for one in found) > len(found)
