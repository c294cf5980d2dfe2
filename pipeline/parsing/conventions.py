"""How this document marks its speakers, worked out from its own lines.

Every place where a speaker may begin is a candidate with its reasons. Gates on single candidates
(is the label a role, a name, a department? is what follows speech?) and the document's own
repetition decide; nothing switches on a city. Families of marks that explain different lines are
kept side by side.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.centred_labels import PlacedLabel
from pipeline.parsing.lines.legends import read_abbreviations, read_legend
from pipeline.parsing.lines.listed_seats import entries_not_seats
from pipeline.parsing.lines.names_below import names_below
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.header_labels import is_opening_line, read_header_label
from pipeline.parsing.phrases.speaker_forms import ARROWS, CLOCK, Form, speaker_forms
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, Label, read_label
from pipeline.parsing.phrases.speech import (
    ends_sentence,
    explains,
    heads_article,
    is_people_list,
    is_speech,
    may_be_speech,
)
from pipeline.parsing.profile import Profile

__all__ = ["Candidate", "Reading", "choose", "find_candidates", "placed_labels", "token_like"]

_HEADINGS = frozenset(header_fields()).union(*load("body")["sections"].values())
_ESTABLISHED = 5  # firm speakers of a family that make it the document's way
_SEVERAL = 4  # labels that may be surnames, each before speech, are surnames
_SETTLED = 3  # firm speakers that show how the document marks them
_ROWS = 5  # lines of one shape that make a convention
_LONGEST_TOKEN = 12  # characters of an unknown text that may be a label
_LOOKED_AHEAD = 3  # lines in which a sentence that begins a speech should end
_WRAPPED = 30  # characters of a line that the next may continue
_BARE = ("bare_line", "bare_space")
_BARS = frozenset("|\t,")
_REASONS = {
    (strength, speech): (f"label {strength}", "speech follows" if speech else "no speech follows")
    for strength in range(4)
    for speech in (True, False)
}
_OFFICE = re.compile(r"[(][^()]{1,14}[課室部局係]\s?[)]")
_ENCLOSED = re.compile(r"[(<\[【〔《≪―~\-](?P<inside>[^)>\]】〕》≫]{1,40}?)[)>\]】〕》≫―~\-]")
_NO_TOKEN = re.compile(r"[はがをにへで、。<>⟨⟩〈〉＜＞【】〔〕]|資料|議案|議題|案件|^\d+[名人]")


@dataclass(slots=True)
class Candidate:
    """A place where a speaker may begin; nothing changes it.

    ``follows`` is ``same`` or ``next`` line; ``speech`` tells whether what follows reads as speech,
    ``says`` whether anything but a heading follows. Where it does not read as speech, ``maybe``
    tells whether it may be the first line of a longer one, ``lists`` whether it lists people.
    The next ``below`` segments belong to the label. ``family`` is that of its marks; it is ``firm``
    where label and speech both say so.
    """

    segment: int
    form: Form
    label: Label
    follows: str
    speech: bool
    maybe: bool
    reasons: tuple[str, ...] = ()
    says: bool = True
    lists: bool = False
    below: int = 0
    family: str = field(init=False)
    firm: bool = field(init=False)

    def __post_init__(self) -> None:
        """Note what is asked of it again and again."""
        self.family = self.form.family
        self.firm = self.speech and self.label.strength >= 2


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen convention: the candidates that open turns, by segment, and why."""

    name: str
    markers: dict[int, Candidate]
    confidence: float
    evidence: tuple[str, ...]


_CHIEF = re.compile("主な(?:意見|質疑|質問|要望|発言)")  # over points, where nobody answers
_DASHED = ("bracket --", "bracket ――", "bracket ~~")
_OF_ATTENDANCE = ("出席", "欠席")


def find_candidates(sheet: Sheet) -> list[Candidate]:
    """Return every candidate of every family, in document order."""
    legend = read_legend(sheet)
    short = read_abbreviations(sheet)
    found: list[Candidate] = []
    for segment in sheet:
        if sheet.people and (segment.line.no, segment.start) in sheet.people:
            continue
        if legend and (role := legend.get(segment.text[0])):
            form = Form("legend", 0, 1, 1, segment.text[0])
            found.append(_judge(sheet, segment, form, read_label(role)))
        cell = sheet.columns and sheet.columns.get((segment.line.no, segment.start))
        if cell and not _stands_apart(segment.text):
            found.append(_judge_cell(sheet, segment, cell))
            continue
        for form in speaker_forms(segment.text):
            label = read_label(segment.raw[form.start : form.end])
            if form.mark == CLOCK and token_like(label.text):
                label = replace(label, strength=max(label.strength, 2))  # [13:31] 三隅 直哉: …
            if short and fold(label.text) in short and form.family not in _BARE:
                label = replace(label, strength=max(label.strength, 2))
            bare = form.family in _BARE and not label.strength
            if form.family in _BARE and label.text.startswith(_OF_ATTENDANCE):
                continue  # 出席委員　次のとおり heads people
            if label.text and not (bare and len(label.text) > _LONGEST_TOKEN):
                found.append(_judge(sheet, segment, form, label))
    return _with_answers(_by_shape(_with_names_below(sheet, found)))


def _stands_apart(text: str) -> bool:
    """Tell whether a line under the head of a table is no speaker: (3時開会), <結論>, (拍手)."""
    enclosed = _ENCLOSED.fullmatch(text)
    if enclosed and read_label(enclosed["inside"]).strength < 2:
        return True
    return is_opening_line(text)


def _with_names_below(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Join labels whose post and name stand on the next lines, where several do.

    ○教育長 / 笹谷 忠徳君; 会 長 / 北町長 / 大 沢 正 人.
    """
    named: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.follows != "next" or candidate.label.strength < 2 or candidate.below:
            continue
        at = candidate.segment
        below, name = names_below(sheet.segments[at + 1 :][:_LOOKED_AHEAD], candidate.label)
        if not below or candidate.family == "column":
            continue
        judged = _judge(sheet, sheet[at], candidate.form, candidate.label, below=below)
        if judged.speech:
            lines = sheet.segments[at : at + 1 + below]
            text = "".join([candidate.label.text, *(unspaced(line.raw) for line in lines[1:])])
            named[at] = replace(judged, label=replace(judged.label, text=text, name=name))
    if len(named) < 2:
        return found
    names = {at + n for at, c in named.items() for n in range(1, c.below + 1)}
    return [
        named.get(c.segment, c) if c.label.strength >= 2 else c
        for c in found
        if c.segment not in names
    ]


def _by_shape(found: list[Candidate]) -> list[Candidate]:
    """Take what stands behind one mark for speakers where the lines show it, whatever they say.

    A mark that stands before short words, several of them again and again, each before speech.
    """
    places: dict[tuple[str, str], list[int]] = {}
    sure = {c.segment for c in found if c.label.strength >= 2}
    for at, candidate in enumerate(found):
        if candidate.label.strength < 2 and candidate.segment in sure:
            continue  # 世話人 and 世話人⟩: two readings of one line
        if candidate.family == "symbol" and candidate.label.text not in _HEADINGS:
            places.setdefault((candidate.family, candidate.form.mark), []).append(at)
    for group in places.values():
        fit = [at for at in group if found[at].speech and token_like(found[at].label.text)]
        labels = Counter(found[at].label.text for at in fit)
        again = sum(n for n in labels.values() if n >= 2)
        if len(fit) < _ROWS or len(fit) < 0.9 * len(group) or len(labels) < 2:
            continue
        if again < 0.6 * len(fit):
            continue
        for at in fit:
            if found[at].label.strength < 2:
                label = replace(found[at].label, strength=2)
                reasons = (*found[at].reasons, "the same mark before the same words")
                found[at] = replace(found[at], label=label, reasons=reasons)
    return found


def _with_answers(found: list[Candidate]) -> list[Candidate]:
    """Take what stands under 質問 and 回答 in turn for speech, though it be no sentence."""
    if not any(_asks(c.label.text) is False for c in found):
        headings = [c for c in found if c.family in _DASHED and _asks(c.label.text)]  # -意見等-
        found = [c for c in found if not _CHIEF.match(c.label.text) and c not in headings]
    places = [at for at, c in enumerate(found) if c.says and _asks(c.label.text) is not None]
    pairs = sum(
        _asks(found[left].label.text) is True and _asks(found[right].label.text) is False
        for left, right in itertools.pairwise(places)
    )
    if pairs <= all(len(found[at].label.text) == 1 for at in places):
        return found  # one 問 and one 答 are too little
    for at in places:
        reasons = (*found[at].reasons, "question and answer in turn")
        label = replace(found[at].label, strength=3)
        found[at] = replace(found[at], label=label, speech=True, reasons=reasons)
    return found


@lru_cache(maxsize=4096)
def _asks(label: str) -> bool | None:
    """Tell whether a label is of questions (``True``) or of answers; ``None`` of neither."""
    folded = fold(label)
    if QUESTION.fullmatch(folded):
        return True
    return False if ANSWER.fullmatch(folded) else None


def _judge(
    sheet: Sheet, segment: Segment, form: Form, label: Label, *, below: int = 0
) -> Candidate:
    """Say what speaks for and against a form: its label, and what stands where speech should.

    The next ``below`` segments belong to the label.
    """
    spoken = segment.text[form.rest : form.until].strip()
    follows = "same" if spoken else "next"
    last = segment
    start = segment.index + 1 + below
    known = label.strength >= (2 if form.family in _BARE else 1)
    if is_people_list(spoken) and read_header_label(segment.raw, segment.text):
        known = False  # 事務局:久保課長、…ほか / a sentence: the list ends with its line
    for further in _lines_below(sheet, start):
        if spoken:
            runs_on = known and len(last.text) >= _WRAPPED and not further.gap
            if not runs_on or ends_sentence(spoken):
                break
        remark = further.text[0] == "※" and further.indent < segment.indent  # below a list
        if _is_structure(further) or (not spoken and (remark or _heads_people(sheet, further))):
            break
        spoken += further.text  # the first words may be a list: their sentence goes on
        last = further
    # (委員) / 第2条　…, (弁護士) ※敬称略: no speaker
    told = "" if heads_article(spoken) or spoken[:1] == "※" else spoken
    acts = label.strength == 1 or (label.strength and form.family == "colon")
    plain = is_speech(told) or (bool(acts) and explains(told))
    maybe = not plain and label.strength >= 2 and may_be_speech(told)
    marked = form.family not in _BARE or (label.strength == 3 and label.name is not None)
    speech = plain or (maybe and marked)
    lists = not plain and bool(spoken) and is_people_list(spoken)
    says = bool(spoken) and spoken not in _HEADINGS
    says = says and not (follows == "next" and read_label(spoken).strength >= 3)
    why = _REASONS[label.strength, speech]
    return Candidate(segment.index, form, label, follows, speech, maybe, why, says, lists, below)


def _lines_below(sheet: Sheet, start: int) -> Sequence[Segment]:
    """Return the next lines, but for the repeated head of a table and the hour of the opening."""
    start += start < len(sheet) and is_opening_line(sheet[start].text)  # ○午前10時5分開会
    below = sheet.segments[start : start + _LOOKED_AHEAD]
    if not (below and sheet.heads and heads_columns(sheet, below[0])):
        return below
    ahead = sheet.segments[start : start + 2 * _LOOKED_AHEAD]
    return [one for one in ahead if not heads_columns(sheet, one)][:_LOOKED_AHEAD]


def _judge_cell(sheet: Sheet, segment: Segment, cell: Cell) -> Candidate:
    """Take the label of a table's row for a speaker: the table's head says so."""
    family = "column"
    if cell.end and not _BARS & set(segment.text[cell.end : cell.rest]):
        family = "bare_line" if cell.rest >= len(segment.text) else "bare_space"
    form = Form(family, cell.start, cell.end, cell.rest, "|", cell.until)
    label = read_label(cell.speaker)
    label = replace(label, strength=max(label.strength, 2))
    found = _judge(sheet, segment, form, label, below=cell.below)
    if family == "column" and found.follows == "same":
        found = replace(found, says=True)  # 福祉部長 | あいさつ
    if not found.says:
        return found
    return replace(found, speech=True, reasons=(*found.reasons, "under the head of its column"))


def _is_structure(segment: Segment) -> bool:
    """Tell whether a line begins with a mark or a header label of its own."""
    return read_header_label(segment.raw, segment.text) is not None or any(
        read_label(segment.raw[form.start : form.end]).strength >= 2
        for form in speaker_forms(segment.text)
        if form.family not in _BARE and form.until is None
    )


def _heads_people(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line in brackets stands over people: 事務局: / (企画課) / 高田 亘主幹."""
    below = sheet.segments[segment.index + 1 : segment.index + 2]
    return bool(_OFFICE.fullmatch(segment.text)) and any(is_people_list(s.text) for s in below)


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
    scores = {family: _score(group, body_start) for family, group in by_family.items()}
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
    bare = [c for family in _BARE for c in by_family.get(family, ())]
    for family in ranked:
        kin = bare if family in _BARE else by_family[family]
        marks = _accept(by_family[family], kin, listed)
        marks = [c for c in marks if c.segment not in accepted]
        firm = sum(c.firm for c in marks)
        if kept and family == "colon" and firm < 3:
            # 事務局 / 会長 / 事務局: with a colon once
            called = {c.label.text for c in accepted.values()}
            marks = [c for c in marks if c.firm and c.follows == "next" and c.label.text in called]
            accepted.update({c.segment: c for c in marks})
            continue
        replies = all(c.form.mark in ARROWS and c.form.mark for c in accepted.values())
        quoted = family == "quote" and kept[:1] == ["bare_space"]  # 会長 「…」, 石渡委員「…」
        if kept and firm < 2 and {family, kept[0]} <= set(_BARE):
            marks = [c for c in marks if c.firm]  # 会長 / 始めます。 … 事務局 (説明)
        elif (
            kept
            and not quoted
            and (firm < 2 or (family in _BARE and kept[0] not in _BARE and not replies))
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


def placed_labels(reading: Reading) -> list[PlacedLabel]:
    """Return where the labels stand that no mark sets off from the speech beside or below them."""
    return [
        PlacedLabel(at, found.form.start, found.form.end, found.below)
        for at, found in reading.markers.items()
        if found.family in _BARE
    ]


def _labelled(group: Sequence[Candidate]) -> int:
    """Return how many symbols stand before a label, and are none themselves."""
    return sum(c.firm for c in group)


def _score(group: Sequence[Candidate], body_start: int) -> float:
    """Sum what speaks for a family; a mark that often stands without speech speaks against."""
    unsure = sum(c.speech and c.label.strength == 1 for c in group)
    total = sum(c.firm for c in group) + 0.4 * unsure
    repeated = Counter(c.label.text for c in group if c.speech and not c.label.strength)
    total += sum(0.3 * n for text, n in repeated.items() if n >= 3 and token_like(text))
    named = sum(c.label.strength >= 2 and (c.lists or not c.says) for c in group)
    if named >= max(2, 2 * sum(c.firm for c in group)):
        return 0.0  # ・会長 松田楯夫 / ・副会長 弓削茂: who was chosen
    opens = group[0].firm and group[0].segment - body_start <= 2  # or behind 開会
    if group[0].family in _BARE and not opens:
        total *= 0.8
    return total


def _accept(
    group: Sequence[Candidate], kin: Sequence[Candidate], listed: Container[str]
) -> list[Candidate]:
    """Return the candidates of an established family that open a turn.

    Repetition, also in families of its ``kin``, overrules vocabulary: a short token that stands
    three times before speech with the family's mark is a speaker whatever it says.
    """
    repeated = Counter(c.label.text for c in kin if c.speech)
    firm = sum(c.firm for c in group)
    terse = _is_terse(group, firm)
    bare = group[0].family in _BARE
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
            and repeated[label.text] >= (2 if firm >= _ESTABLISHED else 3)
            and token_like(label.text)
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
            and candidate.family not in _BARE
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
    if group[0].family not in _BARE:
        return firm >= 2 or (len(sure) >= 4 and several)
    return len(sure) >= 4 and several and firm >= 0.25 * len(sure)


def token_like(text: str) -> bool:
    """Tell whether an unknown text has the shape of a label: short, without particles."""
    solid = unspaced(text)
    if solid in _HEADINGS or solid.isdigit() or not any(map(str.isalnum, solid)):
        return False  # (1) counts, whoever speaks; - is a mark
    return len(solid) <= _LONGEST_TOKEN and not _NO_TOKEN.search(solid)
