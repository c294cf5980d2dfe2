"""A second look, by pdfplumber, at PDF files of which pdfium may have lost something.

pdfplumber takes fifteen times as long and can hang on damaged files. So only files that give
reason for doubt are looked at, by a process of its own that may take little time and memory.

Run as ``python -m pipeline.reading.cross_check PAGE ...`` with the PDF on standard input, it
prints the number of pages, and of characters on those pages, as JSON.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.model import Issue

__all__ = ["cross_check", "declares_more"]

_TIMEOUT = 20  # seconds
_MEMORY = 1 << 30  # bytes
_MAX_LOOKED_AT = 20  # pages
_MIN_MISSED = 20  # characters that the other engine must see more
_PAGE, _TREE = (b"/Type /Page", b"/Type/Page"), (b"/Type /Pages", b"/Type/Pages")


def declares_more(data: bytes, pages: int) -> bool:
    """Tell whether the bytes of a PDF hold more page objects; those in compressed parts hide."""
    if data.count(b"/Page") - data.count(b"/Pages") <= pages:  # most files: two searches, not four
        return False
    return sum(map(data.count, _PAGE)) - sum(map(data.count, _TREE)) > pages


def cross_check(data: bytes, chars: Sequence[int], doubtful: Iterable[int]) -> Iterator[Issue]:
    """Yield a warning for pages, and for text on pages, that pdfium does not see.

    Args:
        data: the bytes of the PDF.
        chars: characters on each page as pdfium sees them.
        doubtful: numbers of the pages to look at.
    """
    looked_at = list(doubtful)[:_MAX_LOOKED_AT]
    found = _other_engine(data, looked_at)
    if found is None:
        return
    if found["pages"] > len(chars):
        yield Issue(
            severity="warning",
            code="page_count_differs",
            message=f"pdfium finds {len(chars)} pages in this PDF, pdfplumber {found['pages']}; "
            "some may be missing. Open the file, save it again as PDF, and convert that.",
        )
    missed = [
        page
        for page in looked_at
        if found["chars"].get(str(page), 0) >= 2 * chars[page - 1] + _MIN_MISSED
    ]
    if missed:
        yield Issue(
            severity="warning",
            code="text_missed",
            message=f"pdfplumber sees text on page {', '.join(map(str, missed))} that pdfium does "
            "not. Compare with the original.",
            page=missed[0],
        )


def _other_engine(data: bytes, pages: Sequence[int]) -> dict[str, Any] | None:
    """Return what pdfplumber sees, ``None`` if it fails: then it has nothing to add."""
    command = [sys.executable, "-m", "pipeline.reading.cross_check", *map(str, pages)]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            check=True,
            timeout=_TIMEOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None
    return found


def _main(numbers: Sequence[str]) -> None:
    import pdfplumber

    _limit_memory()
    with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
        chars = {}
        for number in numbers:
            if int(number) <= len(pdf.pages):
                page = pdf.pages[int(number) - 1]
                text = (char["text"] for char in page.chars)
                chars[number] = sum(not (c.isspace() or c.startswith("(cid:")) for c in text)
                page.close()
        print(json.dumps({"pages": len(pdf.pages), "chars": chars}))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _main(sys.argv[1:])
