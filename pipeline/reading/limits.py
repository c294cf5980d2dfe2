"""How much of a file is read. Measured on real archives: see docs/decisions/010."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "MAX_BYTES",
    "MAX_CHARS",
    "MAX_PAGES",
    "MAX_PAGE_CHARS",
    "MAX_TEXT_BYTES",
    "MAX_UNPACKED_BYTES",
    "ReadLimits",
]

MAX_BYTES = 200_000_000
"""Bytes of a PDF or DOCX file."""

MAX_TEXT_BYTES = 50_000_000
"""Bytes of a text or HTML file."""

MAX_UNPACKED_BYTES = 500_000_000
"""Bytes of all parts of a DOCX file, unpacked."""

MAX_PAGES = 5_000
"""Pages of a PDF; the longest of 3,963 real files had 429."""

MAX_PAGE_CHARS = 200_000
"""Characters of one PDF page; the fullest of 3,963 real files had 65,500."""

MAX_CHARS = 10_000_000
"""Characters of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """What a caller lets one file have; beyond that it is refused as ``too_large``.

    Attributes:
        bytes: of a PDF or DOCX file.
        text_bytes: of a text or HTML file.
        pages: of a PDF.
        chars: of a document.
    """

    bytes: int = MAX_BYTES
    text_bytes: int = MAX_TEXT_BYTES
    pages: int = MAX_PAGES
    chars: int = MAX_CHARS
