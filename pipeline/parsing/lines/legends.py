"""What a document says its marks and short labels stand for: ◎=委員長, 伏見委員長(以下「長」)."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.speaker_forms import ARROWS, SYMBOLS
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["legend_in", "read_abbreviations", "read_legend"]

_MARK = re.escape(f"・{ARROWS}{SYMBOLS}")
_SAID = alternatives(load("speakers")["legend"]["said"])
_SHOWN = alternatives(load("speakers")["legend"]["shown"])
_LEGEND = re.compile(
    rf"([{_MARK}])\s{{0,2}}(?:[=:…はが]|・{{2,3}})?\s{{0,2}}([^\s=:…()、,。{_MARK}]{{2,10}}?)"
    rf"(?:{_SAID})?(?:{_SHOWN})?(?=[\s=:…()、,。・{_MARK}]|$)"
)
_HEREAFTER = re.compile(r"以下[、,]?\s?「([^「」]{1,3})」")
_LETTERED = re.compile(  # A:増田会長、B:松本副会長
    r"(?:(?<=[\s、,])|^)(?:出席[者委員]{1,2}\s?:?\s{1,4})?([A-Z\u3400-\u9fff]):\s?([^\s、,:()]{2,12})"
)
_ABBREVIATED = 2  # labels so announced
_BEFORE_LEGEND = re.compile(r"[^()]{2,16}(?=[(][^()]{4,60}[)]$)")


def read_legend(sheet: Sheet) -> dict[str, str]:
    """Return the speakers that lines such as (○委員 ●事務局) or ◎=委員長 give to symbols."""
    legend: dict[str, str] = {}
    for segment in sheet:
        legend |= legend_in(segment.text)  # that of the body comes after that of the roster
    return legend


def legend_in(text: str) -> dict[str, str]:
    """Return the speakers that a folded line gives to symbols."""
    pairs = _LEGEND.findall(text) if len(text) <= 80 else []
    if len(pairs) < 2 or not all(read_label(role).strength >= 2 for _, role in pairs):
        return {}
    if len({mark for mark, _ in pairs}) < len(pairs):
        return {}  # ・委員長 ・副委員長: bullets
    heading = _BEFORE_LEGEND.match(text)  # 質疑応答(●質問 ○回答)
    rest = _LEGEND.sub("", text[heading.end() :] if heading else text)
    return {} if len(re.sub(r"[\s()、,:=・※凡例。発言者]", "", rest)) > 2 else dict(pairs)


def read_abbreviations(sheet: Sheet) -> frozenset[str]:
    """Return the short labels that a roster announces: 伏見委員長(以下「長」), A:増田会長."""
    found = {unspaced(word) for s in sheet if "以下" in s.raw for word in _HEREAFTER.findall(s.raw)}
    for segment in sheet:
        if segment.text.count(":") > _ABBREVIATED and (pairs := _LETTERED.findall(segment.text)):
            letters = {fold(letter) for letter, who in pairs if read_label(who).strength >= 2}
            found |= letters if len(letters) > _ABBREVIATED else set()
    return frozenset(found) if len(found) >= _ABBREVIATED else frozenset()
