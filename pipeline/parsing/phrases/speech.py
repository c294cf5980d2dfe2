"""Is this text speech, or a list of people, or something printed around speech?"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.parsing.folding import squeeze, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.names import looks_like_name
from pipeline.parsing.phrases.numbering import read_enumerator
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = [
    "GREETS",
    "POLITE_END",
    "ends_politely",
    "ends_sentence",
    "explains",
    "heads_article",
    "is_people_list",
    "is_speech",
    "may_be_speech",
]

GREETS = "(?:[開閉]会)?の?(?:ご|御)?(?:挨拶|あいさつ|趣旨説明)"  # what stands for a speech
_EXPLANATIONS = [act for act in load("body")["notes"]["inside"] if act.endswith("説明")]
_EXPLAINS = re.compile(
    rf"[^。]{{2,30}}(?:{alternatives(_EXPLANATIONS)}|の(?:説明|確認|報告|紹介)|[開閉]会(?:を?宣言|宣告))(?:[(][^()]{{1,30}}[)])?|{GREETS}"
)
_CLOSED = 4  # characters: a full stop and what may close behind it
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_STOPS, _CLOSING = "。.!?!?", "」』)]】〕>》≫\"'"
_SENTENCE_END = re.compile(rf"[{_STOPS}][{re.escape(_CLOSING)}]{{0,3}}$|[」』]$")
_LAST = frozenset(_STOPS + _CLOSING)  # what a text that ends as a sentence does ends with
_PLAIN_ENDS = ("。", "」", "』")
_ARTICLE = re.compile(r"第[0-9〇一二三四五六七八九十百]{1,5}条(?:の\S{1,2})?\s")
_PREDICATE_END = re.compile(
    r"(?:です|ます|ました|ません|でした|である|であった|する|した|している|いる|ある|ない|なし|れる|られる|たい|"
    r"たか|るか|すか|いか|のか|んか|うか|ょう|さい|[てで]おり|ころ|とおり|次第|お願い|ほしい|欲しい|べき|はず|こと|もの|ため)$"
)
_POLITE = tuple(load("body")["polite"]["words"])
POLITE_END = re.compile(rf"(?:{'|'.join(_POLITE)})[。か?]")
"""The end of a sentence that is said to others."""
_ENDS_POLITELY = tuple(f"{word}{end}" for word in _POLITE for end in ("。", "か。", "か?", "か？"))
_LONGEST_POLITE = max(map(len, _POLITE))  # characters; before them stands what is so
_IN_BRACKETS = re.compile(r"[(][^()]{1,30}[)]")
_MARKS_OF_PEOPLE = load("groups")["marks"]
_PRESENT_OR_NOT = frozenset(_MARKS_OF_PEOPLE["attendance"])
_OF_LISTS = frozenset(_MARKS_OF_PEOPLE["of_lists"])
_RUNS_ON = re.compile(r"[はがをにでと、]")
_TITLE = re.compile(r"(?:について|の件)(?:[(][^()]{1,20}[)]){0,2}$")
_BEGINS_SPEECH = re.compile(  # ○森本委員長　ただいまから / 文教委員会を開催いたします。
    rf"(?:{alternatives(load('speakers')['opening_words'])})[、,]?"
)
_SHORTEST_QUESTION = 5  # characters
_SHORTEST_LINE = 15  # characters of a first line of speech
_END = 8  # characters that show how a text ends
_LONGEST_WORD = 24  # characters of a name or a post
_PEOPLE = 0.6  # share of the words of a list of people
_MARKS = re.compile(r"[()\[\]【】<>〔〕:◎○●◇]")
_SPLIT = re.compile(r"[、,・\s]+|(?<=君)(?=\S)")
_KANA_WORD = re.compile(r"[ぁ-ゖー]{4,}")
_PHRASE = re.compile(r"[ぁ-ん].*[\u3400-\u9fff][はがをにで]$")
_SHORTEST_PHRASE = 4  # characters
_ATTENDANCE = frozenset(  # 田辺 つとむ 出席(オンライン)
    word for kind in ("attendance", "present", "absent") for word in _MARKS_OF_PEOPLE[kind]
)
_COUNT = re.compile(r"(?:他|ほか|計|以下|外)?[0-9]{1,3}(?:名|人)")
_COUNTED = re.compile(  # 10名(別紙のとおり); 10人※意見書の返信をもって出席とする。
    rf"\s?{_COUNT.pattern}\s?(?:[(][^()]{{1,30}}[)]|※.{{1,60}})"
)


@lru_cache(maxsize=20_000)
def is_speech(folded: str) -> bool:
    """Tell whether a folded text reads as running speech rather than as a list or a heading."""
    text = folded.strip()
    if not text:
        return False
    if text[0] in "「『" and len(text) > 3:
        return True
    if text[0].isdigit() and _COUNTED.fullmatch(text):
        return False
    if "。" in text:
        return bool(POLITE_END.search(text[-_END:])) or not _lists_posts(text.replace("。", ""))
    if text.endswith(_POLITE) and " " not in text and len(text) > _LONGEST_POLITE:
        return True  # 了解しました
    if is_people_list(text):
        return False
    solid = unspaced(text)
    if solid[-1] == "?" and len(solid) >= _SHORTEST_QUESTION:
        return True
    if len(solid) <= 7 and " " in text:
        return False  # 梶 かおり: two short words are a name, not a sentence
    share = len(_HIRAGANA.findall(solid)) / len(solid)
    if _PREDICATE_END.search(solid.rstrip(")」")) and share >= 0.2 and len(solid) >= 4:
        return True
    return len(solid) >= 10 and share >= 0.35


def may_be_speech(text: str) -> bool:
    """Tell whether a text behind a marked label may be a first line of speech, or only (説明)."""
    if _IN_BRACKETS.fullmatch(text):  # (大学教授)(オンライン) ends a row of people
        inside = unspaced(text[1:-1])
        listed = inside in _PRESENT_OR_NOT or _OF_LISTS.issuperset(_SPLIT.split(inside))
        return not listed  # 【委員】(順不同、敬称略)
    if _BEGINS_SPEECH.match(text):
        return True
    if read_enumerator(text) and _TITLE.search(text):
        return False
    runs_on = len(text) >= _SHORTEST_LINE and _RUNS_ON.search(text) is not None
    return runs_on and len(_HIRAGANA.findall(text)) >= 3 and not is_people_list(text)


def explains(text: str) -> bool:
    """Tell whether a folded text is an act that stands for a speech: 資料1により説明, 開会挨拶."""
    return _EXPLAINS.fullmatch(text) is not None


def heads_article(folded: str) -> bool:
    """Tell whether a folded text is an article of a law: 第2条 審議会の委員は…."""
    return _ARTICLE.match(folded) is not None


@lru_cache(maxsize=20_000)
def is_people_list(folded: str) -> bool:
    """Tell whether a folded text lists people: names, posts, counts, and nothing that runs on."""
    if len(folded) > 600:
        return False
    if _COUNTED.fullmatch(folded):
        return True
    plain = squeeze(_MARKS.sub(" ", folded))
    tokens = [t for t in _SPLIT.split(plain) if t and t not in _ATTENDANCE]
    if not tokens or ("開催" in plain and any(t.endswith("開催") for t in tokens)):
        return False  # ハイブリッド(対面・Web)開催: how they met
    others, follows = 0, False
    for token in tokens:
        follows = _is_of_list(token, behind=follows)
        others += not follows
        if len(tokens) - others < _PEOPLE * len(tokens):
            return False
    return True


def _is_of_list(token: str, *, behind: bool) -> bool:
    """Tell whether a word stands in lists of people; ``behind`` tells it of the word before."""
    if len(token) > _LONGEST_WORD or _KANA_WORD.fullmatch(token):
        return False
    if len(token) >= _SHORTEST_PHRASE and _PHRASE.search(token):
        return False  # これは前に
    # Behind a post or a surname even a short unknown word is a name: 課長 梶 静香.
    return (
        looks_like_name(token) >= (0.3 if behind else 0.45)
        or _COUNT.fullmatch(token) is not None
        or read_label(token).strength >= 2
        or (behind and len(token) == 1 and "\u3400" <= token <= "\u9fff")
    )


def _lists_posts(text: str) -> bool:
    """Tell whether a text that has 。 all the same lists people: two posts or more, no verb."""
    tokens = [t for t in _SPLIT.split(text) if t]
    if len(tokens) < 2:
        return False
    posts = sum(read_label(t).strength >= 2 for t in tokens)
    return posts >= 2 and is_people_list(text)


def ends_politely(text: str) -> bool:
    """Tell whether a (folded or raw) text ends with a sentence that is said to others."""
    return text.endswith(_ENDS_POLITELY)


def ends_sentence(text: str) -> bool:
    """Tell whether a (folded or raw) text ends as a sentence or a quotation does."""
    if text.endswith(_PLAIN_ENDS):
        return True  # as nearly all do
    end = text.rstrip()[-_CLOSED:]
    return end[-1:] in _LAST and _SENTENCE_END.search(end) is not None
