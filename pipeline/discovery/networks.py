"""Co-occurrence: which words stand in the same sentence, paragraph or turn; edges of a network."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.discovery.words import content_words, texts_of
from pipeline.language.sentences import sentence_spans

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cooccurrences"]

_UNITS = ("turn", "paragraph", "sentence")


def cooccurrences(
    frame: pd.DataFrame, *, unit: str = "sentence", min_count: int = 2, vocabulary: int = 200
) -> pd.DataFrame:
    """Return pairs of words of content, strongest first.

    Args:
        frame: with a column ``text``.
        unit: in which two words must meet: ``turn``, ``paragraph`` or ``sentence``.
        min_count: pairs that meet in fewer units are left out.
        vocabulary: how many words are looked at, those in most units.

    Returns:
        ``source``, ``target`` (in the order of the words), ``count`` of units with both,
        ``count_source`` and ``count_target`` of units with one, and ``jaccard``: the share of the
        units with either that have both, from 0 to 1.

    Raises:
        ValueError: there is no such unit.
    """
    import pandas as pd

    if unit not in _UNITS:
        raise ValueError(f"a unit is one of {', '.join(_UNITS)}, not {unit!r}")
    units = [
        frozenset(content_words(part)) for text in texts_of(frame) for part in _parts(text, unit)
    ]
    counts = Counter(word for words in units for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:vocabulary]
    chosen = frozenset(ranked)
    pairs = Counter(pair for words in units for pair in combinations(sorted(words & chosen), 2))
    rows = [
        (a, b, both, counts[a], counts[b], both / (counts[a] + counts[b] - both))
        for (a, b), both in pairs.items()
        if both >= min_count
    ]
    rows.sort(key=lambda row: (-row[5], -row[2], row[0], row[1]))
    columns = ["source", "target", "count", "count_source", "count_target", "jaccard"]
    return pd.DataFrame(rows, columns=columns)


def _parts(text: str, unit: str) -> list[str]:
    if unit == "turn":
        return [text]
    if unit == "paragraph":
        return text.split("\n")
    return [text[start:end] for start, end in sentence_spans(text)]
