"""How this document marks its speakers, worked out from its own lines.

Gates on single candidates (:mod:`speaker_places`) and the document's own repetition decide; nothing
switches on a city. Families of marks that explain different lines are kept side by side.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from pipeline.parsing.folding import fold
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.centred_labels import PlacedLabel
from pipeline.parsing.lines.listed_seats import entries_not_seats
from pipeline.parsing.lines.notes import is_done
from pipeline.parsing.phrases.speaker_forms import ARROWS
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, Label
from pipeline.parsing.profile import Profile
from pipeline.parsing.speaker_places import BARE, Candidate, token_like

__all__ = ["Reading", "choose", "placed_labels"]

_ESTABLISHED = 5  # firm speakers of a family that make it the document's way
_SEVERAL = 4  # labels that may be surnames, each before speech, are surnames
_PAIR = 2
_EXPLAINED, _QUERIES = "説明", "質疑"
_SECTIONS = frozenset([_EXPLAINED]).union(*load("body")["sections"].values())
_ASKED = re.compile(f"{QUESTION.pattern}|{ANSWER.pattern}")
_SETTLED = 3  # firm speakers that show how the document marks them


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen convention: the candidates that open turns, by segment, and why."""

    name: str
    markers: dict[int, Candidate]
    confidence: float
    evidence: tuple[str, ...]


def choose(
    candidates: Sequence[Candidate],
    body_start: int,
    profile: Profile,
    listed: Container[str] = (),
) -> Reading:
    """Choose the families of marks that this document uses after ``body_start``.

    Only families that ``profile`` accepts take part; ``listed`` holds the words of the header,
    which may name people.
    """
    inside = [c for c in candidates if c.segment >= body_start and profile.accepts(c.family)]
    by_family: dict[str, list[Candidate]] = {}
    for candidate in inside:
        by_family.setdefault(candidate.family, []).append(candidate)
    if _labelled(by_family.get("symbol", ())) > 0.5 * len(by_family.get("legend", ())):
        by_family.pop("legend", None)  # ◎会長 ○副会長 in the roster; in the body ○委員 follows
    for family in [f for f, group in by_family.items() if _heads_sections(group, inside)]:
        others = sum(c.firm for f in by_family if f != family for c in by_family[f])
        if others >= _PAIR or not any(c.label.text == _EXPLAINED for c in by_family[family]):
            del by_family[family]
    scores = {family: _score(group, body_start) for family, group in by_family.items()}
    ranked = sorted(scores, key=lambda f: (-scores[f], f))
    evidence = tuple(
        f"{family}: {scores[family]:.1f} from {_labelled(by_family[family])} firm of "
        f"{len(by_family[family])} candidates"
        for family in ranked
        if scores[family] > 0 or any(c.label.strength for c in by_family[family])
    )
    if not ranked or scores[ranked[0]] < 0.9:
        return Reading("none", {}, 0.0, evidence)
    accepted: dict[int, Candidate] = {}
    kept: list[str] = []
    bare = [c for family in BARE for c in by_family.get(family, ())]
    for family in ranked:
        kin = bare if family in BARE else by_family[family]
        marks = _accept(by_family[family], kin, listed)
        marks = [c for c in marks if c.segment not in accepted]
        firm = _labelled(marks)
        answers = bool(marks) and all(
            c.form.mark in ARROWS for c in marks
        )  # ・委員：… / ⇒事務局：…
        if kept and family == "colon" and firm < 3 and not answers:
            # 事務局 / 会長 / 事務局: with a colon once
            called = {c.label.text for c in accepted.values()}
            marks = [c for c in marks if c.firm and c.follows == "next" and c.label.text in called]
            accepted.update({c.segment: c for c in marks})
            continue
        replies = all(c.form.mark in ARROWS and c.form.mark for c in accepted.values())
        quoted = family == "quote" and kept[:1] == ["bare_space"]  # 会長 「…」, 石渡委員「…」
        if kept and firm < 2 and {family, kept[0]} <= set(BARE):
            called = {c.label.text for c in accepted.values()}  # 会長 / 始めます。 … 事務局 (説明)
            marks = [c for c in marks if c.firm or (c.speech and c.label.text in called)]
        elif kept and family in BARE and kept[0] not in BARE and (asked := _in_turn(marks)):
            marks = asked  # Q … A … in the midst of 委員A…あいさつが…
        elif (
            kept
            and not quoted
            and (firm < 2 or (family in BARE and kept[0] not in BARE and not replies))
        ):
            continue
        kept.append(family)
        accepted.update({c.segment: c for c in marks})
    accepted = dict(sorted(accepted.items()))
    for at in entries_not_seats({at: found.label for at, found in accepted.items()}):
        del accepted[at]
    rival = scores[ranked[1]] if len(ranked) > 1 and ranked[1] not in kept else 0.0
    confidence = round(scores[ranked[0]] / (scores[ranked[0]] + rival), 3)
    return Reading(" + ".join(kept), accepted, confidence, evidence)


def _heads_sections(group: Sequence[Candidate], inside: Sequence[Candidate]) -> bool:
    """Tell whether a mark only stands around heads of sections: 【説明】 … 【質疑】 … 【結果】.

    Or around 質疑 alone, where nobody answers.
    """
    labels = {c.label.text for c in group if c.label.strength >= _PAIR}
    if labels == {_QUERIES}:
        return not any(ANSWER.fullmatch(fold(c.label.text)) for c in inside)
    return _EXPLAINED in labels and labels <= _SECTIONS


def _in_turn(marks: Sequence[Candidate]) -> list[Candidate]:
    """Return the questions and answers among labels, if several follow one another in turn."""
    asked = [c for c in marks if c.firm and _ASKED.fullmatch(fold(c.label.text))]
    kinds = [QUESTION.fullmatch(fold(c.label.text)) is not None for c in asked]
    rounds = sum(one and not other for one, other in itertools.pairwise(kinds))
    return asked if rounds >= _PAIR and 2 * rounds == len(asked) else []


def placed_labels(reading: Reading) -> list[PlacedLabel]:
    """Return where the labels stand that no mark sets off from the speech beside or below them."""
    return [
        PlacedLabel(at, found.form.start, found.form.end, found.below)
        for at, found in reading.markers.items()
        if found.family in BARE
    ]


def _labelled(group: Sequence[Candidate]) -> int:
    """Return how many marks surely stand before a label, and are none themselves."""
    return len([c for c in group if c.firm])


def _score(group: Sequence[Candidate], body_start: int) -> float:
    """Sum what speaks for a family; a mark that often stands without speech speaks against."""
    firm = _labelled(group)
    unsure = len([c for c in group if c.speech and c.label.strength == 1])
    total = firm + 0.4 * unsure
    repeated = Counter([c.label.text for c in group if c.speech and not c.label.strength])
    total += sum(0.3 * n for text, n in repeated.items() if n >= 3 and token_like(text))
    named = len([c for c in group if c.label.strength >= 2 and (c.lists or not c.says)])
    if named >= max(2, 2 * firm):
        return 0.0  # ・会長 松田楯夫 / ・副会長 弓削茂: who was chosen
    opens = group[0].firm and group[0].segment - body_start <= 2  # or behind 開会
    if group[0].family in BARE and not opens:
        total *= 0.8
    return total


def _accept(
    group: Sequence[Candidate], kin: Sequence[Candidate], listed: Container[str]
) -> list[Candidate]:
    """Return the candidates of an established family that open a turn.

    Repetition, also in families of its ``kin``, overrules vocabulary: a short token that stands
    three times before speech with the family's mark is a speaker whatever it says.
    """
    repeated = Counter([c.label.text for c in kin if c.speech])
    firm = _labelled(group)
    terse = _is_terse(group, firm)
    bare = group[0].family in BARE
    named = not bare and (
        firm >= 1 or sum(c.speech and c.label.strength >= 1 for c in group) >= _SEVERAL
    )
    likely = _likely(group, firm, repeated) if bare else frozenset()
    if bare and firm >= _ESTABLISHED:
        likely |= {c.label for c in group if c.label.name in listed}
    alone = firm >= 3 and sum(c.firm and c.follows == "next" for c in group) >= 0.8 * firm
    out = []
    for candidate in group:
        label = candidate.label
        known = label.strength >= 2 or (label.strength == 1 and repeated[label.text])
        if (
            candidate.firm
            or (terse and known and candidate.says and not candidate.lists)
            or (
                candidate.speech
                and label.strength == 1
                and (named or repeated[label.text] >= 2 or label in likely)
            )
        ):
            out.append(candidate)
        elif (
            candidate.speech
            and not label.strength
            and repeated[label.text]
            >= (2 if firm >= _ESTABLISHED or (alone and candidate.follows == "next") else 3)
            and token_like(label.text)
            and not is_done(label.text)
        ):
            reason = f"label repeated {repeated[label.text]} times"
            out.append(replace(candidate, reasons=(*candidate.reasons, reason)))
        elif (
            alone
            and candidate.family == "colon"
            and candidate.follows == "next"
            and candidate.speech
            and token_like(label.text)
        ):
            reason = "stands alone before speech as the other labels do"
            out.append(replace(candidate, reasons=(*candidate.reasons, reason)))
        elif (
            candidate.maybe
            and firm >= 2
            and (
                repeated[label.text] >= 2
                or (label.strength == 3 and (repeated[label.text] or candidate.follows == "same"))
            )
        ) or (
            label.strength == 3
            and firm >= 1
            and candidate.family not in BARE
            and candidate.follows == "same"
        ):
            out.append(candidate)
    return out


def _likely(group: Sequence[Candidate], firm: int, repeated: Counter[str]) -> frozenset[Label]:
    """Return the bare labels that are speakers though each stands once: departments, seats, names.

    Others must have shown that bare labels speak here; seats and names also one another.
    """
    once = {c.label for c in group if c.speech and c.label.strength == 1}
    seats = {label for label in once if label.role is None and label.name is None}
    names = {label for label in once if label.name is not None}
    shown = firm + sum(repeated[label.text] for label in once if repeated[label.text] >= 2)
    found = once - names if shown >= _SETTLED else set()
    for kind in (seats, names):
        if len(kind) >= 2 and len(kind) + firm >= _SEVERAL:
            found |= kind
    return frozenset(found)


def _is_terse(group: Sequence[Candidate], firm: int) -> bool:
    """Tell whether a family's labels stand so regularly that what follows need be no sentence.

    Summaries put 賛成 or 資料1により説明 beside a speaker.
    """
    sure = [c for c in group if c.label.strength >= 2 and c.says and not c.lists]
    several = len({c.label.text for c in sure}) >= 2
    if group[0].family not in BARE:
        return firm >= 2 or (len(sure) >= 4 and several)
    return len(sure) >= 4 and several and firm >= 0.25 * len(sure)
