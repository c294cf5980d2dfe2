"""Names of laws: where one begins that ends here, of what kind it is, and what it may stand for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["LawName", "is_uncitable", "name_before", "names_in", "skip_back", "suffix_kind"]

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
    suffix: re.Pattern[str]
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
        suffix=re.compile("|".join(map(re.escape, _longest_first(kinds)))),
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
    for suffix in knowledge.suffixes:
        if name.endswith(suffix):
            return knowledge.kinds[suffix]
    return ""


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
    for name in knowledge.long_names:
        if text.endswith(name, 0, end):
            return LawName(end - len(name), end, name, "法", "full")
    start = _run_start(text, end)
    run = text[start:end]
    kind = suffix_kind(run)
    if not kind or run.endswith(knowledge.words["not_laws"]):
        return None
    start = _extended(text, start)
    start, reach = _trimmed(text, start, end)
    return LawName(start, end, text[start:end], kind, reach)


def _run_start(text: str, end: int) -> int:
    """Return where the kanji, katakana and letters begin that stand directly before ``end``."""
    floor = max(0, end - _LONGEST_NAME)
    at = end
    while at > floor:
        run = _RUN.match(text[floor:at][::-1])
        at -= run.end() if run else 0
        word = next((word for word in _knowledge().in_names if text.endswith(word, floor, at)), "")
        if not word:
            break
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
    for match in _knowledge().suffix.finditer(text):
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
