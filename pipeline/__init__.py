"""Minutes of Japanese councils become records and tables.

>>> import pipeline
>>> minutes = pipeline.read("data/raw/x.pdf")  # doctest: +SKIP
>>> run = pipeline.convert(["data/raw"], out="data/processed")  # doctest: +SKIP
>>> corpus = pipeline.load("data/processed")  # doctest: +SKIP

Importing the package costs next to nothing: what a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.batch import Run, RunError, UsageError, convert
    from pipeline.corpus import Corpus
    from pipeline.reading import ReadError
    from pipeline.verbs import Minutes, load, read

__all__ = [
    "Corpus",
    "Minutes",
    "ReadError",
    "Run",
    "RunError",
    "UsageError",
    "convert",
    "load",
    "read",
]

_HOMES = {
    "Corpus": "pipeline.corpus",
    "Minutes": "pipeline.verbs",
    "ReadError": "pipeline.reading",
    "Run": "pipeline.batch",
    "RunError": "pipeline.batch",
    "UsageError": "pipeline.batch",
    "convert": "pipeline.batch",
    "load": "pipeline.verbs",
    "read": "pipeline.verbs",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return import_module("pipeline.batch.settings").software_version()
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
