"""Labels: how a document names the one who speaks."""

from __future__ import annotations

from generator.convention import Convention
from generator.meeting import Meeting, Person, Speech
from generator.roster import run_together

__all__ = ["Labels"]

_LETTERS = "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴ"
_WIDE = 3  # characters of 事務局, to which shorter labels are spaced


class Labels:
    """Gives every speech its label, the same person always in the same way."""

    def __init__(self, meeting: Meeting, convention: Convention) -> None:
        self._style = convention.speaker
        self._form = convention.speaker["label"]
        self._agency = convention.words["agency"].partition("(")[0]
        members = meeting.group("委員")
        self._seat = {member: seat for seat, member in enumerate(members[1:])}
        self._chair = meeting.chair
        self._symbols = dict.fromkeys(members, "○") | {self._chair: "◎"}
        for person in meeting.people:
            self._symbols.setdefault(person, "□" if person.group == "実施機関" else "●")
        self._spoke = {speech.speaker for speech in meeting.speeches()}

    def of(self, speech: Speech) -> str | None:
        """The label as the gold has it: without marks and letter spacing; ``None`` if lost."""
        person = speech.speaker
        if self._form == "asked":
            asked, answered = self._style["pair"].split("|")
            return str(asked if speech.asks else answered)
        if self._form in ("lost", "none"):
            return None
        if self._form == "kun":
            title = run_together(person) if person.group != "委員" else person.role or "委員"
            return f"{title}({person.family}{person.given}君)"
        if person.group == "委員":
            return self._member(person)
        if self._form == "name":
            return person.family + person.role
        group = self._agency if person.group == "実施機関" else "事務局"
        if self._form == "office" and person.group == "実施機関":
            return person.division or person.bureau
        return f"{group}({person.family})" if self._form == "bracket" else group

    def written(self, speech: Speech, number: int) -> str:
        """The label with its marks; ``number`` counts the speeches of the document."""
        label = self.of(speech) or ""
        if self._form == "legend":
            label = self._symbols[speech.speaker]
        elif self._style.get("spaced") and len(label) == _WIDE - 1:
            label = "　".join(label)
        return self._form_of(speech.speaker).format(label, n=number)

    def _form_of(self, person: Person) -> str:
        """The marks of a person's labels: one form for all, or one for each group."""
        forms = self._style["line"].split("|")
        if len(forms) == 1 or person == self._chair:
            return str(forms[0])
        return str(forms[1] if person.group == "委員" else forms[2])

    def legend(self) -> str:
        """The line that explains symbols: (◎会長 ○委員 ●事務局); empty if there are none."""
        if self._form != "legend":
            return ""
        meanings = {}
        for person in sorted(self._spoke, key=lambda person: "◎○□●".index(self._symbols[person])):
            meanings[self._symbols[person]] = self._legend_word(person)
        return f"({' '.join(symbol + word for symbol, word in meanings.items())})"

    def _legend_word(self, person: Person) -> str:
        if person == self._chair:
            return person.role
        return {"委員": "委員", "実施機関": self._agency, "事務局": "事務局"}[person.group]

    def _member(self, person: Person) -> str:
        if self._form == "legend":
            return self._legend_word(person)
        if self._form in ("name", "office"):
            return person.family + (person.role or "委員")
        if person.role or self._form in ("group", "bracket"):
            return person.role or "委員"
        seat = self._seat[person]
        return f"{_LETTERS[seat]}委員" if self._form == "letter" else f"委員{seat + 1}"
