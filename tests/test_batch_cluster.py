"""The same work on a Dask cluster: same tables, same isolation, workers that may die."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_samples import tables_of, write_minutes

from pipeline.batch import Outcome, RunError, convert

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes that abort at one document."""
    before = os.environ.get("GIJIROKU_FAULT")
    os.environ["GIJIROKU_FAULT"] = "abort:poison"  # workers inherit it
    made = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    )
    try:
        with made:
            yield made
    finally:
        if before is None:
            del os.environ["GIJIROKU_FAULT"]
        else:
            os.environ["GIJIROKU_FAULT"] = before


def test_a_cluster_gives_the_same_tables_and_keeps_what_crashes_apart(
    cluster: Any, tmp_path: Path
) -> None:
    paths = write_minutes(tmp_path / "in", 1, 2, 3, 4)
    paths[1].rename(tmp_path / "in" / "poison.txt")
    seen: list[Outcome] = []
    run = convert(
        tmp_path / "in",
        tmp_path / "cluster",
        tags=False,
        scheduler=cluster.scheduler_address,
        progress=seen.append,
    )
    assert [(failure.path, failure.error) for failure in run.failures] == [
        ("poison.txt", "crashed")
    ]
    assert len(seen) == 4
    local = convert(tmp_path / "in", tmp_path / "local", tags=False, jobs=1)
    assert tables_of(run.out) == tables_of(local.out)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", *range(1, 13))
    victims = [worker.pid for worker in cluster.workers.values()][:1]

    def kill(_: Outcome) -> None:
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)

    run = convert(
        tmp_path / "in",
        tmp_path / "cluster",
        tags=False,
        scheduler=cluster.scheduler_address,
        progress=kill,
    )
    assert not victims
    assert run.failures == ()
    local = convert(tmp_path / "in", tmp_path / "local", tags=False, jobs=2)
    assert tables_of(run.out) == tables_of(local.out)


def test_a_cluster_without_workers_is_no_cluster(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(RunError, match="has no worker"),
    ):
        convert(tmp_path / "in", tmp_path / "out", scheduler=empty.scheduler_address)


def test_no_scheduler_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_minutes(tmp_path / "in", 1)
    monkeypatch.setattr("pipeline.batch.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(RunError, match="no Dask scheduler at tcp"):
        convert(tmp_path / "in", tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_workers_of_another_version_are_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_minutes(tmp_path / "in", 1)
    monkeypatch.setattr("pipeline.batch.settings.software_version", lambda: "another")
    with pytest.raises(RunError, match="another version"):
        convert(tmp_path / "in", tmp_path / "out", scheduler=cluster.scheduler_address)
