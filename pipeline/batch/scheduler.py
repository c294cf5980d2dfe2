"""Worker processes on this machine: each document in a process that may die without harm.

Pebble gives what ``concurrent.futures`` does not: a time limit per task that ends the process,
and a pool that outlives the crash of a worker, with the one document at fault known.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipeline.batch.errors import RunError
from pipeline.batch.rows import failure_rows
from pipeline.batch.settings import Settings
from pipeline.batch.worker import Job, Outcome, do_job, warm_up

__all__ = ["DOCUMENTS_PER_WORKER", "run_jobs"]

DOCUMENTS_PER_WORKER = 200
"""A worker is replaced after so many documents: PDF libraries do not give all memory back."""


def run_jobs(
    jobs: Iterable[Job], settings: Settings, *, workers: int, timeout: float
) -> Generator[Outcome, None, None]:
    """Do the jobs and yield each outcome as it comes, in no particular order.

    At most a few jobs per worker are under way, so that memory does not grow with their number.
    Leaving the iteration, also by an exception, ends the workers.

    Args:
        jobs: documents to do.
        settings: of the run; decides what workers import before they start.
        workers: number of processes.
        timeout: seconds of wall time a document may take.

    Raises:
        RunError: workers cannot start, or rows cannot be written.
    """
    pool = ProcessPool(
        max_workers=workers,
        max_tasks=DOCUMENTS_PER_WORKER,
        initializer=_begin,
        initargs=(settings,),
        context=_Context(),
    )
    pending: dict[Future[Outcome], Job] = {}
    queue = iter(jobs)
    try:
        while True:
            for job in islice(queue, 2 * workers + 1 - len(pending)):
                pending[pool.schedule(do_job, args=(job,), timeout=timeout)] = job
            if not pending:
                break
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield _outcome(future, pending.pop(future), timeout)
    except BrokenProcessPool as error:
        raise RunError(
            "The worker processes could not start. Is the installation complete? "
            "Their own message stands above."
        ) from error
    finally:
        # After the last outcome nothing is left to wait for; before it, nothing is wanted.
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _begin(settings: Settings) -> None:
    """Make a process ready for its documents."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up(settings)


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes, and end: nobody wants the rows any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _outcome(future: Future[Outcome], job: Job, timeout: float) -> Outcome:
    try:
        return future.result()
    except TimeoutError:
        message = (
            f"The document was not done after {timeout:g} seconds and was given up. Raise "
            "--timeout if it is worth waiting for."
        )
        return _lost(job, "timeout", message)
    except ProcessExpired as error:
        message = (
            f"The process reading the document died ({_cause(error.exitcode)}). The file is "
            "probably damaged; open it in another program, save it anew and convert that."
        )
        return _lost(job, "crashed", message)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(f"Rows cannot be written to {job.store.root}: {reason}.") from error


def _lost(job: Job, error: str, message: str) -> Outcome:
    rows = failure_rows(job.entry, "failed", error, message)
    return Outcome(name=job.entry.name, status="failed", error=error, message=message, rows=rows)


def _cause(exitcode: int) -> str:
    if exitcode < 0:
        try:
            return signal.Signals(-exitcode).name
        except ValueError:
            return f"signal {-exitcode}"
    return f"exit status {exitcode}"


class _Process(SpawnProcess):
    """A worker that does not import the user's script.

    A spawned process imports the ``__main__`` of its parent again. Workers need nothing of it,
    and a script that calls ``convert`` outside of ``if __name__ == "__main__"`` would convert
    again in each of them, without end.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802  (name of the standard library)
        with _hidden_main():
            return SpawnProcess._Popen(process_obj)


class _Context(SpawnContext):
    Process = _Process


_main_hidden = threading.Lock()


@contextmanager
def _hidden_main() -> Iterator[None]:
    with _main_hidden:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
