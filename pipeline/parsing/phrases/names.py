"""Names of people: is this a name, and where does the family name end?

The dictionary (unidic-lite) knows surnames and given names; what it does not know is judged by
script and length. Nothing here guesses across documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.parsing.knowledge import posts, words

__all__ = [
    "SplitName",
    "before_word",
    "begins_as_word",
    "given_before",
    "is_given_name",
    "leading_name",
    "looks_like_name",
    "looks_like_short_name",
    "looks_like_surname",
    "name_fit",
    "one_before_stem",
    "role_behind_surname",
    "split_name",
    "unknown_surname",
    "words_of",
]

_NAME_CHARS = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆ヶヵケノ之ぁ-ゖァ-ヺー]{1,12}"
)
_KATAKANA = re.compile(r"[ァ-ヺー・]{3,}")
_NOT_NAME = re.compile(
    r"(?:その他|ついて|おける|する|こと|など|ほか|及び|または|もの|から|まで|より|ます|です|関す|事項|議題|議事|会議|資料|議案|次第|開会|閉会|傍聴|敬称|音順|上記|氏名|役職|所属|区分|備考|意見|内容|結果|了承|承認|可決|特になし|概要|要旨|項目|案件|件名|規制|制定|改正|出席|欠席|名簿|次頁|参照|委員|時間|場所|市長|課長|部長)"
)
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")
_PARTICLE = re.compile(
    r"[\u3400-\u9fff](?:[をにはがでとへ]|した|する)[\u3400-\u9fff]|^した|^[をが][\u3400-\u9fff]"
)
_PARTICLES = "のにをはがでとへもや"
_DEPARTMENT_TAIL = re.compile(
    r"(?:課|室|局|署|センター|事務所|役所|役場|大学|学校|協会|連盟|組合|会議所|商工会|協議会|委員会|病院|株式会社|会|市民|住民|代表|経験者|団体)$"
)


_KANA_GIVEN = re.compile(r"(?:[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,4})[子美代江恵香枝乃穂]?|[ぁ-ゖァ-ヺ]子")
_WITH_KANA = re.compile(r"(?P<family>[\u3400-\u9fff々]{2,3})(?P<given>[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,4})")
_OF_PLACE = re.compile(r"[\u3400-\u9fff][ノヶケツ](?!丘)[\u3400-\u9fff]")  # 田ノ上, 松ヶ崎, 三ツ木
_STEMS = words("roles", "department_stems")
_OFFICIAL = words("roles", "official")
_OFFICES = frozenset(words("roles", "department_words"))
_OF_PLACES = "都道府県市区町村"
_SIDES = "東西南北中上下新本旧第"  # 健東支所長: what may begin the name of an office


@dataclass(frozen=True, slots=True)
class SplitName:
    """Family and given name and how the split is known (``written`` or ``inferred``)."""

    family: str | None
    given: str | None
    how: str | None


@lru_cache(maxsize=1)
def _tagger() -> Any:
    import fugashi  # type: ignore[import-untyped]

    return fugashi.Tagger()


# Forms of characters that the dictionary does not know in names; records keep the written form.
_VARIANTS = str.maketrans("髙﨑邊邉齋齊澤濵槗桒栁", "高崎辺辺斎斉沢浜橋桑柳")


@lru_cache(maxsize=20_000)
def _morphemes(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return (surface, pos1, last part of the proper-noun class) for a short text."""
    found = []
    plain = text[:60].replace("\0", " ")
    parted = " " in plain
    at = 0
    for node in _tagger().parseToNodeList(plain.translate(_VARIANTS)):
        surface = node.surface
        length = len(surface)
        if not parted:
            surface = plain[at : at + length]
            at += length
        _, pos, _, proper, *_ = ("",) * 4 if node.is_unk else node.feature_raw.split(",", 4)
        found.append((surface, pos, proper if pos == "固有名詞" else ""))
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a short text (60 characters at most) as the dictionary cuts them."""
    return tuple(surface for surface, _, _ in _morphemes(text))


@lru_cache(maxsize=20_000)
def looks_like_surname(text: str) -> bool:
    """Tell whether ``text`` alone reads as a family name (森本, 南, はやせ)."""
    if not 1 <= len(text) <= 5 or not _NAME_CHARS.fullmatch(text) or _NOT_NAME.search(text):
        return False
    if _OF_PLACE.fullmatch(text):
        return True
    morphemes = _morphemes(text)
    if len(morphemes) == 1:
        return morphemes[0][2] == "姓" or _surname_before_given(text)
    return _surname_before_given(text)


@lru_cache(maxsize=20_000)
def _surname_before_given(text: str) -> bool:
    """Ask the dictionary again in the frame <family>太郎, where a family name must stand."""
    morphemes = _morphemes(text + "太郎")
    return bool(morphemes) and morphemes[0][0] == text and morphemes[0][2] == "姓"


def role_behind_surname(text: str, roles: Sequence[str]) -> str | None:
    """Return the one of several roles at the end of a text that leaves the longest surname.

    渡部|会長, not 渡|部会長; 日下部|会長, not 日下|部会長; 田中|部会長. Without a surname of two
    characters it is the first of the roles.
    """
    found = [
        (len(text) - len(r), r)
        for r in roles
        if text[-len(r) - 1 :][:1] != "副" and looks_like_surname(text[: -len(r)])
    ]
    length, role = max(found, default=(0, None))
    return role if length >= 2 else next(iter(roles), None)


@lru_cache(maxsize=20_000)
def looks_like_name(text: str) -> float:
    """Return how much ``text`` (no spaces) reads as a full name or a surname: 0 to 1."""
    if _PARTICLE.search(text):
        return 0.0
    if _is_known_with_kana(text):
        return 1.0
    if not 2 <= len(text) <= 8 or not _NAME_CHARS.fullmatch(text) or _NOT_NAME.search(text):
        return 0.3 if len(text) == 1 and looks_like_surname(text) else 0.0
    if _DEPARTMENT_TAIL.search(text):
        return 0.1
    if any(len(post) > 1 for post in _OFFICIAL.ending(text)):
        return 0.1
    family, given = _split_by_dictionary(text)
    if family and given:
        return 1.0
    if looks_like_surname(text):
        return 0.7
    if (
        _IDEOGRAPHS.search(text)
        and sum(pos == "普通名詞" and len(word) > 1 for word, pos, _ in _morphemes(text)) > 1
    ):
        return 0.1  # 避難訓練: words, none of them a name
    return 0.45 if 3 <= len(text) <= 6 else 0.3


def _is_known_with_kana(text: str) -> bool:
    """Tell whether the family name is known and the given name looks like a word: 春日まこと.

    A word inside of a longer given name is none: 江口ひより.
    """
    kana = _WITH_KANA.fullmatch(text)
    if kana is None or not looks_like_surname(kana["family"]):
        return False
    word = _NOT_NAME.search(kana["given"])
    inside = word and word.start() and kana["given"][0] not in _PARTICLES
    return bool(inside) or is_given_name(kana["given"])


@lru_cache(maxsize=20_000)
def looks_like_short_name(text: str) -> bool:
    """Tell whether two characters are a family and a given name of one each: 南一, 林静."""
    return (
        len(text) == 2
        and bool(_NAME_CHARS.fullmatch(text))
        and not looks_like_surname(text)
        and looks_like_surname(text[0])
        and len(_morphemes(text)) > 1  # 治夫 is one word, a given name
    )


@lru_cache(maxsize=20_000)
def _split_by_dictionary(text: str) -> tuple[str, str]:
    morphemes = _morphemes(text)
    if text[1:] in _OFFICES and looks_like_surname(text[:1]):
        return "", ""  # 星子ども課長
    kana = _WITH_KANA.fullmatch(text)
    if kana and kana["given"] not in _OFFICES and looks_like_surname(kana["family"]):
        return kana["family"], kana["given"]  # 戸塚ユリ, 長谷部あゆみ
    if len(morphemes) >= 2 and morphemes[0][2] == "姓":
        rest = morphemes[1:]
        behind = text[len(morphemes[0][0]) :]
        if behind in _OFFICES and not is_given_name(behind):
            return "", ""  # 船越こども課長
        if len(morphemes[0][0]) > 1 and _KANA_GIVEN.fullmatch(behind):
            return morphemes[0][0], behind
        if behind in _STEMS:
            return "", ""  # 福留国保係長: no given name, though the dictionary has one
        kinds = [proper for _, _, proper in rest]
        given = "名" in kinds
        after = rest[kinds.index("名") + 1 :] if given else ()
        if any(not proper and len(surface) > 1 for surface, _, proper in after):
            return "", ""  # 久保 隆 公民: a word of a department follows
        if len(behind) == 1 and "ぁ" <= behind <= "ヺ":
            return "", ""  # 津久井う is no whole name
        if given or all(m[2] in ("姓", "名", "一般") or len(m[0]) == 1 for m in rest):
            return morphemes[0][0], text[len(morphemes[0][0]) :]
    return "", ""


def split_name(name: str) -> SplitName:
    """Split a name at its written space, else by the dictionary (``inferred``)."""
    family, _, given = name.partition(" ")
    if given:
        return SplitName(family, given, "written")
    family, given = _split_by_dictionary(name)
    if family and given:
        return SplitName(family, given, "inferred")
    if len(name) <= 3 and looks_like_surname(name):
        return SplitName(name, None, "inferred")
    if len(name) == 4 and not _KATAKANA.search(name):
        return SplitName(name[:2], name[2:], "inferred")
    return SplitName(None, None, None)


@lru_cache(maxsize=20_000)
def name_fit(text: str) -> float:
    """Return how well a name that the dictionary splits fits: 0 for 高橋健一, less for others.

    Most family and given names have two characters; one of an unknown given name lowers it more.
    """
    family, given = _split_by_dictionary(text)
    if not family:
        return -0.6
    fit = {1: -0.3, 2: 0.0, 3: -0.2}.get(len(family), -0.8)
    fit += {1: -0.15, 2: 0.0, 3: -0.2}.get(len(given), -0.8)
    known = bool(_KANA_GIVEN.fullmatch(given)) or any(
        proper == "名" and word == given for word, _, proper in _morphemes(text)
    )
    return fit - (0.0 if known else 0.6)


@lru_cache(maxsize=20_000)
def is_given_name(text: str) -> bool:
    """Tell whether the dictionary knows a text as a given name, behind a family name or alone."""
    alone, behind = _morphemes(text), _morphemes("佐藤" + text)
    return any(
        len(found) > at and found[at][0] == text and found[at][2] == "名"
        for found, at in ((alone, 0), (behind, 1))
    )


def begins_as_word(text: str) -> bool:
    """Tell whether a text begins with a common word of two characters or more: 公民館長."""
    surface, pos, proper = (*_morphemes(text)[:1], ("", "", ""))[0]
    return pos == "普通名詞" and not proper and len(surface) > 1


@lru_cache(maxsize=20_000)
def before_word(text: str) -> int:
    """Return how many characters stand before the first word of a text that is no name.

    仏坂総務 → 2, 助村幹夫生涯学習 → 4, 亮交通 → 1, 庶務 → 0. What is longer than a surname of three
    characters with a given name that the dictionary knows is 0; without a word the text counts
    as a whole.
    """
    length, longest = 0, 3
    for surface, pos, proper in _morphemes(text):
        if pos in ("普通名詞", "一般") and not proper and len(surface) > 1:
            break
        if surface == "副" and length:
            break  # 眞辺副部長
        length += len(surface)
        longest = 5 if proper == "名" else longest
    return length if length <= longest else 0


def given_before(text: str) -> int:
    """Return how many characters of a text are a given name before a word: 大樹介護保険 → 2."""
    length = before_word(text)
    if length and is_given_name(text[:length]):
        return length
    ends = (n for n in (2, 1, 3) if is_given_name(text[:n]) and begins_as_word(text[n:]))
    return next(ends, 0)


@lru_cache(maxsize=20_000)
def unknown_surname(text: str) -> str:
    """Return the name of two to five characters at the head of a text that is no word.

    It must be all of the text (蔭山) or stand before a word (仏坂 in 仏坂総務); else "". One
    character (椙政策推進) the dictionary must not know at all.
    """
    length = before_word(text)
    if length == 1 and not _morphemes(text)[0][1]:
        return text[:1] if re.match(r"[\u3400-\u9fff]", text) else ""
    return text[:length] if re.fullmatch(r"[\u3400-\u9fff々]{2,5}", text[:length]) else ""


def one_before_stem(text: str) -> bool:
    """Tell whether a surname of one character stands before the word of a post: 沖総務課."""
    return (
        text[:1] not in f"{_SIDES}{_OF_PLACES}"
        and text.startswith(_STEMS, 1)
        and looks_like_surname(text[:1])
    )


def _surname_before_stem(text: str) -> str:
    """Return the surname before the word of a post: 岡|市民協働課長, though 岡市 is one, too."""
    stands = (n for n in (2, 3, 1) if text.startswith(_STEMS, n))
    ends = (
        n for n in stands if (one_before_stem(text) if n == 1 else looks_like_surname(text[:n]))
    )
    return text[: next(ends, 0)]


def _ends_given(given: str, following: Sequence[tuple[str, str, str]]) -> bool:
    """Tell whether one more character belongs to a given name: 上原崇臣総務課次長."""
    last = following[0][0]
    word = len(following) > 1 and following[1][1] == "普通名詞" and len(following[1][0]) > 1
    return len(given) == 1 == len(last) and word and last not in _SIDES


def _given_before_post(text: str) -> str:
    """Return the one character that stands between a family name and a post: 林 静 副主幹."""
    for length in (0,) if text[:1] in f"{_OF_PLACES}副" else (0, 1):
        if posts().begins(text[length:], least=2):
            return text[:length]
    return ""


@lru_cache(maxsize=20_000)
def leading_name(text: str) -> str:
    """Return the name at the head of a text in which post or department follow without a space.

    久保隆公民館長 → 久保隆, 久保行政部長 → 久保, 総務部長 → "".
    """
    if text.startswith(_STEMS):
        return ""
    if before := _surname_before_stem(text):
        return before
    morphemes = _morphemes(text)
    name = ""
    if morphemes and morphemes[0][2] == "姓":
        name = morphemes[0][0]
        for at, (surface, _, proper) in enumerate(morphemes[1:3], start=2):
            if text.startswith(_STEMS, len(name)):
                break
            if proper != "名" and not (at == 3 and _ends_given(morphemes[1][0], morphemes[2:4])):
                break
            name += surface
    else:
        # 環 is a surname, but not in 環境政策課長, where 環境 is a word.
        word = bool(morphemes) and len(morphemes[0][0]) > 1 and morphemes[0][1] == "普通名詞"
        lengths = (2, 3) if word else (2, 3, 1)
        name = next((text[:n] for n in lengths if looks_like_surname(text[:n])), "")
    if len(name) == (len(morphemes[0][0]) if morphemes else 0) or looks_like_surname(name):
        name += _given_before_post(text[len(name) :])
    return name if len(name) < len(text) else ""
