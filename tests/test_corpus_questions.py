"""What one asks of a corpus, on meetings of one body made for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from table_samples import minutes, rows, rows_saying, turn, written

from pipeline.corpus import Corpus, load
from pipeline.model import Case
from pipeline.tables.rows import table_rows
from pipeline.tables.writers import write_tables


def meeting(session: int, day: str, cases: list[dict[str, Any]], **more: Any) -> Any:
    """Rows of a meeting of 架空市環境審議会 with these cases, a turn for each."""
    key = f"{session:016x}"
    base = minutes(sha256=key * 4)
    assert base.meeting
    head = replace(
        base.meeting,
        session=f"第{session}回",
        session_no=session,
        date=datetime.date.fromisoformat(day),
        fiscal_year=int(day[:4]) - (day[5:] < "04-01"),
        **more,
    )
    place = base.cases[0].place
    fixed: dict[str, Any] = {"kind": "諮問", "place": place, "rule": "agenda"}
    made = tuple(
        Case(case_id=f"{key}-k{no}", case_no=no, **(fixed | case))
        for no, case in enumerate(cases, 1)
    )
    turns = tuple(
        replace(turn(no, f"{case.title}です。"), turn_id=f"{key}-t{no}", case_id=case.case_id)
        for no, case in enumerate(made, 1)
    )
    people = tuple(
        replace(person, attendee_id=f"{key}-a{person.seq}", cases=()) for person in base.attendees
    )
    bare: dict[str, Any] = dict.fromkeys(("agenda", "exchanges", "tags", "citations"), ())
    own = {"sections": (), "decisions": (), "notes": (), "issues": ()}
    changed = replace(base, meeting=head, cases=made, turns=turns, attendees=people, **bare, **own)
    return table_rows(changed, path=f"{session}.txt")


def corpus_of(folder: Path, *meetings: Any) -> Corpus:
    write_tables(meetings, folder, ["parquet"])
    return load(folder)


PUT_OFF = {"outcome": "継続審議"}
DEFERRED = {"status": "deferred"}
AGAIN = {"continued": True}


@pytest.mark.parametrize(
    ("first", "second", "basis"),
    [
        ({"title": "甲について"} | PUT_OFF, {"title": "甲"}, "title"),
        ({"title": "甲"} | DEFERRED, {"title": "甲"}, "title"),
        ({"title": "甲"}, {"title": "甲"} | AGAIN, "title"),
        ({"title": "甲"}, {"title": "甲"}, None),  # a report that comes every year
        ({"title": "甲"} | PUT_OFF, {"title": "乙"}, None),
        (
            {"title": "甲", "number": "諮問第3号"} | PUT_OFF,
            {"title": "乙", "number": "諮問第３号"},
            "number",
        ),
        ({"title": "甲", "number": "諮問第3号"}, {"title": "乙", "number": "諮問第3号"}, None),
    ],
)
def test_a_case_is_followed_when_it_was_put_off(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], basis: str | None
) -> None:
    corpus = corpus_of(
        tmp_path, meeting(71, "2019-05-07", [first]), meeting(72, "2019-07-02", [second])
    )
    assert [one for one in corpus.threads()["basis"] if one is not pd.NA] == (
        [basis] if basis else []
    )


def test_threads_go_on_over_three_meetings_and_say_what_is_open(tmp_path: Path) -> None:
    waste, river, water = {"title": "ごみ"}, {"title": "川"}, {"title": "水"}
    corpus = corpus_of(
        tmp_path,
        meeting(73, "2019-05-07", [waste | PUT_OFF, river]),
        meeting(74, "2019-07-02", [water | DEFERRED, waste | PUT_OFF]),
        meeting(75, "2019-09-03", [waste | {"outcome": "答申"}, water | PUT_OFF]),
    )
    found = corpus.threads()
    steps = found[["thread", "step", "session", "title", "open"]].to_numpy().tolist()
    assert steps == [
        [1, 1, "第73回", "ごみ", False],
        [1, 2, "第74回", "ごみ", False],
        [1, 3, "第75回", "ごみ", False],
        [2, 1, "第74回", "水", True],
        [2, 2, "第75回", "水", True],
    ]


def test_a_number_of_another_year_is_another_case(tmp_path: Path) -> None:
    one = {"title": "甲", "number": "諮問第1号"} | PUT_OFF
    other = {"title": "乙", "number": "諮問第1号"}
    corpus = corpus_of(
        tmp_path, meeting(71, "2019-03-07", [one]), meeting(72, "2019-04-02", [other])
    )
    assert corpus.threads().empty


def test_cases_of_another_body_are_not_followed(tmp_path: Path) -> None:
    case = {"title": "甲"} | PUT_OFF
    corpus = corpus_of(
        tmp_path,
        meeting(71, "2019-05-07", [case]),
        meeting(72, "2019-07-02", [case], body="架空市図書館協議会"),
    )
    assert corpus.threads().empty


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of(
        tmp_path,
        meeting(71, "2019-05-07", [{"title": "清掃"}, {"title": "費用"}]),
        meeting(72, "2020-02-04", [{"title": "費用"}], body="架空市図書館協議会"),
    )


@pytest.mark.parametrize(
    ("conditions", "meetings", "turns"),
    [
        ({}, 2, 3),
        ({"body": "環境"}, 1, 2),
        ({"municipality": "架空"}, 2, 3),
        ({"since": "2019-05-08"}, 1, 1),
        ({"since": "2019-05-07", "until": "2019-05-07"}, 1, 2),
        ({"since": datetime.date(2019, 5, 8)}, 1, 1),
        ({"until": pd.Timestamp("2019/5/7")}, 1, 2),
        ({"until": "2019/5/7"}, 1, 2),
        ({"year": 2019}, 1, 2),
        ({"year": np.int64(2020)}, 1, 1),
        ({"fiscal_year": 2019}, 2, 3),
        ({"fiscal_year": 2020}, 0, 0),
        ({"case": "^費用"}, 2, 2),
        ({"group": "委員"}, 2, 3),
        ({"group": "事務局"}, 2, 0),
        ({"speaker": "委"}, 2, 3),
        ({"topic": "費用"}, 2, 0),
        ({"body": "環境", "case": "費用"}, 1, 1),
        ({"meeting_ids": []}, 0, 0),
    ],
)
def test_a_part_is_a_corpus(
    corpus: Corpus, conditions: dict[str, Any], meetings: int, turns: int
) -> None:
    part = corpus.filter(**conditions)
    assert (len(part.meetings), len(part.turns)) == (meetings, turns)
    assert set(part.speeches["turn_id"]) == set(part.turns["turn_id"])
    assert set(part.attendees["meeting_id"]) == set(part.meetings["meeting_id"])
    assert part.counts()["turns"] == turns
    assert len(part.bodies) == meetings
    assert len(corpus.turns) == 3
    for dtype, whole in zip(part.turns.dtypes, corpus.turns.dtypes, strict=True):
        assert dtype == whole


@pytest.mark.parametrize(
    ("question", "error", "said"),
    [
        (lambda c: c.filter(body=3), TypeError, "body is a text, not 3"),
        (lambda c: c.filter(case="["), ValueError, "case is a regular expression, and '[' is none"),
        (
            lambda c: c.filter(since="2019"),
            ValueError,
            "since is a day like 2022-01-21, not '2019'",
        ),
        (lambda c: c.filter(until="2019-02-30"), ValueError, "until is a day like"),
        (lambda c: c.filter(since=2019), TypeError, "since is a day like 2022-01-21, not 2019"),
        (lambda c: c.filter(year="2019"), TypeError, "year is a whole number, not '2019'"),
        (lambda c: c.filter(group="会長"), ValueError, "group is one of 委員, 実施機関"),
        (lambda c: c.filter(meeting_ids="m1"), TypeError, "meeting_ids are several: give a list"),
        (lambda c: c.kwic(None), TypeError, "pattern is a text, not None"),
        (lambda c: c.kwic("費用", window=-1), ValueError, "window is the number of characters"),
        (lambda c: c.search(None), TypeError, "words is a text, not None"),
        (lambda c: c.attendance(by="role"), ValueError, "by is one of person, name, not 'role'"),
        (lambda c: c.attendance("議員"), ValueError, "group is one of 委員, 実施機関"),
    ],
)
def test_a_question_that_cannot_be_asked(
    corpus: Corpus, question: Callable[[Corpus], Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as caught:
        question(corpus)
    assert str(caught.value).startswith(said)


def test_context_brings_meeting_case_and_citation(corpus: Corpus) -> None:
    turns = corpus.with_context()
    assert turns["case_title"].tolist() == ["清掃", "費用", "費用"]
    assert turns["year"].tolist() == [2019, 2019, 2020]
    assert turns["cite"][0] == "第71回架空市環境審議会会議録（令和元年5月7日）- 2 -頁"
    people = corpus.with_context("attendees")
    assert people["body"].tolist() == ["架空市環境審議会"] * 2 + ["架空市図書館協議会"] * 2
    assert people["name"].tolist() == ["山岡 架江", "谷口"] * 2
    with pytest.raises(KeyError, match="belong to no meeting"):
        corpus.with_context("bodies")


@pytest.mark.parametrize("name", ["issues", "residue", "lines"])
def test_rows_of_a_document_say_where_they_stand(tmp_path: Path, name: str) -> None:
    known = {"source_url": "https://example.jp/a.pdf"}
    rows = table_rows(minutes(), sources=known, with_lines=True)
    for row, page in zip(rows[name], (2, 9), strict=False):
        row["page"] = page
    write_tables([rows], tmp_path, ["parquet"], with_lines=True)
    found = load(tmp_path).with_context(name)
    assert len(found) == len(rows[name]) > 0
    assert found["cite"][0] == "第3回架空市環境審議会会議録（令和元年5月7日）- 2 -頁"
    assert found["source"][0] == "https://example.jp/a.pdf#page=2"
    # No record tells the number printed on page 9, and it is not 9.
    assert found["cite"][1:2].tolist() in ([], ["第3回架空市環境審議会会議録（令和元年5月7日）"])


@pytest.mark.parametrize(
    ("pattern", "regex", "lines"),
    [
        ("費用", True, [("", "費用", "で"), ("", "費用", "で")]),
        ("清.", True, [("", "清掃", "で")]),
        ("です(?=。)", True, [("掃", "です", "。"), ("用", "です", "。"), ("用", "です", "。")]),
        ("。", False, [("す", "。", "")] * 3),
        (".", False, []),
    ],
)
def test_kwic(corpus: Corpus, pattern: str, regex: bool, lines: list[tuple[str, ...]]) -> None:
    found = corpus.kwic(pattern, window=1, regex=regex)
    assert [*zip(found["left"], found["keyword"], found["right"], strict=True)] == lines
    texts = corpus.turns.set_index("turn_id")["text"]
    for line in found.itertuples():
        assert texts[line.turn_id][line.start :].startswith(line.keyword)
    assert found["speaker"].isin(["委員"]).all()


@pytest.mark.parametrize(
    ("words", "keywords"),
    [
        ("申し込む", ["申し込ん", "申込み"]),  # inflections and spellings
        ("個人情報", ["個人情報", "個人情報"]),
        ("サーバー", ["サーバ", "サーバー"]),
        ("障害者", ["障がい者"]),
        ("込む", []),  # a part of a word is no word
        ("予算", []),
        ("名簿 申し込む", []),
    ],
)
def test_kwic_of_words(tmp_path: Path, words: str, keywords: list[str]) -> None:
    texts = (
        "名簿を申し込んだ。個人情報はサーバにある。",
        "申込みます。障がい者の個人情報はサーバーにあり、",
        "個人",  # ends where the next turn goes on: no compound over two speeches
        "情報",
    )
    bare: dict[str, Any] = dict.fromkeys(("exchanges", "tags", "citations"), ())
    turns = tuple(turn(no, text) for no, text in enumerate(texts))
    corpus = load(written(tmp_path, rows(turns=turns, **bare), "parquet"))
    found = corpus.kwic(words, lemma=True)
    assert found["keyword"].tolist() == keywords
    assert corpus.kwic(words, lemma=True)["keyword"].tolist() == keywords  # kept, the same
    said = corpus.turns.set_index("turn_id")["text"]
    for line in found.itertuples():
        assert said[line.turn_id][line.start :].startswith(line.keyword)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "no regular expression"),
        ("a*", "everywhere"),
        ("(?=費用)", "fits where nothing stands; let it take at least one character"),
    ],
)
def test_kwic_refuses_what_cannot_be_meant(corpus: Corpus, pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        corpus.kwic(pattern)
    with pytest.raises(ValueError, match="no word to look for"):
        corpus.kwic(" ", lemma=True)


def test_a_part_looks_up_the_words_of_the_whole(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert corpus.kwic("費用", lemma=True)["date"].dt.year.tolist() == [2019, 2020]
    monkeypatch.delattr("pipeline.corpus.words.WordIndex.__init__")  # nothing is indexed anew
    later = corpus.filter(year=2020)
    found = later.filter(case="費用").kwic("費用", lemma=True)
    assert found["turn_id"].tolist() == later.turns["turn_id"].tolist()
    assert found["keyword"].tolist() == ["費用"]


@pytest.mark.parametrize(
    ("words", "hits"),
    [("費用", [2, 1]), ("ＩＣＴ 費用", [3]), ("ict", [1]), ("用", [2, 1]), ("川", []), ("", [])],
)
def test_search_folds_width_and_case(tmp_path: Path, words: str, hits: list[int]) -> None:
    corpus = load(written(tmp_path, rows_saying("費用。", "ICTの費用と費用。"), "parquet"))
    assert corpus.search(words)["hits"].tolist() == hits


def test_crosstab_counts_turns_or_characters(corpus: Corpus) -> None:
    assert corpus.crosstab("case", "year").to_dict() == {
        2019: {"清掃": 1, "費用": 1},
        2020: {"清掃": 0, "費用": 1},
    }
    assert corpus.crosstab("speaker_group", "body", values="chars").to_dict() == {
        "架空市図書館協議会": {"委員": 5},
        "架空市環境審議会": {"委員": 10},
    }
    for wrong in (("party", "year"), ("year", "year")):
        with pytest.raises(ValueError, match="property"):
            corpus.crosstab(*wrong)
    with pytest.raises(ValueError, match="not 'words'"):
        corpus.crosstab("case", "year", values="words")


def test_crosstab_by_several_properties(corpus: Corpus) -> None:
    counted = corpus.crosstab(["case", "speaker_group"], "year")
    assert counted.index.names == ["case", "speaker_group"]
    assert counted.loc[("費用", "委員")].to_dict() == {2019: 1, 2020: 1}
    counted = corpus.crosstab("speaker_group", ["year", "case"], values="chars")
    assert counted.columns.tolist() == [(2019, "清掃"), (2019, "費用"), (2020, "費用")]
    assert counted.loc["委員"].tolist() == [5, 5, 5]
    assert corpus.filter(body="nowhere").crosstab(["case", "body"], ["year", "meeting"]).empty


@pytest.mark.parametrize(
    ("rows", "columns", "error", "said"),
    [
        (["case", "party"], "year", ValueError, "there is no property 'party'; there are topic"),
        (["case", "year"], "year", ValueError, "the property 'year' is given twice"),
        (["year", "year"], "case", ValueError, "the property 'year' is given twice"),
        ([], "year", ValueError, "rows needs at least one property: topic"),
        ("year", 3, TypeError, "columns is the name of a property or a list of names, not 3"),
        (["year", 3], "case", TypeError, "rows is the name of a property or a list of names"),
    ],
)
def test_crosstab_says_what_is_no_property(
    corpus: Corpus, rows: Any, columns: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as caught:
        corpus.crosstab(rows, columns)
    assert str(caught.value).startswith(said)


def test_a_turn_counts_for_each_of_its_topics_once(tmp_path: Path) -> None:
    corpus = load(written(tmp_path, table_rows(minutes()), "parquet", with_lines=False))
    assert corpus.crosstab("topic", "speaker_group").to_dict() == {"委員": {"条例": 1, "費用": 1}}


def test_attendance_is_a_table_of_people_and_meetings(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, meeting(72, "2019-07-02", []), meeting(71, "2019-05-07", []))
    everyone = corpus.attendance(None)
    assert [column.split()[-1] for column in everyone.columns] == ["第71回", "第72回"]
    assert everyone.xs("山岡 架江", level="name").to_numpy().tolist() == [[True, True]]
    # A family name alone is a person of its one row: two rows, each in one meeting.
    assert everyone.xs("谷口", level="name").notna().sum(axis=1).tolist() == [1, 1]
    named = corpus.attendance(None, by="name")
    assert named.xs("谷口", level="name").notna().sum(axis=1).tolist() == [2]
    assert corpus.attendance().index.get_level_values("name").tolist() == ["山岡 架江"]


def test_questions_stand_beside_answers(tmp_path: Path) -> None:
    corpus = load(written(tmp_path, table_rows(minutes()), "parquet", with_lines=False))
    (pair,) = corpus.questions().itertuples()
    assert pair.question.startswith("費用はいくらですか")
    assert (pair.asked_by, pair.answered_by, pair.answer) == ("委員", "事務局", "百万円です。")


def test_the_other_file_of_a_meeting_counts_nowhere(tmp_path: Path) -> None:
    first, second = (
        meeting(71, "2019-05-07", [{"title": "費用"}]),
        meeting(72, "2019-05-07", [{"title": "費用"}]),
    )
    second["meetings"][0]["variant_of"] = first["meetings"][0]["meeting_id"]
    corpus = corpus_of(tmp_path, first, second)
    assert len(corpus.turns) == 2
    assert len(corpus.with_context()) == len(corpus.kwic("費用")) == 1


def test_every_question_has_an_answer_on_nothing(corpus: Corpus) -> None:
    empty = corpus.filter(body="nowhere")
    frames = [
        empty.kwic("x"),
        empty.search("x"),
        empty.crosstab("topic", "year"),
        empty.attendance(),
        empty.questions(),
        empty.threads(),
        empty.with_context(),
    ]
    assert [len(frame) for frame in frames] == [0] * 7
    assert "0 bodies" not in empty._repr_html_()
    assert "2 bodies, 2019-05-07 to 2020-02-04" in corpus._repr_html_()
