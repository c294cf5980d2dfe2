"""Unlabelled text, headings and notes of the body become sections, decisions and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Decision, Note, Section, Turn
from pipeline.parsing.body import Block
from pipeline.parsing.decisions import FoundDecision, find_decisions
from pipeline.parsing.folding import unspaced
from pipeline.parsing.headings import Heading
from pipeline.parsing.ledger import Span
from pipeline.parsing.paragraphs import Paragraphs
from pipeline.parsing.sheet import Sheet

_DECLARES = re.compile(r"決|ことと(?:いた|し)")

__all__ = ["build_notes", "build_text_records"]


def build_notes(
    sheet: Sheet, blocks: Sequence[Block], case_of: Mapping[int, str | None]
) -> list[Note]:
    """Make the notes of the body."""
    notes = []
    for number, block in enumerate(blocks):
        if block.kind == "closing" and block.segment is not None:
            sheet.ledger.claim([block.segment.span], "closing", "closing_formula")
        if block.note is None:
            continue
        note_id = sheet.ledger.new_id("n", block.note.spans[0])
        sheet.ledger.claim(block.note.spans, "note", block.note.rule, note_id)
        notes.append(
            Note(
                note_id=note_id,
                kind=block.note.kind,
                text=block.note.text,
                place=sheet.ledger.place(block.note.spans),
                rule=block.note.rule,
                case_id=case_of.get(number),
            )
        )
    return notes


def build_text_records(
    sheet: Sheet,
    blocks: Sequence[Block],
    case_of: Mapping[int, str | None],
    turns: Sequence[Turn],
) -> tuple[list[Section], list[Decision]]:
    """Make sections and decisions: of deciding sections, of narrative, of what chairs declare."""
    sections: list[Section] = []
    decisions: list[tuple[Span, Decision]] = []
    stack: list[Heading] = []
    turn_at = {turn.place.line_first: turn for turn in turns}
    for number, block in enumerate(blocks):
        case_id = case_of.get(number)
        if block.heading is not None:
            stack = _descend(stack, block.heading)
            sheet.ledger.claim(block.heading.spans, "heading", block.heading.rule, case_id or "")
        elif block.kind == "text":
            deciding = bool(stack) and stack[-1].decides
            decisions.extend(_decisions(sheet, block.text, case_id, deciding=deciding))
            if not deciding:
                section = _section(sheet, block.text, stack, case_id)
                if section:
                    sections.append(section)
        elif block.kind == "turn" and block.segment is not None:
            turn = turn_at.get(block.segment.line.no)
            if turn is not None and turn.is_chair:
                decisions.extend(_declared(sheet, block.text, turn))
    decisions.sort(key=lambda item: item[0])
    numbered = []
    for seq, (_, decision) in enumerate(decisions, 1):
        numbered.append(replace(decision, seq=seq))
    return sections, numbered


def _descend(stack: list[Heading], heading: Heading) -> list[Heading]:
    """Return the stack of headings after ``heading``: one kind of number is one level."""
    if heading.kind == "case":
        return []
    styles = [h.style for h in stack]
    if heading.style in styles:
        return [*stack[: styles.index(heading.style)], heading]
    return [*stack, heading]


def _section(
    sheet: Sheet, text: Paragraphs, stack: Sequence[Heading], case_id: str | None
) -> Section | None:
    free = [span for span in text.spans if not sheet.ledger.holds(span)]
    if not free or not text:
        return None
    section_id = sheet.ledger.new_id("s", free[0])
    sheet.ledger.claim(
        free, "section", "text_under_heading" if stack else "text_without_heading", section_id
    )
    return Section(
        section_id=section_id,
        path="/".join(unspaced(h.parts.title) for h in stack),
        text=text.text,
        place=sheet.ledger.place(free),
        rule="text_under_heading" if stack else "text_without_heading",
        case_id=case_id,
    )


def _decisions(
    sheet: Sheet, text: Paragraphs, case_id: str | None, *, deciding: bool
) -> list[tuple[Span, Decision]]:
    """Decisions stated by the record itself. One that is a whole block owns its characters."""
    out = []
    for found in find_decisions(text.text, deciding=deciding):
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


def _declared(sheet: Sheet, text: Paragraphs, turn: Turn) -> list[tuple[Span, Decision]]:
    """Decisions a chair declares; their characters stay with the turn."""
    out = []
    for found, following in pairwise([*find_decisions(text.text), None]):
        if found is None or (following and _leads_to(found, following)):
            continue
        if found.outcome in ("報告", "その他", "選任") and not _DECLARES.search(found.text):
            continue
        span = _span_at(text, found.start)
        decision_id = sheet.ledger.new_id("r", span)
        out.append(
            (span, _record(sheet, found, decision_id, [span], turn.case_id, "declared_by_chair"))
        )
    return out


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
    at = 0
    for span in text.spans:
        length = span[2] - span[1]
        if at < found.end and found.start < at + length:
            out.append(span)
        at += length
        if len(text.text) > at and text.text[at] in "\n ":
            at += 1
    return out or [text.spans[0]]


def _located(text: Paragraphs, offset: int) -> Span | None:
    at = 0
    for number, start, end in text.spans:
        length = end - start
        if at <= offset < at + length:
            return (number, start + offset - at, end)
        at += length
        if len(text.text) > at and text.text[at] in "\n ":
            at += 1
    return None
