"""Each part of the pipeline imports only from the parts before it.

The order is that of ``docs/decisions/003-model-and-verbs.md``. Imports inside functions count: they
delay a dependency, they do not undo it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

LAYERS = (
    ("model", "uncollected"),
    ("reading",),
    ("parsing",),
    ("language",),
    ("tables",),
    ("corrections",),
    ("batch", "corpus", "diff", "exports", "report", "review", "score", "page_image"),
    ("coding", "discovery"),
    ("verbs",),
    ("cli",),
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

ROOMS = (  # of pipeline/parsing, in the order in which a document passes through them
    ("folding", "knowledge", "doubt"),
    ("phrases", "ledger"),
    ("lines", "profile"),
    ("speaker_places",),
    ("conventions",),
    ("header",),
    ("roster", "body", "other_kinds", "record_types", "survey"),
    ("records", "kind"),
    ("checks",),
    ("parse", "candidates"),
)
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
PASSES = sorted((PROJECT / "pipeline" / "parsing").glob("**/*.py"))

MODULES = sorted(PROJECT.glob("pipeline/**/*.py"))


def imported(source: str, package: str) -> Iterator[str]:
    """Full names of the modules or members that a module of ``package`` imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def part_of(name: str) -> str | None:
    """The part of the pipeline that a full name belongs to; its root counts as ``verbs``."""
    root, _, rest = name.partition(".")
    if root != "pipeline":
        return None
    part = rest.partition(".")[0]
    return part if part in RANK else "verbs"


def breaches(source: str, package: str, part: str) -> list[str]:
    """Imports of a module of ``part`` that lead forward, or to a neighbour of the same rank."""
    return [
        name
        for name in imported(source, package)
        if (other := part_of(name)) and other != part and RANK[other] >= RANK[part]
    ]


@pytest.mark.parametrize(
    ("source", "part", "wrong"),
    [
        ("import pipeline.model", "reading", []),
        ("from pipeline.reading.pdf import read", "reading", []),
        ("import pandas, os.path", "model", []),
        ("import pipeline.tables", "parsing", ["pipeline.tables"]),
        ("from pipeline import tables", "parsing", ["pipeline.tables"]),
        ("from pipeline import read", "tables", ["pipeline.read"]),  # the root is the verbs
        ("from ..tables import rows", "parsing", ["pipeline.tables.rows"]),
        ("from . import dates", "parsing", []),
        ("def f():\n    import pipeline.cli", "verbs", ["pipeline.cli"]),
        ("from pipeline.corpus import load", "batch", ["pipeline.corpus.load"]),  # one rank
        ("from pipeline.corpus import load", "cli", []),
    ],
)
def test_the_check_itself(source: str, part: str, wrong: list[str]) -> None:
    assert breaches(source, f"pipeline.{part}", part) == wrong


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_lead_backwards(module: Path) -> None:
    inside = module.relative_to(PROJECT / "pipeline")
    part = "verbs" if inside.name == "__init__.py" and len(inside.parts) == 1 else inside.parts[0]
    part = part.removesuffix(".py")
    assert part in RANK, f"{part} has no place in the order of layers"
    package = ".".join(module.relative_to(PROJECT).parent.parts)
    assert breaches(module.read_text("utf-8"), package, part) == []


@pytest.mark.parametrize("module", PASSES, ids=lambda path: path.stem)
def test_parsing_is_built_in_floors(module: Path) -> None:
    inside = module.relative_to(PROJECT / "pipeline" / "parsing")
    room = inside.parts[0].removesuffix(".py")
    if room == "__init__":
        return
    package = ".".join(["pipeline", "parsing", *inside.parts[:-1]])
    names = imported(module.read_text("utf-8"), package)
    rooms = {name.split(".")[2] for name in names if name.startswith("pipeline.parsing.")}
    assert {each for each in rooms - {room} if FLOOR[each] >= FLOOR[room]} == set()


def test_no_module_needs_one_that_needs_it() -> None:
    """For types neither: two modules that name each other are one in two files."""
    names = {".".join(path.relative_to(PROJECT).with_suffix("").parts): path for path in MODULES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    needs: dict[str, set[str]] = {}
    for name, path in names.items():
        found = imported(path.read_text("utf-8"), name)
        modules = (each if each in names else each.rpartition(".")[0] for each in found)
        needs[name] = {module for module in modules if module in names and module != name}
    # A package is a name for what is in it, and imports it; only what is imported of it counts.
    while leaves := {name for name, needed in needs.items() if not needed}:
        needs = {name: needed - leaves for name, needed in needs.items() if name not in leaves}
    assert needs == {}


def test_the_generator_knows_the_model_only() -> None:
    for module in sorted(PROJECT.glob("generator/**/*.py")):
        package = ".".join(module.relative_to(PROJECT).parent.parts)
        names = imported(module.read_text("utf-8"), package)
        assert [n for n in names if part_of(n) not in (None, "model")] == [], module


def test_the_product_does_not_need_what_is_not_shipped() -> None:
    for module in MODULES:
        names = imported(module.read_text("utf-8"), "pipeline")
        roots = {name.partition(".")[0] for name in names}
        assert roots.isdisjoint({"generator", "quality", "tests", "pytest", "reportlab"}), module
