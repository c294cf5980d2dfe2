"""Forms whose labels stand all before their values, as converters print a table column by column.

    会議名              第1回図書館整備検討委員会
    開催日       then   平成28年6月29日(水)
    議題                (1) 委員長の選出について
    出席者              (2) 視察先の選定について
                        森本委員長、西田委員

Labels and values stand in the same order, so each value goes to the label at hand or to one behind
it, whichever its form fits best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.field import Field
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.columns import is_column_head
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.header_labels import HeaderLabel
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["LabelColumn", "label_column"]

_FEWEST = 4  # labels one below the other that no value parts
_DEEPEST = 80  # lines in which such a form ends its labels
_MOST = 40  # values of a form
_PEOPLE = frozenset({"attendees", "absent", "group"})
_NOBODY = frozenset(load("groups")["marks"]["nobody"])
_BODY = re.compile(rf"(?:{'|'.join(load('bodies')['suffixes'])})(?:[(].{{1,20}}[)])?$")
_COUNT = re.compile(r"[0-9]{1,3}\s?[名人]")
_COUNTED_PEOPLE = re.compile(
    r"[^\s、。:0-9]{0,6}(?:委員|議員|役員|会員|構成員)\s?[0-9]{1,3}\s?[名人]"
)
_COUNTED = re.compile(r"[^\s、。:0-9]{0,12}(?:委員|議員|会員|構成員)[総定]?数")  # 合併協議会委員数
_FITS, _MAY, _NOT, _EMPTY = 2, 0, -2, -2


class LabelColumn(NamedTuple):
    """The fields of a form, and the segments of its first label and behind its last value."""

    fields: list[Field]
    start: int
    end: int


def label_column(
    sheet: Sheet, labels: Mapping[int, HeaderLabel], firm: Set[int]
) -> LabelColumn | None:
    """Return the fields of a form whose labels all stand before its values, or ``None``.

    Every label must find a value, and most of them one whose form fits.
    """
    labels = {**labels, **dict(_counts(sheet, labels))}
    start, end = _run(sheet, labels)
    if end - start < _FEWEST:
        return None
    values: list[Segment] = []
    for segment in sheet.segments[end : end + _MOST]:
        labelled = segment.index in labels and not _COUNTED_PEOPLE.fullmatch(segment.text)
        if segment.index in firm or labelled or heads_columns(sheet, segment):
            break
        values.append(segment)
    names = [labels[index].field for index in range(start, end)]
    score, places = _align(names, [s.text for s in values])
    if len(set(places)) < len(names) or score < len(names):
        return None
    fields = [Field(labels[at].field, labels[at], at) for at in range(start, end)]
    for segment, place in zip(values, places, strict=True):
        fields[place].values.append((segment, 0))
    return LabelColumn(fields, start, end + len(values))


def _counts(sheet: Sheet, labels: Mapping[int, HeaderLabel]) -> Iterator[tuple[int, HeaderLabel]]:
    """Yield the labels among others that ask how many sit on the body."""
    for segment in sheet.segments[:_DEEPEST]:
        beside = segment.index - 1 in labels and segment.index + 1 in labels
        if beside and segment.index not in labels and _COUNTED.fullmatch(segment.text):
            end = len(segment.text)
            yield segment.index, HeaderLabel("other", segment.text, 0, end, False, True)


def _run(sheet: Sheet, labels: Mapping[int, HeaderLabel]) -> tuple[int, int]:
    """Return the first run of labels, each alone on its line, that is long enough."""
    start = 0
    for segment in sheet.segments[:_DEEPEST]:
        label = labels.get(segment.index)
        alone = label is not None and label.alone and label.field != "content"
        if alone and not is_column_head(segment.text):
            continue
        if segment.index - start >= _FEWEST:
            return start, segment.index
        start = segment.index + 1
    return start, start


def _align(names: Sequence[str], texts: Sequence[str]) -> tuple[int, list[int]]:
    """Return the best score and the label of each value; labels and values keep their order."""
    if not texts:
        return 0, []
    best: list[dict[int, tuple[int, int]]] = []  # of each value: label -> (score, label before)
    for at, text in enumerate(texts):
        here: dict[int, tuple[int, int]] = {}
        for place, name in enumerate(names):
            fit = _fit(name, text)
            if not at:
                here[place] = (fit + _EMPTY * place, -1)
                continue
            here[place] = max(
                (score + fit + _EMPTY * max(0, place - before - 1), before)
                for before, (score, _) in best[-1].items()
                if before <= place
            )
        best.append(here)
    last = len(names) - 1
    score, place = max((s + _EMPTY * (last - p), p) for p, (s, _) in best[-1].items())
    places = [place]
    for here in reversed(best[1:]):
        places.append(here[places[-1]][1])
    return score, places[::-1]


def _fit(name: str, text: str) -> int:
    """Tell how well a line fits a field by its form: 2 well, 0 perhaps, -2 not."""
    dated = any(True for _ in find_dates(text))
    timed = find_times(text).opened is not None
    if name in ("date", "time", "opened", "closed"):
        return _FITS if timed or (dated and name == "date") else _NOT
    if dated or timed:
        return _NOT
    entry = read_enumerator(text)
    if name == "agenda":
        return _FITS if entry or text.endswith(("について", "の件", "その他")) else _MAY
    if entry and entry.kind != "bullet":
        return _NOT
    solid = unspaced(text)
    nobody = solid in _NOBODY
    if name in _PEOPLE:
        counted = _COUNTED_PEOPLE.fullmatch(text)
        return _FITS if nobody or counted or is_people_list(text) else _NOT
    if name == "other" and _COUNT.fullmatch(text):
        return _FITS
    if name in ("observers", "public", "materials"):
        shapes = {"observers": _COUNT.match(text) or nobody, "public": "公開" in solid}
        return _FITS if shapes.get(name, "資料" in solid) else _NOT
    if name == "title":
        return _FITS if _BODY.search(solid) else _NOT
    return _NOT if _BODY.search(solid) else _MAY
