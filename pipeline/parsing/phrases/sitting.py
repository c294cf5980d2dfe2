"""What is settled of the sitting itself, and what is settled in words that name no outcome."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.assent import is_so_be_it
from pipeline.parsing.phrases.outcomes import CANCEL, COURSE

__all__ = ["asks_of_sitting", "is_of_sitting", "is_settled", "settles_sitting"]

_DATA = load("decisions")
_RIDER = re.compile(r"(?:なお|ただし)、?[^。]*一任(?:する|した|し|され)[^。了承]*。?")
_OF_THE_SITTING = re.compile(  # who signs, who may listen: of the sitting, not of its business
    r"署名(?:人|者|委員|議員|は)[^。]{0,40}(?:指名|指定|選出|選任|選ばれ|決定|決ま|お願い)"
    r"|(?:傍聴|者の出席|説明員)[^、。]{0,8}(?:許可|認め)|(?:順序を|順番を)(?:変更|入れ替え)|時間を延長"
    r"|(?:会議|審[議査]|議[題事案]|案件|本件|日程|報告|協議)[^。]{0,24}(?<!情報)公開"
    r"(?:とす|とし|で行)[^。妥]{0,24}(?:決|承認|了承|同意|認め)[^。妥]{0,10}。?$"
)
_SO_ONLY = re.compile(
    r"(?:(?:よって|それでは|では)、?)?(?:[ご御]?異議なしと認め(?:ます)?[、,。]?)?"
    r"(?:(?:さよう|そのように)(?:決|決定|取り計ら|許可)[^。、]{0,12})?。?"
)
_ASKS_OF_SITTING = re.compile(
    r"(?:傍聴|撮影|録音|署名(?:委員|議員|人|者)|(?:討論|質疑|朗読|説明)を省略|直ちに採決|休憩|非公開[でと])[^\n]{0,80}$"
)
_CHOSEN_TOO = re.compile(r"(?:会|委員|座)長[^、。署]{0,8}[にを]|留任|再任")
_SETTLED_SO = re.compile(rf"(?:{alternatives(_DATA['endings']['settled'])})。?$")
_SETTLES = re.compile(
    r"(?:では|それでは)、?[^。]{4,80}(?:(?:こと)(?:とします|とする|にします|にする|といたします)|取りまとめ(?:る|ます))。"
)
_NEXT_MEETING = re.compile(r"^(?:\S\s?)?次回は、?.*開催することと")
_NOT_SETTLED = re.compile(  # when one meets again, who leads, what others do or have done
    r"次回|開催|順に|[0-9]月|議事を進|議事録|会議録|お願い|(?:事務局|担当課|所管課)(?:で|が|に|から)|^本?[市町村県]で?は、"
)


def asks_of_sitting(asked: str) -> bool:
    """Tell whether what a chair asks at last is no business: who may listen, what is left out."""
    return _ASKS_OF_SITTING.search(asked) is not None


def settles_sitting(asked: str, answer: str) -> bool:
    """Tell whether a chair finds that all agree to what is no business, such as who may listen.

    Args:
        asked: what the chair said before.
        answer: the sentence that decides, which does not say what: よって、さよう決しました。
    """
    if not asks_of_sitting(asked):
        return False
    return _SO_ONLY.fullmatch(unspaced(fold(answer))) is not None or is_so_be_it(answer)


def is_of_sitting(sentence: str) -> bool:
    """Tell whether what was decided is no business: who signs, who listens, a rider to it."""
    folded = unspaced(fold(sentence))
    if _OF_THE_SITTING.search(folded):
        return not _CHOSEN_TOO.search(folded)
    return _RIDER.fullmatch(folded) is not None


def is_settled(sentence: str, *, told: bool) -> bool:
    """Tell whether something is settled in words that name no outcome.

    Args:
        sentence: what may settle it.
        told: the record says so (…こととなった。), not who leads (では、…伝えることとします。).
            When one meets again is settled in records only.
    """
    return _is_told_as_settled(sentence) if told else _is_settled_by_leader(sentence)


def _is_told_as_settled(sentence: str) -> bool:
    folded = fold(sentence)
    if not _SETTLED_SO.search(folded) or CANCEL.search(folded):
        return False
    if _NEXT_MEETING.search(folded):
        return True
    return not (COURSE.search(folded) or _NOT_SETTLED.search(folded))


def _is_settled_by_leader(sentence: str) -> bool:
    if not sentence.lstrip().startswith(("では", "それでは")):
        return False
    folded = unspaced(fold(sentence))
    return bool(_SETTLES.fullmatch(folded)) and not (COURSE.search(folded) or CANCEL.search(folded))
