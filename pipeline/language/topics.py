"""Topics of a lexicon in a text: sequences of words, compared by what their spellings share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.language.lexicon import Lexicon, Term
from pipeline.language.morphemes import Morphemes, analyzer
from pipeline.language.negation import is_negated
from pipeline.language.offices import goes_on_to_an_office
from pipeline.language.sentences import Sentences

__all__ = ["Hit", "Keys", "TopicMatcher", "spellings"]

# A word alone and a word in a sentence may be cut differently. What these make of a term is looked
# for as well.
_FRAMES = (("", ""), ("の", "を"), ("、", "が"), ("は", "等の"))

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found: ``text[start:end]``, whether denied, whether asked about, and by whom."""

    start: int
    end: int
    topic: str
    term: str
    lexicon: str
    negated: bool
    in_question: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    lexicon: str
    term: Term
    near: tuple[Keys, ...]
    unless: tuple[Keys, ...]
    not_near: tuple[Keys, ...]

    @property
    def asks_around(self) -> bool:
        """Whether it matters what stands around the term."""
        return bool(self.near or self.unless or self.not_near)


@dataclass(slots=True)
class _Node:
    """The words that may come next in a term, and the terms that end here."""

    after: dict[str, _Node] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    entry: _Entry


class TopicMatcher:
    """All terms of some lexicons, ready to be found in one pass over the words of a text."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._root = _Node()
        for lexicon in lexicons:
            for term in lexicon.terms:
                self._add(lexicon.label, term)

    def _add(self, lexicon: str, term: Term) -> None:
        entry = _Entry(
            lexicon,
            term,
            near=spellings(term.near),
            unless=spellings(term.unless),
            not_near=spellings(term.not_near),
        )
        for keys in spellings((term.term, *term.variants)):
            node = self._root
            for key in keys:
                node = node.after.setdefault(key, _Node())
            node.entries.append(entry)

    def find(self, text: str, morphemes: Morphemes) -> list[Hit]:
        """Return the hits in ``text`` in order; of hits of one topic that overlap, the longest.

        Args:
            text: the text itself.
            morphemes: what the analyzer made of it.
        """
        found = self._candidates(morphemes)
        if not found:
            return []
        keys = [sense.key for sense in morphemes.senses]
        sentences = Sentences(text)
        hits: list[Hit] = []
        taken: dict[tuple[str, str], int] = {}  # end of the last hit by lexicon and topic
        for candidate in sorted(found, key=lambda c: (c.first, -c.last)):
            term = candidate.entry.term
            start = morphemes.starts[candidate.first]
            if start < taken.get((candidate.entry.lexicon, term.topic), 0):
                continue
            if not _in_one_piece(text, morphemes, candidate):
                continue
            begin, end = sentences.around(start)
            if candidate.entry.asks_around and not _fits(
                candidate, keys, _range_within(morphemes, candidate, begin, end)
            ):
                continue
            if not term.in_names and goes_on_to_an_office(
                text, morphemes, candidate.first, candidate.last
            ):
                continue
            stop = morphemes.ends[candidate.last - 1]
            taken[candidate.entry.lexicon, term.topic] = stop
            hits.append(
                Hit(
                    start,
                    stop,
                    term.topic,
                    term.term,
                    candidate.entry.lexicon,
                    is_negated(text, morphemes, candidate.first, candidate.last, end),
                    sentences.asks(start),
                )
            )
        return hits

    def _candidates(self, morphemes: Morphemes) -> list[_Found]:
        begins = self._root.after
        senses = morphemes.senses
        count = len(senses)
        found: list[_Found] = []
        # Nearly all words begin no term: they cost no more than a look into a dictionary.
        for first in [at for at, sense in enumerate(senses) if sense.key in begins]:
            node: _Node | None = begins[senses[first].key]
            last = first + 1
            while node is not None:
                found += [_Found(first, last, entry) for entry in node.entries]
                if last == count:
                    break
                node = node.after.get(senses[last].key)
                last += 1
        return found


def spellings(phrases: Iterable[str]) -> tuple[Keys, ...]:
    """Return the sequences of word keys (:attr:`Sense.key`) that phrases may be in a text."""
    return tuple(dict.fromkeys(keys for phrase in phrases for keys in _sequences(phrase)))


def _sequences(phrase: str) -> Iterator[Keys]:
    """Yield what the words of a phrase may be, alone and between other words."""
    for before, after in _FRAMES:
        start, end = len(before), len(before) + len(phrase)
        inside = [
            m
            for m in analyzer().analyze(before + phrase + after)
            if m.start < end and m.end > start
        ]
        if inside and inside[0].start >= start and inside[-1].end <= end:
            yield tuple(morpheme.sense.key for morpheme in inside)


def _in_one_piece(text: str, morphemes: Morphemes, found: _Found) -> bool:
    """Tell whether nothing but a space stands between the words: no line end, no gap."""
    starts = morphemes.starts[found.first + 1 : found.last]
    ends = morphemes.ends[found.first : found.last - 1]
    return starts == ends or all(
        end == start or text[end:start] in (" ", "\u3000")
        for end, start in zip(ends, starts, strict=True)
    )


def _range_within(morphemes: Morphemes, found: _Found, begin: int, end: int) -> tuple[int, int]:
    """Return the range of words that ``near`` looks at: some on both sides, of one sentence."""
    within = found.entry.term.within
    first = found.first
    while first > 0 and found.first - first < within and morphemes.starts[first - 1] >= begin:
        first -= 1
    last = found.last
    while last < len(morphemes) and last - found.last < within and morphemes.ends[last] <= end:
        last += 1
    return first, last


def _fits(found: _Found, keys: Sequence[str], window: tuple[int, int]) -> bool:
    entry = found.entry
    first, last = window
    if any(
        a <= found.first and b >= found.last
        for phrase in entry.unless
        for a, b in _occurrences(phrase, keys, first, last)
    ):
        return False
    around = (
        (phrase, (a, b))
        for phrases in (entry.near, entry.not_near)
        for phrase in phrases
        for a, b in _occurrences(phrase, keys, first, last)
        if b <= found.first or a >= found.last
    )
    seen = {phrase for phrase, _ in around}
    if entry.near and seen.isdisjoint(entry.near):
        return False
    return seen.isdisjoint(entry.not_near)


def _occurrences(
    phrase: Keys, keys: Sequence[str], first: int, last: int
) -> Iterator[tuple[int, int]]:
    length = len(phrase)
    for at in range(first, last - length + 1):
        if keys[at] == phrase[0] and tuple(keys[at : at + length]) == phrase:
            yield at, at + length
