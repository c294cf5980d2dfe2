"""Words in their surroundings, and speeches that hold words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from pipeline.corpus import asked

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables
    from pipeline.corpus.words import WordIndex

__all__ = ["kwic", "search", "share_words"]

_KEPT: WeakKeyDictionary[CorpusTables, tuple[list[str], WordIndex]] = WeakKeyDictionary()
"""The words of the turns of these ids."""

_WHOLE: WeakKeyDictionary[CorpusTables, ref[CorpusTables]] = WeakKeyDictionary()
"""The corpus that another is a part of."""


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
        places = _words(corpus, turns["turn_id"].tolist(), texts, pattern)
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


def share_words(whole: CorpusTables, part: CorpusTables) -> None:
    """Let a part of a corpus look up the words that were found for the whole."""
    _WHOLE[part] = ref(whole)


def _words(
    corpus: CorpusTables, ids: Sequence[str], texts: Sequence[str], words: str
) -> Iterator[tuple[int, int, int]]:
    """Yield text, start and end of every place of the words, which are found once for a corpus."""
    from pipeline.corpus.words import WordIndex

    if (kept := _kept(corpus)) is None:
        kept = _KEPT[corpus] = (list(ids), WordIndex(texts))
    own = {turn: at for at, turn in enumerate(ids)}
    for at, start, end in kept[1].find(words):
        if (place := own.get(kept[0][at])) is not None:
            yield place, start, end


def _kept(corpus: CorpusTables | None) -> tuple[list[str], WordIndex] | None:
    """Return the words kept for a corpus, or for what it is a part of."""
    while corpus is not None and corpus not in _KEPT:
        whole = _WHOLE.get(corpus)
        corpus = None if whole is None else whole()
    return None if corpus is None else _KEPT[corpus]


def _matches(pattern: str, texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Return text, start and end of every match.

    Raises:
        ValueError: ``pattern`` is no regular expression, or fits without a character.
    """
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    nothing = f"{pattern!r} fits where nothing stands"
    if wanted.search("") is not None:
        raise ValueError(f"{nothing}; it would be found everywhere")
    for at, text in enumerate(texts):
        for found in wanted.finditer(text):
            if not found.group():  # (?=委員): a place between two characters
                raise ValueError(f"{nothing}; let it take at least one character")
            yield at, *found.span()


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
