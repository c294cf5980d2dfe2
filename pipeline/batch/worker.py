"""One document, in a worker process: bytes become committed rows.

:func:`parse_one` is a pure function of the file and the settings, whatever runs it; the only
thing it knows of the run is where its rows go.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from pipeline.batch import faults
from pipeline.batch.plan import Entry
from pipeline.batch.rows import failure_rows
from pipeline.batch.settings import Settings, software_version
from pipeline.batch.store import Rows, Store

__all__ = ["Job", "Outcome", "do_job", "parse_one", "warm_up"]

_PASSING = frozenset({"changed_meanwhile", "unreadable"})
"""Reading errors of the moment, not of the bytes: the next run tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A document to do, and where to commit it."""

    entry: Entry
    settings: Settings
    store: Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a document, for the progress display.

    ``rows`` is set when they were not committed: what happened may go otherwise next time.
    """

    name: str
    status: str
    error: str = ""
    message: str = ""
    rows: Rows | None = None


def warm_up(settings: Settings) -> None:
    """Import what documents need before the clock of the first one starts.

    Raises:
        ImportError: the installation is incomplete; no document is to blame for it.
    """
    from pipeline.parsing import parse  # noqa: F401
    from pipeline.reading import read_document  # noqa: F401
    from pipeline.tables.rows import table_rows  # noqa: F401

    if settings.tags:
        from pipeline.language import annotate  # noqa: F401


def do_job(job: Job) -> Outcome:
    """Parse a document and commit its rows.

    Raises:
        OSError: the rows could not be written; that is the end of the run, not of a document.
    """
    started = time.perf_counter()
    rows, lasting = parse_one(job.entry, job.settings, started=started)
    row = rows["documents"][0]
    if lasting:
        job.store.write(job.entry.sha256, job.entry.path.suffix, rows)
    return Outcome(
        name=job.entry.name,
        status=str(row["status"]),
        error=str(row["error"] or ""),
        message=str(row["message"] or ""),
        rows=None if lasting else rows,
    )


def parse_one(
    entry: Entry, settings: Settings, *, started: float | None = None
) -> tuple[Rows, bool]:
    """Return the rows of one document, and whether the same bytes would give them again.

    Never raises: whatever goes wrong is a ``documents`` row with status ``failed``.
    """
    from pipeline.reading import ReadError

    begun = time.perf_counter() if started is None else started
    try:
        return _parse(entry, settings, begun), True
    except ReadError as error:
        rows = failure_rows(entry, "failed", error.code, error.message)
        return rows, error.code not in _PASSING
    except MemoryError:
        message = (
            "The document needs more memory than there is. Split it, or convert it alone "
            "with --jobs 1."
        )
        return failure_rows(entry, "failed", "out_of_memory", message), False
    except RecursionError:
        message = (
            "The document is nested too deeply to be read. If another program opens it, print "
            "it to PDF there and convert that."
        )
        return failure_rows(entry, "failed", "too_deep", message), True
    except (Exception, SystemExit) as error:
        return failure_rows(entry, "failed", "internal_error", _explain(error)), False


def _parse(entry: Entry, settings: Settings, started: float) -> Rows:
    from pipeline.parsing import parse
    from pipeline.reading import ReadError, read_document
    from pipeline.tables.rows import table_rows

    faults.provoke(entry.path)
    document = read_document(entry.path)
    if document.sha256 != entry.sha256:
        raise ReadError(
            "changed_meanwhile",
            "The file changed while it was being converted. Run the command again.",
        )
    minutes = parse(document, profile=settings.profile)
    if settings.tags:
        from pipeline.language import annotate

        minutes = annotate(minutes, lexicons=settings.lexicons)
    return table_rows(
        minutes,
        version=software_version(),
        seconds=round(time.perf_counter() - started, 3),
        with_lines=settings.lines,
    )


def _explain(error: BaseException) -> str:
    # The message of a library may quote the document: bounded, and without lone surrogates.
    detail = f"{type(error).__name__}: {error}"[:300]
    detail = detail.encode("utf-8", "backslashreplace").decode("utf-8")
    return (
        f"This program made a mistake on the document ({detail}). The other documents are not "
        "affected; please report it together with the file."
    )
