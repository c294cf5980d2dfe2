"""In which order the words of a list of people stand: what is before a name, what behind it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import words
from pipeline.parsing.roster.words import Token

__all__ = [
    "Person",
    "Unit",
    "explains_post",
    "first_on_line",
    "has_whence_behind",
    "leads_people",
    "marks_before",
    "offices_lead",
    "roles_before",
    "stands_before",
]

_MEMBERS = frozenset(words("roles", "member"))
_COMMAS = ("、", ",")
_LETTERS = re.compile(r"[^\W\d]{2}")
_ORDER = re.compile("[mw]p[mw]|pm[mw]")  # 委員 長岡 敏文 三国大学教授; the post behind the name
_SEVERAL = 3  # lines of one shape that make a column


@dataclass(slots=True)
class Person:
    """A person read from a roster: tokens used, and what they say.

    ``glued`` tells that name and post are one word (久保課長), ``group`` what brackets behind
    several of them say: (以上事務局).
    """

    name: str
    tokens: list[Token]
    role: str | None = None
    affiliation: str | None = None
    brackets: list[Token] = field(default_factory=list)
    symbol: str = ""
    seat: str = ""
    attendance: list[str] = field(default_factory=list)
    spaced: bool = False
    glued: bool = False
    group: str = ""
    department: tuple[str | None, str | None] = (None, None)

    @property
    def line(self) -> int:
        """Line of the block where the name begins."""
        return self.tokens[0].line


Unit = tuple[str, "Person | Token", Token]


def explains_post(units: Sequence[Unit], at: int) -> bool:
    """Tell whether brackets belong to the post before a name, and not to the one before it."""
    kind, _, token = units[at]
    if token.kind != "br" or not token.glued or kind not in ("D", "O", "P", "R") or not at:
        return False
    above, _, post = units[at - 1]
    named = at + 1 < len(units) and isinstance(units[at + 1][1], Person)
    return above == "R" and post.kind == "word" and post.line == token.line and named


def has_whence_behind(units: Sequence[Unit]) -> bool:
    """Decide whether organisations stand behind post and name: 会長 長岡 敏文 三国大学教授."""
    lines: dict[int, str] = {}  # p a person, m a post of members, w any other word
    for kind, item, token in units:
        if isinstance(item, Person) or (kind in ("R", "D", "P") and token.kind != "br"):
            word = "m" if fold(token.raw) in _MEMBERS else "w"
            lines[token.line] = lines.get(token.line, "") + ("p" if kind == "person" else word)
    behind = sum(bool(_ORDER.fullmatch(kinds)) for kinds in lines.values())
    return behind >= _SEVERAL and 2 * behind > len(lines)


def first_on_line(units: Sequence[Unit], at: int) -> bool:
    """Tell whether a word begins its line."""
    return not at or units[at - 1][2].line != units[at][2].line


def leads_people(units: Sequence[Unit], at: int) -> bool:
    """Tell whether brackets begin a line or a cell and people follow: (省)西、(庁)久保."""
    token = units[at][2]
    if token.kind != "br" or not _LETTERS.search(token.text):
        return False
    if not first_on_line(units, at) and units[at - 1][2].text not in _COMMAS:
        return False
    behind = [unit for unit in units[at + 1 : at + 4] if unit[2].line == token.line]
    named = any(isinstance(item, Person) for _, item, _ in behind)
    return named and behind[0][2].text not in _COMMAS


def offices_lead(units: Sequence[Unit]) -> bool:
    """Tell whether all offices in brackets stand before their people, several of one office."""
    offices = [
        at for at, (kind, _, token) in enumerate(units) if kind == "D" and token.kind == "br"
    ]
    people = sum(isinstance(item, Person) for _, item, _ in units)
    several = people > len(offices) + 1 or (bool(offices) and not offices[0])
    return bool(offices) and several and all(stands_before(units, at) for at in offices)


def stands_before(units: Sequence[Unit], at: int) -> bool:
    """Tell whether brackets stand before the people they are about: … 日野 晃 (欠席)空閑 翔."""
    token = units[at][2]
    if token.kind != "br" or token.glued or at + 1 == len(units):
        return False
    item, following = units[at + 1][1:]
    return isinstance(item, Person) and following.glued


def marks_before(units: Sequence[Unit]) -> bool:
    """Decide whether marks of attendance stand before the people of this block: 欠 委員 黒木 司."""
    lines: dict[int, list[str]] = {}
    for kind, item, token in units:
        if isinstance(item, Person) or kind == "A":
            lines.setdefault(token.line, []).append("p" if isinstance(item, Person) else "a")
    before = sum(kinds[0] == "a" and "p" in kinds for kinds in lines.values())
    behind = sum(kinds[-1] == "a" and "p" in kinds for kinds in lines.values())
    return before > behind


def roles_before(units: Sequence[Unit]) -> bool:
    """Decide whether posts stand before or behind the names of this block."""
    kinds = [
        ("p" if isinstance(item, Person) else "r", token)
        for kind, item, token in units
        if (isinstance(item, Person) and item.role is None) or kind in ("R", "P")
    ]
    before = after = 0
    for (left, first), (right, second) in itertools.pairwise(kinds):
        same = first.line == second.line
        weight = 3 if same else 1
        if left == "r" and right == "p":
            before += weight
        elif left == "p" and right == "r":
            after += weight
    if before == after and kinds:
        return kinds[0][0] == "r"
    return before > after
