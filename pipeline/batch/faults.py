"""Trouble on demand: makes chosen documents fail the way hostile ones do.

The environment variable ``GIJIROKU_FAULT`` holds ``kind:text`` pairs separated by ``;``. A worker
that is given a document whose path contains ``text`` then hangs, aborts, exits or raises before
it reads a byte. Tests need this: real documents of this kind are rare, and fixed one by one.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import NoReturn

__all__ = ["VARIABLE", "provoke"]

VARIABLE = "GIJIROKU_FAULT"


def provoke(path: Path) -> None:
    """Do what the environment asks for this path; usually nothing."""
    for wish in os.environ.get(VARIABLE, "").split(";"):
        kind, _, text = wish.partition(":")
        if text and text in str(path):
            _act(kind)


def _act(kind: str) -> NoReturn:
    match kind:
        case "hang":
            while True:
                time.sleep(60)
        case "abort":
            os.abort()
        case "kill":
            os._exit(9)
        case "exit":
            sys.exit(9)
        case "memory":
            raise MemoryError
        case "recursion":
            raise RecursionError
        case "raise":
            raise RuntimeError("broken \ud800 half of a character")
        case _:
            raise ValueError(f"{VARIABLE} knows no fault {kind!r}")
