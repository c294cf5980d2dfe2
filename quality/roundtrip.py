"""The round trip: generated minutes are written, read, and held against what was written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.__main__ import compose
from generator.convention import STYLES
from generator.render import as_text
from pipeline.score import Score, score_folder

__all__ = ["PER_STYLE", "SEED", "round_trip"]

SEED = 1
PER_STYLE = 10
"""As many documents of each style stand in the pages; more are a matter of ``round_trip``."""


def round_trip(per_style: int, *, styles: Iterable[str] = STYLES) -> Score:
    """The score over ``per_style`` documents of every one of the speaker styles, as plain text.

    The same numbers give the same documents.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in styles:
            for number in range(1, per_style + 1):
                written = compose(SEED, number, style=style, layout=None, turns=0)
                stem = folder / written.gold["file"]
                stem.with_suffix(".txt").write_text(as_text(written), "utf-8", newline="\n")
                stem.with_suffix(".json").write_text(json.dumps(written.gold), "utf-8")
        return score_folder(folder)
