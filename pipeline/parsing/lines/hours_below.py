"""Hours that stand between a speaker and the speech: ○議長（川上進君） / 午前10時開議 / ただいま….

A converter that reads the columns of a page one after the other, or minutes that print the hour so,
put it below the label. It belongs to what stands above the speaker: 開会, or nothing.
"""

from __future__ import annotations

import re

from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import is_opening_line
from pipeline.parsing.phrases.speaker_forms import speaker_forms
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_speech

__all__ = ["lift_hours"]

_LONGEST = 40  # characters of a line that says when a sitting opened
_DIGITS = "0-9零一二三四五六七八九十"
_CLOCK = re.compile(rf"[{_DIGITS}]\s?(?:時|:[0-9]{{2}})|正\s?午")
_HOUR = re.compile(
    rf"[(〔]?(?:午\s?[前後]\s?)?[{_DIGITS}]{{1,3}}\s?(?::[0-9]{{2}}|時(?:\s?半|\s?[{_DIGITS}]{{1,3}}\s?分)?)[)〕]?"
)


def lift_hours(sheet: Sheet) -> None:
    """Put hours that stand between a speaker's label and the speech above the label."""
    changes: dict[int, list[Segment]] = {}
    for segment in sheet.segments[1:-1]:
        at, text = segment.index, segment.text
        if len(text) > _LONGEST or not ("時" in text or ":" in text or "正" in text):
            continue  # as nearly all lines
        if not _CLOCK.search(text) or not (_HOUR.fullmatch(text) or is_opening_line(text)):
            continue
        if _is_label(sheet[at - 1]) and is_speech(sheet[at + 1].text):
            changes |= {at - 1: [segment, sheet[at - 1]], at: []}
    sheet.relay(changes)


def _is_label(segment: Segment) -> bool:
    """Tell whether a line is a speaker's label that is marked as one, and nothing else."""
    return any(
        read_label(segment.raw[form.start : form.end]).strength >= 2
        for form in speaker_forms(segment.text)
        if form.mark and form.until is None and not segment.text[form.rest :].strip()
    )
