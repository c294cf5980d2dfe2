"""An archive at a time: plan, worker processes, durable results, streamed tables."""

from __future__ import annotations

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
