"""Names of councils and offices: 都市計画審議会 says who meets, not that 都市計画 is spoken of."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.language.morphemes import Morphemes

__all__ = ["goes_on_to_an_office"]

_IN_NAMES = ("名詞", "接尾辞", "接頭辞")
_LONGEST = 10  # words between a term and the end of the name


class _Ends(NamedTuple):
    ends: tuple[str, ...]
    words: frozenset[str]


@cache
def _ends() -> _Ends:
    path = resources.files("pipeline").joinpath("data", "language", "offices.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Ends(tuple(data["ends"]), frozenset(data["words"]))


def goes_on_to_an_office(text: str, morphemes: Morphemes, first: int, last: int) -> bool:
    """Tell whether the words ``morphemes[first:last]`` begin or continue the name of an office.

    A name that ends with the words themselves is none that goes on: where 農業委員会 is looked for,
    it is found.

    Args:
        text: that the morphemes are of.
        morphemes: of the whole text.
        first, last: half-open range of the words asked about.
    """
    known = _ends()
    starts, ends, senses = morphemes.starts, morphemes.ends, morphemes.senses
    for at in range(last, min(len(senses), last + _LONGEST)):
        if starts[at] != ends[at - 1] or not senses[at].tag.startswith(_IN_NAMES):
            return False
        if text[starts[at] : ends[at]] in known.words or text.endswith(
            known.ends, starts[first], ends[at]
        ):
            return True
    return False
