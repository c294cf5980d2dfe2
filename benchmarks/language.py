"""What the language stage costs, beside the tokenizers it could have been built on.

    python -m benchmarks.language                        speed, every way of it in one run
    python -m benchmarks.language --documents 10000      memory after so many documents
    python -m benchmarks.language --hostile              text made to break a tokenizer

Processor seconds of one process, warm: each way runs over the text once before it is timed, and the
ways take turns for several rounds, of which the best counts. The text is that of invented meetings,
so many words occur often; the first document of a process is slower.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.__main__ import compose
from generator.render import as_text
from pipeline.language import annotate
from pipeline.language.morphemes import analyzer
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_text

ROUNDS = 5
SEEDS = 40
TERMS = 5_000
SUDACHI_BYTES = 40_000  # spaCy's own tokenizer refuses more than 49,149 at once
HEADS = [
    "窓口",
    "文書",
    "住民",
    "税務",
    "福祉",
    "保育",
    "介護",
    "環境",
    "道路",
    "公園",
    "水道",
    "防災",
    "学校",
    "図書",
    "産業",
    "観光",
    "農業",
    "統計",
]
TAILS = ["台帳", "帳票", "様式", "区分", "単価", "要件", "台数", "経路", "区画", "目録"]


def meetings() -> list[Minutes]:
    """Invented meetings that have turns."""
    written = (compose(1, number, style=None, layout=None, turns=0) for number in range(SEEDS))
    read = (parse(read_text(as_text(each))) for each in written)
    return [minutes for minutes in read if minutes.turns]


def lexicon(folder: Path) -> Path:
    """A lexicon of 5,000 terms made of common words."""
    terms = [f"{a}{b}{c}" for a, b, c in product(HEADS, TAILS, HEADS + TAILS)][:TERMS]
    path = folder / "many.toml"
    listed = ", ".join(f'"{term}"' for term in terms)
    path.write_text(f'[[topic]]\nname = "many"\nterms = [{listed}]\n', encoding="utf-8")
    return path


def ways(documents: list[Minutes], many: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Everything that is compared, by name; each goes over all documents once."""
    import fugashi
    import spacy

    from pipeline.language.documents import japanese

    texts = ["\n".join(turn.text for turn in minutes.turns) for minutes in documents]
    tagger = fugashi.Tagger()

    def plain() -> None:
        for text in texts:
            for line in text.split("\n"):
                for node in tagger(line):
                    node.feature  # noqa: B018

    def bare() -> None:
        for text in texts:
            for line in text.split("\n"):
                for node in tagger.parseToNodeList(line):
                    node.surface  # noqa: B018

    def own() -> None:
        for text in texts:
            analyzer().analyze(text)

    def docs() -> None:
        for text in texts:
            japanese().tokenizer(text)

    def stage() -> None:
        for minutes in documents:
            annotate(minutes)

    def stage_with_many() -> None:
        for minutes in documents:
            annotate(minutes, lexicons=[many])

    yield "fugashi, surfaces only", bare
    yield "fugashi with .feature", plain
    yield "our morphemes", own
    yield "our spaCy documents", docs
    yield "language stage", stage
    yield f"language stage, {TERMS:,} terms more", stage_with_many
    try:
        sudachi = spacy.blank("ja").tokenizer
    except ImportError:
        print("spaCy's own tokenizer: SudachiPy is not installed (pip install spacy[ja])")
        return

    def theirs() -> None:
        for text in texts:
            for line in text.split("\n"):
                sudachi(line[: SUDACHI_BYTES // 3])

    yield "spaCy's own (SudachiPy)", theirs


def speed() -> None:
    """Print characters per processor second, the best of the rounds."""
    documents = meetings()
    chars = sum(len(turn.text) + 1 for minutes in documents for turn in minutes.turns)
    targets = chars + sum(
        len(record.text) for m in documents for record in (*m.sections, *m.decisions)
    )
    with TemporaryDirectory() as folder:
        compared = list(ways(documents, lexicon(Path(folder))))
        best = dict.fromkeys((name for name, _ in compared), float("inf"))
        for turn in range(ROUNDS + 1):
            for name, run in compared:
                begun = time.process_time()
                run()
                if turn:
                    best[name] = min(best[name], time.process_time() - begun)
    print(f"{len(documents)} meetings, {chars:,} characters of turns, {targets:,} with other texts")
    for name, seconds in best.items():
        size = targets if name.startswith("language") else chars
        print(f"{name:36}{seconds:8.3f} s{size / seconds:12,.0f} characters per CPU second")


def memory(count: int) -> None:
    """Print peak memory while many documents, each with words of its own, are annotated."""
    documents = meetings()
    for number in range(count):
        minutes = documents[number % len(documents)]
        own = replace(minutes.turns[0], text=minutes.turns[0].text + f"受付番号{number:x}号の件。")
        annotate(replace(minutes, turns=(own, *minutes.turns[1:])))
        if number + 1 in (100, 1_000, count // 2, count):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{number + 1:7,} documents: peak {peak} MB")


def hostile() -> None:
    """Print what becomes of texts that break MeCab; nothing may be lost."""
    from pipeline.language.documents import japanese

    texts = {
        "5 MB of one line": "個人情報の取扱いについて審議する。" * 100_000,
        "5 MB without a sentence end": "個人情報" * 420_000,
        "a million spaces": " " * 1_000_000,
        "a million digits": "7" * 1_000_000,
        "NULs and lone surrogates": "条例\0第3条\ud800を\udfff見る。" * 50_000,
    }
    for name, text in texts.items():
        begun = time.process_time()
        doc = japanese().tokenizer(text)
        kept = len(doc.text) == len(text)
        seconds = time.process_time() - begun
        print(f"{name:30}{len(text):10,} characters{seconds:7.1f} s  nothing lost: {kept}")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=0)
    parser.add_argument("--hostile", action="store_true")
    asked = parser.parse_args()
    if asked.documents:
        memory(asked.documents)
    elif asked.hostile:
        hostile()
    else:
        speed()


if __name__ == "__main__":
    main()
