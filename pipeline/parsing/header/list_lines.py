"""What a line of the list of business is by its wording: title, detail, result or category."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.list_ends import is_narration
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.dates import find_times
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome, read_outcome
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.titles import kind_of_category

__all__ = [
    "ASIDE",
    "NUMBER_ALONE",
    "OFFICE",
    "PROCEDURE",
    "category_of",
    "has_number",
    "in_column_of_numbers",
    "is_act",
    "is_count",
    "is_detail",
    "is_in_brackets",
    "is_only_number",
    "is_others",
    "is_result",
    "is_title_of_minutes",
    "join_title",
    "names_office",
    "without_brackets",
]

ASIDE = re.compile(r"(?<=.)[(][^()]{1,30}[)]$")  # なし(委員の懇談)
PROCEDURE = frozenset([*load("body")["sections"]["procedure"], "議案", "所管事項の報告"])
_TITLE = re.compile(
    rf"(?:{alternatives(load('body')['sections']['heading_endings'])})(?:\s{{0,4}}[(【〔\[<].{{1,30}}[)】〕\]>])?[」』]?$"
)
_BUSINESS = re.compile(
    rf"^.{{2,60}}(?:{alternatives(load('body')['sections']['title_endings'])})(?:[(].{{1,30}}[)])?$"
)
_QUOTED = re.compile(r"「[^「」]{4,60}」$")  # テーマ「駅前広場の使い方」
OFFICE = re.compile(
    r"[\[(〔【]\s?(?:担当|所管)[^\[\]()]{0,4}:(?P<inner>[^\[\]()〔〕【】]{1,40})[\])〕】]"
)
NUMBER_ALONE = re.compile(r"[(（]?[0-9０-９]{1,2}[)）.．、]?|[①-⑳]")
_CATEGORY = re.compile(r"(?:○|◇|■|●|・)?[〔\[<【(]?(?P<name>[^〔\[<【()\]>】〕]{2,14})[〕\]>】)]?")
_DASHES = "-―~"
_COUNT = re.compile(
    r"(?:(?:.{0,6}(?:案件|事案|議案|議題|事項|件数|総数|合計|計))\s{0,4}:?)?\s{0,4}"
    r"[0-9]{1,3}\s?件(?:[(][^()]{1,30}[)])?"
)
_TITLE_OF_MINUTES = re.compile(  # 議会改革検討会会議録; 平成30年6月12日議会改革検討会
    rf"[^、。「」]{{2,40}}(?:{alternatives(d for d in load('bodies')['documents'] if len(d) > 2)}"
    r"|(?<=会)記録)(?:の表)?(?:\s{0,8}第\s?[0-9]{1,3}\s?号)?|[○〇◯]?\s{0,4}第\s?[0-9]{1,2}\s?日"
    rf"|(?:令和|平成|昭和|[12][0-9]{{3}}年)[^、。「」]{{2,30}}[0-9]日[^、。「」]{{0,12}}"
    rf"(?:{alternatives(load('bodies')['suffixes'])})(?:[(][^()]{{1,12}}[)])?"
    rf"|第\s?[0-9]{{1,3}}\s?回[^、。「」]{{2,30}}(?:{alternatives(load('bodies')['suffixes'])})"
)
_MARKS_OF_TITLE = frozenset("○〇◯◎●■□◆◇")
_ACTED = re.compile(
    r"(?:より|から)[^、。]{0,14}(?:説明|報告|紹介|交付|挨拶|あいさつ|指名|伝達)(?:あり|後、質疑)?。?$"
)
_ACT = re.compile(r".{0,5}(?:説明|質疑|質疑応答|意見交換|採決|協議)")
_LED = re.compile(
    rf"(?P<name>{alternatives(PROCEDURE, spaced=True)})(?:\s{{1,8}}|\s?:\s?)(?P<who>\S.{{0,24}})"
)
_OTHERS = re.compile(r"その他(?:\s{1,8}|\s?:\s?)(?!.{0,30}(?:について|の件|こと|事項)).{2,24}")
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_RESULT_MARK = re.compile(r"[⇒→⇨]|・{2,4}|(?:審議|審査|協議|採決|表決|議決)?の?結果\s?:|結論\s?:")


def in_column_of_numbers(texts: Sequence[str], at: int) -> bool:
    """Tell whether a number stands alone below or above another, or above a title without one.

    1 / 2 / 3 stand before the titles, or each on the line before its own.
    """
    if NUMBER_ALONE.fullmatch(texts[at]) is None:
        return False
    if any(0 <= n < len(texts) and NUMBER_ALONE.fullmatch(texts[n]) for n in (at - 1, at + 1)):
        return True
    return (
        at + 1 < len(texts) and read_enumerator(texts[at + 1]) is None and _is_title(texts[at + 1])
    )


def is_count(text: str) -> bool:
    """Tell whether a text only says of how many matters there is business: 9件, 同意案件 2件."""
    return _COUNT.fullmatch(text.strip()) is not None


def is_title_of_minutes(text: str, below: Sequence[str]) -> bool:
    """Tell whether a line is the title of the minutes.

    Where others stand ``below`` it, it may have a mark that none of them has: ○ 第5回委員会 / 1 ….
    """
    if below and text[0] in _MARKS_OF_TITLE and all(line[:1] != text[0] for line in below):
        text = text[1:].lstrip()
    return text[:1] != "・" and bool(
        _TITLE_OF_MINUTES.fullmatch(text) or _TITLE_OF_MINUTES.fullmatch(unspaced(text))
    )


def is_result(text: str) -> bool:
    """Tell whether a line under an entry states how it ended: ⇒ …, 原案どおり可決、承認."""
    if _RESULT_MARK.match(text):
        return True
    if read_enumerator(text) or len(text) > 60 or category_of(text, numbered=False):
        return False
    if text[:1] in tuple("〔[【") and is_in_brackets(text):
        text = text[1:-1].strip()  # 〔以上、原案可決〕
    return is_bare_outcome(text) or bool(read_outcome(text) and not _TITLE.search(unspaced(text)))


def is_detail(text: str, numbered: bool) -> bool:
    """Tell whether a line without a number tells of an entry rather than being one."""
    if is_narration(text, read_enumerator(text)) or _ACTED.search(text):
        return True
    return numbered and not _is_title(text)


def is_act(text: str) -> bool:
    """Tell whether a line only says what is done with an entry: 事務局説明, 質疑応答."""
    return _ACT.fullmatch(unspaced(text)) is not None


def _is_title(text: str) -> bool:
    """Tell whether a line in a numbered list is an entry: numbered, or worded as a title."""
    if has_number(text) or read_enumerator(text):
        return True
    solid = unspaced(text)
    if solid[-1] in "。、:" or solid.count("、") > 2:
        return False
    if solid[0] == "「" or _QUOTED.search(solid):
        return True
    return bool(_TITLE.search(solid) or _BUSINESS.search(solid))


def has_number(text: str) -> bool:
    """Tell whether a line begins with a number, not a mere bullet."""
    entry = read_enumerator(text)
    return bool(entry and entry.kind != "bullet")


def is_only_number(raw: str) -> bool:
    """Tell whether a line holds the number of a matter and nothing else: 議題1."""
    folded = ASIDE.sub("", fold(raw).strip())  # 議題1(資料1)
    entry = read_enumerator(folded + " ")
    if entry and entry.word and "号" not in entry.written and "号" in folded[entry.end :]:
        return is_only_number(folded[entry.end :])  # 日程第1 報告第48号
    return entry is not None and entry.kind != "bullet" and entry.end >= len(folded)


def join_title(number: str, raw: str) -> str:
    """Put a further line behind a title, or between a number and the brackets behind it."""
    bracket = ASIDE.search(fold(number))
    if bracket is None or not is_only_number(number):
        return number + raw
    return f"{number[: bracket.start()]} {raw}{number[bracket.start() :]}"


def is_in_brackets(text: str) -> bool:
    """Tell whether one pair of brackets holds the whole line."""
    return bool(re.fullmatch(r"[(【\[〔][^()【】\[\]〔〕]{1,40}[)】\]〕]", text))


def category_of(text: str, numbered: bool) -> str | None:
    """Return the name of an unnumbered category: ○議題, 〔報告事項〕, or 開会 alone."""
    if (led := _LED.fullmatch(text)) and (
        _leads(led["who"]) or (numbered and _OTHERS.fullmatch(text))
    ):
        return unspaced(led["name"])  # 開 会 町民課長, 閉会 午後3時, その他 次回日程
    if text and text[0] in _DASHES and text[-1] == text[0]:  # -報告事項-
        text = f"【{text.strip(_DASHES + ' ')}】"
    match = _CATEGORY.fullmatch(ASIDE.sub("", text.rstrip(": ")))  # 開会(事務局)
    if not match or has_number(text):
        return None
    name = unspaced(match["name"])
    decorated = text[0] in "〔[<【(○◇■●" or text[-1] == ":"
    if name in PROCEDURE and (decorated or numbered or name not in ("その他", "報告", "議事")):
        return None if text[0] == "・" else name
    if name.endswith(("事項", "案件", "議題", "議案")) and (decorated or kind_of_category(name)):
        return None if text[0] in "・-" else name
    return None


def is_others(text: str) -> bool:
    """Tell whether a line is the last of a list: その他, also with what it is (その他 事務連絡)."""
    return unspaced(text) == "その他" or bool(text[:1] == "そ" and _OTHERS.fullmatch(fold(text)))


def _leads(rest: str) -> bool:
    """Tell whether behind 挨拶 stands who gives it, behind 閉会 when, behind その他 なし."""
    return (
        rest in _NOBODY
        or read_label(rest).strength >= 2
        or find_times(rest).opened is not None
        or is_people_list(rest)
    )


def without_brackets(raw: str) -> str:
    """Drop brackets around a whole text, also where only the closing one is left of them."""
    text = raw.strip()
    if text[:1] in "(（《≪〔[【―":
        return text[1:].rstrip(")）》≫〕]】―").strip()
    if text[-1:] in ")）" and text.count("(") + text.count("（") < text.count(")") + text.count(
        "）"
    ):
        return text[:-1].strip()
    return text


def names_office(text: str) -> bool:
    """Tell whether a line only names the office that brings an entry: [担当課:総務部 総務課]."""
    return OFFICE.fullmatch(text) is not None
