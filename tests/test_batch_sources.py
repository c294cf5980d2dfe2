"""What the archive knows of its files fills what they do not say, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_samples import minutes, read_csv, write_minutes

from pipeline.batch import Run, UsageError, convert
from pipeline.batch.sources import Source, read_sources

BARE = """会長：ただいまから審議会を開会いたします。
事務局：資料１に基づき、個人情報保護条例第３条の改正について説明します。
委員：病歴の情報はどのように扱われますか。
事務局：要配慮個人情報として、本人の同意を得て取り扱います。
会長：それでは、本件は原案のとおり承認することとします。
委員：ほかに意見はありません。
"""


def run(folder: Path, sources: str, **options: object) -> Run:
    """Convert ``folder/in`` with a list of sources."""
    (folder / "sources.csv").write_text(sources, encoding="utf-8")
    return convert(
        folder / "in", folder / "out", sources=folder / "sources.csv", tags=False, jobs=1, **options
    )  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "r4").mkdir(parents=True)
    (tmp_path / "in" / "r4" / "bare.txt").write_text(BARE, encoding="utf-8")
    write_minutes(tmp_path / "in", 1)
    return tmp_path


def test_what_a_document_does_not_say_is_filled_and_marked(folder: Path) -> None:
    done = run(
        folder,
        "path,municipality_code,body,date,session,source_url,retrieved_at\n"
        "r4/*.txt,272051,個人情報保護審議会,2022/01/21,令和３年度 第５回,"
        "https://example.jp/5,2024-05-01\n",
    )
    (row,) = (row for row in read_csv(done.out, "meetings") if row["from_sources"])
    assert row["municipality_code"] == "272051"
    assert (row["prefecture"], row["municipality"]) == ("大阪府", "吹田市")
    assert (row["body"], row["date"], row["weekday"]) == ("個人情報保護審議会", "2022-01-21", "金")
    assert (row["session"], row["session_no"], row["fiscal_year"]) == (
        "令和３年度第５回",
        "5",
        "2021",
    )
    assert row["from_sources"].split() == [
        "municipality_code",
        "prefecture",
        "municipality",
        "body",
        "session",
        "session_no",
        "fiscal_year",
        "date",
        "weekday",
    ]
    documents = {row["path"]: row for row in read_csv(done.out, "documents")}
    assert documents["r4/bare.txt"]["source_url"] == "https://example.jp/5"
    assert documents["r4/bare.txt"]["retrieved_at"] == "2024-05-01"
    assert documents["m1.txt"]["source_url"] == ""
    speeches = [row for row in read_csv(done.out, "speeches") if row["source_url"]]
    assert len(speeches) >= 5
    assert {row["body"] for row in speeches} == {"個人情報保護審議会"}
    assert speeches[0]["cite"] == "令和３年度第５回個人情報保護審議会会議録（令和4年1月21日）"
    assert row["body_id"] in {row["body_id"] for row in read_csv(done.out, "bodies")}


def test_what_a_document_says_stays_and_a_contradiction_is_an_issue(folder: Path) -> None:
    agreeing = run(
        folder, "path,body,date,session\nm1.txt,情報公開審議会,2023-04-01,令和5年度第1回\n"
    )
    codes = {row["code"] for row in read_csv(agreeing.out, "issues")}
    assert "source_contradicts" not in codes
    done = run(folder, "path,body,date,session\nm1.txt,教育委員会,2023-04-02,第2回\n")
    issues = [r for r in read_csv(done.out, "issues") if r["code"] == "source_contradicts"]
    assert [issue["issue_id"].rpartition(".")[2] for issue in issues] == ["body", "session", "date"]
    assert {issue["severity"] for issue in issues} == {"warning"}
    (row,) = (row for row in read_csv(done.out, "meetings") if row["session"] == "第1回")
    assert (row["body"], row["date"]) == ("架空市情報公開審議会", "2023-04-01")
    assert row["from_sources"] == ""
    status = {row["path"]: row["status"] for row in read_csv(done.out, "documents")}
    assert status["m1.txt"] == "warned"


def test_a_renamed_body_is_one_body_also_where_the_archive_gives_its_code(tmp_path: Path) -> None:
    before, now = "架空市情報公開審議会", "架空市情報公開・個人情報保護審議会"
    paths = write_minutes(tmp_path / "in", 1, 2)
    paths[1].write_text(minutes(2).replace(before, now), encoding="utf-8")
    profile = tmp_path / "profile.toml"
    profile.write_text(f'[[renamed]]\nbefore = "{before}"\nnow = "{now}"\n', encoding="utf-8")
    done = run(tmp_path, f"path,municipality_code,body\n*,272051,{now}\n", profile=str(profile))
    meetings = read_csv(done.out, "meetings")
    assert [row["body"] for row in meetings] != [meetings[0]["body"]] * 2
    assert len({row["body_id"] for row in meetings}) == 1
    assert [row["name"] for row in read_csv(done.out, "bodies")] == [now]
    assert "source_contradicts" not in {row["code"] for row in read_csv(done.out, "issues")}


def test_another_list_changes_the_tables_and_reads_nothing_again(folder: Path) -> None:
    first = run(folder, "path,source_url\n*,https://example.jp/a\n")
    second = run(folder, "path,source_url\n*,https://example.jp/b\n")
    assert (first.converted, second.converted, second.written) == (2, 0, True)
    urls = {row["source_url"] for row in read_csv(second.out, "documents")}
    assert urls == {"https://example.jp/b"}
    third = convert(folder / "in", folder / "out", tags=False)
    assert {row["source_url"] for row in read_csv(third.out, "documents")} == {""}


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("r4/074.pdf", "exact"),
        ("r4/075.pdf", "first pattern"),
        ("r4/deep/x.pdf", "first pattern"),
        ("r5/x.html", "second pattern"),
        ("r5/a[1].txt", "brackets"),
        ("r5/x.txt", None),
    ],
)
def test_a_path_takes_its_own_line_else_the_first_that_fits(
    tmp_path: Path, name: str, url: str | None
) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(
        "path,source_url\n"
        "r4/*.pdf,first pattern\n"
        "*.html,second pattern\n"
        "r4/*,never\n"
        "./r4/074.pdf,exact\n"
        "r5\\a[1].txt,brackets\n",
        encoding="utf-8",
    )
    found = read_sources(path).of(name)
    assert (found.source_url if found else None) == url


def test_lines_nobody_asked_for_are_known(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("path,body\na.txt,甲\n\nb.txt,乙\n*.pdf,丙\n", encoding="utf-8")
    sources = read_sources(path)
    assert sources.of("a.txt") == Source(body="甲")
    assert sources.unused() == [4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes("path,body\r\n会議録.txt,審議会\r\n".encode(encoding))
    assert read_sources(path).of("会議録.txt") == Source(body="審議会")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column path"),
        ("file,body\na,b\n", "no column path"),
        ("path,date\na.txt,2022-02-30\n", "line 2: 2022-02-30 is no date"),
        ("path,date\na.txt,5月1日\n", "line 2: 5月1日 is no date. Write it like 2024-05-01"),
        ("path,retrieved_at\na.txt,yesterday\n", "line 2: yesterday is no retrieved_at. Write it"),
        ("path,retrieved_at\na.txt,2024-13-01\n", "line 2: 2024-13-01 is no retrieved_at"),
        ("path,retrieved_at\na.txt,2024-05-01 25:00\n", "like 2024-05-01 or 2024-05-01T09:30:00"),
        ("path,municipality_code\na.txt,272052\n", "line 2: 272052 is no"),
        ("path,municipality_code\na.txt,1\n", "line 2: 1 is no"),
        ("path,body\n,x\n", "line 2: the path is empty"),
        ('path,body\na.txt,"x\nb.txt,y\n', "line 3: unexpected end of data"),
        ("path,body,date\na.txt,甲,乙,2024-05-01\n", "line 2: more cells than the heading"),
        ("path,body\na.txt,x\n\na.txt,y\n", r"line 4: a.txt has a line already \(line 2\)"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(folder: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        run(folder, text)
    assert not (folder / "out").exists()


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    with pytest.raises(UsageError, match="cannot be read"):
        convert(tmp_path / "in", tmp_path / "out", sources=tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024/5/1", "2024-05-01"),
        ("2024/5/1 9:05", "2024-05-01T09:05:00"),
        ("2024-05-01T09:30:00+09:00", "2024-05-01T09:30:00+09:00"),
        ("2024-05-01 00:30:00Z", "2024-05-01T00:30:00+00:00"),
    ],
)
def test_days_and_times_as_spreadsheets_and_programs_write_them(
    tmp_path: Path, written: str, kept: str
) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(f"path,date,retrieved_at\na.txt,2024/5/1,{written}\n", encoding="utf-8")
    assert read_sources(path).of("a.txt") == Source(date="2024-05-01", retrieved_at=kept)


def test_a_name_fits_whichever_way_its_kana_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    composed, apart = "審議会だより.txt", "審議会た\u3099より.txt"
    path.write_text(f"path,body\n{composed},甲\n", encoding="utf-8")
    assert read_sources(path).of(apart) == Source(body="甲")


def test_what_is_said_of_a_duplicate_is_said_of_its_document(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(BARE, encoding="utf-8")
    done = run(
        tmp_path,
        "path,body,date,source_url\n"
        "a.txt,,2022-01-21,\n"
        "b.txt,情報公開審議会,2022-01-21,https://example.jp/b\n"
        "c.txt,教育委員会,2022-01-22,\n",
    )
    (row,) = read_csv(done.out, "meetings")
    assert (row["body"], row["date"]) == ("情報公開審議会", "2022-01-21")
    assert row["from_sources"].split() == ["body", "date", "weekday", "fiscal_year"]
    issues = [row for row in read_csv(done.out, "issues") if row["code"] == "sources_disagree"]
    assert [issue["message"] for issue in issues] == [
        "The list of sources says body 教育委員会 for c.txt, which has the same content, and "
        "情報公開審議会 for b.txt, which was followed.",
        "The list of sources says date 2022-01-22 for c.txt, which has the same content, and "
        "2022-01-21 for a.txt, which was followed.",
    ]
    documents = {row["path"]: row for row in read_csv(done.out, "documents")}
    assert documents["a.txt"]["status"] == "warned"
    assert {row["source_url"] for row in read_csv(done.out, "speeches")} == {"https://example.jp/b"}
    assert documents["c.txt"]["source_url"] == ""


def test_what_is_said_of_a_duplicate_before_its_document_is_said_of_it_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.pdf", "b.txt"):  # text: only b.txt can be read
        (tmp_path / "in" / name).write_text(BARE, encoding="utf-8")
    done = run(tmp_path, "path,body,date\na.pdf,,2022-01-21\nb.txt,情報公開審議会,\n")
    (row,) = read_csv(done.out, "meetings")
    assert (row["body"], row["date"]) == ("情報公開審議会", "2022-01-21")


def test_what_is_said_of_duplicates_against_their_document_is_an_issue_each(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / "in" / name).write_text(minutes(1), encoding="utf-8")
    done = run(
        tmp_path,
        "path,date\na.txt,2023-04-01\nb.txt,2023-04-02\nc.txt,2023-04-02\nd.txt,2023-04-03\n",
    )
    issues = [row for row in read_csv(done.out, "issues") if row["code"] == "source_contradicts"]
    assert [issue["issue_id"].partition(".")[2] for issue in issues] == [
        "source_contradicts.date",
        "source_contradicts.date.2",
    ]
    assert "2023-04-02 for b.txt, which has the same content, the document" in issues[0]["message"]
    assert "2023-04-03 for d.txt" in issues[1]["message"]


@pytest.mark.parametrize(
    ("written", "line", "column", "said"),
    [
        ("架空市", "272051,,", "municipality_code", None),
        ("大阪府豊中市", "272035,,", "municipality_code", None),
        ("令和４年５月20日\n架空市", ",,第５回", "session", None),
        ("令和４年５月20日\n架空市", ",,令和4年度第５回", "session", None),
        (
            "令和４年５月20日\n架空市",
            ",,令和3年度第５回",
            "session",
            "so that fiscal_year is 2021; the",
        ),
    ],
)
def test_what_would_follow_and_is_not_so_in_the_document_is_not_filled(
    tmp_path: Path, written: str, line: str, column: str, said: str | None
) -> None:
    (tmp_path / "in").mkdir()
    text = f"{written}情報公開審議会　会議録\n" + BARE
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    done = run(tmp_path, f"path,municipality_code,date,session\na.txt,{line}\n")
    (row,) = read_csv(done.out, "meetings")
    issues = [row["message"] for row in read_csv(done.out, "issues") if "source" in row["code"]]
    if said is None:
        assert issues == []
        assert row[column]
    else:
        assert said in issues[0]
        assert column not in row["from_sources"].split()


def test_a_duplicate_has_the_url_of_its_own_path(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(minutes(1), encoding="utf-8")
    done = run(
        tmp_path, "path,source_url\na.txt,https://example.jp/a\nb.txt,https://example.jp/b\n"
    )
    rows = read_csv(done.out, "documents")
    assert [row["source_url"][-1] for row in rows] == ["a", "b"]
