"""That all agree, and what who leads settles with it: (異議なし) では、そのようにいたします。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.outcomes import SENTENCE

__all__ = ["is_assent", "is_so_be_it", "settled_so", "without_assent"]

_WORDS = load("decisions")["assent"]
_CALLED = alternatives(_WORDS["calls"])
_SO_WORDS = tuple(_WORDS["so"])
_ASSENT = re.compile(
    rf"[「『]?(?:ご|御)?(?:{_CALLED})(?:です)?[」』。]{{0,2}}"
    r"(?:(?:と|との|という)?[^。]{0,6}(?:声|呼ぶ|言う)[^。]{0,8})?。?"
)
_IN_BRACKETS = re.compile(
    rf"\s{{0,3}}[(〔\[【<]\s?[「『]?(?:{_CALLED})[^()〔〕\[\]【】<>。]{{0,12}}[)〕\]】>]\s{{0,3}}"
)
_NOBODY_OBJECTS = (
    r"(?:特に|ほかに)?[ご御]?(?:異議|異論|意見|反対)(?:が|も|は)?"
    r"(?:(?:な(?:いよう|い|し)|ございません)(?:です|でございます)?(?:ので|から)|なしと認め(?:ます)?)[、,。]?"
)
_SO = re.compile(
    r"[―ー-]{0,3}(?:(?:どうも)?ありがとうございま(?:す|した)。)?(?:(?:それ)?では[、,]?)?"
    rf"(?P<none>{_NOBODY_OBJECTS})?(?:{alternatives(_SO_WORDS)})(?:{alternatives(_WORDS['done'])})。?"
)
_LONGEST = 40  # characters
_FEW = 2  # sentences with which the answer begins: ありがとうございます。


def is_assent(text: str) -> bool:
    """Tell whether a text says that all agree, and nothing else: 異議なし; 「異議なし」の声あり."""
    return len(text) <= _LONGEST and _ASSENT.fullmatch(unspaced(fold(text))) is not None


def without_assent(sentence: str) -> int:
    """Return where a sentence begins behind the call in brackets before it: (異議なし) では、…."""
    called = _IN_BRACKETS.match(fold(sentence))
    return called.end() if called and sentence[called.end() :].strip() else 0


def is_so_be_it(sentence: str) -> bool:
    """Tell whether a sentence only says that what was asked is done: そのようにいたします。"""
    return (
        any(word in sentence for word in _SO_WORDS)
        and _SO.fullmatch(unspaced(fold(sentence))) is not None
    )


def settled_so(text: str, *, assented: bool) -> Iterator[tuple[int, int, str]]:
    """Yield where who leads says in ``text`` that what was asked is done, and the outcome.

    That is 了承 where nobody objects, 承認 where all agreed: ``assented`` tells that they did right
    before it.
    """
    if not any(word in text for word in _SO_WORDS):
        return
    for said, match in enumerate(SENTENCE.finditer(text)):
        called = without_assent(match[0])
        found = _SO.fullmatch(unspaced(fold(match[0][called:])))
        if found and (called or found["none"] or (assented and said < _FEW)):
            outcome = "了承" if found["none"] else "承認"
            yield match.start() + called, match.end(), outcome
