"""The documents say what is true: examples give the output shown, figures and links are current."""

from __future__ import annotations

import io
import itertools
import re
import runpy
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from pipeline.score import Score, score_folder
from quality import history, page, seeds
from quality.roundtrip import PER_STYLE, round_trip

PROJECT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.ja.md")
PAGES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in (*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"))
)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The contents of the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(name), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def score(request: pytest.FixtureRequest) -> Score:
    shared: Path = request.getfixturevalue("shared")
    return score_folder(shared / "formats" / "dev")


@pytest.fixture(scope="module")
def generated() -> Score:
    return round_trip(PER_STYLE)


# -- READMEs ----------------------------------------------------------------------------------


def test_the_example_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example, shown = blocks("README.md", "python")[0], blocks("README.md", "text")[0]
    script = tmp_path / "example.py"
    script.write_text(example, "utf-8")
    monkeypatch.chdir(PROJECT)
    printed = io.StringIO()
    with redirect_stdout(printed):
        runpy.run_path(str(script))
    assert printed.getvalue() == shown
    assert len(example.splitlines()) <= 12


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_the_two_commands(name: str) -> None:
    opening = "\n".join(text_of(name).splitlines()[:20])
    assert "make run" in opening
    assert "make test" in opening


@pytest.mark.parametrize("name", READMES)
def test_every_table_of_the_schema_is_listed(name: str) -> None:
    from pipeline.tables.schema import TABLES

    listed = set(re.findall(r"`(\w+)`", text_of(name)))
    assert {str(getattr(table, "name", table)) for table in TABLES} - listed == set()


# -- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.ja.md", "ja")])
def test_the_quality_table_is_what_is_measured(score: Score, name: str, language: str) -> None:
    assert page.block(text_of(name)) == page.readme_table(score, language), "run make quality"


@pytest.mark.parametrize(
    ("name", "language"), [("docs/quality.md", "en"), ("docs/quality.ja.md", "ja")]
)
def test_the_quality_page_is_what_is_measured(
    score: Score, generated: Score, name: str, language: str
) -> None:
    measured = page.quality_page(score, generated, history.load(), seeds.load(), language)
    assert text_of(name) == measured, "run make quality"


def test_no_figure_is_below_the_history(score: Score) -> None:
    entries = history.load()
    for gold, part in (("all", score), ("even", score.half("even"))):
        last = [entry for entry in entries if entry.gold == gold][-1]
        now = history.entry_of(part, date=last.date, version=last.version, gold=gold)
        assert history.fallen(last, now) == []


def test_a_fall_in_the_history_has_a_reason() -> None:
    for gold in history.HELD:
        entries = [entry for entry in history.load() if entry.gold == gold]
        for before, after in itertools.pairwise(entries):
            assert after.note or not history.fallen(before, after), after


# -- history and pages, on made-up figures ----------------------------------------------------


def entry(date: str, turns: float, note: str = "") -> history.Entry:
    figures = dict.fromkeys(history.HEADLINES, 0.9) | {"turns.strict": turns}
    return history.Entry(date, "0.1.0", "all", 69, figures, note)


def test_a_measurement_replaces_that_of_the_same_day_and_version() -> None:
    one, two, three = entry("2026-01-01", 0.8), entry("2026-01-01", 0.9), entry("2026-01-02", 0.9)
    assert history.recorded([], one) == [one]
    assert history.recorded([one], two) == [two]
    assert history.recorded([two], three) == [two]  # nothing new to say
    assert history.fallen(two, one) == ["turns.strict: 0.9000 -> 0.8000"]
    assert history.fallen(one, two) == []


def test_the_history_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    entries = [entry("2026-01-01", 0.8), entry("2026-01-02", 0.7, "gold corrected, see 012")]
    history.save(entries, tmp_path / "history.csv")
    assert history.load(tmp_path / "history.csv") == entries
    assert history.load(tmp_path / "absent.csv") == []


def test_a_block_is_replaced_and_the_rest_of_the_page_kept() -> None:
    before = "head\n<!-- quality:start -->\nold\n<!-- quality:end -->\nfoot\n"
    after = page.with_block(before, "new")
    assert page.block(after) == "new"
    assert after == before.replace("old", "new")
    with pytest.raises(ValueError, match="lacks"):
        page.with_block("no markers", "new")


# -- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_files_that_exist(name: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(name))
    local = [target for target in targets if "://" not in target]
    folder = (PROJECT / name).parent
    assert [target for target in local if not (folder / target).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_files_named_in_the_docs_exist(name: str) -> None:
    paths = re.findall(
        r"`((?:pipeline|tests|docs|quality|generator|notebooks)/[\w./-]+\.\w+)`", text_of(name)
    )
    real = [path for path in paths if "NNN" not in path and path != "quality/last.json"]
    assert [path for path in real if not (PROJECT / path).exists()] == []


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    for name in READMES:
        assert set(re.findall(r"\bmake ([a-z]+)", text_of(name))) <= targets


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:3] for path in sorted(PROJECT.glob("docs/decisions/*.md"))]
    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)
