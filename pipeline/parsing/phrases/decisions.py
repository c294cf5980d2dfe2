"""Explicit outcomes in a text: which sentences decide, what they decide, with which votes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.assent import settled_so, without_assent
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import (
    CLASS_OF,
    MATTER,
    SENTENCE,
    bare_outcome,
    outcome_beside,
    read_outcome,
)
from pipeline.parsing.phrases.sitting import is_of_sitting, is_settled
from pipeline.parsing.phrases.votes import count_votes, only_counts_hands

__all__ = ["FoundDecision", "find_decisions", "find_settled"]

_WORDS = load("decisions")["words"]

_CONDITION = re.compile(alternatives(_WORDS["conditional"]))
_REQUEST = re.compile(alternatives(_WORDS["request"]))
_APPENDED = re.compile(
    rf"(?:{alternatives(_WORDS['appended'])}).*[るたいす]。?$|^(?:なお|また|ただし|併せて|あわせて)"
    rf".*(?:{alternatives(_WORDS['request'])})"
)
_ANNOUNCES = re.compile(alternatives(_WORDS["announces"]))
_SEVERAL = re.compile(rf"(?:^|、)(?={MATTER}(?:に?ついて)?(?:は|も|が|を))")
_SO = re.compile(r"(?:よって|従って|したがって|従いまして|したがいまして)[、,]?")


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """An outcome: the sentences that state it (offsets in the text given) and what they say."""

    text: str
    outcome: str
    outcome_class: str
    unanimous: bool | None
    votes: dict[str, int]
    request: str | None
    start: int
    end: int


def find_decisions(
    text: str, *, deciding: bool = False, told: bool = False
) -> Iterator[FoundDecision]:
    """Yield the outcomes stated in ``text``; ``told`` says that the record itself tells it.

    With ``deciding`` the text stands under a heading such as 裁決: all of each paragraph belongs to
    its decision, and a paragraph without a known outcome is one of the kind その他.
    """
    if deciding:
        yield from _of_paragraphs(text)
        return
    sentences = list(SENTENCE.finditer(text))
    for at, match in enumerate(sentences):
        found = read_outcome(match[0][without_assent(match[0]) :]) or outcome_beside(match[0])
        if found is None and is_settled(match[0], told=told):
            found = CLASS_OF["その他"]
        if not found or is_of_sitting(match[0]):
            continue
        if parts := _of_several(match[0]):
            for begin, end, each in parts:
                said = match[0][begin:end]
                yield _decision(said, *each, match.start() + begin, match.start() + end)
            continue
        lead = without_assent(match[0])
        last = match
        for after in sentences[at + 1 :]:  # …同意する。なお、…に配慮するよう要望する。
            apart = after.start() != last.end() or not _APPENDED.search(unspaced(fold(after[0])))
            if apart or read_outcome(after[0]):
                break
            last = after
        whole = _without_quotes(text[match.start() + lead : last.end()].strip())
        before = sentences[at - 1][0] if at else ""
        said = before if _SO.match(match[0].strip()) or only_counts_hands(before) else ""
        yield _decision(whole, *found, match.start() + lead, last.end(), said)


def find_settled(text: str, *, assented: bool) -> Iterator[FoundDecision]:
    """Yield what who leads only says is done as asked: では、そのようにいたします。

    ``assented`` tells that all agreed right before it.
    """
    for start, end, outcome in settled_so(text, assented=assented):
        yield _decision(text[start:end].strip(), *CLASS_OF[outcome], start, end)


def _of_several(sentence: str) -> list[tuple[int, int, tuple[str, str]]]:
    """Return the clauses of a sentence that each decide a matter of their own, and what.

    議題1は全会一致で可決、議題2は継続審議となった。
    """
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return []
    cuts = [match.end() for match in _SEVERAL.finditer(folded)]
    if len(cuts) < 2:
        return []
    parts = []
    for begin, end in pairwise([*cuts, len(sentence) + 1]):
        clause = sentence[begin : end - 1]
        found = read_outcome(clause) or read_outcome(clause + "た")
        if found is None:
            return []
        parts.append((begin, end - 1, found))
    return parts


def _without_quotes(text: str) -> str:
    """Drop the quotation mark of a speech of which the text is one end: よって、…可決します。」"""
    if text.startswith("「") and "」" not in text:
        return text[1:]
    return text[:-1] if text.endswith("」") and "「" not in text else text


def _of_paragraphs(text: str) -> Iterator[FoundDecision]:
    held: FoundDecision | None = None
    at = 0
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        entry = read_enumerator(fold(paragraph))
        if held and _ANNOUNCES.search(held.text) and entry and entry.kind != "bullet":
            told = [held.request, paragraph.strip()] if held.request else [paragraph.strip()]
            held = replace(held, request="\n".join(told), end=end)
        else:
            if held:
                yield held
            outcomes = [o for m in SENTENCE.finditer(paragraph) if (o := read_outcome(m[0]))]
            outcome, outcome_class = outcomes[0] if outcomes else bare_outcome(paragraph)
            held = _decision(paragraph, outcome, outcome_class, at, end)
        at = end + 1
    if held:
        yield held


def _decision(
    text: str, outcome: str, outcome_class: str, start: int, end: int, said: str = ""
) -> FoundDecision:
    """Build a decision; ``said`` tells who agreed: 挙手全員です。よって、可決されました。"""
    unanimous, votes = count_votes(said + text)
    if outcome_class == "approved" and _CONDITION.search(fold(text)):
        outcome_class = "conditional"
    request = "".join(
        m[0]
        for m in SENTENCE.finditer(text)
        if _REQUEST.search(m[0]) and read_outcome(m[0]) is None
    )
    return FoundDecision(
        text, outcome, outcome_class, unanimous, votes, request or None, start, end
    )
