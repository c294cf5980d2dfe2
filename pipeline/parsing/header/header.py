"""Where the header ends, and which lines belong to which of its labels.

A header is a run of labelled fields (日時, 場所, 出席者, 議題 …) before the proceedings. The labels
may be numbered, bracketed, letter-spaced or glued to their values; what the values mean is read
elsewhere (:mod:`meeting`, :mod:`roster`, :mod:`agenda`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.parsing.conventions import Candidate
from pipeline.parsing.folding import key, squeeze, unspaced
from pipeline.parsing.header.centred import take_business_above, take_people_above
from pipeline.parsing.header.content import (
    after_list,
    before_people,
    heads_facts,
    heads_programme,
    lists_business,
    opens_proceedings,
    speech_at,
)
from pipeline.parsing.header.extent import among_people, content_ahead, last_label
from pipeline.parsing.header.field import Field
from pipeline.parsing.header.inside_lists import (
    ORDERS,
    begun_above,
    continues_list,
    ends_list,
    inside_list,
    reads,
)
from pipeline.parsing.header.label_columns import label_column
from pipeline.parsing.header.list_ends import (
    begins_again,
    category_label,
    counts_up,
    heads_detail,
    is_narration,
    refers_elsewhere,
    unknown_label,
)
from pipeline.parsing.header.list_lines import is_count
from pipeline.parsing.header.programme import counts_on, programme_end, unannounced_entries
from pipeline.parsing.header.told import (
    acts_before_speech,
    narrated_below,
    opening_told,
    tells_opening,
    told_below_people,
)
from pipeline.parsing.header.vertical_labels import vertical_labels
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.columns import is_column_head
from pipeline.parsing.phrases.dates import find_dates
from pipeline.parsing.phrases.decisions import is_bare_outcome
from pipeline.parsing.phrases.header_labels import HeaderLabel, is_opening_line, read_header_label
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.names import leading_name, looks_like_name
from pipeline.parsing.phrases.numbering import Enumerator, read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.title_index import Beginnings

__all__ = ["Field", "Header", "read_header"]

_SECTIONS = frozenset(load("body")["sections"]["plain"]) | frozenset(
    load("body")["sections"]["decision"]
)
_BESIDE_LISTS = frozenset(
    {"date", "time", "place", "attendees", "absent", "group", "observers", "public"}
)
"""Fields whose value may be followed by a list of business that has no label of its own."""
_FACTS = frozenset({"date", "time", "place", "observers", "public", "reason"})
_REMARK = re.compile(r"[(][^()]{2,60}[)]")
_LONGEST_PROGRAMME = 40


@dataclass(slots=True)
class Header:
    """The header's fields in order, its unlabelled head, and where the body begins."""

    fields: list[Field]
    title: list[Segment]
    body_start: int
    why: str
    content: Field | None = None

    def named(self, *names: str) -> list[Field]:
        """Return the fields of these names, in document order."""
        return [f for f in self.fields if f.name in names]


def read_header(sheet: Sheet, candidates: Sequence[Candidate]) -> Header:
    """Assign the leading segments to fields and find where the proceedings begin."""
    header = _read_fields(sheet, candidates)
    take_people_above(header.fields, header.title)
    take_business_above(header.fields)
    dated = any(True for s in header.title for _ in find_dates(s.text))
    if not header.named("agenda") and (
        header.named("date", "place", "attendees", "group") or (dated and not header.fields)
    ):
        _announce(header)
    return header


def _announce(header: Header) -> None:
    """Give titles of business that stand under no label a field of their own."""
    holders = [f for f in header.fields if f.name in _BESIDE_LISTS]
    lines = [s for f in holders for s, offset in f.values if not offset]
    entries = unannounced_entries(sorted([*header.title, *lines], key=lambda s: s.index))
    if not entries:
        return
    taken = {s.index for s in entries}
    header.title[:] = [s for s in header.title if s.index not in taken]
    for holder in holders:
        holder.values[:] = [v for v in holder.values if v[0].index not in taken or v[1]]
    first = entries[0].index
    at = next((i for i, f in enumerate(header.fields) if f.segment > first), len(header.fields))
    header.fields.insert(at, Field("agenda", None, first, values=[(s, 0) for s in entries]))


def _read_fields(sheet: Sheet, candidates: Sequence[Candidate]) -> Header:
    labels = {s.index: label for s in sheet if (label := read_header_label(s.raw, s.text))}
    firm = {c.segment for c in candidates if c.firm and not among_people(c, labels)}
    vertical = vertical_labels(sheet)
    labels.update({index: label for index, (label, _) in vertical.items()})
    leading = {i for end, (_, start) in vertical.items() for i in range(start, end)}
    last = last_label(sheet, labels, firm)
    content = content_ahead(labels, firm, last)
    fields: list[Field] = []
    title: list[Segment] = []
    current: Field | None = None
    titles = Beginnings()
    programme = 0
    listed = False  # a list of business has begun
    form = label_column(sheet, labels, firm)
    for segment in sheet:
        if segment.index in leading:
            continue
        if form and form.start <= segment.index < form.end:
            if segment.index == form.start:
                fields.extend(form.fields)
                current = None
            continue
        if segment.index < programme and current:
            current.values.append((segment, 0))
            _add_title(titles, segment, None)
            continue
        if segment.index and not listed:
            programme = programme_end(sheet, segment.index, firm)
            if programme:
                listed = True
                current = Field("agenda", None, segment.index, values=[(segment, 0)])
                fields.append(current)
                continue
        label = labels.get(segment.index)
        if is_column_head(segment.text) and (
            reads(current, "agenda") or _heads_rows(sheet, segment)
        ):
            label = None
        if reads(current, "signature") and label and _signs(label):
            label = None
        if label and label.field == "office" and _heads_people(sheet, segment, label):
            label = replace(label, field="group")
        if label and label.field == "agenda" and _counts(sheet, segment, label):
            label = replace(label, field="other")
        listed = current is not None and current.name == "agenda"
        if label and label.field == "opened" and not listed and opening_told(sheet, segment, label):
            return Header(fields, title, segment.index, "opening told")
        if (
            label
            and label.field == "agenda"
            and label.alone
            and (
                speech_at(sheet, segment, firm)
                or after_list(label, fields)
                or narrated_below(sheet, segment)
            )
        ):
            label = replace(label, field="content")
        if (
            label
            and label.field == "agenda"
            and current
            and (n := begun_above(current, segment, 0))
        ):
            above, current.values[-n:] = current.values[-n:], []
            current = Field("agenda", None, above[0][0].index, values=above)
            fields.append(current)
            label = None
        elif label and label.field == "agenda" and current:
            lead = segment.text[label.end :]
            at = len(segment.text) - len(lead.lstrip())
            if n := begun_above(current, segment, at) if lead.strip() else 0:
                above, current.values[-n:] = current.values[-n:], []
                current = Field("agenda", label, segment.index, values=[*above, (segment, at)])
                fields.append(current)
                listed = True
                continue
        if label and label.group == "その他" and label.alone and segment.index:
            label = None if counts_on(sheet.segments[: segment.index], segment) else label
        if label is None and not listed and fields and _opens_group(sheet, segment, firm):
            label = category_label(segment, enclosed=True)
        if label is None and reads(current, "agenda") and current:
            label = unknown_label(current.values, segment)
        other = label is None or label.group == "その他"
        if other and ends_list(sheet, current, segment):
            label = category_label(segment)
            if label is None and segment.index > last:
                return Header(fields, title, segment.index, "heading ranked with the labels")
        if label and label.field == "content" and continues_list(sheet, current, segment):
            label = None
        if (
            label
            and label.field == "content"
            and (
                heads_programme(sheet, labels, segment, fields)
                or heads_facts(sheet, labels, segment, firm)
                or refers_elsewhere(segment.text[label.end :])
                or before_people(labels, segment, label)
            )
        ):
            label = replace(label, field="other")
        if label and label.field == "content" and _begins_list(sheet, segment, label, fields):
            label = replace(label, field="agenda")
        if label and label.field == "content" and opens_proceedings(sheet, segment, label, fields):
            opener = Field("content", label, segment.index)
            if not lists_business(sheet, opener, fields, firm):
                after = segment.index + (1 if label.alone else 0)
                return Header(fields, title, after, "content label", opener)
            label = replace(label, field="agenda")
        why = _begins_body(segment, current, fields, titles, firm) if segment.index > last else ""
        if why == "agenda heading" and current and _heads_officials(sheet, current, segment):
            why = ""
        if not why and told_below_people(sheet, labels, firm, current, segment, last):
            why = "told below people"
        if not why and not fields and tells_opening(title, segment):
            why = "opening told"
        if (
            not why
            and current
            and (current.name in _FACTS or _only_elsewhere(current))
            and segment.index > last
            and narrated_below(sheet, segment)
        ):
            why = "narrative"
        if not why and fields and acts_before_speech(sheet, segment, firm):
            why = "stage direction"
        if why == "agenda heading" or (why and segment.index >= content):
            return Header(fields, title, segment.index, why)
        if fields and label is None and not listed and _heads_rows(sheet, segment):
            current = Field("agenda", None, segment.index, values=[(segment, 0)])
            fields.append(current)
            continue
        headed = heads_columns(sheet, segment)
        if headed and segment.index >= last:
            return Header(fields, title, segment.index, "table head")
        if (
            label
            and label.field != "content"
            and not inside_list(sheet, current, segment, label, fields)
        ):
            mark = "" if segment.text[0].isalnum() else segment.text[0]
            current = Field(label.field, label, segment.index, mark)
            if segment.index in vertical:
                first = vertical[segment.index][1]
                current.lead = sheet.segments[first : segment.index]
            fields.append(current)
            listed = listed or current.name == "agenda"
            if segment.text[label.end :].strip():
                current.values.append((segment, label.end))
        elif current:
            current.values.append((segment, 0))
        else:
            title.append(segment)
        if current and current.name == "agenda" and current.values:
            _add_title(titles, segment, label)
    return Header(fields, title, len(sheet), "no body")


def _signs(label: HeaderLabel) -> bool:
    """Tell whether 委員 stands before one who signs: 会議録署名委員 / 委員長 森本 / 委 員 西田."""
    return label.field == "group" and label.text in ("委員", "議員") and not label.alone


def _counts(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a label of business gives a number and no list: 審議案件 9件 / (内訳) …."""
    if not is_count(segment.text[label.end :]):
        return False
    following = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    return read_enumerator(following) is None or read_header_label(following, following) is not None


def _heads_people(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether 担当課 and the like head a list of people rather than name a department."""
    rest = segment.text[label.end :].strip()
    if not rest and segment.index + 1 < len(sheet):
        rest = sheet[segment.index + 1].text
    tokens = [t for t in re.split(r"[\s、,()]+", squeeze(rest)) if t]
    named = any(_names_somebody(before, t) for before, t in pairwise(["", *tokens]))
    return bool(label.group) and named and len(rest) <= 200 and not rest.endswith("。")


def _names_somebody(before: str, word: str) -> bool:
    """Tell whether a word is a name, by itself (島田真知子参事) or behind a post (主事 角)."""
    if looks_like_name(word) >= 0.7 or read_label(word).name:
        return True
    label = read_label(word)
    if label.strength == 2 and label.role:
        return looks_like_name(leading_name(word)) >= 1.0
    return (looks_like_name(word) > 0 or len(word) == 1) and read_label(before).strength >= 2


def _heads_officials(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a department in brackets, of the list of business, heads people of it here."""
    bracketed = _REMARK.fullmatch(segment.text)
    if (
        not bracketed
        or current.name not in ("group", "attendees")
        or segment.index + 1 >= len(sheet)
    ):
        return False
    return is_people_list(sheet[segment.index + 1].text)


def _begins_list(
    sheet: Sheet, segment: Segment, label: HeaderLabel, fields: Sequence[Field]
) -> bool:
    """Tell whether the first title of a list stands behind a label, the next below it.

    会議内容 (1) 開会 / (2) 協議. A heading of the proceedings has what was said below it.
    """
    if label.alone or any(f.name == "agenda" for f in fields) or segment.text.endswith("。"):
        return False
    entry = read_enumerator(segment.text[label.end :].lstrip())
    if entry is None or entry.value != 1 or entry.word or segment.index + 1 >= len(sheet):
        return False
    below = read_enumerator(sheet[segment.index + 1].text)
    return below is not None and below.kind == entry.kind and below.value == 2


def _begins_body(
    segment: Segment,
    current: Field | None,
    fields: Sequence[Field],
    titles: Beginnings,
    firm: set[int],
) -> str:
    """Return why the body begins with this segment, or an empty string."""
    if segment.index in firm:
        return "first speaker"
    if not fields:
        return ""
    if is_opening_line(segment.text) and read_header_label(segment.raw, segment.text) is None:
        return "opening line"
    text = segment.text
    entry = read_enumerator(text)
    rest = _unnumbered(text)
    title = "" if heads_detail(text) or is_bare_outcome(rest) else key(_undress(rest))
    solid = unspaced(rest).strip("<>【】〔〕《》≪≫[]()")
    if entry and solid in _SECTIONS and (not current or current.name != "agenda"):
        return "section heading"
    in_agenda = current is not None and current.name == "agenda"
    in_list = in_agenda or (current is not None and current.name == "materials")
    if len(title) >= 4 and not in_list and titles.begun_by(title):
        return "agenda heading"
    orders = in_agenda and current and current.label and current.label.text in ORDERS
    listed = (orders and _new(current, title)) or (
        # (ア) 報告 (イ) 質疑 under each matter: the next number goes on with the list
        current is not None and len(current.values) > 2 and counts_up(current.values, segment)
    )
    if in_agenda and len(title) >= 4 and title in titles and not listed:
        return "repeated agenda entry"
    if in_agenda and current is not None and begins_again(current.values, segment):
        return "repeated agenda entry"
    if in_agenda and is_opening_line(segment.text) and segment.index + 1 in firm:
        return "opening line"
    if in_agenda and segment.index + 1 in firm and _new_mark(current, entry, text):
        return "marked heading"
    if in_list and is_direction(text):
        return "stage direction"
    if in_agenda and text.endswith("。") and len(text) > 12:
        return "narrative"
    if in_agenda and entry and entry.kind == "bullet" and is_narration(text, entry):
        return "narrative"
    return ""


def _heads_rows(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line heads a table of business: No. 議題 提案者 over 1 …, 2 …."""
    if not is_column_head(segment.text) or segment.index + 1 >= len(sheet):
        return False
    entry = read_enumerator(sheet[segment.index + 1].text)
    return entry is not None and (entry.value == 1 or "号" in entry.written)


def _only_elsewhere(current: Field) -> bool:
    """Tell whether a label of business only points at another paper: 議題 別紙のとおり."""
    listed = current.name == "agenda" and bool(current.values)
    return listed and all(
        refers_elsewhere(segment.text[offset:]) for segment, offset in current.values
    )


def _opens_group(sheet: Sheet, segment: Segment, firm: set[int]) -> bool:
    """Tell whether a bracketed category such as 【審議】 stands over the first of its entries."""
    text = segment.text
    if text[0] not in "【〔[<《≪■" or segment.index + 1 >= len(sheet):
        return False
    following = sheet[segment.index + 1]
    entry = read_enumerator(following.text)
    return (
        entry is not None
        and entry.value <= 1
        and following.index not in firm
        and not following.text.endswith("。")
    )


def _new_mark(current: Field | None, entry: Enumerator | None, text: str) -> bool:
    """Tell whether a mark stands before a line as before none of the list: △開議の宣告."""
    if current is None or entry is None or entry.kind != "bullet" or len(current.values) < 2:
        return False
    return all(segment.text[offset:][:1] != text[0] for segment, offset in current.values)


def _new(current: Field | None, title: str) -> bool:
    """Tell whether a title is new to the list being read, though one before it has it."""
    values = current.values if current else []
    for segment, offset in values:
        if key(_undress(_unnumbered(segment.text[offset:]))) == title:
            return False
    return len(values) < _LONGEST_PROGRAMME


def _unnumbered(text: str) -> str:
    """Drop the number of a title, also one behind a mark: ○議題1 …."""
    entry = read_enumerator(text)
    if entry is None:
        return text
    rest = text[entry.end :]
    second = read_enumerator(rest) if entry.kind == "bullet" else None
    return rest[second.end :] if second and second.kind != "bullet" else rest


def _undress(text: str) -> str:
    """Drop brackets at the end of a title: 【department】, (継続審議分), (報告)."""
    for _ in range(4):
        shorter = re.sub(r"\s{0,3}[(\[【〔<][^()\[\]【】〔〕<>]{0,40}[)\]】〕>]\s{0,3}$", "", text)
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text


def _add_title(titles: Beginnings, segment: Segment, label: HeaderLabel | None) -> None:
    cuts = entries_in_line(segment.text, label.end if label else 0)
    for begin, end in itertools.pairwise([*cuts, len(segment.text)]):
        text = segment.text[begin:end].strip()
        rest = _unnumbered(text)
        if heads_detail(text) or is_bare_outcome(rest):
            continue
        title = key(_undress(rest))
        if len(title) >= 4:
            titles.add(title)
