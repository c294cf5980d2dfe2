"""How a body voted: 賛成7、反対2; 全会一致; 挙手多数."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.numbering import kanji_number
from pipeline.parsing.phrases.outcomes import COUNT, read_outcome

__all__ = ["count_votes", "only_counts_hands"]

_UNANIMOUS = re.compile(alternatives(load("decisions")["words"]["unanimous"]))
_MAJORITY = re.compile(alternatives(load("decisions")["words"]["majority"]))
_HANDS = 30  # characters of a sentence that counts them
_COUNTED = rf"(?:者|票)?\s?(?:は)?\s?({COUNT})\s?(?:名|人|票|(?=[、,)]))"
_BESIDE = r"([0-9]{1,3})(?=反対|棄権|保留|で|に|の(?!う)|[・/。]|$)"  # 賛成7反対2棄権1で
_VOTES = {
    "votes_for": re.compile(rf"(?:賛成|(?<!不)(?<!付き)(?:承認|同意)){_COUNTED}"),
    "votes_against": re.compile(rf"(?:反対|不承認|不同意){_COUNTED}"),
    "votes_abstained": re.compile(rf"(?:棄権|保留)(?:{_COUNTED}|{_BESIDE})"),
}
_PAIR = re.compile(r"賛成者?:?([0-9]{1,3})[名人票]?(?:[、,・/]|対)?反対者?:?([0-9]{1,3})(?![0-9])")


def only_counts_hands(sentence: str) -> bool:
    """Tell whether a sentence only says who agreed: 挙手全員であります。"""
    folded = unspaced(fold(sentence))
    if len(folded) > _HANDS or read_outcome(sentence):
        return False
    return bool(_UNANIMOUS.search(folded) or _MAJORITY.search(folded) or _PAIR.search(folded))


def count_votes(text: str) -> tuple[bool | None, dict[str, int]]:
    """Return whether all agreed (``None`` where nothing tells) and the votes that are counted.

    賛成3、反対1 gives ``(False, {"votes_for": 3, "votes_against": 1})``; 挙手全員
    ``(True, {})``.
    """
    folded = unspaced(fold(text))
    unanimous: bool | None = None
    if _UNANIMOUS.search(folded):
        unanimous = True
    elif _MAJORITY.search(folded):
        unanimous = False
    votes = {
        name: kanji_number(match[match.lastindex or 1]) or 0
        for name, pattern in _VOTES.items()
        if (match := pattern.search(folded))
    }
    if pair := _PAIR.search(folded):  # 賛成3、反対1
        votes |= {"votes_for": int(pair[1]), "votes_against": int(pair[2])}
    return False if votes.get("votes_against") else unanimous, votes
