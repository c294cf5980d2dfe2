"""``gijiroku diff``: two converted folders, for a person or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.table import Table

from pipeline.cli.terminal import output, plain, printable
from pipeline.diff import KINDS, Change, Comparison, DocumentDiff, compare

__all__ = ["run"]

_SIGNS = {"changed": "~", "new": "+", "lost": "-"}
_SHOWN_CHARS = 60
_CONTEXT_CHARS = 12
_HEADLINE = ("text", "name", "title", "message", "path", "term", "as_written", "label", "number")


def run(old: Path, new: Path, *, as_json: bool, records: int) -> None:
    """Print the comparison.

    Args:
        old, new: the folders.
        as_json: print all of it as JSON.
        records: changes shown of each document.

    Raises:
        pipeline.tables.folder.FolderError: a folder is missing or damaged.
    """
    comparison = compare(old, new)
    if as_json:
        typer.echo(json.dumps(comparison.to_dict(), ensure_ascii=False, indent=1))
        return
    console = output()
    states = comparison.states()
    said = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
    console.print(plain(f"Documents: {said}."))
    console.print(_totals(comparison))
    for document in comparison.documents:
        if document.state != "unchanged":
            for line in _lines(document, records):
                console.print(plain(line), soft_wrap=True)


def _totals(comparison: Comparison) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("table")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    for name, counts in comparison.totals().items():
        if any(counts.values()):
            table.add_row(name, *(str(counts[kind]) for kind in KINDS))
    return table


def _lines(document: DocumentDiff, records: int) -> Iterator[str]:
    path = document.new or document.old
    renamed = document.old and document.new and document.old != document.new
    yield f"\n{document.state} {path}" + (f" (was {document.old})" if renamed else "")
    for table, counts in document.counts.items():
        told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS[1:] if counts[kind])
        if told:
            yield f"  {table}: {told}"
    if document.state in ("new", "lost"):
        return  # all of it is
    for change in document.changes[:records]:
        yield f"  {_SIGNS[change.kind]} {change.table} {change.record_id} {_told(change)}".rstrip()
    if len(document.changes) > records > 0:
        yield f"  … and {len(document.changes) - records} more (--records, or --format json)"


def _told(change: Change) -> str:
    if change.kind == "changed":
        return "; ".join(
            f"{name}: {_short(one)} → {_short(other)}"
            for name, (old, new) in change.columns.items()
            for one, other in [_from_difference(old, new)]
        )
    values = {name: (old if new is None else new) for name, (old, new) in change.columns.items()}
    return next((_short(values[name]) for name in _HEADLINE if values.get(name)), "")


def _from_difference(old: object, new: object) -> tuple[object, object]:
    """Cut what two long texts begin with in common."""
    if not (isinstance(old, str) and isinstance(new, str)):
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    shared = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = shared - _CONTEXT_CHARS
    if start <= 0 or max(len(old), len(new)) <= _SHOWN_CHARS:
        return old, new
    return f"…{old[start:]}", f"…{new[start:]}"


def _short(value: object) -> str:
    if value is None or value == ():
        return "(none)"
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = printable(text.replace("\n", "⏎"))
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
