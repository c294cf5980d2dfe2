"""What kind of record minutes are: verbatim, summary or decisions; speech labelled or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.model import Decision, Turn
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.lines.sheet import Sheet
from pipeline.parsing.phrases.speech import POLITE_END

__all__ = ["record_type", "turns_status"]

_SUMMARY = re.compile(r"要旨|要録|概要|要点|要約|抄録")
_PLAIN = re.compile(r"。(?:(?<=[るたいだ]。)|(?<=か。)(?<![すんう]か。))")
_ADDRESSES = re.compile(
    r"(?:ください|お願いします|お願いいたします|ませんか|でしょうか|思います|存じます|ございます|いたします"
    r"|おります|まいります)。"
)
_DECISIONS_ONLY = re.compile(r"会議結果|開催結果|審議結果|結果概要|結果について")
_SPEECHES = 3  # sentences to somebody that make speech
_MOSTLY = 0.5  # share of the body that decisions take where nothing else is recorded


def record_type(
    sheet: Sheet, header: Header, turns: Sequence[Turn], decisions: Sequence[Decision]
) -> str | None:
    """Return ``verbatim``, ``summary`` or ``decisions``; ``None`` where nothing tells.

    The title or the name of the record decides, then the style of speech: summaries end their
    sentences plainly (〜する。〜か。), verbatim records politely.
    """
    named = " ".join(s.text for s in header.title[:8])
    if header.content and header.content.label:
        named += " " + header.content.label.text
    for segment in sheet.segments[header.body_start :]:
        if "要旨" in segment.text and len(segment.text) <= 30:
            named += " " + segment.text
    solid = unspaced(fold(named))
    body = sheet.segments[header.body_start :]
    if not turns:
        if _DECISIONS_ONLY.search(solid):
            return "decisions"
        if not body:
            return "decisions" if decisions else None
        stated = sum(len(d.text) for d in decisions)
        if stated >= _MOSTLY * sum(len(s.text) for s in body) and not _SUMMARY.search(solid):
            return "decisions"
    if _SUMMARY.search(solid):
        return "summary"
    text = "\n".join(t.text for t in turns) if turns else "\n".join(s.text for s in body)
    polite, plain = len(POLITE_END.findall(text)), len(_PLAIN.findall(text))
    if not turns:
        return "verbatim" if len(_ADDRESSES.findall(text)) >= _SPEECHES else "summary"
    if polite + plain < 3:
        return None
    return "verbatim" if polite > plain else "summary"


def turns_status(turns: Sequence[Turn], texts: Iterable[str], *, headed: bool = False) -> str:
    """Return ``labelled``, ``unlabelled`` (speech without speakers) or ``none``.

    Args:
        turns: what was said under labels.
        texts: what stands in the body without a label. Sentences that address somebody
            (お願いします, でしょうか) are speech; 〜との説明があった is not.
        headed: a head such as 発言者|発言内容 stands over them: whatever is below was said.
    """
    if turns:
        return "labelled"
    said = list(texts)
    spoken = sum(len(_ADDRESSES.findall(text)) for text in said)
    return "unlabelled" if spoken >= _SPEECHES or (headed and said) else "none"
