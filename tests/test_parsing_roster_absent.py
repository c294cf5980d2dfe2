"""Who was there and who was not, in the forms that clerks give it."""

from __future__ import annotations

import pytest

from pipeline.parsing import parse
from pipeline.reading import read_text

HEAD = (
    "第3回北浜市図書館協議会会議録\n日時　令和4年2月10日（木）午後2時から\n場所　市役所3階 会議室\n"
)

LISTS = [
    # list (" / " for a line end), who was there, who was not
    ("委員（※印は欠席） / 鈴木 隆（会長） / ※高橋 誠", "鈴木 隆", "高橋 誠"),
    ("委員（◯：出席　×：欠席） / 鈴木 隆　◯ / 高橋 誠　×", "鈴木 隆", "高橋 誠"),
    ("出席者 / （会場）鈴木 隆、佐藤 花子 / （オンライン）山田 太郎 / （欠席）高橋 誠",
     "鈴木 隆 佐藤 花子 山田 太郎", "高橋 誠"),
    ("出席委員 / 会場：鈴木会長、佐藤委員 / Web：山田委員 / 欠席：高橋委員", "鈴木 佐藤 山田", "高橋"),
    ("委員 / ○鈴木 隆 / ×高橋 誠 / ○佐藤 花子", "鈴木 隆 佐藤 花子", "高橋 誠"),
    ("委員　鈴木 隆（会長）、高橋 誠（当日欠席）", "鈴木 隆", "高橋 誠"),
    ("委員　鈴木 隆（会長） / 　　　高橋 誠（欠） / 　　　佐藤 花子（出）", "鈴木 隆 佐藤 花子", "高橋 誠"),
    ("出席委員 12名 (欠席 2名 高橋 誠, 佐藤 花子) / 鈴木 隆、山田 太郎", "鈴木 隆 山田 太郎", "高橋 誠 佐藤 花子"),
    ("出席者　鈴木 隆委員（欠席者２名：佐藤 花子委員、高橋 誠委員）", "鈴木 隆", "佐藤 花子 高橋 誠"),
    ("出席委員　鈴木 隆会長 / 委任状提出　高橋 誠委員、佐藤 花子委員", "鈴木 隆", "高橋 誠 佐藤 花子"),
    ("出席者 / 委員　鈴木 隆 / 委員　高橋 誠（委任状）", "鈴木 隆", "高橋 誠"),
    ("出席者 / 鈴木 隆　会長 / 高橋 誠　委員　欠席（委任状あり）", "鈴木 隆", "高橋 誠"),
    ("委員 / 鈴木 隆　出席 / 高橋 誠　代理出席（山田 太郎）", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席者　鈴木 隆会長 / 欠席者　高橋 誠委員（代理：山田 太郎課長）", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席者 / 鈴木 隆（会長） / 高橋 誠（欠席・代理出席 山田 太郎）", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席者　鈴木 隆会長、高橋 誠委員（途中退室）、佐藤 花子委員（Web）", "鈴木 隆 高橋 誠 佐藤 花子", ""),
    ("委員 / 会長　鈴木 隆 / （以下欠席） / 委員　高橋 誠 / 委員　佐藤 花子", "鈴木 隆", "高橋 誠 佐藤 花子"),
    ("出席委員　鈴木 隆、山田 太郎（以下欠席）高橋 誠", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席者：鈴木 隆会長 / なお、高橋 誠委員及び佐藤 花子委員は所用のため欠席した。", "鈴木 隆", "高橋 誠 佐藤 花子"),
    ("出席者　鈴木 隆会長、山田 太郎委員、高橋 誠委員は欠席", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席委員－鈴木 隆会長、山田 太郎委員 / 欠席委員－高橋 誠委員", "鈴木 隆 山田 太郎", "高橋 誠"),
    (
        "【出席委員】　　　　　　　【欠席委員】 / 　会長　鈴木 隆　　　　　　委員　高橋 誠"
        " / 　委員　山田 太郎　　　　　委員　佐藤 花子 / 　委員　田中 進",
        "鈴木 隆 山田 太郎 田中 進", "高橋 誠 佐藤 花子",
    ),
    ("（委員）鈴木 隆（座長）、山田 太郎 / （事務局）課長 田中 進 / 欠席：高橋 誠", "鈴木 隆 山田 太郎 田中 進", "高橋 誠"),
    ("出席委員 / 鈴木 隆（会長） / 山田 太郎（公募） / ※高橋 誠（造園業協会）は欠席", "鈴木 隆 山田 太郎", "高橋 誠"),
    ("出席者 / 委員　鈴木 隆（町会） / 委員　高橋 誠（バス協会）　※代理出席　田中氏", "鈴木 隆 田中", "高橋 誠"),
    ("出席委員　鈴木 隆会長 / 欠席委員　高橋 誠委員 / 病院側　田中病院長", "鈴木 隆 田中", "高橋 誠"),
]  # fmt: skip


@pytest.mark.parametrize(("people", "there", "absent"), LISTS)
def test_who_was_there(people: str, there: str, absent: str) -> None:
    lines = people.replace(" / ", "\n")
    minutes = parse(read_text(f"{HEAD}{lines}\n議題\n1 事業計画について\n2 その他\n"))
    found = ["", ""]
    for attendee in minutes.attendees:
        found[not attendee.present] += f" {attendee.name}"
    assert [names.strip() for names in found] == [there, absent]


@pytest.mark.parametrize("label", ["欠席：", "４　欠席者の氏名\n　", "欠席者名簿\n"])
def test_an_absent_member_below_the_office_is_none_of_it(label: str) -> None:
    lines = f"（委員）鈴木 隆、山田 太郎\n（事務局）課長 田中 進\n{label}高橋 誠\n議題\n1 計画について\n"
    minutes = parse(read_text(f"{HEAD}出席者の氏名\n{lines}"))
    assert [(a.name, a.group) for a in minutes.attendees][2:] == [
        ("田中 進", "事務局"),
        ("高橋 誠", "委員"),
    ]


def test_a_post_told_once_more_below_the_list() -> None:
    lines = "出席委員　増山　勉　　三橋　絹江\n（会長　増山　勉）\n議題\n1 計画について\n"
    minutes = parse(read_text(HEAD + lines))
    assert [(a.name, a.role, a.affiliation) for a in minutes.attendees] == [
        ("増山 勉", "会長", None),
        ("三橋 絹江", "委員", None),
    ]
