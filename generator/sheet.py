"""The written document as blocks: what text, HTML and PDF are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

__all__ = ["Block", "Sheet", "widen"]

_MARKS = str.maketrans("():;<>[]~", "（）：；＜＞［］～")
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def widen(text: str, width: str) -> str:
    """The text with the characters of a width: ``half``, ``marks`` or ``full``."""
    if width == "half":
        return text
    text = text.translate(_MARKS)
    return text.translate(_DIGITS) if width == "full" else text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the document.

    Attributes:
        kind: ``title``, ``label``, ``value``, ``heading``, ``speaker`` (a label alone on its
            line), ``speech`` (its first paragraph), ``more`` (a further one), ``text``, ``aside``
            or ``web``.
        text: without indentation; cells of a table row are separated by TAB.
        indent: full-width spaces before it.
    """

    kind: str
    text: str
    indent: int = 0

    @property
    def line(self) -> str:
        """The paragraph with its indentation."""
        return "　" * self.indent + self.text


class Sheet:
    """Blocks in order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def add(self, kind: str, text: str, indent: int = 0) -> None:
        """Put a paragraph at the end."""
        self._blocks.append(Block(kind, text, indent))

    def extend(self, kind: str, lines: Iterable[str], indent: int = 0) -> None:
        """Put a paragraph per line at the end."""
        for line in lines:
            self.add(kind, line, indent)

    def blocks(self, width: str) -> tuple[Block, ...]:
        """Every block, in characters of one width."""
        return tuple(replace(block, text=widen(block.text, width)) for block in self._blocks)
