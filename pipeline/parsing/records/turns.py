"""Turns as records: who speaks, and whom the label may mean.

A label that names a role gives candidates from the roster, never an invented person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypedDict

from pipeline.model import Attendee, Turn
from pipeline.parsing.body.body import Block
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import Label

__all__ = ["Speaker", "build_turns", "who_speaks"]

_SEVERAL = 4  # speeches
_NEARLY_ALL = 0.9


def build_turns(
    sheet: Sheet,
    blocks: Sequence[Block],
    case_of: Mapping[int, str | None],
    attendees: Sequence[Attendee],
) -> list[Turn]:
    """Make the turns of the body's blocks and enter them in the ledger."""
    turns: list[Turn] = []
    known: dict[tuple[Label, str | None], Speaker] = {}
    quoted = _all_are_quoted([b.text.text for b in blocks if b.kind == "turn"])
    for number, block in enumerate(blocks):
        if block.kind != "turn" or block.marker is None or not block.label:
            continue
        label = block.marker.label
        case_id = case_of.get(number)
        spans = [*block.label, *block.text.spans]
        turn_id = sheet.ledger.new_id("t", block.label[0])
        rule = f"speaker {block.marker.family}"
        sheet.ledger.claim(block.label, "speaker", rule, turn_id)
        sheet.ledger.claim(block.text.spans, "turn", rule, turn_id)
        speaker = known.get((label, case_id))
        if speaker is None:
            speaker = known[label, case_id] = who_speaks(label, case_id, attendees)
        text = _unquoted(block.text.text)
        if quoted and text[:1] == "「" and text.count("「") > text.count("」"):
            text = text[1:]  # its 」 was lost
        turns.append(
            Turn(
                turn_id=turn_id,
                seq=len(turns) + 1,
                text=text,
                place=sheet.ledger.place(spans),
                rule=rule,
                is_question=is_question(text),
                case_id=case_id,
                **speaker,
            )
        )
    return turns


class Speaker(TypedDict):
    """The columns of a turn that its label and the roster decide."""

    speaker: str | None
    speaker_name: str | None
    speaker_group: str
    speaker_role: str | None
    is_chair: bool
    attendee_id: str | None
    candidates: tuple[str, ...]


def who_speaks(label: Label, case_id: str | None, attendees: Sequence[Attendee]) -> Speaker:
    """Return what a label and the roster say of who speaks in a case."""
    person, candidates = _who(label, case_id, attendees)
    return Speaker(
        speaker=label.text,
        speaker_name=label.name,
        speaker_group=person.group if person else _group(label, attendees),
        speaker_role=label.role,
        is_chair=label.is_chair,
        attendee_id=person.attendee_id if person else None,
        candidates=tuple(a.attendee_id for a in candidates),
    )


def _unquoted(text: str) -> str:
    """Drop 「」 around a whole speech, or around each of its paragraphs: they are marks there."""
    if not (text.startswith("「") and text.endswith("」")):
        return text
    if _is_quoted(text):
        return text[1:-1]
    paragraphs = text.split("\n")
    return "\n".join(p[1:-1] for p in paragraphs) if all(map(_is_quoted, paragraphs)) else text


def _all_are_quoted(texts: Sequence[str]) -> bool:
    """Tell whether nearly all speeches stand in 「」 as a whole."""
    begun = sum(text.startswith("「") for text in texts)
    return begun >= _SEVERAL and begun >= _NEARLY_ALL * len(texts)


def _is_quoted(text: str) -> bool:
    """Tell whether a text stands in one pair of 「」."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "「") - (char == "」")
        if depth == 0:
            return at > 0 and at == len(text) - 1
    return False


def _group(label: Label, attendees: Sequence[Attendee]) -> str:
    """Return the group of a label: of the people in the roster who bear it, else of its words."""
    if label.role and label.group != "委員":
        role = unspaced(label.role)
        groups = {a.group for a in attendees if role in map(unspaced, _posts(a))}
        if len(groups) == 1:
            return groups.pop()
    return label.group


def _who(
    label: Label, case_id: str | None, attendees: Sequence[Attendee]
) -> tuple[Attendee | None, list[Attendee]]:
    """Return the person a label determines, and all it may mean.

    A name (with its role, where several bear it) or a role that one person holds determines; the
    name of a group gives everybody present of that group, 実施機関 those of the turn's case.
    """
    present = [a for a in attendees if a.present]
    if label.name:
        wanted = fold(unspaced(label.name))
        named = [a for a in present if wanted in _names(a.name, a.family_name)]
        if len(named) > 1 and label.role:
            named = [
                a for a in named if a.role and fold(a.role).endswith(fold(label.role))
            ] or named
        return (named[0], named) if len(named) == 1 else (None, named)
    if label.role and label.role not in ("委員", "事務局", "実施機関", "説明者", "議員"):
        role = fold(label.role)
        held = [a for a in present if role in map(fold, _posts(a))]
        if label.is_chair and not held:
            held = [a for a in present if a.role and fold(a.role).endswith(role)]
        if held:
            return (held[0], held) if len(held) == 1 else (None, held)
        if label.group != "実施機関":
            return None, []
    if label.strength < 1:
        return None, []
    members = [a for a in present if a.group == label.group]
    if label.group == "実施機関":
        of_case = [a for a in members if any(c.case_id == case_id for c in a.cases)]
        if any(a.cases for a in members):
            members = of_case
        if label.role and label.role.endswith(("課", "室", "部", "局")):
            members = [
                a for a in members if label.role in (a.affiliation or "", a.division, a.bureau)
            ]
    return None, members


def _posts(attendee: Attendee) -> list[str]:
    """Return what somebody is here and, on a body of others' heads, elsewhere: 委員, 汐見市長."""
    return [post for post in (attendee.role, attendee.affiliation) if post]


@lru_cache(maxsize=20_000)
def _names(name: str, family: str | None) -> tuple[str, ...]:
    """Return what labels may call a person, folded."""
    return tuple(fold(unspaced(each)) for each in (name, family) if each)
