"""Tables of questions and answers: their heads, and how their rows stand in the lines of a text."""

from __future__ import annotations

import itertools

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "平成29年度第2回南砂市入札監視委員会審議概要\n開催日及び場所　平成29年10月12日（木）　南砂市役所 入札室\n"
    "出席委員　久我委員長、三条委員\n審議対象期間　平成29年4月1日～平成29年9月30日\n抽出案件　3件　（備考）\n"
)
END = "委員会による意見の具申又は勧告の内容　なし\n"
SAID = [
    ("一者応札となった理由は何か。", "特殊な機械が要る工事のためである。"),
    ("落札率が高いのはなぜか。", "資材の価格が上がったためである。"),
]
LABEL = "委員からの意見・質問、それに対する回答等"
HEADS = [
    "質問（委員）|回答（事務局）",
    "委員発言|事務局発言",
    "委員の発言|事務局の発言",
    "委員|事務局",
    "委員|市",
    "質問者|回答者",
    "意見等の概要|市の考え方",
    "疑問点|回答",
    "主な質疑|主な回答",
    "審査会質問|実施機関回答",
    "質問・意見（委員）|回答（担当課）",
    "質問又は意見|回答",
    "保護者の声|学校の回答",
    "確認事項|回答",
    "事前質問|回答",
    "事前意見|事務局回答",
    "照会事項|回答",
    "質疑事項|答弁",
    "ご質問・ご意見等|回答・対応等",
    "質問要旨（委員）|回答要旨（事務局）",
]
WANTED = [text for pair in SAID for text in pair]


def rows(form: str) -> str:
    """Return the rows of a table, each in ``form``."""
    return "".join(form.format(asked, answered, n) for n, (asked, answered) in enumerate(SAID, 1))


FORMS = {
    "bars": ("{0} | {1}\n", "{0} | {1}\n"),
    "framed": ("| {0} | {1} |\n", "| {0} | {1} |\n"),
    "topics": ("項目 | {0} | {1}\n", "工事{2} | {0} | {1}\n"),
    "tabs": ("{0}\t{1}\n", "{0}\t{1}\n"),
    "lines": ("{0}\n{1}\n", "{0}\n{1}\n"),
}


@pytest.mark.parametrize(("head", "form"), [*itertools.product(HEADS, FORMS)])
def test_heads_of_questions_and_answers(head: str, form: str) -> None:
    first, second = head.split("|")
    top, row = FORMS[form]
    turns = parse(read_text(HEAD + top.format(first, second) + rows(row) + END)).turns
    assert [(t.speaker, t.text) for t in turns] == list(
        zip([first, second] * 2, WANTED, strict=True)
    )


TABLES = {
    "label beside the head": f"{LABEL} 意見・質問 回答\n" + rows("{0} {1}\n"),
    "gaps of any width": f"{LABEL}\n意見・質問　　　回答\n" + rows("{0}　　　{1}\n"),
    "first cell empty": f"{LABEL} | 意見・質問 | 回答 |\n【一般競争入札】 | |\n"
    + rows("　 | {0} | {1} |\n"),
    "case over rows": "質問 | 回答 |\n【抽出案件1】中央橋補修工事 | |\n" + rows("{0} | {1} |\n"),
    "case over lines": "質問\n回答\n【抽出案件1】中央橋補修工事\n" + rows("{0}\n{1}\n"),
    "case over gaps": "質問　　　　回答\n【抽出案件1】中央橋補修工事\n" + rows("{0}　　　　{1}\n"),
    "elsewhere": f"{LABEL} | 意見・質問 | 回答 |\n | 別紙のとおり | 別紙のとおり |\n別紙\n意見・質問 | 回答 |\n"
    + rows("{0} | {1} |\n"),
    "titles and remarks between": f"{LABEL} 下記のとおり\n意見・質問 回答\n【審議対象期間の契約】\n 特記事項なし\n"
    "【抽出案件の審議】\n1 中央橋補修工事\n"
    + rows("{0}　{1}\n").replace("\n", "\n2 庁舎清掃業務\n", 1),
    "wrapped lines": f"{LABEL}\n意見・質問\n回答\n"
    + "".join(f"{one[:7]}\n{one[7:]}\n" for one in WANTED),
}


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_questions_and_answers(table: str) -> None:
    minutes = parse(read_text(HEAD + TABLES[table] + END))
    assert ["".join(t.text.split()) for t in minutes.turns] == WANTED
    assert not {p.role for p in minutes.passages if p.rule == "header_other"} & {"turn"}


def test_numbered_cells_and_cells_without_full_stops() -> None:
    head = f"{HEAD}{LABEL}\n意見・質問\n回答\n"
    numbered = parse(read_text(head + rows("{2} {0}\n{2} {1}\n") + END)).turns
    assert [t.text for t in numbered] == [f"{n // 2 + 1} {x}" for n, x in enumerate(WANTED)]
    bare = parse(read_text(head + rows("{0}\n{1}\n").replace("。", "") + END)).turns
    assert [t.text for t in bare] == [one.rstrip("。") for one in WANTED]


def test_a_table_of_people_is_no_table_of_speech() -> None:
    people = "委員 | 事務局\n久我 隆 | 水野課長\n三条 恵 | 石塚係長\n"
    minutes = parse(read_text(HEAD + people + "議事\n委員長：始めます。\n委員：賛成です。\n"))
    assert [t.speaker for t in minutes.turns] == ["委員長", "委員"]
