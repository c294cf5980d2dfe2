"""What the audit looks at: everything the passes found, and how an issue points at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.model import (
    AgendaItem,
    Attendee,
    Case,
    Decision,
    Issue,
    Meeting,
    Passage,
    Place,
    Section,
    Turn,
)
from pipeline.parsing.body.body import Block
from pipeline.parsing.conventions import Reading
from pipeline.parsing.folding import fold, fold_all, unspaced
from pipeline.parsing.header.agenda import Agenda
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.records.calling import leaders
from pipeline.parsing.records.cases import CaseBook
from pipeline.parsing.roster.record import Roster

__all__ = ["Listed", "Parsed", "Speech", "adjoining", "issue", "segments_with", "unread_lines"]


@dataclass(slots=True)
class Speech:
    """A turn as several checks look at it: its text folded, and its paragraphs as written."""

    turn: Turn
    text: str
    paragraphs: Sequence[str]


@dataclass(slots=True)
class Listed:
    """An attendee as several checks look at it: the name folded, and without its spaces."""

    attendee: Attendee
    name: str
    solid: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the spaces out."""
        self.solid = unspaced(self.name)


@dataclass(slots=True, kw_only=True)
class Parsed:
    """One document after all passes."""

    sheet: Sheet
    header: Header
    reading: Reading
    meeting: Meeting
    agenda: Agenda
    roster: Roster
    blocks: Sequence[Block]
    book: CaseBook
    turns: Sequence[Turn]
    sections: Sequence[Section]
    decisions: Sequence[Decision]
    passages: Sequence[Passage]
    speeches: Sequence[Speech] = field(init=False)
    people: Sequence[Listed] = field(init=False)
    lines: Mapping[int, str] = field(init=False)
    """The lines of the document as read, by number."""
    text: str = field(init=False)
    """All lines, folded."""
    _adjoining: Sequence[tuple[Turn, Turn]] | None = field(init=False, default=None)
    _leading: frozenset[str] | None = field(init=False, default=None)
    _owners: dict[int, Turn | AgendaItem] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Fold speeches and names, and join the lines, once for all checks."""
        self.text = "\n".join([segment.text for segment in self.sheet])
        self.lines = {line.no: line.text for line in self.sheet.document.lines}
        folded = fold_all([turn.text for turn in self.turns])
        self.speeches = [
            Speech(turn, text, turn.text.split("\n"))
            for turn, text in zip(self.turns, folded, strict=True)
        ]
        self.people = [Listed(a, fold(a.name)) for a in self.roster.attendees]

    @property
    def leading(self) -> frozenset[str]:
        """The labels of those who lead: chairs, or 教育長 where there is none."""
        if self._leading is None:
            said = ((turn.speaker or "", turn.is_chair, turn.text) for turn in self.turns)
            self._leading = leaders(said)
        return self._leading

    def owner(self, line: int) -> Turn | AgendaItem | None:
        """Return the record of a line, if it has one."""
        if self._owners is None:
            self._owners = {}
            records: list[Turn | AgendaItem] = [*self.turns, *self.agenda.items]
            for record in records:
                for each in range(record.place.line_first, record.place.line_last + 1):
                    self._owners.setdefault(each, record)
        return self._owners.get(line)


def issue(
    code: str,
    message: str,
    about: Turn | Attendee | AgendaItem | Case | Segment | None = None,
    *,
    table: str = "",
    last: bool = False,
) -> Issue:
    """Make an issue; its severity stands in ``conventions/audit.toml``.

    Args:
        code: one of the codes of ``docs/issues.md``.
        message: one sentence that a clerk understands.
        about: the record or the line that it is about.
        table: the table, where ``about`` is a line or nothing.
        last: it was seen at the record's last line, not its first.

    Raises:
        KeyError: the code has no severity.
    """
    page = line = None
    record_id = ""
    if isinstance(about, Segment):
        page, line = about.line.page, about.line.no
    elif about is not None:
        table, record_id, place = _record(about)
        page = place.page_last if last else place.page_first
        line = place.line_last if last else place.line_first
    return Issue(
        severity=_severities()[code],
        code=code,
        message=message,
        table=table,
        record_id=record_id,
        page=page,
        line=line,
    )


def segments_with(parsed: Parsed, patterns: Sequence[re.Pattern[str]]) -> set[int]:
    """Return the places of segments that may hold what any pattern seeks.

    All are searched at one go, so what looks at the character before may be fooled by the end of
    the line above: ask the pattern again.
    """
    text, segments = parsed.text, set()
    for pattern in patterns:
        at = counted = 0
        for match in pattern.finditer(text):
            at += text.count("\n", counted, match.start())
            counted = match.start()
            segments.add(at)
    return segments


def unread_lines(parsed: Parsed) -> set[int]:
    """Return the lines of which something was not understood, marks alone aside."""
    left = [p for p in parsed.passages if p.role == "residue"]
    if not left:
        return set()
    text = parsed.lines
    return {p.line for p in left if sum(map(str.isalnum, text[p.line][p.start : p.end])) >= 2}


def adjoining(parsed: Parsed) -> Sequence[tuple[Turn, Turn]]:
    """Return each speech with the next where nothing stands between them."""
    if parsed._adjoining is None:
        parsed._adjoining = list(_pairs(parsed))
    return parsed._adjoining


def _pairs(parsed: Parsed) -> Iterator[tuple[Turn, Turn]]:
    spoken = [b.kind == "turn" and b.segment is not None for b in parsed.blocks]
    if sum(spoken) != len(parsed.turns):
        return  # a person changed the records
    turns = iter(parsed.turns)
    before: Turn | None = None
    for is_turn in spoken:
        turn = next(turns) if is_turn else None
        if before and turn:
            yield before, turn
        before = turn


@cache
def _severities() -> dict[str, str]:
    return {code: name for name, codes in load("audit")["severity"].items() for code in codes}


def _record(about: Turn | Attendee | AgendaItem | Case) -> tuple[str, str, Place]:
    if isinstance(about, Turn):
        return "turns", about.turn_id, about.place
    if isinstance(about, Attendee):
        return "attendees", about.attendee_id, about.place
    if isinstance(about, AgendaItem):
        return "agenda", about.agenda_id, about.place
    return "cases", about.case_id, about.place
