"""Labels in the middle of a tall cell: people who stand above 出席者 belong to it.

             森本会長、西田委員
    出席者   大谷委員、岸本委員
             三好委員

Converters of forms put the label on the line of the cell's middle; what stands above it then looks
like the end of the field before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.header_labels import read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["take_business_above", "take_people_above", "take_results_below"]

_PEOPLE = frozenset({"attendees", "absent", "group"})
_OFFICIAL = re.compile(rf"(?:{alternatives(load('roles')['official'], spaced=True)})\s")
_SINGLE = frozenset({"title", "date", "time", "opened", "closed", "place", "observers", "public"})


def take_people_above(fields: list[Field], title: list[Segment]) -> None:
    """Move lines of people that end a field of one value to the label of people below them.

    Above the first label of all, if it is one of absent people, stand those who came.
    """
    for before, named in pairwise(list(fields)):
        if named.name in _PEOPLE and before.name in _SINGLE and len(before.values) > 1:
            above = list(_ending(before.values[1:]))
            if above:
                before.values[-len(above) :] = []
                _give_above(fields, named, above)
        elif named.name in _PEOPLE and before.name in _PEOPLE and named.label and before.label:
            label = named.label
            bare = label.alone and not label.marked and label.group not in ("", "委員")
            if bare and before.label.group == "委員":
                _take_officials_above(before, named)
    if fields and fields[0].name in _PEOPLE and title:
        above = [v for v in _ending([(s, 0) for s in title[1:]]) if _with_posts(v[0].text)]
        taken = {segment.index for segment, _ in above}
        title[:] = [s for s in title if s.index not in taken]
        if above:
            _give_above(fields, fields[0], above)


def _give_above(fields: list[Field], named: Field, above: list[tuple[Segment, int]]) -> None:
    """Give people above a label to it, or a list of their own if it is the first, of absentees."""
    at = fields.index(named)
    if named.name == "absent" and not any(f.name in _PEOPLE for f in fields[:at]):
        fields.insert(at, Field("attendees", None, above[0][0].index, values=above))
    else:
        named.values[:0] = above


def _take_officials_above(before: Field, named: Field) -> None:
    """Move officials that end a list of members to 事務局 on a line of its own amid its cell."""
    count = 0
    for segment, offset in reversed(before.values[1:]):
        aligned = named.values and segment.indent == named.values[0][0].indent > 0
        official = _OFFICIAL.match(segment.text)
        if offset or not aligned or not official or count == len(named.values):
            break
        count += 1
    if count:
        named.values[:0] = before.values[-count:]
        before.values[-count:] = []


def take_business_above(fields: list[Field]) -> None:
    """Move numbered matters that end a field to the label of business below them.

    What then stands below that label belongs to one that nobody knows.
    """
    for at, (before, named) in enumerate(pairwise(list(fields))):
        if named.name != "agenda" or named.label is None or before.name not in _SINGLE | _PEOPLE:
            continue
        texts = [segment.text[offset:] for segment, offset in before.values]
        first = next((i for i, text in enumerate(texts) if i and _is_matter(text)), 0)
        own = [read_enumerator(segment.text[offset:]) for segment, offset in named.values[:1]]
        if not first or any(number and number.kind != "bullet" for number in own):
            continue
        below = named.values
        named.values = before.values[first:]
        before.values[first:] = []
        if below:
            fields.insert(at + 2, Field("other", None, below[0][0].index, values=below))
        return


def take_results_below(fields: Sequence[Field]) -> None:
    """Give a label of results without a value the sentence heaped under a later label."""
    for at, empty in enumerate(fields):
        if empty.name != "result" or empty.values:
            continue
        for named in fields[at + 1 :]:
            told = [v for v in named.values[1:] if v[0].text.endswith("。")]
            if named.name in _SINGLE and told:
                named.values[:] = [v for v in named.values if v not in told]
                empty.values.extend(told)
                break


def _is_matter(text: str) -> bool:
    """Tell whether a line begins with the number of a matter: 議案1. …"""
    entry = read_enumerator(text)
    return entry is not None and bool(entry.word) and len(text) > entry.end


def _ending(values: Sequence[tuple[Segment, int]]) -> Iterator[tuple[Segment, int]]:
    """Yield the lines of people at the end of a value, in order."""
    count = 0
    for segment, offset in reversed(values):
        text = segment.text
        timed = find_times(text).opened or any(True for _ in find_dates(text))
        labelled = read_header_label(segment.raw, segment.text)
        if offset or timed or labelled or not is_people_list(text):
            break
        if not (_with_posts(text) or count):
            break
        count += 1
    yield from values[len(values) - count :]


def _with_posts(text: str) -> bool:
    """Tell whether a line names people for sure: with posts, or several of them."""
    words = [w for w in re.split(r"[\s、,:()◎○]+", text) if w]
    return (len(words) > 1 and any(read_label(w).strength >= 2 for w in words)) or len(words) > 3
