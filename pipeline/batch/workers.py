"""The workers of a run: opened when there is something to do for them, ended with the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from itertools import chain, islice
from types import TracebackType
from typing import TypeVar

from pipeline.batch.scheduler import Scheduler, Trouble
from pipeline.batch.settings import Settings

__all__ = ["Workers"]

_T = TypeVar("_T")
_R = TypeVar("_R")


class Workers:
    """A :class:`Scheduler` that starts no process before the first task.

    Args:
        settings: of the run.
        jobs: number of processes; by default one per processor.
        address: of a Dask scheduler, to use its workers instead.
    """

    def __init__(self, settings: Settings, jobs: int | None, address: str | None = None) -> None:
        self._settings = settings
        self._jobs = jobs or _processors()
        self._address = address
        self._size = 0
        self._opened: Scheduler | None = None

    def run(
        self, do: Callable[[_T], _R], tasks: Iterable[_T], *, seconds: float
    ) -> Generator[tuple[_T, _R | Trouble], None, None]:
        """See :class:`Scheduler`."""
        queue = iter(tasks)
        first = list(islice(queue, self._jobs))
        if not first:
            return
        if self._opened is None or len(first) > self._size:
            self.close()
            self._size = len(first)  # one document needs one process
            self._opened = self._open()
        yield from self._opened.run(do, chain(first, queue), seconds=seconds)

    @property
    def are_open(self) -> bool:
        """Whether there are any by now."""
        return self._opened is not None

    def close(self) -> None:
        """See :class:`Scheduler`."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _open(self) -> Scheduler:
        if self._address is not None:
            from pipeline.batch.cluster import Cluster

            return Cluster(self._address, self._settings)
        from pipeline.batch.scheduler import LocalPool

        return LocalPool(self._settings, self._size)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _processors() -> int:
    """Processors this process may use, which on a shared machine are fewer than it has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
