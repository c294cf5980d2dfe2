"""``export``: a converted folder becomes files of one format, all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.exports import akn, gold, khcoder, kokkai, quanteda, tei
from pipeline.tables.all_or_none import all_or_none
from pipeline.tables.folder import ConvertedFolder, MeetingRows, plain_rows

__all__ = ["FORMATS", "Exported", "export"]

_TABLES = (
    "attendees",
    "cases",
    "sections",
    "turns",
    "exchanges",
    "decisions",
    "notes",
    "tags",
    "citations",
)

_WRITERS: Final[Mapping[str, Callable[[Iterable[MeetingRows], Path], dict[str, int]]]] = {
    "akn": akn.write,
    "tei": tei.write,
    "kokkai": kokkai.write,
    "khcoder": khcoder.write,
    "quanteda": quanteda.write,
    "gold": gold.write,
}

FORMATS: Final = tuple(_WRITERS)
"""Names of the formats, as ``--to`` takes them."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        files: the files, sorted by name.
        counts: records written, by what they are (``meetings``, ``turns``, …).
        why_none: where no meeting was written, what the folder holds instead; else empty.
    """

    files: tuple[Path, ...]
    counts: Mapping[str, int]
    why_none: str = ""


def export(folder: Path, to: str, out: Path) -> Exported:
    """Write the meetings of a converted folder in the format of another tool.

    Files of the same names in ``out`` are replaced, others left alone. Nothing is written if
    something fails.

    Args:
        folder: the ``out`` of an earlier ``convert``.
        to: one of :data:`FORMATS`.
        out: the folder to write into; made if missing.

    Raises:
        ValueError: there is no such format.
        pipeline.tables.folder.FolderError: ``folder`` was not made by ``convert``.
        OSError: ``out`` cannot be written.
    """
    if to not in _WRITERS:
        raise ValueError(f"there is no export {to!r}; there are {', '.join(FORMATS)}")
    converted = ConvertedFolder(folder)
    meetings = converted.meetings(gold.TABLES if to == "gold" else _TABLES)
    with all_or_none(out) as unfinished:
        counts = _WRITERS[to](meetings, unfinished)
        names = sorted(path.name for path in unfinished.iterdir())
    why_none = "" if counts.get("meetings", 1) else _why_none(converted)
    return Exported(tuple(out / name for name in names), counts, why_none)


def _why_none(converted: ConvertedFolder) -> str:
    """Say what became of the documents of a folder without a meeting."""
    documents = plain_rows(converted.read("documents"))
    fates = Counter(
        "no minutes" if row["kind"] == "not_minutes" else row["status"] for row in documents
    )
    said = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())) or "none"
    return (
        f"{converted.path} holds the minutes of no meeting. Its documents: {said} (table "
        "documents, columns status, kind and message)."
    )
