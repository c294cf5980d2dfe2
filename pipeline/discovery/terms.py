"""Compound terms: rows of nouns that a corpus uses as one, to suggest entries of a lexicon."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.discovery.words import classes, texts_of
from pipeline.language.morphemes import Sense, analyzer, even_width

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compound_terms"]

Compound = tuple[str, ...]

_LONGEST = 12  # words; what is longer is a list or a name of a law


def compound_terms(frame: pd.DataFrame, *, min_count: int = 2) -> pd.DataFrame:
    """Return the compounds of two words or more with ``count``, ``c_value`` and ``flr``.

    A compound is as long a row of nouns and affixes (要支援者, 災害時, 社会的養護) as a text has in
    one place; ``content.toml`` says which words begin and end none. ``alone`` is how often it is
    that, ``count`` how often it occurs at all, inside longer ones too. Sorted by ``c_value``.

    * C-value (Frantzi, Ananiadou 1996): ``log2(words) · (count - mean over the longer compounds
      that hold it)``: how often it stands for itself.
    * FLR (Nakagawa, Mori 2003, counting occurrences): ``alone · (Π (L+1)(R+1)) ** (1 / 2·words)``,
      where L and R say how often its words have a neighbour on the left and on the right: how
      productive they are.

    Args:
        frame: with a column ``text``.
        min_count: compounds that occur less often are left out.
    """
    import pandas as pd

    alone = Counter(compound for text in texts_of(frame) for compound in _compounds(text))
    lefts, rights = _neighbours(alone)
    inside = _held_by_longer(alone)
    rows = []
    for compound, times in alone.items():
        words = len(compound)
        longer = inside.get(compound, [])
        count = times + sum(longer)
        if words < 2 or count < min_count:
            continue
        mean = sum(longer) / len(longer) if longer else 0.0
        product = math.prod((lefts[word] + 1) * (rights[word] + 1) for word in compound)
        rows.append(
            {
                "term": "".join(compound),
                "words": words,
                "count": count,
                "alone": times,
                "c_value": math.log2(words) * (count - mean),
                "flr": times * product ** (1 / (2 * words)),
            }
        )
    frame = pd.DataFrame(rows, columns=["term", "words", "count", "alone", "c_value", "flr"])
    return frame.sort_values(["c_value", "term"], ascending=[False, True], ignore_index=True)


def _compounds(text: str) -> Iterator[Compound]:
    """Yield the longest rows of nouns and affixes in ``text``, single nouns among them."""
    known = classes()
    even = even_width(text)
    row: list[tuple[str, Sense]] = []
    end = -1
    counted = False  # whether a number stands directly before

    def finished() -> Iterator[Compound]:
        while row and _never_last(row[-1][1]):
            row.pop()
        if 0 < len(row) <= _LONGEST:
            yield tuple(surface for surface, _ in row)
        row.clear()

    for morpheme in analyzer().analyze(text):
        sense = morpheme.sense
        adjoins = morpheme.start == end
        end = morpheme.end
        if not adjoins:
            yield from finished()
        counter = counted and adjoins and _is_counter(sense)
        counted = sense.tag.startswith(known.numbers)
        if counter or counted or sense.lemma in known.compound_stop or not _is_part(sense, row):
            yield from finished()
        elif row or sense.lemma not in known.never_first:
            row.append((even[morpheme.start : end], sense))
    yield from finished()


def _is_part(sense: Sense, row: Sequence[object]) -> bool:
    known = classes()
    if row and sense.tag.startswith(known.inside):
        return True
    return sense.tag.startswith((*known.compound, *known.before))


def _is_counter(sense: Sense) -> bool:
    known = classes()
    return sense.tag.startswith(known.counters) or sense.lemma in known.counter_words


def _never_last(sense: Sense) -> bool:
    known = classes()
    return sense.lemma in known.never_last or sense.tag.startswith(known.before)


def _neighbours(compounds: Counter[Compound]) -> tuple[Counter[str], Counter[str]]:
    lefts: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    for compound, times in compounds.items():
        for word in compound[1:]:
            lefts[word] += times
        for word in compound[:-1]:
            rights[word] += times
    return lefts, rights


def _held_by_longer(compounds: Counter[Compound]) -> dict[Compound, list[int]]:
    """Return how often each longer compound that holds a compound stands alone."""
    held: dict[Compound, list[int]] = {}
    for compound, times in compounds.items():
        for part in set(_parts(compound)):
            if part in compounds:
                held.setdefault(part, []).append(times)
    return held


def _parts(compound: Compound) -> Iterable[Compound]:
    size = len(compound)
    for length in range(2, size):
        for start in range(size - length + 1):
            yield compound[start : start + length]
