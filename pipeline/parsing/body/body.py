"""The proceedings as blocks: headings, turns, notes and unlabelled text, in order.

One walk over the segments after the header. A turn runs until the next speaker, heading or
closing formula; a stage direction inside it does not end it. After a heading, text without a
speaker is nobody's speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.parsing.body.headings import Heading, HeadingReader
from pipeline.parsing.conventions import Candidate, Reading
from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import FoundNote, read_note
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.decisions import closes_turn
from pipeline.parsing.phrases.header_labels import is_web, read_header_label
from pipeline.parsing.phrases.speech import ends_sentence
from pipeline.parsing.phrases.titles import read_title_parts

__all__ = ["Block", "read_body"]

_END_MARK = re.compile(r"[(【]?\s?(?:以上|了|終わり|終|会議終了)\s?[)】]?[。.]?")
_ENDED = re.compile(  # narrated by the record; a chair who closes says いたします
    r"以上(?:をもって|をもちまして|で)[^。]{0,30}(?:閉会|終了|散会)(?:した|となった|とした)。?"
)
_CLOSES = re.compile(r"閉会|散会|閉議|終了")
_NO_HEADING = ("opening_line", "remark_mark", "interjection_words")
_SIGNATURE = re.compile(alternatives(load("body")["closing"]["starts"]))


@dataclass(slots=True)
class Block:
    """A stretch of the body: ``heading``, ``turn``, ``text``, ``note`` or ``closing``."""

    kind: str
    heading: Heading | None = None
    marker: Candidate | None = None
    note: FoundNote | None = None
    text: Paragraphs = field(default_factory=Paragraphs)
    label: tuple[Span, ...] = ()
    segment: Segment | None = None


def read_body(sheet: Sheet, start: int, reading: Reading, headings: HeadingReader) -> list[Block]:
    """Return the blocks of the body, which begins with segment ``start``."""
    blocks: list[Block] = []
    segments = sheet.segments
    at = start
    turn: Block | None = None
    closed = False
    marks = frozenset(m.form.mark for m in reading.markers.values())
    enclosed = any(m.family == "bracket ()" for m in reading.markers.values())
    notes = _Notes(segments, in_brackets=enclosed)
    quotes = 0  # opened and not yet closed, in a speech that stands in 「」 as a whole
    while at < len(segments):
        segment = segments[at]
        if heads_columns(sheet, segment):
            blocks.append(Block("closing", segment=segment))
            sheet.ledger.claim([segment.span], "table_head", "table_head")
            at += 1
            continue
        marker = reading.markers.get(at)
        if marker is not None:
            turn = _open_turn(segments, marker)
            quotes = _opened(segment.text) if segment.text.startswith("「", marker.form.rest) else 0
            blocks.append(turn)
            closed = False
            at += 1 + marker.below
            continue
        note = notes.at(at)
        heading = None
        inside = turn is not None and quotes > 0
        quotes += _opened(segment.text) if inside else 0
        if not inside and (note is None or note.rule not in _NO_HEADING):
            heading = headings.read(
                segments,
                at,
                speaking=turn is not None,
                ended=turn is None or ends_sentence(turn.text.end),
                marked_next=_marked_next(notes, at, reading),
                markers=reading.markers,
                marks=marks,
            )
        if heading is None and (segment.line.no, segment.start) in sheet.topics:
            parts = read_title_parts(segment.raw)
            spans = (segment.span,)
            heading = Heading("section", segment.raw, parts, spans, 1, "topic_of_row")
        if heading is not None and not (note and heading.rule in ("in_brackets",)):
            turn = None
            blocks.append(Block("heading", heading=heading, segment=segment))
            at += heading.segments
            closed = False
            continue
        if note is not None and turn is not None and not turn.text:
            turn.text.add(segment)  # 副会長 / （異議なし）: the bracket is the speech
            at += 1
            continue
        if note is not None and note.segments:
            blocks.append(Block("note", note=note, segment=segment))
            at += note.segments
            if note.rule == "opening_line" and _CLOSES.search(unspaced(segment.text)):
                turn, closed = None, True  # until somebody speaks again
            continue
        if closed or _closing(segment) or is_web(segment.text):
            turn = None
            closed = closed or bool(_SIGNATURE.match(segment.text))
            blocks.append(Block("closing", segment=segment))
            at += 1
            continue
        if turn is not None and turn.text and closes_turn(segment.text, turn.text.texts):
            turn = None
        if turn is not None:
            turn.text.add(segment)
        else:
            if not blocks or blocks[-1].kind != "text":
                blocks.append(Block("text", segment=segment))
            blocks[-1].text.add(segment)
        at += 1
    return blocks


def _opened(text: str) -> int:
    return text.count("「") - text.count("」")


def _open_turn(segments: Sequence[Segment], marker: Candidate) -> Block:
    segment, form = segments[marker.segment], marker.form
    below = segments[marker.segment + 1 : marker.segment + 1 + marker.below]
    block = Block("turn", marker=marker, segment=segment)
    label = [segment.part(0, max(form.rest, form.end))]
    if form.until is not None and form.start >= form.until:
        # →…。（委員）: the label stands behind the speech
        label = [segment.part(0, form.rest)] * bool(form.rest) + [segment.part(form.until)]
    block.label = (*label, *[s.span for s in below])
    block.text.last = below[-1] if below else segment
    if segment.raw[form.rest : form.until].strip():
        block.text.add(segment, form.rest, form.until)
    return block


class _Notes:
    """The notes of a sheet; the line before asks too, so the last answer is kept."""

    def __init__(self, segments: Sequence[Segment], *, in_brackets: bool) -> None:
        self._segments = segments
        self._in_brackets = in_brackets
        self._asked = -1
        self._found: FoundNote | None = None

    def at(self, at: int) -> FoundNote | None:
        """Return the note that begins with a segment, or ``None``."""
        if at != self._asked:
            self._asked = at
            self._found = (
                read_note(self._segments, at, in_brackets=self._in_brackets)
                if at < len(self._segments)
                else None
            )
        return self._found


def _marked_next(notes: _Notes, at: int, reading: Reading) -> bool:
    """Tell whether a speaker or a note follows, so that this line cannot be speech going on."""
    if at + 1 in reading.markers:
        return True
    note = notes.at(at + 1)
    return note is not None and note.kind == "stage_direction"


def _closing(segment: Segment) -> bool:
    """Tell whether a line ends the proceedings: 以上, signatures, what follows the minutes."""
    if _END_MARK.fullmatch(segment.text) or _SIGNATURE.match(segment.text):
        return True
    if _ENDED.fullmatch(unspaced(segment.text)):
        return True
    label = read_header_label(segment.raw, segment.text)
    if label is None:
        return False
    if label.field == "other":  # <次回> 3月15日
        return label.marked and not label.alone and segment.text[0] in "<【〔["
    return label.field in ("signature", "office") and (label.alone or label.marked)
