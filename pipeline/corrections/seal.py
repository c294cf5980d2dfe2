"""What stood in the white cells of a row when the workbook was written, as short digests.

A value typed over a white cell is told from one that was there by them; what was there is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping

from pipeline.corrections.fields import Correctable, CorrectionError, as_text, parse_value

__all__ = ["ANCHORS", "SEAL", "broken", "seal"]

SEAL = "seal"
"""Heading of the column."""

ANCHORS = ("document_id", "table", "record_id", "line", "quote")
"""Columns by which a record is found again."""

_DIGITS = 5  # one in a million cells that are typed over passes for what was there


def seal(table: Correctable, cells: Mapping[str, str]) -> str:
    """Return the seal of the white cells of a row: ``speaker=1a2b3 text=4c5d6 …``."""
    return " ".join(f"{name}={_digest(table, name, text)}" for name, text in cells.items())


def broken(table: Correctable, cells: Mapping[str, str]) -> list[str]:
    """Return the columns whose white cells do not hold any more what was written into them."""
    written = dict(part.split("=", 1) for part in cells.get(SEAL, "").split() if "=" in part)
    return [
        name
        for name, digest in written.items()
        if name in cells and digest != _digest(table, name, cells[name])
    ]


def _digest(table: Correctable, name: str, text: str) -> str:
    # A spreadsheet program may show a day, a number or true in its own way.
    text = "\n".join(text.strip().splitlines())
    if name in table.fields:
        with contextlib.suppress(CorrectionError):
            text = as_text(parse_value(table.column(name), text))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
