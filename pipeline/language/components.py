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

__all__ = ["make_citations", "make_sentences", "make_topics"]

Component = Callable[[Doc], Doc]


def make_sentences(nlp: Language, name: str) -> Component:
    """Return what sets ``doc.sents``: 。 and line ends end a sentence, 。 in brackets does not."""

    def sentences(doc: Doc) -> Doc:
        begun = 0
        starts = [start for start, _ in sentence_spans(doc.text)]
        for token in doc:
            before = begun
            while begun < len(starts) and starts[begun] < token.idx + len(token):
                begun += 1
            token.is_sent_start = begun > before or token.i == 0
        return doc

    return sentences


def make_topics(nlp: Language, name: str, lexicons: Sequence[str]) -> Component:
    """Return what fills ``doc.spans["topics"]`` (label: the topic, id: the term).

    Args:
        nlp: the pipeline.
        name: of the component in it.
        lexicons: files beside the built-in ones.

    Raises:
        pipeline.language.LexiconError: a lexicon cannot be used.
    """
    find = matcher([Path(lexicon) for lexicon in lexicons])

    def topics(doc: Doc) -> Doc:
        hits = find.find(doc.text, analyzer().analyze(doc.text))
        spans = (widened(doc, hit.start, hit.end, hit.topic, hit.term) for hit in hits)
        doc.spans["topics"] = [span for span in spans if span is not None]
        return doc

    return topics


def make_citations(nlp: Language, name: str) -> Component:
    """Return what fills ``doc.spans["citations"]`` (label: the law, id: 12条2項1号)."""

    def citations(doc: Doc) -> Doc:
        found = CitationReader().read(doc.text)
        spans = (
            widened(doc, cited.start, cited.end, cited.law or "", _id(cited)) for cited in found
        )
        doc.spans["citations"] = [span for span in spans if span is not None]
        return doc

    return citations


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
