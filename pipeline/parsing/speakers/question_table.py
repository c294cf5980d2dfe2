"""Tables of two columns whose head names questions and answers: 質問・意見 | 回答.

Each row is a question and its answer; who speaks stands in the head alone.
"""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.speakers.labels import ANSWER, QUESTION

__all__ = ["cut_rows", "is_question_head"]

_CELLS = re.compile(r"\t|\s{0,4}\|\s{0,4}")
_COUNTER = re.compile(r"(?:No\.?|番号|[0-9]{1,3})?")


def is_question_head(folded: str) -> bool:
    """Tell whether a folded line heads two columns of questions and answers."""
    return _columns(folded) is not None


def _columns(folded: str) -> tuple[str, str] | None:
    if "\t" not in folded and "|" not in folded:
        return None
    cells = _CELLS.split(folded)
    if not 2 <= len(cells) <= 3 or not _COUNTER.fullmatch("".join(cells[:-2]).strip()):
        return None
    asked, answered = (unspaced(cell) for cell in cells[-2:])
    fits = QUESTION.fullmatch(asked) and ANSWER.fullmatch(answered)
    return (asked, answered) if fits else None


def cut_rows(sheet: Sheet) -> None:
    """Cut the rows below such a head into question and answer, and note who speaks in each."""
    heads: tuple[str, str] | None = None
    bars: dict[int, int] = {}
    for segment in sheet:
        if found := _columns(segment.text):
            heads = found
            continue
        if heads is None:
            continue
        parts = list(_CELLS.finditer(segment.text))
        if not 1 <= len(parts) <= 2:
            heads = None
            continue
        lead = parts[0].end() if len(parts) == 2 else 0
        if not _COUNTER.fullmatch(segment.text[:lead].strip(" \t|")):
            heads = None
            continue
        bar = parts[-1]
        bars[segment.index] = bar.end()
        rest = segment.raw[bar.end() :]
        answered = segment.start + len(segment.raw) - len(rest.lstrip())
        sheet.columns[segment.line.no, segment.start] = (heads[0], lead, bar.start())
        sheet.columns[segment.line.no, answered] = (heads[1], 0, None)
    sheet.cut(bars)
