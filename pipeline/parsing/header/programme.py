"""The programme (次第) of a meeting where no label announces it.

Two shapes occur: numbered titles that stand unannounced between date, place and people, and a run
from 開会 to 閉会 ahead of the proceedings. Both become an agenda field without a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import dropwhile, groupby

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.list_ends import begins_again
from pipeline.parsing.header.list_lines import is_result, names_office
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates
from pipeline.parsing.phrases.header_labels import is_web, read_header_label
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.speech import is_people_list

__all__ = [
    "counts_on",
    "heads_proceedings",
    "mark_below",
    "next_below",
    "opens_below",
    "programme_end",
    "unannounced_entries",
]

_LONGEST = 20
"""Entries of a programme; more lines than this between 開会 and 閉会 are proceedings."""
_AHEAD = 30  # lines of the proceedings in which the next number is looked for
_FARTHEST = 200  # lines from 1 開会 to the number that stands behind speech
_OF_PROGRAMMES = ("arabic", "kanji", "roman", "ordinal", "circled")
_OPENINGS = frozenset(load("body")["opening"]["first"])
_OFFICES = tuple(load("roles")["departments"])
_SEVERAL = 2  # numbered matters that are a list
_SHORTEST = 5  # characters of the title of one
_COUNTED = 3  # titles that count from 1 and need no word to be business
_POINTS = 10  # of a title, between it and the next
_LONGEST_NAME, _LIKELY_NAME = 7, 0.45  # letters of a name, and how likely it is one
_WORDED = re.compile(
    rf"(?:について|の件|(?:{alternatives(load('body')['sections']['heading_endings'])}))"
    r"(?:[(【].{1,30}[)】])?[」』]?$"
)

_BRACKET_BEHIND = re.compile(r"[(][^()]{1,20}[)]$")  # 1 開会(課長補佐)
_CLOCK = re.compile(
    r"[0-9]{1,2}\s?(?:時|:[0-9]{2})|午\s?[前後]\s?[一二三四五六七八九十]{1,3}\s?時|正\s?午"
)


def programme_end(sheet: Sheet, start: int, firm: Set[int]) -> int:
    """Return the segment after a run from 開会 to 閉会 that begins at ``start``, or 0.

    A run holds titles only: nobody speaks in it and none of its lines is a sentence. One without
    閉会 ends where 1 開会 or one of its titles comes again.
    """
    if start >= len(sheet) or _bare(sheet[start]) != "開会":
        return 0
    first = [(sheet[start], 0), (sheet[start], 0)]
    titles: set[str] = set()
    for segment in sheet.segments[start : start + _LONGEST]:
        if segment.index - start >= _COUNTED and (
            begins_again(first, segment) or segment.text in titles
        ):
            return segment.index
        if len(segment.text) > _SHORTEST and _has_number(segment):
            titles.add(segment.text)
        if segment.index in firm or segment.text.endswith("。") or len(segment.text) > 80:
            return 0
        if _CLOCK.search(segment.text):  # 開会 and 閉会 are labels here, of the hours
            return 0
        if _bare(segment) == "閉会":
            return segment.index + 1 if segment.index - start >= 2 else 0
    return 0


def heads_proceedings(
    sheet: Sheet,
    start: int,
    firm: Set[int],
    further: Set[int] = frozenset(),
    *,
    below: bool = False,
) -> bool:
    """Tell whether 1 開会 begins the proceedings: between it and later numbers somebody speaks.

    1 開会 / 2 議題 / (1)… / ○会長 … / 3 閉会 are headings of what happened. Where nobody speaks
    before the last of them, nor any sentence tells of it, they are a list; so they are where labels
    of the header (``further``) follow sooner. Below a label of the proceedings (``below``) they
    may be (1) 開会 / (2) 議題, too.
    """
    head = _numbered(sheet, start)
    first = read_enumerator(head)
    if first is None or first.value != 1:
        return False
    if first.kind not in _OF_PROGRAMMES and not (below and first.kind == "paren"):
        return False
    opening = _BRACKET_BEHIND.sub("", head[first.end :])  # 1 開会挨拶 部長挨拶
    if _OPENINGS.isdisjoint([unspaced(opening), *opening.split(maxsplit=1)[:1]]):
        return False
    expected, told = 2, False
    for segment in sheet.segments[start + 1 :][:_FARTHEST]:
        entry = read_enumerator(_numbered(sheet, segment.index))
        if entry and (entry.kind, entry.value) == (first.kind, expected):
            if told:
                return True
            expected += 1
        if segment.index in further and not told:
            return False
        told = (
            told
            or segment.index in firm
            or ((entry is None or entry.kind == "bullet") and _tells(segment.text))
        )
    return False


def _numbered(sheet: Sheet, at: int) -> str:
    """Return a line, with the next where it is only the number: 1 / 開会; nothing at the end."""
    text = sheet[at].text if at < len(sheet) else ""
    return f"{text} {sheet[at + 1].text}" if text.isdigit() and at + 1 < len(sheet) else text


def opens_below(sheet: Sheet, label: Segment, firm: Set[int]) -> bool:
    """Tell whether below 5 議事 the sitting opens: (1)開会 / what was done, and somebody speaks."""
    below = sheet.segments[label.index + 1 : label.index + 3]
    if len(below) < 2 or not any(at > label.index for at in firm):
        return False
    entry = read_enumerator(below[0].text)
    opened = entry is not None and entry.value == 1 and _bare(below[0]) in _OPENINGS
    return opened and read_enumerator(below[1].text) is None and _tells(below[1].text)


def _tells(text: str) -> bool:
    return text.endswith("。") and text[0] not in "※(*"


def unannounced_entries(segments: Sequence[Segment], below_facts: Set[int]) -> list[Segment]:
    """Return the first run of adjoining lines that read as titles of business, or nothing.

    A run begins with a numbered or worded title. One suffices where it ends in …について;
    numbers alone take two, one of them worded. Below a fact (``below_facts``: 傍聴者 なし), which
    takes one line, a list that counts from 1 or repeats its bullet needs no such word, nor do
    three titles that count anywhere. The first line of all is the title of the minutes.
    """
    if matters := _matters(segments):
        return matters
    lines = [s for s in segments if (_may_be_title(s) and s.index) or names_office(s.text)]
    for _, group in groupby(enumerate(lines), lambda pair: pair[1].index - pair[0]):
        run = list(dropwhile(lambda s: not _is_title(s), (segment for _, segment in group)))
        worded = sum(bool(_WORDED.search(unspaced(s.text))) for s in run)
        several = sum(len(entries_in_line(s.text, 0)) for s in run) > 1
        if worded and (several or unspaced(run[0].text).endswith(("について", "の件"))):
            again = [n for n, s in enumerate(run) if n and begins_again([(r, 0) for r in run], s)]
            return run[: again[0]] if again else run
        if len(run) >= _COUNTED and _is_list(run) and all(map(_has_number, run)):
            return [] if _name_offices(run) else run
        listed = [s for s in run if s.index in below_facts]
        if len(listed) >= 2 and _is_list(listed) and not _name_offices(listed):
            return listed
    return []


def _matters(segments: Sequence[Segment]) -> list[Segment]:
    """Return the lines from the first numbered matter to the last, groups of them included.

    議案第45号 …, ◆議題1：…: two such lines are a list, unless people are named for them. Between
    them results may stand.
    """
    found = [at for at, segment in enumerate(segments) if _is_matter(segment.text)]
    if len(found) < _SEVERAL:
        return []
    between = segments[found[0] + 1 : found[-1]]
    others = [s.text for s in between if not _is_matter(s.text)]
    if any(text[0] not in "【〔[<《≪" and not is_result(text) for text in others):
        return []
    first = found[0] - (found[0] > 0 and segments[found[0] - 1].text[0] in "【〔")
    return list(segments[first : found[-1] + 1])


def _is_matter(text: str) -> bool:
    mark = read_enumerator(text)
    at = mark.end if mark and mark.kind == "bullet" else 0
    number = read_enumerator(text[at:])
    if number is None or not number.word:
        return False
    title = text[at + number.end :].strip()
    return (
        (len(title) >= _SHORTEST or unspaced(title) == "その他")
        and not is_people_list(title)
        and "号" in number.written + "号" * (number.word in ("議題", "案件"))
    )


def _has_number(segment: Segment) -> bool:
    number = read_enumerator(segment.text)
    return number is not None and number.kind != "bullet"


def _is_list(run: Sequence[Segment]) -> bool:
    """Tell whether lines count from 1, also in every group anew, or all have the same bullet."""
    numbers = [read_enumerator(s.text) for s in run]
    if numbers[0] is None:
        return False
    if numbers[0].kind == "bullet":
        return all(s.text[0] == run[0].text[0] for s in run)
    expected = {(number.kind, number.word): 1 for number in numbers if number}
    for number in numbers:
        if number is None:
            continue
        rank = (number.kind, number.word)
        if number.value not in (1, expected[rank]):
            return False
        expected[rank] = number.value + 1
    return None not in numbers or numbers.count(None) * 2 <= len(numbers)


def _name_offices(run: Sequence[Segment]) -> bool:
    """Tell whether most lines of a list name who is a member: 1 鳴瀬バス株式会社 / 2 商工会."""
    return 2 * sum(s.text.rstrip().endswith(_OFFICES) for s in run) > len(run)


def counts_on(before: Sequence[Segment], segment: Segment) -> bool:
    """Tell whether a numbered line takes the next number after a numbered title above it.

    Titles of deeper rank may stand between (2 協議 / ア … / 3 その他), also such as have no number
    but are worded as titles, and the office of one.
    """
    entry = read_enumerator(segment.text)
    if entry is None or entry.kind == "bullet":
        return False
    for line in reversed(before[-_POINTS:]):
        above = read_enumerator(line.text)
        if above is None and not (_WORDED.search(line.text) or names_office(line.text)):
            return False
        if above and above.kind == entry.kind:
            return above.value + 1 == entry.value and _may_be_title(line)
    return False


def next_below(sheet: Sheet, number: Enumerator, start: int) -> bool:
    """Tell whether the next line of the body that is numbered alike takes the next number."""
    for segment in sheet.segments[start:][:_AHEAD]:
        entry = read_enumerator(segment.text)
        if entry and (entry.kind, entry.word) == (number.kind, number.word):
            return entry.value == number.value + 1 and not segment.text.endswith("。")
    return False


def mark_below(sheet: Sheet, mark: str, start: int, firm: Set[int]) -> bool:
    """Tell whether the next line of the body behind a bullet is a title over a speaker, too."""
    for segment in sheet.segments[start:][:_AHEAD]:
        if segment.text[0] == mark and segment.index not in firm:
            return segment.index + 1 in firm and _WORDED.search(unspaced(segment.text)) is not None
    return False


def _may_be_title(segment: Segment) -> bool:
    text = segment.text.strip()
    number = read_enumerator(text)
    return not (
        (number and text[number.end :] == "関係")  # 議題(2)関係 heads people
        or not 2 <= len(text) <= 120
        or text.endswith(("。", ":"))
        or is_web(segment.text)
        or (read_header_label(segment.raw, segment.text) is not None and _bare(segment) != "その他")
        or is_people_list(text)
        or _is_spaced_name(text[number.end if number else 0 :])
        or any(True for _ in find_dates(text))
        or _CLOCK.search(text)
    )


def _is_spaced_name(text: str) -> bool:
    """Tell whether a text is a name whose letters are spaced: 日 高 つや子."""
    words = text.split()
    name = "".join(words)
    spaced = len(words) > 1 and len(words[0]) == len(words[1]) == 1
    return spaced and len(name) <= _LONGEST_NAME and looks_like_name(name) >= _LIKELY_NAME


def _is_title(segment: Segment) -> bool:
    return read_enumerator(segment.text) is not None or bool(_WORDED.search(unspaced(segment.text)))


def _bare(segment: Segment) -> str:
    entry = read_enumerator(segment.text)
    return unspaced(segment.text[entry.end :] if entry else segment.text).strip("・○◇■●[]【】<>")
