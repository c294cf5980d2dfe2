"""Web pages as municipalities publish them: what a reader sees, a line at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Document
from pipeline.reading import read_document


def read(tmp_path: Path, body: str, *, head: str = "", codec: str = "utf-8") -> Document:
    path = tmp_path / "page.html"
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    path.write_bytes(page.encode(codec))
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if not line.furniture]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>日時　令和4年<br>場所　市役所</p>", ["日時　令和4年", "場所　市役所"]),
        ("<h1>会議録</h1>第1回<div>委員</div>", ["会議録", "第1回", "委員"]),
        # source line ends between Japanese characters are no spaces, other white space is one
        ("<p>審議\n   会の\n 2 件 と\n\n ISMS</p>", ["審議会の 2 件 と ISMS"]),
        ("<p>&nbsp;委員：&#x9AD9;橋&amp;&lt;</p>", ["委員：髙橋&<"]),
        ("<p>　字下げは残る</p>", ["　字下げは残る"]),
        ("<p>委員<b>：</b><span>はい</span>。</p>", ["委員：はい。"]),
        ("<p><ruby>吹田<rp>(</rp><rt>すいた</rt><rp>)</rp></ruby>市</p>", ["吹田市"]),
        ("<pre>一行目\n　二行目\n</pre>", ["一行目", "　二行目"]),
        ("<p>見える</p><p style='display: none'>隠</p><p hidden>隠</p><!-- 隠 -->", ["見える"]),
        ("<script>var a='<p>隠</p>'</script><style>p{}</style><p>見える</p>", ["見える"]),
        # lists have the numbers that the browser shows, unless the text has its own
        ("<ol><li>開会<li value=4>議題<li>閉会</ol>", ["1. 開会", "4. 議題", "5. 閉会"]),
        ("<ol start=3><li>(1) 予算<li>その他</ol>", ["(1) 予算", "4. その他"]),
        ("<ul><li>資料<ul><li>別紙</ul></ul>", ["・資料", "・別紙"]),
        ("<ol><li><p>開会</p><p>会長挨拶</p></ol>", ["1. 開会", "会長挨拶"]),
        ("<dl><dt>日時<dd>令和4年</dl>", ["日時", "令和4年"]),
        # rows of tables, cells parted by TAB
        (
            "<table><tr><th>役職<th>氏名<tr><td>会長<td>山田</table>",
            ["役職\t氏名", "会長\t山田"],
        ),
        (
            "<table><tr><td rowspan=2>委員<td>山田<tr><td>鈴木</table>",
            ["委員\t山田", "\t鈴木"],
        ),
        (
            "<table><tr><td>会長<br>委員<td>山田<br>鈴木</table>",
            ["会長\t山田", "委員\t鈴木"],
        ),
        (
            "<table><tr><td>委員<td><p>はい。</p><p>また。</p></table>",
            ["委員\tはい。", "また。"],
        ),
        # a table that only arranges the page is none
        (
            "<table><tr><td><table><tr><td>会長<td>山田</table><tr><td>以上</table>",
            ["会長\t山田", "以上"],
        ),
        ("<table><tr><td>第1回<br>会議録</table>", ["第1回", "会議録"]),
    ],
)
def test_lines(tmp_path: Path, body: str, lines: list[str]) -> None:
    assert texts(read(tmp_path, body)) == lines


NAVIGATION = """
<header id="header"><p>架空市</p></header>
<nav><ul><li>くらし<li>市政</ul></nav>
<div class="topicPath">現在地：トップ</div>
{main}
<div id="toiawase">お問い合わせ　総務課</div><footer>Copyright</footer>
"""
MAIN = (
    "<h1>会議録</h1><p>委員：はい。それでは本日の審議会を始めます。</p><ul class='sns'><li>X</ul>"
)


@pytest.mark.parametrize(
    "main",
    [
        f"<main>{MAIN}</main>",
        f"<div role='main'>{MAIN}</div>",
        f"<article>{MAIN}</article>",
        f"<div id='tmp_contents'>{MAIN}</div>",
        f"<div class='wrap honbun'><div class='header'>{MAIN}</div></div>",
    ],
)
def test_navigation_is_set_aside(tmp_path: Path, main: str) -> None:
    document = read(tmp_path, NAVIGATION.format(main=main))
    assert texts(document) == ["会議録", "委員：はい。それでは本日の審議会を始めます。"]
    aside = [line.text for line in document.lines if line.furniture == "navigation"]
    assert aside[0] == "架空市"
    assert "・X" in aside
    assert aside[-1] == "Copyright"


def test_a_page_without_a_main_part_shows_all_but_navigation(tmp_path: Path) -> None:
    document = read(tmp_path, "<nav>トップ</nav><p>委員：はい。</p><p>事務局：はい。</p>")
    assert texts(document) == ["委員：はい。", "事務局：はい。"]


def test_what_is_not_printed_is_set_aside(tmp_path: Path) -> None:
    page = "<main><h4 class='visually-hidden'>発言</h4>"
    for number, label in enumerate(("委員長", "企画課長"), start=1):
        page += (
            f"<div class='row hidden-print'><p>{number}: ◯{label}</p><p>検索語: なし</p></div>"
            f"<p>◯{label}　ただいま申し上げたとおりでございます。</p>"
        )
    document = read(tmp_path, page + "</main>")
    said = "　ただいま申し上げたとおりでございます。"
    assert texts(document) == [f"◯委員長{said}", f"◯企画課長{said}"]
    assert "検索語: なし" in [line.text for line in document.lines if line.furniture]


def test_breaks_leave_it_open_whether_a_paragraph_ends(tmp_path: Path) -> None:
    document = read(tmp_path, "<p>委員：この件は<br>どうなりますか。</p><p>事務局：はい。</p>")
    assert [line.continues for line in document.lines] == [False, None, False]


@pytest.mark.parametrize(
    ("codec", "declared", "name"),
    [
        ("cp932", "Shift_JIS", "cp932"),
        ("euc_jp", "EUC-JP", "euc-jp"),
        ("iso2022_jp", "ISO-2022-JP", "iso-2022-jp"),
        ("utf-8", "Shift_JIS", "utf-8"),  # the bytes are right, the declaration is not
        ("cp932", "no-such-codec", "cp932"),
    ],
)
def test_encodings(tmp_path: Path, codec: str, declared: str, name: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    document = read(tmp_path, "<p>委員：はい、そうです。</p>", head=head, codec=codec)
    assert texts(document) == ["委員：はい、そうです。"]
    assert document.encoding == name
    assert document.media_type == "text/html"


def test_a_short_page_is_read_as_it_declares(tmp_path: Path) -> None:
    # 蛎 in EUC-JP reads as two half-width katakana in CP932; one pair alone decides nothing.
    head = '<meta charset="euc-jp">'
    assert texts(read(tmp_path, "<p>蛎</p>", head=head, codec="euc_jp")) == ["蛎"]


def test_a_nul_does_not_end_the_page(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "<p>議\0長</p><p>委員</p>")) == ["議長", "委員"]


def test_xhtml_with_its_declaration(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<body><p>委員：はい。<br/>次</p></body></html>",
        encoding="utf-8",
    )
    assert texts(read_document(path)) == ["委員：はい。", "次"]
