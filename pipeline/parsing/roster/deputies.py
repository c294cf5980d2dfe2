"""Who came for a member: named behind the deputy, or behind whom the deputy came for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.roster.grammar import read_persons
from pipeline.parsing.roster.order import Person
from pipeline.parsing.roster.record import Row
from pipeline.parsing.roster.tokens import tokenize

__all__ = ["Other", "deputised", "find_deputy", "sent"]

_MEMBER = frozenset(load("roles")["member"])
_DEPUTY = re.compile(  # 池上(岸本委員代理), 片桐 裕基(尾形 出委員代理)
    r"[(]?\s?(?P<name>[^()\s]{1,8}?(?:\s[^()\s]{1,4}?)?)\s?(?P<role>委員|会長|副会長|議員|部長|課長)?(?:の)?代理(?:出席)?\s?[)]?"
)
_OF_MEMBER = re.compile(
    rf"(?P<name>[^\s()]{{1,5}}?)(?P<role>{alternatives(_MEMBER)})の?代理(?:者)?"
)
_ENDS_DEPUTY = ("代理", "代理者")
_SENT = re.compile(
    r"[(]?\s?(?:欠席[・、,]?\s?)?(?:[^()]{2,20}\s)?代理(?:出席)?(?:者)?\s{0,2}:?\s{0,2}(?P<who>[^()]{2,40})\s?[)]?"
)
_WITHIN = re.compile(r"[(](?P<who>[^()]{4,40})[)]")  # 林英委員代理(交通課長 筒井史登)
_STOOD_IN = re.compile(  # 高柳委員(松崎氏代理出席), 曽根委員(三島課長代理出席)
    r"[(]?\s?(?:(?P<who>[^()]{1,20}?)(?:氏|さん|様)(?:が|の)?代理(?:で)?(?:出席)?"
    rf"|(?P<posted>[^()]{{1,20}}?(?:{alternatives(load('roles')['official'])}))(?:が|の)?代理(?:で)?出席)\s?[)]?"
)
_NOTED = re.compile(
    r"(?<=[\s|])[(※]?\s?代理(?:出席)?(?:者)?[)]?(?:\s{0,3}:\s{0,3}|\s{0,4})"
    r"[(]?(?P<who>[^\s():|][^():|]{1,40})[)]?\|?$"
)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody named in the brackets behind a person: a member absent, or a deputy who came."""

    name: str
    role: str | None
    span: Span


def deputised(block: Sequence[Row], person: Person) -> Other | None:
    """Return the member for whom a person came: 池上(岸本委員代理)."""
    if member := _named_in_post(block, person):
        return member
    for token in person.brackets:
        match = _DEPUTY.fullmatch(fold(token.raw))
        if token.kind != "br" or unspaced(token.text) in _MEMBER or not match:
            continue  # (部会長代理) is a post
        if person.role in _MEMBER and _STOOD_IN.fullmatch(fold(token.raw)):
            continue
        if match["role"] in ("委員", "議員") or looks_like_surname(match["name"]):
            start = token.start + match.start("name")
            span = block[token.line].segment.part(start, start + len(match["name"]))
            name = re.sub(r"\s+", " ", token.raw[match.start("name") : match.end("name")])
            return Other(name, match["role"], span)
    return None


def _named_in_post(block: Sequence[Row], person: Person) -> Other | None:
    """Return the member whom the post before a deputy's name tells: 土居委員代理　久保氏."""
    post = fold(person.role or "")
    row = block[person.line]
    before = row.segment.text[row.offset : person.tokens[0].start].strip()
    if before.endswith(_ENDS_DEPUTY) and not post.endswith(_ENDS_DEPUTY):
        post = before  # 土居委員代理　久保 武 (交通課長): the post is that behind the name
    match = _OF_MEMBER.fullmatch(post) if post.endswith(_ENDS_DEPUTY) else None
    if match is None or not looks_like_surname(match["name"]):
        return None
    segment = block[person.line].segment
    start = segment.text.rfind(post, 0, person.tokens[0].start)
    if start < 0:
        return None
    name = match["name"]
    return Other(name, match["role"], segment.part(start, start + len(name)))


def sent(block: Sequence[Row], person: Person) -> Other | None:
    """Return the deputy whom an absent member sent: 矢追委員(代理:村瀬有子)."""
    of_deputy = (person.role or "").endswith(("委員代理", "議員代理"))
    for token in person.brackets:
        form = _WITHIN if of_deputy else _SENT
        match = form.fullmatch(fold(token.raw))
        if not match and person.role in _MEMBER:
            match = _STOOD_IN.fullmatch(fold(token.raw))
        if not match:
            continue
        begin, end = match.span(match.lastgroup or "who")
        found, _ = read_persons(tokenize(match[0][begin:end], token.raw[begin:end], 0))
        if len(found) == 1:
            first, last = found[0].tokens[0], found[0].tokens[-1]
            at = token.start + begin
            span = block[token.line].segment.part(at + first.start, at + last.end)
            return Other(found[0].name, found[0].role, span)
    return None


def find_deputy(text: str, offset: int, end: int) -> tuple[int, int, int] | None:
    """Find whom a member sent, at the end of the row: 代理：次長　五味 享, (代理)主査 手島 萌.

    Returns where the note begins, and where the deputy's post or name begins and ends.
    """
    if text.find("代理", offset, end) <= offset:
        return None
    note = _NOTED.search(text[:end], offset + 1)
    before = text[offset : note.start()] if note else ""
    if note is None or not before.strip() or before.count("(") > before.count(")"):
        return None
    persons, _ = read_persons(tokenize(note["who"], note["who"], 0))
    return (note.start(), *note.span("who")) if len(persons) == 1 else None
