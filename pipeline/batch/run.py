"""``convert``: an archive of files becomes one folder of tables."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.assembly import Assembly, Failure
from pipeline.batch.errors import RunError, UsageError
from pipeline.batch.plan import Entry, Plan, make_plan
from pipeline.batch.settings import Settings, software_version
from pipeline.batch.store import Rows, Store
from pipeline.batch.worker import Job, Outcome

__all__ = ["DEFAULT_FORMATS", "DEFAULT_TIMEOUT", "Progress", "Run", "convert", "prepare"]

DEFAULT_FORMATS = ("csv", "parquet")
DEFAULT_TIMEOUT = 300.0
"""Seconds. Of 3,963 public PDFs the slowest took 19 s of CPU; a busy machine may need more."""

RUN_FILE = "run.json"

Progress = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run did.

    Attributes:
        out: the folder of the tables.
        files: files written, by name relative to ``out``.
        documents: number of paths by status (``ok`` ``warned`` ``failed`` ``skipped``
            ``duplicate``).
        rows: number of rows by table.
        issues: number of issues by severity.
        failures: the documents that failed, in order of path.
        converted: documents read by this run.
        reused: documents found finished, with the same content, version and settings.
        seconds: wall time.
    """

    out: Path
    files: dict[str, Path]
    documents: dict[str, int]
    rows: dict[str, int]
    issues: dict[str, int]
    failures: tuple[Failure, ...]
    converted: int
    reused: int
    seconds: float

    @property
    def exit_status(self) -> int:
        """0 if everything was read, 3 if at least one document failed."""
        return 3 if self.failures else 0

    def to_dict(self) -> dict[str, object]:
        """Return what ``run.json`` holds."""
        return {
            "version": software_version(),
            "exit_status": self.exit_status,
            "documents": self.documents,
            "rows": self.rows,
            "issues": self.issues,
            "failures": [
                {"path": item.path, "error": item.error, "message": item.message}
                for item in self.failures
            ],
            "files": sorted(self.files),
            "converted": self.converted,
            "reused": self.reused,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that has not begun: its plan, and which of its documents are still to do."""

    plan: Plan
    settings: Settings
    store: Store
    force: bool = False

    @property
    def to_do(self) -> tuple[Entry, ...]:
        """The documents that are not finished at this moment."""
        return tuple(
            entry
            for entry in self.plan.documents
            if self.force or not self.store.path(entry.sha256, entry.path.suffix).exists()
        )


def prepare(
    inputs: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    force: bool = False,
) -> Prepared:
    """Find out what a run would do, and write nothing.

    Args:
        inputs: files and folders; folders with everything below them.
        out: the folder of the tables; it need not exist.
        settings: how each document is read.
        force: also do documents that are finished.

    Raises:
        UsageError: an input, a lexicon or a profile does not exist, or ``out`` is an input.
    """
    from pipeline.reading import SUPPORTED

    settings = settings or Settings()
    settings.check()
    target = Path(out)
    plan = make_plan([Path(path) for path in inputs], SUPPORTED, out=target)
    if target.resolve() in plan.folders:
        raise UsageError(
            f"--out is the input folder {str(target)!r} itself. Name another folder for the tables."
        )
    store = Store(target, settings.key())
    return Prepared(plan=plan, settings=settings, store=store, force=force)


def convert(
    inputs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    jobs: int | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    force: bool = False,
    tags: bool = True,
    profile: str | None = None,
    lexicons: Sequence[str | os.PathLike[str]] = (),
    lines: bool = False,
    labels: str | None = None,
    prepared: Prepared | None = None,
    progress: Progress | None = None,
) -> Run:
    """Convert files and folders of minutes into tables.

    A document that cannot be read is a row of ``documents`` and of ``Run.failures``, never an
    exception. Documents that a run into the same folder has finished are not done again unless
    their content, the software or the settings changed.

    Args:
        inputs: files and folders (folders with everything below them), or a single one.
        out: folder of the tables; made if missing.
        formats: any of ``csv``, ``parquet``, ``jsonl``, ``sqlite``, ``xlsx``.
        jobs: number of worker processes; by default one per processor.
        timeout: seconds of wall time one document may take.
        force: do finished documents again.
        tags: find topics and citations.
        profile: name or file of a profile.
        lexicons: files of further topics.
        lines: also write the table ``lines``.
        labels: ``ja`` for Japanese headings in XLSX.
        prepared: what :func:`prepare` returned for the same arguments, if it was called before.
        progress: called in this process with the outcome of each document, as it comes.

    Raises:
        UsageError: wrong arguments.
        RunError: the run failed as a whole; what was finished is kept.
    """
    started = time.perf_counter()
    check_options(formats, jobs, timeout, labels)
    if prepared is None:
        settings = Settings(
            tags=tags,
            profile=profile,
            lexicons=tuple(Path(lexicon) for lexicon in lexicons),
            lines=lines,
        )
        several = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
        prepared = prepare(several, out, settings=settings, force=force)
    target = Path(out)
    try:
        with prepared.store.lock():
            # Asked only now: the run that held the lock before may have finished some of them.
            to_do = prepared.to_do
            lost = _do(prepared, to_do, jobs, timeout, progress)
            assembly = Assembly(prepared.plan, prepared.store, lost)
            files = _write(assembly, target, formats, labels, prepared.settings.lines)
            run = Run(
                out=target,
                files={path.relative_to(target).as_posix(): path for path in files},
                documents=dict(sorted(assembly.documents.items())),
                rows=dict(sorted(assembly.rows.items())),
                issues=dict(sorted(assembly.issues.items())),
                failures=tuple(assembly.failures),
                converted=len(to_do),
                reused=len(prepared.plan.documents) - len(to_do),
                seconds=round(time.perf_counter() - started, 3),
            )
            _finish(run, prepared)
    except OSError as error:
        reason = error.strerror or str(error)
        where = f" ({error.filename})" if error.filename else ""
        raise RunError(
            f"The folder {str(target)!r} cannot be written: {reason}{where}. Check that the path "
            "is a folder, that you may write there and that the disk has room."
        ) from error
    return run


def check_options(
    formats: Sequence[str], jobs: int | None, timeout: float, labels: str | None
) -> None:
    """Refuse options that no run could follow.

    Raises:
        UsageError: which one, and what it may be.
    """
    from pipeline.tables.writers import FORMATS

    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(
            f"There is no format {', '.join(unknown) or '(none given)'}. Choose from "
            f"{', '.join(FORMATS)}."
        )
    if jobs is not None and jobs < 1:
        raise UsageError(f"--jobs must be 1 or more, not {jobs}.")
    if not timeout > 0:
        raise UsageError(f"--timeout must be more than 0 seconds, not {timeout:g}.")
    if labels not in (None, "ja"):
        raise UsageError(f"There are no headings {labels!r}. Choose ja, or leave --labels out.")


def _do(
    prepared: Prepared,
    to_do: Sequence[Entry],
    jobs: int | None,
    timeout: float,
    progress: Progress | None,
) -> dict[str, Rows]:
    """Do the documents; return the rows of those that could not be committed."""
    lost: dict[str, Rows] = {}
    if not to_do:
        return lost
    from pipeline.batch.scheduler import run_jobs

    work = (Job(entry=entry, settings=prepared.settings, store=prepared.store) for entry in to_do)
    workers = min(jobs or _processors(), len(to_do))
    outcomes = run_jobs(work, prepared.settings, workers=workers, timeout=timeout)
    with closing(outcomes):
        for outcome in outcomes:
            if outcome.rows is not None:
                lost[outcome.name] = outcome.rows
            if progress is not None:
                progress(outcome)
    return lost


def _write(
    assembly: Assembly, out: Path, formats: Sequence[str], labels: str | None, with_lines: bool
) -> list[Path]:
    from pipeline.tables.writers import write_tables

    written = write_tables(assembly, out, formats, labels=labels, with_lines=with_lines)
    return list(written.values())


def _finish(run: Run, prepared: Prepared) -> None:
    """Leave the folder as this run describes it: its tables, ``run.json``, its shards, no others.

    A table left over from an earlier run in another format would pass for one of this run.
    """
    record = run.out / RUN_FILE
    for name in _files_of(record) - set(run.files):
        (run.out / name).unlink(missing_ok=True)
    text = json.dumps(run.to_dict(), ensure_ascii=False, indent=2) + "\n"
    partial = record.with_name(f".{RUN_FILE}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(record)
    prepared.store.prune(
        prepared.store.path(entry.sha256, entry.path.suffix) for entry in prepared.plan.documents
    )


def _files_of(record: Path) -> set[str]:
    """Names of the tables an earlier run wrote into the folder; never a path out of it."""
    try:
        known = json.loads(record.read_text(encoding="utf-8"))["files"]
        return {name for name in known if Path(name).name == name}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _processors() -> int:
    """Processors this process may use, which on a shared machine are fewer than it has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
