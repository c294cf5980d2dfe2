"""Bold type that a converter read twice, glyph by glyph: 日日時時 for 日時.

Such type sets a letter twice, a hair apart. One of each pair is no text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["without_doubles"]

_PAIRS = re.compile(r"(?<!\S)(?:(?P<one>\S)(?P=one)[ \u3000]{0,4}){2,}")
_WORDS = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]")
_FEWEST = 2  # runs of a document that show such type
_LONG = 6  # letters, each twice, that show it by themselves


def without_doubles(lines: Sequence[str]) -> list[str]:
    """Return lines with one letter for each two of words whose letters all stand twice."""
    found = [list(_runs(line)) for line in lines]
    sizes = [run.end() - run.start() for runs in found for run in runs]
    if len(sizes) < _FEWEST and max(sizes, default=0) < 2 * _LONG:
        return list(lines)
    return [_halved(line, runs) for line, runs in zip(lines, found, strict=True)]


def _runs(line: str) -> list[re.Match[str]]:
    """Return the stretches of a line in which each letter stands twice, two of them of words."""
    return [run for run in _PAIRS.finditer(line) if len(set(_WORDS.findall(run[0]))) >= 2]


def _halved(line: str, runs: Sequence[re.Match[str]]) -> str:
    for run in reversed(runs):
        once = re.sub(r"(?P<one>\S)(?P=one)", r"\g<one>", run[0])
        line = line[: run.start()] + once + line[run.end() :]
    return line
