"""Why a PDF is not read, in the same words whichever engine found out."""

from __future__ import annotations

from pipeline.reading.errors import ReadError
from pipeline.reading.limits import ReadLimits

__all__ = ["broken_pdf", "encrypted_pdf", "image_only", "too_many_chars", "too_many_pages"]


def broken_pdf() -> ReadError:
    """Return the error for a file that cannot be opened."""
    return ReadError(
        "broken_pdf",
        "The PDF is damaged (its beginning or end may be missing) and cannot be opened. Fetch it "
        "again from where it came.",
    )


def encrypted_pdf() -> ReadError:
    """Return the error for a file that wants a password."""
    return ReadError(
        "encrypted_pdf",
        "The PDF is locked with a password. Open it with the password, save it without, and try "
        "again.",
    )


def image_only(pages: int, advice: str) -> ReadError:
    """Return the error for a file of ``pages`` pages without any text, and what can be done."""
    count = f"{pages} page" + ("" if pages == 1 else "s")
    return ReadError(
        "image_only",
        f"The PDF has no text: its {count} hold only pictures, as scans do, or nothing. They "
        f"need optical character recognition (OCR). {advice}",
    )


def too_many_pages(pages: int, limits: ReadLimits) -> ReadError:
    """Return the error for a file of so many pages."""
    return ReadError(
        "too_large",
        f"The PDF has {pages:,} pages; more than {limits.pages:,} are not read. Split it into its "
        "meetings, or let convert read more with --limit pages.",
    )


def too_many_chars(limits: ReadLimits) -> ReadError:
    """Return the error for a file with more text than is read."""
    return ReadError(
        "too_large",
        f"The PDF has more than {limits.chars:,} characters. Split it into its meetings, or let "
        "convert read more with --limit chars.",
    )
