"""Which lines continue the paragraph of the line before them, by where they stand.

A line continues a paragraph if the line before it was full (what comes first on this line would
not have fitted there), if it begins where lines of that paragraph begin, and if no gap parts the
two. Pages and columns do not end a paragraph; furniture between the lines does not count.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.columns import column_of
from pipeline.reading.pdf_page import PageLine, PdfPage

__all__ = ["first_unit", "mark_paragraphs"]

_SLACK = 0.35  # em: how far short of the margin a full line may fall
_SAME_PLACE = 0.4  # em: beginnings that are one indent
_MAX_OUTDENT = 3.0  # em that following lines may stand left of the first
_MAX_HANG = 14.0  # em that following lines may stand right of the first: 委員長職務代理者：
_GAP = 1.35  # line pitches that part two paragraphs
_SIZE_CHANGE = 0.08
_STRETCHED = 0.75  # points by which a line stretched to the margin may miss it
_MIN_STRETCHED = 0.8  # of the full lines of a document whose lines are stretched
_MIN_FULL = 3  # lines that must reach equally far to show where the margin is
_MIN_MEASURE = 0.5  # of the page that lines must fill to show it

_TIERS = 10  # number of the first tier of a vertical page, among its columns

_OPENING = frozenset("「『（【〔［｛〈《([{")
_CLINGING = frozenset("、。，．,.」』）】〕］｝〉》)]}ーっゃゅょッャュョ々")
_WORD = re.compile(r"[!-~]{1,40}")
# A label at the beginning of a line: 委員：, ○会長（山田）, 【事務局】
_LABEL = re.compile(
    r"[^\s：:。、]{1,14}[：:]|[○◯●◎◇◆□■△▲▽▼☆★][^、。]|【[^】]{1,20}】|[＜<≪《][^＞>≫》]{1,20}[＞>≫》]$"
)
# What a paragraph may begin with where the one before it may be at its end: the number of an entry
# (1) １． ア、 ① ・ 第3, a label as （事務局） ［山田委員］ 委員） 会長・・・, an arrow ...
_ENTRY = re.compile(
    r"[(（][0-9０-９一二三四五六七八九十ア-ンa-z]{1,3}[)）]"
    r"|[0-9０-９]{1,3}[\s.．、)）]|[ア-ン][\s.．、)）]|[①-⑳]|[・･•※～⇒→]"
    r"|第[0-9０-９一二三四五六七八九十]{1,4}\s?[回章節条号]?\s"
    r"|[（(［\[〔][^）)］\]〕。、]{1,14}[）)］\]〕]"
    r"|[^\s。、（(［\[〔「『【]{1,12}[）)］\]〕]|[^\s。、]{1,8}(?:・・|……)"
    # ... or a whole line in brackets or dashes: （資料5に基づき、事務局から説明） ―拍手―
    r"|[（(［\[〔―-][^）)］\]〕―。]{1,60}[）)］\]〕―-]$"
)
_CLOSED = frozenset("。．！？!?】）)」』≫＞>")


@dataclass(slots=True)
class _Row:
    """A line in the direction of its writing: vertical lines are rows turned by a quarter."""

    line: PageLine
    start: float  # along the writing
    end: float
    across: float  # grows from line to line
    room: float  # extent of the page along the writing
    sheet: tuple[int, int]  # page, column of it: 0 for the whole width
    unit: float  # width of what may not be broken at its beginning
    left: float = 0.0  # edges of the column
    right: float = 0.0
    after_full: bool = False  # what begins it would not have fitted on the line before


def mark_paragraphs(pages: Sequence[PdfPage]) -> None:
    """Set ``continues`` on every line that is neither furniture nor in a table."""
    rows = [row for number, page in enumerate(pages) for row in _rows(number, page)]
    if not rows:
        return
    _set_edges(rows)
    for before, row in pairwise(rows):
        row.after_full = before.end + row.unit > before.right - _SLACK * row.line.size
    pitch = _pitch(rows)
    indented = _indented_starts(rows)
    justified = _is_justified(rows)
    first, following = rows[0], 0.0
    count = 0
    for before, row in zip(rows[:1] + rows, rows, strict=False):
        joined = (
            row.after_full  # the first row is not
            and not (before.line.in_table or row.line.in_table)
            and _is_close(before, row, pitch)
        )
        if joined:
            # A sentence that is not at its end goes on, whatever paragraphs do elsewhere.
            closed = before.line.text[-1] in _CLOSED
            place = following if count > 1 else None
            joined = (
                not (closed and justified and _falls_short(before))
                and _begins_in_place(row, first, place, indented if closed else frozenset())
                and not _opens(row, first, closed=closed)
            )
        if not row.line.in_table:
            row.line.continues = joined
        if joined:
            following = row.start - row.left
            count += 1
        else:
            first, count = row, 1


def _rows(number: int, page: PdfPage) -> Iterator[_Row]:
    body = [line for line in page.lines if not line.furniture]
    level = [line for line in body if not line.vertical]
    columns = iter(column_of(level))
    tier, before = _TIERS, 0.0
    for line in body:
        unit = first_unit(line.text) * line.size
        if line.vertical:
            tier += line.x1 > before + line.size > line.size  # back at the right: the next tier
            before = line.x1
            yield _Row(line, line.top, line.bottom, -line.x1, page.height, (number, tier), unit)
        else:
            sheet = number, next(columns)
            yield _Row(line, line.x0, line.x1, line.top, page.width, sheet, unit)


def _set_edges(rows: Sequence[_Row]) -> None:
    """Find the edges of the columns over all pages that have the same number of them."""
    groups: dict[int, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.sheet[1], []).append(row)
    for group in groups.values():
        size = statistics.median(row.line.size for row in group)
        left = _outermost(sorted(row.start for row in group), size)
        # Punctuation may hang over the margin; a line that ends in it says nothing of the margin.
        inside = [row.end for row in group if row.line.text[-1] not in "、。，．"]
        ends = inside or [row.end for row in group]
        right = _outermost(sorted(ends, reverse=True), size)
        if group[0].sheet[1] in (0, _TIERS):
            # Where few lines reach as far, none may be full: then margins are as wide at the end.
            reaching = sum(abs(row.end - right) < size for row in group)
            if reaching < _MIN_FULL or right - left < _MIN_MEASURE * group[0].room:
                right = max(right, group[0].room - left)
        for row in group:
            row.left, row.right = left, right


def _outermost(values: Sequence[float], size: float) -> float:
    """Return the first of the values, in order from outside in, that has others near it."""
    needed = min(3, max(1, len(values) // 30))
    for at, value in enumerate(values):
        beside = values[max(0, at - 4) : at + 5]
        if sum(abs(value - other) < size for other in beside) > needed:  # it counts itself
            return value
    return values[0]


def _pitch(rows: Sequence[_Row]) -> float:
    """Return the distance of lines within a paragraph, in points."""
    steps = Counter(
        int(10 * (after.across - before.across) + 0.5)
        for before, after in pairwise(rows)
        if before.sheet == after.sheet and after.across - before.across > 0.8 * after.line.size
    )
    if not steps:
        return 2.0 * rows[0].line.size
    needed = 0.08 * steps.total()
    for blur in (2, 6):  # tenths of a point; lines of scanned pages stand unevenly
        common = [s for s in steps if sum(steps[s + by] for by in range(blur)) > needed]
        if common:
            return (min(common) + blur / 2 - 1) / 10
    return statistics.median(steps.elements()) / 10


def _indented_starts(rows: Sequence[_Row]) -> frozenset[int]:
    """Return the indents (whole em) from which paragraphs go on one em further left."""
    drops: Counter[int] = Counter()
    stays: Counter[int] = Counter()
    for before, row in pairwise(rows):
        if not row.after_full:
            continue
        size = row.line.size
        indent = round((before.start - before.left) / size)
        shift = (row.start - row.left - before.start + before.left) / size
        if -1.6 < shift < -0.6:
            drops[indent] += 1
        elif abs(shift) < _SAME_PLACE:
            stays[indent] += 1
    return frozenset(indent for indent in drops if drops[indent] > stays[indent])


def _is_justified(rows: Sequence[_Row]) -> bool:
    """Tell whether full lines are stretched to the margin."""
    full = [before for before, row in pairwise(rows) if row.after_full]
    stretched = sum(not _falls_short(before) for before in full)
    return stretched > _MIN_STRETCHED * len(full)


def _falls_short(row: _Row) -> bool:
    """Tell whether a line does not reach the margin, as the last of a stretched paragraph."""
    return row.end < row.right - _STRETCHED


def first_unit(text: str) -> float:
    """Return the width in em of what may not be broken at the beginning of a line."""
    if text[:1] > "\u2000" and text[:1] not in _OPENING and text[1:2] not in _CLINGING:
        return 1.0  # most lines: a character that is wide and alone
    width, at = 0.0, 0
    while at < len(text) and text[at] in _OPENING and not text[at].isascii():
        width += 1.0
        at += 1
    word = _WORD.match(text, at)
    if word:
        width += 0.5 * len(word[0])
        at = word.end()
    else:
        width += 1.0
        at += 1
    while at < len(text) and text[at] in _CLINGING and width < 4:
        width += 0.5 if text[at].isascii() else 1.0
        at += 1
        if text[at - 1] in "、，" and (word := _WORD.match(text, at)):
            return width + 0.5 * len(word[0])  # LibreOffice does not break between 、 and Latin
    return width


def _is_close(before: _Row, row: _Row, pitch: float) -> bool:
    if abs(row.line.size - before.line.size) > _SIZE_CHANGE * before.line.size:
        return False
    if row.line.vertical != before.line.vertical:
        return False
    page, column = before.sheet
    if row.sheet[0] != page or (row.sheet[1] != column and row.sheet[1] and column):
        return True
    return 0 < row.across - before.across < _GAP * pitch


def _begins_in_place(
    row: _Row, first: _Row, following: float | None, indented: frozenset[int]
) -> bool:
    size = row.line.size
    start = row.start - row.left
    if following is not None:
        return abs(start - following) < _SAME_PLACE * size
    shift = (start - (first.start - first.left)) / size
    if abs(shift) < _SAME_PLACE:
        return round((first.start - first.left) / size) not in indented
    return -_MAX_OUTDENT <= shift <= _MAX_HANG


def _opens(row: _Row, first: _Row, *, closed: bool) -> bool:
    """Tell whether a line that stands where one could go on begins a paragraph by its mark.

    ``closed`` tells that the line before ends as a paragraph may.
    """
    shift = (row.start - row.left - first.start + first.left) / row.line.size
    if shift > _SAME_PLACE:  # further right than the paragraph began: inside its hang
        return False
    text = row.line.text
    return bool(_LABEL.match(text)) or (closed and bool(_ENTRY.match(text)))
