"""Finished documents on disk, one file each, so that no document is done twice.

``OUT/.gijiroku/documents/<settings>/<ab>/<sha256><suffix>.json.gz`` holds a document (a digest of
its corrections before ``.json``, if it has any): a card with what a whole run wants to know of it,
and its rows, as two members of one gzip file. A file is written beside its name and renamed: it is
there whole or not at all, at whatever moment the run is killed.
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
from typing import Any, TypeAlias

from pipeline.tables.schema import TABLES

__all__ = ["FOLDER", "Row", "Rows", "Store", "write_whole"]

Row: TypeAlias = dict[str, object]
Rows: TypeAlias = dict[str, list[Row]]

_log = logging.getLogger(__name__)

FOLDER = ".gijiroku"
"""What a run keeps in its output folder beside the tables."""

_PARTIAL = ".partial"
_HEAD = 8192
"""Bytes read for a card at first; almost every card is shorter."""

_DAYS = {
    table.name: [column.name for column in table.columns if column.type == "date"]
    for table in TABLES
}


class Store:
    """The finished documents of one output folder that were made with one set of settings.

    Args:
        out: the output folder.
        key: of the settings; documents of other settings are not seen.
    """

    def __init__(self, out: Path, key: str) -> None:
        self.root = Path(os.path.abspath(out)) / FOLDER  # noqa: PTH100  (links stay)
        self.key = key

    def path(self, sha256: str, suffix: str, revision: str = "") -> Path:
        """Where a document is kept.

        The reader goes by the suffix, so it counts; ``revision`` is a digest of its corrections.
        """
        folder = self.root / "documents" / self.key / sha256[:2]
        corrected = f".{revision}" if revision else ""
        return folder / f"{sha256}{suffix.lower()}{corrected}.json.gz"

    def write(self, path: Path, card: Mapping[str, object], rows: Mapping[str, list[Row]]) -> None:
        """Commit a document.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        write_whole(path, _packed(card) + _packed(rows))

    def card(self, path: Path) -> dict[str, Any] | None:
        """Return the card of a document, or ``None`` if it is not done."""
        try:
            with path.open("rb") as stream:
                unpacker = zlib.decompressobj(wbits=31)
                text = unpacker.decompress(stream.read(_HEAD))
                while not unpacker.eof:
                    more = stream.read(_HEAD)
                    if not more:
                        raise EOFError
                    text += unpacker.decompress(more)
            card: dict[str, Any] = json.loads(text)
        except (EOFError, ValueError, zlib.error):
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return card

    def read(self, path: Path) -> Rows | None:
        """Return the rows of a document, or ``None`` if it is not done.

        A damaged file (a power cut, a bad disk) is removed: its document is to be done again.
        """
        try:
            data = path.read_bytes()
            card = zlib.decompressobj(wbits=31)
            card.decompress(data)
            rows: Rows = json.loads(gzip.decompress(card.unused_data))
            for table, made in rows.items():
                for column in _DAYS[table]:
                    for row in made:
                        row[column] = _day(row[column])
        except (EOFError, ValueError, KeyError, TypeError, zlib.error, gzip.BadGzipFile):
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return rows

    def prune(self, keep: Iterable[Path]) -> None:
        """Remove what a run keeps but for ``keep``, and what a killed run left half written."""
        kept = set(keep)
        folders: list[Path] = []
        for name in ("documents", "parts"):
            for folder, _, names in os.walk(self.root / name):
                folders.append(Path(folder))
                for file in names:
                    if Path(folder, file) not in kept:
                        with suppress(OSError):
                            Path(folder, file).unlink()
        for folder_path in reversed(folders):
            with suppress(OSError):  # not empty: still in use
                folder_path.rmdir()

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Hold the output folder for one run; a second run waits until the first has ended.

        Yields:
            Whether this one had to wait.

        Raises:
            OSError: the folder cannot be made or written.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("ab") as handle:
            # Closing the file gives the lock back, as does the end of the process.
            yield _lock(handle.fileno(), self.root.parent)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Process and thread: a cluster may have two of the same number on two machines, but then
    # both write the same bytes.
    partial = target.with_name(f"{target.name}.{os.getpid()}{_PARTIAL}")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def _packed(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, default=_encode, separators=(",", ":"))
    # Whatever a document holds is kept as it is; the tables put U+FFFD for half a character.
    return gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0)


def _encode(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"a row cannot hold {type(value).__name__}")


def _day(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


def _lock(descriptor: int, folder: Path) -> bool:
    """Wait for the lock; return whether another run held it."""
    try:
        import fcntl
    except ImportError:  # Windows: a second run is the user's to avoid
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _log.warning("Another run is writing to %s; waiting until it has ended.", folder)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return True
    return False
