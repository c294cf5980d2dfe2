"""Who answers whom: short talks, and the exchanges that they are."""

from __future__ import annotations

import pytest

from pipeline.model import Place, Turn
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label
from pipeline.parsing.records.exchanges import asks_in_substance, pair

Said = tuple[str, str]


def turns(talk: list[Said], cases: str = "") -> list[Turn]:
    """Turns of a talk; ``cases`` gives the case of each by a letter."""
    made = []
    for number, (speaker, text) in enumerate(talk, 1):
        label = read_label(speaker)
        made.append(
            Turn(
                turn_id=f"c-t{number}",
                seq=number,
                text=text,
                place=Place(line_first=number, line_last=number),
                rule="test",
                speaker=label.text,
                speaker_name=label.name,
                speaker_group=label.group,
                speaker_role=label.role,
                is_chair=label.is_chair,
                is_question=is_question(text),
                case_id=cases[number - 1 : number] or None,
            )
        )
    return pair(made)[0]


def pairs(talk: list[Said], cases: str = "") -> list[tuple[int, int, str, int | None]]:
    """Question, answer, basis and the answer of the exchange followed up, turns by number."""
    return [
        (
            int(x.question_id[3:]),
            int(x.answer_id[3:]),
            x.basis,
            int(x.follow_up_of[3:]) if x.follow_up_of else None,
        )
        for x in pair(turns(talk, cases))[1]
    ]


ASK = ("委員", "費用はいくらか。")
ANSWER = ("事務局", "百万円です。")


@pytest.mark.parametrize(
    ("talk", "found"),
    [
        ([ASK, ANSWER], [(1, 2, "question_then_answer", None)]),
        ([("委員", "高いと思う。"), ANSWER], [(1, 2, "member_then_official", None)]),
        ([ASK, ANSWER, ANSWER], [
            (1, 2, "question_then_answer", None),
            (1, 3, "further_answer", None),
        ]),
        ([ANSWER, ASK], []),
        # the chair passes the word on, or leads the meeting further
        ([ASK, ("会長", "事務局、お願いします。"), ANSWER], [(1, 3, "chair_passed_on", None)]),
        ([ASK, ("会長", "事務局、いかがですか。"), ANSWER], [(1, 3, "chair_passed_on", None)]),
        ([ASK, ("会長", "事務局、お答えください。"), ANSWER], [(1, 3, "chair_passed_on", None)]),
        ([ASK, ("会長", "事務局から御説明いただきたいと思います。"), ANSWER], [
            (1, 3, "chair_passed_on", None)
        ]),
        ([ASK, ("会長", "次に、資料2の説明をお願いします。"), ANSWER], []),
        ([ASK, ("会長", "ほかにご意見はございませんか。"), ANSWER], []),
        ([("会長", "事務局から説明をお願いします。"), ANSWER], []),
        ([("会長", "ただいまの説明について、ご質問はございませんか。"), ANSWER], []),
        ([("会長", "ご異議ございませんか。"), ("事務局", "ありません。")], []),
        # a chair who asks about the matter
        ([("会長", "私からも伺います。工期はいつまでですか。"), ANSWER], [
            (1, 2, "question_then_answer", None)
        ]),
        # others
        ([ASK, ("傍聴人", "静かに。"), ANSWER], []),
        # follow-ups
        ([("遠藤委員", "費用は。どうか。"), ANSWER, ("遠藤委員", "工期はいつか。"), ANSWER], [
            (1, 2, "question_then_answer", None),
            (3, 4, "question_then_answer;same_speaker", 2),
        ]),
        ([("遠藤委員", "費用はどうか。"), ANSWER, ("石橋委員", "工期はいつか。"), ANSWER], [
            (1, 2, "question_then_answer", None),
            (3, 4, "question_then_answer", None),
        ]),
        ([ASK, ANSWER, ("委員", "工期はいつか。"), ANSWER], [  # 委員 may be another one
            (1, 2, "question_then_answer", None),
            (3, 4, "question_then_answer", None),
        ]),
        ([ASK, ANSWER, ("委員", "では、工期はいつか。"), ANSWER], [
            (1, 2, "question_then_answer", None),
            (3, 4, "question_then_answer;takes_up_answer", 2),
        ]),
        ([ASK, ANSWER, ("会長", "遠藤委員、どうぞ。"), ("遠藤委員", "工期はいつか。"), ANSWER], [
            (1, 2, "question_then_answer", None),
            (4, 5, "question_then_answer", None),
        ]),
        ([
            ("遠藤委員", "費用はどうか。"), ANSWER, ("会長", "よろしいですか。"),
            ("遠藤委員", "工期はいつか。"), ANSWER,
        ], [
            (1, 2, "question_then_answer", None),
            (4, 5, "question_then_answer;same_speaker", 2),
        ]),
        # one who was answered before is answered again, behind another's question
        ([
            ("園部委員", "費用はいくらか。"), ANSWER, ("横田委員", "工期はいつか。"), ("事務局", "来年です。"),
            ("事務局", "先ほどの園部委員のご質問ですが、二百万円でした。"),
        ], [
            (1, 2, "question_then_answer", None),
            (3, 4, "question_then_answer", None),
            (1, 5, "answer_names_member", None),
        ]),
        # several questions, then the answers
        ([
            ("遠藤委員", "費用はいくらか。"), ("石橋委員", "工期はいつか。"),
            ("事務局", "遠藤委員のご質問ですが、百万円です。"),
            ("事務局", "石橋委員のご質問ですが、来年です。"),
        ], [
            (1, 3, "answer_names_member", None),
            (2, 4, "question_then_answer", None),
        ]),
    ],
)  # fmt: skip
def test_exchanges(talk: list[Said], found: list[tuple[int, int, str, int | None]]) -> None:
    assert pairs(talk) == found


def test_a_reply_is_that_of_the_exchange() -> None:
    talk = turns([ASK, ("会長", "事務局、お願いします。"), ANSWER, ASK])
    assert [turn.replies_to for turn in talk] == [None, None, "c-t1", None]


def test_nothing_crosses_a_case() -> None:
    assert pairs([ASK, ANSWER], "ab") == []
    assert pairs([("遠藤委員", "費用はどうか。"), ANSWER] * 2, "aabb") == [
        (1, 2, "question_then_answer", None),
        (3, 4, "question_then_answer", None),
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("ご質問はございませんか。", False),
        ("本件について、ご異議ございませんか。", False),
        ("ほかの委員の方はいかがですか。", False),
        ("説明が終わりました。何かご質疑はございますか。", False),
        ("では、工期はいつまでですか。", True),
        ("ありがとうございました。費用は誰が負担するのでしょうか。", True),
        ("ありがとうございました。", False),
    ],
)
def test_what_a_chair_asks(text: str, asks: bool) -> None:
    (turn,) = turns([("会長", text)])
    assert asks_in_substance(turn) is asks
