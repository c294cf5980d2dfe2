"""How worker processes begin and end.

On Linux they are forked from a process that has imported what documents need and does nothing else:
to import it takes a second of CPU, which each worker and each one in its place would spend again.
Elsewhere they are spawned. Either way they know nothing of the user's script and end with the run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import connection
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import RLock
from types import ModuleType, SimpleNamespace
from typing import Any

from pipeline.batch.limits import held_megabytes, leave_no_core
from pipeline.batch.settings import Settings
from pipeline.batch.worker import needed_modules

__all__ = ["MOST_MEGABYTES", "VANISHED", "WorkerContext", "begin"]

MOST_MEGABYTES = 800
"""A worker that holds more memory than this after a document is replaced before the next one. The
heaviest of 3,963 public PDFs took 172 MB; what is held beyond that was not given back."""

VANISHED = 256
"""Exit status told of a worker that ended with 0 in the middle of a document."""

_ORDERLY = 77
"""Exit status of workers that end in order."""

_GRACE = 5.0
"""Seconds that the process which forks the workers has to end."""


class WorkerContext(SpawnContext):
    """Makes the workers of one pool; Pebble takes it for a context of multiprocessing.

    Args:
        settings: decide what a worker imports.
        most_megabytes: memory a worker may hold between two tasks.
    """

    def __init__(self, settings: Settings, *, most_megabytes: float = MOST_MEGABYTES) -> None:
        super().__init__()
        self._most_megabytes = most_megabytes
        # Where threads are safe to fork beside, which is nowhere but on Linux.
        self._server = _Server(settings) if sys.platform == "linux" else None
        self._locks: list[RLock] = []

    def Process(  # type: ignore[override]  # noqa: N802  (name of the standard library)
        self, *arguments: Any, **named: Any
    ) -> BaseProcess:
        """Return a worker that is not started."""
        process = _Worker(*arguments, **named)
        process.most_megabytes = self._most_megabytes
        process.server = self._server
        return process

    def RLock(self) -> RLock:  # noqa: N802
        """Return a lock that is there until :meth:`close`.

        Pebble lets go of the locks of a pool before it ends the workers. One that just starts would
        not find them any more, and say so with a traceback.
        """
        lock = super().RLock()
        self._locks.append(lock)
        return lock

    def close(self) -> None:
        """Give back what the workers needed. They have ended."""
        if self._server is not None:
            self._server.end()
        self._locks.clear()


class _Worker(SpawnProcess):
    """A worker that does not import the user's script.

    A process that is not forked from its parent imports the parent's ``__main__`` again. Workers
    need nothing of it, and a script that calls ``convert`` outside of
    ``if __name__ == "__main__"`` would convert again in each of them, without end.
    """

    most_megabytes: float = MOST_MEGABYTES
    server: _Server | None = None
    _after_fork = staticmethod(BaseProcess._after_fork)  # type: ignore[attr-defined]

    def run(self) -> None:
        """Work until memory or the number of tasks says stop, and say that it is the end."""
        _, channel = self._args  # type: ignore[attr-defined]
        channel.poll = _until_heavy(channel.poll, self.most_megabytes)
        super().run()
        sys.exit(_ORDERLY)

    @property
    def exitcode(self) -> int | None:
        """As usual, but 0 only for an orderly end.

        Pebble takes 0 for a worker that has done its share. A library that ends the process so in
        the middle of a document would leave the run waiting for it.
        """
        code = super().exitcode
        return {_ORDERLY: 0, 0: VANISHED}.get(code, code) if code is not None else None

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802
        server, process_obj.server = process_obj.server, None  # type: ignore[attr-defined]
        with _starting, _hidden_main():
            if server is None:
                with _no_interrupt():
                    return SpawnProcess._Popen(process_obj)
            return server.start(process_obj)


def begin(settings: Settings) -> None:
    """Make a process ready for its tasks."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    leave_no_core()
    for name in needed_modules(settings):
        import_module(name)


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes, and end: nobody wants the rows any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _until_heavy(
    poll: Callable[[float | None], bool], most_megabytes: float
) -> Callable[[float | None], bool]:
    """Return ``poll`` for a process that ends instead when it has grown too large.

    Pebble polls without end when its worker is free for the next task, and takes the end of the
    file that it polls for its own.
    """
    tasks = 0

    def watched(timeout: float | None = None) -> bool:
        nonlocal tasks
        if timeout is None:
            if tasks and held_megabytes() > most_megabytes:
                raise EOFError
            tasks += 1
        return poll(timeout)

    return watched


# -- the process that forks ----------------------------------------------------------------------

_starting = threading.Lock()


class _Server:
    """A fork server for the workers of one pool, started with the first of them.

    One of our own, not the one that all of multiprocessing shares: it ends with the pool, takes
    the environment of this moment, and is no concern of a script that uses that one.

    Args:
        settings: decide what it imports.
    """

    def __init__(self, settings: Settings) -> None:
        from multiprocessing.forkserver import ForkServer

        self._server: Any = ForkServer()
        modules = [*needed_modules(settings), "pebble.pool.process", __name__]
        self._server.set_forkserver_preload(modules)
        self._cut_short = False

    def start(self, process: BaseProcess) -> Any:
        """Start a worker; return what multiprocessing knows it by."""
        from multiprocessing import popen_forkserver

        shared = popen_forkserver.forkserver  # type: ignore[attr-defined]
        popen_forkserver.forkserver = SimpleNamespace(  # type: ignore[attr-defined]
            connect_to_new_process=self._server.connect_to_new_process,
            read_signed=shared.read_signed,
        )
        self._cut_short = True
        try:
            with _no_interrupt():
                self._server.ensure_running()
            started = popen_forkserver.Popen(process)
            self._cut_short = False
        finally:
            popen_forkserver.forkserver = shared  # type: ignore[attr-defined]
        return started

    def end(self) -> None:
        """End it. Its workers have ended, but for one whose start was interrupted."""
        pid, alive = self._server._forkserver_pid, self._server._forkserver_alive_fd
        if pid is None:
            return
        self._server._forkserver_pid = None
        until = time.monotonic() + _GRACE
        os.close(alive)  # the sign for it to end
        with suppress(ProcessLookupError, ChildProcessError):
            if self._cut_short:  # it would start that one first
                os.kill(pid, signal.SIGKILL)
            while not os.waitpid(pid, os.WNOHANG)[0]:
                if time.monotonic() > until:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                    break
                time.sleep(0.005)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach; what they are importing would be no news.

    A terminal sends it to all of them, as it does SIGHUP when it is closed, and the run ends them
    anyway. What comes for this process in
    the meantime is waiting afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _hidden_main() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
