"""Components for spaCy pipelines: sentences, topics and citations of any Japanese text.

>>> nlp.add_pipe("gijiroku_topics", config={"lexicons": ["mine.toml"]})  # doctest: +SKIP

They work with every tokenizer, because they read the text and not the tokens. Where the package is
installed, spaCy finds them by name; no import is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.annotate import matcher
from pipeline.language.citations import CitationReader, Cited
from pipeline.language.documents import widened
from pipeline.language.morphemes import analyzer
from pipeline.language.sentences import sentence_spans

__all__ = ["CitationSpans", "SentenceStarts", "TopicSpans"]


class SentenceStarts:
    """Set ``doc.sents``: 。 and line ends end a sentence, 。 in brackets does not."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with ``token.is_sent_start`` set."""
        begun = 0
        starts = [start for start, _ in sentence_spans(doc.text)]
        for token in doc:
            before = begun
            while begun < len(starts) and starts[begun] < token.idx + len(token):
                begun += 1
            token.is_sent_start = begun > before or token.i == 0
        return doc


class TopicSpans:
    """Fill ``doc.spans["topics"]`` (label: the topic, id: the term).

    A saved pipeline and one sent to another process keep the paths of the lexicons and read the
    files again.

    Args:
        lexicons: files beside the built-in ones.

    Raises:
        pipeline.language.LexiconError: a lexicon cannot be used.
    """

    def __init__(self, lexicons: Sequence[str] = ()) -> None:
        self.lexicons = tuple(lexicons)
        self._find = matcher([Path(lexicon) for lexicon in self.lexicons])

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its topics."""
        hits = self._find.find(doc.text, analyzer().analyze(doc.text))
        spans = (widened(doc, hit.start, hit.end, hit.topic, hit.term) for hit in hits)
        doc.spans["topics"] = [span for span in spans if span is not None]
        return doc

    def __reduce__(self) -> tuple[type[TopicSpans], tuple[tuple[str, ...]]]:
        return TopicSpans, (self.lexicons,)


class CitationSpans:
    """Fill ``doc.spans["citations"]`` (label: the law, id: 12条2項1号)."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its citations."""
        found = CitationReader().read(doc.text)
        spans = (
            widened(doc, cited.start, cited.end, cited.law or "", _id(cited)) for cited in found
        )
        doc.spans["citations"] = [span for span in spans if span is not None]
        return doc


def make_sentences(nlp: Language, name: str) -> SentenceStarts:
    """Return the component ``gijiroku_sentences``, as spaCy asks for it."""
    return SentenceStarts()


def make_topics(nlp: Language, name: str, lexicons: Sequence[str]) -> TopicSpans:
    """Return the component ``gijiroku_topics``, as spaCy asks for it."""
    return TopicSpans(lexicons)


def make_citations(nlp: Language, name: str) -> CitationSpans:
    """Return the component ``gijiroku_citations``, as spaCy asks for it."""
    return CitationSpans()


def _id(cited: Cited) -> str:
    parts = ((cited.article, "条"), (cited.paragraph, "項"), (cited.item, "号"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


# spaCy leaves `Language.factory` without types.
_factory: Callable[..., Any] = Language.factory
_factory("gijiroku_sentences", assigns=["token.is_sent_start"], func=make_sentences)
_factory(
    "gijiroku_topics", default_config={"lexicons": []}, assigns=["doc.spans"], func=make_topics
)
_factory("gijiroku_citations", assigns=["doc.spans"], func=make_citations)
