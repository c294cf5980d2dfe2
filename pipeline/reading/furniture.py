"""Page furniture: page numbers, the heads that run over every page, and footnotes.

A line is furniture by where it stands and what the same place holds on other pages, never by its
words alone: a list entry ``3`` in the middle of a page is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.reading.pdf_page import PageLine, PdfPage

__all__ = ["ZONE", "mark_footnotes", "mark_furniture", "page_label"]

ZONE = 0.12  # of the page's height, at its head and at its foot
_MIN_REPEATS = 3  # pages
_MIN_NUMBERED = 0.5  # of the pages must carry a bare number before one is taken for a page number
_MIN_HEADED = 0.3  # of the pages must carry a line before it is taken for a running head
_MAX_NUMBER = 8  # characters
_MAX_HEAD = 80  # characters

_SMALLER = 0.93  # of the type of the text: footnotes are set in less
_FOOTNOTE = re.compile(
    r"[※＊*†‡]|[（(]?注\s?[0-9０-９一二三四五六七八九十]{0,2}[）):：\s]|[¹²³⁴-⁹]{1,2}"
    r"|[（(]?[0-9０-９]{1,2}(?:[)）]|\s)"
)

_DASHES = "-‐‑–—―−ー~─"
_KANJI = "[一二三四五六七八九十百〇]{1,5}"
# Numbers with something around them that only page numbers have; folded by NFKC before matching.
_DRESSED = re.compile(
    rf"[{_DASHES}・]\s{{0,3}}(?P<a>\d{{1,4}}|{_KANJI})(?:\s?/\s?\d{{1,4}})?\s{{0,3}}[{_DASHES}・]"
    r"|(?P<b>\d{1,4})\s?/\s?\d{1,4}(?:\s?(?:ページ|頁))?"
    r"|(?:[Pp]age|PAGE|[Pp]|ページ|頁)[.:]?\s?(?:\d{1,3}-)?(?P<c>\d{1,4})(?:\s?(?:/|of)\s?\d{1,4})?"
    r"|[【\[(<〔](?P<d>\d{1,4})[】\])>〕]"
    rf"|第?(?:\d{{1,3}}-)?(?P<e>\d{{1,4}}|{_KANJI})\s?(?:ページ|頁)(?:\s?/\s?\d{{1,4}}\s?(?:ページ|頁))?"
    r"|\d{1,4}\s?(?:ページ|頁)\s?(?:中|の内|のうち)\s?(?P<f>\d{1,4})\s?(?:ページ|頁)(?:目)?"
    r"|(?P<g>\d{1,4}) of \d{1,4}"
)
_BARE = re.compile(r"\d{1,4}|[ivxIVX]{1,5}")
_DIGITS = re.compile(r"\d{1,4}")


def page_label(text: str) -> tuple[str, bool] | None:
    """Return the number in a line that looks like a page number, and whether it stands bare."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > 20:
        return None
    if _BARE.fullmatch(folded):
        return folded, True
    match = _DRESSED.fullmatch(folded)
    return (next(group for group in match.groups() if group), False) if match else None


def mark_furniture(pages: Sequence[PdfPage]) -> dict[int, str]:
    """Set ``furniture`` on the lines of all pages and return the label of each numbered page.

    Args:
        pages: in order.

    Returns:
        Printed page number by 1-based page.
    """
    zones = [_in_zones(page) for page in pages]
    labels = _mark_numbers(pages, zones)
    _mark_heads(pages, [[line for line in zone if not line.furniture] for zone in zones])
    return labels


def mark_footnotes(pages: Sequence[PdfPage]) -> None:
    """Set ``furniture`` on what stands in smaller type, with a mark, under the text of a page.

    The text goes on above the footnotes of the next page; they may be in the middle of a sentence.
    """
    sizes = [line.size for page in pages for line in page.lines if not line.furniture]
    if not sizes:
        return
    small = _SMALLER * median(sizes)
    for page in pages:
        body = [line for line in page.lines if not line.furniture]
        start = len(body)
        while start and _may_be_note(body[start - 1], small):
            start -= 1
        while start < len(body) and not _FOOTNOTE.match(body[start].text):
            start += 1
        notes = body[start:]
        lowest = max((line.bottom for line in body[:start]), default=page.height)
        if notes and min(line.top for line in notes) >= lowest - 1.0:
            for line in notes:
                line.furniture = "footnote"
                line.continues = not _FOOTNOTE.match(line.text)


def _may_be_note(line: PageLine, small: float) -> bool:
    return line.size < small and not (line.in_table or line.vertical)


def _mark_numbers(pages: Sequence[PdfPage], zones: Sequence[Sequence[PageLine]]) -> dict[int, str]:
    dressed: dict[int, tuple[PageLine, str]] = {}
    bare: dict[int, tuple[PageLine, str]] = {}
    for number, zone in enumerate(zones, start=1):
        # The outermost line of the foot, else of the head, that looks like a number.
        for line in sorted(zone, key=lambda line: -line.top):
            if found := page_label(line.text):
                label, is_bare = found
                (bare if is_bare else dressed)[number] = (line, label)
                break
    numbered = dressed
    # A bare number needs company, or it may be an entry of a list cut by the page.
    if len(pages) == 1:
        numbered = dressed | {n: b for n, b in bare.items() if _is_lone_foot(b[0], pages[0].lines)}
    elif len(bare) >= max(2, _MIN_NUMBERED * len(pages)) and _counts_up(bare):
        numbered = dressed | bare
    for line, _ in numbered.values():
        line.furniture = "page_number"
    _mark_misread(pages, zones, [line for line, _ in numbered.values()])
    return {number: label for number, (_, label) in sorted(numbered.items())}


def _mark_misread(
    pages: Sequence[PdfPage],
    zones: Sequence[Sequence[PageLine]],
    numbers: Sequence[PageLine],
) -> None:
    """Mark what stands on pictures where other pages have their number: ``- ] -``."""
    if len(numbers) < _MIN_REPEATS:
        return
    x = median((line.x0 + line.x1) / 2 for line in numbers)
    y = median((line.top + line.bottom) / 2 for line in numbers)
    for page, zone in zip(pages, zones, strict=True):
        for line in zone if page.confidence is not None else ():
            off = abs((line.x0 + line.x1) / 2 - x), abs((line.top + line.bottom) / 2 - y)
            if max(off) < line.size and len(line.text) <= _MAX_NUMBER:
                line.furniture = "page_number"


def _counts_up(found: dict[int, tuple[PageLine, str]]) -> bool:
    """Tell whether most numbers are one more than the number of the page before."""
    numbers = [(page, int(label)) for page, (_, label) in found.items() if label.isdecimal()]
    pairs = list(pairwise(numbers))
    steps = sum(after[1] - before[1] == after[0] - before[0] for before, after in pairs)
    return steps >= 0.5 * len(pairs)


def _is_lone_foot(line: PageLine, lines: Sequence[PageLine]) -> bool:
    """Tell whether a line is the last of its page, with a gap above it."""
    others = [other.bottom for other in lines if other is not line]
    return bool(others) and line.top - max(others) > 1.5 * line.size


def _mark_heads(pages: Sequence[PdfPage], zones: Sequence[Sequence[PageLine]]) -> None:
    """Mark lines that stand, spelled alike but for their numbers, in one place of many pages."""
    places = Counter(place for zone in zones for place in {_place(line) for line in zone})
    needed = max(_MIN_REPEATS, _MIN_HEADED * len(pages))
    for page, zone in zip(pages, zones, strict=True):
        head = [line for line in zone if line.bottom < page.height / 2]
        foot = [line for line in zone if line.bottom >= page.height / 2]
        for outside_in in (
            sorted(head, key=lambda line: line.top),
            sorted(foot, key=lambda line: -line.top),
        ):
            for line in outside_in:  # what lies inside of a line of text is no head
                spelled, at = _place(line)
                # Rounding may put one height into two neighbouring steps.
                count = max(
                    places[spelled, at] + places[spelled, at - 1],
                    places[spelled, at] + places[spelled, at + 1],
                )
                if count < needed or len(line.text) > _MAX_HEAD or spelled == "0":
                    break
                line.furniture = "running_head"


def _place(line: PageLine) -> tuple[str, int]:
    folded = "".join(unicodedata.normalize("NFKC", line.text).split())
    return _DIGITS.sub("0", folded), round(line.top / 4)


def _in_zones(page: PdfPage) -> list[PageLine]:
    """Return the lines at the head and at the foot of a page that may be furniture."""
    low, high = ZONE * page.height, (1 - ZONE) * page.height
    return [
        line for line in page.lines if not line.furniture and (line.bottom < low or line.top > high)
    ]
