"""A part of a corpus: all tables restricted to the same meetings and turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables

__all__ = ["part_of"]

Conditions = Mapping[str, Any]


def part_of(corpus: CorpusTables, on_meetings: Conditions, on_turns: Conditions) -> dict[str, Any]:
    """Return the tables of the part; see :meth:`pipeline.corpus.Corpus.filter`."""
    frames: dict[str, pd.DataFrame] = {}
    meetings = corpus.meetings[_fitting_meetings(corpus.meetings, on_meetings)]
    ids, documents = set(meetings["meeting_id"]), set(meetings["document_id"])
    for name in corpus.tables:
        table = getattr(corpus, name)
        if "meeting_id" in table:
            frames[name] = table[table["meeting_id"].isin(ids)]
        elif "document_id" in table:
            frames[name] = table[table["document_id"].isin(documents)]
        else:
            frames[name] = table
    people = set(frames["attendees"]["person_id"])
    frames["persons"] = corpus.persons[corpus.persons["person_id"].isin(people)]
    frames["bodies"] = corpus.bodies[corpus.bodies["body_id"].isin(set(meetings["body_id"]))]
    turns = frames["turns"][_fitting_turns(frames, on_turns)]
    spoken = set(turns["turn_id"])
    frames["turns"] = turns
    frames["speeches"] = corpus.speeches[corpus.speeches["turn_id"].isin(spoken)]
    if any(value is not None for value in on_turns.values()):
        pairs = frames["exchanges"]
        asked, answered = pairs["question_id"].isin(spoken), pairs["answer_id"].isin(spoken)
        frames["exchanges"] = pairs[asked | answered]
        for name in ("tags", "citations"):
            frames[name] = frames[name][frames[name]["turn_id"].isin(spoken)]
    return {name: frame.reset_index(drop=True) for name, frame in frames.items()}


def _fitting_meetings(meetings: pd.DataFrame, conditions: Conditions) -> pd.Series[bool]:
    import pandas as pd

    fits = meetings["meeting_id"].notna().astype(bool)
    for name in ("body", "municipality"):
        if (pattern := conditions[name]) is not None:
            fits &= meetings[name].str.contains(pattern, regex=True).fillna(False).astype(bool)
    if conditions["since"] is not None:
        fits &= meetings["date"] >= pd.Timestamp(conditions["since"])
    if conditions["until"] is not None:
        fits &= meetings["date"] <= pd.Timestamp(conditions["until"])
    if conditions["year"] is not None:
        fits &= meetings["date"].dt.year == conditions["year"]
    if conditions["fiscal_year"] is not None:
        fits &= (meetings["fiscal_year"] == conditions["fiscal_year"]).fillna(False).astype(bool)
    if conditions["meeting_ids"] is not None:
        fits &= meetings["meeting_id"].isin(conditions["meeting_ids"])
    return fits


def _fitting_turns(frames: Mapping[str, pd.DataFrame], conditions: Conditions) -> pd.Series[bool]:
    turns = frames["turns"]
    fits = turns["turn_id"].notna().astype(bool)
    if (pattern := conditions["case"]) is not None:
        titles = frames["cases"]["title"].str.contains(pattern, regex=True).fillna(False)
        fits &= turns["case_id"].isin(set(frames["cases"]["case_id"][titles.astype(bool)]))
    if (pattern := conditions["speaker"]) is not None:
        fits &= turns["speaker"].str.contains(pattern, regex=True).fillna(False).astype(bool)
    if (group := conditions["group"]) is not None:
        fits &= (turns["speaker_group"] == group).fillna(False).astype(bool)
    if (topic := conditions["topic"]) is not None:
        tags = frames["tags"]
        fits &= turns["turn_id"].isin(set(tags["turn_id"][(tags["topic"] == topic).fillna(False)]))
    return fits
