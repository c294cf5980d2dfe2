"""The pages that show the figures: ``docs/quality.md`` and the tables in both READMEs.

Their words are in ``words.toml`` and ``dimensions.toml``, in both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.score import Score, Tally
from quality import seeds
from quality.history import Entry
from quality.seeds import ReadBack

__all__ = ["block", "quality_page", "readme_table", "with_block"]

_DIMENSIONS = Path(__file__).with_name("dimensions.toml")
_WORDS = Path(__file__).with_name("words.toml")
_START, _END = "<!-- quality:start -->", "<!-- quality:end -->"


def quality_page(
    score: Score,
    generated: Score,
    history: Sequence[Entry],
    read_back: Sequence[ReadBack],
    language: str = "en",
) -> str:
    """``docs/quality.md``, or ``docs/quality.ja.md``.

    Args:
        score: of the gold folder.
        generated: of the documents of the generator, as many of each style.
        history: all entries so far.
        read_back: the last long round trip, a row for each style; none if there was none.
        language: ``en`` or ``ja``.
    """
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[language]
    even = score.half("even")
    parts = [
        words["introduction"].format(
            documents=len(score.documents),
            clean=score.clean,
            generated=len(generated.documents),
            per_style=len(generated.documents) // len(generated.by_style()),
            generated_clean=generated.clean,
            even_documents=len(even.documents),
            even_clean=even.clean,
            coverage=score.coverage or 0.0,
        )
    ]
    sets = {"all": score, "even": even, "generated": generated}
    dimensions = list(_dimensions(language))
    parts += ["\n".join(_section(dimension, words, sets, history)) for dimension in dimensions]
    table = "\n".join(_wanted(even, dimensions, words["wants"]))
    unread = sum(d.coverage is not None and d.coverage < 1 for d in even.documents)
    parts.append(
        words["wanted"].format(
            table=table,
            coverage=score.coverage or 0.0,
            even_coverage=even.coverage or 0.0,
            unread=unread,
            documents=len(even.documents),
        )
    )
    if read_back:
        last = read_back[0]
        parts.append(
            words["round_trip"].format(
                documents=seeds.total(read_back).documents,
                per_style=last.documents,
                date=last.date,
                version=last.version,
                table=seeds.to_markdown(read_back, words["read_back"]),
            )
        )
    return "\n".join(parts)


def _dimensions(language: str) -> Iterator[Mapping[str, Any]]:
    for entry in tomllib.loads(_DIMENSIONS.read_text(encoding="utf-8"))["dimension"]:
        yield {**entry, **entry[language]}


def _section(
    dimension: Mapping[str, Any],
    words: Mapping[str, Any],
    sets: Mapping[str, Score],
    history: Sequence[Entry],
) -> Iterator[str]:
    headline, names = dimension["headline"], words["sets"]
    yield f"## {dimension['title']}\n"
    yield words["measured"].format(text=dimension["measured"].strip()) + "\n"
    yield words["wrong"].format(text=dimension["wrong"].strip()) + "\n"
    yield from _head(words["figures"])
    for measure in dimension["measures"]:
        for name, part in sets.items():
            if measure not in part.measures:
                continue
            tally = part.tally(measure)
            yield (
                f"| {measure} | {names[name]} | {tally.precision:.3f} | {tally.recall:.3f} "
                f"| {tally.f1:.3f} | {_interval(tally)} "
                f"| {tally.right} | {tally.gold} | {tally.given} |"
            )
    yield "\n" + words["by_class"].format(measure=headline) + "\n"
    yield from _head(words["classes"])
    layouts, generated = sets["all"].by_style(), sets["generated"].by_style()
    nothing = Score(())
    for style in sorted(layouts.keys() | generated.keys()):
        part = layouts.get(style, nothing)
        ours, theirs = part.tally(headline), generated.get(style, nothing).tally(headline)
        yield (
            f"| {style} | {len(part.documents)} | {_f1(ours)} | {_interval(ours)} "
            f"| {_counts(ours)} | {_f1(theirs)} | {_counts(theirs)} |"
        )
    entries = [entry for entry in history if headline in entry.f1]
    if entries:
        yield "\n" + words["history"].format(measure=headline) + "\n"
        yield from _head(words["entries"])
        for entry in entries:
            measured = words["set_of"].format(name=names[entry.gold], documents=entry.documents)
            yield (
                f"| {entry.date} | {entry.version} | {measured} "
                f"| {entry.f1[headline]:.4f} | {entry.note or '-'} |"
            )
    yield ""


def _wanted(
    even: Score, dimensions: Sequence[Mapping[str, Any]], heads: Sequence[str]
) -> Iterator[str]:
    """Yield the table of what was wanted of the even half, and by how much it is missed."""
    yield from _head(heads)
    for dimension in dimensions:
        for measure, least in dimension.get("wanted", {}).items():
            tally = even.tally(measure)
            short = f"{least - tally.f1:.3f}" if tally.f1 < least else "-"
            yield f"| {measure} | {least:.2f} | {tally.f1:.3f} | {_counts(tally)} | {short} |"


def _head(cells: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"
    yield "|" + "---|" * len(cells)


_README_MEASURES = (
    ("turns.strict", "turns: start, speaker and end", "発言（開始・発言者・終わり）"),
    ("roster.strict", "roster: name, presence, group", "出席者（氏名・出欠・区分）"),
    ("roster.absent", "roster: who was absent", "欠席者"),
    ("agenda", "agenda entries", "議題"),
    ("header", "header fields", "会議情報（日時・場所など）"),
    ("decisions", "decisions with outcome", "議決・結論"),
)


def readme_table(score: Score, language: str = "en") -> str:
    """The short table of a README; ``language`` is ``en`` or ``ja``."""
    japanese = language == "ja"
    even = score.half("even")
    total, half = len(score.documents), len(even.documents)
    lines = (
        [
            f"| 項目 | F1（全 {total} 様式） | 95 % 信頼区間 | 正解数 / 正解データの件数 "
            f"| F1（偶数番号の {half} 様式） | 95 % 信頼区間 | 正解数 / 正解データの件数 |"
        ]
        if japanese
        else [
            f"| what | F1, all {total} layouts | 95 % interval | right of gold "
            f"| F1, even {half} layouts | 95 % interval | right of gold |"
        ]
    )
    lines.append("|---|---|---|---|---|---|---|")
    for measure, english, in_japanese in _README_MEASURES:
        cells = [
            f"{t.f1:.3f} | {_interval(t)} | {t.right} {'/' if japanese else 'of'} {t.gold}"
            for t in (score.tally(measure), even.tally(measure))
        ]
        lines.append(f"| {in_japanese if japanese else english} | {' | '.join(cells)} |")
    lines += [
        "",
        "様式の型ごとの F1（括弧内は正解データの件数）："
        if japanese
        else "F1 by layout class (records in the gold in brackets):",
        "",
        "| 型 | 文書数 | 発言 | 出席者 | 議題 | 会議情報 |"
        if japanese
        else "| class | documents | turns | roster | agenda | header |",
        "|---|---|---|---|---|---|",
    ]
    for style, part in score.by_style().items():
        tallies = (part.tally(m) for m in ("turns.strict", "roster.strict", "agenda", "header"))
        cells = [f"{t.f1:.3f} ({t.gold})" if t.gold or t.given else "-" for t in tallies]
        lines.append(f"| {style} | {len(part.documents)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def block(page: str) -> str:
    """What stands between the markers of a page.

    Raises:
        ValueError: the page lacks the markers.
    """
    _, found, rest = page.partition(_START)
    inside, closed, _ = rest.partition(_END)
    if not found or not closed:
        raise ValueError(f"the page lacks {_START} … {_END}")
    return inside.strip("\n")


def with_block(page: str, inside: str) -> str:
    """The page with something else between its markers.

    Raises:
        ValueError: the page lacks the markers.
    """
    block(page)
    before, _, rest = page.partition(_START)
    _, _, after = rest.partition(_END)
    return f"{before}{_START}\n{inside}\n{_END}{after}"


def _f1(tally: Tally) -> str:
    return f"{tally.f1:.3f}" if tally.gold or tally.given else "-"


def _counts(tally: Tally) -> str:
    return f"{tally.right} / {tally.gold} / {tally.given}" if tally.gold or tally.given else "-"


def _interval(tally: Tally) -> str:
    interval = tally.f1_interval
    return f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-"
