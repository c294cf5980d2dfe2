"""Two lists of people that stand side by side, each under its heading.

    【出席委員】　　　　　【欠席委員】
      会長　寺尾 光　　　　委員　中川 葵
      委員　富永 稔

The rows are cut where the second list begins, and its part is put below the first list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.folding import width
from pipeline.parsing.knowledge import words
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["part_lists"]

_AT_THE_HEAD = 200  # lines of a document among which its people stand
_LONGEST = 60  # characters of a line of headings
_MOST = 40  # rows of such lists
_WIDE = 3  # columns of a gap between two lists
_FARTHEST = 8  # columns that a cell may stand off its heading
_MARKS = "【〔<[(■□○◎●◆◇"  # before headings that do not say who came
_GAP = re.compile(r"[ \u3000\t]{2,}")
_PEOPLE = frozenset({"attendees", "absent", "group"})
_MEMBERS = words("roles", "member")


def part_lists(sheet: Sheet) -> None:
    """Put lists of people that stand beside others below them."""
    changes: dict[int, list[Segment]] = {}
    for segment in sheet.segments[:_AT_THE_HEAD]:
        if segment.index in changes or len(segment.text) > _LONGEST:
            continue
        if "席" not in segment.text and segment.text[0] not in _MARKS:
            continue
        if (at := _second_heading(segment)) and (rows := _rows(sheet, segment, at)):
            left, right = [segment.piece(0, at)], [segment.piece(at)]
            for row, cut in rows:
                left += [row.piece(0, cut)] if cut else []
                right += [row.piece(cut)] if cut < len(row.raw) else []
            changes.update((row.index, []) for row, _ in rows)
            changes[segment.index] = [*left, *right]
    sheet.relay(changes)


def _second_heading(segment: Segment) -> int:
    """Return where a second heading over people begins behind the first, 0 if none does."""
    gaps = list(_GAP.finditer(segment.raw))
    if len(gaps) != 1:
        return 0
    parts = segment.piece(0, gaps[0].start()), segment.piece(gaps[0].end())
    for part in parts:
        label = read_header_label(part.raw, part.text)
        if label is None or not label.alone or label.field not in _PEOPLE:
            return 0
    return gaps[0].end()


def _rows(sheet: Sheet, heading: Segment, at: int) -> list[tuple[Segment, int]]:
    """Return the rows of two lists, each with where the second begins; none if no row has both."""
    column = _column(heading, at)
    found: list[tuple[Segment, int]] = []
    for row in sheet.segments[heading.index + 1 :][:_MOST]:
        label = read_header_label(row.raw, row.text)
        if row.gap or (label and label.text not in _MEMBERS) or not is_people_list(row.text):
            break
        if row.indent >= column - _FARTHEST:
            found.append((row, 0))
        else:
            found.append((row, min(_cuts(row, column), default=(0, len(row.raw)))[1]))
    return found if any(0 < cut < len(row.raw) for row, cut in found) else []


def _cuts(row: Segment, column: int) -> Iterator[tuple[int, int]]:
    """Yield the wide gaps of a row near a column: how far off, and where the next word begins."""
    for gap in _GAP.finditer(row.raw):
        off = abs(_column(row, gap.end()) - column)
        if off <= _FARTHEST and _column(row, gap.end()) - _column(row, gap.start()) >= _WIDE:
            yield off, gap.end()


def _column(segment: Segment, at: int) -> int:
    """Return in which column of the page an offset stands; a full-width character takes two."""
    return segment.indent + width(segment.raw[:at])
