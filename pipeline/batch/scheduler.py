"""Worker processes on this machine: each document in a process that may die without harm.

Pebble gives what ``concurrent.futures`` does not: a time limit per task that ends the process,
and a pool that outlives the crash of a worker, with the one document at fault known.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.batch.errors import RunError
from pipeline.batch.processes import MOST_MEGABYTES, VANISHED, WorkerContext, begin
from pipeline.batch.settings import Settings

__all__ = ["TASKS_PER_WORKER", "LocalPool", "Scheduler", "Trouble"]

TASKS_PER_WORKER = 200
"""A worker is replaced after so many documents: PDF libraries do not give all memory back."""

_LOOK_SECONDS = 1.0
"""How often a pool that gives nothing is asked whether it is still there."""

_IDLE_SECONDS = 180.0
"""How long no worker may be at work while there is work: a start takes seconds, on a slow drive a
minute. A worker that dies just as it takes a task can lose it, and one may freeze as it begins."""

_LOST_SECONDS = 10.0
"""How long a task may be under way that no living worker has: its result may be on its way."""

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A task that ended without a result: ``kind`` is an error code, ``detail`` is for people."""

    kind: str
    detail: str = ""


class Scheduler(Protocol):
    """What does tasks: processes of this machine, or a cluster."""

    def run(
        self, do: Callable[[_T], _R], tasks: Iterable[_T], *, seconds: float
    ) -> Generator[tuple[_T, _R | Trouble], None, None]:
        """Do each task and yield it with its result as it comes, in no particular order.

        At most a few tasks per worker are under way, so that memory does not grow with their
        number.

        Args:
            do: a function that workers can import.
            tasks: its arguments, one for each call.
            seconds: wall time a task may take.

        Raises:
            RunError: workers cannot start, or the disk is full.
        """
        ...

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        ...


class LocalPool:
    """Processes of this machine. A context manager; leaving it ends them.

    Another thread may close it too: what is under way then ends with an error.

    Args:
        settings: decide what a worker imports before it starts.
        workers: number of processes.
        most_megabytes: memory one of them may hold between two tasks.
    """

    def __init__(
        self, settings: Settings, workers: int, *, most_megabytes: float = MOST_MEGABYTES
    ) -> None:
        self._workers = workers
        self._settings = settings
        self._most_megabytes = most_megabytes
        self._closed = False
        self._pool = self._open()

    def _open(self) -> ProcessPool:
        self._proven = False
        self._idle_since = time.monotonic()
        self._context = WorkerContext(self._settings, most_megabytes=self._most_megabytes)
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=TASKS_PER_WORKER,
            initializer=begin,
            initargs=(self._settings,),
            context=self._context,
        )

    def run(
        self, do: Callable[[_T], _R], tasks: Iterable[_T], *, seconds: float
    ) -> Generator[tuple[_T, _R | Trouble], None, None]:
        """See :class:`Scheduler`.

        Raises:
            RunError: also if the pool is closed meanwhile.
        """
        pending: dict[Future[_R], _T] = {}
        queue = iter(tasks)
        self._idle_since = time.monotonic()
        while True:
            queue = self._fill(pending, do, queue, seconds)
            if not pending:
                return
            # A pool that was stopped, or broke while it took a task, never does it.
            done, _ = wait(pending, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            if not done and not (self._pool.active and self._is_at_work(pending)):
                queue = chain(self._reopened(pending, RuntimeError("the pool stopped")), queue)
            for future in done:
                try:
                    outcome = _result(future)
                except BrokenProcessPool as error:
                    queue = chain(self._reopened(pending, error), queue)
                    break
                self._proven = True
                yield pending.pop(future), outcome
                self._idle_since = time.monotonic()

    def _is_at_work(self, pending: Iterable[Future[_R]]) -> bool:
        """Tell whether a worker has a task, or may still come to take one."""
        now = time.monotonic()
        if self._holds_task():
            self._idle_since = now
            return True
        lost = any(future.running() for future in pending)
        return now - self._idle_since < (_LOST_SECONDS if lost else _IDLE_SECONDS)

    def _holds_task(self) -> bool:
        """Tell whether a worker that lives has taken a task.

        A future does not tell: Pebble may hear that a worker took a task after it has seen the
        worker dead. It then counts the task as running, for ever if the next worker is idle.
        """
        manager = self._pool._pool_manager
        living = set(manager.worker_manager.workers)
        return any(task.worker_id in living for task in list(manager.task_manager.tasks.values()))

    def _fill(
        self,
        pending: dict[Future[_R], _T],
        do: Callable[[_T], _R],
        queue: Iterator[_T],
        seconds: float,
    ) -> Iterator[_T]:
        """Send tasks until every worker has its next one; return those that are left."""
        while len(pending) <= 2 * self._workers:
            waiting = list(islice(queue, 1))
            if not waiting:
                break
            try:
                future = self._pool.schedule(do, args=tuple(waiting), timeout=seconds)
                pending[future] = waiting[0]
            except RuntimeError as error:  # the pool is broken
                queue = chain(waiting, self._reopened(pending, error), queue)
        return queue

    def _reopened(self, pending: dict[Future[_R], _T], error: Exception) -> list[_T]:
        """Open the pool anew, and return the tasks that were under way.

        Pebble gives up when a process dies while no task is under way, as the one that the system
        kills for want of memory may. Only a pool that never did anything is broken.
        """
        if self._closed:
            raise RunError("The workers were ended while they had documents to do.") from error
        if not self._proven:
            raise RunError(
                "The worker processes could not start. Is the installation complete? "
                "Their own message stands above."
            ) from error
        self._end()
        self._pool = self._open()
        tasks = list(pending.values())
        pending.clear()
        return tasks

    def close(self) -> None:
        """See :class:`Scheduler`."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._context.close()

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _result(future: Future[_R]) -> _R | Trouble:
    try:
        return future.result()
    except TimeoutError:
        return Trouble("timeout")
    except ProcessExpired as error:
        if error.exitcode == -_CPU_SIGNAL:
            return Trouble("cpu_limit")
        return Trouble("crashed", _cause(error.exitcode))
    except MemoryError:
        return Trouble("out_of_memory")
    except OSError as error:
        raise RunError(
            f"A worker could not write its rows: {error.strerror or error}. Check that the disk "
            "has room."
        ) from error


_CPU_SIGNAL = getattr(signal, "SIGXCPU", 0)


def _cause(exitcode: int) -> str:
    if exitcode == VANISHED:
        return "exit status 0, without a result"
    if exitcode < 0:
        try:
            return signal.Signals(-exitcode).name
        except ValueError:
            return f"signal {-exitcode}"
    return f"exit status {exitcode}"
