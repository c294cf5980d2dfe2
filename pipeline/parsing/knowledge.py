"""Words and forms as data: the one place that opens ``pipeline/data``.

A new way to write a header, a roster or a decision costs an entry in a TOML file there, no code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import permutations, product
from typing import Any, NamedTuple, TypeAlias

__all__ = [
    "OFFICIALS",
    "Vocabulary",
    "alternatives",
    "chair_labels",
    "functions_of_people",
    "groups",
    "header_fields",
    "label_alternatives",
    "load",
    "longest_first",
    "numbering_words",
    "posts",
    "words",
]


OFFICIALS = frozenset({"事務局", "実施機関"})
"""The groups of those who speak for the administration."""


class Vocabulary(tuple[str, ...]):
    """Words in the order in which they are tried; asking for one does not go through them all."""

    def __init__(self, _words: Iterable[str] = ()) -> None:
        self._places: dict[str, int] = {}
        for at, word in enumerate(self):
            self._places.setdefault(word, at)
        self._sizes = sorted({len(word) for word in self._places})
        self._last = frozenset(word[-1] for word in self._places)

    def __contains__(self, word: object) -> bool:
        return word in self._places

    def ending(self, text: str) -> list[str]:
        """Return the words that ``text`` ends in, in the order of the vocabulary."""
        if text[-1:] not in self._last:
            return []
        return self._known({text[-size:] for size in self._sizes if size <= len(text)})

    def inside(self, text: str) -> list[str]:
        """Return the words that stand anywhere in ``text``, in the order of the vocabulary."""
        sizes, end = self._sizes, len(text)
        return self._known({text[at : at + size] for size in sizes for at in range(end - size + 1)})

    def begins(self, text: str, *, least: int = 1) -> bool:
        """Tell whether ``text`` begins with a word of at least so many characters."""
        return any(text[:size] in self._places for size in self._sizes if size >= least)

    def _known(self, pieces: Iterable[str]) -> list[str]:
        found = [piece for piece in pieces if piece in self._places]
        return sorted(found, key=self._places.__getitem__) if len(found) > 1 else found


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the parsed ``pipeline/data/conventions/{name}.toml``."""
    path = resources.files("pipeline").joinpath("data", "conventions", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(name: str, *keys: str) -> Vocabulary:
    """Return the list at ``keys`` of a file, longest word first."""
    node: Any = load(name)
    for key in keys:
        node = node[key]
    return Vocabulary(longest_first(node))


@cache
def posts() -> Vocabulary:
    """Return the posts that people hold, those of members before those of officials, each longest
    first."""
    return Vocabulary(words("roles", "member") + words("roles", "official"))


@cache
def numbering_words() -> Mapping[str, str]:
    """Return the words that number a matter, each with the kind of case it announces."""
    found: Mapping[str, str] = load("numbering")["words"]
    return found


class _Compound(NamedTuple):
    """Labels that are made of parts, one of each in turn; a part may be empty."""

    field: str
    parts: tuple[Sequence[str], ...]

    def labels(self) -> list[str]:
        """Return all of them."""
        return list(map("".join, product(*self.parts)))


@cache
def _compound_labels() -> Sequence[_Compound]:
    """Return the labels of the header that are made of parts.

    Those that others begin with are made last: 議事内容 and 議事内容及び主な意見.
    """
    lists: Mapping[str, list[str]] = load("header")["compound"]
    told: Mapping[str, list[str]] = load("header")["proceedings"]
    heads, joins, verbs = lists["heads"], lists["joins"], lists["matters"]
    both = joins[-3:]
    done = tuple(lists[part] for part in ("when", "done", "past", "matter", "results"))
    course = told["of_course"], ["の", ""], told["course"]
    return (
        _Compound("agenda", (heads, joins, lists["tails"])),
        _Compound("agenda", (verbs, both, verbs, ["事項", "案件"])),
        _Compound("agenda", (verbs, ["事項", "案件"], joins, verbs, ["事項", "案件"])),
        _Compound("agenda", done),
        _Compound("agenda", done[:-1]),
        _Compound("content", (heads, both, told["behind"])),
        _Compound("content", (verbs, both, verbs, ["の"], told["tails"])),  # 協議・説明の内容
        _Compound("content", (*course, ["", *told["gist"]], joins, told["ends"])),
        _Compound("content", (*course, told["gist"])),
        _Compound("content", (told["heads"], ["の", ""], told["tails"])),
    )


@cache
def header_fields() -> Mapping[str, str]:
    """Return the field of the header by label (letter spacing removed)."""
    fields: Mapping[str, list[str]] = load("header")["fields"]
    found = dict.fromkeys(chair_labels(), "other")
    for compound in _compound_labels():
        found |= dict.fromkeys(compound.labels(), compound.field)
    return found | {
        "".join(label.split()): field for field, labels in fields.items() for label in labels
    }


@cache
def chair_labels() -> Mapping[str, str]:
    """Return the post by the label that asks who led the meeting: 議長氏名, 議長(会長)名."""
    asked: Mapping[str, list[str]] = load("header")["chair"]
    both = (f"{first}({second})" for first, second in permutations(asked["posts"], 2))
    return {post + word: post for post in [*asked["posts"], *both] for word in asked["behind"]}


@cache
def groups() -> Mapping[str, str]:
    """Return the group of people by the heading that stands over them."""
    found: Mapping[str, list[str]] = load("groups")["groups"]
    return {heading: group for group, headings in found.items() for heading in headings}


@cache
def functions_of_people() -> Vocabulary:
    """Return the functions that stand beside one person's name as a post does: 進行役 坂井 良.

    Those that are a side, an office or a group of people (市, 担当課, 事務局) are none.
    """
    marks, endings = load("groups")["marks"], tuple(load("roles")["departments"])
    sides = {*load("groups")["headings"]["before"], *marks["capacities"]}
    several = {word for word, group in groups().items() if group != "その他"}
    several |= {*sides, *load("roles")["function_groups"]["委員"], *header_fields()}
    return Vocabulary(
        longest_first(
            word
            for word in load("roles")["functions"]
            if len(word) > 1 and word not in several and not word.endswith(endings)
        )
    )


def longest_first(items: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct items, longest first, so that 副会長 is tried before 会長."""
    return tuple(sorted(set(items), key=lambda item: (-len(item), item)))


def alternatives(items: Iterable[str], *, spaced: bool = False) -> str:
    """Return a regular expression that matches any item, the longest that fits first.

    Items with a common beginning share it, and what may follow is written once for all that it may
    follow: an eighth of the expression for thousands of labels, and places where none of them
    stands are passed over sooner.

    Args:
        items: what to match.
        spaced: allow letter spacing.
    """
    tree: _Tree = {}
    for item in sorted(items):
        at = tree
        for char in item:
            at = at.setdefault(char, {})
        at[_END] = {}
    empty = [""] if _END in tree else []
    gap = " {0,8}" if spaced else ""
    # Each begins with another character: an expression that begins so is sought sooner.
    return "|".join([*(_either([way]) for way in _ways(tree, gap)), *empty])


def label_alternatives(labels: Iterable[str], *, spaced: bool = False) -> str:
    """Return what :func:`alternatives` does, for labels of the header: the longest is tried first.

    There are thousands of compound ones. Where all of a kind are wanted, the expression names their
    parts, which is a hundredth of naming each.

    Args:
        labels: what to match.
        spaced: allow letter spacing.
    """
    plain, made = set(labels), set[str]()
    kinds: list[str] = []
    for compound in _compound_labels():
        if plain.issuperset(kind := compound.labels()):
            kinds.append(_of_parts(compound.parts, " {0,8}" if spaced else ""))
            made.update(kind)
    plain -= made
    longer = {label for label in plain if any(label[:at] in made for at in range(2, len(label)))}
    first, last = (alternatives(some, spaced=spaced) for some in (longer, plain - longer))
    return "|".join(filter(None, [first, *kinds, last]))


def _of_parts(parts: Sequence[Sequence[str]], gap: str) -> str:
    """Return an expression for labels made of parts; the last is never empty."""
    said = ""
    for part in parts[:-1]:
        one = alternatives(filter(None, part), spaced=bool(gap))
        said += f"(?:(?:{one}){gap})?" if "" in part else f"(?:{one}){gap}"
    return f"{said}(?:{alternatives(parts[-1], spaced=bool(gap))})"


_Tree: TypeAlias = dict[str, "_Tree"]
"""What may follow, by the next character; :data:`_END` is there where an item ends."""

_END = ""


def _ways(tree: _Tree, gap: str) -> Iterator[tuple[str, str]]:
    """Yield for each character that may follow where it leads without a choice, and the rest."""
    for char, below in tree.items():
        if char == _END:
            continue
        path = re.escape(char)
        while len(below) == 1 and _END not in below:
            ((char, below),) = below.items()
            path += gap + re.escape(char)
        follows: dict[str, list[tuple[str, str]]] = {}
        for way in _ways(below, gap):
            follows.setdefault(way[1], []).append(way)
        rest = "|".join(map(_either, follows.values()))
        if not rest:
            yield path, ""
        elif _END in below:
            yield path, f"(?:{gap}(?:{rest}))?"
        else:
            yield path, f"{gap}(?:{rest})"


def _either(ways: Sequence[tuple[str, str]]) -> str:
    """Return an expression for ways that end alike."""
    paths = [path for path, _ in ways]
    rest = ways[0][1]
    if len(paths) == 1 or not rest:
        return "|".join(paths) + rest
    return f"(?:{'|'.join(paths)}){rest}"
