"""The document as the parser sees it: segments, each a physical line or a part of one.

Page furniture (:mod:`page_furniture`) is set aside. A document whose lines were collapsed into a
few long ones is cut again where header labels and speaker marks show that a line once began.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import Document, Line
from pipeline.parsing.ledger import Ledger, Span
from pipeline.parsing.lines.collapsed import cut_points
from pipeline.parsing.lines.page_furniture import (
    all_dashed,
    furniture,
    glued_page_numbers,
    is_page_number,
    printed_lines,
    printed_twice,
)
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["Cell", "Segment", "Sheet", "lay_out"]

_RULED = re.compile(r"[\s:─━│┃┌┐└┘├┤┬┴┼―\-=_+|＿￣*~…‥○◎◇◆☆★.]{3,}")
_RULES = frozenset("─━│┃┌┐└┘├┤┬┴┼―-=_+|＿￣*~…‥○.")
_FULL = 24  # characters of a line that the edge of the page may have ended
_FRAME = "│┃|┌┐└┘├┤┬┴┼─━"
_MAX_LINE = 10_000
_BREAK = re.compile(r"<br\s?/?>|</?(?:li|ul|ol|p)>")


@dataclass(slots=True)
class Segment:
    """A stretch of one source line, without the spaces around it.

    ``text`` is ``raw`` folded, so offsets agree. ``indent`` counts the leading spaces (a full-width
    space counts 2); ``gap`` tells that a blank line stands before; ``first`` that the segment
    begins its physical line; ``joins`` whether it goes on with the segment before (``None``: not
    known from a table's cells).

    Nothing changes a segment. It is not frozen because every line makes one, and Python takes three
    times as long to make a frozen one.
    """

    index: int
    line: Line
    start: int
    end: int
    raw: str
    text: str
    indent: int
    gap: bool
    first: bool
    joins: bool | None = None

    @property
    def span(self) -> Span:
        """The whole stretch as a span of the source."""
        return (self.line.no, self.start, self.end)

    def part(self, start: int, end: int | None = None) -> Span:
        """The stretch ``start``..``end`` of :attr:`raw` as a span of the source."""
        stop = len(self.raw) if end is None else end
        return (self.line.no, self.start + start, self.start + stop)

    def piece(self, start: int, end: int | None = None, *, joins: bool | None = None) -> Segment:
        """The stretch ``start``..``end`` as a segment of its own, without the spaces around it."""
        raw = self.raw[start:end]
        body = raw.strip()
        begin = start + len(raw) - len(raw.lstrip())
        return replace(
            self,
            start=self.start + begin,
            end=self.start + begin + len(body),
            raw=body,
            text=self.text[begin : begin + len(body)],
            indent=0 if begin else self.indent,
            gap=self.gap and not begin,
            first=self.first and not begin,
            joins=joins,
        )

    def pieces(self, places: Sequence[int]) -> list[Segment]:
        """The segments that it becomes when cut at some offsets of its text."""
        return [
            self.piece(start, end) for start, end in zip([0, *places], [*places, None], strict=True)
        ]


class Cell(NamedTuple):
    """Who speaks in a row of a table; ``start``/``end`` bound the label in the segment (both 0: it
    stands in the head alone), the speech goes from ``rest`` to ``until`` (``None``: its end). The
    next ``below`` segments belong to the label.
    """

    speaker: str
    start: int
    end: int
    rest: int
    until: int | None
    below: int = 0


@dataclass(slots=True)
class Sheet:
    """Segments in reading order, and the ledger where every character is accounted for.

    Footnotes stand in the middle of what they explain, so they are kept apart.
    """

    document: Document
    ledger: Ledger
    segments: list[Segment] = field(default_factory=list)
    footnotes: list[list[Line]] = field(default_factory=list)
    columns: dict[tuple[int, int], Cell] = field(default_factory=dict)
    """Who speaks in a row of a table, by line and start of the segment."""
    heads: set[tuple[int, int]] = field(default_factory=set)
    """The heads of such tables, by line and start."""
    topics: set[tuple[int, int]] = field(default_factory=set)
    """Cells that say what the rows of such tables are about, by line and start."""

    people: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells of people are, by line and start: N a name, P a post, I a number, M a mark of
    attendance, D anything else."""

    def cut(self, offsets: Mapping[int, Sequence[int]]) -> None:
        """Cut segments, by index, each at offsets of its text."""
        self.relay({index: self[index].pieces(places) for index, places in offsets.items()})

    def relay(self, changes: Mapping[int, Sequence[Segment]]) -> None:
        """Put other segments in the place of some, by index; several, or none."""
        if not changes:
            return
        parts: list[Segment] = []
        for old in self.segments:
            for one in changes.get(old.index, (old,)):
                at = len(parts)
                parts.append(replace(one, index=at) if one.index != at else one)
        self.segments = parts

    def __len__(self) -> int:
        return len(self.segments)

    def __getitem__(self, index: int) -> Segment:
        return self.segments[index]

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)


def lay_out(document: Document) -> Sheet:
    """Return the sheet of ``document``."""
    sheet = Sheet(document, Ledger(document))
    printed = list(printed_lines(document))
    roles, twice, dashed = furniture(printed), printed_twice(printed), all_dashed(printed)
    glued = glued_page_numbers(printed)
    gap = turned = False
    for line, folded, core, below_gap in printed:
        gap = gap or below_gap
        role = line.furniture or roles.get(line.no, "")
        if role == "running_head" and not (line.furniture or sheet.segments):
            role = ""  # the first line of a file is its title
        if not role and core[0] in _RULES and _RULED.fullmatch(folded):
            role = "rule"
        if role == "footnote":
            if line.continues and sheet.footnotes:
                sheet.footnotes[-1].append(line)
            else:
                sheet.footnotes.append([line])
            continue
        if line.no in twice:
            half = twice[line.no]
            sheet.ledger.claim([(line.no, half, len(line.text))], "bold_print", "page_furniture")
            line = replace(line, text=line.text[:half])
            folded = folded[:half]
        if role:
            sheet.ledger.claim([(line.no, 0, len(line.text))], role, "page_furniture")
            turned = turned or role in ("page_number", "running_head")
            continue
        if line.no in glued:
            begin = glued[line.no]
            sheet.ledger.claim([(line.no, 0, begin)], "page_number", "page_furniture")
            line = replace(line, text=" " * begin + line.text[begin:])
            folded = " " * begin + folded[begin:]
        if dashed and core.startswith("- "):
            at = folded.index("-")
            sheet.ledger.claim([(line.no, at, at + 1)], "rule", "line_dash")
            line = replace(line, text=line.text[:at] + " " + line.text[at + 1 :])
            folded = folded[:at] + " " + folded[at + 1 :]
        if turned and gap and sheet.segments:
            gap = not _runs_over(sheet.segments[-1])
        if _add_segments(sheet, line, folded, gap):
            gap = turned = False
    return sheet


def _runs_over(last: Segment) -> bool:
    """Tell whether the last line of a page is full and ends in mid-sentence.

    The blank lines around the foot and head of a page are not of the text.
    """
    return len(last.text) >= _FULL and not ends_sentence(last.text)


def _add_segments(sheet: Sheet, line: Line, folded: str, gap: bool) -> bool:
    """Make segments of a line; return whether there are any."""
    text = line.text
    parts = _stretches(sheet, line, folded)
    body = text.strip()
    margin = 0 if text[:1] == body[:1] else len(text) - len(text.lstrip())
    if not parts:  # the line is whole, as nearly all are
        stop = margin + len(body)
        indent = _columns(text[:margin]) if margin else 0
        at = len(sheet.segments)
        sheet.segments.append(
            Segment(at, line, margin, stop, body, folded[margin:stop], indent, gap, True)
        )
        return True
    before = len(sheet)
    for start, end in parts:
        if "|" in folded[start:end]:
            start, end = _without_bars(sheet, line, folded, start, end)
        raw = text[start:end]
        body = raw.strip()
        if not body:
            continue
        if start and _RULED.fullmatch(folded[start:end]):
            sheet.ledger.claim([(line.no, start, end)], "rule", "page_furniture")
            continue
        if len(body) < 12 and is_page_number(folded[start:end].strip()):
            sheet.ledger.claim([(line.no, start, end)], "page_number", "page_furniture")
            continue
        begin = start + len(raw) - len(raw.lstrip())
        stop = begin + len(body)
        first = begin == margin
        indent = _columns(text[:begin]) if first and begin else 0
        sheet.segments.append(
            Segment(len(sheet), line, begin, stop, body, folded[begin:stop], indent, gap, first)
        )
        gap = False
    return len(sheet) > before


def _without_bars(sheet: Sheet, line: Line, folded: str, start: int, end: int) -> tuple[int, int]:
    """Set aside the bars of a Markdown table at both ends of a stretch: | 会長 | 始めます。 |"""
    text = folded[start:end]
    inner = text.strip(" |")
    lead = len(text) - len(text.lstrip(" |"))
    stop = start + lead + len(inner)
    sheet.ledger.claim([(line.no, start, start + lead), (line.no, stop, end)], "rule", "table_bar")
    return start + lead, stop


def _stretches(sheet: Sheet, line: Line, folded: str) -> list[tuple[int, int]]:
    """Return the parts of a line: cells of a drawn table, pieces of a collapsed line; none if it
    is whole and has no bars."""
    if ("<br" in folded or "<li" in folded) and (cells := _broken_cells(sheet, line, folded)):
        return cells
    if "|" in folded:
        if "│" in line.text or "┃" in line.text:
            return _cells(sheet, line)
        points = [0, *cut_points(folded)]
    else:
        points = cut_points(folded)
    if not points and len(folded) <= _MAX_LINE:
        return []
    ordered = sorted({0, *points, *range(_MAX_LINE, len(folded), _MAX_LINE)})
    return list(itertools.pairwise([*ordered, len(folded)]))


def _broken_cells(sheet: Sheet, line: Line, folded: str) -> list[tuple[int, int]]:
    """Return the lines between the breaks of a table's cell in Markdown: 1 開会<br>2 …, <li>…."""
    breaks = [match.span() for match in _BREAK.finditer(folded)]
    sheet.ledger.claim([(line.no, *span) for span in breaks], "rule", "line_break")
    return list(
        zip([0, *(end for _, end in breaks)], [*(at for at, _ in breaks), len(folded)], strict=True)
    )


def _cells(sheet: Sheet, line: Line) -> list[tuple[int, int]]:
    """Return the cells between the drawn bars of one line; the bars are claimed as rules."""
    parts: list[tuple[int, int]] = []
    begin: int | None = None
    for at, char in enumerate(line.text):
        if char in _FRAME:
            sheet.ledger.claim([(line.no, at, at + 1)], "rule", "page_furniture")
            if begin is not None:
                parts.append((begin, at))
                begin = None
        elif begin is None:
            begin = at
    if begin is not None:
        parts.append((begin, len(line.text)))
    return parts


@lru_cache(maxsize=1024)
def _columns(space: str) -> int:
    return sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in space)
