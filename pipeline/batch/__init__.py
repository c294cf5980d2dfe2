"""An archive at a time: plan, worker processes, durable results, streamed tables.

What a name needs is imported when it is first used: who only needs the errors needs no reader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.batch.errors import RunError, UsageError
    from pipeline.batch.limits import Limits
    from pipeline.batch.run import DEFAULT_FORMATS, Run, convert, prepare
    from pipeline.batch.settings import Settings
    from pipeline.batch.tally import Failure
    from pipeline.batch.worker import Outcome

__all__ = [
    "DEFAULT_FORMATS",
    "Failure",
    "Limits",
    "Outcome",
    "Run",
    "RunError",
    "Settings",
    "UsageError",
    "convert",
    "prepare",
]

_HOMES = {
    "DEFAULT_FORMATS": "run",
    "Failure": "tally",
    "Limits": "limits",
    "Outcome": "worker",
    "Run": "run",
    "RunError": "errors",
    "Settings": "settings",
    "UsageError": "errors",
    "convert": "run",
    "prepare": "run",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
