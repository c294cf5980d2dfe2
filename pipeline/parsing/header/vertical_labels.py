"""Labels of forms that stand one character to a line, spread over the height of their cell.

    開
    催
    日
    時 平成27年1月21日(水)

The last character shares its line with the value, or stands alone above it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.parsing.knowledge import groups, header_fields
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.header_labels import HeaderLabel

__all__ = ["vertical_labels"]

_LONGEST = max(len(label) for label in header_fields())


def vertical_labels(sheet: Sheet) -> Mapping[int, tuple[HeaderLabel, int]]:
    """Return each such label by the segment of its last character, with that of its first."""
    found: dict[int, tuple[HeaderLabel, int]] = {}
    run = ""
    for segment in sheet:
        text = segment.text
        single = len(text) == 1 or (len(text) > 2 and text[1] in " \t")
        if not single or text[0].isascii():
            run = ""
            continue
        run = (run + text[0])[-_LONGEST:]
        label = next((run[i:] for i in range(len(run) - 1) if run[i:] in header_fields()), "")
        follows = segment.index + 1 < len(sheet) and len(sheet[segment.index + 1].text) == 1
        if label and not (len(text) == 1 and follows):
            field = header_fields()[label]
            start = segment.index - len(label) + 1
            end = len(text) - len(text[1:].lstrip())
            alone = len(text) == 1
            found[segment.index] = (
                HeaderLabel(field, label, 0, end, True, alone, groups().get(label, "")),
                start,
            )
            run = ""
        elif len(text) > 1:
            run = ""
    return found
