"""The same work on a Dask cluster: same tables, same isolation, workers that may die."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest
from batch_samples import tables_of, write_minutes

from pipeline.batch import Outcome, RunError, Settings, convert
from pipeline.batch import cluster as cluster_module
from pipeline.batch.cluster import Cluster
from pipeline.batch.scheduler import LocalPool

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


# -- several runs ------------------------------------------------------------------------------


def _wait_for(flag: Path) -> str:
    """Say that the work has begun, and do it until ``flag`` is there."""
    flag.with_suffix(".begun").touch()
    while not flag.exists():
        time.sleep(0.05)
    return flag.name


def _beside(scheduler: Cluster | LocalPool, flag: Path) -> SimpleQueue[object]:
    """Let another thread have the work done; return when it has begun."""
    came: SimpleQueue[object] = SimpleQueue()

    def work() -> None:
        try:
            came.put(list(scheduler.run(_wait_for, [flag], seconds=120)))
        except RunError as error:
            came.put(error)

    Thread(target=work, daemon=True).start()
    until = time.monotonic() + 60
    while not flag.with_suffix(".begun").exists() and time.monotonic() < until:
        time.sleep(0.05)
    return came


def test_a_run_that_ends_leaves_the_other_runs_of_its_cluster_alone(
    cluster: Any, tmp_path: Path
) -> None:
    settings, address = Settings(tags=False), cluster.scheduler_address
    slow = tmp_path / "slow"
    long = Cluster(address, settings)
    try:
        came = _beside(long, slow)
        Cluster(address, settings).close()
        slow.touch()
        assert came.get(timeout=60) == [(slow, "slow")]
    finally:
        slow.touch()
        long.close()


def test_a_task_that_comes_after_the_end_of_its_run_opens_no_process(tmp_path: Path) -> None:
    settings = Settings(tags=False)
    run = cluster_module._Run("a run of this test", settings.key(), settings)
    cluster_module._end_processes(run.name)
    with pytest.raises(RunError, match="has ended"):
        cluster_module._isolated(_wait_for, tmp_path, run, 60)


def test_work_in_a_pool_that_is_closed_ends_with_an_error(tmp_path: Path) -> None:
    pool = LocalPool(Settings(tags=False), 1)
    came = _beside(pool, tmp_path / "never")
    pool.close()
    assert "were ended" in str(came.get(timeout=60))


# -- clusters that are none, or no longer ------------------------------------------------------


def test_a_cluster_that_loses_all_workers_ends_the_run_and_keeps_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._LOOK_SECONDS", 0.3)
    monkeypatch.setattr("pipeline.batch.cluster._WITHOUT_WORKERS_SECONDS", 0.5)
    write_minutes(tmp_path / "in", *range(1, 7))
    out = tmp_path / "out"
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
        ) as small,
        pytest.raises(RunError, match="lost all its workers"),
    ):
        convert(
            tmp_path / "in",
            out,
            tags=False,
            scheduler=small.scheduler_address,
            progress=lambda _: small.scale(0),
        )
    assert list(out.rglob("*.json.gz"))


def test_a_worker_that_goes_away_with_its_result_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._LOOK_SECONDS", 0.3)
    monkeypatch.setattr("pipeline.batch.cluster._WITHOUT_WORKERS_SECONDS", 0.5)
    write_minutes(tmp_path / "in", 1, 2)
    ask = distributed.Future.result
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as small:

        def result(future: distributed.Future, timeout: float | None = None) -> object:
            small.scale(0)  # between the end of the task and the fetching of what it gave
            until = time.monotonic() + 30
            while small.scheduler.workers and time.monotonic() < until:
                time.sleep(0.01)
            return ask(future, timeout=timeout)

        monkeypatch.setattr(distributed.Future, "result", result)
        with pytest.raises(RunError, match="lost all its workers"):
            convert(
                tmp_path / "in", tmp_path / "out", tags=False, scheduler=small.scheduler_address
            )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.heavy
def test_a_scheduler_that_dies_ends_the_run(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", *range(1, 7))
    code = (
        "import distributed, time\n"
        "if __name__ == '__main__':\n"
        "    made = distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False,\n"
        "        protocol='tcp://', dashboard_address=':0')\n"
        "    print(made.scheduler_address, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as dask:
        assert dask.stdout is not None
        address = dask.stdout.readline().strip()
        try:
            with pytest.raises(RunError, match=rf"{re.escape(address)} has stopped"):
                convert(
                    tmp_path / "in",
                    tmp_path / "out",
                    tags=False,
                    scheduler=address,
                    progress=lambda _: dask.kill(),
                )
        finally:
            dask.kill()


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


def test_a_worker_that_joins_later_is_asked_for_its_version_too(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_minutes(tmp_path / "in", 1)
    monkeypatch.setattr(Cluster, "_check", lambda _: None)  # it was not there then
    monkeypatch.setattr("pipeline.batch.settings.software_version", lambda: "another")
    with pytest.raises(RunError, match=r"tcp://\S+ run another version"):
        convert(tmp_path / "in", tmp_path / "out", scheduler=cluster.scheduler_address)
    assert not list((tmp_path / "out").rglob("*.json.gz"))
