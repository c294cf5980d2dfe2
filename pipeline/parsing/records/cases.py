"""Agenda entries and parts of the body become cases.

A heading that repeats an agenda entry begins its case. Where the numbering of the sections
starts again without a heading (諮問内容 a second time), the next entry that is still to be heard
begins. An entry whose put-off a remark states (次回審議となった) is deferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import AgendaItem, Attendee, Case, Decision, Issue, Note
from pipeline.parsing.body.body import Block
from pipeline.parsing.body.headings import Heading
from pipeline.parsing.folding import fold, key
from pipeline.parsing.header.agenda import Agenda
from pipeline.parsing.knowledge import load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.records.calling import (
    bare_key,
    called_in,
    leaders,
    named_by_number,
    named_by_place,
)

__all__ = [
    "CaseBook",
    "last_decisions",
    "open_cases",
    "settle",
    "with_cases",
    "with_named_cases",
]

_PROCEDURE = frozenset(load("body")["sections"]["procedure"])
_CEREMONY = re.compile(
    r"(?:開会|閉会|挨拶|あいさつ|自己紹介|委員紹介|委嘱|その他|散会|休憩|連絡事項|事務連絡|次回.{0,6}日程|諸報告|出席.{0,6}確認|現地視察)$"
)
_CATEGORY = re.compile(
    r".{0,8}(?:事項|案件|議案|議題|議事|議件|諮問|答申|報告|協議|審議|請願|陳情)"
)
_MATTER = re.compile(
    r"(?:について|に関して|の件|に関する.{1,12}|\(案\)|条例|計画|予算|決算|構想)(?:[(].{1,20}[)])?$"
)
_DEFERRAL = re.compile(r"次回(?:の)?(?:審議|持ち越|会議|へ)|持ち越し|延期|次回に")
_ELECTION = re.compile(
    r"(?:会長|委員長|座長|議長|代理者?|代表|監事|正副.{1,4})の?(?:選出|選任|互選|指名|選挙)"
)
_SENTENCES = re.compile(r"[^。\n]+。?")
_OTHERS = re.compile(r"(?:最後に|次に|続いて|続きまして|次第|議題|それでは|では)[^。]{0,12}その他")
_ALL_HEARD = re.compile(  # 以上で本日の議題は全て終了しました
    r"(?:それでは|では|それで)?、?以上(?:で|をもちまして|をもって)、?[^。]{0,10}"
    r"(?:議題|議事|案件|議案|日程|審議)[^。]{0,8}(?:全て|すべて|全部)[^。]{0,8}(?:終|完了)"
)
_NEXT_MEETING = re.compile(r"(?:なお、)?次回の?(?:会議|審議会|委員会|協議会|開催|日程|予定)")
_CALLING = re.compile(
    r"議題|案件|説明を|ご説明|報告を|審議|移り|入り|入ら|次に|続き|続い|それでは|では|お願い|を行い"
)
_NUMBER_IN_REMARK = re.compile(r"[(](?P<n>[0-9]{1,2})[)]|(?:案件|議題|第)\s?(?P<m>[0-9]{1,2})")


@dataclass(slots=True)
class CaseBook:
    """Cases in order, the case of each block, and what had to be inferred."""

    cases: list[Case] = field(default_factory=list)
    of_block: dict[int, str | None] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    by_agenda: dict[int, str] = field(default_factory=dict)
    called: dict[int, tuple[str | None, int]] = field(default_factory=dict)
    """Of a block in which a case is called up: the case before, and where in its text that ends."""
    together: dict[str, str] = field(default_factory=dict)
    """The case with which another was called up, under which all is said, by that other's id."""
    items: Sequence[AgendaItem] = ()


def open_cases(sheet: Sheet, agenda: Agenda, blocks: Sequence[Block]) -> CaseBook:
    """Decide which entries and headings are cases and which block belongs to which."""
    book = CaseBook(items=agenda.items)
    inside: set[str] = set()
    for index, item in enumerate(agenda.items):
        if agenda.parents[item.agenda_id] in inside:
            inside.add(item.agenda_id)  # a point of the case above it
        elif _is_case(agenda, item):
            _add_from_agenda(book, item, index)
            inside.add(item.agenda_id)
    current: str | None = None
    first_section: str | None = None
    opened: set[str] = set()
    leading = leaders(
        (b.marker.label.text, b.marker.label.is_chair, b.text.text) for b in blocks if b.marker
    )
    for number, block in enumerate(blocks):
        heading = block.heading
        if heading is not None and heading.kind == "case":
            current = _of_heading(sheet, book, agenda, heading)
            first_section = None
            if current:
                opened.add(current)
        elif heading is not None:
            title = _section_key(heading)
            if first_section is None:
                first_section = title
                if current is None and not opened:
                    current = _next_unheard(book, opened)
                    if current:
                        opened.add(current)
            elif title == first_section and _restarts(heading):
                following = _next_unheard(book, opened)
                if following:
                    _without_heading(book, following, block)
                    current = following
                    opened.add(following)
        elif block.kind == "turn" and (
            announced := _announced(book, agenda, opened, block, leading)
        ):
            called, begins = announced
            book.called[number] = (current, begins)
            current = called[0]  # several are heard as one, under the first
            opened.update(called)
            book.together.update(dict.fromkeys(called[1:], called[0]))
            for case_id in called:
                _mark_heard(book, case_id)
        elif block.kind == "turn" and _leaves_cases(book, opened, block):
            current = None
        book.of_block[number] = current
    if not opened and len(book.cases) == 1:
        only = book.cases[0].case_id
        book.of_block = dict.fromkeys(book.of_block, only)
        _mark_heard(book, only)
    return book


def _without_trace(book: CaseBook) -> None:
    """Leave the status open where the body takes up no case: a list alone tells nothing."""
    if not any(case.status in ("heard", "deferred") for case in book.cases):
        book.cases[:] = [replace(case, status=None) for case in book.cases]


def _is_case(agenda: Agenda, item: AgendaItem) -> bool:
    """Business, neither a category (審議事項, 議案) nor ceremony (開会, 挨拶, その他)."""
    title = key(item.title)
    if title in _PROCEDURE or _CEREMONY.search(fold(item.title)) or _CATEGORY.fullmatch(title):
        return False
    return item.agenda_id not in agenda.above or bool(_MATTER.search(fold(item.title)))


def _add_from_agenda(book: CaseBook, item: AgendaItem, index: int) -> None:
    # A case has its entry's place, so its id is the entry's with another letter.
    document, _, place = item.agenda_id.rpartition("-g")
    case_id = f"{document}-k{place}"
    book.by_agenda[index] = case_id
    word = read_enumerator(fold((item.number or "") + " x"))
    book.cases.append(
        Case(
            case_id=case_id,
            case_no=len(book.cases) + 1,
            kind=item.kind or "その他",
            title=item.title,
            place=item.place,
            rule="agenda_entry",
            agenda_id=item.agenda_id,
            number=item.number if word and word.word else None,
            bureau=item.bureau,
            division=item.division,
            continued=item.continued,
            status="not_heard",
        )
    )


def _of_heading(sheet: Sheet, book: CaseBook, agenda: Agenda, heading: Heading) -> str | None:
    """Return the case a case heading opens; make one if the agenda has none."""
    if heading.agenda is not None:
        case_id = _case_above(book, agenda, heading.agenda)
        if case_id is None:
            return None
        _heard(book, case_id, heading)
        return case_id
    parts = heading.parts
    title = key(parts.title)
    if title in _PROCEDURE or _CEREMONY.search(fold(parts.title)):
        return None
    if agenda.items and not (parts.enumerator and parts.enumerator.word):
        heard = [c for c in book.cases if c.status == "heard"]
        return heard[-1].case_id if heard else None
    if parts.enumerator and parts.enumerator.word and parts.number:
        same = [c for c in book.cases if c.number and fold(c.number) == fold(parts.number)]
        if same:
            _heard(book, same[0].case_id, heading)
            return same[0].case_id
    case_id = sheet.ledger.new_id("k", heading.spans[0])
    book.cases.append(
        Case(
            case_id=case_id,
            case_no=len(book.cases) + 1,
            kind=parts.kind or "その他",
            title=parts.title or heading.text,
            place=sheet.ledger.place(heading.spans),
            rule="heading_in_body",
            number=parts.number if parts.enumerator and parts.enumerator.word else None,
            bureau=parts.bureau,
            division=parts.division,
            continued=parts.continued,
            heading=heading.text,
        )
    )
    return case_id


def _case_above(book: CaseBook, agenda: Agenda, index: int) -> str | None:
    """Return the case of an entry, or of the entry above it of which it is a point."""
    places = {item.agenda_id: at for at, item in enumerate(agenda.items)}
    at: int | None = index
    while at is not None and at not in book.by_agenda:
        parent = agenda.parents[agenda.items[at].agenda_id]
        at = places[parent] if parent else None
    return book.by_agenda[at] if at is not None else None


def _heard(book: CaseBook, case_id: str, heading: Heading) -> None:
    for at, case in enumerate(book.cases):
        if case.case_id == case_id:
            book.cases[at] = replace(
                case,
                heading=case.heading or heading.text,
                status="heard",
                continued=case.continued or heading.parts.continued,
                bureau=case.bureau or heading.parts.bureau,
                division=case.division or heading.parts.division,
            )


def _announced(
    book: CaseBook,
    agenda: Agenda,
    opened: set[str],
    block: Block,
    leading: frozenset[str],
) -> tuple[list[str], int] | None:
    """Return the cases that who leads or the secretariat calls up, and where the sentence begins.

    …を議題といたします, 次に、(2)について, それでは議題2に移ります.
    """
    marker = block.marker
    if marker is None:
        return None
    label = marker.label
    first = not opened and label.group != "委員"  # 課長 until a chair is chosen
    if not (label.text in leading or label.group == "事務局" or first):
        return None
    text = block.text.text[:400]
    if not _CALLING.search(text):
        return None
    left = [case for case in book.cases if case.case_id not in opened]
    for sentence in _SENTENCES.finditer(text):
        if called := called_in(sentence[0], left, agenda.items):
            return [case.case_id for case in called], sentence.start()
    return None


def _leaves_cases(book: CaseBook, opened: set[str], block: Block) -> bool:
    """Tell whether a chair turns to その他 after the last case, or says that all were heard.

    Officials tell of the next meeting then.
    """
    marker = block.marker
    if marker is None or len(opened) < len(book.cases):
        return False
    text = block.text.text[:120]
    if marker.label.is_chair:
        others = "その他" in text and _OTHERS.search(text)
        return bool(others or _ALL_HEARD.match(text))
    return marker.label.group != "委員" and bool(_NEXT_MEETING.match(text))


def _mark_heard(book: CaseBook, case_id: str) -> None:
    for at, case in enumerate(book.cases):
        if case.case_id == case_id and case.status == "not_heard":
            book.cases[at] = replace(case, status="heard")


def _section_key(heading: Heading) -> str:
    return f"{heading.style} {key(heading.parts.title)}"


def _restarts(heading: Heading) -> bool:
    enumerator = heading.parts.enumerator
    return enumerator is None or enumerator.value <= 1


def _next_unheard(book: CaseBook, opened: set[str]) -> str | None:
    return next(
        (c.case_id for c in book.cases if c.case_id not in opened and c.status == "not_heard"), None
    )


def _without_heading(book: CaseBook, case_id: str, block: Block) -> None:
    for at, case in enumerate(book.cases):
        if case.case_id == case_id:
            book.cases[at] = replace(case, status="heard")
            segment = block.segment
            book.issues.append(
                Issue(
                    severity="info",
                    code="case_without_heading",
                    message=f"Case {case.case_no} has no heading in the body; it was found because "
                    "the section numbering starts again.",
                    table="cases",
                    record_id=case_id,
                    page=segment.line.page if segment else None,
                    line=segment.line.no if segment else None,
                )
            )


def settle(book: CaseBook, notes: Sequence[Note], decisions: Sequence[Decision]) -> list[Note]:
    """Give cases their outcome and status; return the notes with the case they speak of.

    A decision on several cases (議案第5号から議案第7号までは…可決された) is that of each of them.
    """
    each = [replace(d, case_id=c.case_id) for d in decisions for c in _decided(book, d)]
    last = last_decisions([*decisions, *each])
    for other, first in book.together.items():  # 一括して議題とします … 原案のとおり可決されました
        if other not in last and first in last:
            last[other] = last[first]
    out: list[Note] = []
    deferred: dict[str, str] = {}
    for note in notes:
        folded = fold(note.text)
        if note.kind == "remark" and _DEFERRAL.search(folded):
            for case in _named_in(book, folded):
                if case.status != "heard":
                    found = read_outcome(note.text)
                    deferred[case.case_id] = found[0] if found else "次回審議"
                    note = replace(note, case_id=case.case_id)
        out.append(note)
    for at, case in enumerate(book.cases):
        decision = last.get(case.case_id)
        if case.case_id in deferred:
            book.cases[at] = replace(case, status="deferred", outcome=deferred[case.case_id])
        elif decision:
            book.cases[at] = replace(
                case, outcome=decision.outcome, unanimous=decision.unanimous, status="heard"
            )
    _without_trace(book)
    return out


def with_named_cases(
    book: CaseBook, placed: Iterable[tuple[Span, Decision]]
) -> list[tuple[Span, Decision]]:
    """Point decisions at the case whose number they name, wherever they stand."""
    out = []
    for span, decided in placed:
        named = [case.case_id for case in _decided(book, decided) or _chosen(book, decided)]
        if named and decided.case_id not in named:
            decided = replace(decided, case_id=named[0])
        out.append((span, decided))
    return out


def _chosen(book: CaseBook, decision: Decision) -> list[Case]:
    """Return the only case about an election, of which a decision under no case tells whom."""
    if decision.case_id or decision.outcome != "選任":
        return []
    cases = [case for case in book.cases if _ELECTION.search(case.title)]
    return cases if len(cases) == 1 else []


def _decided(book: CaseBook, decision: Decision) -> list[Case]:
    named = named_by_number(decision.text, book.cases)
    return named or named_by_place(decision.text, book.cases, book.items)


def last_decisions(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the decision that gives each case its outcome, by the id of the case."""
    last: dict[str, Decision] = {}
    for decided in decisions:  # a later paragraph without an outcome does not undo one
        if decided.case_id and (decided.case_id not in last or decided.outcome != "その他"):
            last[decided.case_id] = decided
    return last


def with_cases(attendees: Iterable[Attendee], cases: Iterable[Case]) -> list[Attendee]:
    """Point the cases a roster names people for at the records of these cases."""
    by_number = {case.case_no: case.case_id for case in cases}
    return [
        replace(a, cases=tuple(replace(c, case_id=by_number.get(c.case_no or 0)) for c in a.cases))
        if a.cases
        else a
        for a in attendees
    ]


def _named_in(book: CaseBook, folded: str) -> list[Case]:
    """Return the cases a remark names by title, else by number: 案件(3)については…"""
    text = key(folded)
    titled = [c for c in book.cases if len(bare_key(c)) >= 6 and bare_key(c) in text]
    numbers = {int(m["n"] or m["m"]) for m in _NUMBER_IN_REMARK.finditer(folded)}
    return titled or [c for c in book.cases if c.case_no in numbers]
