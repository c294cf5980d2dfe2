"""The words of texts that carry content, each by one name for all its spellings."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.morphemes import Sense, analyzer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Classes", "classes", "content_words", "name_of", "texts_of"]


class Classes(NamedTuple):
    """Tags and lemmas of ``content.toml``."""

    content: tuple[str, ...]
    content_stop: frozenset[str]
    compound: tuple[str, ...]
    inside: tuple[str, ...]
    before: tuple[str, ...]
    numbers: tuple[str, ...]
    counters: tuple[str, ...]
    counter_words: frozenset[str]
    never_first: frozenset[str]
    never_last: frozenset[str]
    compound_stop: frozenset[str]


@cache
def classes() -> Classes:
    """Return what counts as a word of content and as a part of a compound."""
    path = resources.files("pipeline").joinpath("data", "language", "content.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    content, compound = data["content"], data["compound"]
    return Classes(
        content=tuple(content["tags"]),
        content_stop=frozenset(content["stop"]),
        compound=tuple(compound["tags"]),
        inside=tuple(compound["inside"]),
        before=tuple(compound["before"]),
        numbers=tuple(compound["numbers"]),
        counters=tuple(compound["counters"]),
        counter_words=frozenset(compound["counter_words"]),
        never_first=frozenset(compound["never_first"]),
        never_last=frozenset(compound["never_last"]),
        compound_stop=frozenset(compound["stop"]),
    )


def name_of(sense: Sense) -> str:
    """Return what to call a word: its key, without the gloss of サーバー-server."""
    return sense.lemma if sense.key.startswith(f"{sense.lemma}-") else sense.key


def content_words(text: str) -> list[str]:
    """Return the names of the words of content in ``text``, in order."""
    known = classes()
    return [
        name_of(morpheme.sense)
        for morpheme in analyzer().analyze(text)
        if morpheme.sense.tag.startswith(known.content)
        and morpheme.sense.lemma not in known.content_stop
    ]


def texts_of(frame: pd.DataFrame) -> list[str]:
    """Return the texts of a frame, empty where there is none."""
    return [str(text) for text in frame["text"].fillna("")]
