"""From where people come: the organisation or the capacity that stands beside a name.

An office stands over its officials or before them (福祉課 久保課長、林主査) and goes for all that
follow. Whom members represent may as well stand behind the name, on its line or on the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import load, posts, words
from pipeline.parsing.roster.words import COMMISSIONS, HEADS_OF_TOWNS, Token, names_institution

__all__ = [
    "Sign",
    "heads_town",
    "is_member_post",
    "is_post_elsewhere",
    "order_of_columns",
    "posts_below",
    "stands_behind",
]

Sign = tuple[str, Token]
"""A word and what it is here: ``p`` a person, ``d`` a word that says from where, ``g`` one of which
that is a guess, ``r`` a post, ``,`` a comma."""

_MARKS = load("groups")["marks"]
_NAMES = frozenset(_MARKS["columns_of_names"])
_WHENCE = frozenset(_MARKS["columns_of_whence"])
_MEMBERS = frozenset(words("roles", "member"))
_OUTSIDE = tuple(load("roles")["outside"])
_CAPACITIES = frozenset(_MARKS["capacities"])
_ALL_ROLES = posts()
_PROFESSIONS = frozenset(load("roles")["professions"])
_BOARDS = ("教育委員会",)  # whose members' posts are written with its name
_OF_PARTS = ("部会長", "分科会長", "小委員長", "部会座長", "分科会座長", "小委員会座長", "部会主査")
_OF_THE_PEOPLE = ("議会議員",)


def stands_behind(signs: Sequence[Sign], columns: str) -> bool:
    """Decide whether the words that say from where people come stand behind the names.

    ``columns`` is what the head of a table says of it (:func:`order_of_columns`); else more of
    them must stand directly behind a name than before one, on its line or on the next.
    """
    if columns:
        return columns == "behind"
    sides = [_side(signs, at) for at, (kind, _) in enumerate(signs) if kind == "d"]
    behind, before = sides.count("behind"), sides.count("before")
    return behind > before if behind or before else _alternate(signs)


def _side(signs: Sequence[Sign], at: int) -> str:
    """Return on which side of a name a word stands on its line; empty between two, or by none."""
    line = signs[at][1].line
    left = signs[at - 1][0] if at and signs[at - 1][1].line == line else ""
    right = [kind for kind, token in signs[at + 1 : at + 3] if token.line == line]
    follows = right[:1] == ["p"] or right == ["r", "p"]  # 社会教育課　課長　前
    if follows == (left == "p"):
        return ""
    return "before" if follows else "behind"


def _alternate(signs: Sequence[Sign]) -> bool:
    """Tell whether each name has below it whom its bearer represents: the last word is such a one.

    An office over its officials is followed by some.
    """
    lines = [
        [kind for kind, _ in line if kind in "pdg"]
        for _, line in groupby(signs, key=lambda sign: sign[1].line)
    ]
    kinds = ["p" if "p" in line else "d" for line in lines if line]
    several = any(line.count("p") > 1 for line in lines)
    known = any(kind == "d" for kind, _ in signs)
    if several or not known or kinds[0] != "p" or kinds[-1] != "d" or ("d", "d") in pairwise(kinds):
        return False
    return 2 * kinds.count("d") >= kinds.count("p")


def order_of_columns(tokens: Sequence[Token]) -> str:
    """Return what the head of a table of people says of its order: 氏名 所属 出欠 is ``behind``."""
    for line in _lines(tokens):
        texts = [unspaced(token.text) for token in line if token.kind == "word"]
        names = [at for at, text in enumerate(texts) if text in _NAMES]
        whence = [at for at, text in enumerate(texts) if text.removesuffix("等") in _WHENCE]
        if len(names) == len(whence) == 1:
            return "behind" if names < whence else "before"
    return ""


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    for _, line in groupby(tokens, key=lambda token: token.line):
        yield list(line)


def is_member_post(post: str) -> bool:
    """Tell whether a post is one that members of a body have in it."""
    if post.endswith((*_OF_THE_PEOPLE, *COMMISSIONS)) or _names_capacity(post):
        return False
    if post.startswith(_BOARDS):
        return True
    part = post.endswith(_OF_PARTS) and not names_institution(post)  # 第1部会長
    return part or post in _MEMBERS or post.endswith(("委員", "議員", "教育長"))


def is_post_elsewhere(text: str) -> bool:
    """Tell whether a post is held elsewhere, whatever its bearer is on this body: 汐見市長, 弁護士.

    The name of an institution or a town stands before it, or it is one of no administration.
    """
    role = next(iter(_ALL_ROLES.ending(text)), "")
    stem = text[: -len(role)] if role else ""
    if not role or _names_capacity(text) or text.endswith(COMMISSIONS) or text[0] == "元":
        return bool(role)
    if not stem or text in _PROFESSIONS:
        return text in _PROFESSIONS
    if role in HEADS_OF_TOWNS or text.endswith(_OF_THE_PEOPLE):
        return True
    return names_institution(stem) or text.endswith(_OUTSIDE)


def heads_town(post: str) -> bool:
    """Tell whether a post is that of a town's head, in whose name the council may sit: 岩原市長."""
    return next(iter(_ALL_ROLES.ending(post)), "") in HEADS_OF_TOWNS


def _names_capacity(post: str) -> bool:
    """Tell whether a post says as what somebody is a member: 公募委員, 子ども委員."""
    return post in _CAPACITIES or post.removesuffix("委員") in _CAPACITIES


def posts_below(kinds: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """Return the posts that a narrow column wrapped below the name, each with the place of that.

    教育委員会 事務局 松村隆 / 教育総務課長: an office stands before a name without a post, and a
    post alone on the next line. ``kinds`` are kind and line of the words, ``p`` a name without a
    post; on most lines the post stands before it.
    """
    lines = {
        line: [at for at, _ in row] for line, row in groupby(enumerate(kinds), lambda k: k[1][1])
    }
    forms = {line: "".join(kinds[at][0] for at in row) for line, row in lines.items()}
    usual = sum(form.endswith("Rp") for form in forms.values())
    above = {n: f"{forms.get(n - 2, '')}|{forms.get(n - 1, '')}" for n in forms if forms[n] == "R"}
    wrapped = [n for n, two in above.items() if re.search(r"D+\|?p$", two)]
    return [(lines[n][0], lines[n - 1][-1]) for n in wrapped] if usual > len(wrapped) else []
