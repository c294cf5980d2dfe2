"""Cases followed over the meetings of a body: 継続審議 in the 73rd, heard again in the 74th."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.corpus.tables import CorpusTables

__all__ = ["threads"]

_PUT_OFF = frozenset({"継続審議", "次回審議"})
_COLUMNS = (
    "body",
    "session",
    "date",
    "meeting_id",
    "case_id",
    "case_no",
    "number",
    "title",
    "status",
    "outcome",
    "continued",
)


@dataclass(slots=True)
class _Thread:
    """Steps of one case: rows of ``cases`` with their meetings, and why each follows."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)

    def basis_for(self, case: dict[str, Any]) -> str:
        """Return why a case is this one, taken up again; empty if it is not."""
        last = self.steps[-1]
        if last["meeting_id"] == case["meeting_id"]:
            return ""
        if not (_put_off(last) or case["continued"]):
            return ""
        if _same(last["title"], case["title"]):
            return "title"
        # Numbers begin anew with the year: the same number is the same case within one only.
        if last["fiscal_year"] == case["fiscal_year"] and _same(last["number"], case["number"]):
            return "number"
        return ""


def threads(corpus: CorpusTables) -> pd.DataFrame:
    """Return cases dealt with in several meetings; see ``Corpus.threads``."""
    import pandas as pd

    from pipeline.tables.folder import plain_rows
    from pipeline.tables.frames import DTYPES

    meetings = corpus.meetings
    dated = meetings[meetings["variant_of"].isna() & meetings["date"].notna()]
    known = dated[["meeting_id", "body_id", "body", "session", "fiscal_year", "date"]]
    cases = corpus.cases.merge(known, on="meeting_id")
    cases = cases.sort_values(["date", "meeting_id", "case_no"], kind="stable")
    found: dict[str, list[_Thread]] = {}
    for case in plain_rows(cases):
        if case["body_id"]:
            _follow(found.setdefault(case["body_id"], []), case)
    long = [each for of_body in found.values() for each in of_body if len(each.steps) > 1]
    rows = [
        {
            "thread": number,
            "step": step,
            "basis": basis or None,
            "open": _put_off(thread.steps[-1]),
            **{name: case[name] for name in _COLUMNS},
        }
        for number, thread in enumerate(long, 1)
        for step, (case, basis) in enumerate(zip(thread.steps, thread.bases, strict=True), 1)
    ]
    types = {name: cases[name].dtype for name in _COLUMNS}
    types |= {"thread": DTYPES["integer"], "step": DTYPES["integer"]}
    types |= {"basis": DTYPES["string"], "open": DTYPES["boolean"]}
    table = pd.DataFrame(rows, columns=["thread", "step", "basis", "open", *_COLUMNS])
    return table.astype(types)


def _follow(of_body: list[_Thread], case: dict[str, Any]) -> None:
    """Add a case to the thread it continues, else begin one. The latest thread comes first."""
    for thread in reversed(of_body):
        if basis := thread.basis_for(case):
            thread.steps.append(case)
            thread.bases.append(basis)
            return
    of_body.append(_Thread([case], [""]))


def _put_off(case: dict[str, Any]) -> bool:
    return case["outcome"] in _PUT_OFF or case["status"] == "deferred"


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _folded(one) == _folded(other)


def _folded(title: str | None) -> str:
    kept = "".join(unicodedata.normalize("NFKC", title or "").split())
    return kept.removesuffix("について")
