"""Kills, full disks and engines that fail, with real processes and real signals."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_samples import GIJIROKU, minutes, read_csv, tables_of, write_minutes
from pebble import ProcessPool
from pebble.pool.process import WorkerManager

from generator.pdf import write_pdf
from pipeline.batch import Limits, Run, RunError, UsageError, convert
from pipeline.batch.scheduler import LocalPool
from pipeline.batch.settings import Settings
from pipeline.cli import main
from pipeline.reading import ReadLimits

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
own_server = pytest.mark.usefixtures("own_server")


# -- kill and resume ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unkilled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Twelve documents, and the tables of a run that nobody interrupted."""
    folder = tmp_path_factory.mktemp("unkilled")
    write_minutes(folder / "in", *range(1, 13))
    formats = ["csv", "jsonl"]
    out = convert(folder / "in", folder / "out", tags=False, formats=formats, jobs=1).out
    return folder / "in", tables_of(out)


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=[] if seed < 2 else pytest.mark.heavy, id=f"seed-{seed}")
        for seed in range(20)
    ],
)
def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_tables(
    tmp_path: Path, unkilled: tuple[Path, dict[str, object]], seed: int
) -> None:
    source, expected = unkilled
    out = tmp_path / "out"
    command = ["convert", str(source), "--out", str(out), "--no-tags", "--jobs", "2"]
    command += ["--format", "csv,jsonl"]
    chance = random.Random(seed)
    for _ in range(3):
        with subprocess.Popen(
            [*GIJIROKU, *command], stderr=subprocess.DEVNULL, start_new_session=True
        ) as run:
            time.sleep(chance.uniform(0.2, 3.0))
            run.kill()
    assert main(command) == 0
    assert tables_of(out) == expected
    left = [path.name for path in out.rglob("*") if "partial" in path.name]
    assert left == []


@own_server
def test_a_worker_that_is_killed_between_documents_is_replaced() -> None:
    pool = LocalPool(Settings(tags=False), 1)
    try:
        first = dict(pool.run(_pid, ["a"], seconds=60))
        os.kill(int(str(first["a"])), signal.SIGKILL)
        time.sleep(0.5)
        second = dict(pool.run(_pid, ["b", "c"], seconds=60))
    finally:
        pool.close()
    assert set(second) == {"b", "c"}
    assert set(second.values()).isdisjoint(first.values())


def test_a_worker_that_freezes_before_it_takes_a_document_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As good as one that died with a task it had not yet said it took: nobody is at work."""
    reopen = LocalPool._open

    def open_again(pool: LocalPool) -> ProcessPool:
        monkeypatch.undo()  # the new worker has all the time it needs to start
        return reopen(pool)

    with LocalPool(Settings(tags=False), 1) as pool:
        ((_, pid),) = pool.run(_pid, ["a"], seconds=60)
        os.kill(int(str(pid)), signal.SIGSTOP)
        monkeypatch.setattr("pipeline.batch.scheduler._IDLE_SECONDS", 1.5)
        monkeypatch.setattr(LocalPool, "_open", open_again)
        second = dict(pool.run(_pid, ["b", "c"], seconds=60))
    assert set(second) == {"b", "c"}
    assert pid not in second.values()


def _abort_once(flag: str) -> str:
    if not Path(flag).exists():
        Path(flag).touch()
        os.abort()
    return "done"


@own_server
def test_a_task_whose_worker_was_seen_dead_before_it_was_heard_of_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = WorkerManager.inspect_workers
    unseen = [tmp_path / "flag"]

    def inspect_workers(manager: WorkerManager) -> tuple[tuple[int, int], ...]:
        dead: tuple[tuple[int, int], ...] = inspect(manager)
        if dead and unseen:
            unseen.clear()
            return ()
        return dead

    monkeypatch.setattr(WorkerManager, "inspect_workers", inspect_workers)
    monkeypatch.setattr("pipeline.batch.scheduler._LOST_SECONDS", 1.5)
    with LocalPool(Settings(tags=False), 1) as pool:
        assert len(list(pool.run(_pid, ["a"], seconds=60))) == 1
        assert dict(pool.run(_abort_once, [str(tmp_path / "flag")], seconds=60)) == {
            str(tmp_path / "flag"): "done"
        }
    assert not unseen


@own_server
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are spawned")
def test_workers_are_forked_from_a_process_that_ends_with_them() -> None:
    with LocalPool(Settings(tags=False), 1) as pool:
        ((_, parent),) = pool.run(_parent, ["a"], seconds=60)
        assert int(str(parent)) != os.getpid()
        os.kill(int(str(parent)), signal.SIGKILL)  # another one takes its place
        done = dict(pool.run(_parent, ["b", "c"], seconds=60))
        assert set(done) == {"b", "c"}
    for pid in {int(str(pid)) for pid in (parent, *done.values())} - {1}:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_grew_too_large_is_replaced_between_documents() -> None:
    def pids(most_megabytes: float) -> list[str]:
        pool = LocalPool(Settings(tags=False), 1, most_megabytes=most_megabytes)
        with pool:
            done = dict(pool.run(_pid, ["a", "b", "c"], seconds=60))
        assert set(done) == {"a", "b", "c"}
        return [str(pid) for pid in done.values()]

    assert len(set(pids(10_000))) == 1
    assert len(set(pids(1))) == 3


@own_server
def test_a_worker_that_starts_while_the_pool_ends_says_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One worker does not end at once; the one in place of the aborted one starts meanwhile."""
    with LocalPool(Settings(tags=False), 2) as pool:
        results = pool.run(_spin_or_abort, ["spin", "abort"], seconds=60)
        assert next(results)[0] == "abort"
        results.close()
    assert capfd.readouterr().err == ""


def _pid(_: str) -> str:
    return str(os.getpid())


def _parent(_: str) -> str:
    return str(os.getppid())


def _spin_or_abort(what: str) -> None:
    if what == "abort":
        os.abort()
    sum(range(10**15))


# -- the other PDF engine ----------------------------------------------------------------------


_KILLS = ("abort", "memory", "vanish")  # the first reader


@pytest.fixture(scope="module")
def killers(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """PDFs that kill their first reader, both, and none."""
    folder = tmp_path_factory.mktemp("killers")
    (folder / "in").mkdir()
    for number, name in enumerate((*_KILLS, "both", "none"), start=1):
        write_pdf(folder / "in" / f"{name}.pdf", minutes(number).splitlines())
    faults = [f"{kind}@pdfium:{kind}.pdf" for kind in _KILLS]
    faults += ["abort@pdfium:both.pdf", "memory@pdfplumber:both.pdf"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIJIROKU_FAULT", ";".join(faults))
        return convert(folder / "in", folder / "out", tags=False, jobs=1)


def test_a_pdf_that_kills_its_reader_is_read_by_the_other_one(killers: Run) -> None:
    rows = {row["path"].removesuffix(".pdf"): row for row in read_csv(killers.out, "documents")}
    readers = {name: row["reader"] for name, row in rows.items() if name != "both"}
    assert readers == {**dict.fromkeys(_KILLS, "pdfplumber"), "none": "pdfium"}
    issues = read_csv(killers.out, "issues")
    told = [row["document_id"] for row in issues if row["code"] == "second_reader"]
    assert sorted(told) == sorted(rows[kind]["document_id"] for kind in _KILLS)


def test_what_kills_both_readers_is_one_row_with_the_first_cause(killers: Run) -> None:
    (failure,) = killers.failures
    assert (failure.path, failure.error) == ("both.pdf", "crashed")
    assert "SIGABRT" in failure.message


# -- limits ------------------------------------------------------------------------------------


def test_limits_on_length_are_settings_and_others_are_not(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1)

    def run(*options: str) -> tuple[int, int]:
        limits = Limits().with_options(options)
        done = convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1, limits=limits)
        return done.converted, done.documents.get("failed", 0)

    assert run() == (1, 0)
    assert run("memory=4096", "cpu=30") == (0, 0)
    assert run("chars=100") == (1, 1)
    assert run("size=0.0001") == (1, 1)


def test_the_limit_of_size_holds_for_every_type_of_file(tmp_path: Path) -> None:
    """Text has a lower one of its own, as long as nobody names another."""
    write_minutes(tmp_path / "in", 1)
    narrow = Limits(read=ReadLimits(text_bytes=100))

    def failures(limits: Limits) -> list[str]:
        done = convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1, limits=limits)
        return [failure.message for failure in done.failures]

    (message,) = failures(narrow)
    assert "with --limit size" in message
    assert failures(narrow.with_options(["size=1000"])) == []


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("disk=3", "no limit 'disk'. Choose from chars, cpu, memory, pages, seconds, size"),
        ("memory", "takes NAME=NUMBER"),
        ("memory=much", "takes NAME=NUMBER"),
        ("cpu=0", "over 0"),
        ("cpu=nan", "over 0"),
        ("cpu=inf", "over 0"),
        ("pages=-1", "over 0"),
    ],
)
def test_limits_that_are_none(option: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Limits().with_options([option])


# -- a full disk -------------------------------------------------------------------------------


def test_a_full_disk_ends_the_run_and_leaves_the_tables_of_before(tmp_path: Path) -> None:
    """A real one: a small tmpfs in a mount namespace of its own."""
    disk, source = tmp_path / "disk", tmp_path / "in"
    disk.mkdir()
    write_minutes(source, 1)
    more = tmp_path / "more"
    write_minutes(more, *range(2, 30))
    convert_to = shlex.join([*GIJIROKU, "convert"])
    options = f"--out {disk}/out --no-tags --format csv --jobs 1"
    script = f"""
        mount -t tmpfs -o size=400k none {disk} || exit 99
        {convert_to} {source} {options} || exit 98
        cp -r {disk}/out {tmp_path}/before
        {convert_to} {source} {more} {options}; echo "status $?"
        cp -r {disk}/out {tmp_path}/full
        mount -o remount,size=50m {disk}
        {convert_to} {source} {more} {options}; echo "status $?"
        cp -r {disk}/out {tmp_path}/roomy
    """
    shell = shutil.which("unshare")
    if shell is None:
        pytest.skip("unshare is not here")
    done = subprocess.run(
        [shell, "--mount", "--map-root-user", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("no mounts allowed here")
    assert done.stdout.split() == ["status", "1", "status", "0"], done.stderr
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert tables_of(tmp_path / "full") == tables_of(tmp_path / "before")
    fresh = convert([source, more], tmp_path / "fresh", tags=False, formats=["csv"], jobs=1)
    assert tables_of(tmp_path / "roomy") == tables_of(fresh.out)


def test_no_room_for_the_tables_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_minutes(tmp_path / "in", 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "turns.csv")

    monkeypatch.setattr("pipeline.tables.writers.join_tables", full)
    with pytest.raises(RunError, match=r"No space left on device \(turns.csv\)"):
        convert(tmp_path / "in", tmp_path / "out", tags=False, jobs=1)


# -- what is opened ----------------------------------------------------------------------------

WATCHED = """
import sys
from pathlib import Path
from pipeline.batch import Limits, prepare
from pipeline.batch.worker import Job, do_job

folder, seen = Path(sys.argv[1]), set()

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        seen.add(("open", str(Path(os.fsdecode(arguments[0])).absolute())))
    elif event.split(".")[0] in ("socket", "subprocess", "urllib", "webbrowser") or event in (
        "os.system", "os.exec", "os.posix_spawn"
    ):
        seen.add((event, repr(arguments)))

import os
sys.addaudithook(watch)
prepared = prepare([folder / "in"], folder / "out")
for entry in prepared.to_do:
    job = Job(entry=entry, settings=prepared.settings, store=prepared.store, limits=Limits())
    print("did", entry.name, do_job(job).status, flush=True)
for event, what in sorted(seen):
    print(event, what)
"""

BAIT = """<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY bait SYSTEM "file://{secret}">]>
<html><head><link rel="stylesheet" href="http://127.0.0.1:9/x.css"><base href="http://127.0.0.1:9/">
<script src="file://{secret}"></script></head><body><img src="file://{secret}"><p>&bait;</p>
<pre>{text}</pre><iframe src="{secret}"></iframe></body></html>"""


def test_nothing_is_opened_but_input_package_and_output(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    write_minutes(tmp_path / "in", 1)
    write_pdf(tmp_path / "in" / "b.pdf", minutes(2).splitlines())
    page = BAIT.format(secret=secret, text=minutes(3))
    (tmp_path / "in" / "c.html").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    did = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("did ")]
    assert sorted(did) == ["b.pdf", "c.html", "m1.txt"]
    opened = [line.removeprefix("open ") for line in done.stdout.splitlines() if "did " not in line]
    assert any(path.endswith("c.html") for path in opened)
    own = (str(tmp_path / "in"), str(tmp_path / "out"), sys.prefix, sys.base_prefix, "/proc/self/")
    own += (
        str(Path(__file__).resolve().parents[1] / "pipeline"),
        os.path.realpath(sys.base_prefix),
    )
    assert [path for path in opened if not path.startswith(own)] == []
