"""The command line as a user meets it: help, exit statuses, streams."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main
from batch_samples import GIJIROKU, POEM, minutes, read_csv, tables_of, write_minutes

from pipeline.cli import main
from pipeline.cli.app import app
from pipeline.cli.terminal import folded, printable

GROUP = typer.main.get_command(app)
COMMANDS = GROUP.commands  # type: ignore[attr-defined]


def section(project: Path, command: str) -> str:
    text = (project / "docs" / "commands.md").read_text(encoding="utf-8")
    found = re.search(rf"^## gijiroku {command}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"docs/commands.md has no section on {command}"
    return found[1]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_documented_and_no_other(project: Path, command: str) -> None:
    options = {
        option
        for parameter in COMMANDS[command].params
        for option in parameter.opts
        if option.startswith("--")
    }
    table = [line for line in section(project, command).splitlines() if line.startswith("| `--")]
    documented = {line.split("`")[1].split()[0] for line in table}
    assert documented == options - {"--help"}


def test_the_documentation_knows_no_other_command(project: Path) -> None:
    text = (project / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## gijiroku (\w+)$", text, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_help_page_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"Example: gijiroku {command}" in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pipeline.cli import main; main(['convert', '--help']); "
        "print(sorted({'pandas', 'pyarrow', 'spacy', 'pdfplumber', 'pypdfium2', 'rich.console'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_tags_nothing_of_the_language_stage_is_imported(tmp_path: Path) -> None:
    """Nor is spaCy with them: what ``m.doc`` needs is imported when it is asked for."""
    write_minutes(tmp_path, 1)
    code = (
        "import sys; from pipeline.cli import main\n"
        "for options in (['--no-tags'], []):\n"
        "    assert main(['show', sys.argv[1], *options]) == 0\n"
        "    names = ('spacy', 'thinc', 'pipeline.language')\n"
        "    print('imported', [name for name in names if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "m1.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = [line for line in done.stdout.splitlines() if line.startswith("imported")]
    assert said == ["imported []", "imported ['pipeline.language']"]


def test_the_command_leaves_the_parser_to_its_workers(tmp_path: Path) -> None:
    """To import it takes most of a second of CPU."""
    write_minutes(tmp_path / "in", 1)
    code = (
        "import sys; from pipeline.cli import main; assert main(sys.argv[1:]) == 0; "
        "print('pipeline.parsing.parse' in sys.modules)"
    )
    command = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Usage"),
        (["frobnicate"], "frobnicate"),
        (["convert"], "INPUT"),
        (["convert", "{in}"], "--out"),
        (["convert", "{in}/nothing", "--out", "{out}"], "no file or folder"),
        (["convert", "{in}", "--out", "{out}", "--format", "docx"], "no format docx"),
        (["convert", "{in}", "--out", "{out}", "--jobs", "0"], "'--jobs': it must be greater"),
        (["convert", "{in}", "--out", "{out}", "--jobs", "two"], "'--jobs': no whole number"),
        (["convert", "{in}", "--out", "{out}", "--timeout", "x"], "'--timeout': no number"),
        (["convert", "{in}", "--out", "{out}", "--labels", "en"], "'--labels': 'en' is not one of"),
        (["export", "{in}", "--out", "{out}", "--to", "akomantoso"], "'--to': 'akomantoso' is not"),
        (["convert", "{in}", "--out", "{in}"], "input folder"),
        (["show", "{in}/nothing.txt"], "no file"),
        (["show", "{in}"], "is a folder"),
        (["show", "{in}/m1.txt", "--profile", "nonsense"], "no profile"),
        (["show", "{in}/m1.txt", "--lexicon", "{in}/m1.txt"], "lexicon is not TOML"),
        (["explain", "{in}/nothing.txt"], "no file"),
        (["score", "{in}/nothing"], "nothing"),
        (["score", "{in}", "--against", "{in}/m1.txt"], "no score saved"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(
    tmp_path: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_minutes(tmp_path / "in", 1)
    places = {"in": tmp_path / "in", "out": tmp_path / "out"}
    assert main([argument.format(**places) for argument in arguments]) == 2
    streams = capsys.readouterr()
    # Called with nothing at all, the help page is the answer, and it is asked for.
    assert said in (streams.err if arguments else streams.out + streams.err)
    assert "Traceback" not in streams.err
    assert not (tmp_path / "out").exists()


def test_convert_says_what_came_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_minutes(tmp_path / "in", 1, 2)
    (tmp_path / "in" / "[bold]empty.txt").touch()
    out = tmp_path / "out"
    assert main(["convert", str(tmp_path / "in"), "--out", str(out), "--no-tags"]) == 3
    streams = capsys.readouterr()
    assert streams.out == ""
    turns = len(read_csv(out, "turns"))
    line = rf"^ *{turns}  turns +turns\.csv, turns\.parquet *$"
    assert re.search(line, streams.err, re.MULTILINE)
    for said in ("3 paths: 3 new", "Documents: 1 failed, 2 ok.", "[bold]empty.txt: "):
        assert said in streams.err, said


def test_a_dry_run_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_minutes(tmp_path / "in", 1)
    (tmp_path / "in" / "a.doc").touch()
    command = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--dry-run"]
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "skipped: unsupported_type\ta.doc",
        "new\tm1.txt",
    ]
    assert not (tmp_path / "out").exists()


def test_a_dry_run_says_which_lines_of_sources_match_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_minutes(tmp_path / "in", 1)
    sources = tmp_path / "sources.csv"
    sources.write_text("path,body\nm1.txt,甲\nm2.txt,乙\nr4/*,丙\n", encoding="utf-8")
    command = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--dry-run"]
    assert main([*command, "--sources", str(sources)]) == 0
    assert "what these lines of --sources say: line 3, 4." in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="such names need POSIX")
def test_each_path_is_a_line_whatever_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (paper,) = write_minutes(tmp_path / "in", 1)
    paper.rename(tmp_path / "in" / "new\tb.txt\nnew\tc.txt")
    (tmp_path / "in" / "red\x1b[31m\n.txt").touch()
    command = ["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--no-tags"]
    assert main([*command, "--dry-run"]) == 0
    listed = [r"new\x09b.txt\x0anew\x09c.txt", r"red\x1b[31m\x0a.txt"]
    assert capsys.readouterr().out == "".join(f"new\t{name}\n" for name in listed)
    assert main(command) == 3
    said = capsys.readouterr().err.splitlines()
    progress = [line.split(" ", 1)[1] for line in said if line.startswith("[")]
    assert sorted(progress) == [f"failed (empty_file) {listed[1]}", f"ok {listed[0]}"]
    assert sum(line.startswith(f"  {listed[1]}: ") for line in said) == 1


def test_what_is_not_minutes_is_not_just_ok(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_minutes(tmp_path / "in", 1)
    (tmp_path / "in" / "poem.txt").write_text(POEM, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["convert", str(tmp_path / "in"), "--out", str(out), "--no-tags"]) == 0
    said = capsys.readouterr().err
    assert "] not minutes poem.txt" in said
    assert "1 of them are not minutes and gave no records." in said
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["not_minutes"] == 1


def test_an_output_that_cannot_be_written_is_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_minutes(tmp_path / "in", 1)
    (tmp_path / "out").touch()
    assert main(["convert", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_mistake_of_ours_is_admitted_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("\x1b[31mred")

    write_minutes(tmp_path, 1)
    monkeypatch.setattr("pipeline.cli.single.read", broken)
    assert main(["show", str(tmp_path / "m1.txt")]) == 1
    said = capsys.readouterr().err
    assert "mistake in gijiroku: ZeroDivisionError" in said
    assert "Traceback" not in said
    assert "\x1b[31m" not in said
    monkeypatch.setenv("GIJIROKU_TRACEBACK", "1")
    main(["show", str(tmp_path / "m1.txt")])
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGHUP, 129),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_an_interrupted_run_leaves_no_process_and_goes_on_where_it_was(
    tmp_path: Path, sent: signal.Signals, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    write_minutes(source, 1, 2, 3)
    command = ["convert", str(source), "--out", str(out), "--no-tags", "--jobs", "2"]
    environment = {**os.environ, "GIJIROKU_FAULT": "hang:m3.txt"}
    with subprocess.Popen([*GIJIROKU, *command], env=environment, start_new_session=True) as run:
        finished: list[Path] = []
        while len(finished) < 2 and run.poll() is None:
            time.sleep(0.05)
            finished = list(out.rglob("*.json.gz"))
        run.send_signal(sent)
        ended = run.wait(60)
        while alive(run.pid):
            time.sleep(0.05)
    assert ended == status
    assert len(finished) == 2
    assert not (out / "documents.csv").exists()

    assert main(command) == 0
    assert "1 converted, 2 taken over" in capsys.readouterr().err
    fresh = ["convert", str(source), "--out", str(tmp_path / "fresh"), "--no-tags", "--jobs", "1"]
    assert main(fresh) == 0
    assert tables_of(out) == tables_of(tmp_path / "fresh")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are spawned")
def test_ctrl_c_while_workers_start_is_quiet(tmp_path: Path) -> None:
    """A terminal sends it to every process, also to the one that imports the parser just then."""
    write_minutes(tmp_path / "in", 1, 2)
    command = [*GIJIROKU, "convert", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        listed = ["ps", "-s", str(run.pid), "-o", "args="]
        while "forkserver" not in subprocess.run(listed, capture_output=True, text=True).stdout:
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate(timeout=60)[1]
        while alive(run.pid):
            time.sleep(0.05)
    assert run.returncode == 130
    assert "Traceback" not in said
    assert "Interrupted. What is finished is kept" in said


def alive(session: int) -> bool:
    """Whether a process of the session is still there and not merely waiting to be buried."""
    found = subprocess.run(
        ["ps", "-s", str(session), "-o", "stat="], capture_output=True, text=True, check=False
    )
    return any(not state.startswith("Z") for state in found.stdout.split())


def test_two_runs_into_one_folder_at_once(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    write_minutes(source, *range(1, 7))
    command = [*GIJIROKU, "convert", str(source), "--out", str(out), "--no-tags", "--jobs", "1"]
    runs = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(300) for run in runs] == [0, 0]
    fresh = ["convert", str(source), "--out", str(tmp_path / "fresh"), "--no-tags", "--jobs", "1"]
    assert main(fresh) == 0
    assert tables_of(out) == tables_of(tmp_path / "fresh")


def test_a_script_without_a_main_guard_converts_once(tmp_path: Path) -> None:
    write_minutes(tmp_path / "in", 1, 2)
    script = tmp_path / "script.py"
    script.write_text(
        "import pipeline\n"
        "print('begin')\n"
        "print(pipeline.convert(['in'], out='out', tags=False).documents)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("begin") == 1
    assert len(read_csv(tmp_path / "out", "documents")) == 2


def test_schema_prints_the_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    markdown = capsys.readouterr().out
    assert main(["schema", "--format", "json"]) == 0
    described = json.dumps(json.loads(capsys.readouterr().out))
    for name in ("documents", "turns", "speaker_group", "variant_of", "speeches"):
        assert name in markdown
        assert f'"{name}"' in described


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("会長：　開会します。\n次", "会長：　開会します。\n次"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\rb\x00c\x07", "a\\rb\\x00c\\x07"),
        ("left\u202eright", "left\\u202eright"),
        ("half \ud800", "half \\ud800"),
        ("葛\U000e0100飾区　髙﨑", "葛\U000e0100飾区　髙﨑"),
    ],
)
def test_what_reaches_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "used", "lines"),
    [
        ("会議を開きます", 8, 0, ["会議を開", "きます"]),
        ("会議を開きます", 8, 4, ["会議", "を開きま", "す"]),
        ("会議を開く。次", 10, 0, ["会議を開く。", "次"]),  # the full stop hangs over the edge
        ("短い\n行", 8, 0, ["短い", "行"]),
        ("本市のSecurity方針", 8, 0, ["本市の", "Security", "方針"]),  # words stay whole
        ("", 8, 0, [""]),
    ],
)
def test_japanese_is_folded_at_any_character(
    text: str, width: int, used: int, lines: list[str]
) -> None:
    assert folded(text, width, used=used).split("\n") == lines


def test_a_locale_without_japanese_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(minutes(1), encoding="utf-8")
    done = subprocess.run(
        [*GIJIROKU, "show", str(path), "--no-tags"],
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "病歴の情報はどのように扱われますか。" in done.stdout.decode("utf-8")
