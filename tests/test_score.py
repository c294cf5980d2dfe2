"""Scores are right: the rules of comparison, the counts, agreement with the shared scorer."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import importlib.util
import json
import random
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.batch import convert
from pipeline.model import (
    AgendaItem,
    Attendee,
    Case,
    Decision,
    Document,
    Issue,
    Meeting,
    Minutes,
    Note,
    Place,
    Turn,
)
from pipeline.reading import ReadError
from pipeline.score import GoldError, Outcome, Score, Tally, compare, score_folder
from pipeline.score.figures import wilson
from pipeline.score.matching import judge

SOMEWHERE = Place(line_first=1, line_last=1)


def minutes_of(gold: dict, **changes: object) -> Minutes:
    """Minutes that say exactly what a gold record says, but for ``changes``."""
    date = gold.get("date")
    minutes = Minutes(
        document=Document(
            sha256="0" * 64, bytes=1, media_type="text/plain", reader="text", lines=()
        ),
        kind=gold["kind"],
        meeting=Meeting(
            meeting_id="m",
            body=gold.get("body"),
            session=gold.get("session"),
            date=datetime.date.fromisoformat(date) if date else None,
            opened=gold.get("opened"),
            closed=gold.get("closed"),
            place=gold.get("place"),
            observers=gold.get("observers"),
        ),
        attendees=tuple(
            person(p["name"], p["group"], p["present"], seq)
            for seq, p in enumerate(gold.get("attendees", ()), start=1)
        ),
        agenda=tuple(item(title) for title in gold.get("agenda", ())),
        turns=tuple(turn(t["speaker"], t["start"] + t["end"]) for t in gold.get("turns", ())),
    )
    return dataclasses.replace(minutes, **changes)


def person(name: str, group: str = "委員", present: bool = True, seq: int = 1) -> Attendee:
    return Attendee(
        attendee_id=f"a{seq}",
        seq=seq,
        name=name,
        group=group,
        present=present,
        place=SOMEWHERE,
        rule="test",
    )


def item(title: str) -> AgendaItem:
    return AgendaItem(agenda_id="g", seq=1, level=1, title=title, place=SOMEWHERE, rule="test")


def turn(speaker: str | None, text: str) -> Turn:
    return Turn(turn_id="t", seq=1, text=text, speaker=speaker, place=SOMEWHERE, rule="test")


def decision(outcome: str, text: str) -> Decision:
    return Decision(
        decision_id="d",
        seq=1,
        text=text,
        outcome=outcome,
        outcome_class="approved",
        place=SOMEWHERE,
        rule="test",
    )


def note(text: str) -> Note:
    return Note(note_id="n", kind="stage_direction", text=text, place=SOMEWHERE, rule="test")


GOLD = {
    "kind": "minutes",
    "style": "D2 (対照)",
    "body": "霧島台市個人情報保護審議会",
    "session": "令和4年度第3回",
    "date": "2023-02-14",
    "opened": "9:30",
    "closed": None,
    "place": "市役所本館2階 第1会議室",
    "observers": 0,
    "attendees": [
        {"name": "三枝 誠", "group": "委員", "present": True},
        {"name": "髙安", "group": "委員", "present": False},
    ],
    "agenda": ["会長の選任について", "防犯カメラの設置について(継続)"],
    "turns": [
        {"speaker": "会長", "start": "それでは会議を始めます", "end": "お願いします。"},
        {"speaker": "委員", "start": "保存期間は何年か。", "end": ""},
    ],
    "decisions": [{"outcome": "承認", "text": "全員一致で承認された。"}],
    "stage_directions": ["傍聴者入室"],
}


# -- what counts as right ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "gold", "given", "right"),
    [
        ("body", "霧島台市環境審議会", "霧島台市 環境審議会", True),  # white space
        ("body", "霧島台市環境審議会", "霧島台市環境", False),
        ("place", "〇会館２階－大ホール", "○会館2階-大ホール", True),  # width and style of marks
        ("place", "髙﨑会館", "高崎会館", True),
        ("session", "令和4年度第3回", "第3回", True),
        ("session", "第3回", "令和4年度第3回", True),
        ("session", "令和4年度第3回", "第4回", False),
        ("session", "令和4年度第3回", "回", False),  # no number in it
        ("opened", "9:30", "09:30", True),
        ("observers", 0, None, False),
        ("observers", "2", 2, True),
    ],
)
def test_header_field(field: str, gold: object, given: object, right: bool) -> None:
    meeting = Meeting(**{"meeting_id": "m", field: given})
    outcome = judge(minutes_of(GOLD, meeting=meeting), {"kind": "minutes", field: gold})
    assert outcome[f"header.{field}"].right == right
    assert outcome[f"header.{field}"].gold == 1


def test_a_value_where_the_gold_has_none_is_wrong_and_none_for_none_counts_nothing() -> None:
    invented = dataclasses.replace(minutes_of(GOLD).meeting, closed="16:00")
    assert judge(minutes_of(GOLD, meeting=invented), GOLD)["header.closed"] == Outcome(
        extra=("16:00",)
    )
    assert judge(minutes_of(GOLD), GOLD)["header.closed"] == Outcome()


@pytest.mark.parametrize(
    ("titles", "right", "extra"),
    [
        (["会長の選任について", "防犯カメラの設置について"], 2, 0),  # brackets at the end aside
        (["防犯カメラの設置について(継続)", "会長の選任について"], 2, 0),  # in any order
        (["会長の選任", "防犯カメラの設置について"], 1, 1),  # under 80 % of the title
        (["会長の選任について"] * 2, 1, 1),  # each gold title is taken once
        ([], 0, 0),
    ],
)
def test_agenda(titles: list[str], right: int, extra: int) -> None:
    outcome = judge(minutes_of(GOLD, agenda=tuple(map(item, titles))), GOLD)["agenda"]
    assert (outcome.right, len(outcome.extra), outcome.gold) == (right, extra, 2)


@pytest.mark.parametrize(
    ("people", "by_name", "strict", "absent"),
    [
        ([person("三枝誠"), person("高安", present=False)], 2, 2, 1),
        ([person("三枝 誠", "事務局"), person("髙安")], 2, 0, 0),  # group, presence
        ([person("三枝 誠"), person("三枝 誠")], 1, 1, 0),  # a name given twice stands once
        ([person("三枝")], 0, 0, 0),
    ],
)
def test_roster(people: list[Attendee], by_name: int, strict: int, absent: int) -> None:
    outcomes = judge(minutes_of(GOLD, attendees=tuple(people)), GOLD)
    assert outcomes["roster.name"].right == by_name
    assert outcomes["roster.strict"].right == strict
    assert outcomes["roster.absent"].right == absent


FIRST = "それでは会議を始めます。資料の説明をお願いします。"


@pytest.mark.parametrize(
    ("turns", "boundary", "speaker", "strict"),
    [
        ([("会長", FIRST), ("委員", "保存期間は何年か。理由も問う。")], 2, 2, 2),  # an open end
        ([("会長", "・" + FIRST), ("委員", "保存期間は何年か。")], 2, 2, 2),  # a bullet
        ([("議長", FIRST), ("委員", "保存期間は何年か。")], 2, 1, 1),
        ([("会長", FIRST + "保存期間は何年か。")], 1, 1, 0),  # run together
        ([("委員", "保存期間は何年か。"), ("会長", FIRST)], 1, 1, 1),  # order matters
    ],
)
def test_turns(turns: list[tuple[str, str]], boundary: int, speaker: int, strict: int) -> None:
    outcomes = judge(minutes_of(GOLD, turns=tuple(turn(*t) for t in turns)), GOLD)
    assert outcomes["turns.boundary"].right == boundary
    assert outcomes["turns.speaker"].right == speaker
    assert outcomes["turns.strict"].right == strict
    assert all(outcomes[f"turns.{m}"].given == len(turns) for m in ("boundary", "strict"))


def test_whole_texts_and_cases_of_turns_where_the_gold_has_them() -> None:
    case = Case(case_id="c2", case_no=2, kind="諮問", title="件名", place=SOMEWHERE, rule="test")
    given = dataclasses.replace(turn("会長", FIRST), case_id="c2")
    minutes = minutes_of(GOLD, turns=(given,), cases=(case,))

    def outcomes(**more: object) -> dict[str, Outcome]:
        return judge(minutes, {**GOLD, "turns": [{**GOLD["turns"][0], **more}]})

    assert outcomes(text=FIRST)["turns.exact"].right == 1
    assert outcomes(text=FIRST + "以上。")["turns.exact"].right == 0
    assert outcomes(case_no=2)["turns.case"].right == 1
    assert outcomes(case_no=None)["turns.case"].right == 0
    assert {"turns.exact", "turns.case"}.isdisjoint(outcomes())


def test_cases_where_the_gold_has_them() -> None:
    case = Case(
        case_id="c1",
        case_no=1,
        kind="諮問",
        title="防犯カメラの設置について",
        outcome="答申",
        status="heard",
        place=SOMEWHERE,
        rule="test",
    )
    fate = {"title": "防犯カメラの設置について(継続)", "kind": "諮問", "status": "heard"}
    right, wrong = ({**fate, "outcome": outcome} for outcome in ("答申", "継続審議"))
    minutes = minutes_of(GOLD, cases=(case,))
    assert judge(minutes, {**GOLD, "cases": [right]})["cases.strict"].right == 1
    assert judge(minutes, {**GOLD, "cases": [wrong]})["cases.strict"].right == 0
    assert judge(minutes, {**GOLD, "cases": [wrong]})["cases.title"].right == 1


@pytest.mark.parametrize(
    ("outcome", "text", "right"),
    [
        ("承認", "採決の結果、全員一致で承認された。", True),
        ("可決", "全員一致で承認された。", False),
        ("承認", "別の文である。", False),
    ],
)
def test_decisions(outcome: str, text: str, right: bool) -> None:
    given = minutes_of(GOLD, decisions=(decision(outcome, text),), notes=(note("（傍聴者入室）"),))
    outcomes = judge(given, GOLD)
    assert outcomes["decisions"].right == right
    assert outcomes["notes"].right == 1


def test_every_gold_record_of_an_unread_document_is_missed() -> None:
    outcomes = judge(None, GOLD)
    assert {m: o.right for m, o in outcomes.items() if o.right or o.given} == {}
    assert outcomes["roster.strict"].missed == ("三枝 誠 (委員)", "髙安 (委員, absent)")


# -- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(3, 4, 6), 0.75, 0.5, 0.6),
        (Tally(0, 0, 0), 1.0, 1.0, 1.0),  # nothing to find, nothing given
        (Tally(0, 2, 0), 0.0, 0.0, 0.0),
        (Tally(0, 0, 2), 0.0, 0.0, 0.0),
    ],
)
def test_tally(tally: Tally, precision: float, recall: float, f1: float) -> None:
    assert (tally.precision, tally.recall) == (precision, recall)
    assert tally.f1 == pytest.approx(f1)


def test_wilson_interval_of_a_published_example() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_interval_of_f1_holds_f1() -> None:
    for tally in (Tally(3, 4, 6), Tally(5, 5, 5), Tally(0, 3, 2)):
        low, high = tally.f1_interval
        assert low - 1e-12 <= tally.f1 <= high + 1e-12
    assert Tally().f1_interval is None


# -- folders ----------------------------------------------------------------------------------


def write_gold(folder: Path, **records: dict) -> Path:
    for name, record in records.items():
        (folder / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
        (folder / f"{name}.txt").write_text(name, "utf-8")
    return folder


def test_folder_with_a_right_a_wrong_and_an_unreadable_document(tmp_path: Path) -> None:
    write_gold(tmp_path, d001=GOLD, d002=GOLD, d003={**GOLD, "style": "B2"})

    def parse(path: Path) -> Minutes:
        if path.stem == "d003":
            raise ReadError("empty_file", "The file is empty.")
        warning = Issue(severity="warning", code="c", message="m")
        return (
            minutes_of(GOLD)
            if path.stem == "d001"
            else minutes_of(GOLD, turns=(), issues=(warning,), coverage=0.5)
        )

    score = score_folder(tmp_path, parse=parse)
    assert score.clean == 1
    assert score.coverage == 0.75
    assert score.tally("turns.strict") == Tally(right=2, given=2, gold=6)
    assert score.tally("flag") == Tally(right=2, given=2, gold=2)
    assert {style: len(part.documents) for style, part in score.by_style().items()} == {
        "B2": 1,
        "D2": 2,
    }
    assert score.documents[2].errors[0] == "not read: The file is empty."
    assert score.documents[1].errors[0].startswith("turns.strict: 0 of 2 right, missed 会長|")
    assert Score.from_dict(json.loads(json.dumps(score.to_dict()))) == score
    assert "| turns.strict | 1.000 | 0.333 | 0.500 |" in score.to_markdown()
    even = score_folder(tmp_path, parse=parse, only="even")
    assert [d.name for d in even.documents] == ["d002"]
    assert even == score.half("even")


def test_groups_that_the_gold_leaves_open_are_not_scored(tmp_path: Path) -> None:
    write_gold(tmp_path, d001={**GOLD, "scored": ["header", "turns"]})
    score = score_folder(tmp_path, parse=lambda _: minutes_of(GOLD, attendees=(), agenda=()))
    assert score.tally("roster.strict") == score.tally("agenda") == Tally()
    assert score.clean == 0  # never clean: half of it is not known
    assert score.tally("flag") == Tally()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.json", "{", "not valid JSON"),
        ("x.json", "[]", "no gold record"),
        ("y.json", "{}", "no document beside it"),
        ("x.csv", "", "holds no gold"),
        ("x.json", '{"kind": "minutes", "scored": ["attendees"]}', "attendees; known are header"),
        (
            "x.json",
            '{"kind": "minutes", "attendees": [{"name": "森本", "group": "委員"}]}',
            "entry 1 of attendees does not say its present",
        ),
        (
            "x.json",
            '{"kind": "minutes", "turns": [{"speaker": "会", "start": "は", "end": "。"}, 1]}',
            "entry 2 of turns does not say its speaker, start, end",
        ),
    ],
)
def test_a_broken_gold_folder_says_what_is_wrong(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / "x.txt").write_text("会議録", "utf-8")
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(GoldError, match=says):
        score_folder(tmp_path)


# -- gains and losses -------------------------------------------------------------------------


def test_a_swap_that_leaves_the_figures_alone_is_a_gain_and_a_loss(tmp_path: Path) -> None:
    write_gold(tmp_path, d001=GOLD)
    one, two = (turn("会長", FIRST), turn("委員", "保存期間は何年か。"))
    old = score_folder(tmp_path, parse=lambda _: minutes_of(GOLD, turns=(one,)))
    new = score_folder(tmp_path, parse=lambda _: minutes_of(GOLD, turns=(two,)))
    comparison = compare(old, new)
    assert old.tally("turns.strict") == new.tally("turns.strict")
    strict = [c for c in comparison.changes if c.measure == "turns.strict"]
    assert [(c.gain, c.what, c.label) for c in strict] == [
        (True, "found", "委員|保存期間は何年か。…"),
        (False, "lost", "会長|それでは会議を始めます…お願いします。"),
    ]
    assert "- d001 turns.strict lost: 会長|それでは" in comparison.to_markdown()
    assert compare(new, new).changes == ()


# -- agreement with the scorer that others run ------------------------------------------------


def shared_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "tools" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(gold: dict, chance: random.Random) -> Minutes:
    """Minutes with some of the errors that parsers make."""
    minutes = minutes_of(gold)
    keep = [x for x in minutes.turns if chance.random() < 0.8]
    cut = [
        dataclasses.replace(
            t, text=t.text[: chance.choice((12, 99))], speaker=chance.choice((t.speaker, "議長"))
        )
        for t in keep
    ]
    people = [
        dataclasses.replace(
            p, present=chance.random() < 0.7, group=chance.choice((p.group, "その他"))
        )
        for p in minutes.attendees
        if chance.random() < 0.9
    ]
    agenda = [a for a in minutes.agenda if chance.random() < 0.8] + [item("余分な項目")]
    meeting = dataclasses.replace(
        minutes.meeting,
        closed=chance.choice((minutes.meeting.closed, "16:00", None)),
        session=chance.choice((minutes.meeting.session, "第3回")),
    )
    warning = Issue(severity="warning", code="c", message="m")
    return dataclasses.replace(
        minutes,
        turns=tuple(cut),
        attendees=tuple(people),
        agenda=tuple(agenda) if chance.random() < 0.5 else minutes.agenda,
        meeting=meeting,
        issues=(warning,) if chance.random() < 0.5 else (),
    )


def write_tables(folder: Path, minutes: dict[str, Minutes]) -> None:
    """The columns that the shared scorer reads, as the contract has them."""
    tables: dict[str, list[dict]] = {
        t: [] for t in ("documents", "meetings", "attendees", "agenda", "turns")
    }
    for name, m in minutes.items():
        tables["documents"].append(
            {
                "path": f"{name}.txt",
                "meeting_id": name,
                "status": m.status,
                "kind": m.kind,
                "coverage": m.coverage,
            }
        )
        meeting = dataclasses.asdict(m.meeting) | {"meeting_id": name}
        tables["meetings"].append(meeting)
        for table, records in (
            ("attendees", m.attendees),
            ("agenda", m.agenda),
            ("turns", m.turns),
        ):
            for seq, record in enumerate(records, start=1):
                row = dataclasses.asdict(record) | {"meeting_id": name, "seq": seq}
                if "present" in row:
                    row["present"] = str(row["present"]).lower()
                tables[table].append(row)
    for table, rows in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_are_those_of_the_shared_scorer(shared: Path, tmp_path: Path, seed: int) -> None:
    gold_folder = shared / "formats" / "dev"
    chance = random.Random(seed)
    given = {
        path.stem: damaged(json.loads(path.read_text("utf-8")), chance)
        for path in sorted(gold_folder.glob("*.json"))
    }
    write_tables(tmp_path, given)
    tallies, styles, errors, documents, clean, _ = shared_scorer(shared).score(
        gold_folder, tmp_path
    )

    score = score_folder(gold_folder, parse=lambda path: given[path.stem])

    theirs = {
        name.replace("flag.documents_with_errors_flagged", "flag"): (t.tp, t.pred, t.gold)
        for name, t in tallies.items()
    }
    ours = {m: dataclasses.astuple(score.tally(m)) for m in theirs}
    assert ours == theirs
    assert (len(score.documents), score.clean) == (documents, clean)
    assert [d.name for d in score.documents if d.errors] == [name for name, _, _ in errors]
    for style, part in score.by_style().items():
        strict = styles[style]["turns.strict"]
        assert part.tally("turns.strict") == Tally(strict.tp, strict.pred, strict.gold)
    assert 0.05 < score.tally("turns.strict").f1 < 0.95  # the damage did something


def test_a_conversion_gets_the_same_figures(shared: Path, tmp_path: Path) -> None:
    gold_folder = shared / "formats" / "dev"
    documents, out = tmp_path / "in", tmp_path / "out"
    documents.mkdir()
    for path in gold_folder.glob("*.txt"):
        shutil.copy(path, documents)
    convert(documents, out, formats=["csv"], tags=False, jobs=1)
    tallies, *_, documents_read, clean, coverage = shared_scorer(shared).score(gold_folder, out)

    score = score_folder(gold_folder)

    assert (documents_read, clean) == (len(score.documents), score.clean)
    assert score.coverage == pytest.approx(sum(coverage) / len(coverage), abs=1e-4)
    for measure in ("header", "roster.strict", "roster.absent", "agenda", "turns.strict"):
        tally = tallies[measure]
        assert score.tally(measure) == Tally(tally.tp, tally.pred, tally.gold), measure
