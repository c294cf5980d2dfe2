"""Coding rules of KH Coder (``.cod`` files) over the turns of a corpus.

>>> import pipeline
>>> from pipeline.coding import apply, crosstab, load_rules
>>> codes = load_rules("theme.cod")  # doctest: +SKIP
>>> coded = apply(codes, pipeline.load("data/processed").speeches)  # doctest: +SKIP
>>> crosstab(codes, coded, by="speaker_group")  # doctest: +SKIP

``docs/coding.md`` says what of KH Coder's rules is supported and what differs.
"""

from pipeline.coding.files import Coded, code_folder
from pipeline.coding.rules import Code, CodingError, load_rules, read_rules
from pipeline.coding.tables import apply, association, crosstab, frequencies

__all__ = [
    "Code",
    "Coded",
    "CodingError",
    "apply",
    "association",
    "code_folder",
    "crosstab",
    "frequencies",
    "load_rules",
    "read_rules",
]
