"""Which body met in which session: chosen among the title, the field 会議名, and opening words."""

from __future__ import annotations

import re

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.bodies import Title, joint_name, named_again, read_title
from pipeline.parsing.header.header import Header
from pipeline.parsing.knowledge import load
from pipeline.parsing.lines.sheet import Segment, Sheet
from pipeline.parsing.phrases.header_labels import is_web
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speech import is_people_list

__all__ = ["LONG_LINE", "choose_title", "spoken_session"]

LONG_LINE = 120
"""Characters of a line into which the whole head of a page has run: web or not, it is the title."""

_BODIES = load("bodies")
_RECORDS = frozenset(_BODIES["documents"])
_PARTS = (*_BODIES["parts"], *_BODIES["assemblies"])
_ORGANS = frozenset(_BODIES["organs"])
_OWNERS = tuple(_BODIES["owners"])
_PAIR = 2
_OWNS = tuple("都道府県市区町村国本")
_LINES_OF_A_TITLE = 3
_NOW = "(?:ただ今|ただいま|只今|これ|定刻)(?:から|より)[、,]?|(?:それでは|本日は)[、,]?"
_OPENED_BODY = re.compile(  # ただいまから総務委員会を開きます, 第2回交通会議に御参加いただき
    rf"(?:(?:{_NOW})?第[0-9一二三四五六七八九十]{{1,4}}(?:回(?:目の)?|期の?(?!.{{0,20}}計画))|{_NOW})"
    r"(?P<body>[^、,。「」]{4,40}?(?:会|会議|部会))"
    r"(?:を(?:再?開|始|行)|(?:委員の?)?委嘱|に[御ご]?(?:参加|出席)|の開|では[、,][^。]{4,80}[^た]。)"
)
_TOLD_TITLE = re.compile(
    # …評価委員会は、平成25年度第3回委員会を12月19日に…において開催し
    r"(?:^|[\s、。】])(?P<body>[^\s、。【】]{4,40}会)は、?[^。]{0,16}第[0-9一二三四五六七八九十]{1,4}回"
    r"[^\s、。]{0,8}会(?:議)?を(?=[^。]{2,80}開[催い])"
    # 平成30年9月3日に開催しました第208回開発審査会の結果は次のとおりです。
    r"|(?:(?:令和|平成)[0-9]{1,2}年度)?第[0-9一二三四五六七八九十]{1,4}回[^\s、。]{3,40}会(?:議)?(?=の(?:会議|審議)?(?:結果|概要|内容)[はを])"
)
_OPEN_END = re.compile(r"(?:及び|および|並びに|に関する|に係る|における|に向けた|ための|・)$")
_LISTED_OF = re.compile(  # …審議会 出席者
    r"(?P<body>[^。:]{3,40}?会(?:議)?)[\s・の]{0,4}(?:(?:出席|参加)(?:者|委員)|委員|構成員)(?:名簿|一覧)?"
)
_TOLD_WITHIN = 8  # lines
_WHOLE_TITLE = 6  # weight of a line that names body, session and kind of record
_BODY_AND_SESSION = 4
_SESSION_IN_SPEECH = re.compile(
    r"(?:(?:令和|平成|昭和)(?:[0-9]{1,2}|元)年度?)?第(?:[0-9]{1,3}|[一二三四五六七八九十]{1,4})回"
)
_OPENS = re.compile(
    r"[^、,。]{0,28}会議?(?:を|の開|は|に[御ご]?(?:参加|出席)|では[、,][^。]{4,80}[^た]。)|を開"
)
_OPENING = 6  # lines of the proceedings in which somebody opens the meeting


def choose_title(sheet: Sheet, header: Header) -> Title:
    """Choose body and session among the 会議名 field and the lines before the first label."""
    candidates = [
        _heavier(read_title(named.text(), labelled=True), 4) for named in header.named("title")
    ]
    lines = [*header.title, *_below_record(header)]
    lines = [s for s in lines if len(s.text) > LONG_LINE or not is_people_list(s.text)][:16]
    for at, segment in enumerate(lines):
        bonus = -3 if is_web(segment.text) and len(segment.text) <= LONG_LINE else 0
        candidates.append(_heavier(read_title(segment.raw), bonus))
        for more in (1, 2):
            rows = lines[at : at + more + 1]
            if len(rows) > more and "合同" in rows[-1].text:
                joint = joint_name([r.raw for r in rows])
                candidates += [joint] if joint else []
            open_end = bool(_OPEN_END.search(rows[0].text)) or _above_organ(rows)
            counted = any("回" in r.text for r in rows)  # without which there is no session
            counted = counted or open_end
            if counted and len(rows) == more + 1 and sum(len(r.raw) for r in rows) <= 70:
                joined = read_title(_as_one(rows))
                sure = joined.session or open_end
                if sure and joined.body and not named_again([r.raw for r in rows]):
                    nested = read_title(rows[0].raw).body == unspaced(rows[0].raw)
                    whole = 4 * nested + 8 * open_end - more
                    candidates.append(_heavier(joined, bonus + whole))
    for segment in sheet.segments[: header.body_start][:_TOLD_WITHIN]:
        if told := _TOLD_TITLE.search(segment.text):
            title = read_title(segment.raw[slice(*told.span())])
            body = segment.raw[slice(*told.span("body"))] if told["body"] else title.body
            candidates.append(Title(body, title.session, title.weight))
    if not any(c.body and c.session for c in candidates):
        # The title may stand below the fields, or above a second block of them.
        above = (s for s in sheet.segments[: header.body_start + 1] if "。" not in s.text)
        others = (read_title(s.raw) for s in above)
        least = _WHOLE_TITLE if any(c.body for c in candidates) else _BODY_AND_SESSION
        candidates.extend(t for t in others if t.body and t.session and t.weight >= least)
    candidates = [c for c in candidates if c.weight > 0]
    best = max(candidates, key=lambda c: (bool(c.body) + bool(c.session), c.weight), default=None)
    body = best.body if best else None
    session = best.session if best else None
    if best and session is None:
        session = next((c.session for c in candidates if c.session and c.weight >= 2), None)
    if session and session.startswith("第"):  # 会議名 第2回…, below the title 令和3年度 第2回…
        same = (c.session for c in candidates if c.session and c.session.endswith(f"度{session}"))
        session = next(same, session)
    if body is None:
        body = next((c.body for c in sorted(candidates, key=lambda c: -c.weight) if c.body), None)
    if body:
        body = _fullest(sheet, header, body)
    else:
        signed = (
            s
            for s in sheet.segments[-3:]
            if read_enumerator(s.text) is None and not s.text.endswith("。")
        )
        body = next((b for s in signed if (b := read_title(s.raw).body)), None)
        heads = (_LISTED_OF.fullmatch(s.text) for s in sheet.segments[:_LINES_OF_A_TITLE])
        whose = next((head["body"] for head in heads if head), "")
        body = body or read_title(whose).body
        body = body or _spoken_body(sheet, header)
    return Title(body, session, 0)


def _above_organ(rows: list[Segment]) -> bool:
    """Tell whether the first of two lines names the association whose organ the second names."""
    if len(rows) != _PAIR or not rows[0].text.endswith(_OWNERS):
        return False
    return read_title(rows[1].raw).body in _ORGANS


def _as_one(rows: list[Segment]) -> str:
    """Join lines; a line of spaced letters goes on with a space, as they do: 第 7 回 / 農 業 …."""
    text = rows[0].raw
    for row in rows[1:]:
        spaced = len(text.split()[-1]) == len(row.raw.split()[0]) == 1
        text += f" {row.raw}" if spaced else row.raw
    return text


def _below_record(header: Header) -> list[Segment]:
    """Return the lines below 会議録 where that heads the document: the title goes on there."""
    first = header.fields[0] if header.fields else None
    if (
        first is None
        or first.name != "other"
        or not first.label
        or first.label.text not in _RECORDS
    ):
        return []
    return [segment for segment, _ in first.values[:_LINES_OF_A_TITLE]]


def _heavier(title: Title, bonus: int) -> Title:
    return Title(title.body, title.session, title.weight + bonus if title.weight else 0)


def _fullest(sheet: Sheet, header: Header, body: str) -> str:
    """Return the longest form of the name: 図書館協議会 → 浜灘町立図書館協議会."""
    best = body
    spoken = sheet.segments[header.body_start :]
    named = {s.index: at for title in header.named("title") for s, at in title.values[:2]}
    letters = set(body.removesuffix("総会").replace(" ", ""))
    below = [sheet[index] for index in named]
    for segment in [*header.title, *below, *spoken[:3], *spoken[-6:]]:
        if not letters.issubset(segment.raw) or is_web(segment.text):
            continue  # no longer form of the name stands here
        other = read_title(segment.raw[named.get(segment.index, 0) :]).body or ""
        titled = segment in header.title and other in segment.raw
        if other not in ("", best) and (titled or len(other) <= len(body) + 12):
            whole = _fuller(body, other, labelled=segment.index in named)
            best = whole if len(whole) > len(best) else best
    return best


def _fuller(body: str, other: str, *, labelled: bool) -> str:
    """Return the fuller form of a name that another line gives, or nothing.

    第3回農業委員会総会 is of 静海市農業委員会; 名静海市審議会 is no fuller: a label was torn.
    """
    owner = body.removesuffix("総会")
    if owner != body and other.endswith(owner):
        return other + "総会"
    if len(other.removesuffix(f"{body}総会")) in range(2, len(other)):
        return other
    before = other.removesuffix(body)
    longer = other.endswith(body) and (len(before) > 1 or before in _OWNS)
    part = labelled and other.startswith(body) and other.endswith(_PARTS)
    return other if longer or part else ""


def _opening(sheet: Sheet, header: Header) -> str:
    """Return the first lines of the proceedings, joined: a line may end amid the body's name."""
    lines = sheet.segments[header.body_start : header.body_start + _OPENING]
    return unspaced("".join(segment.raw for segment in lines))


def _spoken_body(sheet: Sheet, header: Header) -> str | None:
    """Return the body that the opening words name: これより第2回図書館協議会を開催いたします."""
    raw = _opening(sheet, header)
    names = (read_title(raw[slice(*m.span("body"))]).body for m in _OPENED_BODY.finditer(fold(raw)))
    return next((name for name in names if name), None)


def spoken_session(sheet: Sheet, header: Header) -> str | None:
    """Return the 第N回 of the opening words, where the header has none."""
    raw = _opening(sheet, header)
    text = fold(raw)
    for match in _SESSION_IN_SPEECH.finditer(text):
        if _OPENS.match(text, match.end()) and "前回" not in text[: match.start()][-8:]:
            return raw[match.start() : match.end()]
    return None
