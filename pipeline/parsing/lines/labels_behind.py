"""Labels of a form that a converter read behind their values: 市役所501会議室　　開催場所.

Or of two columns, over them: 開催日　　　開催場所 / 令和6年2月20日　　　第2委員会室.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import header_fields
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label

__all__ = ["put_labels_first"]

_AT_THE_HEAD = 40  # lines of a document among which its header stands
_SEVERAL = 3  # such lines make a form; one may be a title
_VALUES = ("title", "date", "time", "opened", "closed", "place", "observers", "public")
_LABELS = frozenset(label for label, field in header_fields().items() if field in _VALUES)
_GAP = re.compile(r"\s{2,60}")
_BEHIND = re.compile(r"(?P<value>\S.{1,80}?)(?:\s{2,40}|\t\s?|\s?[◇◆○●■□])(?P<label>\S.{1,14})")


def put_labels_first(sheet: Sheet) -> None:
    """Cut such lines before their labels and put these first."""
    changes: dict[int, list[Segment]] = {}
    for segment in sheet.segments[:_AT_THE_HEAD]:
        found = _BEHIND.fullmatch(segment.text)
        if found is None or unspaced(found["label"]) not in _LABELS:
            continue
        if read_header_label(segment.raw, segment.text) is None:
            at = found.start("label")
            changes[segment.index] = [segment.piece(at), segment.piece(0, at)]
    changes = changes if len(changes) >= _SEVERAL else {}
    changes.update(_under_columns(sheet))
    sheet.relay(changes)


def _under_columns(sheet: Sheet) -> dict[int, list[Segment]]:
    """Return lines of labels over lines of as many values, each label put before its own."""
    changes: dict[int, list[Segment]] = {}
    for heads, values in pairwise(sheet.segments[:_AT_THE_HEAD]):
        gaps = [match.span() for match in _GAP.finditer(heads.text)]
        if not gaps or any(unspaced(word) not in _LABELS for word in _GAP.split(heads.text)):
            continue
        below = [match.span() for match in _GAP.finditer(values.text)]
        if len(below) == len(gaps) and heads.index not in changes:
            labels = heads.pieces([end for _, end in gaps])
            cells = values.pieces([end for _, end in below])
            changes[heads.index] = [one for pair in zip(labels, cells, strict=True) for one in pair]
            changes[values.index] = []
    return changes
