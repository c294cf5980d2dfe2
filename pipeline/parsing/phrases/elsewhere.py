"""Texts that only say where the matter itself stands: 別紙のとおり."""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load

__all__ = ["mentions_paper", "refers_elsewhere"]

_DATA = load("header")["elsewhere"]
_ATTACHED = alternatives(_DATA["attached"])
_WAY = rf"(?:に記載)?の?(?:{alternatives(_DATA['ways'])})"
_PAPER = re.compile(rf"{_ATTACHED}|名簿{_WAY}")
_ELSEWHERE = re.compile(
    rf"[(]?(?:(?:{alternatives(_DATA['papers'])}).{{0,24}}?{_WAY}"
    rf"|(?:{alternatives(_DATA['places'])})(?:{alternatives(_DATA['kinds'])}|[(]第[0-9]{{1,2}}号[)])?{_WAY}"
    rf"|(?:に記載)?の(?:とおり|通り)|[にと]同じ|(?:{_ATTACHED})(?:名簿)?|(?:議事)?日程第[0-9]{{1,3}}(?:から|~|-)(?:日程)?第?[0-9]{{1,3}}(?:まで)?)"
    r"[)。]{0,2}"
)


def refers_elsewhere(text: str) -> bool:
    """Tell whether a text only points at another paper or place: 別紙名簿のとおり, 下記のとおり.

    Behind a label that names the place the way is enough: 議事日程(第1号) | に同じ.
    """
    return _ELSEWHERE.fullmatch(unspaced(text)) is not None


def mentions_paper(text: str) -> bool:
    """Tell whether a text points at a paper besides what it says: 16名（別紙名簿のとおり）."""
    return _PAPER.search(unspaced(text)) is not None
