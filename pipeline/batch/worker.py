"""One document, in a worker process: bytes become committed rows.

:func:`parse_one` is a pure function of the file and the settings, whatever runs it; the only
thing it knows of the run is where its rows go.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.batch import faults
from pipeline.batch.card import Card, card_of
from pipeline.batch.finished import kept_at
from pipeline.batch.limits import Limits, bounded, grant_cpu
from pipeline.batch.plan import Entry
from pipeline.batch.rows import failure_rows
from pipeline.batch.settings import Settings, software_version
from pipeline.batch.store import Rows, Store
from pipeline.uncollected import uncollected

if TYPE_CHECKING:
    from pipeline.model import Document

__all__ = [
    "FIRST_ENGINE",
    "OTHER_ENGINE",
    "Job",
    "Outcome",
    "do_job",
    "needed_modules",
    "parse_one",
]

FIRST_ENGINE, OTHER_ENGINE = "pdfium", "pdfplumber"

_PASSING = frozenset({"changed_meanwhile", "unreadable"})
"""Reading errors of the moment, not of the bytes: the next run tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A document to do, with what may be spent on it, and where to commit it."""

    entry: Entry
    settings: Settings
    store: Store
    limits: Limits = field(default_factory=Limits)
    engine: str = FIRST_ENGINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a document, for the progress display.

    ``rows`` is set when they were not committed: what happened may go otherwise next time.
    """

    name: str
    status: str
    kind: str = ""
    error: str = ""
    message: str = ""
    pages: int = 0
    rows: Rows | None = None

    @property
    def said(self) -> str:
        """The status in a word for people: a document without records is not just ``ok``."""
        return "not minutes" if self.kind == "not_minutes" else self.status


def needed_modules(settings: Settings) -> tuple[str, ...]:
    """Names of what documents need, to be imported before the clock of the first one starts.

    An installation that lacks one of them is to blame, and no document.
    """
    names = ("pipeline.corrections.apply", "pipeline.reading", "pipeline.tables.rows")
    return (*names, "pipeline.language.annotate") if settings.tags else names


def do_job(job: Job) -> Outcome:
    """Parse a document and commit its rows.

    Raises:
        OSError: the rows could not be written; that is the end of the run, not of a document.
    """
    started = time.perf_counter()
    with bounded(job.limits):
        card, rows, lasting = parse_one(job, started=started)
    if lasting:
        job.store.write(kept_at(job.entry, job.store), card.to_dict(), rows)
    row = rows["documents"][0]
    pages = row["pages"]
    return Outcome(
        name=job.entry.name,
        status=str(row["status"]),
        kind=str(row["kind"] or ""),
        error=str(row["error"] or ""),
        message=str(row["message"] or ""),
        pages=pages if isinstance(pages, int) else 0,
        rows=None if lasting else rows,
    )


def parse_one(job: Job, *, started: float | None = None) -> tuple[Card, Rows, bool]:
    """Return card and rows of one document, and whether the same bytes would give them again.

    Never raises: whatever goes wrong is a ``documents`` row with status ``failed``.
    """
    from pipeline.reading import ReadError

    begun = time.perf_counter() if started is None else started
    entry = job.entry
    try:
        with uncollected():  # all but the rows goes at once when the document is done
            card, rows = _parse(job, begun)
        return card, rows, True
    except ReadError as error:
        rows = failure_rows(entry, "failed", error.code, error.message)
        lasting = error.code not in _PASSING
    except MemoryError:
        message = (
            f"The document needs more than {job.limits.memory:g} MB of memory. Split it, or allow "
            "it more with --limit memory."
        )
        rows, lasting = failure_rows(entry, "failed", "out_of_memory", message), False
    except RecursionError:
        message = (
            "The document is nested too deeply to be read. If another program opens it, print "
            "it to PDF there and convert that."
        )
        rows, lasting = failure_rows(entry, "failed", "too_deep", message), True
    except (Exception, SystemExit) as error:
        rows = failure_rows(entry, "failed", "internal_error", _explain(error))
        lasting = False
    return card_of(rows), rows, lasting


def _parse(job: Job, started: float) -> tuple[Card, Rows]:
    from pipeline.corrections.apply import parse_corrected
    from pipeline.tables.rows import table_rows

    settings = job.settings
    faults.provoke(job.entry.path, job.engine)
    document = _read(job)
    grant_cpu(job.limits.cpu_for(document.pages))
    minutes = parse_corrected(document, job.entry.edits, profile=settings.profile)
    if settings.tags:
        from pipeline.language import annotate

        minutes = annotate(minutes, lexicons=settings.lexicons)
    rows = table_rows(
        minutes,
        version=software_version(),
        seconds=round(time.perf_counter() - started, 3),
        with_lines=settings.lines,
    )
    rows.pop("speeches", None)  # made from the others, when all is known of the meeting
    return card_of(rows, (line.text for line in document.lines[:20] if line.text.strip())), rows


def _read(job: Job) -> Document:
    """Read the file, with the other PDF engine if the first one cannot open it.

    Raises:
        ReadError: of the first engine.
    """
    from pipeline.reading import ReadError, read_document

    path, limits = job.entry.path, job.settings.limits
    try:
        document = read_document(path, limits=limits, pdf_engine=job.engine)
    except ReadError as error:
        if error.code != "broken_pdf" or job.engine != FIRST_ENGINE:
            raise
        try:
            document = read_document(path, limits=limits, pdf_engine=OTHER_ENGINE)
        except ReadError:
            raise error from None
    if document.sha256 != job.entry.sha256:
        raise ReadError(
            "changed_meanwhile",
            "The file changed while it was being converted. Run the command again.",
        )
    return document


def _explain(error: BaseException) -> str:
    # The message of a library may quote the document: bounded, and without lone surrogates.
    detail = f"{type(error).__name__}: {error}"[:300]
    detail = detail.encode("utf-8", "backslashreplace").decode("utf-8")
    return (
        f"This program made a mistake on the document ({detail}). The other documents are not "
        "affected; please report it together with the file."
    )
