"""Who of a list without a heading is there as an official of the administration."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import load
from pipeline.parsing.roster.order import Person
from pipeline.parsing.roster.whence import is_member_post, is_post_elsewhere
from pipeline.parsing.roster.words import HEADS_OF_TOWNS, names_institution

__all__ = ["officials_among"]

_OUTSIDE = tuple(load("roles")["outside"])
_SEVERAL = 2  # people
_OF_OFFICES = tuple(load("roles")["of_offices"])


def officials_among(persons: Sequence[Person], members: bool) -> set[int]:
    """Return (as ids) who in an unheaded list is there as an official of the administration.

    All, if all have posts of officials; beside members, those whose post is glued to the name
    (卯月委員長、松野推進課長). ``members`` tells that the list is known to be theirs: then a post
    before a name says whom a member represents.
    """
    roles = [(p, unspaced(fold(p.role or ""))) for p in persons]
    board = any(role.endswith("教育長") for _, role in roles)  # it meets with who heads the town
    posted = [
        p for p, r in roles if r and not _is_members(r) and not (board and r in HEADS_OF_TOWNS)
    ]
    elsewhere = any(role.endswith(("会長", "委員")) for _, role in roles)  # PTA会長
    if len(posted) == len(persons) and not members and not elsewhere:
        return {id(p) for p in posted}
    if not members and (below := _below_members(roles)):
        return {id(p) for p in below}
    beside = any(role and _is_members(role) for _, role in roles)
    # 大竹 進 委員 / 高野 市民課長: everybody's post stands behind the name
    all_posted = all(role and not is_post_elsewhere(role) for _, role in roles)
    all_posted = all_posted and any(role.endswith("委員") for _, role in roles)
    behind = {id(p) for p in posted if all_posted and any(t.kind == "word" for t in p.brackets)}
    return behind | {id(p) for p in posted if beside and p.glued}


def _below_members(roles: Sequence[tuple[Person, str]]) -> list[Person]:
    """Return the officials below members without posts: 森本、西田 / 部長 川井、課長 山川."""
    posted = [at for at, (_, role) in enumerate(roles) if role and not _is_members(role)]
    first = posted[0] if posted else 0
    below = [(p, role) for p, role in roles[first:] if role or p.affiliation]
    plain = not any(role or p.affiliation or p.brackets for p, role in roles[1:first])
    if first < _SEVERAL or not plain or len(below) < len(roles) - first or len(posted) < _SEVERAL:
        return []
    ends = all(role.endswith(_OF_OFFICES) or not role for _, role in below)
    far = any(names_institution(f"{p.affiliation or ''}{role}") for p, role in below)
    return [p for p, _ in roles[first:]] if ends and not far else []


def _is_members(role: str) -> bool:
    return is_member_post(role) or role.endswith(("議員", *_OUTSIDE))
