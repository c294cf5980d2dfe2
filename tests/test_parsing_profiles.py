"""Profiles pin what a document's own lines would decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.parsing import ProfileError, parse
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
    ("content", "says"),
    [
        ("speakers = 'colon'", "list"),
        ("speaker = ['colon']", "unknown keys: speaker"),
        ("municipality_code = '272052'", "272052"),
        ("speakers = [", "no valid TOML"),
    ],
)
def test_a_broken_profile_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ProfileError, match=says):
        parse(read_text(TEXT), profile=str(path))


def test_a_profile_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ProfileError, match=r"colon.*symbol"):
        parse(read_text(TEXT), profile="suita")
