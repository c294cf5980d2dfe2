"""How far the labels of a header reach, and where a label of the proceedings lies ahead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.parsing.header.field import FILE
from pipeline.parsing.header.list_lines import is_in_brackets
from pipeline.parsing.header.told import PROCEEDINGS
from pipeline.parsing.knowledge import header_fields
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.speaker_places import Candidate, token_like

__all__ = [
    "alike",
    "among_people",
    "content_ahead",
    "labels_in_line",
    "last_label",
    "names_talk",
    "speaking_labels",
]

_PEOPLE = frozenset({"absent", "attendees", "observers"})
_LIKE_SPEAKERS = frozenset({"attendees", "content"})  # 参加者, 主な意見
_LEADING = frozenset({"date", "place", "attendees", "absent", "observers", "public"})
_TOLD = 2  # sentences
_BARE = ("bare_line", "bare_space")
_AGAIN = 2  # times that a speaker's label stands before speech
_IN_A_ROW = 2  # labels that show how they are set off
_BY_LAW = re.compile(r"第\s?[0-9]{1,3}\s?条|による$|に基づく$")


_TALK = re.compile(
    r"[・○●◎-]?\s?[^\s「」。:]{2,20}(?:説明|報告|発表|講演|講話|紹介|話題提供)\s?「[^「」。]{2,60}」"
    r"(?:\s?[(][^()]{1,30}[)])?"
)
_PRESENTS = re.compile(
    r"(?:説明|報告|提案|発表|担当)(?:者|課)?[\s:]{1,4}(?P<who>[^\s。「」]{2,20})"
)


def names_talk(text: str) -> bool:
    """Tell whether a line names a talk and its title, or only who gives it.

    ・委員発表「地域の取組」（戸川委員）; 説明　子育て支援課長.
    """
    if text.endswith("。"):
        return False
    gives = _PRESENTS.fullmatch(text)
    return bool(_TALK.fullmatch(text)) or (
        gives is not None and read_label(gives["who"]).strength > 1
    )


def among_people(sheet: Sheet, candidate: Candidate, labels: dict[int, HeaderLabel]) -> bool:
    """Tell whether what looks like a speaker belongs to a list of people, or heads one of business.

    A bare label stands before such a list (林委員代理(筒井史登) / 欠席委員), or the bracket of a
    heading tells by which law they came: ■説明員（…条例第19条による）.
    """
    heading = labels.get(candidate.segment)
    if heading and heading.alone and heading.group and _BY_LAW.search(heading.note):
        return True
    if heading and heading.alone and heading.field == "agenda":
        return True  # ○特別委員会付託分は次のとおりである。
    if candidate.family == "closing )":
        return _heads_people(sheet, candidate.segment, labels)
    if candidate.family.startswith("bracket"):
        return _encloses_heading(sheet, candidate.segment, labels)
    if candidate.family not in _BARE:
        return False
    beside = labels.get(candidate.segment - 1)
    if beside and beside.alone and beside.group and not sheet[candidate.segment].first:
        return True  # │事務局職員│田部次長　松山主幹│
    if heading and heading.group and not heading.alone and candidate.family == "bare_line":
        listed = sheet[candidate.segment].text[heading.end :]
        if is_people_list(listed):
            return True  # 説明員 農林水産部長ほか関係課長, whatever stands below
    following = [label for n in (1, 2) if (label := labels.get(candidate.segment + n))]
    if heading and heading.group and not heading.alone and candidate.segment + 1 in labels:
        return True  # 事務局 萱場障害福祉課長 / 議題 …
    return any(label.field in _PEOPLE and not label.alone for label in following)


def _heads_people(sheet: Sheet, at: int, labels: Mapping[int, HeaderLabel]) -> bool:
    """Tell whether a line whose opening bracket was lost heads people: 出席者 / 所属委員) / …."""
    above = labels.get(at - 1)
    listed = above is not None and above.alone and above.field in ("attendees", "group")
    return listed and sheet[at].text.endswith(")") and "。" not in sheet[at + 1].text


def _encloses_heading(sheet: Sheet, at: int, labels: Mapping[int, HeaderLabel]) -> bool:
    """Tell whether a line in brackets heads people: 出席者 / (分科会所属委員) / 山田会長、…."""
    above = labels.get(at - 1)
    if above is None or not above.alone or above.field not in (*_PEOPLE, "group"):
        return False
    if not is_in_brackets(sheet[at].text) or at + 1 >= len(sheet):
        return False
    return is_people_list(sheet[at + 1].text)


def speaking_labels(candidates: Sequence[Candidate], labels: Mapping[int, HeaderLabel]) -> set[int]:
    """Return the segments whose label is a speaker's, though headers have one like it.

    （参加者）…か。 / （市）…である。 / （参加者）…: what stands before sentences again and again,
    with the same marks as another, heads no list and no proceedings.
    """
    places: dict[str, dict[str, list[int]]] = {}
    for found in candidates:
        if found.firm:
            by_label = places.setdefault(found.family, {})
            by_label.setdefault(found.label.text, []).append(found.segment)
    return {
        at
        for by_label in places.values()
        if sum(len(where) >= _AGAIN for where in by_label.values()) >= _AGAIN
        for where in by_label.values()
        if len(where) >= _AGAIN
        for at in where
        if at in labels and labels[at].field in _LIKE_SPEAKERS
    }


def alike(candidates: Sequence[Candidate], labels: Mapping[int, HeaderLabel]) -> set[int]:
    """Return the segments of labels that nobody knows, where they stand as the known ones do.

    （記者）…か。 / （市長）…ます。 / （記者）…か。: the first of them speaks first.
    """
    forms: dict[tuple[str, str], list[Candidate]] = {}
    for found in candidates:
        if found.speech and found.family not in _BARE:
            forms.setdefault((found.family, found.form.mark), []).append(found)
    out: set[int] = set()
    for group in forms.values():
        firm = [found.segment for found in group if found.firm]
        if len(firm) < _AGAIN:
            continue
        strange = [c for c in group if not c.firm and token_like(c.label.text)]
        again = Counter(found.label.text for found in strange)
        for found in strange:
            text = found.label.text
            if (
                again[text] >= _AGAIN
                and text not in header_fields()
                and found.segment not in labels
            ):
                out.add(found.segment)
    return out


def last_label(sheet: Sheet, labels: dict[int, HeaderLabel], firm: set[int]) -> int:
    """Return the last segment of the leading run of labels: before two firm speakers stand.

    Papers listed behind what was told are behind the proceedings.
    """
    last, spoken, told = -1, 0, 0
    for segment in sheet:
        if segment.index in firm and (
            segment.index not in labels or _speaks(sheet, segment, labels[segment.index])
        ):
            spoken += 1
            if spoken >= 2:
                break
        label = labels.get(segment.index)
        if label is None:
            told += segment.text.endswith("。")
            continue
        leads = label.field in _LEADING or (label.field == "materials" and told < _TOLD)
        if leads and (spoken == 0 or label.field in ("date", "place")):
            last, told = segment.index, 0
        if label.field == "content" and label.marked and not FILE.search(label.note):
            break
    return last


def _speaks(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a whole sentence stands below 【委員】, which then heads no list."""
    below = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    return label.field == "group" and label.alone and below.endswith("。")


def labels_in_line(sheet: Sheet) -> dict[int, HeaderLabel]:
    """Return the labels of a sheet by segment.

    Where two labels in a row are set off from their values by a single space, that is how this
    document sets them off, and the next line needs no more: 日時 … / 場所 … / 議題 料金の算定.
    """
    labels: dict[int, HeaderLabel] = {}
    row, so_far = 0, False
    for segment in sheet:
        if sheet.people and (segment.line.no, segment.start) in sheet.people:
            continue
        label = read_header_label(segment.raw, segment.text)
        so_far = so_far or row >= _IN_A_ROW
        if label is None and so_far and not segment.text.endswith("。"):
            label = read_header_label(segment.raw, segment.text, spaced_by_one=True)
        row = row + 1 if label and _spaced_by_one(segment, label) else 0
        if label:
            labels[segment.index] = label
    return labels


def _spaced_by_one(segment: Segment, label: HeaderLabel) -> bool:
    before, gap = segment.raw[label.end - 2 : label.end - 1], segment.raw[label.end - 1 : label.end]
    return not label.alone and gap == " " and bool(before.strip(" \t\u3000:："))


def content_ahead(labels: dict[int, HeaderLabel], firm: set[int], last: int) -> int:
    """Return the segment of a content label that comes before anyone speaks, or 0.

    A label such as 議事内容 is one if somebody speaks on the next line.
    """
    first_speaker = min((i for i in firm if i > last), default=1 << 30)
    first_field = min(
        (i for i, label in labels.items() if label.field in ("date", "place", "attendees")),
        default=1 << 30,
    )
    return next(
        (
            i
            for i, label in sorted(labels.items())
            if (label.field == "content" or (label.text in PROCEEDINGS and i + 1 in firm))
            and (label.alone or label.marked)
            and first_field < i < first_speaker
        ),
        0,
    )
