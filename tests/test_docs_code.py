"""Every block of code in the docs runs as it stands, with the sample documents."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pipeline

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADER = """令和4年度第2回青葉台まちづくり審議会 会議録
日時　令和4年9月14日（水）午後2時から午後3時まで
場所　青葉台市役所 第1会議室
出席者　会長 佐藤隆、委員 西田悟、委員 大谷直美
議題　(1) 秋祭りの進め方について
議事
"""


def blocks(page: Path, language: str) -> list[str]:
    return [code for name, code in _BLOCK.findall(page.read_text("utf-8")) if name == language]


PAGES = sorted(  # a translation has the same blocks, see below
    page.name
    for page in DOCS.glob("*.md")
    if (blocks(page, "python") or blocks(page, "sh")) and ".ja." not in page.name
)


def translated() -> list[str]:
    return sorted(page.name.replace(".ja.", ".") for page in DOCS.glob("*.ja.md"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make run`` leaves it, with the rules that a page talks of."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(PROJECT / "data" / "raw", folder / "data" / "raw")
    pipeline.convert([folder / "data" / "raw"], out=folder / "data" / "processed")
    (folder / "theme.cod").write_text(blocks(DOCS / "coding.md", "cod")[0], "utf-8")
    (folder / "mine.toml").write_text(blocks(DOCS / "lexicons.md", "toml")[0], "utf-8")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_the_blocks_of_a_page_run_in_their_order(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands of ``gijiroku`` in blocks of sh, and all of Python."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, Any] = {}
    for language, block in _BLOCK.findall((DOCS / name).read_text("utf-8")):
        if language == "python":
            exec(compile(block, name, "exec"), names)
        elif language == "sh":
            for line in block.splitlines():
                if line.startswith("gijiroku "):
                    run_command(line)
    if "recipes" in name:
        assert "Empty DataFrame" not in capsys.readouterr().out
        for found in ("lines", "found", "shares", "decisions", "steps", "pairs"):
            assert len(names[found]) > 0, found


def run_command(line: str) -> None:
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *line.split()[1:]]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("name", translated())
def test_a_translation_has_the_code_of_the_original(name: str) -> None:
    original, other = (DOCS / each for each in (name, name.replace(".md", ".ja.md")))
    assert _BLOCK.findall(original.read_text("utf-8")) == _BLOCK.findall(other.read_text("utf-8"))


def formats() -> list[tuple[str, str]]:
    page = (DOCS / "formats.md").read_text("utf-8")
    return re.findall(r"^## (\w+)\n\n.*?\n\n```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("convention", "example"), formats())
def test_an_example_of_a_format_is_read_as_the_page_says(convention: str, example: str) -> None:
    minutes = pipeline.read(text=_HEADER + example)
    assert (minutes.convention or "none").split()[0] == convention
    assert len(minutes.turns) == (0 if convention == "none" else 4)
    assert not minutes.issues


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    for page in ("index.html", "tutorial.html", "ja/tutorial.html", "ja/tables.html"):
        html = (tmp_path / page).read_text("utf-8")
        assert "<main" in html
        assert not re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?)"', html)
