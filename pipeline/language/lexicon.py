"""Lexicons: files of topics and of the words that lead to them.

A lexicon is a TOML file::

    name = "mine"               # default: the file's name
    version = "1"               # default: from the file's content
    replaces = "privacy"        # optional: a lexicon of the software that is not used then

    [[topic]]
    name = "要配慮個人情報"
    about = "…"                 # optional, for people
    terms = [
      "病歴",
      { term = "障害", variants = ["心身の障害"], not = ["システム障害"], not_near = ["復旧"] },
      { term = "信条", near = ["思想", "収集"], within = 8 },
    ]

========== =====================================================================================
term       what is looked for; spellings that the dictionary knows as one word (障がい, 障害, 障碍)
           and full or half width need no entry of their own
variants   other words for the same; a hit says ``term`` all the same
near       one of these must stand in the same sentence, ``within`` words (10 if not given)
not        longer expressions in which the term means something else
not_near   none of these may stand in the same sentence, ``within`` words
in_names   ``true``: also where it is part of the name of a council or an office (都市計画審議会,
           都市計画課長); a name that is listed itself is always found
========== =====================================================================================
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

__all__ = ["Lexicon", "LexiconError", "Term", "lexicons_with", "load_lexicon"]

_WITHIN = 10
_BUILT_IN = ("privacy", "councils")
_LISTS = ("variants", "near", "not", "not_near")


class LexiconError(ValueError):
    """A lexicon cannot be used; the message names the file, the topic and what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a topic. ``within`` counts words (morphemes)."""

    topic: str
    term: str
    variants: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()  # `not` in the file
    not_near: tuple[str, ...] = ()
    within: int = _WITHIN
    in_names: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of a file. ``label`` is ``name@version``, as it stands in the table ``tags``."""

    label: str
    terms: tuple[Term, ...]
    replaces: str = ""

    @property
    def name(self) -> str:
        """What tells it from other lexicons of a run."""
        return self.label.rpartition("@")[0]


def lexicons_with(own: Iterable[Path]) -> tuple[tuple[Lexicon, Path | None], ...]:
    """Return the lexicons of a run, with the files of those that are the user's.

    They are those of the package (privacy councils, councils in general), without those that a
    file replaces, and the files.

    Raises:
        LexiconError: a file is no lexicon, or two lexicons of the run have one name.
    """
    files = [(load_lexicon(path), path) for path in own]
    replaced = {lexicon.replaces for lexicon, _ in files}
    used: dict[str, tuple[Lexicon, Path | None]] = {
        lexicon.name: (lexicon, None) for lexicon in _built_in() if lexicon.name not in replaced
    }
    for lexicon, path in files:
        if lexicon.name not in used:
            used[lexicon.name] = (lexicon, path)
            continue
        other = used[lexicon.name][1]
        if other is None:
            raise LexiconError(
                f"{path}: the software has a lexicon {lexicon.name} of its own. Give this one "
                f'another name, or write replaces = "{lexicon.name}" to use it instead.'
            )
        raise LexiconError(
            f"{path}: the lexicon is named {lexicon.name}, as {other} is. Give one of the two "
            'another name: name = "…".'
        )
    return tuple(used.values())


def _built_in() -> tuple[Lexicon, ...]:
    folder = resources.files("pipeline").joinpath("data", "lexicons")
    return tuple(
        _read(folder.joinpath(f"{name}.toml").read_bytes(), name, f"{name}.toml")
        for name in _BUILT_IN
    )


def load_lexicon(path: Path) -> Lexicon:
    """Return the lexicon in a file.

    Raises:
        LexiconError: the file cannot be read, or is no lexicon.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: the lexicon cannot be read ({error.strerror}).") from error
    return _read(data, path.stem, str(path))


def _read(data: bytes, stem: str, where: str) -> Lexicon:
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{where}: the lexicon is not TOML in UTF-8 ({error}).") from error
    _only(content, ("name", "version", "replaces", "topic"), where)
    topics = content.get("topic")
    if not isinstance(topics, list) or not topics:
        raise LexiconError(f"{where}: the lexicon has no topic; write one under [[topic]].")
    name = _text(content, "name", where, default=stem)
    digest = hashlib.sha256(data).hexdigest()[:8]
    version = _text(content, "version", where, default=digest)
    replaces = content.get("replaces", "")
    if replaces and replaces not in _BUILT_IN:
        known = " and ".join(f'"{name}"' for name in _BUILT_IN)
        raise LexiconError(f"{where}: replaces may name {known}, the lexicons of the software.")
    terms = tuple(term for topic in topics for term in _terms(topic, where))
    return Lexicon(f"{name}@{version}", terms, replaces)


def _terms(topic: object, where: str) -> list[Term]:
    if not isinstance(topic, dict):
        raise LexiconError(f"{where}: write a topic as a table under [[topic]].")
    name = _text(topic, "name", where)
    place = f"{where}, topic {name}"
    _only(topic, ("name", "about", "terms"), place)
    entries = topic.get("terms")
    if not isinstance(entries, list) or not entries:
        raise LexiconError(f'{place}: give its words, as in terms = ["病歴"].')
    return [_term(name, entry, place) for entry in entries]


def _term(topic: str, entry: object, place: str) -> Term:
    if isinstance(entry, str):
        entry = {"term": entry}
    if not isinstance(entry, dict):
        raise LexiconError(f"{place}: an entry of terms is a word or a table with a term.")
    term = _text(entry, "term", place)
    place = f"{place}, term {term}"
    _only(entry, ("term", "within", "in_names", *_LISTS), place)
    lists = {key: _words(entry, key, place) for key in _LISTS}
    for word in (term, *(word for words in lists.values() for word in words)):
        if not any(char.isalnum() for char in word):
            raise LexiconError(f"{place}: {word} has no letter or digit; every text would have it.")
    within = entry.get("within", _WITHIN)
    if not isinstance(within, int) or isinstance(within, bool) or not 1 <= within <= 100:
        raise LexiconError(f"{place}: within is a number of words from 1 to 100.")
    in_names = entry.get("in_names", False)
    if not isinstance(in_names, bool):
        raise LexiconError(f"{place}: in_names is true or false, without quotes.")
    return Term(
        topic=topic,
        term=term,
        variants=lists["variants"],
        near=lists["near"],
        unless=lists["not"],
        not_near=lists["not_near"],
        within=within,
        in_names=in_names,
    )


def _text(table: Mapping[str, Any], key: str, place: str, default: str = "") -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise LexiconError(f"{place}: {key} must be given, as text in quotes.")
    return value.strip()


def _words(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise LexiconError(f'{place}: {key} is a list of words, as in {key} = ["復旧"].')
    return tuple(value)


def _only(table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            raise LexiconError(f"{place}: {key} means nothing here; known: {', '.join(known)}.")
