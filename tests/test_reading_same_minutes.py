"""The same minutes in every format give the same meeting, people, cases, speech and decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generator.__main__ import compose
from generator.layout import Written
from generator.pdf import Paragraph
from generator.producers import PRODUCERS, missing, save_docx, save_pdfs
from generator.render import as_html, as_text
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

# Labels before a colon, in brackets, after a circle with names; questions and answers; in prose.
STYLES = ["A", "B5", "D1", "E", "H1_stacked", "I4"]
FORMS = ["html", "docx", *PRODUCERS]
SaveOf = Callable[[str], Path]


@cache
def written(style: str) -> Written:
    return compose(3, 1, style=style, layout=None, turns=20)


@cache
def from_text(style: str) -> dict[str, object]:
    return facts(parse(read_text(as_text(written(style)))))


def paragraphs(style: str) -> list[Paragraph | str]:
    return [Paragraph(block.text, indent=block.indent) for block in written(style).blocks]


@pytest.fixture(scope="module", params=FORMS)
def saved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SaveOf:
    """The documents in one format, made all at once: programs take long to start."""
    form, folder = request.param, tmp_path_factory.mktemp("same")
    if form in PRODUCERS:
        if wanting := missing(form):
            pytest.skip(f"needs {wanting}")
        save_pdfs(form, {folder / f"{style}.pdf": paragraphs(style) for style in STYLES})
        return lambda style: folder / f"{style}.pdf"
    for style in STYLES:
        if form == "html":
            (folder / f"{style}.html").write_text(as_html(written(style)), encoding="utf-8")
        else:
            save_docx(folder / f"{style}.docx", paragraphs(style))
    return lambda style: folder / f"{style}.{form}"


def facts(minutes: Minutes) -> dict[str, object]:
    """What must not depend on the format; white space aside, which files keep as they can."""
    meeting = minutes.meeting
    assert meeting is not None
    return {
        "meeting": (meeting.body, meeting.session, meeting.date, meeting.opened, meeting.closed),
        "place": squeezed(meeting.place),
        "attendees": [
            (squeezed(person.name), person.group, person.role, person.present)
            for person in minutes.attendees
        ],
        "cases": [(case.kind, squeezed(case.title), case.outcome) for case in minutes.cases],
        "turns": [(turn.speaker, squeezed(turn.text)) for turn in minutes.turns],
        "decisions": [(found.outcome, squeezed(found.text)) for found in minutes.decisions],
    }


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("style", STYLES)
def test_the_same_minutes(saved: SaveOf, style: str) -> None:
    assert facts(parse(read_document(saved(style)))) == from_text(style)


def test_the_comparison_has_something_to_compare() -> None:
    for style in STYLES:
        found = from_text(style)
        for name in ("attendees", "cases", "turns", "decisions"):
            assert found[name], (style, name)
