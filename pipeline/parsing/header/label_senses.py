"""What a label of the header means at its place: who signs, what heads people or a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.parsing.folding import key, squeeze, unspaced
from pipeline.parsing.header.bodies import is_session
from pipeline.parsing.header.content import REMARK
from pipeline.parsing.header.field import FILE, Field
from pipeline.parsing.header.list_ends import category_label
from pipeline.parsing.header.list_lines import is_count
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.columns import is_column_head
from pipeline.parsing.phrases.dates import find_dates
from pipeline.parsing.phrases.elsewhere import refers_elsewhere
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.names import leading_name, looks_like_name, looks_like_surname
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import is_people_list

__all__ = [
    "begins_list",
    "category_in_turn",
    "counts_business",
    "counts_first",
    "heads_column",
    "heads_names",
    "heads_officials",
    "heads_people",
    "heads_rows",
    "is_dated",
    "is_file",
    "leads_to_page",
    "names_record",
    "only_elsewhere",
    "opens_group",
    "points_elsewhere",
    "repeats_title",
    "signs",
]

_RECORDS = frozenset(load("bodies")["documents"])
_LONG_RECORDS = tuple(word for word in _RECORDS if len(word) > 2)
_PEOPLE_COLUMNS = frozenset(load("groups")["marks"]["columns"])
_NAMES = frozenset({"氏名", "委員名", "委員氏名", "名前"})
_LONGEST_DATE = 40  # characters
_ENTRIES = frozenset({"agenda", "opened", "closed"})  # labels that may be entries
_LAST_BRACKETS = re.compile(r"[(\[][^()\[\]]{2,30}[)\]]$")


def signs(label: HeaderLabel) -> bool:
    """Tell whether 委員 stands before one who signs: 会議録署名委員 / 委員長 森本 / 委 員 西田."""
    return label.field == "group" and label.text in ("委員", "議員") and not label.alone


def counts_business(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a label of business gives a number and no list: 審議案件 9件 / (内訳) …."""
    if not is_count(segment.text[label.end :]):
        return False
    following = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    return read_enumerator(following) is None or read_header_label(following, following) is not None


def is_dated(value: str) -> bool:
    """Tell whether a value is a day and perhaps its hours: 日程 令和2年11月19日(木)10時から."""
    day = next(find_dates(value), None)
    rest = value.strip()
    return day is not None and not value[: day.start].strip() and len(rest) <= _LONGEST_DATE


def is_file(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether what looks like a label is a link to a file: 次第(PDF:98KB)."""
    behind = _LAST_BRACKETS.search(segment.text, label.end)
    return bool(FILE.search(label.note) or (behind and FILE.search(behind[0])))


def leads_to_page(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether dots lead from what looks like a label to a page: 1 開会 ……… 1."""
    value = segment.text[label.end - 1 :].strip()
    return len(value) > 2 and not value.strip("…‥・. 0123456789")


def names_record(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a line says of which session it is what record: 会議録（第7回）."""
    if label.text not in _RECORDS:
        return False
    rest = unspaced(label.note + segment.text[label.end :]).strip("()[]【】〔〕-―")
    return is_session(rest)


def repeats_title(title: Sequence[Segment], segment: Segment) -> bool:
    """Tell whether a line is the title of the minutes once more, spaced or not: 会 議 録."""
    written = key(segment.text)
    return written.endswith(_LONG_RECORDS) and any(key(s.text) == written for s in title)


_OF_PLACES = "都道府県市区町村"
_KEEPERS = ("書記", "記録者", "会議録作成者")  # 書記 行幸 真


def heads_people(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether 担当課 and the like head a list of people rather than name a department."""
    rest = segment.text[label.end :].strip()
    if not rest and segment.index + 1 < len(sheet):
        rest = sheet[segment.index + 1].text
    tokens = [t for t in re.split(r"[\s、,()]+", squeeze(rest)) if t]
    named = any(_names_somebody(before, t) for before, t in pairwise(["", *tokens]))
    named = named or (label.text in _KEEPERS and len(tokens) == 2 and max(map(len, tokens)) <= 3)
    return bool(label.group) and named and len(rest) <= 200 and not rest.endswith("。")


def _names_somebody(before: str, word: str) -> bool:
    """Tell whether a word is a name, by itself (島田真知子参事) or behind a post (主事 角)."""
    if looks_like_name(word) >= 0.7 or read_label(word).name:
        return True
    label = read_label(word)
    if label.strength == 2 and label.role:
        name = leading_name(word)
        if len(name) > 1 and looks_like_surname(name) and word[len(name)] not in _OF_PLACES:
            return True  # 金谷環境課長; 石川県土整備課長 is nobody
        return looks_like_name(name) >= 1.0
    return (looks_like_name(word) > 0 or len(word) == 1) and read_label(before).strength >= 2


_SPACED_OUT = re.compile(r"(?<=氏)\s+(?=名(?:\s|$))|(?<=出)\s+(?=欠(?:\s|$))")


def heads_names(segment: Segment) -> bool:
    """Tell whether a line heads a table of people that has no label: 番号 氏名 役職 出欠."""
    words = set(_SPACED_OUT.sub("", segment.text.replace("|", " ")).split())
    # 氏　名　出欠 alone says that people and their attendance follow
    return (
        len(words) > 1 + ("出欠" not in words) and words <= _PEOPLE_COLUMNS and bool(_NAMES & words)
    )


def heads_column(sheet: Sheet, current: Field | None, segment: Segment) -> bool:
    """Tell whether a line heads a column of a list of people alone: 職名 / 会長 / 委員 / 課長."""
    if current is None or current.name not in ("attendees", "absent", "group"):
        return False
    below = sheet.segments[segment.index + 1 : segment.index + 3]
    short = len(below) > 1 and not any(s.text.endswith("。") for s in below)
    return short and unspaced(segment.text) in _PEOPLE_COLUMNS


def heads_officials(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a department in brackets, of the list of business, heads people of it here."""
    bracketed = REMARK.fullmatch(segment.text)
    if (
        not bracketed
        or current.name not in ("group", "attendees")
        or segment.index + 1 >= len(sheet)
    ):
        return False
    return is_people_list(sheet[segment.index + 1].text)


def begins_list(
    sheet: Sheet, segment: Segment, label: HeaderLabel, fields: Sequence[Field]
) -> bool:
    """Tell whether the first title of a list stands behind or below a label, the next below that.

    会議内容 (1) 開会 / (2) 協議. A heading of the proceedings has what was said below it.
    """
    if any(f.name == "agenda" for f in fields) or segment.text.endswith("。"):
        return False
    at = len(segment.text) - len(segment.text[label.end :].lstrip())
    if not label.alone and len(entries_in_line(segment.text, at)) > 1:
        return True
    ahead = sheet.segments[segment.index + 1 : segment.index + 3]
    labels = (read_header_label(s.raw, s.text) for s in ahead)
    if any(found.field not in _ENTRIES for found in labels if found):
        return False  # 会議録 / 1 日時 …; but 会議内容 1 開会 / 2 議題
    below = [s.text for s in ahead]
    titles = below if label.alone else [segment.text[label.end :].lstrip(), *below[:1]]
    entries = [read_enumerator(title) for title in titles]
    if len(entries) < 2 or entries[0] is None or entries[1] is None:
        return False
    first, second = entries[0], entries[1]
    begins = "号" in first.written or (first.value == 1 and not first.word)
    counts = second.value == first.value + 1
    return begins and counts and (first.kind, first.word) == (second.kind, second.word)


def heads_rows(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a line heads a table of business: No. 議題 提案者 over 1 …, 2 …."""
    if not is_column_head(segment.text) or segment.index + 1 >= len(sheet):
        return False
    entry = read_enumerator(sheet[segment.index + 1].text)
    return entry is not None and (entry.value == 1 or "号" in entry.written)


def only_elsewhere(current: Field) -> bool:
    """Tell whether a label of business only points at another paper: 議題 別紙のとおり."""
    listed = current.name == "agenda" and bool(current.values)
    return listed and all(
        refers_elsewhere(segment.text[offset:]) for segment, offset in current.values
    )


def category_in_turn(sheet: Sheet, current: Field, segment: Segment) -> HeaderLabel | None:
    """Return the label that a category is which takes the next number of the labels.

    3 出席者 … / 4 報告 / (1) …: entries with numbers of their own follow.
    """
    if current.label is None or segment.index + 1 >= len(sheet):
        return None
    above, entry = read_enumerator(sheet[current.segment].text), read_enumerator(segment.text)
    below = read_enumerator(sheet[segment.index + 1].text)
    if above is None or entry is None or below is None or entry.kind == "bullet":
        return None
    if (entry.kind, entry.value) != (above.kind, above.value + 1) or below.kind == entry.kind:
        return None
    return category_label(segment) if below.value <= 1 or below.word else None


def counts_first(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether a category among people begins the list of business: 1 報告 / (1) … / 2 議事."""
    entry = read_enumerator(segment.text)
    if entry is None or entry.value != 1 or entry.kind in ("bullet", "paren"):
        return False
    if segment.index + 1 >= len(sheet) or category_label(segment) is None:
        return False
    below = read_enumerator(sheet[segment.index + 1].text)
    return below is not None and below.value == 1 and below.kind != "bullet"


def points_elsewhere(sheet: Sheet, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether the value of a label, behind or below it, only points at a paper or file."""
    if label.alone and segment.index + 1 < len(sheet):
        return refers_elsewhere(sheet[segment.index + 1].text)
    value = segment.text[label.end :]
    return refers_elsewhere(value) or bool(FILE.search(value) and not value.endswith("。"))


def opens_group(sheet: Sheet, segment: Segment, firm: set[int], mark: str) -> bool:
    """Tell whether a bracketed category such as 【審議】 stands over the first of its entries.

    It may also have the ``mark`` of the labels (・日時 … / ・協議 / ① …), or none where its entries
    are set in below it and numbered, or the first is surely a title: 報告 / 1 …について.
    """
    text = segment.text
    if segment.index + 1 >= len(sheet):
        return False
    following = sheet[segment.index + 1]
    entry = read_enumerator(following.text)
    marked = text[0] in "【〔[<《≪■" or text[0] == mark
    titled = following.indent > segment.indent or following.text.endswith(("について", "の件"))
    plain = read_enumerator(text) is None and titled
    return (
        entry is not None
        and entry.value <= 1
        and (marked or (plain and entry.value == 1))
        and following.index not in firm
        and not following.text.endswith("。")
    )
