"""What the pages about lexicons and coding rules show is what works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from table_samples import rows, written

import pipeline
from pipeline.coding import read_rules
from pipeline.language.lexicon import load_lexicon
from pipeline.parsing.profile import load_profile

DOCS = Path(__file__).resolve().parents[1] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_rules_of_the_page_can_be_read() -> None:
    (rules,) = blocks("coding.md", "cod")
    assert [code.name for code in read_rules(rules)] == [
        "費用",
        "根拠を問う",
        "委員が費用の根拠を問う",
    ]


@pytest.mark.parametrize("page", ["coding.md", "lexicons.md"])
def test_the_code_of_the_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    sample = rows()
    more = dict(sample["speeches"][0], turn_id="more", speaker_group="事務局", text="費用の説明")
    written(
        tmp_path / "data" / "processed", {**sample, "speeches": [*sample["speeches"], more]}, "csv"
    )
    rules = blocks("coding.md", "cod")[0]
    (tmp_path / "theme.cod").write_text(rules, "utf-8")
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(page, "python")
    names: dict[str, Any] = {}
    exec(compile(code, page, "exec"), names)
    assert isinstance(names["pipeline"], type(pipeline))


def test_the_files_of_the_page_can_be_used(tmp_path: Path) -> None:
    lexicon, profile = blocks("lexicons.md", "toml")
    (tmp_path / "mine.toml").write_text(lexicon, "utf-8")
    assert {term.term for term in load_lexicon(tmp_path / "mine.toml").terms} == {
        "図書館",
        "貸出し",
        "蔵書",
        "分館",
    }
    (tmp_path / "own.toml").write_text(profile, "utf-8")
    pinned = load_profile(str(tmp_path / "own.toml"))
    assert pinned.laws == (("条例", "北浜市個人情報保護条例"),)
    assert pinned.name_now("北浜市個人情報保護運営審議会") == "北浜市個人情報保護審議会"
