"""Finished documents on disk: there whole or not at all, and only what the run needs."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline.batch.store import Rows, Store

SHA = "ab" * 32
CARD = {"turns": 2, "sketch": [1, 2]}
ROWS: Rows = {
    "documents": [{"document_id": "d1", "path": "", "pages": None, "seconds": 0.25}],
    "meetings": [{"date": datetime.date(2022, 1, 21), "public": "公開", "observers": 0}],
    "turns": [{"text": "一\r二\u2028三 \ud800", "is_chair": True, "candidates": ["a", "b"]}],
}


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    store = Store(tmp_path, "key")
    store.write(store.path(SHA, ".txt"), CARD, ROWS)
    assert store.read(store.path(SHA, ".TXT")) == ROWS
    assert store.card(store.path(SHA, ".TXT")) == CARD


def test_a_long_card_comes_back_too(tmp_path: Path) -> None:
    store = Store(tmp_path, "key")
    long = {"names": [f"委員{number}{number * 7919 % 9973}" for number in range(20_000)]}
    store.write(store.path(SHA, ".txt"), long, ROWS)
    assert store.card(store.path(SHA, ".txt")) == long
    assert store.read(store.path(SHA, ".txt")) == ROWS


def test_another_reader_other_settings_or_corrections_know_nothing_of_them(tmp_path: Path) -> None:
    store = Store(tmp_path, "key")
    store.write(store.path(SHA, ".txt"), CARD, ROWS)
    assert store.read(store.path(SHA, ".html")) is None
    other = Store(tmp_path, "other")
    assert other.read(other.path(SHA, ".txt")) is None
    assert store.read(store.path(SHA, ".txt", "corrected")) is None


@pytest.mark.parametrize("left", [0, 1, 10, 40])
def test_a_damaged_document_is_not_done_and_goes(tmp_path: Path, left: int) -> None:
    store = Store(tmp_path, "key")
    store.write(store.path(SHA, ".txt"), CARD, ROWS)
    path = store.path(SHA, ".txt")
    damaged = path.read_bytes()[:left]
    path.write_bytes(damaged)
    assert store.read(store.path(SHA, ".txt")) is None
    assert not path.exists()
    path.write_bytes(damaged)
    assert store.card(store.path(SHA, ".txt")) is None
    assert not path.exists()


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "1", "key"), Store(tmp_path / "2", "key")
    first.write(first.path(SHA, ".txt"), CARD, ROWS)
    second.write(second.path(SHA, ".txt"), CARD, ROWS)
    assert first.path(SHA, ".txt").read_bytes() == second.path(SHA, ".txt").read_bytes()


def test_nothing_half_written_stays_when_a_row_cannot_be_written(tmp_path: Path) -> None:
    store = Store(tmp_path, "key")
    with pytest.raises(TypeError, match="cannot hold object"):
        store.write(store.path(SHA, ".txt"), CARD, {"turns": [{"text": object()}]})
    assert store.read(store.path(SHA, ".txt")) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_pruning_keeps_what_the_run_needs(tmp_path: Path) -> None:
    store, old = Store(tmp_path, "key"), Store(tmp_path, "old")
    store.write(store.path(SHA, ".txt"), CARD, ROWS)
    store.write(store.path("cd" * 32, ".txt"), CARD, ROWS)
    old.write(old.path(SHA, ".txt"), CARD, ROWS)
    kept = store.path(SHA, ".txt")
    kept.with_name("killed.1.partial").write_bytes(b"half")
    part = tmp_path / ".gijiroku" / "parts" / "ab" / "old.part"
    part.parent.mkdir(parents=True)
    part.touch()
    store.prune([kept])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]
    assert sorted(path.name for path in (tmp_path / ".gijiroku" / "documents").iterdir()) == ["key"]
