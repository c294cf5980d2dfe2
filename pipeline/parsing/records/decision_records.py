"""Decisions as records: where an outcome is stated, and whose characters state it.

Outcomes stand in deciding sections, in narrative, in what a chair declares, in notes (―了承―),
beside the entries of the list of business, and under labels of the header such as 決定事項.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Decision, Turn
from pipeline.parsing.body.body import Block
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.agenda import Agenda
from pipeline.parsing.header.header import Header
from pipeline.parsing.header.told import tells
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_decision
from pipeline.parsing.lines.paragraphs import Paragraphs
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.decisions import FoundDecision, find_decisions, find_settled
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome, outcome_beside, read_outcome
from pipeline.parsing.phrases.sitting import settles_sitting
from pipeline.parsing.records.cases import CaseBook

__all__ = [
    "Placed",
    "declared_by",
    "of_note",
    "of_text",
    "printed_in_header",
]

Placed = tuple[Span, Decision]
"""A decision and where its first character stands; ``seq`` is given once all are known."""

_DECLARES = re.compile(
    r"決|ことと(?:いた|し|する)|者に選定|報告を受けた(?:もの|と)"
    r"|(?:会長|委員長|座長|議長|代理者?)(?:に|には|として)、?[^。]{2,24}を(?:指名|選任)(?:させていただき|いたし|し)ま"
    r"|(?:会長|委員長|座長|議長|代理者?)に(?:指名|選出|選任|選定)(?:され|いたし|し)ま"
)
_BY_ALL = re.compile(r"(?:全員|一同|委員|各委員|委員全員|出席者全員|出席委員)(?=.)")
_WEAK = frozenset({"報告", "答申", "継続", "決定"})
_JOINS = frozenset("\n ")  # what parts the lines of a text
_DECIDING_LABEL = re.compile("決定|結論|議決|決まった|決めた|合意")


def of_text(sheet: Sheet, text: Paragraphs, case_id: str | None, *, deciding: bool) -> list[Placed]:
    """Decisions stated by the record itself. One that is a whole block owns its characters."""
    out = []
    for found, following in pairwise(
        [*find_decisions(text.text, deciding=deciding, told=True), None]
    ):
        if found is None or (following and _reported_twice(found, following)):
            continue
        span = _span_at(text, found.start)
        decision_id = sheet.ledger.new_id("r", span)
        rule = "deciding_section" if deciding else "outcome_sentence"
        whole = deciding or unspaced(found.text) == unspaced(text.text)
        spans = (
            text.spans if whole and not deciding else _spans_of(text, found) if deciding else [span]
        )
        if whole:
            sheet.ledger.claim(spans, "decision", rule, decision_id)
        out.append((span, _record(sheet, found, decision_id, spans, case_id, rule)))
    return out


def declared_by(
    sheet: Sheet,
    text: Paragraphs,
    turn: Turn,
    called: tuple[str | None, int] | None,
    asked: str,
    *,
    assented: bool = False,
) -> list[Placed]:
    """Decisions a chair declares; their characters stay with the turn.

    Args:
        sheet: of the document.
        text: what the chair says.
        turn: its record.
        called: where the turn calls up a case, the case before and where in the text that ends:
            …可決されました。次に、議案第2号を議題とします。
        asked: what who leads said before this turn.
        assented: all agreed to it.
    """
    out = []
    stated = list(find_decisions(text.text))
    known = {found.end for found in stated}
    so = [found for found in find_settled(text.text, assented=assented) if found.end not in known]
    stated = sorted([*stated, *so], key=lambda found: found.start)
    for found, following in pairwise([*stated, None]):
        if found is None or (following and _leads_to(found, following)):
            continue
        if found.outcome in ("報告", "選任") and not _DECLARES.search(found.text):
            continue
        if settles_sitting(asked + text.text[: found.start], found.text):
            continue
        span = _span_at(text, found.start)
        case_id = called[0] if called and found.start < called[1] else turn.case_id
        decision_id = sheet.ledger.new_id("r", span)
        record = _record(sheet, found, decision_id, [span], case_id, "declared_by_chair")
        out.append((span, record))
    return out


def of_note(sheet: Sheet, block: Block, case_id: str | None) -> list[Placed]:
    """The decision that a note states and nothing else: ―全員了承―.

    A sentence between dashes (―全員一致で原案のとおり可決された―) is the decision and no note.
    """
    note = block.note
    if note is None or note.kind == "interjection":
        return []
    sentence = is_decision(note)
    solid = _BY_ALL.sub("", unspaced(fold(note.text)).strip("―-"), count=1)
    if not sentence and (not is_bare_outcome(solid) or solid in _WEAK):
        return []
    found = next(find_decisions(note.text if sentence else solid), None)
    if found is None:
        return []
    span = note.spans[0]
    decision_id = sheet.ledger.new_id("r", span)
    if sentence:
        sheet.ledger.claim(note.spans, "decision", "outcome_between_dashes", decision_id)
    record = _record(sheet, found, decision_id, note.spans, case_id, "note_of_outcome")
    return [(span, replace(record, text=note.text.strip("―－-　 ")))]


def printed_in_header(
    sheet: Sheet, header: Header, agenda: Agenda, book: CaseBook, stated: Sequence[Placed]
) -> list[Placed]:
    """Decisions printed beside the list of business and under labels of results.

    A column of results says again what the proceedings state (``stated``): one decision, not two.
    """
    out: list[Placed] = []
    told = {(decision.case_id, decision.outcome) for _, decision in stated}
    for result in agenda.results:
        case_id = book.by_agenda.get(result.item)
        outcome = next(iter(find_decisions(result.text, deciding=True))).outcome
        if case_id and (case_id, outcome) in told:
            sheet.ledger.claim([result.span], "agenda", "result_told_below")
            continue
        out.extend(_printed(sheet, result.text, result.span, case_id, "result_in_agenda"))
    for named in header.named("result"):
        deciding = bool(named.label and _DECIDING_LABEL.search(named.label.text))
        for segment, offset in named.values:
            cuts = entries_in_line(segment.text, offset)
            for start, end in pairwise([*cuts, len(segment.text)]):
                raw = segment.raw[start:end].strip()
                span = segment.part(start, end)
                stated_here = read_outcome(raw) or outcome_beside(raw) or is_bare_outcome(fold(raw))
                if stated_here or (deciding and _decides(raw)):
                    case_id = _case_named(agenda, book, raw)
                    out.extend(_printed(sheet, raw, span, case_id, "result_in_header"))
                elif not tells(fold(raw)):
                    sheet.ledger.claim([span], "header", "header_result", sheet.document.meeting_id)
    return out


def _decides(raw: str) -> bool:
    """Tell whether what stands under 決定事項 is a sentence or a point: (1)会長に…を選出."""
    entry = read_enumerator(fold(raw))
    return raw[-1:] == "。" or (entry is not None and len(raw) > entry.end + 4)


def _printed(sheet: Sheet, text: str, span: Span, case_id: str | None, rule: str) -> list[Placed]:
    decision_id = sheet.ledger.new_id("r", span)
    sheet.ledger.claim([span], "decision", rule, decision_id)
    found = next(iter(find_decisions(text, deciding=True)))
    return [(span, _record(sheet, found, decision_id, [span], case_id, rule))]


def _case_named(agenda: Agenda, book: CaseBook, raw: str) -> str | None:
    """Return the case whose number stands before a result: 議題1:承認."""
    entry = read_enumerator(fold(raw))
    if entry is None or entry.kind == "bullet":
        return None
    for index, item in enumerate(agenda.items):
        number = read_enumerator(fold((item.number or "") + " x"))
        if number and (number.value, number.word or entry.word) == (entry.value, entry.word):
            return book.by_agenda.get(index)
    return None


def _reported_twice(found: FoundDecision, following: FoundDecision) -> bool:
    """Tell whether the next sentence ends the same report: 報告を行った。特に意見はなかった。"""
    return found.outcome == following.outcome == "報告" and following.start - found.end <= 1


def _leads_to(found: FoundDecision, following: FoundDecision) -> bool:
    """Tell whether a sentence only opens the next: 異議なしと認めます。よって、…可決されました。"""
    return (
        found.outcome == "了承"
        and following.start - found.end <= 2
        and following.text.lstrip().startswith(("よって", "従って", "したがって", "従いまして"))
    )


def _record(
    sheet: Sheet,
    found: FoundDecision,
    decision_id: str,
    spans: Sequence[Span],
    case_id: str | None,
    rule: str,
) -> Decision:
    return Decision(
        decision_id=decision_id,
        seq=0,
        text=found.text,
        outcome=found.outcome,
        outcome_class=found.outcome_class,
        place=sheet.ledger.place(spans),
        rule=rule,
        unanimous=found.unanimous,
        votes_for=found.votes.get("votes_for"),
        votes_against=found.votes.get("votes_against"),
        votes_abstained=found.votes.get("votes_abstained"),
        request=found.request,
        case_id=case_id,
    )


def _span_at(text: Paragraphs, offset: int) -> Span:
    """Return the source of the line in which the character ``offset`` of the text stands."""
    return _located(text, offset) or text.spans[0]


def _spans_of(text: Paragraphs, found: FoundDecision) -> list[Span]:
    out: list[Span] = []
    at, whole = 0, text.text
    for span in text.spans:
        length = span[2] - span[1]
        if at < found.end and found.start < at + length:
            out.append(span)
        at += length
        if whole[at : at + 1] in _JOINS:
            at += 1
    return out or [text.spans[0]]


def _located(text: Paragraphs, offset: int) -> Span | None:
    at, whole = 0, text.text
    for number, start, end in text.spans:
        length = end - start
        if at <= offset < at + length:
            return (number, start + offset - at, end)
        at += length
        if whole[at : at + 1] in _JOINS:
            at += 1
    return None
