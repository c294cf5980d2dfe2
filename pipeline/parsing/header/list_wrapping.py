"""Titles of business that the page or a cell wraps: which line goes on with the one above."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold
from pipeline.parsing.folding import width as display_width
from pipeline.parsing.header.list_lines import (
    NUMBER_ALONE,
    has_number,
    is_act,
    is_in_brackets,
    is_only_number,
)
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.numbering import read_enumerator

__all__ = ["edge_of", "fills", "hangs_below_title", "title_goes_on"]

_FINISHED = re.compile(
    r"(?:について|の件|[0-9]\s?件|その他|関係|[)\]」】>》≫〕。]|報告|選出|挨拶|あいさつ|開会|閉会|案|\?)$"
)
_CONNECTED = re.compile(r"(?:にかかる|に係る|に関する|における|に対する|及び|並びに|[、・をにの])$")
_HANGS = re.compile(r"(?:の|を|及び|並びに|、|年度)$")  # no title ends so
_CANNOT_BEGIN = re.compile(  # no title does
    r"(?:について|に関(?:して|する)|に係る|に対する|における|及び|並びに|の(?:件|策定|改定|改正|実施)|[ーっゃゅょァィゥェォッャュョ、。)」』])"
)
_PARTICLE = re.compile(r"(?:に(?:係|関|つ|お)|を|及び|並びに|の(?!ぞ)|について|する|した)")
_TITLE_ENDS = ("について", "の件")
_DONE = tuple(load("body")["sections"]["done_over_matters"])
_SHORTEST_PART = 8  # characters of the first line of one
_LONG = 18  # characters of a title that may be wrapped
_HANGING = 4  # columns that the rest of one is set in, where blank lines part all lines
_FULL_LINES = 4  # so many end alike where a document is wrapped,
_RAGGED = 3  # within so many columns


def edge_of(sheet: Sheet) -> int:
    """Return the column where the lines of a wrapped document end; 0 if it is not wrapped.

    No line takes more columns than twice its characters, so few of them need be measured.
    """
    ends: list[int] = []
    farthest = [segment.indent + 2 * len(segment.text) for segment in sheet]
    for at in sorted(range(len(farthest)), key=farthest.__getitem__, reverse=True):
        if len(ends) == _FULL_LINES and farthest[at] <= ends[-1]:
            break
        ends = sorted([*ends, _right_of(sheet[at])], reverse=True)[:_FULL_LINES]
    wrapped = len(ends) == _FULL_LINES and ends[0] - ends[-1] <= _RAGGED
    return ends[0] if wrapped else 0


def _right_of(segment: Segment) -> int:
    return segment.indent + display_width(segment.text)


def fills(edge: int, segment: Segment) -> bool:
    """Tell whether a line ends where the lines of a wrapped document do."""
    return bool(edge) and _right_of(segment) >= edge - _RAGGED


def _completes(above: str, text: str) -> bool:
    """Tell whether について is parted by the end of the line: …の改定につ / いて."""
    at = (above[-3:] + text[:3]).find("について")
    return 0 <= at < len(above[-3:])


def hangs_below_title(above: Segment, raw: str, segment: Segment, text: str) -> bool:
    """Tell whether a line with the end of a title (…について) is set in below the number of one.

    2. 町並み整備助成事業 / 区域の指定について; under 7 所管事務調査 stands what was looked into.
    """
    if segment.gap or not text.endswith(_TITLE_ENDS) or raw.endswith(_DONE):
        return False
    if _FINISHED.search(fold(raw)):
        return False
    number = read_enumerator(above.text)
    if number is None or number.kind == "bullet" or len(raw) - number.end < _SHORTEST_PART:
        return False
    column = above.indent + display_width(above.text[: number.end])
    return above.indent < segment.indent <= column


def title_goes_on(
    above: tuple[str, Segment], segment: Segment, text: str, width: int, *, full: bool
) -> bool:
    """Tell whether a line continues the title before it: wrapped by the page or its cell.

    ``above``: that title so far and its first line; ``width``: of the longest line of the list;
    ``full``: the line above fills a wrapped document.
    """
    raw, first = above
    if NUMBER_ALONE.fullmatch(text):
        return False
    number = read_enumerator(text)
    if NUMBER_ALONE.fullmatch(raw):
        return True
    if text.endswith("。"):
        return False
    if (text == "その他" or is_act(text)) and not (is_only_number(raw) or _HANGS.search(raw)):
        return False
    titled = segment.gap <= first.gap or text.endswith(("について", "の件", "する件"))
    if number is None and is_only_number(raw) and titled:
        return True
    if number is None and (_CANNOT_BEGIN.match(text) or _completes(fold(raw), text)):
        return True
    if number and (not is_in_brackets(text) or number.end < len(text) - 1):
        return False
    if segment.line.continues is not None:
        return segment.line.continues
    if full and not segment.gap:
        return has_number(fold(raw)) or not _FINISHED.search(fold(raw))
    if segment.gap:
        spread = 0 < segment.gap <= first.gap and segment.indent >= first.indent + _HANGING
        hangs = spread and has_number(fold(raw)) and not _FINISHED.search(fold(raw))
        return len(raw) >= _LONG and (hangs or bool(_CONNECTED.search(raw)))
    if text[0] == "~" or (is_in_brackets(text) and len(text) <= 30):
        return True
    long = (
        len(raw) >= _LONG
        or bool(_HANGS.search(raw))
        or (has_number(fold(raw)) and not number and width - len(first.text) <= 2)
    )
    unfinished = long and not _FINISHED.search(fold(raw))
    if _HANGS.search(raw) and number is None:
        return True
    return unfinished and (segment.indent >= first.indent or bool(_PARTICLE.match(text)))
