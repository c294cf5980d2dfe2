"""Whether a text denies what it names: a flag on a hit, never a filter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.language.morphemes import Morpheme, Sense

__all__ = ["is_negated"]

_LONGEST_CLAUSE = 40  # morphemes
_LONGEST_EXPRESSION = (
    20  # characters of なければならない and the like, after the clause's last word
)


class _Words(NamedTuple):
    deniers: frozenset[str]
    prefixes: frozenset[str]
    clause_ends: frozenset[str]
    formal_nouns: frozenset[str]
    affirming: re.Pattern[str]


@cache
def _words() -> _Words:
    path = resources.files("pipeline").joinpath("data", "language", "negation.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Words(
        deniers=frozenset(data["deniers"]),
        prefixes=frozenset(data["prefixes"]),
        clause_ends=frozenset(data["clause_ends"]),
        formal_nouns=frozenset(data["formal_nouns"]),
        # What follows ない in the expression (ならない, いけない) is part of it.
        affirming=re.compile(
            "(?:" + "|".join(map(re.escape, data["affirming"])) + r")[ぁ-ん]{0,4}"
        ),
    )


def is_negated(
    text: str, morphemes: Sequence[Morpheme], first: int, last: int, sentence_end: int
) -> bool:
    """Tell whether the words ``morphemes[first:last]`` are denied within their clause.

    Args:
        text: that the morphemes are of.
        morphemes: of the whole text.
        first, last: half-open range of the words asked about.
        sentence_end: where their sentence ends, in code points.
    """
    words = _words()
    if first:
        before = morphemes[first - 1]
        if (
            before.end == morphemes[first].start
            and before.sense.tag == "接頭辞"
            and text[before.start : before.end] in words.prefixes
        ):
            return True
    end = _clause_end(morphemes, last, sentence_end)
    if not any(m.sense.lemma in words.deniers for m in morphemes[last:end]):
        return False
    begin = morphemes[last].start
    reach = min(sentence_end, morphemes[end - 1].end + _LONGEST_EXPRESSION)
    spared = [
        (begin + found.start(), begin + found.end())
        for found in words.affirming.finditer(text[begin:reach])
    ]
    return any(
        m.sense.lemma in words.deniers and not any(a <= m.start < b for a, b in spared)
        for m in morphemes[last:end]
    )


def _clause_end(morphemes: Sequence[Morpheme], start: int, sentence_end: int) -> int:
    """Return the index at which the clause ends that goes on at ``start``."""
    limit = min(len(morphemes), start + _LONGEST_CLAUSE)
    for index in range(start, limit):
        if morphemes[index].start >= sentence_end or _begins_another(morphemes, index, start):
            return index
    return limit


def _begins_another(morphemes: Sequence[Morpheme], index: int, start: int) -> bool:
    """Tell whether the clause that went on at ``start`` is over at ``index``."""
    words = _words()
    here, before = morphemes[index].sense, morphemes[index - 1].sense
    if here.tag == "助詞-接続助詞":
        return here.lemma in words.clause_ends
    if here.tag == "補助記号-読点":
        return _ends_predicate(before)
    if index > start and here.tag.startswith("名詞") and "連体形" in before.inflection:
        return here.lemma not in words.formal_nouns or _makes_adverb(morphemes, index)
    return False


def _makes_adverb(morphemes: Sequence[Morpheme], index: int) -> bool:
    """Tell whether a formal noun closes its clause, as in …することにより and …するために."""
    after = [m.sense.lemma for m in morphemes[index + 1 : index + 3]]
    return after[:1] in (["に"], ["で"]) and after[1:] not in (["は"], ["も"])


def _ends_predicate(sense: Sense) -> bool:
    return sense.tag.startswith(("動詞", "形容詞", "助動詞")) or sense.tag == "助詞-接続助詞"
