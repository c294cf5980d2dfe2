"""The same minutes, written with other characters, give the same records; in every convention.

The documents are the generator's, one of every style of marking speakers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from generator.__main__ import compose
from generator.convention import STYLES
from generator.render import as_text
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_text

_SEED = 11


def other_width(text: str) -> str:
    """Exchange full and half width of digits, letters and marks; spaces stay."""
    half = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
    full = {wide: narrow for narrow, wide in half.items()}
    return "".join(half.get(char) or full.get(char) or char for char in text)


def with_page_numbers(text: str) -> str:
    """Put a page number between lines that a blank line or an indent parts anyway, as feet do."""
    out: list[str] = []
    page = since = 0
    for line in text.split("\n"):
        if since >= 30 and line.startswith(("　", "○", "【", "（", "(")) and out[-1].endswith("。"):
            page, since = page + 1, 0
            out.append(f"- {page} -")
        out.append(line)
        since += 1
    return "\n".join(out)


CHANGES: dict[str, Callable[[str], str]] = {
    "width": other_width,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "blank lines at the end": lambda text: text + "\n\n\n",
    "spaces at the ends of lines": lambda text: text.replace("\n", "　\n"),
    "page numbers": with_page_numbers,
}


def same(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def records(minutes: Minutes) -> dict[str, object]:
    meeting = minutes.meeting
    return {
        "meeting": [same(v) for v in (meeting.body, meeting.session, meeting.place)]
        + [str(v) for v in (meeting.date, meeting.opened, meeting.closed, meeting.observers)],
        "attendees": [(same(a.name), a.group, same(a.role), a.present) for a in minutes.attendees],
        "agenda": [(same(a.number), same(a.title), a.level) for a in minutes.agenda],
        "cases": [(same(c.title), c.outcome, c.status) for c in minutes.cases],
        "turns": [(same(t.speaker), same(t.text), t.speaker_group) for t in minutes.turns],
        "decisions": [(same(d.text), d.outcome) for d in minutes.decisions],
    }


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return {
        style: as_text(compose(_SEED, 1, style=style, layout=None, turns=25)) for style in STYLES
    }


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("style", STYLES)
def test_the_records_stay_the_same(written: dict[str, str], style: str, change: str) -> None:
    before, changed = written[style], CHANGES[change](written[style])
    assert changed != before or change == "page numbers"
    expected, found = records(parse(read_text(before))), records(parse(read_text(changed)))
    assert found == expected


def test_a_line_of_many_digits_is_read() -> None:
    # Python refuses to make a number of more than 4,300 digits.
    minutes = parse(read_text("第1回審議会会議録\n" + "1" * 5_000 + "\n○委員　はい。\n"))
    assert minutes.document.lines
