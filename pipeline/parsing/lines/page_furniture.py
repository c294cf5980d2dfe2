"""What pages, forms and converters print around the text, line by line: numbers and running heads.

Numbers of pages, of a table's rows and of a form's labels stand on lines of their own; they are
told apart by what stands beside them and by how they go on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model import Document, Line
from pipeline.parsing.folding import fold_all, unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.running_heads import PAGE_LENGTH, running_heads
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.speaker_forms import SYMBOLS
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = [
    "Printed",
    "all_dashed",
    "furniture",
    "glued_page_numbers",
    "is_page_number",
    "printed_lines",
    "printed_twice",
]

_PAGE_NUMBER = re.compile(
    r"\s{0,80}(?:[-―~]\s{0,3}[0-9]{1,4}\s{0,3}[-―~]"
    r"|(?:[Pp]age|[Pp]\.?|ページ|頁)\s{0,2}(?:[0-9]{1,3}-)?[0-9]{1,4}:?"
    r"|[0-9]{1,4}\s?/\s?[0-9]{1,4}(?:\s?ページ)?|[(][0-9]{1,3}\s?/\s?[0-9]{1,3}[)]"
    r"|(?:[0-9]{1,3}-)?[0-9]{1,4}\s?(?:ページ|頁))\s{0,80}"
)
_GLUED_NUMBER = re.compile(r"\s{0,20}[-―~]\s?(?P<n>[0-9]{1,3})\s?[-―~]\s{0,4}(?=\S)")
_DASHES = frozenset("-―~")
_PAGES = 3
_PAGE_HEAD = re.compile(r"Page\s?[0-9]{1,4}\s?:\s{0,3}(?P<head>\S.*)")
_PAGE_ENDS = frozenset("0123456789-―~:ジ頁)")  # the last character of a page number
_LONGEST_PAGE_NUMBER = 30  # characters
_LONGEST_NUMBER = 6  # digits of the number of a row
_LONGEST_TITLE = 30  # characters
_LONGEST_BARE = 3  # digits of a page number
_TWICE = re.compile(r"(?P<once>\S.{1,60}?)\s{1,4}(?P=once)")
_TITLE_LINES = 7  # from the number of an entry to that of the next, at most
_IN_BRACKETS = re.compile(r"[(]\s?(?P<n>[0-9]{1,3})\s?[)]")
_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_LONGEST_LABEL_NUMBER = 2  # digits
_LABELS = 3  # labels with their numbers above that make a form
_ROWS = 4  # numbered speakers that make a table
_DASHED = 10  # lines with a dash before them
_SPEAK = 3  # of them that name who speaks


class Printed(NamedTuple):
    """A line that is not blank: its text folded, that without the spaces around it, and whether a
    blank line stands above."""

    line: Line
    folded: str
    core: str
    gap: bool


def printed_lines(document: Document) -> Iterator[Printed]:
    """Yield the lines that are not blank, their text folded, all of them at one go."""
    folded = fold_all([line.text for line in document.lines])
    gap = False
    for line, text in zip(document.lines, folded, strict=True):
        core = text.strip()
        if core:
            yield Printed(line, text, core, gap)
        gap = not core


def furniture(printed: Sequence[Printed]) -> dict[int, str]:
    """Return what lines are that are no part of the text, by their number."""
    unpaged = [one for one in printed if one.line.page is None]
    numbers = _page_numbers(unpaged) | _bracketed_page_numbers(unpaged)
    bare = _bare_page_numbers(unpaged)
    heads = _running_heads(unpaged, numbers | _a_page_apart(printed, bare))
    digits = _digits(printed[:-1], _LONGEST_NUMBER)
    return {
        **dict.fromkeys(heads | _headed_pages(unpaged), "running_head"),
        **dict.fromkeys(numbers | bare, "page_number"),
        **dict.fromkeys(_row_numbers(printed, digits), "row_number"),
        **dict.fromkeys(_label_numbers(printed, digits), "label_number"),
    }


def all_dashed(printed: Sequence[Printed]) -> bool:
    """Tell whether a converter put a dash before each line: - 会長 / - それでは、….

    Some of them are who speaks; points of a list name nobody.
    """
    dashed = [one.core[2:].strip() for one in printed if one.core[:2] == "- "]
    if len(dashed) < max(_DASHED, len(printed) // 2):
        return False
    return sum(read_label(text).strength >= _SPEAK for text in dashed) >= _SPEAK


def _page_numbers(unpaged: Sequence[Printed]) -> frozenset[int]:
    """Return the lines of a text file that hold a number in the form of page numbers: - 3 -."""
    return frozenset(
        one.line.no for one in unpaged if one.core[-1] in _PAGE_ENDS and is_page_number(one.core)
    )


def glued_page_numbers(printed: Sequence[Printed]) -> dict[int, int]:
    """Return where the text begins behind the number of a page that is glued to it: -2-と思う.

    By the number of the line. They count on, and a page lies between them.
    """
    begins = [at for at, one in enumerate(printed) if one.core[0] in _DASHES]
    found = [(at, match) for at in begins if (match := _GLUED_NUMBER.match(printed[at].folded))]
    counted = all(
        int(b["n"]) == int(a["n"]) + 1 and to - at >= PAGE_LENGTH
        for (at, a), (to, b) in itertools.pairwise(found)
    )
    if len(found) < _PAGES or not counted:
        return {}
    return {printed[at].line.no: match.end() for at, match in found}


def is_page_number(core: str) -> bool:
    """Tell whether a folded line, or a part of one, has the form of a page number: - 3 -, 2/8."""
    if core[-1] not in _PAGE_ENDS or len(core) > _LONGEST_PAGE_NUMBER:
        return False
    return _PAGE_NUMBER.fullmatch(core) is not None


def _bare_page_numbers(lines: Sequence[Printed]) -> frozenset[int]:
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


def _numbers_matter(lines: Sequence[Printed], at: int) -> bool:
    """Tell whether a number stands above a title over a speaker: 2 / 会議録の承認 / ○教育長."""
    if not 0 < at < len(lines) - 2:
        return False
    above, title, below = (lines[line].core for line in (at - 1, at + 1, at + 2))
    named = len(title) <= _LONGEST_TITLE and not ends_sentence(title)
    return named and ends_sentence(above) and title[0] not in SYMBOLS and below[0] in SYMBOLS


def _a_page_apart(printed: Sequence[Printed], numbers: Container[int]) -> frozenset[int]:
    """Return the lines of bare numbers if each has a page between it and the next, else none."""
    found = [at for at, one in enumerate(printed) if one.line.no in numbers]
    if any(right - left < PAGE_LENGTH for left, right in itertools.pairwise(found)):
        return frozenset()
    return frozenset(printed[at].line.no for at in found)


def _bracketed_page_numbers(lines: Sequence[Printed]) -> frozenset[int]:
    """Return the lines of a text file that hold the next page number in brackets: (2) … (3).

    A page lies between them, or blank lines set them off and the first stands above all labels.
    """
    found = {
        at: int(match["n"])
        for at, one in enumerate(lines)
        if one.core[0] == "(" and (match := _IN_BRACKETS.fullmatch(one.core))
    }
    if any(b[1] != a[1] + 1 for a, b in itertools.pairwise(found.items())):
        return frozenset()
    apart = all(b - a >= PAGE_LENGTH for a, b in itertools.pairwise(found))
    if not (len(found) >= 2 and apart) and not _set_off_above(lines, found):
        return frozenset()
    return frozenset(lines[at].line.no for at in found)


def _set_off_above(lines: Sequence[Printed], found: Mapping[int, int]) -> bool:
    """Tell whether blank lines surround each of some numbers, and 1 stands above all labels."""
    first = min(found, default=len(lines))
    return (
        found.get(first) == 1
        and all(lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap) for at in found)
        and not any(read_header_label(o.line.text.strip(), o.core) for o in lines[:first])
    )


def _row_numbers(printed: Sequence[Printed], digits: Sequence[int]) -> frozenset[int]:
    """Return the lines that hold nothing but the number of a table's row, before its speaker."""
    found: list[int] = []
    for at in digits:
        if int(printed[at].core) != len(found) + 1:
            continue
        speaker = printed[at + 1].core
        if speaker not in header_fields() and read_label(speaker).strength >= 2:
            found.append(printed[at].line.no)
    return frozenset(found if len(found) >= _ROWS else ())


def printed_twice(printed: Sequence[Printed]) -> dict[int, int]:
    """Return where lines begin again that bold print made a converter read twice: 議題 議題."""
    found = {
        one.line.no: len(one.line.text) - len(one.line.text.lstrip()) + match.end("once")
        for one in printed
        if one.core[:2] in one.core[2:] and (match := _TWICE.fullmatch(one.core))
    }
    return found if len(found) >= _LABELS else {}


def _label_numbers(printed: Sequence[Printed], digits: Sequence[int]) -> frozenset[int]:
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


def _digits(lines: Sequence[Printed], longest: int) -> list[int]:
    """Return the places of lines that hold so many digits at most, and nothing else."""
    return [
        at
        for at, one in enumerate(lines)
        if "0" <= one.core[0] <= "9"
        and len(one.core) <= longest
        and one.core.isascii()
        and one.core.isdigit()
    ]


def _headed_pages(unpaged: Sequence[Printed]) -> frozenset[int]:
    """Return the lines that a converter put before each page, with the title: Page 2: …議事録."""
    lines = [one for one in unpaged if one.core[:4] == "Page"]
    found = [(one.line.no, match["head"]) for one in lines if (match := _PAGE_HEAD.match(one.core))]
    return frozenset(no for no, head in found if [h for _, h in found].count(head) > 1)


def _running_heads(unpaged: Sequence[Printed], numbered: Container[int]) -> frozenset[int]:
    """Return the lines of a text file that every page carried beside its number."""
    places = {at for at, one in enumerate(unpaged) if one.line.no in numbered}
    heads = running_heads([one.core for one in unpaged], places)
    return frozenset(unpaged[at].line.no for at in heads)
