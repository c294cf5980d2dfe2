"""Speeches: their labels, their order, and who else may be speaking in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise

from pipeline.model import Issue, Turn
from pipeline.parsing.checks.floor import asks_to_speak
from pipeline.parsing.checks.parsed import Parsed, Speech, adjoining, issue
from pipeline.parsing.checks.wording import one_off
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import OFFICIALS, alternatives, load, longest_first, words
from pipeline.parsing.phrases.names import looks_like_surname
from pipeline.parsing.phrases.questions import is_question
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["check_speech"]

_BARE = "○●◎□■◇◆△▲"
_MARKS_OF_LABELS = "○◯【(《≪〈〔"
_MARKER = re.compile(
    rf"(?:^|\n|。)\s{{0,2}}[{_MARKS_OF_LABELS}](?P<label>[^○◯【】()《》≪≫〈〉〔〕\s]{{2,12}})"
    r"(?:[】)》≫〉〕]|\s)"
)
_MARKS = "○◎●□■◇◆・【[<("
_SENTENCE_BEGINS = re.compile(rf"(?:^|[\n。])\s{{0,2}}[{re.escape(_MARKS)}]?")
_BEFORE = frozenset(_MARKS + "。")  # what that ends with, but for spaces
_PARAGRAPH_BEGINS = re.compile(r"^|\n")
_ENDS_LABEL = re.compile(r"[\s:】\]>)](?!と)|$")
_NO_PARTICLE = re.compile(r"(?![はがをにのともへで、等:\s])")
_MOST_LABELS = 60
_NUMBERED_LABEL = re.compile(r"[0-9]+(?:副?委員長|副?会長|委員\()")  # 1委員(白石啓君)
_POST = 4  # characters of one that begins with an office
_SAME_OFFICE = frozenset("部課局室館係次副主")  # 教育部長, 教育長
_MEMBER = words("roles", "member")
_AUDIT = load("audit")
_VOICES = {name: re.compile(alternatives(said)) for name, said in _AUDIT["voices"].items()}
_ANSWER = re.compile(alternatives(_AUDIT["answers"]["starts"]))
_ANSWERED = re.compile(rf"か[。?](?:{alternatives(_AUDIT['answers']['at_once'])})")
_OPENING = re.compile(alternatives(_AUDIT["opening"]["words"]))
_OPENER = re.compile(alternatives(_AUDIT["opening"]["starts"]))
_GOES_ON = re.compile("はい、(?:それでは|では|次)|異議な[しい](?:もの)?と認め")
_UNDER_WAY = re.compile(alternatives(_AUDIT["opening"]["under_way"]))
_ASKS_FOR_IT = re.compile(r"説明を(?:お願い|求め)")
_CONNECTS = re.compile(alternatives(_AUDIT["order"]["connects"]))
_OF_MEMBER = re.compile(r"委員.{0,12}説明")  # 地元委員の補足説明をお願いします
_SENTENCE_END = re.compile(r"。」?$")
_CLOSED = re.compile(r"閉会|散会")
_SAID_ALL = re.compile(r"説明(?:は以上|を終わ)|以上で説明")  # which ends no meeting
_FEW_OFFICIAL = 4  # speeches of officials that make a habit
_WHOLE = 15  # speeches: shorter records may be excerpts
_TAIL = 16  # lines before the end in which the meeting closes; those who sign stand below
_OPENED = 9  # speeches of a whole record
_SHORT = 4  # speeches of one that is closed
_CLOSED_BY = re.compile(alternatives(_AUDIT["closing"]["said"]))
_LAST_WORDS = 60  # characters
_HEARD = 2  # speeches in the voice of a chair that show a verbatim record
_ENDS_AS_ANSWER = (*_AUDIT["answers"]["ends"], *_AUDIT["answers"]["ends_behind"])
_QUOTED_TWICE = re.compile(r"[。?]」?\n「[^」]{4,}[。?]」?(?:\n|$)")
_CLOSING = re.compile(alternatives(_AUDIT["closing"]["words"]))


def check_speech(parsed: Parsed) -> Iterator[Issue]:
    """Yield doubts about single speeches and about their order."""
    yield from _labels(parsed)
    yield from _posts(parsed)
    yield from _markers_left(parsed)
    yield from _voices(parsed.speeches)
    yield from _nobodys(parsed)
    yield from _order(parsed)


def _labels(parsed: Parsed) -> Iterator[Issue]:
    """Labels that stand once and look like a misspelling of another, or like no label at all."""
    counts = Counter(t.speaker or "" for t in parsed.turns)
    strength = {label: read_label(label).strength for label in counts}
    known = {unspaced(fold(a.family_name or a.name)) for a in parsed.roster.attendees}
    posts = {unspaced(a.role or "") for a in parsed.roster.attendees}
    strong = sum(n for label, n in counts.items() if strength[label] >= 2)
    usual = strong >= 0.8 * len(parsed.turns)
    alike = one_off(counts)
    seen: set[str] = set()
    for turn in parsed.turns:
        label = turn.speaker or ""
        if label in seen or not label:
            continue
        seen.add(label)
        name = fold(turn.speaker_name or "")
        lonely = counts[label] == 1 and label not in _MEMBER and label not in posts
        if counts[label] <= 2 and name not in known and (strength[label] < 3 or lonely):
            least = 1 if strength[label] < 3 else 3
            others = [o for o in alike(label) if not _told_apart(label, o)]
            like = next((o for o in others if counts[o] >= least), None)
            if like:
                yield issue("label_like_another", f"「{label}」 may be 「{like}」, misspelt.", turn)
        if _NUMBERED_LABEL.match(fold(label)):
            yield issue("odd_label", f"「{label}」 begins with a number of a page.", turn)
        if strength[label] < 1 and usual and counts[label] <= 2 and not turn.speaker_name:
            yield issue("unknown_label", f"「{label}」 is no known kind of speaker.", turn)
        if any(
            a == b and a.isalpha() and a not in "々会長課部村町市区県" for a, b in pairwise(label)
        ):
            yield issue("odd_label", f"「{label}」 has a character twice.", turn)


def _told_apart(one: str, other: str) -> bool:
    """Tell whether two labels differ by a seat or a post: 1番, 11番; 教育部長, 教育長."""
    short, long = sorted((one, other), key=len)
    more = {char for at, char in enumerate(long) if long[:at] + long[at + 1 :] == short}
    if any(map(str.isdigit, more)) or (more == {"長"} and read_label(short).strength > 2):
        return True
    named = looks_like_surname(short[:-1])  # 木村係長, 木村長
    return bool(more & _SAME_OFFICE) and short.endswith("長") and not named


def _posts(parsed: Parsed) -> Iterator[Issue]:
    """Posts of speakers that are one of the roster but for their first character: 央公民館課長."""
    listed = parsed.roster.attendees
    posts = {
        unspaced(fold(p))
        for a in listed
        if a.role
        for p in (a.role, f"{a.affiliation or ''}{a.role}")
    }
    heads = {post[1:]: post for post in posts}
    first: dict[str, Turn] = {}
    for turn in parsed.turns:
        first.setdefault(turn.speaker_role or "", turn)
    for role, turn in first.items():
        post = unspaced(fold(role))
        if len(post) >= _POST and post in heads and post not in posts:
            message = f"「{turn.speaker}」: the roster has 「{heads[post]}」."
            yield issue("label_like_another", message, turn)
            return


def _markers_left(parsed: Parsed) -> Iterator[Issue]:
    """Marks or labels of this document that stand inside a speech."""
    labels = [x for x in dict.fromkeys(t.speaker or "" for t in parsed.turns) if len(x) >= 2]
    own = longest_first(map(fold, labels[:_MOST_LABELS]))
    named = [t.speaker for t in parsed.turns if t.speaker and t.speaker_name and t.speaker_role]
    heads = longest_first(map(fold, dict.fromkeys(named[:300])))
    texts = [speech.text for speech in parsed.speeches]
    bare = _bare_marks(parsed)
    begun = _where_begun(texts, {*own, *heads, *_MARKS_OF_LABELS})
    for at, speech in enumerate(parsed.speeches):
        text, inside = speech.text, ""
        if at in begun:
            match = next(
                (m for m in _MARKER.finditer(text) if read_label(m["label"]).strength >= 2), None
            )
            inside = match[0] if match else _begun(text, _SENTENCE_BEGINS, own, _ENDS_LABEL)
            inside = inside or _begun(text, _PARAGRAPH_BEGINS, heads, _NO_PARTICLE)
        if not inside and bare and (match := bare.search(text)):
            inside = match[0]
        if not inside and "\n「" in text and (match := _QUOTED_TWICE.search(text)):
            inside = match[0]
        inside = inside.strip("。\n ")
        if inside and inside != text:
            yield issue(
                "marker_in_text",
                f"「{inside}」 inside the speech looks like another speaker.",
                speech.turn,
            )


def _bare_marks(parsed: Parsed) -> re.Pattern[str] | None:
    """Return an expression for marks that are labels by themselves, behind a sentence: 。● …"""
    spoken = [b.segment.text for b in parsed.blocks if b.kind == "turn" and b.segment]
    counts = Counter(text[0] for text in spoken if text[0] in _BARE and text[1:2].isspace())
    marks = "".join(mark for mark, count in counts.items() if count >= _HEARD + 1)
    return re.compile(rf"[。」?]\s?[{marks}]\s\S{{1,8}}") if marks else None


def _begun(
    text: str, begins: re.Pattern[str], labels: tuple[str, ...], after: re.Pattern[str]
) -> str:
    """Return the first label that stands where something begins and before what ``after`` seeks."""
    for match in begins.finditer(text):
        if labels and text.startswith(labels, match.end()):
            for label in labels:
                end = match.end() + len(label)
                if text.startswith(label, match.end()) and after.match(text, end):
                    return text[match.start() : end]
    return ""


def _where_begun(texts: Sequence[str], labels: Iterable[str]) -> set[int]:
    """Return the places of texts in which one of some labels stands where something may begin."""
    whole = "\n" + "\n".join(texts)
    ends = list(accumulate([len(text) + 1 for text in texts]))
    found = set()
    for label in labels:
        at = whole.find(label)
        while at >= 0:
            before = whole[at - 1]
            if before in _BEFORE or before.isspace():
                found.add(bisect_right(ends, at - 1))
            at = whole.find(label, at + 1)
    return found


def _voices(speeches: Sequence[Speech]) -> Iterator[Issue]:
    """Words of the chair in a member's mouth, answers inside questions."""
    chairs = any(speech.turn.is_chair for speech in speeches)
    for speech in speeches:
        turn = speech.turn
        text = turn.text
        official = turn.speaker_group in OFFICIALS
        other = ""
        deputy = turn.speaker_group == "不明" or "副" in (turn.speaker_role or "")
        ordinary = chairs and not turn.is_chair and not deputy
        if ordinary and (match := _VOICES["chair"].search(text)):
            other = match[0]
        if ordinary and not official and (match := _VOICES["office"].search(text)):
            other = other or match[0]
        if turn.is_chair and (match := _VOICES["official"].search(text)):
            other = other or match[0]
        if official and (match := _VOICES["member"].search(text)):
            other = other or match[0]
        if other:
            yield issue(
                "other_voice",
                f"「{other}」 is said by {turn.speaker}; a label may be missing.",
                turn,
            )
        if not official and (match := _ANSWERED.search(text)):
            yield issue(
                "answer_in_question",
                f"「{match[0][2:]}…」 answers the question before it; a label may be missing.",
                turn,
            )
            continue
        for before, after in pairwise(speech.paragraphs):
            answers = _ANSWER.match(after) or (
                turn.speaker_group == "委員"
                and not turn.is_chair
                and after.endswith(_ENDS_AS_ANSWER)
                and not is_question(after)
            )
            if turn.is_chair and _GOES_ON.match(after):
                continue
            if _OPENER.match(after) or (is_question(before) and answers):
                yield issue(
                    "answer_in_question",
                    f"「{after[:12]}…」 answers the question before it; a label may be missing.",
                    turn,
                )
                break


def _nobodys(parsed: Parsed) -> Iterator[Issue]:
    """Words of a chair or an official that stand in the record's own text, or as a heading."""
    if len(parsed.turns) < 3:
        return
    texts = [(s.text, s.place.line_first) for s in parsed.sections]
    texts += [
        (b.segment.text, b.segment.line.no)
        for b in parsed.blocks
        if b.kind == "heading" and b.segment and _SENTENCE_END.search(b.segment.text)
    ]
    at = {s.line.no: s for s in reversed(parsed.sheet.segments)}
    for text, line in texts:
        match = _VOICES["chair"].search(text) or _VOICES["official"].search(text)
        if match:
            yield issue(
                "unlabelled_line",
                f"「{match[0]}」 is said, and no speaker's label stands before it.",
                at.get(line),
                table="sections",
            )


def _order(parsed: Parsed) -> Iterator[Issue]:
    turns = parsed.turns
    if not turns:
        return
    yield from _same_speaker(parsed)
    yield from _unanswered(turns)
    voice = _VOICES["chair"]
    for one, two in adjoining(parsed):
        end = one.text[-_LAST_WORDS:]
        asked = one.is_chair and _ASKS_FOR_IT.search(end) and not _OF_MEMBER.search(end)
        if asked and two.speaker_group in OFFICIALS and _CONNECTS.match(two.text):
            yield issue("turn_begins_inside", "The explanation begins in its middle.", two)
        if asked and two.speaker_group == "委員":
            yield issue(
                "explanation_missing",
                f"An explanation was asked for, but {two.speaker} speaks.",
                two,
            )
    heard = sum(1 for _ in islice(filter(voice.search, (t.text for t in turns)), _HEARD))
    verbatim = heard >= _HEARD
    stop = _attached(parsed)
    start = max(parsed.header.body_start, stop - _TAIL)
    tail = "".join(s.text for s in parsed.sheet.segments[start:stop])
    if verbatim and not _CLOSING.search(tail):
        asks = turns[-1].is_question and turns[-1].speaker_group == "委員"
        cut = asks and not turns[-1].is_chair and len(turns) >= _OPENED
        yield issue(
            "breaks_off" if cut or len(turns) >= _WHOLE else "closing_missing",
            "The document stops without closing the meeting.",
            turns[-1],
            last=True,
        )
    elif heard and _leaves_open(turns[-1]) and _closing_line(parsed, turns[-1]):
        yield issue(
            "closing_speech_missing",
            "The record closes the meeting, and nobody says so.",
            turns[-1],
            last=True,
        )
    first = turns[0]
    many = len(turns) >= _OPENED or (
        len(turns) >= _SHORT and bool(_CLOSED_BY.search(turns[-1].text))
    )
    if (
        verbatim
        and many
        and (not _OPENING.search(first.text[:200]) or _UNDER_WAY.match(first.text))
    ):
        yield issue("opening_missing_in_speech", "Nobody opens the meeting.", first)
    elif verbatim and not (
        (first.speaker or "") in parsed.leading or first.speaker_group in (*OFFICIALS, "不明")
    ):
        yield issue("opening_speech_missing", f"The first to speak is {first.speaker}.", first)


def _leaves_open(turn: Turn) -> bool:
    """Tell whether the last to speak ends no meeting: no chair, or one who asks others to speak."""
    if turn.is_chair:
        return asks_to_speak(turn.text)
    return not _CLOSING.search(_SAID_ALL.sub("", turn.text))


def _attached(parsed: Parsed) -> int:
    """Return the first segment of what is attached to the minutes."""
    found = (b.segment.index for b in parsed.blocks if b.kind == "attachment" and b.segment)
    return next(found, len(parsed.sheet))


def _closing_line(parsed: Parsed, last: Turn) -> bool:
    """Tell whether a line behind the last speech says that the meeting closed."""
    return any(
        block.segment is not None
        and block.segment.line.no > last.place.line_last
        and block.kind in ("note", "closing")
        and _CLOSED.search(block.segment.text)
        for block in parsed.blocks
    )


def _same_speaker(parsed: Parsed) -> Iterator[Issue]:
    """Officials who speak twice under one label with nothing in between."""
    officials = sum(t.speaker_group in OFFICIALS for t in parsed.turns)
    if officials < _FEW_OFFICIAL:
        return
    found = [
        two
        for one, two in adjoining(parsed)
        if two.speaker == one.speaker and two.speaker_group in OFFICIALS
        if two.speaker not in parsed.leading
    ]
    if len(found) > 1 + 0.25 * officials:
        return  # the document labels paragraphs
    for turn in found:
        yield issue(
            "same_speaker_again",
            f"「{turn.speaker}」 speaks twice in a row; a label between may be missing.",
            turn,
        )


def _unanswered(turns: Sequence[Turn]) -> Iterator[Issue]:
    """A question, words after it that ask nothing, and no answer where others get one."""
    asked = [
        (one, two)
        for one, two in pairwise(turns)
        if one.speaker_group == "委員" and not one.is_chair and one.is_question
    ]
    answered = sum(two.speaker_group in OFFICIALS for _, two in asked)
    if len(asked) < 5 or answered < 0.8 * len(asked):
        return
    for one, two in asked:
        paragraphs = one.text.split("\n")
        if two.speaker_group == "委員" and len(paragraphs) > 1 and not is_question(paragraphs[-1]):
            yield issue(
                "question_unanswered",
                f"{one.speaker} asks and goes on, and nobody answers; a label may be missing.",
                one,
            )
