"""Wanted records paired with given ones, and what comes of it.

Strings are compared after NFKC, without white space, and with marks that differ only in width or
style (dashes, circles, angle brackets, two name kanji) made one. Every comparison returns an
:class:`Outcome` that names what was missed and what was given wrongly, so that no figure has to
be believed without its list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

__all__ = ["Outcome", "bags", "in_order", "normalized", "unordered"]

_Record = TypeVar("_Record")

_SAME_MARK = {
    **dict.fromkeys(map(ord, "~〜～‐－―—–−ｰ-"), "-"),
    **dict.fromkeys(map(ord, "〇◯"), "○"),
    **dict.fromkeys(map(ord, "‹〈"), "<"),
    **dict.fromkeys(map(ord, "›〉"), ">"),
    ord("髙"): "高",
    ord("﨑"): "崎",
}
_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one measure found in one document.

    Attributes:
        right: records that agree with the gold.
        missed: labels of the gold records that were not got right.
        extra: labels of the given records that agree with none of the gold.
    """

    right: int = 0
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def gold(self) -> int:
        """Number of records in the gold."""
        return self.right + len(self.missed)

    @property
    def given(self) -> int:
        """Number of records that the pipeline gave."""
        return self.right + len(self.extra)


def normalized(value: object) -> str:
    """The form in which strings are compared; empty for ``None``."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return _WHITE_SPACE.sub("", text).translate(_SAME_MARK)


def in_order(want: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indices with equal keys, both running upwards."""
    matcher = SequenceMatcher(a=want, b=found, autojunk=False)
    return [
        (block.a + k, block.b + k)
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def unordered(
    want: Iterable[_Record],
    found: Iterable[_Record],
    key: Callable[[_Record], str],
    label: Callable[[_Record], str],
    same: Callable[[str, str], bool],
) -> Outcome:
    """Each of ``want`` takes the first of ``found`` that is the same and still free."""
    left = [(normalized(key(item)), item) for item in found]
    missed = []
    right = 0
    for item in want:
        wanted = normalized(key(item))
        hit = next((k for k, (other, _) in enumerate(left) if same(wanted, other)), None)
        if hit is None:
            missed.append(label(item))
        else:
            del left[hit]
            right += 1
    return Outcome(right=right, missed=tuple(missed), extra=tuple(label(item) for _, item in left))


def bags(
    want: Sequence[_Record],
    found: Sequence[_Record],
    key: Callable[[_Record], Hashable],
    label: Callable[[_Record], str],
) -> Outcome:
    """Compare two bags: a name that stands twice must be given twice."""
    common = Counter(map(key, want)) & Counter(map(key, found))
    return Outcome(
        right=common.total(),
        missed=_outside(common, want, key, label),
        extra=_outside(common, found, key, label),
    )


def _outside(
    common: Counter[Hashable],
    items: Iterable[_Record],
    key: Callable[[_Record], Hashable],
    label: Callable[[_Record], str],
) -> tuple[str, ...]:
    left = Counter(common)
    outside = []
    for item in items:
        if left[key(item)] > 0:
            left[key(item)] -= 1
        else:
            outside.append(label(item))
    return tuple(outside)
