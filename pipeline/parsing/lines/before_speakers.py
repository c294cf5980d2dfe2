"""What stands right before a speaker in a line that was collapsed: a title, notes, an act.

…します。 4 公開について ○事務局 …; …いかがですか。 〔職員紹介〕 〔「異議なし」の声あり〕 ○会長 ….
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parsing.knowledge import alternatives, numbering_words
from pipeline.parsing.phrases.speech import is_speech

__all__ = ["MATTER", "before_speaker", "behind_breaks"]

_LONGEST = 80  # characters before a speaker in which such a thing stands, with the gap before it
_NOTES = 4  # that may stand one behind the other
_NO_SPEECH = ("なし", "について", "の件")  # 質問なし; a title
MATTER = rf"(?:{alternatives([*numbering_words(), '次第'])})\s?[0-9]{{1,2}}\s"
"""How a matter begins that a word and its number name: 議題2 …, 次第2 …."""
_TITLE_BEFORE = re.compile(  # …します。 4 公開について |○事務局, …です。 イ 食品ロスについて |○会長
    rf"[。)]\s{{1,4}}(?P<title>(?:[(]?[0-9]{{1,2}}[).\s]|[①-⑳]|[ア-コ][).\s]|{MATTER})\s{{0,4}}[^\s。][^。]{{1,40}})$"
)
_NOTE_BEFORE = re.compile(  # …よろしいですか。 〔「異議なし」という声あり〕 |○会長
    r"(?<=[。?!」)〕】\]》≫>])\s{0,40}(?P<note>\((?![0-9]{1,3}\))[^()]{2,40}\)|〔[^〔〕]{2,60}〕|\[[^\[\]]{2,40}\]"
    r"|《[^《》]{2,40}》|≪[^≪≫]{2,40}≫|<[^<>]{2,40}>|【[^【】]{2,40}】|[―~-][^―~-]{2,40}[―~-]"
    r"|…[^…。]{2,40}…|\*{1,3}[^*。]{2,40}\*{1,3}|※[^※。]{2,40}|「[^「」]{1,12}」[^\s。]{1,12}(?:声|あり)"
    r"|[^\s。、]{0,8}異議[な無]し[^\s。]{0,8})\s{0,40}$"
)
_TOLD_BEFORE = re.compile(  # …質問はありますか。 質問なし |○会長
    r"(?<=[。?])\s{1,8}(?P<told>[^\s。、()「」0-9][^。「」]{1,40})$"
)

_BREAK = re.compile(r"[\s。?)」』】]")


def behind_breaks(folded: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches of an expression of labels that stand behind a space, a stop or a bracket.

    Tried at every character, it takes twice as long to find none in a paragraph of speech.
    """
    end = 0
    for one in _BREAK.finditer(folded):
        if one.end() >= end and (found := pattern.match(folded, one.end())):
            yield found
            end = found.end()


def before_speaker(folded: str, at: int) -> list[int]:
    """Return where a title, notes or an act begin that stand right before the speaker at ``at``."""
    begin = max(0, at - _LONGEST)
    if titled := _TITLE_BEFORE.search(folded[begin:at].rstrip()):
        return [begin + titled.start("title")]
    if notes := _notes_before(folded, at):
        return notes
    told = _TOLD_BEFORE.search(folded, begin, at)
    words = told["told"].strip() if told else ""
    acted = words.endswith(_NO_SPEECH) or not is_speech(words)
    return [told.start("told")] if told and acted else []


def _notes_before(folded: str, at: int) -> list[int]:
    """Return where the notes begin that stand one behind the other before the speaker."""
    notes: list[int] = []
    while len(notes) < _NOTES:
        noted = _NOTE_BEFORE.search(folded, max(0, at - _LONGEST), at)
        if noted is None:
            break
        at = noted.start("note")
        notes.append(at)
    return notes
