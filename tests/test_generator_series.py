"""What holds for every document of the generator, and for the samples made with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import compose
from generator.convention import LAYOUTS, STYLES
from generator.layout import Written
from generator.render import as_text
from generator.samples import samples, save_samples

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RAW = ROOT / "data" / "raw"


def document(style: str, number: int = 1) -> Written:
    return compose(7, number, style=style, layout=None, turns=0)


def squeezed(text: str) -> str:
    """The text without white space and the page numbers that stand between its lines."""
    lines = (line for line in text.split("\n") if not re.fullmatch(r"(- ?)?[0-9]+( ?-)?", line))
    return re.sub(r"\s", "", "".join(lines))


def facts(gold: dict[str, Any]) -> list[str]:
    """Every string of a gold record that must stand in the document as it is."""
    return [
        *(person["name"] for person in gold["attendees"]),
        *gold["agenda"],
        *(turn["text"] for turn in gold["turns"] if len(turn["text"]) < 400),
        *gold["stage_directions"],
        *gold["headings"],
        *(decision["text"] for decision in gold["decisions"]),
        *(section["text"] for section in gold["sections"]),
        *(case["title"] for case in gold["cases"]),
        gold["body"],
        gold["session"],
        gold["place"],
    ]


@pytest.mark.parametrize("style", STYLES)
def test_every_fact_of_the_gold_stands_in_the_document(style: str) -> None:
    for number in range(1, 6):
        written = document(style, number)
        text = squeezed(as_text(written))
        # Stage directions inside a speech and 「」 around it part what the gold joins.
        parts = [part for fact in facts(written.gold) for part in fact.split("\n")]
        assert [part for part in parts if squeezed(part) not in text] == []


@pytest.mark.parametrize("style", STYLES)
def test_turns_stand_in_order_behind_their_labels(style: str) -> None:
    written = document(style)
    text, place = squeezed(as_text(written)), 0
    for turn in written.gold["turns"]:
        first = squeezed(turn["text"].partition("\n")[0])
        start = text.index(first, place)
        if style not in ("I4", "H2"):
            assert turn["speaker"] in text[place:start]
        place = start + len(first)


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_document(style: str) -> None:
    first, again = document(style), document(style)
    assert (as_text(first), first.gold) == (as_text(again), again.gold)
    assert as_text(first) != as_text(document(style, 2))


@pytest.mark.parametrize("turns", [5, 40, 300])
def test_meetings_are_about_as_long_as_asked(turns: int) -> None:
    spoken = len(compose(3, 1, style="B2", layout=None, turns=turns).gold["turns"])
    assert turns * 0.7 <= spoken <= turns * 1.3 + 20


@pytest.mark.parametrize("style", STYLES)
def test_gold_has_the_keys_of_the_guide(style: str) -> None:
    gold = document(style).gold
    assert {"file", "kind", "style", "body", "session", "date", "opened", "closed"} <= set(gold)
    assert gold["style"] == style.partition("_")[0]
    assert {person["group"] for person in gold["attendees"]} <= {"委員", "実施機関", "事務局"}
    assert bool(gold["turns"]) == (style not in ("K", "H2"))
    assert ("scored" in gold) == (style == "H2")


def test_meetings_close_after_they_opened() -> None:
    for number in range(1, 60):
        gold = compose(5, number, style=None, layout=None, turns=5).gold
        assert gold["closed"] is None or gold["opened"] < gold["closed"]


# -- samples --------------------------------------------------------------------------------


def test_data_raw_is_what_the_generator_writes(tmp_path: Path) -> None:
    save_samples(tmp_path)
    assert {path.name for path in RAW.iterdir()} == {path.name for path in tmp_path.iterdir()}
    changed = [
        path.name
        for path in tmp_path.iterdir()
        if path.read_bytes() != (RAW / path.name).read_bytes()
    ]
    assert changed == [], "run `make samples`"


def test_samples_are_small_and_of_many_kinds() -> None:
    assert sum(path.stat().st_size for path in RAW.iterdir()) < 400_000
    found = list(samples())
    assert {Path(sample.name).suffix for sample in found} == {".txt", ".pdf", ".html"}
    assert "cp932" in {sample.encoding for sample in found}
    assert len({sample.written.convention.style for sample in found}) >= 8


def test_a_case_is_continued_at_the_next_meeting() -> None:
    golds = {sample.name: sample.written.gold for sample in samples()}
    first = golds["mishima_kojinjoho_041.txt"]
    second = golds["mishima_kojinjoho_042.txt"]
    left = [case["title"] for case in first["cases"] if case["outcome"] == "継続審議"]
    assert left == [case["title"] for case in second["cases"] if case["continued"]]
    assert [case["status"] for case in first["cases"]][-1] == "deferred"
    members = [
        {p["name"] for p in gold["attendees"] if p["group"] == "委員"} for gold in (first, second)
    ]
    assert members[0] == members[1]


def test_every_sample_says_that_it_is_fictional() -> None:
    for sample in samples():
        assert "架空" in sample.written.blocks[-1].text


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the shared seed is not here")
def test_nobody_of_the_seed_is_among_the_people() -> None:
    seed = json.loads((SHARED / "seed" / "suita_074.gold.json").read_text(encoding="utf-8"))
    real = {person["family_name"] + person["given_name"] for person in seed["attendance"]}
    series = [compose(1, number, style="B2", layout=None, turns=5) for number in range(1, 40)]
    series += [sample.written for sample in samples()]
    people = {
        person["name"].replace(" ", "")
        for written in series
        for person in written.gold["attendees"]
    }
    assert people
    assert not people & real


# -- command line ---------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_can_be_asked_for_by_name(layout: str) -> None:
    assert compose(1, 1, style=None, layout=layout, turns=5).gold["attendees"]


def test_command_writes_documents_with_their_gold(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", "--out", str(tmp_path), "--count", "2"]
    subprocess.run(
        [*command, "--style", "B2", "--format", "txt,pdf,html"], cwd=ROOT, check=True, timeout=120
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"b2_1_{number}.{suffix}"
        for number in ("001", "002")
        for suffix in ("html", "json", "pdf", "txt")
    ]
