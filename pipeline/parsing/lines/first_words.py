"""A label or a heading that shares its line with who speaks first: 内容　会長　それでは、….

The line is cut where the speaker begins.
"""

from __future__ import annotations

import re

from pipeline.parsing.knowledge import alternatives, header_fields, load
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.speaker_forms import speaker_forms
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, read_label
from pipeline.parsing.phrases.speech import is_speech

__all__ = ["part_first_words"]

_AT_THE_HEAD = 120  # lines of a document among which the first words are said
_SECTIONS = load("body")["sections"]
_WORDS = {label for label, field in header_fields().items() if field == "content"}
_WORDS.update(
    _SECTIONS["plain"], _SECTIONS["procedure"], ("議事内容", "委員会内容", "記録", "経過")
)
_LABELS = sorted(
    word for word in _WORDS if not QUESTION.fullmatch(word) and not ANSWER.fullmatch(word)
)
_FIRST = frozenset(word[0] for word in _LABELS)
_BEGINS = _FIRST.union("0123456789(■□◆◇○●◎【〔[<")
_HEAD = re.compile(
    r"(?:[(]?[0-9]{1,2}(?:[).]\s{0,3}|\s{1,3})|[■□◆◇○●◎【〔\[<]\s?)?"
    rf"(?:{alternatives(_LABELS, spaced=True)})"
    r"(?:\s?[】〕\]>]:?\s{0,4}|\s?:\s{0,4}|\s{1,8})(?=\S)"
)
_SHORTEST = 20  # characters of a line that holds label, speaker and speech


def part_first_words(sheet: Sheet) -> None:
    """Cut such lines behind the label or the heading."""
    cuts: dict[int, list[int]] = {}
    for segment in sheet.segments[:_AT_THE_HEAD]:
        text = segment.text
        if text[0] not in _BEGINS or len(text) < _SHORTEST:
            continue
        head = _HEAD.match(text)
        if head is not None and _is_said(text[head.end() :]):
            cuts[segment.index] = [head.end()]
    if cuts:
        sheet.cut(cuts)


def _is_said(text: str) -> bool:
    """Tell whether a folded text begins with a sure speaker, and a whole sentence follows."""
    return any(
        "。" in text[form.rest :]
        and read_label(text[form.start : form.end]).strength >= 2
        and is_speech(text[form.rest :])
        for form in speaker_forms(text)
        if form.until is None
    )
