"""Proceedings that the pass over the header took for values: sentences among its lines.

Where nobody speaks under a label that is known, and a label of the header stands once more behind
the proceedings (次回日程, 日時, 問い合わせ先), no line is a firm sign of their beginning. Then the
sentences themselves show it: several stand close together below the facts of the header, and what
follows them announces nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.field import Field, Header
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates
from pipeline.parsing.phrases.header_labels import HeaderLabel, is_web
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence, is_people_list, is_speech

__all__ = ["begins_among_values", "sentences_in"]

_SHORTEST = 7  # characters of a sentence: なし。 proves nothing
_SEVERAL = 3  # sentences that are no value
_APART = 4  # lines from the end of one sentence to that of the next
_SHARE = 0.4  # of the lines from the first sentence to the last
_WRAPPED = 18  # characters of a line that the next may go on with
_LONGEST_WRAP = 6  # lines of a sentence
_LONGEST_CELL = 14  # characters of what stands over a sentence as its label
_BEHIND = 8  # lines of proceedings that show what those above them are
_TOLD = frozenset({"told below people", "narrative"})  # why a sentence was found to begin them
_ONCE = frozenset({"attendees", "absent", "group", "agenda", "content", "public"})
"""Labels behind sentences that show these to be no proceedings: what they head comes first."""
_FACTS = frozenset({"date", "time", "place", "title", "observers", "opened"})
_NEXT = "次回"
"""What begins a label below which day and place are those of another meeting."""
_OFFICES = tuple(load("roles")["departments"])
_NO_SPEECH = ("※", "*", "(", "注")
_PREDICATES = (
    "である",
    "です",
    "ます",
    "ました",
    "でした",
    "ません",
    "した",
    "する",
    "いる",
    "れる",
)
_PIECES = re.compile(r"(?<=[。?])|\s{0,4}[|\t]\s{0,4}|\s{2,60}|\s?[→⇒]\s?")
_MARKS = "・→⇒●○◎◇◆■□-> "
_ENCLOSED = "<【〔《≪["


def begins_among_values(
    sheet: Sheet, labels: Mapping[int, HeaderLabel], header: Header
) -> int | None:
    """Return the segment with which the proceedings begin, if that is above where they were found.

    ``labels`` are those of all lines, by segment. Returns ``None`` where the header is right.
    """
    above = sheet.segments[: header.body_start]
    behind = _BEHIND if header.why in _TOLD else 0
    lines = sheet.segments[: header.body_start + behind]
    if not any(map(_ends_speech, above)) or sum(map(_ends_speech, lines)) < _SEVERAL:
        return None
    owned = _values(header)
    listed = _entries(header)
    for first, last in _runs(lines, labels, owned):
        if first >= header.body_start or not _has_facts(lines[:first], labels):
            continue
        if any(at in listed for at in range(first, last + 1)):
            continue
        behind_it = sheet.segments[last + 1 : header.body_start + 1]
        if not _announces_more(labels, first, behind_it):
            return _with_label(lines, labels, owned, first, last)
    return None


def sentences_in(header: Header) -> list[Segment]:
    """Return the lines of a header that are whole sentences, and neither a remark nor business."""
    apart = _values(header) | _entries(header)
    lines = [*header.title, *(s for f in header.fields for s, offset in f.values if not offset)]
    whole = (s for s in lines if s.index not in apart and ends_sentence(s.text))
    return [s for s in whole if said_in(s.text)]


def _values(header: Header) -> set[int]:
    """Return the segments of sentences that are values: their first, and remarks as a whole.

    What is a sentence from its first word on is a remark: 備考, 公開しなかった理由.
    """
    owned = {  # 市民参加をどう保障するか is a title among titles
        segment.index
        for field in header.named("agenda")
        for segment, _ in field.values
        if "。" not in segment.text
    }
    for field in header.fields:
        if field.label is None or not field.values or _is_row(field):
            continue
        owned.add(field.values[0][0].index)
        if _is_remark(field):
            owned.update(segment.index for segment, _ in field.values)
    return owned


def _is_row(field: Field) -> bool:
    """Tell whether no list of words has the label, so that it may be a cell: 料金 | …か。"""
    label = field.label
    return field.name == "other" and label is not None and label.text not in header_fields()


def _is_remark(field: Field) -> bool:
    """Tell whether the value of a label begins with a sentence, wrapped or not."""
    text = ""
    for number, (segment, offset) in enumerate(field.values[:_LONGEST_WRAP]):
        if number and segment.gap:
            return False
        text += segment.text[offset:]
        if ends_sentence(text):
            return said_in(text) > 0
        if len(segment.text) - offset < _WRAPPED or is_people_list(text):
            return False
    return False


def _entries(header: Header) -> set[int]:
    """Return the segments of numbered entries of business, which may be sentences."""
    return {
        segment.index
        for field in header.named("agenda")
        for segment, offset in field.values
        if (entry := read_enumerator(segment.text[offset:])) and entry.kind != "bullet"
    }


def _runs(
    lines: Sequence[Segment], labels: Mapping[int, HeaderLabel], owned: set[int]
) -> list[tuple[int, int]]:
    """Return the first and the last line of each stretch of sentences that are not ``owned``."""
    sentences: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = _sentence(lines, labels, at)
        if end and at not in owned:
            sentences.append((at, end - 1))
        at = end or at + 1
    runs: list[list[tuple[int, int]]] = []
    for sentence in sentences:
        between = range(runs[-1][-1][1] + 1, sentence[0]) if runs else range(0)
        near = bool(runs) and len(between) < _APART
        if near and not any(_announces(lines[at], labels) for at in between):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return [
        (run[0][0], run[-1][1])
        for run in runs
        if sum(said_in("".join(s.text for s in lines[a : b + 1])) for a, b in run) >= _SEVERAL
        and sum(end - start + 1 for start, end in run) >= _SHARE * (run[-1][1] - run[0][0] + 1)
    ]


def _announces(segment: Segment, labels: Mapping[int, HeaderLabel]) -> bool:
    """Tell whether a line is a label of people, business or facts; 審議案件2 heads what is said."""
    label = labels.get(segment.index)
    if label is None or _heads_case(segment.text):
        return False
    return label.field in _ONCE | _FACTS


def _heads_case(text: str) -> bool:
    entry = read_enumerator(text.lstrip(_ENCLOSED))
    return entry is not None and bool(entry.word)


def _sentence(lines: Sequence[Segment], labels: Mapping[int, HeaderLabel], at: int) -> int:
    """Return the line behind the sentence that begins with a line, wrapped or not; 0 for none."""
    text = ""
    for end in range(at, min(at + _LONGEST_WRAP, len(lines))):
        line = lines[end]
        if end in labels or (text and (line.gap or read_enumerator(line.text))):
            return 0
        text += line.text
        if ends_sentence(line.text) or (end == at and said_in(text)):
            return end + 1 if said_in(text) else 0
        if len(line.text) < _WRAPPED:
            return 0
    return 0


def _ends_speech(segment: Segment) -> int:
    """Return how many sentences a line may end or hold: what is wrapped ends with few words."""
    return said_in(segment.text) or segment.text.endswith("。")


@lru_cache(maxsize=2_000)
def said_in(text: str) -> int:
    """Return how many sentences a text holds that somebody may have said, or that tell what was.

    Cells and what stands behind an arrow count apart; a question needs no full stop.
    """
    if len(text) < _SHORTEST or text.startswith(_NO_SPEECH) or is_web(text):
        return 0
    pieces = (piece.strip().lstrip(_MARKS) for piece in _PIECES.split(text))
    return sum(map(_is_said, pieces))


def _is_said(text: str) -> bool:
    if len(text) < _SHORTEST or is_people_list(text):
        return False
    if "。" in text:
        return is_speech(text)
    return is_question(text) or (text.endswith(_PREDICATES) and is_speech(text))


def _has_facts(above: Sequence[Segment], labels: Mapping[int, HeaderLabel]) -> bool:
    """Tell whether a header stands above a line: its day, at least."""
    return any(True for s in above for _ in find_dates(s.text)) and (
        any(s.index in labels for s in above) or len(above) > 1
    )


def _announces_more(
    labels: Mapping[int, HeaderLabel], first: int, behind: Sequence[Segment]
) -> bool:
    """Tell whether what the header has not yet told comes behind a stretch: people, business."""
    told = {label.field for at, label in labels.items() if at < first}
    for segment in behind:
        label = labels.get(segment.index)
        if label is None or _heads_case(segment.text) or _names_office(segment, label):
            continue
        if label.text.startswith(_NEXT):
            told |= _FACTS
        if label.field in _ONCE or label.field in _FACTS - told:
            return True
    return False


def _names_office(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a side has no people beside it, but a department: 事務局 | 地域福祉課."""
    value = unspaced(segment.text[label.end :])
    return label.field == "group" and read_label(value).name is None and value.endswith(_OFFICES)


def _with_label(
    lines: Sequence[Segment],
    labels: Mapping[int, HeaderLabel],
    owned: set[int],
    first: int,
    last: int,
) -> int:
    """Return the first line of a stretch, or the short cell or heading that stands over it."""
    above = first - 1
    text = lines[above].text
    if above and _heads_case(text):
        return above
    if above < 1 or above in labels or above in owned:
        return first
    if text[0] in _ENCLOSED:
        return above
    cells = [
        at
        for at in range(first, last)
        if _is_cell(lines[at].text) and not _is_cell(lines[at + 1].text)
    ]
    known = read_label(text).strength >= 2
    return above if _is_cell(text) and (known or len(cells) >= 2) else first


def _is_cell(text: str) -> bool:
    return len(unspaced(text)) <= _LONGEST_CELL and not ends_sentence(text)
