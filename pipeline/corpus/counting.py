"""Counts of turns, presence of people, questions beside their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.corpus import asked
from pipeline.corpus.joins import with_context

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables

__all__ = ["PROPERTIES", "attendance", "crosstab", "questions"]

PROPERTIES = {
    "topic": "topic",
    "speaker_group": "speaker_group",
    "speaker": "speaker",
    "case": "case_title",
    "year": "year",
    "fiscal_year": "fiscal_year",
    "body": "body",
    "municipality": "municipality",
    "meeting": "meeting",
    "is_question": "is_question",
}
"""Column of a turn with its context, by the property that ``crosstab`` takes."""


_WHO = {"person": ["body", "name", "person_id"], "name": ["body", "name"]}
"""What makes a row of ``attendance``; the id keeps apart who only shares a name."""


def crosstab(
    corpus: CorpusTables, rows: str | Sequence[str], columns: str | Sequence[str], *, values: str
) -> pd.DataFrame:
    """Count turns or characters by two properties or more; see ``Corpus.crosstab``."""
    down = asked.properties("rows", rows, PROPERTIES)
    across = asked.properties("columns", columns, PROPERTIES)
    names = [*down, *across]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the property {name!r} is given twice")
    if values not in ("turns", "chars"):
        raise ValueError(f"turns or chars can be counted, not {values!r}")
    turns = with_context(corpus, "turns")
    turns["meeting"] = _meeting_names(turns)
    if "topic" in names:
        topics = corpus.tags[["turn_id", "topic"]].dropna().drop_duplicates()
        turns = turns.merge(topics, on="turn_id")
    groups = turns.groupby([PROPERTIES[name] for name in names], observed=True)
    counted: Any = groups.size() if values == "turns" else groups["chars"].sum()
    counted = counted.rename_axis(names)
    # Nothing cannot be turned by several.
    turned: Any = counted.unstack(across[-1] if counted.empty else across, fill_value=0)
    table: pd.DataFrame = turned.astype("int64").sort_index(axis="columns")
    return table


def attendance(corpus: CorpusTables, group: str | None, by: str) -> pd.DataFrame:
    """Return who was there when; see ``Corpus.attendance``."""
    asked.one_of("group", group, "attendees", "group")
    if by not in _WHO:
        raise ValueError(f"by is one of {', '.join(_WHO)}, not {by!r}")
    people = with_context(corpus, "attendees")
    if group is not None:
        people = people[people["group"] == group]
    people = people.assign(meeting=_meeting_names(people))
    order = people.sort_values(["date", "session_no"])["meeting"].drop_duplicates()
    table: pd.DataFrame = people.pivot_table(
        index=_WHO[by],
        columns="meeting",
        values="present",
        aggfunc="max",
        dropna=True,
    )
    return table.reindex(columns=list(order)).astype("boolean")


def questions(corpus: CorpusTables) -> pd.DataFrame:
    """Return questions beside answers; see ``Corpus.questions``."""
    pairs = with_context(corpus, "exchanges")
    turns = corpus.turns[["turn_id", "speaker", "text"]]
    for role, prefix in (("question", "asked"), ("answer", "answered")):
        names = {"turn_id": f"{role}_id", "speaker": f"{prefix}_by", "text": role}
        pairs = pairs.merge(turns.rename(columns=names), on=f"{role}_id", how="left")
    wanted = ["question", "answer", "asked_by", "answered_by", "body", "session", "date"]
    return pairs[
        [*wanted, "case_title", "basis", "exchange_id", "question_id", "answer_id", "cite"]
    ]


def _meeting_names(rows: pd.DataFrame) -> pd.Series[Any]:
    """Return names of meetings that tell them apart: 2023-10-20 三島市… 第41回."""
    days = rows["date"].dt.strftime("%Y-%m-%d").fillna("????-??-??").astype("string")
    names = days + " " + rows["body"].fillna("") + " " + rows["session"].fillna("")
    stripped: pd.Series[Any] = names.str.strip()
    return stripped
