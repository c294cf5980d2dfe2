"""Where a list of business ends: what follows is ranked with its label, or begins it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.parsing.folding import key, unspaced
from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.titles import kind_of_category

__all__ = [
    "begins_again",
    "category_label",
    "give_back_headings",
    "is_narration",
    "mark_of_rows",
    "matters_above",
    "ranks_with_label",
    "row_label",
    "unknown_label",
]

_SECTIONS = load("body")["sections"]
_PROCEDURE = frozenset(_SECTIONS["procedure"])
_SENTENCE, _TOLD = 8, 12  # characters of what is told, with a full stop and without
_ROWS = 3  # labels before a bar, or in brackets, that show a form of rows
_BRACKETS = "【〔[<《≪"
_OF_ONE_LINE = frozenset({"opened", "closed", "date", "time", "place", "observers", "public"})
_OF_MATTERS = 6  # lines of the matters above the label in the middle of their cell
_LOOK_BACK = 60  # entries of a list: no more are asked for their numbers
_DETAIL_LABEL = re.compile(r"[【〔\[<](?P<name>[^【】〔〕\[\]<>]{2,14})[】〕\]>]")
_DETAIL_WORD = re.compile(r"(?:概要|理由|趣旨|内容|経緯|経過|目的|結果|資料)$")
_BUDGET = load("body")["facts_of_matter"]["budget"]
_PART_OF_BUDGET = re.compile(  # (歳入)全款, 歳出中 2款総務費1項…, 第2条 債務負担行為の補正
    rf"(?:第[0-9]{{1,2}}[条表]\s?){{0,2}}[(〔【]?(?:{alternatives(_BUDGET)})[)〕】]?"
    r"(?:のうち|中)?[\s:]{0,3}(?:(?:全部|全款)|第?[0-9]{1,2}款.{0,80})?"
)
_BEGINS_BUDGET = frozenset("(〔【第").union(word[0] for word in _BUDGET)
_ROW = re.compile(r"(?P<name>[^|。:、0-9]{2,14}?)\s?\|\s?(?=[^|\s])")
_BRACKET_ROW = re.compile(
    r"[<【〔\[《≪](?P<name>[^<>【】〔〕\[\]《》≪≫。、]{2,12})[>】〕\]》≫]\s{0,3}:?\s{0,3}(?=\S)"
)
_PLACES = ("会議室", "会場", "場所")
_FACT = re.compile(
    r"(?P<name>[^\s:、。()「」0-9]{2,10})(?:\s?[:|]\s?|\s{1,20})"
    r"(?P<value>.{1,40}$)"
)
_STATED = re.compile(r"令和|平成|昭和|[12][0-9]{3}年|午[前後]|[0-9]{1,3}[名人]")
_PLANNED = re.compile(r"次回[^、]{0,8}は.{2,30}(?:予定|頃|開催)$")  # 次回は5月に開催予定
_PUBLIC = re.compile(r"(?:すべて|全部|一部)?(?:非)?公開")
_PREDICATE = re.compile(
    r"(?:である|です|ます|ました|ません|でした|[るた]|[なた]い|べき|ほしい|とのこと)$"
)


def begins_again(values: Sequence[tuple[Segment, int]], segment: Segment) -> bool:
    """Tell whether a line repeats the first entry of the list with its number: the body begins."""
    if not values:
        return False
    first, offset = values[0]
    cuts = entries_in_line(first.text, offset)
    if len(values) < 2 and len(cuts) < 2:
        return False
    text = segment.text[1:-1] if segment.text[0] in "≪《<" else segment.text
    above, entry = read_enumerator(first.text[offset:]), read_enumerator(text)
    if above is None or entry is None or (above.kind, above.value) != (entry.kind, entry.value):
        return False
    if entry.kind == "bullet":
        return False
    titled = len(first.text) > offset + above.end
    if titled and not entry.word and entry.kind != "arabic" and entry.end == len(text):
        return True  # ① alone heads what is said of it
    title, behind = key(text[entry.end :]), text[entry.end :].split(" ")[0]
    end = [*cuts, len(first.text)][1]
    begun = key(first.text[offset + above.end : end])
    opens = entry.value == 1 and begun in _PROCEDURE and key(behind) == begun  # 1 開会 事務局進行
    return len(title) >= 2 and (begun == title or opens)


def _repeated_at_end(values: Sequence[tuple[Segment, int]]) -> int:
    """Return how many lines at the end of a list repeat entries of its first rank: 3 報告.

    They head the proceedings: 5 閉会 / 3 報告 / (1) ….
    """
    numbers = [read_enumerator(segment.text[offset:]) for segment, offset in values]
    titles = [
        key(segment.text[offset + number.end :]) if number else ""
        for (segment, offset), number in zip(values, numbers, strict=True)
    ]
    ranks = [(number.kind, number.value) if number else None for number in numbers]
    count = 0
    for at in range(len(values) - 1, 0, -1):
        rank, first, title = ranks[at], ranks[0], titles[at]
        again = any((rank, title) == pair for pair in zip(ranks[:at], titles[:at], strict=True))
        if not again or not rank or not first or rank[0] != first[0] or not title:
            break
        count += 1
    return count


def give_back_headings(current: Field | None, body_start: int) -> int:
    """Begin the body with headings that ended the list as they come again: 3 報告 over (1)….

    They leave the field; where the body begins then is returned.
    """
    if current is None or not current.values:
        return body_start
    if current.name in _OF_ONE_LINE and len(current.values) > 1:
        last, offset = current.values[-1]
        entry = read_enumerator(last.text)
        above = (last.index, offset) == (body_start - 1, 0)
        if entry and entry.kind != "bullet" and above:
            current.values.pop()  # 開会 / … / (1)…の結果について / 事務局:…
            return last.index
    if current.name != "agenda":
        return body_start
    n = _repeated_at_end(current.values)
    headings = current.values[len(current.values) - n :]
    if not n or headings[-1][0].index != body_start - 1:
        return body_start
    current.values[-n:] = []
    return headings[0][0].index


def matters_above(current: Field) -> int:
    """Return how many lines at the end of a list of people are matters: 議案1 …につ / いて.

    So they are above a label of business that is written downwards in the middle of its cell.
    """
    if current.name not in ("attendees", "absent", "group"):
        return 0
    count = 0
    for n, (line, offset) in enumerate(reversed(current.values[-_OF_MATTERS:]), 1):
        if offset or is_people_list(line.text):
            break
        number = read_enumerator(line.text)
        count = n if number and number.word else count
    return count


def ranks_with_label(
    label: Segment, values: Sequence[tuple[Segment, int]], segment: Segment
) -> bool:
    """Tell whether a line counts on the number of the label, not on that of an entry.

    4 議題 / (1) … / (2) … / 5 質疑の内容: the last is no entry. Nor is it where all labels have
    the same number: 一、付議事件 / (一) … / 一、審査の結果.
    """
    head, entry = read_enumerator(label.text), read_enumerator(segment.text)
    if head is None or entry is None or entry.word or head.kind != entry.kind:
        return False
    if head.kind == "bullet" or entry.value not in (head.value, head.value + 1):
        return False
    numbers = [read_enumerator(s.text[offset:]) for s, offset in values[-_LOOK_BACK:]]
    alike = [e.value for e in numbers if e and e.kind == entry.kind and not e.word]
    if entry.value == head.value:
        return bool(numbers) and not alike
    counted = entry.value - 1 in alike and (entry.value not in alike or alike[-1] < entry.value)
    return bool(numbers) and not counted


def category_label(segment: Segment, *, enclosed: bool = False) -> HeaderLabel | None:
    """Return a label for a category of business that is numbered like the labels: 5 報告事項.

    ``enclosed`` takes off what stands around it: 【審議】.
    """
    entry = read_enumerator(segment.text)
    title = unspaced(segment.text[entry.end if entry else 0 :]).rstrip(":")
    if enclosed:
        title = title.strip("【】〔〕[]<>《》≪≫■")
    if title not in _PROCEDURE and kind_of_category(title) is None:
        return None
    if title.startswith("資料"):
        return None  # 資料1 活動報告: a paper
    end = len(segment.text)
    return HeaderLabel("agenda", title, entry.end if entry else 0, end, True, True)


def unknown_label(values: Sequence[tuple[Segment, int]], segment: Segment) -> HeaderLabel | None:
    """Return a label that no list of words has but whose value is a fact, below numbered entries.

    次回開催　平成25年2月: a short word set off from a date, an hour or a count; 司会　久保: a role
    set off from people.
    """
    match = _FACT.match(segment.text)
    if match is None or not values or read_enumerator(segment.text):
        return None
    named = read_label(unspaced(match["name"])).strength >= 2 and is_people_list(match["value"])
    numbers = [read_enumerator(s.text[offset:]) for s, offset in values[:2]]  # a head before 1
    numbered = any(number and number.kind != "bullet" for number in numbers)
    stated = (numbered and _STATED.match(match["value"])) or _PUBLIC.fullmatch(match["value"])
    if not named and not stated:
        return None
    apart = segment.raw[match.end("name") : match.start("value")]
    if apart == " ":
        return None
    return HeaderLabel("other", unspaced(match["name"]), 0, match.start("value"), False, False)


def row_label(segment: Segment, mark: str) -> HeaderLabel | None:
    """Return the label of a row of a form whatever it says: 会議の成立 | 委員4名のうち3名出席.

    ``mark`` is what sets the labels of the form off: a bar, or a bracket (【会議室】 第2会議室).
    """
    match = (_ROW if mark == "|" else _BRACKET_ROW).match(segment.text)
    if match is None or (mark != "|" and segment.text[0] != mark):
        return None
    name = unspaced(match["name"])
    field = "place" if name.endswith(_PLACES) else "other"
    return HeaderLabel(field, name, 0, match.end(), True, False)


def mark_of_rows(sheet: Sheet, labels: Mapping[int, HeaderLabel]) -> str:
    """Return what sets all labels of a form off from their values, a bar or a bracket, else ""."""
    rows: list[str] = [sheet[at].text[: n.end] for at, n in labels.items() if not n.alone]
    if sum("|" in row for row in rows) >= _ROWS:
        return "|"
    return next((b for b in _BRACKETS if sum(row[0] == b for row in rows) >= _ROWS), "")


def counts_up(values: Sequence[tuple[Segment, int]], segment: Segment) -> bool:
    """Tell whether a line takes the next number of the list: 1. 議事①に関する資料 / 2. …"""
    entry = read_enumerator(segment.text)
    if entry is None or entry.kind == "bullet" or entry.word:
        return False
    above = [read_enumerator(s.text[offset:]) for s, offset in values[-_LOOK_BACK:]]
    if values:  # 1 … 2 … in one line
        last, offset = values[-1]
        cuts = entries_in_line(last.text, offset)[1:]
        above.extend(read_enumerator(last.text[cut:]) for cut in cuts)
    numbers = [e.value for e in above if e and e.kind == entry.kind and not e.word]
    return bool(numbers) and numbers[-1] + 1 == entry.value


def heads_detail(text: str) -> bool:
    """Tell whether a line heads what is told of an entry: 【議案の概要】, (歳出)3款民生費."""
    if text[:1] in _BEGINS_BUDGET and _PART_OF_BUDGET.fullmatch(text):
        return True
    match = _DETAIL_LABEL.fullmatch(text)
    return bool(match) and bool(_DETAIL_WORD.search(unspaced(match["name"] if match else "")))


def is_narration(text: str, entry: Enumerator | None) -> bool:
    """Tell whether a line among the entries tells what happened: ・…との意見があった"""
    rest = unspaced(text[entry.end :] if entry else text).rstrip("。")
    least = _SENTENCE if text.endswith("。") else _TOLD
    return bool(len(rest) >= least and _PREDICATE.search(rest)) or bool(
        entry is None and _PLANNED.match(rest)
    )
