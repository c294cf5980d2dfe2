"""A workbook of doubtful records for a person to correct; ``pipeline.corrections`` reads it."""

from __future__ import annotations

from pipeline.review.workbook import Review, write_review

__all__ = ["Review", "write_review"]
