"""The same minutes in every format give the same meeting, people, cases, speech and decisions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from generator.__main__ import compose
from generator.layout import Written
from generator.pdf import Paragraph
from generator.producers import PRODUCERS, missing, save_docx
from generator.render import as_html, as_text
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

# Labels before a colon, in brackets, after a circle with names; questions and answers; in prose.
STYLES = ["A", "B5", "D1", "E", "H1_stacked", "I4"]
FORMS = ["html", "docx", *PRODUCERS]


@cache
def written(style: str) -> Written:
    return compose(3, 1, style=style, layout=None, turns=20)


@cache
def from_text(style: str) -> dict[str, object]:
    return facts(parse(read_text(as_text(written(style)))))


def save(path: Path, document: Written, form: str) -> None:
    paragraphs = [Paragraph(block.text, indent=block.indent) for block in document.blocks]
    if form == "html":
        path.write_text(as_html(document), encoding="utf-8")
    elif form == "docx":
        save_docx(path, paragraphs)
    else:
        PRODUCERS[form](path, paragraphs)


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


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("style", STYLES)
def test_the_same_minutes(tmp_path: Path, style: str, form: str) -> None:
    if form in PRODUCERS and (wanting := missing(form)):
        pytest.skip(f"needs {wanting}")
    path = tmp_path / ("a.pdf" if form in PRODUCERS else f"a.{form}")
    save(path, written(style), form)
    assert facts(parse(read_document(path))) == from_text(style)


def test_the_comparison_has_something_to_compare() -> None:
    for style in STYLES:
        found = from_text(style)
        for name in ("attendees", "cases", "turns", "decisions"):
            assert found[name], (style, name)
