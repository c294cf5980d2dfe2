"""The notebooks run from top to bottom on a converted folder, with readable Japanese."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import pipeline

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_TIMEOUT = 300  # seconds for a cell; a hang must not block the run for ever


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample documents, converted."""
    out = tmp_path_factory.mktemp("notebook") / "processed"
    pipeline.convert([ROOT / "data" / "raw"], out=out, jobs=1)
    return out


def streams(notebook: Any) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield output.get("text", "") or ""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(
    path: Path, processed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    monkeypatch.setenv("GIJIROKU_PROCESSED", str(processed))
    notebook = nbformat.read(copy, as_version=4)
    client = NotebookClient(notebook, timeout=_TIMEOUT, resources={"metadata": {"path": tmp_path}})
    client.execute()  # raises CellExecutionError where a cell fails
    written = "\n".join(streams(notebook))
    assert "missing from" not in written, "a plot lacks Japanese glyphs"
    kinds = {
        kind
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for kind in output.get("data", ())
    }
    assert {"image/png", "text/html"} <= kinds


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_committed_with_its_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [text for text in streams(notebook) if "Warning" in text]
    assert not [cell.id for cell in code if str(ROOT) in str(cell.get("outputs"))]
