"""What converting an archive costs, and how that grows: ratios, for machines differ.

    python -m benchmarks.batch                         everything, about 20 minutes
    python -m benchmarks.batch --only scale --large 500

The archive is made by the generator: every document another one, 6 to 10 pages of about 900
characters. Processor time is user and system time of a command and all its workers; wall time is
the best of several rounds in which the sides take turns, and depends on what else the machine
does: the load is printed beside it. *Warm* is without what the same command costs over two
documents, start-up of the workers included.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from generator.__main__ import compose
from generator.pdf import Paragraph
from generator.producers import PRODUCERS, missing

KINDS = {"weasyprint": "embedded CID font", "libreoffice": "office export"}
_SEED = 20

CONVERT = """
import resource, sys
from pipeline.batch import convert
def main():
    run = convert(sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]))
    print(run.pages, run.rows["turns"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
if __name__ == "__main__":
    main()
"""

PDFPLUMBER = """
import multiprocessing, sys
from pathlib import Path
def text_of(path):
    import pdfplumber
    chars = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            chars += len(page.extract_text())
            page.close()
    return chars
def main():
    paths = sorted(Path(sys.argv[1]).glob("*.pdf"))
    with multiprocessing.get_context("spawn").Pool(int(sys.argv[3])) as pool:
        print(sum(pool.imap_unordered(text_of, paths, chunksize=4)))
if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor and wall seconds of a command with its workers, and what it printed."""

    cpu: float
    wall: float
    said: list[int]


# -- the archive -------------------------------------------------------------------------------


def make_archive(folder: Path, kind: str, count: int) -> Path:
    """Write ``count`` documents with one program; those of an earlier call are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for made in range(count):
        path = folder / f"{made:05d}.pdf"
        if path.exists():
            continue
        chance = random.Random(f"{_SEED}/{made}")
        number = made
        written = compose(
            _SEED, number, style=None, layout=None, turns=chance.choice((95, 110, 125, 140))
        )
        blocks = [Paragraph(block.text, indent=block.indent) for block in written.blocks]
        part = path.with_suffix(".part")
        PRODUCERS[kind](part, blocks)
        part.replace(path)
    return folder


def some_of(archive: Path, count: int, folder: Path) -> Path:
    """A folder with the first documents of an archive."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(archive.glob("*.pdf"))[:count]:
        os.link(path, folder / path.name)
    return folder


# -- measuring ---------------------------------------------------------------------------------


def cost_of(script: Path, *arguments: object) -> Cost:
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(Path.cwd()))},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{script.name} ended with status {process.returncode}")
    wall = time.perf_counter() - started
    return Cost(used.ru_utime + used.ru_stime, wall, [int(part) for part in said.split()])


def converted(work: Path, archive: Path, jobs: int, *, keep: bool = False) -> Cost:
    out = work / "out"
    if not keep:
        shutil.rmtree(out, ignore_errors=True)
    return cost_of(script(work, "convert.py", CONVERT), archive, out, jobs)


def read_by_pdfplumber(work: Path, archive: Path, jobs: int) -> Cost:
    return cost_of(script(work, "plumber.py", PDFPLUMBER), archive, "-", jobs)


def script(work: Path, name: str, text: str) -> Path:
    path = work / name
    path.write_text(text, encoding="utf-8")
    return path


def best(rounds: int, *sides: Callable[[], Cost]) -> list[Cost]:
    """The cheapest round of each side, in processor and in wall time; sides take turns."""
    found: list[list[Cost]] = [[] for _ in sides]
    for _ in range(rounds):
        for costs, side in zip(found, sides, strict=True):
            costs.append(side())
    return [
        Cost(min(c.cpu for c in costs), min(c.wall for c in costs), costs[-1].said)
        for costs in found
    ]


# -- questions ---------------------------------------------------------------------------------


def against_pdfplumber(work: Path, cache: Path, count: int, rounds: int) -> Iterator[str]:
    """The whole conversion against the text alone."""
    for kind, what in KINDS.items():
        if lacking := missing(kind):
            yield f"{what}: not measured, {lacking} is not here"
            continue
        archive = some_of(make_archive(cache / kind, kind, count), count, work / "some")
        two = some_of(archive, 2, work / "two")
        ours, theirs, ours_two, theirs_two = best(
            rounds,
            lambda archive=archive: converted(work, archive, 2),
            lambda archive=archive: read_by_pdfplumber(work, archive, 2),
            lambda two=two: converted(work, two, 2),
            lambda two=two: read_by_pdfplumber(work, two, 2),
        )
        pages = ours.said[0]
        warm, their_warm = ours.cpu - ours_two.cpu, theirs.cpu - theirs_two.cpu
        yield (
            f"{what}: {count} documents, {pages} pages, {ours.said[1]} turns: "
            f"convert {1000 * warm / pages:.1f} ms of CPU a page warm, "
            f"pdfplumber extract_text {1000 * their_warm / pages:.1f}; "
            f"ratio {warm / their_warm:.2f} warm, {ours.cpu / theirs.cpu:.2f} with start-up; "
            f"wall {ours.wall:.1f} s against {theirs.wall:.1f} s, "
            f"{theirs.wall / ours.wall:.1f} times faster"
        )


def jobs(work: Path, cache: Path, count: int, rounds: int) -> Iterator[str]:
    """One worker against two."""
    archive = make_archive(cache / "reportlab", "reportlab", count)
    archive = some_of(archive, count, work / "some")
    one, two = best(
        rounds, lambda: converted(work, archive, 1), lambda: converted(work, archive, 2)
    )
    yield (
        f"jobs 1: {one.wall:.1f} s wall, {one.cpu:.1f} s CPU; jobs 2: {two.wall:.1f} s, "
        f"{two.cpu:.1f} s CPU: {one.wall / two.wall:.2f} times faster"
    )


def scale(work: Path, cache: Path, small: int, large: int) -> Iterator[str]:
    """A small archive against a large one; then nothing changed, one added, one removed."""
    archive = make_archive(cache / "reportlab", "reportlab", large + 1)
    few = converted(work, some_of(archive, small, work / "small"), 2)
    inputs = some_of(archive, large, work / "large")
    many = converted(work, inputs, 2)
    yield (
        f"{small} documents: {1000 * few.cpu / small:.1f} ms of CPU each; {large}: "
        f"{1000 * many.cpu / large:.1f} ms, ratio {many.cpu / large / (few.cpu / small):.2f}"
    )
    yield (
        f"memory of the parent: {few.said[2] / 1024:.0f} MB at {small}, "
        f"{many.said[2] / 1024:.0f} MB at {large}"
    )
    store = work / "out" / ".gijiroku"
    for part in ("documents", "parts"):
        size = sum(path.stat().st_size for path in (store / part).rglob("*") if path.is_file())
        yield f"kept in .gijiroku/{part}: {size / large / 1000:.1f} kB a document"
    yield f"first run: {many.wall:.1f} s wall, {many.cpu:.1f} s CPU"

    def again(what: str) -> str:
        cost = converted(work, inputs, 2, keep=True)
        return (
            f"{what}: {cost.wall:.2f} s wall ({cost.wall / many.wall:.1%} of the first run), "
            f"{cost.cpu:.2f} s CPU ({cost.cpu / many.cpu:.1%})"
        )

    yield again("nothing changed")
    extra = sorted(archive.glob("*.pdf"))[large]
    os.link(extra, inputs / extra.name)
    yield again("one added")
    (inputs / extra.name).unlink()
    yield again("one removed")


def profile(work: Path, cache: Path, count: int) -> Iterator[str]:
    """Where the processor time goes, in one process."""
    from pipeline.batch.finished import Item, finished_rows
    from pipeline.batch.limits import Limits
    from pipeline.batch.run import prepare
    from pipeline.batch.worker import Job, do_job, needed_modules
    from pipeline.language import annotate
    from pipeline.parsing import parse
    from pipeline.reading import read_document
    from pipeline.tables.make_part import make_part
    from pipeline.tables.rows import table_rows
    from pipeline.tables.writers import tables_of

    archive = make_archive(cache / "reportlab", "reportlab", count)
    inputs = some_of(archive, count, work / "some")
    prepared = prepare([inputs], work / "profiled")
    for name in needed_modules(prepared.settings):
        import_module(name)
    jobs = [
        Job(entry=entry, settings=prepared.settings, store=prepared.store, limits=Limits())
        for entry in prepared.to_do
    ]
    do_job(jobs[0])
    spent = dict.fromkeys(("reading", "parsing", "language", "rows", "tables in parts"), 0.0)
    pages = 0

    def timed(stage: str, do: Callable[..., object], *arguments: object, **named: object) -> object:
        begun = time.process_time()
        result = do(*arguments, **named)
        spent[stage] += time.process_time() - begun
        return result

    for job in jobs:
        document = timed("reading", read_document, job.entry.path)
        minutes = timed("parsing", parse, document)
        minutes = timed("language", annotate, minutes)
        timed("rows", table_rows, minutes)
        pages += document.pages  # type: ignore[attr-defined]
        do_job(job)
    items = [Item(entry=job.entry) for job in jobs]
    timed(
        "tables in parts",
        lambda: make_part(
            (finished_rows(item, prepared.store) for item in items),
            ("csv", "parquet"),
            tables_of(False),
        ),
    )
    whole = sum(spent.values())
    for stage, seconds in spent.items():
        yield f"{stage}: {1000 * seconds / pages:.2f} ms a page ({seconds / whole:.0%})"
    profiler = cProfile.Profile()
    profiler.enable()
    for job in jobs[:20]:
        do_job(job)
    profiler.disable()
    rows = pstats.Stats(profiler).stats.items()  # type: ignore[attr-defined]
    total = sum(row[2] for _, row in rows)
    for (file, _, name), row in sorted(rows, key=lambda item: -item[1][2])[:12]:
        yield f"  {row[2] / total:5.1%} {Path(file).name}:{name}"


QUESTIONS = ("pdfplumber", "jobs", "scale", "profile")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=main.__doc__)
    parser.add_argument("--only", choices=QUESTIONS, action="append", help="one of the questions")
    parser.add_argument("--cache", type=Path, help="folder that keeps the archives")
    parser.add_argument("--small", type=int, default=200, help="documents of the small archive")
    parser.add_argument("--large", type=int, default=2000, help="documents of the large archive")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the best one counts")
    options = parser.parse_args()
    asked = options.only or QUESTIONS
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        cache = options.cache or work / "archives"
        answers = {
            "pdfplumber": lambda: against_pdfplumber(work, cache, options.small, options.rounds),
            "jobs": lambda: jobs(work, cache, options.small, options.rounds),
            "scale": lambda: scale(work, cache, options.small, options.large),
            "profile": lambda: profile(work, cache, min(options.small, 60)),
        }
        for question in asked:
            before = os.getloadavg()[0]
            print(f"## {question} (load before: {before:.1f})", flush=True)
            for line in answers[question]():
                print(f"- {line}", flush=True)


if __name__ == "__main__":
    main()
