"""Lists of business inside a collapsed line that no label announces: 傍聴者 5名 1 開会 2 議事 …."""

from __future__ import annotations

import re

from pipeline.parsing.knowledge import alternatives, groups, header_fields, load
from pipeline.parsing.phrases.numbering import UNITS

__all__ = ["entry_points"]

_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_NUMBER = re.compile(
    r"(?:(?<=[\s】〕>:])|^)(?P<n>[0-9]{1,2})"
    rf"(?:[.、)]\s{{0,2}}(?![0-9])|\s{{1,2}}(?=[^\s0-9{UNITS}])|(?=[^\x00-\x7f{UNITS}]))"
)
_FIELD = re.compile(
    rf"(?:{alternatives({**header_fields(), **groups()}.keys() - _PROCEDURE, spaced=True)})"
    r"(?=[\s:]|$)"
)
_LONGEST_TITLE = 60


def entry_points(folded: str, end: int) -> list[int]:
    """Return where entries of lists that count from 1 begin, before ``end``.

    The numbers of the fields (1 日時 … 2 場所 …) count by themselves, and go on behind a list.
    """
    points: list[int] = []
    run: list[int] = []
    field, close = 1, 0
    for match in _NUMBER.finditer(folded, 0, end):
        value, at = int(match["n"]), match.start()
        is_field = value == field and bool(_FIELD.match(folded, match.end()))
        apart = at - close > _LONGEST_TITLE or "。" in folded[close:at]
        if is_field or apart or value != len(run) + 1:
            points += run if len(run) >= 2 else []
            run = []
        if is_field:
            field += 1
        elif value == len(run) + 1:
            run.append(at)
        close = match.end()
    return points + (run if len(run) >= 2 else [])
