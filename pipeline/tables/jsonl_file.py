"""JSON Lines: a meeting a line, nested."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.tables.nested import json_schema, nested_record
from pipeline.tables.schema import Table

if TYPE_CHECKING:
    from pipeline.tables.parts import Part

__all__ = ["JsonlFile", "jsonl_text"]


class JsonlFile:
    """Writes ``minutes.jsonl``, and its JSON Schema beside it.

    Documents without a meeting have no line.

    Args:
        folder: where to write.
        tables: not used; a line holds every table that belongs to a meeting.
    """

    def __init__(self, folder: Path, tables: Sequence[Table]) -> None:
        schema = json.dumps(json_schema(), ensure_ascii=False, indent=1)
        (folder / "minutes.schema.json").write_text(schema + "\n", encoding="utf-8")
        self._stream = (folder / "minutes.jsonl").open("wb")

    def add(self, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """Write the line of a document, if it has one."""
        self._stream.write(jsonl_text(rows))

    def join(self, part: Part) -> None:
        """Write the lines of a part."""
        self._stream.write(part.jsonl)

    def finish(self) -> None:
        """Complete the file."""
        self._stream.flush()

    def release(self) -> None:
        """Let go of the file, complete or not."""
        self._stream.close()


def jsonl_text(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    """Return the line of a document; nothing if it has no meeting."""
    if not rows.get("meetings"):
        return b""
    text = json.dumps(nested_record(rows), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"
