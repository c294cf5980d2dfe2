"""What the parse stage (lines to minutes) costs, beside plain passes over the same text.

    python -m benchmarks.parsing             invented meetings and long documents, against peers
    python -m benchmarks.parsing --long      the same document up to a million characters
    python -m benchmarks.parsing --hostile   shapes that make careless patterns take for ever

Processor seconds of one process. Each way runs once before it is timed, then they take turns for
several rounds, of which the best counts. ``first time`` parses documents that the process has not
seen; ``warm`` those that it has, whose short words and labels are then known. The peers do far
less: they show what touching each character costs on the machine, so that figures of two machines
can be compared by their ratio.
"""

from __future__ import annotations

import argparse
import re
import time
import unicodedata
from collections.abc import Callable, Iterator

from generator.__main__ import compose
from generator.convention import STYLES
from generator.render import as_text
from pipeline.model import Document
from pipeline.parsing import parse
from pipeline.reading import read_text

ROUNDS = 5
LONG = 150
"""Speeches of a long meeting."""
HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時\n"
    "場所　第1会議室\n出席者　森本会長\n"
)
SPEAKER = re.compile(r"^[○◎●【（(<＜]?([^\s：:】）)>＞。、]{1,20})[：:】）)>＞\s　]")

SHAPES: dict[str, Callable[[int], str]] = {
    "spaces before a letter": lambda n: "　" * n + "x",
    "digits": lambda n: "1" * n,
    "kanji numerals": lambda n: "第" + "一" * n,
    "labels without an end": lambda n: "委員" * (n // 2),
    "labels and colons": lambda n: "委員：" * (n // 3),
    "labels and colons on lines": lambda n: "委員：\n" * (n // 4),
    "blank lines": lambda n: "　\n" * (n // 2),
    "open names": lambda n: "○議長（山田" * (n // 6),
    "open names on lines": lambda n: "○議長（山田\n" * (n // 7),
    "opening brackets": lambda n: "（" * n,
    "closing brackets on lines": lambda n: "）\n" * (n // 2),
    "header labels": lambda n: "出席者欠席者" * (n // 6),
    "header labels on lines": lambda n: "出席者\n欠席者\n" * (n // 8),
    "leader dots": lambda n: "議題" + "…" * n,
    "people on lines": lambda n: HEAD + "佐藤 隆\n" * (n // 5),
    "people on one line": lambda n: HEAD + "佐藤 隆、" * (n // 5),
    "entries of a list": lambda n: (
        HEAD + "議題\n" + "".join(f"{i} {_pair(i)}計画の変更について\n" for i in range(n // 15))
    ),
    "cases and headings": lambda n: (
        HEAD
        + "議題\n"
        + "".join(f"({i}) {_pair(i)}計画について\n" for i in range(n // 60))
        + "".join(
            f"({i}) {_pair(i)}計画について\n○会長　説明をお願いします。\n承認された。\n"
            for i in range(n // 60)
        )
    ),
    "cells of one line": lambda n: HEAD + "│委員│はい。" * (n // 7),
    "rows of questions": lambda n: HEAD + "質問\t回答\n" + "時期は。\t春です。\n" * (n // 10),
    "a speaker for each speech": lambda n: (
        HEAD + "".join(f"○{_pair(i)}委員　はい、そうです。\n" for i in range(n // 15))
    ),
    "a speech without a full stop": lambda n: (
        HEAD + "○会長　" + "説明の途中で改行する長い行" * 3 * (n // 40)
    ),
    "lines without a full stop": lambda n: (
        HEAD + "○会長　説明\n" + "説明の途中で改行する長い行が続く\n" * (n // 17)
    ),
    "decisions of one speech": lambda n: (
        HEAD + "○会長　" + "異議なしと認め承認します。" * (n // 13)
    ),
    "one line of everything": lambda n: (
        "日時 令和4年2月10日 場所 第1会議室 出席者 森本会長 "
        + "○会長 はい。 ○委員 いいえ。 " * (n // 18)
    ),
}


def _pair(number: int) -> str:
    """Two characters that a number gives."""
    return chr(0x4E00 + number % 20_000) + chr(0x5E00 + number // 7 % 9_000)


def meetings(seed: int, turns: int) -> list[Document]:
    """An invented meeting of every style."""
    return [
        read_text(as_text(compose(seed, 1, style=style, layout=None, turns=turns)))
        for style in STYLES
    ]


def long_document(characters: int) -> str:
    """One meeting whose debate goes on until it has so many characters."""
    text = as_text(compose(3, 1, style="B2", layout=None, turns=LONG))
    at = text.index("\n", len(text) // 2) + 1
    head, debate = text[:at], text[at:]
    return head + debate * (1 + (characters - len(head)) // len(debate))


def ways(documents: list[Document]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that is compared, by name; each goes over all documents once."""
    lines = [line.text for document in documents for line in document.lines]
    yield "parse", lambda: [parse(document) for document in documents]
    yield "one pattern for speakers", lambda: [SPEAKER.match(line) for line in lines]
    yield "a loop over characters", lambda: [[char.isspace() for char in line] for line in lines]
    yield (
        "NFKC of every character",
        lambda: [[unicodedata.normalize("NFKC", char) for char in line] for line in lines],
    )


def _seconds(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def _parsing(text: str) -> float:
    document = read_text(text)
    return _seconds(lambda: parse(document))


def _size(documents: list[Document]) -> int:
    return sum(len(line.text) + 1 for document in documents for line in document.lines)


def speed() -> None:
    """Print milliseconds of CPU per 1,000 characters, and the ratio to the peers."""
    for document in meetings(1, 0):
        parse(document)
    for name, turns in (
        ("meetings as they come", 0),
        (f"meetings of {LONG} speeches", LONG),
        (f"meetings of {4 * LONG} speeches", 4 * LONG),
    ):
        documents = meetings(2, turns)
        size = _size(documents)
        first = _seconds(lambda documents=documents: [parse(d) for d in documents])
        compared = list(ways(documents))
        best = dict.fromkeys((way for way, _ in compared), float("inf"))
        for turn in range(ROUNDS + 1):
            for way, run in compared:
                seconds = _seconds(run)
                best[way] = min(best[way], seconds) if turn else best[way]
        print(f"{name}: {len(documents)} documents, {size:,} characters")
        print(f"  {'parse, first time':28}{first * 1e6 / size:8.2f} ms per 1,000 characters")
        for way, seconds in best.items():
            ratio = f"{best['parse'] / seconds:8.1f} x" if way != "parse" else " (warm)"
            print(f"  {way:28}{seconds * 1e6 / size:8.2f} ms per 1,000 characters{ratio}")


def lengths() -> None:
    """Print what one document costs as it grows."""
    for characters in (10_000, 30_000, 100_000, 300_000, 1_000_000):
        text = long_document(characters)
        seconds, size = _parsing(text), len(text)
        print(f"{size:10,} characters{seconds:8.2f} s{seconds * 1e6 / size:8.2f} ms per 1,000")


def hostile(size: int) -> None:
    """Print what each shape costs, and how that grows when it is twice and four times as long."""
    print(f"{'shape':30}{'characters':>11}{'seconds':>9}{'ms/1,000':>9}  x2    x4")
    for name, shape in SHAPES.items():
        took = [_parsing(shape(times * size)) for times in (1, 2, 4)]
        growth = "  ".join(f"{later / took[0]:4.1f}" for later in took[1:])
        print(f"{name:30}{size:11,}{took[0]:9.3f}{took[0] * 1e6 / size:9.2f}  {growth}", flush=True)


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--size", type=int, default=50_000, help="characters of a hostile text")
    asked = parser.parse_args()
    if asked.long:
        lengths()
    elif asked.hostile:
        hostile(asked.size)
    else:
        speed()


if __name__ == "__main__":
    main()
