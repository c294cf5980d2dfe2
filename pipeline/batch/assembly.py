"""The tables of a run: shards of finished documents, streamed in the order of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.batch.errors import RunError
from pipeline.batch.plan import Entry, Plan
from pipeline.batch.rows import duplicate_rows, failure_rows
from pipeline.batch.store import Rows, Store
from pipeline.tables.people import People
from pipeline.tables.schema import TABLES

__all__ = ["Assembly", "Failure"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read: its path, error code and message."""

    path: str
    error: str
    message: str


@dataclass(slots=True)
class Assembly:
    """Streams the rows of a run, one document in memory at a time, and counts them on the way.

    Attributes:
        plan: what the run was to do.
        store: where finished documents are.
        lost: rows of documents that are not in the store, by path.
        documents: rows of ``documents`` by status, filled by iterating.
        rows: rows by table, filled by iterating.
        issues: rows of ``issues`` by severity, filled by iterating.
        failures: the failed documents, filled by iterating.
    """

    plan: Plan
    store: Store
    lost: Mapping[str, Rows]
    documents: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def __iter__(self) -> Iterator[Rows]:
        # A table without a row is one of the run too.
        self.rows.update({table.name: 0 for table in TABLES if not table.optional})
        people = People()  # the writers keep one too; this one is only counted
        by_name = {entry.name: entry for entry in self.plan.entries if entry.is_document}
        for entry in self.plan.entries:
            original = by_name.get(entry.duplicate_of)
            if entry.refusal is not None:
                refused = entry.refusal
                rows = failure_rows(entry, refused.status, refused.error, refused.message)
            elif original is not None:
                rows = duplicate_rows(entry, self._finished(original)["documents"][0])
            else:
                rows = self._finished(entry)
                rows["documents"][0]["path"] = entry.name
            self._count(entry, rows)
            people.add(rows)
            yield rows
        for table, made in people.rows().items():
            self.rows[table] = len(made)

    def _finished(self, entry: Entry) -> Rows:
        if entry.name in self.lost:
            return self.lost[entry.name]
        rows = self.store.read(entry.sha256, entry.path.suffix)
        if rows is None:
            raise RunError(
                f"The finished records of {entry.name} are gone from {self.store.root}. "
                "Run the command again."
            )
        return rows

    def _count(self, entry: Entry, rows: Rows) -> None:
        row = rows["documents"][0]
        self.documents[str(row["status"])] += 1
        if row["status"] == "failed":
            message = row["message"] or "; ".join(
                str(issue["message"])
                for issue in rows.get("issues", ())
                if issue["severity"] == "error"
            )
            self.failures.append(
                Failure(entry.name, str(row["error"] or "error_issue"), str(message))
            )
        for table, made in rows.items():
            self.rows[table] += len(made)
        for issue in rows.get("issues", ()):
            self.issues[str(issue["severity"])] += 1
