"""Who answers whom: replies of turns, and exchanges of a question and its answers.

A member's turn stays open until the case changes, another member speaks, or the chair moves on.
Officials who speak while it is open answer it, all of them. The chair's procedural turns (事務局、
お願いします) neither ask nor answer; a chair who asks about the matter does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import Exchange, Turn
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import OFFICIALS, alternatives, load
from pipeline.parsing.phrases.questions import asks, sentences_of

__all__ = ["asks_in_substance", "pair"]

_KNOWN = load("procedure")
_TAKES_UP = tuple(fold(word) for word in _KNOWN["takes_up"])
_LONGEST_TAKING_UP = max(map(len, _TAKES_UP))
_HONORIFIC = re.compile(alternatives(_KNOWN["honorifics"]))
_MOVES_ON = re.compile(alternatives(_KNOWN["moves_on"]))
_MEMBERS = "委員"
_LONGEST_PASS = 80  # characters; who passes the word on is brief
_MOST_WAITING = 20  # questions; one that so many others followed is forgotten
_HEAD = 40  # characters in which an answer says whose question it is


class _Answer(NamedTuple):
    question: Turn
    basis: str


@dataclass
class _Open:
    """The questions of a case that may still be answered."""

    case_id: str | None
    asked: Turn | None = None  # the one that the next answer is for
    waiting: list[Turn] = field(default_factory=list)  # those nobody has answered yet
    heard: list[Turn] = field(default_factory=list)  # all of them: an answer may be taken up again
    passed_on: bool = False
    answered: bool = False

    def hear(self, turn: Turn) -> _Answer | None:
        """Take in the next turn; return what it answers."""
        if turn.speaker_group in OFFICIALS:
            return self._answer(turn)
        if turn.speaker_group == _MEMBERS and (not turn.is_chair or asks_in_substance(turn)):
            self.asked = turn
            self.waiting = [*self.waiting[-_MOST_WAITING:], turn]
            self.heard = [*self.heard[-_MOST_WAITING:], turn]
            self.passed_on = self.answered = False
        elif turn.is_chair and _passes_on(turn):
            self.passed_on = True
        else:
            self.asked = None
        return None

    def _answer(self, turn: Turn) -> _Answer | None:
        head = fold(turn.text[:_HEAD])
        named = None
        if _HONORIFIC.search(head):
            named = next((q for q in reversed(self.waiting) if _is_named(q, head)), None)
            if named is not None:
                self._answered(named)
            else:
                named = next((q for q in reversed(self.heard) if _is_named(q, head)), None)
        if named is not None and named is not self.asked:
            return _Answer(named, "answer_names_member")
        question = self.asked
        if question is None:
            return None
        if self.answered:
            basis = "further_answer"
        elif self.passed_on:
            basis = "chair_passed_on"
        else:
            basis = "question_then_answer" if question.is_question else "member_then_official"
        self._answered(question)
        self.answered = True
        return _Answer(question, basis)

    def _answered(self, question: Turn) -> None:
        self.waiting = [q for q in self.waiting if q is not question]


def asks_in_substance(turn: Turn) -> bool:
    """Tell whether a turn asks about the matter and not only for opinions, consent or the floor."""
    return _asks(turn.text)


@lru_cache(maxsize=20_000)
def _asks(text: str) -> bool:
    return any(
        asks(sentence) and not any(word in sentence for word in _KNOWN["procedural"])
        for sentence in _sentences(text)
    )


def pair(turns: Sequence[Turn]) -> tuple[list[Turn], list[Exchange]]:
    """Return the turns, each that answers naming the turn that it answers, and the exchanges.

    There is an exchange for each pair of question and answer, in the order of the answers. Its
    ``basis`` names what the pair rests on: ``question_then_answer`` and ``member_then_official``
    (the turns adjoin, the member's asks or does not), ``chair_passed_on`` (only the chair's
    procedure stands between them), ``further_answer`` (another answer adjoins),
    ``answer_names_member``. A question that follows up the exchange before it adds, behind ``;``,
    ``same_speaker`` or ``takes_up_answer`` (its first words do).
    """
    answers = _answers(turns)
    replying = [
        replace(turn, replies_to=answers[turn.turn_id].question.turn_id)
        if turn.turn_id in answers
        else turn
        for turn in turns
    ]
    return replying, _exchanges(turns, answers)


def _exchanges(turns: Sequence[Turn], answers: Mapping[str, _Answer]) -> list[Exchange]:
    exchanges: list[Exchange] = []
    links: dict[str, tuple[str | None, str]] = {}  # by question: what it follows up, and why
    places = {turn.turn_id: at for at, turn in enumerate(turns)}
    for turn in turns:
        if turn.turn_id not in answers:
            continue
        question, basis = answers[turn.turn_id]
        if question.turn_id not in links:
            links[question.turn_id] = _followed_up(question, exchanges, turns, places)
        follows, why = links[question.turn_id]
        document, _, start = turn.turn_id.rpartition("-t")
        exchanges.append(
            Exchange(
                exchange_id=f"{document}-x{start}",
                question_id=question.turn_id,
                answer_id=turn.turn_id,
                basis=f"{basis};{why}" if why else basis,
                place=turn.place,
                rule="open_question",
                follow_up_of=follows,
                case_id=turn.case_id,
            )
        )
    return exchanges


def _answers(turns: Sequence[Turn]) -> dict[str, _Answer]:
    """Return what each turn that answers something answers, by the id of the turn."""
    answers: dict[str, _Answer] = {}
    current = _Open(None)
    for turn in turns:
        if turn.case_id != current.case_id:
            current = _Open(turn.case_id)
        answer = current.hear(turn)
        if answer is not None:
            answers[turn.turn_id] = answer
    return answers


def _followed_up(
    question: Turn,
    exchanges: Sequence[Exchange],
    turns: Sequence[Turn],
    places: Mapping[str, int],
) -> tuple[str | None, str]:
    """Return the exchange that a question follows up, and how one knows."""
    if not exchanges or exchanges[-1].case_id != question.case_id:
        return None, ""
    last = exchanges[-1]
    between = turns[places[last.answer_id] + 1 : places[question.turn_id]]
    if places[last.answer_id] > places[question.turn_id] or not all(map(_passes_on, between)):
        return None, ""
    if _same_speaker(turns[places[last.question_id]], question):
        return last.exchange_id, "same_speaker"
    if not between and fold(question.text[:_LONGEST_TAKING_UP]).startswith(_TAKES_UP):
        return last.exchange_id, "takes_up_answer"
    return None, ""


def _same_speaker(one: Turn, other: Turn) -> bool:
    """Tell whether two labels determine one speaker; 委員 alone determines nobody."""
    if one.attendee_id and other.attendee_id:
        return one.attendee_id == other.attendee_id
    return one.speaker == other.speaker and unspaced(one.speaker or "") not in _KNOWN["anonymous"]


def _passes_on(turn: Turn) -> bool:
    """Tell whether a turn of the chair leaves the question before it open."""
    return (
        turn.is_chair
        and len(turn.text) <= _LONGEST_PASS
        and not asks_in_substance(turn)
        and not any(map(_MOVES_ON.search, _sentences(turn.text)))
    )


def _is_named(question: Turn, head: str) -> bool:
    """Tell whether the first words of an answer, folded, name who asked."""
    if not question.speaker_name:
        return False
    name = fold(unspaced(question.speaker_name))
    return name in head and any(f"{name}{word}" in head for word in _KNOWN["honorifics"])


def _sentences(text: str) -> tuple[str, ...]:
    return sentences_of(fold(text))
