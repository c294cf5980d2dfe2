"""Names of councils and offices: 都市計画審議会 says who meets, not that 都市計画 is spoken of."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.language.morphemes import Morpheme

__all__ = ["goes_on_to_an_office"]

_LONGEST = 10  # words between a term and the end of the name


class _Ends(NamedTuple):
    ends: tuple[str, ...]
    words: frozenset[str]


@cache
def _ends() -> _Ends:
    path = resources.files("pipeline").joinpath("data", "language", "offices.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Ends(tuple(data["ends"]), frozenset(data["words"]))


def goes_on_to_an_office(text: str, morphemes: Sequence[Morpheme], first: int, last: int) -> bool:
    """Tell whether the words ``morphemes[first:last]`` begin or continue the name of an office.

    A name that ends with the words themselves is none that goes on: where 農業委員会 is looked for,
    it is found.

    Args:
        text: that the morphemes are of.
        morphemes: of the whole text.
        first, last: half-open range of the words asked about.
    """
    known = _ends()
    start = morphemes[first].start
    end = morphemes[last - 1].end
    for morpheme in morphemes[last : last + _LONGEST]:
        if morpheme.start != end or not morpheme.sense.tag.startswith(("名詞", "接尾辞", "接頭辞")):
            return False
        end = morpheme.end
        if text[morpheme.start : end] in known.words or text.endswith(known.ends, start, end):
            return True
    return False
