"""Trouble on demand: makes chosen documents fail the way hostile ones do.

The environment variable ``GIJIROKU_FAULT`` holds ``kind:text`` pairs separated by ``;``. A worker
that is given a document whose path contains ``text`` then hangs, aborts, exits or raises before
it reads a byte; with ``kind@engine:text`` only if that PDF engine is to read it. Tests need this:
real documents of this kind are rare, and fixed one by one.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import NoReturn

__all__ = ["VARIABLE", "provoke"]

VARIABLE = "GIJIROKU_FAULT"


def provoke(path: Path, engine: str) -> None:
    """Do what the environment asks for this path; usually nothing."""
    for wish in os.environ.get(VARIABLE, "").split(";"):
        kind, _, text = wish.partition(":")
        kind, _, only = kind.partition("@")
        if text and text in str(path) and only in ("", engine):
            _act(kind)


def _act(kind: str) -> NoReturn:
    match kind:
        case "hang":
            while True:
                time.sleep(60)
        case "spin":  # inside one call of C code, as a library that loops
            sum(range(10**15))
        case "abort":
            os.abort()
        case "kill":
            os._exit(9)
        case "vanish":  # a native library that ends the process as if all were well
            os._exit(0)
        case "exit":
            sys.exit(9)
        case "bloat":
            held = [bytes(64 * 1024 * 1024) for _ in range(1024)]
            raise AssertionError(f"nothing stopped it at {len(held)} blocks")
        case "memory":
            raise MemoryError
        case "recursion":
            raise RecursionError
        case "raise":
            raise RuntimeError("broken \ud800 half of a character")
        case _:
            raise ValueError(f"{VARIABLE} knows no fault {kind!r}")
    raise AssertionError(f"the fault {kind} came to an end")
