"""Where speeches and their paragraphs begin and end: most misreadings cut or join them there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, Speech, issue
from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import OFFICIALS, load
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.phrases.results import closes_turn
from pipeline.parsing.phrases.speech import ends_politely, ends_sentence, explains

__all__ = ["check_ends"]

_SCRAPS = frozenset(load("audit")["characters"]["scraps"])
_SHORT = 5  # characters: 異議なし needs no end
_LONG = 20_000  # characters
_BRACKETED = ("()", "（）", "《》", "<>", "〈〉", "[]", "［］", "【】")
_SENTENCE = 4, 120  # characters of a closing sentence
_MANY = 10  # speeches, of which all but one end in a full stop
_HABIT = 0.3  # share of speeches without an end from which it is the document's way of writing
_EXPLAINED = re.compile(r"[※(（〔~～―-].{2,40}説明[^。]{0,3}$")  # the record's own line
_NEVER_FIRST = "、。，．」』）)】〕をんっゃゅょぁぃぅぇぉー"
_INSIDE = re.compile(
    r"(?:れまで|れでは|そでは|こで|こまで|たし|だし|らに)(?=[、の本手])"
    r"|な[一-龥]|た(?:と(?![えおこ])|の(?![しむ])|が|め)|て(?:い|お[りら]|ほし)|る(?:と|の|こと|ため|。)|す。|ども未"
    rf"|[{_NEVER_FIRST}]|の(?![うこせぞちどびぶべぼりん])"
)
_BEGINS_INSIDE = frozenset("れそこただらのなてるすど" + _NEVER_FIRST)
_RESOLVED = re.compile(r"全員|異議な|原案(?:の)?(?:とおり|どおり)|賛成多数|うえ.{0,2}承認")
_RECORDED = re.compile(  # ⇒事務局から報告を受けた。
    r"[⇒→]?\s?[^。]{0,40}(?:報告を受けた|意見はなかった|(?:了承|承認|可決)された)。.{0,10}"
)
_COUNTED_BEHIND = re.compile(r"[。」][(（][^()（）\n]{1,30}[)）]$")  # 挙手を求めます。（賛成者3名）
_ROW = re.compile(  # 東分館　９８，５４０　６４，２１８; 月1～3回：12.1％; 議案第21号を朗読、説明
    r"\n[^\n]*(?:[\s　]{2,}\S{1,12}|[:：][^\n]{1,12}|[0-9０-９](?:件|円|人|％|%)?)$|[、を]説明$"
)


def check_ends(parsed: Parsed) -> Iterator[Issue]:
    """Yield speeches and paragraphs that begin or end inside a sentence, or end as a record."""
    turns = parsed.turns
    inner = [p for speech in parsed.speeches for p in speech.paragraphs[:-1]]
    ended = [ends_sentence(t.text) for t in turns]
    habit = ended.count(False) > _HABIT * len(turns)
    loose = [ends_sentence(p) for p in inner].count(False) > 0.2 * len(inner)
    endless = [
        t for t, end in zip(turns, ended, strict=True) if not end and t.text and not _closed(t.text)
    ]
    lone = endless[0] if len(endless) == 1 and len(turns) >= _MANY else None
    for speech, end in zip(parsed.speeches, ended, strict=True):
        turn = speech.turn
        if not turn.text:
            yield issue("empty_turn", "The speaker's label is followed by no speech.", turn)
            continue
        if turn is lone or not (end or habit or _is_whole(turn.text)):
            yield issue("turn_without_end", "The speech ends in mid-sentence.", turn, last=True)
        first, several = speech.paragraphs[0], len(speech.paragraphs) > 1
        if (
            (turn.text[0] in _BEGINS_INSIDE and _INSIDE.match(turn.text))
            or first in _SCRAPS
            or (several and (_begins_with_scrap(turn.text) or _EXPLAINED.match(first)))
        ):
            yield issue("turn_begins_inside", "The speech begins inside a sentence.", turn)
        if several and not loose:
            yield from _paragraphs(speech)
        if turn.speaker_group in OFFICIALS and _RECORDED.fullmatch(turn.text):
            message = f"「{turn.text[:30]}」 is what the record says, not {turn.speaker}."
            yield issue("decision_in_speech", message, turn)
        polite = _is_said(turn.text)
        last = "" if polite else _last_sentence(turn.text)
        if last and _decides(last.strip(), turn.text[: -len(last)]):
            message = f"「{last.strip()[:30]}」 states an outcome as the record does."
            yield issue("decision_in_speech", message, turn, last=True)
        if len(turn.text) > _LONG:
            yield issue("very_long_turn", f"The speech has {len(turn.text)} characters.", turn)


def _last_sentence(text: str) -> str:
    """Return the last sentence of a speech, its end if it is long, nothing if it is short."""
    end = len(text) - text.endswith("。")
    least = max(0, end - _SENTENCE[1] - 1)
    start = max(text.rfind("。", least, end), text.rfind("\n", least, end)) + 1
    start = max(start, end - _SENTENCE[1])
    return text[start:] if end - start >= _SENTENCE[0] else ""


def _is_whole(text: str) -> bool:
    """Tell whether a speech ends as one may: a sentence, a bracket, an item of a list."""
    return _closed(text) or len(text) <= _SHORT


def _closed(text: str) -> bool:
    if ends_sentence(text) or text[0] + text[-1] in _BRACKETED or _COUNTED_BEHIND.search(text):
        return True
    if text.endswith("説明") and explains(fold(text)):
        return True
    return bool(_ROW.search(text)) or _is_list(text.rsplit("\n", 2)[1:])


def _is_list(last: Sequence[str]) -> bool:
    """Tell whether the last paragraphs are points of a list: a number, or a bullet each."""
    points = [read_enumerator(fold(paragraph)) for paragraph in last]
    if not points or points[-1] is None:
        return False
    return points[-1].kind != "bullet" or (len(points) == 2 and points[0] is not None)


def _begins_with_scrap(text: str) -> bool:
    """Tell whether a first paragraph is the end of a broken label: 長 / 以上をもちまして…"""
    first, more, _ = text.partition("\n")
    return bool(more) and len(first) <= 2 and first.isalpha()


def _paragraphs(speech: Speech) -> Iterator[Issue]:
    """Yield the first paragraph cut at its end, and the first cut at its beginning."""
    for before, after in pairwise(speech.paragraphs):
        if ends_sentence(before) or len(before) <= _SHORT:
            continue
        if not (read_enumerator(fold(before)) or read_enumerator(fold(after))):
            message = f"「…{before[-12:]}」 ends in mid-sentence."
            yield issue("paragraph_without_end", message, speech.turn)
            break
    for paragraph in speech.paragraphs[1:]:
        if _INSIDE.match(paragraph) or paragraph in _SCRAPS:
            message = f"「{paragraph[:12]}…」 begins inside a sentence."
            yield issue("paragraph_begins_inside", message, speech.turn)
            break


def _is_said(text: str) -> bool:
    """Tell whether a text ends as the record itself does not: politely, or with a question."""
    return ends_politely(text) or text.endswith("か。")


def _decides(sentence: str, before: str) -> bool:
    """Tell whether the last sentence of a speech is the record's own statement of an outcome."""
    if not before.strip() or _is_said(sentence):
        return False
    plain = _RESOLVED.search(sentence) and read_outcome(sentence)
    return bool(plain) or closes_turn(sentence, [before])
