"""``gijiroku export``: the formats of other tools."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.errors import RunError, UsageError
from pipeline.cli.terminal import messages, plain

__all__ = ["run"]


def run(folder: Path, to: str, out: Path) -> None:
    """Write the meetings of a converted folder in a format, and say what was written.

    Raises:
        UsageError: ``folder`` was not made by ``convert``.
        RunError: ``out`` cannot be written.
    """
    from pipeline.exports import export
    from pipeline.tables.folder import FolderError

    try:
        written = export(folder, to, out)
    except FolderError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise RunError(f"The export cannot be written to {out}: {error.strerror}.") from error
    counts = ", ".join(f"{count} {name}" for name, count in written.counts.items())
    messages().print(plain(f"{counts} in {len(written.files)} files: {out}"), soft_wrap=True)
    if written.why_none:
        messages().print(plain(written.why_none, "yellow"), soft_wrap=True)
