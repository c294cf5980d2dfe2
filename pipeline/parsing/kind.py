"""What kind of document this is: minutes or something else, verbatim or summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.model import Decision, Meeting, Turn
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.phrases.speech import POLITE_END

__all__ = ["is_minutes", "of_other_kind", "record_type", "titled_minutes", "turns_status"]

_NAMED = tuple(load("bodies")["documents"])
_SURE = re.compile(  # which an announcement may name as business: 会議録の承認
    rf"(?:{alternatives([d for d in _NAMED if len(d) >= 3])})(?!の?(?:承認|確認))"
)
_TITLED = re.compile(  # the line ends in it; a rule about minutes goes on: 議事録作成要領
    rf"[会議](?:{alternatives([d for d in _NAMED if len(d) >= 3])})(?:[(][^()]{{1,10}}[)])?$"
)
_DOCUMENT = re.compile(alternatives(_NAMED))
_SUMMARY = re.compile(r"要旨|要録|概要|要点|要約|抄録")
_PLAIN = re.compile(r"。(?:(?<=[るたいだ]。)|(?<=か。)(?<![すんう]か。))")
_ADDRESSES = re.compile(
    r"(?:ください|お願いします|お願いいたします|ませんか|でしょうか|思います|存じます|ございます|いたします"
    r"|おります|まいります)。"
)
_DECISIONS_ONLY = re.compile(r"会議結果|開催結果|審議結果|結果概要|結果について")
_HEAD = 8  # segments in which a document says what it is
_ANY = 1 << 30  # sentences: as many as there are
_HEARD = 2  # turns below day and place that a paper of another kind has not
_SPEECHES = 3  # turns that make a debate; sentences to somebody that make speech


@dataclass(frozen=True, slots=True)
class _Other:
    """A kind of document that is not minutes; see ``conventions/kinds.toml``."""

    head: re.Pattern[str] | None
    text: re.Pattern[str] | None
    lines: re.Pattern[str] | None
    count: int
    sentences: int
    spoken: bool
    titled: bool
    attended: bool

    def fits(self, sheet: Sheet, head: str, text: str, *, speaks: bool) -> bool:
        """Tell whether the document is of this kind."""
        if speaks and not self.spoken:
            return False
        if (self.head and not self.head.search(head)) or (self.text and not self.text.search(text)):
            return False
        if len(sheet) > self.sentences and (
            sum(s.text.endswith("。") for s in sheet) > self.sentences
        ):
            return False
        lines = self.lines
        return lines is None or sum(bool(lines.match(s.text)) for s in sheet) >= self.count


_SESSION = re.compile(
    rf"第\s?[0-9]{{1,4}}\s?回.{{2,40}}(?:{alternatives(_NAMED)})(?:\s?[(].{{1,8}}[)])?$"
)


def titled_minutes(sheet: Sheet) -> bool:
    """Tell whether a line at the head is the title of minutes: 第105回…審議会会議録."""
    return any(_SESSION.search(segment.text) for segment in sheet.segments[:_HEAD])


@cache
def _others() -> tuple[_Other, ...]:
    def words(entry: Mapping[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(alternatives(entry[name])) if entry[name] else None

    return tuple(
        _Other(
            words(entry, "head"),
            words(entry, "text"),
            re.compile(entry["lines"]) if "lines" in entry else None,
            entry.get("count", 0),
            entry.get("sentences", _ANY),
            entry["spoken"],
            entry.get("titled", False),
            entry.get("attended", False),
        )
        for entry in load("kinds").values()
    )


def is_minutes(
    sheet: Sheet, header: Header, meeting: Meeting, turns: Sequence[Turn], people: int
) -> bool:
    """Tell whether a document records a meeting.

    It needs at least two of: a header with the labels of minutes, the day and hour of a sitting, a
    list of people, turns of speakers, a title that says so. Laws, reports, newsletters,
    announcements and summaries by machines have some of these too; they are known by what else
    stands in them, unless the title says that the document is minutes.
    """
    labels = {f.name for f in header.fields if f.text() or f.name in ("agenda", "group")}
    filled = header.content is not None and header.body_start < len(sheet)
    labels |= {"content"} if filled else set()
    known = {"date", "place", "attendees", "group", "agenda", "observers", "opened", "content"}
    speaks = len(turns) >= _SPEECHES and len({t.speaker for t in turns}) >= 2
    head = unspaced(" ".join(s.text for s in sheet.segments[:_HEAD]))
    above = [unspaced(s.text) for s in sheet.segments[:_HEAD] if not s.text.endswith("。")]
    title = [unspaced(s.text) for s in header.title[:_HEAD] if not s.text.endswith("。")]
    named = [t for t in above if _SURE.search(t)] or ["".join(title)]  # 会議 / 録
    titled = any(_SURE.search(t) and not _REGULATES.search(t) for t in named)
    ends = any(_TITLED.search(unspaced(s.text)) for s in sheet.segments[:3])
    ends = ends or (titled and titled_minutes(sheet))
    titled = titled or ends
    if _is_other(sheet, header, people, len(turns), titled=titled, speaks=speaks):
        return False
    signs = 0
    signs += 2 if len(labels & known) >= 3 else 0
    dated = meeting.opened or meeting.place or labels & {"date", "attendees", "agenda"}
    signs += 1 if meeting.date and (dated or (ends and meeting.body and _tells(sheet))) else 0
    signs += (people >= 2) + bool(people >= 2 and labels & {"attendees", "absent"})
    signs += 2 if speaks else 1 if turns else 0
    signs += 1 if titled or (meeting.body and (_DOCUMENT.search(head) or meeting.session)) else 0
    signs += (
        meeting.body is not None and sum(map(_is_carried, sheet.segments[:_LOOKED_AT])) >= _BILLS
    )
    if signs == 1 and titled and meeting.body and meeting.date:
        told = sheet.segments[header.body_start :][:_LOOKED_AT]
        signs += sum(map(_tells_outcome, told)) >= _BILLS
    return signs >= 2


def _tells(sheet: Sheet) -> bool:
    """Tell whether sentences stand in a document, not only titles and where to find them."""
    return sum(s.text.endswith("。") for s in sheet.segments[:_LOOKED_AT]) >= _SENTENCES


def _tells_outcome(segment: Segment) -> bool:
    """Tell whether a line says what became of a matter: …説明を受け、案のとおり議決した。"""
    return segment.text.endswith("。") and read_outcome(segment.text) is not None


def _is_carried(segment: Segment) -> bool:
    """Tell whether a line gives a bill and what became of it: 議案第20号 …について　可決."""
    return "号" in segment.text and _CARRIED.search(segment.text) is not None


_CARRIED = re.compile(
    r"第\s?[0-9]{1,3}\s?号.{2,60}[\s(〔【:](?:原案)?(?:可決|否決|承認|了承|同意|採択)[)〕】]?$"
)
_SENTENCES = 2
_BILLS = 2  # such lines that a list of what was carried has; sentences that tell of it


_REGULATES = re.compile(r"要領|要綱|規則|規程|条例|方針|手引|マニュアル|(?:作成|公開)の基準")


def _is_other(
    sheet: Sheet, header: Header, people: int, turns: int, *, titled: bool, speaks: bool
) -> bool:
    """Tell whether a document is of another kind. A list of those present is a sign of minutes."""
    labels = {f.name for f in header.fields if f.label}
    came = [f for f in header.fields if f.label and (f.name in _WHO or "出席" in f.label.text)]
    attended = bool(came) and (people >= 2 or any(_COUNT.search(f.text()) for f in came))
    told = header.content is not None and any(
        s.text.endswith("。") for s in sheet.segments[header.body_start :]
    )
    records = attended or ((turns >= _HEARD or told) and {"date", "place"} <= labels)
    head, text = _shown(sheet)
    others = [o for o in _others() if (o.titled or not titled) and (o.attended or not records)]
    return any(other.fits(sheet, head, text, speaks=speaks) for other in others)


def of_other_kind(sheet: Sheet) -> bool:
    """Tell whether what is no minutes is known: a law, a newsletter, a list of questions.

    A mere order of business does not count: minutes that lost their pages have one, too.
    """
    head, text = _shown(sheet)
    others = [o for o in _others() if o.text or o.lines or o.sentences == _ANY]
    return any(other.fits(sheet, head, text, speaks=False) for other in others)


def _shown(sheet: Sheet) -> tuple[str, str]:
    """Return the first words of the first lines and the text by which kinds are known.

    広報 inside a sentence says nothing of the document.
    """
    head = "\n".join(unspaced(s.text)[:_TITLE] for s in sheet.segments[:_HEAD])
    return head, "".join("".join([s.text for s in sheet.segments[:_LOOKED_AT]]).split())


_WHO = frozenset({"attendees", "absent"})
_COUNT = re.compile(r"[0-9]\s?[名人]")
_TITLE = 60  # characters of a line that a title has at most
_LOOKED_AT = 400  # segments: what a document is shows early, and long ones cost time


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


_MOSTLY = 0.5  # share of the body that decisions take where nothing else is recorded


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
