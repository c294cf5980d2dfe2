"""Where the tests find things, and how Hypothesis behaves in them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="session", autouse=True)
def shared_servers() -> Iterator[type | None]:
    """Fork the workers of all conversions from the same process; to start one takes a CPU second.

    It has imported the same as one of their own would have, and the workers are new each time. A
    test that changes the environment has one of its own, and so do those with ``own_server``.
    """
    if sys.platform != "linux":
        yield None
        return
    from pipeline.batch import processes
    from pipeline.batch.settings import Settings
    from pipeline.batch.worker import needed_modules

    own, kept, environment = processes._Server, {}, _environment()

    class Shared(own):  # type: ignore[misc, valid-type]
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self._first = self
            if _environment() == environment:
                self._first = kept.setdefault(needed_modules(settings), self)
            self._server = self._first._server

        def end(self) -> None:
            if self._cut_short or self._first not in kept.values():
                super().end()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "_Server", Shared)
        yield own
    for server in kept.values():
        own.end(server)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


@pytest.fixture
def own_server(shared_servers: type | None) -> Iterator[None]:
    """For tests of how processes begin and end."""
    with pytest.MonkeyPatch.context() as patch:
        if shared_servers is not None:
            patch.setattr("pipeline.batch.processes._Server", shared_servers)
        yield


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
