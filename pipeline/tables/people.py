"""Bodies and persons over many meetings: what may be taken for the same, and on what basis.

A body is the same when municipality and name are, the name being that of today where a profile says
that it changed. A person is the same when family and given name are, within one body; nobody is
followed from body to body, and a family name alone identifies nobody elsewhere. Ids are hashes of
exactly that, so each row gets them without seeing the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from sys import intern

from pipeline.tables.bodies import body_id_of, parent_name, record_id, squeezed

__all__ = ["People", "body_id_of", "person_id_of", "persons_and_bodies"]

Row = dict[str, object]


def person_id_of(
    body_id: str | None, family_name: str | None, given_name: str | None, attendee_id: str
) -> str:
    """Return the id of the person of a roster row; of this row alone if nothing more is known."""
    if body_id and family_name and given_name:
        return record_id("p", body_id, squeezed(family_name + given_name))
    return record_id("p", attendee_id)


def persons_and_bodies(
    meetings: Iterable[Mapping[str, object]], attendees: Iterable[Mapping[str, object]]
) -> dict[str, list[Row]]:
    """Return the rows of ``persons`` and ``bodies`` for all rows of two other tables."""
    people = People()
    people.add({"meetings": meetings, "attendees": attendees})
    return people.rows()


@dataclass(slots=True)
class _Person:
    body_id: str | None
    name: str
    basis: str
    first_date: datetime.date | None = None
    last_date: datetime.date | None = None
    meetings: int = 0
    last_meeting: object = None

    def saw(self, date: datetime.date | None) -> None:
        if date is not None:
            self.first_date = min(self.first_date or date, date)
            self.last_date = max(self.last_date or date, date)


@dataclass(slots=True)
class _Body:
    name: str
    municipality_code: str | None
    meetings: int = 0


class People:
    """Collects persons and bodies from the rows of one document after the other."""

    def __init__(self) -> None:
        self._persons: dict[str, _Person] = {}
        self._bodies: dict[str, _Body] = {}

    def add(self, rows: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
        """Take in the rows of a document; all those of a meeting must come together.

        Who is named only in a variant of a meeting has a row, for ids must lead somewhere; but
        meetings and dates are counted in the preferred file alone.
        """
        meetings = {row["meeting_id"]: row for row in rows.get("meetings", ())}
        for meeting in meetings.values():
            self._add_body(meeting)
        for attendee in rows.get("attendees", ()):
            self._add_person(attendee, meetings[attendee["meeting_id"]])

    def merge(self, others: Mapping[str, Iterable[Row]]) -> None:
        """Take in the rows of ``persons`` and ``bodies`` of other documents.

        Args:
            others: what :meth:`rows` of another collection returned. Dates may be ISO strings.
        """
        for row in others["bodies"]:
            code = row["municipality_code"]
            name = str(row["name"])
            body = self._bodies.setdefault(
                str(row["body_id"]), _Body(name, str(code) if code else None)
            )
            body.name = min(body.name, name)
            body.meetings += _int(row["meetings"])
        for row in others["persons"]:
            name, body_id = str(row["name"]), row["body_id"]
            person = self._persons.get(str(row["person_id"]))
            if person is None:
                person = self._persons[str(row["person_id"])] = _Person(
                    body_id=intern(str(body_id)) if body_id else None,
                    name=name,
                    basis=intern(str(row["basis"])),
                )
            person.name = min(person.name, name)
            person.meetings += _int(row["meetings"])
            person.saw(_date(row["first_date"]))
            person.saw(_date(row["last_date"]))

    def rows(self) -> dict[str, list[Row]]:
        """Return the rows of ``persons`` and ``bodies``, sorted by body and name."""
        return {"persons": list(self._person_rows()), "bodies": list(self._body_rows())}

    def in_turns(self, size: int = 1000) -> Iterator[dict[str, list[Row]]]:
        """Yield the same rows, so many at a time: an archive has more people than documents."""
        for name, rows in (("persons", self._person_rows()), ("bodies", self._body_rows())):
            while some := list(islice(rows, size)):
                yield {name: some}

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {"persons": len(self._persons), "bodies": len(self._with_parents())}

    def _person_rows(self) -> Iterator[Row]:
        members: dict[tuple[str, str], list[str]] = {}
        for key, person in self._persons.items():
            members.setdefault(self._body_key(person.body_id), []).append(key)
        for body in sorted(members):  # one after the other: an archive has many people
            for key in sorted(members[body], key=lambda key: (self._persons[key].name, key)):
                person = self._persons[key]
                yield {
                    "person_id": key,
                    "body_id": person.body_id,
                    "name": person.name,
                    "first_date": person.first_date,
                    "last_date": person.last_date,
                    "meetings": person.meetings,
                    "basis": person.basis,
                }

    def _body_rows(self) -> Iterator[Row]:
        ordered = sorted(
            self._with_parents().items(),
            key=lambda item: (item[1].municipality_code or "", item[1].name),
        )
        for key, body in ordered:
            yield {
                "body_id": key,
                "name": body.name,
                "municipality_code": body.municipality_code,
                "parent_id": body_id_of(body.municipality_code, parent_name(body.name)),
                "meetings": body.meetings,
            }

    def _with_parents(self) -> dict[str, _Body]:
        """Return the bodies, and those of which only parts have met."""
        bodies = dict(self._bodies)
        for body in self._bodies.values():
            code, name = body.municipality_code, parent_name(body.name)
            while name is not None:  # a part may have parts
                bodies.setdefault(str(body_id_of(code, name)), _Body(name, code))
                name = parent_name(name)
        return bodies

    def _body_key(self, body_id: str | None) -> tuple[str, str]:
        body = self._bodies.get(body_id or "")
        return (body.municipality_code or "", body.name) if body else ("", "")

    def _add_body(self, meeting: Mapping[str, object]) -> None:
        key, code = meeting["body_id"], meeting["municipality_code"]
        name = meeting.get("body_now") or meeting["body"]
        if key is None:
            return
        body = self._bodies.setdefault(str(key), _Body(str(name), str(code) if code else None))
        body.name = min(body.name, str(name))  # whatever the order of the documents
        body.meetings += not meeting.get("variant_of")

    def _add_person(self, attendee: Mapping[str, object], meeting: Mapping[str, object]) -> None:
        key, name = str(attendee["person_id"]), str(attendee["name"])
        person = self._persons.get(key)
        if person is None:
            body_id = meeting["body_id"]
            known = body_id and attendee["family_name"] and attendee["given_name"]
            person = self._persons[key] = _Person(
                body_id=str(body_id) if body_id else None,
                name=name,
                basis="body_and_full_name" if known else "one_mention",
            )
        # A space tells the names apart, and sorts before every letter.
        person.name = min(person.name, name)
        if person.last_meeting == meeting["meeting_id"] or meeting.get("variant_of"):
            return
        person.last_meeting = meeting["meeting_id"]
        person.meetings += 1
        person.saw(_date(meeting["date"]))


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


_day = lru_cache(1000)(datetime.date.fromisoformat)  # people of one meeting share its date


def _date(value: object) -> datetime.date | None:
    if isinstance(value, str):
        return _day(value)
    return value if isinstance(value, datetime.date) else None
