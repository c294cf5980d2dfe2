"""What a document says elsewhere decides between near readings of its roster."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.parsing.roster.lattice import Lattice
from pipeline.parsing.roster.tokens import tokenize
from pipeline.reading import read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から\n場所　市役所3階 会議室\n"
)


def read(roster: str, *speakers: str) -> Minutes:
    body = "".join(f"（{s}）\nそれでは説明をお願いします。よろしいでしょうか。\n" for s in speakers)
    return parse(read_text(f"{HEAD}{roster}\n議題\n1 事業計画について\n2 その他\n\n{body}"))


READINGS = [
    # roster, speakers of the body, names, why (as explain tells it)
    # 曽我部 and 長谷部 end as departments do; the count says how many people they are.
    ("出席委員　曽我部 長谷部 園田 修", (), ["園田 修"], "as its words read"),
    (
        "出席委員（3名）　曽我部 長谷部 園田 修",
        (),
        ["曽我部", "長谷部", "園田 修"],
        "3 are counted",
    ),
    ("出席委員　３名　曽我部 長谷部 園田 修", (), ["曽我部", "長谷部", "園田 修"], "3 are counted"),
    # Who speaks is no department.
    (
        "出席委員　曽我部 長谷部 園田 修",
        ("長谷部委員", "会長"),
        ["長谷部", "園田 修"],
        "長谷部 speaks",
    ),
    # Nor is who stands where the other rows have a name.
    ("出席委員　曽我部、長谷部", (), [], "as its words read"),
    (
        "出席委員　長谷部\n森本\n大谷\n岸本",
        (),
        ["長谷部", "森本", "大谷", "岸本"],
        "as the other rows are",
    ),
    # Where a name glued to its post ends: as its neighbours do, as its bearer is called.
    ("事務局　三宅町民課長、大野課長補佐、林主査", (), ["三宅", "大野", "林"], ""),
    ("事務局　福留国保係長", ("会長", "福留係長"), ["福留"], "福留 speaks"),
]


@pytest.mark.parametrize(("roster", "speakers", "names", "why"), READINGS)
def test_evidence(roster: str, speakers: tuple[str, ...], names: list[str], why: str) -> None:
    minutes = read(roster, *speakers)
    assert [a.name for a in minutes.attendees] == names
    told = [line for line in minutes.evidence if line.startswith("roster line 4")]
    assert any(why in line for line in told) or not why


def test_a_count_that_no_reading_meets_changes_nothing() -> None:
    minutes = read("出席委員（5名）　曽我部 長谷部 園田 修")
    assert [a.name for a in minutes.attendees] == ["園田 修"]
    assert "head_count_mismatch" in {i.code for i in minutes.issues}


@pytest.mark.parametrize(
    ("roster", "mismatch"),
    [
        ("出席委員１２名（欠席３名）\n会長　森本佳代\n委員　西田悟", True),
        ("出席者　１２名（欠席３名）　森本佳代、西田悟", True),
        ("出席委員　3名中2名\n会長　森本佳代\n委員　西田悟", False),
        ("出席委員　2名\n会長　森本佳代\n委員　西田悟、ほか委員5名", False),
    ],
)
def test_counts_in_the_list_are_held_against_its_names(roster: str, mismatch: bool) -> None:
    assert ("head_count_mismatch" in {i.code for i in read(roster).issues}) == mismatch


@pytest.mark.parametrize(
    "line", ["会長 森本 佳代、委員 西田悟", "林 静 南 一", "久保館長 園部", ""]
)
def test_rivals_cost_what_they_say(line: str) -> None:
    """A rival's path, scored from scratch, is as much worse as its cost."""
    tokens = tokenize(line, line, 0)
    lattice = Lattice(tokens)
    assert lattice.labels == Lattice(tokens).labels
    for rival in lattice.rivals(3.0):
        path = [*lattice.labels]
        path[rival.start : rival.end] = rival.labels
        assert len(path) == len(tokens)
        cost = _score(lattice, lattice.labels) - _score(lattice, path)
        assert cost == pytest.approx(rival.cost)


def _score(lattice: Lattice, labels: list[str]) -> float:
    own = sum(of[label] for of, label in zip(lattice._own, labels, strict=True))
    steps = zip(lattice._steps, pairwise(labels), strict=True)
    ends = -6.0 * (labels[0] in ("G", "GR")) - 9.0 * (labels[-1] == "F") if labels else 0.0
    return own + sum(of[pair] for of, pair in steps) + ends
