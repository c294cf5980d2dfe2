"""Every block of Python in docs/recipes.md runs, and finds something in the sample documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.language import annotate
from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.tables.rows import table_rows
from pipeline.tables.writers import write_tables

PROJECT = Path(__file__).resolve().parents[1]


def test_recipes_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = sorted((PROJECT / "data" / "raw").iterdir())
    rows = [table_rows(annotate(parse(read_document(path))), path=path.name) for path in samples]
    write_tables(rows, tmp_path / "data" / "processed", ["parquet"])
    monkeypatch.chdir(tmp_path)
    page = (PROJECT / "docs" / "recipes.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs/recipes.md", "exec"), names)
    assert "Empty DataFrame" not in capsys.readouterr().out
    for name in ("lines", "found", "shares", "decisions", "steps", "pairs"):
        assert len(names[name]) > 0, name
