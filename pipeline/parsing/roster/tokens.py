"""The words of a roster line, and what each of them may be.

A word may read in several ways (久保館長 is a name with a post; 総務課長 a post with a department);
each reading carries a score, and :mod:`roster_grammar` picks the ones that fit together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load, words
from pipeline.parsing.roster.names import (
    leading_name,
    looks_like_name,
    looks_like_short_name,
    looks_like_surname,
    unknown_surname,
)

__all__ = ["Token", "classify", "only_officials", "tokenize"]

_MARKS = load("groups")["marks"]
_ROLES = load("roles")
_MEMBER, _OFFICIAL = words("roles", "member"), words("roles", "official")
_ALL_ROLES = words("roles", "member") + words("roles", "official")
_DEPARTMENT = re.compile(rf"(?:{alternatives(_ROLES['departments'])})(?:等)?$")
_HONORIFICS = frozenset(_MARKS["honorifics"])
_HONORIFIC = re.compile(rf"(?P<name>.{{1,10}}?)(?P<hon>{alternatives(_MARKS['honorifics'])})$")
_ATTENDANCE = re.compile(
    rf"(?:{alternatives([*_MARKS['attendance'], *_MARKS['absent'], *_MARKS['present']])})(?:者)?$"
    rf"|(?:{alternatives(_MARKS['absent_marks'])})$"
)
_COUNT = re.compile(
    rf"(?:{alternatives(_MARKS['counted'])}){{0,3}}[0-9一二三四五六七八九十]{{1,3}}(?:名|人|委員|議員)"
    r"(?:中.{1,8})?(?:出席|欠席)?|ほか|他"
)
_MORE = re.compile(r"(?:ほか|他)(?:[0-9一二三四五六七八九十]{0,2}[名人])?$")  # 林次長ほか7名
_OUTSIDE = frozenset(_ROLES["outside"])
_COLUMNS = frozenset(_MARKS["columns"])
_CAPACITIES = frozenset(_MARKS["capacities"])
_DITTO = frozenset(_MARKS["ditto"])
_EACH = re.compile(rf"(?P<name>.*?)の?各(?:{alternatives(load('roles')['member'])})(?:の?皆様)?")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_FOREIGN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z.]*)+|[ァ-ヺー]{2,}(?:[ ・][ァ-ヺー]+)+")
_SEAT = re.compile(r"[0-9一二三四五六七八九十]{1,3}番|(?:[0-9]{1,2}[.)]?)|[①-⑳]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_SOCIETY = re.compile(r"(?:会|市民|住民|団体|経験者|代表|公募|機関|連盟)$")
_INSTITUTION = re.compile(
    "大学|協会|連合|連盟|機構|学院|病院|会社|法人|組合|財団|社団|学校|研究|センター|委員会|会議所|協議会"
)
_WITHIN = re.compile(r"(?:課|室|局|係|班|部)(?=[^長員次補代内等])")
_NO_SURNAME = "全他某本副正元前新旧各同総現両次主当部課局室係班町村市区県館園校"  # 副主事 is a post
_NOBODY = frozenset(_MARKS["nobody"])
_TOKEN = re.compile(
    r"(?P<br>\([^()]{0,60}(?:\([^()]{0,20}\)[^()]{0,20})?\)|\[[^\[\]]{1,40}\])"
    r"|(?P<head>【[^【】]{1,40}】|〔[^〔〕]{1,40}〕|<[^<>]{1,40}>|≪[^≪≫]{1,40}≫)"
    r"|(?P<sep>[、,;/|\t。]|及び|並びに|ならびに)"
    r"|(?P<colon>:)"
    r"|(?P<seat>[0-9]{1,2}\s?番(?:委員|議員)?(?=[\s:、]))"
    r"|(?P<foreign>[A-Z][a-z]+(?: [A-Z][a-z.]*)+(?![A-Za-z])|[ァ-ヺー]{2,}(?:・[ァ-ヺー]+)+)"
    r"|(?P<sym>[◎○●◇◆□■△▲☆★※・*×✕╳])"
    r"|(?P<word>[^\s、,;/|。:()\[\]【】〔〕<>≪≫◎○●◇◆□■△▲☆★※*×✕╳]+?(?:\([ぁ-ゖァ-ヺ一-龥]{1,2}\)[^\s、,;/|。:()]{1,6})?(?=及び|並びに|[\s、,;/|。:()\[\]【】〔〕<>≪≫◎○●◇◆□■△▲☆★※*×✕╳]|$))"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, bracket or separator: ``start``/``end`` in the segment, ``gap`` spaces before it.

    ``kind`` is ``word``, ``br`` (brackets), ``head`` (【…】), ``sep``, ``colon`` or ``sym``;
    ``text`` is folded, without the brackets. ``line`` counts the lines of the block.
    """

    kind: str
    text: str
    raw: str
    line: int
    start: int
    end: int
    gap: int
    spaced: bool = False
    glued: bool = False


def tokenize(folded: str, raw: str, line: int, offset: int = 0) -> list[Token]:
    """Split one roster line; ``offset`` is where its value begins in the segment."""
    out: list[Token] = []
    cursor = offset
    for match in _TOKEN.finditer(folded, offset):
        kind = match.lastgroup or "word"
        kind = "word" if kind == "foreign" else kind
        start, end = match.span()
        gap = start - cursor if start > cursor else 0
        text = match[0]
        inner = 1 if kind in ("br", "head") else 0
        if kind == "head" and unspaced(match[0][1:-1]) in _MEMBER:
            kind = "br"  # 【会長】 is a post like (会長)
        if kind == "seat" and cursor < start == match.end() - 1:
            kind = "word"
        if kind == "word" and text in _DITTO:
            kind = "ditto"
        elif kind == "word" and (each := _EACH.fullmatch(text)):  # 谷津・湯川各委員
            cut = start + len(each["name"])
            if each["name"]:
                out.append(Token("word", each["name"], raw[start:cut], line, start, cut, gap))
            kind, text, start, gap = "sep", text[cut - start :], cut, 0
        elif kind == "word" and text in _HONORIFICS and out:
            kind = "sep"  # 森 本 佳 代  君: the honorific ends the name
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
    return _split_words(_join_spaced(out, raw))


def _join_spaced(tokens: list[Token], raw: str) -> list[Token]:
    """Join letter-spaced names: 森 本 佳 代, 西 田   悟, 横 田 富美男, 委 員.

    The parts of a name from abroad (アダルシュ シャルマ) are one name, too.
    """
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        run = at
        while (
            run < len(tokens)
            and tokens[run].kind == "word"
            and (run == at or 0 < tokens[run].gap <= 12)
            and not (run > at and _COUNT.fullmatch(tokens[run - 1].text))  # 1名 吉 田 みな子
        ):
            run += 1
        words_ = tokens[at:run]
        foreign = 0
        while foreign < len(words_) and _KATAKANA.fullmatch(words_[foreign].text):
            if foreign and words_[foreign].gap != 1:
                break
            foreign += 1
        if foreign >= 2:
            first, last = words_[0], words_[foreign - 1]
            text = " ".join(t.text for t in words_[:foreign])
            whole = replace(first, text=text, raw=raw[first.start : last.end], end=last.end)
            out.append(whole)
            at += foreign
            continue
        single = sum(len(t.text) == 1 for t in words_)
        post = len(words_) == 2 == single and "".join(t.text for t in words_) in _ALL_ROLES
        share = 0.5 if len(words_) < 12 and not _spaced_post(words_) else 0.3
        named = len(words_) - sum(_is_post(t.text) for t in words_)
        mostly = single > share * named or (
            single == share * named and _begins_spaced_role(words_)
        )
        if post or (len(words_) >= 3 and single >= 2 and mostly):
            out.extend(_regroup(words_, raw))
        else:
            out.extend(words_)
        if run == at:
            out.append(tokens[at])
            run += 1
        at = run
    return out


def _regroup(run: list[Token], raw: str) -> list[Token]:
    """Cut a run of mostly single characters into words by what makes names and posts."""
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    narrow = min(t.gap for t in run[1:])
    for end in range(1, len(run) + 1):
        options = []
        for start in range(max(0, end - 7), end):
            piece = run[start:end]
            text = "".join(t.text for t in piece)
            if len(text) > 8:
                continue
            score = _worth(text, piece)
            if len(piece[0].text) > 1 and any(t.gap > piece[1].gap for t in piece[2:]):
                score -= 3.0  # 加藤 進   原 由美子: behind the wider gap stands another person
            if start:
                wider = run[start].gap - narrow
                score += 0.4 * min(wider, 4) if wider else -1.2
            options.append((best[start][0] + score, [*best[start][1], (start, end)]))
        if not options:
            options.append((best[end - 1][0], [*best[end - 1][1], (end - 1, end)]))
        best.append(max(options, key=lambda o: o[0]))
    out = []
    for start, end in best[-1][1]:
        piece = run[start:end]
        if len(piece) == 1:
            out.append(piece[0])
            continue
        out.append(
            replace(
                piece[0],
                text="".join(t.text for t in piece),
                raw="".join(unspaced(t.raw) for t in piece),
                end=piece[-1].end,
                spaced=all(len(t.text) == 1 for t in piece[:2]),
            )
        )
    return out


def _spaced_post(words_: list[Token]) -> bool:
    """Tell whether a run begins as a post whose end is written together: 秘 書 広報課長."""
    head = [t.text for t in words_[:3]]
    return len(head) == 3 and len(head[0] + head[1]) == 2 and _is_post(head[2])


def _begins_spaced_role(words_: list[Token]) -> bool:
    """Tell whether a run begins with a role of two characters: 会 長  森田 健一."""
    head = "".join(t.text for t in words_[:2])
    return len(head) == 2 and head in _ALL_ROLES


def _is_post(text: str) -> bool:
    return len(text) > 2 and classify(text, "word").get("R", 0) >= 1.9


def _worth(text: str, piece: list[Token]) -> float:
    if text in _ALL_ROLES and len(text) > 1:
        return 3.0
    if len(piece) == 1:
        return 2.0 if _is_post(text) else 0.8 if len(text) > 1 else -0.5
    several = sum(len(t.text) > 1 for t in piece) > 1
    if _is_post(piece[0].text) or (several and not _is_post(text)):
        return -2.0  # 議会事務局長 鎌 倉: the post is no part of the name; 達雄 副 村 長 are two
    if len(piece) == 2 and max(len(t.text) for t in piece) > 1:
        return 0.5
    if _is_post(text):
        return 3.3
    if looks_like_short_name(text):
        return 2.4
    likeness = looks_like_name(text)
    if likeness and _packed(piece):
        return 2.0
    known = {1.0: 2.6, 0.7: 0.9, 0.45: 1.0, 0.3: 0.4}.get(likeness, -0.8)
    return known - 1.2 * max(0, len(text) - 4)  # what is longer is rather two people


def _packed(piece: list[Token]) -> bool:
    """Tell whether a surname of three is written together and its given name apart: 小金谷 幸 次."""
    given = piece[1:]
    return (
        len(piece[0].text) == 3
        and 1 <= len(given) <= 2
        and all(len(t.text) == 1 for t in given)
        and all(t.gap == given[0].gap for t in given)
    )


def _split_words(tokens: list[Token]) -> list[Token]:
    """Part a post from the name behind it (委員長森本, 理事大谷ともふみ君) and honorifics."""
    out: list[Token] = []
    for token in [part for whole in tokens for part in _between_dots(whole)]:
        if token.kind != "word" or token.spaced:
            out.append(token)
            continue
        at = _post_before_name(token.text) or _department_before_name(token.text)
        if not at and len(token.raw) < token.end - token.start:
            out.append(token)  # letter-spaced: its characters do not stand at equal distances
            continue
        parts = [(0, at), (at, len(token.text))] if at else [(0, len(token.text))]
        for start, end in parts:
            text = token.text[start:end]
            match = _HONORIFIC.fullmatch(text)
            if match and text not in _ALL_ROLES and _may_be_honoured(match["name"], match["hon"]):
                end = start + match.end("name")
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


def _between_dots(token: Token) -> list[Token]:
    """Part names that only a dot parts: 谷津章雄・湯川隆; 生活・文化部 stays one word."""
    names = [] if _FOREIGN.fullmatch(token.text) else token.text.split("・")
    if token.kind != "word" or len(names) < 2 or any(looks_like_name(n) < 0.45 for n in names):
        return [token]
    parts, at = [], 0
    for name in names:
        end = at + len(name)
        start = token.start + at
        parts.append(
            replace(token, text=name, raw=token.raw[at:end], start=start, end=start + len(name))
        )
        parts.append(replace(token, kind="sep", text="・", raw="・", start=token.start + end))
        at = end + 1
    return parts[:-1]


def _may_be_honoured(name: str, honorific: str) -> bool:
    """Tell whether 君 or 氏 ends a name here; a single character may be a given name (南 一君)."""
    return looks_like_name(name) >= 0.3 or (len(name) <= 2 and honorific in ("君", "氏", "様"))


@lru_cache(maxsize=20_000)
def _post_before_name(text: str) -> int:
    """Return where the name begins in a word such as 委員長森本 or 財務局長久保, else 0."""
    for role in _ALL_ROLES:
        at = text.find(role)
        if at < 0 or len(role) < 2:
            continue
        end = at + len(role)
        rest = text[end:]
        name = _HONORIFIC.fullmatch(rest)
        person = name["name"] if name else rest
        if (
            len(person) < (1 if name else 2)
            or rest in _ALL_ROLES
            or any(rest.startswith(r) for r in _ALL_ROLES)
        ):
            continue
        if at and looks_like_surname(text[:at]):
            continue
        if not at and role in _MEMBER and len(rest) >= 3 and looks_like_name(person) >= 0.45:
            return end  # 副会長伊集薫
        if at != 1 and (looks_like_surname(person) or looks_like_name(person) >= 0.7):
            return end
    return 0


@lru_cache(maxsize=20_000)
def _department_before_name(text: str) -> int:
    """Return where the person begins in 企画課真戸原主査, else 0."""
    for match in _WITHIN.finditer(text):
        at = match.end()
        rest = classify(text[at:], "word")
        if at >= 3 and rest.get("NR", 0) > max(1.5, rest.get("R", 0)):
            return at if _starts_department(text[:at]) else 0
    return 0


@lru_cache(maxsize=50_000)
def classify(text: str, kind: str) -> Mapping[str, float]:
    """Return the readings of a token with their scores.

    N full name (or surname alone), F family, G given, R post, NR name with post, GR given name with
    post, B a name in brackets (behind a post: 市長(今出文彦)), D department or organisation,
    S seat, A attendance, C count, Z nobody, X unknown.
    """
    solid = unspaced(text)
    if kind == "sym":
        return {"A": 1.0} if text in _MARKS["absent_marks"] else {"Y": 0.5}
    if kind == "ditto":
        return {"R": 2.2}
    if kind == "seat":
        return {"S": 2.0}
    if kind == "br":
        return _bracket_readings(solid)
    out: dict[str, float] = {"X": -2.0}
    if solid in _NOBODY or solid in _COLUMNS:
        out["Z"] = 2.5
    if solid in _CAPACITIES:
        out["D"] = 2.3
    if _FOREIGN.fullmatch(text):
        return {"N": 2.0}
    if _COUNT.fullmatch(solid):
        out["C"] = 2.5
    if _SEAT.fullmatch(solid):
        out["S"] = 2.0
    if _ATTENDANCE.fullmatch(solid):
        out["A"] = 2.4
    if more := _MORE.search(solid):
        stem = solid[: more.start()]
        inner = classify(stem, "word") if stem else {}
        out.update({k: v for k, v in inner.items() if k in ("NR", "N")})
    _add_posts(solid, out)
    likeness = looks_like_name(solid)
    if "R" not in out or out["R"] < 2.0:
        if likeness >= 1.0:
            out["N"] = 2.0
        elif likeness == 0.7:
            out["N"] = 0.7
        elif likeness >= 0.3 and len(solid) >= 2:
            out["N"] = 0.55 if likeness > 0.3 else 0.1
        if looks_like_short_name(solid):
            out["N"] = 1.2
        if looks_like_surname(solid):
            out["F"] = 1.2
            if len(solid) == 1:
                out["N"] = -0.4  # (国土交通省)西
        elif 1 <= len(solid) <= 4 and (likeness >= 0.3 or _IDEOGRAPH.fullmatch(solid)):
            out["F"] = 0.5 if len(solid) in (2, 3) else 0.2
        if 1 <= len(solid) <= 5 and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,5}", solid):
            out["G"] = 0.8
    if len(solid) >= 3 and _SOCIETY.search(solid):
        out.pop("G", None)
        out["D"] = 1.8
    elif _DEPARTMENT.search(solid) and len(solid) >= 2:
        out["D"] = max(out.get("D", 0.0), 1.6 if likeness <= 0.3 else 1.0)
    elif len(solid) >= 5 and likeness < 0.45:
        out["D"] = max(out.get("D", -9.0), 0.2)
    return out


def _add_posts(solid: str, out: dict[str, float]) -> None:
    role = next((r for r in _ALL_ROLES if solid.endswith(r)), None)
    if role is None:
        if len(solid) >= 4 and solid[-1] in "長役官監" and looks_like_name(solid) < 1:
            out["R"] = 0.8
        return
    before = solid[: -len(role)]
    if not before:
        out["R"] = 2.2
        return
    if len(before) > 30 or (len(role) == 1 and role != "監"):
        return
    bare = re.sub(r"\([^()]{1,2}\)$", "", before)
    person = leading_name(solid)
    if looks_like_surname(bare) or looks_like_name(bare) >= 1.0:
        out["NR"] = 2.1
        # 石橋町長 is a person, 岩原市長 a post: the name of the town cannot be told from a surname.
        out["R"] = 1.6 if role in ("市長", "町長", "村長", "区長", "知事") else 0.9
    elif role in _OFFICIAL and len(person) >= 3 and looks_like_name(person) >= 1.0:
        out["NR"] = 1.9  # 平良理恵総合教育センター副所長
        out["R"] = 1.0
    elif (role in _OFFICIAL or role.endswith("理事")) and _INSTITUTION.search(before):
        out["R"] = 2.0  # 一橋大学教授 is nobody's name
        return
    elif (role in _OFFICIAL or len(before) == 1) and (unknown := _unknown_name(before)):
        out["NR"] = 1.8 if len(unknown) > 1 else 1.4
        out["R"] = 1.1
    elif role in ("委員", "議員") and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{2,6}", bare):
        known = looks_like_name(bare) >= 0.3
        out["NR"] = 1.8 if known and not _DEPARTMENT.search(bare) else 1.2
        out["R"] = 0.9
    elif role in _MEMBER and looks_like_name(bare) >= 0.3 and not _DEPARTMENT.search(bare):
        out["NR"] = 1.7
        out["R"] = 0.4
    elif person and len(person) <= len(before) and not _starts_department(before):
        out["NR"] = 1.6
        out["R"] = 1.0
    else:
        out["R"] = 1.9 if _DEPARTMENT.search(before) or role in _OFFICIAL else 1.2
    if role in _MEMBER and len(before) == 1:
        out["R"] = min(out["R"], 0.9)  # 服部 園委員: no member has a department
    if 1 <= len(bare) <= 4 and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,4}", bare):
        out["GR"] = 1.7


def _unknown_name(before: str) -> str:
    """Return the surname that the dictionary does not know before an official's post.

    仏坂総務課長 and 蔭山係長 are people, 庶務係長 is a post: there the dictionary knows the word.
    """
    if len(before) == 1:
        return before if _IDEOGRAPH.fullmatch(before) and before not in _NO_SURNAME else ""
    return unknown_surname(before)


def only_officials(folded: str) -> bool:
    """Tell whether every word of a list ends in an official's post (山吹部長、森上課長ほか)."""
    found = [w for w in re.split(r"[、,\s]+", re.sub(r"(?:ほか|他).{0,4}$", "", folded)) if w]
    posts = [next((r for r in _ALL_ROLES if word.endswith(r)), "") for word in found]
    return bool(posts) and all(post in _OFFICIAL and post not in _MEMBER for post in posts)


@lru_cache(maxsize=4096)
def _starts_department(text: str) -> bool:
    """Tell whether a text is a department from its first character on (環境課, 総務部総務課)."""
    return bool(_DEPARTMENT.search(text)) and not looks_like_surname(text[:2])


def _bracket_readings(solid: str) -> Mapping[str, float]:
    if _ATTENDANCE.fullmatch(solid) or solid.startswith(("欠席", "代理", "途中", "以下")):
        return {"A": 2.0}
    if re.search(r"(?:委員|者|氏)の?代理|代わり", solid):
        return {"A": 1.5}
    role = next((r for r in _ALL_ROLES if len(r) > 1 and solid.endswith(r)), None)
    if role:
        # 委員(社会福祉協議会会長): a post elsewhere; (部会長), (第1部会長): the post here.
        if role in _OUTSIDE:
            return {"O": 2.0}  # 羽黒 修(弁護士)
        elsewhere = len(solid) - len(role) >= 3 and not solid.startswith("第")
        return {"P": 2.0} if elsewhere else {"R": 2.0}
    if _COUNT.fullmatch(solid):
        return {"C": 1.5}
    if re.search(r"略|順", solid):
        return {"C": 1.5}
    if _DEPARTMENT.search(solid) or solid in _CAPACITIES:
        return {"D": 1.2}
    name = {1.0: 1.5, 0.7: 1.0, 0.45: 0.8}.get(looks_like_name(solid))
    return {"O": 1.0, "B": name} if name else {"O": 1.0}
