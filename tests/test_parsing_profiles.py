"""Profiles pin what a document's own lines would decide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.parsing import ProfileError, parse
from pipeline.parsing.profile import load_profile
from pipeline.reading import read_text

# Two styles in one text: without a profile the more frequent one counts, and both may.
TEXT = (
    "日時　令和4年2月10日\n場所　会議室\n議題\n1 計画について\n会議の内容\n"
    "○会長　始めます。\n○委員　質問があります。\n○会長　どうぞ。\n"
    "委員：費用はいくらか。\n事務局：50万円です。\n委員：了解した。\n"
)


@pytest.mark.parametrize(
    ("profile", "speakers"),
    [
        ("colon", ["委員", "事務局", "委員"]),
        ("symbol", ["会長", "委員", "会長"]),
        ("brackets", []),
    ],
)
def test_a_profile_decides_what_marks_speakers(profile: str, speakers: list[str]) -> None:
    minutes = parse(read_text(TEXT), profile=profile)
    assert [t.speaker for t in minutes.turns] == speakers
    assert minutes.profile == profile


def test_a_profile_of_ones_own_names_the_body(tmp_path: Path) -> None:
    path = tmp_path / "kitahama.toml"
    path.write_text('body = "保護審議会"\nmunicipality_code = "272051"\n', encoding="utf-8")
    meeting = parse(read_text(TEXT), profile=str(path)).meeting
    assert meeting is not None
    assert (meeting.body, meeting.municipality) == ("保護審議会", "吹田市")


@pytest.mark.parametrize(
    ("body", "now"),
    [
        ("保護運営審議会", "保護審議会"),
        ("保護 運営審議会", "保護審議会"),
        ("保護委員会", "保護審議会"),  # renamed twice
        ("保護審議会", None),
        ("公開審議会", None),
        (None, None),
    ],
)
def test_a_profile_knows_bodies_by_their_old_names(
    tmp_path: Path, body: str | None, now: str | None
) -> None:
    path = tmp_path / "kitahama.toml"
    path.write_text(
        "".join(
            f'[[renamed]]\nbefore = "{before}"\nnow = "{after}"\n'
            for before, after in [
                ("保護委員会", "保護運営審議会"),
                ("保護運営審議会", "保護審議会"),
            ]
        ),
        encoding="utf-8",
    )
    assert load_profile(str(path)).name_now(body) == now


def test_names_that_go_in_a_circle_end(tmp_path: Path) -> None:
    path = tmp_path / "circle.toml"
    path.write_text(
        '[[renamed]]\nbefore = "甲会"\nnow = "乙会"\n[[renamed]]\nbefore = "乙会"\nnow = "甲会"\n',
        encoding="utf-8",
    )
    assert load_profile(str(path)).name_now("甲会") is None


def test_a_profile_of_ones_own_renames_the_body_and_names_laws(tmp_path: Path) -> None:
    path = tmp_path / "kitahama.toml"
    path.write_text(
        'body = "保護運営審議会"\n[laws]\n"条例" = "北浜市 個人情報保護条例"\n'
        '[[renamed]]\nbefore = "保護運営審議会"\nnow = "保護審議会"\n',
        encoding="utf-8",
    )
    minutes = parse(read_text(TEXT), profile=str(path))
    assert minutes.meeting is not None
    assert (minutes.meeting.body, minutes.meeting.body_now) == ("保護運営審議会", "保護審議会")
    assert minutes.laws == (("条例", "北浜市個人情報保護条例"),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("laws = '条例'", "[laws]"),
        ("[laws]\n条 = 3", "no valid TOML"),
        ("[laws]\n'条例' = 3", "[laws]"),
        ("renamed = 'x'", "[[renamed]]"),
        ("[[renamed]]\nbefore = '甲会'", "[[renamed]]"),
        ("speakers = 'colon'", "list"),
        ("speaker = ['colon']", "unknown keys: speaker"),
        ("municipality_code = '272052'", "272052"),
        ("speakers = [", "no valid TOML"),
    ],
)
def test_a_broken_profile_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ProfileError, match=re.escape(says)):
        parse(read_text(TEXT), profile=str(path))


def test_a_profile_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ProfileError, match=r"colon.*symbol"):
        parse(read_text(TEXT), profile="suita")
