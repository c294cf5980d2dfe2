"""The same minutes on other pages: wrapped at another width, with other page breaks, as PDF.

The documents are the generator's, one of every style of marking speakers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_parsing_invariance import records

from generator.__main__ import compose
from generator.convention import STYLES
from generator.layout import Written
from generator.render import as_text, save_pdf
from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

_SEED = 11
_ROWS = (30, 47)
"""Lines on a page."""


def _page(written: Written, **page: object) -> str:
    settings = {**written.convention.page, "flat": False, "numbers": "", **page}
    return as_text(replace(written, convention=replace(written.convention, page=settings)))


def _paged(text: str, rows: int) -> str:
    lines = text.splitlines()
    pages = [lines[first : first + rows] for first in range(0, len(lines), rows)]
    return "\n".join(
        line for number, page in enumerate(pages, 1) for line in (*page, f"- {number} -")
    )


@pytest.fixture(scope="module")
def written() -> dict[str, Written]:
    return {style: compose(_SEED, 1, style=style, layout=None, turns=25) for style in STYLES}


@pytest.mark.parametrize("wrap", [33, 44])
@pytest.mark.parametrize("style", STYLES)
def test_wrapped_at_another_width(written: dict[str, Written], style: str, wrap: int) -> None:
    expected = records(parse(read_text(_page(written[style], wrap=0))))
    assert records(parse(read_text(_page(written[style], wrap=wrap)))) == expected


@pytest.mark.parametrize("rows", _ROWS)
@pytest.mark.parametrize("style", STYLES)
def test_page_breaks_elsewhere(written: dict[str, Written], style: str, rows: int) -> None:
    text = _page(written[style], wrap=38)
    assert records(parse(read_text(_paged(text, rows)))) == records(parse(read_text(text)))


@pytest.mark.parametrize("style", STYLES)
def test_text_drawn_as_pdf(written: dict[str, Written], style: str, tmp_path: Path) -> None:
    path = tmp_path / "drawn.pdf"
    save_pdf(written[style], path)
    expected = records(parse(read_text(_page(written[style], wrap=0))))
    assert records(parse(read_document(path))) == expected
