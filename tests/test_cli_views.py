"""``show`` and ``explain``: what one document looks like."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from batch_samples import POEM, minutes, write_picture_pdf

from pipeline.cli import main


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(minutes(1), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "said",
    [
        "架空市情報公開審議会",
        "2023-04-01",
        "14:00–15:00",
        "山岡",
        "個人情報保護条例の改正について",
        "病歴の情報はどのように扱われますか。",
    ],
)
def test_show_prints_the_records(
    document: Path, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in run(capsys, "show", str(document), "--no-tags")


def test_show_prints_the_nested_record_for_programs(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads(run(capsys, "show", str(document), "--format", "json", "--no-tags"))
    texts = [turn["text"] for turn in record["turns"]]
    assert "病歴の情報はどのように扱われますか。" in texts


def test_what_a_speech_goes_on_with_is_indented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A speaker stands where no line of a speech can."""
    path = tmp_path / "long.txt"
    long = "病歴の情報は" + "どのように" * 30 + "扱われますか。\n　もう一点あります。"
    path.write_text(minutes(1).replace("病歴の情報はどのように扱われますか。", long), "utf-8")
    lines = run(capsys, "show", str(path), "--no-tags").splitlines()
    (first,) = (at for at, line in enumerate(lines) if "病歴の情報は" in line)
    assert lines[first].startswith("  委員 [委員 asks] 病歴")
    assert [line[:5] for line in lines[first + 1 : first + 4]] == ["    よ", "    に", "    も"]


def test_show_is_not_led_astray_by_its_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "[red]a.txt"
    hostile = minutes(1).replace("どのように", "[bold]どの[/]\x1b[2Jように :smile:")
    path.write_text(hostile, encoding="utf-8")
    text = run(capsys, "show", str(path), "--no-tags")
    assert "[bold]どの[/]" in text
    assert ":smile:" in text
    assert "\x1b" not in text
    assert "\x1b" not in run(capsys, "explain", str(path))
    assert "\x1b" not in run(capsys, "show", str(path), "--format", "json", "--no-tags")


def test_show_says_so_if_it_is_no_minutes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "poem.txt"
    path.write_text(POEM, encoding="utf-8")
    assert "not the minutes of a meeting" in run(capsys, "show", str(path), "--no-tags")


@pytest.mark.parametrize("command", ["show", "explain"])
def test_a_document_that_cannot_be_read_is_status_3(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "picture.pdf"
    write_picture_pdf(path)
    assert main([command, str(path)]) == 3
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "OCR" in streams.err


def test_explain_gives_every_line_a_role_and_a_rule(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(capsys, "explain", str(document)).splitlines()
    assert lines[0].startswith("# ")
    rows = [re.split(r" {2,}", line.strip()) for line in lines if not line.startswith("#")]
    assert rows[0] == ["line", "page", "role", "rule", "record", "text"]
    seen = {int(row[0]) for row in rows[1:]}
    assert seen == set(range(1, len(minutes(1).split("\n")[:-1]) + 1))
    assert all(len(row) >= 3 and row[1] and row[2] for row in rows[1:])
    assert not any("unaccounted" in row for row in rows)
    (turn,) = [row for row in rows if row[-1] == "病歴の情報はどのように扱われますか。"]
    assert turn[1] == "turn"


def test_explain_gives_reasons_for_and_against_every_candidate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "第3回北浜市図書館協議会会議録\n日時　令和5年10月3日　午後2時\n場所　第2会議室\n"
        "○会長　それでは会議を始めます。\n○委員　案は三つあります。\n（資料）\n"
        "○事務局　お答えします。\n",
        encoding="utf-8",
    )
    found = [line for line in run(capsys, "explain", str(path)).splitlines() if "candidate" in line]
    (chair,) = [line for line in found if "「会長」 taken" in line]
    assert chair.startswith("# candidate line 4 symbol ")
    assert "+ the label is a role, a person or a function; + speech follows on the same" in chair
    (paper,) = [line for line in found if "「資料」" in line]
    assert paper.startswith("# candidate line 6 bracket () 「資料」 refused: ")
    assert "- the label is no known role, name or department" in paper
    assert "- speakers are not marked like this here" in paper
    pinned = run(capsys, "explain", str(path), "--profile", "colon").splitlines()
    (chair,) = [line for line in pinned if "「会長」 refused" in line and "symbol" in line]
    assert "- the profile wants other marks" in chair
