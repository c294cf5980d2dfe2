"""The proceedings as blocks: headings, turns, notes and unlabelled text, in order.

One walk over the segments after the header. A turn runs until the next speaker, heading or
closing formula; a stage direction inside it does not end it. After a heading, text without a
speaker is nobody's speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.parsing.body.after import Stretch, kind_of_line
from pipeline.parsing.body.headings import Heading, HeadingReader
from pipeline.parsing.conventions import Candidate, Reading
from pipeline.parsing.folding import unspaced
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import FoundNote, read_note, read_told
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.decisions import closes_turn
from pipeline.parsing.phrases.speech import ends_sentence
from pipeline.parsing.phrases.titles import read_title_parts

__all__ = ["Block", "read_body"]

_CLOSES = re.compile(r"閉会|散会|閉議|終了")
_NO_HEADING = ("opening_line", "remark_mark", "interjection_words")


@dataclass(slots=True)
class Block:
    """A stretch of the body: ``heading``, ``turn``, ``text``, ``note``, ``attachment``, or
    ``closing``: a line that is no part of the proceedings, of the kind ``role``.
    """

    kind: str
    heading: Heading | None = None
    marker: Candidate | None = None
    note: FoundNote | None = None
    text: Paragraphs = field(default_factory=Paragraphs)
    label: tuple[Span, ...] = ()
    segment: Segment | None = None
    role: str = ""


def read_body(
    sheet: Sheet,
    start: int,
    reading: Reading,
    headings: HeadingReader,
    after: Sequence[Stretch] = (),
) -> list[Block]:
    """Return the blocks of the body, which begins with segment ``start``.

    ``after`` is what stands after the proceedings.
    """
    blocks: list[Block] = []
    segments = sheet.segments
    at = start
    turn: Block | None = None
    behind = {stretch.segments[0].index: stretch for stretch in after}
    end = min(behind, default=len(segments))
    marks = frozenset(m.form.mark for m in reading.markers.values())
    enclosed = any(m.family == "bracket ()" for m in reading.markers.values())
    notes = _Notes(segments, in_brackets=enclosed)
    quotes = 0  # opened and not yet closed, in a speech that stands in 「」 as a whole
    while at < len(segments):
        segment = segments[at]
        if at in behind:
            turn = None
            blocks.extend(_blocks_after(behind[at]))
            at += len(behind[at].segments)
            continue
        if heads_columns(sheet, segment):
            blocks.append(Block("closing", segment=segment, role="table_head"))
            sheet.ledger.claim([segment.span], "table_head", "table_head")
            at += 1
            continue
        marker = reading.markers.get(at) if at < end else None
        if marker is not None:
            turn = _open_turn(segments, marker)
            quotes = _opened(segment.text) if segment.text.startswith("「", marker.form.rest) else 0
            blocks.append(turn)
            if marker.form.until is not None and marker.form.start >= marker.form.until:
                turn = None  # …。（委員）: what follows is the next one's
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
            continue
        if note is None and at + 1 in reading.markers and _stands_apart(turn, segment):
            note = read_told(segment)
        if note is not None and turn is not None and not turn.text:
            turn.text.add(segment)  # 副会長 / （異議なし）: the bracket is the speech
            at += 1
            continue
        if note is not None and note.segments:
            blocks.append(Block("note", note=note, segment=segment))
            at += note.segments
            if note.rule == "opening_line" and _CLOSES.search(unspaced(segment.text)):
                turn = None
            continue
        if role := kind_of_line(segment):
            turn = None
            blocks.append(Block("closing", segment=segment, role=role))
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


def _stands_apart(turn: Block | None, segment: Segment) -> bool:
    """Tell whether a line is not of the speech before it: that has ended, and a gap follows."""
    return turn is None or (segment.gap and ends_sentence(turn.text.end))


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


def _blocks_after(stretch: Stretch) -> Iterator[Block]:
    """Yield the blocks of what stands after the proceedings."""
    first, *others = stretch.segments
    if stretch.kind != "attachment":
        for segment in stretch.segments:
            yield Block("closing", segment=segment, role=stretch.kind)
        return
    block = Block("attachment", segment=first)
    for segment in others:
        block.text.add(segment)
    yield block
