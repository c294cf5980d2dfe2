"""Collapsed lines whose parts only drawn rules set off: …会議録――――1、日時 …――――1、議事日程 …."""

from __future__ import annotations

import re

__all__ = ["between_rules"]

_SHORTEST = "―" * 20
_RULE = re.compile(rf"(?<=[^\s―]){_SHORTEST}―{{0,200}}(?=[^\s―])")
_SEVERAL = 2  # one may lead from a post to a name


def between_rules(folded: str) -> list[tuple[int, int]]:
    """Return where the parts of a folded line begin and end; none if rules do not part it."""
    if _SHORTEST not in folded:
        return []
    rules = [match.span() for match in _RULE.finditer(folded)]
    if len(rules) < _SEVERAL:
        return []
    bounds = [0, *(at for span in rules for at in span), len(folded)]
    return list(zip(bounds[::2], bounds[1::2], strict=True))
