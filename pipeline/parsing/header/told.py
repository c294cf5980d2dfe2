"""Proceedings that are told in sentences, without anybody speaking under a label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from pipeline.parsing.header.field import Field, Header
from pipeline.parsing.header.list_lines import is_in_brackets
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.notes import is_act, is_direction
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import explains, is_people_list, is_speech

__all__ = [
    "PROCEEDINGS",
    "acts_before_speech",
    "begin_at_sentences",
    "heads_told",
    "introduces_list",
    "list_to_come",
    "narrated_below",
    "opening_told",
    "tells",
    "tells_at_once",
    "tells_opening",
    "told_below_people",
]

# Labels of business under which mostly stands what happened.
PROCEEDINGS = frozenset({"議事", "議事内容"})
_PRESENT = frozenset({"attendees", "absent"})
_TELLS_OPENING = re.compile(r"開会(?:を宣|する|した|を告)[^。]{0,6}。$")
_TELLS_ABSENCE = re.compile(r"(?:委員|議員|氏|会長)(?:は|が)[^。]{0,20}欠席[^。]{0,10}。?$")
_ACTED = re.compile(r"(?P<who>\w[^:。、]{1,19}?)(?:\s?:\s?|\s{1,12})(?P<act>[^:。\s]\S{1,30})")
_HEADS_LIST = ("のとおりである。", "の通りである。")
_OPENINGS = frozenset(load("body")["opening"]["first"])
_AHEAD = 40  # lines in which the list of business is looked for that comes after the people
_NEAR = 4  # lines in which a heading of the proceedings shows what was told
_WIDE = 25  # characters of a line that the next goes on with
_SENTENCE = 12  # characters that a sentence has at least
_TOLD_WITHIN = 8  # lines in which the second of such titles stands
_SHORTEST = 8  # characters of the shortest: 公開で行われた。
_SEVERAL = 3  # sentences below a value that are no part of it
_VALUES = frozenset(
    {"date", "time", "place", "opened", "closed", "public", "observers", "agenda", "materials"}
    | {"other"}
)
_IN_LINE = 2  # sentences of a line in which matters are told
_ACTS = 6  # lines that tell of what was done before anybody speaks


def tells_opening(
    sheet: Sheet, title: Sequence[Segment], segment: Segment, label: HeaderLabel | None
) -> bool:
    """Tell whether a header without labels ends: 午後1時00分、…教育長、会議の開会を宣す。

    It also does with the first label if that heads what was done with each matter.
    """
    if label and not (label.alone and label.field == "agenda" and _titles_told(sheet, segment)):
        return False
    return bool(label or _TELLS_OPENING.search(segment.text)) and any(
        True for s in title for _ in find_dates(s.text)
    )


def opening_told(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether below 開会 stands how the meeting was opened instead of an hour."""
    if not label.alone or segment.index + 1 >= len(sheet):
        return False
    text = sheet[segment.index + 1].text
    if is_direction(text):
        return True
    if len(text) < 12 or read_enumerator(text) or find_times(text).opened:
        return False
    return is_speech(text)


def heads_told(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether the first numbered matter stands below a label, and what happened below that."""
    below = sheet.segments[segment.index + 1 : segment.index + 2]
    number = read_enumerator(below[0].text) if below else None
    return number is not None and number.value == 1 and narrated_below(sheet, below[0])


def tells_at_once(
    sheet: Sheet, segment: Segment, label: HeaderLabel, labels: Mapping[int, HeaderLabel]
) -> bool:
    """Tell whether what happened begins at a label such as 議事: beside it, or below it.

    ``labels`` are those of all lines where the list of business may still come; it does where one
    of them heads it.
    """
    if label.alone and introduces_list(sheet, segment.index + 1):
        return False
    if label.alone and (narrated_below(sheet, segment) or _titles_told(sheet, segment)):
        return True
    if label.text not in PROCEEDINGS:
        return False
    lines = sheet.segments[segment.index : segment.index + 3]
    texts = [segment.text[label.end :].strip(), *(s.text for s in lines[1:] if not s.gap)]
    if label.alone:  # ＜議事＞ / 会議は公開で行われた。
        texts = [s.text for s in lines[1:2]] + [s.text for s in lines[2:] if not s.gap]
    text = texts[0] if texts else ""
    if not text:
        return False
    if read_enumerator(text):  # 議事内容 1 …について 事務局から…説明があった。 2 …
        return text.count("。") >= _IN_LINE and not label.alone
    if len(text) >= _WIDE and "。" not in text:
        text = "".join(texts[:2])
    if len(text) < _SHORTEST or not text.endswith("。") or not is_speech(text):
        return False
    return not list_to_come(sheet, segment, labels)


def list_to_come(sheet: Sheet, segment: Segment, labels: Mapping[int, HeaderLabel]) -> bool:
    """Tell whether a label below heads a list of business: 議事 / …に入った。 / 付議事項 / …."""
    for at in range(segment.index + 1, segment.index + _AHEAD):
        label = labels.get(at)
        if label and label.field == "agenda" and label.alone:
            return not (heads_told(sheet, sheet[at]) or _titles_told(sheet, sheet[at]))
    return False


def introduces_list(sheet: Sheet, at: int) -> bool:
    """Tell whether a sentence stands over a mere list: 会議は公開で行われた。 / 1 … / 2 …."""
    if at >= len(sheet) or not sheet[at].text.endswith("。"):
        return False
    below = sheet.segments[at + 1 : at + 1 + _NEAR]
    first = read_enumerator(below[0].text) if below else None
    if (
        first is None
        or first.kind == "bullet"
        or first.value != 1
        or read_enumerator(sheet[at].text)
    ):
        return False
    for segment in below:
        number = read_enumerator(segment.text)
        if segment.text.endswith("。"):
            return False
        if number and (number.kind, number.value) == (first.kind, 2):
            return True
    return False


def _titles_told(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether each marked title below a label has what happened below it:
    ○…について / …了承した。 / ○…; (主な意見) / ・… may stand between.
    """
    mark, told = "", False
    for following in sheet.segments[segment.index + 1 : segment.index + 1 + _TOLD_WITHIN]:
        text = following.text
        entry = read_enumerator(text)
        if entry and entry.kind == "bullet" and not text.endswith("。"):
            if mark:
                return told and text[0] == mark
            mark = text[0]
        elif not mark or (entry and not (told and text[0] != mark)):
            return False
        elif not (told and is_in_brackets(text)) and read_header_label(following.raw, text):
            return False  # a label ends the list: 審議事項 / ・… / 議事の概要
        else:
            told = told or tells(text)
    return False


def narrated_below(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether below a numbered heading stands what happened, in sentences.

    The sentence may be wrapped; it is neither numbered nor a title.
    """
    number = read_enumerator(segment.text)
    if number is None or number.kind == "bullet" or segment.text.endswith("。"):
        return False
    for count, following in enumerate(sheet.segments[segment.index + 1 : segment.index + 4]):
        text = following.text
        entry = read_enumerator(text)
        labelled = read_header_label(following.raw, following.text)
        if labelled or (entry and not (count == 0 and entry.kind == "paren")):
            return False
        if text.endswith("。"):
            return len(text) > _SENTENCE or count > 0
        if len(text) < _WIDE or (count > 0 and following.gap):
            return False
    return False


def told_below_people(
    sheet: Sheet,
    labels: dict[int, HeaderLabel],
    firm: set[int],
    current: Field | None,
    segment: Segment,
    last: int,
) -> bool:
    """Tell whether the proceedings are told below a list of people, without any label.

    A sentence begins them (司会より、会議成立の報告あり。), or a heading that counts on from the
    label of the list or is the first of several, above a sentence.
    """
    people = current is not None and current.name in ("group", *_PRESENT)
    if not people or segment.index in labels or segment.index <= last:
        return False
    ahead = sheet.segments[segment.index + 1 : segment.index + _AHEAD]
    ahead = list(takewhile(lambda s: s.index not in firm, ahead))
    if any(labels[s.index].field == "agenda" for s in ahead if s.index in labels):
        return False
    if tells(segment.text) and not _TELLS_ABSENCE.search(segment.text):
        return True
    entry = read_enumerator(segment.text)
    if entry is None or entry.kind != "arabic" or is_people_list(segment.text[entry.end :]):
        return False
    above = read_enumerator(sheet[current.segment].text) if current and current.label else None
    counted = above is not None and above.kind == "arabic" and above.value + 1 == entry.value
    if not counted and (entry.value != 1 or above is not None):
        return False
    near = ahead[: 3 * _NEAR] if counted else ahead[: 2 * _NEAR]
    return any(tells(s.text) for s in near)


def _remarks(field: Field) -> bool:
    """Tell whether the value of a label such as 備考 consists of sentences itself."""
    return bool(field.values) and _is_said(field.values[0][0])


def begin_at_sentences(header: Header) -> None:
    """Begin the proceedings with the sentences that end the last field, where nothing else does."""
    if not header.fields:
        _begin_below_title(header)
        return
    last = header.fields[-1]
    if last.name not in _VALUES or (last.name == "other" and _remarks(last)):
        return
    told = [n for n, (s, offset) in enumerate(last.values) if n and not offset and _is_said(s)]
    if len(told) < _SEVERAL or 2 * len(told) < len(last.values) - told[0]:
        return
    first = last.values[told[0]][0]
    numbers = [read_enumerator(s.text) for s, _ in last.values[told[0] :]]
    if last.name == "agenda" and any(number and number.kind != "bullet" for number in numbers):
        return
    before = last.values[told[0] - 1][0]
    if told[0] > 1 and before.text[0] in "<【〔《≪[":  # ＜議題１について＞ over the first
        told[0], first = told[0] - 1, before
    if header.body_start <= last.values[-1][0].index:
        return
    last.values[told[0] :] = []
    header.body_start, header.why = first.index, "told below a value"


def _begin_below_title(header: Header) -> None:
    """Begin with the sentences at the end of a title below which no label stands."""
    lines = header.title
    said = [s.text.endswith("。") and _is_said(s) for s in lines]
    first = len(lines) - next((n for n, told in enumerate(reversed(said)) if not told), len(lines))
    if 0 < first < len(lines) and any(True for s in lines[:first] for _ in find_dates(s.text)):
        header.body_start, header.why = lines[first].index, "told below the title"
        del lines[first:]


def _is_said(segment: Segment) -> bool:
    text = segment.text.lstrip("・→⇒-○ ")
    return len(text) >= _SENTENCE and is_speech(text) and not is_people_list(text)


def tells(text: str) -> bool:
    """Tell whether a line tells in a sentence what happened: …との報告あり。

    …は次のとおりである。 heads a list.
    """
    if text[0] in "※(*" or text.endswith(_HEADS_LIST) or is_people_list(text):
        return False
    return text.endswith("。") and len(text) > _SENTENCE and is_speech(text)


def acts_before_speech(sheet: Sheet, segment: Segment, firm: set[int]) -> bool:
    """Tell whether a line and those up to the first speaker tell what was done: (委嘱状の交付),
    事務局：開会挨拶.
    """
    at = segment.index
    while at < len(sheet) and at - segment.index < _ACTS and _is_act(sheet[at].text):
        at += 1
    return at > segment.index and at in firm


def _is_act(text: str) -> bool:
    if is_act(text):
        return True
    acted = _ACTED.fullmatch(text)
    if acted is None or not (acted["act"] in _OPENINGS or explains(acted["act"])):
        return False
    return read_label(acted["who"]).strength >= (1 if ":" in text else 2)
