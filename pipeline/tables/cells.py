"""What a single value may be in a file."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["IMPOSSIBLE", "clean", "is_clean"]

IMPOSSIBLE: Final = "\x00\ud800-\udfff\ufffe\uffff"
"""Characters that some format cannot hold, as the inside of a character class."""

_IMPOSSIBLE = re.compile(f"[{IMPOSSIBLE}]")


def clean(text: str) -> str:
    """Return a text with U+FFFD for what some format cannot hold.

    Lone surrogates are no UTF-8, U+FFFE and U+FFFF no XML, and NUL ends a string in SQLite's shell
    and in the CSV reader of pandas. The same text must come out of every format.
    """
    return _IMPOSSIBLE.sub("\ufffd", text)


def is_clean(text: str) -> bool:
    """Tell whether :func:`clean` would return the text as it is."""
    return _IMPOSSIBLE.search(text) is None
