"""The first half of a run: documents are read, each in bounds of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipeline.batch.limits import Limits
from pipeline.batch.rows import failure_rows
from pipeline.batch.scheduler import Scheduler, Trouble
from pipeline.batch.store import Rows
from pipeline.batch.worker import FIRST_ENGINE, OTHER_ENGINE, Job, Outcome, do_job

__all__ = ["Progress", "read_documents"]

Progress = Callable[[Outcome], None]

_OTHER_ENGINE_MAY_HELP = frozenset({"crashed", "timeout", "cpu_limit", "out_of_memory"})

_DAMAGED = (
    "The file is probably damaged; open it in another program, save it anew and convert that."
)


def read_documents(
    jobs: Iterable[Job], workers: Scheduler, limits: Limits, progress: Progress | None
) -> dict[str, Rows]:
    """Read documents and commit them one by one.

    A PDF that its reader does not survive is tried once more with the other one, in another
    process.

    Returns:
        Rows of the documents that could not be committed, by name: what happened to them may go
        otherwise next time.

    Raises:
        RunError: workers cannot start, or the disk is full.
    """
    lost: dict[str, Rows] = {}
    again: list[tuple[Job, Outcome]] = []

    def settle(outcome: Outcome) -> None:
        if outcome.rows is not None:
            lost[outcome.name] = outcome.rows
        if progress is not None:
            progress(outcome)

    for job, outcome in _outcomes(jobs, workers, limits):
        if _worth_another_try(job, outcome):
            again.append((replace(job, engine=OTHER_ENGINE), outcome))
        else:
            settle(outcome)
    first = {job.entry.name: outcome for job, outcome in again}
    for job, outcome in _outcomes((job for job, _ in again), workers, limits):
        # What the second reader says about a file that killed the first one helps nobody.
        settle(first[job.entry.name] if outcome.status == "failed" else outcome)
    return lost


def _outcomes(
    jobs: Iterable[Job], workers: Scheduler, limits: Limits
) -> Iterator[tuple[Job, Outcome]]:
    for job, result in workers.run(do_job, jobs, seconds=limits.seconds):
        yield job, _lost(job, result) if isinstance(result, Trouble) else result


def _worth_another_try(job: Job, outcome: Outcome) -> bool:
    return (
        outcome.error in _OTHER_ENGINE_MAY_HELP
        and job.engine == FIRST_ENGINE
        and job.entry.path.suffix.lower() == ".pdf"
    )


def _lost(job: Job, trouble: Trouble) -> Outcome:
    """Return the outcome of a document whose process is gone."""
    limits = job.limits
    messages = {
        "timeout": f"The document was not done after {limits.seconds:g} seconds and was given up. "
        "Raise --timeout if it is worth waiting for.",
        "cpu_limit": f"The document used up its {limits.cpu:g} seconds of CPU (and one for each "
        "page) and was given up. Allow it more with --limit cpu if it is worth waiting for.",
        "out_of_memory": f"The document needs more than {limits.memory:g} MB of memory. Split it, "
        "or allow it more with --limit memory.",
    }
    message = messages.get(
        trouble.kind, f"The process reading the document died ({trouble.detail}). {_DAMAGED}"
    )
    error = trouble.kind if trouble.kind in messages else "crashed"
    rows = failure_rows(job.entry, "failed", error, message)
    return Outcome(name=job.entry.name, status="failed", error=error, message=message, rows=rows)
