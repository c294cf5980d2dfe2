"""Which municipality a body belongs to, by its name; never a guess between namesakes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Municipality", "find_municipality", "is_valid_code", "municipality_of_code"]

_NOT_ENDED = re.compile(r"[市町村区](?![民政内立議])|立大学")  # 大宮区|区民会議, but not 四日|市市
_ASSOCIATIONS = ("広域連合", "事務組合", "広域組合", "企業団")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A local government: ``code`` is its 全国地方公共団体コード, six digits as a string."""

    code: str
    prefecture: str
    name: str  # empty for a prefecture


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Municipality]]:
    path = resources.files("pipeline").joinpath("data", "municipalities.tsv")
    found: dict[str, list[Municipality]] = defaultdict(list)
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        code, prefecture, name = row.split("\t")
        found[name or prefecture].append(Municipality(code, prefecture, name))
    return dict(found)


def is_valid_code(code: str) -> bool:
    """Tell whether the check digit of a six-digit code is right (weights 6 5 4 3 2, modulus 11)."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=False))
    return int(code[5]) == (11 - total % 11) % 10


@lru_cache(maxsize=1)
def _prefectures() -> tuple[str, ...]:
    return tuple(name for name in _by_name() if name[-1] in "都道府県")


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Municipality]:
    return {m.code: m for entries in _by_name().values() for m in entries}


def municipality_of_code(code: str) -> Municipality | None:
    """Return the municipality of a 全国地方公共団体コード, or ``None`` if there is none."""
    return _by_code().get(code)


def find_municipality(body: str | None, text: str = "") -> Municipality | None:
    """Return the municipality whose name begins ``body`` (longest name wins), else its prefecture.

    Where several prefectures have one of that name, the one whose prefecture ``text`` names is
    taken, else none. Behind the name of a prefecture its municipalities are looked for first
    (北海道森町); an association of municipalities (広域連合, 一部事務組合) has no code here.
    """
    if not body:
        return None
    names = _by_name()
    for prefecture in (p for p in _prefectures() if body.startswith(p)):
        rest = body[len(prefecture) :]
        for length in range(min(len(rest) - 1, 12), 1, -1):
            within = [m for m in names.get(rest[:length], ()) if m.prefecture == prefecture]
            if len(within) == 1 and not _NOT_ENDED.match(rest, length):
                return within[0]
        if any(word in rest for word in _ASSOCIATIONS):
            return None
    for length in range(min(len(body) - 1, 12), 1, -1):
        found = names.get(body[:length])
        if not found:
            continue
        if len(found) > 1:
            found = [m for m in found if m.prefecture in text]
        rest = body[length:]
        if len(found) == 1 and not _NOT_ENDED.match(rest):
            return found[0]
        return None
    alone = names.get(body, ())
    return alone[0] if len(alone) == 1 else None
