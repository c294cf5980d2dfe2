"""How far the labels of a header reach, and where a label of the proceedings lies ahead."""

from __future__ import annotations

import re

from pipeline.parsing.conventions import Candidate
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel

__all__ = ["among_people", "content_ahead", "last_label"]

_PEOPLE = frozenset({"absent", "attendees", "observers"})
_BY_LAW = re.compile(r"第\s?[0-9]{1,3}\s?条|による$|に基づく$")
_FILE = re.compile(r"(?i)pdf|word|html|[0-9]\s?[km]b")  # 会議録(pdf 165KB) is a link to a file


def among_people(candidate: Candidate, labels: dict[int, HeaderLabel]) -> bool:
    """Tell whether what looks like a speaker belongs to a list of people.

    A bare label stands before such a list (林委員代理(筒井史登) / 欠席委員), or the bracket of a
    heading tells by which law they came: ■説明員（…条例第19条による）.
    """
    heading = labels.get(candidate.segment)
    if heading and heading.alone and heading.group and _BY_LAW.search(heading.note):
        return True
    following = (labels.get(candidate.segment + n) for n in (1, 2))
    return candidate.family in ("bare_line", "bare_space") and any(
        label is not None and label.field in _PEOPLE and not label.alone for label in following
    )


def last_label(sheet: Sheet, labels: dict[int, HeaderLabel], firm: set[int]) -> int:
    """Return the last segment of the leading run of labels: before two firm speakers stand."""
    last, spoken = -1, 0
    for segment in sheet:
        if segment.index in firm and segment.index not in labels:
            spoken += 1
            if spoken >= 2:
                break
        label = labels.get(segment.index)
        if (
            label
            and label.field
            in (
                "date",
                "place",
                "attendees",
                "absent",
                "observers",
                "materials",
                "public",
            )
            and (spoken == 0 or label.field in ("date", "place"))
        ):
            last = segment.index
        if label and label.field == "content" and label.marked and not _FILE.search(label.note):
            break
    return last


def content_ahead(labels: dict[int, HeaderLabel], firm: set[int], last: int) -> int:
    """Return the segment of a content label that comes before anyone speaks, or 0."""
    first_speaker = min((i for i in firm if i > last), default=1 << 30)
    first_field = min(
        (i for i, label in labels.items() if label.field in ("date", "place", "attendees")),
        default=1 << 30,
    )
    return next(
        (
            i
            for i, label in sorted(labels.items())
            if label.field == "content"
            and (label.alone or label.marked)
            and first_field < i < first_speaker
        ),
        0,
    )
