"""``gijiroku report``: HTML that a person checks a reading with."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.errors import RunError, UsageError
from pipeline.cli.terminal import messages, plain

__all__ = ["run"]


def run(folder: Path, out: Path) -> None:
    """Write the report of a converted folder, and say which page to open.

    Raises:
        UsageError: ``folder`` was not made by ``convert``.
        RunError: ``out`` cannot be written.
    """
    from pipeline.report import write_report
    from pipeline.tables.folder import FolderError

    try:
        report = write_report(folder, out)
    except FolderError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise RunError(f"The report cannot be written to {out}: {error.strerror}.") from error
    said = f"{report.documents} documents. Open {report.index}"
    if not report.with_lines:
        said += "\nThe source is not shown beside the records: convert with --lines for that."
    messages().print(plain(said), soft_wrap=True)
