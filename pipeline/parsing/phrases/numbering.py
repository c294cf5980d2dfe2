"""What stands before a title or a list entry: 1, (1), 1-1, ①, ア, A, 議題1, 諮問第12号, ・."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.knowledge import alternatives, load, numbering_words

__all__ = ["COUNTERS", "NUMBER", "PLACE", "UNITS", "Enumerator", "kanji_number", "read_enumerator"]

_KANJI_DIGIT = {c: i for i, c in enumerate("○一二三四五六七八九")} | {"〇": 0, "零": 0, "元": 1}
_KANJI_UNIT = {"十": 10, "百": 100, "千": 1000}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_IROHA = {"ロ": 2, "ハ": 3, "ホ": 5, "ヘ": 6}  # イ, ニ and ト stand in both orders
_ORDERED = _KANA + "".join(_IROHA)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_ENCLOSED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"  # one character for (1), (一)
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_SPACE = " "  # for any
NUMBER = r"[0-9]{1,4}|[○〇一二三四五六七八九十百千]{1,7}"


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A number or mark at the head of a text.

    ``kind`` tells marks of one list from marks of another (``bill``, ``arabic``, ``ordinal`` (第1),
    ``dotted``,
    ``paren``, ``circled``, ``square``, ``kana``, ``paren_kana``, ``roman``, ``latin``,
    ``paren_latin``, ``latin_dotted``, ``kanji``, ``word``, ``counted`` (一つめ), ``bullet``);
    ``value`` is
    its ordinal (0 for bullets); ``end`` is where the title begins; ``word`` is the term of a
    numbered matter (議案, 諮問, 議題 …), ``written`` the number as it stands.
    """

    kind: str
    value: int
    end: int
    written: str
    word: str = ""


def kanji_number(text: str) -> int | None:
    """Return the value of Arabic or kanji numerals (十二, 一〇, 元), or ``None``."""
    if not text or len(text) > 7:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and "①" <= text <= "⒛":
        return int(unicodedata.numeric(text))
    if not any(unit in text for unit in _KANJI_UNIT):
        digits = [_KANJI_DIGIT.get(c) for c in text]
        if None in digits:
            return None
        return int("".join(str(d) for d in digits))
    total = current = 0
    for char in text:
        if char in _KANJI_UNIT:
            total += (current or 1) * _KANJI_UNIT[char]
            current = 0
        elif char in _KANJI_DIGIT:
            current = _KANJI_DIGIT[char]
        else:
            return None
    return total + current


_WORDS = "|".join(sorted((re.escape(w) for w in numbering_words()), key=len, reverse=True))
_BILLS = alternatives(load("numbering")["behind"])
_OPEN = alternatives(word for word, kind in numbering_words().items() if not kind)
COUNTERS = alternatives(load("numbering")["counters"])
PLACE = r"[0-9]{1,2}|[一二三四五六七八九十]{1,2}"
_ORDINALS = alternatives(load("numbering")["ordinals"])
_RANGE = (  # 議案第4号から議案第6号まで
    rf"(?:\s?(?:から|~|-|及び|、|・)\s?(?:{_WORDS})?\s?第\s?(?:{NUMBER})\s?号(?:まで)?){{0,3}}"
)
_YEAR = r"(?:(?:令和|平成)?\s?(?:[0-9]{1,4}|元)\s?年?度?\s?-?\s?(?=第))?"  # 陳情21第14号
UNITS = "年月日時分回人名件条項款号度期階番歳円点割%,.:~〜・"
"""Behind a number they make it a quantity or part of one, not the number of an entry."""
_OPENERS = "【〔[(<《≪"
_DIGITS = "0123456789"
_KANJI_NUMERALS = "一二三四五六七八九十"
_BULLETS = "・◦*◆◇▪■□●○◎☆★▼▽▲△※➢⇒→-"
_LATIN = "ABCDEFGHabcdefgh"
_HEADS = "".join({word[0] for word in numbering_words()})
# The kind, what a text of it begins with (which may stand behind spaces only before a word), and
# its form.
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, begins, re.compile(pattern))
    for kind, begins, pattern in (
        (
            "word",
            _OPENERS + _SPACE + _HEADS,
            rf"[{re.escape(_OPENERS)}]?\s{{0,2}}(?P<word>{_WORDS})\s{{0,3}}[(]?\s?"
            rf"(?:{_YEAR}第?\s?(?P<n>{NUMBER})\s?号(?:の[0-9]{{1,2}})?{_RANGE}"
            rf"|(?:その|の)\s?(?P<q>{PLACE})(?=[\s:.、)】]|$)"
            rf"|第\s?(?P<o>{NUMBER})(?!\s?号|{_ORDINALS}|[一二三四五六七八九十])|(?P<m>{NUMBER}|[①-⒇])(?!\s?号))"
            r"\s?[)]?(?![0-9]|時(?:[0-9間~]|から)|名|件)(?!の?事案|に|は|を|が|と|も|で|の)[\s.、:)】〕\]>》≫|]{0,4}",
        ),
        (
            "word",
            _OPENERS + _SPACE + "第",
            rf"[{re.escape(_OPENERS)}]?\s{{0,2}}第\s?(?P<n>{NUMBER})\s?号\s?(?P<word>{_BILLS})"
            r"(?!に|は|を|が|と|も|で|の)[\s.、:)】〕\]>》≫|]{0,4}",
        ),
        (
            "word",
            "令平" + _DIGITS,
            rf"(?:(?:令和|平成)\s?[0-9元]{{1,2}}年?度?\s?|[0-9]{{1,2}})(?P<word>{_WORDS})\s?"
            rf"第?\s?(?P<n>{NUMBER})\s?号(?!に|は|を|が|と|も|で|の)[\s.、:]{{0,4}}",
        ),
        (
            "counted",
            "そ" + _DIGITS + _KANJI_NUMERALS,
            rf"(?:その(?P<n>{PLACE})|(?P<m>{PLACE})(?:{COUNTERS})(?:の(?:{_OPEN}))?)[\s:.)]\s{{0,3}}",
        ),
        ("bill", "第", rf"第\s?(?P<n>{NUMBER})\s?号[\s:]\s{{0,3}}"),
        ("paren", "(", r"[(]\s?(?P<n>[0-9]{1,2})\s?[)]\s{0,3}"),
        ("paren", _ENCLOSED, rf"(?P<e>[{_ENCLOSED}])\s{{0,3}}"),
        ("paren", "(", rf"[(]\s?(?P<n>[{_KANJI_NUMERALS}]{{1,3}})\s?[)]\s{{0,3}}"),
        ("paren_kana", "(", rf"[(]\s?(?P<k>[{_ORDERED}])\s?[)]\s{{0,3}}"),
        ("square", "[【<《≪〔", r"[\[【<《≪〔]\s?(?P<n>[0-9]{1,2})\s?[\]】>》≫〕]\s{0,3}"),
        ("circled", _CIRCLED, rf"(?P<c>[{_CIRCLED}])\s{{0,3}}"),
        ("roman", _ROMAN, rf"(?P<r>[{_ROMAN}])[.、\s]{{1,3}}"),
        (
            "dotted",
            _DIGITS,
            rf"[0-9]{{1,2}}[-.](?:(?P<n>[0-9]{{1,2}})|[(](?P<m>[0-9]{{1,2}})[)])"
            rf"(?:[.)]?\s{{1,3}}|(?=[^\x00-\x7f{UNITS}倍にはをがともでの]))",
        ),
        (
            "ordinal",
            "第",
            rf"第\s?(?P<n>[0-9]{{1,2}})(?:部(?=[\s:]))?(?!\s?(?:{_ORDINALS}|[回号]|期(?![末間日限])))"
            rf"(?:[.、,)](?![0-9])|(?=\s)|"
            rf"(?=[^\x00-\x7f{UNITS}]))[\s.]{{0,4}}",
        ),
        ("ordinal", "第", rf"第(?P<n>[{_KANJI_NUMERALS}]{{1,3}})(?:[.、,)]|(?=\s))\s{{0,3}}"),
        (
            "arabic",
            _DIGITS,
            rf"(?P<n>[0-9]{{1,2}})(?!{COUNTERS})(?:[.、,)](?![0-9])|(?=\s)|"
            rf"(?=日\s?時(?![0-9間点]))|(?=[^\x00-\x7f{UNITS}]))[\s.]{{0,4}}",
        ),
        ("latin", _LATIN, rf"(?P<l>[{_LATIN}])[.)]\s?(?=[^\x00-\x7f])"),
        ("paren_latin", "(", rf"[(](?P<l>[{_LATIN}])[)]\s{{0,3}}(?=[^\x00-\x7f])"),
        ("latin_dotted", _LATIN, r"[A-H]-(?P<n>[0-9]{1,2})[.\s]\s{0,3}(?=[^\x00-\x7f])"),
        ("arabic", _DOTTED, rf"(?P<e>[{_DOTTED}])\s{{0,3}}"),
        (
            "kanji",
            _KANJI_NUMERALS,
            rf"(?P<n>[{_KANJI_NUMERALS}]{{1,3}})(?:[.、,)]|(?=\s))\s{{0,3}}",
        ),
        ("kana", _ORDERED, rf"(?P<k>[{_ORDERED}])(?:[.、)]|(?=\s))\s{{0,3}}"),
        ("kana", "アイウエオ", r"(?P<k>[アイウエオ])(?=[\u4e00-\u9fff]{3}|その他$)"),  # ア国民健康…
        (
            "mojibake",
            "@ABCDEFG",
            r"(?P<x>[@ABCDEFG])(?=[^\x00-\x7f])(?![社氏案班棟級]|委員|地区|グループ)",  # A社
        ),
        ("bullet", _BULLETS, rf"(?P<b>[{re.escape(_BULLETS)}])\s{{0,3}}(?=\S)"),
    )
)


def _by_first() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Return the forms by the character that they begin with."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, begins, pattern in _PATTERNS:
        for char in dict.fromkeys(begins):
            found.setdefault(char, []).append((kind, pattern))
    return found


_BY_FIRST = _by_first()
_FARTHEST = 64  # characters that the patterns look at
_LAST_SPACE = "\u3000"  # of all: nothing behind it in Unicode is one


def read_enumerator(folded: str, at: int = 0) -> Enumerator | None:
    """Return the enumerator at the head of a folded text, or ``None``.

    With ``at`` the text begins there; the ends of the enumerator count from there, too.

    ``mojibake`` is ① ② ③ turned into @ A B by a lost code page (seen in the wild).
    """
    first = folded[at : at + 1]
    if first not in _BY_FIRST and (first > _LAST_SPACE or not first.isspace()):
        return None
    return _read_enumerator(folded[at : at + _FARTHEST])


@lru_cache(maxsize=20_000)
def _read_enumerator(folded: str) -> Enumerator | None:
    first = _SPACE if folded[0].isspace() else folded[0]
    for kind, pattern in _BY_FIRST[first]:
        match = pattern.match(folded)
        if not match:
            continue
        groups = match.groupdict()
        value = _value(kind, groups)
        if value is None:
            continue
        written = match[0].strip()
        return Enumerator(
            "circled" if kind == "mojibake" else kind,
            value,
            match.end(),
            written,
            groups.get("word") or "",
        )
    return None


def _value(kind: str, groups: dict[str, str | None]) -> int | None:
    if kind == "bullet":
        return 0
    if enclosed := groups.get("e"):
        return int(unicodedata.numeric(enclosed))
    if kind == "circled":
        return _CIRCLED.index(groups["c"] or "") + 1
    if kind == "roman":
        return _ROMAN.index(groups["r"] or "") + 1
    if kind in ("kana", "paren_kana"):
        letter = groups["k"] or ""
        return _IROHA.get(letter) or _KANA.index(letter) + 1
    if latin := groups.get("l"):
        return ord(latin.upper()) - ord("A") + 1
    if kind == "mojibake":
        return "@ABCDEFG".index(groups["x"] or "") + 1
    return kanji_number(
        groups.get("n") or groups.get("o") or groups.get("q") or groups.get("m") or ""
    )
