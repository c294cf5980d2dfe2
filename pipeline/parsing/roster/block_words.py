"""The words of a block of rows: those joined that lines cut, brackets of people opened."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.roster.called import without_calls, without_readings
from pipeline.parsing.roster.record import Row
from pipeline.parsing.roster.tokens import tokenize
from pipeline.parsing.roster.words import Token, classify, only_officials, without_others
from pipeline.parsing.roster.wrapped import join_broken, join_torn

__all__ = ["words_of_block"]

_MEMBER = frozenset(load("roles")["member"])
_OFFICE = re.compile(r"[課部局室]")
_OPENS = re.compile(r"\((?P<inner>[^()]{0,20})$")
_CLOSES = re.compile(r"(?P<rest>[^()、]{1,20})\)")
_EACH_OF = re.compile(  # 委員（森本・西田・谷津各委員）
    rf"[^\s・、]{{1,4}}[・、].{{1,60}}各(?:{alternatives(_MEMBER)})$"
)


def words_of_block(block: Sequence[Row], *, readings: bool) -> list[Token]:
    """Return the words of a block, those joined that the end of a line cuts.

    ``readings`` tells that a column gives how the names are read.
    """
    tokens: list[Token] = []
    opened: str | None = None  # a bracket that the end of a line cuts: (リモート参 / 加)
    for number, row in enumerate(block):
        text, raw, offset = row.segment.text[: row.end], row.segment.raw[: row.end], row.offset
        if opened is not None and (rest := _CLOSES.match(text, offset)):
            inner = opened + rest["rest"]
            raw_inner = f"({inner})"
            tokens.append(Token("br", inner, raw_inner, number, offset, rest.end(), 0, glued=True))
            offset = rest.end()
        opened = _opened(block, number)
        line = join_torn(tokenize(text[: len(text) - len(opened or "")], raw, number, offset))
        wrapped = row.segment.line.continues is True
        if tokens and line and (joined := join_broken(tokens, line, wrapped=wrapped)):
            tokens[-1], line = joined, line[1:]
        tokens.extend(line)
    tokens = without_calls(without_readings(tokens) if readings else tokens)
    return _open_groups(_explained(tokens, block[0].over.legend))


def _opened(block: Sequence[Row], number: int) -> str | None:
    """Return what stands behind a bracket that a line opens and the next one closes, if any."""
    row = block[number]
    opens = _OPENS.search(row.segment.text[: row.end], row.offset)
    if opens is None or number + 1 == len(block):
        return None
    below = block[number + 1]
    closes = _CLOSES.match(below.segment.text[: below.end], below.offset)
    return opens["inner"] if closes and "代理" not in opens["inner"] + closes["rest"] else None


def _explained(tokens: list[Token], legend: Mapping[str, str]) -> list[Token]:
    """Read a mark that the list explains, (＊は欠席), as what it stands for.

    A mark in brackets that it does not explain says nothing: 足立 公(※)、荒巻 健.
    """
    out: list[Token] = []
    for t in tokens:
        if t.kind in ("sym", "br") and t.text in legend:
            behind = t.kind == "br" or (t.glued and out[-1].kind != "sep")
            t = replace(t, kind="br", text=legend[t.text], raw=legend[t.text], glued=behind)
        elif t.kind == "br" and len(t.text) == 1 and not t.text.isalnum():
            t = replace(t, kind="sep")
        out.append(t)
    return out


def _open_groups(tokens: list[Token]) -> list[Token]:
    """Read a bracket that lists people as those people: 事務局(久保隆公民館長、林静主査)."""
    out: list[Token] = []
    for token in tokens:
        inner = token.text
        if (
            token.kind == "br"
            and not re.search("略|順", inner)
            and not (out and re.split("[、,]", inner)[0] in _MEMBER)  # 西田 悟(会長、大学 教授)
            and (
                (len(re.split(r"[、,]", inner)) >= 2 and is_people_list(without_others(inner)))
                or _EACH_OF.search(inner)
                or (out and _OFFICE.search(out[-1].text[-1:]) and _names_officials(inner))
            )
        ):
            at = token.start + 1
            pieces = tokenize(inner, token.raw[1:-1], token.line, 0)
            out.extend(replace(p, start=p.start + at, end=p.end + at) for p in pieces)
        else:
            out.append(token)
    return out


def _names_officials(text: str) -> bool:
    """Tell whether brackets behind a department name its people: 保育課(笄係長)."""
    return only_officials(text) and any(
        classify(word, "word").get("NR", 0) > 1 for word in re.split(r"[、,\s]+", text)
    )
