"""Round trip: what the generator wrote, in every convention, is read back.

The floors are below what was measured when they were set; raise them, never lower them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.__main__ import compose
from generator.convention import STYLES
from generator.render import as_html, as_text, save_pdf
from pipeline.score import score_folder

FLOORS = {"header": 0.97, "roster.strict": 0.9, "agenda": 0.9, "turns.strict": 0.95}
_DOCUMENTS = 3  # of every style


def write_series(folder: Path, suffix: str, styles: tuple[str, ...], count: int) -> None:
    for style in styles:
        for number in range(1, count + 1):
            written = compose(31, number, style=style, layout=None, turns=12)
            stem = folder / str(written.gold["file"])
            stem.with_suffix(".json").write_text(json.dumps(written.gold), encoding="utf-8")
            if suffix == ".pdf":
                save_pdf(written, stem.with_suffix(suffix))
            else:
                text = as_html(written) if suffix == ".html" else as_text(written)
                stem.with_suffix(suffix).write_text(text, encoding="utf-8", newline="\n")


def figures(folder: Path) -> Mapping[str, float]:
    score = score_folder(folder)
    return {measure: score.tally(measure).f1 for measure in FLOORS}


@pytest.mark.parametrize(
    ("suffix", "styles", "count"),
    [
        (".txt", STYLES, _DOCUMENTS),
        (".html", STYLES, 1),
        (".pdf", ("A", "B2", "C1", "D1", "F1", "H1"), 1),
    ],
)
def test_records_are_read_back(
    suffix: str, styles: tuple[str, ...], count: int, tmp_path: Path
) -> None:
    write_series(tmp_path, suffix, styles, count)
    found = figures(tmp_path)
    assert {name: value for name, value in found.items() if value < FLOORS[name]} == {}
