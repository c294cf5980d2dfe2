"""What a person asks for: one edit per record, and the edits of an archive by document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.corrections.fields import CorrectionError

__all__ = ["CorrectionWarning", "Edit", "Edits", "Remark", "digest", "edit_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to become of one record.

    Attributes:
        document_id: of the file as it was when the record was looked at: a hash of its content.
        table, record_id: the record; a new one has no id, or one that an earlier run gave it.
        action: ``change``, ``confirm``, ``delete``, ``join`` (with the record before) or ``add``.
        values: columns and what they are to hold, as text.
        originals: columns and what they held when they were looked at.
        line: where the record begins, 0 if unknown.
        quote: its first words.
        path: of the file, to find it by when its content has changed.
        by, note: who says so, and why.
        source: file and row, for messages.
    """

    document_id: str
    table: str
    action: str = "change"
    record_id: str = ""
    values: tuple[tuple[str, str], ...] = ()
    originals: tuple[tuple[str, str], ...] = ()
    line: int = 0
    quote: str = ""
    path: str = ""
    by: str = ""
    note: str = ""
    source: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """What tells the record from others, within all files of corrections."""
        if self.action == "add":
            return (self.document_id, self.table, "add", str(self.line), self.quote)
        return (self.document_id, self.table, self.record_id)

    @property
    def meaning(self) -> tuple[object, ...]:
        """All of it but where it is written."""
        return (
            *(self.document_id, self.table, self.action, self.record_id, self.values),
            *(self.originals, self.line, self.quote, self.path, self.by, self.note),
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a file of corrections: where, what, and what to do.

    Attributes:
        message: begins with file, sheet and row.
        used: whether it is about something that was taken all the same.
    """

    message: str
    used: bool = False


class CorrectionWarning(UserWarning):
    """Something in a file of corrections was not used, or not as it stands there."""


class Edits:
    """The edits of an archive.

    Args:
        edits: of any number of files.
        remarks: what of these files was not used, or not as it stands there.

    Raises:
        CorrectionError: two of them want different things of one record.
    """

    def __init__(self, edits: Iterable[Edit] = (), remarks: Iterable[Remark] = ()) -> None:
        self._edits = _merged(edits)
        self.remarks = tuple(remarks)

    def __bool__(self) -> bool:
        return bool(self._edits)

    def __len__(self) -> int:
        return len(self._edits)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._edits)

    def by_document(
        self, documents: Mapping[str, str]
    ) -> tuple[dict[str, tuple[Edit, ...]], tuple[Edit, ...]]:
        """Part the edits by the document that they are about.

        Args:
            documents: the path of every document of a run, by its id.

        Returns:
            The edits by ``document_id``, and those of documents that are not there. A file whose
            content has changed is found by its path, if no other file has that content.
        """
        by_path = {path: document_id for document_id, path in documents.items()}
        found: dict[str, list[Edit]] = {}
        absent: list[Edit] = []
        for edit in self._edits:
            document_id = edit.document_id
            if document_id not in documents:
                document_id = by_path.get(edit.path, "") if edit.path else ""
            if document_id:
                found.setdefault(document_id, []).append(edit)
            else:
                absent.append(edit)
        return {key: tuple(edits) for key, edits in found.items()}, tuple(absent)

    def of(self, document_id: str, path: str = "") -> tuple[Edit, ...]:
        """Return the edits of one document."""
        found, _ = self.by_document({document_id: path})
        return found.get(document_id, ())


def digest(edits: Iterable[Edit]) -> str:
    """Return 16 hex digits that change whenever one of the edits does; empty for none."""
    meanings = [edit.meaning for edit in edits]
    if not meanings:
        return ""
    return hashlib.sha256(repr(meanings).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def edit_id(edit: Edit, field: str) -> str:
    """Return the id of what became of one field of an edit."""
    about = repr((*edit.about, edit.action, field))
    return "c" + hashlib.sha256(about.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Bring together what files say of the same record, in the order of documents and lines."""
    merged: dict[tuple[str, ...], Edit] = {}
    for edit in edits:
        held = merged.get(edit.about)
        merged[edit.about] = edit if held is None else _both(held, edit)
    return tuple(sorted(merged.values(), key=lambda e: (e.document_id, e.line, e.about)))


def _both(held: Edit, edit: Edit) -> Edit:
    values, wanted = dict(held.values), dict(edit.values)
    differs = [name for name in values.keys() & wanted.keys() if values[name] != wanted[name]]
    actions = {held.action, edit.action}
    if differs or len(actions - {"change", "confirm"}) == 1 < len(actions):
        what = ", ".join(differs) or " and ".join(sorted(actions))
        raise CorrectionError(
            f"{edit.source} and {held.source} correct the same record of {edit.table} in two ways "
            f"({what}). Take one of them out."
        )
    action = held.action if len(actions) == 1 else "change"
    return replace(
        held,
        action=action,
        values=tuple((values | wanted).items()),
        originals=tuple((dict(edit.originals) | dict(held.originals)).items()),
        by=held.by or edit.by,
        note=held.note or edit.note,
    )
