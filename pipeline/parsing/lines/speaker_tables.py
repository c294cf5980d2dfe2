"""Tables of two columns whose head tells what stands in them: 発言者 | 発言内容, 意見 | 回答.

Under a head of speakers the first cell of a row names who speaks, whatever it says; under a head of
questions and answers nobody is named, and the head's own words are the speakers. Cells are parted
by tabs, bars or spaces, or stand on lines of their own where a converter undid the table. A head
alone proves little (氏名 | 内容 also heads lists of people): the rows below it decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, header_fields, load
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence, is_speech

__all__ = ["cut_rows", "heads_columns"]

_WORDS = load("speakers")["table"]
_ROLES = load("roles")
_SPEAKERS = frozenset(_WORDS["speaker"])
_SPEECH = frozenset(_WORDS["speech"])
_ROW = re.compile(
    rf"(?:{alternatives(_SPEAKERS, spaced=True)})[\s:]{{1,12}}"
    rf"(?:{alternatives(_SPEECH, spaced=True)})"
)
_WORD = re.compile(alternatives({*_SPEAKERS, *_SPEECH}, spaced=True))
_FIRST_CELL = re.compile(alternatives(w for w in _SPEAKERS if w.startswith("発言")))
_BEGINS_HEAD = frozenset(" \t|発").union(word[0] for word in _SPEAKERS)
_LONGEST_HEAD = 80  # characters
_LONGEST_CELL = 24  # characters of a cell of a head
_ABOUT_SPEECH = re.compile(alternatives(_WORDS["about_speech"]))
_WHOSE = rf"(?:.{{1,12}}(?:からの|より|の)|{alternatives(_WORDS['whose'])})?(?:主な|ご|御){{0,2}}"
_ASKED, _ANSWERED = (
    re.compile(
        rf"{_WHOSE}(?:{said})(?:(?:[・,、/]|及び|や|と)(?:ご|御)?(?:{said})){{0,2}}"
        rf"(?:{alternatives(_WORDS['behind'])})?"
    )
    for said in (alternatives([*_ROLES[k], *_WORDS[k]]) for k in ("question", "answer"))
)
_BARS = re.compile(r"\t|\s{0,4}\|\s{0,4}")
_SPACES = re.compile(r"\s{2,60}")
_APART = re.compile(r"[^\S\t]{2,60}|\u3000")
_NO_LABEL = re.compile(r"[はがをにで、。]|について|資料")
_LONGEST_LABEL = 14  # characters of a label that nobody knows
_LONGEST_TABLE = 2_000  # rows


class _Head(NamedTuple):
    """The head of a table: its cells, and which of them hold labels or questions, and speech."""

    cells: tuple[str, ...]
    first: int
    second: int
    asks: bool
    parted: str  # "bars", "spaces" or "lines"


@dataclass(slots=True)
class _Table:
    """A head and the rows that go with it, each the cells of one or two segments."""

    head: _Head
    places: list[Segment]
    rows: list[_Row] = field(default_factory=list)


class _Row(NamedTuple):
    segment: Segment
    label: tuple[int, int]
    speech: tuple[int, int | None]
    answer: Segment | None = None


def cut_rows(sheet: Sheet) -> None:
    """Note who speaks in the cells of tables, and cut rows of a question and its answer."""
    bars: dict[int, int] = {}
    for table in _tables(sheet):
        head = table.head
        if not (_answers(table) if head.asks else _speaks(table)):
            continue
        sheet.heads.update((s.line.no, s.start) for s in table.places)
        for row in table.rows:
            segment = row.segment
            key = (segment.line.no, segment.start)
            if not head.asks:
                label = segment.raw[slice(*row.label)]
                # Without bars, labels that are known are read as they are anywhere else.
                if head.parted == "bars" or read_label(label).strength < 2:
                    sheet.columns[key] = Cell(label, *row.label, *row.speech)
                continue
            asked, answered = head.cells[head.first], head.cells[head.second]
            if row.answer is not None:
                sheet.columns[key] = Cell(asked, 0, 0, 0, None)
                sheet.columns[row.answer.line.no, row.answer.start] = Cell(answered, 0, 0, 0, None)
                continue
            at = row.speech[1] or 0
            rest = segment.raw[at:]
            start = segment.start + len(segment.raw) - len(rest.lstrip(" \t|｜\u3000"))
            bars[segment.index] = start - segment.start
            bar = (segment.line.no, segment.start + at, start)
            sheet.ledger.claim([bar], "rule", "table_bar")
            sheet.columns[key] = Cell(asked, 0, 0, row.speech[0], at)
            sheet.columns[segment.line.no, start] = Cell(answered, 0, 0, 0, None)
    sheet.cut(bars)


def heads_columns(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line is the head of a table of speech, or a part of it."""
    return (segment.line.no, segment.start) in sheet.heads or _is_plain_head(segment.text)


def _is_plain_head(text: str) -> bool:
    """Tell whether a folded line is the head row of a two-column table 発言者|発言内容."""
    if text[0] not in _BEGINS_HEAD or len(text) > _LONGEST_HEAD or not _WORD.search(text):
        return False
    if _ROW.fullmatch(text):
        return True
    parts = [unspaced(p) for p in re.split(r"[\t|]|\s{2,}", text) if p.strip()]
    close = text.split()
    if len(close) > 1 and close[0] in _SPEAKERS and all(map(_names_speech, close[1:])):
        return True
    if len(parts) == 1 and (first := _FIRST_CELL.match(parts[0])):
        behind = parts[0][first.end() :]  # 発 言 者 審 議 の 内 容: spaced alike throughout
        if behind and _names_speech(behind):
            return True
    if not parts or parts[0] not in _SPEAKERS or len(parts) > 4:
        return len(parts) == 1 and parts[0] in _SPEECH and parts[0].startswith("発言")
    return len(parts) == 1 or any(_names_speech(p) for p in parts[1:])


def _names_speech(cell: str) -> bool:
    """Tell whether a cell of a table's head names what was said: 議題・発言内容・決定事項."""
    cell = re.sub(r"\([^()]{1,30}\)$", "", cell)  # 審議の内容(審議経過・決定事項等)
    return len(cell) <= _LONGEST_CELL and any(
        part in _SPEECH for part in re.split("[・、/]|及び", cell)
    )


def _tables(sheet: Sheet) -> Iterator[_Table]:
    """Yield the tables of a sheet: each head with the rows that have its form."""
    table: _Table | None = None
    at = 0
    while at < len(sheet):
        found = _read_head(sheet, at)
        if found is not None:
            if table is not None:
                yield table
            head, lines = found
            table = _Table(head, list(sheet.segments[at : at + lines]))
            at += lines
            continue
        if table is not None:
            taken = _take(table, sheet, at)
            if not taken and table.head.asks:
                yield table
                table = None
            at += max(taken, 1)
            continue
        at += 1
    if table is not None:
        yield table


def _read_head(sheet: Sheet, at: int) -> tuple[_Head, int] | None:
    """Return the head that begins with a segment, and on how many lines it stands."""
    text = sheet[at].text
    if len(text) > _LONGEST_HEAD or "。" in text:
        return None
    for parted, pattern, marks in (("bars", _BARS, "\t|"), ("spaces", _SPACES, ("  ",))):
        if not any(mark in text for mark in marks):
            continue
        cells = tuple(unspaced(cell) for cell in pattern.split(text))
        if len(cells) >= 2 and (found := _columns(cells)):
            return _Head(cells, *found, parted), 1
    if len(text) > _LONGEST_CELL or at + 1 >= len(sheet):
        return None
    cells = (unspaced(text), unspaced(sheet[at + 1].text))
    if len(cells[1]) <= _LONGEST_CELL and (found := _columns(cells)):
        return _Head(cells, *found, "lines"), 2
    return None


def _columns(cells: Sequence[str]) -> tuple[int, int, bool] | None:
    """Return which cells of a head hold labels (or questions) and speech (or answers)."""
    if len(cells) > 5 or any(len(cell) > _LONGEST_CELL for cell in cells):
        return None
    for first in range(len(cells) - 1):
        one, other = cells[first], cells[first + 1]
        if _ASKED.fullmatch(one) and _ANSWERED.fullmatch(other):
            return first, first + 1, True
        if _names_speaker(one) and (_ABOUT_SPEECH.search(other) or _names_speech(other)):
            return first, first + 1, False
    return None


def _names_speaker(cell: str) -> bool:
    parts = [p for p in re.split(r"[・、/()]", cell) if p]
    return bool(parts) and all(p in _SPEAKERS for p in parts)


def _take(table: _Table, sheet: Sheet, at: int) -> int:
    """Take the row that begins with a segment into a table; return of how many segments it is."""
    segment, head = sheet[at], table.head
    if head.parted == "bars":
        return _take_bars(table, segment)
    if head.asks:
        return _take_lines(table, sheet, at) if head.parted == "lines" else 0
    if head.parted == "spaces":
        apart = _APART.search(segment.text, 1, _LONGEST_LABEL * 2)
        if apart and segment.first and _token(segment.text[: apart.start()]):
            rest = segment.text[apart.end() :]
            if is_speech(rest.strip()):
                table.rows.append(_Row(segment, (0, apart.start()), (apart.end(), None)))
        return 1
    following = sheet[at + 1].text if at + 1 < len(sheet) else ""
    before = sheet[at - 1]
    begins = before in table.places or ends_sentence(before.text) or before.text.endswith(")")
    if begins and _token(segment.text) and is_speech(following):
        table.rows.append(_Row(segment, (0, len(segment.raw)), (len(segment.raw), None)))
    return 1


def _take_bars(table: _Table, segment: Segment) -> int:
    head, text = table.head, segment.text
    bars = list(_BARS.finditer(text))
    lacking = len(head.cells) - 1 - len(bars)  # cells that span several rows are not repeated
    if not bars or not 0 <= lacking <= head.first:
        return 0
    starts = [0, *(bar.end() for bar in bars)]
    ends = [*(bar.start() for bar in bars), None]
    first, second = head.first - lacking, head.second - lacking
    label = (starts[first], ends[first] or 0)
    if head.asks:
        if text[slice(*label)].strip():
            table.rows.append(_Row(segment, label, (starts[first], ends[first])))
        return 1
    spoken = text[starts[second] : ends[second]].strip()
    if spoken and _token(text[slice(*label)]):
        table.rows.append(_Row(segment, label, (starts[second], ends[second])))
    return 1


def _take_lines(table: _Table, sheet: Sheet, at: int) -> int:
    """Take a question and its answer that stand on lines of their own, wrapped or not."""
    first = _cell_end(sheet, at)
    second = _cell_end(sheet, first) if first else 0
    if not second:
        return 0
    table.rows.append(_Row(sheet[at], (0, 0), (0, None), sheet[first]))
    return second - at


def _cell_end(sheet: Sheet, at: int) -> int:
    """Return the segment behind the cell that begins at ``at``; 0 if that is none."""
    for end in range(at, min(at + 6, len(sheet))):
        text = sheet[end].text
        entry = read_enumerator(text)
        if entry and entry.kind != "bullet":
            return 0
        if ends_sentence(text):
            return end + 1
    return 0


def _token(text: str) -> bool:
    """Tell whether a cell may name a speaker: known as one, or short and no heading or number."""
    solid = unspaced(text)
    if not solid or solid in header_fields():
        return False
    if read_label(solid).strength >= 2:
        return True
    entry = read_enumerator(text)
    known = len(solid) <= _LONGEST_LABEL and not _NO_LABEL.search(solid)
    return known and not solid.isdigit() and (entry is None or not text[entry.end :].strip())


def _speaks(table: _Table) -> bool:
    """Tell whether the rows below a head of speakers are speech of people."""
    if len(table.rows) < 2 or len(table.rows) > _LONGEST_TABLE:
        return False
    labels = [unspaced(r.segment.text[slice(*r.label)]) for r in table.rows]
    again = Counter(labels)
    known = sum(read_label(text).strength >= 1 or again[text] >= 2 for text in labels)
    if table.head.parted != "bars":
        return known >= 0.5 * len(labels)
    spoken = sum(is_speech(r.segment.text[slice(*r.speech)].strip()) for r in table.rows)
    return spoken >= 0.5 * len(labels) and known >= 0.3 * len(labels)


def _answers(table: _Table) -> bool:
    """Tell whether the rows below a head of questions and answers hold both."""
    if table.head.parted != "lines":
        return bool(table.rows)
    asked = sum(is_question(r.segment.text) for r in table.rows)
    back = sum(is_question(r.answer.text) for r in table.rows if r.answer is not None)
    return len(table.rows) >= 2 and asked > back
