"""What stands after the proceedings: signatures, contacts, the next meeting, papers, attachments.

Nobody of the meeting speaks there any more, so these lines belong to no speech. Each stretch is
known by how its first line begins, and goes on as far as its kind of line does; what is of no kind
known here stays text of the proceedings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.parsing.folding import unspaced
from pipeline.parsing.header.bodies import read_title
from pipeline.parsing.header.field import Field, Header
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.elsewhere import mentions_paper
from pipeline.parsing.phrases.front_matter import front_role
from pipeline.parsing.phrases.header_labels import (
    HeaderLabel,
    is_surely_web,
    is_web,
    read_header_label,
)
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.speech import ends_sentence, is_people_list
from pipeline.parsing.speaker_places import Candidate

__all__ = ["Stretch", "fields_of", "find_after", "kind_of_line", "people_attached"]

_DATA = load("body")["closing"]
_ATTESTS = re.compile(
    rf"{alternatives(_DATA['attestations'])}|[^。]{{4,60}}(?:ここに|これに|証するため)[^。]{{0,12}}(?:署名|記名|押印)(?:する|します|した)。?$"
    r"|(?:上記|以上|右)[^。]{4,80}(?:明確に|明らかに|証)する[^。]{0,12}(?:会議録|議事録)を作成し[^。]{0,40}。?$"
)
_BEFORE_FORM = "■□◇◆○●◎・*※▼▽<【〔[(《≪"
_MARKS = rf"[{re.escape(_BEFORE_FORM)}]?\s{{0,3}}"
_ALONE = r"(?=$|[\s:;|/)>】〕\]》≫(])"  # such a word begins sentences, too: 連絡先の電話番号だけ
_SIGNS = re.compile(
    rf"{_MARKS}(?:{alternatives(_DATA['signatures'], spaced=True)})(?:委員|議員|人|者|欄)?{_ALONE}"
)
_CONTACT = re.compile(
    rf"{_MARKS}(?:(?:この[^\s。、]{{2,4}}に関する)?お?問い?合わ?せ先?|{alternatives(_DATA['contacts'])})"
    rf"{_ALONE}"
)
_NEXT = re.compile(
    rf"{_MARKS}(?:{alternatives(_DATA['schedules'])})(?:{_ALONE}|\S{{1,4}}会(?:議)?{_ALONE}|は[^。]{{2,30}}とする。$)"
    rf"|[■□◇◆○●◎]\s{{0,3}}(?:{alternatives(_DATA['schedules'])})について\s{{1,4}}次回"
)
_FORMS_OF_LINES = (
    ("contact", _CONTACT),
    ("attestation", _ATTESTS),
    ("signature", _SIGNS),
    ("schedule", _NEXT),
)
# What such lines begin with, but for attestations that name the seal or the signing.
_BEGINS_FORM = frozenset(f"{_BEFORE_FORM}こお問").union(
    word[0]
    for kind in ("attestations", "signatures", "contacts", "schedules")
    for word in _DATA[kind]
)
_RESPONSIBLE = re.compile(
    r"[<【〔\[(■●○]?\s?(?:(?:事務局)?担\s?当|お?問い?合わ?せ)\s?(?:[>】〕\]):]|$)"
)
_OFFICE_ALONE = re.compile(r"[<【〔\[(]?\s?事務局\s?[>】〕\])]?")
_ATTACHED = re.compile(
    rf"{_MARKS}(?:{alternatives(_DATA['attachments'], spaced=True)})"
    r"\s?(?:第?[0-9一二三四五六七八九十]{1,2}(?:[-の][0-9]{1,2})?号?)?\s?[>】〕\])》≫:]?(?P<title>(?:(?:\s|(?=[(])|(?<=[>】〕\])》≫:])).{1,40})?)"
)
_BEGINS_ATTACHMENT = frozenset(_BEFORE_FORM).union(word[0] for word in _DATA["attachments"])
_SUPPLEMENT = re.compile(r"[◎■●◆《【〔≪][^。、]{4,40}")
_PREDICATE = re.compile(r"(?:ます|ません|です|ました|した|ない|する)[》】〕≫]?$")
_END = re.compile(r"[(【―~-]{0,2}\s?(?:以\s{0,3}上|了|終わり|終|会議終了)\s?[)】―~-]{0,2}[。.]?")
_LONGEST_END = 12  # characters
_ROSTERS = ("名簿", "一覧", "一覧表")
_ENDED = re.compile(  # narrated by the record; a chair who closes says いたします
    r"以上(?:をもって|をもちまして|で)[^。]{0,30}(?:閉会|終了|散会)(?:した|となった|とした)。?"
)
_CLOSES = re.compile(r"閉会|散会|閉議|終了|以上で|終わり(?:ます|たい)")
_CONTACT_WORD = re.compile(alternatives(_DATA["contact_words"]))
_COUNTED = re.compile(r"[0-9]\s?[名人]$")
_SEAL = re.compile(r"[㊞印]\s?[)]?$|自\s?署|署\s?名\s?[)]?$")
_SEAL_ALONE = re.compile(r"[\s(]{0,40}[㊞印]\s?[)]?\s{0,4}")
_OTHER_PAGES = re.compile("見ている人|関連リンク|関連情報|関連ページ|カテゴリ|よく見られ")
_LISTS_PEOPLE = re.compile(r"(?:出席者|出席委員|出欠|委員|構成員)(?:名簿|一覧表?|表)$|出席者$")
_CONFIRMS = re.compile(r"^(?:確\s?認者?|承\s?認者?|主宰者|作\s?成者?)(?:\s{1,20}|:|$)")
_FORM_FIELDS = frozenset({"office", "signature", "materials", "other", "public", "observers"})
_DEPARTMENT = re.compile(r"(?:課|係|室|部|局|所|グループ|担当|館|センター)(?:[\s(:]|$)")
_REST = frozenset({"その他", "備考", "その他の事項"})
_LAST_ROW = re.compile(rf"({'|'.join(sorted(_REST))})\s{{0,4}}[|:]\s?")
_OF_PAGE = ("web_page", "contact")
_LATER = ("次回", "今後")
_MOST = 0.8  # share of the lines behind proceedings without speakers that must be of a known kind
_NEAR = 12  # lines before an attachment in which the meeting closes
_HEADS = 3  # lines in which an attachment says that it lists people
_SIGNERS = 6  # lines that hold nothing but those who sign
_SET_IN = 6  # columns
_LIKELY = 0.45
_SIGNER = re.compile(
    rf"(?:{alternatives(load('roles')['member'], spaced=True)})\s{{1,12}}(?P<name>[^\s、。:()]"
    r"[^、。:()]{1,14}?)(?:\s{0,6}[(]?[㊞印][)]?)?"
)
_SHORT = 40  # characters of a line that names somebody
_LINE = 60  # characters of a line that is no sentence of its own


@dataclass(slots=True)
class Stretch:
    """Lines of one kind after the proceedings, the first of them led by a label or not.

    ``kind`` is ``end_mark``, ``attestation``, ``signature``, ``contact``, ``schedule``,
    ``web_page``, ``attachment`` or ``field`` (a field as the header has them, in ``field``).
    """

    kind: str
    segments: list[Segment] = field(default_factory=list)
    field: Field | None = None


def find_after(sheet: Sheet, start: int, markers: Mapping[int, Candidate]) -> list[Stretch]:
    """Return what stands after the proceedings.

    Args:
        sheet: of the document.
        start: the segment with which the proceedings begin.
        markers: where speakers begin, by segment.
    """
    attached = _attached_after_closing(sheet, start, markers)
    spoken = sorted([at for at in markers if at < attached])
    while len(spoken) > 1 and _is_row(sheet, spoken[-1], markers[spoken[-1]]):
        spoken.pop()
    first = max(at + markers[at].below for at in spoken) + 1 if spoken else start
    for at in range(first, len(sheet)):
        if _begins(sheet, at, bool(spoken), attached) is None:
            continue
        stretches = _walk(sheet, _head_of_foot(sheet, first, at), attached)
        known = sum(len(stretch.segments) for stretch in stretches)
        if spoken or _MOST * (len(sheet) - at) <= known:
            return stretches
    return []


def _head_of_foot(sheet: Sheet, first: int, at: int) -> int:
    """Return where the foot of a web page begins that is known by a line further down.

    It begins behind a sentence, with words that are also spoken: カテゴリー, 役に立った.
    """
    start = at
    while start > first and _is_short(sheet[start - 1].text):
        start -= 1
    heads = start > 0 and is_web(sheet[start].text) and sheet[start].text[0] not in "・-*■("
    return start if heads and ends_sentence(sheet[start - 1].text) else at


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and not text.endswith("。")


def _is_row(sheet: Sheet, at: int, marker: Candidate) -> bool:
    """Tell whether the last speaker is the last row of a form: その他 | 会議録は公開する."""
    said = sheet[at].text[marker.form.rest :]
    if _SEAL_ALONE.fullmatch(said):
        return True  # 議長　　　　㊞
    contact = _CONTACT_WORD.search(said) and not ends_sentence(said) and _is_contact(said)
    return unspaced(marker.label.text) in _REST or bool(contact)


def kind_of_line(segment: Segment) -> str:
    """Return what a line in the middle of the proceedings is that is none of them, or nothing."""
    text = segment.text
    if len(text) <= _LONGEST_END and _END.fullmatch(text):
        return "end_mark"
    if text[0] == "以" and _ENDED.fullmatch(unspaced(text)):
        return "end_mark"
    if text[0] in _BEGINS_FORM or "名" in text or "押印" in text:
        for kind, form in _FORMS_OF_LINES:
            if form.match(text):
                return kind
    return "web_page" if is_surely_web(text) else ""


def _attached_after_closing(sheet: Sheet, start: int, markers: Mapping[int, Candidate]) -> int:
    """Return the first attachment behind the closing of the meeting, or the number of segments.

    A list of who attended is one though nobody closed the meeting. None of those who spoke before
    speaks again: else it stands in the middle of the proceedings.
    """
    heard: set[str] = set()
    for at in range(start, len(sheet)):
        if at in markers:
            heard.add(markers[at].label.text)
            continue
        segment = sheet.segments[at]
        roster = segment.text.endswith(_ROSTERS) and _heads_roster(sheet, at)
        if segment.text[0] not in _BEGINS_ATTACHMENT and not roster:
            continue
        if not (roster or _heads_attachment(segment) or _heads_supplement(sheet, at)):
            continue
        again = {markers[n].label.text for n in markers if n > at} & heard
        before = sheet.segments[max(start, at - _NEAR) : at]
        people = any(map(_heads_list, sheet.segments[at : at + _HEADS]))
        if not again and (people or any(_closes(s.text) for s in before)):
            return at
    return len(sheet)


def _closes(text: str) -> bool:
    return bool(_CLOSES.search(unspaced(text)) or _ATTESTS.match(text))


def _heads_attachment(segment: Segment) -> bool:
    text = segment.text
    found = _ATTACHED.fullmatch(text)
    if found is None or (found["title"] and text.endswith(("。", "とおり", "参照", "参照)"))):
        return False
    bracketed = text[0] in "【〔[<《≪" or not found["title"] or _heads_list(segment)
    return bracketed or segment.gap or any(c.isdigit() for c in text[:8])


def _heads_list(segment: Segment) -> bool:
    """Tell whether a line heads a list of those who attended: 出席委員名簿."""
    return _LISTS_PEOPLE.search(unspaced(segment.text).rstrip(":")) is not None


def _heads_roster(sheet: Sheet, at: int) -> bool:
    """Tell whether a line alone heads those who attended, whose names stand below: 出席者名簿."""
    text = sheet[at].text
    if len(text) > _SHORT or not text.endswith(_ROSTERS):
        return False
    below = [s.text for s in sheet.segments[at + 1 : at + 1 + _HEADS]]
    return _heads_list(sheet[at]) and len(below) == _HEADS and all(map(is_people_list, below))


def _heads_supplement(sheet: Sheet, at: int) -> bool:
    """Tell whether a marked title behind the closing words heads what came later: ◎…への回答."""
    text = sheet[at].text
    if not _SUPPLEMENT.fullmatch(text) or _ends_as_matter(text) or _PREDICATE.search(text):
        return False
    before = sheet[at - 1].text
    if _SUPPLEMENT.match(before) and before[0] == text[0]:
        return False
    return sheet[at].gap and not text.endswith("。")


def _begins(
    sheet: Sheet, at: int, spoken: bool, attached: int
) -> tuple[str, HeaderLabel | None] | None:
    """Return the kind of stretch that a line begins, and its label; ``None``: it begins none."""
    segment = sheet[at]
    if at == attached or (
        at > attached and (_heads_attachment(segment) or _heads_supplement(sheet, at))
    ):
        return "attachment", None
    kind = kind_of_line(segment)
    if kind in ("web_page", "attestation", "end_mark"):
        return kind, None
    label = read_header_label(segment.raw, segment.text)
    if label and label.field in _FORM_FIELDS and (label.marked or label.alone or spoken):
        return "field", label
    if row := _LAST_ROW.match(segment.text):
        return "field", HeaderLabel("other", row[1], 0, row.end(), marked=True, alone=False)
    number = read_enumerator(segment.text)
    text = segment.text[number.end :] if number and number.kind != "bullet" else segment.text
    if _RESPONSIBLE.match(text) or _CONTACT.match(text):
        return "contact", None
    if _OFFICE_ALONE.fullmatch(text) and at + 1 < len(sheet):
        below = sheet[at + 1].text
        if _CONTACT_WORD.search(below) and _is_contact(below):
            return "contact", None
    if _NEXT.match(text) and not _ends_as_matter(segment.text):
        return "schedule", None
    if not kind and spoken and _sign_to_the_end(sheet, at):
        kind = "signature"
    return (kind, None) if kind else None


def _sign_to_the_end(sheet: Sheet, at: int) -> bool:
    """Tell whether only names of members stand from a line to the end, each behind its post.

    Below a blank line or set in: 　　　委員長　　真 鍋 耕 一.
    """
    lines = sheet.segments[at : at + _SIGNERS + 1]
    first, before = sheet[at], sheet[at - 1]
    if len(lines) > _SIGNERS or not ends_sentence(before.text):
        return False
    apart = first.gap or first.indent >= before.indent + _SET_IN
    signed = all(_bears_post(s.text) or _SIGNS.match(s.text) is not None for s in lines)
    return apart and signed and _bears_post(first.text)


def _bears_post(text: str) -> bool:
    """Tell whether a line is a member's post and name, perhaps with the seal: 議長 森 一 ㊞."""
    signer = _SIGNER.fullmatch(text)
    return signer is not None and looks_like_name(unspaced(signer["name"])) >= _LIKELY


def _ends_as_matter(text: str) -> bool:
    """Tell whether a line that names the next meeting is a matter: (3)次回の開催について."""
    return unspaced(text).endswith(("について", "の件"))


def _walk(sheet: Sheet, start: int, attached: int) -> list[Stretch]:
    """Return the stretches from a line to the end."""
    out: list[Stretch] = []
    current: Stretch | None = None
    signing = False  # those who sign may stand without a label
    for at in range(start, len(sheet)):
        segment = sheet[at]
        begun = _begins(sheet, at, True, attached)
        if begun is None and is_web(segment.text):
            begun = ("web_page", None) if current is None or current.kind in _OF_PAGE else None
        if current is not None and current.kind == "attachment" and begun:
            begun = begun if _ends_attachment(begun, segment) else None
        if begun is not None:
            kind, label = begun
            made = None
            if label is not None:
                made = Field(label.field, label, at)
                rest = segment.text[label.end :].strip()
                made.values += [(segment, label.end)] if rest else []
            current = Stretch(kind, [segment], made)
            out.append(current)
            signing = kind in ("end_mark", "attestation", "signature") or (
                label is not None and bool(_SIGNS.match(label.text))
            )
        elif current is not None and _goes_on(current, segment):
            current.segments.append(segment)
            if current.field is not None:
                current.field.values.append((segment, 0))
        elif current and current.kind in ("web_page", "contact") and _is_contact(segment.text):
            current = Stretch("contact", [segment])
            out.append(current)
        elif signing and _signs(segment):
            if current is None or current.kind != "signature":
                current = Stretch("signature")
                out.append(current)
            current.segments.append(segment)
        else:
            current = None
    return _with_foot_of_page(sheet, out)


def _with_foot_of_page(sheet: Sheet, found: list[Stretch]) -> list[Stretch]:
    """Take short lines between two of the foot of a web page into it: プライバシーポリシー."""
    feet = [s.segments for s in found if s.kind == "web_page"]
    if not feet:
        return found
    taken = {segment.index for stretch in found for segment in stretch.segments}
    first, last = feet[0][0].index, feet[-1][-1].index
    between = [
        Stretch("web_page", [segment])
        for segment in sheet.segments[first:last]
        if segment.index not in taken and _is_short(segment.text)
    ]
    return sorted([*found, *between], key=lambda stretch: stretch.segments[0].index)


def _ends_attachment(begun: tuple[str, HeaderLabel | None], segment: Segment) -> bool:
    """Tell whether a stretch that begins inside an attachment is none of its own lines."""
    kind, label = begun
    if kind == "field":
        marked = segment.text[0] in "【〔[<《≪■◆"
        return label is not None and marked and label.field != "other"
    return kind in ("attachment", "web_page", "contact")


def _goes_on(stretch: Stretch, segment: Segment) -> bool:
    """Tell whether a line is of the kind of the stretch before it."""
    name = stretch.field.name if stretch.field else stretch.kind
    text = segment.text
    if name == "attachment":
        return True
    if name in ("contact", "office"):
        return _is_contact(text)
    if name == "signature":
        return _signs(segment)
    if name == "web_page":
        return bool(_OTHER_PAGES.search(stretch.segments[0].text)) and len(text) <= _SHORT
    if name == "materials":
        return len(text) <= _LINE and not text.endswith("。")
    if name == "schedule" or (
        stretch.field and stretch.field.label and stretch.field.label.text.startswith(_LATER)
    ):
        return _tells_when(segment)
    if name == "attestation":
        return not ends_sentence(stretch.segments[-1].text) and not _signs(segment)
    if name in ("other", "public", "observers"):
        if len(stretch.segments) == 1 and stretch.field and not stretch.field.values:
            return _is_short(text)  # 6 傍聴人数 / 0人
        return segment.indent > 0 and not segment.gap and len(stretch.segments) <= 4
    return False


def _is_contact(text: str) -> bool:
    if len(text) > _LINE or (text.endswith("。") and not _CONTACT_WORD.search(text)):
        return False
    if front_role(text) in ("department", "address") or _CONTACT_WORD.search(text):
        return True
    return len(text) <= _SHORT and bool(_DEPARTMENT.search(text))


def _tells_when(segment: Segment) -> bool:
    text = segment.text
    timed = any(True for _ in find_dates(text)) or find_times(text).opened
    label = read_header_label(segment.raw, text)
    planned = re.search(r"予定|未定|調整|頃|上旬|中旬|下旬", text)
    place = label is not None and label.field in ("date", "time", "place", "agenda")
    return len(text) <= _LINE and bool(timed or planned or place or segment.indent > 0)


def _signs(segment: Segment) -> bool:
    """Tell whether a line is the day of signing, the body, or one who signs."""
    text = segment.text
    if len(text) > _SHORT or text.endswith("。") or _COUNTED.search(text):
        return False
    text = _CONFIRMS.sub("", text)
    solid = unspaced(text)
    if not solid or _SEAL.search(text) or _SIGNS.match(text):
        return True
    if any(True for _ in find_dates(text)) and not find_times(text).opened:
        return len(solid) <= 16
    if read_title(segment.raw).body and len(solid) <= 25:
        return True
    first, *rest = text.split()
    if read_label(solid).strength >= 2:
        return True
    return bool(rest) and (read_label(first).strength >= 2 or looks_like_name(solid) >= 0.7)


def people_attached(header: Header, stretches: Sequence[Stretch]) -> Field | None:
    """Return the list of people among the attachments, where the header only points to it.

    What heads it stays in the stretch, which is then of the kind ``heading``.
    """
    named = header.named("attendees", "absent", "group")
    if any(f.values and not mentions_paper(f.text()) for f in named):
        return None
    for stretch in stretches:
        lines = stretch.segments
        heads = [n for n, s in enumerate(lines[:_HEADS]) if _heads_list(s)]
        if stretch.kind != "attachment" or not heads or len(lines) < heads[-1] + 3:
            continue
        stretch.kind = "heading"
        stretch.segments = lines[: heads[-1] + 1]
        values = [(segment, 0) for segment in lines[heads[-1] + 1 :]]
        return Field("attendees", None, values[0][0].index, values=values)
    return None


def fields_of(stretches: Sequence[Stretch]) -> list[Field]:
    """Return the fields among them."""
    return [s.field for s in stretches if s.field is not None]
