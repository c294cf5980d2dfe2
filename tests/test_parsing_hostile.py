"""Text made to cost time costs no more than its length, wherever in a document it stands."""

from __future__ import annotations

import math
import time

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

# What made expressions of other programs backtrack (seconds for 20 to 40,000 characters), and the
# readers here: sentences without an end, numbers of a list that take no place, endings of
# departments in a word without spaces.
SHAPES = {
    "full-width spaces": "　",
    "digits": "1",
    "kanji numerals": "第十",
    "roles": "委員",
    "blank lines": "　\n",
    "marks before names": "○議長（山田",
    "opening brackets": "（",
    "labels of the roster": "出席者欠席者",
    "labels of the roster by line": "出席者\n欠席者\n",
    "leaders": "…",
    "quotation marks": "「",
    "colons": "委員：",
    "no end of a sentence": "山田さんが来て、",
    "numbers in brackets": "(1)",
    "circled numbers": "①",
    "departments": "課",
    "dates": "令和5年4月3日",
    "names": "山田 太郎 ",
    "outcomes": "原案のとおり可決されました。",
    "articles": "第5条第1項",
}
PLACES = {
    "alone": "{}x",
    "agenda": "第3回浜市審議会会議録\n日時　令和5年4月3日\n議題　{}\n○会長　始めます。\n○委員　はい。\n",
    "roster": "第3回浜市審議会会議録\n日時　令和5年4月3日\n出席委員　{}\n○会長　始めます。\n○委員　はい。\n",
    "speech": "第3回浜市審議会会議録\n日時　令和5年4月3日\n○会長　始めます。\n○委員　{}\n○会長　はい。\n",
}
_SHORT = 5_000
_ROUNDS = 4
_FLOOR = 0.03  # seconds that measure nothing


def seconds(place: str, shape: str, length: int) -> float:
    document = read_text(PLACES[place].format(SHAPES[shape] * (length // len(SHAPES[shape]))))
    begun = time.process_time()
    parse(document)
    return time.process_time() - begun


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", PLACES)
def test_three_times_the_text_takes_three_times_the_time(place: str, shape: str) -> None:
    short = long = math.inf
    for _ in range(_ROUNDS):  # others use the machine, too: the best round counts
        short = min(short, seconds(place, shape, _SHORT))
        long = min(long, seconds(place, shape, 3 * _SHORT))
        if long < 6 * max(short, _FLOOR):
            return
    assert long < 6 * max(short, _FLOOR)
