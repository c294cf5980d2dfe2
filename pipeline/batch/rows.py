"""Rows of ``documents`` for paths that gave no records."""

from __future__ import annotations

from pipeline.batch.plan import Entry
from pipeline.batch.settings import software_version
from pipeline.batch.store import Row, Rows

__all__ = ["duplicate_rows", "failure_rows"]


def failure_rows(entry: Entry, status: str, error: str, message: str) -> Rows:
    """Return the rows of a path that was ``failed`` or ``skipped``: one, of ``documents``."""
    from pipeline.tables.rows import document_row_for_failure

    row = document_row_for_failure(
        path=entry.name,
        status=status,
        error=error,
        message=message,
        sha256=entry.sha256,
        size=entry.bytes,
        version=software_version(),
    )
    return {"documents": [row]}


def duplicate_rows(entry: Entry, original: Row) -> Rows:
    """Return the row of a path whose bytes are those of ``original``: same ids, no records."""
    first = f"Same content as {entry.duplicate_of}"
    if original["status"] == "failed":
        message = f"{first}, which could not be read ({original['error']}): see what is said there."
    elif original["kind"] == "not_minutes":
        message = f"{first}, which is no minutes."
    else:
        message = f"{first}; its records are counted there."
    row = {**original, "path": entry.name, "status": "duplicate", "error": None, "message": message}
    return {"documents": [row]}
