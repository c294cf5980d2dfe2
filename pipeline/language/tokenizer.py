"""fugashi and unidic-lite as a spaCy tokenizer, for any spaCy pipeline.

>>> import spacy
>>> nlp = spacy.blank(
...     "ja", config={"nlp": {"tokenizer": {"@tokenizers": "gijiroku.FugashiTokenizer.v1"}}}
... )  # doctest: +SKIP

SudachiPy is not needed. Tokens look like those of spaCy's own Japanese pipelines: ``tag_`` is
名詞-普通名詞-一般, ``lemma_`` is サーバー for サーバ and 障害 for 障がい, ``morph`` has ``Reading``
and ``Inflection``, one half-width space between words belongs to the word before it, and other
white space is a token tagged 空白.

``doc.text`` is the text given, with one exception: lone surrogates (U+D800 to U+DFFF, halves of a
character that no valid file holds) are no characters, and spaCy's strings, which are UTF-8, cannot
keep them. Each becomes one U+FFFD, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.lang import ja as japanese
from spacy.lang.ja.tag_bigram_map import TAG_BIGRAM_MAP
from spacy.lang.ja.tag_map import TAG_MAP
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from pipeline.language.morphemes import Morpheme, Sense, analyzer

__all__ = ["NAME", "FugashiTokenizer", "create_tokenizer"]

NAME = "gijiroku.FugashiTokenizer.v1"  # in spaCy's registry

_WHITE = Sense(lemma="", key="", tag="空白", reading="", inflection="")
_MOST_ROWS = 50_000
_UNSAFE_IN_MORPH = re.compile(r"[=|]")

Row = tuple[int, int, int, int]

# spaCy leaves these two without types.
_resolve_pos: Callable[..., Any] = japanese.resolve_pos
_register: Callable[..., Any] = registry.tokenizers
_UNKNOWN = int(StringStore()["X"])


class FugashiTokenizer(DummyTokenizer):
    """Make ``Doc`` objects whose ``text`` is the text given, but for lone surrogates.

    Args:
        vocab: of the pipeline that the documents belong to.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._rows: dict[tuple[str, Sense], Row] = {}

    def __call__(self, text: str) -> Doc:
        """Return the document of a text; lone surrogates become U+FFFD, one for one."""
        return self.doc(text, analyzer().analyze(text))

    def doc(self, text: str, morphemes: Sequence[Morpheme]) -> Doc:
        """Return the document of a text that is analyzed already."""
        text = _storable(text)
        words, spaces, senses = _tokens(text, morphemes)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        if words:
            rows = [self._row(word, sense) for word, sense in zip(words, senses, strict=True)]
            _correct_neighbours(rows, senses)
            attributes: Any = np.array(rows, dtype="uint64")
            doc.from_array(["TAG", "POS", "LEMMA", "MORPH"], attributes)
        return doc

    def _row(self, word: str, sense: Sense) -> Row:
        row = self._rows.get((word, sense))
        if row is None:
            if len(self._rows) >= _MOST_ROWS:
                self._rows.clear()
            row = self._rows[word, sense] = self._new_row(word, sense)
        return row

    def _new_row(self, word: str, sense: Sense) -> Row:
        strings = self.vocab.strings
        morph = {
            name: _UNSAFE_IN_MORPH.sub("_", value)
            for name, value in (("Inflection", sense.inflection), ("Reading", sense.reading))
            if value
        }
        return (
            strings.add(sense.tag),
            _part_of_speech(word, sense.tag),
            strings.add(sense.lemma or word),
            self.vocab.morphology.add(morph),
        )

    # The tokenizer has no settings: a saved pipeline only needs its name.
    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return nothing to store."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> FugashiTokenizer:
        """Return the tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Store nothing."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> FugashiTokenizer:
        """Return the tokenizer itself."""
        return self

    def __reduce__(self) -> tuple[type[FugashiTokenizer], tuple[Vocab]]:
        return FugashiTokenizer, (self.vocab,)


def create_tokenizer() -> Callable[[Language], FugashiTokenizer]:
    """Return what makes the tokenizer of a pipeline, as spaCy's configuration wants it."""

    def make(nlp: Language) -> FugashiTokenizer:
        return FugashiTokenizer(nlp.vocab)

    return make


_register(NAME, func=create_tokenizer)


def _storable(text: str) -> str:
    """Return ``text`` with what spaCy's strings cannot hold (lone surrogates) replaced, 1 to 1."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _tokens(text: str, morphemes: Iterable[Morpheme]) -> tuple[list[str], list[bool], list[Sense]]:
    """Return words, whether one half-width space follows each, and senses; nothing is lost."""
    words: list[str] = []
    spaces: list[bool] = []
    senses: list[Sense] = []

    def add(word: str, sense: Sense) -> None:
        words.append(word)
        spaces.append(False)
        senses.append(sense)

    def add_white(white: str) -> None:
        if white[0] == " " and words:
            spaces[-1] = True
            white = white[1:]
        if white:
            add(white, _WHITE)

    at = 0
    for morpheme in morphemes:
        if morpheme.start > at:
            add_white(text[at : morpheme.start])
        at = morpheme.end
        add(text[morpheme.start : at], morpheme.sense)
    if at < len(text):
        add_white(text[at:])
    return words, spaces, senses


def _part_of_speech(word: str, tag: str) -> int:
    """Return the universal part of speech, as the number that spaCy knows it by."""
    if tag not in TAG_MAP:
        return _UNKNOWN
    return int(_resolve_pos(word, tag, None)[0])


def _correct_neighbours(rows: list[Row], senses: Sequence[Sense]) -> None:
    """Apply spaCy's rules for pairs: a noun of サ変可能 before する is a verb, and so on."""
    for index in range(len(rows) - 1):
        pair = TAG_BIGRAM_MAP.get((senses[index].tag, senses[index + 1].tag))
        if pair is None:
            continue
        for offset, pos in enumerate(pair):
            if pos is not None:
                tag, _, lemma, morph = rows[index + offset]
                rows[index + offset] = (tag, pos, lemma, morph)
