"""Rows of a table whose columns stand side by side in the lines of a text, wrapped in their cells.

A converter that keeps the look of a page prints the second line of a cell beside the second line of
its neighbour, and breaks a label over the lines of a narrow column (相沢委 / 員). Here the columns
are found by where their cells begin, and the rows are laid again, cell after cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.parsing.folding import unspaced, width
from pipeline.parsing.lines.question_cells import heads_rows
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.lines.table_heads import Head
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["LaidRow", "Part", "lay_questions", "lay_speakers", "text_of"]

_CHUNK = re.compile(r"\S+(?:[ \t](?=\S)\S+)*")
_TOKEN = re.compile(r"(?:[0-9]{1,3}\s{1,4})?(?P<label>\S{1,12})(?:\s{1,4}(?P<rest>\S.*))?$")
_IN_BRACKETS = re.compile(r"[(（](?P<inside>[^()（）]{1,12})[)）]")
_NEAR = 2  # columns by which the cells of one column may begin apart
_NARROW = 3  # columns that a column has at least
_SAMPLE = 200  # lines that tell where the columns begin
_STRANGE = 2  # lines across the columns that end a table of questions
_LONGEST_JOINED = 16  # characters of a broken label
_LONGEST_END = 5  # characters of the end of a broken label

Part = tuple[Segment, int, int]
"""A stretch of a segment: the text of one cell on one line."""


@dataclass(slots=True)
class LaidRow:
    """A row laid again: what stands beside it, the parts of its label or question, its speech.

    A row of a line that fits no column has ``beside`` alone.
    """

    beside: list[Part] = field(default_factory=list)
    first: list[Part] = field(default_factory=list)
    second: list[Part] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The label or the question, its parts joined."""
        return "".join(_raw(part) for part in self.first)


def lay_questions(head: Head, segments: Sequence[Segment]) -> tuple[list[LaidRow], int]:
    """Return the rows of a table of questions and answers, and of how many segments they are."""
    columns = _columns(head, segments)
    if columns is None:
        return [], 0
    pair = head.pairs[0]
    lines = [_cells(segment, columns) for segment in segments]
    pointed = any(
        ends_sentence(text_of(part))
        for cells in lines
        if cells
        for part in cells
        if part is not None
    )
    rows: list[LaidRow] = []
    row: LaidRow | None = None
    strange, used = 0, 0
    for count, (segment, cells) in enumerate(zip(segments, lines, strict=True), start=1):
        if cells is None:
            strange += 1
            if strange >= _STRANGE:
                break
            row = None
            rows.append(LaidRow(beside=[(segment, 0, len(segment.raw))]))
            continue
        asked, answered = cells[pair.first], cells[pair.second]
        if answered is None and asked is not None and heads_rows(text_of(asked)):
            row = None  # 【抽出案件1】 … over the rows about it
            rows.append(LaidRow(beside=[asked]))
            continue
        others = [p for at, p in enumerate(cells) if p and at not in (pair.first, pair.second)]
        whole = row is not None and (
            not pointed
            or all(cell and ends_sentence(text_of(cell[-1])) for cell in (row.first, row.second))
        )
        if row is None or (asked is not None and whole and (pointed or answered is not None)):
            row = LaidRow()
            rows.append(row)
        strange, used = 0, count if answered is not None else used
        row.beside += others
        if asked is not None:
            row.first.append(asked)
        if answered is not None:
            row.second.append(answered)
    return list(_answered(rows)), used


def lay_speakers(head: Head, segments: Sequence[Segment]) -> list[LaidRow] | None:
    """Return the rows of a table of speakers, if they must be laid again; else ``None``.

    They must where more than two columns stand side by side, and where a label is broken.
    """
    pair = head.pairs[0]
    rows: list[LaidRow] = []
    broken = False
    if head.parted == "words":
        lines = list(_words(segments))
    else:
        columns = _columns(head, segments)
        if columns is None:
            return None
        lines = [_pick(_cells(s, columns), pair.first, pair.second) for s in segments]
    row: LaidRow | None = None
    waiting: list[Part] = []  # numbers and topics above the label of their row
    for segment, cells, following in zip(segments, lines, [*lines[1:], None], strict=True):
        if cells is None:
            row = None
            rows.append(LaidRow(beside=[*waiting, (segment, 0, len(segment.raw))]))
            waiting = []
            continue
        others, label, spoken = cells
        if others and label is None and spoken is None:
            waiting += others
            continue
        speaks = following is not None and following[1] is None
        beside = spoken is not None
        if label and row and not others and _goes_on(row, label, beside=beside, below=speaks):
            row.first.append(label)
            broken = True
        elif label is not None:
            row = LaidRow(beside=[*waiting, *others], first=[label])
            rows.append(row)
            others, waiting = [], []
        if row is None or (others and label is None):
            rows.append(LaidRow(beside=[*others, *([spoken] if spoken else [])]))
            continue
        if spoken is not None:
            row.second.append(spoken)
    if waiting:
        rows.append(LaidRow(beside=waiting))
    return rows if broken or len(head.cells) > 2 else None


_Line = tuple[list[Part], Part | None, Part | None]


def _pick(cells: list[Part | None] | None, first: int, second: int) -> _Line | None:
    if cells is None:
        return None
    others = [part for at, part in enumerate(cells) if part and at < first]
    behind = [part for at, part in enumerate(cells) if part and at > second]
    spoken = cells[second]
    if spoken is None and behind and cells[first] is None:
        return None
    return others, cells[first], spoken


def _words(segments: Sequence[Segment]) -> Iterator[_Line | None]:
    """Yield the cells of lines in which one space parts a known or broken label from speech."""
    before = ""
    for at, segment in enumerate(segments):
        found = _TOKEN.match(segment.text)
        following = _TOKEN.match(segments[at + 1].text) if at + 1 < len(segments) else None
        token = found["label"] if found else ""
        known = read_label(token).strength >= 2
        begins = following is not None and not known and _is_broken(token, following["label"])
        ends = bool(before) and bool(token) and _is_broken(before, token)
        if found and (known or begins or ends):
            label = (segment, found.start("label"), found.end("label"))
            rest = (segment, found.start("rest"), len(segment.raw)) if found["rest"] else None
            yield [], label, rest
            before = token
        else:
            yield [], None, (segment, 0, len(segment.raw))
            before = ""


def _goes_on(row: LaidRow, label: Part, *, beside: bool, below: bool) -> bool:
    """Tell whether a cell goes on with the label of the row above: 委 員 / 長, 浅野副 / 会長.

    ``beside`` and ``below`` tell where speech stands that may be that of the cell.
    """
    if label[0].line.no - row.first[-1][0].line.no > _NEAR:
        return False
    whole = bool(row.second) and ends_sentence(text_of(row.second[-1]))
    if whole and (beside or (below and read_label(_raw(label)).strength >= 1)):
        return False
    if _is_broken(row.label, _raw(label)) or _says_who(row.label, _raw(label)):
        return True
    joined = row.label + _raw(label)  # 社会福祉 / 協議会: nobody is named who says nothing
    known = [read_label(text).strength >= 2 for text in (row.label, _raw(label))]
    return not row.second and not all(known) and len(unspaced(joined)) <= _LONGEST_JOINED


def _is_broken(before: str, token: str) -> bool:
    """Tell whether two cells are one label: 中央図 / 書館長, 委員 / 長; not 会長 / 事務局."""
    before, token = unspaced(before), unspaced(token)
    if not before or not token or len(token) > _LONGEST_END:
        return False
    if token[0] in "(（" or before[-1] in ")）":
        return False
    joined, one, other = read_label(before + token), read_label(before), read_label(token)
    if joined.strength < 2:
        return False
    if one.strength >= 2:
        return other.strength < 2 and joined.role is not None and joined.role.endswith(token)
    if joined.name is None:
        return joined.role == joined.text  # 契約検 / 査課長
    return other.strength < 2 or other.strength == 3


def _says_who(before: str, token: str) -> bool:
    """Tell whether a cell in brackets says who of the one above it speaks: 事務局 / (館長)."""
    found = _IN_BRACKETS.fullmatch(unspaced(token))
    return (
        found is not None
        and read_label(found["inside"]).strength >= 1
        and read_label(before).strength >= 2
        and unspaced(before)[-1] not in ")）"
    )


def _answered(rows: Sequence[LaidRow]) -> Iterator[LaidRow]:
    """Yield rows; one without an answer goes on with the question before, or is no row."""
    last: LaidRow | None = None
    for row in rows:
        if row.first and not row.second:
            text = text_of(row.first[0])
            entry = read_enumerator(text)
            if last is not None and entry is None and not row.first[0][0].gap and not row.beside:
                last.first += row.first
                continue
            row = LaidRow(beside=[*row.beside, *row.first])
        last = row if row.first else None
        yield row


def _columns(head: Head, segments: Sequence[Segment]) -> list[int] | None:
    """Return where the columns of a table begin, in half-width characters, or ``None``."""
    starts: Counter[int] = Counter()
    several = 0
    for segment in segments[:_SAMPLE]:
        chunks = _chunks(segment)
        several += len(chunks) > 1
        starts.update(left for _, _, left, _ in chunks)
    if not several:
        return None
    margin = min(starts)
    groups: list[list[int]] = []
    for left in sorted(starts):
        if left - margin < _NARROW:
            continue
        if groups and left - groups[-1][0] <= _NEAR:
            groups[-1].append(left)
        else:
            groups.append([left])
    counted = [(sum(starts[left] for left in group), group[0]) for group in groups]
    wanted = len(head.cells) - 1
    found = sorted(counted, key=lambda one: (-one[0], one[1]))[:wanted]
    if len(found) < wanted or any(count < max(2, 0.3 * several) for count, _ in found):
        return None
    return [margin, *sorted(left for _, left in found)]


def _chunks(segment: Segment) -> list[tuple[int, int, int, int]]:
    """Return the pieces of a line that wide spaces part: start, end, left and right column."""
    at, column = 0, width(segment.line.text[: segment.start]) + _margin(segment)
    out = []
    for found in _CHUNK.finditer(segment.raw):
        left = column + width(segment.raw[at : found.start()])
        right = left + width(found[0])
        out.append((found.start(), found.end(), left, right))
        at, column = found.end(), right
    return out


def _margin(segment: Segment) -> int:
    """Return where the line of a page begins, in half-width characters of its own size."""
    line = segment.line
    if line.x0 is None or line.x1 is None:
        return 0
    columns = width(line.text)
    return round(line.x0 * columns / (line.x1 - line.x0)) if columns and line.x1 > line.x0 else 0


def _cells(segment: Segment, columns: Sequence[int]) -> list[Part | None] | None:
    """Return what stands in each column of a line; ``None`` if something stands across two."""
    cells: list[Part | None] = [None] * len(columns)
    for start, end, left, right in _parted(segment, columns):
        at = max((i for i, begin in enumerate(columns) if begin <= left + _NEAR), default=0)
        if at + 1 < len(columns) and right > columns[at + 1] + 1:
            return None
        held = cells[at]
        cells[at] = (segment, held[1] if held else start, end)
    return cells


def _parted(segment: Segment, columns: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pieces of a line, cut also where one space stands before a column."""
    for start, end, left, right in _chunks(segment):
        column, begin, first = left, left, start
        for at in range(start, end):
            if at > first and segment.raw[at - 1].isspace() and column in columns:
                yield first, at - 1, begin, column - 1
                first, begin = at, column
            column += width(segment.raw[at])
        yield first, end, begin, right


def _raw(part: Part) -> str:
    segment, start, end = part
    return segment.raw[start:end]


def text_of(part: Part) -> str:
    """Return the folded text of one cell on one line."""
    segment, start, end = part
    return segment.text[start:end]
