"""Who speaks in a line that was collapsed: labels behind marks, in brackets, before colons."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.speaker_labels import ANSWER, QUESTION, Label, read_label
from pipeline.parsing.phrases.speech import POLITE_END

__all__ = [
    "BARE",
    "BELOW_TITLE",
    "REPLY",
    "SEATED",
    "SPEAKER",
    "amid_labels",
    "bare_questions",
    "behind_brackets",
    "find_speakers",
    "listed_speakers",
    "opens_meeting",
]

_SYMBOLS = load("speakers")["symbols"]
_OPENING = load("speakers")["opening_words"]
_ROUNDS = 4  # questions and answers in turn that need no mark
SPEAKER = re.compile(
    rf"(?:(?<=\s)|(?<=[。)」』]))(?:(?:[0-9]{{1,4}}:?\s{{0,3}})?[{re.escape(_SYMBOLS)}]\s?(?P<a>[^\s。、:()「]{{1,20}}(?:\([^()]{{1,12}}\))?)\)?(?=[\s「:])"
    r"|[(]\s?(?P<b>[^\s()。、]{1,14})\s?[)](?!\s?[はがをにのと、]|\s?で(?!は(?!な)))"
    r"|(?<=[。」』)]\s)[(](?P<g>[^\s()。、]{1,14})[)]"
    r"|【(?P<c>[^【】。、]{1,20})】"
    r"|<(?P<d>[^<>。、]{1,20})>"
    r"|[〔\[《≪](?P<p>[^\s〔〕\[\]《》≪≫。、]{1,20})[〕\]》≫]"
    r"|(?P<e>[^\s。、:()「」]{1,14}):(?=\S)"
    r"|(?<=[。?)]\s)(?P<o>[^\s。、:()「」]{2,14}(?:\([^()\s]{1,12}\))?)\s?:\s(?=\S)"  # 会長: では…
    r"|(?P<j>[^\s。、:()「」](?:\s[^\s。、:()「」]){1,7}(?:\([^()\s]{1,8}\))?)\s?:(?=\S))"
    r"|(?:(?<=\s)|(?<=[。?]))(?P<h>[^\s。、:()「」?0-9]{2,14})\)\s?(?=\S)"  # 委員長)それでは
    r"|(?<=\s)(?P<i>[^\s。、:()「」・…‥]{2,14})(?:・{2,}|…{1,3}|‥{1,3})(?=\S)"
    r"|(?<=\s)(?P<q>[^\s。、:()「」・…‥](?:\s[^\s。、:()「」・…‥]){1,4})(?:・{2,}|…{1,3})(?=\S)"
)
_MARKED = re.compile(
    rf"[0-9]{{0,4}}:?\s{{0,3}}[{re.escape(_SYMBOLS)}][^\s。、]{{2,40}}\s{{1,4}}(?=\S)"
)
_PARTS = re.compile(r"[。、:()「」【】<>〔〕]")
_LAST_WORD = re.compile(r"[^\s。、:「」]{4,20}")
_SECOND_WORD = re.compile(r"\s{1,2}(?P<word>[^\s。、:()「」]{2,12})(?=\s)")
_LONGEST_SURNAME = 4  # characters
_ENCLOSED = ("b", "c", "d", "g", "h", "p")
_COLONS = ("e", "j", "o")
_LONGEST_FIRST_WORD = 8  # characters of a label before its last word
BARE = re.compile(
    r"(?<=[。)]\s)(?P<f>[^\s。、:()「」]{2,12})(?=\s{1,3}\S)"
    r"|(?<=[。)]\s)(?P<m>[^\s。、:()「」]{2,12}\([^()\s]{1,12}\))(?=\s{1,3}\S)"
    r"|(?<=[。)]\s)(?P<l>[^\s。、:()「」0-9](?:\s[^\s。、:()「」0-9]){1,5})(?=\s{1,3}[^\s。、]{2})"
    r"|(?<=[。)]\s)(?P<k>[^\s。、:()「」0-9](?:\s[^\s。、:()「」0-9]){1,5}\([^()\s]{1,8}\))(?=\s)"
    rf"|(?<=\s)(?P<first>[^\s。、:()「」]{{2,12}}(?:[(][^\s()]{{1,12}}[)])?)(?=\s(?:{alternatives(_OPENING)}))"
)
_COLONED = re.compile(r"(?<=。\s)(?P<f>[^\s。、:()「」]{1,12})(?:\([^()\s]{1,8}\))?:(?=\S)")
BELOW_TITLE = re.compile(  # (1)…の実績について 鎌倉会長 説明を…, 会長挨拶 鎌倉会長 本日は…
    r"(?:(?<=について\s)|(?<=(?:挨拶|の件)\s)|(?<=あいさつ\s)"
    r"|(?<=の(?:承認|指名|選任|選出|報告|確認|審議)\s))(?P<f>[^\s。、:()「」]{2,12})(?=\s{1,3}\S)"
)
SEATED = re.compile(r"(?<=[。)]\s)(?P<f>[0-9]{1,2}番)(?=\s{1,3}\S)")
_ASKED_BARE = re.compile(rf"(?<=\s)(?:(?P<q>{QUESTION.pattern})|{ANSWER.pattern})(?=\s\S)")
REPLY = re.compile(r"(?<=\S)\s{0,4}(?=[→⇒➡]\s?(?P<label>[^\s。、:()「…‥・]{2,14})[…‥・:\s])")


def find_speakers(matches: Iterable[re.Match[str]], *, least: int = 2) -> list[int]:
    """Return where labels of speakers of at least this strength stand, among what may be one."""
    found: list[tuple[re.Match[str], str, Label]] = []
    for match in matches:
        kind, written = next((k, g) for k, g in match.groupdict().items() if g is not None)
        label = read_label(unspaced(written))
        if kind == "a" and label.strength < least:
            label = _in_two_words(match) or label
        found.append((match, kind, label))
    sure = Counter(kind for _, kind, label in found if label.strength >= max(least, 2))
    colons = sum(sure[kind] for kind in _COLONS)
    return [
        match.start()
        for match, kind, label in found
        if label.strength >= least
        # <農政課> beside <会長> and <角田委員>
        or (label.strength and _may_join(label) and kind in _ENCLOSED and sure[kind] > 1)
        or (label.strength and label.role and kind in _COLONS and colons > 1 and _behind(match))
    ]


def _behind(match: re.Match[str]) -> bool:
    return _ended(match.string, match.start())


def _ended(folded: str, at: int) -> bool:
    """Tell whether a sentence has ended before a place: …です。 河 川 課:…."""
    return folded[max(0, at - _LONGEST_FIRST_WORD) : at].rstrip().endswith(("。", "?"))


def amid_labels(folded: str, speakers: Iterable[int], points: Iterable[int]) -> set[int]:
    """Return the points that part a label of several words: A |委 員:…, ○白川恵三 |委員 …."""
    begins = set(speakers)
    found = set()
    for point in points:
        first = range(max(0, point - _LONGEST_FIRST_WORD), point)
        label = next((at for at in first if at in begins), None)
        if label is not None and not _PARTS.search(folded, label, point):
            found.add(point)
    return found


def behind_brackets(folded: str, points: Iterable[int]) -> tuple[list[int], list[int]]:
    """Tell points from those amid a label; return them, and where such labels begin.

    高木(勝)|委員 騒音の…: what stands behind a bracket is no label of the header.
    """
    kept, labels = [], []
    for at in points:
        begin = folded.rfind(" ", 0, at) + 1
        glued = folded[at - 1] == ")" and _ended(folded, begin)
        word = _LAST_WORD.match(folded, begin) if glued else None
        if word and read_label(word[0]).strength >= 2:
            labels.append(begin)
        else:
            kept.append(at)
    return kept, labels


def _in_two_words(match: re.Match[str]) -> Label | None:
    """Return the label behind a mark whose name is set in two words: ○根津 亮委員 …."""
    second = _SECOND_WORD.match(match.string, match.end("a"))
    if second is None or len(match["a"]) > _LONGEST_SURNAME:
        return None
    label = read_label(match["a"] + second["word"])
    return label if label.strength >= 2 and label.name else None


def _may_join(label: Label) -> bool:
    """Tell whether a label speaks beside sure ones: <農政課>, (松ヶ崎氏)."""
    return label.role is not None or (label.name is not None and label.text.endswith("氏"))


def listed_speakers(folded: str, start: int) -> Iterator[int]:
    """Yield where those speak before a colon who are listed above without being known: 会計:…"""
    for match in _COLONED.finditer(folded, start):
        if folded.find(match["f"], 0, start) >= 0:
            yield match.start()


def bare_questions(folded: str) -> list[int]:
    """Return where 質問 and 回答 take turns without marks: 質問 時期はいつか。 回答 4月である。"""
    marks = list(_ASKED_BARE.finditer(folded))
    marks = [mark for mark in marks if len(mark[0]) > 1] or marks  # 問 … 答 …
    whole = [folded[max(0, m.start() - 6) : m.start()].rstrip().endswith("。") for m in marks]
    first = max((at for at, behind in enumerate(whole) if not behind), default=0)
    marks = marks[first:]  # 主な質疑 質問 …: the heading before is none
    if len(marks) < _ROUNDS:
        return []
    kinds = [mark["q"] is not None for mark in marks]
    if not kinds[0] or any(one is other is False for one, other in itertools.pairwise(kinds)):
        return []
    return [mark.start() for mark in marks]


def opens_meeting(folded: str, at: int) -> bool:
    """Tell whether the first speaker stands behind the header in its line: … 書記 平石 真紀 ○議長…

    Behind a mark, with a gap before what is said to others.
    """
    if at and not folded[at - 1].isspace():
        return False
    first = _MARKED.match(folded, at)
    return first is not None and POLITE_END.search(folded, first.end()) is not None
