"""The rows below the head of a table of two columns, and whether they are speech as it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.lines.table_columns import LaidRow, text_of
from pipeline.parsing.lines.table_heads import Head
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_speech

__all__ = ["FEWEST", "MARKED", "Row", "Table", "answers", "speaks"]

FEWEST = 2  # rows that make a table
MARKED = ("bars", "commas")  # what parts cells beyond doubt
_LONGEST_TABLE = 2_000  # rows


@dataclass(slots=True)
class Table:
    """A head and the rows that go with it, each the cells of one or two segments."""

    head: Head
    places: list[Segment]
    rows: list[Row] = field(default_factory=list)
    laid: list[LaidRow] = field(default_factory=list)
    """The rows, where their cells had to be laid again."""
    numbers: list[Segment] = field(default_factory=list)
    """Lines that hold the number or the hour of a row alone."""
    quoted: list[Segment] = field(default_factory=list)
    """Lines with which a quoted cell of several ends."""
    elsewhere: bool = False
    """Whether a row says that the rows stand on another paper."""
    used: int = 0
    """Of how many segments the laid rows are."""


class Row(NamedTuple):
    """A row: where label and speech stand in its segment, or that of the answer."""

    segment: Segment
    label: tuple[int, int]
    speech: tuple[int, int | None]
    answer: Segment | None = None
    pair: int = 0
    until: int | None = None
    said: tuple[str, str] = ("", "")
    """Question and answer as a whole, where each is on lines of its own."""


def speaks(table: Table) -> bool:
    """Tell whether the rows below a head of speakers are speech of people."""
    if table.laid:
        labels = [unspaced(row.label) for row in table.laid if row.first]
        return len(labels) >= 2 and _known(labels) >= 0.5 * len(labels)
    if len(table.rows) < 2 or len(table.rows) > _LONGEST_TABLE:
        return False
    named = [row for row in table.rows if row.label != (0, 0)]
    labels = [unspaced(row.segment.text[slice(*row.label)]) for row in named]
    known = _known(labels)
    if table.head.parted not in MARKED:
        return known >= 0.5 * len(labels)
    spoken = sum(is_speech(row.segment.text[slice(*row.speech)].strip()) for row in named)
    sure = sum(read_label(text).strength >= 2 for text in labels)
    if sure >= 0.9 * len(labels) and sure > len(set(labels)) and spoken >= 0.25 * len(labels):
        return True  # 事務局 | 資料2により説明, 一同 | 異議なし
    return spoken >= 0.5 * len(labels) and known >= 0.3 * len(labels)


def _known(labels: Sequence[str]) -> int:
    """Return how many labels are known as speakers or recur."""
    again = Counter(labels)
    return sum(read_label(text).strength >= 1 or again[text] >= 2 for text in labels)


def answers(table: Table) -> bool:
    """Tell whether the rows below a head of questions and answers hold both."""
    if table.head.pairs[0].sides and not _speak_both(table):
        return False
    if table.laid:
        return any(row.first for row in table.laid)
    if all(row.answer is None for row in table.rows):
        return bool(table.rows) or table.elsewhere
    asked, back = (sum(is_question(r.said[side]) for r in table.rows) for side in (0, 1))
    return len(table.rows) >= 2 and asked > back


def _speak_both(table: Table) -> bool:
    """Tell whether both cells of the rows below 委員 | 事務局 are speech, as no names are."""
    if table.laid:
        cells = [
            "".join(map(text_of, parts))
            for row in table.laid
            if row.first
            for parts in (row.first, row.second)
        ]
    elif all(row.answer is None for row in table.rows):
        cells = []
        for row in table.rows:
            answered = row.segment.text[row.speech[1] or 0 : row.until]
            cells += [row.segment.text[slice(*row.speech)], answered.strip(" |\t,")]
    else:
        cells = [text for row in table.rows for text in row.said]
    return len(cells) >= 2 * FEWEST and all(is_speech(text.strip()) for text in cells)
