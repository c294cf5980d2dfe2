"""Finished documents on disk, one file each, so that no document is done twice.

``OUT/.gijiroku/documents/<settings>/<ab>/<sha256><suffix>.json.gz`` holds the rows of one
document. A shard is written beside its name and renamed: it is there whole or not at all, at
whatever moment the run is killed.
"""

from __future__ import annotations

import datetime
import gzip
import json
import logging
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

__all__ = ["Row", "Rows", "Store"]

Row: TypeAlias = dict[str, object]
Rows: TypeAlias = dict[str, list[Row]]

_log = logging.getLogger(__name__)

FOLDER = ".gijiroku"
_PARTIAL = ".partial"


class Store:
    """The shards of one output folder made with one set of settings.

    Args:
        out: the output folder.
        key: of the settings; shards of other settings are not seen.
    """

    def __init__(self, out: Path, key: str) -> None:
        self.root = out / FOLDER
        self.key = key

    def path(self, sha256: str, suffix: str) -> Path:
        """Where the rows of a document are kept. The reader goes by the suffix, so it counts."""
        folder = self.root / "documents" / self.key / sha256[:2]
        return folder / f"{sha256}{suffix.lower()}.json.gz"

    def write(self, sha256: str, suffix: str, rows: Mapping[str, Iterable[Row]]) -> None:
        """Commit the rows of a document.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        target = self.path(sha256, suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(rows), ensure_ascii=True, default=_encode, separators=(",", ":"))
        partial = target.with_name(f"{target.name}.{os.getpid()}{_PARTIAL}")
        try:
            partial.write_bytes(gzip.compress(text.encode("ascii"), compresslevel=1, mtime=0))
            partial.replace(target)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise

    def read(self, sha256: str, suffix: str) -> Rows | None:
        """Return the rows of a document, or ``None`` if it is not done.

        A damaged shard (a power cut, a bad disk) is removed: its document is to be done again.
        """
        path = self.path(sha256, suffix)
        try:
            rows: Rows = json.loads(gzip.decompress(path.read_bytes()), object_hook=_decode)
        except (EOFError, ValueError, zlib.error, gzip.BadGzipFile):
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return rows

    def prune(self, keep: Iterable[Path]) -> None:
        """Remove every shard that is not in ``keep``, and what a killed run left half written."""
        kept = set(keep)
        folders: list[Path] = []
        for folder, _, names in os.walk(self.root / "documents"):
            folders.append(Path(folder))
            for name in names:
                if Path(folder, name) not in kept:
                    with suppress(OSError):
                        Path(folder, name).unlink()
        for folder_path in reversed(folders):
            with suppress(OSError):  # not empty: still in use
                folder_path.rmdir()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the output folder for one run; a second run waits until the first has ended.

        Raises:
            OSError: the folder cannot be made or written.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("ab") as handle:
            _lock(handle.fileno(), self.root.parent)
            yield  # closing the file gives the lock back, as does the end of the process


def _encode(value: object) -> object:
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    raise TypeError(f"a row cannot hold {type(value).__name__}")


def _decode(mapping: dict[str, object]) -> object:
    # Rows and tables have many keys; only an encoded date has exactly this one.
    if list(mapping) == ["date"] and isinstance(mapping["date"], str):
        return datetime.date.fromisoformat(mapping["date"])
    return mapping


def _lock(descriptor: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: a second run is the user's to avoid
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _log.warning("Another run is writing to %s; waiting until it has ended.", folder)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
