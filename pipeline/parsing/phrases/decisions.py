"""Explicit outcomes: which sentence decides, what it decides, with which votes.

Only what the text states counts: questions, motions and references to the rules are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words
from pipeline.parsing.phrases.numbering import kanji_number, read_enumerator
from pipeline.parsing.phrases.speech import POLITE_END, ends_sentence

__all__ = [
    "FoundDecision",
    "begins_result",
    "class_of",
    "closes_turn",
    "find_decisions",
    "is_bare_outcome",
    "outcome_beside",
    "read_outcome",
    "says_of_body",
    "settles_sitting",
]

_DATA = load("decisions")
_WORDS = _DATA["words"]


def _words(rule: Mapping[str, Any]) -> re.Pattern[str]:
    words = [alternatives(rule["any"])] if "any" in rule else []
    if "where" in rule:
        what = alternatives(rule["what"])
        words.append(rf"(?:{alternatives(rule['where'])})[^、。]{{0,16}}(?:{what})")
    unless = "".join(f"(?<!{re.escape(word)})" for word in rule.get("unless", ()))
    return re.compile(f"{unless}(?:{'|'.join(words)})")


_RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (rule["outcome"], rule["class"], _words(rule)) for rule in _DATA["rule"]
)
_CLASS_OF = {rule["outcome"]: (rule["outcome"], rule["class"]) for rule in _DATA["rule"]}
_LAST_WORD = re.compile(
    rf"[、:]?(?P<word>{alternatives(_CLASS_OF)})(?:[(][^()]{{2,20}}[)])?[。.)\]―」』]{{0,3}}$"
)
_UNANIMOUS = re.compile(alternatives(_WORDS["unanimous"]))
_MAJORITY = re.compile(alternatives(_WORDS["majority"]))
_CONDITION = re.compile(alternatives(_WORDS["conditional"]))
_REQUEST = re.compile(alternatives(_WORDS["request"]))
_APPENDED = re.compile(
    rf"(?:{alternatives(_WORDS['appended'])}).*[るたいす]。?$|^(?:なお|また|ただし|併せて|あわせて)"
    rf".*(?:{alternatives(_WORDS['request'])})"
)
_CANCEL = re.compile(alternatives(_WORDS["cancel"]))
_NAMES_A_MATTER = re.compile(  # 採択の概要について説明を受け
    r"(?:の?(?:手続|状況|基準|方法|方針|概要|内容|経過|経緯|日程|流れ))?(?:について|に関する|に係る|の件|案に)"
)
_GROUND = re.compile(  # 妥当であるとして了承された: the ground, not the outcome
    r"(?:もの)?(?:として|ことから|ため)、?[^。、]{0,8}(?:了承|承認|可決|議決|採択|答申)"
)
_ELECTS = re.compile(r"を行(?:った|いました|う)。?$")  # 担当の選任を行った: but whom?
_VERDICT = re.compile(  # 評価は「適」とします; では、9月9日とする
    r"[^。、]は「[^「」]{1,8}」と(?:する|します|いたします)。?$"
    r"|^(?:では|それでは)、?[^。、は「」]{1,12}と(?:する|します|いたします)。$"
)
_OPINION = re.compile(  # 適当であると考えます
    rf"[^。、]{{0,8}}(?:{alternatives(_WORDS['opinion'])})"
)
_OF_A_NOUN = re.compile(  # 採択された事業は, 採択団体; but 承認された旨, …した上で
    r"(?:[しさせれいたまっ]{0,5}[たる]|(?<=採択|可決|否決|選任|当選))"
    r"(?=[\u4e00-\u9fff\u30a0-\u30ff々])(?!旨|上|後|為|次第|決|済)"
)
_IN_REPORT = re.compile(
    r"[^。、]{0,10}(?:旨|こと)(?:の|が|を)?報告"
)  # 承認が得られている旨報告された
_NO_OUTCOME = (_NAMES_A_MATTER, _GROUND, _OPINION, _OF_A_NOUN, _IN_REPORT)
"""What behind an outcome shows that its words tell of something else."""
_TOLD_OF = re.compile(  # …場合は対象としないことについて説明があり、了承された
    r"[^。]*(?:こと|旨)(?:について|の)[^。、]{0,8}(?:説明|報告|提案)(?:があり|を受け|が行われ|され)、"
)
_RIDER = re.compile(r"(?:なお|ただし)、?[^。]*一任(?:する|した|し|され)[^。了承]*。?")
_OF_THE_SITTING = re.compile(  # who signs, who may listen: of the sitting, not of its business
    r"署名(?:人|者|委員|議員|は)[^。]{0,40}(?:指名|指定|選出|選任|選ばれ|決定|決ま|お願い)"
    r"|(?:傍聴|者の出席|説明員)[^、。]{0,8}(?:許可|認め)|(?:順序を|順番を)(?:変更|入れ替え)|時間を延長"
    r"|(?:会議|審[議査]|議[題事案]|案件|本件|日程|報告|協議)[^。]{0,24}(?<!情報)公開"
    r"(?:とす|とし|で行)[^。妥]{0,24}(?:決|承認|了承|同意|認め)[^。妥]{0,10}。?$"
)
_SO_ONLY = re.compile(
    r"(?:(?:よって|それでは|では)、?)?(?:[ご御]?異議なしと認め(?:ます)?[、,。]?)?"
    r"(?:(?:さよう|そのように)(?:決|決定|取り計ら|許可)[^。、]{0,12})?。?"
)
_ASKS_OF_SITTING = re.compile(r"(?:傍聴|撮影|録音|署名(?:委員|議員|人|者))[^\n]{0,80}$")
_CHOSEN_TOO = re.compile(r"(?:会|委員|座)長[^、。署]{0,8}[にを]|留任|再任")
_ANNOUNCES = re.compile(alternatives(_WORDS["announces"]))
_COURSE = re.compile(alternatives(_WORDS["course"]))
_EARLIER = re.compile(
    rf"(?:{alternatives(_WORDS['earlier'])})(?!の?(?:議事|会議)|[^、。]{{0,16}}(?:議事|会議)録)、?[^、。]{{0,20}}$"
)
_TITLE = re.compile(r"(?:について|の件)[(][^()]{1,12}[)]$")  # a heading with its result behind it
_NUMBERED_TITLE = re.compile(  # 3.分科会長選任・会長代理指名
    r"(?:第?[0-9]{1,2}[.、)]?|[(][0-9]{1,2}[)])[^をにがは。、]{0,24}"
    r"(?:選任|指名|互選|選出|諮問|答申|(?<!を)報告)(?:・[^をにがは。、]{0,12}(?:選任|指名|互選|選出|諮問|答申|報告)){0,3}"
)
_REPORTS = re.compile(
    rf"(?:{alternatives(_WORDS['reporters'])})(?:から|より|が|は)[^。]{{0,60}}報告(?:が|を(?!受)|し|。?$)"
    r"|(?:こと|旨|人数)(?:を|の)報告(?!を受)"  # 傍聴人は2名であることを報告。
)
_DECIDED = re.compile(r"(?<!報告)を決定(?:する|した|しました)?。?$")  # 報告を受け評価を決定。
_STATEMENT = re.compile(
    rf"(?:{alternatives(_DATA['endings']['statement'])})(?:[(][^()]{{2,16}}[)])?[。.)\]―」』]{{0,3}}$"
)
_SETTLED_SO = re.compile(rf"(?:{alternatives(_DATA['endings']['settled'])})。?$")
_SETTLES = re.compile(
    r"(?:では|それでは)、?[^。]{4,80}(?:(?:こと)(?:とします|とする|にします|にする|といたします)|取りまとめ(?:る|ます))。"
)
_NEXT_MEETING = re.compile(r"^(?:\S\s?)?次回は、?.*開催することと")
_SITS = re.compile(
    "公開|傍聴|休憩|再開|閉会|開会|散会|終了|終わ|ここまで|これまで|議題|質疑|採決|次に|議事を|順"
)
_NOT_SETTLED = re.compile(  # when one meets again, who leads, what others do or have done
    r"次回|開催|順に|[0-9]月|議事を進|議事録|会議録|お願い|(?:事務局|担当課|所管課)(?:で|が|に|から)|^本?[市町村県]で?は、"
)
_ELECTION = re.compile(r"(?:[-・○]\s?)?[^をにがは。、]{0,24}の(?:選任|指名|互選|選出|選挙)")
_REPLIES = re.compile("認める|認められ|適当である|妥当である|差し支えない|支障がない|支障はない")
_HANDS = 30  # characters of a sentence that counts them
_SENTENCE = re.compile(r"[^。\n]{1,2000}。?[」』)]?")
_BARE = re.compile(
    rf"(?:⇒|→|⇨)?(?:(?:{alternatives(_DATA['bare']['before'])})、?){{0,6}}"
    rf"(?P<word>{alternatives(_DATA['bare']['outcomes'])})"
    rf"(?:{alternatives(_DATA['bare']['after'])})?"
    rf"(?:[、・](?:{alternatives(_DATA['bare']['outcomes'])})"
    rf"(?:{alternatives(_DATA['bare']['after'])})?)?[。.]?(?:[(][^()]{{2,16}}[)])?"
)
_MEANS: dict[str, str] = _DATA["bare"]["means"]
_MATTER = (  # 議題1, 議案第2号, 第2号議案, (1), 申請番号5-1
    rf"(?:(?:{alternatives([*numbering_words(), *_DATA['numbered']['words']])})\s?"
    r"(?:第?[0-9]{1,4}(?:[-の][0-9]{1,4})?号?|[(][0-9]{1,2}[)])番?"
    r"|第[0-9]{1,4}号(?:議案|案件|事案)?|[(][0-9]{1,2}[)]|[①-⑳])"
)
_BESIDE_NUMBER = re.compile(  # 番号1　許可, 2　申請番号5-2　許可相当(条件付き)
    rf"(?:[0-9]{{1,2}}[.\s]\s{{0,4}})?{_MATTER}(?:\s{{1,40}}|\s?[:…・―]{{1,12}}\s?)(?P<result>\S.{{1,30}})$"
)
_BEHIND_MARK = re.compile(
    r"(?:[⇒→⇨]|[(【〔<\[]?(?:審議|審査|採決|協議)?(?:の)?結果(?:[)】〕>\]]\s?:?|:))\s{0,4}(?P<result>\S.{1,30})$"
)
_SEVERAL = re.compile(rf"(?:^|、)(?={_MATTER}(?:に?ついて)?(?:は|も|が|を))")
_COUNT = r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_COUNTED = rf"(?:者|票)?\s?(?:は)?\s?({_COUNT})\s?(?:名|人|票|(?=[、,)]))"
_BESIDE = r"([0-9]{1,3})(?=反対|棄権|保留|で|に|の(?!う)|[・/。]|$)"  # 賛成7反対2棄権1で
_VOTES = {
    "votes_for": re.compile(rf"(?:賛成|(?<!不)(?<!付き)(?:承認|同意)){_COUNTED}"),
    "votes_against": re.compile(rf"(?:反対|不承認|不同意){_COUNTED}"),
    "votes_abstained": re.compile(rf"(?:棄権|保留)(?:{_COUNTED}|{_BESIDE})"),
}
_PAIR = re.compile(r"賛成者?:?([0-9]{1,3})[名人票]?(?:[、,・/]|対)?反対者?:?([0-9]{1,3})(?![0-9])")
_SO = re.compile(r"(?:よって|従って|したがって|従いまして|したがいまして)[、,]?")
_COUNTED_AGAINST = re.compile(rf"不(?:承認|同意)(?:者|票)?(?:は)?(?:{_COUNT})(?:名|人|票)")
_RESULT_LINE = re.compile(
    rf"(?:{alternatives(load('body')['sections']['decision'], spaced=True)})[\s:]|"
    r"(?:[(【<〔]?\s?(?:採決の結果|表決の結果|審議の結果|審査の結果|協議の結果|投票の結果|結果|決定|結論)|⇒|→|＝＞|(?:全員|全委員|各委員|委員全員|一同)(?:一致|異議|賛成|了承)|賛成(?:多数|全員|者)|挙手(?:全員|多数)|起立(?:全員|多数)|(?:原|提)案(?:の)?(?:とおり|どおり))"
)
_BEHIND = load("body")["behind_answers"]
_BODY_SAYS = re.compile(  # 委員会の意見：特になし; 【審議会の結論】…
    rf"(?:[・○●■◆※]\s?)?[【〔<\[(]?\s?(?:{alternatives(_BEHIND['bodies'])})(?:として)?の"
    rf"(?:{alternatives(_BEHIND['says'])})等?\s?[:】〕>\])]"
)
_OF_A_MATTER = re.compile(
    r"(?:以上|よって|本件|本案|当(?:審議会|審査会|協議会|委員会)|[^。、]{4,60}(?:については|について|案は|[）)]は|号は|として|案件は|議題は))、?"
    r"(?![^。]{0,40}(?:議会|国会|閣議|県|国)(?:で|において))"
)
_SETTLED = re.compile(  # アンケートの調査票は、文言を一部修正のうえ承認された。
    r"[^。、「」()]{3,40}は(?:、[^。]{0,40}(?:承認|可決|了承|同意|採択|決定)された|[^。]{2,40}(?:ことに|ことと|と)決定した)。"
)
_ASKS_VOTE = re.compile(r"採決|賛否|賛成|挙手|起立|異議")
_DECLARES = re.compile(
    r"^(?:賛成|挙手|起立|全員|異議).*(?:可決|否決|承認|了承|同意|採択|不採択|決定)する。?$"
)
_PASSIVE = (
    "された",
    "となった",
    "することとした",
    "決定した",
    "決した",
    "承認した",
    "了承した",
    "を行った",
    "が決定",
    "に決定",
)


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """An outcome: the sentences that state it (offsets in the text given) and what they say."""

    text: str
    outcome: str
    outcome_class: str
    unanimous: bool | None
    votes: dict[str, int]
    request: str | None
    start: int
    end: int


@lru_cache(maxsize=20_000)
def read_outcome(sentence: str) -> tuple[str, str] | None:
    """Return (outcome, class) of one sentence, or ``None`` if it decides nothing."""
    folded = _COUNTED_AGAINST.sub("", unspaced(fold(sentence)))
    if any(
        title(folded) for title in (_TITLE.search, _NUMBERED_TITLE.fullmatch, _ELECTION.fullmatch)
    ):
        return None
    if not folded or len(folded) > 400 or not _STATEMENT.search(folded):
        return None
    if _CANCEL.search(folded):
        told = _TOLD_OF.match(folded)
        if told is None or _CANCEL.search(folded, told.end()):
            return None
    for outcome, outcome_class, pattern in _RULES:
        for match in pattern.finditer(folded):
            behind = match.end()
            if outcome == "報告" and _REPORTS.search(folded):
                continue
            if outcome == "報告" and _DECIDED.search(folded):
                return _CLASS_OF["その他"]
            if match[0] == "選任" and _ELECTS.match(folded, behind):
                continue
            if any(told.match(folded, behind) for told in _NO_OUTCOME):
                continue
            if folded[0] in "⇒→" and _REPLIES.fullmatch(match[0]):
                continue  # → 例外は認める。 answers an opinion
            if not _EARLIER.search(folded, 0, match.start()):
                return outcome, outcome_class
    last = _LAST_WORD.search(folded)
    if last and not (last["word"] == "報告" and _REPORTS.search(folded)):
        return _CLASS_OF[last["word"]]
    if _VERDICT.search(folded) and not _COURSE.search(folded):
        return _CLASS_OF["その他"]
    return None


def class_of(outcome: str) -> str:
    """Return the class of an outcome, where nothing is known of conditions."""
    return next((of for name, of, _ in _RULES if name == outcome), "other")


def is_bare_outcome(text: str) -> bool:
    """Tell whether a folded text is an outcome and nothing else: 原案どおり可決、承認; ⇒ 了承."""
    solid = unspaced(text)
    return len(solid) <= 40 and bool(_BARE.fullmatch(solid))


def find_decisions(
    text: str, *, deciding: bool = False, told: bool = False
) -> Iterator[FoundDecision]:
    """Yield the outcomes stated in ``text``; ``told`` says that the record itself tells it.

    With ``deciding`` the text stands under a heading such as 裁決: all of each paragraph belongs to
    its decision, and a paragraph without a known outcome is one of the kind その他.
    """
    if deciding:
        yield from _of_paragraphs(text)
        return
    sentences = list(_SENTENCE.finditer(text))
    for at, match in enumerate(sentences):
        found = read_outcome(match[0]) or outcome_beside(match[0])
        if found is None and (_is_settled(match[0]) if told else _settles(match[0])):
            found = _CLASS_OF["その他"]
        if not found or _is_aside(match[0]):
            continue
        if parts := _of_several(match[0]):
            for begin, end, each in parts:
                said = match[0][begin:end]
                yield _decision(said, *each, match.start() + begin, match.start() + end)
            continue
        last = match
        for after in sentences[at + 1 :]:  # …同意する。なお、…に配慮するよう要望する。
            apart = after.start() != last.end() or not _APPENDED.search(unspaced(fold(after[0])))
            if apart or read_outcome(after[0]):
                break
            last = after
        whole = _without_quotes(text[match.start() : last.end()].strip())
        before = sentences[at - 1][0] if at else ""
        said = before if _SO.match(match[0].strip()) or _counts_hands(before) else ""
        yield _decision(whole, *found, match.start(), last.end(), said)


def settles_sitting(asked: str, answer: str) -> bool:
    """Tell whether a chair finds that all agree to what is no business, such as who may listen.

    Args:
        asked: what the chair said before.
        answer: the sentence that decides, which does not say what: よって、さよう決しました。
    """
    return bool(_SO_ONLY.fullmatch(unspaced(fold(answer))) and _ASKS_OF_SITTING.search(asked))


def _is_aside(sentence: str) -> bool:
    """Tell whether what was decided is no business: who signs, who listens, a rider to it."""
    folded = unspaced(fold(sentence))
    if _OF_THE_SITTING.search(folded):
        return not _CHOSEN_TOO.search(folded)
    return _RIDER.fullmatch(folded) is not None


def _is_settled(sentence: str) -> bool:
    """Tell whether the record says that something was settled, but for when one meets again."""
    folded = fold(sentence)
    if not _SETTLED_SO.search(folded) or _CANCEL.search(folded):
        return False
    if _NEXT_MEETING.search(folded):
        return True
    return not (_COURSE.search(folded) or _NOT_SETTLED.search(folded))


def _settles(sentence: str) -> bool:
    """Tell whether who leads says what the others will have: では、…に伝えることとします。"""
    if not sentence.lstrip().startswith(("では", "それでは")):
        return False
    folded = unspaced(fold(sentence))
    return bool(_SETTLES.fullmatch(folded)) and not (_SITS.search(folded) or _CANCEL.search(folded))


def outcome_beside(text: str) -> tuple[str, str] | None:
    """Return (outcome, class) of a bare result beside the number of its matter or behind a mark.

    番号1　許可; (結果)再度審議; →次回再審議.
    """
    if len(text) > 60 or text.endswith("。"):
        return None
    folded = fold(text).strip()
    match = _BESIDE_NUMBER.match(folded) or _BEHIND_MARK.match(folded)
    return _of_bare(match["result"]) if match and is_bare_outcome(match["result"]) else None


def _of_several(sentence: str) -> list[tuple[int, int, tuple[str, str]]]:
    """Return the clauses of a sentence that each decide a matter of their own, and what.

    議題1は全会一致で可決、議題2は継続審議となった。
    """
    folded = fold(sentence)
    if len(folded) != len(sentence):
        return []
    cuts = [match.end() for match in _SEVERAL.finditer(folded)]
    if len(cuts) < 2:
        return []
    parts = []
    for begin, end in pairwise([*cuts, len(sentence) + 1]):
        clause = sentence[begin : end - 1]
        found = read_outcome(clause) or read_outcome(clause + "た")
        if found is None:
            return []
        parts.append((begin, end - 1, found))
    return parts


def _counts_hands(sentence: str) -> bool:
    """Tell whether a sentence only says who agreed: 挙手全員であります。"""
    folded = unspaced(fold(sentence))
    if len(folded) > _HANDS or read_outcome(sentence):
        return False
    return bool(_UNANIMOUS.search(folded) or _MAJORITY.search(folded) or _PAIR.search(folded))


def _without_quotes(text: str) -> str:
    """Drop the quotation mark of a speech of which the text is one end: よって、…可決します。」"""
    if text.startswith("「") and "」" not in text:
        return text[1:]
    return text[:-1] if text.endswith("」") and "「" not in text else text


def _of_paragraphs(text: str) -> Iterator[FoundDecision]:
    held: FoundDecision | None = None
    at = 0
    for paragraph in text.split("\n"):
        end = at + len(paragraph)
        entry = read_enumerator(fold(paragraph))
        if held and _ANNOUNCES.search(held.text) and entry and entry.kind != "bullet":
            told = [held.request, paragraph.strip()] if held.request else [paragraph.strip()]
            held = replace(held, request="\n".join(told), end=end)
        else:
            if held:
                yield held
            outcomes = [o for m in _SENTENCE.finditer(paragraph) if (o := read_outcome(m[0]))]
            outcome, outcome_class = outcomes[0] if outcomes else _of_bare(paragraph)
            held = _decision(paragraph, outcome, outcome_class, at, end)
        at = end + 1
    if held:
        yield held


def _of_bare(text: str) -> tuple[str, str]:
    """Return (outcome, class) of a result that is no sentence: 継続, 許可相当, 現状を報告。"""
    solid = unspaced(fold(text))
    if re.search(r"(?:を|から|より|て)報告。?$", solid):
        return _CLASS_OF["報告"]
    bare = _BARE.fullmatch(solid)
    if bare is None and (beside := outcome_beside(text)):
        return beside
    return _CLASS_OF[_MEANS.get(bare["word"], "その他") if bare else "その他"]


def _decision(
    text: str, outcome: str, outcome_class: str, start: int, end: int, said: str = ""
) -> FoundDecision:
    """Build a decision; ``said`` tells who agreed: 挙手全員です。よって、可決されました。"""
    folded = unspaced(fold(said + text))
    unanimous: bool | None = None
    if _UNANIMOUS.search(folded):
        unanimous = True
    elif _MAJORITY.search(folded):
        unanimous = False
    votes = {
        name: kanji_number(match[match.lastindex or 1]) or 0
        for name, pattern in _VOTES.items()
        if (match := pattern.search(folded))
    }
    if pair := _PAIR.search(folded):  # 賛成3、反対1
        votes |= {"votes_for": int(pair[1]), "votes_against": int(pair[2])}
    if votes.get("votes_against"):
        unanimous = False
    if outcome_class == "approved" and _CONDITION.search(fold(text)):
        outcome_class = "conditional"
    request = "".join(
        m[0]
        for m in _SENTENCE.finditer(text)
        if _REQUEST.search(m[0]) and read_outcome(m[0]) is None
    )
    return FoundDecision(
        text, outcome, outcome_class, unanimous, votes, request or None, start, end
    )


def says_of_body(line: str) -> bool:
    """Tell whether a folded line gives what the body thinks or decides: 委員会の意見：特になし."""
    return _BODY_SAYS.match(line) is not None


def begins_result(line: str) -> bool:
    """Tell whether a line begins as the record's own statement of a result does: 審議の結果、…."""
    return _RESULT_LINE.match(line) is not None


def closes_turn(line: str, so_far: Sequence[str], *, assented: bool = False) -> bool:
    """Tell whether a line after the paragraphs of a speech is the record's own statement of the
    outcome.

    Such a line gives what the body thinks (委員会の意見：…), begins as results do (採決の結果, ⇒,
    全員一致で) or is written in the plain passive after a speech in the polite style; after one in
    the plain style it must name its matter, or a note of assent stand between (``assented``).
    """
    if says_of_body(line):
        return True
    arrow, result = line[0] in "⇒→⇨", _RESULT_LINE.match(line)
    passive = line.removesuffix("。").endswith(_PASSIVE)
    if not (arrow or result or passive) or POLITE_END.search(line):
        return False
    if arrow:
        return True
    asked = _ASKS_VOTE.search("".join(so_far[-1:])) and not any(map(POLITE_END.search, so_far))
    if asked and _DECLARES.search(line):
        return False  # a chair whose speech is in the plain style: 賛成多数により、可決する。
    if not any(read_outcome(m[0]) for m in _SENTENCE.finditer(line)):
        return False
    if result or assented:
        return True
    if any(POLITE_END.search(paragraph) for paragraph in so_far):
        return True
    settled = _OF_A_MATTER.match(line) or _SETTLED.fullmatch(line)
    return bool(settled) and ends_sentence(so_far[-1])
