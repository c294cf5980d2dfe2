"""``make quality``: measure, show gains and losses, write the pages.

``--seeds N`` instead reads back N documents of every convention and keeps what it found; the pages
show it the next time they are written.

Exit status: 0 written; 1 a figure fell and no reason was given, or there is no gold.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

from pipeline.score import GoldError, Score, compare, score_folder
from quality import history, page, seeds
from quality.roundtrip import PER_STYLE, round_trip

_ROOT = Path(__file__).resolve().parents[1]
_LAST = Path(__file__).with_name("last.json")  # not committed: it would show the even half


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    parser.add_argument("--gold", type=Path, default=_ROOT.parent / "shared" / "formats" / "dev")
    parser.add_argument("--note", default="", help="why a figure fell; allows it to be written")
    parser.add_argument("--seeds", type=int, help="documents of each convention to read back")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes of that")
    options = parser.parse_args()
    if options.seeds:
        return _read_back(options.seeds, options.jobs)
    try:
        score = score_folder(options.gold)
    except GoldError as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 1
    print(score.to_markdown())
    _show_changes(score)
    entries = history.load()
    generated = round_trip(PER_STYLE)
    sets = {"all": score, "even": score.half("even"), "generated": generated}
    for gold, part in sets.items():
        last = next((entry for entry in reversed(entries) if entry.gold == gold), None)
        new = history.entry_of(
            part, date=_today(), version=version("gijiroku"), gold=gold, note=options.note
        )
        lower = history.fallen(last, new) if last and gold in history.HELD else []
        if last and lower and not options.note:
            print(f"{gold}: fell since {last.date}: {', '.join(lower)}", file=sys.stderr)
            print('not written; make quality NOTE="why" writes it all the same', file=sys.stderr)
            return 1
        entries = history.recorded(entries, new)
    history.save(entries)
    _write_pages(score, generated, entries)
    _LAST.write_text(json.dumps(score.to_dict(), ensure_ascii=False), encoding="utf-8")
    return 0


def _read_back(per_style: int, jobs: int) -> int:
    rows = []
    for row in seeds.read_back(per_style, jobs=jobs, date=_today(), version=version("gijiroku")):
        rows.append(row)
        print(f"{row.style}: {row.whole} of {row.documents} whole", file=sys.stderr, flush=True)
        for name, differences in row.wrong:
            print(f"    {name}: {differences}", file=sys.stderr)
    print(seeds.to_markdown(rows))
    seeds.save(rows)
    return 0


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


def _show_changes(score: Score) -> None:
    if _LAST.exists():
        last = Score.from_dict(json.loads(_LAST.read_text(encoding="utf-8")))
        print("since the last measurement, documents with odd numbers:")
        print(compare(last.half("odd"), score.half("odd")).to_markdown())


def _write_pages(score: Score, generated: Score, entries: list[history.Entry]) -> None:
    for suffix, language in (("", "en"), (".ja", "ja")):
        written = page.quality_page(score, generated, entries, seeds.load(), language)
        (_ROOT / "docs" / f"quality{suffix}.md").write_text(written, encoding="utf-8")
        readme = _ROOT / f"README{suffix}.md"
        text = readme.read_text(encoding="utf-8")
        readme.write_text(
            page.with_block(text, page.readme_table(score, language)), encoding="utf-8"
        )
    print("written: docs/quality(.ja).md, README(.ja).md, quality/history.csv")


if __name__ == "__main__":
    sys.exit(main())
