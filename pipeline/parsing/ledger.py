"""The books of one document: which character went where, and what each record is called.

Every non-space character is claimed once: by a record, by a recognised role, or at the end by
``residue``. Ids name a record's kind and place, so they do not change with the software.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import attrgetter

from pipeline.model import Document, Line, Passage, Place
from pipeline.parsing.folding import fold

__all__ = ["Ledger", "Span"]

Span = tuple[int, int, int]
"""A stretch of source: line number, start, end (half-open code points of the line's text)."""

_BULLETS = frozenset("・*◦▪■□●○◎◆◇※-")
_COUNTS = re.compile(r"[(]?[0-9]{1,3}[).、:]?|[①-⑳]")  # what the number of a row or an entry is
_QUOTES = frozenset("\"'“”")
_START = attrgetter("start")
_LONG = 400  # characters; longer lines hold many records, so their characters are counted once


class Ledger:
    """Claims on the characters of a document, and the ids and places that follow from them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._prefix = document.sha256[:16]
        self._lines = {line.no: line for line in document.lines}
        self._claims: dict[int, list[Passage]] = {}
        self._before: dict[int, int] = {}
        self._counted: dict[int, array[int]] = {}
        self._taken: set[str] = set()
        self._solid = 0
        page: int | None = None
        count = 0
        for line in document.lines:
            if line.page != page:
                page, count = line.page, 0
            self._before[line.no] = count
            if line.text:
                solid = len("".join(line.text.split()))
                count += solid
                self._solid += solid

    def claim(self, spans: Iterable[Span], role: str, rule: str, record_id: str = "") -> None:
        """Enter ``spans`` under a role; what an earlier claim holds stays with that claim."""
        for number, start, end in spans:
            held = self._claims.get(number)
            if held is None:
                held = self._claims[number] = []
            if not held or held[-1].end <= start:  # as nearly always: lines are read in order
                if start < end:
                    held.append(Passage(number, start, end, role, rule, record_id))
                continue
            for at, a, b in _free(held, start, end):
                held.insert(at, Passage(number, a, b, role, rule, record_id))

    def holds(self, span: Span) -> bool:
        """Tell whether any character of ``span`` has been claimed."""
        number, start, end = span
        held = self._claims.get(number)
        if not held:
            return False
        before = bisect_right(held, end - 1, key=_START)
        return before > 0 and held[before - 1].end > start

    def new_id(self, prefix: str, span: Span) -> str:
        """Return the id of the record that begins at ``span``.

        It holds the document, the kind (``prefix``), the page (0 without pages) and the number of
        non-space characters before it on that page.
        """
        number, start, _ = span
        line = self._lines[number]
        offset = self._before[number] + (self._solid_before(number, start) if start else 0)
        base = f"{self._prefix}-{prefix}{line.page or 0}.{offset}"
        made, nth = base, 1
        while made in self._taken:
            nth += 1
            made = f"{base}.{nth}"
        self._taken.add(made)
        return made

    def _solid_before(self, number: int, start: int) -> int:
        """Return the number of non-space characters of a line before ``start``."""
        text = self._lines[number].text
        if len(text) <= _LONG:
            return _solid(text[:start])
        counted = self._counted.get(number)
        if counted is None:
            solid = (not char.isspace() for char in text)
            counted = self._counted[number] = array("L", accumulate(solid, initial=0))
        return counted[min(start, len(text))]

    def place(self, spans: Sequence[Span]) -> Place:
        """Return the lines and pages that ``spans`` cover; ``spans`` must not be empty."""
        first = last = spans[0][0]
        for number, _, _ in spans[1:]:
            if number < first:
                first = number
            elif number > last:
                last = number
        page_first, page_last = self._lines[first].page, self._lines[last].page
        label = self._document.page_labels.get(page_first) if page_first else None
        return Place(
            line_first=first,
            line_last=last,
            page_first=page_first,
            page_last=page_last,
            page_label=label,
        )

    def text(self, span: Span) -> str:
        """Return the source characters of ``span``."""
        return self._lines[span[0]].text[span[1] : span[2]]

    def passages(self) -> tuple[Passage, ...]:
        """Return every claim in source order, the unclaimed non-space stretches as ``residue``."""
        out: list[Passage] = []
        for line in self._document.lines:
            if not line.text:
                continue
            held = self._claims.get(line.no)
            cursor = 0
            for passage in held or ():
                if passage.start > cursor:
                    before = _residue(line, cursor, passage.start)
                    out.extend(_bullets(before, line, passage) if not cursor else before)
                out.append(passage)
                cursor = passage.end
            if cursor < len(line.text):
                out.extend(_residue(line, cursor, len(line.text)))
        return tuple(out)

    def coverage(self, passages: Iterable[Passage]) -> float:
        """Return the share of non-space characters that are not residue (1.0 for no text)."""
        lost = sum(
            _solid(self._lines[p.line].text[p.start : p.end])
            for p in passages
            if p.role == "residue"
        )
        return 1.0 if not self._solid else (self._solid - lost) / self._solid


def _free(held: Sequence[Passage], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return the parts of ``start``..``end`` that no claim on the line holds, last first, each
    with the place of a claim on it among the others. Claims are in order and never overlap."""
    parts = []
    after = bisect_left(held, end, key=_START)
    while end > start:
        before = held[after - 1] if after else None
        begin = before.end if before is not None and before.end > start else start
        if begin < end:
            parts.append((after, begin, end))
        if before is None or before.end <= start:
            break
        end = before.start
        after -= 1
    return parts


def _residue(line: Line, start: int, end: int) -> Iterator[Passage]:
    """Yield the stretch of a line that nobody holds, without the spaces around it, if any."""
    rest = line.text[start:end]
    solid = rest.strip()
    if solid:
        begin = start + len(rest) - len(rest.lstrip())
        role, rule = "residue", "nothing_took_it"
        if _QUOTES.issuperset(solid):
            role, rule = "rule", "quotes_of_cell"
        yield Passage(line.no, begin, begin + len(solid), role, rule)


def _bullets(found: Iterator[Passage], line: Line, passage: Passage) -> Iterator[Passage]:
    """Give a mark or number at the head of a line to what it stands before: • 森本 保."""
    for one in found:
        text = fold(line.text[one.start : one.end])
        if text in _BULLETS:
            yield one._replace(role="bullet", rule="mark_before", record_id=passage.record_id)
        elif _COUNTS.fullmatch(text):
            yield one._replace(role="row_number", rule="number_before", record_id=passage.record_id)
        else:
            yield one


def _solid(text: str) -> int:
    return len("".join(text.split()))
