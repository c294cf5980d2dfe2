"""Physical lines become paragraphs: what continues the line before it, and what begins anew.

Where the reader saw positions on a page it has decided already (:attr:`Line.continues`). In plain
text the characters tell: some cannot begin a line, and a line cut in mid-sentence goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.parsing.folding import join_wrapped
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import ends_sentence

__all__ = ["Paragraphs", "continues"]

_CANNOT_BEGIN = frozenset("ーぁぃぅぇぉっゃゅょァィゥェォッャュョ、。,.」』)】〕》々ゝゞ")
_WRAPPED = 26  # characters of a line that the edge of the page may have ended
_TAIL = 4  # characters that show whether a line ends in mid-sentence
# Nouns at the end of an entry are no mid-sentence: …に関すること, …するもの, …の見直し.
_MID_SENTENCE = re.compile(
    r"(?:[、,はがをにでもへや]|(?<!こ)と|(?<!も)の|(?<!直)し)$|(?:して|また|及び|並びに|による|に係る|という|など|おける|関する)$"
)


@dataclass(slots=True)
class Paragraphs:
    """Text being collected: paragraphs, and the stretches of source they come from."""

    texts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    last: Segment | None = None

    def add(self, segment: Segment, start: int = 0, end: int | None = None) -> None:
        """Add a stretch of a segment, joined to the last paragraph if it continues it."""
        written = segment.raw[start:end]
        raw = written.strip()
        if not raw:
            self.last = segment
            return
        if self.texts and self.last is not None and continues(self.last, segment, self.texts[-1]):
            self.texts[-1] = join_wrapped(self.texts[-1], raw)
        else:
            self.texts.append(raw)
        lead = len(written) - len(written.lstrip()) if raw != written else 0
        begin = segment.start + start + lead
        self.spans.append((segment.line.no, begin, begin + len(raw)))
        self.last = segment

    def extend(self, other: Paragraphs) -> None:
        """Add the paragraphs of another text."""
        self.texts.extend(other.texts)
        self.spans.extend(other.spans)
        self.last = other.last

    @property
    def text(self) -> str:
        """The paragraphs joined by line feeds."""
        return "\n".join(self.texts)

    @property
    def end(self) -> str:
        """The last paragraph, if any."""
        return self.texts[-1] if self.texts else ""

    def __bool__(self) -> bool:
        return bool(self.texts)


def continues(last: Segment, segment: Segment, so_far: str) -> bool:
    """Tell whether ``segment`` continues the paragraph ``so_far`` whose last line is ``last``."""
    if segment.joins is not None:
        return segment.joins
    if segment.line.no == last.line.no:
        return not ends_sentence(so_far) and last is not segment
    if segment.line.continues is not None:
        return segment.line.continues
    if ends_sentence(so_far):
        return False
    if segment.text[0] in _CANNOT_BEGIN:
        return True
    if read_enumerator(segment.text):
        return False
    if segment.gap:
        return False
    set_in = segment.indent > last.indent + 1 and last.indent == 0 and segment.indent <= 2
    if set_in and len(last.text) < _WRAPPED:
        return False  # a paragraph begins; a label that hangs stands before a line that is full
    if _MID_SENTENCE.search(last.text[-_TAIL:]):
        return True
    return len(last.text) >= 16 and not _is_list_line(so_far)


def _is_list_line(text: str) -> bool:
    entry = read_enumerator(text)
    return bool(entry) and len(text) < 30
