"""Reading the one file that a command names."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from pipeline.batch.errors import UsageError
from pipeline.batch.settings import Settings
from pipeline.cli.terminal import messages, plain
from pipeline.corrections import CorrectionError, CorrectionWarning, read_edits
from pipeline.verbs import Minutes, read

__all__ = ["read_one"]


def read_one(
    path: Path,
    *,
    tags: bool,
    profile: str | None = None,
    lexicons: Sequence[Path] = (),
    corrections: Sequence[Path] = (),
) -> Minutes:
    """Read a document that must be there.

    Raises:
        UsageError: there is no such file, profile, lexicon or file of corrections, or it is a
            folder.
        pipeline.ReadError: it cannot be read.
    """
    if not path.exists():
        raise UsageError(f"There is no file {str(path)!r}. Check the spelling, or the folder.")
    if path.is_dir():
        raise UsageError(
            f"{str(path)!r} is a folder. Name one file in it, or use: gijiroku convert"
        )
    Settings(profile=profile, lexicons=tuple(lexicons)).check()
    try:
        for remark in read_edits(corrections).remarks:
            messages().print(plain(remark.message, "yellow"), soft_wrap=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CorrectionWarning)  # said already, without Python's own
            return read(
                path, profile=profile, tags=tags, lexicons=lexicons, corrections=corrections
            )
    except CorrectionError as error:
        raise UsageError(str(error)) from error
