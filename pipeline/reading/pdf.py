"""PDF files, read with pdfium.

pdfium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.model import Document, Issue, Line
from pipeline.reading import ocr
from pipeline.reading.asides import is_hidden_layer, mark_asides
from pipeline.reading.characters import text_issues
from pipeline.reading.columns import may_be_crossed, uncrossed
from pipeline.reading.cross_check import cross_check, declares_more
from pipeline.reading.furniture import mark_footnotes, mark_furniture
from pipeline.reading.glyphs import Glyphs
from pipeline.reading.limits import ReadLimits
from pipeline.reading.paragraphs import mark_paragraphs
from pipeline.reading.pdf_page import PdfPage, page_lines
from pipeline.reading.pdf_refusals import (
    broken_pdf,
    encrypted_pdf,
    image_only,
    too_many_chars,
    too_many_pages,
)
from pipeline.reading.pdf_tables import join_over_pages, lay_in_rows, may_hold_cells
from pipeline.reading.ruling import find_tables
from pipeline.reading.scans import (
    advice,
    counted,
    is_meaningless,
    is_picture,
    listed,
    recognised,
    restore_colons,
    scan_issues,
)
from pipeline.reading.vertical import is_vertical, vertical_lines
from pipeline.uncollected import uncollected

__all__ = ["read_pdf"]


_LIMITS = ReadLimits()


def read_pdf(data: bytes, limits: ReadLimits = _LIMITS, *, engine: str = "pdfium") -> Document:
    """Return the lines of a PDF with their places.

    Args:
        data: the bytes of the file.
        limits: how long it may be.
        engine: ``pdfium``, or ``pdfplumber`` for files that pdfium cannot bear.

    Raises:
        ReadError: ``encrypted_pdf``, ``broken_pdf``, ``image_only`` or ``too_large``.
    """
    with uncollected():
        return _read(data, limits, engine)


def _read(data: bytes, limits: ReadLimits, engine: str) -> Document:
    if engine == "pdfplumber":
        from pipeline.reading.pdf_other import read_pages

        pages, broken = read_pages(data, limits)
    else:
        pages, broken = _pdfium_pages(data, limits)
    if not any(page.lines for page in pages):
        raise image_only(len(pages), advice())
    restore_colons(pages)
    labels = mark_furniture(pages)
    mark_footnotes(pages)
    mark_paragraphs(pages)
    join_over_pages(pages)
    lines = tuple(_numbered(pages))
    lost = tuple(text_issues(lines))
    pdfium_read = engine == "pdfium"
    doubts = _second_look(data, pages, broken, lost) if pdfium_read else _other_reader(engine)
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        media_type="application/pdf",
        reader=engine,
        lines=lines,
        pages=len(pages),
        ocr_pages=sum(page.confidence is not None or is_hidden_layer(page.lines) for page in pages),
        page_labels=labels,
        issues=(
            *doubts,
            *_page_issues(pages, broken),
            *lost,
        ),
    )


def _pdfium_pages(data: bytes, limits: ReadLimits) -> tuple[list[PdfPage], list[int]]:
    pdf = _open(data, limits)
    try:
        return _pages(pdf, limits)
    finally:
        pdf.close()


def _open(data: bytes, limits: ReadLimits) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason or "security" in reason:
            raise encrypted_pdf() from error
        raise broken_pdf() from error
    if not count:
        pdf.close()
        raise broken_pdf()
    if count > limits.pages:
        pdf.close()
        raise too_many_pages(count, limits)
    return pdf


def _pages(pdf: pypdfium2.PdfDocument, limits: ReadLimits) -> tuple[list[PdfPage], list[int]]:
    """Return height and lines of every page, and the numbers of those that cannot be opened."""
    pages: list[PdfPage] = []
    broken: list[int] = []
    chars = 0
    for index in range(len(pdf)):
        try:
            page = _page(pdf, index)
            if page.picture and not ocr.missing():
                page = recognised(pdf[index], page)
        except pypdfium2.PdfiumError:
            page = PdfPage(0.0, 0.0, [])
            broken.append(index + 1)
        pages.append(page)
        chars += sum(len(line.text) for line in page.lines)
        if chars > limits.chars:
            raise too_many_chars(limits)
    if len(broken) == len(pages):
        raise broken_pdf()
    return pages, broken


def _page(pdf: pypdfium2.PdfDocument, index: int) -> PdfPage:
    # Handles are closed here at once: pypdfium2's objects would watch over each of them.
    page = pdfium.FPDF_LoadPage(pdf.raw, index)
    if not page:
        raise pypdfium2.PdfiumError("the page cannot be loaded")
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise pypdfium2.PdfiumError("the text of the page cannot be loaded")
        try:
            glyphs = Glyphs(page, text)
            lines = page_lines(glyphs)
            if is_vertical(lines):
                lines = vertical_lines(glyphs, glyphs.height)
            # Looking for rules takes as long as reading the text: only where there may be cells.
            elif may_hold_cells(lines):
                if tables := find_tables(page, glyphs.display):
                    lines = lay_in_rows(page_lines(glyphs, tables), tables)
                elif may_be_crossed(lines):
                    lines = uncrossed(glyphs, lines)
            mark_asides(lines)
            unmapped = glyphs.unmapped()
            picture = is_meaningless(lines, unmapped) or is_picture(
                page, lines, glyphs.width, glyphs.height
            )
            return PdfPage(glyphs.width, glyphs.height, lines, picture, unmapped=unmapped)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)  # or memory would grow with the document


def _numbered(pages: list[PdfPage]) -> Iterator[Line]:
    number = 0
    for at, page in enumerate(pages, start=1):
        for line in page.lines:
            number += 1
            yield Line(
                no=number,
                text=line.text,
                page=at,
                x0=_hundredths(line.x0),
                top=_hundredths(line.top),
                x1=_hundredths(line.x1),
                bottom=_hundredths(line.bottom),
                size=_hundredths(line.size),
                furniture=line.furniture,
                continues=line.continues,
            )


def _second_look(
    data: bytes, pages: list[PdfPage], broken: list[int], lost: Sequence[Issue]
) -> Iterator[Issue]:
    """Yield what another engine sees in a file that gives reason for doubt."""
    doubtful = {n for n, page in enumerate(pages, start=1) if page.picture and not page.lines}
    doubtful.update(broken)
    doubtful.update(issue.page for issue in lost if issue.page)
    if doubtful or declares_more(data, len(pages)):
        chars = [sum(len(line.text) for line in page.lines) for page in pages]
        yield from cross_check(data, chars, sorted(doubtful))


def _other_reader(engine: str) -> Iterator[Issue]:
    yield Issue(
        severity="warning",
        code="second_reader",
        message=f"The usual reader could not bear the file; {engine} read it, without its "
        "tables. Compare it with the original.",
    )


def _hundredths(value: float) -> float:
    return (value * 100 + 0.5) // 1 / 100  # a fifth of the time of round()


def _page_issues(pages: list[PdfPage], broken: list[int]) -> Iterator[Issue]:
    if broken:
        yield Issue(
            severity="warning",
            code="broken_pages",
            message=f"{counted(len(broken), 'page')} cannot be opened ({listed(broken)}); what "
            "they hold is missing.",
            page=broken[0],
        )
    yield from scan_issues(pages)
