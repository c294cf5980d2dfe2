"""Command line: ``python -m generator --out DIR --count N --seed S``."""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from generator.convention import LAYOUTS, STYLES, draw
from generator.invent import Brief, invent
from generator.layout import Written, write

try:
    from generator.render import as_html, as_text, save_pdf
    from generator.samples import save_samples
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] != "reportlab":
        raise
    sys.exit("python -m generator needs the package reportlab: pip install -e '.[dev]'")

FORMATS = ("txt", "html", "pdf")
_LENGTHS = (5, 8, 12, 20, 35, 80)


def compose(
    seed: int, number: int, *, style: str | None, layout: str | None, turns: int
) -> Written:
    """Document ``number`` of a series. The same arguments give the same document.

    Args:
        seed, number: together the source of chance.
        style: class of the speaker marks, or ``None`` for any.
        layout: a named convention, or ``None`` for none.
        turns: about how many speeches; 0 for chance (5 to 80).
    """
    rng = random.Random(f"{seed}/{number}/{style}/{layout}")
    convention = draw(rng, style=style, layout=layout)
    chance = {"agency": rng.random() < 0.5, "turns": turns or rng.choice(_LENGTHS)}
    brief = Brief(register=convention.register, **{**chance, **convention.brief})
    name = f"{(layout or style or convention.style).lower()}_{seed}_{number:03d}"
    return write(invent(rng, brief), convention, file=name)


def main() -> None:
    """Write fictional minutes and their gold."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=main.__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="folder for documents and their gold")
    where.add_argument("--samples", type=Path, help="folder for the sample documents, nothing else")
    parser.add_argument("--count", type=int, default=10, help="number of documents")
    parser.add_argument("--seed", type=int, default=1, help="source of chance")
    parser.add_argument("--turns", type=int, default=0, help="about how many speeches; 0: chance")
    parser.add_argument("--style", choices=STYLES, help="class of the speaker marks")
    parser.add_argument("--layout", choices=LAYOUTS, help="a named convention")
    parser.add_argument("--format", default="txt", help=f"some of {','.join(FORMATS)}")
    options = parser.parse_args()
    if options.samples:
        save_samples(options.samples)
        return
    formats = options.format.split(",")
    if unknown := set(formats) - set(FORMATS):
        parser.error(f"unknown format: {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(1, options.count + 1):
        written = compose(
            options.seed, number, style=options.style, layout=options.layout, turns=options.turns
        )
        _save(written, options.out, formats)


def _save(written: Written, folder: Path, formats: list[str]) -> None:
    stem = folder / written.gold["file"]
    if "txt" in formats:
        stem.with_suffix(".txt").write_text(as_text(written), encoding="utf-8", newline="\n")
    if "html" in formats:
        stem.with_suffix(".html").write_text(as_html(written), encoding="utf-8", newline="\n")
    if "pdf" in formats:
        save_pdf(written, stem.with_suffix(".pdf"))
    record = json.dumps(written.gold, ensure_ascii=False, indent=1)
    stem.with_suffix(".json").write_text(record + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
