"""The turns of minutes as a spaCy document with spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import spacy
from spacy.tokens import DocBin, Span

from pipeline.language.tokenizer import NAME
from pipeline.model import Minutes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["doc_bin", "doc_of_records", "japanese", "make_doc", "widened"]


class _Mark(NamedTuple):
    """A span to be: code points of the document, label and id."""

    start: int
    end: int
    label: str
    span_id: str


@cache
def japanese() -> Language:
    """Return the blank Japanese pipeline that the documents belong to."""
    return spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})


def make_doc(minutes: Minutes) -> Doc:
    """Return the document; see :func:`pipeline.language.doc_of`."""
    doc = doc_of_records(minutes.turns, minutes.tags, minutes.citations)
    doc.user_data["meeting_id"] = minutes.document.meeting_id
    return doc


def doc_of_records(turns: Iterable[Any], tags: Iterable[Any], citations: Iterable[Any]) -> Doc:
    """Return a document of turns, with the spans of :func:`pipeline.language.doc_of`.

    Args:
        turns: of one meeting in their order: records, or rows of the table as named tuples.
        tags, citations: of that meeting; those of other texts than turns are left out.
    """
    spoken = [(turn, _text(turn.text)) for turn in turns]
    begins: dict[str, int] = {}
    at = 0
    for turn, text in spoken:
        begins[turn.turn_id] = at
        at += len(text) + 1
    doc = japanese().tokenizer("\n".join(text for _, text in spoken))
    of_turns = [
        (turn, begins[turn.turn_id], begins[turn.turn_id] + len(text)) for turn, text in spoken
    ]
    groups: dict[str, Sequence[_Mark]] = {
        "turns": [_Mark(a, b, _text(turn.speaker), turn.turn_id) for turn, a, b in of_turns],
        "speakers": [
            _Mark(a, b, _text(turn.speaker_group), _text(turn.attendee_id))
            for turn, a, b in of_turns
        ],
        "cases": [
            _Mark(stretch[0][1], stretch[-1][2], "case", case_id)
            for case_id, turns_of_case in groupby(of_turns, key=lambda each: _text(each[0].case_id))
            if case_id and (stretch := list(turns_of_case))
        ],
        "topics": [
            _Mark(
                begins[tag.turn_id] + tag.start,
                begins[tag.turn_id] + tag.end,
                tag.topic,
                tag.tag_id,
            )
            for tag in tags
            if _text(tag.turn_id) in begins
        ],
        "citations": [
            _Mark(
                begins[cited.turn_id] + cited.start,
                begins[cited.turn_id] + cited.end,
                _text(cited.law),
                cited.citation_id,
            )
            for cited in citations
            if _text(cited.turn_id) in begins
        ],
    }
    for name, marks in groups.items():
        spans = (widened(doc, *mark) for mark in marks)
        doc.spans[name] = [span for span in spans if span is not None]
    return doc


def doc_bin(docs: Iterable[Doc]) -> DocBin:
    """Return documents in spaCy's format for files: ``doc_bin(docs).to_disk("corpus.spacy")``.

    Words, tags, lemmas, readings and spans are kept, and ``doc.user_data``.
    """
    return DocBin(attrs=["TAG", "POS", "LEMMA", "MORPH"], store_user_data=True, docs=docs)


def widened(doc: Doc, start: int, end: int, label: str, span_id: str) -> Span | None:
    """Return the words that the code points ``start`` to ``end`` lie in, ``None`` if in none."""
    found = doc.char_span(start, end, alignment_mode="expand")
    if found is None:
        return None
    return Span(doc, found.start, found.end, label=label, span_id=span_id)


def _text(value: object) -> str:
    """Return a text as it is and anything that stands for a missing one as an empty text."""
    return value if isinstance(value, str) else ""
