"""Labels of forms that stand one character to a line, spread over the height of their cell.

    開
    催
    日
    時 平成27年1月21日(水)

The last character shares its line with the value, or stands alone above it. In a wider cell only
the last is apart: 開催場 / 所.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import groups, header_fields
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label

__all__ = ["scattered_letters", "vertical_labels"]

_COLUMNS = 3  # letters of a line where two such labels stand side by side
_SEVERAL = 3  # lines
_FIELDS = {**dict.fromkeys(groups(), "group"), **header_fields()}
_LONGEST = max(len(label) for label in _FIELDS)
_OPEN, _CLOSE = "<【〔[《", ">】〕]》"
_LINES = 5  # of a label in brackets
_LONGEST_PART = 4  # letters of a label in a line of a narrow cell: 開催場 / 所
# Two letters that stand side by side in a label: only between such two is a label broken.
_SIDE_BY_SIDE = frozenset(one + other for label in _FIELDS for one, other in pairwise(label))


def vertical_labels(sheet: Sheet) -> Mapping[int, tuple[HeaderLabel, int]]:
    """Return each such label by the segment of its last character, with that of its first."""
    found: dict[int, tuple[HeaderLabel, int]] = {}
    run: list[tuple[str, int]] = []  # the letters, each with its segment
    above = text = ""
    for segment in sheet:
        above, text = text, segment.text
        if text[0] in _OPEN and len(text) <= _LONGEST and (enclosed := _enclosed(sheet, segment)):
            label, last = enclosed
            found[last] = label, segment.index
        if len(text) >= _LONGEST_PART and text[1] not in " \t":
            run = []  # as nearly all lines are
            broken = above[-1:] + text[0] in _SIDE_BY_SIDE and len(above) < _LONGEST
            if broken and (parted := _in_two_lines(above, segment)):
                found[segment.index] = parted, segment.index - 1
            continue
        single = len(text) == 1 or (len(text) > 2 and text[1] in " \t")
        spelt = text.split()
        if len(spelt) > 1 and spelt[0].rstrip(".").isdigit():
            spelt = spelt[1:]  # 1 日 / 時
            run = []
        if (len(spelt) > 1 or spelt[0] != text) and all(len(letter) == 1 for letter in spelt):
            run += [(letter, segment.index) for letter in spelt]  # 出 席 者 及 び / 欠 / 席 / 者
            words = "".join(letter for letter, _ in run)
            if words in header_fields() and run[0][1] < segment.index:  # 審 議 会 等 の / 名 称
                label = _label(words, len(text), alone=True)
                found[segment.index], run = (label, run[0][1]), []
            continue
        if not single or text[0].isascii():
            broken = len(text) < _LONGEST_PART and read_header_label(text, text) is None
            run = [(letter, segment.index) for letter in text] if broken else []
            continue
        run = [*run, (text[0], segment.index)][-_LONGEST:]
        letters = "".join(letter for letter, _ in run)
        size = next((len(run) - i for i in range(len(run) - 1) if letters[i:] in _FIELDS), 0)
        below = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
        longer = below[1:2] in (" ", "\t") and letters[-size:] + below[0] in _FIELDS
        follows = len(below) == 1 or longer  # 案 / 件 / 名 (1)…
        whole = size and (size == len(run) or run[-size - 1][1] != run[-size][1])
        if whole and not (len(text) == 1 and follows):
            end = len(text) - len(text[1:].lstrip())
            label = _label(letters[-size:], end, alone=len(text) == 1)
            found.update(_above(run[:-size]))
            found[segment.index] = label, run[-size][1]
            run = []
        elif len(text) > 1:
            run = []
    return found


def _above(run: Sequence[tuple[str, int]]) -> Mapping[int, tuple[HeaderLabel, int]]:
    """Return the labels without a value above another, if the letters are nothing else."""
    found: dict[int, tuple[HeaderLabel, int]] = {}
    letters = "".join(letter for letter, _ in run)
    while letters:
        size = next((len(letters) - i for i in range(len(letters)) if letters[i:] in _FIELDS), 0)
        first, last = len(letters) - size, len(letters) - 1
        if size < 2 or (first and run[first - 1][1] == run[first][1]):
            return {}
        found[run[last][1]] = _label(letters[first:], 1, alone=True), run[first][1]
        letters = letters[:first]
    return found


def _enclosed(sheet: Sheet, segment: Segment) -> tuple[HeaderLabel, int] | None:
    """Return a label in brackets whose letters stand in several lines, and the last of them:
    <会 議 日 / 時>, 【場 / 所】.
    """
    close = _CLOSE[_OPEN.index(segment.text[0])]
    words = ""
    for following in sheet.segments[segment.index :][:_LINES]:
        words += unspaced(following.text)
        if close in words:
            whole = words[1 : words.index(close)]
            if following is segment or whole not in _FIELDS:
                return None
            at = following.text.index(close) + 1
            at = len(following.text) - len(following.text[at:].lstrip(" :"))
            return _label(whole, at, alone=at == len(following.text)), following.index
        if len(words) > _LONGEST:
            return None
    return None


_BROKEN = re.compile(
    r"(?P<number>[0-9]{1,2}[.\s]\s{0,2}|[(][0-9]{1,2}[)]\s?)?(?P<part>[^\s:0-9].{0,14})"
)
_UP_TO_VALUE = re.compile(r"(?P<words>[^\s:]{1,14})(?=[\s:]|$)\s{0,2}:?\s{0,4}")
_FIRST_PART = re.compile(
    r"[○●◎◇◆□■・]?\s?(?P<open>[【〔\[<]?)\s?(?P<part>[^\s:【】〔〕<>\[\]]{1,3})"
)
_LAST_PART = re.compile(
    r"(?P<part>[^\s:【】〔〕<>\[\]]{1,3})\s?(?:(?P<close>[】〕\]>])\s{0,4}:?|:)\s{0,4}"
)


def _in_two_lines(above: str, segment: Segment) -> HeaderLabel | None:
    """Return the label that a wide gap broke in two: 日 / 時:4月20日, 【会 / 場】市民会館."""
    head = _BROKEN.fullmatch(above)
    tail = _UP_TO_VALUE.match(segment.text) if head and head["part"] not in _FIELDS else None
    if head and tail and (head["number"] or len(head["part"]) > 1):
        whole = unspaced(head["part"]) + tail["words"]
        if whole in header_fields():  # 附属機関又は / 会議体の名称; 1.日 / 時:4月20日
            return _label(whole, tail.end(), alone=tail.end() == len(segment.text))
    first = _FIRST_PART.fullmatch(above)
    last = _LAST_PART.match(segment.text) if first else None
    if first is None or last is None or bool(first["open"]) != bool(last["close"]):
        return None
    words, end = first["part"] + last["part"], last.end()
    return _label(words, end, alone=end == len(segment.text)) if words in _FIELDS else None


def _label(words: str, end: int, *, alone: bool) -> HeaderLabel:
    return HeaderLabel(_FIELDS[words], words, 0, end, True, alone, groups().get(words, ""))


_LETTERS = re.compile(r"[\s()]+")  # what parts them; a bracket is a letter, too


def scattered_letters(segments: Sequence[Segment]) -> list[Segment]:
    """Return the letters of such labels that a converter read across two columns of them.

    No label can be made of them; three lines of a letter each or more are nothing else.
    """
    found: list[Segment] = []
    run: list[Segment] = []
    for segment in segments:
        words = _LETTERS.split(segment.text.strip("() ") or "_")
        if len(words) <= _COLUMNS and all(len(word) == 1 for word in words):
            run.append(segment)
            continue
        found += run if len(run) >= _SEVERAL else []
        run = []
    return found + (run if len(run) >= _SEVERAL else [])
