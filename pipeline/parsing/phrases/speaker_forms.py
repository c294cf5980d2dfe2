"""The forms in which a line may mark a speaker: 委員：…, ○会長 …, 【事務局】…, …。（委員）.

A form only says where a label would stand and where the speech would begin; whether it is one is
judged in :mod:`speaker_places`. Marks and brackets are data (``conventions/speakers.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.knowledge import alternatives, load, posts
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["ARROWS", "CLOCK", "SYMBOLS", "Form", "speaker_forms"]

_SPEAKERS = load("speakers")
_ROLES = load("roles")
SYMBOLS: str = _SPEAKERS["symbols"]
_PAIRS: dict[str, str] = dict(_SPEAKERS["brackets"])
_CLOSES = "".join(_PAIRS.values())
_CLOSERS = re.escape(_CLOSES)
_MARK = f"[{re.escape(SYMBOLS)}]"
_COLONS = _SPEAKERS["separators"]["colon"]
_OPENERS = re.escape("".join(_PAIRS))
_NUMBER = re.compile(
    rf"[0-9]{{1,4}}(?:[:.]?\s{{0,4}}(?={_MARK})|[:.\s]\s{{0,4}}(?=[{_OPENERS}])"
    r"|\s{0,3}[|\t]\s{0,3}|:\s{0,3}(?![0-9]))|[0-9]{1,6}(?=[【〔《≪<])"
    rf"|(?:[(][0-9]{{1,3}}[)]|[0-9]{{1,3}}-[0-9]{{1,3}})\s{{0,4}}(?=[{_OPENERS}])"
)
_COUNTED = re.compile(r"[0-9]{1,3}\.\s{0,3}(?=(?P<label>[^\s。、()]{2,12})\s{1,4}\S)")
_CLOCK = re.compile(  # [13:31] 会長：…, 10:05 町長：…
    r"[(\[<]?[0-9]{1,2}(?::[0-9]{2}){1,2}[)\]>]?\s{1,4}"
)
CLOCK = "clock"  # what marks such a speaker
ARROWS = "→⇒➡"
_ARROW = re.compile(rf"[{ARROWS}>]\s{{0,3}}|-\s(?=[^\s-])")  # - 会長 …: a list in Markdown
_COLON = re.compile(rf"(?P<label>[^{_COLONS}。、「」]{{1,60}}?)\s{{0,3}}[{_COLONS}]\s{{0,4}}")
_DASHED = re.compile(  # -会長(町長)-
    r"[-―~]{1,2}\s{0,2}(?P<label>[^-―~\s](?:[^-―~]{0,20}[^-―~\s])?)\s{0,2}[-―~]{1,2}"
)
_GOES_ON = re.compile(  # 「事務局：」と書かれた欄 is no speech of 事務局
    r"と(?!ても|もか|りあえず|ころ|にかく)|は(?![いじ])|が(?!ん)|を|の(?!ち)"
)
_BEGINS_NUMBER = frozenset("0123456789(")
_QUESTIONS = [word for key in ("question", "answer") for word in _ROLES[key] if len(word) > 1]
_NUMBERED_QUESTION = re.compile(  # 1 質問 …, (2) 意見 …
    r"(?:[0-9]{1,3}[.\s]|[(][0-9]{1,3}[)])\s{0,4}"
    rf"(?=(?:{alternatives(_QUESTIONS)})(?:[\s:]|$))"
    r"|[(][0-9]{1,3}[)]\s{0,4}(?=[問答質QA][\s:])"
)
_WHAT_SAID = [word for key in ("question", "answer") for word in _ROLES[key]]
_BEGINS_WHAT_SAID = frozenset(word[0] for word in _WHAT_SAID)
_BEFORE_PERSON = re.compile(  # Q 岩田委員, 要望 岩田委員, A 農政課長
    rf"(?:{alternatives(_WHAT_SAID)})\s{{1,4}}(?=(?P<who>[^\s。、:()]{{3,16}})(?:[\s:]|$))"
)
_POINT = re.compile(r"(?P<label>[QA問答][0-9]{0,2})[.．]\s{0,4}")
_LEADER = re.compile(
    r"(?P<label>[^・…‥―。、「」()]{1,20}?(?:[(][^()。、]{1,20}[)])?)"
    r"(?:\s{0,4}(?:・{2,30}|…{1,20}|‥{1,20}|[―\-]{2,20})\s{0,4}|\s{1,4}[-―ー]\s{1,4})"
)
_LEADERS = "・…‥―-ー"  # without which no leader is
_SINGLES: str = _SPEAKERS["separators"]["single"]
_SINGLE = re.compile(
    rf"(?P<label>[^。、「」()]{{1,20}}?)\s{{0,4}}(?P<mark>[{re.escape(_SINGLES)}])\s{{0,4}}(?=\S)"
)
_PLAIN = rf"[^{_CLOSERS}(\[【。、「」\s]"
_CLOSING = re.compile(  # 委員)…, and letter-spaced: 議 長)…
    rf"(?P<label>{_PLAIN}{{1,20}}|{_PLAIN}(?:\s{{1,4}}{_PLAIN}){{1,4}})[{_CLOSERS}]\s{{0,4}}"
)
_CELL = re.compile(r"(?P<label>[^|。]{1,30}?)\s{0,4}\|\s{0,4}(?=\S)")
_TRAILING = re.compile(r"。\s{0,60}(?P<open>[(【<])(?P<label>[^()【】<>。、]{1,24})[)】>]$")
_FAR_BEHIND = re.compile(r"。(?:\s{3,80}|\t\s{0,80})(?P<label>[^\s。](?:[^。]{0,12}[^\s。])?)$")
_BEHIND_POINT = re.compile(r"(?P<open>[(【<])(?P<label>[^()【】<>。、]{1,24})[)】>]$")
_SHORTEST_POINT = 9  # characters
_TRAILING_CLOSE = (")", "】", ">")
# Nothing without one of these within so many characters marks a speaker.
_MAY_MARK = re.compile(
    rf"[\s|.．・…‥―\-「→⇒➡{_COLONS}{_OPENERS}{_CLOSERS}{re.escape(SYMBOLS)}"
    rf"{re.escape(_SINGLES)}]"
)
_FARTHEST = 48  # characters: a running number, a label and what stands around them
_TOKEN_END = re.compile(r"\s+|$")
_ACTS = alternatives(load("body")["notes"]["inside"])
_MAX_LABEL = 30
_LONGEST_ALONE = 64  # characters of a label that is its whole line, with its brackets


@dataclass(slots=True)
class Form:
    """Where a speaker's label would stand in a folded line; nothing changes it.

    ``family`` names the mark; ``start``/``end`` bound the label; the speech begins at ``rest`` and
    goes on to ``until`` (``None``: the end of the line). ``mark`` is the character that marks it.
    """

    family: str
    start: int
    end: int
    rest: int
    mark: str = ""
    until: int | None = None


@lru_cache(maxsize=20_000)
def speaker_forms(text: str) -> tuple[Form, ...]:
    """Return every form in which the folded line ``text`` could mark a speaker."""
    marked = _MAY_MARK.search(text, 0, _FARTHEST) is not None
    forms = list(_leading(text) if marked else _unmarked(text))
    if text.endswith(_TRAILING_CLOSE) and (match := _trailing(text)):
        family = f"trailing {match['open']}{_PAIRS[match['open']]}"
        arrow = _ARROW.match(text)
        begin, until = arrow.end() if arrow else 0, match.start("open")
        if not begin and "。" not in text:
            begin = _skip(text, 1, " ")  # the mark of a point
        forms.append(Form(family, *match.span("label"), begin, match["open"], until))
    elif "。 " in text or "。\t" in text:
        match = _FAR_BEHIND.search(text)
        if match and read_label(match["label"]).strength >= 2:
            forms.append(Form("trailing", *match.span("label"), 0, "", match.start() + 1))
    return tuple(forms)


def _trailing(text: str) -> re.Match[str] | None:
    """Return the label behind a sentence or a marked point: ▽…を増やせないか(委員)."""
    if match := _TRAILING.search(text):
        return match
    match = _BEHIND_POINT.search(text, _SHORTEST_POINT) if text[0] in SYMBOLS else None
    return match if match and read_label(match["label"]).strength >= 3 else None


def _unmarked(text: str) -> Iterator[Form]:
    """Yield the one form that a text without any mark may have: it is a label and nothing else."""
    if len(text) <= _MAX_LABEL and read_label(text).strength:
        yield Form("bare_line", 0, len(text), len(text))


def _leading(text: str) -> Iterator[Form]:
    if (dashed := _DASHED.fullmatch(text)) and read_label(dashed["label"]).strength >= 2:
        yield Form("bracket --", *dashed.span("label"), len(text), text[0])
        return
    at, symbol = _prefix(text)
    if at >= len(text):
        return
    arrow = text[:1] if text[0] in ARROWS + ">" or text.startswith("- ") else ""
    if not at and text[0] in _BEGINS_NUMBER and (numbered := _NUMBERED_QUESTION.match(text)):
        at = numbered.end()
    family = "symbol" if symbol else ""
    close = _PAIRS.get(text[at])
    if close:
        end = _closing(text, at, close)
        if end > 0:
            rest = _skip(text, end + 1, ": \t|")
            if not symbol and text[rest : rest + 2] == "○ ":
                rest += 2  # (京谷委員) ○ 食費については…
            yield Form(
                family or f"bracket {text[at]}{close}", at + 1, end, rest, symbol or text[at]
            )
        return
    if tab := text.find("\t", at) + 1:
        second = text.find("\t", tab)
        if second > tab and _is_second(text[at : tab - 1], text[tab:second]):
            yield Form("column", tab, second, second + 1, "\t")
            return
        yield Form("column", at, tab - 1, tab, "\t")
    elif "|" in text and (cell := _CELL.match(text, at)):
        second_cell = _CELL.match(text, cell.end())
        if second_cell and _is_second(cell["label"], second_cell["label"]):
            cell = second_cell
        yield Form("column", cell.start("label"), cell.end("label"), cell.end(), "|")
        return
    colon = (_holds(_COLONS, text) and _COLON.match(text, at)) or _POINT.match(text, at)
    if colon and (_GOES_ON.match(text, colon.end()) or _opens_bracket(colon["label"])):
        colon = None
    if colon and not _speech_before(colon["label"]):
        mark = symbol or arrow or (CLOCK if _CLOCK.match(text) else ":")
        yield Form(family or "colon", at, colon.end("label"), colon.end(), mark)
        return
    leader = _LEADER.match(text, at) if _holds(_LEADERS, text[at:]) else None
    if leader and not symbol and _speech_before(leader["label"]):
        leader = None  # 田中委員 そうですね……。
    if leader and (not symbol or read_label(leader["label"]).strength >= 2):
        yield Form(family or "leader", at, leader.end("label"), leader.end(), symbol or "…")
        return
    single = _SINGLE.match(text, at) if _holds(_SINGLES, text) else None
    if single and _is_single(single):
        yield Form(family or "leader", at, single.end("label"), single.end(), single["mark"])
        return
    if _holds(_CLOSES, text) and (closing := _CLOSING.match(text, at)):
        end = closing.end("label")
        yield Form(family or f"closing {text[end]}", at, end, closing.end(), text[end])
    bracket = _GLUED_BRACKET.match(text, at) if "(" in text else None
    if bracket and read_label(bracket["label"]).strength >= 3:
        yield Form(family or "closing )", at, bracket.end(), bracket.end(), symbol or ")")
        return
    yield from _tokens(text, at, symbol, arrow)


def _holds(marks: str, text: str) -> bool:
    """Tell whether one of some marks stands in a text."""
    for mark in marks:  # noqa: SIM110 - a generator would cost as much as what this spares
        if mark in text:
            return True
    return False


_GLUED_BRACKET = re.compile(  # 会長(湯川達夫)本日の出席委員は10名で…
    r"(?P<label>[^\s()。、:「」]{2,8}\([^()。]{1,24}\))(?!より|から|まで|及び|並び)(?=[^\s()はがをにのとで、。:].{6}|では、)"
)
_GLUED_POST = re.compile(  # ○金森委員謝金ですが, ○鴨下課長では、6番は…
    rf"(?P<label>[\u3400-\u9fff々ヶケノ]{{1,5}}?(?:{alternatives(posts())}))"
)
_GLUED_SPEECH = re.compile(
    r"(?!会(?![議員合場])|より|から|まで|及び|並び|等|ら[、が])[^\s()はがをにのともでへ、。:「」].{8}|では、"
)
_ACT = re.compile(  # 事務局 (資料1に基づき説明): what was done stands for what was said
    rf"(?P<label>[^\s()]{{2,{_MAX_LABEL}}})\s{{1,12}}(?P<act>[(][^()]*(?:{_ACTS})[^()]{{0,8}}[)])"
)

_TOLD = re.compile(rf"。|(?:{_ACTS})$")  # 企画係 資料1により説明


_SEAT = re.compile(r"[0-9]{1,3}\s{0,3}番(?=\s|$)")
_WIDE = 2  # spaces
_SHORTEST_FIRST_LINE = 15  # characters


def _is_second(first: str, second: str) -> bool:
    """Tell whether the speaker stands in the second cell, behind the matter: 議題1 | 会長 | …"""
    return read_label(first).strength < 2 <= read_label(second).strength


def _prefix(text: str) -> tuple[int, str]:
    """Skip a running number, an arrow and a symbol; return the label's begin and the symbol."""
    at = 0
    for pattern in (_CLOCK, _NUMBER, _ARROW):
        if match := pattern.match(text, at):
            at = match.end()
    counted = _COUNTED.match(text) if not at and text[0].isdigit() and "。" in text else None
    if counted and read_label(counted["label"]).strength >= 2:
        at = counted.end()  # 1.会長 それでは、…。
    if not at and text[0] in _BEGINS_WHAT_SAID and (said := _BEFORE_PERSON.match(text)):
        at = said.end() if read_label(said["who"]).strength == 2 else 0  # who, not what
    # ○○委員, ◇◇委員: two symbols stand for a name and belong to the label.
    pair = text[at : at + 2]
    if pair and pair[0] in SYMBOLS and not (len(pair) == 2 and pair[1] in SYMBOLS):
        return _skip(text, at + 1, " "), pair[0]
    return at, ""


def _opens_bracket(label: str) -> bool:
    """Tell whether a colon stands inside of brackets: 委員長(10:03)."""
    return label.count("(") > label.count(")")


def _speech_before(text: str) -> bool:
    """Tell whether a speaker and a space stand before what a colon ends: 西田委員 資料：表3."""
    first, _, rest = text.partition(" ")
    if not rest or len(first) < 2 or read_label(first).strength < 2:
        return False
    return read_label(text).name is None or read_label(rest).name is None  # but 会長 佐藤花子


def _tokens(text: str, at: int, symbol: str, arrow: str = "") -> Iterator[Form]:
    """Label up to a space, a quotation or the end of the line, perhaps letter-spaced."""
    act = _ACT.fullmatch(text, at) if not symbol and text.endswith(")") else None
    if act and read_label(act["label"]).strength >= 2:
        yield Form("bare_space", at, act.end("label"), act.start("act"))
        return
    seat = _SEAT.match(text, at)
    best, first = 0, seat.end() if seat else 0
    for match in _TOKEN_END.finditer(text, at):
        end = match.start()
        if end - at > _MAX_LABEL:
            break
        if end == at or text[at:end].count("(") != text[at:end].count(")"):
            continue
        first = first or end
        label = read_label(text[at:end])
        if label.strength >= 2:
            best = end
        # 議長(森本勉) 5番: behind a bracket with a name nothing belongs to the label.
        if best and (end - at >= 12 or (best == end and text[end - 1] == ")" and label.name)):
            break
    quote = text.find("「", at, at + _MAX_LABEL)
    if quote > at and read_label(text[at:quote]).strength >= 2:
        family = "symbol" if symbol else "bare_space" if text[quote - 1] == " " else "quote"
        yield Form(family, at, quote, quote, symbol or "「")
        return
    glued = _GLUED_POST.match(text, at) if symbol and not best else None
    if glued and _GLUED_SPEECH.match(text, glued.end()) and read_label(glued["label"]).name:
        yield Form("symbol", at, glued.end(), glued.end(), symbol)
        return
    end = best or first
    if not end:
        return
    rest = _skip(text, end, " \t")
    if best and (clock := _CLOCK.fullmatch(text[rest:] + " ")):
        rest += clock.end() - 1  # 岡田座長 14:02
    alone = rest >= len(text)
    if symbol:
        yield Form("symbol", at, end, rest, symbol)
    elif arrow and best:
        yield Form("symbol", at, end, rest, arrow)  # ・委員 … / ⇒事務局 …
    elif best or (
        read_label(text[at:end]).strength == 1 and (alone or _may_speak(text, at, end, rest))
    ):
        yield Form("bare_line" if alone else "bare_space", at, end, rest)


def _may_speak(text: str, at: int, end: int, rest: int) -> bool:
    """Tell whether a department, a seat or a surname may speak what stands behind it.

    A sentence does, or an act; behind a seat or a wide gap also a first line that goes on below.
    """
    if _TOLD.search(text, rest):
        return True
    set_off = rest - end >= _WIDE or _SEAT.fullmatch(text, at, end) is not None
    return set_off and len(text) - rest >= _SHORTEST_FIRST_LINE


def _closing(text: str, at: int, close: str) -> int:
    """Return where the bracket opened at ``at`` closes, allowing one bracket inside, or -1."""
    depth = 0
    alone = text.endswith(close) and len(text) <= _LONGEST_ALONE
    for index in range(at, len(text) if alone else min(len(text), at + _MAX_LABEL + 4)):
        if text[index] == text[at]:
            depth += 1
        elif text[index] == close:
            depth -= 1
            if not depth:
                return index
    return -1


def _skip(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def _is_single(single: re.Match[str]) -> bool:
    """Tell whether one sign parts a label from speech: 事務局＝…, but A-1 is a number."""
    if single["mark"] == "-" and (
        len(single["label"]) < 2 or single.string[single.end()].isdigit()
    ):
        return False
    return read_label(single["label"]).strength >= 2
