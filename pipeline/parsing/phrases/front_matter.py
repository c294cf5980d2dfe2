"""Lines of a header that stand under no label and are no title: a department, a count, a form."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.elsewhere import refers_elsewhere

__all__ = ["front_role"]

_FRONT = load("header")["front"]
_PLAIN = frozenset(_FRONT["words"])
_OFFICE = re.compile(
    rf"(?:[^\s\d、。:()]{{1,16}}(?:{alternatives(load('roles')['departments'])})[\s・、]{{0,3}}){{1,4}}"
)
_COUNT = re.compile(
    r"(?:[^\s\d、。:]{0,6}[\s:]{0,3}(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人][、\s]{0,2}){1,4}"
)
_FORM = re.compile(
    r"(?:別記)?\s?(?:様\s?式\s?)?(?:第\s?)?[0-9]{1,3}\s?号(?:の[0-9])?(?:\s?様\s?式)?"
    r"(?:[(](?:第[0-9]{1,3}条|規則|要綱|要領)[^()]{0,12}[)])?"
)
_PAPER = re.compile(
    r"(?:参考|別添|配布|会議)?資料\s?(?:No\.?\s?)?[0-9]{1,2}(?:\s?[-ー]\s?[0-9]{1,2})?"
)
_DAY = re.compile(
    r"(?:令和|平成|昭和)\s?(?:[0-9]{1,2}|元)\s?年度?|[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日(?:-[0-9]{1,2}号)?"
)
_HOUR = re.compile(
    r"(?:午[前後]\s?)?[0-9]{1,2}\s?(?:時(?:\s?[0-9]{1,2}\s?分)?|:[0-9]{2})(?:から|まで)?"
)
_ADDRESS = re.compile(
    r"〒\s?[0-9]{3}-?[0-9]{4}.{0,40}"
    r"|[^、。]{0,24}?(?:電話|TEL|Tel|FAX|Fax)(?:番号)?\s?[:(]?\s?[0-9()\-\s]{6,20}"
    r"(?:内線\s?[0-9\-・、~]{1,12})?"
    r"|\S{2,20}[市区町村]\S{1,16}(?:(?:丁目|番地?)[0-9\-番地号]{0,10}|[0-9]-[0-9]{1,4}(?:-[0-9]{1,4})?)|[\w.\-]+@[\w.\-]+"
)
_MATTERS = re.compile(  # 1 開会及び閉会に関する事項, over 開会 and 閉会
    r"(?:[0-9]{1,2}[.、]?\s{0,2})?[^\s、。]{2,14}に関する(?:事項|こと)"
)
_WAY = alternatives(_FRONT["held"])
_HELD = re.compile(
    rf"(?:{_WAY})(?:(?:[・、と]|及び|\s){{1,2}}(?:{_WAY}))*\s?(?:併用|参加)?(?:による|での)?"
    r"(?:開催|会議|方式|形式|実施)?"
)
_BRACKETS = "()[]【】〔〕<>■□○●◇◆・- "
_LONGEST = 40


@lru_cache(maxsize=4096)
def front_role(text: str) -> str:
    """Return what a folded line of a header is though no label says so, or an empty string.

    ``department``, ``head_count``, ``form``, ``paper``, ``held``, ``day``, ``hour``, ``heading``,
    ``address``, or ``label`` for the words of a form that announce nothing (記, 項目 | 内容).
    """
    plain = text.strip(_BRACKETS)
    if not plain or len(plain) > _LONGEST or plain.endswith("。"):
        return ""
    solid = unspaced(plain)
    if solid in _PLAIN or refers_elsewhere(solid):
        return "label"
    _, colon, behind = plain.partition(":")
    forms = (
        ("department", _OFFICE, behind.strip() if colon else plain),
        ("head_count", _COUNT, plain),
        ("form", _FORM, text.strip()),
        ("paper", _PAPER, plain),
        ("held", _HELD, solid),
        ("day", _DAY, plain),
        ("hour", _HOUR, plain),
        ("heading", _MATTERS, plain),
        ("address", _ADDRESS, plain),
    )
    return next((role for role, form, part in forms if part and form.fullmatch(part)), "")
