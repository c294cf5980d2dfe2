"""``convert``: an archive of files becomes one folder of tables."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.assembly import Assembled, DamagedError, Wanted, assemble, items_of, remember
from pipeline.batch.documents import Progress, read_documents
from pipeline.batch.errors import RunError, UsageError
from pipeline.batch.finished import kept_at
from pipeline.batch.limits import Limits
from pipeline.batch.methods import METHODS_FILE, methods_text
from pipeline.batch.plan import Entry, Plan, make_plan, with_edits
from pipeline.batch.record import files_of_run, write_record
from pipeline.batch.settings import Settings, software_version
from pipeline.batch.sources import Sources, read_sources
from pipeline.batch.store import Rows, Store, write_whole
from pipeline.batch.tally import Failure, Tally
from pipeline.batch.worker import Job
from pipeline.batch.workers import Workers
from pipeline.corrections import CorrectionError, Edit, Remark, read_edits

__all__ = ["DEFAULT_FORMATS", "Prepared", "Progress", "Run", "check_options", "convert", "prepare"]

DEFAULT_FORMATS = ("csv", "parquet")

_PATHS_FILE = "paths.json.gz"

_ROUNDS = 3
"""Times a run does documents again whose finished records turn out to be damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run did.

    Attributes:
        out: the folder of the tables.
        files: files of the tables, by name relative to ``out``.
        documents: number of paths by status (``ok`` ``warned`` ``failed`` ``skipped``
            ``duplicate``).
        rows: number of rows by table.
        issues: number of issues by severity.
        failures: the documents that failed, in order of path.
        not_minutes: documents that were read and are not minutes; ``documents`` counts them as
            ``ok`` or ``warned``.
        converted: documents read by this run.
        reused: documents found finished, with the same content, version and settings.
        variants: documents that are another file of a meeting.
        corrections: number of corrections by what became of them (``applied`` ``moved``
            ``conflict``, and ``absent`` for those of documents that are not in this run).
        remarks: what of the files of corrections was not used, or not as it stands there.
        pages, chars: of all documents, where the medium has pages.
        limits: what a document could cost.
        unused_sources: lines of the list of sources that fit no path.
        written: whether the tables were written; if nothing changed they are as before.
        seconds: wall time.
    """

    out: Path
    files: dict[str, Path]
    documents: dict[str, int]
    rows: dict[str, int]
    issues: dict[str, int]
    failures: tuple[Failure, ...]
    not_minutes: int
    converted: int
    reused: int
    variants: int
    corrections: dict[str, int]
    remarks: tuple[Remark, ...]
    pages: int
    chars: int
    limits: Limits
    unused_sources: tuple[int, ...]
    written: bool
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
            "not_minutes": self.not_minutes,
            "variants": self.variants,
            "corrections": self.corrections,
            "corrections_remarks": [remark.message for remark in self.remarks],
            "pages": self.pages,
            "chars": self.chars,
            "rows": self.rows,
            "issues": self.issues,
            "failures": [
                {"path": item.path, "error": item.error, "message": item.message}
                for item in self.failures
            ],
            "files": sorted(self.files),
            "limits": self.limits.to_dict(),
            "converted": self.converted,
            "reused": self.reused,
            "written": self.written,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that has not begun: its plan, and which of its documents are still to do.

    Attributes:
        inputs: files and folders, as they were named.
        plan: every path.
        settings: how each document is read.
        store: where finished documents are.
        limits: what a document may cost.
        sources: what the archive knows of its files; sources_file: where it is written.
        force: do finished documents again.
        corrections: the files of what a person corrected.
        absent: corrections of documents that the plan does not have.
        remarks: what of the files of corrections is not used, or not as it stands there.
    """

    inputs: tuple[Path, ...]
    plan: Plan
    settings: Settings
    store: Store
    limits: Limits = field(default_factory=Limits)
    sources: Sources | None = None
    sources_file: Path | None = None
    force: bool = False
    corrections: tuple[Path, ...] = ()
    absent: tuple[Edit, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def to_do(self) -> tuple[Entry, ...]:
        """The documents that are not finished at this moment."""
        return tuple(
            entry
            for entry in self.plan.documents
            if self.force or not kept_at(entry, self.store).exists()
        )

    def anew(self, out: Path) -> Prepared:
        """Find out once more: time has passed.

        Raises:
            UsageError: see :func:`prepare`.
        """
        return prepare(
            self.inputs,
            out,
            settings=self.settings,
            limits=self.limits,
            sources=self.sources_file,
            corrections=self.corrections,
            force=self.force,
        )

    def before(self) -> dict[str, str]:
        """Return the SHA-256 of each path of the last run; empty if there was none."""
        try:
            known = json.loads(gzip.decompress((self.store.root / _PATHS_FILE).read_bytes()))
        except (OSError, ValueError, EOFError):
            return {}
        return known if isinstance(known, dict) else {}


def prepare(
    inputs: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    limits: Limits | None = None,
    sources: str | os.PathLike[str] | None = None,
    corrections: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
    force: bool = False,
) -> Prepared:
    """Find out what a run would do, and write nothing.

    Args:
        inputs: files and folders; folders with everything below them.
        out: the folder of the tables; it need not exist.
        settings: how each document is read.
        limits: what a document may cost.
        sources: CSV file of what the archive knows of its files.
        corrections: files of what a person corrected, XLSX or CSV.
        force: also do documents that are finished.

    Raises:
        UsageError: an input, a lexicon or a profile does not exist, the list of sources or a file
            of corrections is wrong, or ``out`` is an input.
    """
    from pipeline.reading import SUPPORTED

    limits = limits or Limits()
    settings = replace(settings or Settings(), limits=limits.read)
    settings.check()
    known = read_sources(Path(sources)) if sources is not None else None
    files = [corrections] if isinstance(corrections, (str, os.PathLike)) else corrections
    try:
        edits = read_edits(files)
    except CorrectionError as error:
        raise UsageError(str(error)) from error
    target = Path(out)
    plan = make_plan(
        [Path(path) for path in inputs], SUPPORTED, out=target, most_bytes=limits.read.bytes
    )
    if target.resolve() in plan.folders:
        raise UsageError(
            f"--out is the input folder {str(target)!r} itself. Name another folder for the tables."
        )
    if any(entry.path == target.resolve() / METHODS_FILE for entry in plan.documents):
        raise UsageError(
            f"The input {METHODS_FILE} in {str(target)!r} would be written over. Name another "
            "folder for the tables."
        )
    plan, absent = with_edits(plan, edits)
    return Prepared(
        inputs=tuple(map(Path, inputs)),
        plan=plan,
        settings=settings,
        store=Store(target, settings.key()),
        limits=limits,
        sources=known,
        sources_file=Path(sources) if sources is not None else None,
        force=force,
        corrections=tuple(Path(file) for file in files),
        absent=absent,
        remarks=(*edits.remarks, *map(_about_absent, absent)),
    )


def convert(
    inputs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    jobs: int | None = None,
    scheduler: str | None = None,
    timeout: float | None = None,
    limits: Limits | None = None,
    force: bool = False,
    tags: bool = True,
    profile: str | None = None,
    lexicons: Sequence[str | os.PathLike[str]] = (),
    sources: str | os.PathLike[str] | None = None,
    corrections: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
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
        scheduler: address of a Dask scheduler whose workers do the work instead. They must see
            inputs and ``out`` under the same paths.
        timeout: seconds of wall time one document may take, in place of that of ``limits``.
        limits: what one document may cost.
        force: do finished documents again.
        tags: find topics and citations.
        profile: name or file of a profile.
        lexicons: files of further topics.
        sources: CSV file of what the archive knows of its files.
        corrections: files of what a person corrected, XLSX or CSV; they win over the rules.
        lines: also write the table ``lines``.
        labels: ``ja`` for Japanese headings in XLSX.
        prepared: what :func:`prepare` returned for the same arguments, if it was called before;
            ``limits``, ``sources``, ``corrections``, ``force`` and the settings are then those
            given there.
        progress: called in this process with the outcome of each document, as it comes.

    Raises:
        UsageError: wrong arguments.
        RunError: the run failed as a whole; what was finished is kept.
    """
    started = time.perf_counter()
    check_options(formats, jobs, labels)
    if prepared is None:
        limits = limits or Limits()
        settings = Settings(
            tags=tags,
            profile=profile,
            lexicons=tuple(Path(lexicon) for lexicon in lexicons),
            lines=lines,
        )
        several = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
        prepared = prepare(
            several,
            out,
            settings=settings,
            limits=replace(limits, seconds=timeout) if timeout is not None else limits,
            sources=sources,
            corrections=corrections,
            force=force,
        )
    wanted = Wanted(
        out=Path(out), formats=tuple(formats), labels=labels, lines=prepared.settings.lines
    )
    try:
        with prepared.store.lock() as waited:
            if waited:  # long enough for files to come and go
                prepared = prepared.anew(wanted.out)
            # Asked only now: the run that held the lock before may have finished some of them.
            to_do = prepared.to_do
            workers = Workers(prepared.settings, jobs, scheduler)
            with workers:
                assembled = _work(prepared, to_do, wanted, workers, progress)
            run = Run(
                out=wanted.out,
                files=assembled.files,
                documents=dict(sorted(assembled.tally.documents.items())),
                rows=dict(sorted(assembled.tally.rows.items())),
                issues=dict(sorted(assembled.tally.issues.items())),
                failures=tuple(assembled.tally.failures),
                not_minutes=assembled.tally.not_minutes,
                converted=len(to_do),
                reused=len(prepared.plan.documents) - len(to_do),
                variants=assembled.tally.variants,
                corrections=_corrections(assembled.tally, prepared.absent),
                remarks=prepared.remarks,
                pages=assembled.tally.pages,
                chars=assembled.tally.chars,
                limits=prepared.limits,
                unused_sources=tuple(prepared.sources.unused() if prepared.sources else ()),
                written=assembled.written,
                seconds=round(time.perf_counter() - started, 3),
            )
            _finish(run, prepared, assembled)
    except OSError as error:
        reason = error.strerror or str(error)
        where = f" ({error.filename})" if error.filename else ""
        raise RunError(
            f"The folder {str(wanted.out)!r} cannot be written: {reason}{where}. Check that the "
            "path is a folder, that you may write there and that the disk has room."
        ) from error
    return run


def check_options(formats: Sequence[str], jobs: int | None, labels: str | None) -> None:
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
    if labels not in (None, "ja"):
        raise UsageError(f"There are no headings {labels!r}. Choose ja, or leave --labels out.")


def _corrections(tally: Tally, absent: Sequence[Edit]) -> dict[str, int]:
    counts = dict(sorted(tally.corrections.items()))
    return counts | ({"absent": len(absent)} if absent else {})


def _about_absent(edit: Edit) -> Remark:
    named = edit.path or edit.document_id
    return Remark(f"{edit.source}: its document is not among those of this run: {named}")


def _work(
    prepared: Prepared,
    to_do: Iterable[Entry],
    wanted: Wanted,
    workers: Workers,
    progress: Progress | None,
) -> Assembled:
    """Read what is to be read and make the tables; mend what is damaged on the way."""
    lost: dict[str, Rows] = {}
    again = progress
    for _ in range(_ROUNDS):
        jobs = (
            Job(
                entry=entry,
                settings=prepared.settings,
                store=prepared.store,
                limits=prepared.limits,
            )
            for entry in to_do
        )
        lost |= read_documents(jobs, workers, prepared.limits, again)
        again = None  # these documents were counted once
        try:
            items = items_of(prepared.plan, prepared.store, lost, prepared.sources)
            return assemble(items, prepared.store, wanted, workers, force=prepared.force)
        except DamagedError as error:
            to_do = error.entries
    raise RunError(
        f"Finished records are damaged again and again below {prepared.store.root}. Check the disk."
    )


def _finish(run: Run, prepared: Prepared, assembled: Assembled) -> None:
    """Leave the folder as this run describes it: tables, ``run.json``, ``methods.md``, shards.

    A table left over from an earlier run in another format would pass for one of this run.
    """
    for name in files_of_run(run.out) - set(run.files):
        (run.out / name).unlink(missing_ok=True)
    write_record(run.out, run.to_dict())
    text = methods_text(
        assembled.tally,
        prepared.settings,
        sources=prepared.sources_file,
        corrections=prepared.corrections,
    )
    write_whole(run.out / METHODS_FILE, text.encode())
    if not run.written:
        return
    store = prepared.store
    paths = {entry.name: entry.sha256 for entry in prepared.plan.entries}
    write_whole(store.root / _PATHS_FILE, gzip.compress(json.dumps(paths).encode(), 1, mtime=0))
    documents = [kept_at(entry, store) for entry in prepared.plan.documents]
    store.prune([*documents, *assembled.parts])
    remember(assembled, store)
