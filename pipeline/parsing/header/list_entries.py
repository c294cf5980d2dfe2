"""The entries of a printed list of business, line by line: what is one, what is told of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pipeline.model import Note
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.field import Field
from pipeline.parsing.header.label_senses import is_dated
from pipeline.parsing.header.list_ends import heads_detail, is_narration
from pipeline.parsing.header.list_groups import heads_group, leads_in, under_category
from pipeline.parsing.header.list_lines import (
    ASIDE,
    NUMBER_ALONE,
    OFFICE,
    category_of,
    has_number,
    in_column_of_numbers,
    is_act,
    is_count,
    is_detail,
    is_in_brackets,
    is_only_number,
    is_others,
    is_result,
    is_title_of_minutes,
    join_title,
    without_brackets,
)
from pipeline.parsing.header.list_pieces import cut_in_pieces
from pipeline.parsing.header.list_wrapping import edge_of, fills, hangs_below_title, title_goes_on
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.notes import is_direction
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.columns import (
    beside_title,
    columns_of,
    heads_in_lines,
    is_column_head,
    names_offices,
)
from pipeline.parsing.phrases.elsewhere import refers_elsewhere
from pipeline.parsing.phrases.header_labels import is_opening_line, is_web
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome, read_outcome
from pipeline.parsing.phrases.titles import TitleParts, kind_of_category, read_title_parts

__all__ = ["Entry", "list_entries"]

_NOTHING = frozenset([*load("groups")["marks"]["nobody"], "以上", "次第", "会議次第"]) | {
    answer for answer in load("body")["notes"]["answers"] if answer.endswith("なし")
}
_REMARK = re.compile(r"[(]?\s?※(?P<text>.{4,200})")
_PAPER = re.compile(r"[・○◎●■]?\s?(?:【\s?)?(?:参考|配布|配付|別冊)?資料\s?[0-9]{1,2}(?!に|の|を)")
_FACTS = load("body")["facts_of_matter"]
_FACT = re.compile(
    rf"[・○●◦◇◆■□-]?\s?(?:(?P<result>{alternatives(_FACTS['result'], spaced=True)})"
    rf"|(?:{alternatives(_FACTS['words'], spaced=True)}))\s?[:|]\s{{0,4}}(?=\S)"
)
_OTHERS = "その他"
_OF_OTHERS = frozenset({"事務連絡", "連絡事項", "次回日程", "諸連絡"})
_LEADERS = " \u3000|\t‥…・.．"  # to what stands beside a title
_WRAPPED = re.compile(r"[(][^()]{4,80}(?:について|の件)[)]")
_NUMBERS = re.compile(r"(?:[(]?[0-9]{1,2}[).]?\s{1,4}){1,20}[(]?[0-9]{1,2}[).]?")  # (1) (2) (3)


@dataclass(slots=True)
class Entry:
    """An entry: its title taken apart, as written, where it stands, what is printed beside it."""

    parts: TitleParts
    raw: str
    spans: list[Span]
    segment: Segment
    level: int = 1
    kind: str | None = None
    category: str | None = None
    closed: bool = False
    results: list[tuple[str, Span]] = field(default_factory=list)


_MARKS = frozenset("・○◇◆■□●▪")  # alone on a line, the title below


@dataclass(slots=True)
class _Line:
    """A piece of the list, as the walk meets it: the ``at``-th, a line or a part of one."""

    at: int
    segment: Segment
    whole: bool
    text: str
    raw: str
    span: Span
    category: str | None = None
    """The name of the category that it may head."""


def list_entries(sheet: Sheet, named: Field, notes: list[Note]) -> list[Entry]:
    """Return the entries of one field, wrapped lines joined; ``notes`` takes its remarks."""
    return _Walk(sheet, named, notes).entries


class _Walk:
    """The walk over the pieces of a list: the first step that knows a piece takes it."""

    def __init__(self, sheet: Sheet, named: Field, notes: list[Note]) -> None:
        self.entries: list[Entry] = []
        self._sheet = sheet
        self._notes = notes
        self._held: Entry | None = None
        self._category = named.label.text if named.label else None  # 審議事項: the label is one
        self._divided = named.decoration  # the mark of the last category
        self._divided_at = -2  # where it stands
        self._detailed = False
        self._numbers: list[tuple[str, Span]] = []  # a column of them, whose titles are to come
        self._table: tuple[int, int] | None = None
        self._torn_to = 0  # behind the last of letters that stand one a line
        self._pieces = pieces = cut_in_pieces(sheet, named)
        self._width = max((len(s.text) for s, _, _, _ in pieces), default=0)
        self._edge = edge_of(sheet)
        texts = [s.text[start:end].strip().rstrip("|/").rstrip() for s, _, start, end in pieces]
        self._texts = texts
        self._heads = heads_in_lines(texts)
        first = next(filter(None, texts[self._heads :]), "")
        self._numbered, self._bulleted = has_number(f"{first} "), first[:1] == "・"
        if category_of(first, numbered=True):  # 【協議】 / 1 …
            self._numbered = has_number(next(filter(None, texts[texts.index(first) + 1 :]), ""))
        self._walk()

    def _walk(self) -> None:
        steps = (
            self._no_entry,
            self._torn,
            self._remark,
            self._office,
            self._fact,
            self._result,
            self._others,
            self._links,
            self._below_others,
            self._number,
            self._head_of_category,
            self._head_of_details,
            self._wrapped,
            self._detail,
            self._category_below_entry,
        )
        for at, (segment, offset, start, end) in enumerate(self._pieces):
            text = self._texts[at]
            raw = segment.raw[start:end].strip()[: len(text)]
            span = segment.part(start, end)
            line = _Line(at, segment, start == offset == 0, text, raw, span)
            if not any(step(line) for step in steps):
                self._open(line)
        self._leave()
        self._claim([place for _, place in self._numbers], "number_of_entry")

    def _claim(self, spans: list[Span], rule: str, role: str = "agenda") -> None:
        self._sheet.ledger.claim(spans, role, rule)

    def _no_entry(self, line: _Line) -> bool:
        """Take what no list of business means to say."""
        text = line.text
        solid = ASIDE.sub("", unspaced(text)).lstrip("・")
        if not text or solid in _NOTHING or refers_elsewhere(text):
            self._claim([line.span], "no_business")
        elif not self._numbered and is_title_of_minutes(
            text, self._texts[1:] if not line.at else ()
        ):
            self._claim([line.span], "title_of_minutes", "title")
        elif not line.at and "時" in text and (is_opening_line(text) or is_dated(text)):
            self._claim([line.span], "hour_of_sitting")
        elif is_count(text):
            self._claim([line.span], "count_of_business")
        elif is_web(line.segment.text):
            self._claim([line.span], "web_page", "web_page")
        elif _PAPER.match(text):
            self._claim([line.span], "paper_in_agenda")
        elif line.at < self._heads:
            self._claim([line.span], "columns_of_agenda", "table_head")
        elif is_column_head(text):
            self._claim([line.span], "columns_of_agenda", "table_head")
            self._table = columns_of(text)
        else:
            return False
        return True

    def _torn(self, line: _Line) -> bool:
        """Take letters that stand one a line: その他, or labels of a form, written downwards."""
        if line.at < self._torn_to:
            return True
        if not _is_letter(line.text):
            return False
        run = list(takewhile(_is_letter, self._texts[line.at :]))
        whole = "".join(run[: len(_OTHERS)]) == _OTHERS
        run = run[: len(_OTHERS)] if whole else run
        if len(run) < len(_OTHERS):
            return False
        self._torn_to = line.at + len(run)
        spans = [s.part(a, b) for s, _, a, b in self._pieces[line.at : self._torn_to]]
        if not whole:
            self._claim(spans, "letters_downwards")
            if self._held:
                self._held.closed = True
            return True
        self._leave()
        self._held = entry = self._entry(replace(line, raw=_OTHERS))
        entry.spans[:] = spans
        return True

    def _remark(self, line: _Line) -> bool:
        if match := _REMARK.match(line.text):
            told = without_brackets(line.raw[match.start("text") : match.end("text")])
            self._note(told, line.span, "remark")
        elif self._held and is_direction(line.text):
            self._note(without_brackets(line.raw), line.span, "stage_direction")
        else:
            return False
        return True

    def _note(self, text: str, span: Span, kind: str) -> None:
        ledger, rule = self._sheet.ledger, f"{kind}_in_agenda"
        note_id = ledger.new_id("n", span)
        ledger.claim([span], "note", rule, note_id)
        self._notes.append(
            Note(note_id=note_id, kind=kind, text=text, place=ledger.place([span]), rule=rule)
        )

    def _office(self, line: _Line) -> bool:
        office = OFFICE.fullmatch(line.text)
        if not office:
            return False
        if self._held:
            _departments(self._held, line.raw, office)
            self._held.spans.append(line.span)
            self._held.closed = True
        else:
            self._claim([line.span], "department_of_entry")
        return True

    def _fact(self, line: _Line) -> bool:
        """Take what is told of a numbered matter below it: ・面積：298㎡, ・結果：承認."""
        held, fact = self._held, _FACT.match(line.text)
        if not held or not fact or not has_number(fold(held.raw)):
            return False
        told = line.text[fact.end() :]
        if fact["result"] and (is_bare_outcome(told) or read_outcome(told)):
            number, start, end = line.span
            held.results.append((line.raw[fact.end() :], (number, start + fact.end(), end)))
            self._claim([(number, start, start + fact.end())], "detail_of_entry")
        else:
            self._claim([line.span], "detail_of_entry")
        held.closed = True
        return True

    def _result(self, line: _Line) -> bool:
        held = self._held
        following = next(filter(None, self._texts[line.at + 1 :]), "")
        number = read_enumerator(following) if kind_of_category(line.text) else None
        if number and number.value == 1:
            return False  # 報告 / 1 …: a category
        if not held or not is_result(line.text) or beside_title(line.raw, table=self._table):
            return False
        raw, (no, start, end) = line.raw, line.span
        if is_in_brackets(line.text) and raw[0] not in "(（":  # 〔以上、原案可決〕
            self._claim([(no, start, start + 1), (no, end - 1, end)], "detail_of_entry")
            raw, start, end = raw[1:-1], start + 1, end - 1
        held.results.append((raw, (no, start, end)))
        held.closed = True
        return True

    def _others(self, line: _Line) -> bool:
        """Take その他 where it is an entry: marked or indented like the one before it, or last."""
        held = self._held
        if not held or not is_others(line.raw.lstrip("○〇◯◇■●・")):
            return False
        if line.raw[0] in "○〇◯◇■●":
            entry = held.raw[0] == line.raw[0]
        else:
            beside = (e for e in (*self.entries, held) if e.segment.indent == line.segment.indent)
            bills = (e.parts.enumerator for e in beside)
            entry = line.segment.indent > 0 and any(bill and bill.word for bill in bills)
            entry = entry or self._ends_numbers(line, held)
        if entry:
            self._leave()
            self._held = self._entry(line)
        return entry

    def _ends_numbers(self, line: _Line, held: Entry) -> bool:
        """Tell whether a numbered list ends with a line, which is no category as those above, nor
        set off from its value as their words are: 報告事項 (1) … / その他 次回日程.

        So it does where the labels count on: 議案第1号 … / その他 / 5 閉会.
        """
        if not self._numbered or self._divided.isalnum() or is_only_number(held.raw):
            return False
        first, at, _, _ = self._pieces[0]
        beside = (e.segment for e in (*self.entries, held) if not at or e.segment is not first)
        if line.segment.indent < min((s.indent for s in beside), default=first.indent + 1):
            return False
        number = read_enumerator(next(filter(None, self._texts[line.at + 1 :]), "1 "))
        above = held.parts.enumerator
        if above and above.word and unspaced(line.raw) != "その他":
            return False
        ends = line.at + 1 == len(self._texts)
        return ends or bool(number and above and number.value > 1 and number.kind != above.kind)

    def _links(self, line: _Line) -> bool:
        """Take the numbers that link to the papers of a title."""
        if not self._held or not _NUMBERS.fullmatch(line.segment.text):
            return False
        self._claim([line.span], "detail_of_entry")
        return True

    def _number(self, line: _Line) -> bool:
        if line.text not in _MARKS and not in_column_of_numbers(self._texts, line.at):
            return False
        self._numbers.append((line.raw, line.span))
        return True

    def _head_of_category(self, line: _Line) -> bool:
        text, held = line.text, self._held
        if self._numbers:
            return False
        line.category = category_of(text, self._numbered or leads_in(self._pieces, line.at))
        if line.category and (held is None or text[0] in "【〔" or text[0] == self._divided == "("):
            return self._divide(line, line.category)
        following = next(filter(None, self._texts[line.at + 1 :]), "")
        group = heads_group(text, following, self._divided, first=held is None)
        return bool(group) and self._divide(line, group)

    def _below_others(self, line: _Line) -> bool:
        """Take 事務連絡 below その他, which was a category: its only entry."""
        if self._category != _OTHERS or line.at != self._divided_at + 1:
            return False
        if unspaced(line.text) not in _OF_OTHERS:
            return False
        self._open(line)
        return True

    def _divide(self, line: _Line, category: str | None) -> bool:
        self._category, self._divided, self._detailed = category, line.text[0], False
        self._divided_at = line.at
        self._claim([line.span], "category")
        if self._held:
            self._held.closed = True  # nothing below belongs to it any more
        return True

    def _head_of_details(self, line: _Line) -> bool:
        if not self._held or not heads_detail(line.text):
            return False
        if line.text[0] not in "【〔[<" and not self._is_part(line, self._held):
            return False
        self._held.closed = self._detailed = True
        self._claim([line.span], "detail_of_entry")
        return True

    def _is_part(self, line: _Line, held: Entry) -> bool:
        """Tell whether a part of a budget goes with a numbered bill, and is not set in as the rest
        of its title; 歳入 may also be an entry of a list without numbers.
        """
        return has_number(fold(held.raw)) and line.segment.indent <= held.segment.indent

    def _wrapped(self, line: _Line) -> bool:
        """Take the line that continues the title of the entry before it."""
        held = self._held
        if not held or (self._numbers and NUMBER_ALONE.fullmatch(self._texts[line.at - 1])):
            return False
        if line.category and line.text[-1] == ":":
            return False
        full = fills(self._edge, self._pieces[line.at - 1][0])
        above = held.raw, held.segment
        goes_on = (
            line.whole
            and not held.closed
            and (
                title_goes_on(above, line.segment, line.text, self._width, full=full)
                or self._hangs(line, held)
            )
        )
        if not goes_on:
            return False
        held.raw = join_title(held.raw, line.raw)
        held.parts = read_title_parts(held.raw)
        held.spans.append(line.span)
        return True

    def _hangs(self, line: _Line, held: Entry) -> bool:
        """Tell whether a line ends the title above it, below whose number it is set in.

        So it does where all other lines have a number; under 2 議事 stand entries.
        """
        if not hangs_below_title(held.segment, held.raw, line.segment, line.text):
            return False
        if under_category(held.parts.title, held.segment, line.segment):
            return False
        return all(read_enumerator(t) for n, t in enumerate(self._texts) if t and n != line.at)

    def _detail(self, line: _Line) -> bool:
        """Take what is told of an entry, or of the whole list."""
        held, text = self._held, line.text
        if held:
            if self._texts[line.at - 1] in _MARKS or not self._is_detail(line, held):
                return False
            held.closed = True
        elif not is_narration(text, read_enumerator(text)) or (
            text[-1] != "。" and self._category != "その他"
        ):
            return False
        self._claim([line.span], "detail_of_entry")
        return True

    def _is_detail(self, line: _Line, held: Entry) -> bool:
        cells = beside_title(line.raw, table=self._table)
        text = line.text[: cells[0][0]].rstrip(_LEADERS) if cells else line.text
        set_in = line.segment.indent > held.segment.indent
        return not has_number(f"{text} ") and (
            self._detailed
            or is_detail(
                text,
                self._numbered and not under_category(held.parts.title, held.segment, line.segment),
            )
            or ((set_in or has_number(fold(held.raw))) and is_act(text))
            or (text[0] in _MARKS and names_offices(text[1:]) and has_number(fold(held.raw)))
            or (self._bulleted and set_in and is_detail(text, numbered=True))
        )

    def _category_below_entry(self, line: _Line) -> bool:
        category = line.category
        if not category and self._divided and unspaced(line.text) == "その他" and not self._numbers:
            category = "その他" if any(self._texts[line.at + 1 :]) else None
        return bool(category) and self._divide(line, category)

    def _open(self, line: _Line) -> None:
        """Begin an entry; it takes the first number of a column that has no title yet."""
        self._leave()
        self._detailed = False
        self._held = held = self._entry(line)
        if self._numbers and not held.parts.enumerator:
            number, place = self._numbers.pop(0)
            held.parts = read_title_parts(f"{number} {held.raw}")
            held.spans.insert(0, place)

    def _leave(self) -> None:
        if self._held:
            self.entries.append(self._held)

    def _entry(self, line: _Line) -> Entry:
        raw, span = line.raw, line.span
        cells = beside_title(raw, table=self._table)
        title = raw[: cells[0][0]].rstrip(_LEADERS) if cells else raw.rstrip("、,/／;；")
        if _WRAPPED.fullmatch(fold(title)):
            title = title[1:-1].strip()  # 議題(…について): the brackets stand around its only value
        parts = read_title_parts(title)
        entry = Entry(
            parts,
            title,
            [span],
            line.segment,
            kind=parts.kind or kind_of_category(parts.title),
            category=self._category,
            closed=bool(cells),
        )
        for start, end in cells:
            if is_bare_outcome(fold(raw[start:end])):
                place = (span[0], span[1] + start, span[1] + end)
                entry.results.append((raw[start:end], place))
        return entry


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text >= "\u3041" and text.isalpha()


def _departments(held: Entry, raw: str, office: re.Match[str]) -> None:
    names = raw[office.start("inner") : office.end("inner")].split()
    bureau, division = (names[0], " ".join(names[1:])) if len(names) > 1 else (None, names[0])
    held.parts = TitleParts(
        held.parts.title,
        held.parts.number,
        held.parts.kind,
        bureau,
        division,
        held.parts.continued,
        held.parts.enumerator,
        held.parts.start,
        held.parts.end,
    )
