"""What a coding rule asks of a unit: words, their combinations, and how often they occur."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt
from typing import Protocol

from pipeline.coding.units import Range, Unit
from pipeline.language.topics import Keys

__all__ = [
    "COMPARISONS",
    "And",
    "Characters",
    "Compared",
    "Condition",
    "Near",
    "Not",
    "Or",
    "OtherCode",
    "Phrase",
    "String",
    "Variable",
    "Word",
    "Words",
]

COMPARISONS = {">=": ge, "<=": le, "==": eq, ">": gt, "<": lt}


class Condition(Protocol):
    """Anything that a unit can be counted for; more than 0 means that it holds."""

    def count(self, unit: Unit) -> int:
        """Return how often the unit fulfils the condition; logic gives 0 or 1."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, as the rule writes it, and the keys of its spellings."""

    word: str
    spellings: tuple[Keys, ...]

    def places(self, unit: Unit) -> list[Range]:
        """Return where it stands."""
        return unit.occurrences(self.word, self.spellings)

    def count(self, unit: Unit) -> int:
        """Return how often it stands there."""
        return len(self.places(unit))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one directly after the other: ``卒業+証書``."""

    words: tuple[Word, ...]

    def places(self, unit: Unit) -> list[Range]:
        """Return where all of them stand in a row."""
        found = self.words[0].places(unit)
        for word in self.words[1:]:
            ends = dict(word.places(unit))
            found = [(start, ends[end]) for start, end in found if end in ends]
        return found

    def count(self, unit: Unit) -> int:
        """Return how often they do."""
        return len(self.places(unit))


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand within so many words of each other: ``near(a-b)[8]``, ``seq(a-b)[b8]``.

    Counts the first member. ``near`` wants each other member within ``distance`` of it, before or
    after; ``seq`` wants each member after the one before it. Neighbours have the distance 1.

    Attributes:
        members: at least two.
        distance: words.
        within: ``b`` for one sentence, ``d`` for one paragraph, empty for the unit.
        in_order: ``seq``.
    """

    members: tuple[Phrase, ...]
    distance: int
    within: str
    in_order: bool

    def count(self, unit: Unit) -> int:
        """Return how many of the first member fulfil it."""
        places = [member.places(unit) for member in self.members]
        if not all(places):
            return 0
        if self.in_order:
            ahead = places[-1]
            for stage in reversed(places[:-1]):
                ahead = [here for here in stage if self._has(unit, here, ahead)]
            return len(ahead)
        return sum(
            all(self._has(unit, here, others) for others in places[1:]) for here in places[0]
        )

    def _has(self, unit: Unit, here: Range, others: Sequence[Range]) -> bool:
        first = here[0] - self.distance - _LONGEST_MEMBER
        for other in others[bisect_left(others, (first, 0)) :]:
            if other[0] >= here[1] + self.distance:
                return False
            if self._fits(unit, here, other):
                return True
        return False

    def _fits(self, unit: Unit, here: Range, other: Range) -> bool:
        if other[0] >= here[1]:
            gap = other[0] - here[1] + 1
        elif other[1] <= here[0] and not self.in_order:
            gap = here[0] - other[1] + 1
        else:
            return False
        if gap > self.distance:
            return False
        if self.within == "b":
            return unit.same_sentence(here[0], other[0])
        return self.within != "d" or unit.same_paragraph(here[0], other[0])


_LONGEST_MEMBER = 100  # words; no phrase of a rule is longer, because no line of it is


@dataclass(frozen=True, slots=True)
class String:
    """Characters, whatever words they are part of: ``'先生と奥さん'``."""

    text: str

    def count(self, unit: Unit) -> int:
        """Return how often they stand there, without overlaps."""
        return unit.even.count(self.text)


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Another code, defined above: ``<*人の死>``."""

    name: str

    def count(self, unit: Unit) -> int:
        """Return 1 if the unit has that code."""
        return int(unit.codes[self.name])


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that comes with the unit: ``<>speaker_group-->委員``. Missing is an empty text.

    ``line`` is where the rule asks for it.
    """

    name: str
    value: str
    line: int

    def count(self, unit: Unit) -> int:
        """Return 1 if the variable has the value."""
        return int(str(unit.variables[self.name]) == self.value)


@dataclass(frozen=True, slots=True)
class Words:
    """The number of words of the unit, ``lw``."""

    def count(self, unit: Unit) -> int:
        """Return it."""
        return unit.words


@dataclass(frozen=True, slots=True)
class Characters:
    """The number of characters of the unit, ``lc``."""

    def count(self, unit: Unit) -> int:
        """Return it."""
        return unit.characters


@dataclass(frozen=True, slots=True)
class Compared:
    """A count compared with a number: ``死ぬ >= 2``."""

    counted: Condition
    sign: str
    number: int

    def count(self, unit: Unit) -> int:
        """Return 1 if the comparison is true."""
        return int(COMPARISONS[self.sign](self.counted.count(unit), self.number))


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    condition: Condition

    def count(self, unit: Unit) -> int:
        """Return 1 if the condition does not hold."""
        return int(not self.condition.count(unit))


@dataclass(frozen=True, slots=True)
class And:
    """All of several conditions."""

    conditions: tuple[Condition, ...]

    def count(self, unit: Unit) -> int:
        """Return 1 if all of them hold."""
        return int(all(condition.count(unit) for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Or:
    """Any of several conditions."""

    conditions: tuple[Condition, ...]

    def count(self, unit: Unit) -> int:
        """Return 1 if one of them holds."""
        return int(any(condition.count(unit) for condition in self.conditions))
