"""When a record counts as right: one document's minutes held against its gold record.

The rules are those of the scorer that others run on a conversion (``shared/tools/score.py``); what
goes beyond them is named in :func:`judge`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from pipeline.model import Minutes, Turn
from pipeline.score.pairing import Outcome, bags, in_order, normalized, unordered

__all__ = ["GROUPS", "HEADER_FIELDS", "Gold", "judge"]

Gold = Mapping[str, Any]
"""A gold record as read from its JSON file; the keys are those of ``shared/formats/GUIDE.md``."""

GROUPS = ("header", "roster", "agenda", "turns")
"""What a gold record may settle. Its key ``scored`` names some of them; without it, all.

A record that is gold in part may add ``decisions`` or ``notes``; a whole one has them anyway.
"""

HEADER_FIELDS = ("kind", "body", "session", "date", "opened", "closed", "place", "observers")

_START = 8  # code points of a turn that identify it
_END = 6  # code points that show it was not cut short or run together with the next one
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_LAST_BRACKET = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]$")


def judge(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    """Hold the minutes of one document against its gold record.

    Args:
        minutes: what was read, or ``None`` if the document could not be read at all.
        gold: the gold record.

    Returns:
        An outcome per measure: ``header.<field>``, ``roster.name``, ``roster.strict``,
        ``roster.absent``, ``agenda``, ``turns.boundary``, ``turns.speaker``, ``turns.strict``,
        ``decisions`` and ``notes``; where the gold goes so far as to say it, ``turns.exact`` (the
        speaker and the whole text), ``turns.case`` (the start and the number of the case),
        ``cases.title`` and ``cases.strict`` (title, kind, status and outcome).
        Measures that the gold leaves open are absent.
    """
    scored = set(gold.get("scored", GROUPS))
    outcomes: dict[str, Outcome] = {}
    if "header" in scored:
        outcomes |= _header(minutes, gold)
    if "roster" in scored:
        outcomes |= _roster(minutes, gold)
    if "agenda" in scored:
        given = [item.title for item in minutes.agenda] if minutes else []
        outcomes["agenda"] = unordered(gold.get("agenda", ()), given, str, str, _same_title)
    if "turns" in scored:
        outcomes |= _turns(minutes, gold)
    whole = scored >= set(GROUPS)  # a record that is gold in part says nothing about the rest
    if whole:
        outcomes |= _cases(minutes, gold)
    if whole or "decisions" in scored:
        outcomes |= _decisions(minutes, gold)
    if whole or "notes" in scored:
        outcomes |= _notes(minutes, gold)
    return outcomes


def _header(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    outcomes = {}
    for field in HEADER_FIELDS:
        if field not in gold:
            continue
        want = _header_value(field, gold[field])
        found = _header_value(field, _given_header(minutes, field))
        if want is not None and _same_header_value(field, want, found):
            outcomes[f"header.{field}"] = Outcome(right=1)
        else:
            outcomes[f"header.{field}"] = Outcome(
                missed=() if want is None else (str(gold[field]),),
                extra=() if found is None else (str(_given_header(minutes, field)),),
            )
    return outcomes


def _given_header(minutes: Minutes | None, field: str) -> object:
    if minutes is None:
        return None
    if field == "kind":
        return minutes.kind
    return getattr(minutes.meeting, field, None)


def _header_value(field: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if field in ("opened", "closed") and (clock := _CLOCK.fullmatch(str(value).strip())):
        return f"{int(clock[1]):02d}:{clock[2]}"
    if field == "observers" and (number := _WHOLE_NUMBER.fullmatch(str(value))):
        return str(int(number[1]))
    return normalized(value)


def _same_header_value(field: str, want: str, found: str | None) -> bool:
    if want == found:
        return True
    if field != "session" or not found:
        return False
    # 第3回 for 令和4年度第3回 (and the other way round) names the same session.
    return want in found or (want.endswith(found) and any(mark.isdigit() for mark in found))


def _roster(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    people = gold.get("attendees", ())
    want = [(p["name"], bool(p["present"]), p["group"]) for p in people]
    found = [(p.name, p.present, p.group) for p in minutes.attendees] if minutes else []

    def name_only(person: tuple[str, bool, str]) -> str:
        return normalized(person[0])

    def strict(person: tuple[str, bool, str]) -> tuple[str, bool, str]:
        return normalized(person[0]), person[1], person[2]

    def label(person: tuple[str, bool, str]) -> str:
        name, present, group = person
        return f"{name} ({group}{'' if present else ', absent'})"

    return {
        "roster.name": bags(want, found, name_only, label),
        "roster.strict": bags(want, found, strict, label),
        "roster.absent": bags(
            [p for p in want if not p[1]],
            [p for p in found if not p[1]],
            name_only,
            label,
        ),
    }


def _turns(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    want = gold.get("turns", ())
    found = minutes.turns if minutes else ()
    boundary = in_order([_start(t["start"]) for t in want], [_start(t.text) for t in found])
    speaker = [
        (i, j)
        for i, j in boundary
        if normalized(want[i]["speaker"]) == normalized(found[j].speaker)
    ]
    strict = [
        (i, j)
        for i, j in speaker
        if normalized(found[j].text).endswith(normalized(want[i]["end"])[-_END:])
    ]
    pairs = {"turns.boundary": boundary, "turns.speaker": speaker, "turns.strict": strict}
    if any("text" in turn for turn in want):
        pairs["turns.exact"] = [
            (i, j) for i, j in speaker if normalized(want[i]["text"]) == normalized(found[j].text)
        ]
    if any("case_no" in turn for turn in want):
        case_no = {case.case_id: case.case_no for case in (minutes.cases if minutes else ())}
        pairs["turns.case"] = [
            (i, j) for i, j in boundary if want[i]["case_no"] == case_no.get(found[j].case_id or "")
        ]
    return {measure: _paired(found_pairs, want, found) for measure, found_pairs in pairs.items()}


def _paired(
    pairs: Sequence[tuple[int, int]], want: Sequence[Mapping[str, Any]], found: Sequence[Turn]
) -> Outcome:
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    return Outcome(
        right=len(pairs),
        missed=tuple(
            f"{turn['speaker'] or '?'}|{turn['start']}…{turn['end']}"
            for i, turn in enumerate(want)
            if i not in rows
        ),
        extra=tuple(
            f"{turn.speaker or '?'}|{normalized(turn.text)[:10]}…{normalized(turn.text)[-8:]}"
            for j, turn in enumerate(found)
            if j not in columns
        ),
    )


def _start(text: str) -> str:
    # A bullet before the first word is kept or dropped by gold and pipeline alike.
    return normalized(text).lstrip("-・•")[:_START]


def _cases(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    if "cases" not in gold:
        return {}
    cases = minutes.cases if minutes else ()

    def label(case: tuple[str, str]) -> str:
        return "|".join(case)

    fates = [(c["title"], f"{c['kind']} {c['status']} {c['outcome']}") for c in gold["cases"]]
    found = [(c.title, f"{c.kind} {c.status} {c.outcome}") for c in cases]
    return {
        "cases.title": unordered(fates, found, itemgetter(0), label, _same_title),
        "cases.strict": unordered(fates, found, label, label, _same_case),
    }


def _same_case(want: str, found: str) -> bool:
    title, _, fate = want.rpartition("|")
    other_title, _, other_fate = found.rpartition("|")
    return fate == other_fate and _same_title(title, other_title)


def _decisions(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    outcomes = {}
    if "decisions" in gold:
        want = [(str(d["outcome"]), str(d["text"])) for d in gold["decisions"]]
        found = [(d.outcome, d.text) for d in minutes.decisions] if minutes else []
        outcomes["decisions"] = unordered(want, found, "|".join, "|".join, _same_decision)
    return outcomes


def _notes(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    if "stage_directions" not in gold:
        return {}
    notes = [note.text for note in minutes.notes] if minutes else []
    return {"notes": unordered(gold["stage_directions"], notes, str, str, _one_in_other)}


def _same_decision(want: str, found: str) -> bool:
    outcome, _, text = want.partition("|")
    other_outcome, _, other_text = found.partition("|")
    return outcome == other_outcome and _one_in_other(text, other_text)


def _one_in_other(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one in other or other in one)


def _same_title(one: str, other: str) -> bool:
    """Equal, equal but for brackets at the end, or one holds the other and is hardly longer."""
    bare = _without_last_brackets(one)
    if one == other or (bare != "" and bare == _without_last_brackets(other)):
        return True
    short, long = sorted((one, other), key=len)
    return short != "" and short in long and len(short) >= 0.8 * len(long)


def _without_last_brackets(title: str) -> str:
    while bracket := _LAST_BRACKET.search(title):
        title = title[: bracket.start()]
    return title
