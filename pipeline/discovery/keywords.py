"""Keyness: the words that one part of a corpus uses more than another."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.discovery.words import content_words, texts_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["keyness"]

_PER = 10_000


def keyness(one: pd.DataFrame, other: pd.DataFrame, *, min_count: int = 5) -> pd.DataFrame:
    """Compare the words of content of two slices: members and officials, one year and another.

    ``g2`` is the log-likelihood ratio over the 2 × 2 table of a word and all other words (Dunning
    1993): evidence of a difference; above 15.1 chance gives it once in 10,000 words. ``log_ratio``
    is its size (Hardie 2014): 1 means twice as frequent in ``one``, -1 twice as frequent in
    ``other``; a count of 0 is taken as 0.5. Sorted by ``g2``, the words of ``one`` first.

    Args:
        one, other: frames with a column ``text``; a turn should be in one of them only.
        min_count: words that both together have less often are left out.

    Returns:
        ``word``, ``count_one``, ``count_other``, ``per_10k_one``, ``per_10k_other``, ``g2``,
        ``log_ratio``.

    Raises:
        ValueError: a slice has no words of content.
    """
    import pandas as pd

    counts = [
        Counter(word for text in texts_of(frame) for word in content_words(text))
        for frame in (one, other)
    ]
    sizes = [sum(count.values()) for count in counts]
    if not all(sizes):
        raise ValueError("each of the two slices must have words of content")
    rows = []
    for word in sorted(counts[0].keys() | counts[1].keys()):
        a, b = counts[0][word], counts[1][word]
        if a + b < min_count:
            continue
        rows.append(
            {
                "word": word,
                "count_one": a,
                "count_other": b,
                "per_10k_one": _PER * a / sizes[0],
                "per_10k_other": _PER * b / sizes[1],
                "g2": _log_likelihood(a, b, sizes[0], sizes[1]),
                "log_ratio": math.log2(((a or 0.5) / sizes[0]) / ((b or 0.5) / sizes[1])),
            }
        )
    columns = ["word", "count_one", "count_other", "per_10k_one", "per_10k_other"]
    frame = pd.DataFrame(rows, columns=[*columns, "g2", "log_ratio"])
    side = frame["g2"].where(frame["log_ratio"] > 0, -frame["g2"])
    order = side.sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _log_likelihood(a: int, b: int, size_a: int, size_b: int) -> float:
    """Return G² of a word that occurs ``a`` times in ``size_a`` words and ``b`` in ``size_b``."""
    total, found = size_a + size_b, a + b
    g2 = 0.0
    for seen, size, share in (
        (a, size_a, found),
        (b, size_b, found),
        (size_a - a, size_a, total - found),
        (size_b - b, size_b, total - found),
    ):
        if seen:
            g2 += 2 * seen * math.log(seen * total / (size * share))
    return max(g2, 0.0)
