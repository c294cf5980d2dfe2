"""What the rows of a run add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.batch.store import Rows
from pipeline.tables.schema import TABLES

__all__ = ["Failure", "Tally"]

_NOT_MINUTES = "not_minutes: "


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read: its path, error code and message."""

    path: str
    error: str
    message: str


@dataclass(slots=True)
class Tally:
    """Counts over documents.

    Attributes:
        documents: rows of ``documents`` by status.
        rows: rows by table.
        issues: rows of ``issues`` by severity.
        corrections: rows of ``corrections`` by status.
        repaired: values and records that corrections changed; what was only confirmed or declared
            as checked is not among them.
        warnings: rows of ``issues`` that are warnings, by code.
        left_out: paths without records, by status and error code.
        failures: the failed documents, in order.
        pages, chars: of the documents that were read, duplicates not counted.
        variants: documents that are another file of a meeting.
        first_date, last_date: of the meetings, in ISO form; empty if none has one.
    """

    documents: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)
    repaired: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    pages: int = 0
    chars: int = 0
    variants: int = 0
    first_date: str = ""
    last_date: str = ""

    @classmethod
    def of_run(cls) -> Tally:
        """Return a tally in which every table that a run writes is counted, with 0 rows."""
        return cls(rows=Counter({table.name: 0 for table in TABLES if not table.optional}))

    def add(self, rows: Rows) -> None:
        """Count the rows of a document."""
        (row,) = rows["documents"]
        self.documents[str(row["status"])] += 1
        if row["status"] == "failed":
            message = row["message"] or "; ".join(
                str(issue["message"])
                for issue in rows.get("issues", ())
                if issue["severity"] == "error"
            )
            self.failures.append(
                Failure(str(row["path"]), str(row["error"] or "error_issue"), str(message))
            )
        if row["status"] in ("failed", "skipped", "duplicate"):
            self.left_out[f"{row['status']}: {row['error'] or ''}"] += 1
        elif row["kind"] == "not_minutes":
            self.left_out[_NOT_MINUTES] += 1
        for meeting in rows.get("meetings", ()):
            self._span(str(meeting["date"] or ""))
        if row["status"] != "duplicate":
            self.pages += _int(row["pages"])
            self.chars += _int(row["chars"])
        self.variants += bool(row["variant_of"])
        for table, made in rows.items():
            self.rows[table] += len(made)
        for issue in rows.get("issues", ()):
            self.issues[str(issue["severity"])] += 1
            self.warnings[str(issue["code"])] += issue["severity"] == "warning"
        for correction in rows.get("corrections", ()):
            self.corrections[str(correction["status"])] += 1
            self.repaired += (
                correction["status"] != "conflict"
                and correction["action"] != "confirm"
                and correction["table"] != "documents"
            )

    @property
    def not_minutes(self) -> int:
        """Documents that were read and are not minutes."""
        return self.left_out[_NOT_MINUTES]

    def merge(self, note: Mapping[str, Any]) -> None:
        """Add what :meth:`to_dict` returned of other documents."""
        self.documents.update(note["documents"])
        self.rows.update(note["rows"])
        self.issues.update(note["issues"])
        self.corrections.update(note["corrections"])
        self.repaired += note["repaired"]
        self.warnings.update(note["warnings"])
        self.left_out.update(note["left_out"])
        self._span(note["first_date"])
        self._span(note["last_date"])
        self.failures += [Failure(**failure) for failure in note["failures"]]
        self.pages += note["pages"]
        self.chars += note["chars"]
        self.variants += note["variants"]

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as JSON can hold them."""
        return {
            "documents": dict(sorted(self.documents.items())),
            "rows": dict(sorted(self.rows.items())),
            "issues": dict(sorted(self.issues.items())),
            "corrections": dict(sorted(self.corrections.items())),
            "repaired": self.repaired,
            "warnings": dict(sorted((+self.warnings).items())),
            "left_out": dict(sorted(self.left_out.items())),
            "first_date": self.first_date,
            "last_date": self.last_date,
            "failures": [
                {"path": item.path, "error": item.error, "message": item.message}
                for item in self.failures
            ],
            "pages": self.pages,
            "chars": self.chars,
            "variants": self.variants,
        }

    def _span(self, date: str) -> None:
        if date:
            self.first_date = min(self.first_date or date, date)
            self.last_date = max(self.last_date, date)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
