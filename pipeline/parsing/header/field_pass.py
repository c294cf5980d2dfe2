"""One pass over the lines of the header: which line belongs to which label, and where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.parsing.header.body_start import add_title, begins_body
from pipeline.parsing.header.content import (
    after_list,
    before_people,
    heads_facts,
    heads_programme,
    is_planned,
    lists_business,
    opens_proceedings,
    speaker_beside,
    speech_at,
    timetable,
)
from pipeline.parsing.header.extent import (
    alike,
    among_people,
    content_ahead,
    labels_in_line,
    last_label,
    names_talk,
    speaking_labels,
)
from pipeline.parsing.header.field import FACTS, Field, Header
from pipeline.parsing.header.inside_lists import (
    ends_list,
    heads_as_label,
    inside_list,
    is_category_entry,
)
from pipeline.parsing.header.label_columns import label_column
from pipeline.parsing.header.label_senses import (
    begins_list,
    category_in_turn,
    counts_business,
    counts_first,
    heads_column,
    heads_names,
    heads_officials,
    heads_people,
    heads_rows,
    is_dated,
    is_file,
    leads_to_page,
    names_record,
    only_elsewhere,
    opens_group,
    points_elsewhere,
    repeats_title,
    signs,
)
from pipeline.parsing.header.late_start import begins_among_values
from pipeline.parsing.header.list_continuity import (
    begun_above,
    continues_list,
    further_list,
    list_ahead,
    opened_list,
    reads,
    title_of_number,
    told_in_list,
)
from pipeline.parsing.header.list_ends import (
    category_label,
    give_back_headings,
    mark_of_rows,
    matters_above,
    row_label,
    unknown_label,
)
from pipeline.parsing.header.programme import (
    counts_on,
    heads_proceedings,
    opens_below,
    programme_end,
)
from pipeline.parsing.header.told import (
    PROCEEDINGS,
    acts_before_speech,
    heads_told,
    introduces_list,
    list_to_come,
    narrated_below,
    opening_told,
    tells_at_once,
    tells_opening,
    told_below_people,
)
from pipeline.parsing.header.vertical_labels import vertical_labels
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.columns import heads_in_lines, is_column_head
from pipeline.parsing.phrases.header_labels import HeaderLabel
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.title_index import Beginnings
from pipeline.parsing.speaker_places import Candidate

__all__ = ["read_fields"]

_FACTS_OF_ROWS = FACTS | {"title", "opened", "closed", "other", "office", "materials"}
_LISTS = frozenset({"agenda", "attendees", "group"})
_PEOPLE = frozenset({"attendees", "absent", "group"})
_BELOW = FACTS | {"content", "materials", "attendees", "absent"}
_COLUMNS = 6  # of a table of business


def read_fields(sheet: Sheet, candidates: Sequence[Candidate]) -> Header:
    """Assign the lines before the proceedings to their labels."""
    first = _Pass(sheet, candidates)
    header = first.run()
    begin = begins_among_values(sheet, first.labels, header)
    return header if begin is None else _Pass(sheet, candidates, begin).run()


class _Pass:
    """The fields read so far, and the one that is open while its lines come.

    A line is asked in this order: is it taken already, what does its label mean here, does the
    body begin with it, and only then, to which field does it go. With ``end`` at the latest it
    begins.
    """

    def __init__(
        self, sheet: Sheet, candidates: Sequence[Candidate], end: int | None = None
    ) -> None:
        labels = labels_in_line(sheet)
        if end is not None:
            labels = {at: label for at, label in labels.items() if at < end}
        for at in speaking_labels(candidates, labels):
            del labels[at]
        self._end = end
        self._firm = {
            c.segment
            for c in candidates
            if c.firm
            and not among_people(sheet, c, labels)
            and not names_talk(sheet.segments[c.segment].text)
        }
        self._firm |= alike(candidates, labels)
        self._vertical = vertical_labels(sheet)
        labels.update({index: label for index, (label, _) in self._vertical.items()})
        self._leading = {i for end, (_, start) in self._vertical.items() for i in range(start, end)}
        self._sheet, self._labels = sheet, labels
        self._rows = mark_of_rows(sheet, labels)
        self._last = last_label(sheet, labels, self._firm)
        self._content_ahead = content_ahead(labels, self._firm, self._last)
        self._form = label_column(sheet, labels, self._firm)
        self._fields: list[Field] = []
        self._title: list[Segment] = []
        self._current: Field | None = None
        self._listed = False  # a list of business has begun
        self._titles = Beginnings()
        self._programme = 0  # where the programme ends that is being read
        self._content: Field | None = None
        self._body_start = 0

    def run(self) -> Header:
        """Read line by line until the body begins."""
        for segment in self._sheet:
            if segment.index == self._end:
                return Header(self._fields, self._title, segment.index, "sentences", self._content)
            if segment.index in self._leading or self._in_form(segment):
                continue
            if self._among_people(segment) or self._in_programme(segment):
                continue
            self._body_start = segment.index
            if why := self._read(segment):
                return Header(self._fields, self._title, self._body_start, why, self._content)
        return Header(self._fields, self._title, len(self._sheet), "no body")

    @property
    def labels(self) -> Mapping[int, HeaderLabel]:
        """The labels of all lines, by segment."""
        return self._labels

    # -- lines that whole blocks have taken ------------------------------------------------------

    def _in_form(self, segment: Segment) -> bool:
        """Tell whether the line belongs to a form whose labels stand in a column of their own."""
        form = self._form
        if not form or not form.start <= segment.index < form.end:
            return False
        if segment.index == form.start:
            self._fields.extend(form.fields)
            self._current = None
        return True

    def _among_people(self, segment: Segment) -> bool:
        """Tell whether the line is a cell of a table of people, which may have no label."""
        if (segment.line.no, segment.start) not in self._sheet.people:
            return False
        current = self._current
        if current is None or current.name not in ("attendees", "group", "absent"):
            current = Field("attendees", None, segment.index)
            self._open(current)
        current.values.append((segment, 0))
        return True

    def _in_programme(self, segment: Segment) -> bool:
        """Tell whether the line is of a programme without a label, or of the head of a table."""
        if self._current and self._current.name == "agenda" and not self._current.values:
            ahead = self._sheet.segments[segment.index :][:_COLUMNS]
            columns = heads_in_lines([s.text for s in ahead])
            self._programme = max(self._programme, segment.index + columns)
        if segment.index < self._programme and self._current:
            self._current.values.append((segment, 0))
            add_title(self._titles, segment, None)
            return True
        if segment.index and not self._listed:
            self._programme = programme_end(self._sheet, segment.index, self._firm)
            if self._programme:
                self._listed = True
                self._open(Field("agenda", None, segment.index, values=[(segment, 0)]))
                return True
        return False

    # -- a line ----------------------------------------------------------------------------------

    def _read(self, segment: Segment) -> str:
        """Give the line to a field; return why the body begins here, or an empty string."""
        sheet, last = self._sheet, self._last
        label = self._known_label(segment)
        reads_people = self._current is not None and self._current.name in _PEOPLE
        if label is None and self._fields and not reads_people and heads_names(segment):
            self._open(Field("attendees", None, segment.index, values=[(segment, 0)]))
            return ""
        listed = self._listed = reads(self._current, "agenda")
        if self._heads_proceedings(segment):
            return "programme of what happened"
        first = label is None and reads_people and counts_first(sheet, segment)
        if first or is_category_entry(sheet, self._current, segment, label):
            self._open(Field("agenda", None, segment.index, values=[(segment, 0)]))
            return ""
        if label and label.field == "opened" and not listed and opening_told(sheet, segment, label):
            return "opening told"
        if label and label.field == "agenda":
            label = self._business_label(segment, label)
        if label and label.field == "agenda" and self._takes_list_above(segment, label):
            if self._listed:
                return ""
            label = None
        label = self._unknown_label(segment, label)
        other = label is None or label.group == "その他"
        if other and ends_list(sheet, self._current, segment, self._fields):
            label = category_label(segment) or further_list(sheet, self._current, segment)
            if label is None and segment.index > last:
                return "heading ranked with the labels"
            label = label or HeaderLabel("other", segment.text, 0, len(segment.text), True, True)
        if label and label.field == "content":
            label = self._content_label(segment, label)
        if label and label.field == "content" and self._opens_proceedings(segment, label):
            return "content label"
        if label and label.field == "content" and self._content:
            label, self._content = replace(label, field="agenda"), None
        why = self._begins_body(segment)
        if why == "section heading" and label and label.field == "agenda":
            why = ""  # 議事概要 that heads a mere list
        if why == "agenda heading" or (why and segment.index >= self._content_ahead):
            self._body_start = give_back_headings(self._current, self._body_start)
            return why
        if self._fields and label is None and not listed and heads_rows(sheet, segment):
            self._open(Field("agenda", None, segment.index, values=[(segment, 0)]))
            return ""
        columns = heads_columns(sheet, segment) and not heads_column(sheet, self._current, segment)
        if columns and segment.index >= last:
            return "table head"
        self._assign(segment, label)
        return ""

    def _heads_proceedings(self, segment: Segment) -> bool:
        """Tell whether the line is the first of the headings of what happened: 1 開会."""
        if segment.index <= self._last or any(f.name == "agenda" for f in self._fields):
            return False
        return bool(self._fields) and heads_proceedings(self._sheet, segment.index, self._firm)

    def _known_label(self, segment: Segment) -> HeaderLabel | None:
        """Return the label that the words of the line are, if it is one at this place."""
        label = self._labels.get(segment.index)
        if label and self._current and title_of_number(self._current, segment):
            return None
        if label and (heads_columns(self._sheet, segment) or leads_to_page(segment, label)):
            return None
        if label and label.field in _LISTS and is_file(segment, label):
            return None  # 次第(PDF:98KB) among the papers, 委員名簿 [PDFファイル/127KB]
        if is_column_head(segment.text) and (
            reads(self._current, "agenda") or heads_rows(self._sheet, segment)
        ):
            return None
        if reads(self._current, "signature") and label and signs(label):
            return None
        if label and label.field == "other" and heads_column(self._sheet, self._current, segment):
            return None  # 氏名 / 備考 / 会長 / …
        if label and not self._fields and names_record(segment, label):
            return None
        listed = reads(self._current, "attendees") or reads(self._current, "group")
        if label and label.field == "place" and listed:
            attended = is_people_list(segment.text[label.end :])
            label = None if attended else label  # (会場) 森本会長、西田委員 / (オンライン) …
        if label and label.field == "office" and heads_people(self._sheet, segment, label):
            return replace(label, field="group")
        if label and label.field == "agenda" and counts_business(self._sheet, segment, label):
            return replace(label, field="other")
        if label and label.field == "agenda" and is_dated(segment.text[label.end :]):
            return replace(label, field="date")
        return label

    def _business_label(self, segment: Segment, label: HeaderLabel) -> HeaderLabel:
        """Return a label such as 議事 as one of the proceedings if they follow it."""
        if label.alone and (
            speech_at(self._sheet, segment, self._firm)
            or after_list(label, self._fields)
            or (label.text in PROCEEDINGS and self._heads_what_happened(segment))
            or opens_below(self._sheet, segment, self._firm)
        ):
            return replace(label, field="content")
        listed = any(f.name == "agenda" and f.values for f in self._fields)
        beside = label.text.endswith("結果") and self._content_ahead > segment.index
        told = not beside and tells_at_once(
            self._sheet, segment, label, {} if listed else self._labels
        )
        if told or speaker_beside(segment, label, self._firm):
            return replace(label, field="content")
        return label

    def _heads_what_happened(self, segment: Segment) -> bool:
        """Tell whether below 議事 stand no mere titles, but what was said and done under each."""
        further = {at for at, label in self._labels.items() if label.field in _BELOW}
        below = self._sheet[segment.index + 1].text if segment.index + 1 < len(self._sheet) else ""
        number = read_enumerator(below)
        if number and number.value == 1 and segment.index + 2 in self._firm:
            return True
        return heads_told(self._sheet, segment) or heads_proceedings(
            self._sheet, segment.index + 1, self._firm, further, below=True
        )

    def _takes_list_above(self, segment: Segment, label: HeaderLabel) -> bool:
        """Begin the list with entries above its label, where that counts on from them.

        A form prints the label in the middle of its cell: 1 … / 議題 2 … / 3 …, 1 … / 議題 / 2 ….
        Then the line is taken; one that is itself numbered, as 3 議題, is still to be read.
        """
        if self._current and (listed := opened_list(self._sheet, self._current, segment)):
            self._fields[-1] = self._current = listed
            return True
        current = self._current or Field("title", None, 0, values=[(s, 0) for s in self._title])
        if n := begun_above(current, segment, 0):
            above, current.values[-n:] = current.values[-n:], []
            self._title[:] = self._title if self._current else self._title[:-n]
            self._open(Field("agenda", None, above[0][0].index, values=above))
            return True
        rest = segment.text[label.end :].lstrip()
        at = len(segment.text) - len(rest)
        line = segment if rest else next(iter(self._sheet.segments[segment.index + 1 :]), segment)
        lead = self._lead(segment)
        n = begun_above(current, line, at if rest else 0)
        if n := n or (matters_above(current) if lead else 0):
            above, current.values[-n:] = current.values[-n:], []
            values = [*above, (segment, at)] if rest else above
            self._open(Field("agenda", label, segment.index, values=values))
            self._fields[-1].lead = lead
            self._listed = True
            return True
        return False

    def _unknown_label(self, segment: Segment, label: HeaderLabel | None) -> HeaderLabel | None:
        """Return the label of a line also where no list of words has it."""
        current = self._current
        if label and label.group == "その他" and label.alone and segment.index:
            label = None if counts_on(self._sheet.segments[: segment.index], segment) else label
        unread = label is None and not self._listed and bool(self._fields)
        mark = current.decoration if current else ""
        if unread and opens_group(self._sheet, segment, self._firm, mark):
            label = category_label(segment, enclosed=True)
        if label is None and current and self._rows and current.name in _FACTS_OF_ROWS:
            label = row_label(segment, self._rows)
        if label is None and not self._listed and current:
            label = category_in_turn(self._sheet, current, segment)
        if label is None and reads(current, "agenda") and current:
            if list_ahead(self._sheet, current, segment):
                return None
            label = unknown_label(current.values, segment)
        return label

    def _content_label(self, segment: Segment, label: HeaderLabel) -> HeaderLabel | None:
        """Return what a label such as 会議の内容 or 概要 is here, if it is one."""
        sheet, labels = self._sheet, self._labels
        if continues_list(sheet, self._current, segment):
            return None
        if self._current and told_in_list(sheet, self._current, segment):
            return None
        known = label.text in PROCEEDINGS  # what stands below 議事 was looked at
        if not known and begins_list(sheet, segment, label, self._fields):
            told = label.alone and self._heads_what_happened(segment)
            return label if told else replace(label, field="agenda")
        if (
            heads_programme(sheet, labels, segment, self._fields)
            or heads_facts(sheet, labels, segment, self._firm)
            or points_elsewhere(sheet, segment, label)
            or before_people(labels, segment, label, self._fields)
        ):
            return replace(label, field="other")
        return label

    def _opens_proceedings(self, segment: Segment, label: HeaderLabel) -> bool:
        """Tell whether the body begins with this label of the proceedings.

        Where it heads a mere list it is kept as ``_content`` and is a label of business.
        """
        self._content = None
        if not opens_proceedings(self._sheet, segment, label, self._fields, self._firm):
            return False
        self._content = Field("content", label, segment.index, lead=self._lead(segment))
        if lists_business(self._sheet, self._content, self._fields, self._firm):
            return False
        self._body_start = segment.index + (1 if label.alone else 0)
        return True

    def _lead(self, segment: Segment) -> list[Segment]:
        """Return the lines of a label written downwards, before that of its last character."""
        if segment.index not in self._vertical:
            return []
        return self._sheet.segments[self._vertical[segment.index][1] : segment.index]

    def _begins_body(self, segment: Segment) -> str:
        """Return why the body begins with this line, or an empty string."""
        sheet, current, last = self._sheet, self._current, self._last
        why = ""
        if segment.index > last:
            why = begins_body(segment, current, self._fields, self._titles, self._firm)
        if why == "narrative" and current and told_in_list(sheet, current, segment):
            why = ""
        label = self._labels.get(segment.index)
        if why == "narrative" and label and label.field == "result":
            inside = inside_list(sheet, current, segment, label, self._fields)
            why = why if inside else ""  # 議題　… / 審議結果　…答申することとした。
        if why == "narrative" and current and not current.values:
            listed = introduces_list(sheet, segment.index)
            why = "" if listed or list_to_come(sheet, segment, self._labels) else why
        again = why == "repeated agenda entry" and read_enumerator(segment.text) is None
        if (again or why == "stage direction") and current and list_ahead(sheet, current, segment):
            why = ""  # 事務局説明 stands under each entry
        if why == "opening line" and reads(current, "agenda"):
            planned = is_planned(sheet, segment.index, self._firm)
            why = "" if planned or timetable(sheet, segment.index) else why
        if why == "agenda heading" and current and heads_officials(sheet, current, segment):
            why = ""
        if not why and segment.index > last and heads_as_label(sheet, current, segment, self._firm):
            why = "heading marked like the labels"
        if not why and told_below_people(sheet, self._labels, self._firm, current, segment, last):
            why = "told below people"
        if not why and not self._fields and tells_opening(sheet, self._title, segment, label):
            why = "opening told"
        if not why and current and segment.index > last:
            elsewhere = only_elsewhere(current)
            if (elsewhere or current.name in FACTS) and narrated_below(sheet, segment):
                why = "narrative"
            elif elsewhere and segment.index + 1 in self._firm:
                why = "heading before speech"
        if not why and segment.index and acts_before_speech(sheet, segment, self._firm):
            why = "stage direction"
        return why

    # -- fields ----------------------------------------------------------------------------------

    def _open(self, field: Field) -> None:
        self._fields.append(field)
        self._current = field

    def _assign(self, segment: Segment, label: HeaderLabel | None) -> None:
        """Give the line to the field that it opens, or to the one that is open."""
        if (
            label
            and label.field != "content"
            and not inside_list(self._sheet, self._current, segment, label, self._fields)
        ):
            mark = "" if segment.text[0].isalnum() else segment.text[0]
            opened = Field(label.field, label, segment.index, mark)
            opened.lead = self._lead(segment)
            self._open(opened)
            self._listed = opened.name == "agenda"
            if segment.text[label.end :].strip():
                opened.values.append((segment, label.end))
        elif self._current and not (
            self._current.name in _PEOPLE and repeats_title(self._title, segment)
        ):
            self._current.values.extend((above, 0) for above in self._lead(segment))
            self._current.values.append((segment, 0))
        else:
            self._title.append(segment)
        if self._current and self._current.name == "agenda" and self._current.values:
            add_title(self._titles, segment, label)
