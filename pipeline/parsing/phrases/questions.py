"""Does a text ask something? Decided on its sentences; what it quotes does not count."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load, longest_first

__all__ = ["asks", "is_question", "sentences_of"]

_KNOWN = load("questions")
_SENTENCE = re.compile(r"[^。？?！!\n]+[。？?！!]*")
_QUOTED = re.compile(r"「[^「」\n]{0,300}」|『[^『』\n]{0,300}』")
_ENDS = tuple(_KNOWN["ends"])
_ENDS_WITH_INTERROGATIVE = tuple(_KNOWN["ends_with_interrogative"])
_ANNOUNCING = tuple(_KNOWN["announcing"])
_ASKING = tuple(_KNOWN["asking"])
_TAILS = longest_first(_KNOWN["tails"])
_ASKED_FOR = re.compile(
    f"(?:{alternatives(_KNOWN['asked_for'])})[^、。]{{0,6}}?(?:{alternatives(_KNOWN['asking'])})$"
)
_INTERROGATIVE = re.compile(alternatives(_KNOWN["interrogatives"]))
_NO_REQUEST = re.compile(alternatives(_KNOWN["no_request"]))
_TAKES_NOTE = re.compile(f"(?:^|、)(?:{alternatives(_KNOWN['takes_note'])})$")
_WORDS = tuple(_KNOWN["words"])
_TAKES_UP_CHOICE = tuple(_KNOWN["takes_up_choice"])
_LONGEST_END = 80  # characters of a sentence that say whether it asks
# A sentence that asks without a mark ends in one of these, whatever stands before.
_LAST = frozenset(
    word[-2:]
    for ends in (_ENDS, _ENDS_WITH_INTERROGATIVE, _ANNOUNCING, _ASKING, _TAILS)
    for word in ends
)


@lru_cache(maxsize=20_000)
def is_question(text: str) -> bool:
    """Tell whether any sentence of a text asks."""
    sentences = sentences_of(text)
    return any(
        asks(one) and not other.startswith(_TAKES_UP_CHOICE)
        for one, other in pairwise([*sentences, ""])
    )


def asks(sentence: str) -> bool:
    """Tell whether one sentence asks: by its mark, its end, or what it says to be doing."""
    return _may_ask(sentence) and _asks(sentence)


def _may_ask(sentence: str) -> bool:
    """Tell whether a sentence may ask: most end in hiragana that no question ends in."""
    end = sentence[-3:-1] if sentence.endswith("。") else sentence[-2:]
    if end in _LAST or end[-1:] in _LAST:
        return True
    return len(end) < 2 or not all("ぁ" <= char <= "ゖ" for char in end)


@lru_cache(maxsize=20_000)
def _asks(sentence: str) -> bool:
    solid = unspaced(fold(_unquoted(sentence)))
    marked = solid.rstrip("。)」』")
    core = marked.rstrip("?!。")
    if _TAKES_NOTE.search(core):
        return False
    if "?" in marked[len(core) :]:
        return True
    end = core[-_LONGEST_END:]
    if end.endswith(_WORDS):
        return False
    if end.endswith(_ENDS):
        return True
    if end.endswith(_ENDS_WITH_INTERROGATIVE) and _INTERROGATIVE.search(end):
        return True
    if end.endswith(_TAILS):
        end = end.removesuffix(next(tail for tail in _TAILS if end.endswith(tail)))
    if end.endswith(_ANNOUNCING) or (end.endswith(_ASKING) and _ASKED_FOR.search(end)):
        return not _NO_REQUEST.search(end)
    return False


@lru_cache(maxsize=20_000)
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text with their marks; 。 in 「」 ends none."""
    return tuple(
        found.strip() for found in _SENTENCE.findall(_unquoted(text)) if found.strip(" \u3000。")
    )


def _unquoted(text: str) -> str:
    """Return a text without what it quotes, unless it quotes all of it."""
    if "「" not in text and "『" not in text:
        return text
    rest = _QUOTED.sub("「」", text)
    return rest if unspaced(rest).strip("「」『』。") else text
