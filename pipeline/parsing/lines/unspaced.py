"""A header, or whole minutes, in one line without a blank: …会議録日時平成29年7月14日場所市役所….

Nothing but the labels themselves tells where lines once began. They are sought in the order in
which a header has them, from a date that stands directly behind its label to the first speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.parsing.knowledge import (
    alternatives,
    groups,
    header_fields,
    label_alternatives,
    load,
    numbering_words,
)
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["people_points", "unspaced_points"]

_SHORTEST = 80  # characters
_SPACES = 0.02  # share of blanks that a converter may have left
_LONGEST_LABEL = 12  # characters of a speaker's label
_SYMBOLS = re.escape(load("speakers")["symbols"])


def _labels(*fields: str) -> str:
    return label_alternatives(label for label, field in header_fields().items() if field in fields)


_NUMBER = r"(?:[0-9]{1,2}[.、)]?)?"
_YEAR = re.compile("令和|平成|昭和|[12][0-9]{3}年")
_DATE = re.compile(rf"{_NUMBER}(?P<label>{_labels('date')})(?=:?(?:{_YEAR.pattern}))")
_PLACE = re.compile(rf"(?<=[日時分前後半午)でり~]){_NUMBER}(?P<label>{_labels('place')}):?")
_OPEN, _CLOSE = r"[(【<〔\[]?", r"[)】>〕\]]?(?:\(?[0-9]{1,3}[名人]\)?)?:?"
_PEOPLE = re.compile(
    rf"{_NUMBER}{_OPEN}(?P<label>(?:出席|欠席)(?:者|委員|議員|状況)(?:氏名)?){_CLOSE}"
)
_OFFICE = re.compile(rf"(?<=[員長名)事監]){_NUMBER}{_OPEN}(?P<label>事務局){_CLOSE}(?=[^長次員職])")
_OBSERVERS = re.compile(rf"{_NUMBER}(?P<label>{_labels('observers')}):?(?=[0-9な無])")
_LABELS_OF_PEOPLE = [f for f, name in header_fields().items() if name in ("attendees", "absent")]
_BUSINESS = re.compile(
    rf"{_NUMBER}(?P<label>{_labels('agenda')}):?(?=[(]?[1①]|(?:{alternatives(numbering_words())})第?1)"
)
_ROLES = load("roles")
_POSTS = alternatives(role for role in _ROLES["member"] + _ROLES["official"] if len(role) > 1)
_FEWEST = 3  # people that make a list
_HEADS_PEOPLE = re.compile(rf"{_NUMBER}(?:{alternatives([*_LABELS_OF_PEOPLE, *groups()])}):?\s?")
_BEGINS_PEOPLE = frozenset("0123456789").union(
    label[0] for label in (*_LABELS_OF_PEOPLE, *groups())
)
_PERSON = re.compile(rf"[^\W\d_をはが]{{1,14}}?(?:{_POSTS})")
_BEHIND_PEOPLE = re.compile(
    rf"(?P<one>[^\W\d_]{{0,8}}?)(?:{_NUMBER}(?:{_labels('observers')}):?[0-9な無].{{0,6}})?"
)
_MATERIALS = re.compile(rf"[【〔\[](?P<label>{_labels('materials')})[】〕\]]")
_CONTENT = re.compile(rf"{_NUMBER}(?P<label>{_labels('content', 'agenda')}):?$")
_SPOKEN = re.compile("[。、]")  # no header begins so
_AHEAD = re.compile(_labels("content", "agenda"))
_TITLE = re.compile(
    rf"^(?:{_labels('title')}):?|会議(?:の名称|名称?):?(?=第|令和|平成|\S{{3,40}}会$)"
)
_PAGE = re.compile(r"-[0-9]{1,3}-")
_ENTRY = re.compile(
    rf"(?P<n>(?:{alternatives(numbering_words())})第?[0-9]{{1,3}}号?|[(][0-9]{{1,2}}[)]|[①-⑳])"
    r"|(?<=て|件|他|告|会|認|任|出)(?P<bare>[1-9][.、]?)(?=[^0-9年月日時分回条項名人件つ点号])"
)
_SPEAKER = re.compile(
    rf"[(【<〔\[](?P<a>[^()【】<>〔〕\[\]。、]{{1,14}})[)】>〕\]]"
    rf"|[{_SYMBOLS}](?P<b>[^\s。、:(){_SYMBOLS}]{{2,}}?)(?=[。、:({_SYMBOLS}])"
    r"|(?<![0-9])(?P<c>[^\s。、:()0-9]{1,14}):(?![0-9])"
)


def unspaced_points(folded: str) -> list[int]:
    """Return where lines began in a line without blanks; none where it is not such a line."""
    if len(folded) < _SHORTEST or folded.count(" ") > _SPACES * len(folded):
        return []
    date = _DATE.search(folded) if _YEAR.search(folded) else None
    if date is None or _SPOKEN.search(folded, 0, date.start()):
        return []
    speakers = dict(_spoken(folded, list(_speakers(folded, date.end()))))
    body = min(speakers, default=len(folded))
    if not _PLACE.search(folded, date.end(), body):
        return []
    points = {date.start(), date.end(), *speakers, *speakers.values()}
    if title := _TITLE.search(folded, 0, date.start()):
        points.update(title.span())
    points.update(at for page in _PAGE.finditer(folded, 0, body) for at in page.span())
    at = date.end()
    for pattern in (_PLACE, *[_PEOPLE] * 3, _OFFICE, _OBSERVERS, _BUSINESS, _MATERIALS):
        if found := pattern.search(folded, at, body):
            points.update(found.span())
            at = found.end()
    if content := _CONTENT.search(folded, at, body):
        points.update(content.span())
    points.update(_entries(folded, at, content.start() if content else body))
    return sorted(point for point in points if 0 < point < len(folded))


def people_points(folded: str) -> list[int]:
    """Return where people stand whom their posts alone part: 3出席者|東雲会長|井深委員|…."""
    if folded[:1] not in _BEGINS_PEOPLE:
        return []
    points = [head.end()] if (head := _HEADS_PEOPLE.match(folded)) else []
    while points and (person := _PERSON.match(folded, points[-1])):
        points.append(person.end())
    if len(points) <= _FEWEST or not (behind := _BEHIND_PEOPLE.fullmatch(folded, points[-1])):
        return []
    points.append(behind.end("one"))
    return sorted({point for point in points if point < len(folded)})


def _spoken(folded: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the marks from the first that a sentence follows: 【事務局】 may head people."""
    starts = [*(start for start, _ in marks), len(folded)]
    said = ("。" in folded[start:end] for start, end in pairwise(starts))
    return marks[next((n for n, one in enumerate(said) if one), len(marks)) :]


def _entries(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where the entries of the list of business begin."""
    expected = 1
    for found in _ENTRY.finditer(folded, start, end):
        if found["bare"] and int(found["bare"].rstrip(".、")) != expected + 1:
            continue
        if found["bare"]:
            expected += 1
        yield found.start()


def _speakers(folded: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where turns begin; a label behind a symbol ends where the second offset says."""
    for mark in _SPEAKER.finditer(folded, start):
        if mark["a"]:
            named = read_label(mark["a"]).strength >= 2 and folded[mark.start() - 1] not in "、員長"
            goes_on = folded[mark.end() : mark.end() + 1] in tuple("はがをにのとで、。")
            if named and (not goes_on or folded[mark.start() - 1] == "。"):
                yield mark.start(), mark.start()
        elif mark["b"]:
            label = mark["b"][:_LONGEST_LABEL]
            sizes = (n for n in range(len(label), 1, -1) if read_label(label[:n]).strength >= 2)
            if size := next(sizes, 0):
                yield mark.start(), mark.start("b") + size
        else:
            label = mark["c"]
            whole = folded[mark.start() - 1] in "。)」"
            first = 0 if whole else max((m.end() for m in _AHEAD.finditer(label)), default=0)
            sure = 2 if whole or first else 3
            sizes = (n for n in range(first, len(label)) if read_label(label[n:]).strength >= sure)
            if (skipped := next(sizes, -1)) >= 0:
                begin = mark.start("c") + skipped
                yield begin, begin
