"""The readings of a block's words that fit together: the best by itself, and its rivals.

Each word has its readings with scores (:mod:`words`), neighbours fit more or less. A dynamic
programme finds the best path; run backwards it tells what each other reading of a word would cost,
so that evidence from elsewhere (:mod:`evidence`) can decide between near ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.parsing.knowledge import load, longest_first, posts, words
from pipeline.parsing.phrases.names import (
    is_given_name,
    looks_like_name,
    looks_like_short_name,
    looks_like_surname,
)
from pipeline.parsing.roster.words import Token, classify

__all__ = ["Lattice", "Rival"]

_ROLES = frozenset(posts())
_OFFICES = frozenset(load("roles")["departments"])
_MEMBERS = frozenset(words("roles", "member"))
_LEADERS = longest_first({*words("roles", "chair"), *words("roles", "deputy_chair"), "委員"})
_LONGEST = 12  # words that one rival reading may span
_COMMAS = ("、", ",", "/", ";")
_TWO_POSTS = 1.0  # what it costs to give somebody a post before and another behind the name
_ONE_PERSON = 3.5  # what it costs to read two names where one is expected
_ALONE, _MAYBE = 1.0, 1.3  # what a name with a post is worth, and must be, in such a list
_SEVERAL = 3  # words that only blanks part
_NAME, _LETTERS = 2.0, 2  # what such a name beside a post is worth, and how long it is
_BOUND = ("G", "GR", "B")  # a given name goes with the family name before it, (今出) with its post
_LIKE_A_COUNT = re.compile("[一二三四五六七八九十百千万数]{1,2}人")
_UNFINISHED = {"F": -9.0}  # a family name is followed by a given name
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reading of the words ``start`` to ``end``, ``cost`` worse than the best by itself."""

    start: int
    end: int
    labels: tuple[str, ...]
    cost: float


class Lattice:
    """All readings of the words of a block; ``labels`` is the best."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._own = [
            {"|": 0.0}
            if token.kind in ("sep", "colon", "head")
            else classify(token.text, token.kind)
            for token in tokens
        ]
        for at in _people_alone(tokens, self._own):
            self._own[at] = {**self._own[at], "NR": self._own[at]["NR"] + _ALONE}
        for at in _names_beside_posts(tokens, self._own):
            self._own[at] = {**self._own[at], "N": _NAME}
        self._steps: list[dict[tuple[str, str], float]] = []
        self._ahead: list[dict[str, tuple[float, str]]] = []
        self.labels: list[str] = []
        self._best = 0.0
        if tokens:
            self._run()

    def _run(self) -> None:
        """Find the best path from left to right."""
        columns = self._ahead
        commas = any(token.text in _COMMAS for token in self._tokens)
        cells = _cells_of_two(self._tokens) if commas else ()
        columns.append({label: (own + _start(label), "") for label, own in self._own[0].items()})
        for at in range(1, len(self._tokens)):
            left, right = self._tokens[at - 1], self._tokens[at]
            before = columns[-1]
            steps = _steps(before, self._own[at], left, right)
            if at in cells and not (_is_long(left.text) and _is_long(right.text)):
                # 盛澤 公史郎、服部 英広: two words in a cell are one person
                for pair in [("N", "N")] + [("D", "N")] * looks_like_surname(left.text):
                    steps[pair] = steps.get(pair, 0.0) - _ONE_PERSON
            if ("F", "GR") in steps and self._posted(at - 2, right):
                steps["F", "GR"] -= _TWO_POSTS  # 課長 皆川 南公民館長 恩田
            column: dict[str, tuple[float, str]] = {}
            for label, own in self._own[at].items():
                best, best_before = _NEVER, ""
                for previous, (score, _) in before.items():
                    total = score + steps[previous, label]
                    if total > best:
                        best, best_before = total, previous
                column[label] = (best + own, best_before)
            columns.append(column)
            self._steps.append(steps)
        last = columns[-1]
        label = max(last, key=lambda k: last[k][0] + _UNFINISHED.get(k, 0.0))
        self._best = last[label][0] + _UNFINISHED.get(label, 0.0)
        out = [label]
        for column in reversed(columns[1:]):
            label = column[label][1]
            out.append(label)
        self.labels = out[::-1]

    def _posted(self, at: int, behind: Token) -> bool:
        """Tell whether the word before a name, on the line of the word behind it, is its post."""
        if at < 0 or self._tokens[at].kind != "word" or self._tokens[at].line != behind.line:
            return False
        own = self._own[at]
        return self._tokens[at].text not in _MEMBERS and max(own, key=own.__getitem__) == "R"

    def rivals(self, within: float) -> list[Rival]:
        """Return the readings that cost at most ``within``, cheapest first."""
        if not self.labels:
            return []
        behind = self._behind()
        found: dict[tuple[int, tuple[str, ...]], Rival] = {}
        for at, column in enumerate(self._ahead):
            for label, (score, _) in column.items():
                cost = self._best - score - behind[at][label][0]
                if label == self.labels[at] or cost > within:
                    continue
                if rival := self._through(at, label, behind, cost):
                    found.setdefault((rival.start, rival.labels), rival)
        return sorted(found.values(), key=lambda rival: (rival.cost, rival.start))

    def _behind(self) -> list[dict[str, tuple[float, str]]]:
        """Return by word and reading the best that can follow, and the next reading of it."""
        columns = [{label: (_UNFINISHED.get(label, 0.0), "") for label in self._own[-1]}]
        for at in range(len(self._tokens) - 2, -1, -1):
            following, steps, own = columns[-1], self._steps[at], self._own[at + 1]
            column: dict[str, tuple[float, str]] = {}
            for label in self._own[at]:
                best, best_then = _NEVER, ""
                for then, (score, _) in following.items():
                    total = steps[label, then] + own[then] + score
                    if total > best:
                        best, best_then = total, then
                column[label] = (best, best_then)
            columns.append(column)
        return columns[::-1]

    def _through(
        self, at: int, label: str, behind: Sequence[dict[str, tuple[float, str]]], cost: float
    ) -> Rival | None:
        """Return where the best path through a reading of a word leaves the best path of all.

        ``None`` if the two stay apart for long: then too much would be decided at once.
        """
        start, end, path = at, at + 1, [label]
        while start and len(path) <= _LONGEST:
            before = self._ahead[start][path[0]][1]
            if before == self.labels[start - 1]:
                break
            path.insert(0, before)
            start -= 1
        while end < len(self.labels) and len(path) <= _LONGEST:
            then = behind[end - 1][path[-1]][1]
            if then == self.labels[end]:
                break
            path.append(then)
            end += 1
        if len(path) > _LONGEST:
            return None
        if path[0] in _BOUND or self.labels[start] in _BOUND:
            start -= 1
            path.insert(0, self.labels[start])
        if end < len(self.labels) and self.labels[end] in _BOUND:
            path.append(self.labels[end])
            end += 1
        return Rival(start, end, tuple(path), max(0.0, round(cost, 3)))


def _cells_of_two(tokens: Sequence[Token]) -> set[int]:
    """Return the second words of cells that hold just two words, in lines parted by commas."""
    found: set[int] = set()
    for _, line in groupby(enumerate(tokens), key=lambda pair: pair[1].line):
        row = list(line)
        cells = [
            [at for at, token in group if token.kind != "br"]
            for comma, group in groupby(row, key=lambda pair: pair[1].text in _COMMAS)
            if not comma
        ]
        if len(cells) > 1:
            found.update(
                cell[1] for cell in cells if len(cell) == 2 and tokens[cell[1]].kind == "word"
            )
    return found


def _people_alone(
    tokens: Sequence[Token], readings: Sequence[Mapping[str, float]]
) -> Iterator[int]:
    """Yield the words of lines in which every cell ends in one that may be a name with a post.

    合田大学課長、大町医学教育課長: where one of them surely is somebody, so are the others. Before
    it a cell may hold departments.
    """
    best = [max(own, key=own.__getitem__) for own in readings]
    for _, line in groupby(range(len(tokens)), key=lambda at: tokens[at].line):
        cells = [
            list(cell)
            for comma, cell in groupby(line, key=lambda at: tokens[at].text in _COMMAS)
            if not comma
        ]
        last = [cell[-1] for cell in cells]
        offices = all(best[at] == "D" for cell in cells for at in cell[:-1])
        if len(cells) == 1 and len(cells[0]) >= _SEVERAL:
            last = cells[0]  # 税所課長 政所係長 公文主査
            offices = 2 * sum(best[at] == "NR" for at in last) > len(last)
        elif len(cells) < 2:
            continue
        if not offices or not any(best[at] == "NR" for at in last):
            continue
        if min(readings[at].get("NR", 0.0) for at in last) >= _MAYBE:
            yield from last


def _names_beside_posts(
    tokens: Sequence[Token], readings: Sequence[Mapping[str, float]]
) -> Iterator[int]:
    """Yield words of two letters that no list of surnames has, in cells of a name and a post.

    局長 茶園 / 課長 佐藤: the other cells are a post and a name, in the same order.
    """
    cells: list[tuple[int, int]] = []  # the name, and whether the post stands before it
    for _, line in groupby(range(len(tokens)), key=lambda at: tokens[at].line):
        for comma, group in groupby(line, key=lambda at: tokens[at].text in _COMMAS):
            cell = list(group)
            posts_ = [tokens[at].text in _ROLES for at in cell]
            if not comma and len(cell) == 2 and sum(posts_) == 1:
                cells.append((cell[posts_.index(False)], posts_.index(True)))
    sure = {order for at, order in cells if max(readings[at], key=readings[at].__getitem__) in "NF"}
    for at, order in cells:
        unknown = len(tokens[at].text) == _LETTERS and tokens[at].text not in _OFFICES
        if (
            order in sure
            and unknown
            and 0 < readings[at].get("N", 0.0) < readings[at].get("D", 0.0)
        ):
            yield at


def _start(label: str) -> float:
    return -6.0 if label in ("G", "GR") else 0.0


def _steps(
    before: Iterable[str], labels: Iterable[str], left: Token, right: Token
) -> dict[tuple[str, str], float]:
    """Score each two neighbouring readings of two words."""
    single = len(right.text) == 1
    steps: dict[tuple[str, str], float] = {}
    for previous in before:
        family = previous == "F"
        for label in labels:
            if single and label == "N" and (score := _step_to_letter(previous, left, right)):
                steps[previous, label] = score
            elif family != (label in ("G", "GR")):
                steps[previous, label] = -9.0
            else:
                steps[previous, label] = _step(previous, label, left, right)
    return steps


def _step_to_letter(previous: str, left: Token, right: Token) -> float:
    """Score a single character as somebody's name; 0 if it may be one as any other word may."""
    newline = right.line != left.line
    if not looks_like_surname(right.text):
        behind_post = previous == "R" and not newline and left.kind == "word" and len(left.text) > 1
        return 4.5 if behind_post else -1.0  # 主事 細
    post = previous == "R" and not newline and not _is_rather_somebody(left.text)
    apart = post or left.text in _COMMAS or (right.glued and left.kind in ("br", "sep"))
    # (国土交通省)西 names somebody; elsewhere one character is a part of a name
    return 0.0 if apart else -3.0


def _is_rather_somebody(text: str) -> bool:
    """Tell whether a word is a name with its post, so that 岡 in 射場委員 岡 委員 is none of it."""
    own = classify(text, "word")
    return own.get("NR", 0.0) > own.get("R", 0.0)


def _step(previous: str, label: str, left: Token, right: Token) -> float:
    """Score two neighbouring readings that may stand side by side."""
    newline = right.line != left.line
    if label == "G" and not newline and _LIKE_A_COUNT.fullmatch(right.text):
        return 2.0  # 川上 一人
    if previous == "F":
        broken = newline and (len(left.text) > 4 or len(right.text) > 6)
        if right.kind == "br" or broken:
            return -9.0
        if newline and label == "G" and looks_like_surname(right.text):
            return -1.2  # 森本 / 大谷: surnames on lines of their own
        return -0.5 if newline else -0.3 if right.gap >= 4 and len(right.text) > 1 else 0.0
    if label == "B":
        return 0.8 if previous in ("R", "D") and right.glued else -5.0
    if previous == "B" and label in ("N", "F", "NR"):
        return 0.0 if newline else -4.0  # 参事(水道) 武田: the brackets belong to the post
    if previous == "NR" and label in ("N", "F"):
        # 久保館長 林: more likely a post and a name; not so 西田悟副委員長 大谷健
        return -0.3 if newline or _is_named_leader(left.text) else -1.3
    if previous == "R" and label in ("N", "F"):
        return 0.3
    if newline:
        return 0.0
    if label == "NR" and previous in ("G", "N") and len(left.text) + 2 < len(right.text):
        return -0.9  # 澁川いづみ 豊川原保健所長: rather whom she represents than a second person
    if previous == "N" and label in ("N", "NR") and right.gap == 1 and len(left.text) <= 3:
        # 土器屋 匠調査官; 井手本 治夫: more likely one person than two
        one = len(right.text) <= 3 if label == "N" else right.text[1:] in _ROLES
        whole = one and _is_whole(left.text) and _is_whole(right.text)
        if one and not whole and not _only_surname(right.text):
            return -1.2
    return 0.2 if previous == "D" and label in ("D", "R") else 0.0


def _is_named_leader(text: str) -> bool:
    """Tell whether a whole name stands before a post of this body: 西田悟副委員長."""
    name = text.removesuffix(next((post for post in _LEADERS if text.endswith(post)), text))
    return _is_long(name)


def _is_long(text: str) -> bool:
    return len(text) > 2 and looks_like_name(text) >= 1.0


def _only_surname(text: str) -> bool:
    """Tell whether a word is a surname and no given name: 森本 大谷 are two people."""
    return looks_like_surname(text) and not is_given_name(text)


def _is_whole(text: str) -> bool:
    """Tell whether a word is family and given name in one."""
    return looks_like_short_name(text) or looks_like_name(text) >= 1.0
