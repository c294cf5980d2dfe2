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
from pipeline.parsing.body.heading_forms import Around
from pipeline.parsing.body.headings import (
    Heading,
    HeadingReader,
    goes_over_to_others,
    tells_next_meeting,
)
from pipeline.parsing.conventions import Reading
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import (
    LONGEST_TOLD,
    FoundNote,
    read_act,
    read_marked_act,
    read_note,
    read_told,
)
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.phrases.results import begins_result, closes_turn, says_of_body
from pipeline.parsing.phrases.speaker_forms import ARROWS, SYMBOLS
from pipeline.parsing.phrases.speaker_labels import ANSWER
from pipeline.parsing.phrases.speech import POLITE_END, ends_sentence, is_speech
from pipeline.parsing.phrases.titles import read_title_parts
from pipeline.parsing.speaker_places import Candidate

__all__ = ["Block", "read_body"]

_CLOSES = re.compile(r"閉会|散会|閉議|終了")
_SYMBOLS = frozenset(SYMBOLS)
_POINTS = frozenset("・･-○●◇◆□■")
_WRAPPED = 3  # lines over which a sentence goes on
_SHORTEST_TOLD = 8  # characters
_TELLS = re.compile(r"(?![0-9(「・○●〇①-⑳第※ア-ン]).*[た\u3400-\u9fff]。$")
_CLOSED = re.compile(  # (5)次回は3月に開催することとし、閉会となった。
    r"[^。]{0,60}(?:[閉散]会|(?:会議|審議|議事|[員議談]会)[^。]{0,6}終了)(?:し|とし|となっ|とされ|され)た。?"
)
_SETTLED = ("こととされた。", "こととなった。", "ことになった。")  # no speaker says so of the day
_SAMPLE = 12  # speeches that show whether sentences end with a full stop
_SEVERAL = 4  # labels
_FEW_POLITE = 4  # speeches
_NEARLY_ALL = 0.9
_YIELDS = ("in_brackets", "title_before_speaker")  # headings, to a note
_NO_HEADING = ("opening_line", "remark_mark", "interjection_words", "marks ……")


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
    return _Walk(sheet, start, reading, headings, after).blocks


class _Walk:
    """The walk over the body: each step takes the segments that are its own, or none."""

    def __init__(
        self,
        sheet: Sheet,
        start: int,
        reading: Reading,
        headings: HeadingReader,
        after: Sequence[Stretch],
    ) -> None:
        self.blocks: list[Block] = []
        self._sheet = sheet
        self._segments = sheet.segments
        self._reading = reading
        self._headings = headings
        self._behind = {stretch.segments[0].index: stretch for stretch in after}
        self._end = min(self._behind, default=len(self._segments))
        self._last = max(reading.markers, default=0)
        self._marks = frozenset(m.form.mark for m in reading.markers.values())
        self._other_marks = _SYMBOLS - self._marks
        enclosed = any(m.family == "bracket ()" for m in reading.markers.values())
        self._notes = _Notes(self._segments, in_brackets=enclosed)
        self._turn: Block | None = None
        self._answers = False  # the turn does
        labels = {marker.label.text for marker in reading.markers.values()}
        self._answering = {label for label in labels if ANSWER.fullmatch(fold(label))}
        self._labels_apart = _stand_apart(sheet, reading)
        self._replies = _reply_behind_arrows(sheet, reading)
        self._quotes = 0  # opened and not yet closed, in a speech that stands in 「」 as a whole
        first = list(reading.markers)[:_SAMPLE]
        said = (s.text for at in first for s in self._segments[at : at + 2])
        self._unpointed = len(first) >= _FEW_POLITE and not any("。" in text for text in said)
        self._polite: bool | None = None  # whether all are who speak, once that is asked
        self._at = start
        steps = (
            *((self._behind_proceedings,) if self._behind else ()),
            self._head_of_table,
            self._speaker,
            self._heading,
            self._note,
            self._line_of_no_speech,
            self._speech,
        )
        stop = len(self._segments)
        while self._at < stop:
            segment = self._segments[self._at]
            for step in steps:
                if taken := step(segment):
                    self._at += taken
                    break

    def _behind_proceedings(self, segment: Segment) -> int:
        stretch = self._behind.get(segment.index)
        if stretch is None:
            return 0
        self._turn = None
        self.blocks.extend(_blocks_after(stretch))
        return len(stretch.segments)

    def _head_of_table(self, segment: Segment) -> int:
        if not heads_columns(self._sheet, segment):
            return 0
        self.blocks.append(Block("closing", segment=segment, role="table_head"))
        self._sheet.ledger.claim([segment.span], "table_head", "table_head")
        return 1

    def _speaker(self, segment: Segment) -> int:
        marker = self._reading.markers.get(self._at) if self._at < self._end else None
        if marker is None:
            return 0
        form = marker.form
        self._turn = _open_turn(self._segments, marker)
        self._answers = marker.label.text in self._answering
        quoted = segment.text[form.rest : form.rest + 1] == "「"
        self._quotes = _opened(segment.text) if quoted else 0
        self.blocks.append(self._turn)
        if form.until is not None and form.start >= form.until:
            self._turn = None  # …。（委員）: what follows is the next one's
        return 1 + marker.below

    def _heading(self, segment: Segment) -> int:
        note = self._notes.at(self._at)
        heading = None
        if self._turn is not None and self._quotes > 0:
            self._quotes += _opened(segment.text)
        elif (note is None or note.rule not in _NO_HEADING) and self._headings.may_head(
            segment.text
        ):
            line = Around(
                self._segments,
                self._at,
                speaking=self._turn is not None,
                ended=self._turn is None or self._has_ended(),
                answered=self._answered(),
                marked_next=self._marked_next(),
                markers=self._reading.markers,
                marks=self._marks,
                labels_apart=self._labels_apart,
            )
            heading = self._headings.read(line)
        if heading is None and (segment.line.no, segment.start) in self._sheet.topics:
            parts = read_title_parts(segment.raw)
            heading = Heading("section", segment.raw, parts, (segment.span,), 1, "topic_of_row")
        if heading is None or (note and heading.rule in _YIELDS):
            return 0
        if heading.rule == "mark_of_headings" and read_told(segment, apart=True):
            return 0  # ・事務局より資料4について説明
        if self._is_all_that_is_said(heading) or self._is_read_out(heading):
            return 0
        self._turn = None
        self._headings.took(heading)
        self.blocks.append(Block("heading", heading=heading, segment=segment))
        return heading.segments

    def _is_all_that_is_said(self, heading: Heading) -> bool:
        """Tell whether a title in brackets stands between labels, or what may be said of a matter.

        <会長> / 【挨拶】 / <委員>; 会長 / 議題1について意見はあるか / 委員.
        """
        turn = self._turn
        if turn is None or turn.text or self._at + 1 not in self._reading.markers:
            return False
        if heading.rule == "in_brackets":
            return heading.parts.enumerator is None
        return heading.rule == "numbered_matter" and is_speech(self._segments[self._at].text)

    def _is_read_out(self, heading: Heading) -> bool:
        """Tell whether who speaks begins with a title: 事務局 / 議案第21号 … / 名簿に…登録する。"""
        below = self._at + heading.segments
        return (
            heading.rule != "in_brackets"
            and self._turn is not None
            and not self._turn.text
            and below < self._end
            and below not in self._reading.markers
        )

    def _note(self, segment: Segment) -> int:
        note = self._notes.at(self._at)
        if note is None and len(segment.text) <= LONGEST_TOLD:
            note = self._told_note(segment)
        if note is None:
            return 0
        if self._turn is not None and self._is_all_of(self._turn, note):
            self._turn.text.add(segment)  # 副会長 / （異議なし）: the bracket is the speech
            return 1
        if not note.segments:
            return 0
        self.blocks.append(Block("note", note=note, segment=segment))
        if note.rule == "opening_line" and _CLOSES.search(unspaced(segment.text)):
            self._turn = None
        return note.segments

    def _is_all_of(self, turn: Block, note: FoundNote) -> bool:
        """Tell whether a note stands where speech should, and no speech follows it."""
        if turn.text or note.rule == "opening_line":
            return False
        behind = self._at + note.segments
        if behind >= self._end or behind in self._reading.markers:
            return True
        below = self._segments[behind]
        return bool(below.gap) or not is_speech(below.text)

    def _told_note(self, segment: Segment) -> FoundNote | None:
        """Return the note that a line without marks is: 事務局から説明があった。"""
        if self._may_be_told(segment) and (
            note := read_told(segment, apart=self._stands_apart(segment))
        ):
            return note
        if segment.text[0] in self._marks and (note := read_marked_act(segment)):
            return note
        ended = self._turn is not None and self._marked_next() and self._has_ended()
        return read_act(segment) if ended else None

    def _line_of_no_speech(self, segment: Segment) -> int:
        numbers_page = segment.text.isdecimal() and self._ends_page()
        role = "page_number" if numbers_page else kind_of_line(segment)
        if not role:
            return 0
        self._turn = None
        self.blocks.append(Block("closing", segment=segment, role=role))
        return 1

    def _speech(self, segment: Segment) -> int:
        turn = self._turn
        if turn is not None and turn.text:
            before = self.blocks[-1].note
            assented = before is not None and (
                before.kind == "interjection" or read_outcome(before.text) is not None
            )
            if closes_turn(
                self._result(segment), turn.text.texts, assented=assented
            ) or self._is_of_record(segment):
                turn = self._turn = None
        if self._answered() and _leaves_answers(segment):
            turn = self._turn = None
        if self._replies and self._is_next_point(segment):
            turn = self._turn = None
        if turn is not None:
            colon = segment.text[0] == ":" and not turn.text  # 会長 / ：それでは、…
            if colon:
                turn.label = (*turn.label, segment.part(0, 1))
            turn.text.add(segment, int(colon))
            return 1
        if not self.blocks or self.blocks[-1].kind != "text" or says_of_body(segment.text):
            self.blocks.append(Block("text", segment=segment))
        self.blocks[-1].text.add(segment)
        return 1

    def _answered(self) -> bool:
        """Tell whether an answer of a digest is open: only answers stand there, no chair leads."""
        return self._answers and self._turn is not None and bool(self._turn.text)

    def _is_next_point(self, segment: Segment) -> bool:
        """Tell whether a point begins that is answered below: ・…か。 / →(課)…。 / ・…か。"""
        if segment.text[0] not in _POINTS or self._turn is None:
            return False
        text = self._turn.text
        points = any(one[0] in _POINTS for one in map(fold, text.texts[1:]))
        below = range(self._at + 1, self._at + 1 + _WRAPPED)
        answered = any(at in self._reading.markers for at in below)
        return answered and not points and ends_sentence(text.end)

    def _result(self, segment: Segment) -> str:
        """Return a line, with the lines it is wrapped over if it begins as results do."""
        text, at = segment.text, segment.index
        if self._turn is None or not (begins_result(text) and ends_sentence(self._turn.text.end)):
            return text
        while not (ends_sentence(text) or read_outcome(text)) and at - segment.index < _WRAPPED:
            at += 1
            if at >= self._end or at in self._reading.markers or self._segments[at].gap:
                break
            text += self._segments[at].text
        return text

    def _is_of_record(self, segment: Segment) -> bool:
        """Tell whether the record tells what happened before the next speaker: 市長が退席した。

        It does so in the plain style, and all who speak are polite. Or behind the last that the
        meeting closed.
        """
        text = segment.text
        if self._at > self._last and ends_sentence(self._turn.text.end if self._turn else ""):
            settled = segment.gap and "次回" in text and text.endswith(_SETTLED)
            next_day = settled and tells_next_meeting(text[text.index("次回") :])
            return next_day or _CLOSED.fullmatch(text) is not None
        return (
            self._ended_before_speaker()
            and len(text) >= _SHORTEST_TOLD
            and _TELLS.match(text) is not None
            and POLITE_END.search(text) is None
            and self._all_are_polite()
        )

    def _all_are_polite(self) -> bool:
        """Tell whether nearly all who speak begin with sentences in the polite style."""
        if self._polite is None:
            said = [
                self._segments[min(at + (m.follows == "next"), len(self._segments) - 1)].text
                for at, m in self._reading.markers.items()
            ]
            whole = [text for text in said if text.endswith("。") and len(text) >= _SHORTEST_TOLD]
            polite = sum(POLITE_END.search(text) is not None for text in whole)
            self._polite = polite >= _FEW_POLITE and polite >= _NEARLY_ALL * len(whole)
        return self._polite

    def _may_be_told(self, segment: Segment) -> bool:
        """Tell whether a line may tell what was done: before a speaker, or behind a mark that no
        speaker has. What was said before it has ended.
        """
        if segment.text[0] in self._other_marks:
            if self._turn is None:
                return bool(self._reading.markers)  # else the record tells all that happened
            return self._has_ended()
        if self._at + 1 not in self._reading.markers and not self._heading_next():
            return False
        return self._turn is None or self._has_ended()

    def _heading_next(self) -> bool:
        """Tell whether a numbered line follows behind which the next speaker stands."""
        markers = self._reading.markers
        if self._at + 2 not in markers and self._at + 3 not in markers:
            return False
        text = self._segments[self._at + 1].text
        entry = None if text.endswith("。") else read_enumerator(text)
        return entry is not None and entry.kind != "bullet"

    def _has_ended(self) -> bool:
        """Tell whether the last sentence of the speech is complete.

        Where nobody's has a full stop, it is before a speaker if it reads as speech.
        """
        end = self._turn.text.end if self._turn is not None else ""
        ended = ends_sentence(end)
        if ended or not self._unpointed:
            return ended
        return self._at + 1 in self._reading.markers and bool(end) and is_speech(end)

    def _ended_before_speaker(self) -> bool:
        """Tell whether a line stands between a speech that has ended and the next speaker."""
        if self._turn is None or self._at + 1 not in self._reading.markers:
            return False
        return ends_sentence(self._turn.text.end)

    def _ends_page(self) -> bool:
        """Tell whether a bare number stands behind a speech that has ended, and before a speaker
        or another bare number: that of a heading.
        """
        below = self._segments[self._at + 1 : self._at + 2]
        if below and below[0].text.isdigit():  # so is ②
            return self._turn is not None and ends_sentence(self._turn.text.end)
        return self._ended_before_speaker()

    def _stands_apart(self, segment: Segment) -> bool:
        """Tell whether a line is not of the speech before it: that has ended, a gap follows."""
        return self._turn is None or (segment.gap and ends_sentence(self._turn.text.end))

    def _marked_next(self) -> bool:
        """Tell whether a speaker or a note follows, so that this line cannot be speech going on."""
        if self._at + 1 in self._reading.markers:
            return True
        note = self._notes.at(self._at + 1)
        return note is not None and note.kind == "stage_direction"


def _leaves_answers(segment: Segment) -> bool:
    """Tell whether a line behind an answer is none of it: other business, or apart the next day."""
    text = segment.text
    return goes_over_to_others(text) or (segment.gap and tells_next_meeting(text))


def _stand_apart(sheet: Sheet, reading: Reading) -> bool:
    """Tell whether all labels stand alone on their lines, each below a blank one."""
    apart = (m.family == "bare_line" and sheet[at].gap for at, m in reading.markers.items())
    return len(reading.markers) >= _SEVERAL and all(apart)


def _reply_behind_arrows(sheet: Sheet, reading: Reading) -> bool:
    """Tell whether all who speak answer points that stand above them: →(こども課)…."""
    begun = {sheet[at].text[0] for at in reading.markers}
    return bool(begun) and begun.issubset(ARROWS)


def _opened(text: str) -> int:
    return text.count("「") - text.count("」")


def _open_turn(segments: Sequence[Segment], marker: Candidate) -> Block:
    segment, form = segments[marker.segment], marker.form
    below = segments[marker.segment + 1 : marker.segment + 1 + marker.below] if marker.below else ()
    block = Block("turn", marker=marker, segment=segment)
    label = [segment.part(0, max(form.rest, form.end))]
    if form.until is not None and form.start >= form.until:
        # →…。（委員）: the label stands behind the speech
        label = [segment.part(0, form.rest)] * bool(form.rest) + [segment.part(form.until)]
    block.label = (*label, *[s.span for s in below]) if below else tuple(label)
    block.text.last = below[-1] if below else segment
    if not below or segment.raw[form.rest : form.until].strip():
        block.text.add(segment, form.rest, form.until)
    return block


class _Notes:
    """The notes of a sheet; each line is asked by several steps, and by the line before."""

    def __init__(self, segments: Sequence[Segment], *, in_brackets: bool) -> None:
        self._segments = segments
        self._in_brackets = in_brackets
        self._found: dict[int, FoundNote | None] = {len(segments): None}

    def at(self, at: int) -> FoundNote | None:
        """Return the note that begins with a segment, or ``None``."""
        if at not in self._found:
            self._found[at] = read_note(self._segments, at, in_brackets=self._in_brackets)
        return self._found[at]


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
