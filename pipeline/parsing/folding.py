"""Text folded for matching: one character in, one out, so offsets stay those of the source.

Documents mix full and half width (２/2, （/(, ：/:), several wave dashes and several circles.
Rules are written once, against the folded form; records always quote the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["compact", "fold", "fold_all", "join_wrapped", "key", "unspaced", "width"]

# What NFKC leaves apart although writers use the characters interchangeably.
_ALIKE = {
    "〜": "~",
    "∼": "~",
    "〇": "○",
    "◯": "○",
    "⚪": "○",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "−": "-",
    "—": "―",
    "─": "―",
    "━": "―",
    "ｰ": "ー",
    "〈": "<",
    "〉": ">",
    "‹": "<",
    "›": ">",
    "⟨": "<",
    "⟩": ">",
    "•": "・",
    "‣": "・",
    "∙": "・",
    "●": "●",
    "，": ",",
    "\t": "\t",
    "\u00a0": " ",
    "\u200b": " ",
    "\ufeff": " ",
    "│": "|",
    "┃": "|",
    "｜": "|",
}


class _Table(dict[int, str]):
    """Translation table that works a character out the first time it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _ALIKE.get(char)
        if folded is None:
            folded = _compatible(char)
            folded = _ALIKE.get(folded, folded)
        self[code] = folded
        return folded


def _compatible(char: str) -> str:
    """Return the NFKC form, but keep ① Ⅳ ² apart from 1 IV 2: they number lists."""
    if unicodedata.category(char) in ("No", "Nl"):
        return char
    normal = unicodedata.normalize("NFKC", char)
    return normal if len(normal) == 1 else char


_TABLE = _Table()
# Runs of characters that may fold; all others, which make up nearly all of any text, never do.
# (A class alone finds where to begin sooner than one that is repeated: hence twice.)
_FOLDS = "[^\x00-\x7fぁ-ゖァ-ヺー一-鿿々、。「」『』【】〔〕《》・○●◎※…]"
_FOLDED = re.compile(f"{_FOLDS}{_FOLDS}*")
# What nearly every line has: in a whole text it is sooner replaced one by one.
_FREQUENT = {wide: _TABLE[ord(wide)] for wide in "\u3000（）：，０１２３４５６７８９〇～"}
_BETWEEN = "\x1e"  # parts texts that are folded together
_SHORT = 60  # characters: names, labels and titles, which passes fold again and again
_LATIN_END = re.compile(r"(?:[A-Za-z0-9]|[A-Za-z][,.;:!?)]{1,3})$")
_LATIN_TAIL = 8  # characters: more than the end of a Latin word and its mark
_LATIN = re.compile(r"[A-Za-z0-9]")
_NOT_IN_KEY = re.compile(r"[\s、。,.・:;~\-―「」『』()\[\]【】〔〕<>《》≪≫“”\"'|※]+")


def fold(text: str) -> str:
    """Return ``text`` with width and look-alike variants folded; the length never changes."""
    return _fold_short(text) if len(text) <= _SHORT else _FOLDED.sub(_translated, text)


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return every text folded, all of them at one go."""
    whole = _BETWEEN.join(texts)
    for wide, narrow in _FREQUENT.items():
        whole = whole.replace(wide, narrow)
    folded = _FOLDED.sub(_translated, whole).split(_BETWEEN) if texts else []
    # A broken file may hold even that character.
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


@lru_cache(maxsize=50_000)
def _fold_short(text: str) -> str:
    return _FOLDED.sub(_translated, text)


def _translated(match: re.Match[str]) -> str:
    return match[0].translate(_TABLE)


@lru_cache(maxsize=20_000)
def unspaced(text: str) -> str:
    """Return ``text`` without any white space: 日　時 becomes 日時."""
    return "".join(text.split())


def compact(text: str) -> str:
    """Return ``text`` for comparing what tables say: one width, and no white space."""
    return unspaced(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return what of a title must agree for two spellings of it to be the same title."""
    return _NOT_IN_KEY.sub("", unicodedata.normalize("NFKC", fold(text)))


def squeeze(text: str) -> str:
    """Return ``text`` without letter spacing: 久 保 か お り → 久保かおり; other spaces stay."""
    out: list[str] = []
    single = False
    for token in text.split(" "):
        if single and len(token) == 1 and out:
            out[-1] += token
        else:
            out.append(token)
        single = len(token) == 1
    return " ".join(out)


class _Widths(dict[str, int]):
    """Columns of a character, worked out the first time it is met."""

    def __missing__(self, char: str) -> int:
        columns = self[char] = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return columns


_WIDTHS = _Widths()


def width(text: str) -> int:
    """Return the number of columns ``text`` takes on a page of fixed pitch."""
    return sum(map(_WIDTHS.__getitem__, text))


def join_wrapped(left: str, right: str) -> str:
    """Join two physical lines of one paragraph; only Latin words need the space that was there."""
    latin = _LATIN.match(right) and _LATIN_END.search(left[-_LATIN_TAIL:])
    return f"{left} {right}" if latin else left + right
