"""Tables in parts: stretches of the plan that are made into tables by workers, and kept.

Where one part ends and the next begins depends on the names of paths alone, so that a file that is
added, changed or removed touches one part, and all others are taken from the run before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from pipeline.batch.finished import Item, MissingDocumentError, finished_rows
from pipeline.batch.plan import Entry
from pipeline.batch.store import Rows, Store, write_whole
from pipeline.batch.tally import Tally

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["PartJob", "do_part", "load_part", "stretches"]

USUAL_PATHS = 32
"""Paths of a part on average. Larger parts are joined faster, smaller ones made anew faster."""

MOST_PATHS = 4 * USUAL_PATHS


@dataclass(frozen=True, slots=True, kw_only=True)
class PartJob:
    """A stretch of the plan to make tables of, and where to keep them.

    Attributes:
        items: its paths, in the order of the rows.
        formats: formats that can be joined from parts, sorted.
        lines: whether the table ``lines`` is wanted.
        store: where finished documents and parts are.
    """

    items: tuple[Item, ...]
    formats: tuple[str, ...]
    lines: bool
    store: Store

    def key(self) -> str:
        """32 hex digits that change whenever the tables might."""
        parts = (self.store.key, self.formats, self.lines, [i.identity() for i in self.items])
        return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]

    def path(self) -> Path:
        """Where the part is kept."""
        key = self.key()
        return self.store.root / "parts" / key[:2] / f"{key}.part"


def stretches(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """Cut the items of a plan into parts."""
    stretch: list[Item] = []
    for item in items:
        stretch.append(item)
        ends = crc32(item.entry.name.encode("utf-8", "replace")) % USUAL_PATHS == 0
        if ends or len(stretch) == MOST_PATHS:
            yield tuple(stretch)
            stretch = []
    if stretch:
        yield tuple(stretch)


def do_part(job: PartJob) -> list[Entry]:
    """Make the tables of a part and keep them.

    Returns:
        The documents that are damaged in the store. If there are any, the part was not made.

    Raises:
        OSError: it could not be written.
    """
    from pipeline.tables.make_part import make_part
    from pipeline.tables.writers import tables_of

    tally = Tally()
    missing: list[Entry] = []

    def documents() -> Iterator[Rows]:
        for item in job.items:
            try:
                rows = finished_rows(item, job.store)
            except MissingDocumentError as error:
                missing.append(error.entry)
                continue
            tally.add(rows)
            yield rows

    part = make_part(documents(), job.formats, tables_of(job.lines), note=tally.to_dict)
    if not missing:
        write_whole(job.path(), part)
    return missing


def load_part(path: Path) -> Part | None:
    """Return a part that is kept, or ``None`` if it is not there or damaged."""
    from pipeline.tables.parts import Part, PartError

    try:
        return Part(path.read_bytes())
    except (PartError, OSError):
        path.unlink(missing_ok=True)
        return None
