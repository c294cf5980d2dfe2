"""What a corpus talks about, before one knows what to look for. Every function returns a frame.

>>> import pipeline
>>> from pipeline.discovery import compound_terms, cooccurrences, keyness, kwic
>>> speeches = pipeline.load("data/processed").speeches  # doctest: +SKIP
>>> compound_terms(speeches).head(20)  # doctest: +SKIP
>>> members = speeches["speaker_group"] == "委員"  # doctest: +SKIP
>>> keyness(speeches[members], speeches[~members]).head(20)  # doctest: +SKIP

The frames given are ``speeches``, ``turns`` or any part of them; a column ``text`` is all it takes.
"""

from pipeline.discovery.concordance import kwic
from pipeline.discovery.keywords import keyness
from pipeline.discovery.networks import cooccurrences
from pipeline.discovery.terms import compound_terms

__all__ = ["compound_terms", "cooccurrences", "keyness", "kwic"]
