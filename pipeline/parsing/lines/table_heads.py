"""The head row of a table of speech: 発言者 | 発言内容, 意見 | 回答, No. | 発言者 | 発言要旨.

A head is read by its parts (whose they are, what was said, 等 or の内容 behind). It says which
cells hold labels or questions, and which hold speech or answers; whether a table follows, the rows
below decide (:mod:`speaker_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, header_fields, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = [
    "BARS",
    "COMMA",
    "Head",
    "Pair",
    "heads_labels",
    "heads_members",
    "heads_said",
    "is_plain_head",
    "may_head",
    "names_speech",
    "read_head",
]

_WORDS = load("speakers")["table"]
_ROLES = load("roles")
_SPEAKERS = frozenset(_WORDS["speaker"])
_SPEECH = frozenset(_WORDS["speech"])
_BESIDE = frozenset(_WORDS["beside"])
_NUMBERS = frozenset(_WORDS["number"])
_ROW = re.compile(
    rf"(?:{alternatives(_SPEAKERS, spaced=True)})[\s:]{{1,12}}"
    rf"(?:{alternatives(_SPEECH, spaced=True)})"
)
_WORD = re.compile(alternatives({*_SPEAKERS, *_SPEECH}, spaced=True))
_FIRST_CELL = re.compile(alternatives(w for w in _SPEAKERS if w.startswith("発言")))
_BEGINS_HEAD = frozenset(" \t|発").union(
    word[0] for word in (*_SPEAKERS, *_WORDS["topic"], *_WORDS["number"])
)
_LONGEST_HEAD = 80  # characters
_LONGEST_WIDE = 48  # characters of one whose cells are known by full-width or single spaces
_LONGEST_SAID = 12  # characters of the head of a column of speech that stands alone
_MOST_CELLS = 8  # No | 区分 | 発言者 | 質問 | 回答者 | 回答 | 備考
_LONGEST_CELL = 24  # characters of a cell of a head
_ABOUT_SPEECH = re.compile(alternatives(_WORDS["about_speech"]))
_WHOSE = rf"(?:.{{1,12}}(?:からの|より|の)|{alternatives(_WORDS['whose'])})?(?:主な|ご|御){{0,2}}"
_ASKED, _ANSWERED = (
    re.compile(
        rf"{_WHOSE}(?:{said})(?:(?:[・,、/]|及び|又は|または|もしくは|や|と)(?:ご|御)?(?:{said})){{0,2}}"
        rf"(?:{alternatives(_WORDS['behind'])})?"
    )
    for said in (alternatives([*_ROLES[k], *_WORDS[k]]) for k in ("question", "answer"))
)
_ASKING, _ANSWERING = (  # 委員 | 事務局, 委員の発言 | 市の発言
    re.compile(rf"(?:{alternatives(_WORDS[side])})(?:側|等)?(?:の?発言(?:内容|要旨)?)?")
    for side in ("asking", "answering")
)
# Without one of these words no two cells are the head of a table of speech.
_LABELLING = re.compile(
    alternatives({*_SPEAKERS, *_ROLES["question"], *_WORDS["question"], *_WORDS["asking"]})
)
BARS = re.compile(r"\t|\s{0,4}\|\s{0,4}")
COMMA = re.compile(",")
_SPACES = re.compile(r"\s{2,60}")
_REMARK = re.compile(r"[(](?P<inside>[^()]{1,12})[)]$")
_REMARKS = frozenset({"案", "要旨", "概要", "抜粋", "要約"})
_WIDE = re.compile(r"\u3000{1,60}|\s{2,60}")


class Pair(NamedTuple):
    """Two cells that belong together: a label and speech, or (``asks``) question and answer.

    Both are the same where the head's own word is the label of what stands below it.
    """

    first: int
    second: int
    asks: bool
    sides: bool = False
    """Whether the cells only say who they are: 委員 | 事務局."""


class Head(NamedTuple):
    """The head of a table: its cells, how they pair, how they are parted (``bars``, ``commas``,
    ``spaces``, ``words``: by one space, ``sentences``: at their ends, ``lines``), and on how many
    lines it stands. ``written`` are the cells as the document has them, ``cells`` folded.
    """

    cells: tuple[str, ...]
    pairs: tuple[Pair, ...]
    parted: str
    lines: int
    written: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether the table holds questions and answers, and names nobody."""
        return self.pairs[0].asks

    @property
    def turned(self) -> bool:
        """Whether the speaker stands behind what was said."""
        return self.pairs[0].first > self.pairs[0].second

    @property
    def numbered(self) -> bool:
        """Whether the rows carry numbers before their label."""
        return (
            not self.turned
            and self.pairs[0].first > 0
            and self.cells[self.pairs[0].first - 1] in _NUMBERS
        )


def _with_wide_spaces(segment: Segment) -> str:
    """Return a folded line that keeps its full-width spaces."""
    pairs = zip(segment.raw, segment.text, strict=True)
    return "".join("\u3000" if raw == "\u3000" else char for raw, char in pairs)


def may_head(sheet: Sheet) -> set[int]:
    """Return the places of lines that may begin the head of a table.

    Without a word that labels a column, in the line or in the two below it, none does.
    """
    found: set[int] = set()
    for segment in sheet:
        text = segment.text
        if len(text) > _LONGEST_HEAD or "。" in text:
            continue
        if _LABELLING.search("".join(text.split())):
            found.update((segment.index - 2, segment.index - 1, segment.index))
    return found


def read_head(sheet: Sheet, at: int) -> Head | None:
    """Return the head of a table that begins with a segment, or ``None``."""
    head = _read_head(sheet, at)
    return head and head._replace(
        written=_written(head.cells, sheet.segments[at : at + head.lines])
    )


def _written(cells: Sequence[str], segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return the cells of a head as the document writes them, without spaces."""
    raw, text = ("".join(getattr(s, name) for s in segments) for name in ("raw", "text"))
    pairs = [(one, char) for one, char in zip(raw, text, strict=True) if not char.isspace()]
    solid, found, at = "".join(char for _, char in pairs), [], 0
    for cell in cells:
        at = max(solid.find(cell, at), 0)
        found.append("".join(one for one, _ in pairs[at : at + len(cell)]))
        at += len(cell)
    return tuple(found)


def _read_head(sheet: Sheet, at: int) -> Head | None:
    segments = sheet.segments
    text = segments[at].text
    if len(text) > _LONGEST_HEAD or "。" in text:
        return None
    if len(text) <= _LONGEST_WIDE and "  " in text and "\u3000" in segments[at].raw:
        cells = tuple(unspaced(cell) for cell in _WIDE.split(_with_wide_spaces(segments[at])))
        if len(cells) >= 2 and (pairs := _pairs(cells)):
            return Head(cells, pairs, "spaces", 1)
    for parted, pattern, mark in (("bars", BARS, "\t|"), ("commas", COMMA, ",")):
        if mark[0] in text or mark[-1] in text:
            cells = tuple(unspaced(cell) for cell in pattern.split(text))
            if len(cells) >= 2 and (pairs := _pairs(cells)):
                return Head(cells, pairs, parted, 1)
    if "  " in text:
        cells = tuple(unspaced(cell) for cell in _SPACES.split(text))
        if any(len(cell) == 1 for cell in cells):
            cells = _letter_spaced(text)
        if len(cells) >= 2 and (pairs := _pairs(cells)):
            return Head(cells, pairs, "spaces", 1)
    if len(text) > _LONGEST_CELL or at + 1 >= len(segments):
        return _in_words(text)
    above: tuple[str, ...] = ()
    if len(text) <= _LONGEST_TOPIC and at + 2 < len(segments) and unspaced(text) in _TOPICS:
        above, at = (unspaced(text),), at + 1  # 項目 / 質問 / 回答
    cells = (*above, unspaced(segments[at].text), unspaced(segments[at + 1].text))
    fit = all(len(cell) <= _LONGEST_CELL and "|" not in cell for cell in cells)
    if fit and (pairs := _pairs(cells)):
        return Head(cells, pairs, "lines", len(cells))
    return None if above else _in_words(text)


def _letter_spaced(text: str) -> tuple[str, ...]:
    """Return the cells of a head whose letters stand apart, too: 質  疑        応  答."""
    widest = max(len(gap) for gap in _SPACES.findall(text))
    return tuple(unspaced(cell) for cell in re.split(rf"\s{{{max(3, widest - 2)},60}}", text))


_BEGINS_MEMBERS = frozenset("委構議")
_MEMBERS_SAID = re.compile(  # 委 員 意 見 内 容
    r"(?:委員|構成員|議員)(?:意見|発言|質疑)の?(?:内容|要旨|概要)"
)
_TOPICS = frozenset(_WORDS["topic"]) | _NUMBERS
_LONGEST_TOPIC = 6  # characters
_SPACED_HEAD = re.compile(  # 次 第 発言者 発 言 要 旨
    rf"(?:{alternatives(_TOPICS)})(?:{alternatives(_SPEAKERS)})(?:{alternatives(_SPEECH)})"
)


def _in_words(text: str) -> Head | None:
    """Read a head whose cells one space parts: 番号 発言者 発言内容."""
    if len(text) > _LONGEST_WIDE or not 1 <= text.count(" ") <= 3:
        return None
    cells = tuple(text.split())
    pairs = _pairs(cells)
    if pairs and pairs[0].asks and (len(cells) == 2 or _announces(cells[0])):
        return Head(cells, pairs, "sentences", 1)  # 意見・質問 回答
    if pairs is None or pairs[0].asks or pairs[0].first > 1 or not _WORD.search(text):
        return None
    known = cells[0] in _NUMBERS or cells[0] in _TOPICS or 0 in pairs[0][:2]
    return Head(cells, pairs[:1], "words", 1) if known else None


def _announces(cell: str) -> bool:
    """Tell whether a cell before those of a head is the label of the proceedings, or a topic."""
    return header_fields().get(cell) == "content" or cell in _TOPICS


def is_plain_head(text: str) -> bool:
    """Tell whether a folded line is the head row of a two-column table 発言者|発言内容."""
    if text[0] in _BEGINS_MEMBERS and heads_members(text):
        return True
    if text[0] not in _BEGINS_HEAD or len(text) > _LONGEST_HEAD or not _WORD.search(text):
        return False
    if _ROW.fullmatch(text):
        return True
    if _SPACED_HEAD.fullmatch(unspaced(text)):
        return True
    parts = [unspaced(p) for p in re.split(r"[\t|]|\s{2,}", text) if p.strip()]
    close = text.split()
    if len(close) > 1 and close[0] in _SPEAKERS and all(map(names_speech, close[1:])):
        return True
    if len(parts) == 1 and (first := _FIRST_CELL.match(parts[0])):
        behind = parts[0][first.end() :]  # 発 言 者 審 議 の 内 容: spaced alike throughout
        if behind and names_speech(behind):
            return True
    if not parts or parts[0] not in _SPEAKERS or len(parts) > 4:
        return len(parts) == 1 and parts[0] in _SPEECH and parts[0].startswith("発言")
    return len(parts) == 1 or any(names_speech(p) for p in parts[1:])


def heads_members(text: str) -> bool:
    """Tell whether a folded line heads what members said, in letters apart: 委 員 意 見 内 容."""
    return _MEMBERS_SAID.fullmatch(unspaced(text)) is not None


def heads_labels(text: str) -> bool:
    """Tell whether a folded line names the column of speakers alone: 発言者."""
    return len(text) <= _LONGEST_CELL and unspaced(text) in _SPEAKERS


def heads_said(text: str) -> bool:
    """Tell whether a folded line names the column of what was said alone: 発言内容, 発言の概要."""
    solid = unspaced(text)
    if len(text) <= _LONGEST_CELL and names_speech(solid):
        return True
    short = len(solid) <= _LONGEST_SAID and not any(mark in solid for mark in "。、")
    return short and _ABOUT_SPEECH.match(solid) is not None


def names_speech(cell: str) -> bool:
    """Tell whether a cell of a table's head names what was said: 議題・発言内容・決定事項."""
    cell = re.sub(r"\([^()]{1,30}\)$", "", cell)  # 審議の内容(審議経過・決定事項等)
    return len(cell) <= _LONGEST_CELL and any(
        part in _SPEECH for part in re.split("[・、/]|及び", cell)
    )


def _pairs(cells: Sequence[str]) -> tuple[Pair, ...] | None:
    """Return the pairs of cells of a head; ``None`` if it is no head of a table of speech."""
    if len(cells) > _MOST_CELLS or max(map(len, cells)) > _LONGEST_CELL:
        return None
    if not _LABELLING.search("|".join(cells)):
        return None
    if any(cell.endswith(")") for cell in cells):
        cells = list(map(_without_remark, cells))
    found: list[Pair] = []
    at = 0
    while at < len(cells) - 1:
        one, other = cells[at], cells[at + 1]
        behind = at + 1
        while one.startswith("発言") and other in _BESIDE and behind + 1 < len(cells):
            behind += 1  # 発言者 | 所属 | 発言内容
            other = cells[behind]
        sides = bool(_ASKING.fullmatch(one) and _ANSWERING.fullmatch(other))
        if sides or (_ASKED.fullmatch(one) and _ANSWERED.fullmatch(other)):
            found.append(Pair(at, at + 1, asks=True, sides=sides))
            at += 2
        elif _names_speaker(one) and (_ABOUT_SPEECH.search(other) or names_speech(other)):
            found.append(Pair(at, behind, asks=False))
            at = behind + 1
            if _ASKED.fullmatch(other) and at < len(cells) and _ANSWERED.fullmatch(cells[at]):
                found.append(Pair(at, at, asks=False))  # 委員名 | 質問 | 回答
                at += 1
        elif not at and len(cells) == 2 and other in _SPEAKERS and heads_said(one):
            found.append(Pair(1, 0, asks=False))  # the speaker stands behind
            at += 2
        else:
            at += 1
    if len({pair.asks for pair in found}) != 1:
        return tuple(found[:1]) or None
    return tuple(found)


def _without_remark(cell: str) -> str:
    """Take off what a cell says of itself, or whose it is: 市の対応(案), 質問(委員)."""
    found = _REMARK.search(cell)
    if found is None or not found.start():
        return cell
    inside = found["inside"]
    whose = inside in _WORDS["whose"] or read_label(inside).strength >= 2
    return cell[: found.start()] if inside in _REMARKS or whose else cell


def _names_speaker(cell: str) -> bool:
    parts = [p for p in re.split(r"[・、/()]", cell) if p]
    if cell.endswith(")"):
        parts = parts[:1]  # 発言者(議席)
    return bool(parts) and all(p in _SPEAKERS for p in parts)
