"""The records of a document while they are corrected: found, changed, taken out, put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.corrections.edits import Edit
from pipeline.corrections.fields import CORRECTABLE, Correctable
from pipeline.corrections.source import SourceText, folded
from pipeline.model import Minutes, Passage, Place
from pipeline.parsing.ledger import Ledger, Span

__all__ = ["RULE", "ConflictError", "Draft", "Found"]

RULE = "correction"
_SHORT = 8  # characters; so few may stand anywhere, so all of a record has to be the same


class ConflictError(Exception):
    """What an edit is about is not there any more; the message says what is."""


@dataclass(frozen=True, slots=True)
class Found:
    """The record of an edit, and whether it stands elsewhere than it did."""

    record: Any
    moved: bool


@dataclass(slots=True)
class Draft:
    """Records by table, in document order.

    ``given`` holds, by id of a record, the columns that a person decided: nothing may change them.
    """

    minutes: Minutes
    records: dict[str, list[Any]]
    passages: list[Passage]
    source: SourceText
    ledger: Ledger
    given: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, minutes: Minutes) -> Draft:
        """Return the records of minutes, to be corrected."""
        records = {
            name: list(getattr(minutes, name)) for name in CORRECTABLE if hasattr(minutes, name)
        }
        return cls(
            minutes=minutes,
            records=records | {"meetings": [minutes.meeting]},
            passages=list(minutes.passages),
            source=SourceText(minutes.document),
            ledger=Ledger(minutes.document),
        )

    def find(self, edit: Edit) -> Found:
        """Return the record that an edit is about.

        Its id names a place in a content. Where the words that stood there do not, the record of
        that table with these words is taken, if it is the only one.

        Raises:
            ConflictError: there is none.
        """
        table = CORRECTABLE[edit.table]
        changed = edit.document_id != self.minutes.document.document_id
        if edit.table == "meetings":
            return Found(self._unchanged_meeting(edit) if changed else self._meeting(), changed)
        quote = folded(edit.quote)
        held = next((r for r in self.records[edit.table] if _id(table, r) == edit.record_id), None)
        if held is not None and (not quote or self._says(table, held, quote)):
            return Found(held, False)
        if not quote:
            raise ConflictError(
                f"There is no record {edit.record_id} in {edit.table}, and no quote to find it by."
            )
        same = [r for r in self.records[edit.table] if self._begins(table, r, quote)]
        if len(same) == 1:
            return Found(same[0], True)
        if same:
            raise ConflictError(f"{len(same)} records of {edit.table} now begin with these words.")
        place, several = self.source.find(edit.quote, edit.line)
        if place is None and not several:
            raise ConflictError("The words it stood on are no longer in the document.")
        raise ConflictError(f"Its words are in the document, but in no record of {edit.table}.")

    def replace(self, table: str, old: Any, new: Any) -> None:
        """Put a record in the place of another."""
        records = self.records[table]
        records[next(at for at, record in enumerate(records) if record is old)] = new

    def insert(self, table: str, record: Any) -> None:
        """Put a record where it stands in the document."""
        before = (record.place.line_first, self._column(_id(CORRECTABLE[table], record)))
        records = self.records[table]
        at = sum(
            (r.place.line_first, self._column(_id(CORRECTABLE[table], r))) <= before
            for r in records
        )
        records.insert(at, record)

    def remove(self, table: str, record: Any) -> None:
        """Take a record out; its words are residue from now on."""
        self.records[table].remove(record)
        self.hand_over(_id(CORRECTABLE[table], record), "", "residue")

    def hand_over(self, old: str, new: str, role: str = "") -> None:
        """Give the passages of a record to another one, or to a role alone."""
        self.passages = [
            p._replace(record_id=new, role=role or p.role, rule=RULE) if p.record_id == old else p
            for p in self.passages
        ]

    def new_id(self, table: str, span: Span) -> str:
        """Return the id of a new record that begins at ``span``."""
        correctable = CORRECTABLE[table]
        taken = {_id(correctable, record) for record in self.records[table]}
        while (made := self.ledger.new_id(correctable.letter, span)) in taken:
            pass
        return made

    def place(self, spans: Sequence[Span]) -> Place:
        """Return the lines and pages of some stretches."""
        return self.ledger.place(spans)

    def claim(self, spans: Iterable[Span], role: str, record_id: str, *, free: bool) -> None:
        """Give stretches to a record; with ``free`` only what no other record has."""
        for span in spans:
            self._claim(span, role, record_id, free=free)
        self.passages.sort(key=lambda p: (p.line, p.start))

    def _claim(self, span: Span, role: str, record_id: str, *, free: bool) -> None:
        line, start, end = span
        kept: list[Passage] = []
        taken: list[tuple[int, int]] = []
        for p in self.passages:
            owned = free and p.record_id and p.record_id != self._meeting().meeting_id
            if p.line != line or p.end <= start or p.start >= end or owned:
                kept.append(p)
                continue
            if p.start < start:
                kept.append(p._replace(end=start))
            if p.end > end:
                kept.append(p._replace(start=end))
            taken.append((max(p.start, start), min(p.end, end)))
        kept += [
            Passage(line=line, start=a, end=b, role=role, rule=RULE, record_id=record_id)
            for a, b in taken
        ]
        self.passages = kept

    def _meeting(self) -> Any:
        return self.records["meetings"][0]

    def _unchanged_meeting(self, edit: Edit) -> Any:
        """Return the meeting of a file with other content, if it says what it said before."""
        from pipeline.corrections.fields import as_text

        meeting = self._meeting()
        for name, text in edit.originals:
            if as_text(getattr(meeting, name)) != text:
                raise ConflictError(
                    f"The file has changed: {name} was {text!r}, and is now "
                    f"{as_text(getattr(meeting, name))!r}."
                )
        return meeting

    def _says(self, table: Correctable, record: Any, quote: str) -> bool:
        own = folded(getattr(record, table.quote) or "")
        lines = self.source.on_lines(record.place.line_first, record.place.line_last)
        return own.startswith(quote) or quote in lines

    def _begins(self, table: Correctable, record: Any, quote: str) -> bool:
        own = folded(getattr(record, table.quote) or "")
        return own == quote if len(quote) < _SHORT else own.startswith(quote)

    def _column(self, record_id: str) -> int:
        return min((p.start for p in self.passages if p.record_id == record_id), default=0)


def _id(table: Correctable, record: Any) -> str:
    record_id: str = getattr(record, table.key)
    return record_id
