"""A list of business cut where its entries begin: several in a line, two columns of them."""

from __future__ import annotations

import re

from pipeline.parsing.header.field import Field
from pipeline.parsing.header.list_lines import has_number
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.inline_lists import Running, count_entry, entries_in_line
from pipeline.parsing.phrases.numbering import read_enumerator

__all__ = ["Piece", "cut_in_pieces"]

_CLOCK = re.compile(  # 13:45 グループ討議; 13:30～13:45 説明
    r"(?:[0-9]{1,2}:[0-9]{2}\s?(?:[~-]\s?(?:[0-9]{1,2}:[0-9]{2})?)?)\s{1,4}(?=[^\s0-9])"
)
_SITTING = re.compile(  # 議事日程 令和4年6月14日(火)午前10時開会 第1 … 第2 …
    r"(?:(?:令和|平成|昭和)\s?[0-9元]{1,2}年\s?[0-9]{1,2}月\s?[0-9]{1,2}日\s?(?:[(][^()]{1,6}[)])?)?\s?"
    r"(?:午[前後]\s?)?[0-9]{1,2}時\s?(?:[0-9]{1,2}分)?\s?(?:開会|開議)\s{1,8}(?=\S)"
)
_ENCLOSED = re.compile(r"[≪《<][^≪≫《》<>]{3,60}[≫》>]")
_COLUMN_GAP = re.compile(r"\s{3,80}(?=[0-9]{1,2}[.、\s])")
Piece = tuple[Segment, int, int, int]
"""A segment, where the value of its field begins in it, and the bounds of one entry."""


def cut_in_pieces(sheet: Sheet, named: Field) -> list[Piece]:
    """Return the pieces of a field in their order, a line or a part of one each."""
    running: Running = {}
    return _in_columns(
        [
            (segment, offset, start, end)
            for segment, offset in named.values
            for start, end in _pieces(sheet, segment, offset, running)
        ]
    )


def _pieces(sheet: Sheet, segment: Segment, offset: int, running: Running) -> list[tuple[int, int]]:
    """Cut a line that holds several entries; the hour at its head belongs to none.

    The lists of the lines before run on.
    """
    clock = _CLOCK.match(segment.text, offset)
    if clock is None and (sitting := _SITTING.match(segment.text, offset)):
        first = read_enumerator(segment.text, sitting.end())
        clock = sitting if first and first.value == 1 else None
    if clock:
        sheet.ledger.claim([segment.part(offset, clock.end())], "agenda", "hour_of_entry")
        offset = clock.end()
    end = len(segment.text)
    inside = segment.text[offset + 1 : end - 1]
    if _ENCLOSED.fullmatch(segment.text, offset) and has_number(inside):
        brackets = [segment.part(offset, offset + 1), segment.part(end - 1, end)]
        sheet.ledger.claim(brackets, "agenda", "brackets_of_entry")
        offset, end = offset + 1, end - 1
    cuts = entries_in_line(segment.text[:end], offset, running)
    for cut in cuts:
        if entry := read_enumerator(segment.text[cut:end]):
            count_entry(running, entry)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _in_columns(pieces: list[Piece]) -> list[Piece]:
    """Put entries that stand in two columns in their order: 1 開会  4 報告 / 2 挨拶  5 その他.

    The numbers of the second column must go on where those of the first end.
    """
    halves: list[tuple[Piece, Piece]] = []
    for piece in pieces:
        segment, offset, start, end = piece
        gaps = list(_COLUMN_GAP.finditer(segment.text, start, end))
        if len(gaps) != 1:
            return pieces
        at = gaps[0].end()
        halves.append(((segment, offset, start, gaps[0].start()), (segment, offset, at, end)))
    ordered = [left for left, _ in halves] + [right for _, right in halves]
    numbers = [read_enumerator(s.text[start:end]) for s, _, start, end in ordered]
    if len(halves) < 2 or any(n is None or n.word or n.kind != "arabic" for n in numbers):
        return pieces
    values = [number.value for number in numbers if number]
    return ordered if values == list(range(values[0], values[0] + len(values))) else pieces
