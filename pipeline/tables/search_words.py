"""The words of a text as full-text search of SQLite wants them: with spaces between.

Its own tokenizers do not cut Japanese: the usual one takes a whole sentence for a word, and the one
of three characters finds no word of two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.language.morphemes import analyzer

__all__ = ["MOST_JOINED", "search_words"]

MOST_JOINED: Final = 4
"""Words of a compound that is found as a whole."""

_WORDLIKE = re.compile(r"[^\W\u3041-\u309f]+")  # kanji, katakana, letters and digits


def search_words(text: str) -> tuple[str, str]:
    """Return the words of a text, and the compounds that they form where they adjoin.

    個人情報の保護 gives 個人 情報 の 保護, and 個人情報. Width is made even (ＡＩ is AI).
    """
    words: list[str] = []
    compounds: list[str] = []
    run: list[str] = []
    end = -1
    for morpheme in analyzer().analyze(text):
        word = unicodedata.normalize("NFKC", text[morpheme.start : morpheme.end])
        words.append(word)
        joins = _WORDLIKE.fullmatch(word) is not None
        if run and not (joins and morpheme.start == end):
            compounds += _compounds(run)
            run = []
        if joins:
            run.append(word)
        end = morpheme.end
    compounds += _compounds(run)
    return " ".join(words), " ".join(compounds)


def _compounds(run: Sequence[str]) -> Iterator[str]:
    """Yield every two, three and four words that adjoin, as one."""
    for start in range(len(run)):
        for stop in range(start + 2, min(start + MOST_JOINED, len(run)) + 1):
            yield "".join(run[start:stop])
