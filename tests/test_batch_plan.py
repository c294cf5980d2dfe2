"""Which paths of a tree are documents, and what is said about the others."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch.errors import UsageError
from pipeline.batch.plan import Plan, make_plan

SUPPORTED = frozenset({".pdf", ".txt", ".html"})

needs_posix = pytest.mark.skipif(os.name == "nt", reason="pipes and links need POSIX")


def write(root: Path, *names: str, text: str | None = None) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name if text is None else text, encoding="utf-8")


def plan(*inputs: Path, out: Path | None = None) -> Plan:
    return make_plan(inputs, SUPPORTED, out=out)


def fates(made: Plan) -> dict[str, str]:
    return {
        entry.name: entry.refusal.error
        if entry.refusal
        else f"as {entry.duplicate_of}"
        if entry.duplicate_of
        else "document"
        for entry in made.entries
    }


@pytest.mark.parametrize(
    ("name", "fate"),
    [
        ("a.txt", "document"),
        ("会議録.PDF", "document"),
        ("r4/05/a.html", "document"),
        ("no ending", "unsupported_type"),
        ("a.doc", "unsupported_type"),
        ("a.txt.zip", "unsupported_type"),
        (".gitkeep", "hidden"),
        (".a.txt", "hidden"),
    ],
)
def test_what_a_name_means(tmp_path: Path, name: str, fate: str) -> None:
    write(tmp_path, "other.txt", name)
    assert fates(plan(tmp_path)) == {"other.txt": "document", name: fate}


@needs_posix
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("two\nlines.txt", r"two\x0alines.txt"),
        ("bell\x07 and\ttab.txt", r"bell\x07 and\x09tab.txt"),
        ("red\x1b[31m.txt", r"red\x1b[31m.txt"),
        ("next\u0085line\u2028.txt", r"next\xc2\x85line\xe2\x80\xa8.txt"),
        (r"two\x0alines.txt", r"two\x5cx0alines.txt"),
        ("会議録　（葛󠄀）.txt", "会議録　（葛󠄀）.txt"),
    ],
)
def test_a_path_is_one_line_and_leads_back_to_its_file(
    tmp_path: Path, name: str, path: str
) -> None:
    write(tmp_path, "r4/" + name)
    (entry,) = plan(tmp_path).entries
    assert entry.name == f"r4/{path}"
    said = subprocess.run(["printf", "%b", path], capture_output=True, check=True)
    assert said.stdout == os.fsencode(name)


@needs_posix
def test_two_files_never_share_a_path(tmp_path: Path) -> None:
    write(tmp_path, "a\n.txt", r"a\x0a.txt", r"a\n.txt", text="same")
    assert len({entry.name for entry in plan(tmp_path).entries}) == 3
    assert [entry.duplicate_of for entry in plan(tmp_path).entries].count("") == 1


@pytest.mark.parametrize(
    ("suffix", "advice"),
    [
        (".doc", "save it as .docx"),
        (".jtd", "一太郎"),
        (".zip", "Unpack"),
        (".tif", "OCR"),
        ("", ""),
    ],
)
def test_an_unsupported_file_says_what_to_do(tmp_path: Path, suffix: str, advice: str) -> None:
    write(tmp_path, f"minutes{suffix}")
    entry = next(entry for entry in plan(tmp_path).entries if entry.name != ".")
    assert entry.refusal is not None
    assert entry.refusal.status == "skipped"
    assert advice in entry.refusal.message
    assert "{" not in entry.refusal.message


def test_a_hidden_folder_is_one_row_and_not_entered(tmp_path: Path) -> None:
    write(tmp_path, ".git/a.txt", ".git/b.txt", "c.txt")
    assert fates(plan(tmp_path)) == {".git": "hidden", "c.txt": "document"}


@needs_posix
def test_links_pipes_and_sockets_are_rows_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "tree/a.txt", "elsewhere/b.txt")
    tree = tmp_path / "tree"
    (tree / "loop").symlink_to(tree, target_is_directory=True)
    (tree / "link.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    (tree / "dangling.txt").symlink_to(tree / "nothing")
    os.mkfifo(tree / "pipe.txt")
    monkeypatch.chdir(tree)  # the name of a socket may have no more than some 100 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert fates(plan(tree)) == {
            "a.txt": "document",
            "loop": "symbolic_link",
            "link.txt": "symbolic_link",
            "dangling.txt": "symbolic_link",
            "pipe.txt": "not_a_file",
            "socket.txt": "not_a_file",
        }


@needs_posix
def test_a_name_that_is_no_utf8_shows_its_bytes(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    name = "議事録.txt".encode("cp932")
    try:
        descriptor = os.open(os.path.join(folder, name), os.O_CREAT | os.O_WRONLY)  # noqa: PTH118
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    os.close(descriptor)
    (entry,) = plan(tmp_path).entries
    assert entry.name == r"\x8bc\x8e\x96\x98^.txt"
    entry.name.encode("utf-8")


def test_of_equal_bytes_the_smallest_path_is_the_document(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.html", "c.txt", text="same")
    write(tmp_path, "d.txt", text="other")
    assert fates(plan(tmp_path)) == {
        "a/z.html": "document",
        "b.txt": "as a/z.html",
        "c.txt": "as a/z.html",
        "d.txt": "document",
    }


def test_a_file_that_is_not_for_us_is_nobodys_original(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "b.txt", text="same")
    assert fates(plan(tmp_path)) == {"a.csv": "unsupported_type", "b.txt": "document"}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_several_roots_put_their_name_first(tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt", "b/c/y.txt")
    made = plan(*(tmp_path / name for name in order))
    assert [entry.name for entry in made.entries] == ["a/x.txt", "b/c/y.txt", "b/x.txt"]


def test_roots_of_one_name_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "r4/raw/x.txt", "r5/raw/y.txt")
    made = plan(tmp_path / "r4" / "raw", tmp_path / "r5" / "raw")
    assert [entry.name for entry in made.entries] == ["r4/raw/x.txt", "r5/raw/y.txt"]


@pytest.mark.parametrize(
    ("roots", "names"),
    [
        # one name begins the other, and the file is another one
        (("p/a", "q/a/b", "z/b"), ["p/a/b/x.txt", "q/a/b/x.txt", "z/b/x.txt"]),
        # one root is inside the other: one file, by its shorter name
        (("p/a", "p/a/b", "z/b"), ["a/b/x.txt", "z/b/x.txt"]),
    ],
)
def test_names_of_roots_do_not_begin_each_other(
    tmp_path: Path, roots: tuple[str, ...], names: list[str]
) -> None:
    files = {root + ("/x.txt" if root.endswith("b") else "/b/x.txt") for root in roots}
    for file in files:
        write(tmp_path, file)
    assert list(fates(plan(*(tmp_path / root for root in roots)))) == names


@given(
    roots=st.sets(st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(tuple), min_size=1),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=40)
def test_every_file_below_any_roots_is_one_path(
    tmp_path_factory: pytest.TempPathFactory, roots: set[tuple[str, ...]], order: random.Random
) -> None:
    tree = tmp_path_factory.mktemp("roots")
    files = {"/".join((*root, *inner, "x.txt")) for root in roots for inner in ("", "a", "ab")}
    write(tree, *files)
    inputs = order.sample(sorted(roots), len(roots))
    made = plan(*(tree.joinpath(*root) for root in inputs))
    assert sorted(entry.path for entry in made.entries) == sorted(tree / file for file in files)
    assert len({entry.name for entry in made.entries}) == len(files)


@pytest.mark.parametrize(
    ("names", "text", "document"),
    [
        (("f.docx", "g.txt"), "委員：はい。", "g.txt"),  # text misnamed, and under its own name
        (("f.pdf", "g.docx"), "委員：はい。", "f.pdf"),  # neither can be read
        (("f.pdf", "g.html"), "<html><body>会議録</body></html>", "f.pdf"),  # both can
    ],
)
def test_of_the_same_bytes_the_file_whose_ending_fits_is_the_document(
    tmp_path: Path, names: tuple[str, ...], text: str, document: str
) -> None:
    write(tmp_path, *names, text=text)
    made = make_plan([tmp_path], SUPPORTED | {".docx"})
    assert [entry.name for entry in made.documents] == [document]
    assert {entry.duplicate_of for entry in made.entries} == {"", document}


def test_files_of_one_folder_share_a_root(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    made = plan(tmp_path / "b.txt", tmp_path / "a.txt", tmp_path / "a.txt")
    assert [entry.name for entry in made.entries] == ["a.txt", "b.txt"]


def test_a_path_below_two_inputs_is_one_row(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "a/b/y.txt")
    made = plan(tmp_path / "a", tmp_path / "a" / "b")
    assert sorted(entry.path.name for entry in made.entries) == ["x.txt", "y.txt"]


@pytest.mark.parametrize("inside", [[], [".gitkeep"], ["notes.csv"], ["empty/.gitkeep"]])
def test_a_folder_without_documents_is_a_row(tmp_path: Path, inside: list[str]) -> None:
    write(tmp_path, *inside)
    made = fates(plan(tmp_path))
    assert made["."] == "no_documents"
    assert "document" not in made.values()


def test_the_output_folder_is_not_an_input(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "tables/documents.csv", "tables/.gijiroku/x")
    assert fates(plan(tmp_path, out=tmp_path / "tables")) == {"a.txt": "document"}


RUN = {"version": "1", "exit_status": 0, "documents": {}, "rows": {}, "limits": {}}


def write_run(folder: Path, *files: str, **more: object) -> None:
    write(folder, "methods.md", ".gijiroku/documents/x.json.gz", *files)
    (folder / "run.json").write_text(json.dumps(RUN | {"files": files} | more), encoding="utf-8")


def test_tables_of_an_earlier_run_are_one_row_and_their_neighbours_have_their_own(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a.txt")
    write_run(tmp_path / "old", "turns.csv", "turns.parquet", "datapackage.json")
    write(tmp_path, "old/b.txt", "old/notes.csv", "old/deeper/c.txt")
    made = plan(tmp_path)
    assert fates(made) == {
        "a.txt": "document",
        "old": "earlier_output",
        "old/b.txt": "document",
        "old/deeper/c.txt": "document",
        "old/notes.csv": "unsupported_type",
    }
    (row,) = (entry.refusal for entry in made.entries if entry.name == "old")
    assert row is not None
    assert "these 6 files" in row.message


def test_an_input_that_is_an_earlier_output(tmp_path: Path) -> None:
    write_run(tmp_path, "turns.csv")
    assert fates(plan(tmp_path)) == {".": "earlier_output"}
    write(tmp_path, "raw/a.txt")
    assert fates(plan(tmp_path)) == {".": "earlier_output", "raw/a.txt": "document"}


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"files": ["a.txt"]}', json.dumps(RUN | {"files": 3}), "[" * 100_000],
)
def test_a_run_json_of_others_sets_nothing_aside(tmp_path: Path, content: str) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    assert fates(plan(tmp_path)) == {"a.txt": "document", "run.json": "unsupported_type"}


def test_no_run_json_hides_a_document(tmp_path: Path) -> None:
    write(tmp_path, "secret.pdf")
    write_run(
        tmp_path, "a.txt", "../b.csv", "turns.csv", files=["secret.pdf", "a.txt", "turns.csv"]
    )
    assert fates(plan(tmp_path)) == {
        ".": "earlier_output",
        "a.txt": "document",
        "secret.pdf": "document",
    }


@needs_posix
def test_a_run_json_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "run.json")
    assert fates(plan(tmp_path)) == {"a.txt": "document", "run.json": "not_a_file"}


def test_a_deep_tree_is_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    write(deep, "a.txt")
    (entry,) = plan(tmp_path).entries
    assert entry.name.count("/") == 300


@pytest.mark.parametrize("missing", ["nothing.txt", "no/such/folder", "nul\0byte"])
def test_a_missing_input_is_wrong_usage(tmp_path: Path, missing: str) -> None:
    with pytest.raises(UsageError, match="There is no file or folder"):
        plan(tmp_path / missing)


@needs_posix
def test_an_input_that_loops_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UsageError, match="There is no file or folder"):
        plan(tmp_path / "loop")


@needs_posix
def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert fates(plan(tmp_path / "link")) == {"a.txt": "document"}


def test_what_may_not_be_opened_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "closed/b.txt", "c.txt")

    def refusing(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Path, *rest: Any, **more: Any) -> Any:
            if Path(path).name in ("closed", "c.txt"):
                raise PermissionError(13, "Permission denied")
            return original(path, *rest, **more)

        return call

    # Not by chmod: whoever runs the tests as root may open everything.
    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    made = plan(tmp_path)
    assert fates(made) == {"a.txt": "document", "c.txt": "unreadable", "closed": "unreadable"}
    assert {entry.refusal.status for entry in made.entries if entry.refusal} == {"failed"}


def test_a_huge_file_is_not_hashed_unless_the_limit_of_size_lets_it_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.plan._MAX_HASHED_BYTES", 100)
    write(tmp_path, "short.txt")
    write(tmp_path, "long.txt", text="議" * 100)
    assert fates(plan(tmp_path)) == {"long.txt": "too_large", "short.txt": "document"}
    roomy = make_plan([tmp_path], SUPPORTED, most_bytes=300)
    assert fates(roomy) == {"long.txt": "document", "short.txt": "document"}
    few = make_plan([tmp_path], SUPPORTED, most_bytes=299)
    assert fates(few) == {"long.txt": "too_large", "short.txt": "document"}
