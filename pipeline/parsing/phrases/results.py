"""Lines by which the record itself states a result, between or behind what is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.outcomes import SENTENCE, read_outcome
from pipeline.parsing.phrases.speech import POLITE_END, ends_sentence

__all__ = ["begins_result", "closes_turn", "says_of_body"]

_DATA = load("decisions")
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
_ASKS_VOTE = re.compile(alternatives(_DATA["words"]["vote"]))
_DECLARES = re.compile(
    r"^(?:賛成|挙手|起立|全員|異議).*(?:可決|否決|承認|了承|同意|採択|不採択|決定)する。?$"
)
_PASSIVE = tuple(_DATA["endings"]["passive"])


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
    if not any(read_outcome(m[0]) for m in SENTENCE.finditer(line)):
        return False
    if result or assented:
        return True
    if any(POLITE_END.search(paragraph) for paragraph in so_far):
        return True
    settled = _OF_A_MATTER.match(line) or _SETTLED.fullmatch(line)
    return bool(settled) and ends_sentence(so_far[-1])
