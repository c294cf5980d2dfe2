"""What each word of a roster line may be, with scores.

A word may read in several ways (久保館長 is a name with a post; 総務課長 a post with a department);
:mod:`lattice` finds the ones that fit together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, functions_of_people, load, posts, words
from pipeline.parsing.phrases.names import (
    given_before,
    is_given_name,
    leading_name,
    looks_like_name,
    looks_like_short_name,
    looks_like_surname,
    one_before_stem,
    role_behind_surname,
    unknown_surname,
)

__all__ = [
    "COMMISSIONS",
    "HEADS_OF_TOWNS",
    "OWN_HOUSE",
    "Token",
    "classify",
    "heads_its_officials",
    "is_remark",
    "names_institution",
    "only_counted",
    "only_officials",
    "posts_and_names",
    "starts_department",
    "without_others",
]

_MARKS = load("groups")["marks"]
_ROLES = load("roles")
_MEMBER, _OFFICIAL = words("roles", "member"), words("roles", "official")
_ALL_ROLES = posts()
_FUNCTIONS = functions_of_people()
_OFFICE_STEMS = tuple(_ROLES["department_stems"])
_STEMS = frozenset(_OFFICE_STEMS)  # 渡部 総務課長: no given name
_BARE_POSTS = frozenset(_ROLES["whole_or_behind_surname"])
_DEPARTMENTS = tuple(_ROLES["departments"])
_ATTENDANCE = re.compile(
    rf"(?:{alternatives([*_MARKS['attendance'], *_MARKS['absent'], *_MARKS['present']])})(?:者)?$"
    rf"|(?:{alternatives(_MARKS['absent_marks'])})$"
)
_COUNT = re.compile(
    rf"(?:{alternatives(_MARKS['counted'])}){{0,3}}[0-9一二三四五六七八九十]{{1,3}}(?:名|人|委員|議員)"
    rf"(?:中.{{1,8}})?(?:出席|欠席)?|ほか|他|以上(?:{alternatives(_MEMBER)})?"
)
_LIKE_NAME = re.compile("[一二三四五六七八九十](?:委員|議員)")  # 鈴木 一委員
_SAME_NAME = re.compile(r"(.{1,4})\([\u3400-\u9fff]\)")  # 田中(良), not 田中(正)
_MORE = re.compile(  # 林次長ほか7名, ほか職員12名
    rf"(?:ほか|他)(?:{alternatives(_MARKS['counted'])})?[0-9一二三四五六七八九十]{{0,2}}[名人]?$"
)
HEADS_OF_TOWNS = frozenset(_ROLES["heads_of_towns"])
"""Posts of who heads a town, and may sit on the body."""
COMMISSIONS = tuple(_ROLES["commissions"])  # 民生委員 is nobody's name and post
_FIRM = re.compile(rf"\((?:{alternatives(_ROLES['firms'])})\)$")
_OUTSIDE = frozenset(_ROLES["outside"])
_OF_WHENCE = _MARKS["columns_of_whence"]
_COLUMNS = {*_MARKS["columns"], *_OF_WHENCE, *(f"{head}等" for head in _OF_WHENCE)}
_CAPACITIES = frozenset(_MARKS["capacities"])
_FOREIGN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z.]*)+|[ァ-ヺー]{2,}(?:[ ・][ァ-ヺー]+)+")
_POST_MARKS = "◎○●△▲★☆◇◆"
_ABROAD = re.compile(r"[ァ-ヺー]{2,7}")  # a family name from abroad
_SEAT = re.compile(r"[0-9一二三四五六七八九十]{1,3}番|(?:[0-9]{1,2}[.)]?)|[①-⑳]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_TWO_LETTERS = re.compile(r"[\u3400-\u9fff]{2}")
_SOCIETY = re.compile(r"(?:会|市民|住民|団体|経験者|代表|公募|機関|連盟)$")
_INSTITUTION = re.compile(
    "大学|協会|連合|連盟|機構|学院|病院|会社|法人|組合|財団|社団|学校|研究|センター|委員会|会議所|協議会|師会|商工会|クラブ|団体|連絡会"
)
_INSTITUTIONS = ("大学", "学院", "短期", "病院", "銀行", "都", "府", "県", "市", "町", "村", "区")
_HEADS_OF_TOWNS = frozenset(_ROLES["heads_of_towns"])
_OF_TOWNS = frozenset(_ROLES["of_towns"])
_INTEREST = re.compile(
    r"(?!.*(?:副|共同|[前元正各])代表$)(?P<whom>.{2,})(?:側?代表(?:委員|者)?|側委員|を代表する(?:委員|者)|枠)$"
)
OWN_HOUSE = "市町村区県"  # a body's own side, where nothing else names it
_LINES_AROUND = 4
_POST_AND_NAME = 3  # words
_ONLY_COUNTED = re.compile(
    r"[^\s:、。0-9()]{1,12}\s?:\s?(?:[^:、。0-9()]{0,10}[0-9]{1,3}\s?[名人](?:[、,\s]{1,3}|$)){1,6}"
    r"|[^\s:、。0-9()番]{2,12}\s?:\s?[0-9]{1,3}"
)
_NO_SURNAME = "全他某本副正元前新旧各同総現両次主当部課局室係班町村市区県館園校者"
_LONGEST_OFFICE = 12  # characters of a given name and a department
_PROCEDURE = frozenset(load("body")["sections"]["procedure"])  # 協議, 報告: no names
_NOBODY = frozenset(_MARKS["nobody"])


@dataclass(slots=True)
class Token:
    """A word, bracket or separator: ``start``/``end`` in the segment, ``gap`` spaces before it.

    ``kind`` is ``word``, ``br`` (brackets), ``head`` (【…】), ``sep``, ``colon`` or ``sym``;
    ``text`` is folded, without the brackets. ``line`` counts the lines of the block. Nothing
    changes a token; it is not frozen for what that costs where there are many.
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


_FULL_NAME = re.compile("[\u3400-\u9fff々]{4,5}")
_WARD = re.compile(
    r"第[0-9一二三四五六七八九十]{1,2}(?:地区|支部|分団|選挙区)|[^\s0-9()、]{1,6}(?:地区|学区|校区)"
)


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
    if solid.startswith("(") or _FIRM.search(solid):
        return {"D": 2.4}  # (株)東洋開発
    if solid.endswith(COMMISSIONS):
        return {"R": 2.4}
    if solid.startswith("以上") and _COUNT.fullmatch(solid):
        return {"X": -2.0, "C": 2.5}  # 佐竹 以上評議員
    if (same := _SAME_NAME.fullmatch(solid)) and looks_like_surname(same[1]):
        return {"N": 2.0}
    out: dict[str, float] = {"X": -2.0}
    if solid in _NOBODY or solid in _COLUMNS or solid in _PROCEDURE:
        out["Z"] = 2.5
    if solid in _CAPACITIES or _WARD.fullmatch(solid):
        out["D"] = 2.3
    if len(solid) > 1 and solid[0] == "各":
        return {"X": -2.0, "D": 2.0}  # 各市町
    if len(solid) == 1 and solid in OWN_HOUSE:
        return {"X": -2.0, "D": 2.0}  # 県 交通政策課長
    if solid not in _COLUMNS and _names_interest(solid):
        return {"X": -2.0, "D": 2.6}
    if _FOREIGN.fullmatch(text):
        return {"N": 2.0}
    if _COUNT.fullmatch(solid):
        out["C"] = 1.5 if _LIKE_NAME.fullmatch(solid) else 2.5
    if _SEAT.fullmatch(solid):
        out["S"] = 2.0
    if _ATTENDANCE.fullmatch(solid):
        out["A"] = 2.4
    if (stem := without_others(solid)) != solid:
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
        if len(solid) == 1 and _IDEOGRAPH.fullmatch(solid) and solid not in _NO_SURNAME:
            out.setdefault("N", -5.0)  # 主事 細: a name only behind a post (lattice)
        if _ABROAD.fullmatch(solid):
            out["F"] = 1.0  # マルティン 悠
        if 1 <= len(solid) <= 5 and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,5}", solid):
            out["G"] = 0.1 if "F" in out and out["F"] > 1 and not is_given_name(solid) else 0.8
    if len(solid) >= 3 and (
        solid[-1] == "県" or (solid[-1] == "市" and looks_like_surname(solid[:-1]))
    ):
        out["N"], out["D"] = 0.4, 1.6  # 亀山市 is hardly 亀山 市
    elif len(solid) >= 3 and solid[-1] in "市町村" and likeness < 1.0:
        out["D"] = 0.9
    if len(solid) >= 3 and _SOCIETY.search(solid):
        out.pop("G", None)
        out["D"] = 1.8
    elif _ends_department(solid) and len(solid) >= 2:
        known = len(solid) == 2 and looks_like_surname(solid) and solid[0] not in "本支"
        worth = 1.6 if likeness <= 0.3 else 0.5 if known else 1.0  # 服部 is rather a name
        out["D"] = max(out.get("D", 0.0), worth)
        if _is_office(solid):
            out.pop("G", None)  # 筧 / 行革推進課
    elif len(solid) >= 5 and likeness < 0.45:
        out["D"] = max(out.get("D", -9.0), 0.2)
    return out


def _add_posts(solid: str, out: dict[str, float]) -> None:
    if solid in _FUNCTIONS:
        out["R"] = 2.2  # 進行役 坂井 良
        return
    roles = _ALL_ROLES.ending(solid)
    role = solid if solid in roles else role_behind_surname(solid, roles)
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
    if before in _CAPACITIES or before == "同" or before[-1] == "各":
        out["R"] = 2.4  # 子ども委員, 同係長; 研究所各部長 are several
        return
    town = before[-1] in "都道府県市区町村" if role in _OF_TOWNS else role in _HEADS_OF_TOWNS
    if town and not looks_like_surname(before) and looks_like_name(before) < 1:
        out["R"] = 2.2  # 高岳町副町長, 中標津原市長
        if len(before) == 1 and is_given_name(before):
            out["GR"] = 2.6  # 佐藤 亮市長
        return
    bare = re.sub(r"\([^()]{1,2}\)$", "", before)
    if role in _BARE_POSTS and not looks_like_surname(bare):
        return
    person = leading_name(solid)
    if looks_like_surname(bare) or looks_like_name(bare) >= 1.0:
        out["NR"] = 2.1
        # 石橋町長 is a person, 岩原市長 a post: the name of the town cannot be told from a surname.
        out["R"] = 1.6 if role in _HEADS_OF_TOWNS else 0.9
    elif role in _OFFICIAL and len(person) >= 3 and looks_like_name(person) >= 1.0:
        out["NR"] = 1.9  # 平良理恵総合教育センター副所長
        out["R"] = 1.0
    elif (role in _OFFICIAL or role.endswith("理事")) and _INSTITUTION.search(before):
        out["R"] = 2.0  # 一橋大学教授 is nobody's name
        if _heads_office(person, solid, role):
            out["NR"], out["R"] = 1.7, 1.2  # 堀野法人支援課長
        elif len(person) > 1 and looks_like_surname(person) and role not in _OUTSIDE:
            out["NR"] = 1.3  # 豊島大学法人支援課長, where the whole list has that form
        return
    elif (role in _OFFICIAL or len(before) == 1) and (unknown := _unknown_name(before)):
        out["NR"] = 1.8 if len(unknown) > 1 else 1.4
        out["R"] = 1.1
    elif role in ("委員", "議員") and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{2,6}", bare):
        known = looks_like_name(bare) >= 0.3
        out["NR"] = 1.8 if known and not _ends_department(bare) else 1.2
        out["R"] = 0.9
    elif role in _MEMBER and looks_like_name(bare) >= 0.3 and not _ends_department(bare):
        out["NR"] = 1.7
        out["R"] = 0.4
    elif person and len(person) <= len(before) and not starts_department(before):
        out["NR"] = 1.6
        out["R"] = 1.0
    else:
        out["R"] = 1.9 if _ends_department(before) or role in _OFFICIAL else 1.2
        if _TWO_LETTERS.fullmatch(before) and before not in _STEMS:
            out["NR"] = 1.3  # 茶園局長, 安養課長補佐, where the rest of the list has that form
    if role in _MEMBER and len(before) == 1:
        out["R"] = min(out["R"], 0.9)  # 服部 園委員: no member has a department
    if _is_office(bare) or bare in _STEMS:
        return  # 久米 総務課主査: 総務課 is nobody's given name
    if 1 <= len(bare) <= 4 and re.fullmatch(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,4}", bare):
        out["GR"] = 1.7
    elif _in_office(bare, role) and given_before(bare):
        out["GR"] = 1.7  # 敦人権推進課長


def _is_office(text: str) -> bool:
    """Tell whether a text is a department, and neither a given name nor one before it."""
    return len(text) > 2 and _ends_department(text) and not given_before(text)


def _in_office(before: str, role: str) -> bool:
    """Tell whether a department may stand before a post, behind a given name: 敦人権推進課長."""
    return len(before) <= _LONGEST_OFFICE and (
        role[0] in "課係室部局" or before[-1] in "課係室部局"
    )


def _names_interest(text: str) -> bool:
    """Tell whether a word says for whom several may sit on a body: 公益代表, 被保険者代表."""
    found = _INTEREST.fullmatch(text)
    if found is None or names_institution(text):
        return False
    stem = found["whom"]  # 森本代表 is somebody
    return not looks_like_surname(stem) and looks_like_name(stem) < 0.7


def names_institution(text: str) -> bool:
    """Tell whether a text holds the name of an institution: 沖浜大学名誉, 中学."""
    return bool(_INSTITUTION.search(text) or text.endswith("学"))


def _ends_department(text: str) -> bool:
    """Tell whether a text ends as the names of departments do, or these and others: 総務課等."""
    return text.endswith(_DEPARTMENTS) or text.removesuffix("等").endswith(_DEPARTMENTS)


def _heads_office(person: str, solid: str, role: str) -> bool:
    """Tell whether a surname stands before an office, not in the name of an institution."""
    inside = role not in _OUTSIDE and not role.endswith("理事")
    if person and looks_like_surname(person) and solid.startswith(_OFFICE_STEMS, len(person)):
        return inside and (len(person) > 1 or one_before_stem(solid))  # 林学校教育課長
    named = looks_like_surname(person) and not solid.startswith(_INSTITUTIONS, len(person))
    return inside and named and len(person) > 1


def _unknown_name(before: str) -> str:
    """Return the surname that the dictionary does not know before an official's post.

    仏坂総務課長 and 蔭山係長 are people, 庶務係長 is a post: there the dictionary knows the word.
    """
    if len(before) == 1:
        return before if _IDEOGRAPH.fullmatch(before) and before not in _NO_SURNAME else ""
    return unknown_surname(before)


_NOTE_BEGINS = re.compile(r"[※(*]|注\s?[):0-9]")
_REMARK = re.compile(alternatives(_MARKS["remarks"]))


def is_remark(plain: str) -> bool:
    """Tell whether a line only remarks on the list: ※敬称略. A bracket may list people first."""
    if not _NOTE_BEGINS.match(plain):
        return False
    if plain.startswith("(※)"):
        plain = plain[1:]  # (※)を付した委員は…
    remark, _, rest = plain.partition(")") if plain[0] == "(" else (plain, "", "")
    if any(looks_like_surname(w) or looks_like_name(w) >= 1.0 for w in rest.split()[:1]):
        return False  # (敬称略) 森本 佳代 …
    return bool(_REMARK.search(remark))


def without_others(text: str) -> str:
    """Drop the number of others who came with somebody: 林次長ほか7名."""
    more = _MORE.search(text)
    return text[: more.start()] if more else text


_OTHERS_BEHIND = re.compile(r"(?:ほか|他)[^、,]{0,6}$")
_APART = re.compile(r"[、,\s]+")


def only_officials(folded: str) -> bool:
    """Tell whether every word of a list ends in an official's post (山吹部長、森上課長ほか)."""
    found = [word for word in _APART.split(_OTHERS_BEHIND.sub("", folded)) if word]
    posts = [next(iter(_ALL_ROLES.ending(word)), "") for word in found]
    return bool(posts) and all(post in _OFFICIAL and post not in _MEMBER for post in posts)


def heads_its_officials(lines: Sequence[str]) -> bool:
    """Tell whether the second of four lines names a house over its people, each behind a post.

    Members have theirs behind the name: 樋爪明日香 委員 / 東峡放送 / 編成局長 保科 律夫 / ….
    """
    if len(lines) < _LINES_AROUND or len(lines[1].split()) > 1:
        return False
    above, _, *below = (line.split() for line in lines)
    return (
        len(above) > 1
        and above[-1] in _MEMBER
        and all(1 < len(line) <= _POST_AND_NAME and only_officials(line[0]) for line in below)
    )


def only_counted(plain: str) -> bool:
    """Tell whether a line counts people and names none: サポーター:司会1名、コンサルタント2名."""
    return ":" in plain and _ONLY_COUNTED.fullmatch(plain) is not None


def posts_and_names(text: str) -> bool:
    """Tell whether officials' posts and names take turns: 局長 久保隆 次長 林静."""
    words = text.split()
    return len(words) % 2 == 0 and all(
        (word in _OFFICIAL) != bool(at % 2) for at, word in enumerate(words)
    )


@lru_cache(maxsize=4096)
def starts_department(text: str) -> bool:
    """Tell whether a text is a department from its first character on (環境課, 総務部総務課).

    沖総務課 is none: a surname of one character stands before the word.
    """
    return _ends_department(text) and not (looks_like_surname(text[:2]) or one_before_stem(text))


def _bracket_readings(solid: str) -> Mapping[str, float]:
    if solid.startswith("以上"):
        return {"C": 1.5}  # (以上 理事)
    if solid in _MARKS["deputy_marks"]:
        return {"A": 2.0}
    if _ATTENDANCE.fullmatch(solid) or solid.startswith(("欠席", "委任", "代理", "途中", "以下")):
        return {"A": 2.0}
    if re.search(r"(?:委員|者|氏)の?代理|代わり", solid):
        return {"A": 1.5}
    if solid in _FUNCTIONS:
        return {"R": 2.0}  # 坂井 良(進行役)
    role = next((r for r in _ALL_ROLES.ending(solid) if len(r) > 1), None)
    if role and solid[0] in _POST_MARKS:
        return {"C": 1.5}  # (◎会長 ○副会長) says what marks mean
    if role:
        # 委員(社会福祉協議会会長): a post elsewhere; (部会長), (第1部会長): the post here.
        if role in _OUTSIDE:
            return {"O": 2.0}  # 羽黒 修(弁護士)
        elsewhere = len(solid) - len(role) >= 3 and not solid.startswith("第")
        elsewhere = elsewhere or solid[0] in "元前"  # 元市職員
        return {"P": 2.0} if elsewhere else {"R": 2.0}
    if _COUNT.fullmatch(solid):
        return {"C": 1.5}
    if re.search(r"略|順", solid):
        return {"C": 1.5}
    if _ends_department(solid) or solid in _CAPACITIES:
        return {"D": 1.2}
    name = {1.0: 1.5, 0.7: 1.0, 0.45: 0.8}.get(looks_like_name(solid))
    if name is None and _FULL_NAME.fullmatch(solid) and is_given_name(solid[-2:]):
        name = 0.8  # 副市長(根元博文): the surname is in no dictionary
    return {"O": 1.0, "B": name} if name else {"O": 1.0}
