"""What reading a PDF costs, and what is lost on the way, for several engines and kinds of PDF.

    python -m benchmarks.reading                    all kinds that can be made here, 200 pages each
    python -m benchmarks.reading --flat 1000        peak memory of our reading over 1,000 pages

Every figure comes from a process of its own: processor time (user and system, without imports) is
the median of several rounds in which the engines take turns, so that what else the machine does
meets all of them; memory is the peak above the process before it opened the file. Wall time is not
measured. Characters are compared without white space and page numbers.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from generator.__main__ import compose
from generator.pdf import Paragraph
from generator.producers import PRODUCERS, missing

KINDS = {
    "weasyprint": "embedded CID font",
    "reportlab": "embedded TrueType subsets",
    "chromium": "browser print",
    "libreoffice": "office export",
}
_GRAM = 12  # characters of a passage that stands once in both texts
_PAGE_NUMBER = re.compile(r"[\s　]*-[\s　]*\d{1,4}[\s　]*-[\s　]*")


# -- engines: the text of a file ---------------------------------------------------------------


def pdfium_load(path: Path) -> str:
    """Open the file and load every page: what pdfium needs at least."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for index in range(len(pdf)):
        pdf[index].close()
    pdf.close()
    return ""


def pdfium_text(path: Path) -> str:
    import pypdfium2

    pdf, texts = pypdfium2.PdfDocument(path), []
    for index in range(len(pdf)):
        page = pdf[index]
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return "\n".join(texts)


def our_lines(path: Path) -> str:
    from pipeline.reading import read_document

    return "\n".join(line.text for line in read_document(path).lines)


def pdfplumber_text(path: Path) -> str:
    import pdfplumber

    texts = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text())
            page.close()
    return "\n".join(texts)


def pdfminer_text(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


ENGINES: dict[str, Callable[[Path], str]] = {
    "pdfium_load": pdfium_load,
    "pdfium_text": pdfium_text,
    "our_lines": our_lines,
    "pdfplumber_text": pdfplumber_text,
    "pdfminer_text": pdfminer_text,
}


def run_engine(name: str, path: Path, texts: Path | None) -> dict[str, float]:
    """Run one engine in this process and return its processor seconds and peak memory in MB."""
    warm_up()
    engine = ENGINES[name]
    before = peak_kilobytes()
    start = time.process_time()
    text = engine(path)
    seconds = time.process_time() - start
    peak = peak_kilobytes() - before
    if texts:
        texts.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    return {"seconds": seconds, "megabytes": peak / 1024}


def peak_kilobytes() -> int:
    """Return the most memory this process has held (of Linux: ru_maxrss counts the parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]


def warm_up() -> None:
    """Import what the engines import, so that their figures are without it."""
    import pdfminer.high_level  # noqa: F401
    import pdfplumber  # noqa: F401
    import pypdfium2  # noqa: F401

    import pipeline.reading.pdf  # noqa: F401


def measure(name: str, path: Path, texts: Path | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reading", "--engine", name, "--file", str(path)]
    if texts:
        command += ["--texts", str(texts)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


# -- documents ---------------------------------------------------------------------------------


def paragraphs_for(pages: int) -> list[Paragraph]:
    """Fictional minutes that fill at least so many pages, whoever sets them."""
    found: list[Paragraph] = []
    number = height = 0
    while height < pages * 40:  # lines; every producer sets fewer than 40 on a page
        number += 1
        written = compose(7, number, style="A", layout=None, turns=80)
        for block in written.blocks:
            found.append(Paragraph(block.text, indent=block.indent))
            height += 1 + len(block.text) // 42
    return found


def cut(source: Path, target: Path, pages: int) -> None:
    """Write the first pages of a PDF."""
    import pypdfium2

    pdf, part = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    part.import_pages(pdf, list(range(pages)))
    part.save(target)


# -- fidelity ----------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    kept = (line for line in re.split(r"[\r\n\f]+", text) if not _PAGE_NUMBER.fullmatch(line))
    return "".join("".join(kept).split())


def differences(source: str, got: str) -> tuple[int, int, int]:
    """Return how many characters are missing, added and moved."""
    left, right = Counter(source), Counter(got)
    lost, gained = (left - right).total(), (right - left).total()
    if source == got:
        return 0, 0, 0
    kept = sum(size for _, _, size in _common(source, got))
    return lost, gained, max(0, len(source) - lost - kept)


def _common(a: str, b: str) -> list[tuple[int, int, int]]:
    """Return what stands in both texts in the same order, found from unique passages outwards."""
    anchors = [(0, 0), *_anchors(a, b), (len(a), len(b))]
    blocks = []
    for (i, j), (k, m) in pairwise(anchors):
        if k - i > 20_000 or m - j > 20_000:
            continue  # nothing in common worth the time
        matcher = SequenceMatcher(None, a[i:k], b[j:m], autojunk=False)
        blocks += [(i + x, j + y, size) for x, y, size in matcher.get_matching_blocks() if size]
    return blocks


def _anchors(a: str, b: str) -> list[tuple[int, int]]:
    """Return places of passages that stand once in each text, in the order of both."""
    once_a, once_b = _unique(a), _unique(b)
    pairs = sorted((at, once_b[gram]) for gram, at in once_a.items() if gram in once_b)
    tails: list[int] = []
    chain: list[tuple[int, int]] = []
    before: list[int] = []
    heads: list[int] = []
    for number, (_, y) in enumerate(pairs):
        at = bisect_left(tails, y)
        before.append(heads[at - 1] if at else -1)
        tails[at : at + 1] = [y]
        heads[at : at + 1] = [number]
    at = heads[-1] if heads else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _unique(text: str) -> dict[str, int]:
    grams = [text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)]
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


# -- the report --------------------------------------------------------------------------------


def report(kinds: list[str], pages: int, rounds: int) -> None:
    paragraphs = paragraphs_for(pages)
    source = squeezed("\n".join(paragraph.text for paragraph in paragraphs))
    for kind in kinds:
        if wanting := missing(kind):
            print(f"\n{KINDS[kind]}: not measured, needs {wanting}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            whole, part = Path(folder, "whole.pdf"), Path(folder, "part.pdf")
            PRODUCERS[kind](whole, paragraphs)
            if kind == "reportlab":  # importing pages copies every font: it has many
                part = whole
            else:
                cut(whole, part, pages)
            report_kind(kind, part, source, Path(folder, "texts"), rounds)


def report_kind(kind: str, path: Path, source: str, texts: Path, rounds: int) -> None:
    import pypdfium2

    pages = len(pypdfium2.PdfDocument(path))
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ENGINES}
    fidelity: dict[str, tuple[int, int, int]] = {}
    for turn in range(rounds):
        for name in ENGINES:
            slow = name in ("pdfplumber_text", "pdfminer_text")
            if slow and turn >= 2:
                continue
            found[name].append(measure(name, path, None if turn else texts))
            if not turn and name != "pdfium_load":
                got = squeezed(texts.read_text(encoding="utf-8"))
                fidelity[name] = differences(source[: reach(source, got)], got)
    print(f"\n{KINDS[kind]} ({kind}), {pages} pages")
    print("| engine | CPU ms/page | x pdfium text | x pdfplumber | peak MB | lost/added/moved |")
    print("|---|---:|---:|---:|---:|---:|")
    cost = {
        name: statistics.median(run["seconds"] for run in runs) * 1000 / pages
        for name, runs in found.items()
    }
    for name, runs in found.items():
        peak = statistics.median(run["megabytes"] for run in runs)
        changed = "/".join(map(str, fidelity[name])) if name in fidelity else "-"
        plain, plumber = cost[name] / cost["pdfium_text"], cost[name] / cost["pdfplumber_text"]
        print(
            f"| {name} | {cost[name]:.2f} | {plain:.2f} | {plumber:.3f} | {peak:.0f} | {changed} |"
        )


def reach(source: str, got: str) -> int:
    """Return how much of the source the pages of a file hold: to where its last words stand."""
    for size in (60, 30, 15):
        at = source.find(got[-size:], max(0, len(got) - 3000))
        if at >= 0:
            return at + size
    return min(len(source), len(got))


def report_flat(pages: int) -> None:
    """Print the peak memory of our reading for a file and for one much longer."""
    with tempfile.TemporaryDirectory() as folder:
        path, short = Path(folder, "long.pdf"), Path(folder, "short.pdf")
        kind = "reportlab" if missing("weasyprint") else "weasyprint"
        PRODUCERS[kind](path, paragraphs_for(pages))
        PRODUCERS[kind](short, paragraphs_for(10))
        for file in (short, path):
            found = measure("our_lines", file)
            size = len(our_pages(file))
            print(f"{size} pages: {found['megabytes']:.0f} MB, {found['seconds']:.2f} s of CPU")


def our_pages(path: Path) -> range:
    import pypdfium2

    return range(len(pypdfium2.PdfDocument(path)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--flat", type=int, metavar="PAGES", help="memory over so many pages")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(run_engine(options.engine, options.file, options.texts)))
    elif options.flat:
        report_flat(options.flat)
    else:
        report(options.kinds, options.pages, options.rounds)


if __name__ == "__main__":
    main()
