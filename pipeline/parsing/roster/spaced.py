"""Letter-spaced names and posts become words again: 森 本 佳 代, 委 員, 久 保 田 一 郎."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipeline.parsing.folding import unspaced
from pipeline.parsing.knowledge import load, posts
from pipeline.parsing.phrases.names import (
    is_given_name,
    looks_like_name,
    looks_like_short_name,
    looks_like_surname,
    name_fit,
)
from pipeline.parsing.roster.words import Token, classify

__all__ = ["join_spaced"]

_ALL_ROLES = posts()
_RANKS = frozenset(role for role in _ALL_ROLES if role[0] in "一二三")
_BARE_POSTS = frozenset(load("roles")["whole_or_behind_surname"])
_SOCIETY = 1.8  # what a word is worth as an organisation that is nobody's name
_WIDE = 3  # spaces
_BOTH_KNOWN = -0.45  # fit of a family and a given name of three characters that are known
_TWO = 2  # letters of a post
_WIDEST = 12  # spaces between the letters of one word
_SHORTEST_POST = 4
_POST_AND_NAME = [False, True, True]  # 局長 久保 仁: which of the words are names
_SEVERAL = 3  # names with the same post in one word
_LONG_ROLES = tuple(role for role in _ALL_ROLES if len(role) > 1)
_IN_NO_NAME = tuple(sorted(load("roles")["in_no_name"], key=len, reverse=True))
_BY_FIRST_LETTER = {
    letter: [post for post in _IN_NO_NAME if post[0] == letter]
    for letter in {post[0] for post in _IN_NO_NAME}
}
_CUT_MEMBER = re.compile(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]{1,5}委$")
_CAME = frozenset({"出", "欠"})
_DIGIT = re.compile("[0-9]")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")


def join_spaced(tokens: list[Token], raw: str) -> list[Token]:
    """Join letter-spaced names: 森 本 佳 代, 西 田   悟, 横 田 富美男, 委 員.

    The parts of a name from abroad (アダルシュ シャルマ) are one name, too.
    """
    if not any(map(_may_be_part, tokens)):
        return tokens
    tokens = _join_filled(_join_posts(_part_posts(tokens, raw)))
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        run = at
        while (
            run < len(tokens)
            and tokens[run].kind == "word"
            and not _DIGIT.search(tokens[run].text)  # 2 小林 茂: a seat; 本 庄 聡 以上20名
            and (run == at or 0 < tokens[run].gap <= 12)
            and not (run > at and "C" in classify(tokens[run - 1].text, "word"))  # 1名 吉 田 みな子
            and not (run >= at + 3 and _posts_apart(tokens[run]))  # 森 本 隆   局長 西田悟
            and not (at + 1 < run == len(tokens) - 1 and tokens[run].text in _CAME)  # 西田 悟　欠
        ):
            run += 1
        words_ = tokens[at:run]
        foreign = 0
        while foreign < len(words_) and _KATAKANA.fullmatch(words_[foreign].text):
            if foreign and words_[foreign].gap != 1:
                break
            foreign += 1
        if foreign >= 2:
            first, last = words_[0], words_[foreign - 1]
            text = " ".join(t.text for t in words_[:foreign])
            whole = replace(first, text=text, raw=raw[first.start : last.end], end=last.end)
            out.append(whole)
            at += foreign
            continue
        letters = [len(t.text) if t.spaced else len(t.text) == 1 for t in words_]
        single, parts = sum(letters), sum(n if n > 1 else 1 for n in letters)
        post = len(words_) == 2 == single and "".join(t.text for t in words_) in _ALL_ROLES
        letter_spaced = parts >= 3 and single >= 2 and _is_spaced(words_, single, parts)
        if post or (letter_spaced and not _are_parted(words_)):
            apart = 2 * _named_behind_post(words_)  # words of a name that are none of the run
            letters_of = words_[: len(words_) - apart]
            out.extend(_regroup(letters_of, raw) if len(letters_of) > 1 else letters_of)
            out.extend(words_[len(letters_of) :])
        else:
            out.extend(words_)
        if run == at:
            out.append(tokens[at])
            run += 1
        at = run
    return out


def _are_parted(words_: list[Token]) -> bool:
    """Tell whether families and given names of any length take turns: 佐久 修 井手 裕美 一木 昭.

    Behind posts two of them suffice: 局長 久保 仁 主任 林 静.
    """
    names = [not _is_whole_post(token) for token in words_]
    rows, rest = divmod(len(words_), len(_POST_AND_NAME))
    if rows > 1 and not rest and names == _POST_AND_NAME * rows:
        return any(len(token.text) > 1 for token in words_[1 :: len(_POST_AND_NAME)])
    if len(words_) < 2 * _SEVERAL:
        return False
    people = [t for t in words_ if len(t.text) < _SHORTEST_POST or not _heads_row(t.text)]
    families, given = people[::2], people[1::2]  # 公益代表 大谷 健 宮内 修: an interest is of none
    return (
        len(families) == len(given) >= _SEVERAL
        and all(len(t.text) > 1 for t in families)
        and 4 * sum(looks_like_surname(t.text) for t in families) >= 3 * len(families)
        and all(t.gap == given[0].gap and not _is_whole_post(t) for t in given)
    )


def _named_behind_post(words_: list[Token]) -> bool:
    """Tell whether only the post of somebody is spaced: 主 査 佐藤 晃, 委 員　阿久津　晃."""
    *post, family, given = words_
    spelt = "".join(token.text for token in post)
    return (
        spelt in _ALL_ROLES
        and len(family.text) > 1
        and len(given.text) == given.gap == 1
        and looks_like_surname(family.text)
    )


def _may_be_part(token: Token) -> bool:
    """Tell whether a word may be a part of a spaced one: a letter, or a name from abroad."""
    if len(token.text) == 1:
        return token.kind not in ("sep", "colon", "sym")
    return token.spaced or _KATAKANA.fullmatch(token.text) is not None


def _is_spaced(words_: list[Token], single: int, parts: int) -> bool:
    """Tell whether enough of some words are single letters: posts need not be spaced, too."""
    share = 0.5 if len(words_) < 12 and not _spaced_post(words_) else 0.3
    named = parts - sum(_is_whole_post(t) for t in words_)
    return single > share * named or (single == share * named and _begins_spaced_role(words_))


def _part_posts(tokens: list[Token], raw: str) -> list[Token]:
    """Part a post that fills its column from the spaced name behind it: 病院事務部長下 江 正 文."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        spaced = following is not None and following.kind == "word" and len(following.text) == 1
        text = token.text
        if (
            token.kind == "word"
            and spaced
            and len(text) >= _SHORTEST_POST
            and len(token.raw) == len(text)
            and text[:-1].endswith(_LONG_ROLES)
            and not text.endswith(_LONG_ROLES)
            and not _heads_row(text)  # 小学校長会　南 義彦
        ):
            cut = token.end - 1
            post = replace(token, text=text[:-1], raw=raw[token.start : cut], end=cut)
            out.extend([post, replace(token, text=text[-1], raw=raw[cut], start=cut, gap=1)])
        else:
            out.append(token)
    return out


def _join_posts(tokens: list[Token]) -> list[Token]:
    """Join the letters of posts that are in no name, and 委 / 員 behind one: 寺島委 員."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if out and token.text == "員" and 0 < token.gap <= 1 and _CUT_MEMBER.match(out[-1].text):
            whole = out[-1]
            out[-1] = replace(
                whole, text=whole.text + "員", raw=whole.raw + token.raw, end=token.end
            )
            at += 1
            continue
        posts_ = _BY_FIRST_LETTER.get(token.text, ())
        length = next((len(post) for post in posts_ if _spells(tokens, at, post)), 0)
        length = length or _letters_of_post(tokens, at)
        if not length and _begins_wide_post(tokens, at):
            length = _TWO
        if not length:
            out.append(token)
            at += 1
            continue
        piece = tokens[at : at + length]
        text = "".join(t.text for t in piece)
        joint = "".join(unspaced(t.raw) for t in piece)
        out.append(replace(token, text=text, raw=joint, end=piece[-1].end, spaced=True))
        at += length
    return out


def _begins_wide_post(tokens: list[Token], at: int) -> bool:
    """Tell whether the two letters of a post begin a cell, wide apart: 村　　長　森　健一."""
    pair = tokens[at : at + _TWO]
    if at and tokens[at - 1].kind != "sep" and pair[0].gap < _WIDE:
        return False
    if len(pair) < _TWO or any(t.kind != "word" or len(t.text) > 1 for t in pair):
        return False
    post = pair[0].text + pair[1].text
    longer = any(post + t.text in _ALL_ROLES for t in tokens[at + _TWO : at + _TWO + 1])  # 理事長
    return pair[1].gap > 1 and post in _ALL_ROLES and not longer


def _letters_of_post(tokens: list[Token], at: int) -> int:
    """Return of how many letters a post is that a whole word follows: 総 務 課 長 佐山 克明."""
    if len(tokens[at].text) > 1 or tokens[at].kind != "word":
        return 0
    end = at + 1
    while end < len(tokens) and len(tokens[end].text) == 1 and tokens[end].kind == "word":
        if not 0 < tokens[end].gap <= _WIDE:
            return 0
        end += 1
    whole = end < len(tokens) and tokens[end].kind == "word" and tokens[end].gap
    if not whole or end - at < _SHORTEST_POST or (at and len(tokens[at - 1].text) == 1):
        return 0
    text = "".join(t.text for t in tokens[at:end])
    return (end - at) * (text.endswith(_LONG_ROLES) and "長" not in text[:-1])


def _join_filled(tokens: list[Token]) -> list[Token]:
    """Join a surname of one letter to its post where others are written so: 射場委員 岡 委員."""
    glued = Counter(_glued_post(token.text) for token in tokens)
    out: list[Token] = []
    for token in tokens:
        letter = out[-1] if out and len(out[-1].text) == 1 else None
        filled = letter and token.text in _IN_NO_NAME and glued[token.text] >= _SEVERAL
        if letter and filled and letter.kind == "word" and looks_like_surname(letter.text):
            text, joint = letter.text + token.text, letter.raw + token.raw
            out[-1] = replace(letter, text=text, raw=joint, end=token.end)
        else:
            out.append(token)
    return out


def _glued_post(text: str) -> str:
    """Return the post that ends a word behind a name; an empty string for others."""
    post = next((post for post in _IN_NO_NAME if text.endswith(post)), "")
    return post if len(post) < len(text) else ""


def _spells(tokens: list[Token], at: int, post: str) -> bool:
    """Tell whether words of one letter spell a post; 長 of 委 員   長 谷 川 is none of it."""
    piece = tokens[at : at + len(post)]
    if len(piece) < len(post) or any(
        t.kind != "word" or t.text != letter for t, letter in zip(piece, post, strict=True)
    ):
        return False
    gaps = [t.gap for t in piece[1:]]
    if not all(0 < gap <= _WIDEST for gap in gaps) or max(gaps) > min(gaps) + 1:
        return False
    if not post.endswith("員長"):
        return True
    behind = [t.text for t in tokens[at + len(post) :][:2]]
    if len(behind) < 2:
        return True
    one, two = behind[0], behind[0] + behind[1]
    if looks_like_surname("長" + two):
        return False
    return not looks_like_surname("長" + one) or looks_like_surname(one) or looks_like_surname(two)


def _posts_apart(token: Token) -> bool:
    """Tell whether a post stands behind a wide gap: the names before it are another list's."""
    return token.gap >= _WIDE and len(token.text) > 1 and token.text in _ALL_ROLES


def _regroup(run: list[Token], raw: str) -> list[Token]:
    """Cut a run of mostly single characters into words by what makes names and posts."""
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    narrow = min(t.gap for t in run[1:])
    filled = any(t.gap == 2 * narrow + 1 for t in run[1:])  # 門 間   明 below 成 田 和 夫
    for end in range(1, len(run) + 1):
        options = []
        for start in range(max(0, end - 7), end):
            piece = run[start:end]
            text = "".join(t.text for t in piece)
            if len(text) > 8:
                continue
            score = _worth(text, piece, narrow)
            if filled and _fills_column(piece, narrow):
                score += 0.8
            if len(piece[0].text) > 1 and any(t.gap > piece[1].gap for t in piece[2:]):
                score -= 3.0  # 加藤 進   原 由美子: behind the wider gap stands another person
            if start:
                wider = run[start].gap - narrow
                score += 0.4 * min(wider, 4) if wider else -1.2
            options.append((best[start][0] + score, [*best[start][1], (start, end)]))
        if not options:
            options.append((best[end - 1][0], [*best[end - 1][1], (end - 1, end)]))
        best.append(max(options, key=lambda o: o[0]))
    out = []
    pieces = best[-1][1]
    spaced = any(_is_letters(run[start:end]) for start, end in pieces)
    for start, end in pieces:
        piece = run[start:end]
        if len(piece) == 1 or (not spaced and _is_parted_name(piece)):
            out.extend(piece)
            continue
        out.append(
            replace(
                piece[0],
                text="".join(t.text for t in piece),
                raw="".join(unspaced(t.raw) for t in piece),
                end=piece[-1].end,
                spaced=all(len(t.text) == 1 for t in piece[:2]),
            )
        )
    return out


def _fills_column(piece: list[Token], narrow: int) -> bool:
    """Tell whether letters take the room of a name of four, whose gap is wider if it has three."""
    wide = sorted(t.gap for t in piece[1:])
    single = all(len(token.text) == 1 for token in piece)
    return single and wide in ([narrow] * 3, [narrow, 2 * narrow + 1], [3 * narrow + 2])


def _is_letters(piece: list[Token]) -> bool:
    """Tell whether several letters of a run are a word that is no post: 大 坪 正 幸."""
    letters = len(piece) > 1 and all(len(token.text) == 1 for token in piece)
    return letters and "".join(token.text for token in piece) not in _ALL_ROLES


def _is_parted_name(piece: list[Token]) -> bool:
    """Tell whether two words are a family and a given name of several letters: 水城 学, 巴 健介."""
    if len(piece) != len(("family", "given")) or any(token.spaced for token in piece):
        return False
    family, given = (token.text for token in piece)
    return len(family) != len(given) and looks_like_surname(family) and is_given_name(given)


def _spaced_post(words_: list[Token]) -> bool:
    """Tell whether a run begins as a post whose end is written together: 秘 書 広報課長."""
    head = [t.text for t in words_[:3]]
    return len(head) == 3 and len(head[0] + head[1]) == 2 and _is_post(head[2])


def _begins_spaced_role(words_: list[Token]) -> bool:
    """Tell whether a run begins with a role of two characters: 会 長  森田 健一."""
    head = "".join(t.text for t in words_[:2])
    return len(head) == 2 and head in _ALL_ROLES


def _is_post(text: str) -> bool:
    return len(text) > 2 and classify(text, "word").get("R", 0) >= 1.9


def _is_whole_post(token: Token) -> bool:
    """Tell whether a word is or ends in a post that is not spaced: 相馬支所長 森　章　夫."""
    known = any(len(role) > 1 for role in _ALL_ROLES.ending(token.text))
    return not token.spaced and (known or _is_post(token.text))


def _heads_row(text: str) -> bool:
    """Tell whether a word is a post or an organisation, no part of a name: 医師会 角 望."""
    return _is_post(text) or (len(text) > 2 and classify(text, "word").get("D", 0) >= _SOCIETY)


def _worth(text: str, piece: list[Token], narrow: int) -> float:
    """Score a piece of a run as one word; ``narrow`` is the least gap between its characters."""
    if len(piece) > 1 and (piece[0].spaced or piece[-1].spaced):
        return -2.0  # a post whose letters were joined is whole
    if text in _BARE_POSTS:
        return 1.4  # 会 計 課 長, 会 計 管 理 者 are one post each
    if len(text) == 2 == len(piece) and text in _RANKS:
        return 0.0  # 高 見 信 二 佐 山 祥 江: a given name and a surname, no 二佐
    if text in _ALL_ROLES and len(text) > 1:
        return 3.0 + 0.5 * (len(text) - 2)  # 委員長 is one post, not 委員 and 長
    if len(piece) == 1:
        return 2.0 if _is_post(text) else 0.8 if len(text) > 1 else -0.5
    several = sum(len(t.text) > 1 for t in piece) > 1
    if _heads_row(piece[0].text) or (several and not _is_post(text)):
        return -2.0  # 議会事務局長 鎌 倉: the post is no part of the name; 達雄 副 村 長 are two
    if len(piece) == 2 and max(len(t.text) for t in piece) > 1:
        return 1.9 if _packed(piece) and looks_like_name(text) == 1.0 else 0.5
    if _is_post(text):
        return 3.3
    if looks_like_short_name(text):
        return 2.2 if piece[1].gap > narrow else 1.4  # filled up to the width of longer names
    likeness = looks_like_name(text)
    if likeness == 1.0:
        fit = name_fit(text)
        if len(text) == 6 and fit >= _BOTH_KNOWN:
            return 2.6  # 長 谷 川 幸 之 助: two long words that are known are no chance
        return 2.6 + fit - 1.2 * max(0, len(text) - 5)
    if likeness and _packed(piece):
        return 2.0
    known = {0.7: 0.9, 0.45: 1.0, 0.3: 0.4}.get(likeness, -0.8)
    return known - 1.2 * max(0, len(text) - 4)  # what is longer is rather two people


def _packed(piece: list[Token]) -> bool:
    """Tell whether a surname of three is written whole and its given name is not: 小金谷 幸 次."""
    given = piece[1:]
    return (
        len(piece[0].text) == 3
        and 1 <= len(given) <= 2
        and all(len(t.text) == 1 for t in given)
        and all(t.gap == given[0].gap for t in given)
    )
