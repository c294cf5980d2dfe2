"""Every page is there in both languages, and both say the same: code, names, figures, links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in (PROJECT / "README.md", *PROJECT.glob("docs/*.md"))
    if not path.name.endswith(".ja.md")
)
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(^|  )# .*$", re.MULTILINE)
_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FIGURE = re.compile(r"\d[\d,]*\.\d+|\d[\d,]*\d")  # a figure of one digit may be a word
_ENGLISH = re.compile(r"(?:\b[A-Za-z]+\b[ ,]+){6,}")


class Section(NamedTuple):
    """What the part of a page below one heading names."""

    level: int
    code: list[tuple[str, str]]
    names: set[str]
    figures: set[str]
    links: set[str]
    rows: int
    items: int


def japanese(name: str) -> str:
    return name.replace(".md", ".ja.md")


def text_of(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def prose(text: str) -> str:
    """The text without code, and without the addresses of links."""
    return _LINK.sub("]", _SPAN.sub("", _BLOCK.sub("", text)))


def section(text: str) -> Section:
    rest = _BLOCK.sub("", text)
    names = {re.sub(r"\s+", " ", span) for _, span in _SPAN.findall(rest)}
    return Section(
        level=len(text) - len(text.lstrip("#")),
        code=[(language, _COMMENT.sub(r"\1#", code)) for language, code in _BLOCK.findall(text)],
        names=names,
        figures=set(_FIGURE.findall(prose(text))),
        links={target.replace(".ja.md", ".md") for target in _LINK.findall(rest)},
        rows=len(re.findall(r"^\|", rest, re.MULTILINE)),
        items=len(re.findall(r"^(?:- |\d\. )", rest, re.MULTILINE)),
    )


def sections(name: str) -> list[str]:
    """The page cut at its headings; `#` inside of code is none."""
    text = text_of(name)
    code = [match.span() for match in _BLOCK.finditer(text)]
    starts = [
        match.start()
        for match in re.finditer(r"^#{1,4} ", text, re.MULTILINE)
        if not any(begin < match.start() < end for begin, end in code)
    ]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_and_its_translation_name_the_same(name: str) -> None:
    ours, theirs = sections(name), sections(japanese(name))
    assert [section(text).level for text in ours] == [section(text).level for text in theirs]
    for one, other in zip(ours, theirs, strict=True):
        expected, found = section(one)._asdict(), section(other)._asdict()
        found["names"] &= expected["names"]  # a translation may name more, to explain
        assert found == expected, f"{japanese(name)}, the section {one.splitlines()[0]!r}"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_left_in_english(name: str) -> None:
    assert _ENGLISH.findall(prose(text_of(japanese(name)))) == []


def test_every_translation_has_an_original() -> None:
    found = {path.relative_to(PROJECT).as_posix() for path in PROJECT.glob("docs/*.ja.md")}
    assert found == {japanese(name) for name in PAGES} - {"README.ja.md"}
