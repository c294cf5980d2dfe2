"""Who gets what the words of a roster say: posts, departments, seats, marks and remarks.

The words are met one after the other. Some wait for the next person, some are for the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import groups, load, posts, words
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
from pipeline.parsing.roster.whence import is_member_post, is_post_elsewhere
from pipeline.parsing.roster.words import Token

__all__ = ["attach", "is_elsewhere", "without_brackets"]

_PLAIN = ("委員", "構成員", "議員")  # 森本委員(部会長): what stands in brackets says more
_PRESIDES = words("roles", "presides")
_MEMBERS = frozenset(words("roles", "member"))
_ALL_ROLES = posts()
_GROUPS = groups()
_PROFESSIONS = frozenset(load("roles")["professions"])  # 委員長・税理士
_PAIR = 2  # words in brackets
_SPACE = re.compile(r"\s+")


def attach(units: Sequence[Unit], *, offices_behind: bool) -> None:
    """Give posts, departments, seats and remarks to persons.

    Args:
        units: what the words of a block are; the persons among them are completed.
        offices_behind: the words that say from where people come stand behind the names.
    """
    _Walk(units, offices_behind).run()


class _Walk:
    """The way through the words: what has been met and nobody has got yet."""

    def __init__(self, units: Sequence[Unit], offices_behind: bool) -> None:
        self._units = units
        self._offices_behind = offices_behind
        self._before = roles_before(units)
        self._marked_before = marks_before(units)
        self._whence_behind = has_whence_behind(units)
        people = (
            (at, token) for at, (_, one, token) in enumerate(units) if isinstance(one, Person)
        )
        self._last = {token.line: at for at, token in people}
        self._headed = bool(units) and units[0][0] == "D" and units[0][2].kind == "br"
        self._leading = offices_lead(units)
        self._person: Person | None = None
        self._role: Token | None = None
        self._department: Token | None = None
        self._aside: Token | None = None  # what brackets behind a post before a name say
        self._last_role: Token | None = None  # what 同 means
        self._symbol = self._seat = ""
        self._pending: list[str] = []
        self._met: list[Person] = []  # since 以上 told what those before are
        self._standing: tuple[int, list[str]] = -1, []  # the line, and the attendance of all on it

    def run(self) -> None:
        for at, (kind, item, token) in enumerate(self._units):
            if kind == "R" and token.kind == "ditto":
                if self._last_role is None:
                    continue
                token = self._last_role
            elif kind == "R" and token.kind == "word":
                self._last_role, self._aside = token, None
            if self._before and self._role and explains_post(self._units, at):
                self._role, self._aside = _explained_post(self._role, kind, token)
            elif isinstance(item, Person):
                self._meet(at, item, token)
            elif self._person and self._completes(self._person, kind, token):
                continue
            elif kind in ("R", "P"):
                self._take_post(at, token)
            elif kind in ("D", "O"):
                self._take_whence(at, kind, token)
            elif kind == "A":
                self._take_attendance(at, token)
            elif kind == "S":
                self._seat = token.raw
            elif kind == "Y":
                self._symbol = token.text
            elif kind == "C" and token.text.startswith("以上"):
                self._end_told(unspaced(token.text).removeprefix("以上").lstrip("、,"))

    def _end_told(self, what: str) -> None:
        """Give a post or a group to those before it who have none: 三枝, 小暮(以上 理事)."""
        group = _GROUPS.get(what, "")
        if what not in _MEMBERS and not group:
            return
        for person in self._met:
            person.group = person.group or group
            if what not in _MEMBERS:
                continue
            if person.role is None and person.affiliation in _ALL_ROLES:
                person.role, person.affiliation = person.affiliation, None  # (理事長) of this board
            person.role = person.role or what
        self._met = []

    def _meet(self, at: int, person: Person, token: Token) -> None:
        """Give a person what has been waiting."""
        self._person = person
        self._met.append(person)
        if self._before and person.role is None and first_on_line(self._units, at):
            self._last_role = None  # the label 委員 stands before the line, and 同 is below it
        line, standing = self._standing
        person.attendance.extend(self._pending or (standing if token.line == line else []))
        self._pending = []
        if whence := self._aside or self._department:
            person.affiliation = without_brackets(whence)
        role = self._role
        given = self._before or (role is not None and is_elsewhere(role))
        given = given or _only_before(self._units, at)
        if role is not None and given and _says_less(person.role, role):
            person.role = without_brackets(role)
        person.symbol, person.seat = self._symbol, self._seat
        self._role, self._symbol, self._seat = None, "", ""

    def _completes(self, person: Person, kind: str, token: Token) -> bool:
        """Give the person before from where that person comes, if a word says it; tell whether."""
        if person.role and _is_whence(kind, token, person, self._whence_behind):
            whence = without_brackets(token)
        elif (pair := _post_and_whence(token)) and person.role in (None, *_PLAIN):
            person.role, whence = pair
        elif self._offices_behind and _says_whence(kind, token):
            whence = without_brackets(token)
        else:
            return False
        person.affiliation = person.affiliation or whence
        person.brackets.append(token)
        return True

    def _take_post(self, at: int, token: Token) -> None:
        """Keep a post for the next person, or give it to the one before."""
        person = self._person
        ahead = at + 1 < len(self._units) and isinstance(self._units[at + 1][1], Person)
        glued = token.kind == "br" and token.glued and person is not None
        if glued and ahead and person and person.role and not _gives_way(person, token):
            glued = False  # (会長)伊丹浩(副会長)樺沢恵
        leads = self._before or (ahead and is_elsewhere(token))
        if person is None or (leads and not glued and (token.kind == "word" or ahead)):
            role = self._role
            if role is not None and role.line == token.line and fold(role.raw) in _MEMBERS:
                self._department = token  # 会長 緑野町副町長 国分 勝: the second is one elsewhere
            else:
                self._role = token
        elif person.role is None or (token.kind == "br" and _gives_way(person, token)):
            person.role = without_brackets(token)
            person.brackets.append(token)

    def _take_whence(self, at: int, kind: str, token: Token) -> None:
        """Keep a department or another word for the next persons, or give it to the one before."""
        if self._leads_next(at, kind, token):
            self._department = token
        elif token.kind == "br" and self._person is not None:
            person = self._person
            person.affiliation = person.affiliation or without_brackets(token)
            person.brackets.append(token)

    def _leads_next(self, at: int, kind: str, token: Token) -> bool:
        """Tell whether a department or another word is of the persons behind it."""
        if leads_people(self._units, at):
            return True  # (行政) 健康福祉部長 大導寺 進
        if kind != "D":
            return False
        if token.kind != "br" or self._person is None or (self._headed and not at):
            return True
        if self._leading:
            return True  # 久米 新課長、小泉 純係長 (建設課)佐久間 仁課長
        behind = at > self._last.get(token.line, -1)
        # (湖畔町) alone on its line, as the block began
        return self._headed and first_on_line(self._units, at) and behind

    def _take_attendance(self, at: int, token: Token) -> None:
        """Keep 欠 for the next person or for the line, or give it to the person before."""
        said = without_brackets(token)
        first = first_on_line(self._units, at) and at < self._last.get(token.line, -1)
        if stands_before(self._units, at):
            self._standing = token.line, [said]  # (出席)森本、西田 (欠席)大谷、岸本
        elif (self._marked_before and (first or token.kind == "word")) or (
            first and token.kind == "br"
        ):
            self._pending.append(said)  # 欠 委員 黒木 司
        elif self._person is not None:
            self._person.attendance.append(said)
            self._person.brackets.append(token)


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
        return fold(tokens[0].raw) in _MEMBERS and is_elsewhere(tokens[2])
    return kinds == ("R", "person")


def _says_less(role: str | None, before: Token) -> bool:
    """Tell whether the post before a name says more than what is glued to it: 会長:芳川委員."""
    return role is None or (role in _PLAIN and fold(before.raw) in _MEMBERS.difference(_PLAIN))


def is_elsewhere(token: Token) -> bool:
    """Tell whether a word is a post in another body."""
    return token.kind == "word" and is_post_elsewhere(fold(token.text))


def _explained_post(post: Token, kind: str, bracket: Token) -> tuple[Token, Token | None]:
    """Return the post before a name and what the brackets behind it say of from where one comes."""
    if kind not in ("R", "P"):
        return post, bracket  # 2号委員（学識経験者） 小田切 亘、林 静
    if is_member_post(fold(bracket.text)):  # 委員（委員長） 来栖 長典
        return bracket, post if is_elsewhere(post) else None
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
    inner = without_brackets(token)
    parts = re.split(r"\s?[・、,/]\s?", inner, maxsplit=1)
    parts = parts if len(parts) == _PAIR else inner.split()
    if len(parts) != _PAIR or fold(parts[0]) not in _ALL_ROLES:
        return None
    if fold(parts[1]) in _ALL_ROLES and fold(parts[1]) not in _PROFESSIONS:
        return None
    return parts[0], parts[1]


def _says_whence(kind: str, token: Token) -> bool:
    """Tell whether a word is an organisation or a post in one: 三国大学, 三国大学教授."""
    return (kind == "D" and token.kind == "word") or (kind == "R" and is_elsewhere(token))


def without_brackets(token: Token) -> str:
    """Return a word as it is written, without the brackets around it."""
    text = token.raw.strip()
    if fold(text[:1]) in tuple("([【") and fold(text[-1:]) in tuple(")]】"):
        text = text[1:-1]
    return _SPACE.sub(" ", text).strip()
