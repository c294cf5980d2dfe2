"""The nouns of the pipeline: what a document is, and the records read from it.

Everything here is frozen data without behaviour (how a turn looks in a notebook aside). Data flows
one way: a reader makes a :class:`Document`, parsing makes :class:`Minutes` of it, the language
stage returns a copy with tags and citations, and the tables are rows of these records. Field names
are the column names of ``CONTRACT`` tables; values taken from a document stay Japanese, as written
there.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

__all__ = [
    "AgendaItem",
    "Attendee",
    "AttendeeCase",
    "Case",
    "Citation",
    "Correction",
    "Decision",
    "Document",
    "Exchange",
    "Issue",
    "Line",
    "Meeting",
    "Minutes",
    "Note",
    "Passage",
    "Place",
    "Section",
    "Tag",
    "Turn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One physical line of the text that a reader produced.

    Attributes:
        no: 1-based number of the line in the document; the file's own line for plain text.
        text: the characters as read, without the line end. Cells of one table row are
            separated by TAB.
        page: 1-based page, ``None`` where the medium has no pages.
        x0, top, x1, bottom: box in points from the top left corner of the page, or ``None``.
        size: height of the type in points, or ``None``.
        furniture: what the reader recognised the line as if it stands beside the text
            (``page_number``, ``running_head``, ``footnote``, ``ruby`` ...), else empty.
        continues: ``True`` if the position on the page shows that the line continues the
            paragraph of the line before it (furniture aside), ``False`` if it shows that a
            paragraph begins here, ``None`` where the medium does not tell (plain text).
    """

    no: int
    text: str
    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    size: float | None = None
    furniture: str = ""
    continues: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something a person should know about a document or about one of its records.

    Attributes:
        severity: ``error``, ``warning`` or ``info``.
        code: snake_case name of the kind of issue, stable across versions.
        message: one sentence that a clerk understands.
        table, record_id: the record it is about, or empty.
        page, line: where it was seen, or ``None``.
    """

    severity: str
    code: str
    message: str
    table: str = ""
    record_id: str = ""
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file after reading: its lines, and what the reader noticed.

    Attributes:
        sha256: of the file's bytes (of the UTF-8 text when it was given as a string), hex.
        bytes: size of the file.
        media_type: e.g. ``application/pdf``, ``text/plain``.
        encoding: name of the text encoding, empty for binary formats.
        reader: name of what read it: ``pdfium``, ``text``, ``html``, ``docx``.
        lines: every line, in reading order, furniture included.
        pages: number of pages, ``None`` where the medium has none.
        ocr_pages: number of pages whose text comes from optical recognition.
        page_labels: printed page number by 1-based page, where one was seen.
        issues: what the reader noticed.
        path: where it was read from, for people; no id depends on it.
    """

    sha256: str
    bytes: int
    media_type: str
    reader: str
    lines: tuple[Line, ...]
    encoding: str = ""
    pages: int | None = None
    ocr_pages: int = 0
    page_labels: Mapping[int, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    path: str = ""

    @property
    def document_id(self) -> str:
        """``d`` and the first 16 hex digits of the SHA-256."""
        return "d" + self.sha256[:16]

    @property
    def meeting_id(self) -> str:
        """``m`` and the first 16 hex digits of the SHA-256: one file holds one meeting."""
        return "m" + self.sha256[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in its document a record stands: pages and physical lines, both 1-based.

    ``page_label`` is the number printed on the first page. Pages are ``None`` for plain text.
    """

    line_first: int
    line_last: int
    page_first: int | None = None
    page_last: int | None = None
    page_label: str | None = None


class Passage(NamedTuple):
    """A stretch of one source line and what became of it (the unit of coverage).

    A tuple, for every line makes one or more, and Python makes tuples in a third of the time.

    Attributes:
        line: number of the line; start, end: half-open range of code points in its text.
        role: what the stretch is: ``turn``, ``speaker``, ``header``, ``attendee``, ``agenda``,
            ``heading``, ``section``, ``decision``, ``note``, ``page_number``, ``running_head``,
            ``blank``, … or ``residue`` if no record took it.
        rule: name of the rule that gave the role.
        record_id: the record it went to, or empty.
    """

    line: int
    start: int
    end: int
    role: str
    rule: str
    record_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The header of the minutes. Missing values are ``None``, never guessed."""

    meeting_id: str
    body: str | None = None
    prefecture: str | None = None
    municipality: str | None = None
    municipality_code: str | None = None
    session: str | None = None
    session_no: int | None = None
    fiscal_year: int | None = None
    date: datetime.date | None = None
    weekday: str | None = None
    opened: str | None = None  # HH:MM
    closed: str | None = None  # HH:MM
    duration_minutes: int | None = None
    place: str | None = None
    public: str | None = None  # 公開 非公開 一部非公開
    observers: int | None = None
    members_present: int | None = None
    members_absent: int | None = None
    record_type: str | None = None  # verbatim summary decisions
    turns_status: str = "none"  # labelled unlabelled none
    body_now: str | None = None  # the name it goes by now, where a profile says that it changed


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeCase:
    """A case for which the roster names a person. ``label`` as written: 案件(1), 【諮問1】."""

    label: str
    case_no: int | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person of the roster."""

    attendee_id: str
    seq: int
    name: str
    group: str  # 委員 実施機関 事務局 その他
    place: Place
    rule: str
    role: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    name_split: str | None = None  # written inferred
    affiliation: str | None = None
    bureau: str | None = None
    division: str | None = None
    present: bool = True
    attendance: str | None = None
    deputy_for: str | None = None
    person_id: str | None = None
    cases: tuple[AttendeeCase, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One entry of the printed list of business."""

    agenda_id: str
    seq: int
    level: int  # 1 = outermost
    title: str
    place: Place
    rule: str
    number: str | None = None
    kind: str | None = None
    bureau: str | None = None
    division: str | None = None
    continued: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A matter the body dealt with: its agenda entry and its part of the body, brought together."""

    case_id: str
    case_no: int
    kind: str  # 諮問 報告 審議 議案 その他
    title: str
    place: Place
    rule: str
    agenda_id: str | None = None
    number: str | None = None
    bureau: str | None = None
    division: str | None = None
    continued: bool = False
    heading: str | None = None
    status: str | None = None  # heard deferred not_heard; None where the text does not tell
    outcome: str | None = None
    unanimous: bool | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Text of the body that belongs to a headed part and is nobody's speech."""

    section_id: str
    path: str  # headings from the outside in, joined by /
    text: str  # paragraphs joined by \n
    place: Place
    rule: str
    case_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until the next speaker or heading."""

    turn_id: str
    seq: int
    text: str  # paragraphs joined by \n
    place: Place
    rule: str
    speaker: str | None = None
    speaker_name: str | None = None
    speaker_group: str = "不明"  # 委員 実施機関 事務局 その他 不明
    speaker_role: str | None = None
    is_chair: bool = False
    attendee_id: str | None = None
    candidates: tuple[str, ...] = ()
    is_question: bool = False
    replies_to: str | None = None
    case_id: str | None = None
    doubt: str = ""

    def _repr_html_(self) -> str:
        """For notebooks: who speaks, where it stands, and the paragraphs."""
        who = escape(self.speaker or "–")
        side = "" if self.speaker == self.speaker_group else f" ({escape(self.speaker_group)})"
        page = self.place.page_label or self.place.page_first
        where = f"{escape(str(page))}頁 " if page is not None else ""
        doubt = f" ⚠ {escape(self.doubt)}" if self.doubt else ""
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.text.split("\n"))
        return (
            f"<div><b>{who}</b>{side} <small>{where}{self.place.line_first}行{doubt}</small>"
            f"{text}</div>"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question turn and one turn that answers it; ``basis`` says what the pairing rests on."""

    exchange_id: str
    question_id: str
    answer_id: str
    basis: str
    place: Place
    rule: str
    follow_up_of: str | None = None
    case_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An explicit outcome, in the document's own sentence(s)."""

    decision_id: str
    seq: int
    text: str
    outcome: str  # 同意 承認 了承 可決 否決 答申 継続審議 次回審議 選任 報告 その他
    outcome_class: str  # approved conditional rejected continued reported other
    place: Place
    rule: str
    unanimous: bool | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    request: str | None = None
    case_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A stage direction, an editor's remark or an interjection, without the marks around it."""

    note_id: str
    kind: str  # stage_direction remark interjection
    text: str
    place: Place
    rule: str
    case_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A topic found in a text. ``start`` and ``end`` are code points in the target's text."""

    tag_id: str
    target: str  # turn section decision case
    target_id: str
    topic: str
    term: str
    matched: str
    start: int
    end: int
    lexicon: str
    place: Place
    rule: str
    negated: bool = False
    in_question: bool = False
    case_id: str | None = None
    turn_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reference to a law, ordinance or rule. Numbers are half-width strings, 枝番 as ``5の2``."""

    citation_id: str
    target: str  # turn section decision case
    target_id: str
    as_written: str
    start: int
    end: int
    place: Place
    rule: str
    law: str | None = None
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    resolved_by: str | None = None  # written same_turn previous_turn declared profile
    case_id: str | None = None
    turn_id: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What became of something that a person corrected: one field, or one record as a whole.

    Attributes:
        correction_id: follows from what was asked for, not from what became of it.
        table, record_id: the record as it is called now; empty where there is none any more.
        action: ``change``, ``confirm``, ``delete``, ``join`` or ``add``.
        status: ``applied``, ``moved`` (the words were found elsewhere) or ``conflict``.
        field: column that was corrected, empty where the record as a whole was.
        original: what the rules read, as text; corrected: what counts instead.
        message: what a person should know of it; says why there is a conflict.
        quote: first words of the record in the source.
        by, note: who corrected it and why, as given.
        page, line: where the record begins.
    """

    correction_id: str
    table: str
    action: str
    status: str
    record_id: str = ""
    field: str = ""
    original: str = ""
    corrected: str = ""
    message: str = ""
    quote: str = ""
    by: str = ""
    note: str = ""
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Everything read from one document, each kind of record in document order.

    ``kind`` is ``minutes`` or ``not_minutes`` (then there are no records). ``passages`` account
    for every non-space character of the document exactly once; ``coverage`` is the share of them
    that are not ``residue``. ``convention`` names how the document marks its speakers, and
    ``confidence`` (0 to 1) is the margin of the reading that was chosen.
    """

    document: Document
    kind: str = "minutes"
    convention: str = ""
    profile: str = ""
    confidence: float = 0.0
    coverage: float = 1.0
    meeting: Meeting | None = None
    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    cases: tuple[Case, ...] = ()
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    tags: tuple[Tag, ...] = ()
    citations: tuple[Citation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    issues: tuple[Issue, ...] = ()
    passages: tuple[Passage, ...] = ()
    evidence: tuple[str, ...] = ()  # conventions considered, with scores, for `gijiroku explain`
    laws: tuple[tuple[str, str], ...] = ()  # short names and the laws they mean, from the profile

    @property
    def status(self) -> str:
        """``failed``, ``warned`` or ``ok``: the worst severity among the issues."""
        severities = {issue.severity for issue in self.issues}
        return "failed" if "error" in severities else "warned" if "warning" in severities else "ok"
