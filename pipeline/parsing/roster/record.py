"""What is read of who was there: the people, the lines they stand on, how many are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model import Attendee, Issue
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.roster.over import Over

__all__ = ["Roster", "Row", "head_count"]


@dataclass(slots=True)
class Roster:
    """The people, what the roster says of their number, and lines that yielded nobody.

    ``told`` says which near readings were weighed.
    ``called`` gives by group and name (or family name) where people stand in ``attendees``.
    """

    attendees: list[Attendee] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    called: defaultdict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note_count(self, group: str, present: bool, count: int) -> None:
        """Keep the first head-count that the document states for a group."""
        self.stated.setdefault(f"{group}:{'present' if present else 'absent'}", count)


def head_count(
    attendees: Sequence[Attendee], stated: Mapping[str, int]
) -> tuple[int | None, int | None]:
    """Count members present and absent: as named, else as the document states."""
    members = [a for a in attendees if a.group == "委員"]
    stated_present = stated.get("委員:present")
    stated_absent = stated.get("委員:absent")
    if not members:
        return stated_present, stated_absent
    present = sum(a.present for a in members)
    return present, len(members) - present or stated_absent or 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line (or part) of the roster, from ``offset`` to ``end``, and what stands over it."""

    segment: Segment
    offset: int
    end: int
    over: Over
