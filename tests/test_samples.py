"""The sample documents are read back as they were invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pipeline
from generator.samples import Sample, samples
from pipeline.score import score_folder

DATA = Path(__file__).parents[1] / "data" / "raw"


@pytest.mark.parametrize("sample", list(samples()), ids=lambda sample: Path(sample.name).stem)
def test_a_sample_has_no_error(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / sample.name
    path.write_bytes((DATA / sample.name).read_bytes())
    gold = json.dumps(sample.written.gold, ensure_ascii=False)
    path.with_suffix(".json").write_text(gold, encoding="utf-8")
    (document,) = score_folder(tmp_path, suffix=path.suffix).documents
    assert not document.errors


@pytest.mark.parametrize("name", ["mishima_kojinjoho_041.txt", "mishima_kojinjoho_042.txt"])
def test_a_department_under_a_heading_is_no_section(name: str) -> None:
    minutes = pipeline.read(DATA / name)
    assert [s.path for s in minutes.sections[:3]] == [
        "諮問内容/対象業務",
        "諮問内容/概要/目的",
        "諮問内容/概要/効果",
    ]
