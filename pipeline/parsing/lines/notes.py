"""Stage directions, remarks and interjections: what happened around the speech.

A note is recognised by the marks around a whole line (（…）, ～…～, ―…―, ※…) and by its words; it
may run over several lines until its mark closes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.parsing.folding import fold, join_wrapped, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.ledger import Span
from pipeline.parsing.lines.sheet import Segment
from pipeline.parsing.phrases.header_labels import is_opening_line
from pipeline.parsing.phrases.outcomes import read_outcome
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.phrases.titles import kind_of_category

__all__ = [
    "LONGEST_TOLD",
    "FoundNote",
    "is_act",
    "is_decision",
    "is_direction",
    "is_done",
    "read_act",
    "read_marked_act",
    "read_note",
    "read_told",
    "without_signs",
]

_NOTES = load("body")["notes"]
_ACTION = re.compile(alternatives(_NOTES["actions"]))
_INTERJECTION = re.compile(alternatives(_NOTES["interjections"]))
_CALLED = re.compile(  # 「異議なし」の声あり; では、全員賛成ということで… is speech
    rf"[^。]{{0,16}}(?:{_INTERJECTION.pattern})(?:が?(?:あり|あった|上がる|起こる)|多数)?。?"
)
_PAIRS = {
    "(": ")",
    "〔": "〕",
    "[": "]",
    "~": "~",
    "―": "―",
    "-": "-",
    "<": ">",
    "《": "》",
    "≪": "≫",
    "*": "*",
    "=": "=",
    "【": "】",
}
_BY_WHOM = re.compile(  # - 資料確認 - 事務局（課長）
    rf"(?P<mark>[-―~])\s?[^-―~。]{{0,30}}(?:{alternatives(_NOTES['actions'])})\s?(?P=mark)"
    r"\s?(?P<who>[^-―~。、\s]{2,24})"
)
_STRICT = frozenset("<《≪[【")
_LEADERS = re.compile(r"(?:…|‥|・{2}){1,4}・?\s?(?P<inner>[^。…‥]{2,40}?)\s?・?(?:…|‥|・{2}){1,4}")
_ANSWERED = ("あり", "なし", "無し", "了承", "了解", "挙手", "起立", "省略")  # as no title ends
_DONE = re.compile(  # what happened, and by whom or with what: 事務局から説明, 資料1により説明
    rf"(?:.{{0,40}}(?:より|から|による?|に基づき|沿って|を|が|は|資料.{{0,12}}について)[^。]{{0,12}}|(?:{alternatives(_NOTES['by_whom'])})[:・]?)"
    rf"(?:{alternatives(_NOTES['actions'])})(?:後、?(?:議論|質疑|協議)|(?:を)?(?:した|行った|行う))?"
    rf"|(?:{alternatives(_NOTES['acts'])})|(?:[^。]{{0,8}}の)?(?:質疑|質問|意見)[^。]{{0,4}}は(?:特に)?(?:なし|無し)"
    r"|[^。]{2,30}(?:により|のため|につき)、?非公開"
    rf"|.{{2,16}}(?:入室|退室|退席|着席|入場|退場|の?交付|の?手交|の?伝達|の?朗読|の?唱和|(?<!を)配[布付]|の?回収|の?贈呈)"
)
_ACTS_OF = tuple(_NOTES["by_speakers"])
_ACT_OF = re.compile(
    rf"\s{{0,2}}(?P<who>[^。、:]{{2,24}}?)(?:から|より|が|による)?\s{{0,2}}(?:{alternatives(_ACTS_OF)})"
)
_WHO = alternatives([*_NOTES["by_whom"], *load("roles")["official"]])
_EXPLAINED = (
    r"(?:説明|報告|紹介)(?:[(][^()]{1,12}[)])?"
    r"(?:が?あ(?:り|った)|した|を?行った|を受けた|(?P<will>する)|がなされた|の後、[^。]{2,24}行った)?。?"
)
_TOLD = re.compile(  # 事務局から資料1により説明; ○ 続いて、渡会企画官より、資料2に沿って説明した。
    r"[○●・]?(?:(?:続いて|次に|まず|はじめに|初めに|再開後)、?)?(?:資料[^。、]{0,14}、?)?"
    rf"[^。、]{{0,12}}?(?:{_WHO})(?:から|より|が|(?=、))、?[^。、?]{{0,30}}{_EXPLAINED}"
)
_TOLD_BY = re.compile(  # □資料に基づいて根岸課長説明; 議案第1号について、事務局から説明があった。
    r"[○●・□■◇◆]?(?:資料|議案|別紙|報告)[^。、]{0,12}(?:、[0-9]{1,2}){0,3}"
    r"(?:に?(?:基づ(?:き|いて)|沿って|より)|について|をもとに|を基に)、?"
    rf"[^。、]{{0,12}}?(?:{_WHO})(?:から|より|が)?[^。、?]{{0,12}}?{_EXPLAINED}"
)
_CHAIR = alternatives(load("roles")["chair"])
_CHAIRED = re.compile(  # 条例の規定により薬丸委員長が議長として議事を進行。
    rf"[^。?]{{0,36}}(?:{_CHAIR})(?:が|に|の|は)[^。?]{{0,16}}"
    r"(?:議事(?:の?進行)?を?(?:進行|進めた|行った|依頼|交代|引き継いだ)|議長(?:に就任|席に着い?く?|を務め))"
    r"(?:した|た)?。?"
)
_PART_OF_BODY = tuple(load("bodies")["parts"])
_OPINIONS = re.compile(r"(?:主な)?意見(?:等|・質疑|・質問|・要望)?")
_FOOTNOTE = re.compile(  # (注1)…, 注：…, *2 …
    r"[(<\[【]?\s?(?:脚注|注釈?)\s?[0-9]{0,2}\s?(?:[)>\]】:.]|\s(?=\S))[^。]{1,80}|[*†‡][0-9]{1,2}\s?[^\s0-9].{3}"
)
_BEGINS_FOOTNOTE = frozenset("(<[【脚注*†‡")
_LEAVES = re.compile(  # これより先、委員長が退席し、副委員長により議事進行。
    r"(?:これより先?|以後|以降)、[^。]{4,60}(?:退席|着席|入室|進行|交代|務める|務めた)(?:した|する)?。?"
)
_CLOCK = re.compile(r"[0-9零一二三四五六七八九十]\s?(?:時|分|:)|正\s?午")
_COMINGS = ("入室", "退室", "着席", "退席", "入場", "退場")
_BARE_ACTION = re.compile(rf"[^。、]{{2,18}}\s{{0,2}}(?:{alternatives(_COMINGS)})")
_LEGEND = re.compile(r"(?:[◎○●□■◇◆△▲]\s?[:=]?\s?[^\s◎○●□■◇◆△▲]{1,10}[\s、,・]{0,3}){2,8}")
_SPACED_CLOCK = re.compile(r"午\s?[前後]\s?[0-9]{1,2}\s?時\s?(?:[0-9]{1,2}\s?分)?")
_DASHES = "-―~"
_SURE = 2  # strength of a label that is one
_MAX_LINES = 4
_SHORTEST_OUTCOME = 8  # characters
LONGEST_TOLD = 60  # characters
_LONGEST_ACT = 24  # characters of one without marks around it
_CHOSEN = re.compile(r"(?:[をがに])(?:選出|選任|指名|互選|再任|留任)(?:した|された)?$")
_SIGNS = "()（）〔〕[]［］ \u3000○●=＝~～―－-"
"""What stands around a line that tells of the sitting: ＝開会 午前10時＝."""

_AROUND = _SIGNS + "<>＜＞〈〉《》≪≫【】*＊…‥・ー"
_CLOSING = frozenset(["閉会", "散会", "閉議"])


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note over one or more segments; ``text`` is without the marks around it."""

    kind: str
    text: str
    spans: tuple[Span, ...]
    segments: int
    rule: str


def without_signs(raw: str) -> str:
    """Take off what stands around a line that tells of the sitting, but no bracket of its own."""
    inner = raw.strip(_SIGNS)
    begin = raw.index(inner)
    close = raw[begin + len(inner) :][:1]
    for opens, closes in ("()", "（）"):
        if close == closes and inner.count(opens) > inner.count(closes):
            return inner + close  # 散会(午前10時25分)
    return inner


def is_decision(note: FoundNote) -> bool:
    """Tell whether a note between dashes is a whole sentence that states an outcome.

    In brackets only one that tells whom they chose: (副会長に森本委員を選出).
    """
    solid = unspaced(fold(note.text)).strip("―-")
    outcome = read_outcome(solid) if len(solid) > _SHORTEST_OUTCOME else None
    if note.rule == "marks ()":
        return outcome is not None and outcome[0] == "選任" and bool(_CHOSEN.search(solid))
    return note.rule in ("marks ――", "marks --") and outcome is not None


def read_note(segments: Sequence[Segment], at: int, *, in_brackets: bool) -> FoundNote | None:
    """Return the note that begins with ``segments[at]``, or ``None``.

    ``in_brackets`` tells that speakers may stand in round brackets: then (説明) may be one.
    """
    segment = segments[at]
    text = segment.text
    if text[0] == "※" and len(text) > 2:
        return FoundNote("remark", segment.raw[1:].strip(), (segment.span,), 1, "remark_mark")
    if text[0] in _BEGINS_FOOTNOTE and _FOOTNOTE.match(text):
        return FoundNote("remark", segment.raw, (segment.span,), 1, "footnote_mark")
    before = segments[at - 1].text if at else ""
    if is_opening_line(text) and (
        _CLOCK.search(text) or _SPACED_CLOCK.fullmatch(before) or text[0] in "([<〔○●"
    ):
        inner = without_signs(segment.raw)
        return FoundNote("stage_direction", inner, (segment.span,), 1, "opening_line")
    if at == len(segments) - 1 and unspaced(text) in _CLOSING and before.endswith("。"):
        return FoundNote("stage_direction", segment.raw, (segment.span,), 1, "last_word")
    if len(text) <= 40 and _is_call(text):
        inner = segment.raw.strip(_AROUND)
        return FoundNote("interjection", inner, (segment.span,), 1, "interjection_words")
    if _is_bare_action(text) or (text[0] in "こ以" and _LEAVES.fullmatch(text)):
        return FoundNote("stage_direction", segment.raw, (segment.span,), 1, "action_alone")
    if text[0] in "…‥・" and (led := _LEADERS.fullmatch(text)) and _ACTION.search(led["inner"]):
        inner = segment.raw[led.start("inner") : led.end("inner")]
        return FoundNote("stage_direction", inner, (segment.span,), 1, "marks ……")
    close = _PAIRS.get(text[0])
    if close == ")" and not in_brackets and _ACTION.fullmatch(text[1:-1]) and text[-1] == ")":
        inner = segment.raw[1:-1].strip()
        return FoundNote("stage_direction", inner, (segment.span,), 1, "marks ()")
    return _marked(segments, at, close) if close else None


def read_told(segment: Segment, *, apart: bool) -> FoundNote | None:
    """Return the note that an unmarked line is which tells who explained what, or ``None``.

    What somebody will explain may be said in a speech, unless the line stands ``apart`` from it.
    """
    text = unspaced(segment.text) if len(segment.text) <= LONGEST_TOLD else ""
    explained = "説明" in text or "報告" in text or "紹介" in text
    told = (_TOLD.fullmatch(text) or _TOLD_BY.fullmatch(text)) if explained else None
    chaired = "議" in text and _CHAIRED.fullmatch(text)
    if not (told and (apart or not told["will"])) and not chaired:
        return None
    return FoundNote("stage_direction", segment.raw.strip(), (segment.span,), 1, "told_explanation")


def read_act(segment: Segment) -> FoundNote | None:
    """Return the note that an unmarked line is which tells what was done, or ``None``: 異議なし."""
    text = segment.text
    solid = unspaced(text).removesuffix("。") if text.endswith("なし。") else unspaced(text)
    if len(text) > _LONGEST_ACT or not is_done(solid):
        return None
    return FoundNote("stage_direction", segment.raw, (segment.span,), 1, "act_alone")


def read_marked_act(segment: Segment) -> FoundNote | None:
    """Return the note that a line is which has the mark of speakers and tells what one did.

    ●農林水産部長説明; ○市長あいさつ.
    """
    text = segment.text
    acted = _ACT_OF.fullmatch(text, 1) if text.endswith(_ACTS_OF) else None
    if acted is None or read_label(unspaced(acted["who"])).strength < _SURE:
        return None
    inner = segment.raw[1:].strip()
    return FoundNote("stage_direction", inner, (segment.span,), 1, "act_of_speaker")


def is_direction(text: str) -> bool:
    """Tell whether a folded line in brackets or dashes tells what was done, as no heading does."""
    close = _PAIRS.get(text[0])
    if not close or not text.endswith(close):
        return False
    return is_done(unspaced(text[1:-1]).strip("-―~"))


def is_done(solid: str) -> bool:
    """Tell whether words without spaces tell what was done, by whom or with what."""
    return _DONE.fullmatch(solid) is not None


def is_act(text: str) -> bool:
    """Tell whether a folded line, bracketed or not, tells what was done: 税務課 入室."""
    return is_direction(text) or _is_bare_action(text)


def _is_bare_action(text: str) -> bool:
    return text.endswith(_COMINGS) and _BARE_ACTION.fullmatch(text) is not None


def _is_call(text: str) -> bool:
    """Tell whether a line is a call or a show of hands, and no more: not 挙手全員により可決。"""
    if not _INTERJECTION.search(text) or "。" in text[:-1]:
        return False
    if text[0] not in _PAIRS and not _CALLED.fullmatch(text):
        return False
    found = read_outcome(text)
    return found is None or found[0] == "了承"


def _marked(segments: Sequence[Segment], at: int, close: str) -> FoundNote | None:
    first = segments[at]
    opening, raw = first.text[0], ""
    done = _BY_WHOM.fullmatch(first.text) if opening in _DASHES else None
    if done and read_label(done["who"]).strength >= _SURE:
        return FoundNote(
            "stage_direction", first.raw[1:].strip(), (first.span,), 1, f"marks {opening}{close}"
        )
    for count in range(1, _MAX_LINES + 1):
        if at + count > len(segments):
            return None
        part = segments[at + count - 1]
        if count > 1 and (close == "-" or (part.text[0] in _PAIRS and part.text[0] != close)):
            return None
        raw = join_wrapped(raw, part.raw)
        body = part.text.rstrip("。 ")
        if body.endswith(close) and (count > 1 or len(body) > 1):
            inner = raw.rstrip("。 ").strip()[1:-1].strip(" 　―－-~～*＊=＝")
            if _reads_as_note(inner, opening, raw):
                spans = tuple(s.span for s in segments[at : at + count])
                return FoundNote("stage_direction", inner, spans, count, f"marks {opening}{close}")
            return None
        if count == 1 and close in part.text[1:] and opening != "~":
            return None
    return None


def _reads_as_note(inner: str, opening: str, raw: str) -> bool:
    if not inner or len(inner) > 300:
        return False
    if opening in "(〔[<《≪" and _depth_closes_early(raw):
        return False
    if is_done(unspaced(fold(inner))):
        return True
    if _LEGEND.fullmatch(fold(inner)) or kind_of_category(inner):
        return False
    label = read_label(inner)
    if label.strength >= 2 and opening not in "~―-*=":
        return False
    if inner.endswith(_PART_OF_BODY) or _OPINIONS.fullmatch(unspaced(inner)):
        return False  # 〔広報部会〕 heads what it reports, -意見等- the points below it
    acted = bool(_ACTION.search(unspaced(inner)))
    if opening == "【":
        return acted and inner.endswith(_ANSWERED)
    if opening in _STRICT and inner.endswith("。"):
        return True  # <掲載について、委員の承認を得る。> is no title
    if opening in _STRICT:
        return acted and len(inner) <= 40 and not inner[:1].isdigit() and "について" not in inner
    return acted or opening in "~―*=" or (len(inner) <= 20 and not inner[:1].isdigit())


def _depth_closes_early(raw: str) -> bool:
    """Tell whether the first bracket closes before the end: (事務局)…(終了)."""
    depth = 0
    for at, char in enumerate(raw):
        depth += (char in "(（〔[［<＜〈《≪") - (char in ")）〕]］>＞〉》≫")
        if depth == 0 and at < len(raw.rstrip("。 ")) - 1:
            return True
    return False
