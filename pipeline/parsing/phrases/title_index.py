"""Titles found by their beginnings, in time that does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Beginnings", "TitleIndex"]

_LONGEST = 400  # characters of a key; longer texts are no titles
_SHORTEST = 6  # characters that tell one matter from another
_SHARE = 0.6  # of the longer title, which the shorter must reach
_LONG = 15  # characters from which a beginning alone tells a title


class Beginnings:
    """Keys of titles as a list of business grows, and what begins them."""

    def __init__(self) -> None:
        self._whole: set[str] = set()
        self._begun: set[str] = set()

    def add(self, key: str) -> None:
        """Take a title in."""
        if key in self._whole:
            return
        self._whole.add(key)
        if _LONG <= len(key) <= _LONGEST:
            self._begun.update(key[:size] for size in range(_LONG, len(key)))

    def __contains__(self, key: str) -> bool:
        return key in self._whole

    def begun_by(self, key: str) -> bool:
        """Tell whether a title is known, or (long ones) begins or is begun by one that is."""
        if key in self._whole or key in self._begun:
            return True
        longest = min(len(key), _LONGEST)
        return any(key[:size] in self._whole for size in range(_LONG, longest))


class TitleIndex:
    """The keys of titles, and their beginnings.

    Two keys are alike when one begins the other and is no shorter than six characters and 60 % of
    it: a title is repeated in short, or with its department behind it.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._whole: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[int]] = {}
        self._heads: set[str] = set()  # what the first characters of any title alike must be
        for at, key in enumerate(keys):
            self._whole.setdefault(key, []).append(at)
            if _SHORTEST <= len(key) <= _LONGEST:
                self._heads.add(key[:_SHORTEST])
                for size in range(_least(len(key)), len(key)):
                    self._beginnings.setdefault(key[:size], []).append(at)

    def same(self, key: str) -> list[int]:
        """Return where the titles with just this key stand, in order."""
        return list(self._whole.get(key, ()))

    def alike(self, key: str) -> list[int]:
        """Return where the titles alike stand, in order."""
        if not _SHORTEST <= len(key) <= _LONGEST or key[:_SHORTEST] not in self._heads:
            return self.same(key)
        shorter = (self._whole.get(key[:size], ()) for size in range(_least(len(key)), len(key)))
        return sorted(
            {
                *self.same(key),
                *self._beginnings.get(key, ()),
                *(at for found in shorter for at in found),
            }
        )


def _least(size: int) -> int:
    """Return how long a key must be to be alike to one of ``size`` characters."""
    return max(_SHORTEST, -int(-_SHARE * size // 1))
