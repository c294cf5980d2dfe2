"""When a record counts as right: one document's minutes held against its gold record.

Strings are compared after NFKC, without white space, and with marks that differ only in width or
style (dashes, circles, angle brackets, two name kanji) made one. Every comparison returns an
:class:`Outcome` that names what was missed and what was given wrongly, so that no figure has to
be believed without its list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

from pipeline.model import Minutes

__all__ = ["GROUPS", "HEADER_FIELDS", "Gold", "Outcome", "judge", "normalized"]

Gold = Mapping[str, Any]
"""A gold record as read from its JSON file; the keys are those of ``shared/formats/GUIDE.md``."""

GROUPS = ("header", "roster", "agenda", "turns")
"""What a gold record may settle. Its key ``scored`` names some of them; without it, all."""

HEADER_FIELDS = ("kind", "body", "session", "date", "opened", "closed", "place", "observers")

_Record = TypeVar("_Record")

_START = 8  # code points of a turn that identify it
_END = 6  # code points that show it was not cut short or run together with the next one
_SAME_MARK = {
    **dict.fromkeys(map(ord, "~〜～‐－―—–−ｰ-"), "-"),
    **dict.fromkeys(map(ord, "〇◯"), "○"),
    **dict.fromkeys(map(ord, "‹〈"), "<"),
    **dict.fromkeys(map(ord, "›〉"), ">"),
    ord("髙"): "高",
    ord("﨑"): "崎",
}
_WHITE_SPACE = re.compile(r"\s+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_LAST_BRACKET = re.compile(r"[(\[【〔<][^()\[\]【】〔〕<>]*[)\]】〕>]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one measure found in one document.

    Attributes:
        right: records that agree with the gold.
        missed: labels of the gold records that were not got right.
        extra: labels of the given records that agree with none of the gold.
    """

    right: int = 0
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def gold(self) -> int:
        """Number of records in the gold."""
        return self.right + len(self.missed)

    @property
    def given(self) -> int:
        """Number of records that the pipeline gave."""
        return self.right + len(self.extra)


def judge(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    """Hold the minutes of one document against its gold record.

    Args:
        minutes: what was read, or ``None`` if the document could not be read at all.
        gold: the gold record.

    Returns:
        An outcome per measure: ``header.<field>``, ``roster.name``, ``roster.strict``,
        ``roster.absent``, ``agenda``, ``turns.boundary``, ``turns.speaker``, ``turns.strict``,
        ``decisions`` and ``notes``. Measures that the gold leaves open are absent.
    """
    scored = set(gold.get("scored", GROUPS))
    outcomes: dict[str, Outcome] = {}
    if "header" in scored:
        outcomes |= _header(minutes, gold)
    if "roster" in scored:
        outcomes |= _roster(minutes, gold)
    if "agenda" in scored:
        given = [item.title for item in minutes.agenda] if minutes else []
        outcomes["agenda"] = _unordered(gold.get("agenda", ()), given, str, str, _same_title)
    if "turns" in scored:
        outcomes |= _turns(minutes, gold)
    if scored == set(GROUPS):  # a record that is gold in part says nothing about these two
        outcomes |= _decisions(minutes, gold)
    return outcomes


def normalized(value: object) -> str:
    """The form in which strings are compared; empty for ``None``."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return _WHITE_SPACE.sub("", text).translate(_SAME_MARK)


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
        "roster.name": _bags(want, found, name_only, label),
        "roster.strict": _bags(want, found, strict, label),
        "roster.absent": _bags(
            [p for p in want if not p[1]],
            [p for p in found if not p[1]],
            name_only,
            label,
        ),
    }


def _turns(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    want = [(t["speaker"], t["start"], t["end"]) for t in gold.get("turns", ())]
    found = [(t.speaker, t.text) for t in minutes.turns] if minutes else []
    boundary = _in_order([_start(t[1]) for t in want], [_start(t[1]) for t in found])
    speaker = [(i, j) for i, j in boundary if normalized(want[i][0]) == normalized(found[j][0])]
    strict = [
        (i, j)
        for i, j in speaker
        if normalized(found[j][1]).endswith(normalized(want[i][2])[-_END:])
    ]

    def outcome(pairs: Sequence[tuple[int, int]]) -> Outcome:
        rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
        return Outcome(
            right=len(pairs),
            missed=tuple(
                f"{who or '?'}|{start}…{end}"
                for i, (who, start, end) in enumerate(want)
                if i not in rows
            ),
            extra=tuple(
                f"{who or '?'}|{normalized(text)[:10]}…{normalized(text)[-8:]}"
                for j, (who, text) in enumerate(found)
                if j not in columns
            ),
        )

    return {
        "turns.boundary": outcome(boundary),
        "turns.speaker": outcome(speaker),
        "turns.strict": outcome(strict),
    }


def _start(text: str) -> str:
    # A bullet before the first word is kept or dropped by gold and pipeline alike.
    return normalized(text).lstrip("-・•")[:_START]


def _decisions(minutes: Minutes | None, gold: Gold) -> dict[str, Outcome]:
    outcomes = {}
    if "decisions" in gold:
        want = [(str(d["outcome"]), str(d["text"])) for d in gold["decisions"]]
        found = [(d.outcome, d.text) for d in minutes.decisions] if minutes else []
        outcomes["decisions"] = _unordered(want, found, "|".join, "|".join, _same_decision)
    if "stage_directions" in gold:
        notes = [note.text for note in minutes.notes] if minutes else []
        outcomes["notes"] = _unordered(gold["stage_directions"], notes, str, str, _one_in_other)
    return outcomes


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


def _in_order(want: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indices with equal keys, both running upwards."""
    matcher = SequenceMatcher(a=want, b=found, autojunk=False)
    return [
        (block.a + k, block.b + k)
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def _unordered(
    want: Iterable[_Record],
    found: Iterable[_Record],
    key: Callable[[_Record], str],
    label: Callable[[_Record], str],
    same: Callable[[str, str], bool],
) -> Outcome:
    """Each of ``want`` takes the first of ``found`` that is the same and still free."""
    left = [(normalized(key(item)), item) for item in found]
    missed = []
    right = 0
    for item in want:
        wanted = normalized(key(item))
        hit = next((k for k, (other, _) in enumerate(left) if same(wanted, other)), None)
        if hit is None:
            missed.append(label(item))
        else:
            del left[hit]
            right += 1
    return Outcome(right=right, missed=tuple(missed), extra=tuple(label(item) for _, item in left))


def _bags(
    want: Sequence[_Record],
    found: Sequence[_Record],
    key: Callable[[_Record], Hashable],
    label: Callable[[_Record], str],
) -> Outcome:
    """Compare two bags: a name that stands twice must be given twice."""
    common = Counter(map(key, want)) & Counter(map(key, found))
    return Outcome(
        right=common.total(),
        missed=_outside(common, want, key, label),
        extra=_outside(common, found, key, label),
    )


def _outside(
    common: Counter[Hashable],
    items: Iterable[_Record],
    key: Callable[[_Record], Hashable],
    label: Callable[[_Record], str],
) -> tuple[str, ...]:
    left = Counter(common)
    outside = []
    for item in items:
        if left[key(item)] > 0:
            left[key(item)] -= 1
        else:
            outside.append(label(item))
    return tuple(outside)
