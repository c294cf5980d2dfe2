"""Words in their surroundings, and speeches that hold words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.corpus import Corpus

__all__ = ["kwic", "search"]


def kwic(corpus: Corpus, pattern: str, *, window: int, regex: bool) -> pd.DataFrame:
    """Return every occurrence in a turn with its surroundings; see ``Corpus.kwic``."""
    import pandas as pd

    from pipeline.tables.frames import DTYPES

    try:
        wanted = re.compile(pattern if regex else re.escape(pattern))
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    if wanted.search("") is not None:
        raise ValueError(f"{pattern!r} fits where nothing stands; it would be found everywhere")
    turns = corpus.turns
    counted = corpus.meetings["meeting_id"][corpus.meetings["variant_of"].isna()]
    turns = turns[turns["meeting_id"].isin(counted)]
    texts = turns["text"].fillna("").tolist()
    hit_rows: list[int] = []
    cells: list[tuple[str, str, str, int]] = []
    for at, text in enumerate(texts):
        for found in wanted.finditer(text):
            start, end = found.span()
            left, right = text[max(start - window, 0) : start], text[end : end + window]
            hit_rows.append(at)
            cells.append((_in_a_line(left), _in_a_line(found[0]), _in_a_line(right), start))
    columns = dict(zip(("left", "keyword", "right"), zip(*cells, strict=True), strict=False))
    hits = turns.iloc[hit_rows].reset_index(drop=True)
    context = _context(corpus, hits)
    for number, name in enumerate(("left", "keyword", "right")):
        context.insert(number, name, pd.Series(columns.get(name, ()), dtype=DTYPES["string"]))
    starts = [cell[3] for cell in cells]
    context.insert(len(context.columns) - 1, "start", pd.Series(starts, dtype=DTYPES["integer"]))
    return context


def search(corpus: Corpus, words: str) -> pd.DataFrame:
    """Return speeches that hold all words, with their number; see ``Corpus.search``."""
    wanted = [_folded(word) for word in words.split()]
    speeches = corpus.speeches
    if not wanted:
        return speeches.iloc[:0].assign(hits=0)
    counts: list[int] = []
    for text in speeches["text"].fillna(""):
        folded = _folded(text)
        numbers = [folded.count(word) for word in wanted]
        counts.append(sum(numbers) if all(numbers) else 0)
    found = speeches.assign(hits=counts)
    found = found[found["hits"] > 0]
    return found.sort_values("hits", ascending=False, kind="stable").reset_index(drop=True)


def _context(corpus: Corpus, turns: pd.DataFrame) -> pd.DataFrame:
    from pipeline.corpus.joins import context_of

    joined = context_of(corpus, turns)
    wanted = ("speaker", "speaker_group", "body", "session", "date", "turn_id", "cite")
    return joined[list(wanted)]


def _in_a_line(text: str) -> str:
    return text.replace("\n", " ")


def _folded(text: Any) -> str:
    return unicodedata.normalize("NFKC", str(text)).casefold()
