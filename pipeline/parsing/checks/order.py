"""What must stand before a speech: questions and answers, motions and results, thanks and reports.

A rule that real minutes need not keep counts only where the document itself keeps it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise, zip_longest

from pipeline.model import Issue, Turn
from pipeline.parsing.checks.parsed import Parsed, Speech, adjoining, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import OFFICIALS, alternatives, load
from pipeline.parsing.phrases.questions import asks, sentences_of

__all__ = ["check_order", "wants_answer"]

_ORDER = load("audit")["order"]
_SUGGESTS = tuple(_ORDER["suggests"])
_WISHES = tuple(_ORDER["wishes"])
_ASKED_FOR = re.compile(alternatives(load("questions")["asked_for"]))
_UNANIMOUS = re.compile(alternatives(_ORDER["unanimous"]))
_MOVES = re.compile(alternatives(_ORDER["moves"]))
_THANKS = re.compile(alternatives(_ORDER["thanks"]))
_SAID_ALL = tuple(f"{end}。" for end in _ORDER["said_all"])
_STILL = re.compile(alternatives(_ORDER["still"]))
_EXPLAINED = tuple(f"{end}。" for end in _ORDER["explained"])
_ELSE = re.compile(alternatives(_ORDER["else_"]))
_PROCEDURAL = re.compile(alternatives(load("procedure")["procedural"]))
_ANSWERS = frozenset(load("roles")["answer"]) - {"A"}  # one letter may be a person
_ANSWER = re.compile(alternatives(load("audit")["answers"]["starts"]))
_BEGINS = re.compile(alternatives(load("audit")["opening"]["begins"]))
_ELECTS = re.compile(alternatives(load("audit")["opening"]["elects"]))
_ADDS = re.compile(rf"(?:{alternatives(_ORDER['adds'])})")
_HANDS_OVER = re.compile(rf"(?:{alternatives(_ORDER['hands_over'])})[^。]{{0,20}}。$")
_LAST_WORDS = 50  # characters
_CASES = 4  # of which the chair opens all but one
_FEW = 5  # questions, answers or speeches of a kind that make a habit
_FEW_ANSWERS = 2  # where all questions but one have theirs
_HABIT = 0.85  # share of them that keep it
_SELDOM = 0.08  # share that may break it


def check_order(parsed: Parsed) -> Iterator[Issue]:
    """Yield speeches before which another must have stood, or behind which one is missing."""
    pairs = adjoining(parsed)
    yield from _unanswered(parsed)
    yield from _unasked(pairs)
    yield from _motions(parsed.speeches)
    yield from _thanks(parsed.speeches, {two.turn_id for _, two in pairs})
    yield from _too_early(pairs)
    told = {c.case_id for c in parsed.book.cases if c.kind in ("報告", "その他")}
    yield from _opened(parsed.turns, told)
    yield from _before_the_chair(parsed)
    yield from _goes_on(parsed.speeches)
    yield from _asking(parsed.speeches)


def wants_answer(turn: Turn) -> bool:
    """Tell whether a speech asks for an answer; 考えていただきたい does not."""
    for sentence in sentences_of(turn.text):
        end = sentence.rstrip("。?")
        if not asks(sentence) or end.endswith(_SUGGESTS):
            continue
        if not end.endswith(_WISHES) or _ASKED_FOR.search(sentence):
            return True
    return False


def _unanswered(parsed: Parsed) -> Iterator[Issue]:
    """Questions that another member follows, where an official answers nearly every one."""
    asked = [
        (one, two)
        for one, two in _heard(parsed)
        if one.speaker_group == "委員" and one.speaker not in parsed.leading and wants_answer(one)
    ]
    open_ones = [(one, two) for one, two in asked if not two or two.speaker_group not in OFFICIALS]
    answered = len(asked) - len(open_ones)
    few = answered >= _FEW_ANSWERS and len(open_ones) == 1
    if not few and (len(asked) < _FEW or answered < _HABIT * len(asked)):
        return
    for one, two in open_ones:
        if two is None:
            message = f"{one.speaker} asks, and the case is settled; an answer may be missing."
            yield issue("question_unanswered", message, one)
        elif two.speaker_group == "委員" and not (few and two.is_chair):
            yield issue(
                "question_unanswered",
                f"{one.speaker} asks, and {two.speaker} speaks next; an answer may be missing.",
                one,
            )


def _heard(parsed: Parsed) -> Iterator[tuple[Turn, Turn | None]]:
    """Yield each speech with the next of its case; with none where a heading or result follows."""
    ends = sorted(
        {d.place.line_first for d in parsed.decisions}
        | {b.segment.line.no for b in parsed.blocks if b.kind == "heading" and b.segment}
    )
    for one, two in zip_longest(parsed.turns, parsed.turns[1:]):
        at = bisect_right(ends, one.place.line_last)
        ended = at < len(ends) and (two is None or ends[at] < two.place.line_first)
        if two is not None or ended:
            yield one, None if ended else two


def _unasked(pairs: Sequence[tuple[Turn, Turn]]) -> Iterator[Issue]:
    """Officials who speak behind officials, where members stand between nearly everywhere."""
    answers = [(one, two) for one, two in pairs if _answers(two)]
    unasked = [(one, two) for one, two in answers if _answers(one)]
    if len(answers) < _FEW or len(unasked) > max(1, _SELDOM * len(answers)):
        return
    for one, two in unasked:
        if _ADDS.match(fold(two.text)):
            continue
        if one.speaker != two.speaker or two.speaker_group not in OFFICIALS:
            yield issue(
                "answer_without_question",
                f"{two.speaker} speaks behind {one.speaker}; a question may be missing.",
                two,
            )


def _answers(turn: Turn) -> bool:
    return turn.speaker_group in OFFICIALS or turn.speaker in _ANSWERS


def _motions(speeches: Sequence[Speech]) -> Iterator[Issue]:
    """異議なしと認めます, and nobody was asked."""
    for at, speech in enumerate(speeches):
        turn = speech.turn
        if not turn.is_chair or not at or not _UNANIMOUS.match(speech.text):
            continue
        before = "\n".join(each.text for each in speeches[max(0, at - 4) : at])
        if not _MOVES.search(before):
            yield issue(
                "resolved_without_motion",
                f"「{turn.text[:16]}…」: nothing was put to the meeting before.",
                turn,
            )


def _thanks(speeches: Sequence[Speech], adjoining: Container[str]) -> Iterator[Issue]:
    """説明が終わりました behind a speech that is no explanation, with nothing between them."""
    for before, speech in pairwise(speeches):
        one, two = before.turn, speech.turn
        if two.turn_id not in adjoining:
            continue  # ～事務局説明～
        other = one.is_chair or (one.speaker_group == "委員" and one.is_question)
        if two.is_chair and other and _THANKS.match(speech.text):
            yield issue(
                "explanation_missing",
                f"「{two.text[:16]}…」: {one.speaker} spoke before and explained nothing.",
                two,
            )


def _too_early(pairs: Sequence[tuple[Turn, Turn]]) -> Iterator[Issue]:
    """ほかにご意見は, or a result, right behind the explanation: nobody has spoken yet."""
    for one, two in pairs:
        explained = one.speaker_group in OFFICIALS and one.text.endswith(_EXPLAINED)
        if explained and two.is_chair and _ELSE.match(fold(two.text)):
            yield issue(
                "question_missing",
                f"「{two.text[:16]}…」 right behind the explanation: a speech may be missing.",
                two,
            )


def _before_the_chair(parsed: Parsed) -> Iterator[Issue]:
    """A member who speaks before the chair has, where an official opened the meeting."""
    turns = parsed.turns
    first = next((n for n, turn in enumerate(turns) if turn.is_chair), None)
    if first is None or first < 2 or turns[0].speaker_group not in OFFICIALS:
        return
    before = turns[1:first]
    if _BEGINS.search(turns[0].text) and not any(_ELECTS.search(t.text) for t in turns[:first]):
        for turn in before:
            if turn.speaker_group == "委員":
                yield issue(
                    "opening_speech_missing",
                    f"{turn.speaker} speaks before the chair does.",
                    turn,
                )
                return


def _opened(turns: Sequence[Turn], told: Container[str]) -> Iterator[Issue]:
    """A case that somebody else opens, where the chair opens all others; a case of answers."""
    first: dict[str, Turn] = {}
    for turn in turns:
        if turn.case_id:
            first.setdefault(turn.case_id, turn)
    others = [t for t in first.values() if not t.is_chair]
    for turn in others:
        reported = turn.case_id in told
        official = turn.speaker_group in OFFICIALS
        alone = len(others) == 1 and len(first) >= _CASES and not (official and reported)
        alone = alone and (official or turn.speaker_group == "委員")
        if turn.speaker in _ANSWERS or (official and _ANSWER.match(turn.text)) or alone:
            yield issue(
                "case_not_opened",
                f"{turn.speaker} is the first to speak to a case; a speech may be missing.",
                turn,
            )


def _goes_on(speeches: Sequence[Speech]) -> Iterator[Issue]:
    """説明は以上です in the middle of a speech."""
    for speech in speeches:
        for before, after in pairwise(speech.paragraphs):
            end = before[-_LAST_WORDS:]
            over = not speech.turn.is_chair and _HANDS_OVER.search(end) and before.endswith("。")
            if (over or before.endswith(_SAID_ALL)) and not _STILL.match(fold(after)):
                yield issue(
                    "goes_on_behind_its_end",
                    f"「{before[-16:]}」, and the speech goes on: 「{after[:16]}…」.",
                    speech.turn,
                )
                break


def _asking(speeches: Sequence[Speech]) -> Iterator[Issue]:
    """Questions of those who hardly ever ask: officials, and a chair on the matter itself."""
    officials = [s for s in speeches if _answers(s.turn)]
    for people in (officials, [s for s in speeches if s.turn.is_chair]):
        asking = [s.turn for s in people if _asks_inside(s)]
        if len(people) < _FEW or len(asking) > max(1, _SELDOM * len(people)):
            continue
        for turn in asking:
            yield issue(
                "question_of_another",
                f"{turn.speaker} asks, who hardly does; a label may be missing.",
                turn,
            )


def _asks_inside(speech: Speech) -> bool:
    return any(
        asks(sentence)
        and not _PROCEDURAL.search(fold(sentence))
        and not sentence.rstrip("。?").endswith(_SUGGESTS)
        for paragraph in speech.paragraphs[1:]
        for sentence in sentences_of(paragraph)
    )
