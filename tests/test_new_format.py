"""docs/new-format.md does what it says, and every layout kept in tests/layouts is read right."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from pipeline.score import score_folder

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "new-format.md").read_text("utf-8")
LAYOUTS = PROJECT / "tests" / "layouts"
SCORE = """
import sys
from pathlib import Path
from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.score import score_folder
folder = Path(sys.argv[1])
print(*(error for d in score_folder(folder).documents for error in d.errors), sep="\\n")
print("issues", *(i.code for i in parse(read_document(folder / "circle.txt")).issues))
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def add_words(file: Path, entry: dict[str, Any]) -> None:
    """Put the words of an entry at the head of the lists (or strings) that the file has."""
    text = file.read_text("utf-8")
    fields = entry.get("fields", entry)
    for name, words in fields.items():
        new = words if isinstance(words, str) else ", ".join(f'"{word}"' for word in words) + ", "
        opening = f'{name} = "' if isinstance(words, str) else f"{name} = ["
        assert text.count(f"\n{opening}") == 1
        text = text.replace(f"\n{opening}", f"\n{opening}{new}")
    file.write_text(text, "utf-8")


def errors(home: Path, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCORE, str(folder)],
        cwd=home,
        env={"PYTHONPATH": str(home), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def test_the_page_leads_to_a_layout_that_is_read_right(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "pipeline", tmp_path / "pipeline")
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "circle.txt").write_text(blocks("text")[0], "utf-8")
    (folder / "circle.json").write_text(blocks("json")[0], "utf-8")
    assert len(errors(tmp_path, folder)) > 3
    for number, block in enumerate(blocks("toml"), start=1):
        name = block.splitlines()[0].removeprefix("# ")
        path = tmp_path / "pipeline" / "data" / "conventions" / name
        add_words(path, tomllib.loads(block))
        if number == 1:
            wrong = " ".join(errors(tmp_path, folder))
            assert "roster.strict: 3 of 3 right, extra 世話人" in wrong
            assert "header" not in wrong
            assert "agenda" not in wrong
    assert errors(tmp_path, folder) == ["issues"]


def test_every_layout_that_was_added_is_read_without_error() -> None:
    """Decisions, notes and cases count where a layout settles them."""
    wrong = {}
    for document in score_folder(LAYOUTS).documents:
        if document.errors:
            wrong[document.name, "errors"] = document.errors
        gold = json.loads((LAYOUTS / f"{document.name}.json").read_text("utf-8"))
        settled = {"decisions", "notes"} & set(gold.get("scored", ()))
        for measure in settled | ({"cases.strict"} & document.outcomes.keys()):
            outcome = document.outcomes[measure]
            if outcome.missed or outcome.extra:
                wrong[document.name, measure] = [*outcome.missed, *outcome.extra]
    assert wrong == {}
