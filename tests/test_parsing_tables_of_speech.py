"""Tables of speech with thirty rows, drawn on PDF pages: the turns are those that were written."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from pipeline.parsing import parse
from pipeline.reading import read_document, read_text

SAID = [
    "それでは、議題に入ります。事務局から説明をお願いします。",
    "資料1をご覧ください。令和3年度の実績は、前年度より12％増えて、3,420件となりました。増えた主な"
    "理由は、受付の窓口を夜間にも開いたことと、オンラインでの申請を始めたことによるものと考えております。",
    "費用はどのくらいかかりましたか。",
    "賛成です。",
    "高齢の方には、オンラインの申請は難しいと思います。窓口での支援を続けていただきたいのですが、職員"
    "の体制は足りていますか。",
    "相談員を1名増やしています。",
    "検討いたします。\n結果は次回の審議会でお示しします。",
]
WHO = [
    "会長",
    "事務局",
    "早瀬委員",
    "図書館長",
    "健康福祉部長",
    "柏原委員",
    "社会福祉協議会",
    "Ａ委員",
]
HEADER = [
    "令和3年度第2回霧島台市地域福祉審議会会議録",
    "1 日時　令和3年10月5日（火）午後2時から午後3時30分まで",
    "2 場所　市役所本庁舎3階 第2会議室",
    "3 議事",
]
ROWS = 30


def speeches() -> list[tuple[str, str]]:
    rng = random.Random(5)
    out: list[tuple[str, str]] = []
    while len(out) < ROWS:
        who = rng.choice(WHO)
        if not out or out[-1][0] != who:
            out.append((who, rng.choice(SAID)))
    return out


def draw(path: Path, *, ruled: bool, place: str, width: int, numbered: bool) -> None:
    """Draw the table; a label wider than ``width`` points breaks over lines."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    style = ParagraphStyle("a", fontName="HeiseiMin-W3", fontSize=10.5, leading=15, wordWrap="CJK")

    def cell(text: str) -> Paragraph:
        return Paragraph(escape(text).replace("\n", "<br/>"), style)

    rows = [["番号", cell("発言者"), cell("発言内容")]]
    rows += [[str(at), cell(who), cell(said)] for at, (who, said) in enumerate(speeches(), 1)]
    widths = [35, width, 435 - width]
    if not numbered:
        rows, widths = [row[1:] for row in rows], [width, 470 - width]
    table = Table(rows, colWidths=widths, repeatRows=1)
    looks = [("VALIGN", (0, 0), (-1, -1), place), ("FONTNAME", (0, 0), (-1, -1), "HeiseiMin-W3")]
    if ruled:
        looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    table.setStyle(TableStyle(looks))
    page = SimpleDocTemplate(str(path), leftMargin=60, rightMargin=60)
    page.build([*map(cell, HEADER), table])


@pytest.mark.parametrize(
    ("ruled", "place", "width", "numbered"),
    [*itertools.product((True, False), ("TOP", "MIDDLE"), (60, 110), (True, False))],
)
def test_tables_on_pages(
    ruled: bool, place: str, width: int, numbered: bool, tmp_path: Path
) -> None:
    path = tmp_path / "table.pdf"
    draw(path, ruled=ruled, place=place, width=width, numbered=numbered)
    want = [(who, "".join(said.split())) for who, said in speeches()]
    turns = parse(read_document(path)).turns
    assert [(t.speaker, "".join(t.text.split())) for t in turns] == want


def test_a_list_of_labels_and_fewer_speeches_names_nobody() -> None:
    labels = "発言者\n会長\n事務局\n中川委員\n発言要旨\n理由を説明願いたい。\n食材費が上がった。"
    assert parse(read_text("\n".join([*HEADER, labels]))).turns == ()


def test_labels_at_the_head_of_their_speech_stay_where_they_are() -> None:
    """Notes without full stops part no sentence, however many lines they have."""
    body = "\n".join(
        f"{who} 前年度の実績について、受付の件数と主な内訳の説明を求める\n次の計画に反映すること"
        for who in ("会長", "事務局", "早瀬委員", "会長", "図書館長", "柏原委員")
    )
    turns = parse(read_text("\n".join([*HEADER, body]))).turns
    assert [t.speaker for t in turns] == [
        "会長",
        "事務局",
        "早瀬委員",
        "会長",
        "図書館長",
        "柏原委員",
    ]
    assert all(turn.text.endswith("反映すること") for turn in turns)


def test_what_was_done_above_a_label_is_no_line_of_its_speech() -> None:
    body = "\n\n".join(
        f"―{office}から資料{number}に基づき説明―\n\n{who}\n件数の動きを説明してほしい。\n"
        "資料の表の見方も伺いたい。"
        for number, (office, who) in enumerate(
            [("環境課", "早瀬委員"), ("図書館", "会長"), ("学務課", "柏原委員")], 1
        )
    )
    minutes = parse(read_text("\n".join([*HEADER, "発言者\n\n発言内容", body])))
    assert [t.text[:5] for t in minutes.turns] == ["件数の動き"] * 3
    assert [n.text for n in minutes.notes if "説明" in n.text] == [
        "環境課から資料1に基づき説明",
        "図書館から資料2に基づき説明",
        "学務課から資料3に基づき説明",
    ]
