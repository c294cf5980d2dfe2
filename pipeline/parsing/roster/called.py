"""What stands beside names and is part of none: how they are read, how they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import words
from pipeline.parsing.roster.order import Person
from pipeline.parsing.roster.words import Token

__all__ = ["settled", "without_calls", "without_readings"]

_MEMBER = frozenset(words("roles", "member"))
_READING = re.compile("[ぁ-ゖー]{1,8}")
_HOUSES = 4  # lines of one word that tell how such a list is made
_KATAKANA = re.compile("[ァ-ヺー]+")
_NAMED = re.compile("[\u3400-\u9fff々]$")


def without_readings(tokens: Sequence[Token]) -> list[Token]:
    """Set aside how names are read that stand behind them: 我那覇 誠　がなは まこと."""
    out = list(tokens)
    for at in range(1, len(out) - 1):
        pair = out[at : at + 2]
        named = out[at - 1].kind == "word" and _NAMED.search(out[at - 1].text)
        if named and all(
            t.kind == "word" and t.line == out[at - 1].line and _READING.fullmatch(t.text)
            for t in pair
        ):
            out[at : at + 2] = [replace(token, kind="sep") for token in pair]
    return out


def settled(persons: Sequence[Person]) -> list[Person]:
    """Give the post to whom a bracket names once more below the list: (会長 増山 勉)."""
    named = {unspaced(person.name): person for person in persons}
    for person in persons:
        post, _, name = fold(person.affiliation or "").partition(" ")
        told = named.get(unspaced(name))
        if told and post in _MEMBER:
            told.role, person.affiliation = post, None
    return _under_houses(persons)


def without_calls(tokens: Sequence[Token]) -> list[Token]:
    """Read how people are called before their names as their posts: 江頭会長　江頭 幸子."""
    out = list(tokens)
    for at, (call, name) in enumerate(pairwise(tokens)):
        post = call.text.removeprefix(name.text)
        begins = call.kind == name.kind == "word" and call.line == name.line
        if begins and post in _MEMBER and post != call.text:
            cut = len(name.text)
            raw, start = call.raw[cut:], call.start + cut
            out[at] = replace(call, text=post, raw=raw, start=start, glued=False)
    return out


def _under_houses(persons: Sequence[Person]) -> list[Person]:
    """Take lines of one word between names of two for the houses whose people stand below.

    ミナトシステム / 上田 渚 / 小谷田 信夫: all others are parted by a space, and most of the
    words are in katakana.
    """
    single = [p for p in persons if " " not in p.name]
    abroad = sum(bool(_KATAKANA.fullmatch(p.name)) for p in single)
    several = _HOUSES <= len(single) <= min(2 * abroad, len(persons) // 2)
    if not several or any(p.role for p in persons):
        return list(persons)
    out: list[Person] = []
    house = above = None
    for person in persons:
        if person.affiliation != above:  # a house that reads as one
            house = above = person.affiliation
        if " " not in person.name:
            house = person.name
            continue
        person.affiliation = house
        out.append(person)
    return out
