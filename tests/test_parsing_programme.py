"""A list of business without a label: what becomes the agenda, and what does not."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = "城山市情報公開審査会\n令和5年6月1日 午後2時\n"
SPEECH = "会長 それでは始めます。\n事務局 資料を説明します。\n会長 ありがとうございました。\n"


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        ("1 条例の改正について\n2 その他\n", ["条例の改正について", "その他"]),
        ("個人情報の取扱いについて\n", ["個人情報の取扱いについて"]),
        ("市役所3階\n第2会議室\n", []),
        ("開会\n午後1時30分\n閉会\n午後4時\n", []),
        ("開会\n午前十時五分\n閉会\n正午\n", []),
        ("午後1時30分\n午後4時\n", []),
        ("1 若葉バス株式会社\n2 若葉市商工会\n3 若葉警察署\n", []),
        (
            "1 条例の改正\n2 予算の概要\n3 図書館の休館\n",
            ["条例の改正", "予算の概要", "図書館の休館"],
        ),
        (
            "1 開会\n2 議事\n(1) 答申案について\n3 閉会\n",
            ["開会", "議事", "答申案について", "閉会"],
        ),
    ],
)
def test_unlabelled_programme(lines: str, titles: list[str]) -> None:
    text = f"{HEAD}場所 市役所\n出席者 山田委員、佐藤委員\n{lines}\n{SPEECH}"
    assert [i.title for i in parse(read_text(text)).agenda] == titles
