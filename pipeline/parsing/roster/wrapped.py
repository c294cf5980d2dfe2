"""Words of a roster that the end of a line cuts: 三好委 / 員, 藤島 美 / 穂."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from pipeline.parsing.phrases.names import leading_name, looks_like_name, looks_like_surname
from pipeline.parsing.roster.words import Token, classify

__all__ = ["join_broken", "join_torn"]

_OFFICE = re.compile(r"[課部局室]")
_HEADED = tuple("課部局室係所館園校署")  # whose head is a 長
_PAIR = 2
_KATAKANA = re.compile("[ァ-ヺー]")
_KNOWN = 0.7  # likeness of a name that the dictionary knows
_CELLS = 4  # of a family and a given name each, that show how a list is written


def join_broken(tokens: Sequence[Token], line: Sequence[Token], *, wrapped: bool) -> Token | None:
    """Join a word cut by the end of a line: 三好委 / 員.

    ``wrapped`` tells that the page shows the line to go on; else the words themselves must.
    """
    last, first = tokens[-1], line[0]
    if last.kind != "word" or first.kind != "word":
        return None
    joint = last.text + first.text
    if (wrapped or _completes(tokens, line)) and first.start == 0:
        return replace(last, text=joint, raw=last.raw + first.raw)
    cut = bool(_OFFICE.search(last.text)) and not _means_something(last)
    cut = cut or bool(_KATAKANA.match(last.text[-1]) and _KATAKANA.match(first.text))
    if cut and classify(joint, "word").get("R", 0) > 1.5:
        # 総務課行 / 政係長, スポー / ツ推進係長
        return replace(last, text=joint, raw=last.raw + first.raw)
    if _is_of_posts(tokens, line, joint):
        return replace(last, text=joint, raw=last.raw + first.raw)
    if len(first.text) > 3:
        return None
    whole = classify(joint, "word")
    alone = classify(first.text, "word")
    fragment = max(alone.get("NR", 0), alone.get("R", 0)) < 1.5
    cut_name = classify(last.text, "word").get("NR", 0) < 1.5
    if whole.get("NR", 0) > 1.5 and fragment and cut_name:
        return replace(last, text=joint, raw=last.raw + first.raw)
    return None


def _is_of_posts(tokens: Sequence[Token], line: Sequence[Token], joint: str) -> bool:
    """Tell whether a cell of a list of posts goes on in the next line: …、香月中央 / 図書館主事."""
    before = [list(cell) for cell in _cells_between_commas(tokens, tokens[-1].line)]
    behind = next(_cells_between_commas(line, line[0].line))
    if len(before) <= _PAIR or any(len(cell) > 1 for cell in (*before, behind)):
        return False
    *whole, cut = [cell[0].text for cell in before]
    if looks_like_surname(cut) or looks_like_name(cut) >= _KNOWN:
        return False
    return any(
        all(classify(word, "word").get(kind, 0) > 1.5 for word in (*whole, joint))
        and classify(cut, "word").get(kind, 0) < 1.5
        for kind in ("NR", "R")
    )


def _cells_between_commas(tokens: Sequence[Token], line: int) -> Iterator[list[Token]]:
    """Yield the words of each cell of a line, without its brackets."""
    row = [token for token in tokens if token.line == line and token.kind != "br"]
    for comma, cell in groupby(row, key=lambda token: token.kind == "sep"):
        if not comma:
            yield list(cell)


def join_torn(line: list[Token]) -> list[Token]:
    """Join what the lost end of a line cuts amid a cell, where no other cell holds a space.

    尾形康夫課長,西脇一 馬少年係長,浜口礼子主査: one name; 総務部長、教育部 長、事務局長: one post.
    """
    cells = [
        [at for at, _ in cell]
        for comma, cell in groupby(enumerate(line), key=lambda pair: pair[1].kind == "sep")
        if not comma
    ]
    torn = {cell[1] for cell in cells if len(cell) == _PAIR and _is_torn(*(line[n] for n in cell))}
    solid = sum(len(cell) == 1 for cell in cells)
    if len(torn) != 1 or solid < max(_CELLS, len(cells)) - 1:
        return line
    (at,) = torn
    left, right = line[at - 1 : at + 1]
    joint = replace(left, text=left.text + right.text, raw=left.raw + right.raw, end=right.end)
    return [*line[: at - 1], joint, *line[at + 1 :]]


def _is_torn(left: Token, right: Token) -> bool:
    """Tell whether two words with one space between are one: its post or its name is cut."""
    if left.kind != "word" or right.kind != "word" or right.gap != 1:
        return False
    if right.text == "長":
        return left.text.endswith(_HEADED)
    name = leading_name(left.text + right.text)
    return len(name) > len(left.text) > 1 and looks_like_name(name) >= 1


def _means_something(token: Token) -> bool:
    """Tell whether a word reads as a name, a post or a department by itself."""
    return max(classify(token.text, "word").get(label, 0) for label in ("N", "NR", "R", "D")) > 0.6


def _completes(tokens: Sequence[Token], line: Sequence[Token]) -> bool:
    """Tell whether the first cell of a line lacks what the last of the one before has too little.

    Where all other cells are a family and a given name, 藤島 美 / 穂 and 藤 / 山 望 are one each.
    """
    number = tokens[-1].line
    same = takewhile(lambda token: token.line == number, reversed(tokens))
    before = list(_sizes(list(same)[::-1]))
    behind = list(_sizes(line))
    if len(before) < _CELLS or set(before[:-1]) - {1, 2} or before[1:-1].count(2) < len(before) - 2:
        return False
    pair = (before[-1], behind[0])
    return (pair == (2, 1) and len(line[0].text) == 1) or (
        pair == (1, 2) and len(tokens[-1].text) == 1
    )


def _sizes(line: Sequence[Token]) -> Iterator[int]:
    """Yield of how many words each cell between commas is."""
    for comma, cell in groupby(line, key=lambda token: token.kind == "sep"):
        if not comma:
            yield len(list(cell))
