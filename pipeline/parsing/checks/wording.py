"""Words against the document's own words, and kana that no sentence has.

Minutes repeat their vocabulary. A word that stands once and lacks one character of a word that
stands more often (アンケト, アンケート) has most likely lost it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue, segments_with
from pipeline.parsing.knowledge import alternatives, load

__all__ = ["check_wording", "lacks_one", "one_off"]

_RUN = re.compile(r"[\u4e00-\u9fff々ァ-ヺー]{4,16}|[ぁ-ゖ]{3,14}")
_TWICE = re.compile(r"(.)\1")
_CHARACTERS = load("audit")["characters"]
_OFTEN_INSIDE = frozenset("一二三四五六七八九十百千〇年月日時分号条項回" + _CHARACTERS["affixes"])
_IMPOSSIBLE = [re.compile(p) for p in _CHARACTERS["impossible"]]
_STOCK = 4  # characters that such a form has at least
_BEHIND_CLASS = re.compile(r"(?P<before>\[[^\]]+\])(?P<char>[ぁ-ん])(?P<rest>.*)")
_BEHIND_WORDS = re.compile(r"\(\?:(?P<words>[^()\[\]]+)\)(?P<char>[ぁ-ん。])(?P<rest>.*)")
_WORDS_BEHIND_CLASS = re.compile(r"(?P<before>\[[^\]]+\])\(\?:(?P<words>[^()\[\]]+)\)")
_BEGINS_PLAINLY = re.compile(r"(?:[^\W\d_]|。)(?![?*+{])")
_WORDS_BEFORE_CLASS = re.compile(r"\(\?:(?P<words>[^()\[\]]+)\)(?P<rest>\[.*)")


def _sought(form: str) -> list[str]:
    """Return expressions that together are found ten times sooner in the same lines.

    Each begins with a character, and looks back where the form begins with any of several
    characters or words.
    """
    if parts := _BEHIND_CLASS.fullmatch(form):
        before, char, rest = parts.groups()
        return [f"{char}(?<={before}{char}){rest}"]
    if parts := _WORDS_BEHIND_CLASS.fullmatch(form):
        return [f"{word}(?<={parts['before']}{word})" for word in parts["words"].split("|")]
    if parts := _WORDS_BEFORE_CLASS.fullmatch(form):
        return [word + parts["rest"] for word in parts["words"].split("|")]
    if parts := _BEHIND_WORDS.fullmatch(form):
        char, rest = parts["char"], parts["rest"]
        behind = "|".join(f"(?<={word}{char})" for word in parts["words"].split("|"))
        return [f"{char}(?:{behind}){rest}"]
    return [form]


def _by_first(forms: Iterable[str]) -> list[re.Pattern[str]]:
    """Return expressions that together find the same lines, one for each kana they begin with.

    A text is searched for one character much sooner than for any of many. What begins with kanji,
    each of which is rare, is sought at one go.
    """
    behind: dict[str, list[str]] = {}
    others = []
    for form in forms:
        if _BEGINS_PLAINLY.match(form):
            behind.setdefault(form[0], []).append(form[1:])
        else:
            others.append(form)
    grouped = {first: f"{first}(?:{'|'.join(rests)})" for first, rests in behind.items()}
    rare = [grouped.pop(first) for first in list(grouped) if not "、" <= first <= "ゖ"]
    return [re.compile(form) for form in (*grouped.values(), "|".join(rare), *others)]


def _misspelt() -> re.Pattern[str]:
    """Return an expression for what is said in all minutes, without one of its inner characters."""
    stock, said = _CHARACTERS["stock"], set(_CHARACTERS["stock_said"])
    whole = "\n".join(stock)
    less = {p[:at] + p[at + 1 :] for p in stock for at in range(1, len(p) - 1)}
    return re.compile(alternatives(v for v in less - said if len(v) >= _STOCK and v not in whole))


_MISSPELT = _misspelt()
_IMPOSSIBLE.append(_MISSPELT)
_SOUGHT = _by_first(form for each in _CHARACTERS["impossible"] for form in _sought(each))
_SOUGHT.append(_MISSPELT)
_WORDS = frozenset(_CHARACTERS["words"])
_BEHIND_STEM = re.compile("す(?:こと|ため|もの)|し(?:ください|いただ|になっ)")  # 付すことに
_MOST = 20


def check_wording(parsed: Parsed) -> Iterator[Issue]:
    """Yield words that lost or doubled a character, and kana that cannot follow each other."""
    segments = parsed.sheet.segments
    counts = Counter(_RUN.findall(parsed.text))
    wanted = _shortened(counts)
    misspelt = {word: like for word, like in wanted.items() if counts[word] == 1}
    for word, count in counts.items():
        kana = count == 1 and "ぁ" <= word[0] <= "ゖ"
        if kana and word not in misspelt and (like := _once(word, counts)):
            misspelt[word] = like
    suspects = segments_with(parsed, _SOUGHT)
    if not misspelt and not suspects:
        return
    skip = {a.place.line_first for a in parsed.roster.attendees}
    found = 0
    for at, segment in enumerate(segments):
        if segment.line.no in skip or found >= _MOST:
            continue
        for word in _RUN.findall(segment.text) if misspelt else ():
            if like := misspelt.get(word):
                found += 1
                yield issue(
                    "word_like_another",
                    f"「{word}」 stands once and may be 「{like}」, misspelt.",
                    parsed.owner(segment.line.no) or segment,
                )
        if at in suspects and (match := _impossible(segment.text)):
            found += 1
            start = max(0, match.start() - 4)
            yield issue(
                "impossible_kana",
                f"「{segment.raw[start : match.end() + 2]}」: no sentence is written like this.",
                parsed.owner(segment.line.no) or segment,
            )


def _impossible(text: str) -> re.Match[str] | None:
    for pattern in _IMPOSSIBLE:
        if match := pattern.search(text):
            return match
    return None


def one_off(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function that finds the words which differ from one by a single lost character."""
    shorter: dict[str, list[str]] = {}
    known = list(words)
    for word in known:
        for less in _without_each(word):
            shorter.setdefault(less, []).append(word)
    whole = set(known)

    def alike(word: str) -> list[str]:
        return [*shorter.get(word, ()), *(less for less in _without_each(word) if less in whole)]

    return alike


def _without_each(word: str) -> dict[str, None]:
    return dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > 1)


def lacks_one(one: str, other: str) -> bool:
    """Tell whether one of two words is the other without one character that is no mark."""
    short, long = sorted((one, other), key=len)
    if not short or len(long) != len(short) + 1:
        return False
    return any(long[:i] + long[i + 1 :] == short and long[i].isalnum() for i in range(len(long)))


def _once(word: str, counts: Counter[str]) -> str | None:
    """Return a word of the document that one in kana is without the second of two characters."""
    match = _TWICE.search(word)
    if match is None or len(word) < 4 or word in _WORDS:
        return None
    once = word[: match.start()] + word[match.start() + 1 :]
    stem = once[0] == "し" and match.start() == 0  # お示ししました
    return once if counts[once] >= 2 and once not in _WORDS and not stem else None


def _shortened(counts: Counter[str]) -> dict[str, str]:
    """Return the words that frequent words would be without one of their inner characters."""
    out: dict[str, str] = {}
    for word, count in counts.items():
        if count < 2 or len(word) < 5:
            continue
        for at in range(1, len(word) - 1):
            if word[at] in _OFTEN_INSIDE or (word[at] == "い" and word[at - 1] in "てで"):
                continue  # している and してる are both written
            shorter = word[:at] + word[at + 1 :]
            if shorter in counts and shorter not in _WORDS and not _BEHIND_STEM.match(shorter):
                out.setdefault(shorter, word)
    return out
