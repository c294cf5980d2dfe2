"""``gijiroku explain``: why every line was read the way it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import typer

from pipeline.cli.terminal import cells, in_line, padded, printable
from pipeline.model import Issue, Minutes, Passage
from pipeline.parsing.candidates import Considered, candidates

__all__ = ["explain"]

_HEADINGS = ("line", "page", "role", "rule", "record", "text")


def explain(minutes: Minutes, profile: str | None = None) -> None:
    """Print evidence, candidates, lines and issues to stdout, one output line for each.

    Args:
        minutes: of the document.
        profile: that it was read with.
    """
    typer.echo(f"# {in_line(minutes.document.path)}")
    typer.echo(
        f"# {minutes.kind}, convention {minutes.convention or '-'}, "
        f"profile {minutes.profile or '-'}, confidence {minutes.confidence:.2f}, "
        f"coverage {minutes.coverage:.4f}"
    )
    for evidence in minutes.evidence:
        typer.echo(f"# considered: {_one_line(evidence)}")
    for candidate in candidates(minutes.document, profile=profile):
        typer.echo(f"# candidate {_candidate(candidate)}")
    rows = [_HEADINGS, *_rows(minutes)]
    widths = [max(cells(row[column]) for row in rows) for column in range(len(_HEADINGS) - 1)]
    for row in rows:
        aligned = [padded(cell, width) for cell, width in zip(row, widths, strict=False)]
        typer.echo("  ".join([*aligned, row[-1]]).rstrip())
    for issue in minutes.issues:
        typer.echo(f"# {_issue_line(issue)}")


def _rows(minutes: Minutes) -> Iterator[tuple[str, ...]]:
    passages: dict[int, list[Passage]] = defaultdict(list)
    for passage in minutes.passages:
        passages[passage.line].append(passage)
    for line in minutes.document.lines:
        page = "" if line.page is None else str(line.page)
        found = sorted(passages[line.no], key=lambda passage: passage.start)
        said = [passage for passage in found if line.text[passage.start : passage.end].strip()]
        if not said:
            role = "blank" if not line.text.strip() else "unaccounted"
            yield str(line.no), page, role, role, "", _one_line(line.text.strip())
        for (role, rule, record), group in groupby(said, key=_fate):
            stretch = list(group)
            text = line.text[stretch[0].start : stretch[-1].end].strip()
            yield str(line.no), page, role, rule, record, _one_line(text)


def _candidate(candidate: Considered) -> str:
    reasons = [*(f"+ {pro}" for pro in candidate.pros), *(f"- {con}" for con in candidate.cons)]
    fate = "taken" if candidate.taken else "refused"
    label = _one_line(candidate.label)
    return f"line {candidate.line} {candidate.family} 「{label}」 {fate}: {'; '.join(reasons)}"


def _fate(passage: Passage) -> tuple[str, str, str]:
    return passage.role, passage.rule, passage.record_id


def _issue_line(issue: Issue) -> str:
    where = ""
    if issue.line is not None:
        where += f" line {issue.line}"
    if issue.page is not None:
        where += f" page {issue.page}"
    about = f" {issue.table} {issue.record_id}" if issue.record_id else ""
    return f"{issue.severity} {issue.code}{where}{about}: {_one_line(issue.message)}"


def _one_line(text: str) -> str:
    return printable(text).replace("\n", " ").replace("\t", " ")
