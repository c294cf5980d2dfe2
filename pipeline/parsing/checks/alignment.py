"""Where the lines of a header stand: somebody set out as labels are, and without one.

Most headers indent what stands below a label, or part each label with its value from the next by a
blank line. Where a header does so throughout, a name at the margin, or behind a blank line, had a
label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.header.header import Field
from pipeline.parsing.knowledge import alternatives, groups, load
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.header_labels import read_header_label

__all__ = ["check_alignment"]

_POSTS = alternatives([*load("roles")["chair"], *load("roles")["member"], "副"])
_HEADS = re.compile(rf"{_POSTS}|(?:{alternatives(groups())})[(:]")  # 事務局(館長、係長)
_LABELS = 4  # that show how a header is set
_AT_MARGIN = 0.8  # share of the labels that begin their line
_INDENTED = 5  # lines of values that do not
_FEW_OUT, _FEW_APART = 0.25, 0.3  # share of them, or of the labels, that may be set otherwise
_WRAPPED = 28  # characters: what follows a longer line may be the rest of it


def check_alignment(parsed: Parsed) -> Iterator[Issue]:
    """Yield somebody who stands where labels do."""
    labels = {f.segment: f for f in parsed.header.fields if f.label}
    if len(labels) < _LABELS:
        return
    content = parsed.header.content
    end = content.segment if content else parsed.header.body_start
    lines = [s for s in parsed.sheet.segments[min(labels) : end] if s.first]
    people = {a.place.line_first for a in parsed.roster.attendees}
    for found, how in (
        (_set_out(lines, labels), "at the margin, as labels do"),
        (_set_apart(lines, labels), "behind a blank line, as labels do"),
    ):
        if found and found[0].line.no in people and not _HEADS.match(found[0].text):
            yield issue(
                "header_line_without_label",
                f"「{found[0].raw[:30]}」 stands {how}.",
                found[0],
                table="attendees",
            )
            return


def _set_out(lines: Sequence[Segment], labels: Mapping[int, Field]) -> list[Segment]:
    """Return the few lines without a label that begin at the margin, where labels alone do."""
    if sum(s.index in labels and not s.indent for s in lines) < _AT_MARGIN * len(labels):
        return []
    below = [
        (above, s)
        for above, s in pairwise(lines)
        if s.index not in labels and not _alone(above, labels)
    ]
    inside = sum(s.indent > 0 for _, s in below)
    out = [s for above, s in below if not s.indent and len(above.text) < _WRAPPED and _is_value(s)]
    return out if inside >= _INDENTED and len(out) <= max(1, _FEW_OUT * inside) else []


def _set_apart(lines: Sequence[Segment], labels: Mapping[int, Field]) -> list[Segment]:
    """Return the few lines without a label behind a blank line, where labels alone stand so."""
    gaps = [s.gap for s in lines[1:] if s.index in labels]
    apart = sum(gaps)
    if apart < _LABELS or len(gaps) - apart > 0.2 * apart:
        return []
    out = [
        s
        for above, s in pairwise(lines)
        if s.gap and s.index not in labels and not _alone(above, labels) and _is_value(s)
    ]
    return out if len(out) <= max(1, _FEW_APART * apart) else []


def _alone(line: Segment, labels: Mapping[int, Field]) -> bool:
    """Tell whether a line is a label alone, whose value stands below it in any way."""
    named = labels.get(line.index)
    return bool(named and named.label and named.label.alone)


def _is_value(line: Segment) -> bool:
    return line.text[0].isalnum() and not read_header_label(line.raw, line.text)
