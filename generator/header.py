"""Title and header of the minutes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace

from generator.agenda import Agenda
from generator.convention import Convention
from generator.dates import clock, day, era_year, span
from generator.gold import Gold
from generator.meeting import Meeting
from generator.roster import Field, Roster
from generator.sheet import Sheet

__all__ = ["HeaderWriter", "session_of"]


def session_of(meeting: Meeting) -> str:
    """The session as written: 第74回 or 令和4年度第3回."""
    if meeting.total_count is not None:
        return f"第{meeting.total_count}回"
    year = era_year(meeting.fiscal_year, reiwa=meeting.fiscal_year >= 2019)
    return f"{year}度第{meeting.year_count}回"


class HeaderWriter:
    """Writes everything before the body, and counts the labels for those who go on with them."""

    def __init__(
        self, meeting: Meeting, convention: Convention, agenda: Agenda, sheet: Sheet, gold: Gold
    ) -> None:
        self._meeting = meeting
        self._convention = convention
        self._style = convention.header
        self._words = convention.words
        self._agenda = agenda
        self._sheet = sheet
        self._gold = gold
        self._count = 0
        self._fields: Mapping[str, Callable[[], list[Field]]] = {
            "name": self._name,
            "date": self._date,
            "day": self._day,
            "times": self._times,
            "time": self._time,
            "opening": self._opening,
            "place": self._place,
            "public": self._public,
            "observers": self._observers,
            "roster": self._roster,
            "agenda": self._agenda_list,
            "materials": self._materials,
            "office": self._office,
            "next": self._next,
            "signature": self._signature,
        }

    def write(self) -> None:
        """Write the title and every field of the header, in the convention's order."""
        meeting, gold = self._meeting, self._gold
        gold.body, gold.session = meeting.body, session_of(meeting)
        gold.date = meeting.date.isoformat()
        names = {
            "session": gold.session.replace("第", "第 ").replace("回", " 回")
            if self._style.get("loose_session")
            else gold.session,
            "body": meeting.body,
            "kind": self._words["kind"],
            "date": day(meeting.date, self._convention).partition("(")[0],
        }
        self._sheet.add("title", self._style["title"].format(**names))
        for name in self._style["order"].split():
            bare = name in self._style.get("unlabelled", "").split()
            for field in self._fields[name]():
                self._field(replace(field, word="") if bare else field)

    def label(self, word: str, note: str = "") -> str:
        """The next label of the header, with its marks and number, and a note behind the word."""
        self._count += 1
        if self._style["spaced"] and len(word) == 2:
            word = "　".join(word)
        word += note
        return str(self._style["label"].format(word, n=self._count))

    def _field(self, field: Field) -> None:
        if not field.word:
            self._sheet.extend("value", field.lines)
            return
        label, gap = self.label(field.word, field.note), self._style["gap"]
        several = len(field.lines) > 1 and field.lines[0][:1] not in "○◎"
        if "\n" in gap or several:
            self._sheet.add("label", label)
            end = self._style.get("end", "")
            lines = [*field.lines[:-1], field.lines[-1] + end]
            self._sheet.extend("value", lines, indent=1 if several and not end else 0)
        else:
            self._sheet.add("label", label + gap + field.lines[0])
            self._sheet.extend("value", field.lines[1:], indent=1)

    # -- the fields ---------------------------------------------------------------------------

    def _name(self) -> list[Field]:
        return [Field(self._words["name"], (f"{session_of(self._meeting)}{self._meeting.body}",))]

    def _date(self) -> list[Field]:
        """Day and time in one field, unless the time has a field of its own."""
        written = day(self._meeting.date, self._convention)
        fields = set(self._style["order"].split())
        if not fields & {"time", "opening"}:
            written += self._words["range_gap"] + self._span()
        return [Field(self._words["date"], (written,))]

    def _day(self) -> list[Field]:
        return [Field(self._words["day"], (day(self._meeting.date, self._convention),))]

    def _times(self) -> list[Field]:
        """Day, opening and closing in one field: 開会15時00分 閉会17時07分."""
        opened, closed = self._clocks()
        written = f"{day(self._meeting.date, self._convention)} 開会{opened} 閉会{closed}"
        return [Field("日時", (written,))]

    def _time(self) -> list[Field]:
        return [Field(self._words["time"], (self._span(),))]

    def _opening(self) -> list[Field]:
        opened, closed = self._clocks()
        return [Field("開会", (opened,)), Field("閉会", (closed,))]

    def _place(self) -> list[Field]:
        self._gold.place = self._meeting.place
        return [Field(self._words["place"], (self._meeting.place,))]

    def _public(self) -> list[Field]:
        return [Field(self._words["public"], (self._meeting.public,))]

    def _observers(self) -> list[Field]:
        count = self._gold.observers = self._meeting.observers
        value = self._words["some"].format(n=count) if count else self._words["none"]
        if self._bare():
            return [Field("", (self._convention.roster["group"].format("傍聴者"), value))]
        return [Field(self._words["observers"], (value,))]

    def _roster(self) -> list[Field]:
        roster = Roster(self._meeting, self._convention)
        fields = roster.fields()
        self._gold.attendees = roster.gold
        return [Field("", field.lines) for field in fields] if self._bare() else fields

    def _agenda_list(self) -> list[Field]:
        self._gold.agenda = self._agenda.titles
        self._gold.stage_directions += self._agenda.remarks
        return [Field(self._words["agenda"], tuple(self._agenda.lines))]

    def _materials(self) -> list[Field]:
        papers = [f"資料{n} {title}" for n, title in enumerate(self._meeting.materials, start=1)]
        return [Field(self._words["materials"], tuple(papers))]

    # Fields that hold a name, an office or a date which mean something else.

    def _office(self) -> list[Field]:
        clerk = self._meeting.group("事務局")[-1]
        return [Field(self._words["office"], (clerk.division or clerk.bureau,))]

    def _next(self) -> list[Field]:
        later = self._meeting.date + datetime.timedelta(weeks=9)
        return [Field(self._words["next"], (day(later, self._convention),))]

    def _signature(self) -> list[Field]:
        signers = [f"{member.family}委員" for member in self._meeting.group("委員")[2:4]]
        return [Field(self._words["signature"], ("、".join(signers),))]

    def _bare(self) -> bool:
        return bool(self._style.get("bare_roster"))

    def _clocks(self) -> tuple[str, str]:
        opened, closed = self._meeting.opened, self._meeting.closed
        self._gold.opened, self._gold.closed = f"{opened:%H:%M}", f"{closed:%H:%M}"
        return clock(opened, self._convention), clock(closed, self._convention)

    def _span(self) -> str:
        self._clocks()
        if "{b}" not in self._words["range"]:
            self._gold.closed = None
        return span(self._meeting.opened, self._meeting.closed, self._convention)
