"""Headings that their words, their brackets, their marks or their numbers show to be some.

Each rule asks one thing of a line and of what stands around it; the first that holds names it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_forms import SYMBOLS
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_speech
from pipeline.parsing.phrases.titles import TitleParts, kind_of_category, read_title_parts

__all__ = [
    "LONGEST_CATEGORY",
    "LONGEST_TITLE",
    "PROCEDURE",
    "Around",
    "Form",
    "Known",
    "by_mark",
    "by_number",
    "by_place",
    "by_word",
    "ends_in_particle",
    "form_of",
    "is_enclosed",
    "names_several",
    "surely_ends_title",
]

Known: TypeAlias = tuple[str, str]
"""What a heading opens (``case``, ``section``), and the rule by which it is known."""

_SECTIONS = load("body")["sections"]
_PLAIN = frozenset(_SECTIONS["plain"])
PROCEDURE = frozenset(_SECTIONS["procedure"])
_DECISION = frozenset(_SECTIONS["decision"])
_RESULTS = frozenset(word for word in _DECISION if word.endswith(("結果", "結論", "事項", "内容")))
_ENDING = re.compile(rf"(?:{alternatives(_SECTIONS['heading_endings'])})(?:[(].{{1,20}}[)])?$")
_SURE_ENDING = re.compile(r"(?:について|の件|に関して|その他|開会|閉会)(?:[(].{1,20}[)])?$")
_WRAP = {"<": ">", "【": "】", "〔": "〕", "《": "》", "≪": "≫", "[": "]", "「": "」", "『": "』"}
_PARTICLE_END = re.compile(r"[、はがをにでとのもへ]$")
_BEHIND_TITLE = re.compile(r"(?:[(]|・{2}|…|‥|―{2}).*$")  # 開会(14時), 閉会・・・副会長
_BY_WHOM = re.compile(rf"(?:{alternatives(load('body')['notes']['by_whom'])})(?:から|より|が)")
_NUMBERED_MATTER = (
    rf"(?:(?:{alternatives(numbering_words())})第?[0-9]{{1,3}}号"
    r"|第[0-9]{1,3}号(?:議案|報告|諮問)?)"
)
_SEVERAL_MATTERS = re.compile(  # 報告第5号及び報告第6号
    rf"{_NUMBERED_MATTER}(?:(?:及び|並びに|、|・|から|~|と){_NUMBERED_MATTER}){{1,9}}(?:まで)?(?:について|の一括審議)?"
)
_NOUN_END = re.compile(
    r"^[^。!?:0-9][^。!?:]*(?:[\u3400-\u9fffァ-ヺー)]|について|に関して|あいさつ)$"
)
_ANNOUNCES = re.compile(r"(?:とおり|次の|以下|下記|資料は|内容は|予定は|日程は|です:)")
_MATTERS = tuple(load("body")["behind_answers"]["matters"])
_AT_HAND = re.compile("手元|配[付布]")  # お手元に配付のとおり: nothing follows
_WORD_END = re.compile(r"^[^。!?:、0-9・]*(?:[\u3400-\u9fffァ-ヺー]|まとめ)$")
_LONGEST_WORD = 12  # characters of one that stands as labels do
LONGEST_CATEGORY = 8
LONGEST_TITLE = 50  # of a line that is known by its number only
_SHORT = 30  # characters of a title before a speaker


@dataclass(slots=True)
class Around:
    """A line of the body, and what is known of where it stands.

    ``speaking`` tells that a turn is open, ``ended`` that its last sentence is complete,
    ``answered`` that it is an answer of a digest, ``marked_next`` that a speaker, a note or
    another sure sign of structure follows; ``markers`` holds the segments where speakers begin,
    which no heading runs over, ``marks`` the symbols that stand before them; ``labels_apart`` tells
    that all labels stand alone on their line, each below a blank one.
    """

    segments: Sequence[Segment]
    at: int
    speaking: bool
    ended: bool
    marked_next: bool
    answered: bool
    markers: Container[int]
    marks: frozenset[str]
    labels_apart: bool = False

    @property
    def segment(self) -> Segment:
        """The line."""
        return self.segments[self.at]

    @property
    def text(self) -> str:
        """The line, folded."""
        return self.segments[self.at].text


@dataclass(slots=True)
class Form:
    """A line as a title: its parts, its bare words, and whether heading brackets surround it."""

    parts: TitleParts
    title: str
    enclosed: bool

    @property
    def numbered(self) -> bool:
        """Whether a number, and no bullet, stands before the title."""
        return self.parts.enumerator is not None and self.parts.enumerator.kind != "bullet"


def form_of(line: Around) -> Form:
    """Read a line as a title."""
    text, raw = line.text, line.segment.raw
    enclosed = is_enclosed(text)
    if text[0] == "(" and text[1:-1] in _RESULTS and text[-1] == ")":
        enclosed = True  # other words in round brackets are acts or speakers
    parts = read_title_parts(raw.strip()[1:-1].strip() if enclosed else raw)
    return Form(parts, _BEHIND_TITLE.sub("", unspaced(parts.title)).rstrip(":"), enclosed)


def is_enclosed(text: str) -> bool:
    """Tell whether a whole line stands in one pair of heading brackets."""
    close = _WRAP.get(text[0])
    return bool(close) and text.endswith(close or "") and len(text) > 2 and text.count(text[0]) == 1


def names_several(text: str) -> bool:
    """Tell whether a folded line names several matters and nothing else: 報告第5号及び報告第6号."""
    return _SEVERAL_MATTERS.fullmatch(unspaced(text)) is not None


def ends_in_particle(text: str) -> bool:
    """Tell whether a folded line goes on: …の件は、."""
    return _PARTICLE_END.search(text) is not None


def surely_ends_title(text: str) -> bool:
    """Tell whether a text without spaces ends as titles do, and hardly anything else."""
    return _SURE_ENDING.search(text) is not None


def by_word(line: Around, form: Form) -> Known | None:
    """Know a heading by a word that councils head sections with, or by the word of its number."""
    parts, title = form.parts, form.title
    marked = bool(parts.enumerator) or form.enclosed
    if title in _DECISION and (marked or not line.speaking):
        return "section", "decision_word"
    if title in _PLAIN and (marked or not line.speaking or line.marked_next):
        return "section", "section_word"
    placed = line.marked_next or _stands_apart(line.segments, line.at)
    apart = line.answered or (line.ended and placed)
    free = marked or not line.speaking or apart
    if title in PROCEDURE and free and parts.enumerator_kind != "bullet":
        return "case", "procedure_word"
    if parts.enumerator and parts.enumerator.word and not _PARTICLE_END.search(line.text):
        return "case", "numbered_matter"
    return None


def by_mark(line: Around, form: Form) -> Known | None:
    """Know a heading by the brackets around it, or by a mark that no speaker has."""
    text, parts = line.text, form.parts
    # 「…」 in a speech is what somebody said or wrote
    quoted = line.speaking and text[0] in "「『"
    quoted = quoted and not (parts.enumerator or _ENDING.search(form.title))
    if form.enclosed and not quoted and text[-2] != "。" and not _PARTICLE_END.search(text[:-1]):
        matter = parts.enumerator or _ENDING.search(parts.title)
        return "case" if matter else "section", "in_brackets"
    if not line.ended:
        return None
    other = line.marks and text[0] in set(SYMBOLS) - line.marks
    if line.marked_next and other and "。" not in text:
        return "case", "mark_of_headings"
    if text[0] in "△▲▽▼◇◆□■" and _SURE_ENDING.search(unspaced(parts.title)):
        return "case", "marked_title"
    return None


def by_place(line: Around, form: Form) -> Known | None:
    """Know a heading by what stands below it, or a category by its word."""
    if not line.ended:
        return None
    if kind_of_category(line.text) is not None and len(line.text) <= LONGEST_CATEGORY:
        return "section", "category"
    if form.numbered and _heads_matter(line.segments, line.at, form.parts.title):
        return "section", "category"
    if _told_below(line.segments, line.at, form.parts.title):
        return "section", "title_over_narrative"
    if line.labels_apart and _stands_as_labels_do(line, form):
        return "section", "apart_as_labels"
    if line.marked_next and _titles_next(line, form):
        return "case" if surely_ends_title(form.title) else "section", "title_before_speaker"
    return None


def _titles_next(line: Around, form: Form) -> bool:
    """Tell whether words without a number stand as a title between a speech and the next speaker.

    They end as titles do, or blank lines stand around them; what a speech has announced
    (次のとおり) is of it.
    """
    text = line.text
    if form.parts.enumerator or len(text) > _SHORT or not _NOUN_END.search(text):
        return False
    asked_next = line.answered and line.at + 1 in line.markers  # of a digest: no speech goes on
    if not (asked_next or _ENDING.search(text) or _stands_apart(line.segments, line.at)):
        return False
    before = line.segments[line.at - 1].text if line.at else ""
    announced = line.speaking and _ANNOUNCES.search(before) and not _AT_HAND.search(before)
    matter = asked_next and text.endswith(_MATTERS)
    if announced or (read_label(text).strength and not matter):
        return False
    return surely_ends_title(text) or not is_speech(text)


def _stands_as_labels_do(line: Around, form: Form) -> bool:
    """Tell whether a word alone below a blank line, over a sentence, is none of the speech above.

    まとめ, 今後の方向性: labels stand so, and no paragraph.
    """
    text, below = line.text, line.segments[line.at + 1 : line.at + 2]
    if not (line.segment.gap and below) or below[0].gap or line.at + 1 in line.markers:
        return False
    if form.parts.enumerator or len(text) > _LONGEST_WORD or not _WORD_END.search(text):
        return False
    return not is_speech(text) and is_speech(below[0].text)


def by_number(line: Around, form: Form) -> Known | None:
    """Know a heading by its number, where its end or a speaker below shows that it is a title."""
    if not form.numbered:
        return None
    parts, speaking = form.parts, line.speaking
    solid = unspaced(parts.title)
    if _ENDING.search(solid) and (not speaking or line.marked_next):
        return "case", "numbered_title"
    if line.ended and _SURE_ENDING.search(solid):
        return "case", "numbered_title"
    if speaking and _counts_with(line.segments[line.at - 1] if line.at else None, parts):
        return None  # ② of the ① that was said
    short = len(parts.title) <= _SHORT and "。" not in line.text  # 12校中9校。残る3校も始める
    if line.marked_next and short and not _PARTICLE_END.search(line.text):
        return "section", "numbered_before_speaker"
    return None


def _told_below(segments: Sequence[Segment], at: int, title: str) -> bool:
    """Tell whether a title stands apart over what the record tells: 事務局から…の説明が行われ."""
    below = segments[at + 1] if at + 1 < len(segments) else None
    apart = below is not None and below.gap and segments[at].gap
    if below is None or not apart or len(title) > LONGEST_TITLE:
        return False
    titled = read_enumerator(segments[at].text) or _SURE_ENDING.search(unspaced(title))
    return bool(titled and _BY_WHOM.match(below.text))


def _heads_matter(segments: Sequence[Segment], at: int, title: str) -> bool:
    """Tell whether a category stands over a numbered matter: 1 議案審査 / 第108号議案 …."""
    below = segments[at + 1].text if at + 1 < len(segments) else ""
    matter = read_enumerator(below)
    return matter is not None and bool(matter.word) and kind_of_category(title) is not None


def _counts_with(before: Segment | None, parts: TitleParts) -> bool:
    """Tell whether a line takes the number behind that of the line before it."""
    entry = parts.enumerator
    if before is None or entry is None or not entry.value:
        return False
    last = read_enumerator(before.text)
    return last is not None and (last.kind, last.word, last.value + 1) == (
        entry.kind,
        entry.word,
        entry.value,
    )


def _stands_apart(segments: Sequence[Segment], at: int) -> bool:
    """Tell whether blank lines stand before and behind a line."""
    return segments[at].gap and (at + 1 == len(segments) or segments[at + 1].gap)
