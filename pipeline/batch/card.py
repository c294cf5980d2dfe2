"""What a whole run wants to know of a document without reading all of its rows."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

from pipeline.batch.store import Row

__all__ = ["SKETCH", "Card", "card_of"]

SKETCH = 64
"""Sentences of a sketch: two sketches tell the share of common sentences to about 6 %."""

_FOLLOWING = ("prefecture", "municipality", "session_no", "fiscal_year", "weekday")
_HEAD_LINES = 8
_SHORTEST_SENTENCE = 8
_SPACE = re.compile(r"\s{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The facts of one document that decide which file of a meeting is preferred.

    Attributes:
        document: its row of ``documents``, with neither path nor source.
        body, municipality_code, session, date: of the meeting, the date in ISO form.
        follows: what of its meeting would follow from these if they were not given.
        draft: whether its first lines say that it is one.
        labelled: whether its turns have speakers.
        verbatim: whether it records every word.
        turns: their number.
        sketch: the smallest hashes of its sentences, ascending.
    """

    document: Row
    body: str | None = None
    municipality_code: str | None = None
    session: str | None = None
    date: str | None = None
    follows: Row = field(default_factory=dict)
    draft: bool = False
    labelled: bool = False
    verbatim: bool = False
    turns: int = 0
    sketch: Sequence[int] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return what :class:`Card` is made of again."""
        return asdict(self)


def card_of(rows: Mapping[str, list[Row]], first_lines: Iterable[str] = ()) -> Card:
    """Return the card of a document.

    Args:
        rows: of the document, by table.
        first_lines: of its text, where a draft says what it is.
    """
    (document,) = rows["documents"]
    if not rows.get("meetings"):
        return Card(document=document)
    (meeting,) = rows["meetings"]
    texts = [
        str(row["text"])
        for table in ("sections", "turns", "decisions")
        for row in rows[table]
        if row["text"]
    ]
    return Card(
        document=document,
        body=_text(meeting["body"]),
        municipality_code=_text(meeting["municipality_code"]),
        session=_text(meeting["session"]),
        date=_text(meeting["date"]),
        follows={name: meeting[name] for name in _FOLLOWING},
        draft=is_draft(list(first_lines)[:_HEAD_LINES]),
        labelled=meeting["turns_status"] == "labelled",
        verbatim=meeting["record_type"] == "verbatim",
        turns=len(rows["turns"]),
        sketch=tuple(sorted(set(_hashes(texts)))[:SKETCH]),
    )


def is_draft(texts: Iterable[str]) -> bool:
    """Tell whether one of some names or headings says that it is of a draft."""
    marks, ends = _draft_words()
    for text in texts:
        folded = _SPACE.sub("", unicodedata.normalize("NFKC", text[:200])).lower()
        if any(mark in folded for mark in marks) or folded.endswith(ends):
            return True
    return False


def _hashes(texts: Iterable[str]) -> Iterator[int]:
    """Hash every sentence without its spaces: other line breaks give the same hashes."""
    for text in texts:
        for sentence in _SPACE.sub("", text).split("。"):
            if len(sentence) >= _SHORTEST_SENTENCE:
                yield crc32(sentence[:200].encode("utf-8", "replace"))


@cache
def _draft_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = (files("pipeline") / "data" / "drafts.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    return tuple(words["anywhere"]), tuple(words["at_end"])


def _text(value: object) -> str | None:
    return str(value) if value else None
