"""Labels in the middle of their row of a drawn table, put before what stands above them there.

├──────┼──────────────────────┤
│            │１　広報第９８号の編集について                │
│議　　　題　│２　表紙の写真について                        │
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import groupby

from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import read_header_label

__all__ = ["lift_row_labels"]

_AT_THE_HEAD = 200  # lines of a document among which its header stands
_CORNERS = ("┌", "├", "└", "┏", "┣", "┗", "┠", "╔", "╠")
_CORNER = re.compile(f"[{''.join(_CORNERS)}]")
_BARS = "│┃"


def lift_row_labels(sheet: Sheet) -> None:
    """Put a label that stands alone in the first column of a row before the row's other cells."""
    lines = sheet.document.lines[:_AT_THE_HEAD]
    if not _CORNER.search("".join([line.text for line in lines])):
        return
    rules = [line.no for line in lines if line.text.lstrip().startswith(_CORNERS)]
    if not rules:
        return
    head = [s for s in sheet.segments[:_AT_THE_HEAD] if rules[0] < s.line.no < rules[-1]]
    changes: dict[int, list[Segment]] = {}
    for _, cells in groupby(head, lambda cell: bisect(rules, cell.line.no)):
        row = list(cells)
        first = [cell for cell in row if _in_first_column(cell)]
        if len(first) != 1 or first[0] is row[0]:
            continue
        above = row[: row.index(first[0]) + 1]
        found = [cell for cell in above if read_header_label(cell.raw, cell.text)]
        if found == first:  # else 開会 … stands above 日時, with a label of its own
            changes[first[0].index] = []
            changes[row[0].index] = [first[0], row[0]]
    sheet.relay(changes)


def _in_first_column(cell: Segment) -> bool:
    """Tell whether a cell stands between the first bar of its line and the second."""
    bars = [at for at, char in enumerate(cell.line.text) if char in _BARS][:2]
    return len(bars) > 1 and bars[0] < cell.start < bars[1]
