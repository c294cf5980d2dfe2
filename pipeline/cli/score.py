"""``gijiroku score``: how well a folder of gold documents is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.batch.errors import RunError, UsageError
from pipeline.cli.terminal import printable

if TYPE_CHECKING:
    from pipeline.score import Score

__all__ = ["run"]


def run(
    gold: Path, *, errors: int, save: Path | None, against: Path | None, only: str | None
) -> None:
    """Print the score of a gold folder as Markdown.

    Args:
        gold: the folder.
        errors: number of documents whose errors are listed, the worst first.
        save: file to write the score to, as JSON.
        against: a score saved earlier; what changed since is printed too.
        only: ``odd`` or ``even``.

    Raises:
        UsageError: the folder holds no gold, or ``against`` is no saved score.
        RunError: ``save`` cannot be written.
    """
    from pipeline.score import GoldError, compare, score_folder

    earlier = _load(against) if against else None
    try:
        result = score_folder(gold, only=only)
    except GoldError as error:
        raise UsageError(f"{error}.") from error
    typer.echo(printable(result.to_markdown()), nl=False)
    worst = sorted(result.documents, key=lambda document: -len(document.errors))
    for document in worst[:errors]:
        if document.errors:
            typer.echo(f"\n{document.name} ({document.style}, {document.status})")
            for line in document.errors:
                typer.echo(f"  {printable(line)}")
    if earlier is not None:
        typer.echo("\n" + printable(compare(earlier, result).to_markdown()), nl=False)
    if save is not None:
        try:
            text = json.dumps(result.to_dict(), ensure_ascii=False, indent=1)
            save.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise RunError(f"The score cannot be written to {save}: {error.strerror}.") from error


def _load(path: Path) -> Score:
    from pipeline.score import Score

    try:
        return Score.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{str(path)!r} is no score saved with --json ({type(error).__name__})."
        ) from error
