"""What kind of document this is: minutes or something else, verbatim or summary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Decision, Meeting, Turn
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.sheet import Sheet

__all__ = ["is_minutes", "record_type", "turns_status"]

_DOCUMENT = re.compile(alternatives(load("bodies")["documents"]))
_SUMMARY = re.compile(r"要旨|要録|概要|要点|要約|抄録")
_POLITE = re.compile(
    r"(?:です|ます|ました|ません|でした|ください|ございます|でしょうか|ましょう)[。か]"
)
_PLAIN = re.compile(r"(?:る|た|い|だ)。")
_DECISIONS_ONLY = re.compile(r"会議結果|開催結果|審議結果|結果概要|結果について")


def is_minutes(
    sheet: Sheet, header: Header, meeting: Meeting, turns: Sequence[Turn], people: int
) -> bool:
    """Tell whether a document records a meeting.

    It needs at least two of: a header with the labels of minutes, the day and hour of a sitting, a
    list of people, turns of speakers, a title that says so.
    """
    labels = {f.name for f in header.fields}
    signs = 0
    signs += (
        2
        if len(labels & {"date", "place", "attendees", "group", "agenda", "observers", "opened"})
        >= 3
        else 0
    )
    signs += 1 if meeting.date and (meeting.opened or labels & {"date", "place"}) else 0
    signs += 1 if people >= 2 else 0
    signs += 2 if len(turns) >= 3 and len({t.speaker for t in turns}) >= 2 else 1 if turns else 0
    head = " ".join(s.text for s in sheet.segments[:8])
    signs += 1 if meeting.body and (_DOCUMENT.search(unspaced(head)) or meeting.session) else 0
    return signs >= 2


def record_type(
    sheet: Sheet, header: Header, turns: Sequence[Turn], decisions: Sequence[Decision]
) -> str | None:
    """Return ``verbatim``, ``summary`` or ``decisions``; ``None`` where nothing tells.

    The title or the name of the record decides, then the style of speech: summaries end their
    sentences plainly (〜する。〜か。), verbatim records politely.
    """
    named = " ".join(s.text for s in header.title[:8])
    if header.content and header.content.label:
        named += " " + header.content.label.text
    for segment in sheet.segments[header.body_start :]:
        if "要旨" in segment.text and len(segment.text) <= 30:
            named += " " + segment.text
    solid = unspaced(fold(named))
    if not turns:
        return (
            "decisions"
            if decisions or _DECISIONS_ONLY.search(solid)
            else "summary"
            if sheet.segments[header.body_start :]
            else None
        )
    if _SUMMARY.search(solid):
        return "summary"
    text = "\n".join(t.text for t in turns)
    polite, plain = len(_POLITE.findall(text)), len(_PLAIN.findall(text))
    if polite + plain < 3:
        return None
    return "verbatim" if polite > plain else "summary"


def turns_status(turns: Sequence[Turn], spoken: int) -> str:
    """Return ``labelled``, ``unlabelled`` (speech without speakers) or ``none``."""
    if turns:
        return "labelled"
    return "unlabelled" if spoken >= 3 else "none"
