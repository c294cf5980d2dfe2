"""Where the words of texts stand, kept so that a second question needs no analysis."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.language.morphemes import analyzer
from pipeline.language.topics import spellings

__all__ = ["WordIndex"]


class WordIndex:
    """The words of some texts by the key that all their inflections and spellings share.

    Twelve bytes and a little more for each word of the texts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._begins = array("I")  # of each text, among all words
        self._starts = array("I")
        self._ends = array("I")
        self._keys = array("I")
        numbers: dict[str, int] = {}
        places: dict[int, array[int]] = defaultdict(lambda: array("I"))
        for text in texts:
            self._begins.append(len(self._keys))
            for morpheme in analyzer().analyze(text):
                key = numbers.setdefault(morpheme.sense.key, len(numbers))
                places[key].append(len(self._keys))
                self._keys.append(key)
                self._starts.append(morpheme.start)
                self._ends.append(morpheme.end)
        self._begins.append(len(self._keys))
        self._numbers, self._places = numbers, places

    def find(self, words: str) -> Iterator[tuple[int, int, int]]:
        """Yield text, start and end (code points) of every place where words follow each other.

        Raises:
            ValueError: there is no word in ``words``.
        """
        sequences = spellings((words,))
        if not sequences:
            raise ValueError(f"{words!r} has no word to look for")
        found: dict[int, int] = {}
        for sequence in sequences:
            wanted = array("I", (self._numbers.get(key, len(self._numbers)) for key in sequence))
            for at in self._places.get(wanted[0], ()):
                stop = at + len(wanted)
                if self._keys[at:stop] == wanted and stop <= self._begins[self._text(at) + 1]:
                    found[at] = max(stop, found.get(at, 0))
        for at in sorted(found):
            yield self._text(at), self._starts[at], self._ends[found[at] - 1]

    def _text(self, at: int) -> int:
        return bisect_right(self._begins, at) - 1
