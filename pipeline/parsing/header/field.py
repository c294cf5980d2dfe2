"""A labelled field of the header: its label and the lines of its value."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.header_labels import HeaderLabel

__all__ = ["Field"]


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
