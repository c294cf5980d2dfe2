"""The rows of a path as the tables get them: what its document gave, and what the run knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.plan import Entry
from pipeline.batch.rows import duplicate_rows, failure_rows
from pipeline.batch.sources import Said, apply_sources
from pipeline.batch.store import Rows, Store
from pipeline.tables.rows import correction_rows
from pipeline.tables.speeches import speech_rows

__all__ = ["Item", "MissingDocumentError", "finished_rows", "kept_at"]


class MissingDocumentError(LookupError):
    """A finished document is no longer in the store, or damaged; ``entry`` is to be done again."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self.entry = entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A path of the plan with all that decides its rows.

    Attributes:
        entry: the path.
        original: the entry with the same bytes that is the document, if this one is a duplicate.
        lost: rows that could not be committed, of the path or of its original.
        said: what the archive knows of the path, and of the duplicates of a document.
        variant_of: SHA-256 of the preferred file of the same meeting, or empty.
    """

    entry: Entry
    original: Entry | None = None
    lost: Rows | None = None
    said: tuple[Said, ...] = ()
    variant_of: str = ""

    def identity(self) -> tuple[object, ...]:
        """Return all that its rows depend on, besides version and settings."""
        entry, refused = self.entry, self.entry.refusal
        return (
            entry.name,
            entry.sha256,
            entry.path.suffix.lower(),
            entry.bytes,
            entry.duplicate_of,
            (refused.status, refused.error, refused.message) if refused else None,
            self.original.path.suffix.lower() if self.original else None,
            repr(self.lost) if self.lost else None,
            self.said,
            self.variant_of,
            (self.original or entry).revision,
        )


def finished_rows(item: Item, store: Store) -> Rows:
    """Return the rows of a path, by table.

    Raises:
        MissingDocumentError: its document is not in the store.
    """
    entry, refused = item.entry, item.entry.refusal
    if refused is not None:
        rows = failure_rows(entry, refused.status, refused.error, refused.message)
    elif item.original is not None:
        rows = duplicate_rows(entry, _committed(item.original, item.lost, store)["documents"][0])
    else:
        rows = _committed(entry, item.lost, store)
        rows["documents"][0]["path"] = entry.name
    if entry.edits and "corrections" not in rows:
        from pipeline.corrections.apply import conflicts

        why = "The document could not be read."
        rows["corrections"] = correction_rows(entry.document_id, conflicts(entry.edits, why))
    if item.said:
        apply_sources(rows, item.said)
    if rows.get("meetings"):
        if item.variant_of:
            rows["documents"][0]["variant_of"] = "d" + item.variant_of[:16]
            rows["meetings"][0]["variant_of"] = "m" + item.variant_of[:16]
            rows["speeches"] = []
        else:
            rows["speeches"] = speech_rows(rows)
    return rows


def kept_at(entry: Entry, store: Store) -> Path:
    """Return where the rows of a document are kept, or will be."""
    return store.path(entry.sha256, entry.path.suffix, entry.revision)


def _committed(entry: Entry, lost: Rows | None, store: Store) -> Rows:
    if lost is not None:
        return {table: [dict(row) for row in made] for table, made in lost.items()}
    rows = store.read(kept_at(entry, store))
    if rows is None:
        raise MissingDocumentError(entry)
    return rows
