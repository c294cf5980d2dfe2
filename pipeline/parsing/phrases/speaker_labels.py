"""What a speaker's label says: 会長, 森本委員, 事務局(久保), 都市計画課係長(久保隆君), A委員.

A label names a function, a post, a person or a department; it never makes a person by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, groups, load, words
from pipeline.parsing.phrases.names import (
    looks_like_name,
    looks_like_surname,
    role_behind_surname,
)

__all__ = ["ANSWER", "QUESTION", "Label", "read_label"]

_ROLES = load("roles")
_MEMBER = words("roles", "member")
_OFFICIAL = words("roles", "official")
_CHAIR = frozenset(_ROLES["chair"])
_FUNCTIONS = frozenset(_ROLES["functions"])
_HEADS = (*load("body")["sections"]["procedure"], *load("body")["sections"]["heading_endings"])
_OF_WHAT = "の?(?:要旨|概要|内容)"
QUESTION, ANSWER = (
    re.compile(
        rf"(?:{alternatives(_ROLES[f'{kind}_before'])})?(?:{alternatives(_ROLES[kind])})"
        rf"(?:(?:[・,、/]|及び)[ご御]?(?:{alternatives(_ROLES[kind])})){{0,2}}等?"
        rf"(?:{_OF_WHAT})?[0-9]{{0,2}}"
    )
    for kind in ("question", "answer")
)
_ABOUT = re.compile(rf"(?:{_OF_WHAT})[0-9]{{0,2}}$")
_GROUPS = groups()
_HONORIFIC = alternatives(load("groups")["marks"]["honorifics"])
_DITTO = frozenset("〃″仝")  # in a list; nobody speaks behind one
_DEPARTMENTS = tuple(_ROLES["departments"])

_DEPARTMENT_STEMS = tuple(_ROLES["department_stems"])

_LETTER = r"(?:[A-Za-z0-9○◯●▼▲△□◇◆×＊*？?]{1,3}|[Ⅰ-Ⅻ①-⑳α-ωア-ン])"
_WITH_BRACKET = re.compile(
    r"(?P<head>[^()。]{1,24})\((?P<inside>[^()]{1,24})\)(?P<tail>(?:君|氏|さん|委員|議員)?)"
)
_ANONYMOUS = re.compile(
    rf"(?:{_LETTER}|[甲乙丙丁])(?P<role>{alternatives(_MEMBER)}|氏|さん)"
    rf"|(?P<role2>{alternatives(_MEMBER)})(?:{_LETTER}|[甲乙丙丁])"
)
_OUTSIDERS = [*_ROLES["function_groups"]["不明"], *_ROLES["function_groups"]["その他"]]
_SOMEBODY = re.compile(  # 市民A, 参加者3; B社
    rf"(?P<who>{alternatives(_OUTSIDERS)})(?:[A-Za-zア-ン]|[0-9]{{1,2}})"
)
_BEHIND_SURNAME = tuple(_ROLES["functions_behind_surname"])
_PARTY = re.compile(rf"[A-Z甲乙丙丁](?:{alternatives(_ROLES['parties'])})")
_SEAT = re.compile(r"[0-9]{1,3}番?(?P<rest>.{2,16})")
_ROLE_FIRST = re.compile(
    r"[\u3400-\u9fff々ぁ-んァ-ヺー]{2,24}・?[\u3400-\u9fff々ぁ-んァ-ヺー]{1,9}"
)
_BARE_POSTS = frozenset(_ROLES["whole_or_behind_surname"])
_POST_ENDS = re.compile("長|委員|議員|監|事|査|幹|補佐")
_SOMEONE = re.compile(r"[\u3400-\u9fff々]{1,5}")
_FULL_PERSON = re.compile(r"(?P<dot>・?)(?P<name>[\u3400-\u9fff々ぁ-んァ-ヺー]{1,8}?)(?P<hon>君?)")
_KANA_WORD = re.compile(alternatives(_ROLES["department_words"]))
_KANA_DEPARTMENT = re.compile(r"[\u3400-\u9fff々ァ-ヺーぁ-ん・]{3,16}")  # まちづくり, こども
_ACTION = re.compile(
    rf"(?:.{{0,6}}|.{{1,24}}(?:について|を|を[^、。]{{1,4}}て|により|に基づき|に沿って|から|より|をもとに|のとおり|に従い|の))"
    rf"(?:{alternatives(load('body')['notes']['actions'])}){{1,2}}(?:する|した|あり)?"
)
_LETTERS = re.compile(r"[○◯●▼▲△□◇◆×*A-Za-z0-9]{1,4}|[Ⅰ-Ⅻ①-⑳α-ωア-ン]")
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十]{1,3}")
_KANJI = re.compile(r"[\u3400-\u9fff々ァ-ヺー()]{1,14}")
_SEAT_ONLY = re.compile(r"[0-9]{1,3}番")
_PERSON = re.compile(rf"(?P<name>[^\s()0-9]{{1,10}}?)(?P<hon>{_HONORIFIC})")
_ACTS = tuple(e for e in load("body")["sections"]["heading_endings"] if e[0] == "の")
_PARTICLE = re.compile(r"[はがをにへでも、。,.!?「」]|から|まで|より|ます|です|した|する|とは|ので")
_KANA_NAME = re.compile(  # えのした敏行君, 花森ともふみ委員: kana that only look like particles
    r"^[ぁ-ん]{2,6}[\u3400-\u9fff々]{0,4}(?:委員|議員|会長|委員長|議長|君|さん|氏)$|[ぁ-ん]{2,}(?:委員|議員|会長|君)"
)
_DATED = re.compile(r".{0,4}[0-9]{1,4}年[0-9]{1,2}月")  # …日提出　委員長　沢木: who signed it
_LONGEST = 64  # characters of a label
_LONGEST_DEPARTMENT = 24  # characters of whose head somebody is
_ORGANISATIONS = re.compile(r"[\u3400-\u9fff々ァ-ヺーぁ-んA-Za-z・&]+")
_LONGEST_NAME = 8  # characters; イ 市民と図書館の協働について(図書館) is nobody
_MUNICIPALITY = re.compile(r"[\u3400-\u9fff々ヶケノヵ]{1,5}[市町村]")  # speaks for itself
_OFFICE = "事務局"
_PLURAL = re.compile(r"(?:各|複数の|他の|多数の)?(?:委員|議員)(?:一同|多数|各位|全員|複数)?")


@dataclass(frozen=True, slots=True)
class Label:
    """A label read. ``group`` is 委員, 実施機関, 事務局, その他 or 不明; ``strength`` is 0 to 3:
    3 a role or function as a whole, 2 a name with a role, 1 a form that labels have, 0 unknown.
    """

    text: str
    group: str
    role: str | None = None
    name: str | None = None
    is_chair: bool = False
    strength: int = 0


@lru_cache(maxsize=20_000)
def read_label(written: str) -> Label:
    """Classify a label as written (brackets around it and letter spacing may still be there)."""
    text = unspaced(written)
    folded = fold(text)
    if not folded or len(folded) > _LONGEST or "。" in folded or folded[0] in _DITTO:
        return Label(text, "不明")
    if "年" in folded and _DATED.match(folded):
        return Label(text, "不明")
    found = _whole(text, folded) or _bracketed(text, folded) or _suffixed(text, folded)
    return found or Label(text, "不明")


def _whole(text: str, folded: str) -> Label | None:
    # 質問要旨 heads a section elsewhere: an answer must follow (conventions).
    if QUESTION.fullmatch(folded):
        return Label(text, "委員", strength=1 if _ABOUT.search(folded) else 3)
    if ANSWER.fullmatch(folded) and folded != "説明":
        return Label(text, "実施機関", strength=1 if _ABOUT.search(folded) else 3)
    if folded in _FUNCTIONS:
        return Label(text, _GROUPS.get(folded, _group_of_function(folded)), role=text, strength=3)
    if folded in _MEMBER or _PLURAL.fullmatch(folded):
        return Label(text, "委員", role=text, is_chair=folded in _CHAIR, strength=3)
    if folded in _OFFICIAL:
        return Label(text, _group_of_official(folded), role=text, strength=3)
    if folded in _GROUPS and folded not in ("その他", "省", "庁"):
        return Label(text, _GROUPS[folded], role=text, strength=3)
    if match := _SOMEBODY.fullmatch(folded):
        return Label(text, _group_of_function(match["who"]), role=match["who"], strength=3)
    if _PARTY.fullmatch(folded):
        return Label(text, "その他", role=text[1:], strength=2)
    if match := _ANONYMOUS.fullmatch(folded):
        role = match["role"] or match["role2"]
        return Label(text, "委員", role=role, is_chair=role in _CHAIR, strength=3)
    return None


def _bracketed(text: str, folded: str) -> Label | None:
    """委員長(山田君), 事務局(久保), 委員(A), 山田(副会長)."""
    match = _WITH_BRACKET.fullmatch(folded)
    if not match:
        return None
    head, inside = text[: match.end("head")], text[match.start("inside") : match.end("inside")]
    if _ACTION.fullmatch(fold(inside)) or _ACTION.fullmatch(fold(head)):
        return None  # 事務局(説明), 各委員(異議なし), 事務局説明(資料3): what was done, not who
    outer, inner = read_label(head), read_label(inside)
    if _SEAT_ONLY.fullmatch(fold(head)) and inner.strength == 1 and inner.name:
        return Label(text, "委員", None, inner.name, strength=2)  # 5番(田中)
    if outer.strength >= 2:
        name = inner.name or (inside if looks_like_surname(fold(inside)) else None)
        person = _PERSON.fullmatch(fold(inside))
        if name is None and person:
            name = inside[: person.end("name")]
        role = outer.role or (inner.role if inner.strength else None)
        return Label(text, outer.group, role, name or outer.name, outer.is_chair, 3)
    if fold(head).endswith(_HEADS):
        return None  # 開会(課長補佐) is a heading, and who led it
    if inner.strength >= 2 and not (len(head) > _LONGEST_NAME and _PARTICLE.search(fold(head))):
        name = inner.name if _SEAT_ONLY.fullmatch(fold(head)) else head
        return Label(text, inner.group, inner.role, name, inner.is_chair, 2)
    return None


def _suffixed(text: str, folded: str) -> Label | None:
    """森本委員, 林課長補佐, 都市計画課長, 山田君, 3番森本委員."""
    if folded[0].isdigit():
        if _SEAT_ONLY.fullmatch(folded):
            return Label(text, "委員", strength=1)
        if seat := _SEAT.fullmatch(folded):
            inner = read_label(text[seat.start("rest") :])
            if inner.strength >= 2:
                return Label(text, inner.group, inner.role, inner.name, inner.is_chair, 2)
            if inner.strength == 1 and inner.name and folded[seat.start("rest") - 1] == "番":
                return Label(text, "委員", None, inner.name, strength=2)
    if (
        _PARTICLE.search(folded)
        and _PARTICLE.search(_KANA_WORD.sub("", folded))
        and not _KANA_NAME.search(folded)
    ):
        return _role_first(text, folded)
    for vocabulary, is_member in ((_MEMBER, True), (_OFFICIAL, False)):
        roles = [role for role in vocabulary.ending(folded) if len(role) < len(folded)]
        role = role_behind_surname(folded, roles)
        if role is None or (len(role) == 1 and role != "監"):
            continue
        if role in _BARE_POSTS and not looks_like_surname(folded[: -len(role)]):
            continue  # 特別会計
        before = text[: -len(role)]
        return _with_role(text, before, role, is_member)
    if folded.endswith(_BEHIND_SURNAME):  # 国枝アドバイザー
        function = next(f for f in _BEHIND_SURNAME if folded.endswith(f))
        name = text[: -len(function)]
        if looks_like_surname(fold(name)):
            return Label(text, _group_of_function(function), function, name, strength=2)
    if folded.endswith("君") and (led := _role_first(text, folded)):
        return led
    match = _PERSON.fullmatch(folded)
    if match and (looks_like_surname(match["name"]) or len(match["name"]) >= 2):
        group = "委員" if match["hon"] in ("君", "議員") else "不明"
        strength = 1 if match["hon"] == "氏" else 2
        return Label(text, group, None, text[: match.end("name")], strength=strength)
    if folded.endswith(_DEPARTMENTS) and 2 <= len(folded) <= 20:
        return Label(text, "実施機関", text, strength=1)
    if looks_like_surname(folded) or (len(folded) <= 6 and looks_like_name(folded) >= 1):
        return Label(text, "不明", None, text, strength=1)
    who = folded[len(_OFFICE) :] if folded.startswith(_OFFICE) else ""
    if len(who) >= 2 and looks_like_surname(who):
        return Label(text, _OFFICE, _OFFICE, text[len(_OFFICE) :], strength=1)  # 事務局神戸
    if _MUNICIPALITY.fullmatch(folded):
        return Label(text, "不明", None, None, strength=1)
    return _role_first(text, folded)


def _role_first(text: str, folded: str) -> Label | None:
    """委員長佐伯克敏, 総務部長須永康弘, 委員えのした敏行君, 委員・久米: a role before a name."""
    post, dot, who = folded.partition("・")
    if dot and 0 < len(post) <= _LONGEST_NAME and _SOMEONE.fullmatch(who):
        function = read_label(post)  # 進行役・大内
        department = who.endswith(_DEPARTMENTS)
        if function.strength == 3 and read_label(who).strength < 2 and not department:
            called = text[len(post) + 1 :]
            return Label(text, function.group, function.role, called, function.is_chair, 2)
        if post.endswith(_DEPARTMENTS) and not department and looks_like_surname(who):
            return Label(text, "実施機関", post, text[len(post) + 1 :], strength=1)  # 用地課・黒江
    if not _ROLE_FIRST.fullmatch(folded):
        return None
    ends = [match.end() for match in _POST_ENDS.finditer(folded, 0, len(folded) - 1)]
    for end in reversed(ends):
        if end < 2:
            continue
        head = read_label(text[:end])
        if head.strength < 2 or head.name is not None:
            continue
        person = _FULL_PERSON.fullmatch(folded, end)
        if person is None:
            continue
        name, sure = person["name"], bool(person["hon"] or person["dot"])
        if name.endswith(_ACTS):
            continue  # 会長・副会長の選出 is business
        if looks_like_name(name) >= 1 or (sure and len(name) >= 2):
            start, stop = person.span("name")
            return Label(text, head.group, head.role, text[start:stop], head.is_chair, 2)
    return None


def _with_role(text: str, before: str, role: str, is_member: bool) -> Label | None:
    folded = fold(before)
    if is_member:
        group, chair = "委員", role in _CHAIR
    else:
        group, chair = _group_of_official(role), False
    if len(folded) > _LONGEST_DEPARTMENT:  # 一般社団法人…協会会長兼…株式会社代表取締役社長
        whole = _ORGANISATIONS.fullmatch(folded) is not None
        return Label(text, group, text, None, chair, 1) if whole else None
    surname = looks_like_surname(folded)  # 阿部, 前園 and 大館 end like departments
    department = folded.endswith(_DEPARTMENTS) or folded.endswith(_DEPARTMENT_STEMS)
    if department and not surname:
        # A department's head: 都市計画課長, 人事課係長. 教育委員会委員長 stays a member.
        group = "委員" if is_member else _group_of_department(folded, role)
        return Label(text, group, text, strength=2, is_chair=chair)
    if _LETTERS.fullmatch(folded):
        return Label(text, group, role, None, chair, 3)
    if _ORDINAL.fullmatch(folded):  # 第一部会長
        return Label(text, group, text, None, chair, 3)
    name = before if surname or (is_member and len(folded) <= 6) else None
    if name is None:
        kanji = _KANJI.fullmatch(folded)
        kana = not is_member and len(role) > 1 and _KANA_DEPARTMENT.fullmatch(folded)
        return Label(text, group, text, None, chair, 2 if kanji or kana else 1)
    return Label(text, group, text[-len(role) :], name, chair, 2)


def _group_of_function(function: str) -> str:
    groups_of = _ROLES["function_groups"]
    return next((g for g, functions in groups_of.items() if function in functions), "実施機関")


def _group_of_official(role: str) -> str:
    return "事務局" if role.startswith(("事務局", "書記")) else "実施機関"


def _group_of_department(department: str, role: str) -> str:
    return "事務局" if "事務局" in department + role else "実施機関"
