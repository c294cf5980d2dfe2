"""Who did not come, told in brackets or in a sentence: (欠席:南委員), 南委員は所用のため欠席."""

from __future__ import annotations

import re

from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["find_absentees"]

_ABSENT_NOTE = re.compile(
    r"[(※]?\s?(?:欠席(?:者|委員|議員)?\s?(?:[0-9]{1,2}\s?[名人]\s?)?:\s?|欠席(?:者|委員|議員)?\s?[0-9]{1,2}\s?[名人](?:[、,]|(?P<counted>\s{1,4}))|(?:欠席(?:者|委員|議員)|(?<=\()欠席)(?P<gap>\s{1,4}))(?P<who>[^()]{1,60})\)?"
)
# 大谷委員、岸委員は所用のため欠席
_ABSENT_SENTENCE = re.compile(
    r"(?P<opened>[(※]?\s?(?:なお|ただし|また)?[、,]?\s?)(?P<who>[^()。※:]{1,80}?(?:\([^()]{2,24}\))?)(?:は|が)[、,]?\s?"
    r"(?P<why>[^()。、]{0,12}(?:都合|所用|公務|業務|体調|事情|理由)[^()。、]{0,8}[、,]?\s?)?欠席[^()。、]{0,12}[)。]?"
)
# (尾藤委員欠席)
_ABSENT_BRACKET = re.compile(r"\(\s?(?P<who>[^()]{2,40}?(?:委員|議員|会長|委員長))\s?欠席\s?\)")
_POSTED = re.compile(r"(?:委員|議員|会長|委員長)(?=\s|$)")
_EACH = re.compile(r"の?各(?:委員|議員)")


def find_absentees(
    text: str, offset: int, end: int, begins: bool
) -> tuple[int, int, int, int] | None:
    """Find a note or sentence that says who did not come: (欠席:南委員), 南委員は所用のため欠席.

    Returns where it begins, where the people in it begin and end, and where it ends. Where a list
    ``begins`` with such a sentence without brackets or a reason, only its last person is absent.
    """
    if text.find("欠席", offset, end) < 0:
        return None
    for match in _ABSENT_NOTE.finditer(text, offset, end):
        if match["who"].startswith("代理"):
            continue  # 土居 委員(欠席:代理 宮越): who came
        sure = match["gap"] is None and match["counted"] is None
        if sure or is_people_list(match["who"]):
            return match.start(), *match.span("who"), match.end()
    if bracket := _ABSENT_BRACKET.search(text, offset, end):
        return bracket.start(), *bracket.span("who"), bracket.end()
    for match in _ABSENT_SENTENCE.finditer(text, offset, end):
        start, stop = match.span("who")
        if not is_people_list(_EACH.sub("", match["who"])):
            continue
        if not begins or match["why"] or match["opened"].strip():
            return match.start(), start, stop, match.end()
        last = _begins_last(match["who"])
        return start + last, start + last, stop, match.end()
    return None


def _begins_last(who: str) -> int:
    """Return where the last person of a list begins: …、佐藤 花子委員, …委員 佐藤委員."""
    comma = max(who.rfind(mark) for mark in "、,") + 1
    posted = [word.end() for word in _POSTED.finditer(who, comma)]
    return posted[-2] if len(posted) > 1 else comma
