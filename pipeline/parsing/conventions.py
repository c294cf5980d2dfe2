"""How this document marks its speakers, worked out from its own lines.

Every place where a speaker may begin is a candidate with its reasons. Gates on single candidates
(is the label a role, a name, a department? is what follows speech?) and the document's own
repetition decide; nothing switches on a city. Families of marks that explain different lines are
kept side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header_labels import read_header_label
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.labels import Label, read_label
from pipeline.parsing.profile import Profile
from pipeline.parsing.sheet import Segment, Sheet
from pipeline.parsing.speech import is_people_list, is_speech

__all__ = ["Candidate", "Reading", "choose", "find_candidates"]

_SPEAKERS = load("speakers")
_SYMBOLS = _SPEAKERS["symbols"]
_PAIRS: dict[str, str] = dict(_SPEAKERS["brackets"])
_COLON = re.compile(
    rf"(?P<label>[^{_SPEAKERS['separators']['colon']}。、「」]{{1,30}}?)\s{{0,3}}[{_SPEAKERS['separators']['colon']}]\s{{0,4}}"
)
_LEADER = re.compile(
    r"(?P<label>[^・…‥―。、「」()]{1,20}?)\s{0,4}(?:・{2,30}|…{1,20}|‥{1,20}|―{2,20})\s{0,4}"
)
_CLOSING = re.compile(r"(?P<label>[^()。、「」\s]{1,20})\)\s{0,4}")
_NUMBER = re.compile(r"[0-9]{1,4}\s{1,4}(?=[" + re.escape(_SYMBOLS) + "])")
_LEGEND = re.compile(
    rf"([{re.escape(_SYMBOLS)}])\s{{0,2}}(?:[=:…は]|・{{2,3}})?\s{{0,2}}([^\s=:…()、,{re.escape(_SYMBOLS)}]{{2,10}})"
)
_TOKEN_END = re.compile(r"\s+|$")
_MAX_LABEL = 30
_TABLE_SPEECH = frozenset(_SPEAKERS["table"]["speech"])
_TABLE_HEADS = frozenset(_SPEAKERS["table"]["speaker"])
_HEADINGS = frozenset(header_fields()).union(*load("body")["sections"].values())
_BARE = ("bare_line", "bare_space")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a speaker may begin.

    ``family`` names the mark; ``label_at`` and ``rest`` are offsets in the segment; ``follows`` is
    ``same`` or ``next`` line; ``speech`` tells whether what follows reads as speech, ``maybe``
    whether it may be the first line of a longer one.
    """

    segment: int
    family: str
    label_at: tuple[int, int]
    rest: int
    label: Label
    follows: str
    speech: bool
    maybe: bool = False
    mark: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def firm(self) -> bool:
        """Label and speech both say so."""
        return self.speech and self.label.strength >= 2


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen convention: the candidates that open turns, by segment, and why."""

    name: str
    markers: dict[int, Candidate]
    confidence: float
    evidence: tuple[str, ...]


def find_candidates(sheet: Sheet) -> list[Candidate]:
    """Return every candidate of every family, in document order."""
    found: list[Candidate] = []
    legend = _legend(sheet)
    for segment in sheet:
        role = legend.get(segment.text[0])
        if role and (is_speech(segment.text[1:]) or _may_be_speech(segment.text[1:])):
            rest = _skip(segment.text, 1, " ")
            label = read_label(role)
            reasons = ("the legend says so", "speech follows")
            mark = segment.text[0]
            found.append(
                Candidate(
                    segment.index, "legend", (0, 1), rest, label, "same", True, True, mark, reasons
                )
            )
        following = next((s for s in sheet.segments[segment.index + 1 : segment.index + 2]), None)
        for family, start, end, rest, mark in _forms(segment):
            label = read_label(segment.raw[start:end])
            if not label.text:
                continue
            spoken = segment.text[rest:]
            follows = "same" if spoken.strip() else "next"
            if follows == "next":
                spoken = following.text if following else ""
                if following and (_opens_with_mark(following) or read_header_label(following)):
                    spoken = ""
            marked = family not in _BARE or (label.strength == 3 and label.name is not None)
            maybe = label.strength >= 2 and _may_be_speech(spoken)
            speech = is_speech(spoken) or (maybe and marked)
            reasons = (
                f"label {label.strength}",
                "speech follows" if speech else "no speech follows",
            )
            found.append(
                Candidate(
                    segment.index,
                    family,
                    (start, end),
                    rest,
                    label,
                    follows,
                    speech,
                    maybe,
                    mark,
                    reasons,
                )
            )
    return found


def _legend(sheet: Sheet) -> dict[str, str]:
    """Return the speakers that a line such as (○委員 ●事務局) or ◎=委員長 gives to symbols."""
    legend: dict[str, str] = {}
    for segment in sheet:
        if len(segment.text) > 80:
            continue
        pairs = _LEGEND.findall(segment.text)
        if len(pairs) >= 2 and all(read_label(role).strength >= 2 for _, role in pairs):
            rest = _LEGEND.sub("", segment.text)
            if len(re.sub(r"[\s()、,:・※凡例。発言者]", "", rest)) <= 2:
                legend |= dict(pairs)  # that of the body comes after that of the roster
    return legend


def _may_be_speech(text: str) -> bool:
    """Tell whether a text behind a marked label may be a first line of speech, or only (説明)."""
    if re.fullmatch(r"[(][^()]{1,30}[)]", text):
        return True
    hiragana = sum("ぁ" <= char <= "ゖ" for char in text)
    runs_on = hiragana >= 3 and re.search(r"[はがをにでと、]", text) is not None
    return len(text) >= 15 and runs_on and not is_people_list(text)


def _opens_with_mark(segment: Segment) -> bool:
    return any(
        read_label(segment.raw[start:end]).strength >= 2
        for family, start, end, _, _ in _forms(segment)
        if family not in _BARE
    )


def _forms(segment: Segment) -> Iterator[tuple[str, int, int, int, str]]:
    """Yield (family, label start, label end, start of the rest, mark) for each form that fits."""
    text = segment.text
    at, symbol = 0, ""
    if number := _NUMBER.match(text):
        at = number.end()
    # ○○委員, ◇◇委員: two symbols stand for a name and belong to the label.
    if (
        at < len(text)
        and text[at] in _SYMBOLS
        and not (text[at + 1 : at + 2] and text[at + 1] in _SYMBOLS)
    ):
        symbol = text[at]
        at += 1
        while at < len(text) and text[at] == " ":
            at += 1
    if at >= len(text):
        return
    family = "symbol" if symbol else ""
    close = _PAIRS.get(text[at])
    if close:
        end = _closing(text, at, close)
        if end > 0:
            rest = _skip(text, end + 1, ": \t")
            yield family or f"bracket {text[at]}{close}", at + 1, end, rest, symbol or text[at]
        return
    if tab := text.find("\t") + 1:
        yield "column", at, tab - 1, tab, "\t"
    match = _COLON.match(text, at)
    if match and not _speech_before_colon(match["label"]):
        yield family or "colon", at, match.end("label"), match.end(), symbol or ":"
        return
    if (match := _LEADER.match(text, at)) and not symbol:
        yield "leader", at, match.end("label"), match.end(), "…"
        return
    if match := _CLOSING.match(text, at):
        yield family or "closing )", at, match.end("label"), match.end(), ")"
    yield from _token_forms(text, at, symbol)


def _speech_before_colon(text: str) -> bool:
    """Tell whether a speaker and a space stand before what a colon ends: 西田委員 資料：表3."""
    first, _, rest = text.partition(" ")
    return bool(rest) and len(first) > 1 and read_label(first).strength >= 2


def _token_forms(text: str, at: int, symbol: str) -> Iterator[tuple[str, int, int, int, str]]:
    """Label up to a space, a quotation or the end of the line, perhaps letter-spaced."""
    best = first = 0
    for match in _TOKEN_END.finditer(text, at):
        end = match.start()
        if end - at > _MAX_LABEL:
            break
        if end == at or text[at:end].count("(") != text[at:end].count(")"):
            continue
        first = first or end
        if read_label(text[at:end]).strength >= 2:
            best = end
        if end - at >= 12 and best:
            break
    quote = text.find("「", at, at + _MAX_LABEL)
    if quote > at and read_label(text[at:quote]).strength >= 2:
        family = "symbol" if symbol else "bare_space" if text[quote - 1] == " " else "quote"
        yield family, at, quote, quote, symbol or "「"
        return
    end = best or first
    if not end:
        return
    rest = _skip(text, end, " \t")
    if symbol:
        yield "symbol", at, end, rest, symbol
    elif best:
        yield ("bare_line" if rest >= len(text) else "bare_space"), at, end, rest, ""
    elif rest >= len(text) and read_label(text[at:end]).strength == 1:
        yield "bare_line", at, end, rest, ""


def _closing(text: str, at: int, close: str) -> int:
    """Return where the bracket opened at ``at`` closes, allowing one bracket inside, or -1."""
    depth = 0
    for index in range(at, min(len(text), at + _MAX_LABEL + 4)):
        if text[index] == text[at]:
            depth += 1
        elif text[index] == close:
            depth -= 1
            if not depth:
                return index
    return -1


def _skip(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def choose(candidates: Sequence[Candidate], body_start: int, profile: Profile) -> Reading:
    """Choose the families of marks that this document uses after ``body_start``.

    Only families that ``profile`` accepts take part.
    """
    inside = [c for c in candidates if c.segment >= body_start and profile.accepts(c.family)]
    by_family: dict[str, list[Candidate]] = {}
    for candidate in inside:
        by_family.setdefault(candidate.family, []).append(candidate)
    scores = {family: _score(group) for family, group in by_family.items()}
    ranked = sorted(scores, key=lambda f: (-scores[f], f))
    evidence = tuple(
        f"{family}: {scores[family]:.1f} from {sum(c.firm for c in by_family[family])} firm of "
        f"{len(by_family[family])} candidates"
        for family in ranked
        if scores[family] > 0 or any(c.label.strength for c in by_family[family])
    )
    if not ranked or scores[ranked[0]] < 0.9:
        return Reading("none", {}, 0.0, evidence)
    accepted: dict[int, Candidate] = {}
    kept: list[str] = []
    for family in ranked:
        marks = [c for c in _accept(by_family[family]) if c.segment not in accepted]
        firm = sum(c.firm for c in marks)
        if kept and (firm < 2 or (family in _BARE and kept[0] not in _BARE)):
            continue
        if kept and family == "colon" and firm < 3:
            continue
        kept.append(family)
        accepted.update({c.segment: c for c in marks})
    rival = scores[ranked[1]] if len(ranked) > 1 and ranked[1] not in kept else 0.0
    top = scores[ranked[0]]
    confidence = round(top / (top + rival), 3)
    return Reading(" + ".join(kept), dict(sorted(accepted.items())), confidence, evidence)


def _score(group: Sequence[Candidate]) -> float:
    """Sum what speaks for a family; a mark that often stands without speech speaks against."""
    total = sum(
        1.0 if c.firm else 0.4 if c.speech and c.label.strength == 1 else 0.0 for c in group
    )
    repeated = Counter(c.label.text for c in group if c.speech and not c.label.strength)
    total += sum(0.3 * n for text, n in repeated.items() if n >= 3 and _token_like(text))
    if group[0].family in _BARE:
        total *= 0.8
    return total


def _accept(group: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of an established family that open a turn.

    Repetition overrules vocabulary: a short token that stands three times before speech with the
    family's mark is a speaker whatever it says.
    """
    repeated = Counter(c.label.text for c in group if c.speech)
    firm = sum(c.firm for c in group)
    out = []
    for candidate in group:
        label = candidate.label
        if candidate.firm or (
            candidate.speech
            and label.strength == 1
            and (repeated[label.text] >= 2 or (firm >= 1 and candidate.family not in _BARE))
        ):
            out.append(candidate)
        elif (
            candidate.speech
            and not label.strength
            and repeated[label.text] >= 3
            and _token_like(label.text)
        ):
            reason = f"label repeated {repeated[label.text]} times"
            out.append(replace(candidate, reasons=(*candidate.reasons, reason)))
        elif (candidate.maybe and firm >= 3 and repeated[label.text] >= 2) or (
            label.strength == 3
            and firm >= 1
            and candidate.family not in _BARE
            and candidate.follows == "same"
        ):
            out.append(candidate)
    return out


def _token_like(text: str) -> bool:
    """Tell whether an unknown text has the shape of a label: short, without particles."""
    solid = unspaced(text)
    if solid in _HEADINGS:
        return False
    return len(solid) <= 12 and not re.search(
        r"[はがをにへで、。]|資料|議案|議題|案件|について", solid
    )


def is_table_head(segment: Segment) -> bool:
    """Tell whether a segment is the head row of a two-column table 発言者|発言内容."""
    parts = [unspaced(p) for p in re.split(r"[\t|]|\s{2,}", segment.text) if p.strip()]
    return (
        bool(parts)
        and parts[0] in _TABLE_HEADS
        and len(parts) <= 4
        and (len(parts) == 1 or any(p in _TABLE_SPEECH for p in parts[1:]))
    )


def people_follow(segment: Segment, rest: int) -> bool:
    """Tell whether the rest of a segment lists people (so its label heads a roster)."""
    return is_people_list(segment.text[rest:])
