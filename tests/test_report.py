"""The report as a person uses it, in a headless Chromium; and what its files hold, without one."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from table_samples import ID, minutes, rows, turn, written

from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.report import write_report
from pipeline.tables.folder import FolderError
from pipeline.tables.rows import document_row_for_failure, table_rows
from pipeline.tables.writers import write_tables

PROJECT = Path(__file__).resolve().parents[1]
HOSTILE = "</script><img src=x onerror=document.title='owned'><!-- & \x00 \ud800"


def many(count: int) -> Iterator[Any]:
    """Rows of documents that differ in nothing but their id and path."""
    for no in range(count):
        yield table_rows(minutes(sha256=f"{no:016x}" * 4, issues=()), path=f"{no:04}.txt")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sample, one with hostile texts, and a file that could not be read."""
    out = tmp_path_factory.mktemp("report")
    sample = read_document(PROJECT / "data" / "raw" / "mishima_kojinjoho_041.txt")
    bare: dict[str, Any] = dict.fromkeys(("exchanges", "tags", "citations"), ())
    hostile = minutes(turns=(turn(1, HOSTILE, speaker=HOSTILE),), **bare)
    lost = document_row_for_failure(path="lost.pdf", status="failed", error="e", message=HOSTILE)
    documents = [
        table_rows(parse(sample), path="a/mishima.txt", with_lines=True),
        table_rows(hostile, path="b/<b>hostile</b>.pdf", with_lines=True),
        {"documents": [lost]},
    ]
    write_tables(documents, out / "tables", ["parquet"], with_lines=True)
    assert write_report(out / "tables", out / "html").documents == 2
    return out / "html"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


def data_of(page: Path) -> Any:
    text = page.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def sample_page(report: Path) -> Path:
    (page,) = (p for p in (report / "documents").iterdir() if ID not in p.name)
    return page


# -- without a browser ------------------------------------------------------------------------


def test_pages_name_no_address(report: Path) -> None:
    for page in report.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"<(link|img|iframe|script src)", text.split("<script type")[0])
        assert "default-src 'none'" in text


def test_a_page_holds_every_line_and_record(report: Path) -> None:
    document = read_document(PROJECT / "data" / "raw" / "mishima_kojinjoho_041.txt")
    parsed, page = parse(document), data_of(sample_page(report))
    assert [line[2] for line in page["lines"]] == [line.text for line in document.lines]
    shown = [record["id"] for record in page["records"]]
    assert len(shown) == len(set(shown))
    assert {each.turn_id for each in parsed.turns} < set(shown)
    assert {each.decision_id for each in parsed.decisions} < set(shown)
    assert len([r for r in page["records"] if r["table"] == "attendees"]) == len(parsed.attendees)


def test_without_lines_the_report_says_so(tmp_path: Path) -> None:
    source = written(tmp_path / "in", rows(), "csv", with_lines=False)
    made = write_report(source, tmp_path / "out")
    assert not made.with_lines
    assert data_of(tmp_path / "out" / "documents" / f"d{ID}.html")["withLines"] is False
    with pytest.raises(FolderError, match="gijiroku convert"):
        write_report(tmp_path / "nowhere", tmp_path / "out")


def test_an_id_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    given = rows()
    for table in ("documents", "meetings"):
        given[table][0]["document_id"] = "../../escaped"
    source = written(tmp_path / "in", given, "parquet")
    assert write_report(source, tmp_path / "out").documents == 0
    assert not list(tmp_path.rglob("escaped*"))


def refused(name: str, error: str, message: str) -> dict[str, Any]:
    row = document_row_for_failure(path=name, status="failed", error=error, message=message)
    return {"documents": [row]}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting in two files, a file that is no minutes, and one that is empty."""
    out = tmp_path_factory.mktemp("archive")
    one, other = (table_rows(minutes(sha256=c * 64, issues=()), path=f"{c}.txt") for c in "ab")
    other["documents"][0]["variant_of"] = "d" + "a" * 16
    other["meetings"][0]["variant_of"] = "m" + "a" * 16
    (out / "law.txt").write_text("第１条　この条例は、ごみの減量について定める。\n", "utf-8")
    law = parse(read_document(out / "law.txt"))
    empty = refused("empty.txt", "empty_file", "The file is empty (0 bytes).")
    documents = [one, other, table_rows(law, path="law.txt"), empty]
    write_tables(documents, out / "tables", ["parquet"])
    write_report(out / "tables", out / "html")
    return out / "html"


def test_a_meeting_in_two_files_counts_once(archive: Path) -> None:
    index = data_of(archive / "index.html")
    said = sum(len(each.text) for each in minutes().turns)
    assert index["plots"]["year"] == [["2019", 1]]
    assert sum(count for _, count in index["plots"]["speech"]) == said
    preferred = {"id": "d" + "a" * 16, "path": "a.txt"}
    assert [row["variantOf"] for row in index["documents"]] == [None, preferred, None, None]


def test_what_is_no_minutes_is_not_counted_as_in_order(archive: Path) -> None:
    status = dict(data_of(archive / "index.html")["plots"]["status"])
    assert status == {"ok": 2, "not_minutes": 1, "failed": 1}


def reasons_in_program() -> set[str]:
    """Codes of ``ReadError`` and of rows of failures, and those of ``refusals.toml``."""
    found = set(tomllib.loads((PROJECT / "pipeline/data/refusals.toml").read_text("utf-8")))
    place = {"ReadError": 0, "failure_rows": 2}
    for path in (PROJECT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            at = place.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
            if at is not None and isinstance(node.args[at], ast.Constant):
                found.add(node.args[at].value)
    return found


def test_each_reason_has_a_japanese_sentence() -> None:
    by_name = {"timeout", "cpu_limit", "crashed"}  # of a process that is gone; in a table of words
    data = PROJECT / "pipeline" / "data" / "report" / "reasons.toml"
    sentences = tomllib.loads(data.read_text("utf-8"))
    assert set(sentences) == reasons_in_program() | by_name | {"not_minutes"}
    assert all(sentence.endswith("。") for sentence in sentences.values())


# -- the overview -----------------------------------------------------------------------------


def rows_shown(browser: Browser) -> list[str]:
    return list(
        browser.value("[...document.querySelectorAll('#list tbody tr')].map(r => r.textContent)")
    )


def test_overview_filters_and_searches(browser: Browser, report: Path) -> None:
    browser.open(report / "index.html")
    assert len(rows_shown(browser)) == 3
    assert browser.value("document.documentElement.lang") == "ja"
    browser.click("[data-status=failed]")
    (failed,) = rows_shown(browser)
    assert "lost.pdf" in failed
    assert "<img src=x" in failed  # as text
    browser.click("[data-status=all]")
    browser.press("/")
    browser.write("三島 図書館")  # the body, and a word of a case's title
    (found,) = rows_shown(browser)
    assert "mishima.txt" in found
    browser.press("Escape")
    assert len(rows_shown(browser)) == 3
    browser.click("#language")
    assert browser.value("document.querySelector('h1').textContent") == "Minutes"
    plots = browser.value("[...document.querySelectorAll('.plot')].map(p => p.dataset.plot)")
    assert {"status", "year", "speech"} <= set(plots)


def test_why_a_file_has_no_records_is_said_in_japanese_first(
    browser: Browser, archive: Path
) -> None:
    browser.open(archive / "index.html")
    _, _, law, empty = rows_shown(browser)
    assert "会議録以外" in law
    assert re.search("会議録として読み取れない.*This does not read as the minutes", law)
    assert re.search("ファイルに中身がありません。.*The file is empty", empty)
    browser.click("#language")
    assert "ファイルに" not in rows_shown(browser)[3]


def test_a_variant_leads_to_the_file_that_counts(browser: Browser, archive: Path) -> None:
    browser.open(archive / "index.html")
    assert "同じ会議の別のファイル" in rows_shown(browser)[1]
    browser.open(archive / "documents" / f"d{'b' * 16}.html")
    browser.click("#variant a")
    there = f"location.pathname.endsWith('d{'a' * 16}.html')"
    browser.until(f"{there} && document.readyState === 'complete'")
    assert browser.value("document.querySelector('#variant').textContent") == ""


@pytest.mark.parametrize("sought", ["山岡 架江", "山岡架江", "谷口", "事務局"])
def test_the_overview_finds_people(browser: Browser, archive: Path, sought: str) -> None:
    browser.open(archive / "index.html")
    shown = "document.querySelector('#search').placeholder"
    assert "発言の本文は対象外" in browser.value(shown)
    browser.press("/")
    browser.write(sought)
    assert len(rows_shown(browser)) == 2


def test_an_issue_in_the_overview_leads_to_its_documents(browser: Browser, report: Path) -> None:
    browser.open(report / "index.html", "?lang=en")
    browser.click("[data-plot=issues] button")
    assert browser.value("document.querySelector('#search').value") == "odd"
    (found,) = rows_shown(browser)
    assert "hostile" in found


def test_issues_are_said_in_the_language_of_the_page(browser: Browser, tmp_path: Path) -> None:
    sample = read_document(PROJECT / "data" / "raw" / "asagiri_midori.txt")
    documents = [table_rows(parse(sample), path="a.txt", with_lines=True), next(many(1))]
    write_tables(documents, tmp_path / "tables", ["parquet"], with_lines=True)
    report = write_report(tmp_path / "tables", tmp_path / "html").index
    browser.open(report)
    browser.click("[data-plot=issues] button[title=weekday_mismatch]")
    assert browser.value("document.querySelector('#search').value") == "日付と曜日が合わない"
    (found,) = rows_shown(browser)
    assert "日付と曜日が合わない" in found
    assert "weekday_mismatch" not in found
    browser.click("#list tbody a")
    browser.until("document.documentElement.dataset.kind === 'document'")
    said = "document.querySelector('#issues').textContent"
    assert "発言者が名簿にいない: 「草壁委員」" in browser.value(said)
    browser.click("#issues button[title=head_count_mismatch]")  # of no record, but of a table
    first = "document.querySelector('#records .chosen').textContent"
    assert "川端" in browser.value(first)
    browser.click("#issues button[title=speaker_not_in_roster]")
    assert "草壁委員" in browser.value(first)
    browser.click("#language")
    assert "speaker_not_in_roster: 「草壁委員」" in browser.value(said)


def test_both_panes_end_where_the_window_does(browser: Browser, report: Path) -> None:
    window = {"width": 1200, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **window)
    try:
        browser.open(sample_page(report))
        end = browser.value("document.querySelector('footer').getBoundingClientRect().bottom")
        tall = "[...document.querySelectorAll('.pane')].map(p => Math.round(p.clientHeight))"
        one, other = browser.value(tall)
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")
    assert 780 < end <= 800
    assert one == other > 500


def test_overview_leads_to_a_document_and_back(browser: Browser, report: Path) -> None:
    browser.open(report / "index.html", "?lang=en")
    browser.click("#list tbody a")
    browser.until("document.documentElement.dataset.kind === 'document'")
    assert browser.value("document.querySelector('#back').textContent") == "All documents"
    browser.click("#back")
    browser.until("document.documentElement.dataset.kind === 'index'")
    assert browser.value("document.documentElement.lang") == "en"


def test_five_hundred_documents_do_not_choke_it(browser: Browser, tmp_path: Path) -> None:
    write_tables(many(500), tmp_path / "tables", ["parquet"])
    made = write_report(tmp_path / "tables", tmp_path / "html")
    assert made.documents == 500
    browser.open(made.index)
    timing = "performance.getEntriesByType('navigation')[0].domComplete"
    assert browser.value(timing) < 3000  # milliseconds from the click to a page that answers
    assert len(rows_shown(browser)) == 100  # the rest on demand: no page holds thousands of rows
    browser.click("#more")
    assert len(rows_shown(browser)) == 200
    browser.press("/")
    browser.write("0499.txt")
    assert len(rows_shown(browser)) == 1


# -- a document -------------------------------------------------------------------------------

CHOSEN = "[...document.querySelectorAll('{} .chosen')].map(e => e.dataset.{})"


def test_a_record_shows_its_lines_and_a_line_its_record(browser: Browser, report: Path) -> None:
    page = sample_page(report)
    browser.open(page)
    turns = [record for record in data_of(page)["records"] if record["table"] == "turns"]
    last = turns[-1]
    browser.click(f'#records [data-id="{last["id"]}"]')
    first_line, last_line = last["lines"]
    chosen = [int(no) for no in browser.value(CHOSEN.format("#source", "line"))]
    assert chosen
    assert min(chosen) >= first_line
    assert max(chosen) <= last_line
    assert browser.value(
        "(() => { const p = document.querySelector('#source').getBoundingClientRect(),"
        " c = document.querySelector('#source .chosen').getBoundingClientRect();"
        " return c.top >= p.top && c.bottom <= p.bottom; })()"
    )
    browser.click(f'#source [data-line="{turns[0]["lines"][0]}"]')
    assert browser.value(CHOSEN.format("#records", "id")) == [turns[0]["id"]]
    browser.press("Escape")
    assert browser.value("document.querySelectorAll('.chosen').length") == 0


def test_the_keyboard_does_what_the_mouse_does(browser: Browser, report: Path) -> None:
    browser.open(sample_page(report))
    browser.value("document.querySelector('#records [role=button]').focus()")
    browser.press("ArrowDown")
    browser.press("Enter")
    second = "document.querySelectorAll('#records [role=button]')[1].dataset.id"
    assert browser.value(CHOSEN.format("#records", "id")) == [browser.value(second)]
    assert browser.value(CHOSEN.format("#source", "line"))


def test_search_in_a_document_marks_lines_and_keeps_records(browser: Browser, report: Path) -> None:
    browser.open(sample_page(report))
    browser.press("/")
    browser.write("継続審議")
    hits = browser.value("[...document.querySelectorAll('.hit')].map(e => e.textContent)")
    assert hits
    assert all("継続審議" in hit for hit in hits)
    kept = "[...document.querySelectorAll('#records > :not(.dim)')].map(e => e.textContent)"
    assert all("継続審議" in record for record in browser.value(kept))
    browser.press("Escape")
    assert browser.value("document.querySelectorAll('.dim, .hit').length") == 0


def test_roles_have_colours(browser: Browser, report: Path) -> None:
    browser.open(sample_page(report))
    colour = "getComputedStyle(document.querySelector('#source [data-role={}]')).borderLeftColor"
    roles = ("turn", "attendee", "heading", "section", "agenda")
    assert len({browser.value(colour.format(role)) for role in roles}) == len(roles)


def test_a_corrected_record_says_what_was_read(browser: Browser, report: Path) -> None:
    browser.open(report / "documents" / f"d{ID}.html", "?lang=en")
    shown = "document.querySelector('#records .corrected').textContent"
    assert browser.value(shown) == "✎ corrected speaker: 会長  →"


def test_texts_with_markup_stay_text(browser: Browser, report: Path) -> None:
    browser.open(report / "documents" / f"d{ID}.html")
    assert browser.value("document.title") != "owned"
    assert browser.value("document.querySelectorAll('img').length") == 0
    assert "</script><img" in browser.value("document.querySelector('#records').textContent")


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, report: Path) -> None:
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    browser.call("Emulation.setDeviceMetricsOverride", **phone)
    try:
        for page in (report / "index.html", sample_page(report)):
            browser.open(page)
            assert browser.value("document.documentElement.scrollWidth") <= 360
            if page.name == "index.html":  # numbers without the head of their column
                name = "getComputedStyle(document.querySelector('td.number'), '::before').content"
                assert "案件" in browser.value(name)
        browser.click("#source [data-role=turn]")
        assert browser.value(CHOSEN.format("#records", "id"))
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")


def test_nothing_was_requested_and_nothing_complained(browser: Browser, report: Path) -> None:
    browser.open(report / "index.html")
    browser.open(sample_page(report))
    assert browser.problems == []
    assert browser.requests
    assert [url for url in browser.requests if not url.startswith(("file:", "about:"))] == []
