"""Whether a label such as 会議の内容 or 概要 opens the proceedings, and what it heads otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.folding import key
from pipeline.parsing.header.field import FACTS, FILE, Field
from pipeline.parsing.header.programme import programme_end
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.legends import legend_in
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.lines.table_heads import heads_members
from pipeline.parsing.phrases.header_labels import HeaderLabel, is_opening_line, read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_speech

__all__ = [
    "LONGEST_PROGRAMME",
    "REMARK",
    "after_list",
    "before_people",
    "heads_facts",
    "heads_programme",
    "is_planned",
    "lists_business",
    "opens_proceedings",
    "speaker_beside",
    "speech_at",
    "timetable",
]

LONGEST_PROGRAMME = 40
_CLOSES = re.compile(r"(?:[0-9]{1,2}[.、)]?\s{0,3})?[閉散]\s{0,3}会")
REMARK = re.compile(r"[(][^()]{2,60}[)]")
_SECOND = frozenset(load("header")["second"]["labels"])
_PROGRAMMES = frozenset(
    {"議案", "会議次第", "議事次第", "次第", "議題", "案件", "議事日程", "会議の議題"}
)
_SEVERAL_LINES = 8
_TITLE_ENDS = ("について", "の件")
_LONGEST_LIST = 12  # lines of a list of business that stands under 会議内容
_PRESENT = frozenset({"attendees", "absent"})
_BEHIND = FACTS | {"content"}
_CLOCKED = re.compile(r"(?:午[前後]\s?)?[0-9]{1,2}(?::[0-9]{2}|時(?:[0-9]{1,2}分)?)[\s~-]")


def speech_at(sheet: Sheet, segment: Segment, firm: set[int]) -> bool:
    """Tell whether the proceedings follow a label such as 内容 or 議事 at once.

    A remark in brackets may come between: (傍聴者入室); (◎会長 ○委員) is their first line.
    """
    after = segment.index + 1
    if any(legend_in(line.text) for line in sheet.segments[segment.index : after + 1]):
        return True
    if after + 1 < len(sheet) and REMARK.fullmatch(sheet[after].text):
        after += 1
    if after >= len(sheet):
        return False
    if after in firm:
        return True
    opens = is_opening_line(sheet[after].text) and not timetable(sheet, after)
    if opens and "日程" in segment.text and after + 1 < len(sheet):
        opens = read_enumerator(sheet[after + 1].text) is None  # 午前10時開議 / 日程第1 …
    return opens and not is_planned(sheet, after, firm)


def is_planned(sheet: Sheet, opening: int, firm: set[int]) -> bool:
    """Tell whether 開会 begins a programme: before 閉会 nobody speaks, and nothing is told.

    Nor before it is opened once more: 2月17日午後1時開議 / 日程第1 … / 午後1時開会.
    """
    for segment in sheet.segments[opening + 1 : opening + LONGEST_PROGRAMME]:
        if segment.index in firm or segment.text.endswith("。"):
            return False
        if _CLOSES.fullmatch(segment.text):
            return True
        if is_opening_line(segment.text):
            return read_enumerator(sheet[opening + 1].text) is not None
    return False


def after_list(label: HeaderLabel, fields: Sequence[Field]) -> bool:
    """Tell whether 内容 comes after the list of business, so that it heads the proceedings."""
    return label.text in _SECOND and any(f.name == "agenda" and f.values for f in fields)


def lists_business(sheet: Sheet, opener: Field, fields: Sequence[Field], firm: set[int]) -> bool:
    """Tell whether 会議内容 heads a mere list: no agenda before it and no sentence in it.

    A list whose first entry comes again is one, too, and so is a run from 開会 to 閉会. Nobody
    speaks either, or not before a table of who said what begins or several bullets have stood;
    numbers alone before the first speaker are headings of the body.
    """
    if any(f.name == "agenda" and f.values for f in fields):
        return False
    if programme_end(sheet, opener.segment + 1, firm):
        return True
    entries: list[str] = []
    titles: list[str] = []
    lines = sheet.segments[opener.segment + 1 :][:_LONGEST_LIST]
    for segment in lines:
        label = read_header_label(segment.raw, segment.text)
        ends = ("content", "result", *FACTS, *_PRESENT)
        headed = label is not None and label.field in ends and (label.alone or label.marked)
        if heads_members(segment.text):
            return False
        if heads_columns(sheet, segment) or headed:
            return len(entries) >= 2
        if segment.index in firm:
            return len(entries) >= 2 and set(entries) == {"bullet"}
        if segment.text.endswith("。"):
            return False
        if entry := read_enumerator(segment.text):
            title = key(segment.text[entry.end :])
            if len(titles) > 1 and title == titles[0]:
                return True  # (1) … / (2) … / (1) …: what is told of them begins
            entries.append(entry.kind)
            titles.append(title)
        elif segment.text.endswith(_TITLE_ENDS):
            entries.append("title")
    # Under each number several points: opinions.
    points = 3 * len(entries) <= len(lines) >= _SEVERAL_LINES
    return len(entries) >= 2 and not firm and not points


def before_people(
    labels: dict[int, HeaderLabel],
    segment: Segment,
    label: HeaderLabel,
    fields: Sequence[Field] = (),
) -> bool:
    """Tell whether a label such as 概要 or 議事録 is a title: 日時 or 出席者 follow at once."""
    following = labels.get(segment.index + 1)
    if following is None or not label.alone or legend_in(segment.text):
        return False
    if following.field == "agenda" and any(f.name == "agenda" and f.values for f in fields):
        return False  # 5 内容 / (1) 報告事項 / …: the list stands above
    return len(label.text) == 2 or following.field in ("attendees", "absent", "date", "place")


def _before_facts(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether 審議の概要 is an empty row of a table whose next row is 傍聴者 or the like."""
    if not label.alone or segment.index + 1 >= len(sheet):
        return False
    after = read_header_label(sheet[segment.index + 1].raw, sheet[segment.index + 1].text)
    return after is not None and not after.alone and after.field in FACTS


def speaker_beside(segment: Segment, label: HeaderLabel, firm: set[int]) -> bool:
    """Tell whether the first speaker stands beside a label: 議事録 楠会長, and speech below."""
    return segment.index in firm and read_label(segment.text[label.end :]).strength >= 2


def opens_proceedings(
    sheet: Sheet, segment: Segment, label: HeaderLabel, fields: Sequence[Field], firm: set[int]
) -> bool:
    """Tell whether a content label opens the body (and is not the title or a list entry)."""
    if fields and speaker_beside(segment, label, firm):
        return True
    if not fields or FILE.search(label.note) or _before_facts(sheet, segment, label):
        return False
    if not label.alone and label.text in ("会議録", "議事録", "会議記録", "要旨"):
        return label.marked and is_speech(segment.text[label.end :])
    if label.alone or label.marked:
        return True
    rest = segment.text[label.end :].strip()
    return is_speech(rest) or read_outcome(rest) is not None


def heads_programme(
    sheet: Sheet, labels: dict[int, HeaderLabel], segment: Segment, fields: Sequence[Field]
) -> bool:
    """Tell whether the programme stands under a label such as 審議の内容: the list comes first."""
    if any(f.name == "agenda" for f in fields):
        return False
    for following in sheet.segments[segment.index + 1 : segment.index + 4]:
        label = labels.get(following.index)
        if label and label.field == "agenda" and label.alone:
            return label.text in _PROGRAMMES or _counts_below(sheet, following)
        if following.text[0] not in "([〔":
            return False
    return False


def _counts_below(sheet: Sheet, label: Segment) -> bool:
    """Tell whether titles that count from 1 follow a label at once: 【議事】 / 1 … / 2 …."""
    below = sheet.segments[label.index + 1 : label.index + 3]
    entries = [read_enumerator(s.text) for s in below if not s.text.endswith("。")]
    return [entry.value for entry in entries if entry and entry.kind != "bullet"] == [1, 2]


def heads_facts(
    sheet: Sheet, labels: dict[int, HeaderLabel], segment: Segment, firm: set[int]
) -> bool:
    """Tell whether 会議の内容 heads fields of the header: (1) 議事 … (2) 傍聴者数 …, no speech."""
    listed = False
    for following in sheet.segments[segment.index + 1 : segment.index + LONGEST_PROGRAMME]:
        if following.index in firm or following.text.endswith("。"):
            return False
        label = labels.get(following.index)
        if label and (label.field in _PRESENT or (listed and label.field in _BEHIND)):
            return True
        listed = listed or (label is not None and label.field == "agenda" and label.alone)
    return False


def timetable(sheet: Sheet, at: int) -> bool:
    """Tell whether a line and one beside it begin with their hours: 13:30 開会 / 13:35 議事."""
    beside = [s.text for s in sheet.segments[max(0, at - 1) : at + 2]]
    return bool(_CLOCKED.match(sheet[at].text)) and sum(map(bool, map(_CLOCKED.match, beside))) > 1
