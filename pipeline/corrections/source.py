"""The words of a document without spaces and page furniture, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.model import Document
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.ledger import Span

__all__ = ["SourceText", "folded"]


def folded(text: str) -> str:
    """Return a text as quotes are compared: width and spaces make no difference."""
    return unspaced(fold(text))


class SourceText:
    """Finds quotes in a document."""

    def __init__(self, document: Document) -> None:
        chars: list[str] = []
        self._where: list[tuple[int, int]] = []
        for line in document.lines:
            if line.furniture:
                continue
            for column, char in enumerate(fold(line.text)):
                if not char.isspace():
                    chars.append(char)
                    self._where.append((line.no, column))
        self._text = "".join(chars)

    def on_lines(self, first: int, last: int) -> str:
        """Return the words on some lines."""
        return self._text[self._at(first) : self._at(last + 1)]

    def find(self, quote: str, line: int) -> tuple[int | None, bool]:
        """Find a quote that began in a line.

        Returns:
            Its place, and whether it was found elsewhere than in that line. ``None`` if it is not
            there, or, outside that line, more than once.
        """
        wanted = folded(quote)
        if not wanted:
            return None, False
        place = self._text.find(wanted, self._at(line))
        if 0 <= place < self._at(line + 1):
            return place, False
        places = list(self._all(wanted))
        return (places[0], True) if len(places) == 1 else (None, len(places) > 1)

    def spans(self, place: int, quote: str) -> list[Span]:
        """Return the stretches of source that a quote at a place covers."""
        spans: list[Span] = []
        for line, column in self._where[place : place + len(folded(quote))]:
            if spans and spans[-1][0] == line:
                spans[-1] = (line, spans[-1][1], column + 1)
            else:
                spans.append((line, column, column + 1))
        return spans

    def _all(self, wanted: str) -> Iterator[int]:
        place = self._text.find(wanted)
        while place >= 0:
            yield place
            place = self._text.find(wanted, place + 1)

    def _at(self, line: int) -> int:
        return bisect_left(self._where, (line, 0))
