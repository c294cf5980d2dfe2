"""The words, brackets and separators of a roster line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import Vocabulary, alternatives, load, posts, words
from pipeline.parsing.phrases.names import (
    leading_name,
    looks_like_name,
    looks_like_surname,
)
from pipeline.parsing.roster.spaced import join_spaced
from pipeline.parsing.roster.words import COMMISSIONS, Token, classify, starts_department

__all__ = ["tokenize"]

_MARKS = load("groups")["marks"]
_MEMBER, _OFFICIAL = words("roles", "member"), words("roles", "official")
_ALL_ROLES = posts()
_LONG_ROLES = Vocabulary(role for role in _ALL_ROLES if len(role) > 1)
_NOT_GIVEN = (
    *_MARKS["absent_marks"],
    *load("roles")["firms"],
    *"出代兼副長会委新前元省庁国都道府県市町村区議民公労使学医歯薬監",
)
_HONORIFICS = frozenset(_MARKS["honorifics"])
_HONORIFIC = re.compile(rf"(?P<name>.{{1,10}}?)(?P<hon>{alternatives(_MARKS['honorifics'])})$")
_ENDS_HONOURED = tuple(_HONORIFICS)
_ATTENDANCE = frozenset([*_MARKS["attendance"], *_MARKS["absent"], *_MARKS["present"]])
_DITTO = frozenset(_MARKS["ditto"])
_EACH = re.compile(rf"(?P<name>.*?)の?各(?:{alternatives(posts())}|関係者)(?:の?皆様)?")
_FOREIGN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z.]*)+|[ァ-ヺー]{2,}(?:[ ・][ァ-ヺー]+)+")
_LONGEST_SURNAME = 4  # characters; among many surnames one that nobody knows is one, too
_LONGEST_GIVEN = 2  # characters, behind a space that fills a name up
_WITHIN = re.compile(r"(?:課(?![程題])|室|局|係|班|部|支所|事務所|センター)(?=[^長員次補代内等])")
_LIKELY = 0.45  # likeness of a name that may stand alone
_POSTED = 1.5  # what a name with its post is worth at least
_SAME_NAME = re.compile(  # 田中(良)、田中(正): two of one surname
    rf"\((?!(?:{alternatives(_NOT_GIVEN)})\))[\u3400-\u9fff]\)(?=\s{{0,3}}(?:[、,(]|以上|$))"
)
_SPACED_NAMES = re.compile(  # 広田 英明・大貫 敦子・武井 節
    r"(?<!\S)(?:[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,5}\s{1,2}[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,5}・\s{0,4}){2,60}"
)
_DOT_BEHIND = re.compile(r"(?<=[^\s・])・(?=\s[^\s・]|\s*$)")  # 鈴村課長・ 山路主幹
_FIRMS = alternatives(load("roles")["firms"])
_BRIEF = (word for word in (*_ALL_ROLES, *_ATTENDANCE) if len(word) <= 2)
_NO_POST = rf"(?!(?:{alternatives(_BRIEF)})\))"  # 新井 隆(会長)三国大学教授
_TOKEN = re.compile(
    rf"(?P<firm>\((?:{_FIRMS})\)[^\s、,;/|。:()]{{2,30}}|[^\s、,;/|。:()]{{2,30}}\((?:{_FIRMS})\))"
    r"|(?P<br>\([^()]{0,60}(?:\([^()]{0,20}\)[^()]{0,20})?\)|\[[^\[\]]{1,40}\])"
    r"|(?P<head>【[^【】]{1,40}】|〔[^〔〕]{1,40}〕|<[^<>]{1,40}>|≪[^≪≫]{1,40}≫)"
    r"|(?P<sep>[、,;/|\t。]|(?<=\))・(?=[^\s・])|及び|並びに|ならびに)"
    r"|(?P<colon>:)"
    r"|(?P<seat>[0-9]{1,2}\s?番(?:委員|議員)?(?=[\s:、]))"
    r"|(?P<count>(?<![^\s:、])[0-9]{1,3} [名人](?=[\s、]|$))"
    r"|(?P<foreign>[A-Z][a-z]+(?: [A-Z][a-z.]*)+(?![A-Za-z])|[ァ-ヺー]{2,}(?:・[ァ-ヺー]+)+)"
    r"|(?P<sym>[◎○●◇◆□■△▲☆★※・*×✕╳])"
    r"|(?P<word>[^\s、,;/|。:()\[\]【】〔〕<>≪≫◎○●◇◆□■△▲☆★※*×✕╳]+?"
    rf"(?:\({_NO_POST}[ぁ-ゖァ-ヺ一-龥]{{1,2}}\)[^\s、,;/|。:()・◎○●◇◆□■△▲☆★※*×]{{1,6}})?(?=及び|並びに|[\s、,;/|。:()\[\]【】〔〕<>≪≫◎○●◇◆□■△▲☆★※*×✕╳]|$))"
)


def tokenize(folded: str, raw: str, line: int, offset: int = 0) -> list[Token]:
    """Split one roster line; ``offset`` is where its value begins in the segment."""
    if "・" in folded:
        folded = _DOT_BEHIND.sub("、", _SPACED_NAMES.sub(_with_commas, folded))
    out: list[Token] = []
    cursor = offset
    for match in _TOKEN.finditer(folded, offset):
        kind = match.lastgroup or "word"
        kind = "word" if kind in ("foreign", "firm", "count") else kind
        start, end = match.span()
        gap = start - cursor if start > cursor else 0
        text = match[0]
        if kind == "br" and not gap and out and _names_same(out[-1], folded, start):
            whole = out.pop()
            start, text, kind = whole.start, whole.text + text, "word"
            gap = whole.gap
        inner = 1 if kind in ("br", "head") else 0
        inside = unspaced(match[0][1:-1])
        if kind == "head" and (inside in _MEMBER or (out and inside in _ATTENDANCE)):
            kind = "br"  # 【会長】 is a post like (会長), 湊 一成 【欠席】
        if kind == "seat" and cursor < start == match.end() - 1:
            kind = "word"
        if kind == "word" and text in _DITTO:
            kind = "ditto"
        elif (
            kind == "word" and "各" in text and (each := _EACH.fullmatch(text))
        ):  # 谷津・湯川各委員
            cut = start + len(each["name"])
            if each["name"]:
                out.append(Token("word", each["name"], raw[start:cut], line, start, cut, gap))
            kind, text, start, gap = "sep", text[cut - start :], cut, 0
        elif kind == "word" and out and (text in _HONORIFICS or text == "兼"):
            kind = "sep"  # 森 本 佳 代  君: ends the name; 会計管理者 兼 高林弥一 / 会計課長
        elif (
            kind == "word"
            and len(text) > 1
            and text[-1] in "君様殿"
            and not looks_like_surname(text)
        ):
            out.append(Token("word", text[:-1], raw[start : end - 1], line, start, end - 1, gap))
            kind, text, start, gap, cursor = "sep", text[-1], end - 1, 0, end - 1
        out.append(
            Token(
                kind,
                text[inner : len(text) - inner].strip(),
                raw[start:end],
                line,
                start,
                end,
                gap,
                glued=bool(out) and gap == 0,
            )
        )
        cursor = end
    return _split_words(join_spaced(out, raw))


def _names_same(before: Token, folded: str, at: int) -> bool:
    """Tell whether brackets tell somebody from another of that surname: 田中(良)."""
    surname = before.kind == "word" and looks_like_surname(before.text)
    return surname and _SAME_NAME.match(folded, at) is not None


def _with_commas(names: re.Match[str]) -> str:
    """Return names in two words that dots part with commas for dots; anything else as it is."""
    words_ = names[0].split("・")[:-1]
    known = sum(looks_like_surname(word.split()[0]) for word in words_)
    return names[0].replace("・", "、") if 2 * known > len(words_) else names[0]


def _split_words(tokens: list[Token]) -> list[Token]:
    """Part a post from the name behind it (委員長森本, 理事大谷ともふみ君) and honorifics."""
    out: list[Token] = []
    parted = [one for token in _parted_by_dots(tokens) for one in _people_of(token)]
    for place, token in enumerate(parted):
        if token.kind != "word" or token.spaced or token.text.startswith("以上"):
            out.append(token)
            continue
        at = _post_before_name(token.text) or _department_before_name(token.text)
        if not at and _is_given(parted[place + 1 : place + 3]):
            at = _post_before_family(token.text)
        if not at and len(token.raw) < token.end - token.start:
            out.append(token)  # letter-spaced: its characters do not stand at equal distances
            continue
        parts = [(0, at), (at, len(token.text))] if at else [(0, len(token.text))]
        for start, end in parts:
            text = token.text[start:end]
            match = _HONORIFIC.fullmatch(text) if text.endswith(_ENDS_HONOURED) else None
            if match and text not in _ALL_ROLES and _may_be_honoured(match["name"], match["hon"]):
                end = start + match.end("name")
            elif not at:
                out.append(token)
                continue
            raw = token.raw[start:end]
            out.append(
                replace(
                    token,
                    text=token.text[start:end],
                    raw=raw,
                    start=token.start + start,
                    end=token.start + end,
                    gap=token.gap if not start else 1,
                )
            )
    return out


def _parted_by_dots(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the words between dots; 越水 肇・新藤隆 goes on with the name before it."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        goes_on = before is not None and token.gap == 1 and "・" in before.text
        yield from _between_dots(token, given_first=goes_on)


def _between_dots(token: Token, *, given_first: bool) -> list[Token]:
    """Part names that only a dot parts: 谷津章雄・湯川隆; 生活・文化部 stays one word."""
    if "・" not in token.text or token.text.endswith(COMMISSIONS):
        return _at_hyphen(token) if "-" in token.text else [token]
    post, dot, name = token.text.partition("・")
    known = post in _ALL_ROLES or classify(post, "word").get("R", 0) >= 1.9
    posted = starts_department(post) and classify(name, "word").get("NR", 0.0) > 1.5
    named = posted or (known and looks_like_name(name) >= 0.3)
    if token.kind == "word" and named and dot and "・" not in name:
        cut = token.start + len(post)  # 会長・道本雅克
        first = replace(token, text=post, raw=token.raw[: len(post)], end=cut)
        rest = token.raw[len(post) + 1 :]
        return [first, replace(token, text=name, raw=rest, start=cut + 1, gap=1)]
    people = _people_between_dots(token.text) if token.kind == "word" else []
    if any(map(_is_posted, people)):
        return list(_at_dots(token, people))  # 鵜飼会長・香椎委員・井手修
    names = [] if _FOREIGN.fullmatch(token.text) else token.text.split("・")
    whole = names[1:] if given_first and len(names[0]) <= _LONGEST_GIVEN else names
    unlikely = sum(looks_like_name(n) < _LIKELY for n in whole)
    allowed = len(names) // 4 if max(map(len, names), default=0) <= _LONGEST_SURNAME else 0
    if token.kind != "word" or len(names) < 2 or unlikely > allowed:
        return [token]
    return list(_at_dots(token, names))


def _people_between_dots(text: str) -> list[str]:
    """Return the people between dots, if all are: 藤浪社会教育・文化課長 is one of them.

    市民課湊課長・木曽係長; some may have no post: 鵜飼会長・香椎真弓・井手修.
    """
    people: list[str] = []
    for part in text.split("・"):
        joint = f"{people[-1]}・{part}" if people else part
        alone = _is_posted(part) or looks_like_name(part) >= _LIKELY
        if people and not alone and _is_posted(joint):
            people[-1] = joint
        elif alone or not people:
            people.append(part)
        else:
            return []
    likely = all(_is_posted(one) or looks_like_name(one) >= _LIKELY for one in people)
    return people if likely and len(people) > 1 else []


def _is_posted(text: str) -> bool:
    """Tell whether a text is somebody with a post, behind a department or not: 市民課湊課長."""
    return classify(text, "word").get("NR", 0.0) > _POSTED or _department_before_name(text) > 0


def _at_hyphen(token: Token) -> list[Token]:
    """Part a post or an office from the name behind it: 会長-丹下, 人権課-課長."""
    post, _, name = token.text.partition("-")
    worth = classify(post, "word") if post else {}
    known = post in _DITTO or max(worth.get("R", 0.0), worth.get("D", 0.0)) >= 1.6
    if token.kind != "word" or not known or not name or "-" in name:
        return [token]
    kind = "ditto" if post in _DITTO else "word"
    cut = len(post)
    first = replace(token, kind=kind, text=post, raw=token.raw[:cut], end=token.start + cut)
    start = token.start + cut + 1
    return [first, replace(token, text=name, raw=token.raw[cut + 1 :], start=start, gap=1)]


def _at_dots(token: Token, people: Sequence[str]) -> Iterator[Token]:
    """Yield the people of a word that dots part, and the dots."""
    at = 0
    for name in people:
        start = token.start + at
        end = start + len(name)
        if at:
            yield replace(token, kind="sep", text="・", raw="・", start=start - 1, end=start)
        yield replace(token, text=name, raw=token.raw[at : at + len(name)], start=start, end=end)
        at += len(name) + 1


def _may_be_honoured(name: str, honorific: str) -> bool:
    """Tell whether 君 or 氏 ends a name here; a single character may be a given name (南 一君)."""
    return looks_like_name(name) >= 0.3 or (len(name) <= 2 and honorific in ("君", "氏", "様"))


def _people_of(token: Token) -> Iterator[Token]:
    """Yield the people of a word in which nothing parts them: 小幡福祉部長淵上福祉課長."""
    if token.kind != "word" or len(token.text) < _SHORTEST_RUN or token.spaced:
        yield token
        return
    for start, end in pairwise([0, *_run_together(token.text), len(token.text)]):
        yield replace(
            token,
            text=token.text[start:end],
            raw=token.raw[start:end],
            start=token.start + start,
            end=token.start + end,
            gap=1 if start else token.gap,
            glued=token.glued and not start,
        )


@lru_cache(maxsize=20_000)
def _run_together(text: str) -> tuple[int, ...]:
    """Return where in a word another person begins behind the post of one."""
    if sum(map(text.count, _POST_ENDS)) < _PAIR:
        return ()
    cuts: list[int] = []
    start = 0
    for end in range(_SHORTEST_POSTED, len(text) - _SHORTEST_POSTED + 1):
        if text[end - 1] not in _POST_ENDS or end - start < _SHORTEST_POSTED:
            continue
        if text[end] == "長" and any(_LONG_ROLES.ending(text[start : end + 1])):
            continue  # 委員長
        rest = text[end:]
        family = leading_name(rest)
        if len(family) < _PAIR or not looks_like_surname(family[:_PAIR]) or rest[0] in _JOINS:
            continue
        begins = starts_department(rest) or _ALL_ROLES.begins(rest)
        before = classify(text[start:end], "word")
        posted = before.get("NR", 0.0) > max(_POSTED, before.get("R", 0.0))
        if posted and not begins and any(_ALL_ROLES.ending(rest)):
            cuts.append(end)
            start = end
    return tuple(cuts)


@lru_cache(maxsize=20_000)
def _post_before_name(text: str) -> int:
    """Return where the name begins in a word such as 委員長森本 or 財務局長久保, else 0."""
    for role in _LONG_ROLES.inside(text):
        at = text.find(role)
        end = at + len(role)
        rest = text[end:]
        name = _HONORIFIC.fullmatch(rest)
        person = name["name"] if name else rest
        if len(person) < (1 if name else 2) or _ALL_ROLES.begins(rest):
            continue
        if at and role.endswith("代理") and looks_like_surname(text[:at]):
            return end if name or looks_like_surname(person) else 0  # 土居委員代理久保氏
        if at and classify(text[:end], "word").get("NR", 0) > _SURE:
            if classify(rest, "word").get("NR", 0) > _SURE:
                return end  # 沢田誓委員瀬野英三委員: a comma was lost
            continue
        if at and looks_like_surname(text[:at]):
            continue
        if role.endswith("委員") and rest.startswith("会"):
            continue  # 農業委員会会長
        if not at and role in _MEMBER and len(rest) >= 3 and looks_like_name(person) >= 0.45:
            return end  # 副会長伊集薫
        staff = not at and role in _OFFICIAL and len(rest) >= 3 and not any(_ALL_ROLES.ending(rest))
        if staff and looks_like_name(person) >= 0.45 and rest[0] not in _JOINS:
            return end  # 主任馬籠淳
        if at != 1 and (looks_like_surname(person) or looks_like_name(person) >= 0.7):
            return end
    return 0


def _is_given(behind: Sequence[Token]) -> bool:
    """Tell whether a word with its honorific goes on with the name before it: 時金　浩二君."""
    words_ = [token.text for token in behind]
    return len(words_) > 1 and behind[0].gap > 0 and words_[1] in _HONORIFICS


@lru_cache(maxsize=20_000)
def _post_before_family(text: str) -> int:
    """Return where a family name that nobody need know begins: 担当部長時金, 次長澤."""
    if looks_like_surname(text) or any(_ALL_ROLES.ending(text)):
        return 0
    ends = [
        end
        for end in range(max(2, len(text) - _LONGEST_FAMILY), len(text))
        if text[end - 1] in _POST_ENDS and classify(text[:end], "word").get("R", 0.0) > 0
    ]
    known = (end for end in ends if looks_like_surname(text[end:]))
    return next(known, ends[-1] if ends else 0)


_LONGEST_FAMILY = 3  # characters of a name whose post nothing parts from it
_POST_ENDS = frozenset("長員事監官役査幹与務佐理")
_JOINS = "兼及並級会室補代"
_PAIR = 2
_SHORTEST_POSTED, _SHORTEST_RUN = 4, 10  # characters of a name with its post, and of two
_SURE = 2.0  # what a name with a post is worth that reads in no other way
_LONGEST_POST_AND_NAME = 60  # characters


@lru_cache(maxsize=20_000)
def _department_before_name(text: str) -> int:
    """Return where the person begins in 企画課真戸原主査, else 0."""
    if len(text) > _LONGEST_POST_AND_NAME:
        return 0
    for match in _WITHIN.finditer(text):
        at = match.end()
        rest = classify(text[at:], "word")
        if at >= 3 and rest.get("NR", 0) > max(1.5, rest.get("R", 0)):
            again = match[0] in text[at:]  # 鶴沢支所柳原支所長
            return at if again or starts_department(text[:at]) else 0
    return 0
