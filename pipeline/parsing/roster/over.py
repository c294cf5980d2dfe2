"""What stands over the people of a list, line after line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Over"]


@dataclass(frozen=True, slots=True)
class Over:
    """What stands over people: their group, whether they came, a post, whom they represent,
    a case.

    ``deputy`` tells that they came for the member before them, ``unheaded`` that no heading gave
    the group; ``part`` counts the numbered parts of a list; ``divided`` that offices head members,
    too, so that one below an absent member heads no officials;
    ``legend`` says what marks beside names mean.
    """

    group: str
    present: bool
    unheaded: bool
    role: str | None = None
    affiliation: str | None = None
    case: tuple[str, int] | None = None
    deputy: bool = False
    part: int = 0
    divided: bool = False
    legend: Mapping[str, str] = field(default_factory=dict)

    def under(self, group: str, *, present: bool | None = None) -> Over:
        """Return what stands over the people below the heading of a group."""
        stays = self.present if present is None else present
        return Over(group, stays, False, part=self.part, divided=self.divided, legend=self.legend)
