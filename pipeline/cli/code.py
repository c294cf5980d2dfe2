"""``gijiroku code``: KH Coder's coding rules over a converted folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.batch.errors import RunError, UsageError
from pipeline.cli.terminal import messages, plain

__all__ = ["run"]


def run(folder: Path, rules: Path, out: Path, *, by: Sequence[str], unit: str) -> None:
    """Write the codes of a converted folder, and say how often each was given.

    Raises:
        UsageError: ``folder`` was not made by ``convert``, a rule cannot be used, or ``by`` names
            no column.
        RunError: ``out`` cannot be written.
    """
    from pipeline.coding import CodingError, code_folder
    from pipeline.tables.folder import FolderError

    try:
        coded = code_folder(folder, rules, out, by=by, unit=unit)
    except (CodingError, FolderError) as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise RunError(f"The codes cannot be written to {out}: {error.strerror}.") from error
    hits = "\n".join(f"{count:7,}  {name}" for name, count in coded.hits.items())
    said = f"{hits}\nof {coded.units:,} {unit}s, in {len(coded.files)} files: {out}"
    messages().print(plain(said), soft_wrap=True)
