"""Labels at the head of a header line: 日時, 3 出席者(敬称略), 【場所】, 日　時：, ○欠席委員(0名).

A label may be numbered, bracketed, letter-spaced or glued to its value. Whether it counts is
decided by what surrounds it, since many of these words also occur in running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, groups, header_fields, label_alternatives, load
from pipeline.parsing.phrases.inline_lists import entries_in_line
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.people_headings import (
    CAME,
    HEADING_BEGINS,
    PeopleHeading,
    begins_post,
    names_board,
    names_law_or_body,
    read_people_heading,
)
from pipeline.parsing.phrases.speech import ends_sentence, is_people_list, is_speech

__all__ = ["HeaderLabel", "is_opening_line", "is_surely_web", "is_web", "read_header_label"]

_FIELDS = header_fields()
_GROUPS = groups()
_AMBIGUOUS = frozenset("".join(w.split()) for w in load("header")["ambiguous"]["labels"])
_WEB = load("header")["web"]
# 2024年10月 over 日 | 月 | 火 …: the calendar beside a page; 日時・場所・出席者: its contents.
_CALENDAR = re.compile(r"[0-9]{4}年\s?[0-9]{1,2}月|日(?:[\s|]{1,8}[月火水木金土]){6}[\s|]{0,8}")
_CONTENTS = re.compile(rf"(?:(?:{label_alternatives(header_fields())})(?:・(?=.)|$)){{3,9}}")
_SKIPS = re.compile(  # 共通メニューなどをスキップして本文へ; 会議録 > 教育委員会
    r"[^。]{0,16}(?:メニュー|ナビゲーション|リンク|コンテンツ|本文)[^。]{0,8}(?:スキップ|飛ば|とば|ジャンプ|移動)[^。]{0,12}。?"
    r"|[0-9,]{1,7}(?:[Vv]iews?|[Dd]ownloads?|[Ll]ikes?)"
    r"|[(]?(?:PDF|Word|Excel)(?:形式|ファイル)?[・:/]?[0-9.,]{1,8}(?:KB|MB|キロバイト|メガバイト)[)]?"
    r'|"[^"。]{1,30}"[(][0-9]{1,3}/[0-9]{1,3}[)]|\S{1,12}[(]/[)]'  # "推進方針"(1/2): searched for
    r"|[^。|]{0,16}(?:TOP|INDEX)\s?(?:\|[^。]{1,30})?"
    r"|[^\s<>»。]{1,20}(?:[>»][^<>»。]{1,40}){1,8}"  # but <会議録>…審議会 is a title
)
_WEB_SITE = re.compile(
    r"[^\s、。:]{2,16}(?:公式|市|町|村|県|区|学校|大学|協会|組合|議会)(?:ホームページ|ウェブサイト|Webサイト|サイト|HP)"
    r"|[^。:]{0,24}(?:会議録|議事録)の?検索(?:システム|サイト)?[^。:]{0,2}"
)
_WEB_STARTS = tuple(_WEB["starts"])
_WEB_SENTENCES = tuple(_WEB["sentences"])
_WEB_INSIDE = tuple(_WEB["inside"])
_EVERYDAY = tuple(_WEB["everyday"])
_MAY_OPEN = re.compile(  # what those words begin with, and the numbered ones
    f"[{''.join({word[0] for word in load('body')['opening']['words']} | set('閉散終'))}]"
)
_LONGEST_OPENING = 40  # characters
_OPENING = alternatives(load("body")["opening"]["words"], spaced=True)
_MATTER_ENDS = tuple(e for e in load("body")["sections"]["heading_endings"] if e[0] == "の")
_DECORATION = re.compile(  # ■日時, - 場所; :出席: as reStructuredText has it
    r"[■□◇◆○●◎・*※▼▽▲△★☆◉]{1,2}\s{0,3}|[-]\s{1,3}|:(?=[^\s:]{1,12}:\s)"
)
_BETWEEN_DASHES = re.compile(r"[-―~]{1,2}\s?(?P<label>[^-―~\s]{2,12})\s?[-―~]{1,2}")
_LABEL_NUMBERS = ("arabic", "ordinal", "paren", "kanji", "roman", "circled", "kana", "square")
_OPEN = "<【〔[(《≪「"
_CLOSE = ">】〕])》≫」"
_LABEL = re.compile(label_alternatives([*_FIELDS, *_GROUPS], spaced=True))
_BEGINS = HEADING_BEGINS.union(label[0] for label in (*_FIELDS, *_GROUPS))
_WHEN = alternatives(
    (w for w, f in _FIELDS.items() if f in ("date", "time", "opened")), spaced=True
)
_WHERE = alternatives((w for w, f in _FIELDS.items() if f == "place"), spaced=True)
_AND = r"\s?(?:・|及び|および|並びに|、|と|/)\s?"
_WHEN_WHERE = re.compile(  # 開始時刻・場所, 場所及び日時: one label asks for both
    rf"(?P<first>{_WHEN}|{_WHERE}){_AND}(?P<second>{_WHEN}|{_WHERE})"
)
_TOLD = load("header")["proceedings"]
_SAID = alternatives(_TOLD["said"], spaced=True)
_OPINIONS = re.compile(  # 主な意見・質問等, 質問及び回答の要旨
    rf"(?:{alternatives(_TOLD['of'])})?(?:{_SAID})等?(?:{_AND}|や)(?:{_SAID})"
    rf"(?:等|の?(?:{alternatives(_TOLD['tails'])}))?(?=[\s:|/)\]】〕>》≫]|$)"
)
_BEHIND_BODY = tuple(load("header")["after_body"]["labels"])
_OF_BODY = re.compile(  # 議会運営委員会会議事項
    rf"[^\s、。:第0-9]{{2,20}}会(?P<label>{alternatives(_BEHIND_BODY)})"
    r"|[^、。:「」]{2,40}会\s{0,4}(?P<programme>議事日程)(?:\s{0,4}[(]?第\s?[0-9]{1,3}\s?号[)]?)?"
)
_BUSINESS = ["次第", *(w for w, f in _FIELDS.items() if f == "agenda" and len(w) > 2)]
_ANNOUNCED = re.compile(  # 1.本定例会会議事件は次のとおりである。
    rf"(?:[0-9]{{1,2}}[.、\s]\s{{0,2}}|[○◯〇◎●■◆・]\s?)?[^\s、。:「」]{{0,14}}?"
    rf"(?P<label>{label_alternatives(_BUSINESS)})"
    r"は[、,]?\s?(?:次|つぎ|以下|下記|左記)の(?:とおり|通り|[0-9]{1,2}\s?項目)"
    r"(?:で(?:ある|す|あった)|について(?:協議|議論|審議|検討)(?:しました|した))?[。:]?"
)
_ANNOUNCING = ("とおり", "通り", "項目")
_SUFFIX = re.compile(
    # apart from its label such a word stands alone: not 場所　名取市役所
    r"(?:(?:の?氏名|名簿|名|等|者|の人数|数|の氏名等|の状況)|\s{1,3}(?:の?氏名|名簿|名|等|者|の人数|数|の氏名等|の状況)(?=[\s(:|]|$))?\s{0,3}"
    r"(?:[(](?P<note>(?!(?:[0-9]{1,2}|[ア-コ])[)])[^()]{1,40})[)]"
    r"|[\[<【〔]\s?(?P<count>[0-9]{1,3}\s?[名人])\s?[\]>】〕])?\s{0,3}"  # 出席委員[6人]
)
_OFFICE = re.compile(r"[^\s、0-9]{2,14}[課室部局係]")  # 説明者(環境課)久米課長: whose list it is
_DIGITS = frozenset("(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽")
_WHOLE_LABEL = 3  # characters of a label that is no word of a title
_NEVER = re.compile(r"(?!)")
_FITS = {
    "place": re.compile(
        r"[^。、]{2,40}(?:室|館|ホール|庁舎|センター|[0-9]階|議場|プラザ|講堂)(?:[(].{1,20}[)])?$"
    ),
    "title": re.compile(
        r"(?:(?:令和|平成)[0-9元]{1,2}年度?)?\s?第\s?[0-9]{1,3}\s?回.{4,40}会(?:議)?$"
    ),
}
_SEPARATOR = re.compile(
    r"\s{0,6}(?P<sep>[:|\t;/]|,(?=\S)|・{2,}|…{1,4})\s{0,4}|(?P<space>\s{1,40})"
)
_OF_NUMBER = re.compile(  # 1 議事①に関する資料
    r"(?:[①-⑳⑴-⒇]|[(]?[0-9]{1,2}[)]?)\s?(?:に(?:関|つ|係|対)|の(?!他)|及び|と)"
)
_PARTICLE = re.compile(r"[はがをにへでともやの]|及び|から|まで|について|として|による|、")
_GOES_ON = re.compile("[をのにはがでともへや]")
_BEHIND_PEOPLE = re.compile(  # 2 委員自己紹介 is business, no heading over people
    r"(?:の|から(?:の)?)?(?:発言|意見|質問|質疑|自己紹介|紹介|委嘱|任命|選任|改選|変更|交代|異動|挨拶|あいさつ|退室|入室)"
)
_TITLE_ENDS = ("について", "の件")  # 3 議員研修の日程について
_MATTERS = ("議題", "議事", "案件", "議件")
_COUNTED = re.compile(
    r"\s{0,3}(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人](?:\s|$|[(中、,:]|全員)"
)
_OPENING_LINE = re.compile(
    rf"(?:[0-9]{{1,4}}[:\s]\s{{0,20}}(?=[○●※]))?[○●※(\[<〔=~―-]?\s{{0,3}}(?:暫時\s?)?(?:.{{0,14}}[0-9零一二三四五六七八九十]\s{{0,3}}(?:時|分|:[0-9]{{2}}).{{0,8}}|正午\s?|)"
    rf"(?:{_OPENING})\s{{0,3}}[)\]>〕=~―-]?"
    r"(?:(?:[\s(]|(?=[0-9]))(?:.{0,14}[0-9零一二三四五六七八九十]\s{0,3}(?:[時分]|:[0-9]{2}).{0,6}|正\s?午)[)=~―-]?)?"
)

_NUMBERED_CLOSING = re.compile(  # 7 閉会 午後4時02分
    r"[0-9]{1,2}[.、]?\s{1,3}(?:閉\s?会|散\s?会|終\s?了)[\s:]{1,12}.{0,14}[0-9]{1,2}\s?(?:時|:).{0,8}"
)


@dataclass(frozen=True, slots=True)
class HeaderLabel:
    """A label at the head of a segment; ``end`` is where its value begins in the segment.

    ``field`` is a header field, or ``group`` for the heading of a list of people, whose group is
    in ``group``. ``note`` is what stands in brackets behind the label (敬称略, 7名).
    """

    field: str
    text: str
    start: int
    end: int
    marked: bool
    alone: bool
    group: str = ""
    note: str = ""


@lru_cache(maxsize=20_000)
def read_header_label(raw: str, text: str, *, spaced_by_one: bool = False) -> HeaderLabel | None:
    """Return the header label that begins a text, as written and folded, or ``None``.

    ``spaced_by_one``: the labels around it are set off by a single space, so that one suffices
    behind a word that occurs in running text, too (議題 料金の算定).
    """
    at, marked, numbered = _behind_marks(text)
    opened = at < len(text) and text[at] in _OPEN
    if opened:
        at, marked = at + 1, True
        while at < len(text) and text[at] == " ":
            at += 1
    if (text.endswith(_BEHIND_BODY) or "議事日程" in text) and (named := _OF_BODY.fullmatch(text)):
        word = named.lastgroup or "label"
        return HeaderLabel("agenda", named[word], named.start(word), len(text), True, True)
    if any(word in text for word in _ANNOUNCING) and (told := _ANNOUNCED.fullmatch(text)):
        return HeaderLabel("agenda", told["label"], told.start("label"), len(text), True, True)
    begins = text[at : at + 1]
    if begins.isalpha() and begins not in _BEGINS and not names_law_or_body(text, at):
        return None
    if between := _between_dashes(text):
        return between
    people, end = _words(text, at)
    if end == at:
        return None
    written = text[at:end]
    label = people.text if people else unspaced(written)
    twice = end + 1 + len(written)
    if text.startswith(f" {written}", end) and not (
        begins_post(text, end + 1, twice) or _numbers_matter(text, end + 1)
    ):
        end = twice  # 議題 議題: bold print, read twice; not 事務局 事務局長, 議題 議題1 …
    if not opened and text[end : end + 1] in tuple(_CLOSE):  # its opening bracket was lost
        end, marked = end + 1, True
    end, note, business = _behind_words(text, label, end, people.note if people else "")
    if opened:
        closing = next((i for i in range(end, min(len(text), end + 2)) if text[i] in _CLOSE), -1)
        if closing < 0:
            return None
        end = closing + 1
        if _GOES_ON.match(text, end) and (text[end] == "を" or is_speech(text[end:])):
            return None  # 「資料1」を御覧ください。
    end_of_label = at + len(written) if not opened else end
    alone = not text[end:].strip(f" :|\t;/{'' if text[0].isalnum() else text[0]}")  # ■議題■
    separator = _SEPARATOR.match(text, end)
    set_off = separator is not None or (end > end_of_label and text[end - 1].isspace())
    if alone or (people and people.announced):
        end = len(text) if alone else end
    elif separator and separator["sep"]:
        end = separator.end()
    elif text.startswith("-", end) and _heads_people(label, people, text[end + 1 :]):
        end += 1
    elif set_off:
        begun = separator.end() if separator else end
        gap = raw[end_of_label:begun]
        wide = spaced_by_one or label != written or len(gap) >= 2 or "\u3000" in gap or "\t" in gap
        if not (marked or wide or _is_label_before_space(text, label, end, note)):
            return None
        end = begun
    elif not (opened or note or business or _is_glued(text, label, end, people, numbered)):
        return None
    field, group = _sense(label, people)
    if field == "group" and not alone and not _people_or_list(text[end:], note):
        return None
    return HeaderLabel(field, label, at, end, marked, alone, group, note)


def _heads_people(label: str, people: PeopleHeading | None, rest: str) -> bool:
    """Tell whether a dash parts a heading from its people: 出席委員－八木会長、矢島委員."""
    return _sense(label, people)[0] in ("attendees", "absent", "group") and is_people_list(rest)


def _behind_marks(text: str) -> tuple[int, bool, bool]:
    """Return where a text begins behind mark and number, and whether there is any, and a number."""
    at, marked, numbered = 0, False, False
    if not text[:1].isalpha() and (match := _DECORATION.match(text, at)):
        at, marked = match.end(), True
    enumerator = read_enumerator(text[at:] if at else text)
    if enumerator and enumerator.kind in _LABEL_NUMBERS:
        after = at + enumerator.end
        known = _LABEL.match(text, after) or read_people_heading(text, after)
        if known or text[after : after + 1] in tuple(_OPEN):
            at, marked, numbered = after, True, True
    return at, marked, numbered


def _between_dashes(text: str) -> HeaderLabel | None:
    """Return the heading of people that stands between dashes: -委員-."""
    dashed = _BETWEEN_DASHES.fullmatch(text)
    people = read_people_heading(dashed["label"]) if dashed else None
    if dashed is None or people is None or people.end < len(dashed["label"]):
        return None
    field, group = _sense(people.text, people)
    return HeaderLabel(field, people.text, 1, len(text), True, True, group)


def _words(text: str, at: int) -> tuple[PeopleHeading | None, int]:
    """Return the heading over people that a label is, if any, and where its words end."""
    match = _joined(text, at) or _LABEL.match(text, at)
    people = read_people_heading(text, at)
    if match and (begins_post(text, *match.span()) or names_board(text, match.end())):
        match = None  # 委 員 長 水野 隆
    if people and match and people.end <= match.end():
        people = None
    return people, people.end if people else match.end() if match else at


def _behind_words(text: str, label: str, end: int, note: str) -> tuple[int, str, bool]:
    """Return where a label ends with 名 and brackets, what these note, or whether they list."""
    suffix = _SUFFIX.match(text, end)
    if suffix is None:
        return end, note, False
    written = suffix["note"] or suffix["count"]
    if written is None:
        return suffix.end(), note, False
    business = _lists_business(label, written)
    glued = suffix[0].endswith(")") and text[suffix.end() : suffix.end() + 1].isalnum()
    if business or _names_people(written) or (glued and _OFFICE.fullmatch(written)):
        return suffix.start("note") - 1, "", business
    return suffix.end(), written, False


def _is_label_before_space(text: str, label: str, end: int, note: str) -> bool:
    """Tell whether a word behind which one space stands is a label, though texts use it, too."""
    return (
        label not in _AMBIGUOUS
        or _states(label, text[end:])
        or (bool(note) and read_enumerator(text[end:].lstrip()) is not None)
    )


def _is_glued(
    text: str, label: str, end: int, people: PeopleHeading | None, numbered: bool
) -> bool:
    """Tell whether a word to which its value is glued is a label: 1 場所市役所, 日時令和5年…."""
    if _COUNTED.match(text, end) or _directly_dated(label, text[end:]):
        return True
    if len(label) >= _WHOLE_LABEL and _FITS.get(_FIELDS.get(label, ""), _NEVER).match(text, end):
        return True  # 開催場所市役所第2会議室, 会議名称第3回環境審議会
    if _FIELDS.get(label) == "signature" and text.endswith(_MATTER_ENDS):
        return False  # 第1 署名議員の指名
    if numbered and _FIELDS.get(label) == "agenda" and _begins_list(text[end:]):
        return True  # 5 議題1 区域の変更について / 2 …
    if _FIELDS.get(label) != "content" and is_speech(text[end:]):
        return False  # 3会場合わせて58人の方にお越しいただき
    return (
        numbered
        and len(label) > 1  # 2 庁舎の清掃
        and not _PARTICLE.match(text, end)
        and not (text[end : end + 1] in _DIGITS and _OF_NUMBER.match(text, end))
        and not _in_title(label, text[end:])
        and not _BEHIND_PEOPLE.match(text, end)
        and not (people and text.endswith(_TITLE_ENDS))
    )


def _sense(label: str, people: PeopleHeading | None) -> tuple[str, str]:
    """Return the field of a label, and the group of people that it heads."""
    if people:
        field = "absent" if people.absent else "group" if people.group else "attendees"
        return field, people.group
    return _FIELDS.get(label) or _field_of_both(label) or "group", _GROUPS.get(label, "")


def _joined(text: str, at: int) -> re.Match[str] | None:
    """Return the match of a label of two words: for day and place, or over what was said."""
    match = _WHEN_WHERE.match(text, at) or _OPINIONS.match(text, at)
    if match is None or unspaced(match[0]) in _FIELDS:
        return None
    return match


def _field_of_both(label: str) -> str:
    """Return the field of 開始時刻・場所, that of the hour, or of 意見・質問; else ""."""
    match = _WHEN_WHERE.fullmatch(label)
    if match is None:
        return "content" if _OPINIONS.fullmatch(label) else ""
    fields = [_FIELDS[unspaced(match[part])] for part in ("first", "second")]
    return next((field for field in fields if field != "place"), "")


def _names_people(note: str) -> bool:
    """Tell whether brackets behind a label hold its list rather than a remark (4名, 説明者)."""
    return (
        is_people_list(note)
        and note[0] not in "◎○●◇◆□■△▲☆★※"
        and not _COUNTED.match(note)
        and not re.search("略|順|公開|[号版]$", note)
        and not re.fullmatch(r"\s?[0-9]{1,3}\s?[名人]", note)
        and _GROUPS.get(unspaced(note)) is None
    )


def _states(label: str, rest: str) -> bool:
    """Tell whether what stands behind 場所 or 期日 and one space is a value, not a sentence."""
    if _FIELDS.get(label) == "place":
        value = rest.strip()
        return len(value) <= 80 and "。" not in value and not is_speech(value)
    if _FIELDS.get(label) == "agenda":  # 次第 1 開会 2 議事
        first = read_enumerator(rest.lstrip())
        begins = first is not None and first.value == 1 and first.kind in ("paren", "circled")
        if label in _MATTERS and rest.rstrip().endswith(_TITLE_ENDS):
            return True  # 議題 料金の算定について
        return begins or len(entries_in_line(rest, len(rest) - len(rest.lstrip()))) > 1
    return _directly_dated(label, rest)


def _lists_business(label: str, note: str) -> bool:
    """Tell whether brackets behind a label hold its only entry: 議題(…の選定について)."""
    return _FIELDS.get(label) == "agenda" and note.rstrip().endswith(("について", "の件"))


def _numbers_matter(text: str, at: int) -> bool:
    """Tell whether the word of a label numbers a matter where it comes again: 議題 議題1 …."""
    number = read_enumerator(text, at)
    return number is not None and number.word != ""


def _begins_list(rest: str) -> bool:
    """Tell whether the first number of a list is glued to its label, and a title follows."""
    first = read_enumerator(rest)
    return first is not None and first.value == 1 and rest.endswith(_TITLE_ENDS)


def _in_title(label: str, rest: str) -> bool:
    """Tell whether a word glued to what follows begins a title: 1 議事録確認."""
    short = _FIELDS.get(label) == "content" and len(label) <= 3
    return short and bool(re.match(r"[^\x00-\x7f「『【〔①-⑳・]", rest))


def _directly_dated(label: str, rest: str) -> bool:
    return _FIELDS.get(label) in ("date", "time", "opened", "closed") and bool(
        re.match(r"\s{0,2}(?:令和|平成|昭和|[12][0-9]{3}年|午[前後])", rest)
    )


def _people_or_list(rest: str, note: str) -> bool:
    if note and ("名" in note or "略" in note):
        return True
    plain = rest.strip()
    if not plain or _COUNTED.match(plain) or plain in load("groups")["marks"]["nobody"]:
        return True
    return is_people_list(plain) or not is_speech(plain) or bool(CAME.search(plain))


@lru_cache(maxsize=20_000)
def is_web(text: str) -> bool:
    """Tell whether a folded line is navigation or bookkeeping of a web page."""
    if _CALENDAR.fullmatch(text) or ("・" in text and _CONTENTS.fullmatch(text)):
        return True
    solid = unspaced(text).lstrip("・*■[-※")
    if solid.rstrip("。") in _WEB["alone"] or _SKIPS.fullmatch(solid):
        return True
    if "|" in text and all(part in _WEB["alone"] for part in solid.split("|")):
        return True  # 前の記事へ | 一覧へ戻る | 次の記事へ
    if "ight" in text and any(word in text for word in _WEB_INSIDE):
        return True
    if ends_sentence(text):
        return solid.startswith(_WEB_SENTENCES)
    return solid.startswith(_WEB_STARTS) or bool(_WEB_SITE.fullmatch(solid))


@lru_cache(maxsize=20_000)
def is_surely_web(text: str) -> bool:
    """Tell whether a folded line is of a web page and begins with no word that people say, too."""
    if not is_web(text):
        return False
    solid = unspaced(text).lstrip("・*■[-")
    if not solid.startswith(_EVERYDAY) or _SKIPS.fullmatch(solid):  # ホーム > 審議会 > 議事録
        return True
    return any(word in text for word in _WEB["beyond_doubt"])


def is_opening_line(text: str) -> bool:
    """Tell whether a folded line only says that the sitting opened, paused or closed."""
    if len(text) > _LONGEST_OPENING or not _MAY_OPEN.search(text):
        return False
    return bool(_OPENING_LINE.fullmatch(text) or _NUMBERED_CLOSING.fullmatch(text))
