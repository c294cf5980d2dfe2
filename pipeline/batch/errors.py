"""What can end a whole run. What ends a single document is a row of ``documents``, no exception."""

from __future__ import annotations

__all__ = ["RunError", "UsageError"]


class UsageError(ValueError):
    """The request itself is wrong: a path that is not there, a format nobody knows (exit 2)."""


class RunError(RuntimeError):
    """The run cannot go on, whatever the documents are like, e.g. a full disk (exit 1)."""
