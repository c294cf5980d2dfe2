"""The cells of a table of questions and answers that a converter put on lines of their own.

Which of them ask and which answer is told by their sentences: they take turns, and a cell may have
several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION
from pipeline.parsing.phrases.speech import ends_sentence, is_speech

__all__ = ["Asked", "heads_rows", "read_cells"]

_Cell = tuple[int, int]
"""The first segment of a cell, and that behind it."""

_PAIR = 2  # cells
_LONGEST_TABLE = 2_000  # rows
_LONGEST_TOPIC = 20  # characters of what a row is about
_LONGEST_HEADING = 60  # characters of a case over its rows
_LONGEST_CELL = 6  # lines
_SAME_CELL = 1.5  # what speaks against a further paragraph of one cell
_TOPICS = 2  # that show where rows begin
_SAMPLE = 12  # lines that show whether sentences end with a mark
_CASE = re.compile(r"[【〔《≪<\[][^】〕》≫>\]]{1,30}[】〕》≫>\]].{0,40}")
_FACT = re.compile(r"[^\s:。、]{2,8}\s{0,4}:\s{0,2}\S")


class Asked(NamedTuple):
    """A question and its answer: their first lines, and their whole texts."""

    question: Segment
    answer: Segment
    asked: str
    answered: str


def read_cells(sheet: Sheet, at: int, *, topics: bool) -> tuple[list[Asked], list[int], int]:
    """Return the pairs of cells from ``at`` on, the lines of topics, and where the cells end.

    ``topics`` tells that a third column says what the rows are about.
    """
    cells: list[_Cell] = []
    matters: list[int] = []
    pointed = any(ends_sentence(s.text) for s in sheet.segments[at : at + _SAMPLE])
    end, number = at, 0
    while end < len(sheet) and len(cells) < _LONGEST_TABLE:
        text = sheet[end].text
        if topics and _names_matter(text) and (pointed or not is_speech(text)):
            matters.append(end)
            end += 1
            continue
        if heads_rows(text) and end + 1 < len(sheet):
            matters.append(end)
            end = _behind_facts(sheet, end + 1)
            continue
        behind, number = _cell_end(sheet, end, number, pointed=pointed)
        if not behind:
            break
        cells.append((end, behind))
        end = behind
    while matters and matters[-1] == end - 1:
        end = matters.pop()
    if topics and _opens_each_row(cells, matters):
        begins = [*matters, end]
        rows = [[c for c in cells if a < c[0] < b] for a, b in pairwise(begins)]
        pairs = [pair for row in rows for pair in _pairs(sheet, row, answered=True)]
        return pairs, matters, end
    if not matters and (groups := _by_gaps(sheet, cells)):
        pairs = [_asked_of(sheet, question, answer) for question, answer in groups]
        return pairs, matters, groups[-1][1][1]
    begins = [at, *([] if topics else matters), end]
    rows = [[c for c in cells if a <= c[0] < b] for a, b in pairwise(begins)]
    return [pair for row in rows for pair in _pairs(sheet, row)], matters, end


def _behind_facts(sheet: Sheet, at: int) -> int:
    """Return the segment behind what a form tells of a case: 契約金額 :38,640,000円."""
    while at + 1 < len(sheet) and _FACT.match(sheet[at].text) and not ends_sentence(sheet[at].text):
        at += 1
    return at


def _by_gaps(sheet: Sheet, cells: Sequence[_Cell]) -> list[tuple[_Cell, _Cell]]:
    """Return the pairs of cells that blank lines part; what stands alone behind is none."""
    groups: list[list[_Cell]] = []
    for cell in cells:
        if sheet[cell[0]].gap or not groups:
            groups.append([])
        groups[-1].append(cell)
    while groups and len(groups[-1]) == 1:
        groups.pop()
    if any(len(group) != _PAIR for group in groups):
        return []
    return [(question, answer) for question, answer in groups]


def _asked_of(sheet: Sheet, question: _Cell, answer: _Cell) -> Asked:
    asked, answered = ("".join(s.text for s in sheet.segments[a:b]) for a, b in (question, answer))
    return Asked(sheet[question[0]], sheet[answer[0]], asked, answered)


def _opens_each_row(cells: Sequence[_Cell], matters: Sequence[int]) -> bool:
    """Tell whether each question stands below a topic of its own."""
    return bool(cells) and len(matters) >= _TOPICS and matters[0] < cells[0][0]


def heads_rows(text: str) -> bool:
    """Tell whether a line names the case that the rows below it are about: 【抽出案件1】 …."""
    return len(text) <= _LONGEST_HEADING and not ends_sentence(text) and bool(_CASE.fullmatch(text))


def _pairs(sheet: Sheet, cells: Sequence[_Cell], *, answered: bool = False) -> list[Asked]:
    """Return the questions and answers of cells; with ``answered`` the last one answers."""
    texts = ["".join(s.text for s in sheet.segments[a:b]) for a, b in cells]
    asked = _asked([is_question(text) for text in texts], answered=answered) if texts else []
    found: list[Asked] = []
    for number, (first, _) in enumerate(cells):
        if asked[number] or not number or not asked[number - 1]:
            continue
        question = next(a for a in reversed(range(number)) if a == 0 or not asked[a - 1])
        last = next((a for a in range(number, len(cells)) if asked[a]), len(cells))
        found.append(
            Asked(
                sheet[cells[question][0]],
                sheet[first],
                "".join(texts[question:number]),
                "".join(texts[number:last]),
            )
        )
    return found


def _asked(questions: list[bool], *, answered: bool) -> list[bool]:
    """Tell of the cells of a column of questions and answers which are questions.

    They take turns; a cell may have several paragraphs where that agrees better with what asks.
    """
    costs = {True: 0.0, False: 9.0}  # the first cell is a question
    back: list[dict[bool, bool]] = []
    for at, asks in enumerate(questions):
        here = {True: 0.0 if asks else 1.0, False: 2.0 if asks else 0.0}
        if not at:
            costs = {kind: costs[kind] + here[kind] for kind in costs}
            continue
        step: dict[bool, bool] = {}
        new: dict[bool, float] = {}
        for kind in (True, False):
            stay, turn = costs[kind] + _SAME_CELL, costs[not kind]
            step[kind] = kind if stay < turn else not kind
            new[kind] = min(stay, turn) + here[kind]
        back.append(step)
        costs = new
    kind = not answered and costs[True] + 1.0 < costs[False]  # the last cell should answer
    out = [kind]
    for step in reversed(back):
        kind = step[kind]
        out.append(kind)
    return out[::-1]


def _names_matter(text: str) -> bool:
    """Tell whether a line may be the cell of a column of topics: 料金体系."""
    return len(text) <= _LONGEST_TOPIC and not ends_sentence(text)


def _cell_end(sheet: Sheet, at: int, number: int, *, pointed: bool) -> tuple[int, int]:
    """Return the segment behind the cell that begins at ``at``, and its number; 0 if it is none.

    ``number`` is that of the cell before: 1 … / 1 … / 2 … count questions with their answers.
    """
    solid = unspaced(sheet[at].text)
    if QUESTION.fullmatch(solid) or ANSWER.fullmatch(solid):
        return 0, number  # the cells have labels of their own
    if not pointed:
        segment = sheet[at]
        labelled = read_header_label(segment.raw, segment.text) is not None
        said = is_speech(segment.text) or is_question(segment.text)
        whole = said and not labelled and read_enumerator(segment.text) is None
        return (at + 1 if whole else 0), number
    for end in range(at, min(at + _LONGEST_CELL, len(sheet))):
        text = sheet[end].text
        entry = read_enumerator(text)
        glued = entry is not None and entry.kind == "arabic" and entry.end == len(entry.written)
        if entry and entry.kind != "bullet" and not glued:  # 6校に4人を置いています。
            counts = end == at and not entry.word and entry.value in (number, number + 1)
            if not counts:
                return 0, number
            number = entry.value
        if ends_sentence(text):
            return end + 1, number
    return 0, number
