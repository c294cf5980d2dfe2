"""What a person corrected: read from a file, found again in the document, put above the rules.

What applies corrections is in :mod:`pipeline.corrections.apply`, which brings the parser with it.
"""

from __future__ import annotations

from pipeline.corrections.edits import CorrectionWarning, Edit, Edits, Remark, digest
from pipeline.corrections.fields import (
    ACTIONS,
    CHECKED_GROUPS,
    CORRECTABLE,
    SHEETS,
    Correctable,
    CorrectionError,
    as_text,
)
from pipeline.corrections.files import read_edits
from pipeline.corrections.seal import ANCHORS, SEAL, seal

__all__ = [
    "ACTIONS",
    "ANCHORS",
    "CHECKED_GROUPS",
    "CORRECTABLE",
    "SEAL",
    "SHEETS",
    "Correctable",
    "CorrectionError",
    "CorrectionWarning",
    "Edit",
    "Edits",
    "Remark",
    "as_text",
    "digest",
    "read_edits",
    "seal",
]
