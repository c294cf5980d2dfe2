"""The gold record of a written meeting: what an archivist would note from the document alone.

The keys are those of the shared guide to the gold; ``case_no`` and ``text`` of a turn, ``cases``
and ``sections`` go beyond it. Writers note each fact as they write it down, so that the record
holds what stands on the page and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from generator.sheet import widen

__all__ = ["Gold"]

_SPACES = re.compile(r"\s+")
_KEPT = frozenset({"file", "kind", "style", "date", "opened", "closed", "group", "outcome"})
_HEAD, _TAIL = 10, 8  # characters of a turn that the guide asks for


@dataclass(slots=True, kw_only=True)
class Gold:
    """Facts noted while a document is being written. ``None`` means: not stated."""

    file: str
    style: str
    body: str | None = None
    session: str | None = None
    date: str | None = None
    opened: str | None = None
    closed: str | None = None
    place: str | None = None
    observers: int | None = None
    attendees: list[dict[str, Any]] = field(default_factory=list)
    agenda: list[str] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    stage_directions: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    scored: tuple[str, ...] = ()

    def turn(self, speaker: str | None, paragraphs: tuple[str, ...], case_no: int | None) -> None:
        """Note a speech as it stands on the page."""
        run = _SPACES.sub("", "".join(paragraphs))
        self.turns.append(
            {
                "speaker": speaker,
                "start": run[:_HEAD],
                "end": run[-_TAIL:],
                "paragraphs": len(paragraphs),
                "case_no": case_no,
                "text": "\n".join(paragraphs),
            }
        )

    def to_dict(self, width: str) -> dict[str, Any]:
        """The record, its strings in the characters of the document."""
        record: dict[str, Any] = {"file": self.file, "kind": "minutes", "style": self.style}
        for name in self.__slots__:
            if name not in ("file", "style", "scored"):
                record[name] = _widened(getattr(self, name), width, name)
        if self.scored:
            record["scored"] = list(self.scored)
        return record


def _widened(value: Any, width: str, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _KEPT else widen(value, width)
    if isinstance(value, dict):
        return {name: _widened(part, width, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_widened(part, width) for part in value]
    return value
