"""The seed as PDFs of several programs: the same paragraphs, and the same facts of the meeting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.pdf import text_paragraphs
from generator.producers import PRODUCERS, missing
from pipeline.batch import convert
from pipeline.model import Document
from pipeline.reading import read_document

JOINED = (83, 139)
"""Lines of the seed that go on with the line before them, which a page break cut."""


@pytest.fixture(scope="module", params=sorted(PRODUCERS))
def seed_pdf(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The seed as a PDF of one program."""
    if wanting := missing(request.param):
        pytest.skip(f"needs {wanting}")
    text = (shared / "seed" / "suita_074.txt").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("seed") / f"{request.param}.pdf"
    PRODUCERS[request.param](path, text_paragraphs(text, join=JOINED))
    return path


def paragraphs(document: Document) -> list[str]:
    joined: list[str] = []
    for line in document.lines:
        if not line.furniture:
            text = "".join(line.text.split())
            joined[-1:] = [joined[-1] + text] if line.continues else [*joined[-1:], text]
    return joined


def test_the_paragraphs_of_the_seed(seed_pdf: Path, shared: Path) -> None:
    text = (shared / "seed" / "suita_074.txt").read_text(encoding="utf-8")
    want = ["".join(p.split()) for p in text_paragraphs(text, join=JOINED) if p]
    document = read_document(seed_pdf)
    assert paragraphs(document) == want
    assert document.issues == ()
    assert document.page_labels == {n: str(n) for n in range(1, (document.pages or 0) + 1)}


def test_the_facts_of_the_seed(seed_pdf: Path, shared: Path, tmp_path: Path) -> None:
    out = convert(seed_pdf, tmp_path / "out", formats=["csv"], jobs=1).out
    check = [sys.executable, str(shared / "tools" / "seed_check.py")]
    done = subprocess.run(
        [*check, "--pdf", str(seed_pdf), "--pred", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
