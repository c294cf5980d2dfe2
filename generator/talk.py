"""What people say about a case, word for word, in summary, or as a narrative without speakers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from generator.meeting import Aside, Event, Person, Ruling, Speech
from generator.vocabulary import Phrases, Topic, load

__all__ = ["Debate", "narrate"]

_ROUNDS_OF_OPINION = 0.25  # share of rounds in which a member states a view instead of asking
_FOLLOW_UPS = 0.3
_SECOND_PARAGRAPHS = 0.3
_ENUMERATIONS = 0.3  # share of explanations with a numbered list, a line for each point
_ASIDES_IN_SPEECH = 0.04


class Debate:
    """The debate on one case.

    Args:
        rng: source of chance.
        register: ``verbatim`` or ``summary``.
        topic: what it is about.
        title: title of the case, as the agenda has it.
        chair: who presides.
        floor: members who may ask, at least one, without the chair.
        bench: who answers: officials of the case, or the secretariat.
    """

    def __init__(
        self,
        rng: random.Random,
        register: str,
        topic: Topic,
        *,
        title: str,
        chair: Person,
        floor: Sequence[Person],
        bench: Sequence[Person],
    ) -> None:
        self._rng = rng
        self._verbatim = register == "verbatim"
        self._topic = topic
        self._title = title
        self._chair = chair
        self._floor = floor
        self._bench = bench
        self._phrases = Phrases(rng, f"speech_{register}")
        self._asides = load("asides")

    def events(self, turns: int, ruling: Ruling | None) -> tuple[Event, ...]:
        """A debate of about ``turns`` speeches that ends in ``ruling``."""
        found: list[Event] = []
        if self._verbatim:
            found += self._introduction()
        else:
            found.append(Aside(self._aside("explaining_plain")))
        end = self._conclusion(ruling) if self._verbatim else []
        while len(found) + len(end) < max(turns, 4):
            found += self._round(last=len(found) + len(end) + 4 > turns)
        return tuple(found + end)

    def _introduction(self) -> list[Event]:
        slots = self._slots(self._topic.aspect())
        found: list[Event] = [self._say(self._chair, "take_up", slots)]
        if self._rng.random() < 0.3:
            found.append(Aside(self._aside("explaining")))
        body = [self._draw("explain_more", slots) for _ in range(self._rng.randint(1, 4))]
        if self._rng.random() < _ENUMERATIONS:
            body += self._draw("enumerate", slots).split("|")
        paragraphs = (self._draw("explain", slots), *body, self._draw("explain_end", slots))
        found.append(self._interrupted(self._bench[0], paragraphs))
        found.append(self._say(self._chair, "invite", slots))
        return found

    def _round(self, *, last: bool) -> list[Event]:
        rng, aspect = self._rng, self._topic.aspect()
        slots = self._slots(aspect)
        member, official = rng.choice(self._floor), rng.choice(self._bench)
        if rng.random() < _ROUNDS_OF_OPINION:
            found: list[Event] = [self._say(member, "opinion", slots, asks=True)]
            if rng.random() < 0.5:
                found.append(self._say(official, "thanks", slots))
        else:
            found = [
                self._speak(member, "question", "question_reason", slots, asks=True),
                self._speak(official, "answer", "answer_more", slots),
            ]
            if rng.random() < _FOLLOW_UPS:
                slots = self._slots(aspect)
                found.append(self._say(member, "question", slots, asks=True))
                found.append(self._say(official, "answer", slots))
        if self._verbatim and not last and rng.random() < 0.4:
            found.append(self._say(self._chair, "go_on", slots))
        return found

    def _conclusion(self, ruling: Ruling | None) -> list[Event]:
        if ruling is None:
            return []
        slots = self._slots(self._topic.aspect())
        found: list[Event] = []
        if ruling.votes_for is None and ruling.unanimous:
            found.append(self._say(self._chair, "put", slots))
            if self._rng.random() < 0.5:
                found.append(Aside(self._rng.choice(self._asides["voting"])))
            else:
                found.append(self._say(self._rng.choice(self._floor), "no_objection", slots))
        found.append(Speech(speaker=self._chair, paragraphs=(ruling.text,)))
        return found

    def _speak(
        self, who: Person, first: str, more: str, slots: Mapping[str, str], *, asks: bool = False
    ) -> Speech:
        """One sentence of a kind, with more sentences or paragraphs behind it at times."""
        rng = self._rng
        paragraph = self._draw(first, slots)
        if rng.random() < 0.4:
            paragraph += self._draw(more, slots)
        paragraphs = [paragraph]
        while rng.random() < _SECOND_PARAGRAPHS:
            paragraphs.append(self._draw(more, slots))
        return self._interrupted(who, paragraphs, asks=asks)

    def _interrupted(self, who: Person, paragraphs: Sequence[str], *, asks: bool = False) -> Speech:
        asides = {}
        if len(paragraphs) > 1 and self._rng.random() < _ASIDES_IN_SPEECH:
            after = self._rng.randrange(len(paragraphs) - 1)
            asides[after] = self._rng.choice(self._asides["within"])
        return Speech(speaker=who, paragraphs=tuple(paragraphs), asides=asides, asks=asks)

    def _say(
        self, who: Person, kind: str, slots: Mapping[str, str], *, asks: bool = False
    ) -> Speech:
        return Speech(speaker=who, paragraphs=(self._draw(kind, slots),), asks=asks)

    def _draw(self, kind: str, slots: Mapping[str, str]) -> str:
        return self._phrases.draw(kind, slots)

    def _aside(self, kind: str) -> str:
        text: str = self._rng.choice(self._asides[kind])
        return text.format_map(self._slots(self._topic.aspect()))

    def _slots(self, aspect: str) -> dict[str, str]:
        return {
            **self._topic.slots(aspect),
            "case": self._title,
            "chair": self._chair.role,
            "member": f"{self._rng.choice(self._floor).family}委員",
        }


def narrate(rng: random.Random, topic: Topic) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paragraphs and bulleted opinions of minutes that name no speakers."""
    phrases = Phrases(rng, "speech_summary")

    def draw(kind: str) -> str:
        return phrases.draw(kind, topic.slots(topic.aspect()))

    paragraphs = tuple(draw("narrative") for _ in range(rng.randint(1, 3)))
    return paragraphs, tuple(draw("bullet") for _ in range(rng.choice([0, 2, 3, 5])))
