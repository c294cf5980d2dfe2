"""Who has the floor: what a chair asks for and what follows, and what a chair settles too early."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue, Turn
from pipeline.parsing.checks.order import wants_answer
from pipeline.parsing.checks.parsed import Parsed, Speech, adjoining, issue
from pipeline.parsing.knowledge import OFFICIALS, alternatives, load

__all__ = ["asks_to_speak", "check_floor"]

_AUDIT = load("audit")
_GIVES = re.compile(alternatives(_AUDIT["floor"]["gives"]))
_INVITES = re.compile(alternatives(_AUDIT["floor"]["invites"]))
_ASKS = re.compile(
    r"(?:ですか|ますか|ませんか|でしょうか|お願いします|お願いいたします|ください|伺います)。」?$"
)
_HOW_TO_SPEAK = re.compile(r"(?:際|場合|とき|時)[^。]{0,12}挙手[^。]*。$")  # said at the opening
_NOBODY = re.compile(alternatives(_AUDIT["floor"]["nobody"]))
_NOBODY_SPOKE = re.compile(alternatives(_AUDIT["floor"]["nobody_spoke"]))
_ANSWERS = re.compile(alternatives([*_AUDIT["answers"]["starts"], *_AUDIT["answers"]["alone"]]))
_OF_OFFICIALS = re.compile(rf"{alternatives(sorted(OFFICIALS))}|課|係|説明|答")
_SETTLES = re.compile(rf"(?:{alternatives(_AUDIT['floor']['settles'])})。」?$")
_NEXT = re.compile(r"次|その他|続")  # another case, then
_EXPLAIN = re.compile(r"説明を(?:お願い|求め)")
_NOTHING_TO_SAY = re.compile(r"特に(?:ございません|ありません)|特段(?:ございません|ありません)")
_CLOSES = re.compile(alternatives(_AUDIT["closing"]["said"]))
_LAST_WORDS = 60  # characters
_FIRST_WORDS = 30  # characters


def check_floor(parsed: Parsed) -> Iterator[Issue]:
    """Yield where a chair asks others to speak and none does, or speaks amid others out of turn."""
    pairs = adjoining(parsed)
    yield from _floor(pairs)
    yield from _gone_on(parsed.speeches)
    yield from _between(pairs)
    yield from _closed_before(parsed.turns)


def asks_to_speak(text: str) -> bool:
    """Tell whether a chair ends by giving somebody the floor, or by asking who wants it."""
    end = text[-_LAST_WORDS:]
    return bool(_GIVES.search(end) or (_INVITES.search(end) and _ASKS.search(end)))


def _floor(pairs: Sequence[tuple[Turn, Turn]]) -> Iterator[Issue]:
    """Yield where the chair gives the floor, and the chair or an answer follows at once."""
    for one, two in pairs:
        end = one.text[-_LAST_WORDS:]
        if not one.is_chair:
            continue
        official = two.speaker_group in OFFICIALS
        gives = _GIVES.search(end)
        if two.speaker == one.speaker and gives and not _NOBODY_SPOKE.match(two.text):
            yield issue(
                "floor_not_taken",
                f"「{end[-20:]}」: {one.speaker} gives the floor and speaks again at once.",
                two,
            )
        elif (
            official
            and _INVITES.search(end)
            and _ANSWERS.match(two.text)
            and not any(group in end for group in OFFICIALS)
        ):
            yield issue(
                "question_missing",
                f"Questions are invited, and {two.speaker} answers without one.",
                two,
            )
        elif official and _EXPLAIN.search(end) and _NOTHING_TO_SAY.search(two.text[:_FIRST_WORDS]):
            yield issue(
                "explanation_missing",
                f"An explanation was asked for, and {two.speaker} has nothing to say.",
                two,
            )


def _gone_on(speeches: Sequence[Speech]) -> Iterator[Issue]:
    """Yield where a chair asks others to speak, and speaks on as if somebody had."""
    for speech in speeches:
        turn = speech.turn
        if not turn.is_chair:
            continue
        for before, after in pairwise(speech.paragraphs):
            if asks_to_speak(before) and not (
                _NOBODY.match(after) or _HOW_TO_SPEAK.search(before[-_LAST_WORDS:])
            ):
                yield issue(
                    "floor_not_taken",
                    f"「{before[-20:]}」: {turn.speaker} asks others to speak and goes on.",
                    turn,
                )
                break


def _between(pairs: Sequence[tuple[Turn, Turn]]) -> Iterator[Issue]:
    """Yield a chair who goes on between a question and its answer, or settles what goes on."""
    for (asking, chair), (same, answer) in pairwise(pairs):
        if chair is not same or not chair.is_chair:
            continue
        end = chair.text[-_LAST_WORDS:]
        others = _INVITES.search(end) and _ASKS.search(end) and not _OF_OFFICIALS.search(end)
        member = asking.speaker_group == "委員" and not asking.is_chair
        official = answer.speaker_group in OFFICIALS
        if member and official and (others or _SETTLES.search(end)) and wants_answer(asking):
            yield issue(
                "speeches_exchanged",
                f"{asking.speaker} asks, and 「…{end[-16:]}」 stands before the answer.",
                chair,
            )
    for one, two in pairs:
        again = one.is_chair and one.speaker == two.speaker and _SETTLES.search(one.text)
        if again and _INVITES.search(two.text[-_LAST_WORDS:]) and not _NEXT.search(two.text):
            yield issue(
                "speeches_exchanged",
                f"{one.speaker} settles the case, and invites to speak to it only then.",
                two,
            )


def _closed_before(turns: Sequence[Turn]) -> Iterator[Issue]:
    """Yield a chair who closes the meeting and gives somebody the floor after that."""
    closed = ""
    for turn in turns:
        if turn.speaker == closed and asks_to_speak(turn.text):
            message = f"{turn.speaker} has closed the meeting, and gives the floor to others."
            yield issue("goes_on_behind_its_end", message, turn)
            return
        if turn.is_chair and _CLOSES.search(turn.text[-_LAST_WORDS:]):
            closed = turn.speaker or ""
