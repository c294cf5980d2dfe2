"""Marks of Markdown, HTML and CSV in a plain text: **日時**, ## 議事, "会場","第2会議室".

They set type or part cells, and are none of its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["without_marks"]

_BOLD = re.compile(r"(?<!\*)\*\*(?P<inside>[^\s*](?:[^*]{0,300}[^\s*])?)\*\*(?!\*)")
# A line that begins in bold type: - **日時**：…, **会長：** それでは; **委員 … masks a name.
_BEGINS_BOLD = re.compile(rf"[\s>|+#・*\-]{{0,12}}(?<!\*){_BOLD.pattern}(?=[\s:：|]|$)")
_HEADING = re.compile(r"\s{0,3}#{1,6}[ \u3000]{1,4}(?=\S)")
_CELLS = re.compile(r'"[^"]{0,4000}"(?:,"[^"]{0,4000}"){1,20}')
# Of drawings and type that a conversion left in the text; breaks, lists and tables part lines.
_TAG = re.compile(
    r"</?(?!(?:br|li|ul|ol|p|table|tr|td|th)\b)[a-z][a-z0-9:]{0,15}"
    r"(?:\s{1,3}[A-Za-z:_-]{1,30}=\"[^\"<>]{0,400}\"){0,20}\s?/?>"
)
_BOLD_LINES = 2  # that begin in bold type, and show that ** masks no names


def without_marks(lines: Sequence[str]) -> list[str]:
    """Return lines without the marks of headings, without tags of drawings, and, where several
    begin so, without those of bold type.

    Where every line is cells in quotes, these are parted by tabs as the cells of other tables are.
    """
    written = [line for line in lines if line.strip()]
    if len(written) > 1 and all(map(_CELLS.fullmatch, written)):
        return [line[1:-1].replace('","', "\t") for line in lines]
    bold = sum("**" in line and bool(_BEGINS_BOLD.match(line)) for line in lines) >= _BOLD_LINES
    out = []
    for line in lines:
        if "#" in line and (heading := _HEADING.match(line)):
            line = line[heading.end() :]
        if bold and "**" in line:
            line = _BOLD.sub(r"\g<inside>", line)
        if '="' in line and "<" in line:
            line = _TAG.sub("", line)
        out.append(line)
    return out
