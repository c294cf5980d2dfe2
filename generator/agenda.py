"""The list of business, numbered in one of the many ways."""

from __future__ import annotations

from collections.abc import Iterator

from generator.convention import Convention
from generator.meeting import AgendaEntry, Case, Meeting

__all__ = ["Agenda"]

_KANA = "アイウエオカキクケコサシスセソタチツテト"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Agenda:
    """Writes the list of business of a meeting.

    Attributes:
        lines: the list as printed, remarks about deferred cases included.
        titles: the titles in it, for the gold.
        remarks: the texts of those remarks.
        numbers: the printed number of each case, by ``case_no``; ``parents`` the numbered line of
            the category it stands under, or empty.
        first, last: the numbered lines of 開会 (empty where the list has none) and その他.
    """

    def __init__(self, meeting: Meeting, convention: Convention) -> None:
        self._style = convention.agenda
        self._cases = {case.case_no: case for case in meeting.cases}
        self.lines: list[str] = []
        self.titles: list[str] = []
        self.remarks: list[str] = []
        self.numbers: dict[int, str] = {}
        self.parents: dict[int, str] = {}
        self.first = ""
        self.last = ""
        category = ""
        for entry, number in self._numbered(meeting.agenda):
            line = f"{number}{entry.title}"
            if entry.category:
                line = self._style.get("category", "{number}{title}").format(
                    number=number, title=entry.title
                )
            if entry.level == 1:
                category = line if entry.category else ""
            if entry.case_no is not None:
                self.numbers[entry.case_no] = number
                self.parents[entry.case_no] = category
                line = number + self.named(self._cases[entry.case_no])
            self.lines.append("　" * (entry.level - 1) + line)
            if number in line:
                self.titles.append(entry.title)
            self.last = line
            if entry.title == "開会":
                self.first = line
            if entry.case_no is not None:
                self._below(self._cases[entry.case_no], entry.level)

    def named(self, case: Case) -> str:
        """A case as the list has it: its own number, its title, the office in charge."""
        head = f"{case.number} " if case.number else ""
        return f"{head}{case.title}{self.tail(case)}"

    def tail(self, case: Case) -> str:
        """What the list says behind the title of a case."""
        office = self._style["office"].format(bureau=case.bureau, division=case.division)
        return (self._style["continued"] if case.continued else "") + str(office)

    def _below(self, case: Case, indent: int) -> None:
        """What stands under the line of a case: the office in charge, and that it was put off."""
        if own_line := self._style.get("own_line"):
            office = own_line.format(bureau=case.bureau, division=case.division)
            self.lines.append("　" * indent + office)
        if case.deferred:
            written = self._style["defer"].format(
                kind=case.kind, n=case.case_no, title=f"「{case.title}」", text=case.deferred
            )
            self.lines.append("　" * (indent - 1) + written)
            self.remarks.append(written.strip("()※"))

    def _numbered(self, entries: tuple[AgendaEntry, ...]) -> Iterator[tuple[AgendaEntry, str]]:
        marks = self._style["numbers"].split("|")
        counts = [0] * len(marks)
        for entry in entries:
            level = entry.level - 1
            counts[level] += 1
            counts[level + 1 :] = [0] * (len(marks) - level - 1)
            yield entry, _number(marks[level], counts[level])


def _number(mark: str, count: int) -> str:
    """The mark of the first entry of a list, counted on: (1) becomes (3), ア becomes ウ."""
    for first, members in (("ア", _KANA), ("①", _CIRCLED)):
        if first in mark:
            return mark.replace(first, members[count - 1])
    return mark.replace("1", str(count))
