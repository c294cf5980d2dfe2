"""Labels of a form that a converter read behind their values: 市役所501会議室　　開催場所."""

from __future__ import annotations

import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import header_fields
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label

__all__ = ["put_labels_first"]

_AT_THE_HEAD = 40  # lines of a document among which its header stands
_SEVERAL = 3  # such lines make a form; one may be a title
_VALUES = ("title", "date", "time", "opened", "closed", "place", "observers", "public")
_LABELS = frozenset(label for label, field in header_fields().items() if field in _VALUES)
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
    if len(changes) >= _SEVERAL:
        sheet.relay(changes)
