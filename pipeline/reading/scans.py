"""Which pages are pictures of text, and what is said of them.

A scanner gives pictures; some programs lay what they recognised invisibly under them, and some of
those did not know Japanese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_float
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.model import Issue
from pipeline.reading import ocr
from pipeline.reading.asides import is_hidden_layer
from pipeline.reading.pdf_page import PageLine, PdfPage

__all__ = [
    "advice",
    "counted",
    "is_garbled",
    "is_meaningless",
    "is_picture",
    "listed",
    "recognised",
    "restore_colons",
    "scan_issues",
]

_FEW = 40  # characters: a page number and a stamp over a scan
_MIN_LABELS = 3
_LABEL = re.compile("([^\\s：。、]{1,12})：")
_BARE_LABEL = re.compile("([^\\s：。、]{1,12})[ \u3000]{1,3}")
_HOPELESS = 30.0  # percent of confidence: what was read is no text
_FEWEST = 5  # characters: specks and frames are read as some
_COVERED = 0.5  # of the page by pictures
_MAX_OBJECTS = 2_000
_MIN_LETTERS = 20  # below which nothing can be said of a layer
_MIN_JAPANESE = 0.5  # of the letters of minutes
_JAPANESE = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_OTHER = re.compile("[A-Za-z\u00a1-\u02af\u0370-\u1fff\ue000-\uf8ff\ufffd]")


def is_picture(page: Any, lines: Sequence[PageLine], width: float, height: float) -> bool:
    """Tell whether the text of a page is in a picture, or drawn without characters.

    Args:
        page: its raw handle.
        lines: what text it has.
        width, height: of the page in points.
    """
    if len(lines) > _FEW or sum(len(line.text) for line in lines) >= _FEW:
        return is_garbled(lines)
    count = min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    if not lines:
        return bool(count)
    covered = sum(_picture_area(pdfium.FPDFPage_GetObject(page, at)) for at in range(count))
    return covered >= _COVERED * width * height


def is_meaningless(lines: Sequence[PageLine], unmapped: int) -> bool:
    """Tell whether most characters of a page have no meaning: only its picture can be read."""
    return 0 < sum(len(line.text) for line in lines) <= 2 * unmapped


def is_garbled(lines: Sequence[PageLine]) -> bool:
    """Tell whether the hidden text of a page was recognised as if it were another language."""
    if not any(line.hidden for line in lines) or not is_hidden_layer(lines):
        return False
    text = "".join(line.text for line in lines)
    japanese, other = len(_JAPANESE.findall(text)), len(_OTHER.findall(text))
    return japanese + other >= _MIN_LETTERS and japanese < _MIN_JAPANESE * (japanese + other)


def recognised(page: Any, before: PdfPage) -> PdfPage:
    """Return a page with what its picture says; visible text of the page itself stays.

    Args:
        page: the page, of pypdfium2.
        before: the page as read from its text.
    """
    found = ocr.recognise(page)
    if found.confidence < _HOPELESS or sum(len(line.text) for line in found.lines) < _FEWEST:
        return before
    kept = []
    meaningless = is_meaningless(before.lines, before.unmapped)
    for line in before.lines:
        if meaningless:
            line.furniture = "meaningless_text"
        elif line.hidden:
            line.furniture = "hidden_text"
        kept.append(line)
    shown = [line for line in kept if not (line.hidden or meaningless)]
    lines = [line for line in found.lines if not any(_covers(own, line) for own in shown)]
    return replace(before, lines=[*lines, *kept], confidence=found.confidence)


def restore_colons(pages: Sequence[PdfPage]) -> None:
    """Write the colon of labels (``委員：``) where recognition lost it and others have it."""
    lines = [line for page in pages if page.confidence is not None for line in page.lines]
    labels = Counter(match[1] for line in lines if (match := _LABEL.match(line.text)))
    for line in lines:
        if (match := _BARE_LABEL.match(line.text)) and labels[match[1]] >= _MIN_LABELS:
            line.text = f"{match[1]}：{line.text[match.end() :]}"


def scan_issues(pages: Sequence[PdfPage]) -> Iterator[Issue]:
    """Yield what a person should know about the pages that are pictures."""
    read = [n for n, page in enumerate(pages, start=1) if page.confidence is not None]
    if read:
        mean = sum(pages[n - 1].confidence or 0.0 for n in read) / len(read)
        poor = [n for n in read if (pages[n - 1].confidence or 0.0) < ocr.GOOD]
        yield Issue(
            severity="warning",
            code="read_by_ocr",
            message=f"{counted(len(read), 'page')} were pictures and read by optical character "
            f"recognition (OCR), with a confidence of {mean:.0f} %"
            + (f", poor on {listed(poor)}" if poor else "")
            + ". Compare names and numbers with the original.",
            page=read[0],
        )
    lost = {n: page.unmapped for n, page in enumerate(pages, start=1) if page.unmapped}
    lost = {n: count for n, count in lost.items() if n not in read}
    if lost:
        yield Issue(
            severity="warning",
            code="cid_characters",
            message=f"{counted(sum(lost.values()), 'character')} on {counted(len(lost), 'page')} "
            f"({listed(list(lost))}) say only which glyph to draw, not what it means, and are "
            "missing or wrong. Compare with the original; printed anew as PDF, or read by OCR, it "
            "may be whole.",
            page=min(lost),
        )
    unread = [
        n
        for n, page in enumerate(pages, start=1)
        if page.picture and n not in read and n not in lost
    ]
    garbled = [n for n in unread if pages[n - 1].lines and is_garbled(pages[n - 1].lines)]
    if garbled:
        yield Issue(
            severity="warning",
            code="ocr_layer_garbled",
            message=f"The text behind the pictures of {counted(len(garbled), 'page')} "
            f"({listed(garbled)}) was not recognised as Japanese. {advice()}",
            page=garbled[0],
        )
    silent = [n for n in unread if n not in garbled]
    if silent:
        yield Issue(
            severity="warning",
            code="pages_without_text",
            message=f"{counted(len(silent), 'page')} hold pictures in place of text "
            f"({listed(silent)}), which need optical character recognition (OCR). {advice()}",
            page=silent[0],
        )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def listed(numbers: Sequence[int]) -> str:
    """Return the first ten of some page numbers."""
    shown = ", ".join(map(str, numbers[:10]))
    return shown + (", …" if len(numbers) > 10 else "")


def advice() -> str:
    """Return what can be done about pictures that were not read."""
    return ocr.missing() or "Tesseract found nothing in them; look at the original."


def _picture_area(item: Any) -> float:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    sides = [c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    return abs(right - left) * abs(top - bottom)


def _covers(own: PageLine, other: PageLine) -> bool:
    """Tell whether the middle of another line lies in a line of the page's own."""
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return own.x0 <= x <= own.x1 and own.top <= y <= own.bottom
