"""Lists of business inside a collapsed line that no label announces: 傍聴者 5名 1 開会 2 議事 …."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import (
    alternatives,
    groups,
    header_fields,
    label_alternatives,
    load,
    numbering_words,
)
from pipeline.parsing.phrases.numbering import UNITS
from pipeline.parsing.phrases.people_headings import read_people_heading

__all__ = ["announced_people", "entry_points", "headings_again"]

_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_NUMBER = re.compile(
    r"(?:(?<=[\s】〕>:])|^)(?P<n>[0-9]{1,2})"
    rf"(?:[.、)]\s{{0,2}}(?![0-9])|\s{{1,2}}(?=[^\s0-9{UNITS}])|(?=[^\x00-\x7f{UNITS}]))"
)
_FIELD = re.compile(
    rf"(?:{label_alternatives({**header_fields(), **groups()}.keys() - _PROCEDURE, spaced=True)})"
    r"(?=[\s:]|$)"
)
_NUMBERED = re.compile(r"[(]?[0-9]{1,2}[).]|[①-⑳]|[0-9]{1,2}\s(?=\D)")
_NUMBER_BEFORE = re.compile(r"(?<!\S)[0-9]{1,2}[.\s]\s{0,2}(?=[^\s0-9])")
_MATTER_HEAD = re.compile(  # …を楽しみにしている。 【報告事項(2) その他】 次回は…
    rf"(?<=[。)|])\s{{0,4}}(?P<head>【\s?(?:{alternatives(numbering_words())})\s?[(]?[0-9]{{1,2}}[^【】。]{{2,70}}】)(?=\s|$)"
)
_ACT_POINT = re.compile(  # 開会 ・会長 挨拶 ○会長…, ・事務局より…について説明
    r"(?<=\s)(?:開会\s)?(?P<head>・[^。○●]{2,60}?(?:説明|挨拶|あいさつ))(?=\s)"
)
_RESULT_LAST = re.compile(  # …としたい。 以上の意見を付して承認された。 【報告事項(1) …】
    r"(?<=。\s)(?P<head>[^。「」]{4,60}(?:承認|可決|了承|同意|採択|議決|決定)された。)(?=\s{0,4}(?:【|$))"
)
_MOST = 40  # entries that are looked for again
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 60


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


def headings_again(folded: str, points: Sequence[int]) -> Iterator[int]:
    """Yield where entries of the list begin and end that come again as headings of the body."""
    entries: dict[str, int] = {}
    for start, end in pairwise(points):
        entry = folded[start:end].strip()
        number = _NUMBERED.match(entry)
        if number and _SHORTEST_TITLE <= len(entry) - number.end() <= _LONGEST_TITLE:
            entries.setdefault(entry, end)
    for entry, end in list(entries.items())[:_MOST]:
        spaced = r"\s?".join(map(re.escape, unspaced(entry)))  # 2 町長あいさつ … 2町長あいさつ
        for again in re.compile(rf"(?<!\S){spaced}(?=\s)").finditer(folded, end):
            yield from again.span()


def announced_people(folded: str) -> Iterator[int]:
    """Yield where numbered sentences announce people: 1 出席議員は、12名で次のとおりである。"""
    if "は、" not in folded:
        return
    for number in _NUMBER_BEFORE.finditer(folded):
        heading = read_people_heading(folded, number.end())
        if heading is None or not heading.announced:
            continue
        if "席" in heading.text or "とおり" in folded[number.end() : heading.end]:
            yield number.start()


def matters_between(folded: str) -> Iterator[int]:
    """Yield where heads of the next matter, the result before it and acts begin and end.

    …を楽しみにしている。 【報告事項(2) その他】 …, ・事務局より資料について説明 ○会長 ….
    """
    for pattern in (_MATTER_HEAD, _RESULT_LAST) * ("【" in folded) + (_ACT_POINT,):
        for match in pattern.finditer(folded):
            yield match.start()
            yield from match.span("head")
