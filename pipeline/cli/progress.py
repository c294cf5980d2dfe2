"""How far a run has come: a bar on a terminal, a line for each document elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.cli.terminal import in_line, plain

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.batch.documents import Progress
    from pipeline.batch.worker import Outcome

__all__ = ["shown_progress"]


@contextmanager
def shown_progress(console: Console, total: int) -> Iterator[Progress]:
    """Give a function that shows the outcome of each document as it comes.

    Args:
        console: where to; a bar is drawn only on a terminal.
        total: number of documents.
    """
    if console.is_terminal:
        with _bar(console, total) as advance:
            yield advance
        return
    seen = 0

    def line(outcome: Outcome) -> None:
        nonlocal seen
        seen += 1
        about = f" ({outcome.error})" if outcome.error else ""
        said = in_line(f"[{seen}/{total}] {outcome.said}{about} {outcome.name}")
        console.print(plain(said), soft_wrap=True)

    yield line


@contextmanager
def _bar(console: Console, total: int) -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    seen = failed = pages = 0
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=total, told="")

        def advance(outcome: Outcome) -> None:
            nonlocal seen, failed, pages
            seen += 1
            failed += outcome.status == "failed"
            pages += outcome.pages
            told = progress_words(seen, failed, pages, time.monotonic() - started)
            bar.update(
                task,
                advance=1,
                told=told,
                description="Reading" if seen < total else "Writing tables",
            )

        yield advance


def progress_words(seen: int, failed: int, pages: int, seconds: float) -> str:
    """Say how many pages and failures there were, and how many documents a second."""
    rate = seen / seconds if seconds > 0 else 0.0
    return f"{pages:,} pages, {failed:,} failed, {rate:,.1f}/s"
