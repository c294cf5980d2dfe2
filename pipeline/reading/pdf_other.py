"""PDF files that pdfium cannot bear, read with pdfplumber: fifteen times slower, other code.

What breaks, hangs or bloats one library rarely does the same to the other. Tables, vertical
writing and hidden layers are not looked for: this is the second chance of a damaged file.
"""

from __future__ import annotations

import io
from typing import Any

import pdfplumber

from pipeline.reading.characters import clean
from pipeline.reading.errors import ReadError
from pipeline.reading.limits import MAX_PAGE_CHARS, ReadLimits
from pipeline.reading.pdf_page import PageLine, PdfPage
from pipeline.reading.pdf_refusals import (
    broken_pdf,
    encrypted_pdf,
    too_many_chars,
    too_many_pages,
)

__all__ = ["read_pages"]


def read_pages(data: bytes, limits: ReadLimits) -> tuple[list[PdfPage], list[int]]:
    """Return the pages of a PDF and the numbers of those that cannot be read.

    Raises:
        ReadError: ``encrypted_pdf``, ``broken_pdf`` or ``too_large``.
    """
    pages: list[PdfPage] = []
    broken: list[int] = []
    chars = 0
    # pdfminer raises whatever its code happens to meet in a damaged file: TypeError, IndexError, …
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.pages:
                raise too_many_pages(len(pdf.pages), limits)
            for number, page in enumerate(pdf.pages, start=1):
                try:
                    pages.append(_page(page))
                except MemoryError:
                    raise
                except Exception:
                    pages.append(PdfPage(0.0, 0.0, []))
                    broken.append(number)
                finally:
                    page.close()
                chars += sum(len(line.text) for line in pages[-1].lines)
                if chars > limits.chars:
                    raise too_many_chars(limits)
    except (MemoryError, ReadError):
        raise
    except Exception as error:
        if "MemoryError" in repr(error):  # pdfplumber wraps it
            raise MemoryError from error
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise encrypted_pdf() from error
        raise broken_pdf() from error
    if len(broken) == len(pages):
        raise broken_pdf()
    return pages, broken


def _page(page: Any) -> PdfPage:
    lines = page.dedupe_chars().extract_text_lines(return_chars=True)
    return PdfPage(
        float(page.width),
        float(page.height),
        [line for line in map(_line, lines) if line.text][:MAX_PAGE_CHARS],
    )


def _line(found: dict[str, Any]) -> PageLine:
    sizes = sorted(float(char["size"]) for char in found["chars"])
    return PageLine(
        text=clean(found["text"].strip())[:MAX_PAGE_CHARS],
        x0=float(found["x0"]),
        top=float(found["top"]),
        x1=float(found["x1"]),
        bottom=float(found["bottom"]),
        size=sizes[len(sizes) // 2],
    )
