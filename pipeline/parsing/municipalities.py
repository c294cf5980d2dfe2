"""Which municipality a body belongs to, by its name; never a guess between namesakes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Municipality", "find_municipality", "is_valid_code", "municipality_of_code"]


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
def _by_code() -> dict[str, Municipality]:
    return {m.code: m for entries in _by_name().values() for m in entries}


def municipality_of_code(code: str) -> Municipality | None:
    """Return the municipality of a 全国地方公共団体コード, or ``None`` if there is none."""
    return _by_code().get(code)


def find_municipality(body: str | None, text: str = "") -> Municipality | None:
    """Return the municipality whose name begins ``body`` (longest name wins).

    Where several prefectures have one of that name, the one whose prefecture ``text`` names is
    taken, else none.
    """
    if not body:
        return None
    names = _by_name()
    for length in range(min(len(body) - 1, 12), 1, -1):
        found = names.get(body[:length])
        if not found:
            continue
        if len(found) > 1:
            found = [m for m in found if m.prefecture in text]
        rest = body[length:]
        if len(found) == 1 and not rest.startswith(("市", "町", "村", "区", "立大学")):
            return found[0]
        return None
    for prefecture, entries in names.items():
        if body.startswith(prefecture) and len(entries) == 1:
            return entries[0]
    return None
