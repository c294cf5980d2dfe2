"""The roster against itself and against those who speak."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.model import Attendee, Issue, Turn
from pipeline.parsing.checks.parsed import Listed, Parsed, issue, unread_lines
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import OFFICIALS, load
from pipeline.parsing.phrases.elsewhere import mentions_paper, refers_elsewhere
from pipeline.parsing.phrases.names import is_given_name, looks_like_name, looks_like_surname
from pipeline.parsing.phrases.speaker_labels import read_label

__all__ = ["check_people"]

_CHAIR = frozenset(load("roles")["chair"])
_PRESIDES = frozenset(load("roles")["presides"])
_NOT_IN_NAME = re.compile(
    r"[0-9A-Za-z:()「」、。?‡@]|委員|会長|議長|部長|課長|係長|主査|主事|主任|"
    r"^委|[委員]$|名簿|公開|傍聴|(?<!武)者|[席題]|事項|開会|閉会|.[君氏]$"
)
_DEPARTMENT_BEHIND = re.compile(r"\s.{2,}(?:部|課|局|室|館|係)$")  # 石井 誠教育部
_SURNAME = 3  # characters
_HALVES = frozenset(load("audit")["characters"]["halves_of_names"])
_HALVES_JOINED = frozenset(load("audit")["characters"]["halves_joined"])
_FOREIGN = re.compile(r"[A-Z][a-z]+(?:\s[A-Z][a-z.]*)+|[ァ-ヺー]{2,}(?:[・\s][ァ-ヺー]{2,})+")
_MENTION = re.compile(
    r"(?<![一-龥々ァ-ヺー])(?P<name>[一-龥々]{2,4})(?:副?(?:委員長|会長)|委員)(?![長会名各一-龥])"
)
_MENTIONED = re.compile("委員(?<=[一-龥々]{2}委員)|会長(?<=[一-龥々]{2}会長)")
_POST_INSIDE = re.compile(
    r"^[一-龥]{1,3}(?:[部課係局室館]長(?:補佐|代理)?|主幹|主査|主任|主事|係長|参事)[^兼補代長・、]{2,}"
    r"[部課局室館係]$"
)
_POST_BEHIND = re.compile(
    r"[(・]|委員$|[一-龥々ァ-ヺー]{0,8}[部課係局室館]"
    r"(?:長(?:補佐|代理)?|次長|主幹|主査|主任|主事|係長|参事)?$"
)
_OFFICE_NAME = re.compile(r"[県署警庁国立役消税]")  # 秋野県建設部長, 浦野消防署予防課長
_ROW = 160  # characters: longer lines hold a whole header
_LONGEST_ROW = 400  # of rows that ran together
_ROW_INSIDE = re.compile(  # a row behind a row, the absent behind the last of those present
    r"^.{6,}\s[出欠]席(?:副?委員長?|副?会長)\s|[君氏](?:副?委員長?|副?会長)\s|[一-龥][(（]欠席[)）][一-龥]{2}|[^\s、,(（]※\s?欠席[\s:：]+\S"
)
_JOINED = re.compile(  # (医師会)副委員長　古川, 前川委員実施機関　河川課, 稲葉望4番 大森
    r"[^\s(（][(（][^()（）]{2,20}[)）](?:副?委員長|副?会長|委員)[\s　]\S"
    r"|委員(?:実施機関|事務局|説明員|説明者|担当課)[\s　]|[一-龥][0-9０-９]{1,2}番[\s　]"
)
_NAME_LENGTHS = (3, 4, 5)
_SOME_HEADER = 5  # kinds of labels, where the business is missing too
_FULL_HEADER = 6  # kinds of labels
_WHOLE = 15  # speeches: shorter records may be excerpts, summaries name nobody
_BODY = 5  # members that make a body
_NAMED = 3  # officials who speak by name
_INITIAL = re.compile(r"[(].[)]$")  # 佐藤(ま): two of one family name
_PIECE = re.compile(r"(?:^|\s)[委員席長副課係番欠](?:\s|$)")
_FULL_NAME = 3  # characters
_NOBODY_NAMED = re.compile(r"[0-9一二三四五六七八九十]{1,3}[名人]|^[0-9]{1,3}$|なし|無|略")
_OPENING = 3  # speeches in which those present are counted
_COUNTS = re.compile(r"出席(?:委員|者)(?:数)?は、?(?:現在)?(?P<n>[0-9]{1,2})[名人](?!中)")
_FIRST = 20  # lines of a list that show whether it holds people
_LISTS = ("attendees", "absent", "group")


def check_people(parsed: Parsed) -> Iterator[Issue]:
    """Yield what contradicts the roster."""
    yield from _head_counts(parsed)
    yield from _names(parsed.people)
    yield from _in_part(parsed.roster.attendees, parsed.lines)
    yield from _short_names(parsed.people)
    yield from _run_together(parsed.people)
    yield from _names_in_lines(parsed)
    yield from _mentioned(parsed)
    yield from _lines(parsed)
    yield from _speakers(parsed)


def _head_counts(parsed: Parsed) -> Iterator[Issue]:
    for kind, count in parsed.roster.stated.items():
        group, _, state = kind.partition(":")
        if group == "その他":
            continue  # lists of several kinds stand there, each with its own count
        named = sum(
            a.group == group and a.present == (state == "present") for a in parsed.roster.attendees
        )
        if named and named != count:
            yield issue(
                "head_count_mismatch",
                f"The document counts {count} {group} ({state}), the roster names {named}.",
                table="attendees",
            )
    present = sum(a.group == "委員" and a.present for a in parsed.roster.attendees)
    for speech in parsed.speeches[:_OPENING] if present else ():
        match = _COUNTS.search(speech.text)
        if match and int(match["n"]) != present:
            yield issue(
                "head_count_mismatch",
                f"「{match[0]}」, and the roster names {present} members present.",
                speech.turn,
            )


def _names(people: Sequence[Listed]) -> Iterator[Issue]:
    likely = {p.attendee.attendee_id: _likelihood(p) for p in people}
    usual = sum(v >= 0.7 for v in likely.values()) >= 0.6 * len(people)
    surnames = sum(len(p.solid) <= _SURNAME for p in people) > 0.5 * len(people)
    seen: Counter[tuple[str, str, str]] = Counter()
    for person in people:
        attendee, name = person.attendee, person.solid
        case = attendee.cases[0].label if attendee.cases else ""
        seen[(name, attendee.group, case)] += 1
        if _FOREIGN.fullmatch(person.name):
            pass
        elif _NOT_IN_NAME.search(_INITIAL.sub("", name)) or (
            usual
            and likely[attendee.attendee_id] < 0.3
            and not (surnames if len(name) == 1 else _begins_as_name(name))
        ):
            yield issue("odd_name", f"「{attendee.name}」 does not look like a name.", attendee)
        elif len(name) >= _FULL_NAME and name[-1] == "長" and not attendee.role:
            yield issue("odd_name", f"「{attendee.name}」 ends as a post does.", attendee)
        elif _PIECE.search(person.name) or _DEPARTMENT_BEHIND.search(attendee.name):
            yield issue("odd_name", f"「{attendee.name}」 holds a piece of a post.", attendee)
        elif len(name) >= 2 * _NAME_LENGTHS[0] and any(_two_names(name, n) for n in _NAME_LENGTHS):
            yield issue("odd_name", f"「{attendee.name}」 is the name of two people.", attendee)
        elif _doubled(attendee, name):
            yield issue("odd_name", f"「{attendee.name}」 has a character twice.", attendee)
        elif _is_half(attendee.name):
            yield issue("odd_name", f"「{attendee.name}」 lacks half of a family name.", attendee)
        elif (
            usual
            and likely[attendee.attendee_id] < 0.7
            and " " not in attendee.name
            and not _begins_as_name(name)
        ):
            yield issue("unknown_name", f"「{attendee.name}」 is not known as a name.", attendee)
        if seen[(name, attendee.group, case)] == 2 and len(name) >= 3:
            yield issue("person_twice", f"「{attendee.name}」 is listed twice.", attendee)
    groups: dict[str, set[str]] = {}
    for person in people:
        groups.setdefault(person.solid, set()).add(person.attendee.group)
    for person in people:
        attendee, name = person.attendee, person.solid
        if len(name) >= 3 and len(groups[name]) > 1:
            yield issue(
                "person_in_two_groups", f"「{attendee.name}」 is listed in two groups.", attendee
            )
            groups[name] = set()


def _short_names(people: Sequence[Listed]) -> Iterator[Issue]:
    """Yield one or two names that are given names or surnames beside longer ones."""
    short = [p for p in people if len(p.solid) <= 2 and p.attendee.rule != "roster_deputy"]
    if len(people) < _BODY or len(short) > 2:
        return
    alone = sum(" " not in p.attendee.name for p in people) == 1
    for person in short:
        attendee, name = person.attendee, person.solid
        lone = alone and " " not in attendee.name and is_given_name(name)
        given = not looks_like_surname(name[0]) and _given(name)
        if len(name) == 2 and (lone or given):
            yield issue(
                "name_in_part",
                f"「{attendee.name}」 is a given name, the others have both.",
                attendee,
            )
        elif len(name) == 1 or not looks_like_surname(name[0]):
            yield issue(
                "name_unlike_others",
                f"「{attendee.name}」 is shorter than the other names.",
                attendee,
            )


def _is_half(name: str) -> bool:
    """Tell whether a name lacks the first part of a family name: 口 あゆみ, 沢明美."""
    if name[1:2] == " ":
        return name[0] in _HALVES
    if looks_like_surname(name[:2]):
        return False  # 藤枝利子
    return name[0] in _HALVES_JOINED and len(name) >= _FULL_NAME and is_given_name(name[1:])


def _in_part(attendees: list[Attendee], lines: Mapping[int, str]) -> Iterator[Issue]:
    """Yield names of one part on a line beside one of two: 土屋 光中央図書館主査　若林 啓."""
    of_two = {(a.place.line_first, a.group) for a in attendees if " " in a.name}
    for attendee in attendees:
        line = attendee.place.line_first
        # 畑 修 is written so and has a space; 神谷委員代理 is named by the deputy only.
        written = attendee.rule != "roster_deputy" and attendee.name in lines.get(line, "")
        beside = (line, attendee.group) in of_two and len(lines.get(line, "")) <= _ROW
        if " " not in attendee.name and beside and written and not attendee.given_name:
            yield issue(
                "name_in_part",
                f"「{attendee.name}」 has one part, a name beside it has two.",
                attendee,
            )


def _given(name: str) -> bool:
    """Tell whether a name is a given one: with a family name before it it is whole."""
    whole, rest = looks_like_name("佐藤" + name), looks_like_name("佐藤" + name[1:])
    return not looks_like_surname(name) and whole >= 1 > rest


def _doubled(attendee: Attendee, name: str) -> bool:
    """Tell whether a character stands twice, and not on both sides of the space: 和久 久美."""
    parts = [attendee.family_name or name, attendee.given_name or ""]
    if " " not in attendee.name and not is_given_name(fold(parts[1])):
        parts = [name]  # 奥村村隆
    pairs = {a for part in parts for a, b in pairwise(fold(part)) if a == b}
    given = parts[-1]
    ends = len(given) > 2 and given[-1] == given[-2] != "々"  # あゆみみ
    return ends or any(a != "々" and not "ぁ" <= a <= "ゖ" for a in pairs)  # ももこ


def _begins_as_name(name: str) -> bool:
    """Tell whether a name begins with a family name, or is one: 会田ユリ, 林."""
    if len(name) == 1 or any(looks_like_surname(name[:n]) for n in (3, 2, 1) if n < len(name)):
        return True
    # A rare family name before a known given name: 角武彦.
    return any(looks_like_name("佐藤" + name[n:]) >= 1 for n in (1, 2) if n < len(name))


def _held(role: str, roles: set[str]) -> bool:
    """Tell whether someone in the roster has the post, in a longer or shorter form."""
    return any(r and (r.endswith(role) or role.endswith(r)) for r in roles)


def _likelihood(person: Listed) -> float:
    family, _, given = _INITIAL.sub("", person.name).partition(" ")
    if given:
        known = looks_like_surname(family)
        return 0.7 if known else max(0.3, looks_like_name(person.solid) - 0.1)
    return looks_like_name(family)


def _run_together(people: Sequence[Listed]) -> Iterator[Issue]:
    """Yield people whose post begins with somebody's name: 市原亮太教育総務課, 佐野部長総務課."""
    told = [
        [(post, unspaced(fold(post or ""))) for post in (a.role, a.affiliation)]
        for a in (person.attendee for person in people)
    ]
    posts = {text for pair in told for _, text in pair}
    for above, person, pair in zip([None, *people], people, told, strict=False):
        attendee = person.attendee
        line = above.attendee.place.line_first if above else None
        before = above.solid if above and line == attendee.place.line_first else ""
        for post, text in pair:
            name = any(
                looks_like_name(text[:n]) >= 1
                and not _OFFICE_NAME.search(text[: n + 1])
                and (_POST_BEHIND.match(text, n) or any(p.startswith(text[n:]) for p in posts))
                for n in _NAME_LENGTHS
                if len(text) > n + 1
            )
            # 大河原美 / 穂君委員: the rest of the name before it
            name = name or any(
                looks_like_name(before + text[:n]) >= 1 and (text[n] == "君" or text[n:] in posts)
                for n in (1, 2)
                if before and len(text) > n + 1 and text[0] != "副"
            )
            if name or _POST_INSIDE.search(text):
                yield issue(
                    "name_in_post",
                    f"「{post}」 of {attendee.name} may hold another person.",
                    attendee,
                )
                break


def _names_in_lines(parsed: Parsed) -> Iterator[Issue]:
    """Yield lines of the roster that are names without anything between: 田辺絵里梶哲郎."""
    people = {a.place.line_first for a in parsed.roster.attendees}
    lines = {p.line for p in parsed.passages if p.role == "roster"} - people
    for segment in parsed.sheet.segments[: parsed.header.body_start]:
        text = unspaced(segment.text)
        joined = segment.line.no in lines and len(text) >= 2 * _NAME_LENGTHS[0]
        line = segment.line.text
        row = segment.line.no in people and (
            (len(line) <= _ROW and _ROW_INSIDE.search(line))
            or (segment.first and len(line) <= _LONGEST_ROW and _JOINED.search(line))
        )
        if row or (joined and any(_two_names(text, n) for n in _NAME_LENGTHS)):
            yield issue(
                "name_in_post",
                f"「{segment.raw[:30]}」 names several people, and not each was read.",
                segment,
                table="attendees",
            )


def _two_names(text: str, length: int) -> bool:
    """Tell whether a text is a name of so many characters and the beginning of another."""
    rest = text[length : length + _NAME_LENGTHS[-1]]
    return looks_like_name(text[:length]) >= 1 and any(
        looks_like_name(rest[:n]) >= 1 for n in _NAME_LENGTHS if len(rest) >= n
    )


def _mentioned(parsed: Parsed) -> Iterator[Issue]:
    """Yield members who are spoken of and who are not in the roster."""
    attendees = parsed.roster.attendees
    if sum(a.group == "委員" for a in attendees) < _BODY:
        return
    names = {person.solid for person in parsed.people}
    names |= {fold(t.speaker_name) for t in parsed.turns if t.speaker_name}
    seen: set[str] = set()
    found: list[tuple[str, Turn]] = []
    for speech in parsed.speeches:
        text = speech.text
        if not _MENTIONED.search(text):
            continue  # nor does a mention stand in it
        for match in _MENTION.finditer(text):
            name = match["name"]
            if name in seen or any(n.startswith(name) for n in names):
                continue
            seen.add(name)
            if looks_like_surname(name):
                found.append((match[0], speech.turn))
    if len(found) == 1:  # of several the roster is not the whole body
        message = f"「{found[0][0]}」 is spoken of, but is not in the roster."
        yield issue("mentioned_not_in_roster", message, found[0][1])


def _lines(parsed: Parsed) -> Iterator[Issue]:
    residue = unread_lines(parsed)
    people = sorted({a.place.line_first for a in parsed.roster.attendees})
    names = [person.solid for person in parsed.people]
    for named in parsed.header.named(*_LISTS):
        first = named.values[0][0].line.no if named.values else 0
        last = named.values[-1][0].line.no if named.values else 0
        for segment, _ in named.values:
            if segment.line.no in residue:
                yield issue(
                    "roster_line_partly_read",
                    f"Part of 「{segment.raw[:40]}」 was not understood.",
                    segment,
                    table="attendees",
                )
        text = "".join(s.text[o:] for s, o in named.values[:_FIRST]).strip()
        heads = named.name == "group" and bool(named.values)
        told = _names_nobody(unspaced(text)) or _only_posts(text) or _named_in(text, names)
        listed = bool(text) and not told
        if (heads or listed) and bisect_left(people, first) == bisect_right(people, last):
            yield issue(
                "group_without_people" if named.name == "group" else "list_without_people",
                f"Nobody was read under 「{parsed.sheet[named.segment].raw[:20]}」.",
                parsed.sheet[named.segment],
                table="attendees",
            )


def _names_nobody(text: str) -> bool:
    """Tell whether a list says itself that nobody is named: 10名, なし, 別紙のとおり."""
    return bool(_NOBODY_NAMED.search(text)) or mentions_paper(text) or refers_elsewhere(text)


def _named_in(text: str, names: Sequence[str]) -> bool:
    """Tell whether somebody of the roster stands in a list: columns are read row by row."""
    solid = unspaced(text)
    return any(name in solid for name in names if len(name) >= _FULL_NAME)


def _only_posts(text: str) -> bool:
    """Tell whether a list tells who came by posts alone: 市長、副市長、各部長."""
    labels = [read_label(part.removeprefix("各")) for part in re.split("[、,]", unspaced(text))]
    return all(label.strength >= 2 and label.role and not label.name for label in labels)


def _speakers(parsed: Parsed) -> Iterator[Issue]:
    attendees, turns = parsed.roster.attendees, parsed.turns
    if not attendees:
        labelled = {f.name for f in parsed.header.fields if f.label}
        if len(labelled) >= 3:
            formal = len(labelled) >= (_FULL_HEADER if parsed.agenda.items else _SOME_HEADER)
            whole = formal and len(turns) >= _WHOLE
            yield issue(
                "roster_missing" if whole else "roster_not_given",
                "People speak, but no list of people was found.",
                table="attendees",
            )
        return
    families = {fold(a.family_name or a.name.split(" ")[0]) for a in attendees}
    full = {person.solid for person in parsed.people}
    present = {fold(a.family_name or "") for a in attendees if a.present}
    absent = {fold(a.family_name or "") for a in attendees if not a.present} - present
    roles = {unspaced(fold(a.role or "")) for a in attendees}
    with_posts = any(a.group == "委員" and a.role in _CHAIR for a in attendees)
    listed = {a.group for a in attendees}
    seen: set[str] = set()
    others: dict[str, set[str]] = {}
    for turn in turns:
        label = turn.speaker or ""
        if label in seen:
            continue
        seen.add(label)
        name = fold(turn.speaker_name or "")
        if name and name in absent:
            yield issue(
                "absent_speaker",
                f"「{label}」 speaks although the roster has that person absent.",
                turn,
            )
        elif (
            name
            and name not in families | full
            and not any(f.startswith(name) or name.startswith(f) for f in full)
        ):
            expected = turn.speaker_group in listed or bool(
                turn.speaker_group in OFFICIALS and listed & OFFICIALS
            )
            if not expected:
                others.setdefault(turn.speaker_group, set()).add(name)
            code = "speaker_not_in_roster" if expected else "speaker_of_unlisted_group"
            yield issue(code, f"「{label}」 speaks but is not in the roster.", turn)
        role = unspaced(fold(turn.speaker_role or ""))
        named = role in _CHAIR and role not in _PRESIDES
        if turn.is_chair and with_posts and named and not _held(role, roles):
            yield issue(
                "chair_not_in_roster", f"「{label}」 speaks, but the roster has no {role}.", turn
            )
    officials = others.get("事務局", set()) | others.get("実施機関", set())
    if len(officials) >= _NAMED and not listed & OFFICIALS:
        yield issue(
            "group_not_in_roster",
            f"{len(officials)} officials speak by name, but the roster names none.",
            table="attendees",
        )
    spoke = {t.speaker_group for t in turns if t.speaker}
    if "委員" in spoke and "委員" not in listed:
        yield issue(
            "group_not_in_roster", "委員 speak, but the roster names none.", table="attendees"
        )
