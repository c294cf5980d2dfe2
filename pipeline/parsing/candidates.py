"""Why a place opens a speech or does not: every candidate, with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Document
from pipeline.parsing.conventions import Reading
from pipeline.parsing.profile import Profile, load_profile
from pipeline.parsing.speaker_places import Candidate, find_candidates
from pipeline.parsing.survey import survey
from pipeline.uncollected import uncollected

__all__ = ["Considered", "candidates"]


@dataclass(frozen=True, slots=True)
class Considered:
    """A place where a speaker may begin: its line, marks and label, and whether one does.

    ``pros`` and ``cons`` are what speaks for and against it.
    """

    line: int
    family: str
    label: str
    taken: bool
    pros: tuple[str, ...]
    cons: tuple[str, ...]


def candidates(document: Document, *, profile: str | None = None) -> list[Considered]:
    """Return every candidate of a document, in its order.

    Args:
        document: what a reader made of a file.
        profile: name or file of the profile that it is read with.

    Raises:
        ProfileError: there is no such profile, or it is not valid.
    """
    pinned = load_profile(profile)
    with uncollected():
        sheet, header, reading = survey(document, pinned)
        found = find_candidates(sheet)
    out = []
    for candidate in found:
        chosen = reading.markers.get(candidate.segment)
        taken = chosen is not None and chosen.form == candidate.form
        out.append(
            Considered(
                sheet.segments[candidate.segment].line.no,
                candidate.family,
                candidate.label.text,
                taken,
                tuple(_pros(candidate, chosen if taken else None, reading)),
                tuple(_cons(candidate, chosen, reading, header.body_start, pinned)),
            )
        )
    return out


def _pros(candidate: Candidate, taken: Candidate | None, reading: Reading) -> Iterator[str]:
    if candidate.label.strength >= 2:
        yield "the label is a role, a person or a function"
    elif candidate.label.strength:
        yield "the label may be a department, a seat or a surname"
    if candidate.speech:
        yield f"speech follows on the {candidate.follows} line"
    yield from (taken or candidate).reasons[2:]  # the first two are label and speech
    if candidate.family in reading.name.split(" + "):
        yield "other speakers are marked like this"


def _cons(
    candidate: Candidate,
    chosen: Candidate | None,
    reading: Reading,
    body_start: int,
    profile: Profile,
) -> Iterator[str]:
    if not candidate.label.strength:
        yield "the label is no known role, name or department"
    if candidate.lists:
        yield "people are listed behind it"
    elif not candidate.says:
        yield "nothing, or only a heading, follows"
    elif not candidate.speech:
        yield "what follows is no speech"
    if candidate.segment < body_start:
        yield "the proceedings begin further down"
    if not profile.accepts(candidate.family):
        yield "the profile wants other marks"
    elif candidate.family not in reading.name.split(" + "):
        yield "speakers are not marked like this here"
    if chosen is not None and chosen.form != candidate.form:
        yield f"its line is read as {chosen.family} 「{chosen.label.text}」"
