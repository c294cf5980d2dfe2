"""Where the tests find things, and how Hypothesis behaves in them."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A shell in the background ignores Ctrl-C, and so would every command that the tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).resolve().parents[1]

# The same examples in every run, and no verdict that depends on how busy the machine is.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the repository."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and hand-made material beside the repository; skips where it is absent."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ is not beside the repository")
    return folder


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., Any]:
    """Return a reader of the PDF that some functions draw, one a page, in 10.5 pt."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from generator.pdf import FONT, register_font
    from pipeline.reading import read_document

    def read(*pages: Callable[[Canvas], object]) -> Any:
        register_font()
        canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
        for draw in pages:
            canvas.setFont(FONT, 10.5)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return read_document(tmp_path / "a.pdf")

    return read
