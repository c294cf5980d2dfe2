"""What a document says its marks and short labels stand for: ◎=委員長, 伏見委員長(以下「長」)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.speaker_forms import ARROWS, SYMBOLS
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["legend_in", "read_abbreviations", "read_legend"]

_MARK = re.escape(f"・{ARROWS}{SYMBOLS}")
_WORDS = load("speakers")["legend"]
_PAIR = re.compile(  # ○印は委員及び関係者の発言, 「●」：事務局, ◎=委員長
    rf"[「『\"]?(?P<mark>[{_MARK}])[」』\"]?(?:印|マーク)?\s{{0,2}}(?P<link>[=:…はが{ARROWS}]|・{{2,3}}|―|-)?\s{{0,2}}"
    rf"(?P<who>[^\s=:…()「」,。{_MARK}][^\s=:…()「」,。{_MARK}]{{0,20}}(?:[・、][^\s=:…()「」,。、{_MARK}]{{2,12}})?)"
)
_TWO_MARKS = re.compile(rf"[{_MARK}][^{_MARK}]+[{_MARK}]")
_SAID = re.compile(rf"(?<![・、])(?:{alternatives(_WORDS['said'])})$")
_SHOWN = re.compile(rf"(?:{alternatives(_WORDS['shown'])})$")
_SEVERAL = re.compile(r"(?:及び|並びに|又は|・|、|,|/)")
_REST = re.compile(r"[\s()、,。:=・※\[\]【】]|凡例|以下|なお|ただし|発言者|それぞれ")
_LONGEST_LEGEND = 80  # characters
_LONGEST_LINE = 16  # characters of a line that explains one mark
_LONGEST_WHO = 10  # characters of somebody whom no role tells
_PARTICLES = re.compile(r"[はがをにへでもの]|について")
_HEREAFTER = re.compile(r"以下[、,]?\s?「([^「」]{1,3})」")
_LETTERED = re.compile(  # A:増田会長、B:松本副会長
    r"(?:(?<=[\s、,])|^)(?:出席[者委員]{1,2}\s?:?\s{1,4})?([A-Z\u3400-\u9fff]):\s?([^\s、,:()]{2,12})"
)
_SYMBOLS = frozenset(f"・{ARROWS}{SYMBOLS}")
_PAIRS = 2  # marks that make a legend
_ABBREVIATED = 2  # labels so announced
_BEFORE_LEGEND = re.compile(r"[^()]{2,30}(?=[(][^()]{4,60}[)]。?$)")


def read_legend(sheet: Sheet) -> tuple[dict[str, str], frozenset[int]]:
    """Return the speakers that lines such as (○委員 ●事務局) or ◎=委員長 give to symbols.

    And which segments these lines are.
    """
    legend: dict[str, str] = {}
    where: list[int] = []
    lines: list[str] = []  # ○：委員 / ◇：事務局
    for segment in sheet:
        text = segment.text
        several = len(text) <= _LONGEST_LEGEND and _TWO_MARKS.search(text)
        found = legend_in(text) if several else {}
        one = text[0] in _SYMBOLS and len(text) <= _LONGEST_LINE and _PAIR.fullmatch(text)
        lines = [*lines, text] if one and one["link"] else []
        found = found or (legend_in(" ".join(lines)) if lines else {})
        if found:
            legend |= found  # that of the body comes after that of the roster
            where += range(segment.index - max(len(lines) - 1, 0), segment.index + 1)
    return legend, frozenset(where)


@lru_cache(maxsize=4096)
def legend_in(text: str) -> Mapping[str, str]:
    """Return the speakers that a folded line gives to symbols."""
    if len(text) > _LONGEST_LEGEND or not _TWO_MARKS.search(text):
        return {}
    heading = _BEFORE_LEGEND.match(text)  # 質疑応答(●質問 ○回答)
    begin = heading.end() if heading else 0
    pairs = list(_PAIR.finditer(text, begin))
    legend = {}
    said = linked = False
    for pair in pairs:
        who = _SHOWN.sub("", pair["who"].rstrip("、"))
        whose = _SAID.sub("", who)
        said, linked = said or whose != who, linked or pair["link"] is not None
        legend[pair["mark"]] = whose or who
    if not _PAIRS <= len(pairs) == len(legend):
        return {}  # ・委員長 ・副委員長: bullets
    if len(_REST.sub("", _PAIR.sub("", text[begin:]))) > 2:
        return {}
    known = [_strength(who) for who in legend.values()]
    sure = min(known) >= 2 or (max(known) >= 2 and said) or (said and linked)
    apart = linked or (text[begin] in "([" and text[-1] in ")]")
    likely = sure or ((max(known) >= 2 or heading) and apart)
    return legend if likely and all(map(_may_speak, legend.values())) else {}


def _strength(who: str) -> int:
    """Return how sure it is that words name who speaks: one of several, 委員及び関係者."""
    return max(read_label(one).strength for one in (who, *_SEVERAL.split(who)) if one)


def _may_speak(who: str) -> bool:
    return _strength(who) >= 2 or (len(who) <= _LONGEST_WHO and not _PARTICLES.search(who))


def read_abbreviations(sheet: Sheet) -> frozenset[str]:
    """Return the short labels that a roster announces: 伏見委員長(以下「長」), A:増田会長."""
    found = {unspaced(word) for s in sheet if "以下" in s.raw for word in _HEREAFTER.findall(s.raw)}
    for segment in sheet:
        if segment.text.count(":") > _ABBREVIATED and (pairs := _LETTERED.findall(segment.text)):
            letters = {fold(letter) for letter, who in pairs if read_label(who).strength >= 2}
            found |= letters if len(letters) > _ABBREVIATED else set()
    return frozenset(found) if len(found) >= _ABBREVIATED else frozenset()
