"""The document as the parser sees it: segments, each a physical line or a part of one.

Page furniture is set aside here. A document whose lines were collapsed into a few long ones is
cut again where header labels and speaker marks show that a line once began.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import Document, Line
from pipeline.parsing.folding import fold_all, unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.ledger import Ledger, Span
from pipeline.parsing.lines.collapsed import cut_points
from pipeline.parsing.lines.running_heads import PAGE_LENGTH, running_heads
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.speaker_forms import SYMBOLS
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["Cell", "Segment", "Sheet", "lay_out"]

_PAGE_NUMBER = re.compile(
    r"\s{0,80}(?:[-―~]\s{0,3}[0-9]{1,4}\s{0,3}[-―~]"
    r"|(?:[Pp]age|[Pp]\.?|ページ|頁)\s{0,2}(?:[0-9]{1,3}-)?[0-9]{1,4}:?"
    r"|[0-9]{1,4}\s?/\s?[0-9]{1,4}(?:\s?ページ)?|[(][0-9]{1,3}\s?/\s?[0-9]{1,3}[)]"
    r"|(?:[0-9]{1,3}-)?[0-9]{1,4}\s?(?:ページ|頁))\s{0,80}"
)
_RULED = re.compile(r"[\s:─━│┃┌┐└┘├┤┬┴┼―\-=_+|＿￣*~…‥○.]{3,}")
_RULES = frozenset("─━│┃┌┐└┘├┤┬┴┼―-=_+|＿￣*~…‥○.")
_PAGE_ENDS = frozenset("0123456789-―~:ジ頁)")  # the last character of a page number
_LONGEST_PAGE_NUMBER = 30  # characters
_LONGEST_NUMBER = 6  # digits of the number of a row
_FULL = 24  # characters of a line that the edge of the page may have ended
_LONGEST_TITLE = 30  # characters
_LONGEST_BARE = 3  # digits of a page number
_FRAME = "│┃|┌┐└┘├┤┬┴┼─━"
_MAX_LINE = 10_000
_TWICE = re.compile(r"(?P<once>\S.{1,60}?)\s{1,4}(?P=once)")
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
    printed = list(_printed(document))
    unpaged = [one for one in printed if one.line.page is None]
    numbers = _page_numbers(unpaged) | _bracketed_page_numbers(unpaged)
    bare = _bare_page_numbers(unpaged)
    heads = _running_heads(unpaged, numbers | _a_page_apart(printed, bare))
    numbers |= bare
    digits = _digits(printed[:-1], _LONGEST_NUMBER)
    row_numbers = _row_numbers(printed, digits)
    label_numbers = _label_numbers(printed, digits)
    twice = _printed_twice(printed)
    gap = turned = False
    for line, folded, core, below_gap in printed:
        gap = gap or below_gap
        role = line.furniture
        if not role and line.page is None:
            if line.no in numbers:
                role = "page_number"
            elif line.no in heads and sheet.segments:  # its first line is the title
                role = "running_head"
        if line.no in row_numbers:
            role = "row_number"
        if line.no in label_numbers:
            role = "label_number"
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
    margin = len(text) - len(text.lstrip())
    if not parts:  # the line is whole, as nearly all are
        body = text.strip()
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
        if len(body) < 12 and _is_page_number(folded[start:end].strip()):
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


class _Printed(NamedTuple):
    """A line that is not blank: its text folded, that without the spaces around it, and whether a
    blank line stands above."""

    line: Line
    folded: str
    core: str
    gap: bool


def _printed(document: Document) -> Iterator[_Printed]:
    """Yield the lines that are not blank, their text folded, all of them at one go."""
    folded = fold_all([line.text for line in document.lines])
    gap = False
    for line, text in zip(document.lines, folded, strict=True):
        core = text.strip()
        if core:
            yield _Printed(line, text, core, gap)
        gap = not core


def _page_numbers(unpaged: Sequence[_Printed]) -> frozenset[int]:
    """Return the lines of a text file that hold a number in the form of page numbers: - 3 -."""
    return frozenset(
        one.line.no for one in unpaged if one.core[-1] in _PAGE_ENDS and _is_page_number(one.core)
    )


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


def _is_page_number(core: str) -> bool:
    if core[-1] not in _PAGE_ENDS or len(core) > _LONGEST_PAGE_NUMBER:
        return False
    return _PAGE_NUMBER.fullmatch(core) is not None


def _bare_page_numbers(lines: Sequence[_Printed]) -> frozenset[int]:
    """Return the lines of a text file that hold nothing but the next page number: 1, 2, 3 …

    A number with a header label on the next line numbers that label; a page is longer. Several
    that head titles over speakers number matters, and those of a list stand a few lines apart.
    """
    found: list[int] = []
    last = 0
    digits = _digits(lines, _LONGEST_BARE)
    matters = [at for at in digits if _numbers_matter(lines, at)]
    listed = set(matters if len(matters) > 1 else ())
    values = {at: int(lines[at].core) for at in digits}
    for at in digits:  # they count from 1: the last page may be as short
        below = [n for n in range(at + 2, at + _TITLE_LINES) if values.get(n) == values[at] + 1]
        if below and (values[at] == 1 or at in listed):
            listed.update((at, below[0]))
    for at in sorted(set(digits) - listed):
        following = lines[at + 1] if at + 1 < len(lines) else None
        paged = following is None or len(following.core) > 6 or at - last >= PAGE_LENGTH
        if int(lines[at].core) == len(found) + 1 and paged:
            found.append(lines[at].line.no)
            last = at
    return frozenset(found)


def _numbers_matter(lines: Sequence[_Printed], at: int) -> bool:
    """Tell whether a number stands above a title over a speaker: 2 / 会議録の承認 / ○教育長."""
    if not 0 < at < len(lines) - 2:
        return False
    above, title, below = (lines[line].core for line in (at - 1, at + 1, at + 2))
    named = len(title) <= _LONGEST_TITLE and not ends_sentence(title)
    return named and ends_sentence(above) and title[0] not in SYMBOLS and below[0] in SYMBOLS


def _a_page_apart(printed: Sequence[_Printed], numbers: Container[int]) -> frozenset[int]:
    """Return the lines of bare numbers if each has a page between it and the next, else none."""
    found = [at for at, one in enumerate(printed) if one.line.no in numbers]
    if any(right - left < PAGE_LENGTH for left, right in itertools.pairwise(found)):
        return frozenset()
    return frozenset(printed[at].line.no for at in found)


def _bracketed_page_numbers(lines: Sequence[_Printed]) -> frozenset[int]:
    """Return the lines of a text file that hold the next page number in brackets: (2) … (3).

    A page lies between them, or blank lines set them off and the first stands above all labels.
    """
    marks = [(at, _IN_BRACKETS.fullmatch(one.core)) for at, one in enumerate(lines)]
    found = {at: int(match["n"]) for at, match in marks if match}
    if any(b[1] != a[1] + 1 for a, b in itertools.pairwise(found.items())):
        return frozenset()
    apart = all(b - a >= PAGE_LENGTH for a, b in itertools.pairwise(found))
    if not (len(found) >= 2 and apart) and not _set_off_above(lines, found):
        return frozenset()
    return frozenset(lines[at].line.no for at in found)


def _set_off_above(lines: Sequence[_Printed], found: Mapping[int, int]) -> bool:
    """Tell whether blank lines surround each of some numbers, and 1 stands above all labels."""
    first = min(found, default=len(lines))
    return (
        found.get(first) == 1
        and all(lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap) for at in found)
        and not any(read_header_label(o.line.text.strip(), o.core) for o in lines[:first])
    )


def _row_numbers(printed: Sequence[_Printed], digits: Sequence[int]) -> frozenset[int]:
    """Return the lines that hold nothing but the number of a table's row, before its speaker."""
    found: list[int] = []
    for at in digits:
        if int(printed[at].core) != len(found) + 1:
            continue
        speaker = printed[at + 1].core
        if speaker not in header_fields() and read_label(speaker).strength >= 2:
            found.append(printed[at].line.no)
    return frozenset(found if len(found) >= _ROWS else ())


def _printed_twice(printed: Sequence[_Printed]) -> dict[int, int]:
    """Return where lines begin again that bold print made a converter read twice: 議題 議題."""
    found = {
        one.line.no: len(one.line.text) - len(one.line.text.lstrip()) + match.end("once")
        for one in printed
        if one.core[:2] in one.core[2:] and (match := _TWICE.fullmatch(one.core))
    }
    return found if len(found) >= _LABELS else {}


def _label_numbers(printed: Sequence[_Printed], digits: Sequence[int]) -> frozenset[int]:
    """Return the lines that hold nothing but the number of a header's label, which is below.

    開会 and その他 may also be entries of a list, whose number stands above them.
    """
    found: dict[int, int] = {}
    for at in digits:
        if len(printed[at].core) > _LONGEST_LABEL_NUMBER:
            continue
        label = printed[at + 1]
        number = int(printed[at].core)
        if number <= max(found.values(), default=0) or unspaced(label.core) in _PROCEDURE:
            continue
        if read_header_label(label.line.text.strip(), label.core):
            found[printed[at].line.no] = number
    return frozenset(found if len(found) >= _LABELS else ())


def _digits(lines: Sequence[_Printed], longest: int) -> list[int]:
    """Return the places of lines that hold so many digits at most, and nothing else."""
    return [
        at
        for at, one in enumerate(lines)
        if len(one.core) <= longest and one.core.isascii() and one.core.isdigit()
    ]


_TITLE_LINES = 7  # from the number of an entry to that of the next, at most
_IN_BRACKETS = re.compile(r"[(]\s?(?P<n>[0-9]{1,3})\s?[)]")
_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_LONGEST_LABEL_NUMBER = 2  # digits
_LABELS = 3  # labels with their numbers above that make a form
_ROWS = 4  # numbered speakers that make a table


def _running_heads(unpaged: Sequence[_Printed], numbered: Container[int]) -> frozenset[int]:
    """Return the lines of a text file that every page carried beside its number."""
    places = {at for at, one in enumerate(unpaged) if one.line.no in numbered}
    heads = running_heads([one.core for one in unpaged], places)
    return frozenset(unpaged[at].line.no for at in heads)


@lru_cache(maxsize=1024)
def _columns(space: str) -> int:
    return sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in space)
