"""Whether what looks like a label of the header is an entry of the list that is being read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.header.field import Field
from pipeline.parsing.header.list_continuity import (
    ORDERS,
    leads_in_list,
    list_ahead,
    opens_list,
    opens_programme,
    reads,
    told_in_list,
)
from pipeline.parsing.header.list_ends import (
    begins_again,
    counts_up,
    ranks_with_label,
)
from pipeline.parsing.header.list_lines import (
    is_in_brackets,
)
from pipeline.parsing.header.told import tells
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_times
from pipeline.parsing.phrases.elsewhere import refers_elsewhere
from pipeline.parsing.phrases.header_labels import HeaderLabel, read_header_label
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.outcomes import is_bare_outcome
from pipeline.parsing.phrases.speech import is_people_list
from pipeline.parsing.phrases.titles import kind_of_category

__all__ = [
    "ends_list",
    "heads_as_label",
    "inside_list",
    "is_category_entry",
]

_BRACKETS = "【〔[<《≪("
_INDENTED = ("paren", "kana", "circled", "bullet", "paren_kana", "square", "word")
_SEVERAL = 2  # labels that have a mark in common


def ends_list(
    sheet: Sheet, current: Field | None, segment: Segment, fields: Sequence[Field]
) -> bool:
    """Tell whether a line without a known label ends the list of business being read."""
    if current is None or current.name != "agenda" or current.label is None:
        return False
    if _marked_as_labels(current, segment, fields) and segment.text[0] not in _BRACKETS:
        return not (list_ahead(sheet, current, segment) or leads_in_list(sheet, current, segment))
    return ranks_with_label(_head(sheet, current), current.values, segment) or _ranks_with_labels(
        sheet, current, segment, fields
    )


def _head(sheet: Sheet, field: Field) -> Segment:
    """Return the line of a label that has its number, the first of one written downwards."""
    return field.lead[0] if field.lead else sheet[field.segment]


def _marked_as_labels(current: Field, segment: Segment, fields: Sequence[Field]) -> bool:
    """Tell whether the mark of the labels stands before a line, and before no entry.

    ○議題 / (1) … / ○当日の様子.
    """
    mark = segment.text[0]
    if mark.isalnum() or not current.values:
        return False
    labels = sum(field.decoration == mark for field in fields if field.name != "group")
    if current.decoration != mark and labels < _SEVERAL:
        return False
    return all(line.text[offset:][:1] != mark for line, offset in current.values)


def heads_as_label(sheet: Sheet, current: Field | None, segment: Segment, firm: set[int]) -> bool:
    """Tell whether a line stands over speech or what is told, and is no entry.

    So is 【当日の様子】 below 【議題】, or a line without the bullet of all entries.
    """
    at = segment.index + 1
    if current is None or not reads(current, "agenda") or at >= len(sheet):
        return False
    bracketed = is_in_brackets(segment.text) and _marked_as_labels(current, segment, ())
    if not bracketed and not _lacks_bullet(current, segment):
        return False
    return at in firm or tells(sheet[at].text) or begins_again(current.values, sheet[at])


def _lacks_bullet(current: Field, segment: Segment) -> bool:
    """Tell whether all entries of a list have the same bullet, but a line has no mark."""
    marks = {line.text[offset:][:1] for line, offset in current.values}
    if len(current.values) < _SEVERAL or len(marks) > 1 or not segment.text[0].isalnum():
        return False
    above, offset = current.values[-1]
    entry = read_enumerator(above.text[offset:])
    return entry is not None and entry.kind == "bullet" and segment.indent <= above.indent


def inside_list(
    sheet: Sheet,
    current: Field | None,
    segment: Segment,
    label: HeaderLabel,
    fields: Sequence[Field],
) -> bool:
    """Tell whether what looks like a label is an entry of the list being read."""
    if ends_list(sheet, current, segment, fields):
        return False
    if current and current.name == "agenda" and told_in_list(sheet, current, segment):
        return True  # 担当：… below an entry, before the next number
    if current and _out_of_list(sheet[current.segment], current, segment):
        return False
    people = label.field in ("group", "attendees", "absent")
    if people and label.alone and label.text.startswith(("出席", "欠席")):
        return False  # ■所管事務調査 … / ■出席委員: no matter of business is called so
    if current is None:
        return False
    told = label.field in ("date", "time", "place") and read_enumerator(segment.text) is None
    if told and not label.marked and not label.alone and list_ahead(sheet, current, segment):
        return True  # (1) 連絡会議について / 日時 5月23日 / 会場 体育館 / (2) …
    if people and _between_numbers(sheet, current, segment, label):
        return True
    if _in_brackets_of_entry(current, segment, label):
        return True
    if label.field == "other" and label.alone and _set_in(sheet, current, segment):
        return True
    if label.field == "other" and _numbered_alike(sheet, current, segment):
        return True  # その他 / 1 次回の日程
    if _names_board(current, label):
        return True
    if label.group == "その他":
        among = ("attendees", "absent", "group") + ("observers",) * (label.text != "その他")
        return current.name not in among
    ranked = current.label and current.label.marked and current.decoration == segment.text[0]
    if ranked and not _numbered_behind_mark(segment.text):
        return False  # ■議題 … ■配布資料: the same mark stands before labels of one rank
    if current.name == "agenda":
        return _inside_agenda(sheet, current, segment, label)
    if current.name == "materials":
        return _inside_materials(sheet, current, segment, label, fields)
    return False


def _out_of_list(head: Segment, current: Field, segment: Segment) -> bool:
    """Tell whether a label stands in the column of that of the list, whose entries are set in.

    They have the same mark: - 議題： / - 事業計画 / - 資料：, the entries two columns farther.
    """
    mark = segment.text[0]
    if not reads(current, "agenda") or mark.isalnum() or mark in _BRACKETS:
        return False
    if mark != head.text[0]:
        return False
    below = [line.indent for line, offset in current.values if not offset]
    return bool(below) and segment.indent == head.indent < min(below)


def _numbered_behind_mark(text: str) -> bool:
    """Tell whether a number stands behind the mark of a line: - (1) 開会, below - 議題."""
    mark = read_enumerator(text)
    number = read_enumerator(text[mark.end :]) if mark and mark.kind == "bullet" else None
    return number is not None and not number.word


def _between_numbers(sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether no people follow, but the next number: 3 新任委員の紹介 / 【委員名簿】 / 4 …."""
    following = segment.index + 1
    if not reads(current, "agenda") or following >= len(sheet):
        return False
    listed = is_people_list(segment.text[label.end :])
    return not listed and counts_up(current.values, sheet[following])


def _names_board(current: Field, label: HeaderLabel) -> bool:
    """Tell 教育委員会 事務局 / 教育総務課長 among marked lists of officials from ○事務局."""
    above = current.label
    officials = above is not None and above.group == "実施機関" and above.marked
    return officials and not label.marked and label.text.endswith("会事務局")


def _in_brackets_of_entry(current: Field, segment: Segment, label: HeaderLabel) -> bool:
    """Tell [担当課] 総務課, which belongs to the entry above, from [議題] … [事務局] …: labels."""
    return (
        segment.text[0] in "[〔"
        and label.field in ("office", "group")
        and not label.alone
        and current.name == "agenda"
        and current.decoration != segment.text[0]
    )


def _inside_agenda(sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel) -> bool:
    entry = read_enumerator(segment.text)
    numbered = entry is not None and not (label.start == 0 and entry.word)  # not 議題 1 … 2 …
    if _begins_other_list(sheet, current, segment, label, numbered=numbered):
        return False
    if _counts_on_inside(sheet, current, segment, label):
        return True
    if not entry and (
        _is_outcome_label(sheet, current, segment, label) or _is_timed(segment, label)
    ):
        return False  # 議題：… / 決定事項：…; 閉会　午後4時10分
    procedural = label.field in ("opened", "closed", "agenda", "result")
    if procedural and (entry or not label.marked):
        return True
    if entry is None:
        return False
    indented = segment.text[0] != "※" and (
        entry.kind in _INDENTED or (entry.kind == "ordinal" and _ordinals(sheet, current))
    )
    facts = label.field in ("date", "place", "attendees", "observers")
    if indented and (not facts or _glued(segment, label)):
        return True  # (1)ところバス路線の見直しについて
    if entry.kind == "bullet" and _bulleted(current, segment):
        return True  # ・日程：7月6日 / ・会場：各館 under a matter
    people = label.field == "group" and not label.alone
    return people and not is_people_list(segment.text[label.end :])


def _begins_other_list(
    sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel, *, numbered: bool
) -> bool:
    """Tell whether another list of business begins below the one being read."""
    if label.field != "agenda":
        return False
    elsewhere = [refers_elsewhere(s.text[offset:]) for s, offset in current.values]
    if elsewhere and all(elsewhere):
        return True  # 会議次第 別添のとおり / 議題 …
    if label.alone and elsewhere and all(s.text.endswith("。") for s, _ in current.values):
        return True  # 議事 / 会長が開会を宣言した。 / 付議事項 / 1 …
    if numbered:
        return False
    if refers_elsewhere(segment.text[label.end :]):
        return True  # 議題 … / 議事 別紙のとおり
    if label.alone and "付した" in label.text:
        return True  # 議事日程 … / 本日の会議に付した事件 …: no matter of business is called so
    if _categories(sheet[current.segment], current.label, segment, label):
        return True
    if label.alone and opens_programme(sheet, segment):
        return True  # 議題 (1)… / 次第 1…: one list after the other
    again = current.label is not None and current.label.text == label.text
    if again and current.label and not (current.label.alone or label.alone):
        return True  # 議題名 … / 議題名 …
    # 会議次第 審議項目 1)…; 議題(公開) 1 … / 議題(非公開) 3 …
    return opens_list(segment, label) or (again and bool(label.note))


def _categories(
    head: Segment, above: HeaderLabel | None, segment: Segment, label: HeaderLabel
) -> bool:
    """Tell whether two categories head their lists alike: 協議事項：… / 報告事項：…."""
    if above is None or above.alone or label.alone or segment.indent > head.indent:
        return False
    if not (kind_of_category(above.text) and kind_of_category(label.text)):
        return False
    return all(":" in s.text[n.end - 2 : n.end] for s, n in ((head, above), (segment, label)))


def _is_outcome_label(sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether 会議結果 is a label as that of the list is: by its form, or in its column."""
    if label.field != "result":
        return False
    if label.alone and (_results_below(sheet, segment) or _told_below(sheet, current, segment)):
        return True
    named = len(label.text) >= 4 or label.text == "結論"
    if named and _set_off_alike(sheet[current.segment], current.label, segment, label):
        return True
    return (named and _alike(current, segment, label)) or _in_column(sheet, current, segment)


def _set_off_alike(
    head: Segment, above: HeaderLabel | None, segment: Segment, label: HeaderLabel
) -> bool:
    """Tell whether two rows of a form set their values off by a wide gap: 議題　… / 結果　…."""
    if above is None or above.alone or label.alone or segment.indent != head.indent:
        return False
    gaps = (s.raw[n.end - 2 : n.end] for s, n in ((head, above), (segment, label)))
    return all(gap[-1:] == "\u3000" or gap == "  " for gap in gaps)


def _results_below(sheet: Sheet, segment: Segment) -> bool:
    """Tell whether the next line is the first of several results: 結果 / 1 承認."""
    below = sheet[segment.index + 1].text if segment.index + 1 < len(sheet) else ""
    entry = read_enumerator(below)
    return entry is not None and entry.value == 1 and is_bare_outcome(below[entry.end :])


def _told_below(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a sentence stands below 結果 that ends the list: no entry follows."""
    below = sheet.segments[segment.index + 1 : segment.index + 2]
    return bool(below) and tells(below[0].text) and not list_ahead(sheet, current, segment)


def _ranks_with_labels(
    sheet: Sheet, current: Field | None, segment: Segment, fields: Sequence[Field]
) -> bool:
    """Tell whether a line counts on the label above that of the list, which is numbered otherwise.

    4 議題 / 第1号 … / （報告事項） / … / 5 会議結果; 三 議題 / 1 報告事項 / … / 四 出席者.
    """
    entry = read_enumerator(segment.text)
    if current is None or current.name != "agenda" or entry is None:
        return False
    own = read_enumerator(_head(sheet, current).text)
    if own and own.kind == entry.kind:
        return False
    heads = (_head(sheet, f) for f in reversed(fields) if f.label and f is not current)
    numbers = ((head, read_enumerator(head.text)) for head in heads)
    numbered = next((h for h, n in numbers if n and (own is None or n.kind == entry.kind)), None)
    return numbered is not None and ranks_with_label(numbered, current.values, segment)


def _in_column(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a line begins where the label of a list does whose entries stand beside it."""
    head = sheet[current.segment]
    if not current.label or not current.values or current.values[0][0].index != head.index:
        return False
    set_in = all(line.indent > head.indent for line, offset in current.values if not offset)
    return set_in and len(current.values) > 1 and segment.indent == head.indent


def _is_timed(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether the value of 開会 or 閉会 is an hour."""
    if label.field not in ("opened", "closed"):
        return False
    return find_times(segment.text[label.end :]).opened is not None


def _inside_materials(
    sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel, fields: Sequence[Field]
) -> bool:
    if label.text in ORDERS and label.alone and not label.marked and current.values:
        done = any(f.name == "agenda" and f.values for f in fields)
        if done and not opens_programme(sheet, segment):
            return True  # 次第 / 資料1 …: the first of the papers
    entry = read_enumerator(segment.text)
    if entry is None or label.field not in ("agenda", "materials", "group", "result", "other"):
        return False
    if entry.kind != "arabic" or counts_up(current.values, segment):
        return True
    if not current.values and label.text in ORDERS and _second_below(sheet, segment, entry.value):
        return True  # 配布資料 / 1. 次第 / 2. 委員名簿
    matter = read_enumerator(segment.text[entry.end :])
    return matter is not None and bool(matter.word)  # 1. 議案第1号 …: the paper of a matter


def _second_below(sheet: Sheet, segment: Segment, value: int) -> bool:
    """Tell whether a line is the first of a list: the next counts on and is no label."""
    if value != 1 or segment.index + 1 >= len(sheet):
        return False
    below = sheet[segment.index + 1]
    entry = read_enumerator(below.text)
    counted = entry is not None and entry.kind == "arabic" and entry.value == value + 1
    label = read_header_label(below.raw, below.text) if counted else None
    return counted and (label is None or label.field in ("group", "materials"))


def is_category_entry(
    sheet: Sheet, current: Field | None, segment: Segment, label: HeaderLabel | None
) -> bool:
    """Tell whether a category is the first entry under a label that is numbered otherwise.

    4 議事の結果 / (1) 議案 / 第38号議案 … / (2) 報告: the label of the list stands above.
    """
    if label is None or label.field != "agenda" or not label.alone:
        return False
    if current is None or current.values or current.label is None:
        return False
    if kind_of_category(label.text) is None:
        return False
    if current.name not in ("agenda", "result", "content", "other"):
        return False
    entry, above = read_enumerator(segment.text), read_enumerator(sheet[current.segment].text)
    if entry is None or above is None or "bullet" in (entry.kind, above.kind):
        return False
    return entry.value == 1 and entry.kind != above.kind and not entry.word


def _counts_on_inside(sheet: Sheet, current: Field, segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a numbered label takes the next number of a list under a label without one."""
    if label.field in ("date", "place", "attendees", "absent", "observers", "public", "group"):
        return False
    head = read_enumerator(sheet[current.segment].text) if current.label else None
    return (head is None or head.word != "") and counts_up(current.values, segment)


def _ordinals(sheet: Sheet, current: Field) -> bool:
    """Tell whether the entries of a list may be numbered 第1, 第2: its label is not."""
    head = read_enumerator(sheet[current.segment].text)
    first = [read_enumerator(segment.text[offset:]) for segment, offset in current.values[:1]]
    alike = all(entry is not None and entry.kind == "ordinal" for entry in first)
    return alike and (head is None or head.kind != "ordinal")


def _numbered_alike(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a line is numbered as the entries of the list are, and its labels are not."""
    entry, head = read_enumerator(segment.text), read_enumerator(sheet[current.segment].text)
    if not reads(current, "agenda") or entry is None or (head and head.kind == entry.kind):
        return False
    numbers = [read_enumerator(s.text[offset:]) for s, offset in current.values]
    return any(number and number.kind == entry.kind for number in numbers)


def _set_in(sheet: Sheet, current: Field, segment: Segment) -> bool:
    """Tell whether a line is set in under the label of the list as the entry before it is."""
    if not reads(current, "agenda") or not current.values:
        return False
    return segment.indent == current.values[-1][0].indent > sheet[current.segment].indent


def _glued(segment: Segment, label: HeaderLabel) -> bool:
    """Tell whether a title goes on where a label seems to end."""
    return not label.alone and segment.text[: label.end].endswith(label.text)


def _bulleted(current: Field, segment: Segment) -> bool:
    """Tell whether the line before in the list has the same bullet."""
    line, offset = current.values[-1] if current.values else (segment, 0)
    return line is not segment and line.text[offset:][:1] == segment.text[0]


def _alike(current: Field, segment: Segment, later: HeaderLabel) -> bool:
    """Tell whether the label of a list and a later one are set off by a colon, a bar or alone."""
    colon = ":" in segment.text[:12] or "|" in segment.text[:12]
    written = re.sub(r"[(][^()]{2,60}[)]", "", segment.text)  # 結論(決定した方針 … 整理すること)
    return bool(current.label) and (colon or len(written) <= max(8, len(later.text)))
