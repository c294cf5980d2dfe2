"""``gijiroku review``: a workbook in which a person corrects doubtful records."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.errors import RunError, UsageError
from pipeline.cli.terminal import messages, plain

__all__ = ["run"]


def run(folder: Path, out: Path, *, every: bool, labels: str | None) -> None:
    """Write the workbook of a converted folder, and say what is in it and what to do with it.

    Raises:
        UsageError: ``folder`` was not made by ``convert --lines``, or ``out`` is no .xlsx or is
            there already.
        RunError: ``out`` cannot be written.
    """
    from pipeline.review import write_review
    from pipeline.tables.folder import FolderError

    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"--out is the workbook, a file that ends in .xlsx, not {str(out)!r}.")
    if out.exists():  # it may hold hours of somebody's work
        raise UsageError(
            f"{out} is there already, perhaps with corrections. Name another file; "
            "convert --corrections takes several."
        )
    try:
        review = write_review(folder, out, every=every, labels=labels)
    except FolderError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        reason = error.strerror or error
        raise RunError(f"The workbook cannot be written to {out}: {reason}.") from error
    if not review.records:
        hint = "" if every else " --all lists every record."
        messages().print(plain(f"Nothing is doubtful in {folder}.{hint} Written: {out}"))
        return
    messages().print(
        plain(
            f"{review.records} records of {review.documents} documents, in {review.groups} groups: "
            f"{out}\nCorrect them there, save it, then: gijiroku convert … --corrections {out}"
        ),
        soft_wrap=True,
    )
