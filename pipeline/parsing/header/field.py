"""What a header consists of: labelled fields, each with its label and the lines of its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.header_labels import HeaderLabel

__all__ = ["FACTS", "FILE", "Field", "Header"]

FACTS = frozenset({"date", "time", "place", "observers", "public", "reason"})
"""Fields whose value is a fact, told in a line."""

FILE = re.compile(r"(?i)pdf|word|html|[0-9]\s?[km]b")
"""What tells that a label is a link to a file: 会議録(pdf 165KB)."""


@dataclass(slots=True)
class Field:
    """A labelled field: its label and the segments (with offsets) of its value.

    ``lead`` are the lines of a label written downwards, before that of its last character.
    """

    name: str
    label: HeaderLabel | None
    segment: int
    decoration: str = ""
    values: list[tuple[Segment, int]] = field(default_factory=list)
    lead: list[Segment] = field(default_factory=list)

    def text(self) -> str:
        """The folded value, lines joined by spaces."""
        return " ".join(s.text[o:].strip() for s, o in self.values if s.text[o:].strip())


@dataclass(slots=True)
class Header:
    """The header's fields in order, its unlabelled head, and where the body begins.

    ``after`` are fields of the same kind that stand after the proceedings.
    """

    fields: list[Field]
    title: list[Segment]
    body_start: int
    why: str
    content: Field | None = None
    after: list[Field] = field(default_factory=list)

    def named(self, *names: str) -> list[Field]:
        """Return the fields of these names, in document order."""
        return [f for f in (*self.fields, *self.after) if f.name in names]
