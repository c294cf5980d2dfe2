"""What one document may cost: time, memory, length. A document beyond them costs one row.

The defaults are about three times what the heaviest of 3,963 public PDFs took (19 s of CPU,
172 MB, 429 pages).
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pipeline.batch.errors import UsageError
from pipeline.reading import ReadLimits

__all__ = ["Limits", "bounded", "grant_cpu", "held_megabytes", "leave_no_core"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one document. How long it may be is in ``read`` and decides about its records.

    Attributes:
        seconds: wall time.
        cpu: seconds of CPU for reading it, and for the rest with one more for each page.
        most_cpu: seconds of CPU at most, however many pages it has.
        memory: MB of address space beyond what the worker holds already.
        read: size, pages and characters.
    """

    seconds: float = 300.0
    cpu: float = 60.0
    most_cpu: float = 600.0
    memory: float = 2048.0
    read: ReadLimits = field(default_factory=ReadLimits)

    def __post_init__(self) -> None:
        for name, value in self._named().items():
            if not 0 < value < math.inf:
                raise UsageError(f"The limit {name} must be a number over 0, not {value:g}.")

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names that :meth:`with_options` knows."""
        return tuple(sorted(cls()._named()))

    def with_options(self, options: Iterable[str]) -> Limits:
        """Return these limits with some changed.

        Args:
            options: of the form ``NAME=NUMBER``, as ``--limit`` takes them; ``size`` is in MB
                and holds for every type of file.

        Raises:
            UsageError: there is no such limit, or it is no number.
        """
        limits = self
        for option in options:
            name, _, text = option.partition("=")
            try:
                value = float(text)
            except ValueError as error:
                raise UsageError(
                    f"--limit takes NAME=NUMBER, for example memory=4096, not {option!r}."
                ) from error
            limits = limits._with(name.strip(), value)
        return limits

    def _with(self, name: str, value: float) -> Limits:
        if name not in self._named():
            raise UsageError(f"There is no limit {name!r}. Choose from {', '.join(self.names())}.")
        if not 0 < value < math.inf:
            raise UsageError(f"The limit {name} must be a number over 0, not {value:g}.")
        match name:
            case "size":
                size = math.ceil(value * 1e6)
                return replace(self, read=replace(self.read, bytes=size, text_bytes=size))
            case "pages":
                return replace(self, read=replace(self.read, pages=math.ceil(value)))
            case "chars":
                return replace(self, read=replace(self.read, chars=math.ceil(value)))
            case "seconds":
                return replace(self, seconds=value)
            case "cpu":
                return replace(self, cpu=value, most_cpu=max(value, self.most_cpu))
            case _:
                return replace(self, memory=value)

    def _named(self) -> dict[str, float]:
        return {
            "seconds": self.seconds,
            "cpu": self.cpu,
            "memory": self.memory,
            "size": self.read.bytes / 1e6,
            "pages": self.read.pages,
            "chars": self.read.chars,
        }

    def cpu_for(self, pages: int | None) -> float:
        """Seconds of CPU for a document of so many pages."""
        return min(self.cpu + (pages or 0), self.most_cpu)

    def to_dict(self) -> dict[str, float]:
        """Return what ``run.json`` says about them."""
        return {name: round(value, 3) for name, value in sorted(self._named().items())}


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Hold this process to what one document may cost.

    Nothing happens where the system has no such limits.
    """
    _bound_memory(limits.memory)
    grant_cpu(limits.cpu_for(None))
    try:
        yield
    finally:
        grant_cpu(None)
        _bound_memory(None)


def _bound_memory(megabytes: float | None) -> None:
    """Let this process ask for so much more address space than it has now, and no more.

    An allocation beyond it fails inside the library that asks, which raises or ends the process.
    ``None`` lifts the limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = resource.RLIM_INFINITY
    if megabytes is not None and (held := _address_space()):
        soft = held + int(megabytes * 1e6)
    resource.setrlimit(resource.RLIMIT_AS, (_within(soft, hard), hard))


def grant_cpu(seconds: float | None) -> None:
    """Let this process use so many more seconds of CPU; then SIGXCPU ends it.

    The signal is not handled: inside a native library no handler of Python's would run.
    ``None`` lifts the limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = resource.RLIM_INFINITY
    if seconds is not None:
        soft = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (_within(soft, hard), hard))


def leave_no_core() -> None:
    """A crash is expected here; a core file of each is not."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _within(soft: int, hard: int) -> int:
    import resource

    if hard == resource.RLIM_INFINITY:
        return soft
    return hard if soft == resource.RLIM_INFINITY else min(soft, hard)


def held_megabytes() -> float:
    """MB of memory that this process has now; 0 where the system does not tell."""
    return _of_memory(1) / 1e6


def _address_space() -> int:
    """Bytes of address space of this process; 0 where the system does not tell."""
    return _of_memory(0)


def _of_memory(column: int) -> int:
    """Bytes in a column of what the system says of the memory of this process."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123  (no real file)
            return int(stream.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
