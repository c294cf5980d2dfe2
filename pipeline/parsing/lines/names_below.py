"""Labels of several lines, each with a post or a name: 会 長 / 北町長 / 大 沢 正 人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, Label, read_label

__all__ = ["names_below"]

_LONGEST_POST = 12  # characters
_IN_BRACKETS = re.compile(r"[(](?P<inside>[^()]{1,30})[)]")
_NAME_ALONE = re.compile(
    r"(?P<name>[\u3400-\u9fff々ぁ-んァ-ヺー]{1,6}?(?:\s{1,3}[\u3400-\u9fff々ぁ-んァ-ヺー]{1,6}){0,4}?)"
    r"\s?(?P<honorific>君|氏|さん|様)?"
)


def names_below(
    lines: Sequence[Segment], label: Label, *, least: float = 1.0
) -> tuple[int, str | None]:
    """Return how many of the lines below a label belong to it, and whom it names with them.

    The last of them is a name, or says in brackets who of those above speaks: 事務局 / (課長).
    ``least`` is how likely a name must be that has no honorific.
    """
    taken, text, name = 0, label.text, label.name
    for number, line in enumerate(lines, 1):
        solid = unspaced(line.raw)
        named = name is None and not line.text.endswith("。")  # as speech does
        person = _NAME_ALONE.fullmatch(line.text) if named else None
        if person and (person["honorific"] or looks_like_name(fold(solid)) >= least):
            return number, unspaced(line.raw[: person.end("name")])
        post = read_label(solid)
        enclosed = _IN_BRACKETS.fullmatch(line.text)
        if enclosed and number == taken + 1 and _is_post(enclosed["inside"]):
            taken, name = number, name or read_label(text + solid).name
        elif line.gap or len(solid) > _LONGEST_POST or post.strength < 2:
            break
        text += solid
    return taken, name


def _is_post(inside: str) -> bool:
    """Tell whether what stands in brackets is a post, and not 質問 or 回答."""
    asks = QUESTION.fullmatch(unspaced(inside)) or ANSWER.fullmatch(unspaced(inside))
    return not asks and read_label(inside).strength >= 1
