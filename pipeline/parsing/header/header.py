"""The header of a document: its labelled fields, and where the proceedings begin.

A header is a run of labelled fields (日時, 場所, 出席者, 議題 …) before the proceedings. The labels
may be numbered, bracketed, letter-spaced or glued to their values; what the values mean is read
elsewhere (:mod:`meeting`, :mod:`roster`, :mod:`agenda`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.parsing.header.centred import (
    take_business_above,
    take_people_above,
    take_results_below,
)
from pipeline.parsing.header.field import Field, Header
from pipeline.parsing.header.field_pass import read_fields
from pipeline.parsing.header.list_ends import begins_again
from pipeline.parsing.header.programme import mark_below, next_below, unannounced_entries
from pipeline.parsing.header.told import begin_at_sentences
from pipeline.parsing.knowledge import chair_labels, load, posts
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.speaker_places import Candidate

__all__ = ["Field", "Header", "read_header"]

_POSTS = posts()
_NAMED = re.compile(  # 中田文彦議員 土橋 洋子 議員
    r"(?:(?!報道|一般|市民|[^\s]{0,8}会議員)[^\s0-9()。、,・]{1,5}\s{0,2}[^\s0-9()。、,・]{1,4}\s{0,2}"
    r"(?:議員|君|氏|様)[\s、,・]{0,4}){1,20}"
)
_OF_SITTING = re.compile(  # 令和6年度第2回交通会議の開催結果について: the title of a page
    r"[^、。「」]{0,20}第\s?[0-9]{1,3}\s?回[^。「」]{2,80}会(?:議)?"
    r"(?:の?(?:開催|結果|概要|状況|会議録|議事録|記録)){0,3}等?について"
)
_CALLED: Mapping[str, str] = load("header")["called"]
_BESIDE_LISTS = frozenset(
    {"date", "time", "place", "attendees", "absent", "group", "observers", "public"}
)
"""Fields whose value may be followed by a list of business that has no label of its own."""

_ONE_LINE = _BESIDE_LISTS - {"attendees", "absent", "group"}
"""Those of them that end with their line."""


def read_header(sheet: Sheet, candidates: Sequence[Candidate]) -> Header:
    """Assign the leading segments to fields and find where the proceedings begin."""
    header = read_fields(sheet, candidates)
    take_people_above(header.fields, header.title)
    take_business_above(header.fields)
    take_results_below(header.fields)
    _list_chairs(header)
    _list_observers(header)
    _list_called(header)
    if header.why == "no body":
        begin_at_sentences(header)
    dated = any(True for s in header.title for _ in find_dates(s.text))
    if not header.named("agenda") and (
        dated or header.named("date", "place", "attendees", "group")
    ):
        _announce(sheet, header, candidates)
        if not header.named("agenda"):
            _take_results(header)
    return header


def _list_chairs(header: Header) -> None:
    """Let 議長（会長）名 head a person whom no other list names."""
    for field in header.fields:
        label = field.label
        if label is None or label.text not in chair_labels() or not is_people_list(field.text()):
            continue
        listed = " ".join(f.text() for f in header.named("attendees", "group", "absent"))
        words = [word for word in field.text().split() if word not in _POSTS]
        if words and words[0] not in listed:
            field.name, field.label = "group", replace(label, field="group", group="委員")


def _list_observers(header: Header) -> None:
    """Let 傍聴者 head people where it names them: 中田文彦議員 土橋洋子議員."""
    for field in header.named("observers"):
        if field.label and _NAMED.fullmatch(field.text()):
            field.name, field.label = "group", replace(field.label, field="group", group="その他")


def _list_called(header: Header) -> None:
    """Let 応招議員 head the members where no other list names any: 出席議員　応招議員に同じ."""
    called = [f for f in header.named("other") if f.label and f.label.text in _CALLED]
    if not called:
        return
    lists = header.named("attendees", "group")
    listed = [f for f in lists if f.name == "attendees" or (f.label and f.label.group == "委員")]
    if any(is_people_list(s.text[at:]) for f in listed for s, at in f.values):
        return
    for field in called:
        if field.label and any(is_people_list(s.text[at:]) for s, at in field.values):
            field.name = _CALLED[field.label.text]
            field.label = replace(field.label, field=field.name, group="委員")


def _take_results(header: Header) -> None:
    """Let a list of bills with their results under 結果 be the list of business."""
    for field in header.named("result"):
        numbers = [read_enumerator(segment.text[offset:]) for segment, offset in field.values]
        if numbers and all(number and "号" in number.written for number in numbers):
            field.name = "agenda"


def _announce(sheet: Sheet, header: Header, candidates: Sequence[Candidate]) -> None:
    """Give titles of business that stand under no label a field of their own."""
    holders = [f for f in header.fields if f.name in _BESIDE_LISTS or f.name == "other"]
    lines = [s for f in holders for s, offset in f.values if not offset]
    below_facts = {s.index for f in holders if f.name in _ONE_LINE for s, _ in f.values[1:]}
    unlabelled = sorted([*header.title, *lines], key=lambda s: s.index)
    unlabelled = [s for s in unlabelled if not _OF_SITTING.fullmatch(s.text)]
    entries = unannounced_entries(unlabelled, below_facts)
    if not entries:
        return
    again = [s.index for s in unlabelled if s.index > entries[-1].index]
    if again and begins_again([(s, 0) for s in entries], sheet[again[0]]):
        header.body_start, header.why = again[0], "repeated agenda entry"
    told = _are_headings(sheet, header, entries, candidates)
    if told:
        header.body_start, header.why = entries[0].index, "headings of what was said"
    taken = {s.index for s in entries}.union(i for i in again if i >= header.body_start)
    header.title[:] = [s for s in header.title if s.index not in taken]
    for holder in holders:
        holder.values[:] = [v for v in holder.values if v[0].index not in taken or v[1]]
    if told:
        return
    first = entries[0].index
    at = next((i for i, f in enumerate(header.fields) if f.segment > first), len(header.fields))
    header.fields.insert(at, Field("agenda", None, first, values=[(s, 0) for s in entries]))


def _are_headings(
    sheet: Sheet, header: Header, entries: Sequence[Segment], candidates: Sequence[Candidate]
) -> bool:
    """Tell whether titles above the first speaker go on between the speeches: (1) … / (2) …,
    or ・…について / ・…について, each over a speaker.
    """
    number = read_enumerator(entries[-1].text)
    first, last = entries[0].index, entries[-1].index
    above = header.why == "first speaker" and last + 1 == header.body_start
    if number is None or not above or last - first >= len(entries):
        return False
    if number.kind == "bullet":
        firm = {c.segment for c in candidates if c.firm}
        return mark_below(sheet, entries[-1].text[0], last + 1, firm)
    return next_below(sheet, number, last + 1)
