"""Where sentences begin and end: 。 ends one, but not inside （注。） or 「はい。」."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.parsing.phrases.questions import asks

__all__ = ["Sentences", "sentence_spans"]

_MARK = re.compile(r"[。！？!?「『（(【〔［\[」』）)】〕］\]]")
_OPENING = frozenset("「『（(【〔［[")
_CLOSING = frozenset("」』）)】〕］]")
_END = frozenset("。！？!?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of ``text``, white space around them left out.

    A line end always ends a sentence. A line whose brackets do not match is cut at every 。 of it.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for line in text.split("\n"):
        ends = _ends(line, heed_brackets=True)
        for start, end in zip([0, *ends], [*ends, len(line)], strict=True):
            sentence = line[start:end]
            solid = sentence.strip()
            if solid:
                first = begin + start + len(sentence) - len(sentence.lstrip())
                spans.append((first, first + len(solid)))
        begin += len(line) + 1
    return spans


def _ends(line: str, *, heed_brackets: bool) -> list[int]:
    ends: list[int] = []
    depth = 0
    for match in _MARK.finditer(line):
        mark = match[0]
        if heed_brackets and mark in _OPENING:
            depth += 1
        elif heed_brackets and mark in _CLOSING:
            depth -= 1
            if depth < 0:
                return _ends(line, heed_brackets=False)
        elif mark in _END and not depth:
            if ends and ends[-1] == match.start():
                ends[-1] = match.end()  # ！？ and 。。。 end one sentence
            else:
                ends.append(match.end())
    return _ends(line, heed_brackets=False) if depth else ends


class Sentences:
    """The sentences of one text, worked out when first asked for: most texts have no hit."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[tuple[int, int]] | None = None
        self._starts: list[int] = []
        self._asking: dict[int, bool] = {}

    def around(self, at: int) -> tuple[int, int]:
        """Return the range of the sentence that holds the code point ``at``."""
        if self._spans is None:
            self._spans = sentence_spans(self._text)
            self._starts = [start for start, _ in self._spans]
        index = bisect_right(self._starts, at) - 1
        return self._spans[index] if index >= 0 else (0, len(self._text))

    def asks(self, at: int) -> bool:
        """Tell whether the sentence that holds ``at`` asks; what it quotes in brackets does not."""
        start, end = self.around(at)
        if start not in self._asking:
            self._asking[start] = asks(self._text[start:end])
        return self._asking[start]
