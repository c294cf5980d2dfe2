"""Text that a converter set letter by letter: 本 日 は お 忙 し い 中 for 本日はお忙しい中.

Where most of a document stands so, its single blanks part nothing, but for that behind a label.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import Document
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import groups, header_fields, label_alternatives

__all__ = ["closed_up"]

_SHORTEST = 12  # letters of a line that shows it; a name or a label may be spaced anywhere
_LABELS = label_alternatives([*header_fields(), *groups()], spaced=True)
_LABEL = re.compile(rf"(?:[0-9]{{1,2}}\s(?:[.、]\s)?)?(?:{_LABELS})(?=\s)")
_SHARE = 0.5  # of the letters of a document that stand in such lines


def closed_up(document: Document) -> Document:
    """Return the document without the blanks between its letters, if most of them stand so."""
    texts = [line.text for line in document.lines]
    spaced = [_is_spaced(text) for text in texts]
    shown = sum(
        size
        for text, one in zip(texts, spaced, strict=True)
        if one and (size := len(unspaced(text))) >= _SHORTEST
    )
    if not shown or shown < _SHARE * sum(len(unspaced(text)) for text in texts):
        return document
    lines = zip(document.lines, spaced, strict=True)
    return replace(
        document,
        lines=tuple(replace(line, text=_closed(line.text)) if one else line for line, one in lines),
    )


def _is_spaced(text: str) -> bool:
    """Tell whether single blanks, and no others, stand between the letters of a line."""
    if " " not in text:
        return False
    core = text.strip()
    return core[1:2] == " " and all(len(letter) <= 1 for letter in core.split(" "))


def _closed(text: str) -> str:
    raw = text.strip()
    label = None if "。" in raw else _LABEL.match(fold(raw))
    parts = [raw[: label.end()], raw[label.end() :]] if label else [raw]
    return " ".join("".join(c or " " for c in part.strip().split(" ")) for part in parts)
