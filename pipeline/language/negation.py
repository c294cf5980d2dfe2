"""Whether a text denies what it names: a flag on a hit, never a filter."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.language.morphemes import Morphemes, Sense

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


def is_negated(text: str, morphemes: Morphemes, first: int, last: int, sentence_end: int) -> bool:
    """Tell whether the words ``morphemes[first:last]`` are denied within their clause.

    Args:
        text: that the morphemes are of.
        morphemes: of the whole text.
        first, last: half-open range of the words asked about.
        sentence_end: where their sentence ends, in code points.
    """
    words = _words()
    starts, ends, senses = morphemes.starts, morphemes.ends, morphemes.senses
    if (
        first
        and senses[first - 1].tag == "接頭辞"
        and ends[first - 1] == starts[first]
        and text[starts[first - 1] : ends[first - 1]] in words.prefixes
    ):
        return True
    limit = min(len(senses), last + _LONGEST_CLAUSE)
    if words.deniers.isdisjoint([sense.lemma for sense in senses[last:limit]]):
        return False
    end = _clause_end(morphemes, last, sentence_end)
    deniers = [at for at in range(last, end) if senses[at].lemma in words.deniers]
    if not deniers:
        return False
    begin = starts[last]
    reach = min(sentence_end, ends[end - 1] + _LONGEST_EXPRESSION)
    spared = [
        (begin + found.start(), begin + found.end())
        for found in words.affirming.finditer(text[begin:reach])
    ]
    return any(not any(a <= starts[at] < b for a, b in spared) for at in deniers)


def _clause_end(morphemes: Morphemes, start: int, sentence_end: int) -> int:
    """Return the index at which the clause ends that goes on at ``start``."""
    limit = min(len(morphemes), start + _LONGEST_CLAUSE)
    for index in range(start, limit):
        if morphemes.starts[index] >= sentence_end or _begins_another(
            morphemes.senses, index, start
        ):
            return index
    return limit


def _begins_another(senses: list[Sense], index: int, start: int) -> bool:
    """Tell whether the clause that went on at ``start`` is over at ``index``."""
    words = _words()
    here, before = senses[index], senses[index - 1]
    if here.tag == "助詞-接続助詞":
        return here.lemma in words.clause_ends
    if here.tag == "補助記号-読点":
        return _ends_predicate(before)
    if index > start and here.tag.startswith("名詞") and "連体形" in before.inflection:
        return here.lemma not in words.formal_nouns or _makes_adverb(senses, index)
    return False


def _makes_adverb(senses: list[Sense], index: int) -> bool:
    """Tell whether a formal noun closes its clause, as in …することにより and …するために."""
    after = [sense.lemma for sense in senses[index + 1 : index + 3]]
    return after[:1] in (["に"], ["で"]) and after[1:] not in (["は"], ["も"])


def _ends_predicate(sense: Sense) -> bool:
    return sense.tag.startswith(("動詞", "形容詞", "助動詞")) or sense.tag == "助詞-接続助詞"
