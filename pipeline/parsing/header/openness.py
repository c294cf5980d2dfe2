"""How openly a body met: whether the public was admitted, and how many came."""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.header.told import tells
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.numbering import kanji_number

__all__ = ["read_observers", "read_public"]

_OBSERVERS_BESIDE = re.compile(
    r"傍聴[者人]\s{0,3}(?:(?:数?[:は]|数)\s{0,3})?(?:([0-9]{1,3})\s?[名人]|(?:なし|無し|無)(?=\W|$))"
)
# 傍聴人は2名であることを報告。 傍聴希望者がないことを確認
_OBSERVERS_TOLD = re.compile(
    r"傍聴(?:の?希望)?[者人]?[がはも]?\s?"
    r"(?:([0-9]{1,3})\s?[名人](?![入退])|(?:な[いくしか]|無し|い(?:ない|なかった))(?![^。、]{0,4}[かよ]))"
)
_TOLD = 40  # lines of what happened before anybody speaks
_COUNT = re.compile(r"(?:計|約)?\s{0,2}([0-9]{1,4}|[○〇一二三四五六七八九十百]{1,4})\s{0,2}[名人]")
_OPEN_TO_PUBLIC = (
    ("一部非公開", "一部非公開"),
    ("一部公開", "一部非公開"),
    ("非公開", "非公開"),
    ("公開", "公開"),
)
_KINDS = "一部非公開|一部公開|非公開|公開"
_TICKED = re.compile(rf"[■☑☒✓✔✅▣レ]({_KINDS})")  # □公開 ■一部公開 □非公開
_CHOICE = re.compile(rf"[□☐]?(?:{_KINDS})[・/、,]?(?:[□☐]|(?<=[・/、,]))(?:{_KINDS})")
_NOBODY = re.compile(
    r"(?:(?:一般)?(?:傍聴[者人]?|該当者|傍聴希望者)[はも]?)?"
    r"(?:なし|無し|無(?:$|[^料])|ナシ|い(?:ない|なかった|ません)|おりません|あり?ません|0[名人])"
)


def read_observers(sheet: Sheet, header: Header, spoken: int) -> int | None:
    """Return the number of observers where stated; なし is 0, あり alone is unknown.

    Above the segment ``spoken``, where somebody speaks, the proceedings may tell it.
    """
    for named in header.named("observers"):
        text = named.text() or (named.label.note if named.label else "")
        solid = unspaced(text).lstrip("-・")
        if _NOBODY.match(solid):
            return 0
        if match := _COUNT.search(text):
            return kanji_number(match[1])
        line, offset = named.values[0] if named.values else (None, 0)
        number = unspaced(line.text[offset:]) if line else solid  # 傍聴人の数 0
        if number.isascii() and number.isdigit():
            return int(number)
    beside = [named.text() for named in header.named("attendees", "group", "public")]
    beside += [s.text for s in header.title if front_role(s.text) == "head_count" or tells(s.text)]
    for text in beside:
        if match := _OBSERVERS_BESIDE.search(text):
            return int(match[1]) if match[1] else 0
    told = sheet.segments[header.body_start : min(spoken, header.body_start + _TOLD)]
    found = (_OBSERVERS_TOLD.search(s.text) for s in told if "傍聴" in s.text)
    return next((int(match[1] or 0) for match in found if match), None)


def read_public(header: Header) -> str | None:
    """Return 公開, 非公開 or 一部非公開, where stated."""
    for named in header.named("public"):
        solid = unspaced(named.text())
        if ticked := _TICKED.search(solid):
            solid = ticked[1]
        elif _CHOICE.match(solid):
            continue  # of a form in which nothing is marked
        for word, value in _OPEN_TO_PUBLIC:
            if solid.startswith(word):
                return value
        if named.label and "可否" in named.label.text and solid in ("可", "否"):
            return "公開" if solid == "可" else "非公開"
    return None
