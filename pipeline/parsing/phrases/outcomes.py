"""Which outcome a sentence or a bare result states: 可決, 了承, 継続審議.

Only what the text states counts: questions, motions and references to the rules are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load, numbering_words

__all__ = [
    "CANCEL",
    "CLASS_OF",
    "COUNT",
    "COURSE",
    "MATTER",
    "SENTENCE",
    "bare_outcome",
    "class_of",
    "is_bare_outcome",
    "outcome_beside",
    "read_outcome",
]

_DATA = load("decisions")
_WORDS = _DATA["words"]
SENTENCE = re.compile(r"[^。\n]{1,2000}。?[」』)]?")


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
CLASS_OF = {rule["outcome"]: (rule["outcome"], rule["class"]) for rule in _DATA["rule"]}
_LAST_WORD = re.compile(
    rf"[、:]?(?P<word>{alternatives(CLASS_OF)})(?:[(][^()]{{2,20}}[)])?[。.)\]―」』]{{0,3}}$"
)
CANCEL = re.compile(alternatives(_WORDS["cancel"]))
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
    r"(?:[しさせれいただきまっ]{0,7}[たる]|(?<=採択|可決|否決|選任|当選))"
    r"(?=[\u4e00-\u9fff\u30a0-\u30ff々])(?!旨|上|後|為|次第|決|済)"
)
_IN_REPORT = re.compile(
    r"[^。、]{0,10}(?:旨|こと)(?:の|が|を)?報告"
)  # 承認が得られている旨報告された
_OF_A_PAPER = re.compile(r"書(?:の|は|が|に|を(?:手渡|提出|受))")  # 市長に答申書を手渡した
_NO_OUTCOME = (_NAMES_A_MATTER, _OF_A_PAPER, _GROUND, _OPINION, _OF_A_NOUN, _IN_REPORT)
"""What behind an outcome shows that its words tell of something else."""
_TOLD_OF = re.compile(  # …場合は対象としないことについて説明があり、了承された
    r"[^。]*(?:こと|旨)(?:について|の)[^。、]{0,8}(?:説明|報告|提案)(?:があり|を受け|が行われ|され)、"
)
COURSE = re.compile(alternatives(_WORDS["course"]))
_EARLIER = re.compile(
    rf"(?:{alternatives(_WORDS['earlier'])})(?!の?(?:議事|会議)|[^、。]{{0,16}}(?:議事|会議)録)、?[^、。]{{0,20}}$"
)
_TITLE = re.compile(r"(?:について|の件)[(][^()]{1,12}[)]$")  # a heading with its result behind it
_NUMBERED_TITLE = re.compile(  # 3.分科会長選任・会長代理指名
    r"(?:第?[0-9]{1,2}[.、)]?|[(][0-9]{1,2}[)])[^をにがは。、]{0,24}"
    r"(?:選任|指名|互選|選出|諮問|答申|(?<!を)報告)(?:・[^をにがは。、]{0,12}(?:選任|指名|互選|選出|諮問|答申|報告)){0,3}"
)
_REPORTS = re.compile(
    rf"(?:{alternatives(_WORDS['reporters'])})(?:から|より|が|は)[^。]{{0,60}}報告(?:が|を(?!受)|し|[。)]{{0,2}}$)"
    r"|(?:こと|旨|人数)(?:を|の)報告(?!を受)"  # 傍聴人は2名であることを報告。
)
_DECIDED = re.compile(r"(?<!報告)を決定(?:する|した|しました)?。?$")  # 報告を受け評価を決定。
_STATEMENT = re.compile(
    rf"(?:{alternatives(_DATA['endings']['statement'])})(?:[(][^()]{{2,16}}[)])?[。.)\]―」』]{{0,3}}$"
)
_ELECTION = re.compile(r"(?:[-・○]\s?)?[^をにがは。、]{0,24}の(?:選任|指名|互選|選出|選挙)")
_REPLIES = frozenset(_WORDS["replies"])
_BARE = re.compile(
    rf"(?:⇒|→|⇨)?(?:(?:{alternatives(_DATA['bare']['before'])})、?){{0,6}}"
    rf"(?P<word>{alternatives(_DATA['bare']['outcomes'])})"
    rf"(?:{alternatives(_DATA['bare']['after'])})?"
    rf"(?:[、・](?:{alternatives(_DATA['bare']['outcomes'])})"
    rf"(?:{alternatives(_DATA['bare']['after'])})?)?[。.]?(?:[(][^()]{{2,16}}[)])?"
)
_MEANS: dict[str, str] = _DATA["bare"]["means"]
MATTER = (  # 議題1, 議案第2号, 第2号議案, (1), 申請番号5-1
    rf"(?:(?:{alternatives([*numbering_words(), *_DATA['numbered']['words']])})\s?"
    r"(?:第?[0-9]{1,4}(?:[-の][0-9]{1,4})?号?|[(][0-9]{1,2}[)])番?"
    r"|第[0-9]{1,4}号(?:議案|案件|事案)?|[(][0-9]{1,2}[)]|[①-⑳])"
)
_BESIDE_NUMBER = re.compile(  # 番号1　許可, 2　申請番号5-2　許可相当(条件付き)
    rf"(?:[0-9]{{1,2}}[.\s]\s{{0,4}})?{MATTER}(?:\s{{1,40}}|\s?[:…・―]{{1,12}}\s?)(?P<result>\S.{{1,30}})$"
)
_BEHIND_MARK = re.compile(
    r"(?:[⇒→⇨]|[(【〔<\[]?(?:審議|審査|採決|協議)?(?:の)?結果(?:[)】〕>\]]\s?:?|:))\s{0,4}(?P<result>\S.{1,30})$"
)
COUNT = r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_COUNTED_AGAINST = re.compile(rf"不(?:承認|同意)(?:者|票)?(?:は)?(?:{COUNT})(?:名|人|票)")


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
    if CANCEL.search(folded):
        told = _TOLD_OF.match(folded)
        if told is None or CANCEL.search(folded, told.end()):
            return None
    for outcome, outcome_class, pattern in _RULES:
        for match in pattern.finditer(folded):
            behind = match.end()
            if outcome == "報告" and _REPORTS.search(folded):
                continue
            if outcome == "報告" and _DECIDED.search(folded):
                return CLASS_OF["その他"]
            if match[0] == "選任" and _ELECTS.match(folded, behind):
                continue
            if any(told.match(folded, behind) for told in _NO_OUTCOME):
                continue
            if folded[0] in "⇒→" and match[0] in _REPLIES:
                continue  # → 例外は認める。 answers an opinion
            if not _EARLIER.search(folded, 0, match.start()):
                return outcome, outcome_class
    last = _LAST_WORD.search(folded)
    if last and not (last["word"] == "報告" and _REPORTS.search(folded)):
        return CLASS_OF[last["word"]]
    if _VERDICT.search(folded) and not COURSE.search(folded):
        return CLASS_OF["その他"]
    return None


def class_of(outcome: str) -> str:
    """Return the class of an outcome, where nothing is known of conditions."""
    return next((of for name, of, _ in _RULES if name == outcome), "other")


def is_bare_outcome(text: str) -> bool:
    """Tell whether a folded text is an outcome and nothing else: 原案どおり可決、承認; ⇒ 了承."""
    solid = unspaced(text)
    return len(solid) <= 40 and bool(_BARE.fullmatch(solid))


def outcome_beside(text: str) -> tuple[str, str] | None:
    """Return (outcome, class) of a bare result beside the number of its matter or behind a mark.

    番号1　許可; (結果)再度審議; →次回再審議.
    """
    if len(text) > 60 or text.endswith("。"):
        return None
    folded = fold(text).strip()
    match = _BESIDE_NUMBER.match(folded) or _BEHIND_MARK.match(folded)
    return bare_outcome(match["result"]) if match and is_bare_outcome(match["result"]) else None


def bare_outcome(text: str) -> tuple[str, str]:
    """Return (outcome, class) of a result that is no sentence: 継続, 許可相当, 現状を報告。"""
    solid = unspaced(fold(text))
    if re.search(r"(?:を|から|より|て)報告。?$", solid):
        return CLASS_OF["報告"]
    bare = _BARE.fullmatch(solid)
    if bare is None and (beside := outcome_beside(text)):
        return beside
    return CLASS_OF[_MEANS.get(bare["word"], "その他") if bare else "その他"]
