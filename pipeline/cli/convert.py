"""``gijiroku convert``: plan, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from pipeline.batch.limits import Limits
from pipeline.batch.run import Prepared, Run, check_options, prepare
from pipeline.batch.run import convert as convert_archive
from pipeline.batch.settings import Settings
from pipeline.cli.progress import shown_progress
from pipeline.cli.terminal import in_line, messages, plain

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.corrections import Remark

__all__ = ["Request", "run"]

_LISTED = 20
"""Failed documents shown at the end; all of them are in documents and run.json."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The options of the command, as :func:`pipeline.batch.convert` names them."""

    inputs: tuple[Path, ...]
    out: Path
    formats: tuple[str, ...]
    jobs: int | None
    scheduler: str | None
    timeout: float | None
    limits: tuple[str, ...]
    force: bool
    tags: bool
    profile: str | None
    lexicons: tuple[Path, ...]
    sources: Path | None
    corrections: tuple[Path, ...]
    lines: bool
    labels: str | None


def run(request: Request, *, dry_run: bool) -> int:
    """Convert, or only say what would be done; return the exit status.

    Raises:
        UsageError, RunError: see :func:`pipeline.batch.convert`.
    """
    check_options(request.formats, request.jobs, request.labels)
    limits = Limits().with_options(request.limits)
    if request.timeout is not None:
        limits = replace(limits, seconds=request.timeout)
    settings = Settings(
        tags=request.tags,
        profile=request.profile,
        lexicons=request.lexicons,
        lines=request.lines,
    )
    prepared = prepare(
        request.inputs,
        request.out,
        settings=settings,
        limits=limits,
        sources=request.sources,
        corrections=request.corrections,
        force=request.force,
    )
    if dry_run:
        _print_plan(prepared)
        return 0
    console = messages()
    console.print(plain(_plan_line(prepared)))
    try:
        with shown_progress(console, len(prepared.to_do)) as progress:
            done = convert_archive(
                request.inputs,
                request.out,
                formats=request.formats,
                jobs=request.jobs,
                scheduler=request.scheduler,
                labels=request.labels,
                prepared=prepared,
                progress=progress,
            )
    except KeyboardInterrupt:
        console.print(
            plain(
                "Interrupted. What is finished is kept; the same command goes on from there. "
                "The tables are as they were before."
            )
        )
        raise
    _print_summary(console, done)
    _print_corrections(console, done, prepared)
    _print_unused(console, done.unused_sources)
    return done.exit_status


def _fates(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """Yield what becomes of each path, and the path."""
    to_do = {entry.name for entry in prepared.to_do}
    before = prepared.before()
    for entry in prepared.plan.entries:
        if entry.refusal is not None:
            yield f"{entry.refusal.status}: {entry.refusal.error}", entry.name
        elif entry.duplicate_of:
            yield "duplicate", entry.name
        elif entry.name not in to_do:
            yield "done", entry.name
        elif before.get(entry.name, entry.sha256) != entry.sha256:
            yield "changed", entry.name
        else:
            yield ("again" if entry.name in before else "new"), entry.name


def _print_plan(prepared: Prepared) -> None:
    for fate, name in _fates(prepared):
        typer.echo(f"{fate}\t{in_line(name)}")
    console = messages()
    if prepared.corrections:
        edited = sum(len(entry.edits) for entry in prepared.plan.documents)
        _print_remarks(console, f"Corrections: {edited} to apply", prepared.remarks)
    console.print(plain(_plan_line(prepared) + " Nothing was done."))
    if prepared.sources:
        for entry in prepared.plan.entries:
            prepared.sources.of(entry.name)
        _print_unused(console, prepared.sources.unused())


def _plan_line(prepared: Prepared) -> str:
    counts = Counter(fate.partition(":")[0] for fate, _ in _fates(prepared))
    words = {
        "new": "new",
        "changed": "changed",
        "again": "to do again",
        "done": "already done",
        "duplicate": "duplicate",
        "skipped": "not for us",
        "failed": "unreadable",
    }
    said = [f"{counts[fate]} {word}" for fate, word in words.items() if counts[fate]]
    gone = len(prepared.before().keys() - {entry.name for entry in prepared.plan.entries})
    said += [f"{gone} of the last run are gone"] if gone else []
    return f"{len(prepared.plan.entries)} paths: {', '.join(said)}."


def _print_summary(console: Console, run: Run) -> None:
    """Say what came of the documents, what was written, and which documents failed and why."""
    console.print()
    console.print(plain(f"Documents: {_counted(run.documents)}. Issues: {_counted(run.issues)}."))
    if run.not_minutes:
        console.print(plain(f"{run.not_minutes} of them are not minutes and gave no records."))
    if run.variants:
        console.print(plain(f"{run.variants} of them are another file of a meeting (variant_of)."))
    console.print(
        plain(
            f"{run.converted} converted, {run.reused} taken over from an earlier run, "
            f"in {run.seconds:.1f} s. "
            + (
                f"Written to {run.out}:"
                if run.written
                else f"Nothing changed; the tables in {run.out} are as they were:"
            )
        ),
        soft_wrap=True,
    )
    console.print(_files(run))
    if run.failures:
        console.print(plain(f"{len(run.failures)} documents failed:", "bold red"))
        for failure in run.failures[:_LISTED]:
            line = in_line(f"{failure.path}: {failure.message} ({failure.error})")
            console.print(plain(f"  {line}"), soft_wrap=True)
        if len(run.failures) > _LISTED:
            more = len(run.failures) - _LISTED
            console.print(plain(f"  … and {more} more: see the table documents, column message."))


def _print_corrections(console: Console, run: Run, prepared: Prepared) -> None:
    """Say what became of the corrections; none is passed over in silence."""
    if not prepared.corrections:
        return
    counts = {name: run.corrections.get(name, 0) for name in ("applied", "moved")}
    counts["conflicts"] = run.corrections.get("conflict", 0)
    _print_remarks(console, f"Corrections: {_counted(counts)}", run.remarks)
    if counts["conflicts"]:
        console.print(plain("  Why some conflict: table corrections, column message.", "yellow"))


def _print_remarks(console: Console, said: str, remarks: Sequence[Remark]) -> None:
    unused = sum(not remark.used for remark in remarks)
    console.print(plain(f"{said}, {unused} not used."))
    for remark in remarks[:_LISTED]:
        console.print(plain(f"  {remark.message}", "yellow"), soft_wrap=True)
    if len(remarks) > _LISTED:
        more = f"  … and {len(remarks) - _LISTED} more: see run.json."
        console.print(plain(more, "yellow"))


def _print_unused(console: Console, unused: Sequence[int]) -> None:
    if unused:
        shown = ", ".join(map(str, unused[:_LISTED])) + (", …" if len(unused) > _LISTED else "")
        console.print(
            plain(f"No path matches what these lines of --sources say: line {shown}.", "yellow")
        )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def _files(run: Run) -> Table:
    """Rows by table, with the files of each; then the files that hold all tables."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("rows", justify="right")
    table.add_column("table")
    table.add_column("files")
    rest = set(run.files)
    for name, count in run.rows.items():
        files = sorted(file for file in rest if file.rpartition(".")[0] == name)
        rest.difference_update(files)
        table.add_row(str(count), name, ", ".join(files))
    table.add_row("", "", ", ".join(sorted(rest)))
    return table
