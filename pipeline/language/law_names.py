"""Names of laws: where one begins that ends here, of what kind it is, and what it may stand for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pipeline.language.morphemes import analyzer

__all__ = [
    "LawName",
    "ends_like_a_law",
    "is_uncitable",
    "name_before",
    "names_in",
    "skip_back",
    "suffix_kind",
]

_LONGEST_NAME = 80
_LONGEST_BRACKET = 200
_LEADS_ON = ("に関する", "に係る", "ための")
_WORD = re.compile(r"[一-龥々〆ァ-ヶーA-Za-z]")
_RUN = re.compile(r"[一-龥々〆ァ-ヶー・A-Za-z]{0,80}")


@dataclass(frozen=True, slots=True)
class LawName:
    """A name at ``text[start:end]``.

    Attributes:
        name: as written.
        kind: 法, 条例, 規則 … (``laws.toml``).
        reach: ``full`` for the name of one law, ``bare`` for 条例 or 法 alone, ``same`` for 同条例,
            ``other`` for 旧条例, 改正前の条例 and the like.
    """

    start: int
    end: int
    name: str
    kind: str
    reach: str


@dataclass(frozen=True, slots=True)
class _Knowledge:
    kinds: Mapping[str, str]
    suffixes: tuple[str, ...]  # of kinds, longest first
    characters: tuple[str, ...]  # of one character
    mentioned: re.Pattern[str]
    words: Mapping[str, tuple[str, ...]]
    long_names: tuple[str, ...]
    in_names: tuple[str, ...]
    connectives: tuple[str, ...]


@cache
def _knowledge() -> _Knowledge:
    path = resources.files("pipeline").joinpath("data", "language", "laws.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds: dict[str, str] = data["kinds"]
    return _Knowledge(
        kinds=kinds,
        suffixes=_longest_first(kinds),
        characters=tuple(suffix for suffix in kinds if len(suffix) == 1),
        mentioned=re.compile(
            "|".join(map(re.escape, _longest_first(set(kinds) - set(data["words"]["cited_only"]))))
        ),
        words={key: _longest_first(words) for key, words in data["words"].items()},
        long_names=_longest_first(data["names"]["long"]),
        in_names=_longest_first(data["names"]["in_names"]),
        connectives=_longest_first(data["names"]["connectives"]),
    )


def _longest_first(words: Any) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def suffix_kind(name: str) -> str:
    """Return the kind of law that a name ends in, or an empty string."""
    knowledge = _knowledge()
    if not name.endswith(knowledge.suffixes):
        return ""
    return knowledge.kinds[next(s for s in knowledge.suffixes if name.endswith(s))]


def skip_back(text: str, end: int) -> int:
    """Return where what stands before ``end`` ends, white space and a bracket left out.

    個人情報保護法（平成15年法律第57号）第78条: from 第 back to the end of 法.
    """
    end = _before_space(text, end)
    while end and text[end - 1] == ")":
        opening = _opening(text, end - 1)
        if opening < 0:
            return end
        end = _before_space(text, opening)
    if end and text[end - 1] in "」』":
        end -= 1
    return end


def _before_space(text: str, end: int) -> int:
    floor = max(0, end - 4)
    while end > floor and text[end - 1] == " ":
        end -= 1
    return end


def _opening(text: str, closing: int) -> int:
    depth = 0
    for at in range(closing, max(-1, closing - _LONGEST_BRACKET), -1):
        if text[at] == ")":
            depth += 1
        elif text[at] == "(":
            depth -= 1
            if not depth:
                return at
    return -1


def name_before(text: str, end: int) -> LawName | None:
    """Return the name of a law that ends at ``end`` of an even-width text, or ``None``."""
    knowledge = _knowledge()
    if text.endswith(knowledge.long_names, 0, end):
        name = next(name for name in knowledge.long_names if text.endswith(name, 0, end))
        return LawName(end - len(name), end, name, suffix_kind(name), "full")
    if not text.endswith(knowledge.suffixes, 0, end):
        return None
    start = _run_start(text, end)
    run = text[start:end]
    kind = suffix_kind(run)
    if not kind or _is_another_word(run):
        return None
    start = _extended(text, start)
    start, reach = _trimmed(text, start, end)
    return LawName(start, end, text[start:end], kind, reach)


def ends_like_a_law(text: str, end: int) -> bool:
    """Tell whether a word that ends at ``end`` has the last character of a law, as 方法 has."""
    return text.endswith(_knowledge().characters, 0, end) and _is_another_word(
        text[_run_start(text, end) : end]
    )


@lru_cache(maxsize=10_000)
def _is_another_word(run: str) -> bool:
    """Tell whether a run of nouns ends in one word of several characters that is no law.

    医療法 is 医療 and 法, so it may be one; 化学療法 is 化学 and 療法, and 療法 is none. A name, a
    word that the dictionary does not know, and one behind a single character (薬機法, 地独法) come
    of cutting an abbreviation.
    """
    knowledge = _knowledge()
    if not run.endswith(knowledge.characters) or run.endswith(knowledge.words["one_word"]):
        return False
    *before, last = analyzer().analyze(run)
    word = run[last.start : last.end]
    if len(word) == 1 or word in knowledge.kinds:
        return False
    if before and before[-1].end - before[-1].start == 1 and before[-1].sense.tag != "接頭辞":
        return False
    return bool(last.sense.reading) and not last.sense.tag.startswith("名詞-固有名詞")


def _run_start(text: str, end: int) -> int:
    """Return where the kanji, katakana and letters begin that stand directly before ``end``."""
    in_names = _knowledge().in_names
    floor = max(0, end - _LONGEST_NAME)
    at = end
    while at > floor:
        run = _RUN.match(text[floor:at][::-1])
        at -= run.end() if run else 0
        if not text.endswith(in_names, floor, at):
            break
        word = next(word for word in in_names if text.endswith(word, floor, at))
        at -= len(word)
    return _after_list(text, at, end)


def _after_list(text: str, start: int, end: int) -> int:
    """Return where the last member of a list of laws (公園条例・道路条例) begins, if it is one."""
    dot = text.find("・", start, end)
    while dot >= 0:
        before = text[start:dot]
        if not before or before.endswith(("条", "項", "号")) or suffix_kind(before):
            start = dot + 1
        dot = text.find("・", dot + 1, end)
    return start


def _extended(text: str, start: int) -> int:
    """Return where a name begins that goes on before ``start``: 個人情報の保護に関する|法律."""
    if not text.endswith(_LEADS_ON, 0, start):
        return start
    floor = max(0, start - _LONGEST_NAME)
    at = start
    while at > floor:
        before = _run_start(text, at)
        if before < at:
            at = before
            continue
        connective = next((c for c in _knowledge().connectives if text.endswith(c, 0, at)), "")
        if not connective:
            break
        at -= len(connective)
    while at < start:  # a name does not begin with の or を
        connective = next((c for c in _knowledge().connectives if text.startswith(c, at)), "")
        if not connective:
            break
        at += len(connective)
    return max(at, floor)


def _trimmed(text: str, start: int, end: int) -> tuple[int, str]:
    """Return where the name begins without 本市の, 旧 and the like, and how far it reaches."""
    words = _knowledge().words
    kinds = _knowledge().kinds
    name = text[start:end]
    for word in words["same"]:
        if name.startswith(word) and name[len(word) :] in kinds:
            return start, "same"
    if name.startswith(words["same"]) and name[1:].startswith(tuple(kinds)):
        return start, "other"  # 同法施行令
    if name in kinds and name != "憲法":
        before = next((w for w in words["other"] if text.endswith(w, 0, start)), "")
        described = text.endswith(words["describing"], 0, start)
        return start - len(before), "other" if before or described else "bare"
    for reach, key in (("other", "other"), ("bare", "neutral")):
        for word in words[key]:
            if name.startswith(word) and name[len(word) :] in kinds:
                return (start if reach == "other" else start + len(word)), reach
    for word in words["neutral"]:
        rest = name[len(word) :]
        if len(word) > 1 and name.startswith(word) and suffix_kind(rest):
            return start + len(word), "full"
    suffix = next(s for s in _knowledge().suffixes if name.endswith(s))
    if name[: -len(suffix)] in words["generic"]:
        return start, "other"
    return start, "full"


def names_in(text: str) -> Iterator[LawName]:
    """Yield the laws that an even-width text names, 条例 and 法 alone included, in order."""
    done = 0
    for match in _knowledge().mentioned.finditer(text):
        if match.start() < done:
            continue
        after = text[match.end() : match.end() + 1]
        # 法人, 法的, 規則的: a word goes on. 条例第 and 条例案 still name it.
        if (
            match[0] in ("法", "規則", "要領")
            and _WORD.match(after)
            and after not in "第上等及又改案施"
        ):
            continue
        name = name_before(text, match.end())
        if name is not None:
            done = match.end()
            yield name


def is_uncitable(text: str, end: int) -> bool:
    """Tell whether a document with articles that is no law ends at ``end``: 契約書, 仕様書."""
    return text.endswith(_knowledge().words["not_cited"], 0, end)
