"""Workers of a Dask cluster: the same tasks, each in a process of its own there too.

A task that kills its process would take the Dask worker with it, and Dask would try it on one
worker after the other and blame the tasks beside it. So each Dask worker keeps a process of ours
that does the work and may die.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Generator, Iterable
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
        self._settings = settings
        try:
            self._client = client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise RunError(
                f"There is no Dask scheduler at {address}. Start one: dask scheduler"
            ) from error
        try:
            self._check(address)
        except BaseException:
            self._client.close()
            raise

    def _check(self, address: str) -> None:
        """Refuse a cluster whose rows would not be those of this machine."""
        keys = self._client.run(_key_of, self._settings, on_error="return")
        if not keys:
            raise RunError(
                f"The Dask scheduler at {address} has no worker. Start some: dask worker {address}"
            )
        own = self._settings.key()
        wrong = sorted(worker for worker, key in keys.items() if key != own)
        if wrong:
            raise RunError(
                f"The workers {', '.join(wrong)} run another version of gijiroku, or do not see "
                "the lexicons and profiles of this run. Install the same version everywhere."
            )

    def run(
        self, do: Callable[[_T], _R], tasks: Iterable[_T], *, seconds: float
    ) -> Generator[tuple[_T, _R | Trouble], None, None]:
        """See :class:`pipeline.batch.scheduler.Scheduler`."""
        as_completed: Any = import_module("distributed").as_completed
        queue = iter(tasks)
        pending: dict[str, _T] = {}

        def send(count: int) -> list[Any]:
            futures = []
            for task in islice(queue, count):
                future = self._client.submit(
                    _isolated, do, task, self._settings, seconds, pure=False
                )
                pending[future.key] = task
                futures.append(future)
            return futures

        finished = as_completed(send(self._room()), loop=self._client.loop)
        for future in finished:
            yield pending.pop(future.key), _result(future)
            future.release()
            for more in send(max(1, self._room() - len(pending))):
                finished.add(more)

    def _room(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads) * (1 + _AHEAD)

    def close(self) -> None:
        """See :class:`pipeline.batch.scheduler.Scheduler`."""
        try:
            self._client.run(_end_processes, on_error="ignore")
        finally:
            self._client.close()


def _result(future: Any) -> Any:
    dask: Any = import_module("distributed")
    try:
        return future.result()
    except (dask.CancelledError, dask.KilledWorker) as error:
        return Trouble("crashed", f"{type(error).__name__} in the cluster")
    except MemoryError:
        return Trouble("out_of_memory")
    except FileNotFoundError as error:
        raise RunError(
            f"A worker of the cluster does not see {error.filename}. Inputs and --out must be on a "
            "drive that all machines have under the same path."
        ) from error
    except OSError as error:
        raise RunError(
            f"A worker of the cluster could not write its rows: {error.strerror or error}. Check "
            "that the disk has room and that workers may write to --out."
        ) from error


# -- what runs in a Dask worker -------------------------------------------------------------------

_processes: dict[tuple[int, str], LocalPool] = {}
_opening = threading.Lock()


def _isolated(do: Callable[[_T], _R], task: _T, settings: Settings, seconds: float) -> _R | Trouble:
    """Do a task in a process that belongs to the calling thread of the Dask worker."""
    name = (threading.get_ident(), repr(settings))
    with _opening:
        if name not in _processes:
            # A Dask worker is a daemon, which multiprocessing does not let have children. Ours
            # end with their parent by themselves.
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
            _processes[name] = LocalPool(settings, 1)
    ((_, result),) = _processes[name].run(do, [task], seconds=seconds)
    return result


def _end_processes() -> None:
    with _opening:
        while _processes:
            _processes.popitem()[1].close()


def _key_of(settings: Settings) -> str:
    return settings.key()
