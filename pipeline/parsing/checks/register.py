"""Who speaks politely and who does not: in summaries members say である and officials です.

Where a group keeps to one of them throughout the document, a paragraph in the other is likely
somebody else's: its label was lost, or the lines stand in the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue, Turn
from pipeline.parsing.checks.parsed import Parsed, Speech, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import OFFICIALS, load
from pipeline.parsing.phrases.questions import is_question

__all__ = ["check_register"]

_SENTENCE = re.compile(r"(?<![^。?!\n])[^。?!\n]++[。?!]")  # tried where one can begin only
_POLITE = tuple(load("audit")["register"]["polite"])
_NEITHER = tuple(load("audit")["register"]["neither"])
_ASIDE = re.compile(r"\([^()]*\)|「[^「」]*」")
_ASKS = frozenset(load("roles")["question"])
_FEW = 6  # sentences of others of the group that make a habit
_SELDOM = 0.03  # share of them that may break it
_LONG = 8  # characters of a paragraph: shorter ones have no register


def check_register(parsed: Parsed) -> Iterator[Issue]:
    """Yield speeches with a paragraph in the register that their group does not use."""
    own = [_counted(speech.text) for speech in parsed.speeches]
    groups = [_group(turn) for turn in parsed.turns]
    habits: dict[str, tuple[int, int]] = {}
    for group, (plain, polite) in zip(groups, own, strict=True):
        before = habits.get(group, (0, 0))
        habits[group] = (before[0] + plain, before[1] + polite)
    for speech, group, counts in zip(parsed.speeches, groups, own, strict=True):
        turn = speech.turn
        member = turn.speaker_group == "委員" and not turn.is_chair
        if (member or turn.speaker in _ASKS) and _turns_polite(speech):
            yield issue(
                "register_of_another",
                "A plain question is followed by a polite answer in one speech.",
                turn,
            )
            continue
        if (member or turn.speaker_group in OFFICIALS) and _turns_plain(speech.paragraphs):
            yield issue(
                "register_of_another",
                "A polite answer is followed by a plain question in one speech.",
                turn,
            )
            continue
        if not group:
            continue
        habit = habits[group]
        others = (habit[0] - counts[0], habit[1] - counts[1])
        for polite in (True, False):
            few = others[polite] <= _SELDOM * others[not polite]
            if others[not polite] < _FEW or not few or not counts[polite]:
                continue
            for paragraph in speech.paragraphs:
                said = _counted(fold(paragraph))
                if said[polite] and not said[not polite] and len(paragraph) > _LONG:
                    yield issue(
                        "register_of_another",
                        f"「…{paragraph[-16:]}」 is {'' if polite else 'not '}polite, unlike what "
                        f"{turn.speaker} and the like say elsewhere.",
                        turn,
                    )
                    break


def _turns_polite(speech: Speech) -> bool:
    """Tell whether a speech asks plainly and goes on politely: いつか。/ 検討しています。"""
    asked = False
    if len(speech.paragraphs) == 1:
        return False
    for paragraph, folded in zip(speech.paragraphs, speech.text.split("\n"), strict=True):
        said = _counted(folded)
        if asked and said[True] and not said[False] and not is_question(paragraph):
            return True
        asked = asked or (said[False] > 0 and not said[True] and is_question(paragraph))
    return False


def _turns_plain(paragraphs: Sequence[str]) -> bool:
    """Tell whether a speech answers politely and then asks plainly: 検討しています。/ いつか。"""
    for answer, text in pairwise(paragraphs):
        if len(text) > _LONG and is_question(text):
            before, asked = _counted(fold(answer)), _counted(fold(text))
            if before[True] and not before[False] and asked[False] and not asked[True]:
                return True
    return False


def _group(turn: Turn) -> str:
    if turn.is_chair:
        return "chair"
    if turn.speaker_group == "不明":
        return turn.speaker or ""  # 質問, 回答
    return "" if turn.speaker_group == "その他" else turn.speaker_group


def _counted(text: str) -> tuple[int, int]:
    """Return how many sentences of a folded text are plain, and how many are polite."""
    told = text
    if "(" in told or "「" in told:
        told = _ASIDE.sub("", told)
    plain = polite = 0
    for sentence in _SENTENCE.findall(told):
        said = sentence.endswith(_POLITE, 0, -1)
        polite += said
        plain += 1 - said - sentence.endswith(_NEITHER)
    return plain, polite
