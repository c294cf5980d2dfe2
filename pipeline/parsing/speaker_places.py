"""Every place where a speaker may begin, with what speaks for and against it.

Each is a candidate with its reasons: is the label a role, a name, a department? is what follows
speech? What they say of the whole document is judged in :mod:`conventions`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import header_fields, load
from pipeline.parsing.lines.legends import read_abbreviations, read_legend
from pipeline.parsing.lines.listed_seats import numbers_of_speeches
from pipeline.parsing.lines.names_below import names_below
from pipeline.parsing.lines.notes import is_done
from pipeline.parsing.lines.sheet import Cell, Segment, Sheet
from pipeline.parsing.lines.speaker_tables import heads_columns
from pipeline.parsing.phrases.header_labels import is_opening_line, read_header_label
from pipeline.parsing.phrases.speaker_forms import CLOCK, Form, speaker_forms
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, Label, read_label
from pipeline.parsing.phrases.speech import (
    ends_sentence,
    explains,
    heads_article,
    is_people_list,
    is_speech,
    may_be_speech,
)

__all__ = ["BARE", "Candidate", "find_candidates", "token_like"]

BARE = ("bare_line", "bare_space")
_HEADINGS = frozenset(header_fields()).union(*load("body")["sections"].values())
_OPENS = frozenset(word for words in load("body")["opening"].values() for word in words)
_FACTS = frozenset(load("body")["facts_of_matter"]["words"])
_PAIR = 2
_AGAIN = 3  # times
_SEVERAL_NAMED = 3  # labels with names below them that are known
_LIKELY_NAME = 0.45  # what a name is at least
_LONGEST_WORD = 8  # characters of a speaker before speech that nothing but its place tells
_ROWS = 5  # lines of one shape that make a convention
_LONGEST_TOKEN = 12  # characters of an unknown text that may be a label
_LOOKED_AHEAD = 3  # lines in which a sentence that begins a speech should end
_WRAPPED = 30  # characters of a line that the next may continue
_REMARK = ("※", "(※")
_BARS = frozenset("|\t,")
_BEGINS_COUNT = ("[", "(", "<")
_COUNT = re.compile(r"[\[(<]\s?(?P<n>[0-9]{1,4})\s?[\])>]\s{0,4}(?=\S)")
_NEARLY_ALL = 0.9
_REASONS = {
    (strength, speech): (f"label {strength}", "speech follows" if speech else "no speech follows")
    for strength in range(4)
    for speech in (True, False)
}
_GREETING = re.compile(r"(?P<who>.{2,16}?)の?(?:御|ご)?(?:挨拶|あいさつ)")
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


_CHIEF = re.compile("主な(?:意見|質疑|質問|要望|発言)")  # over points, where nobody answers
_DASHED = ("bracket --", "bracket ――", "bracket ~~")
_OF_ATTENDANCE = ("出席", "欠席")


def find_candidates(sheet: Sheet) -> list[Candidate]:
    """Return every candidate of every family, in document order."""
    legend, explain = read_legend(sheet)
    short = read_abbreviations(sheet)
    found: list[Candidate] = []
    for segment in sheet:
        if sheet.people and (segment.line.no, segment.start) in sheet.people:
            continue
        if segment.index in explain:
            continue
        if legend and (role := legend.get(segment.text[0])):
            form = Form("legend", 0, 1, _behind_mark(segment.text), segment.text[0])
            label = read_label(role)
            label = replace(label, strength=max(label.strength, 2))
            found.append(_judge(sheet, segment, form, label))
        cell = sheet.columns and sheet.columns.get((segment.line.no, segment.start))
        if cell and not _stands_apart(segment.text):
            found.append(_judge_cell(sheet, segment, cell))
            continue
        for form in speaker_forms(segment.text):
            label = read_label(segment.raw[form.start : form.end])
            if form.family == "bare_line" and _colon_below(sheet, segment):
                form = replace(form, family="colon", mark=":")  # 生涯学習課長 / ：日程について…
            if form.mark == CLOCK and token_like(label.text):
                label = replace(label, strength=max(label.strength, 2))  # [13:31] 三隅 直哉: …
            if form.family == "colon" and (greets := _GREETING.fullmatch(label.text)):
                label = replace(read_label(greets["who"]), text=label.text)  # 委員長挨拶：昨日…
            if short and fold(label.text) in short and form.family not in BARE:
                label = replace(label, strength=max(label.strength, 2))
            bare = form.family in BARE and not label.strength
            if form.family in BARE and label.text.startswith(_OF_ATTENDANCE):
                continue  # 出席委員　次のとおり heads people
            if label.text and not (bare and len(label.text) > _LONGEST_TOKEN):
                found.append(_judge(sheet, segment, form, label))
    found = _without_counts(sheet, _without_numbers(sheet, found))
    found = _with_names_below(sheet, _with_whole_lines(sheet, found))
    return _with_answers(_by_repetition(sheet, _by_shape(found)))


def _behind_mark(text: str) -> int:
    """Return where the speech begins behind a mark of the legend: ○委員会は…, ◇：定足数を…."""
    colon = text[1:3].lstrip()[:1] == ":"
    return text.index(":") + 1 if colon else 1


def _colon_below(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether the colon of a label stands before the speech on the next line."""
    at = segment.index + 1
    return at < len(sheet) and sheet[at].text[0] == ":" and len(sheet[at].text) > 1


def _without_numbers(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Take the numbers of speeches off their labels: 1 会長, 2 委員."""
    labels = {
        at: sheet[c.segment].text[c.form.start : c.form.end]
        for at, c in enumerate(found)
        if c.label.strength and c.label.text[0].isdigit()
    }
    for at, begin in numbers_of_speeches(labels).items():
        candidate = found[at]
        segment, form = sheet[candidate.segment], candidate.form
        form = replace(form, start=form.start + begin)
        label = read_label(segment.raw[form.start : form.end])
        found[at] = _judge(sheet, segment, form, label, below=candidate.below)
    return found


def _without_counts(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Take the numbers of speeches off what is said: 委員長(山崎修三君) [ 1 ] ただ今より…."""
    counts: dict[int, re.Match[str]] = {}
    segments = sheet.segments
    for at, candidate in enumerate(found):
        begin, text = candidate.form.rest, segments[candidate.segment].text
        counted = text[begin : begin + 1] in _BEGINS_COUNT and candidate.label.strength >= 2
        if counted and (count := _COUNT.match(text, begin)):
            counts[at] = count
    numbers = [int(count["n"]) for count in counts.values()]
    firm = sum(candidate.firm for candidate in found)
    if not _AGAIN <= len(numbers) >= _NEARLY_ALL * firm:
        return found
    if any(after != before + 1 for before, after in itertools.pairwise(numbers)):
        return found
    for at, count in counts.items():
        one = found[at]
        form = replace(one.form, rest=count.end())
        found[at] = _judge(sheet, sheet[one.segment], form, one.label, below=one.below)
    return found


def _stands_apart(text: str) -> bool:
    """Tell whether a line under the head of a table is no speaker: (3時開会), <結論>, (拍手)."""
    enclosed = _ENCLOSED.fullmatch(text)
    if enclosed and read_label(enclosed["inside"]).strength < 2:
        return True
    return is_opening_line(text)


def _with_whole_lines(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Take whole lines for labels where others are: ○事務局 道路管理課 下平, ○(公社)… 鶴岡委員.

    The mark stands before each, and none of them shares its line with speech.
    """
    marked = [c for c in found if c.family == "symbol" and c.firm]
    alone = sum(c.follows == "next" for c in marked)
    if alone < _AGAIN or alone < _NEARLY_ALL * len(marked):
        return found
    out = []
    for one in found:
        segment = sheet[one.segment]
        if one.family == "symbol" and one.follows == "same" and not one.speech:
            one = _with_whole_line(sheet, segment, one)
        out.append(one)
    return out


def _with_whole_line(sheet: Sheet, segment: Segment, one: Candidate) -> Candidate:
    """Return a candidate whose label is all of its line, if that ends with a person."""
    text, rest = segment.text, segment.raw[one.form.rest :]
    who = read_label(rest.split()[-1])
    if "。" in text or (who.strength < 2 and who.name is None):
        return one
    begin = one.form.start - (text[one.form.start - 1] in "([")
    label = read_label(segment.raw[begin:])
    label = replace(label, strength=max(label.strength, 2), name=label.name or who.name)
    form = replace(one.form, start=begin, end=len(text), rest=len(text))
    judged = _judge(sheet, segment, form, label)
    return judged if judged.speech else one


def _with_names_below(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Join labels whose post and name stand on the next lines, where several do.

    ○教育長 / 笹谷 忠徳君; 会 長 / 北町長 / 大 沢 正 人.
    """
    named = _named_below(sheet, found, 1.0)
    if len(named) >= _SEVERAL_NAMED:  # then others are named so whose names nobody knows
        named |= _named_below(sheet, found, _LIKELY_NAME)
    if len(named) < _PAIR:
        return found
    names = {at + n for at, c in named.items() for n in range(1, c.below + 1)}
    return [
        named.get(c.segment, c) if c.label.strength >= 2 or c.segment in named else c
        for c in found
        if c.segment not in names
    ]


def _named_below(sheet: Sheet, found: list[Candidate], least: float) -> dict[int, Candidate]:
    """Return the candidates whose post or name stands on the next lines, by segment.

    Above a post there may be a house: 北浜大学生協 / 学生 代議員 / 大沢 正人.
    """
    named: dict[int, Candidate] = {}
    for candidate in found:
        label, at = candidate.label, candidate.segment
        house = label.strength == 1 and label.role is not None and candidate.family == "bare_line"
        if candidate.follows != "next" or candidate.below or not (label.strength >= 2 or house):
            continue
        below, name = names_below(sheet.segments[at + 1 :][:_LOOKED_AHEAD], label, least=least)
        if below <= house or candidate.family == "column":
            continue
        label = replace(label, strength=max(label.strength, 2))
        judged = _judge(sheet, sheet[at], candidate.form, label, below=below)
        if judged.speech:
            lines = sheet.segments[at : at + 1 + below]
            text = "".join([label.text, *(unspaced(line.raw) for line in lines[1:])])
            named[at] = replace(judged, label=replace(judged.label, text=text, name=name))
    return named


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


def _by_repetition(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """Take words before speech for speakers that nothing marks but that they come again and again.

    Beside known labels that stand so, each time behind a sentence that has ended: 海南交通 /
    正直に言えば厳しい。
    """
    firm = Counter(c.family for c in found if c.firm)
    bare = sum(firm[family] for family in BARE)
    if bare < _PAIR or bare < sum(firm.values()) - bare:
        return found
    known = {c.segment for c in found if c.label.strength}
    first = min(c.segment for c in found if c.firm and c.family in BARE)
    places: dict[str, list[Candidate]] = {}
    for at in range(max(first - _ROWS, 0), len(sheet)):
        segment = sheet[at]
        word, _, rest = segment.text.partition(" ")
        longest = _LONGEST_WORD if rest else _LONGEST_TOKEN
        if len(word) > longest or at in known or not _may_be_word(word):
            continue
        before = at - 1
        if not (before in known or before < first or ends_sentence(sheet[before].text)):
            continue
        end = len(word)
        form = Form("bare_space" if rest else "bare_line", 0, end, end + bool(rest))
        judged = _judge(sheet, segment, form, replace(read_label(word), strength=2))
        if judged.speech and (not rest or ends_sentence(segment.text)):
            why = (*judged.reasons, "the same words before speech again and again")
            places.setdefault(word, []).append(replace(judged, reasons=why))
    often = sum(len(group) >= _PAIR for group in places.values())
    least = _AGAIN - (bare >= _ROWS or (often >= _PAIR and bare > _PAIR))
    new = [c for group in places.values() if len(group) >= least for c in group]
    if not new:
        return found
    again = {c.segment for c in new}
    kept = [c for c in found if c.segment not in again or c.family not in BARE]
    return sorted([*kept, *new], key=lambda c: c.segment)


def _may_be_word(word: str) -> bool:
    """Tell whether a word that no role tells may be who speaks: 記者, 学識; not 理由 or 1."""
    return word[0].isalpha() and word not in _FACTS and token_like(word) and not is_done(word)


def _with_answers(found: list[Candidate]) -> list[Candidate]:
    """Take what stands under 質問 and 回答 in turn for speech, though it be no sentence."""
    asking = {label: _asks(label) for label in {c.label.text for c in found}}
    if False not in asking.values():
        headings = [c for c in found if c.family in _DASHED and asking[c.label.text]]  # -意見等-
        found = [c for c in found if not _CHIEF.match(c.label.text) and c not in headings]
    places = [at for at, c in enumerate(found) if c.says and asking[c.label.text] is not None]
    pairs = sum(
        asking[found[left].label.text] is True and asking[found[right].label.text] is False
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
    known = label.strength >= (2 if form.family in BARE else 1)
    if is_people_list(spoken) and read_header_label(segment.raw, segment.text):
        known = False  # 事務局:久保課長、…ほか / a sentence: the list ends with its line
    # most speeches end a sentence on the line of their label: then nothing below is asked
    breaks_off = spoken.endswith("、") and label.strength >= 2  # 財政課長 これは、
    wrapped = known and (breaks_off or (len(last.text) >= _WRAPPED and not ends_sentence(spoken)))
    for further in _lines_below(sheet, start) if wrapped or not spoken else ():
        if spoken:
            runs_on = known and (breaks_off or len(last.text) >= _WRAPPED) and not further.gap
            if not runs_on or ends_sentence(spoken):
                break
        remark = further.text[0] == "※" and further.indent < segment.indent  # below a list
        if _is_structure(further) or (not spoken and (remark or _heads_people(sheet, further))):
            break
        if further.text.startswith(_REMARK) and is_people_list(spoken):
            break  # (※)を付した委員は…: of the list above it
        spoken += further.text  # the first words may be a list: their sentence goes on
        last = further
    # (委員) / 第2条　…, (弁護士) ※敬称略: no speaker
    first = spoken[:1]
    told = "" if first == "※" or (first == "第" and heads_article(spoken)) else spoken
    acts = label.strength == 1 or (label.strength and form.family == "colon")
    enclosed = form.family == "bare_space" and label.strength >= 2 and told[:1] == "("
    plain = is_speech(told) or (bool(acts) and explains(told))
    plain = plain or (enclosed and told[-1] == ")" and explains(told[1:-1]))  # 会長 (あいさつ)
    maybe = not plain and label.strength >= 2 and may_be_speech(told)
    marked = form.family not in BARE or (label.strength == 3 and label.name is not None)
    opens = follows == "same" and spoken in _OPENS
    speech = plain or (marked and (maybe or (opens and label.strength >= 2)))
    lists = not plain and bool(spoken) and is_people_list(spoken)
    # 司会　開会, 副会長：閉会; 会長 / 挨拶
    acted = opens or (form.family in BARE and explains(spoken))
    says = bool(spoken) and (acted or spoken not in _HEADINGS)
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
    """Tell whether a line begins with a mark or a header label of its own.

    委員9人中7人出席されておりますので is speech, though it begins as a list does.
    """
    head = read_header_label(segment.raw, segment.text)
    if head is not None and (head.marked or head.alone or not may_be_speech(segment.text)):
        return True
    return any(
        read_label(segment.raw[form.start : form.end]).strength >= 2
        for form in speaker_forms(segment.text)
        if form.family not in BARE and form.until is None
    )


def _heads_people(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line in brackets stands over people: 事務局: / (企画課) / 高田 亘主幹."""
    below = sheet.segments[segment.index + 1 : segment.index + 2]
    return bool(_OFFICE.fullmatch(segment.text)) and any(is_people_list(s.text) for s in below)


def token_like(text: str) -> bool:
    """Tell whether an unknown text has the shape of a label: short, without particles."""
    solid = unspaced(text)
    if solid in _HEADINGS or solid.isdigit() or not any(map(str.isalnum, solid)):
        return False  # (1) counts, whoever speaks; - is a mark
    return len(solid) <= _LONGEST_TOKEN and not _NO_TOKEN.search(solid)
