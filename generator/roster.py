"""The list of those present and absent, in one of the many ways to write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.convention import Convention
from generator.meeting import Meeting, Person

__all__ = ["Field", "Roster", "run_together"]

_SYMBOLS = "◎○"  # chair and deputy chair, where titles are symbols


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header.

    Attributes:
        word: the word of its label, empty for none.
        lines: its value.
        note: what stands behind the word: (8名), (敬称略).
    """

    word: str
    lines: tuple[str, ...]
    note: str = ""


def run_together(person: Person) -> str:
    """Office and title of an official as one word: 総務課 + 課長 = 総務課長."""
    office = _office(person)
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
        self._seats = {person: n for n, person in enumerate(meeting.group("委員"), start=1)}

    def fields(self) -> list[Field]:
        """The fields of the header that list people."""
        members = self._meeting.group("委員")
        here = [person for person in members if person.present]
        away = [person for person in members if not person.present]
        apart = self._style["absent"] == "field"
        present = self._members(here) if apart else self._all_members(here, away, members)
        note = self._words["people"].format(n=len(here))
        if self._style["where"] == "field":
            absent = [self._absent(away)] if apart else []
            groups = [Field(word, tuple(lines)) for word, lines in self._official_groups()]
            return [Field(self._words["present"], tuple(present), note), *absent, *groups]
        inside = self._headed(self._words["members"] + note, present)
        for word, lines in self._official_groups():
            inside += self._headed(word, lines)
        absent = [self._absent(away)] if apart else []
        return [Field(self._words["roster"], tuple(inside), self._words["courtesy"]), *absent]

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

    def _all_members(
        self, here: Sequence[Person], away: Sequence[Person], members: Sequence[Person]
    ) -> list[str]:
        """Present and absent in one list, in one of four notations."""
        form = self._style["absent"]
        if form in ("mark", "column"):
            return self._members(members)
        lines = self._members(here)
        if form == "row":
            rows = self._members(away)
            absent = [f"欠席:{rows[0]}", *rows[1:]] if rows else []
            return [f"出席:{lines[0]}", *lines[1:], *absent]
        if not away:
            return lines
        for person in away:
            self._note(person, role="委員")
        title = "委員" if form == "bracket" else ""
        names = "、".join(self._name(person) + title for person in away)
        return [*lines, f"(欠席:{names})" if form == "bracket" else f"※欠席 {names}"]

    def _members(self, people: Sequence[Person]) -> list[str]:
        written, plain_seen = [], False
        for person in people:
            form = self._style["member"] if person.role else self._style["plain"]
            if not person.role and not plain_seen:
                plain_seen = True
                form = self._style.get("first_plain", form)
            written.append(self._member(person, form))
        lines = self._joined(written)
        if "legend" in self._style and any(person.role for person in people):
            lines.append(self._style["legend"].format(chair=self._meeting.chair.role))
        return lines

    def _member(self, person: Person, form: str) -> str:
        titled = any(slot in form for slot in ("{role}", "{symbol}", "{title}"))
        affiliation = person.bureau if "{office}" in form else None
        self._note(person, affiliation=affiliation, role=person.role if titled else "委員")
        written = self._filled(form, person)
        if person.deputy_for:
            self._note_replaced(person)
            return f"{written}({person.deputy_for}委員代理)"
        if not person.present and self._style["absent"] == "mark":
            return f"{written}(欠席)"
        return f"{written}({person.attendance})" if person.attendance else written

    # -- officials ------------------------------------------------------------------------------

    def _officials(self, people: Sequence[Person]) -> list[str]:
        lines: list[str] = []
        for case_no, group in groupby(people, key=lambda person: person.case_no):
            label = self._style["by_case"].format(n=case_no) if case_no else ""
            offices = [list(part) for _, part in groupby(group, key=_office)]
            written = [self._office(part, case_no if label else None) for part in offices]
            rows = [row for part in written for row in part]
            if self._style["offices"] != "line":
                rows = self._joined(rows)
            lines += [label + rows[0], *rows[1:]]
        return lines

    def _office(self, people: Sequence[Person], case_no: int | None) -> list[str]:
        """The people of one office: on one line behind its name, or each on their own."""
        form = self._style["official"]
        by_line = self._style["offices"] == "line"
        for person in people:
            self._note(
                person,
                affiliation=_office(person) if by_line or "{office}" in form else None,
                role=_title(person, form),
                case_no=case_no,
            )
        written = [self._filled(form, person) for person in people]
        if not by_line:
            return written
        join = self._style["join"]
        return [f"{_office(people[0])} {('、' if chr(10) in join else join).join(written)}"]

    # -- names and notes ------------------------------------------------------------------------

    def _filled(self, form: str, person: Person) -> str:
        member = person.group == "委員"
        return str(
            form.format(
                name=self._name(person),
                role=person.role,
                title=person.role if member else run_together(person),
                office=person.bureau if member else _office(person),
                symbol=_SYMBOLS[self._seats[person] - 1] if member and person.role else "",
                seat=self._seats.get(person, ""),
                here="出席" if person.present else "欠席",
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
        """The lines of people: one each, or some behind each other."""
        people, join, row = list(written), self._style["join"], int(self._style.get("row", 0))
        if not people:
            return []
        if join == "\n":
            return [line for person in people for line in person.split("\n")]
        row = row or len(people)
        rows = [people[first : first + row] for first in range(0, len(people), row)]
        last = self._style.get("join_last", join)
        return [
            join.join(part[:-1]) + last + part[-1] if len(part) > 1 else part[0] for part in rows
        ]

    def _note(
        self,
        person: Person,
        *,
        role: str | None,
        affiliation: str | None = None,
        case_no: int | None = None,
    ) -> None:
        spaced = self._style["name"] in ("space", "wide")
        given = "" if self._style["name"] == "family" else person.given
        self.gold.append(
            {
                "name": person.family + (" " if spaced else "") + given,
                "role": role or ("委員" if person.group == "委員" else None),
                "group": person.group,
                "present": person.present,
                "affiliation": affiliation,
                "case": str(case_no) if case_no else None,
            }
        )

    def _note_replaced(self, person: Person) -> None:
        """Note the absent member who is named only as the one represented."""
        self.gold.append(
            {
                "name": person.deputy_for,
                "role": "委員",
                "group": person.group,
                "present": False,
                "affiliation": None,
                "case": None,
            }
        )


def _office(person: Person) -> str:
    return person.division or person.bureau


def _title(person: Person, form: str) -> str | None:
    """The title of an official as a form writes it, ``None`` where it writes none."""
    if "{title}" in form:
        return run_together(person)
    return person.role if "{role}" in form else None
