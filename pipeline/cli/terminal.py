"""Writing to a terminal what strangers wrote: no markup, no control characters, no surprises."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = [
    "cells",
    "folded",
    "in_line",
    "messages",
    "output",
    "padded",
    "plain",
    "printable",
    "use_utf8",
]

_PIECES = re.compile(r"[!-~]{1,40}|.", re.DOTALL)
_CLOSING = frozenset("。、，．」』）】〕〉》・ー！？ ")

_PLAIN_WIDTH = 120
"""Columns assumed where the output is no terminal and so has no width."""

# Other (control, format, surrogate, private use, unassigned): what could move the cursor, turn
# the direction of text or not be encoded. The joiner and variation selectors are harmless marks.
_HARMLESS = frozenset("\n\t")


def printable(text: str) -> str:
    """Return ``text`` with every control and formatting character spelled out as ``\\uXXXX``."""
    if text.isprintable():
        return text
    return "".join(char if _shows(char) else _spelled(char) for char in text)


def in_line(text: str) -> str:
    """Return ``text`` as :func:`printable` does, and in one line: a name may hold line ends."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _shows(char: str) -> bool:
    return char.isprintable() or char in _HARMLESS or unicodedata.category(char) in ("Zs", "Co")


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii") if char != "\r" else "\\r"


def plain(value: object, style: str = "") -> Text:
    """Return a value as rich text that is shown as it is, whatever brackets it holds."""
    from rich.text import Text

    return Text("" if value is None else printable(str(value)), style=style)


def cells(text: str) -> int:
    """Columns a text takes in a terminal: full-width characters take two."""
    from rich.cells import cell_len

    return cell_len(text)


def folded(text: str, width: int, *, used: int = 0) -> str:
    """Break lines so that none takes more than ``width`` columns, anywhere but inside ASCII words.

    Rich breaks at spaces only, of which Japanese has none. Closing marks hang over the edge
    rather than begin a line.

    Args:
        text: what to fold; its own line ends stay.
        width: columns of a line.
        used: columns of the first line that are taken already.
    """
    lines = []
    for paragraph in text.split("\n"):
        line, taken = "", used
        for piece in _PIECES.findall(paragraph):
            columns = cells(piece)
            if taken + columns > width and line and piece not in _CLOSING:
                lines.append(line.rstrip(" "))
                line, taken = "", 0
            line += piece
            taken += columns
        lines.append(line)
        used = 0
    return "\n".join(lines)


def padded(text: str, width: int) -> str:
    """Fill ``text`` with spaces up to ``width`` columns."""
    return text + " " * (width - cells(text))


def output() -> Console:
    """Where data goes."""
    return _console(stderr=False)


def messages() -> Console:
    """Where messages and progress go, so that a pipe gets nothing but data."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        width=None if stream.isatty() else _PLAIN_WIDTH,
    )


def use_utf8() -> None:
    """Let both streams take any character, also under a locale without Japanese."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
