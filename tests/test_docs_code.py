"""Every block of code in the docs runs as it stands, with the sample documents."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from openpyxl import load_workbook

import pipeline
from generator.render import as_text
from generator.samples import samples
from pipeline.cli import main

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# "Save this as `theme.cod`:", and the block that follows
_SAVED = re.compile(
    r"^[^\n]*[Ss]ave this as `([^`]+)`[^\n]*\n+^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
# A block, or the rows of a table of what to write into which cell of a workbook
_STEP = re.compile(
    _BLOCK.pattern + r"|^\| sheet \| row of \| column \| write [^\n]*\n[^\n]*\n((?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
_HEADER = """令和4年度第2回青葉台まちづくり審議会 会議録
日時　令和4年9月14日（水）午後2時から午後3時まで
場所　青葉台市役所 第1会議室
出席者　会長 佐藤隆、委員 西田悟、委員 大谷直美
議題　(1) 秋祭りの進め方について
議事
"""


def blocks(page: Path, language: str) -> list[str]:
    return [code for name, code in _BLOCK.findall(page.read_text("utf-8")) if name == language]


PAGES = sorted(  # a translation has the same blocks: test_docs_translations.py
    page.name
    for page in DOCS.glob("*.md")
    if (blocks(page, "python") or blocks(page, "sh")) and ".ja." not in page.name
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``make run`` leaves it, with what people have who read one page of many."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(PROJECT / "data" / "raw", folder / "data" / "raw")
    pipeline.convert([folder / "data" / "raw"], out=folder / "data" / "processed", lines=True)
    shutil.copytree(folder / "data" / "processed", folder / "data" / "processed.old")
    write_one(folder / "gold")
    for page in PAGES:
        save_files(page, folder)
    command = folder / "bin" / "gijiroku"
    command.parent.mkdir()
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{code}" "$@"\n', "utf-8")
    command.chmod(0o755)
    return folder


def write_one(folder: Path) -> None:
    """Somebody's gold: a document and what it says."""
    folder.mkdir()
    written = next(s.written for s in samples() if s.name == "mishima_kojinjoho_041.txt")
    (folder / "a.txt").write_text(as_text(written), "utf-8")
    (folder / "a.json").write_text(json.dumps(written.gold), "utf-8")


def save_files(page: str, folder: Path) -> list[Path]:
    """Write the blocks of which a page says under which name to save them."""
    found = []
    for name, code in _SAVED.findall((DOCS / page).read_text("utf-8")):
        found.append(folder / name)
        found[-1].write_text(code, "utf-8")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_the_blocks_of_a_page_run_in_their_order(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands of ``gijiroku`` in blocks of sh, all of Python, what is typed into a workbook."""
    monkeypatch.chdir(home)
    matplotlib.use("agg")
    (home / "review.xlsx").unlink(missing_ok=True)
    names: dict[str, Any] = {}
    for language, block, table in _STEP.findall((DOCS / name).read_text("utf-8")):
        if language == "python":
            exec(compile(block, name, "exec"), names)
        elif language == "sh":
            for line in block.splitlines():
                if line.startswith("gijiroku "):
                    run_command(line)
        elif table:
            fill_in(home / "review.xlsx", table)
    if "recipes" in name:
        assert "Empty DataFrame" not in capsys.readouterr().out
        for found in ("lines", "found", "shares", "decisions", "steps", "pairs"):
            assert len(names[found]) > 0, found
    if name in ("tutorial.md", "review.md"):
        corrected = pipeline.load("data/processed").corrections
        assert corrected["status"].tolist() == ["applied"] * 3
        assert set(pipeline.load("data/processed").documents["status"]) == {"ok"}
    if name == "tutorial.md":
        assert names["said"]["attendee_name"].tolist() == ["日下部"]


def fill_in(path: Path, table: str) -> None:
    """Write what a page says into the cells of a workbook: sheet, row, column, what."""
    book = load_workbook(path)
    for line in table.splitlines():
        title, row, column, text = (cell.strip(" `") for cell in line.split("|")[1:5])
        sheet = book[title]
        (at,) = (cell.column for cell in sheet[1] if cell.value == column)
        (number,) = {cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == row}
        sheet.cell(number, at, text)
    book.save(path)


def run_command(line: str) -> None:
    if not set("|>") & set(line):  # nothing for a shell to do: no new process
        assert main(shlex.split(line)[1:]) == 0, line
        return
    path = os.pathsep.join([str(Path("bin").resolve()), os.environ["PATH"]])
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PATH": path}
    done = subprocess.run(
        line, shell=True, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"


def test_every_command_is_in_a_block_that_runs() -> None:
    """But for what needs an archive of thousands or a cluster."""
    unmarked = [
        (page.name, line)
        for page in DOCS.glob("*.md")
        for line in "\n".join(blocks(page, "")).splitlines()
        if line.startswith("gijiroku ")
    ]
    assert {name for name, _ in unmarked} <= {"scale.md", "scale.ja.md"}


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
    for page in DOCS.glob("*.ja.md"):
        name = page.name.removesuffix(".ja.md")
        ours, theirs = (
            (tmp_path / folder / f"{name}.html").read_text("utf-8") for folder in (".", "ja")
        )
        for html, language, source in ((ours, "en", DOCS / f"{name}.md"), (theirs, "ja", page)):
            assert f'<html lang="{language}"' in html
            title = source.read_text("utf-8").splitlines()[0].removeprefix("# ")
            assert re.search(rf"<h1[^>]*>{re.escape(title)}", html)
            assert not re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?)"', html)
        assert r"\|" not in ours + theirs  # as tables are written
        for tag in ("<h2", "<p>", "<li>", "<tr>", "<pre>"):
            assert ours.count(tag) == theirs.count(tag), (name, tag)
        text = re.sub(r"<pre>.*?</pre>", "", theirs, flags=re.DOTALL)
        assert not re.findall(r"[ぁ-ん。、]\n *[ぁ-んァ-ヶ一-龠]", text)
