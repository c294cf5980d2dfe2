"""Values of the header: of the kind that their label says, once, and there at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from pipeline.model import Issue
from pipeline.parsing.checks.parsed import Parsed, issue
from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.header.header import Field
from pipeline.parsing.knowledge import load
from pipeline.parsing.phrases.dates import find_dates, find_times
from pipeline.parsing.phrases.speech import ends_sentence, is_people_list

__all__ = ["COUNT_ALONE", "FIRST_LINES", "check_values", "exchanged_fields"]

_COUNT = re.compile(r"(?:計|約)?\s{0,2}[0-9○〇一二三四五六七八九十]{1,4}\s{0,2}[名人]")
COUNT_ALONE = re.compile(rf"{_COUNT.pattern}|なし|無し")
"""3人, なし: what tells how many came, and nothing else."""
FIRST_LINES = 20
"""Lines of a value that show of what kind it is."""
_NEEDED = ("date", "place", "attendees", "observers", "agenda", "opened", "closed")
_ROOM = re.compile(r"[室館所間場堂階校園庁荘]|ホール|ホテル|センター|プラザ")
_OPEN = re.compile(r"公開|可|対面|書面|オンライン|(?i:web)")
_PROGRAMME = re.compile(r"あいさつ|挨拶|^[0-9(][0-9.)]*\s|議事[0-9:]")
_MEETING = re.compile(
    r"(?:(?:令和|平成|昭和)[0-9元]{1,2}年度?)?第[0-9]{1,3}回[^\s、。]{2,}(?:会|会議)"
)
_OFFICIAL = re.compile(
    r"(?:[部課室局係](?:長|次長|長補佐|長代理)|主査|主任|主事|主幹)\s+[一-龥]{1,4}(?:\s|君|氏|$)"
)
_MEMBERS = re.compile(r"[一-龥]{1,4}委員、[^、]+委員")
_SEATED = re.compile(r"[0-9]{1,2}番\s*[^0-9]")
_ROOM_BEHIND = re.compile(r"[0-9]階.{0,12}室$|ホール$|会議室$")
_PAPER = re.compile(r"\s*資料\s?(?P<n>[0-9]{1,2})(?![0-9-])")
_OTHER = re.compile(r"[(]?[0-9]{1,2}[.)]{0,2}\s+その他")
_LONGEST_VALUE = 60  # characters
_NOBODY = frozenset(load("groups")["marks"]["nobody"])


def check_values(parsed: Parsed) -> Iterator[Issue]:
    """Yield labels without a value, labels that stand twice, values of another kind."""
    yield from _by_label(parsed)
    yield from _papers(parsed)


def _by_label(parsed: Parsed) -> Iterator[Issue]:
    """Yield what each label of the header says of its value."""
    seen: dict[str, str] = {}
    fields = parsed.header.fields
    counted = any(
        COUNT_ALONE.fullmatch(" ".join(s.text[o:].strip() for s, o in f.values[:2]).strip())
        for f in parsed.header.named("absent", "attendees", "group", "office")
    )
    exchanged = exchanged_fields(parsed)
    if exchanged:
        yield issue(
            "values_exchanged",
            "Date and place stand behind each other's labels; each was read as what it is.",
            parsed.sheet[exchanged[0].segment],
            table="meetings",
        )
    for named, following in zip_longest(fields, fields[1:]):
        segment = parsed.sheet[named.segment]
        text = " ".join(s.text[o:].strip() for s, o in named.values[:FIRST_LINES]).strip()
        if (
            named.name in _NEEDED
            and not text
            and not _heads_another(named, following)
            and not (named.label and named.label.note)
            and not (named.name == "agenda" and parsed.agenda.items)
            and not (named.label and named.label.text in ("内容", "概要"))  # of what was said
            and not (named.name == "observers" and named.label and "数" not in named.label.text)
        ):
            yield issue(
                "label_without_value",
                f"Nothing stands under 「{segment.raw[:20]}」.",
                segment,
                table="meetings",
            )
        elif (
            named.name == "observers"
            and counted
            and is_people_list(text)
            and not _COUNT.search(text)
        ):
            yield issue(
                "value_of_another_kind",
                f"「{text[:30]}」 under 「{segment.raw[:12]}」, a number where people are listed.",
                segment,
                table="meetings",
            )
        elif named not in exchanged and (reason := _another_kind(named, text)):
            yield issue(
                "value_of_another_kind",
                f"「{text[:30]}」 under 「{segment.raw[:12]}」 is not {reason}.",
                segment,
                table="meetings",
            )
        if named.name in ("date", "place", "observers") and text:
            if named.name in seen and seen[named.name] != text:
                yield issue(
                    "label_twice",
                    f"The header gives 「{segment.raw[:12]}」 twice.",
                    segment,
                    table="meetings",
                )
            seen[named.name] = text


def exchanged_fields(parsed: Parsed) -> list[Field]:
    """Return the fields of date and place whose values were exchanged, and rightly read."""
    meeting = parsed.meeting
    if meeting.date is None or meeting.place is None:
        return []
    named = {f.name: f for f in parsed.header.fields if f.label and f.name in ("date", "place")}
    text = {n: " ".join(s.text[o:] for s, o in f.values[:FIRST_LINES]) for n, f in named.items()}
    if set(named) != {"date", "place"} or any(find_dates(text["date"])):
        return []
    dates = any(found.date == meeting.date for found in find_dates(text["place"]))
    placed = unspaced(fold(meeting.place)) in unspaced(text["date"])
    return [named["date"], named["place"]] if dates and placed else []


def _heads_another(named: Field, following: Field | None) -> bool:
    """Tell whether a label without a value heads the next ones: 出席者 / (委員) / …, or 開会."""
    if named.name in ("opened", "closed"):
        return True
    if following is None:
        return False
    lists = ("attendees", "absent", "group")
    if named.name == "agenda":
        return following.name == "agenda"  # 案件 / 〔審議事項〕 / …
    return named.name in lists and following.name in lists


def _another_kind(named: Field, text: str) -> str:
    """Return what a value should be and is not, or an empty string."""
    solid = unspaced(text)
    if not solid or not named.label:
        return ""
    dated, clock = bool(list(find_dates(text))), find_times(text)
    timed = clock.opened or clock.closed
    if named.name == "date" and not dated:
        return "a date"
    if named.name in ("place", "office", "public", "materials") and _MEETING.fullmatch(solid):
        return "what stands under such a label, but the meeting's name"
    if named.name in ("opened", "closed", "time") and not (dated or timed):
        told = ends_sentence(text) or _PROGRAMME.search(text)  # an entry, 1 開会 / 2 あいさつ
        if len(solid) <= 40 and solid[0] != "※" and not told:
            return "a time"
    if named.name == "place" and (
        dated
        or timed
        or COUNT_ALONE.fullmatch(text)
        or solid == "公開"
        or (is_people_list(text) and not _ROOM.search(text))
        or _OFFICIAL.search(text)
    ):
        return "a place"
    if named.name == "office" and _ROOM_BEHIND.search(solid):
        return "an office"
    if named.name == "observers" and (dated or _SEATED.match(text) or solid in ("名", "人")):
        return "a number of observers"
    if named.name == "observers" and _MEMBERS.match(solid):
        return "a number of observers"
    if named.name == "observers" and not (
        _COUNT.search(text)
        or solid[:1].isdigit()
        or solid.lstrip("・-").startswith(("なし", "無", "あり", "有"))
        or solid in _NOBODY
        or len(solid) <= 2
        or is_people_list(text)
        or "公開" in solid
    ):
        return "a number of observers"
    if named.name == "public" and not _OPEN.search(solid):
        return "a word on whether the meeting was open"
    listed = len(solid) > _LONGEST_VALUE  # a list, which may well name a date
    if named.name == "agenda" and ((dated and not listed) or COUNT_ALONE.fullmatch(text)):
        return "business"
    if named.name in ("attendees", "absent", "group") and (dated or timed) and len(solid) < 40:
        return "a list of people"
    return ""


def _papers(parsed: Parsed) -> Iterator[Issue]:
    """Yield papers in another order than that of their numbers, and business among them."""
    for named in parsed.header.named("materials"):
        numbers = [
            (int(match["n"]), segment)
            for segment, offset in named.values
            if (match := _PAPER.match(segment.text, offset))
        ]
        if len(numbers) > 1 and numbers[0][0] > 1:
            yield issue(
                "header_number_gap",
                f"「{numbers[0][1].raw[:20]}」 is the first paper.",
                numbers[0][1],
                table="meetings",
            )
            continue
        for (before, _), (number, segment) in pairwise(numbers):
            if number < before:
                yield issue(
                    "header_number_gap",
                    f"「{segment.raw[:20]}」 stands below paper {before}.",
                    segment,
                    table="meetings",
                )
                break
        for segment, offset in named.values:
            if _OTHER.fullmatch(segment.text[offset:].strip()) and parsed.agenda.items:
                yield issue(
                    "header_line_without_label",
                    f"「{segment.raw[:20]}」 stands among the papers and is business.",
                    segment,
                    table="meetings",
                )
