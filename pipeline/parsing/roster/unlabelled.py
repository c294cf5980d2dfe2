"""People above the proceedings whom no label announces: their shape alone tells what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.headings import heads_absent
from pipeline.parsing.roster.over import Over
from pipeline.parsing.roster.record import Row

__all__ = ["unlabelled_rows"]

_PAIR = 2  # people at least of a list that its shape alone tells
_COLUMN = 4  # people at least in a column, each with a post elsewhere
_MEMBER = alternatives(load("roles")["member"])
_POSTS = tuple({*load("roles")["member"], *load("roles")["official"]})
_NAMED = re.compile(  # (部会長)森本 佳代 | (北浜市医師会 会長), 西田委員代理 大谷 実 | …
    rf"(?:[(【]\s?(?:{_MEMBER})\s?[)】]\s?)?(?:[^\s()|]{{1,5}}(?:{_MEMBER})代理\s{{1,4}})?"
    r"(?P<who>[^\s()|、。:0-9]{1,6}(?:\s{1,4}[^\s()|、。:0-9]{1,4})?)\s{0,8}"
    r"(?P<whence>\|?\s{0,8}[(][^()|]{2,40}[)]|\|\s{0,8}[^()|]{2,40})?\s{0,8}\|?\s{0,8}"
)
_WHENCE = re.compile(r"[(][^()|]{2,40}[)]\s{0,8}\|?")
_NAME_LIKE = 0.45
_LONGEST = 80  # characters of such a line


class _Named(NamedTuple):
    """Somebody named in a segment up to ``end``, whence they come, and the segment behind that."""

    segment: Segment
    end: int
    words: str
    whence: Span
    next: int


def unlabelled_rows(sheet: Sheet, header: Header) -> list[Row]:
    """Return the lines of people of a document whose header has no list of them."""
    return _in_lines(header) or _in_a_column(sheet, sheet.segments[: header.body_start])


def _in_lines(header: Header) -> list[Row]:
    """Lines of people before any label, known by their shape alone (東山会長、宇野委員)."""
    there = Over("委員", True, unheaded=True)
    rows: list[Row] = []
    for segment in [*header.title, *(s for f in header.fields for s, _ in f.values)]:
        text = segment.text
        if not is_people_list(text) or len(re.split(r"[、,]", text)) < _PAIR:
            continue
        if read_header_label(segment.raw, text) is not None:
            continue
        at = text.find("欠席")
        absent = heads_absent(text, at)
        rows.append(Row(segment, 0, at if absent else len(text), there))
        if absent:
            rows.append(Row(segment, absent.end(), len(text), replace(there, present=False)))
    return rows


def _in_a_column(sheet: Sheet, segments: Sequence[Segment]) -> list[Row]:
    """Names below each other, each with a post elsewhere in brackets beside or below it.

    The page lost the label of the list: 森本 佳代 | (北浜市医師会 会長).
    """
    run: list[_Named] = []
    at = 0
    while at < len(segments):
        if found := _named(segments, at):
            run.append(found)
            at = found.next
        elif len(run) >= _COLUMN:
            break
        else:
            run, at = [], at + 1
    posted = sum(unspaced(one.words).endswith(_POSTS) for one in run)
    if len(run) < _COLUMN or 2 * posted < len(run):
        return []
    sheet.ledger.claim([one.whence for one in run], "roster", "roster_line")
    members = Over("委員", True, unheaded=False)
    return [Row(one.segment, 0, one.end, replace(members, affiliation=one.words)) for one in run]


def _named(segments: Sequence[Segment], at: int) -> _Named | None:
    """Return who is named in a line, with a post elsewhere on it or on the next."""
    one = segments[at]
    named = _NAMED.fullmatch(one.text) if len(one.text) < _LONGEST else None
    if named is None or looks_like_name(unspaced(named["who"])) < _NAME_LIKE:
        return None
    end = named.end("who")
    beside = named["whence"] is not None
    below = one if beside else segments[min(at + 1, len(segments) - 1)]
    if not beside and not _WHENCE.fullmatch(below.text):
        return None
    start = end if beside else 0
    words = below.raw[start:].strip(" \u3000|｜│()（）")
    return _Named(one, end, words, below.part(start), below.index + 1)
