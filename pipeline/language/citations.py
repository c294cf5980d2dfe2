"""What citations refer to: laws written out, short names, 条例 alone, 同条, 第2項 alone.

Nothing is guessed. 条例 alone is the one that a declaration names (以下「条例」という。), or else
the only ordinance that the document has named in full before; otherwise its law stays ``None``.
同条, 前項 and 第2項 alone point at the last citation of the same text, then at those of the turns
that a turn replies to; if there is none they are no citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from pipeline.language.law_names import LawName, name_before, names_in, suffix_kind
from pipeline.language.references import Reference, references_in
from pipeline.parsing.folding import fold

__all__ = ["CitationReader", "Cited"]

_LONGEST_SHORT_NAME = 30
_LONGEST_BRACKET = 200
# What 同条 and 条例 alone may mean stands near and is one of few; also a bound on the work.
_TRACES_ASKED = 50
_MOST_NAMES = 50
_DECLARATION = re.compile(
    rf"以下[、,]?(?:単に|総称して)?[「『\"](?P<short>[^「」『』\"]{{1,{_LONGEST_SHORT_NAME}}})[」』\"]と(?=い|言|す|し|称|略|記|呼|表)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation at ``text[start:end]``; ``rule`` says what its law and article rest on."""

    start: int
    end: int
    law: str | None
    article: str | None
    paragraph: str | None
    item: str | None
    resolved_by: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Trace:
    """What a later 同条 or 同法 may mean: a citation, or a law that was only named."""

    law: str | None
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class _Resolved:
    trace: _Trace
    resolved_by: str | None
    rule: str


@dataclass
class CitationReader:
    """Reads the texts of one document, in their order: what was named before is known after.

    Attributes:
        laws: what a profile says that short names mean: 条例 or 番号法. The words of the document
            come first, and where it names other laws of that kind only, nothing is resolved.
    """

    laws: Mapping[str, str] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)
    _named: dict[str, dict[str, None]] = field(default_factory=dict)  # by kind, in order
    _traces: dict[str, list[_Trace]] = field(default_factory=dict)

    def read(self, text: str, text_id: str = "", before: Iterable[str] = ()) -> list[Cited]:
        """Return the citations in ``text``, in order.

        Args:
            text: of a turn, a section, a decision, or the title of a case.
            text_id: under which later texts may ask for it.
            before: ids of the texts that 同条 may point back to, the nearest first; looked at only
                where something points back.
        """
        folded = fold(text)
        events = _events(folded)
        if not events:
            return []
        traces = self._traces.setdefault(text_id, []) if text_id else []
        found: list[Cited] = []
        last: tuple[Reference, _Resolved] | None = None
        for event in events:
            if isinstance(event, Reference):
                for resolved in self._resolve(folded, event, traces, before, last):
                    last = (event, resolved)
                    traces.append(resolved.trace)
                    found.append(_cited(event, resolved))
            elif isinstance(event, LawName):
                self._note(folded, event, traces, before)
            else:
                self._declare(folded, event)
        return found

    # -- laws ----------------------------------------------------------------------------------

    def _note(self, text: str, name: LawName, traces: list[_Trace], before: Iterable[str]) -> None:
        law, _, _ = self._law(text, name, traces, before)
        if name.reach == "full" and law == name.name:
            self._name(law)
        traces.append(_Trace(law))

    def _name(self, law: str) -> None:
        self._named.setdefault(suffix_kind(law), {})[law] = None

    def _declare(self, text: str, declaration: re.Match[str]) -> None:
        end = _owner_end(text, declaration.start())
        name = name_before(text, end)
        if name is not None and name.reach == "full":
            self._short[declaration["short"]] = self._short.get(name.name, name.name)
            self._name(name.name)

    def _law(
        self, text: str, name: LawName, traces: Sequence[_Trace], before: Iterable[str]
    ) -> tuple[str | None, str | None, str]:
        """Return the law that a name means, ``resolved_by`` and the rule."""
        longest = len(name.name) if name.reach == "full" else _LONGEST_SHORT_NAME
        for length in range(longest, len(name.name) - 1, -1):
            declared = self._short.get(text[max(0, name.end - length) : name.end])
            if declared is not None:
                return declared, "declared", "short_name_declared"
        if name.reach == "full":
            if name.name in self.laws:
                return self.laws[name.name], "profile", "law_of_profile"
            return name.name, "written", "law_written"
        if name.reach == "same":
            found = self._latest(
                lambda trace: suffix_kind(trace.law or "") == name.kind, traces, before
            )
            if found is not None:
                return found[0].law, found[1], "same_law"
        if name.reach in ("bare", "same"):
            only = _only_one(list(self._named.get(name.kind, {})))
            longer = name.reach == "bare" and len(name.name) > len(name.kind)
            if only is not None and not (longer and not only.endswith(name.name)):
                # 施行条例 is another one than the only 条例 that was named
                return only, "declared", "only_law_of_its_kind"
        if name.reach == "bare":
            pinned = self.laws.get(text[name.start : name.end])
            named = self._named.get(name.kind, {})
            if pinned is not None and (not named or pinned in named):
                return pinned, "profile", "law_of_profile"
        return None, None, "law_unknown"

    # -- references ----------------------------------------------------------------------------

    def _resolve(
        self,
        text: str,
        ref: Reference,
        traces: Sequence[_Trace],
        before: Iterable[str],
        last: tuple[Reference, _Resolved] | None,
    ) -> list[_Resolved]:
        """Return what a reference means: nothing, one place, or the two ends of 前3項."""
        own = _Trace(None, ref.article, ref.paragraph, ref.item)
        if ref.law is not None:
            law, by, rule = self._law(text, ref.law, traces, before)
            if law is not None and by == "written":
                self._name(law)
            return [_Resolved(replace(own, law=law), by, rule)]
        if ref.same_law:
            return self._same_law(ref, own, traces, before)
        if ref.back:
            return self._point_back(ref, traces, before)
        if ref.link and last is not None:
            inherited = _inherited(ref, last[1].trace)
            rule = "range_end" if ref.link == "range" else "list_member"
            return [_Resolved(inherited, last[1].resolved_by, rule)] if inherited else []
        if ref.unit == "条":
            found = None if ref.adjoins else self._latest(lambda _: True, traces, before)
            if found is None or found[0].law is None:
                return [_Resolved(own, None, "law_unknown")]
            return [_Resolved(replace(own, law=found[0].law), found[1], "article_alone")]
        found = self._latest(lambda trace: trace.article is not None, traces, before)
        inherited = _inherited(ref, found[0]) if found else None
        return [_Resolved(inherited, found[1], "part_alone")] if found and inherited else []

    def _same_law(
        self, ref: Reference, own: _Trace, traces: Sequence[_Trace], before: Iterable[str]
    ) -> list[_Resolved]:
        """Return what 同7条 is: of the last law, as 同第2項 is of the last article."""
        if ref.unit == "条":
            found = self._latest(lambda trace: trace.law is not None, traces, before)
            law, by = (found[0].law, found[1]) if found else (None, None)
            return [_Resolved(replace(own, law=law), by, "same_law" if found else "law_unknown")]
        found = self._latest(lambda trace: trace.article is not None, traces, before)
        inherited = _inherited(ref, found[0]) if found else None
        return [_Resolved(inherited, found[1], "pointing_back")] if found and inherited else []

    def _point_back(
        self, ref: Reference, traces: Sequence[_Trace], before: Iterable[str]
    ) -> list[_Resolved]:
        def has_unit(trace: _Trace) -> bool:
            return _part(trace, ref.unit) is not None

        found = self._latest(has_unit, traces, before)
        if found is None:
            return []
        trace, by = found
        numbers = _shifted(_part(trace, ref.unit) or "", ref.back, ref.count)
        return [_Resolved(_pointed(ref, trace, number), by, "pointing_back") for number in numbers]

    def _latest(
        self, fits: Callable[[_Trace], bool], traces: Sequence[_Trace], before: Iterable[str]
    ) -> tuple[_Trace, str] | None:
        for trace in islice(reversed(traces), _TRACES_ASKED):
            if fits(trace):
                return trace, "same_turn"
        for text_id in before:
            for trace in islice(reversed(self._traces.get(text_id, ())), _TRACES_ASKED):
                if fits(trace):
                    return trace, "previous_turn"
        return None


def _events(text: str) -> list[LawName | Reference | re.Match[str]]:
    """Return references, declarations, and the names that are not part of a reference, in order."""
    references = list(references_in(text))
    names = list(names_in(text))
    if not references and not names and "以下" not in text:  # most texts
        return []
    cited = {reference.law.end for reference in references if reference.law}
    events: list[tuple[int, LawName | Reference | re.Match[str]]] = [
        *((name.start, name) for name in names if name.end not in cited),
        *((match.start(), match) for match in _DECLARATION.finditer(text)),
        *((reference.start, reference) for reference in references),
    ]
    events.sort(key=lambda event: event[0])
    return [event for _, event in events]


def _owner_end(text: str, at: int) -> int:
    """Return where that ends what a declaration at ``at`` shortens: before its bracket, or 、."""
    depth = 0
    floor = max(0, at - _LONGEST_BRACKET)
    for index in range(at - 1, floor - 1, -1):
        if text[index] == ")":
            depth += 1
        elif text[index] == "(":
            if not depth:
                return floor + len(text[floor:index].rstrip(" 」』"))
            depth -= 1
    return floor + len(text[floor:at].rstrip(" 、,。"))


def _only_one(names: Sequence[str]) -> str | None:
    """Return the one law that the names mean; 個人情報保護条例 is 北浜市個人情報保護条例 again."""
    if len(names) > _MOST_NAMES:
        return None
    whole = [
        name for name in names if not any(other != name and other.endswith(name) for other in names)
    ]
    return whole[0] if len(whole) == 1 else None


def _inherited(ref: Reference, trace: _Trace) -> _Trace | None:
    """Return ``ref`` with what it leaves out taken from ``trace``."""
    if ref.unit == "条":
        return _Trace(trace.law, ref.article, ref.paragraph, ref.item)
    if trace.article is None:
        return None
    if ref.unit == "項":
        return _Trace(trace.law, trace.article, ref.paragraph, ref.item)
    return replace(trace, item=ref.item)


def _part(trace: _Trace, unit: str) -> str | None:
    return {"条": trace.article, "項": trace.paragraph, "号": trace.item}[unit]


def _pointed(ref: Reference, trace: _Trace, number: str) -> _Trace:
    """Return the place with ``number`` that 同条, 前項 or 前号 means beside ``trace``."""
    if ref.unit == "条":
        return _Trace(trace.law, number, ref.paragraph, ref.item)
    if ref.unit == "項":
        return _Trace(trace.law, trace.article, number, ref.item)
    return replace(trace, item=number)


def _shifted(number: str, back: str, count: int) -> tuple[str, ...]:
    """Return the number that 同, 前, 次 or 本 makes of one, of 前3項 the first and the last.

    A branch (5の2) has no certain neighbour.
    """
    if back in "同本":
        return (number,)
    if not number.isascii() or not number.isdigit():
        return ()
    here = int(number)
    ends = (here + 1,) if back == "次" else tuple(dict.fromkeys((here - count, here - 1)))
    return tuple(map(str, ends)) if count and min(ends) > 0 else ()


def _cited(ref: Reference, resolved: _Resolved) -> Cited:
    trace = resolved.trace
    return Cited(
        start=ref.start,
        end=ref.end,
        law=trace.law,
        article=trace.article,
        paragraph=trace.paragraph,
        item=trace.item,
        resolved_by=resolved.resolved_by,
        rule=resolved.rule,
    )
