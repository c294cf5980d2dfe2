"""Persons from the words of a roster, once each word has a reading (:mod:`lattice`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.parsing.knowledge import posts, words
from pipeline.parsing.phrases.names import (
    before_word,
    begins_as_word,
    given_before,
    is_given_name,
    leading_name,
    looks_like_name,
    looks_like_surname,
    role_behind_surname,
    unknown_surname,
)
from pipeline.parsing.roster.attach import attach, is_elsewhere, without_brackets
from pipeline.parsing.roster.lattice import Lattice
from pipeline.parsing.roster.order import Person, Unit
from pipeline.parsing.roster.whence import (
    Sign,
    order_of_columns,
    posts_below,
    stands_behind,
)
from pipeline.parsing.roster.words import Token, classify, without_others

__all__ = ["names_in", "other_ends", "read_persons"]

_MEMBERS = frozenset(words("roles", "member"))
_NUMBERED_PART = re.compile(r"第[0-9一二三四五六七八九十]{1,2}$")
_PARTS = ("部会長", "分科会長")  # which have names
_STEMS = words("roles", "department_stems")
_ALL_ROLES = posts()
_COMMAS = ("、", ",")
_LIKE_NAME = re.compile(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{5,7}")
_GUESSED = 0.2  # what a long word is worth as a department that nothing else tells of
_OF_OFFICES = (
    "東西南北中上下新緑花副主総統全各本支旧水多府県市町村区"  # 佐藤南保健所長, 中村緑環境課長
)
_ENDS_SURNAME = "田川山野本原井島崎沢谷木塚内浦尾"  # 荒川田 before スポーツ推進課長


def read_persons(
    tokens: Sequence[Token], labels: Sequence[str] | None = None
) -> tuple[list[Person], list[Token]]:
    """Return the persons of a block in order, and the words that nothing explains.

    ``labels`` are the readings of the words; without them the best by itself is taken.
    """
    units, persons, unread = _units(tokens, Lattice(tokens).labels if labels is None else labels)
    kinds = [("p" if isinstance(i, Person) and not i.role else k, t.line) for k, i, t in units]
    for post, name in reversed(posts_below(kinds)):
        units.insert(name, units.pop(post))
    behind = stands_behind(_signs(units), order_of_columns(tokens))
    attach(units, offices_behind=behind)
    return persons, unread


def names_in(tokens: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """Return the names alone that a reading gives to some words."""
    return [person.name for person in _units(tokens, labels)[1]]


def _units(
    tokens: Sequence[Token], labels: Sequence[str]
) -> tuple[list[Unit], list[Person], list[Token]]:
    """Return what the words of a block are, its persons, and the words that nothing explains."""
    persons: list[Person] = []
    unread: list[Token] = []
    units: list[Unit] = []
    at = 0
    while at < len(tokens):
        token, label = tokens[at], labels[at]
        if label == "F" and at + 1 < len(tokens):
            person = _two_words(token, tokens[at + 1], labels[at + 1])
            units.append(("person", person, token))
            persons.append(person)
            at += 2
            continue
        if label == "B" and units:
            # 総務課長(森本 隆), 総務課(西田 悟)
            role = without_brackets(units.pop()[2]) if units[-1][0] == "R" else None
            person = Person(name=token.raw[1:-1].strip(), tokens=[token], role=role)
            units.append(("person", person, token))
            persons.append(person)
        elif label in ("N", "NR"):
            person = _one_word(token, label)
            units.append(("person", person, token))
            persons.append(person)
        elif label == "D" and _is_lost(tokens, at):
            unread.append(token)
        elif label in ("R", "D", "A", "S", "Y", "O", "P", "|", "C"):
            units.append((label, token, token))
        elif label == "X" or label == "G":
            unread.append(token)
        at += 1
    return units, persons, unread


def _is_lost(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word alone between the commas of a list may be a name that nobody knows."""
    token = tokens[at]
    around = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
    commas = [t.text in _COMMAS for t in around if t.line == token.line]
    alone = token.kind == "word" and bool(commas) and all(commas)
    return (
        alone
        and bool(_LIKE_NAME.fullmatch(token.text))
        and classify(token.text, "word").get("D", 0.0) <= _GUESSED
    )


def _posts_behind(text: str) -> Iterator[str]:
    """Yield the posts that a text ends in and that leave something before them."""
    return (r for r in _ALL_ROLES.ending(text) if len(r) < len(text))


def _two_words(first: Token, second: Token, label: str) -> Person:
    raw, role = second.raw, None
    if label == "GR":
        suffix = next(_posts_behind(second.text))
        given = second.text[: -len(suffix)]
        member = suffix in _MEMBERS  # かつひこ委員 sits in no department
        length = len(given)
        if not member:  # 亮交通課長
            length = given_before(given) or before_word(given) or length
        raw, role = raw[:length], second.raw[length:]
    spaced = first.spaced or second.spaced
    joint = "" if spaced else " "
    return Person(
        name=first.raw + joint + raw,
        tokens=[first, second],
        role=role,
        spaced=spaced,
    )


def _one_word(token: Token, label: str) -> Person:
    if label == "N":
        return Person(name=token.raw, tokens=[token], spaced=token.spaced)
    text = without_others(token.text)
    posts = list(_posts_behind(text))
    suffix = role_behind_surname(text, posts) or posts[0]
    before = text[: -len(suffix)]
    before = before.removesuffix("副") or before  # 百田副支所長
    if number := _NUMBERED_PART.search(before):  # 齋藤第一部会長
        before = before[: number.start()] or before
    if suffix.startswith(_PARTS) and (part := next((w for w in _STEMS if before.endswith(w)), "")):
        person = before.removesuffix(part)  # 新井隆企画分科会長
        before = person if looks_like_name(person) >= 0.7 else before
    name = before
    whole = suffix in _MEMBERS and looks_like_name(before) >= 0.45  # 谷地川泰委員長
    if (
        suffix not in ("委員", "議員")
        and not whole
        and (
            not looks_like_surname(re.sub(r"\([^()]{1,2}\)$", "", before))
            and looks_like_name(before) < 1
        )
    ):
        name = leading_name(text) or unknown_surname(before) or before
        name = name if len(name) <= len(before) else before
        longer = unknown_surname(before)  # 楠見 before 福祉課主査, though 楠 is a surname, too
        ends = longer[-1:] in _ENDS_SURNAME or (len(name) == 1 and longer[-1:] not in _OF_OFFICES)
        more = len(longer) - len(name)
        if (more == 1 and ends) or (more == 2 and len(name) == 1 and longer[-1] in _ENDS_SURNAME):
            name = longer  # 楠見, 井奈川
    elif (
        suffix not in _MEMBERS
        and not (len(before) > 1 and looks_like_surname(before))  # 森本部長 is no 森
        and looks_like_name(before) < 1  # 泉章二課長補佐 is a whole name before a post
        and (leading := leading_name(text))
    ):
        name = leading if len(leading) <= len(before) else before  # 矢倉 in 矢倉健康局長
    name += _given_before_office(name, text)
    return Person(
        name=token.raw[: len(name)],
        tokens=[token],
        role=token.raw[len(name) : len(text)],
        glued=True,
    )


def _given_before_office(family: str, text: str) -> str:
    """Return the given name between a surname and an office: 平川|咲|子育て支援課長."""
    rest = text[len(family) :]
    if not looks_like_surname(family) or rest.startswith(_STEMS):
        return ""
    whole = (rest[:size] for size in (2, 1) if rest.startswith(_STEMS, size))
    return next((g for g in whole if is_given_name(g) and g[0] not in _OF_OFFICES), "")


def other_ends(person: Person) -> list[str]:
    """Return the other names that a word such as 福留国保係長 may begin with before a post."""
    word = person.tokens[0]
    if word.raw != f"{person.name}{person.role}":
        return []
    found = []
    for length in range(1, len(word.text)):
        name, post = word.text[:length], word.text[length:]
        likely = looks_like_surname(name) or looks_like_name(name) >= 1.0
        likely = likely and name[-1] != "副"  # 帚木|副会長
        if length != len(person.name) and likely and _is_whole_post(post):
            found.append(word.raw[:length])
    return found


def _is_whole_post(text: str) -> bool:
    """Tell whether a text is a post from its first word on: 国保係長, but not 隆公民館長."""
    if text in _ALL_ROLES:
        return True
    begins = text.startswith(_STEMS) or begins_as_word(text)
    return begins and classify(text, "word").get("R", 0) >= 1.2


def _signs(units: Sequence[Unit]) -> list[Sign]:
    """Return the words of a block without its marks, brackets and bars."""
    signs: list[Sign] = []
    for kind, item, token in units:
        if isinstance(item, Person):
            signs.append(("p", token))
        elif kind == "D" and token.kind != "br":
            guessed = classify(token.text, "word").get("D", 0.0) <= _GUESSED
            signs.append(("g" if guessed else "d", token))
        elif kind == "R" and token.kind == "word":
            signs.append(("d" if is_elsewhere(token) else "r", token))
        elif kind == "|" and token.text in _COMMAS:
            signs.append((",", token))
    return signs
