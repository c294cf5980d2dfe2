"""Minutes gain tags and citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.language.citations import CitationReader
from pipeline.language.lexicon import LexiconError, lexicons_with
from pipeline.language.morphemes import Morphemes, analyzer
from pipeline.language.topics import TopicMatcher
from pipeline.model import Citation, Minutes, Place, Tag, Turn
from pipeline.parsing.folding import fold

__all__ = ["annotate", "matcher"]

_FURTHEST_BACK = 3  # turns that 同条 may look back to


class _Target(NamedTuple):
    """A text that tags and citations are looked for in, and what they say of it."""

    kind: str  # turn section decision case
    target_id: str
    text: str
    place: Place
    case_id: str | None
    turn_id: str | None = None


def annotate(minutes: Minutes, *, lexicons: Sequence[Path] = ()) -> Minutes:
    """Return ``minutes`` with the topics and citations of their turns, sections, decisions and
    case titles, in the order of the document.

    A tag's id is that of its target, ``-g``, the code point at which it starts, and its number
    among those that start there; a citation's is that of its target, ``-c`` and the code point,
    and ``-2`` for the second end of 前3項, which starts where the first does.
    The place of both is the place of the target. The same minutes and lexicons give the same ids.

    Args:
        minutes: as parsed; tags and citations that they have already are replaced.
        lexicons: files of topics beside the built-in ones.

    Raises:
        pipeline.language.LexiconError: a lexicon cannot be read, is none, or has the name of
            another one.
    """
    find, analyze = matcher(lexicons), analyzer().analyze
    targets = sorted(_targets(minutes), key=lambda target: target.place.line_first)
    return replace(
        minutes,
        tags=tuple(tag for target in targets for tag in _tags(target, find, analyze)),
        citations=tuple(_citations(minutes, targets)),
    )


def matcher(lexicons: Sequence[Path] = ()) -> TopicMatcher:
    """Return what finds the topics of the built-in lexicons and of some files.

    Raises:
        pipeline.language.LexiconError: a lexicon cannot be read, is none, or has the name of
            another one.
    """
    return _matcher(tuple((path, _state(path)) for path in lexicons))


@lru_cache(maxsize=4)
def _matcher(files: tuple[tuple[Path, tuple[int, int]], ...]) -> TopicMatcher:
    return TopicMatcher(lexicon for lexicon, _ in lexicons_with(path for path, _ in files))


def _state(path: Path) -> tuple[int, int]:
    """Return what changes when a file does, so that an edited lexicon is read again."""
    try:
        state = path.stat()
    except OSError as error:
        raise LexiconError(f"{path}: the lexicon cannot be read ({error.strerror}).") from error
    return state.st_mtime_ns, state.st_size


def _targets(minutes: Minutes) -> Iterator[_Target]:
    for case in minutes.cases:
        yield _Target(
            kind="case",
            target_id=case.case_id,
            text=case.title,
            place=case.place,
            case_id=case.case_id,
        )
    for section in minutes.sections:
        yield _Target(
            kind="section",
            target_id=section.section_id,
            text=section.text,
            place=section.place,
            case_id=section.case_id,
        )
    for turn in minutes.turns:
        yield _Target(
            kind="turn",
            target_id=turn.turn_id,
            text=turn.text,
            place=turn.place,
            case_id=turn.case_id,
            turn_id=turn.turn_id,
        )
    for decision in minutes.decisions:
        yield _Target(
            kind="decision",
            target_id=decision.decision_id,
            text=decision.text,
            place=decision.place,
            case_id=decision.case_id,
        )


def _tags(
    target: _Target, find: TopicMatcher, analyze: Callable[[str], Morphemes]
) -> Iterator[Tag]:
    start, number = -1, 0
    for hit in find.find(target.text, analyze(target.text)):
        number = number + 1 if hit.start == start else 1
        start = hit.start
        yield Tag(
            tag_id=f"{target.target_id}-g{start}-{number}",
            target=target.kind,
            target_id=target.target_id,
            topic=hit.topic,
            term=hit.term,
            matched=target.text[start : hit.end],
            start=start,
            end=hit.end,
            lexicon=hit.lexicon,
            place=target.place,
            rule="lexicon_term",
            negated=hit.negated,
            in_question=hit.in_question,
            case_id=target.case_id,
            turn_id=target.turn_id,
        )


def _citations(minutes: Minutes, targets: Sequence[_Target]) -> Iterator[Citation]:
    reader = CitationReader({fold(short): law for short, law in minutes.laws})
    turns = {turn.turn_id: (index, turn) for index, turn in enumerate(minutes.turns)}
    named_elsewhere = [
        *((item.place.line_first, item.title) for item in minutes.agenda),
        *((note.place.line_first, note.text) for note in minutes.notes),
    ]
    # What is not a target may still name a law in full, before the targets do.
    named_elsewhere.sort(key=lambda entry: entry[0], reverse=True)
    for target in targets:
        while named_elsewhere and named_elsewhere[-1][0] <= target.place.line_first:
            reader.read(named_elsewhere.pop()[1])
        before = _TurnsBefore(target.turn_id, turns, minutes.turns) if target.turn_id else ()
        start, number = -1, 0
        for cited in reader.read(target.text, target.target_id, before):
            number = number + 1 if cited.start == start else 1
            start = cited.start
            yield Citation(
                citation_id=f"{target.target_id}-c{start}" + (f"-{number}" if number > 1 else ""),
                target=target.kind,
                target_id=target.target_id,
                as_written=target.text[start : cited.end],
                start=start,
                end=cited.end,
                place=target.place,
                rule=cited.rule,
                law=cited.law,
                article=cited.article,
                paragraph=cited.paragraph,
                item=cited.item,
                resolved_by=cited.resolved_by,
                case_id=target.case_id,
                turn_id=target.turn_id,
            )


@dataclass(frozen=True, slots=True)
class _TurnsBefore:
    """The turns that a turn goes on from, the nearest first, all of the same case.

    That is the turn it replies to; without one, the turn before it. Found when they are asked for:
    most turns cite nothing.
    """

    turn_id: str
    turns: Mapping[str, tuple[int, Turn]]
    in_order: Sequence[Turn]

    def __iter__(self) -> Iterator[str]:
        index, turn = self.turns[self.turn_id]
        for _ in range(_FURTHEST_BACK):
            asked = self.turns.get(turn.replies_to or "")
            if asked and asked[0] < index:
                index, before = asked
            elif index:
                index, before = index - 1, self.in_order[index - 1]
            else:
                return
            if before.case_id != turn.case_id:
                return
            yield before.turn_id
            turn = before
