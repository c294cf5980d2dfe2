"""The command line: ``gijiroku``."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Any

from pipeline.cli.terminal import messages, plain, use_utf8

__all__ = ["main"]

TRACEBACK_VARIABLE = "GIJIROKU_TRACEBACK"
"""Set to anything to see where an unexpected error comes from."""

_WORDING = {
    "Value error, ": "",
    "Input should be a valid integer, unable to parse string as an integer": "no whole number",
    "Input should be a valid number, unable to parse string as a number": "no number",
    "Input should be": "it must be",
}

RUN_FAILED, WRONG_USAGE, DOCUMENT_FAILED, INTERRUPTED = 1, 2, 3, 130

_POLITE_ENDS = ("SIGTERM", "SIGHUP")
"""Signals that ask for an end: of a system that shuts down, of a terminal that was closed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    0 everything was read; 1 the run itself failed; 2 wrong usage; 3 finished, but at least one
    document failed; 130 interrupted (Ctrl-C); 129 ended by SIGHUP (the terminal was closed); 143
    ended by SIGTERM.

    Args:
        arguments: of the command line, without the program's name; ``sys.argv`` by default.
    """
    import typer

    from pipeline.cli.app import app

    use_utf8()
    ended_by = 0

    def end(sent: int, _frame: FrameType | None) -> None:
        """Let a polite request to end like Ctrl-C."""
        nonlocal ended_by
        ended_by = sent
        raise KeyboardInterrupt

    before = {
        known: signal.signal(known, end)
        for name in _POLITE_ENDS
        if (known := getattr(signal, name, None)) is not None  # Windows has no SIGHUP
        and signal.getsignal(known) is not signal.SIG_IGN  # nohup wants it ignored
    }
    try:
        wanted = None if arguments is None else list(arguments)
        ended = app(args=wanted, prog_name="gijiroku", standalone_mode=False)
        if ended_by:
            return 128 + ended_by
        return ended if isinstance(ended, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return 128 + ended_by if ended_by else INTERRUPTED
    except _usage_error() as error:
        return _refuse(error)
    except Exception as error:
        if ended_by and isinstance(error, OSError):  # nobody can read a message any more
            return 128 + ended_by
        return _report(error)
    finally:
        for known, handler in before.items():
            signal.signal(known, handler)


def _usage_error() -> type[Exception]:
    """What a wrong command line raises; Typer brings its own Click and does not export the base."""
    import typer

    return next(base for base in typer.BadParameter.__mro__ if base.__name__ == "UsageError")


def _refuse(error: Any) -> int:
    """Say how a command is used, in words of people and not of the library that checks types."""
    for theirs, ours in _WORDING.items():
        error.message = str(error.message).replace(theirs, ours)
    error.show()
    return int(error.exit_code)


def _report(error: Exception) -> int:
    """Say what went wrong in a sentence, and return the exit status that goes with it."""
    from pipeline.batch.errors import RunError, UsageError
    from pipeline.reading import ReadError
    from pipeline.tables.folder import FolderError

    if isinstance(error, (FolderError, UsageError)):
        status, message = WRONG_USAGE, str(error)
    elif isinstance(error, ReadError):
        status, message = DOCUMENT_FAILED, error.message
    elif isinstance(error, RunError):
        status, message = RUN_FAILED, str(error)
    else:
        status = RUN_FAILED
        message = (
            f"This is a mistake in gijiroku: {type(error).__name__}: {error}. Please report it; "
            f"{TRACEBACK_VARIABLE}=1 shows where it happened."
        )
    messages().print(plain("Error: ", "bold red") + plain(message), soft_wrap=True)
    if os.environ.get(TRACEBACK_VARIABLE):
        traceback.print_exception(error, file=sys.stderr)
    return status
