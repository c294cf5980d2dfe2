"""The books of one document: which character went where, and what each record is called.

Every non-space character is claimed once: by a record, by a recognised role, or at the end by
``residue``. Ids name a record's kind and place, so they do not change with the software.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Document, Passage, Place

__all__ = ["Ledger", "Span"]

Span = tuple[int, int, int]
"""A stretch of source: line number, start, end (half-open code points of the line's text)."""


class Ledger:
    """Claims on the characters of a document, and the ids and places that follow from them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = {line.no: line for line in document.lines}
        self._claims: dict[int, list[Passage]] = {}
        self._before: dict[int, int] = {}
        self._taken: set[str] = set()
        page: int | None = None
        count = 0
        for line in document.lines:
            if line.page != page:
                page, count = line.page, 0
            self._before[line.no] = count
            count += _solid(line.text)

    def claim(self, spans: Iterable[Span], role: str, rule: str, record_id: str = "") -> None:
        """Enter ``spans`` under a role; what an earlier claim holds stays with that claim."""
        for number, start, end in spans:
            held = self._claims.setdefault(number, [])
            for a, b in _free(held, start, end):
                held.append(
                    Passage(line=number, start=a, end=b, role=role, rule=rule, record_id=record_id)
                )

    def holds(self, span: Span) -> bool:
        """Tell whether any character of ``span`` has been claimed."""
        number, start, end = span
        return any(p.start < end and start < p.end for p in self._claims.get(number, ()))

    def new_id(self, prefix: str, span: Span) -> str:
        """Return the id of the record that begins at ``span``.

        It holds the document, the kind (``prefix``), the page (0 without pages) and the number of
        non-space characters before it on that page.
        """
        number, start, _ = span
        line = self._lines[number]
        offset = self._before[number] + _solid(line.text[:start])
        base = f"{self._document.sha256[:16]}-{prefix}{line.page or 0}.{offset}"
        made, nth = base, 1
        while made in self._taken:
            nth += 1
            made = f"{base}.{nth}"
        self._taken.add(made)
        return made

    def place(self, spans: Sequence[Span]) -> Place:
        """Return the lines and pages that ``spans`` cover; ``spans`` must not be empty."""
        first, last = min(s[0] for s in spans), max(s[0] for s in spans)
        page_first, page_last = self._lines[first].page, self._lines[last].page
        label = self._document.page_labels.get(page_first) if page_first else None
        return Place(
            line_first=first,
            line_last=last,
            page_first=page_first,
            page_last=page_last,
            page_label=label,
        )

    def text(self, span: Span) -> str:
        """Return the source characters of ``span``."""
        return self._lines[span[0]].text[span[1] : span[2]]

    def passages(self) -> tuple[Passage, ...]:
        """Return every claim in source order, the unclaimed non-space stretches as ``residue``."""
        out: list[Passage] = []
        for line in self._document.lines:
            held = sorted(self._claims.get(line.no, ()), key=lambda p: p.start)
            cursor = 0
            for passage in [*held, None]:
                stop = passage.start if passage else len(line.text)
                rest = line.text[cursor:stop]
                if rest.strip():
                    start = cursor + len(rest) - len(rest.lstrip())
                    out.append(
                        Passage(
                            line=line.no,
                            start=start,
                            end=start + len(rest.strip()),
                            role="residue",
                            rule="nothing_took_it",
                        )
                    )
                if passage:
                    out.append(passage)
                    cursor = passage.end
        return tuple(out)

    def coverage(self, passages: Iterable[Passage]) -> float:
        """Return the share of non-space characters that are not residue (1.0 for no text)."""
        total = sum(_solid(line.text) for line in self._document.lines)
        lost = sum(
            _solid(self._lines[p.line].text[p.start : p.end])
            for p in passages
            if p.role == "residue"
        )
        return 1.0 if not total else (total - lost) / total


def _solid(text: str) -> int:
    return len("".join(text.split()))


def _free(held: Sequence[Passage], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of ``start``..``end`` that no held passage covers."""
    parts = []
    cursor = start
    for passage in sorted(held, key=lambda p: p.start):
        if passage.end <= cursor:
            continue
        if passage.start >= end:
            break
        if passage.start > cursor:
            parts.append((cursor, passage.start))
        cursor = passage.end
    if cursor < end:
        parts.append((cursor, end))
    return parts
