"""How well the audit does: damaged documents that came out wrong should carry a warning.

``python -m quality.audit`` prints the figures. Every style of the generator is damaged in every
way; a document is wrong when its header, roster, agenda or turns are not those of the gold.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.__main__ import compose
from generator.convention import STYLES
from generator.damage import KINDS, damage
from generator.render import as_text
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.score import DocumentScore, score_folder

__all__ = ["Audited", "audited", "figures", "to_markdown"]

SEED = 7
WHOLE = "(none)"
"""The kind of the documents that were not damaged."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A document, what was done to it, and what the reader said of it."""

    kind: str
    score: DocumentScore
    codes: frozenset[str]
    path: str = ""

    @property
    def wrong(self) -> bool:
        """Whether its records differ from the gold."""
        return bool(self.score.errors)

    @property
    def warned(self) -> bool:
        """Whether a warning stands on it."""
        return self.score.status != "ok"


@dataclass(slots=True)
class Figures:
    """Counts for one kind of damage."""

    documents: int = 0
    wrong: int = 0
    caught: int = 0
    warned: int = 0
    codes: Counter[str] = field(default_factory=Counter)


def audited(
    folder: Path, *, per_style: int, seed: int = SEED, kinds: tuple[str, ...] = (WHOLE, *KINDS)
) -> Iterator[Audited]:
    """Write, damage, read and judge ``per_style`` documents of every style and kind of damage.

    The documents stay in ``folder``. The same arguments give the same documents.
    """
    for kind in kinds:
        target = folder / kind.strip("()")
        target.mkdir(parents=True, exist_ok=True)
        for style in STYLES:
            for number in range(1, per_style + 1):
                written = compose(seed, number, style=style, layout=None, turns=0)
                stem = target / written.gold["file"]
                text = as_text(written)
                if kind != WHOLE:
                    rng = random.Random(f"{seed}/{number}/{style}/{kind}")
                    done = damage(written, rng, kind, rng.choice((1, 2, 3)))
                    if not done.hits:
                        continue
                    text = done.text
                stem.with_suffix(".txt").write_text(text, "utf-8", newline="\n")
                stem.with_suffix(".json").write_text(json.dumps(written.gold), "utf-8")
        yield from _read(target, kind)


def _read(folder: Path, kind: str) -> Iterator[Audited]:
    codes: dict[str, frozenset[str]] = {}

    def read(path: Path) -> Minutes:
        minutes = parse(read_document(path))
        codes[path.stem] = frozenset(i.code for i in minutes.issues if i.severity != "info")
        return minutes

    for score in score_folder(folder, parse=read, suffix=".txt").documents:
        path = str(folder / score.name)
        yield Audited(kind, score, codes.get(score.name, frozenset({"not_read"})), path)


def figures(documents: Iterator[Audited] | list[Audited]) -> dict[str, Figures]:
    """Counts by kind of damage."""
    found: dict[str, Figures] = defaultdict(Figures)
    for document in documents:
        counts = found[document.kind]
        counts.documents += 1
        counts.wrong += document.wrong
        counts.warned += document.warned
        counts.caught += document.wrong and document.warned
        counts.codes.update(document.codes)
    return dict(found)


def to_markdown(found: dict[str, Figures]) -> str:
    """A table with a row per kind of damage and one over all of them."""
    rows = [
        "| damage | documents | read wrong | of them warned | warned | commonest warnings |",
        "|---|---|---|---|---|---|",
    ]
    total = Figures()
    for kind, counts in found.items():
        rows.append(_row(kind, counts))
        if kind != WHOLE:
            total.documents += counts.documents
            total.wrong += counts.wrong
            total.caught += counts.caught
            total.warned += counts.warned
            total.codes.update(counts.codes)
    rows.append(_row("all damage", total))
    return "\n".join(rows) + "\n"


def _row(kind: str, counts: Figures) -> str:
    share = f"{counts.caught / counts.wrong:.3f}" if counts.wrong else "-"
    codes = ", ".join(f"{code} {n}" for code, n in counts.codes.most_common(4))
    return (
        f"| {kind} | {counts.documents} | {counts.wrong} | {share} ({counts.caught}) "
        f"| {counts.warned / max(1, counts.documents):.3f} ({counts.warned}) | {codes} |"
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m quality.audit", description=__doc__)
    parser.add_argument("--per-style", type=int, default=2, help="documents of a style and damage")
    parser.add_argument("--seed", type=int, default=SEED, help="source of chance")
    parser.add_argument("--missed", type=int, default=0, help="list so many wrong ones not warned")
    parser.add_argument("--alarms", type=int, default=0, help="list so many warned ones not wrong")
    parser.add_argument("--keep", type=Path, help="folder to keep the documents in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        found = list(audited(folder, per_style=options.per_style, seed=options.seed))
    print(to_markdown(figures(found)))
    for document in [d for d in found if d.wrong and not d.warned][: options.missed]:
        print(f"missed: {document.path}")
        print(*(f"    {line[:200]}" for line in document.score.errors), sep="\n")
    for document in [d for d in found if d.warned and not d.wrong][: options.alarms]:
        print(f"alarm: {document.path}: {', '.join(sorted(document.codes))}")


if __name__ == "__main__":
    main()
