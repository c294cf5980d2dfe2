"""Tables of people whose columns were written one after the other: all names, then all posts.

A converter that goes down the columns of a page gives every cell a line of its own. Columns of
equal length that stand one below the other, one of them of names, are laid again row by row; so are
rows that hold one column each (氏名 吉留 実 丹治 京子 / 出欠 出 欠).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import groups, load, numbering_words, posts
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.names import looks_like_name, looks_like_surname
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["lay_people"]

_MARKS = load("groups")["marks"]
_POSTS = frozenset(posts())
_LEADERS = frozenset([*load("roles")["chair"], *load("roles")["deputy_chair"]])
_ENDS = frozenset(word[-1] for word in _LEADERS)
_HEADS = frozenset(_MARKS["columns"])
_WORDS_OF_HEADS = tuple(_HEADS)
_FIRST = frozenset(word[0] for word in _HEADS)
_OF_NAMES = frozenset(word for word in _HEADS if word.endswith(("氏名", "名前", "委員名")))
_ATTENDANCE = frozenset([*_MARKS["absent"], *_MARKS["present"], *_MARKS["absent_marks"], "○", "〇"])
_NUMBER = re.compile(r"[(]?[0-9]{1,3}[).]?番?")
_WIDE = re.compile(r"[ ]{2,}|[\u3000\t]+")
_WORDS = re.compile(r"[\u3400-\u9fff々〆ヶヵケノ之ぁ-ゖァ-ヺー]{1,5}")
_ENDS_NO_NAME = frozenset("。、:)」】0123456789")
_FEWEST, _MOST = 2, 120  # rows of a table
_LONGEST = 30  # characters of a cell
_LONGEST_NAME = 8
_AT_THE_HEAD = 300  # lines of a document among which its people stand
_LIKELY = 0.8  # share of a column of names that reads as such


class _Cell(NamedTuple):
    """A line that holds one cell: H a head, I a number, P a post, N a name, M a mark of attendance,
    D something else, "" no cell."""

    segment: Segment
    kind: str


def lay_people(sheet: Sheet) -> None:
    """Lay columns of people that stand one after the other again, row by row."""
    changes: dict[int, list[Segment]] = {}
    head = sheet.segments[:_AT_THE_HEAD]
    for at, lines in _side_rows(head):
        columns = [[_Cell(cell, _kind(cell)) for cell in line[1:]] for line in lines]
        of_names = next(n for n, line in enumerate(lines) if unspaced(line[0].text) in _OF_NAMES)
        laid = _laid(sheet, columns, of_names, [line[0] for line in lines])
        changes.update((at + n, []) for n in range(len(lines)))
        changes[at] = laid
    kinds = _kinds(head)
    if "N" in kinds:
        cells = [
            _Cell(segment, "" if segment.index in changes else kind)
            for segment, kind in zip(head, kinds, strict=True)
        ]
        for whole, stretch in groupby(cells, key=lambda cell: cell.kind != ""):
            found = list(stretch) if whole else []
            if any(cell.kind == "N" for cell in found):
                changes |= _headed(sheet, found) or _unheaded(sheet, found)
    for name, post in _posts_below(head):
        if not {name.index, post.index} & changes.keys():
            sheet.people[post.line.no, post.start], sheet.people[name.line.no, name.start] = (
                "P",
                "N",
            )
            changes |= {name.index: [post, name], post.index: []}
    sheet.relay(changes)


def _posts_below(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Yield names and the posts below them, each on a line: 沼尻 / 会長 / 根本 / 副会長.

    A post above the first name, or a name below the last post, tells that posts stand over names.
    """
    leading = [
        s.index for s in segments[1:] if s.text[-1] in _ENDS and unspaced(s.text) in _LEADERS
    ]
    end = 0
    for at in (post - 1 for post in leading):
        if at < end or (at > 0 and _is_post(segments[at - 1])):
            continue
        end = at
        while (
            end + 1 < len(segments) and _is_post(segments[end + 1]) and _is_somebody(segments[end])
        ):
            end += 2
        over = end < len(segments) and _is_somebody(segments[end])
        if end - at >= 2 * _FEWEST and not over:
            yield from zip(segments[at:end:2], segments[at + 1 : end : 2], strict=True)


def _is_somebody(segment: Segment) -> bool:
    if not (_may_be_cell(segment) and _may_be_name(segment.text)) or _is_post(segment):
        return False
    return looks_like_surname(unspaced(segment.text)) or _is_name(segment.text)


def _is_post(segment: Segment) -> bool:
    return unspaced(segment.text) in _POSTS


def _kinds(segments: Sequence[Segment]) -> list[str]:
    """Return what each line holds; none is a cell where too few may be for a column of names."""
    kinds = [""] * len(segments)
    names = {at for at, s in enumerate(segments) if _may_be_name(s.text)}
    if not any(at + 1 in names for at in names):
        return kinds
    for short, run in groupby(range(len(segments)), key=lambda at: _may_be_cell(segments[at])):
        places = list(run) if short else []
        if len(places) < 2 * _FEWEST:
            continue
        named = names.intersection(places)
        told = {at: _kind(segments[at]) for at in named if {at - 1, at + 1} & named}
        heads = sum(unspaced(segments[at].text) in _HEADS for at in places)
        if heads < _FEWEST and not any(k == "N" == told.get(at + 1) for at, k in told.items()):
            continue
        for at in places:
            kinds[at] = told[at] if at in told else _kind(segments[at])
    return kinds


def _may_be_cell(segment: Segment) -> bool:
    text = segment.text
    return len(text) <= _LONGEST and ":" not in text and not ends_sentence(text)


def _kind(segment: Segment) -> str:
    if not _may_be_cell(segment):
        return ""
    text, solid = segment.text, unspaced(segment.text)
    if solid in _HEADS:
        return "H"
    if _NUMBER.fullmatch(solid):
        return "I"
    if solid in _ATTENDANCE:
        return "M"
    label = read_label(solid)
    if label.strength >= 2 and label.role and label.name is None and solid not in ("事務局",):
        return "P"
    if solid in groups() or solid in numbering_words():
        return ""
    if read_header_label(segment.raw, text) is not None:
        return ""
    return "N" if _is_name(text) else "D"


def _may_be_name(text: str) -> bool:
    if len(text) > _LONGEST or text[-1] in _ENDS_NO_NAME or "、" in text:
        return False
    words = text.split()
    return len("".join(words)) <= _LONGEST_NAME and all(map(_WORDS.fullmatch, words))


def _is_name(text: str) -> bool:
    if not _may_be_name(text):
        return False
    words = text.split()
    solid = "".join(words)
    if len(words) == 2:
        return looks_like_surname(words[0]) or looks_like_name(solid) >= 0.3
    return looks_like_name(solid) >= (0.7 if len(words) == 1 else 0.3)


def _headed(sheet: Sheet, cells: Sequence[_Cell]) -> dict[int, list[Segment]]:
    """Lay a table whose columns have heads: 所属 / … / 氏名 / …, or both heads first."""
    first = next((at for at, cell in enumerate(cells) if cell.kind == "H"), len(cells))
    table = cells[first:]
    heads = [at for at, cell in enumerate(table) if cell.kind == "H"]
    names = [unspaced(table[at].segment.text) for at in heads]
    of_names = next((n for n, name in enumerate(names) if name in _OF_NAMES), None)
    held = [cell for cell in table if cell.kind != "H"]
    if of_names is None or len(heads) < 2 or len(held) < _FEWEST * len(heads):
        return {}
    if heads == list(range(len(heads))):
        if by_rows := _by_rows(held, len(heads), of_names):
            return _relaid(sheet, table[: len(heads)], by_rows, of_names)
        size, rest = divmod(len(held), len(heads))
        if rest:
            return {}
    else:
        size = heads[1] - 1
        if heads != [n * (size + 1) for n in range(len(heads))] or len(held) < size * len(heads):
            return {}
    columns = [held[n * size : (n + 1) * size] for n in range(len(heads))]
    likely = [sum(cell.kind == "N" for cell in column) for column in columns]
    if not _FEWEST <= size <= _MOST or likely[of_names] < _LIKELY * size:
        return {}
    if min(likely) == size:
        return {}  # two columns of names
    return _relaid(sheet, [table[at] for at in heads], columns, of_names)


def _by_rows(held: Sequence[_Cell], width: int, of_names: int) -> list[Sequence[_Cell]]:
    """Return the columns of cells that stand row by row below all heads, none if they do not."""
    rows = len(held) // width
    columns = [held[n : rows * width : width] for n in range(width)]
    likely = [sum(cell.kind == "N" for cell in column) for column in columns]
    return columns if likely[of_names] >= _LIKELY * rows > min(likely) and rows >= _FEWEST else []


def _relaid(
    sheet: Sheet, heads: Sequence[_Cell], columns: Sequence[Sequence[_Cell]], of_names: int
) -> dict[int, list[Segment]]:
    """Return the changes that lay a table with heads again."""
    laid = _laid(sheet, columns, of_names, [head.segment for head in heads])
    used = [cell.segment.index for cells in (heads, *columns) for cell in cells]
    return {index: [] for index in used} | {min(used): laid}


def _unheaded(sheet: Sheet, cells: Sequence[_Cell]) -> dict[int, list[Segment]]:
    """Lay columns of names, posts, numbers and marks of equal length that follow one another."""
    changes: dict[int, list[Segment]] = {}
    runs = [list(run) for _, run in groupby(cells, key=lambda cell: cell.kind)]
    runs = [run for run in runs if run[0].kind != "H"]
    at = 0
    while at < len(runs):
        size, end = len(runs[at]), at
        kinds: set[str] = set()
        while end < len(runs) and len(runs[end]) == size and runs[end][0].kind not in kinds:
            kinds.add(runs[end][0].kind)
            end += 1
        if not (_FEWEST <= size <= _MOST and {"N"} < kinds <= set("INPM")):
            at += 1
            continue
        columns = runs[at:end]
        of_names = next(n for n, column in enumerate(columns) if column[0].kind == "N")
        laid = _laid(sheet, columns, of_names, [])
        changes.update((cell.segment.index, []) for column in columns for cell in column)
        changes[columns[0][0].segment.index] = laid
        at = end
    return changes


def _laid(
    sheet: Sheet, columns: Sequence[Sequence[_Cell]], of_names: int, heads: Sequence[Segment]
) -> list[Segment]:
    """Return the cells of a table row by row, the name last, and note what each of them is."""
    sheet.ledger.claim([head.span for head in heads], "table_head", "columns_of_people")
    kinds = [_kind_of_column(column) for column in columns]
    kinds[of_names] = "N"
    others = [n for n in range(len(columns)) if n != of_names]
    of_posts = [n for n in others if all(cell.kind == "P" for cell in columns[n])]
    laid = []
    for row in zip(*columns, strict=True):
        for n in (*others, of_names):
            segment, own = row[n].segment, row[n].kind
            known = kinds[n] not in "PD" or own not in "PD"
            elsewhere = of_posts and n not in of_posts and own == "P"  # 会長 / 佐竹 裕二 / 副市長
            own = kinds[n] if known else "D" if elsewhere else own
            sheet.people[segment.line.no, segment.start] = own
            laid.append(segment)
    return laid


def _kind_of_column(column: Sequence[_Cell]) -> str:
    """Return what most cells of a column are."""
    return Counter(cell.kind for cell in column).most_common(1)[0][0]


def _side_rows(segments: Sequence[Segment]) -> Iterator[tuple[int, list[list[Segment]]]]:
    """Yield where lines begin that are columns each, and their cells: 氏名 吉留 実 丹治 京子."""
    end = 0
    for at, segment in enumerate(segments):
        if at < end or segment.text[0] not in _FIRST:
            continue
        lines: list[list[Segment]] = []
        while at + len(lines) < len(segments):
            cells = _line_of_cells(segments[at + len(lines)])
            if len(cells) <= _FEWEST or (lines and len(cells) != len(lines[0])):
                break
            lines.append(cells)
        if len(lines) > 1 and sum(unspaced(line[0].text) in _OF_NAMES for line in lines) == 1:
            yield at, lines
        end = at + len(lines)


def _line_of_cells(segment: Segment) -> list[Segment]:
    """Return the cells of a line whose first is the head of a column of people."""
    if not segment.text.startswith(_WORDS_OF_HEADS):
        return []
    cuts = [gap.end() for gap in _WIDE.finditer(segment.raw)]
    cells = segment.pieces(cuts) if cuts else []
    return cells if cells and unspaced(cells[0].text) in _HEADS else []
