"""Which cases a sentence names: one that a chair calls up, or several that are decided at once.

議案第5号から議案第7号までを一括して議題とします; それでは、議題2に移ります; 二つめの議題です.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.model import AgendaItem, Case
from pipeline.parsing.folding import fold, key, unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import (
    COUNTERS,
    NUMBER,
    PLACE,
    kanji_number,
    read_enumerator,
)
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["bare_key", "called_in", "leaders", "named_by_number", "named_by_place"]

_PUTS = re.compile(  # to the vote
    r"異議(?:は|が)?(?:あり|ござい)ませんか|異議なしと認め"
    r"|採決(?:を行い|いたし|し|に入り)ます|諮り(?:いた)?します|賛成の方|"
    # Each of the three begins a way of its own: a text is then searched three times as fast.
    + "|".join(
        rf"{word}[^。、]{{0,4}}(?:いただけ|頂け|願え)ます(?:で(?:しょう|す))?か"
        for word in ("承認", "了承", "同意")
    )
)
_HUMBLY = "(?:いただき|頂き)ます"
_LEADS = re.compile(
    rf"を(?:開会|開催|再開|閉会|始め)(?:いた)?(?:します|致します|ます)"
    rf"|開会させて{_HUMBLY}|再開させて{_HUMBLY}|閉会させて{_HUMBLY}|{_PUTS.pattern}"
)
_MODERATES = frozenset(load("speakers")["leads"]["labels"])
_OPENING = 400  # characters of a speech that show whether who makes it leads
_LONG, _SHORT = 6, 3  # characters of a title that name a matter alone, and before 〜に移ります
_OPEN = [word for word, kind in numbering_words().items() if not kind]  # 議題, 案件, 次第
_LISTED = alternatives(_OPEN)
_NUMBERED = re.compile(  # a list's own number, called up: not 議題2の資料
    rf"(?:{_LISTED})(?:その|の)?[(]?(?P<n>{PLACE})[)]?(?:番目?)?"
    r"(?:に(?:移|入|進)|を議題|です|、|の?「|:|について、?(?:説明|事務局)?)"
    rf"|(?P<m>{PLACE})(?:{COUNTERS})の(?:{_LISTED})"
    rf"|(?:次に|次は|続いて|続きまして|それでは|では|最後に)、?[(](?P<p>{PLACE})[)]"
    r"(?:に(?:移|入|進|つ)|を議題|です|、|の|「|:)"
)
_WORDS = alternatives(numbering_words())
_BEHIND_NUMBER = alternatives(load("numbering")["behind"])
_AND = r"(?:及び|並びに|と|、|・)"
_TO = r"(?:から|~|-|ないし|乃至)"
_BILL = re.compile(  # 議案第1号から第3号まで; 第1号議案及び第2号議案
    rf"(?P<word>{_WORDS})第?(?P<n>{NUMBER})号"
    rf"(?:{_TO}(?:{_WORDS})?第?(?P<m>{NUMBER})号|(?P<more>(?:{_AND}第(?:{NUMBER})号)*))"
    rf"|第(?P<p>{NUMBER})号(?P<behind>{_BEHIND_NUMBER})?{_TO}第(?P<q>{NUMBER})号(?P<last>{_BEHIND_NUMBER})"
    rf"|第(?P<r>{NUMBER})号(?P<alone>{_BEHIND_NUMBER})"
)
_MORE = re.compile(rf"第({NUMBER})号")
_PLACES = re.compile(  # 議題1と議題2; (1)から(3)まで; 案件1・2
    rf"(?:(?P<word>{_LISTED})(?:その|の)?[(]?|[(])(?P<n>{PLACE})[)]?"
    rf"(?:(?P<to>{_TO})|{_AND})(?:{_LISTED})?[(]?(?P<m>{PLACE})[)]?(?![0-9点つ年月日条])"
)
_MOST = 60  # matters that are called up at once
_CALLS = (
    r"」?(?:[(][^()]{1,20}[)])?(?:について|の件|を(?:議題|お願い|行|始)|に(?:移|入|進|つい)|です)"
)
_ABOUT = re.compile(r"(?:について|に関して|の件)$")
_ENDS_ABOUT = frozenset("て件")
_BEHIND = re.compile(r"(?:[(\[【〔][^()\[\]【】〔〕]{1,30}[)\]】〕]\s{0,2})+$")


def leaders(said: Iterable[tuple[str, bool, str]]) -> frozenset[str]:
    """Return the labels of those who lead: chairs and whoever puts to the vote for them, else
    whoever opens, or 司会.

    Args:
        said: of each speech its label, whether that is a chair's, and its text.
    """
    speeches = list(said)
    lead = {label for label, is_chair, _ in speeches if is_chair}
    if lead:
        for label, _, text in speeches:
            if label not in lead and _PUTS.search(text):
                lead.add(label)
        return frozenset(lead)
    for label, _, text in speeches:
        if label not in lead and _LEADS.search(text[:_OPENING]):
            lead.add(label)
    return frozenset(lead or {label for label, _, _ in speeches if _moderates(label)})


def _moderates(label: str) -> bool:
    """Tell whether a label is of who leads where nobody takes the chair: 司会, 佐久間教育長."""
    return label in _MODERATES or read_label(label).role in _MODERATES


def called_in(sentence: str, left: Sequence[Case], items: Sequence[AgendaItem]) -> list[Case]:
    """Return the cases among those not yet taken up that a sentence calls up, in their order."""
    solid, folded = key(sentence), unspaced(fold(sentence))
    if named := _by_number(folded, left) or _by_place(folded, left, items):
        return named
    for case in left:
        if len(title := bare_key(case)) >= _LONG and title in solid:
            return [case]
    number = _NUMBERED.search(folded)
    value = kanji_number(number["n"] or number["m"] or number["p"]) if number else None
    numbered = [case for case in left if value and _place(items, case) == value]
    if len(numbered) == 1:
        return numbered
    called = [case for case in left if _leads_to(bare_key(case), folded)]
    return (called or [case for case in left if _follows_number(items, case, folded)])[:1]


def named_by_number(text: str, cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose own number (議案第5号) stands in a text, ranges included."""
    return _by_number(unspaced(fold(text)), cases)


def _by_number(folded: str, cases: Sequence[Case]) -> list[Case]:
    named = set(_bills(folded)) if "号" in folded else ()
    return [case for case in cases if _own(case) in named] if named else []


def named_by_place(text: str, cases: Sequence[Case], items: Sequence[AgendaItem]) -> list[Case]:
    """Return several cases whose numbers in the list stand in a text: (1)と(2), 議題1から3."""
    return _by_place(unspaced(fold(text)), cases, items)


def _by_place(folded: str, cases: Sequence[Case], items: Sequence[AgendaItem]) -> list[Case]:
    found = _PLACES.search(folded)
    ends = (kanji_number(found["n"]), kanji_number(found["m"])) if found else (None, None)
    if found is None or ends[0] is None or ends[1] is None or not ends[0] < ends[1]:
        return []
    wanted = range(ends[0], ends[1] + 1) if found["to"] else ends
    named = [case for case in cases if _place(items, case) in wanted]
    places = [_place(items, case) for case in named]
    return named if len(set(places)) == len(places) > 1 else []


def bare_key(case: Case) -> str:
    """Return the key of a title without the brackets behind it: (中央公民館), (継続)."""
    return _bare_key(case.title)


@lru_cache(maxsize=4096)
def _bare_key(title: str) -> str:
    return key(_BEHIND.sub("", fold(title)) or title)


def _bills(folded: str) -> Iterator[tuple[str, int]]:
    for found in _BILL.finditer(folded):
        word = found["word"] or found["last"] or found["alone"]
        first = kanji_number(found["n"] or found["p"] or found["r"])
        if first is None:
            continue
        last = kanji_number(found["m"] or found["q"] or "") or first
        yield from ((word, n) for n in range(first, min(last, first + _MOST) + 1))
        yield from ((word, kanji_number(n) or 0) for n in _MORE.findall(found["more"] or ""))


def _own(case: Case) -> tuple[str, int] | None:
    number = read_enumerator(fold(case.number) + " x") if case.number else None
    return (number.word, number.value) if number and "号" in number.written else None


def _place(items: Sequence[AgendaItem], case: Case) -> int | None:
    """Return the number that the printed list gives a case, if it is one of no kind of matter."""
    item = next((i for i in items if i.agenda_id == case.agenda_id), None)
    found = read_enumerator(fold(item.number) + " ") if item and item.number else None
    return found.value if found and (not found.word or found.word in _OPEN) else None


def _follows_number(items: Sequence[AgendaItem], case: Case, folded: str) -> bool:
    """Tell whether the words of a title stand behind its number: 議題3の運賃の改定は…."""
    title = bare_key(case)
    stem = _ABOUT.sub("", title) if title[-1:] in _ENDS_ABOUT else title
    if len(stem) < _SHORT or stem not in folded:
        return False
    number = re.search(rf"(?:{_LISTED})[(]?({PLACE})[)]?[の、]?「?(?={re.escape(stem)})", folded)
    return number is not None and kanji_number(number[1]) == _place(items, case)


def _leads_to(title: str, folded: str) -> bool:
    """Tell whether a short title is called up by name: 会長の選出をお願いします."""
    if not _SHORT <= len(title) < _LONG:
        return False
    at = folded.find(title)
    return at >= 0 and re.match(_CALLS, folded[at + len(title) :]) is not None
