"""The turns of minutes as a spaCy document with spans."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Span

from pipeline.language.tokenizer import NAME
from pipeline.model import Minutes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["japanese", "make_doc", "widened"]


@cache
def japanese() -> Language:
    """Return the blank Japanese pipeline that the documents belong to."""
    return spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})


def make_doc(minutes: Minutes) -> Doc:
    """Return the document; see :func:`pipeline.language.doc_of`."""
    begins: dict[str, int] = {}
    at = 0
    for turn in minutes.turns:
        begins[turn.turn_id] = at
        at += len(turn.text) + 1
    doc = japanese().tokenizer("\n".join(turn.text for turn in minutes.turns))
    spans: dict[str, list[tuple[int, int, str, str, str | None]]] = {
        "turns": [
            (0, len(turn.text), turn.speaker or "", turn.turn_id, turn.turn_id)
            for turn in minutes.turns
        ],
        "topics": [
            (tag.start, tag.end, tag.topic, tag.tag_id, tag.turn_id) for tag in minutes.tags
        ],
        "citations": [
            (cited.start, cited.end, cited.law or "", cited.citation_id, cited.turn_id)
            for cited in minutes.citations
        ],
    }
    for name, entries in spans.items():
        doc.spans[name] = [
            span
            for start, end, label, span_id, turn_id in entries
            if turn_id in begins
            and (
                span := widened(doc, begins[turn_id] + start, begins[turn_id] + end, label, span_id)
            )
        ]
    return doc


def widened(doc: Doc, start: int, end: int, label: str, span_id: str) -> Span | None:
    """Return the words that the code points ``start`` to ``end`` lie in, ``None`` if in none."""
    found = doc.char_span(start, end, alignment_mode="expand")
    if found is None:
        return None
    return Span(doc, found.start, found.end, label=label, span_id=span_id)
