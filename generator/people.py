"""Fictional people: names, and the roster of a meeting."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from generator.meeting import Person
from generator.vocabulary import load

__all__ = ["members", "officials"]

_OFFICIAL_ROLES = ["課長", "参事", "課長代理", "主幹", "係長", "主査", "主任", "主事"]
_ATTENDANCE = ["オンライン", "途中退席", "Web参加", "途中出席"]
_UNUSUAL = 0.04  # share of members who take part in another way than sitting there to the end
_DEPUTIES = 0.1  # share of absent members who send somebody
_SECRETARIAT_ROLES = ["部長", "課長", "課長補佐", "係長", "主査", "主任", "主事"]


class _Names:
    """Hands out names; no two people of a meeting share a family name."""

    def __init__(self, rng: random.Random, taken: set[str]) -> None:
        self._rng = rng
        self._taken = taken

    def next(self) -> tuple[str, str]:
        words = load("names")
        weights = words["weights"]
        families = [words["family_one"], words["family_two"], words["family_three"]]
        givens = [words[f"given_{shape}"] for shape in ("one", "two", "three", "kana")]
        while True:
            family = self._rng.choice(self._rng.choices(families, weights["family"])[0])
            if family not in self._taken:
                break
        self._taken.add(family)
        return family, self._rng.choice(self._rng.choices(givens, weights["given"])[0])


def members(
    rng: random.Random, domain: Mapping[str, Any], taken: set[str], *, seats: int
) -> tuple[Person, ...]:
    """The members of a council, chair first; at least three come, up to two stay away.

    Args:
        rng: source of chance.
        domain: the entry of ``domains.toml``; gives the chair's title.
        taken: family names that are in use; grows.
        seats: how many members there are, at least 4.
    """
    names = _Names(rng, taken)
    titles = [domain["chair"], f"副{domain['chair']}"]
    away = set(rng.sample(range(2, seats), min(rng.choice([0, 1, 1, 2]), seats - 3)))
    deputies = {seat for seat in away if rng.random() < _DEPUTIES}
    affiliations = load("places")["affiliations"]
    found = []
    for seat in range(seats):
        family, given = names.next()
        replaced, attendance = "", ""
        if seat in deputies:
            replaced, (family, given) = family, names.next()
        elif seat not in away and seat > 1 and rng.random() < _UNUSUAL:
            attendance = rng.choice(_ATTENDANCE)
        found.append(
            Person(
                family=family,
                given=given,
                group="委員",
                role=titles[seat] if seat < len(titles) else "",
                present=seat not in away or bool(replaced),
                bureau=rng.choice(affiliations),
                attendance=attendance,
                deputy_for=replaced,
            )
        )
    return tuple(found)


def officials(
    rng: random.Random,
    taken: set[str],
    *,
    group: str,
    bureau: str,
    division: str,
    count: int,
    case_no: int | None = None,
) -> tuple[Person, ...]:
    """Officials of one office, highest title first.

    Args:
        rng: source of chance.
        taken: family names and posts that are in use; grows.
        group: ``実施機関`` or ``事務局``.
        bureau, division: where they work. A 部長 (次長 where the
            bureau is none) belongs to the bureau alone.
        count: how many, fewer where the office runs out of posts.
        case_no: the case they explain, if any.
    """
    names = _Names(rng, taken)
    roles = _SECRETARIAT_ROLES if group == "事務局" else _OFFICIAL_ROLES
    free = [rank for rank, role in enumerate(roles) if f"{division}{role}" not in taken]
    ranks = sorted(rng.sample(free, min(count, len(free))))
    taken |= {f"{division}{roles[rank]}" for rank in ranks}
    found = []
    for rank in ranks:
        family, given = names.next()
        heads_bureau = roles[rank] == "部長"
        found.append(
            Person(
                family=family,
                given=given,
                group=group,
                role="次長" if heads_bureau and not bureau.endswith("部") else roles[rank],
                bureau=bureau,
                division="" if heads_bureau else division,
                case_no=case_no,
            )
        )
    return tuple(found)
