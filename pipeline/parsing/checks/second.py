"""An independent second reading, from other signals: what this document's marks look like.

It looks at the first characters of the lines alone. Where it would begin a speech and the reading
did not, one of them is wrong; it never changes a record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["check_second_reading"]

_SEPARATOR = re.compile(r"[\s:】」』)\]>・…‥―|]")
_CLOSED = re.compile("閉会|散会")
_BRACKETED = re.compile(r"[<《【\[(≪〔〈](?P<label>[^()<>《》【】]{2,20})[>》】\])≫〕〉]")
_BEHIND_NOTE = re.compile(  # ※事務局から資料2に基づき説明委員:
    r"説明[)~―-]?[\s(【]*(?P<label>[^\s(【説明]{1,14}?)[)】]?:?$"
)
_MAX_LABEL = 24
_NO_LABEL = re.compile(r"[0-9、。をはが]|資料|別添|別紙|記録|^[・-]")


def check_second_reading(parsed: Parsed) -> Iterator[Issue]:
    """Yield lines that begin as this document's speeches do and begin none."""
    yield from _labels_of_nothing(parsed)
    markers = parsed.reading.markers
    segments = parsed.sheet.segments
    shapes: Counter[tuple[str, str]] = Counter()
    for index in markers:
        shapes[_shape(segments[index])] += 1
    written = {marker.label.text for marker in markers.values()}
    labels = {unspaced(fold(label)) for label in written}
    colons = sum(n for (first, after), n in shapes.items() if after == ":") >= 3
    taken = {
        line
        for b in parsed.blocks
        if b.kind in ("heading", "note", "closing")
        for line in ([b.segment.line.no] if b.segment else [])
    }
    closed = next(
        (
            b.segment.index
            for b in parsed.blocks
            if b.segment
            and (b.kind == "closing" or (b.kind == "note" and _CLOSED.search(b.segment.text)))
        ),
        None,
    )
    for segment in segments[parsed.header.body_start : closed]:
        if segment.index in markers or segment.line.no in taken or not segment.first:
            continue
        first, after = _shape(segment)
        if not after and len(segment.text) > _MAX_LABEL:
            continue  # as most lines of speech
        if (
            (
                first
                and after
                and shapes[(first, after)] >= 2
                and not _listed(segment)
                and _like_label(segment)
            )
            or ((after or len(segment.text) <= _MAX_LABEL) and _bare_label(segment, labels))
            or (colons and after == ":" and len(segment.text) > 12 and _like_label(segment))
        ):
            yield issue(
                "second_reading_differs",
                f"「{segment.raw[:20]}」 looks like the beginning of a speech.",
                segment,
                table="turns",
            )


def _labels_of_nothing(parsed: Parsed) -> Iterator[Issue]:
    """Yield labels that were read as a heading, and labels that end a note."""
    said = {turn.speaker for turn in parsed.turns if turn.speaker}
    for block in parsed.blocks:
        if block.segment is None or block.kind not in ("heading", "note", "text"):
            continue
        text = block.segment.text
        if block.kind == "heading":
            match = _BRACKETED.fullmatch(text)
            label = read_label(match["label"]) if match else None
            if label and label.strength >= 2 and label.role:
                yield issue(
                    "empty_turn",
                    f"「{text}」 is followed by no speech.",
                    block.segment,
                    table="turns",
                )
        elif match := _BEHIND_NOTE.search(text):
            label = read_label(match["label"])
            if match["label"] in said or (label.strength >= 2 and label.role):
                yield issue(
                    "marker_in_text",
                    f"「{match['label']}」 behind a note looks like a speaker.",
                    block.segment,
                    table="turns",
                )


def _shape(segment: Segment) -> tuple[str, str]:
    """Return the mark before the label and the character after it."""
    text = segment.text
    first = "" if text[0].isalnum() else text[0]
    match = _SEPARATOR.search(text, 1, _MAX_LABEL)
    return first, match[0] if match else ""


def _listed(segment: Segment) -> bool:
    """Tell whether a number begins the line: (1) … in a document of (会長) …"""
    found = read_enumerator(segment.text)
    return found is not None and found.kind != "bullet"


def _like_label(segment: Segment) -> bool:
    """Tell whether what stands before the mark may name a speaker: no particle, no number."""
    text = segment.text if segment.text[0].isalnum() else segment.text[1:]
    match = _SEPARATOR.search(text, 1, _MAX_LABEL)
    word = unspaced(text[: match.start()] if match else text)
    return not _NO_LABEL.search(word)


def _bare_label(segment: Segment, labels: set[str]) -> bool:
    """Tell whether a known label stands at the head of a line, its mark lost."""
    match = _SEPARATOR.search(segment.text, 1, _MAX_LABEL)
    word = unspaced(segment.text[: match.start()] if match else segment.text[:_MAX_LABEL])
    return word in labels
