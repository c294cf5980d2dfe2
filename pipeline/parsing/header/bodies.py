"""The name of the body and the session, from titles, labels and opening words.

The name is what the title says without session, year, kind of document and words such as 定例.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parsing.folding import fold, unspaced
from pipeline.parsing.knowledge import alternatives, load
from pipeline.parsing.phrases.dates import era_year, find_dates
from pipeline.parsing.phrases.numbering import kanji_number

__all__ = ["Title", "is_session", "joint_name", "named_again", "read_title", "session_numbers"]

_BODIES = load("bodies")
_LATIN = alternatives(_BODIES["latin_suffixes"])
_SUFFIX = rf"{alternatives(_BODIES['suffixes'])}|(?:{_LATIN})(?![A-Za-z])"
_LONG_SUFFIXES = [word for word in _BODIES["suffixes"] if len(word) > 2]
_SHARE_LETTER = tuple(_BODIES["share_letter"])
_GENERIC = frozenset(_BODIES["generic"])
_DOCUMENT = alternatives(_BODIES["documents"])
_ENDS_BODY = re.compile(rf"(?:{_SUFFIX})[\ue003\ue004]?$")
_OF_RECORD = re.compile(_DOCUMENT)
_BETWEEN = re.compile(  # おります。また第15期の / 都市計画審議会
    r"(?<=[市町村県区局部課庁])トップ|第[0-9一二三四五六七八九十]{1,3}期の|[\s<>〈〉《》|:/、。,「」【】\"]+"
)
_NOISE = [
    (word, re.compile(re.escape(word))) for word in sorted(_BODIES["noise"], key=len, reverse=True)
]
_WITHIN = re.compile(r"(?<=[都道府県市区町村])(?:定例|臨時)(?=\S{2,4}委員会)")  # …市定例教育委員会
_N = r"(?:[0-9]{1,4}|[○〇一二三四五六七八九十百]{1,6}|元)"
_ERAS = ("令和", "平成", "昭和")
_ERA = "(?:令和|平成|昭和|[RHS](?=[0-9]))"
_OTHER = rf"(?:\((?:(?:19|20)[0-9]{{2}}|{_ERA}{_N})年?度?\))?"  # 令和5(2023)年度
_SESSION = re.compile(
    rf"(?:(?:(?P<year>(?:{_ERA}?{_N}|(?:19|20)[0-9]{{2}}){_OTHER}年度?{_OTHER}|{_ERA}{_N}度)[・]?)?"
    rf"(?:第[0-9一二三四五六七八九十]{{1,3}}期[・]?)?第(?P<no>{_N})回(?!目)"
    r"|(?:^|(?<=[会議GP]))#(?P<count>[0-9]{1,3})(?![0-9A-Za-z_]))"  # 運営会議#7
)
_COUNTED = re.compile(rf"(?:(?:No\.?|№)\s?[0-9]{{1,4}})?[(\[]?{_SESSION.pattern}(?:会議)?[)\]]?")
_SPECIAL = re.compile(r"(?:定例|臨時)(?!総?会)(?=\S)")  # 第7回臨時沢内・鳥越合併協議会
_SESSION_BETWEEN = re.compile(r"(?<=会)[(（]第.{1,4}回[)）](?=[会議]\s)")  # 会（第５回）会 議 録
_YEAR = re.compile(
    rf"(?:令和|平成){_N}度|(?:{_ERA}{_N}|(?:19|20)[0-9]{{2}}(?=[年(].{{0,8}}度)){_OTHER}年(?:度{_OTHER}|(?![0-9一二三四五六七八九十元(]))"
)
_DAY = re.compile(r"第[0-9一二三四五六七八九十]{1,2}日目?(?=会議|$|[\s(])")  # 村議会 第2日目 会議録
_GLUE = "\ue000"  # stands for a space inside of a name: RiverCon JP 運営会議, Japan Work Group
_QUOTED = str.maketrans("「『」』", "\ue001\ue002\ue003\ue004")  # around a part of a body
_WRITTEN = str.maketrans("\ue000\ue001\ue002\ue003\ue004", " 「『」』")
_QUOTED_PART = re.compile(  # 金融審議会「決済に関するワーキング・グループ」
    r"(?<=[会部議])\s{0,2}(?P<open>[「『])(?P<part>[^\s「」『』、。]{2,40}?(?:会議?|グループ|チーム))"
    r"\s?(?P<session>[(（]第.{1,4}回[)）])?(?P<close>[」』])"
)
_NAME = re.compile(
    # 会議|事録 and 委員会|会議録: a suffix that begins the word of a record ends no name.
    rf"(?:[^\s、。,「」『』【】:;!?/|>〉()]|\([^()]{{0,20}}\)){{0,60}}(?:{_SUFFIX})[\ue003\ue004]?(?!議?[室員]|長(?!期)|事録|録|見|事[要概内]|要[旨録])"
    r"(?:\([^()0-9年]{1,16}\)(?!.))?"
)
_ENDS_LATIN, _BEGINS_LATIN = re.compile("[A-Za-z]$"), re.compile("[A-Za-z]")
_SECOND = re.compile(rf"(?!会議|本会議|定例会)(?:{alternatives(_BODIES['suffixes'])})(?=$|[#(]|第)")
_HELD_HOW = re.compile(  # (書面開催), (全体会議); (ふれあい会議) is a name
    r"\([^()]{0,12}(?:開催|方式|公開|お知らせ|結果|関係|所管)\)$"
    rf"|\((?:第?[0-9]{{1,3}}回?)?(?:{alternatives(_BODIES['held'])}|[・とび及])*会議\)$"
)
_OWNERS = (*_BODIES["owners"], *load("groups")["marks"]["houses"])  # 北浜大学 第45回経営審議会
_ASSEMBLED = re.compile(
    rf"(?:[0-9]{{1,2}}月|\(第[0-9]{{1,3}}期\)|\s){{0,3}}(?P<of>{alternatives(_BODIES['assemblies'])})$"
)
_BESIDE = 8  # characters between a body and its assembly
_ITS_MEETING = re.compile(  # …協議会の会議結果をお知らせします, 市民参加推進会議第7回会議
    r"(?:(?<=会)|(?<=会議))[の・]?(?:書面|書面審議|オンライン|Web|WEB|持ち?回り)?会議$"
)
_PARTS = tuple(_BODIES["parts"])
_PART = alternatives(_PARTS)
_INSIDE = re.compile(rf"(?:第[0-9一二三四五六七八九十]{{1,2}})?[^\s]{{0,24}}(?:{_PART})")
_BEFORE_PART = re.compile(  # …推進本部 第3回 運輸ワーキンググループ
    rf"(?<=[会議部])\s{{1,3}}(?P<session>第.{{1,4}}回)\s{{0,3}}(?=[^\s。、]{{0,24}}(?:{_PART})(?:$|\s|[(（]))"
)
# 中央電波技術審議会　周波数共用委員会: a council has such panels, a board or an office is none.
_PANEL = re.compile(r"[^\s()]{2,20}(?:委員会|検討会|作業班)(?=$|[(第\s]|会議|議事|概要)")
_PANEL_BEHIND_SESSION = re.compile(  # 総合計画審議会(第1回第4部会)
    r"(?<=会)[(（](?P<session>[^()（）]{0,12}第.{1,4}回\s?)(?P<panel>[^()（）]{0,12}(?:部会|分科会|小委員会))[)）]"
)
_OF_ASSEMBLY = re.compile(  # 総務委員会(第3回定例会): the session of the assembly
    r"(?:議会\S{2,20}|常任|特別)委員会\s?[(][^()]{0,12}回(?:定例|臨時)会[)]\s?$"
)
_OF_PANELS = ("審議会", "審査会", "調査会")
_BARE = re.compile(r"(?:委員会|審議会|協議会|懇談会|検討会|研究会|部会)(?=$|[\s(]|会議|議事)")
_ASSEMBLY = re.compile(r"[都道府県市区町村]議会$")  # on a committee's page it names whose committee
_RECORDS = alternatives(word for word in _BODIES["documents"] if len(word) > 2)
_FILE = re.compile(  # 会議録(PDF形式 288KB
    r"[(（\[［]?\s?PDF(?:形式|ファイル)?[\s:：/]{0,3}[0-9.,]{1,8}\s?(?:KB|MB|キロバイト|メガバイト)\s?[)）\]］]?",
    re.IGNORECASE,
)
_LABELS = alternatives(  # 審議会等名称第3回緑町審議会
    word for word in load("header")["fields"]["title"] if len(word) > 3 and word[-1] == "称"
)
_BEHIND_RECORD = re.compile(  # 第5回議事録(北浜県総合支援協議会)
    rf"(?:{_RECORDS})\s?[(（](?P<name>[^()（）]{{4,40}})[)）]\s?$"
)
_LEAD = re.compile(
    rf"^(?:(?:令和|平成|昭和){_N}年(?!度)(?:[0-9一二三四五六七八九十]{{1,2}}月)?|第[0-9一二三四五六七八九十]{{1,3}}期(?:の|(?!.{{0,20}}計画))|上記のとおり|本文|ただ今から|ただいまから|ただいまより|ただ今より|これより|これから|それでは|次に|続いて|引き続き|また(?=[第当本])|本日の|本年度の|今年度の|の|・|\([0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?\)|\([0-9]{{1,2}}\)|[0-9]{{1,3}}[.、]?)|^(?:『|「|`|■|◆|●|○|◇|\*|※)+|^(?:No\.?|№)[0-9]{{1,4}}|^(?:{_RECORDS})|^(?:{_LABELS})"
    rf"|^(?:{_SUFFIX})・(?:{_SUFFIX})等?(?!合同)(?=\S)"
)
_TAIL = re.compile(
    rf"(?:(?:の)?[(\[【]?(?:{_DOCUMENT})[)\]】]?(?:\([^()]{{1,10}}\))?(?:など|等)?(?:を公表(?:します)?|について|の公表|一覧)?[.。]?)$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title line says. ``weight`` is higher the more it looks like the title."""

    body: str | None
    session: str | None
    weight: int


def _despaced(raw: str) -> str:
    """Remove letter spacing and spaces around numerals; other spaces part words and stay."""
    raw = _BEFORE_PART.sub(r"\g<session>", raw)
    tokens = _SESSION_BETWEEN.sub(r" \g<0> ", raw).split()
    out = tokens[0] if tokens else ""
    for left, right in itertools.pairwise(tokens):
        numeral = left[-1].isdigit() or right[0].isdigit()
        numeral = numeral and not right.startswith(_ERAS)  # ページ番号:512 令和5年度
        single = len(right) == 1 and (
            len(left) == 1 or left.endswith(("市", "町", "村", "区", "県"))
        )
        inner = _INSIDE.match(fold(right)) and fold(left).endswith(("会", "会議"))
        inner = bool(inner) and not right.startswith(left)  # the same name twice
        inner = inner or (_PANEL.match(fold(right)) and fold(left).endswith(_OF_PANELS))
        whole = numeral or single or inner or out.endswith(_OWNERS) or _is_cut(left, right)
        out += _GLUE + right if _is_one_name(left, right) else right if whole else " " + right
    return out


def _is_one_name(left: str, right: str) -> bool:
    """Tell whether the space behind a Latin word is of a name: Japan|Work Group, JP|運営会議."""
    return bool(_ENDS_LATIN.search(left) and (_BEGINS_LATIN.match(right) or _SECOND.match(right)))


def _is_cut(left: str, right: str) -> bool:
    """Tell whether the end of a line cut what a body is called: …審 査会."""
    return any(
        left.endswith(word[:at]) and right == word[at:]
        for word in _LONG_SUFFIXES
        for at in range(1, len(word))
    )


@lru_cache(maxsize=4096)
def read_title(raw: str, *, labelled: bool = False) -> Title:
    """Read body and session from one (possibly joined) line of a title.

    ``labelled`` tells that it is the value of a label such as 会議名. Of the way to a page
    (刊行物 > 第9回史料委員会) the end counts.
    """
    if ">" in fold(raw) and (last := read_title(re.split("[>＞〉]", raw)[-1])).body:
        return last
    if "「" in raw or "『" in raw:
        raw = _QUOTED_PART.sub(_part_in_quotes, raw)
    solid = _PANEL_BEHIND_SESSION.sub(r"\g<session>\g<panel>", _despaced(_FILE.sub(" ", raw)))
    text = fold(solid)
    session = _session(unspaced(raw), fold(unspaced(raw)))
    if session and _OF_ASSEMBLY.search(fold(raw)):
        session = None
    weight = 0
    for found in list(find_dates(text))[::-1]:
        end = found.end
        while end < len(text) and text[end] in "曜日)開催":
            end += 1
        start = found.start - (1 if found.start and text[found.start - 1] == "(" else 0)
        gap = "\n" if end < len(text) else " "
        solid, text = solid[:start] + gap + solid[end:], text[:start] + gap + text[end:]
    for match in list(_SESSION.finditer(text))[::-1]:
        start, end = match.span()
        start -= 2 if text[:start].endswith("(通算") else 0
        if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
            start, end = start - 1, end + 1
        if special := _SPECIAL.match(text, end):
            end = special.end()
        above = text[: start - 1] if text[start - 1 : start] == "・" else ""
        if _ENDS_BODY.search(above) and not above.endswith(_PARTS):
            start -= 1  # 環境審議会・第2回温暖化対策部会; 評価部会・第15回策定部会 are two
        if _ENDS_BODY.search(text[:start].rstrip()):  # 総務委員会 第6回委員会
            again = _BARE.match(text, end)
            end = again.end() if again else end
        # … - Akama令和元年度第6回農業委員会: before the year stands the name of the site
        site = bool(match["year"]) and start > 0 and bool(_ENDS_LATIN.search(text[:start]))
        gap = " " if site else ""
        solid, text = solid[:start] + gap + solid[end:], text[:start] + gap + text[end:]
    text_before = text
    body = _body(solid, text)
    if labelled or session or _OF_RECORD.search(text):
        told = _told_name(raw)
        body = told if told and len(told) > len(body or "") else body
    if _OF_RECORD.search(text_before):
        weight += 2
        behind = _BEHIND_RECORD.search(raw) if body is None else None
        body = read_title(behind["name"]).body if behind else body
    if session:
        weight += 2
    if body:
        weight += 1 if _ASSEMBLY.search(fold(body)) else 2
    return Title(body and body.translate(_WRITTEN), session, weight)


def _part_in_quotes(match: re.Match[str]) -> str:
    """Return a part of a body with quotes that are letters of its name, its session behind it."""
    name = f"{match['open']}{match['part']}{match['close']}".translate(_QUOTED)
    return name + (match["session"] or "")


def _session(solid: str, text: str) -> str | None:
    match = _SESSION.search(text)
    if not match:
        return None
    start = match.start()
    session = solid[start : match.end()]
    if not match["year"] and (year := _YEAR.search(text[:start])):
        # 令和5年度 北浜市…審議会 第2回: the year stands apart from the number.
        session = solid[year.start() : year.end()] + session
    return session


def _body(solid: str, text: str) -> str | None:
    if match := _WITHIN.search(text):
        solid = solid[: match.start()] + solid[match.end() :]
        text = text[: match.start()] + text[match.end() :]
    for word, pattern in _NOISE:
        if word not in text:
            continue
        for match in list(pattern.finditer(text))[::-1]:
            if word in ("案", "全文", "概要", "定例", "臨時") and not _loose(text, match):
                continue
            owned = text[: match.start()].endswith("議会")  # …市議会定例会決算特別委員会
            gap = "" if owned else " "
            solid = solid[: match.start()] + gap + solid[match.end() :]
            text = text[: match.start()] + gap + text[match.end() :]
    beside = [*_YEAR.finditer(text), *_DAY.finditer(text)]
    for match in sorted(beside, key=lambda m: m.start(), reverse=True):
        solid = solid[: match.start()] + " " + solid[match.end() :]
        text = text[: match.start()] + " " + text[match.end() :]
    best: str | None = None
    behind = 0  # the best name so far ends
    for a, b in _pieces(text):
        piece, raw = text[a:b], solid[a:b]
        if tail := _TAIL.search(piece):
            stem = piece[: tail.start()].rstrip("・")
            document = _OF_RECORD.search(piece, tail.start())
            if (
                not (stem.endswith(")") or _ENDS_BODY.search(stem))
                and document
                and document[0].startswith("会議")
            ):
                # 審議|会議録: one 会 ends the name and begins the word of the record.
                shared = stem.endswith(_SHARE_LETTER)
                stem = piece[: tail.start() + (1 if shared else 2)]
            piece, raw = stem, raw[: len(stem)]
        for match in _NAME.finditer(piece):
            name = raw[match.start() : match.end()]
            lead = _LEAD.match(fold(name))
            name = name[lead.end() :] if lead else name
            near = a + match.start() - behind <= _BESIDE
            assembly = _ASSEMBLED.fullmatch(fold(name)) if best and near else None
            if best and assembly and not best.endswith(assembly["of"]):
                best += assembly["of"]  # 若松町農業委員会 11月（第23期）総会, 自治協議会 役員会
                continue
            name = _ITS_MEETING.sub("", name)
            name = name[: how.start()] if (how := _HELD_HOW.search(fold(name))) else name
            half = len(name) // 2
            name = name[:half] if name[:half] == name[half:] else name  # …委員会 第9回…委員会
            if _acceptable(name) and (best is None or len(name) > len(best)):
                best, behind = name, a + match.end()
    return best


def _told_name(raw: str) -> str | None:
    """Return a name that tells what the body is for, if it stands alone: 災害に強い物流懇談会.

    Particles are no part of other names: there they show that the line is a sentence.
    """
    solid = _despaced(raw)
    text = fold(solid)
    if not _PURPOSE.search(text) or _IN_SENTENCES.search(text):
        return None
    for match in _AROUND_NAME.finditer(text):
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    for start, end in _pieces(text):
        piece = text[start:end]
        tail = _TAIL.search(piece)
        piece = piece[: tail.start()] if tail else piece
        if _PURPOSE.search(piece) and _NAME.fullmatch(piece) and not _refused(piece):
            return solid[start : start + len(piece)]
    return None


def _loose(text: str, match: re.Match[str]) -> bool:
    """Tell whether a short word stands in brackets or at an end, not inside a name."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return (before in "( 〔[" and after in ") 〕]") or (
        match[0] in ("定例", "臨時") and before == ""
    )


def _pieces(text: str) -> list[tuple[int, int]]:
    out, start = [], 0
    for match in _BETWEEN.finditer(text):
        out.append((start, match.start()))
        start = match.end()
    return [(a, b) for a, b in [*out, (start, len(text))] if b > a]


_JOINED = re.compile(  # kana of a name that elsewhere are particles
    rf"における|による|に関する|に係る|に基づく|のための|ともに|にやさしい|{alternatives(load('roles')['department_words'])}"
    rf"|を(?:{alternatives(_BODIES['aims'])})"
)


_IN_KANA = re.compile("^[ぁ-ゖ]{2,7}[市町村区](?!民)")  # さがみの市, にかほ市


_PURPOSE = re.compile(r"[をにへで]|が(?=[ぁ-ん])")
_IN_SENTENCES = re.compile(r"[。、は]|ただ今|ただいま|これより|それでは")
_AROUND_NAME = re.compile(
    rf"[(]?{re.sub('[?]P<[a-z]+>', '', _SESSION.pattern)}[)]?|{_YEAR.pattern}"
)
_LONGEST = 60  # characters
_LATIN_ALONE = re.compile(_LATIN)
_OF_SPEECH = re.compile(  # 事務局より以下の…会議; 議題2(資料3)図書館協議会
    r"(?<!だ)より(?!良い|よい)|[長員局課]から|が(?:今回|本日|当|本)|(?:議題|資料|議案|案件|事項|諮問|報告)\s?[-−–]?[0-9(]"
    r"|^[0-9]{1,4}年"
)


def _acceptable(name: str) -> bool:
    folded = fold(name)
    plain = _IN_KANA.sub("", _JOINED.sub("", folded[:-1]))
    return not re.search(r"[はをにへで]|が(?=[ぁ-ん])", plain) and not _refused(folded)


def _refused(folded: str) -> bool:
    """Tell whether a text that ends like a body's name is none."""
    if not 3 <= len(folded) <= _LONGEST or _OF_SPEECH.search(folded):
        return True
    if _LATIN_ALONE.fullmatch(folded):
        return True
    if (
        re.match(r"(?:審議会|附属機関|委員会|会議|現行の|当該)(?:等|の){0,2}(?:会議|$|審)", folded)
        and len(folded) < 10
    ):
        return True
    if re.search(
        r"(?:会議|議事)録|(?:会議|開催|審議)結果|[0-9]{5}|[0-9]階|会議室|[Ww][Ee][Bb]会議|オンライン|午[前後]|[0-9]時",
        folded,
    ):
        return True
    return folded in _GENERIC or folded.startswith(("次回", "次の", "前回", "本日", "会議の"))


def is_session(text: str) -> bool:
    """Tell whether a folded text says nothing but which session it was: 第7回, №3(第3回)."""
    return bool(_COUNTED.fullmatch(text))


def session_numbers(session: str | None) -> tuple[int | None, int | None]:
    """Return (number of the session, fiscal year) of a session as written."""
    if not session:
        return None, None
    match = _SESSION.search(fold(session))
    if not match:
        return None, None
    year = None
    if match["year"]:
        era = re.match(rf"(令和|平成|昭和|[RHS])?({_N}){_OTHER}年?度", match["year"])
        if era:
            number = kanji_number(era[2])
            if era[1] and number:
                year = era_year(era[1], number)
            elif number and number > 1900:
                year = number
    return kanji_number(match["no"] or match["count"]), year


def named_again(rows: Sequence[str]) -> bool:
    """Tell whether a title stands below the name that it has, too: 緑町審議会 / 第8回審議会."""
    above = read_title(rows[0]).body or ""
    titles = map(read_title, rows[1:])
    return any(
        t.body and (t.body == above or (t.session and above.endswith(t.body))) for t in titles
    )


def joint_name(rows: Sequence[str]) -> Title | None:
    """Return the title of a joint meeting whose bodies stand on lines of their own, above 合同会議.

    倉庫審議会運送部会 / 経営審議会支援部会 / 合同会議(第2回) 議事要旨.
    """
    last = read_title(rows[-1])
    name = _JOINT.match(fold(_despaced(rows[-1])))
    above = [unspaced(row).rstrip("・、及び") for row in rows[:-1]]
    if name is None or not all(read_title(row).body == row for row in above):
        return None
    joined = "".join(above) + unspaced(rows[-1])[: name.end()]
    return Title(joined, last.session, last.weight + 2 + len(rows))


_JOINT = re.compile(
    r"合同(?:会議|会合|部会|分科会|委員会|小委員会|ワーキンググループ)(?:[^\s()第]{2,12}会)?"
)
