"""Collapsed lines whose parts are glued together: …会議録――――1、日時 …――――1、議事日程 …, and
…会議録1.議事日程 …1.出席議員 ….
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.parsing.knowledge import groups, header_fields, label_alternatives

__all__ = ["glued_parts"]

_SHORTEST = "―" * 20
_RULE = re.compile(rf"(?<=[^\s―]){_SHORTEST}―{{0,200}}(?=[^\s―])")
_SEVERAL = 2  # one may lead from a post to a name
# Every label has the same number.
_ONE = re.compile(
    rf"(?<=[^\s0-9.、])1[.、]\s{{0,3}}(?={label_alternatives([*header_fields(), *groups()])})"
)
_ONES = 3
_LONG = 200  # characters of a line that holds a whole header


def glued_parts(folded: str) -> list[tuple[int, int]]:
    """Return where the parts of a folded line begin and end that is one of several such parts."""
    return _between_rules(folded) or _between_ones(folded)


def _between_ones(folded: str) -> list[tuple[int, int]]:
    if len(folded) < _LONG or folded.count("1.") + folded.count("1、") < _ONES:
        return []
    begins = [match.start() for match in _ONE.finditer(folded)]
    return list(pairwise([0, *begins, len(folded)])) if len(begins) >= _ONES else []


def _between_rules(folded: str) -> list[tuple[int, int]]:
    """Return where the parts of a folded line begin and end; none if rules do not part it."""
    if _SHORTEST not in folded:
        return []
    rules = [match.span() for match in _RULE.finditer(folded)]
    if len(rules) < _SEVERAL:
        return []
    bounds = [0, *(at for span in rules for at in span), len(folded)]
    return list(zip(bounds[::2], bounds[1::2], strict=True))
