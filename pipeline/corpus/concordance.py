"""Words in their surroundings, and speeches that hold words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pipeline.corpus import asked

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables
    from pipeline.corpus.words import WordIndex

__all__ = ["kwic", "search"]

_KEPT: WeakKeyDictionary[CorpusTables, WordIndex] = WeakKeyDictionary()


def kwic(
    corpus: CorpusTables, pattern: str, *, window: int, regex: bool, lemma: bool
) -> pd.DataFrame:
    """Return every occurrence in a turn with its surroundings; see ``Corpus.kwic``."""
    import pandas as pd

    from pipeline.tables.frames import DTYPES

    pattern = asked.text("pattern", pattern, needed=True)
    if asked.number("window", window, needed=True) < 0:
        raise ValueError(f"window is the number of characters to either side, not {window}")
    counted = corpus.meetings["meeting_id"][corpus.meetings["variant_of"].isna()]
    turns = corpus.turns[corpus.turns["meeting_id"].isin(counted)]
    texts = turns["text"].fillna("").tolist()
    if lemma:
        places = _words_of(corpus, texts).find(pattern)
    else:
        places = _matches(pattern if regex else re.escape(pattern), texts)
    hit_rows: list[int] = []
    cells: list[tuple[str, str, str, int]] = []
    for at, start, end in places:
        text = texts[at]
        parts = (text[max(start - window, 0) : start], text[start:end], text[end : end + window])
        left, word, right = map(_in_a_line, parts)
        hit_rows.append(at)
        cells.append((left, word, right, start))
    columns = dict(zip(("left", "keyword", "right"), zip(*cells, strict=True), strict=False))
    hits = turns.iloc[hit_rows].reset_index(drop=True)
    context = _context(corpus, hits)
    for number, name in enumerate(("left", "keyword", "right")):
        context.insert(number, name, pd.Series(columns.get(name, ()), dtype=DTYPES["string"]))
    starts = [cell[3] for cell in cells]
    context.insert(len(context.columns) - 1, "start", pd.Series(starts, dtype=DTYPES["integer"]))
    return context


def _words_of(corpus: CorpusTables, texts: Sequence[str]) -> WordIndex:
    """Return where the words of the turns stand, found once for each corpus."""
    from pipeline.corpus.words import WordIndex

    if corpus not in _KEPT:
        _KEPT[corpus] = WordIndex(texts)
    return _KEPT[corpus]


def _matches(pattern: str, texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Return text, start and end of every match.

    Raises:
        ValueError: ``pattern`` is no regular expression, or may match nothing at all.
    """
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    if wanted.search("") is not None:
        raise ValueError(f"{pattern!r} fits where nothing stands; it would be found everywhere")
    return ((at, *found.span()) for at, text in enumerate(texts) for found in wanted.finditer(text))


def search(corpus: CorpusTables, words: str) -> pd.DataFrame:
    """Return speeches that hold all words, with their number; see ``Corpus.search``."""
    words = asked.text("words", words, needed=True)
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


def _context(corpus: CorpusTables, turns: pd.DataFrame) -> pd.DataFrame:
    from pipeline.corpus.joins import context_of

    joined = context_of(corpus, turns)
    wanted = ("speaker", "speaker_group", "body", "session", "date", "turn_id", "cite")
    return joined[list(wanted)]


def _in_a_line(text: str) -> str:
    return text.replace("\n", " ")


def _folded(text: Any) -> str:
    return unicodedata.normalize("NFKC", str(text)).casefold()
