"""Language: Minutes gain topics and citations, and become spaCy documents on demand.

The stage itself needs fugashi only. spaCy is imported by what is named after it: ``doc_of``,
``pipeline.language.tokenizer``, ``pipeline.language.components``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language.annotate import annotate
from pipeline.language.lexicon import LexiconError

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.model import Minutes

__all__ = ["LexiconError", "annotate", "doc_of"]


def doc_of(minutes: Minutes) -> Doc:
    """Return the turns as one spaCy ``Doc``, a line end between them.

    ``doc.spans`` has ``turns`` (label: the speaker, id: ``turn_id``), ``speakers`` (label: their
    group, id: ``attendee_id``), ``cases`` (id: ``case_id``), ``topics`` (label: the topic, id:
    ``tag_id``) and ``citations`` (label: the law, id: ``citation_id``). Tags and citations are
    those of ``minutes``; a span that does not begin and end with words is widened to them.
    Lone surrogates, which spaCy cannot hold, are U+FFFD in ``doc.text``, one for one.
    """
    from pipeline.language.documents import make_doc

    return make_doc(minutes)
