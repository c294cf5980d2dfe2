"""Each code of an issue has a line in docs/issues.md, and each line there a code in the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from pipeline.parsing.knowledge import load
from pipeline.tables.issue_labels import issue_labels

PROJECT = Path(__file__).resolve().parents[1]
ROW = re.compile(
    r"^\| `(?P<code>[a-z_]+)` \| (?P<severity>[a-z]+) (?:\| (?P<label>[^|]+) )?"
    r"\| [^|]{4,} \| [^|]{3,} \|$"
)
CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+|residue")
# What makes an issue: the dataclass, the functions that fill it in, tables of (code, pattern, …).
MAKERS = {"Issue", "issue", "_issue"}
TABLES = {"_LOSSES"}
OTHER_WORDS = {"record_id", "municipality_code"}


def codes_in_program() -> set[str]:
    found: set[str] = set()
    for path in sorted((PROJECT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                named = [k.value for k in node.keywords if k.arg == "code"]
                found |= constants([*named, *node.args[:2]])
            elif isinstance(node, ast.Assign):
                names = {getattr(target, "id", "") for target in node.targets}
                if names & TABLES or (names == {"code"}):
                    found |= constants([node.value])
    return found - OTHER_WORDS


def constants(nodes: list[ast.expr]) -> set[str]:
    return {
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and CODE.fullmatch(part.value)
    }


def matches(name: str) -> list[re.Match[str]]:
    lines = (PROJECT / "docs" / name).read_text("utf-8").splitlines()
    found = [m for line in lines if (m := ROW.match(line))]
    assert len({m["code"] for m in found}) == len(found)
    return found


def rows() -> dict[str, str]:
    return {m["code"]: m["severity"] for m in matches("issues.md")}


def test_the_page_lists_exactly_the_codes_of_the_program() -> None:
    found = codes_in_program()
    assert len(found) > 80  # the search itself works
    assert sorted(rows()) == sorted(found)


def test_each_code_has_a_few_words_of_japanese() -> None:
    labels = issue_labels()
    assert sorted(labels) == sorted(codes_in_program())
    assert max(map(len, labels.values())) <= 20
    assert len(set(labels.values())) == len(labels)


def test_the_japanese_page_has_these_words_and_the_same_severities() -> None:
    found = matches("issues.ja.md")
    assert [(m["code"], m["severity"]) for m in found] == list(rows().items())
    assert {m["code"]: m["label"] for m in found} == dict(issue_labels())


def test_the_page_gives_the_severities_of_the_audit() -> None:
    written = rows()
    for severity, codes in load("audit")["severity"].items():
        assert {code: written[code] for code in codes} == dict.fromkeys(codes, severity)


def test_every_code_of_the_audit_is_used() -> None:
    declared = {code for codes in load("audit")["severity"].values() for code in codes}
    assert declared <= codes_in_program()
