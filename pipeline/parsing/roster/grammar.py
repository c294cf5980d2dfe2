"""Persons from the words of a roster, once each word has a reading (:mod:`lattice`).

Posts are given to the names before or behind them, whichever leaves fewer without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import load, posts, words
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
from pipeline.parsing.roster.lattice import Lattice
from pipeline.parsing.roster.order import (
    Person,
    Unit,
    explains_post,
    first_on_line,
    has_whence_behind,
    leads_people,
    marks_before,
    offices_lead,
    roles_before,
    stands_before,
)
from pipeline.parsing.roster.whence import (
    Sign,
    is_member_post,
    is_post_elsewhere,
    order_of_columns,
    posts_below,
    stands_behind,
)
from pipeline.parsing.roster.words import Token, classify, without_others

__all__ = ["names_in", "other_ends", "read_persons"]

_PLAIN = ("委員", "構成員", "議員")  # 森本委員(部会長): what stands in brackets says more
_PRESIDES = words("roles", "presides")
_MEMBERS = frozenset(words("roles", "member"))
_NUMBERED_PART = re.compile(r"第[0-9一二三四五六七八九十]{1,2}$")
_STEMS = words("roles", "department_stems")
_ALL_ROLES = posts()
_COMMAS = ("、", ",")
_LIKE_NAME = re.compile(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{5,7}")
_SPACE = re.compile(r"\s+")
_GUESSED = 0.2  # what a long word is worth as a department that nothing else tells of
_PROFESSIONS = frozenset(load("roles")["professions"])  # 委員長・税理士
_PAIR = 2  # words in brackets
_OF_OFFICES = "東西南北中新緑花副主総統全各本支旧水多府県市町村区"  # 佐藤南保健所長, 中村緑環境課長
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
    _attach(units, stands_behind(_signs(units), order_of_columns(tokens)))
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
            kind, _, post = units.pop()
            role = _clean(post) if kind == "R" else None
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
        if len(longer) == len(name) + 1 and ends:
            name = longer
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
            signs.append(("d" if _is_elsewhere(token) else "r", token))
        elif kind == "|" and token.text in _COMMAS:
            signs.append((",", token))
    return signs


def _attach(units: Sequence[Unit], offices_behind: bool) -> None:
    """Give posts, departments, seats and remarks to persons.

    ``offices_behind`` tells that the words that say from where people come stand behind the names.
    """
    before = roles_before(units)
    marked_before = marks_before(units)
    whence_behind = has_whence_behind(units)
    last = {token.line: at for at, (_, item, token) in enumerate(units) if isinstance(item, Person)}
    headed = bool(units) and units[0][0] == "D" and units[0][2].kind == "br"
    leading = offices_lead(units)
    person: Person | None = None
    role: Token | None = None
    department: Token | None = None
    aside: Token | None = None
    last_role: Token | None = None
    symbol = seat = ""
    pending: list[str] = []
    standing: list[str] = []
    stands_on = -1
    for at, (kind, item, token) in enumerate(units):
        if kind == "R" and token.kind == "ditto":
            if last_role is None:
                continue
            token = last_role
        elif kind == "R" and token.kind == "word":
            last_role, aside = token, None
        if before and role and explains_post(units, at):
            role, aside = _explained_post(role, kind, token)
        elif isinstance(item, Person):
            person = item
            if before and person.role is None and first_on_line(units, at):
                last_role = None  # the label 委員 stands before the line, and 同 is below it
            person.attendance.extend(pending or (standing if token.line == stands_on else []))
            pending = []
            if whence := aside or department:
                person.affiliation = whence.raw.strip("()（）")
            given = before or (role is not None and _is_elsewhere(role))
            given = given or _only_before(units, at)
            if role is not None and given and _says_less(person.role, role):
                person.role = _clean(role)
            person.symbol, person.seat = symbol, seat
            role, symbol, seat = None, "", ""
        elif person and person.role and _is_whence(kind, token, person, whence_behind):
            person.affiliation = person.affiliation or _clean(token)
            person.brackets.append(token)
        elif person and (pair := _post_and_whence(token)) and person.role in (None, *_PLAIN):
            person.role = pair[0]
            person.affiliation = person.affiliation or pair[1]
            person.brackets.append(token)
        elif person and offices_behind and _says_whence(kind, token):
            person.affiliation = person.affiliation or _clean(token)
            person.brackets.append(token)
        elif kind in ("R", "P"):
            ahead = at + 1 < len(units) and isinstance(units[at + 1][1], Person)
            glued = token.kind == "br" and token.glued and person is not None
            if glued and ahead and person and person.role and not _gives_way(person, token):
                glued = False  # (会長)伊丹浩(副会長)樺沢恵
            leads = before or (ahead and _is_elsewhere(token))
            if person is None or (leads and not glued and (token.kind == "word" or ahead)):
                if role is not None and role.line == token.line and fold(role.raw) in _MEMBERS:
                    department = token  # 会長 緑野町副町長 国分 勝: the second is a post elsewhere
                else:
                    role = token
            elif person.role is None or (token.kind == "br" and _gives_way(person, token)):
                person.role = _clean(token)
                person.brackets.append(token)
        elif kind == "D" and (token.kind != "br" or person is None or (headed and not at)):
            department = token
        elif kind in ("D", "O") and leads_people(units, at):
            department = token  # (行政) 健康福祉部長 大導寺 進
        elif kind == "D" and leading and token.kind == "br":
            department = token  # 久米 新課長、小泉 純係長 (建設課)佐久間 仁課長
        elif kind == "D" and headed and first_on_line(units, at) and at > last.get(token.line, -1):
            department = token  # (湖畔町) alone on its line, as the block began
        elif kind in ("D", "O") and token.kind == "br" and person is not None:
            person.affiliation = person.affiliation or _clean(token)
            person.brackets.append(token)
        elif kind == "A" and stands_before(units, at):
            standing = [_clean(token)]  # (出席)森本、西田 (欠席)大谷、岸本
            stands_on = token.line
        elif kind == "A" and first_on_line(units, at) and at < last.get(token.line, -1):
            if marked_before or token.kind == "br":
                pending.append(_clean(token))  # 欠 委員 黒木 司
            elif person is not None:
                person.attendance.append(_clean(token))
                person.brackets.append(token)
        elif kind == "A" and marked_before and token.kind == "word":
            pending.append(_clean(token))
        elif kind == "A" and person is not None:
            person.attendance.append(_clean(token))
            person.brackets.append(token)
        elif kind == "S":
            seat = token.raw
        elif kind == "Y":
            symbol = token.text


def _is_whence(kind: str, token: Token, person: Person, behind: bool) -> bool:
    """Tell whether a word behind a person with a post says from where that person comes.

    It is glued to the post, or the list has a column of such words (``behind``).
    """
    if kind == "P" and token.glued:
        return True
    if kind == "R" and token.kind == "br" and token.glued:  # 千田委員(総務部長)
        return is_member_post(fold(person.role or "")) and not is_member_post(fold(token.text))
    apart = kind in ("D", "R", "P") and token.kind == "word"
    return behind and apart and token.line == person.line


def _only_before(units: Sequence[Unit], at: int) -> bool:
    """Tell whether a post stands before a person on the line, and none of this body behind."""
    near = units[max(0, at - 1) : at + 2]
    kinds, tokens = zip(*((k, t) for k, _, t in near if t.line == units[at][2].line), strict=True)
    if kinds == ("R", "person", "R"):
        return fold(tokens[0].raw) in _MEMBERS and _is_elsewhere(tokens[2])
    return kinds == ("R", "person")


def _says_less(role: str | None, before: Token) -> bool:
    """Tell whether the post before a name says more than what is glued to it: 会長:芳川委員."""
    return role is None or (role in _PLAIN and fold(before.raw) in _MEMBERS.difference(_PLAIN))


def _is_elsewhere(token: Token) -> bool:
    return token.kind == "word" and is_post_elsewhere(fold(token.text))


def _explained_post(post: Token, kind: str, bracket: Token) -> tuple[Token, Token | None]:
    """Return the post before a name and what the brackets behind it say of from where one comes."""
    if kind not in ("R", "P"):
        return post, bracket  # 2号委員（学識経験者） 小田切 亘、林 静
    if is_member_post(fold(bracket.text)):  # 委員（委員長） 来栖 長典
        return bracket, post if _is_elsewhere(post) else None
    if is_member_post(fold(post.text)):
        return post, bracket  # 2号委員（市議会議員） 甲斐 守
    return replace(post, raw=post.raw + bracket.raw), None  # 課長補佐（班長） 菊田 武彦


def _gives_way(person: Person, token: Token) -> bool:
    """Tell whether a person's post says less than the one in brackets behind: 委員, 議長 (会長).

    A post elsewhere is then whom the person represents: 区議会議員　七尾 幹子（副会長）.
    """
    post = fold(person.role or "")
    if is_post_elsewhere(post) and not is_member_post(post) and is_member_post(fold(token.text)):
        person.affiliation = person.role
        return True
    return post in _PLAIN or (post in _PRESIDES and is_member_post(fold(token.text)))


def _post_and_whence(token: Token) -> tuple[str, str] | None:
    """Return the post and the organisation that one pair of brackets holds: (主査・電央大学)."""
    if token.kind != "br":
        return None
    parts = re.split(r"\s?[・、,/]\s?|\s", _clean(token))
    if len(parts) != _PAIR or fold(parts[0]) not in _ALL_ROLES:
        return None
    if fold(parts[1]) in _ALL_ROLES and fold(parts[1]) not in _PROFESSIONS:
        return None
    return parts[0], parts[1]


def _says_whence(kind: str, token: Token) -> bool:
    """Tell whether a word is an organisation or a post in one: 三国大学, 三国大学教授."""
    return (kind == "D" and token.kind == "word") or (kind == "R" and _is_elsewhere(token))


def _clean(token: Token) -> str:
    text = token.raw.strip()
    if fold(text[:1]) in tuple("([【") and fold(text[-1:]) in tuple(")]】"):
        text = text[1:-1]
    return _SPACE.sub(" ", text).strip()
