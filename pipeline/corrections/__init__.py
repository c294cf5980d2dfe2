"""What a person corrected: read from a file, found again in the document, put above the rules."""

from __future__ import annotations

from pipeline.corrections.apply import conflicts, parse_corrected
from pipeline.corrections.edits import Edit, Edits, digest
from pipeline.corrections.fields import (
    ACTIONS,
    CHECKED_GROUPS,
    CORRECTABLE,
    Correctable,
    CorrectionError,
    as_text,
)
from pipeline.corrections.files import read_edits

__all__ = [
    "ACTIONS",
    "CHECKED_GROUPS",
    "CORRECTABLE",
    "Correctable",
    "CorrectionError",
    "Edit",
    "Edits",
    "as_text",
    "conflicts",
    "digest",
    "parse_corrected",
    "read_edits",
]
