"""The frame: locks, versions, names and sizes of files, what the wheel holds."""

from __future__ import annotations

import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
CODE = sorted(
    path
    for folder in ("pipeline", "generator", "quality", "benchmarks", "tests")
    for path in (PROJECT / folder).glob("**/*.py")
)


def locked(name: str) -> dict[str, set[str]]:
    """Versions by package; one package may have several, for different Pythons."""
    versions: dict[str, set[str]] = {}
    for line in (PROJECT / name).read_text("utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            versions.setdefault(canonical(found[1]), set()).add(found[2])
    return versions


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[<>=!~\[ ;]", line, maxsplit=1)[0]) for line in requirements}


@pytest.mark.parametrize(
    "name", [*LOCKS, "requirements-build.in", "pyproject.toml", "Makefile", ".ci/run"]
)
def test_no_lock_and_no_configuration_names_a_host(name: str) -> None:
    assert "://" not in (PROJECT / name).read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = (PROJECT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    assert len(entries) >= 5
    assert [line for line in entries if "--hash=sha256:" not in line] == []


def test_the_locks_hold_what_the_project_asks_for_and_agree() -> None:
    core, dev, build = map(locked, LOCKS)
    assert named(PYPROJECT["project"]["dependencies"]) <= core.keys()
    assert named(PYPROJECT["project"]["optional-dependencies"]["dev"]) <= dev.keys()
    assert named(PYPROJECT["build-system"]["requires"]) | {"setuptools"} <= build.keys()
    assert {name: dev[name] for name in core} == core
    assert all(dev.get(name, versions) == versions for name, versions in build.items())


def test_the_version_stands_in_one_place() -> None:
    literal = re.compile(r"^__version__\s*=\s*[\"']", re.MULTILINE)
    assert [path for path in CODE if literal.search(path.read_text("utf-8"))] == []
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{PYPROJECT['project']['version']}]" in changelog


def test_files_are_named_after_what_they_do() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff"}
    assert [path for path in CODE if path.stem in vague or path.parent.name in vague] == []


def test_no_module_of_the_product_is_long() -> None:
    lengths = {
        str(path.relative_to(PROJECT)): len(path.read_text("utf-8").splitlines())
        for path in PROJECT.glob("pipeline/**/*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 500} == {}


def test_the_wheel_holds_the_product_with_its_data_and_nothing_else(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(PROJECT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(PROJECT))
        for path in PROJECT.glob("pipeline/**/*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert any(name.startswith("pipeline/data/") for name in wanted)
    assert {name for name in names if ".dist-info/" not in name} == wanted


def test_processed_data_is_not_committed() -> None:
    if not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "data/processed"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split() == ["data/processed/.gitkeep"]
