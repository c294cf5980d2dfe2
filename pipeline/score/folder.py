"""Read every document of a gold folder and score it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.model import Minutes
from pipeline.parsing import parse as parse_document
from pipeline.reading import ReadError, read_document
from pipeline.score.figures import DocumentScore, Score, in_half
from pipeline.score.matching import GROUPS, Gold, judge

__all__ = ["GoldError", "score_folder"]

_NEEDED = {
    "roster": ("attendees", ("name", "present", "group")),
    "turns": ("turns", ("speaker", "start", "end")),
    "decisions": ("decisions", ("outcome", "text")),
}
"""By group: where its entries stand in a record, and what each of them has to say."""
_SUFFIXES = (".txt", ".html", ".docx", ".pdf")
"""Documents a gold record may belong to; of several with one name the first of these counts."""


class GoldError(ValueError):
    """The folder is no gold folder. The message says what is missing or broken, and where."""


def _read(path: Path) -> Minutes:
    return parse_document(read_document(path))


def score_folder(
    gold: Path,
    *,
    parse: Callable[[Path], Minutes] = _read,
    only: str | None = None,
    suffix: str | None = None,
) -> Score:
    """Read each document of a gold folder and hold it against its gold record.

    Args:
        gold: folder with pairs ``X.txt`` (or ``.html``, ``.docx``, ``.pdf``) and ``X.json``.
        parse: what makes minutes of a file. The language stage is not needed.
        only: ``odd`` or ``even``: only the documents whose names end in such a number.
        suffix: only documents with this suffix, e.g. ``.pdf`` where a folder holds each document
            in several formats.

    Returns:
        The score. A document that cannot be read counts with all its gold records as missed.

    Raises:
        GoldError: the folder does not exist, holds no gold, or a gold record is broken.
        ValueError: ``only`` is neither ``odd`` nor ``even``.
    """
    scores = [_score(document, record, parse) for document, record in _pairs(gold, suffix, only)]
    if not scores:
        raise GoldError(
            f"{gold} holds no gold: expected documents (X.txt, X.pdf, …) with one X.json each"
        )
    return Score(tuple(scores))


def _pairs(folder: Path, suffix: str | None, half: str | None) -> Iterator[tuple[Path, Gold]]:
    if not folder.is_dir():
        raise GoldError(f"{folder} is not a folder")
    suffixes = _SUFFIXES if suffix is None else (suffix,)
    for record in sorted(folder.glob("*.json")):
        if half and not in_half(record.stem, half):
            continue
        candidates = (record.with_suffix(suffix) for suffix in suffixes)
        document = next((path for path in candidates if path.is_file()), None)
        if document is not None:
            yield document, _load(record)
        elif suffix is None:
            raise GoldError(f"{record} has no document beside it ({', '.join(suffixes)})")


def _load(path: Path) -> Gold:
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(record, dict) or "kind" not in record:
        raise GoldError(f"{path} is no gold record: it does not say its kind")
    scored = record.get("scored", GROUPS)
    if unknown := sorted(set(scored) - {*GROUPS, "decisions", "notes"}):
        raise GoldError(
            f'{path}: "scored" names {", ".join(unknown)}; known are {", ".join(GROUPS)}'
        )
    whole = {"decisions"} if set(scored) >= set(GROUPS) else set()
    for group, (entries, keys) in _NEEDED.items():
        if group in whole.union(scored):
            _check_entries(path, entries, record.get(entries, ()), keys)
    return record


def _check_entries(path: Path, name: str, entries: Any, keys: tuple[str, ...]) -> None:
    for number, entry in enumerate(entries, 1):
        missing = [key for key in keys if not isinstance(entry, dict) or key not in entry]
        if missing:
            raise GoldError(
                f"{path}: entry {number} of {name} does not say its {', '.join(missing)}; add it,"
                ' or leave the group out of "scored"'
            )


def _score(document: Path, gold: Gold, parse: Callable[[Path], Minutes]) -> DocumentScore:
    minutes: Minutes | None = None
    message = ""
    try:
        minutes = parse(document)
    except ReadError as error:
        message = f"not read: {error}"
    except Exception as error:  # a crash is a bad result of this document, not of the others
        message = f"not read: {type(error).__name__}: {error}"
    return DocumentScore(
        name=document.stem,
        style=str(gold.get("style") or "?").split(" ")[0],
        status=minutes.status if minutes else "failed",
        partial=set(gold.get("scored", GROUPS)) != set(GROUPS),
        outcomes=judge(minutes, gold),
        coverage=minutes.coverage if minutes else None,
        message=message,
    )
