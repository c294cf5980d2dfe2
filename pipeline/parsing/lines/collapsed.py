"""Documents whose lines were collapsed into a few long ones (PDF and web conversions).

There the only traces of the lost line ends are spaces before header labels, numbers of the agenda
and speakers' marks. The line is cut at them if it carries several.
"""

from __future__ import annotations

import itertools
import re

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import (
    alternatives,
    chair_labels,
    groups,
    header_fields,
    label_alternatives,
    load,
    numbering_words,
)
from pipeline.parsing.lines.before_speakers import MATTER, before_speaker, behind_breaks
from pipeline.parsing.lines.collapsed_lists import (
    announced_people,
    entry_points,
    headings_again,
    matters_between,
)
from pipeline.parsing.lines.collapsed_speakers import (
    BARE,
    BELOW_TITLE,
    REPLY,
    SEATED,
    SPEAKER,
    amid_labels,
    bare_questions,
    behind_brackets,
    find_speakers,
    listed_speakers,
    opens_meeting,
)
from pipeline.parsing.lines.glued_parts import glued_parts
from pipeline.parsing.lines.unspaced import people_points, unspaced_points
from pipeline.parsing.phrases.people_headings import HEADING_INSIDE
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, read_label

__all__ = ["cut_points"]

_MIN_LENGTH = 90
_SYMBOLS = load("speakers")["symbols"]
_PLAIN_LABELS = [
    label
    for label in {**header_fields(), **groups()}
    if label not in load("header")["ambiguous"]["labels"]
    and label not in load("groups")["marks"]["capacities"]  # 福井 英子 公募委員(…) is one of many
    and len(label) >= 2
]
_LIST_LABELS = [f for f, name in header_fields().items() if name in ("agenda", "materials")]
_FACT_LABELS = [f for f, name in header_fields().items() if name in ("date", "place", "observers")]
# Labels that are no plain ones and begin a line only before a colon, or before a list.
_OTHER_LABELS = frozenset(header_fields()).difference(_PLAIN_LABELS)
_BEFORE_COLON = _OTHER_LABELS.intersection(
    f
    for f, name in header_fields().items()
    if f in _FACT_LABELS or name in ("attendees", "absent", "agenda", "result")
)
_BEFORE_LIST = label_alternatives(
    {f for f in _OTHER_LABELS if header_fields().get(f) in ("agenda", "materials", "result")},
    spaced=True,
)
# Set in the width of longer labels, they are no words of a sentence: 日 時 … 出 席 ….
_LETTER_SPACED = "|".join(
    r"\s{1,3}".join(f) for f in sorted({**header_fields(), **groups()}) if len(f) == 2
)
_ALL_LABELS = label_alternatives([*header_fields(), *groups()], spaced=True)
_FACT = re.compile(
    rf"(?<=\s)(?:{alternatives(_FACT_LABELS, spaced=True)}|(?<![0-9)]\s)(?:出席|欠席|議題))(?=\s)"
)
_BILL = (
    rf"(?:(?:{alternatives(numbering_words())})第?[0-9]{{1,4}}号?"
    rf"|第\s?[0-9]{{1,4}}\s?号(?:{alternatives(load('numbering')['behind'])}))(?=\s)"
)
_FIRST = rf"(?:[(]?(?:[0-9]|[ア一Ⅰ][)\s.])|[①-⑳⑴-⒇○・]|-\s|第[0-9]{{1,3}}号\s|{_BILL})"
_HEADER = re.compile(
    rf"(?:(?<=\s)|(?<=[)】。])|^)(?:"
    rf"(?:[0-9]{{1,2}}[.\s]\s{{0,2}}|[{re.escape(_SYMBOLS)}<【〔\[]\s?)(?:{_ALL_LABELS})"
    rf"|(?:{label_alternatives(_PLAIN_LABELS, spaced=True)})(?=[\s:(|/]|\[[0-9]{{1,3}}[名人])"
    rf"|(?:{_LETTER_SPACED})(?=\s)"
    r"|書記(?=\s[^\s、。:]{1,4}\s[^\s、。:]{1,4}\s)"
    rf"|[0-9]{{1,2}}(?:{_ALL_LABELS})(?=[\s:])"
    rf"|[①-⑳⑴-⒇]\s?(?:{_ALL_LABELS})(?=\s{{0,3}}:)"
    rf"|(?:{label_alternatives(_BEFORE_COLON, spaced=True)})(?=\s?:)"
    rf"|(?:[0-9]{{1,2}}[.\s]\s{{0,2}})?{HEADING_INSIDE}"
    rf"|(?:{_BEFORE_LIST})(?=\s{{1,4}}[^\s0-9(。][^\s。]{{4,60}}(?:について|の件)\s)"
    rf"|(?:{_BEFORE_LIST})(?=(?:\s{{1,4}}|\s?:\s{{0,4}}){_FIRST}))"
)
_PAPER = re.compile(r"[【〔\[<]\s?[^\s【】〔〕\[\]<>]{0,4}資料\s?(?:No\.?\s?)?[0-9]")  # of an entry
_NUMBER = re.compile(r"[(][0-9]{1,3}[)]")  # of a speech: (2)(事務局)…
_NUMBER_BEFORE = re.compile(
    r"(?<=\s)(?:[(]?[0-9]{1,2}[).]|第[0-9]{1,2}|(?:議題|次第)[0-9]{1,2}|[ア-コⅠ-Ⅹ-])\s?$"
)
_ORDER = re.compile(r"(?:追加)?日程\s?第\s?[0-9]{1,3}\s{1,4}")  # 日程第2 |議案第5号 …
_LOST_BRACKET = re.compile(rf"(?<![【\s])(?:{label_alternatives(_LIST_LABELS)})(?=】)")
_OTHERS = re.compile(
    r"(?:(?<=[・○)])|(?<=[0-9][.、])|(?<=[0-9.、)号-]\s)|(?<=議題[0-9]\s)|(?<=について\s)|(?<=の件\s))"
    r"その他\s{1,4}(?=[出欠]席|傍聴)"
)
_ASKED = re.compile(
    rf"[(【<〔\[](?:(?P<q>{QUESTION.pattern})|{ANSWER.pattern})[)】>〕\]]"
    rf"|(?:(?<=\s)|(?<=^))(?:(?P<q2>{QUESTION.pattern})|{ANSWER.pattern})\s?:"
)
_TWO_MARKS = re.compile(r"[)】>〕\]:].*[)】>〕\]:]", re.DOTALL)  # what two of these end with
_ROW_FIELDS = ("date", "time", "place", "attendees", "absent", "observers", "public")
_OF_ROWS = [label for label, name in header_fields().items() if name in _ROW_FIELDS]
_OF_ROWS += [*chair_labels(), *(g for g in groups() if len(g) > 2 and g.endswith(("委員", "局")))]
_FIRST_OF_ROWS = frozenset(label[0] for label in _OF_ROWS)
_ROW_LABELS = alternatives(_OF_ROWS, spaced=True)
_ROW_PLAIN = alternatives(
    [f for f in _PLAIN_LABELS if header_fields().get(f) in _ROW_FIELDS and len(f) >= 3]
)
# 日時　令和3年10月25日 …　場所　役場3階: labels without a colon, the first of a date.
_DATED_ROW = re.compile(
    rf"\s{{0,8}}(?:{alternatives([f for f, name in header_fields().items() if name == 'date'])})"
    r"\s{1,6}(?:令和|平成|昭和|[12][0-9]{3}年)"
)
_ROW_PLACE = re.compile(
    rf"(?<=\s)(?:{alternatives([f for f, name in header_fields().items() if name == 'place'])})"
    r"(?=\s{1,4}\S)"
)
_NUMBERED_LABEL = re.compile(
    rf"(?<!\S)[(]?(?P<n>[0-9]{{1,2}})(?:[).]\s{{0,2}}|\s{{1,2}})(?P<label>{_ALL_LABELS})(?=[\s:])"
)
_MARKS_ROW = f"{_SYMBOLS}【〔["
_MARKED_LABEL = re.compile(
    rf"(?:[{re.escape(_SYMBOLS)}]\s?(?:{_ROW_LABELS})(?=[\s:])|[【〔\[]\s?(?:{_ROW_LABELS})\s?[】〕\]])"
)
_ROW_BEGINS = re.compile(
    rf"\s{{0,8}}[{re.escape(_SYMBOLS)}]?\s?(?:(?:{_ROW_LABELS})\s?:|(?:{_ROW_PLAIN})\s)"
)
_ROW_LABEL = re.compile(
    rf"(?<=[\s|/])[{re.escape(_SYMBOLS)}]?(?:(?:{_ROW_LABELS})\s?:|(?:{_ROW_PLAIN})(?=\s{{1,4}}\S))"
)
_BEHIND = re.compile(r"。\s{0,3}[(【<](?P<label>[^()【】<>。、]{1,24})[)】>]")
_ENDS_LABEL = ")】>"
_MAY_BE_CUT = re.compile(r"[\s(【<〔\[:「]")  # a short line without one of them is whole
_POINTS = re.compile(r"\s{0,8}[・○●◇◆□■-]")
_LEGEND = re.compile(  # 【凡例】◎:会長 ○:委員 ●:事務局
    rf"(?:【凡例】\s?|[(※]?\s?凡例\s?:?\s?)?(?:[{re.escape(_SYMBOLS)}]\s?[:=]\s?[^\s{re.escape(_SYMBOLS)}:=。()]{{1,10}}[\s、,]{{0,3}}){{2,8}}"
)
_ENDS_INSIDE = re.compile(r"[)】>〕\]:。]")  # behind one of them a question or a turn may begin
_ACTS = alternatives(load("body")["notes"]["actions"])
_ENTRY = re.compile(
    r"(?<=\s)(?:[(][0-9]{1,2}[)]|[0-9]{1,2}\.(?![0-9])|[①-⑳])\s?(?=[^\s0-9)~年月日時分])"
)
_POINT = re.compile(  # ・…したい。 ⇒承認された。
    r"(?:(?<=[。)]\s)(?:[⇒→➡]|・(?=[^\s]))|(?<=。\s)[○●◎◇◆□■△▲])(?=.{4})"
)
# …ます。 次第2 利用定員について
_MATTER_BEHIND = re.compile(rf"(?<=[。)]\s){MATTER}(?=\s{{0,4}}\S)")
_BILL_ENTRY = re.compile(rf"(?<=\s){_BILL}")
_COUNTED = re.compile(
    rf"(?<=[^\s{re.escape(_SYMBOLS)}])(?:{alternatives([g for g in groups() if len(g) >= 4])})"
    r"(?:[(][0-9]{1,2}[名人][)]|\[[0-9]{1,2}[名人]\])"
)
_TABLE = load("speakers")["table"]
_WHO, _WHAT = (alternatives(_TABLE[column], spaced=True) for column in ("speaker", "speech"))
_TABLE_HEAD = re.compile(  # 発言者 内容, 発言者 議題・発言内容, 【発言者】【内容】
    rf"(?<=\s)(?:(?:{_WHO})\s{{1,4}}(?:[^\s。、:]{{1,8}}[・/])?(?:{_WHAT})"
    rf"|【(?:{_WHO})】\s{{0,4}}【(?:{_WHAT})】)(?=\s)"
)
_DIRECTION = re.compile(  # a heading and what was done: (1)…について -資料3を基に説明-
    rf"(?<=\s)(?:-[^-]{{2,60}}(?:{_ACTS})-|―[^―]{{2,60}}(?:{_ACTS})―|~[^~]{{2,60}}(?:{_ACTS})~"
    r"|(?<=。\s)~[^~。]{2,40}~"
    rf"|《[^《》]{{2,60}}(?:{_ACTS})》|(?<=。\s)[(][^()。]{{0,30}}(?:{_ACTS})[)])(?=\s|$)"
)
_TITLED = re.compile(  # (2)パネル展について -事務局より説明- (委員)…ないか。 (事務局)…
    r"\s{0,8}(?:(?:[(]?[0-9]{1,2}[).]|[0-9]{1,2}\s|[①-⑳]|議題\s?[0-9]{1,2})\s{0,4}[^。()]{1,40}?"
    r"|[【〔<][^【】〔〕<>。]{2,24}[】〕>])\s{1,4}"
    rf"(?P<told>[-―~《][^-―~《》]{{2,60}}(?:{_ACTS})[-―~》]\s)?"
    r"(?=(?:[(【〔<][^()【】〔〕<>]{1,14}[)】〕>]|[^\s。、:()「」]{2,14}\)).{4,4000}。)"
)
_CALLED = alternatives(load("body")["notes"]["interjections"])
_ACTED = re.compile(  # 【課長より資料1の説明】 ○会長 それでは…
    rf"\s{{0,8}}[【〔<《(][^【】〔〕<>《》()。]{{2,40}}(?:{_ACTS}|{_CALLED})[】〕>》)]\s{{1,4}}(?P<told>(?=[○◎●◇◆【〔<(]))"
)
_ENDS_DIRECTION = "-―~》"
_LABEL_AT_END = re.compile(  # 森下耕平 - 【事務局】: the next list of a page begins
    rf"(?<=[^\s。])\s{{0,4}}(?=[-・■●◆]\s{{0,2}}[【〔<\[](?:{_ALL_LABELS})[】〕>\]]$)"
)
_SPEAKER_INSIDE = re.compile(  # without this no speaker begins behind a sentence of a short line
    rf"[。)]\s{{0,90}}(?:(?:[0-9]{{1,4}}:?\s{{0,3}})?[{re.escape(_SYMBOLS)}(【<]|[^\s。、:()「」]{{1,14}}[:)])"
)
_END = re.compile(r"(?<=\s)[-―~(]?\s?(?:以上|了|(?<=。\s)[閉散]会)\s?[-―~)]?\s{0,8}$")
_PAGE = re.compile(r"(?<=\s)-\s?[0-9]{1,3}\s?-(?=\s|$)")
_RULE = re.compile(r"(?<=\s)[~─━―=*…‥\-]{4,200}(?=\s)")
_LONG_RULE = re.compile(r"\s[─━―=*\-]{10,200}\s")  # between the parts of a header
_HEADING = re.compile(r"(?<=\s)(?:[△▲▽]\S{2,40}|-[^\s\-0-9]{2,12}-)(?=\s)")
_HOUR = "(?:午[前後]\\s?)?[0-9零一二三四五六七八九十]{1,3}時\\s?[0-9零一二三四五六七八九十]{0,3}分?"
_ACT = "(?:開会|閉会|開議|散会|休憩|再開)"
_ENCLOSES = "[【〔<"
_CALL = re.compile(  # 〔「異議なし」と呼ぶ者あり〕, …にお願いしたい。 (異議なしの声あり)
    rf"(?<=\s)[〔\[(]「[^〕\])]{{2,30}}(?:{_CALLED})[〕\])](?=\s|$)"
    rf"|(?<=。\s)[〔\[(][^〔〕\[\]()。]{{0,20}}(?:{_CALLED}|異議なし|異議無し)[〕\])](?=\s|$)"
)
_SITTING = re.compile(
    rf"(?<=\s)[=~―(〔-]?(?:{_HOUR}\s?{_ACT}|{_ACT}\s{{1,4}}{_HOUR})[=~―)〕-]?(?=\s|$)"
    rf"|(?<=\s){_HOUR}\s?{_ACT}(?=[^\s。、]{{1,4}}\s?(?:{alternatives(load('roles')['chair'])})\s)"
)
_LINE_ENDS = re.compile(r"(?<=\S)\s{16,200}(?=\S)")  # lines set in the middle or at the right edge


def cut_points(folded: str) -> list[int]:
    """Return where new lines once began inside one line of folded text; empty if it is whole."""
    if len(folded) >= _MIN_LENGTH and (parts := glued_parts(folded)):
        inside = (start + at for start, end in parts for at in cut_points(folded[start:end]))
        return sorted({*(at for part in parts for at in part if 0 < at < len(folded)), *inside})
    if ("→" in folded or "⇒" in folded) and (replies := _replies(folded)):
        return replies
    if people := people_points(folded):
        return people
    if len(folded) < _MIN_LENGTH:
        return _cut_points_of_short(folded)
    begun = (m.start() for m in _HEADER.finditer(folded) if m.start())
    headers = [at for at in begun if not _PAPER.match(folded, at)]
    if unspaced := unspaced_points(folded):
        return unspaced
    if answers := _questions_in_a_row(folded) or _trailing_in_a_row(folded):
        above = _behind_numbers(folded, [at for at in headers if at < answers[0]])
        return [*above, *answers] if len(above) >= 2 else answers
    speakers = find_speakers(behind_breaks(folded, SPEAKER))
    bare = find_speakers(behind_breaks(folded, BARE))
    heads = list(_TABLE_HEAD.finditer(folded))
    if len(bare) > 1:  # among others, those known by their seat, and who speaks first to a matter
        first = find_speakers(BELOW_TITLE.finditer(folded))
        bare = sorted({*bare, *find_speakers(SEATED.finditer(folded), least=1), *first})
    if heads:  # below them a department speaks, too
        below = BARE.finditer(folded, heads[0].end())
        bare = sorted({*bare, *find_speakers(below, least=1)})
    if len(speakers) > 1:
        speakers = sorted({*speakers, *listed_speakers(folded, speakers[0])})
    speakers = speakers or bare_questions(folded)
    amid = amid_labels(folded, speakers, (*headers, *bare)) if speakers else set()
    if bare:
        headers, glued = behind_brackets(folded, headers)
        bare = sorted({*bare, *glued})
    headers, bare = ([at for at in one if at not in amid] for one in (headers, bare))
    before = min((at for at in speakers if at not in headers), default=len(folded))
    if headers:
        facts = (m.start() for m in _FACT.finditer(folded, 0, before))
        headers = sorted({*headers, *facts})
    marks = max(len(speakers), len(bare))
    announced = list(announced_people(folded)) if headers else []
    headers = sorted({*headers, *announced})
    ruled = announced or (headers and _LONG_RULE.search(folded))
    opens = len(speakers) == 1 and opens_meeting(folded, speakers[0])
    if not (ruled or opens) and (len(headers) + marks < 2 or (len(headers) < 3 and marks < 2)):
        return [] if headers else _turns_in_a_row(folded)
    points = {*headers, *speakers, *bare}
    points.update(m.start() for m in _BILL_ENTRY.finditer(folded, 0, before))
    title = min(headers, default=before)
    points.update(m.start() for m in _LINE_ENDS.finditer(folded, 0, title))
    body = min([before, *bare, *(head.start() for head in heads)])
    points.update(entry_points(folded, body))
    points.update(at for one in (*speakers, *bare) for at in before_speaker(folded, one))
    for pattern in (_ENTRY, _SITTING, _COUNTED, _POINT, _END, _MATTER_BEHIND):
        points.update(m.start() for m in pattern.finditer(folded))
    lost = (m.start() for m in _LOST_BRACKET.finditer(folded))
    points.update(at for at in lost if folded.rfind("【", 0, at) <= folded.rfind("】", 0, at))
    for match in _OTHERS.finditer(folded):  # 3 その他|出席者 …: no heading over others who came
        points.discard(match.start())
        points.add(match.end())
    points.update(headings_again(folded, sorted(points)))
    for pattern in (_PAGE, _SITTING, _DIRECTION, _RULE, _HEADING, _CALL):
        for match in pattern.finditer(folded):
            points.update((match.start(), match.end()))
    points.update(matters_between(folded))
    for match in _LEGEND.finditer(folded):
        points.difference_update(range(match.start() + 1, match.end()))
        points.update(match.span())
    for match in heads:
        points.difference_update(range(match.start() + 1, match.end()))
        points.update((match.start(), match.end()))
    return _behind_numbers(folded, sorted(points))


def _replies(folded: str) -> list[int]:
    """Return where arrows lead to replies, and not from page to page: ホーム → 教育委員会 → ….

    They do in a short line, in one that is a point, and behind a sentence.
    """
    replies = find_speakers(REPLY.finditer(folded))
    if len(folded) < _MIN_LENGTH or _POINTS.match(folded):
        return replies
    told = any(folded[:at].rstrip().endswith(("。", "?", ")", "」")) for at in replies)
    return replies if told else []


def _cut_points_of_short(folded: str) -> list[int]:
    """Return the points of a line that is short enough to be one; most lines are whole."""
    core = folded.strip()
    if not _MAY_BE_CUT.search(core):
        return []
    ended = _ENDS_INSIDE.search(core, 0, len(core) - 1) is not None
    return (
        (_questions_in_a_row(folded) if ended else [])
        or _labels_in_a_row(folded)
        or (_trailing_in_a_row(folded) if core[-1] in _ENDS_LABEL else [])
        or (_turns_in_a_row(folded) if ended else [])
        or (_direction_at_end(folded) if core[-1] in _ENDS_DIRECTION else [])
        or (_sitting_at_end(folded) if core[0] in _ENCLOSES else [])
        or ([m.end() for m in _LABEL_AT_END.finditer(folded)] if core[-1] in "】〕>]" else [])
    )


def _sitting_at_end(folded: str) -> list[int]:
    """Return where a heading in brackets ends behind which the hour stands: [議事] 開会 2時02分."""
    sitting = _SITTING.search(folded)
    if sitting is None or folded[sitting.end() :].strip():
        return []
    return [sitting.start()] * (folded[: sitting.start()].rstrip()[-1] in "]】〕>")


def _direction_at_end(folded: str) -> list[int]:
    """Return where a direction begins that a line ends with: (1)…について -資料3を基に説明-."""
    behind = [m.start() for m in _DIRECTION.finditer(folded) if not folded[m.end() :].strip()]
    return [at for at in behind if folded[:at].strip()]


def _behind_numbers(folded: str, points: list[int]) -> list[int]:
    """Drop a point that only a number parts from the one before it: 2: |○会長, 1)|諮問事項."""
    return [
        at
        for before, at in itertools.pairwise([0, *points])
        if not (at > before and folded[before:at].strip(" :").isdigit())
        and not _NUMBER_BEFORE.search(folded, max(0, at - 8), at)
        and not _ORDER.fullmatch(folded, before, at)
    ]


def _labels_in_a_row(folded: str) -> list[int]:
    """Return where further fields begin in a short line: 日時：10月3日 14時～  場所：第2会議室."""
    lead = folded.lstrip()
    if lead[0] in "(0123456789" and (numbered := _numbered_labels(folded)):
        return numbered
    if lead[0] in _MARKS_ROW and (marked := _marked_labels(folded)):
        return marked
    unmarked = lead.lstrip(_SYMBOLS).lstrip() if lead[0] in _SYMBOLS else lead
    if unmarked[:1] not in _FIRST_OF_ROWS:
        return []
    if _DATED_ROW.match(folded):
        return [m.start() for m in _ROW_PLACE.finditer(folded)]
    if not _ROW_BEGINS.match(folded):
        return []
    points = (m.start() for m in _ROW_LABEL.finditer(folded))
    return [at for at in points if folded[:at].strip(_SYMBOLS + " ")]


def _marked_labels(folded: str) -> list[int]:
    """Return where the next marked fields begin: ■出席 委員14名 ■傍聴 6名, 【日時】… 【場所】…"""
    if not _MARKED_LABEL.match(folded, len(folded) - len(folded.lstrip())):
        return []
    marks = list(_MARKED_LABEL.finditer(folded))
    if len(marks) < 2:
        return []
    if any(not folded[a.end() : b.start()].strip(" :") for a, b in itertools.pairwise(marks)):
        return []  # 【出席委員】　【欠席委員】: the heads of two columns
    return [mark.start() for mark in marks[1:] if mark[0][0] == marks[0][0][0]]


def _numbered_labels(folded: str) -> list[int]:
    """Return where the next numbered fields begin: 1 日時 5月9日  2 場所 町民会館  3 議題 …."""
    if _NUMBERED_LABEL.match(folded, len(folded) - len(folded.lstrip())) is None:
        return []
    marks = list(_NUMBERED_LABEL.finditer(folded))
    if len(marks) < 2:
        return []
    if header_fields().get(unspaced(marks[0]["label"])) not in _ROW_FIELDS:
        return []
    first = int(marks[0]["n"])
    kept = [mark for at, mark in enumerate(marks) if int(mark["n"]) == first + at]
    return [mark.start() for mark in kept[1:]] if len(kept) == len(marks) else []


def _questions_in_a_row(folded: str) -> list[int]:
    """Return where questions and answers begin in one line: (質問)いつからか(回答)4月から."""
    if not _TWO_MARKS.search(folded):
        return []
    marks = list(_ASKED.finditer(folded))
    if len(marks) < 2:
        return []
    kinds = [(mark["q"] or mark["q2"]) is not None for mark in marks]
    if True not in kinds or False not in kinds[kinds.index(True) :]:
        return []
    return [mark.start() for mark in marks if folded[: mark.start()].strip()]


def _turns_in_a_row(folded: str) -> list[int]:
    """Return where further turns begin in a short line: 【委員】了解した。【事務局】次に…"""
    titled = _TITLED.match(folded) or _ACTED.match(folded)
    if titled is None and (
        not _SPEAKER_INSIDE.search(folded) or SPEAKER.match(" " + folded.lstrip(), 1) is None
    ):
        return []
    speakers = find_speakers(behind_breaks(folded, SPEAKER))
    if titled and titled.end() not in speakers:
        return []
    begins = {titled.end(), titled.start("told")} - {-1} if titled else set()
    return (
        sorted(begins)
        + [
            at
            for at in speakers
            if at not in begins
            and folded[:at].rstrip().endswith(("。", "。)", ")"))
            and folded.count("「", 0, at) <= folded.count("」", 0, at)  # of what is quoted
            and not _NUMBER.fullmatch(folded[:at].strip())
        ]
    )


def _trailing_in_a_row(folded: str) -> list[int]:
    """Return where turns begin whose speakers stand behind them: …か。(委員)…である。(事務局)"""
    marks = [m for m in _BEHIND.finditer(folded) if read_label(unspaced(m["label"])).strength >= 2]
    if len(marks) < 2 or folded[marks[-1].end() :].strip() or SPEAKER.match(" " + folded, 1):
        return []
    return [mark.end() for mark in marks[:-1]]
