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
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
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

from pipeline.language.morphemes import Morphemes, Sense, analyzer

__all__ = ["NAME", "FugashiTokenizer", "create_tokenizer"]

NAME = "gijiroku.FugashiTokenizer.v1"  # in spaCy's registry

_WHITE = Sense(lemma="", key="", tag="空白", reading="", inflection="")
_MOST_ROWS = 50_000
_UNSAFE_IN_MORPH = re.compile(r"[=|]")

_ATTRIBUTES: list[int | str] = ["TAG", "POS", "LEMMA", "MORPH"]
# Tags that end a pair in spaCy's rules for neighbours: fewer words have one than begin a pair.
_SECOND_OF_PAIR = frozenset(second for _, second in TAG_BIGRAM_MAP)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# spaCy leaves these two without types.
_resolve_pos: Callable[..., Any] = japanese.resolve_pos
_register: Callable[..., Any] = registry.tokenizers
_UNKNOWN = int(StringStore()["X"])


class _Rows(dict[tuple[str, Sense], bytes]):
    """What a word with a sense has for attributes, as the bytes of a row of an array."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, pair: tuple[str, Sense]) -> bytes:
        if len(self) >= _MOST_ROWS:
            self.clear()
        word, sense = pair
        strings = self._vocab.strings
        morph = {
            name: _UNSAFE_IN_MORPH.sub("_", value)
            for name, value in (("Inflection", sense.inflection), ("Reading", sense.reading))
            if value
        }
        row = self[pair] = np.array(
            [
                strings.add(sense.tag),
                _part_of_speech(word, sense.tag),
                strings.add(sense.lemma or word),
                self._vocab.morphology.add(morph),
            ],
            dtype="uint64",
        ).tobytes()
        return row


class FugashiTokenizer(DummyTokenizer):
    """Make ``Doc`` objects whose ``text`` is the text given, but for lone surrogates.

    Args:
        vocab: of the pipeline that the documents belong to.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._rows = _Rows(vocab)

    def __call__(self, text: str) -> Doc:
        """Return the document of a text; lone surrogates become U+FFFD, one for one."""
        return self.doc(text, analyzer().analyze(text))

    def doc(self, text: str, morphemes: Morphemes) -> Doc:
        """Return the document of a text that is analyzed already."""
        text = _storable(text)
        words, spaces, senses = _tokens(text, morphemes)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        if words:
            pairs = zip(words, senses, strict=True)
            written = bytearray().join(map(self._rows.__getitem__, pairs))
            rows: Any = np.frombuffer(written, dtype="uint64").reshape(len(words), -1)
            for at, pos in _corrected_by_neighbours(senses):
                rows[at, 1] = pos
            doc.from_array(_ATTRIBUTES, rows)
        return doc

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
    return _LONE_SURROGATE.sub("\ufffd", text)


def _tokens(text: str, morphemes: Morphemes) -> tuple[list[str], list[bool], list[Sense]]:
    """Return words, whether one half-width space follows each, and senses; nothing is lost."""
    words: list[str] = []
    spaces: list[bool] = []
    senses: list[Sense] = []
    # What stands between two white spaces goes over in one piece.
    starts, ends = morphemes.starts, morphemes.ends
    pairs = zip(ends, starts[1:], strict=False)
    breaks = [at for at, (end, start) in enumerate(pairs, 1) if end != start]
    at = 0
    for first, last in pairwise([0, *breaks, len(starts)]):
        if first < last:
            _add_white(text[at : starts[first]], words, spaces, senses)
            words += [text[a:b] for a, b in zip(starts[first:last], ends[first:last], strict=True)]
            spaces += [False] * (last - first)
            senses += morphemes.senses[first:last]
            at = ends[last - 1]
    _add_white(text[at:], words, spaces, senses)
    return words, spaces, senses


def _add_white(white: str, words: list[str], spaces: list[bool], senses: list[Sense]) -> None:
    """Add white space: a half-width one to the word before it, the rest as a word."""
    if white[:1] == " " and words:
        spaces[-1] = True
        white = white[1:]
    if white:
        words.append(white)
        spaces.append(False)
        senses.append(_WHITE)


def _part_of_speech(word: str, tag: str) -> int:
    """Return the universal part of speech, as the number that spaCy knows it by."""
    if tag not in TAG_MAP:
        return _UNKNOWN
    return int(_resolve_pos(word, tag, None)[0])


def _corrected_by_neighbours(senses: Sequence[Sense]) -> Iterator[tuple[int, int]]:
    """Yield which words spaCy's rules for pairs say more of, and what part of speech they are.

    A noun of サ変可能 before する is a verb, and so on.
    """
    for at in [at for at, sense in enumerate(senses) if sense.tag in _SECOND_OF_PAIR]:
        pair = TAG_BIGRAM_MAP.get((senses[at - 1].tag, senses[at].tag)) if at else None
        for word, pos in enumerate(pair or (), at - 1):
            if pos is not None:
                yield word, pos
