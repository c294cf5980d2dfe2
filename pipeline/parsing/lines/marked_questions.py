"""Questions and answers that carry marks of their own below the head of a table: Ｑ …, Ａ …."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.parsing.folding import fold
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.speaker_forms import speaker_forms
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION

__all__ = ["marked_themselves"]

_LOOKED_AT = 60  # lines below the head
_ENOUGH = 2  # questions, and as many answers


def marked_themselves(segments: Sequence[Segment]) -> bool:
    """Tell whether lines below a head say themselves what is a question and what an answer."""
    asked = answered = 0
    for segment in segments[:_LOOKED_AT]:
        for form in speaker_forms(segment.text):
            label = fold(segment.raw[form.start : form.end]).strip()
            if form.start > 2 or form.rest >= len(segment.text):
                continue
            asked += QUESTION.fullmatch(label) is not None
            answered += ANSWER.fullmatch(label) is not None
    return asked >= _ENOUGH <= answered
