"""Labels that do not stand before their speech: all of them first, or each behind what was said.

A table whose columns were written one after the other has all labels first, then all speeches.

They belong together in order, where there are as many of the ones as of the others.
"""

from __future__ import annotations

from pipeline.parsing.folding import unspaced
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.lines.table_columns import LaidRow
from pipeline.parsing.lines.table_heads import heads_labels, heads_said
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence, is_speech

__all__ = ["lay_turned", "pair_lists"]

_FEWEST = 3  # labels
_LONGEST_LABEL = 14  # characters
_LONGEST_SPEECH = 40  # lines
_MOST = 200  # labels of a page


def pair_lists(sheet: Sheet, at: int) -> tuple[dict[int, list[Segment]], int]:
    """Return how the labels and speeches below a head 発言者 are laid, and where they end."""
    if not heads_labels(sheet[at].text):
        return {}, at
    end = at + 1
    while end < len(sheet) and end - at <= _MOST and _may_label(sheet[end].text):
        end += 1
    labels = sheet.segments[at + 1 : end]
    if len(labels) < _FEWEST or end >= len(sheet) or not heads_said(sheet[end].text):
        return {}, at
    known = sum(read_label(label.text).strength >= 2 for label in labels)
    if 2 * known < len(labels):
        return {}, at
    for parted in (_by_gaps, _by_sentences):
        speeches, behind = parted(sheet, end + 1, len(labels))
        if speeches:
            break
    else:
        return {}, at
    laid: list[Segment] = [sheet[at], sheet[end]]
    for label, said in zip(labels, speeches, strict=True):
        size = len(label.raw)
        sheet.columns[label.line.no, label.start] = Cell(label.raw, 0, size, size, None)
        laid += [label, *said]
    sheet.heads.update((sheet[head].line.no, sheet[head].start) for head in (at, end))
    changes: dict[int, list[Segment]] = {index: [] for index in range(at, behind)}
    changes[at] = laid
    return changes, behind


def _may_label(text: str) -> bool:
    solid = unspaced(text)
    if heads_said(text) or not solid or len(solid) > _LONGEST_LABEL:
        return False
    return not ends_sentence(text) and (read_label(solid).strength >= 1 or len(solid) <= 6)


def _by_gaps(sheet: Sheet, at: int, count: int) -> tuple[list[list[Segment]], int]:
    """Return the speeches that blank lines part, if there are ``count`` up to the end."""
    out: list[list[Segment]] = []
    for segment in sheet.segments[at : at + count * _LONGEST_SPEECH]:
        if segment.gap or not out:
            if len(out) == count:
                break
            out.append([])
        out[-1].append(segment)
    behind = at + sum(len(said) for said in out)
    if len(out) != count or not all(ends_sentence(said[-1].text) for said in out):
        return [], at
    more = sheet.segments[behind : behind + 1]
    return ([], at) if more and ends_sentence(more[0].text) else (out, behind)


def _by_sentences(sheet: Sheet, at: int, count: int) -> tuple[list[list[Segment]], int]:
    """Return the speeches that end with a line, if there are ``count`` up to the end."""
    out: list[list[Segment]] = [[]]
    for segment in sheet.segments[at : at + count * _LONGEST_SPEECH]:
        out[-1].append(segment)
        if ends_sentence(segment.text):
            out.append([])
    out.pop()
    if len(out) != count:
        return [], at
    return out, at + sum(len(said) for said in out)


def lay_turned(sheet: Sheet, at: int) -> tuple[list[LaidRow], int]:
    """Return rows whose speaker stands on the line behind the speech, and where they end."""
    rows: list[LaidRow] = []
    said: list[Segment] = []
    behind = at
    for segment in sheet.segments[at:]:
        if len(said) > _LONGEST_SPEECH:
            break
        whole = bool(said) and ends_sentence(said[-1].text)
        if whole and _may_label(segment.text):
            second = [(line, 0, len(line.raw)) for line in said]
            rows.append(LaidRow(first=[(segment, 0, len(segment.raw))], second=second))
            said, behind = [], segment.index + 1
        elif said or is_speech(segment.text):
            said.append(segment)
        else:
            break
    return rows, behind
