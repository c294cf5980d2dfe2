"""Workers of a Dask cluster: the same tasks, each in a process of its own there too.

A task that kills its process would take the Dask worker with it, and Dask would try it on one
worker after the other and blame the tasks beside it. So each Dask worker keeps a process of ours
that does the work and may die.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any, TypeVar

from pipeline.batch.errors import RunError, UsageError
from pipeline.batch.scheduler import LocalPool, Trouble
from pipeline.batch.settings import Settings

__all__ = ["Cluster"]

_T = TypeVar("_T")
_R = TypeVar("_R")

_CONNECT_SECONDS = 30
_AHEAD = 2
"""Tasks sent per thread of the cluster beyond the one it is doing: it need not wait for us."""

_LOOK_SECONDS = 5.0
"""How often a cluster that gives nothing is asked whether it still has workers."""

_WITHOUT_WORKERS_SECONDS = 60.0
"""How long a run waits for workers when all are gone: one that was killed is started again."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A run as the workers of a cluster know it: several may use them at once."""

    name: str
    key: str
    settings: Settings


class Cluster:
    """Workers behind a Dask scheduler.

    Args:
        address: of the scheduler, for example ``tcp://10.0.0.1:8786``.
        settings: decide what a worker imports before it starts.

    Raises:
        UsageError: Dask is not installed.
        RunError: there is no scheduler, it has no worker, or workers run another version.
    """

    def __init__(self, address: str, settings: Settings) -> None:
        try:
            client: Any = import_module("distributed").Client
        except ImportError as error:
            raise UsageError(
                "--scheduler needs Dask. Install it: pip install 'gijiroku[dask]'"
            ) from error
        self._address = address
        self._own_run = _Run(uuid.uuid4().hex, settings.key(), settings)
        self._workerless_since: float | None = None
        try:
            self._client = client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise RunError(
                f"There is no Dask scheduler at {address}. Start one: dask scheduler"
            ) from error
        try:
            self._check()
        except BaseException:
            self._client.close()
            raise

    def _check(self) -> None:
        """Refuse a cluster whose rows would not be those of this machine."""
        keys = self._client.run(_key_of, self._own_run.settings, on_error="return")
        if not keys:
            raise RunError(
                f"The Dask scheduler at {self._address} has no worker. "
                f"Start some: dask worker {self._address}"
            )
        wrong = sorted(worker for worker, key in keys.items() if key != self._own_run.key)
        if wrong:
            raise _of_another_version(wrong)

    def run(
        self, do: Callable[[_T], _R], tasks: Iterable[_T], *, seconds: float
    ) -> Generator[tuple[_T, _R | Trouble], None, None]:
        """See :class:`pipeline.batch.scheduler.Scheduler`.

        Raises:
            RunError: also if the scheduler is gone, or has had no worker for a minute.
        """
        as_completed: Any = import_module("distributed").as_completed
        queue = iter(tasks)
        pending: dict[Any, _T] = {}

        def send(count: int) -> list[Any]:
            futures = []
            for task in islice(queue, count):
                future = self._client.submit(
                    _isolated, do, task, self._own_run, seconds, pure=False
                )
                pending[future] = task
                futures.append(future)
            return futures

        try:
            send(self._room())
            while pending:
                finished = as_completed(
                    list(pending), loop=self._client.loop, timeout=_LOOK_SECONDS
                )
                try:
                    for future in finished:
                        try:
                            result = self._result(future)
                        except _LostError:  # it is done again, if anybody is there
                            self._look()
                            continue
                        yield pending.pop(future), result
                        future.release()
                        for more in send(max(1, self._room() - len(pending))):
                            finished.add(more)
                except TimeoutError:  # nothing has come for a while
                    self._look()
        finally:
            if pending and self._is_connected:
                self._client.cancel(list(pending))

    def _look(self) -> None:
        """Give up if nobody is there to do the work."""
        if self._threads():
            self._workerless_since = None
            return
        now = time.monotonic()
        since = self._workerless_since = self._workerless_since or now
        if now - since >= _WITHOUT_WORKERS_SECONDS:
            raise RunError(
                f"The Dask scheduler at {self._address} has lost all its workers. What is finished "
                f"is kept. Start some (dask worker {self._address}) and run the command again."
            )

    def _room(self) -> int:
        return max(1, self._threads()) * (1 + _AHEAD)

    def _threads(self) -> int:
        """Threads of all workers.

        Raises:
            RunError: the scheduler is gone.
        """
        if self._is_connected:
            try:
                return sum(self._client.nthreads().values())
            except OSError as error:
                raise self._gone() from error
        raise self._gone()

    @property
    def _is_connected(self) -> bool:
        return bool(self._client.status == "running")

    def _gone(self) -> RunError:
        return RunError(
            f"The Dask scheduler at {self._address} has stopped, restarted or is out of reach. "
            "What is finished is kept. See to it and run the command again."
        )

    def close(self) -> None:
        """See :class:`pipeline.batch.scheduler.Scheduler`."""
        try:
            if self._is_connected:
                self._client.run(_end_processes, self._own_run.name, on_error="ignore")
        except OSError:
            pass  # without their scheduler the workers end by themselves
        finally:
            self._client.close()

    def _result(self, future: Any) -> Any:
        try:
            return _result(future)
        except import_module("distributed").CancelledError as error:
            # Nobody but the scheduler cancels what this run has sent: no document is to blame.
            raise self._gone() from error


def _of_another_version(workers: Iterable[str]) -> RunError:
    return RunError(
        f"The workers {', '.join(workers)} run another version of gijiroku, or do not see "
        "the lexicons and profiles of this run. Install the same version everywhere."
    )


class _LostError(Exception):
    """The worker that has a result went away with it."""


def _result(future: Any) -> Any:
    """Return what became of a task that is finished.

    Raises:
        RunError: the run cannot go on.
        _LostError: the result does not come, or not yet.
    """
    dask: Any = import_module("distributed")
    try:
        return future.result(timeout=_LOOK_SECONDS)
    except dask.KilledWorker as error:
        return Trouble("crashed", f"{type(error).__name__} in the cluster")
    except MemoryError:
        return Trouble("out_of_memory")
    except FileNotFoundError as error:
        raise RunError(
            f"A worker of the cluster does not see {error.filename}. Inputs and --out must be on a "
            "drive that all machines have under the same path."
        ) from error
    except OSError as error:
        if isinstance(error, TimeoutError) and future.status != "error":
            raise _LostError from error  # nobody hands it over; the task itself had no error
        raise RunError(
            f"A worker of the cluster could not write its rows: {error.strerror or error}. Check "
            "that the disk has room and that workers may write to --out."
        ) from error


# -- what runs in a Dask worker -------------------------------------------------------------------

_processes: dict[tuple[str, int], LocalPool] = {}
"""By run and thread: several runs may share a cluster, and each ends its own."""

_ended: set[str] = set()
"""Runs that ended: a task of theirs that was still on its way opens no process any more."""

_opening = threading.Lock()


def _isolated(do: Callable[[_T], _R], task: _T, run: _Run, seconds: float) -> _R | Trouble:
    """Do a task in a process that belongs to the run and the calling thread of the Dask worker."""
    name = (run.name, threading.get_ident())
    with _opening:
        if run.name in _ended:
            raise RunError("The run has ended.")
        if name not in _processes:
            # This worker may have joined when the others had been asked.
            if run.settings.key() != run.key:
                raise _of_another_version([import_module("distributed").get_worker().address])
            # A Dask worker is a daemon, which multiprocessing does not let have children. Ours
            # end with their parent by themselves.
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
            _processes[name] = LocalPool(run.settings, 1)
        pool = _processes[name]
    ((_, result),) = pool.run(do, [task], seconds=seconds)
    return result


def _end_processes(run: str) -> None:
    """End the processes of a run."""
    with _opening:
        _ended.add(run)
        for name in [name for name in _processes if name[0] == run]:
            _processes.pop(name).close()


def _key_of(settings: Settings) -> str:
    return settings.key()
