"""How a document marks things: drawn from the data files, at random or pinned by name.

Each aspect (speakers, header, roster, agenda, body, page) is an entry of a file in
``generator/conventions``; a value that is an array is a list of alternatives. A new way to write
minutes is a new entry, not new code.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LAYOUTS", "STYLES", "Convention", "draw", "entries"]

_FOLDER = Path(__file__).parent / "conventions"


@cache
def entries(name: str) -> Mapping[str, Any]:
    """The entries of a file of ``generator/conventions``, by name (without ``.toml``)."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


STYLES = tuple(entries("speakers"))
"""Ways to mark speakers: the classes of the survey of formats, some of them in two variants."""

LAYOUTS = tuple(entries("layouts"))
"""Named conventions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One settled choice for every aspect of a document.

    Attributes:
        style: class of the speaker marks.
        speaker, header, roster, agenda, body, page: settled values of the entries drawn; which
            keys there are is said at the head of each data file.
        words: the words of labels and headings, by what they mean.
        brief: what a meeting should be like to suit it, as arguments of ``Brief``.
    """

    style: str
    speaker: Mapping[str, Any]
    header: Mapping[str, Any]
    roster: Mapping[str, Any]
    agenda: Mapping[str, Any]
    body: Mapping[str, Any]
    page: Mapping[str, Any]
    words: Mapping[str, str]
    brief: Mapping[str, Any]

    @property
    def register(self) -> str:
        """``verbatim``, ``summary`` or ``narrative``."""
        return str(self.speaker["register"])


def draw(rng: random.Random, *, style: str | None = None, layout: str | None = None) -> Convention:
    """Settle a convention.

    Args:
        rng: source of chance.
        style: class of the speaker marks (see :data:`STYLES`), or ``None`` for any.
        layout: a named convention (see :data:`LAYOUTS`), which settles the style too.

    Raises:
        KeyError: there is no such style or layout.
    """
    pinned: Mapping[str, Any] = entries("layouts")[layout] if layout else {}
    wanted = pinned.get("with", {})
    style = pinned.get("speaker") or style or rng.choice(STYLES)

    def entry(aspect: str, file: str, allowed: tuple[str, ...]) -> dict[str, Any]:
        name = pinned.get(aspect) or rng.choice(allowed)
        return _settle(rng, {**entries(file)[name], **wanted.get(aspect, {})})

    speaker = entry("speaker", "speakers", (style,))
    return Convention(
        style=speaker.get("class", style),
        speaker=speaker,
        header=entry(
            "header",
            "headers",
            ("numbered", *_others("headers", "seed", "words", "dates", "times")),
        ),
        roster=entry("roster", "rosters", _others("rosters", "seed", "words")),
        agenda=entry("agenda", "agendas", _others("agendas", "seed")),
        body=entry("body", "bodies", _bodies(speaker)),
        page=entry("page", "pages", ("plain", "plain", "plain", "printed", "web")),
        words=_words(rng, speaker, wanted),
        brief=pinned.get("brief", {}),
    )


def _settle(rng: random.Random, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: rng.choice(value) if isinstance(value, list) else value for key, value in entry.items()
    }


def _others(file: str, *without: str) -> tuple[str, ...]:
    return tuple(name for name in entries(file) if name not in without)


def _bodies(speaker: Mapping[str, Any]) -> tuple[str, ...]:
    """Bodies that suit the speakers: without headings only speech tells where a case begins."""
    if speaker["register"] == "verbatim":
        return ("repeated", "decorated", "spoken")
    return ("repeated", "decorated", "twice")


def _words(
    rng: random.Random, speaker: Mapping[str, Any], wanted: Mapping[str, Any]
) -> dict[str, str]:
    header = _settle(rng, entries("headers")["words"])
    header["kind"] = header[f"kind_{speaker['register']}"]
    people = _settle(rng, entries("rosters")["words"])
    notation = {**entries("headers")["dates"], **entries("headers")["times"]}
    clock = {
        "date_form": rng.choice(notation["forms"]),
        "weekday": rng.choice(notation["weekday"]),
        "clock": rng.choice(notation["clock"]),
        "range": rng.choice(notation["range"]),
        "range_gap": rng.choice(notation["gap"]),
    }
    return {**header, **people, **clock, **wanted.get("words", {})}
