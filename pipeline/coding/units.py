"""A unit of coding: a turn, a paragraph or a sentence, and where words stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from pipeline.language.morphemes import analyzer, even_width
from pipeline.language.sentences import sentence_spans
from pipeline.language.topics import Keys

__all__ = ["UNITS", "Range", "Unit", "split"]

UNITS = ("turn", "paragraph", "sentence")

Range = tuple[int, int]
"""A half-open range of words of a unit."""


class Unit:
    """A text that codes are given to.

    Args:
        text: of the unit.
        variables: what conditions like ``<>speaker_group-->委員`` ask for.

    Attributes:
        codes: the values of the codes that were worked out already, by name.
    """

    def __init__(self, text: str, variables: Mapping[str, object]) -> None:
        self.variables = variables
        self.codes: dict[str, bool] = {}
        self._text = text
        self._found: dict[tuple[str, tuple[Keys, ...]], list[Range]] = {}

    @cached_property
    def even(self) -> str:
        """The text with full and half width made one."""
        return even_width(self._text)

    @property
    def words(self) -> int:
        """Number of morphemes, punctuation marks among them."""
        return len(self._morphemes)

    @property
    def characters(self) -> int:
        """Number of code points, line ends left out."""
        return len(self._text) - self._text.count("\n")

    def occurrences(self, word: str, spellings: tuple[Keys, ...]) -> list[Range]:
        """Return where a word stands, in order, at most once from each place.

        Args:
            word: as the rule writes it; one morpheme with this base form is the word.
            spellings: sequences of keys that are the word too.
        """
        found = self._found.get((word, spellings))
        if found is None:
            found = self._found[word, spellings] = self._look_up(word, spellings)
        return found

    def same_sentence(self, one: int, other: int) -> bool:
        """Tell whether two words, given by number, stand in one sentence."""
        return self._part(self._sentence_starts, one) == self._part(self._sentence_starts, other)

    def same_paragraph(self, one: int, other: int) -> bool:
        """Tell whether two words, given by number, stand in one paragraph."""
        return self._part(self._paragraph_starts, one) == self._part(self._paragraph_starts, other)

    def _look_up(self, word: str, spellings: tuple[Keys, ...]) -> list[Range]:
        ends: dict[int, int] = {at: at + 1 for at in self._by_base.get(word, ())}
        for keys in spellings:
            for start in self._by_key.get(keys[0], ()):
                end = start + len(keys)
                if end > ends.get(start, 0) and self._keys[start:end] == list(keys):
                    ends[start] = end
        return sorted(ends.items())

    @cached_property
    def _morphemes(self) -> list[tuple[int, str, str]]:
        return [(m.start, m.sense.key, m.sense.base) for m in analyzer().analyze(self._text)]

    @cached_property
    def _keys(self) -> list[str]:
        return [key for _, key, _ in self._morphemes]

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        return _places(self._keys)

    @cached_property
    def _by_base(self) -> dict[str, list[int]]:
        return _places([base for _, _, base in self._morphemes])

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in sentence_spans(self._text)]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [start for start, _ in _paragraphs(self._text)]

    def _part(self, starts: list[int], word: int) -> int:
        return bisect_right(starts, self._morphemes[word][0])


def _places(words: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    return places


def split(text: str, unit: str) -> list[str]:
    """Return the units of a turn's text, none for a text of white space.

    Args:
        text: of the turn.
        unit: one of :data:`UNITS`.
    """
    if unit == "turn":
        return [text] if text.strip() else []
    spans = sentence_spans(text) if unit == "sentence" else _paragraphs(text)
    return [text[start:end] for start, end in spans]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
