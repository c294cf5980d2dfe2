"""The list of those present and absent, in one of the many ways to write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.convention import Convention
from generator.meeting import Meeting, Person

__all__ = ["Field", "Roster", "run_together"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header: the word of its label (empty for none) and the lines of its value."""

    word: str
    lines: tuple[str, ...]


def run_together(person: Person) -> str:
    """Office and title of an official as one word: 総務課 + 課長 = 総務課長."""
    office = person.division or person.bureau
    if office and person.role and office[-1] == person.role[0]:
        return office + person.role[1:]
    return office + person.role


class Roster:
    """Writes the roster of a meeting; :attr:`gold` holds what it wrote, in that order."""

    def __init__(self, meeting: Meeting, convention: Convention) -> None:
        self._meeting = meeting
        self._style = convention.roster
        self._words = convention.words
        self.gold: list[dict[str, Any]] = []

    def fields(self) -> list[Field]:
        """The fields of the header that list people."""
        members = self._meeting.group("委員")
        here = [person for person in members if person.present]
        away = [person for person in members if not person.present]
        apart = self._style["absent"] == "field"
        present = self._members(here) if apart else self._all_members(members)
        if self._style["where"] == "field":
            absent = [self._absent(away)] if apart else []
            groups = [Field(word, tuple(lines)) for word, lines in self._official_groups()]
            return [Field(self._words["present"], tuple(present)), *absent, *groups]
        inside = self._headed(self._words["members"], present)
        for word, lines in self._official_groups():
            inside += self._headed(word, lines)
        absent = [self._absent(away)] if apart else []
        return [Field(self._words["roster"], tuple(inside)), *absent]

    def _absent(self, away: Sequence[Person]) -> Field:
        return Field(self._words["absent"], tuple(self._members(away) or ["なし"]))

    def _official_groups(self) -> list[tuple[str, list[str]]]:
        words = ((self._words["agency"], "実施機関"), (self._words["secretariat"], "事務局"))
        groups = ((word, self._officials(self._meeting.group(group))) for word, group in words)
        return [(word, lines) for word, lines in groups if lines]

    def _headed(self, word: str, lines: list[str]) -> list[str]:
        heading = self._style["group"].format(word)
        if self._style.get("same_line"):
            return [heading + lines[0], *lines[1:]]
        return [heading, *lines]

    # -- members --------------------------------------------------------------------------------

    def _all_members(self, members: Sequence[Person]) -> list[str]:
        """Present and absent in one list, in one of three notations."""
        here = [person for person in members if person.present]
        away = [person for person in members if not person.present]
        if self._style["absent"] == "mark":
            return self._joined([self._member(person) for person in members])
        lines = self._members(here)
        if self._style["absent"] == "note":
            names = "、".join(self._name(person) for person in away)
            self._note_all(away)
            return [*lines, f"※欠席 {names}"] if away else lines
        rows = self._members(away)
        return [f"出席:{lines[0]}", *lines[1:]] + ([f"欠席:{rows[0]}", *rows[1:]] if rows else [])

    def _members(self, people: Sequence[Person]) -> list[str]:
        written, plain_seen = [], False
        for person in people:
            form = self._style["member"] if person.role else self._style["plain"]
            if not person.role and not plain_seen:
                plain_seen = True
                form = self._style.get("first_plain", form)
            written.append(self._member(person, form))
        return self._joined(written)

    def _member(self, person: Person, form: str | None = None) -> str:
        form = form or self._style["member" if person.role else "plain"]
        self._note(person, affiliation=person.bureau if "{office}" in form else None)
        written = self._filled(form, person)
        return written if person.present or self._apart() else f"{written}(欠席)"

    def _apart(self) -> bool:
        return bool(self._style["absent"] != "mark")

    # -- officials ------------------------------------------------------------------------------

    def _officials(self, people: Sequence[Person]) -> list[str]:
        lines: list[str] = []
        for case_no, group in groupby(people, key=lambda person: person.case_no):
            label = self._style["by_case"].format(n=case_no) if case_no else ""
            offices = [list(part) for _, part in groupby(group, key=_office)]
            written = [self._office(part, case_no if label else None) for part in offices]
            if self._style["offices"] == "line":
                rows = [row for part in written for row in part]
            else:
                rows = self._joined([row for part in written for row in part])
            lines += [label + rows[0], *rows[1:]]
        return lines

    def _office(self, people: Sequence[Person], case_no: int | None) -> list[str]:
        """The people of one office: on one line behind its name, or each on their own."""
        form = self._style["official"]
        by_line = self._style["offices"] == "line"
        named = by_line or "{office}" in form
        for person in people:
            title = "{title}" in form
            self._note(
                person,
                affiliation=_office(person) if named else None,
                role=run_together(person) if title else person.role,
                case_no=case_no,
            )
        written = [self._filled(form, person) for person in people]
        if not by_line:
            return written
        join = self._style["join"]
        return [f"{_office(people[0])} {('、' if join == chr(10) else join).join(written)}"]

    # -- names and notes ------------------------------------------------------------------------

    def _filled(self, form: str, person: Person) -> str:
        return str(
            form.format(
                name=self._name(person),
                role=person.role,
                title=run_together(person) if person.group != "委員" else person.role,
                office=_office(person) if person.group != "委員" else person.bureau,
            )
        )

    def _name(self, person: Person) -> str:
        form = self._style["name"]
        if form == "family":
            return person.family
        if form == "even":
            return " ".join(person.family + person.given)
        return person.family + {"space": " ", "wide": "　", "joined": ""}[form] + person.given

    def _joined(self, written: Iterable[str]) -> list[str]:
        people, join, row = list(written), self._style["join"], int(self._style.get("row", 0))
        if not people:
            return []
        if join == "\n":
            return people
        row = row or len(people)
        return [join.join(people[first : first + row]) for first in range(0, len(people), row)]

    def _note_all(self, people: Iterable[Person]) -> None:
        for person in people:
            self._note(person)

    def _note(
        self,
        person: Person,
        *,
        affiliation: str | None = None,
        role: str | None = None,
        case_no: int | None = None,
    ) -> None:
        spaced = self._style["name"] in ("space", "wide")
        given = "" if self._style["name"] == "family" else person.given
        self.gold.append(
            {
                "name": person.family + (" " if spaced else "") + given,
                "role": role or person.role or "委員",
                "group": person.group,
                "present": person.present,
                "affiliation": affiliation,
                "case": str(case_no) if case_no else None,
            }
        )


def _office(person: Person) -> str:
    return person.division or person.bureau
