"""Files of a folder that come to be together, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["all_or_none"]


@contextmanager
def all_or_none(out: Path) -> Iterator[Path]:
    """Give a folder to write files into, which move to ``out`` if nothing fails.

    ``out`` is made if missing. Files of the same names there are replaced, others left alone.

    Raises:
        OSError: ``out`` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out))
    try:
        yield unfinished
        for path in sorted(unfinished.iterdir()):
            path.replace(out / path.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
