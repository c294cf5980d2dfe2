"""``run.json``: what a run leaves beside its tables, and how a later run knows them for its own."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.batch.methods import METHODS_FILE
from pipeline.batch.store import FOLDER, write_whole

__all__ = ["RUN_FILE", "files_of_run", "own_files", "write_record"]

RUN_FILE: Final = "run.json"

_SIGNS: Final = frozenset({"version", "exit_status", "documents", "rows", "files", "limits"})
"""What every ``run.json`` of ours says; other programs write files of that name too."""

_MOST_BYTES: Final = 256 * 1024 * 1024


def write_record(folder: Path, record: Mapping[str, object]) -> None:
    """Write ``run.json``.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    write_whole(folder / RUN_FILE, text.encode())


def files_of_run(folder: Path) -> frozenset[str]:
    """Names of the tables an earlier run wrote into a folder; never a path out of it."""
    record = _record(folder / RUN_FILE)
    files = record.get("files") if record.keys() >= _SIGNS else None
    if not isinstance(files, list):
        return frozenset()
    return frozenset(name for name in files if isinstance(name, str) and Path(name).name == name)


def own_files(folder: Path, supported: frozenset[str]) -> frozenset[str]:
    """Names of what an earlier run left in a folder, empty if none did.

    Args:
        folder: any folder.
        supported: suffixes of documents; no table has one, so no ``run.json`` can hide a document.
    """
    files = files_of_run(folder)
    if not files:
        return frozenset()
    tables = {name for name in files if Path(name).suffix.lower() not in supported}
    return frozenset(tables | {RUN_FILE, METHODS_FILE, FOLDER})


def _record(path: Path) -> dict[str, Any]:
    # The folder may be of strangers: no pipe, no link, nothing endless.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123  (a descriptor)
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
                return {}
            record = json.loads(stream.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}
