"""Reads ``.cod`` files: names of codes, and below each the condition for giving it.

The grammar, after KH Coder's manual and sources (``docs/coding.md`` compares the two)::

    condition  = all {("or" | "|" | "||") all}
    all        = one {("and" | "&" | "&&") one}          "&!" and "|!" negate what comes next
    one        = {"not" | "!"} ( "(" condition ")" | counted [sign number] )
    counted    = word | word+word | near(…) | seq(…) | '…' | <*code> | <>variable-->value | lw | lc

What KH Coder knows beyond this is refused, with its line, and never skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pipeline.coding.conditions import (
    COMPARISONS,
    And,
    Characters,
    Compared,
    Condition,
    Near,
    Not,
    Or,
    OtherCode,
    Phrase,
    String,
    Variable,
    Word,
    Words,
)
from pipeline.language.morphemes import even_width
from pipeline.language.topics import spellings

__all__ = ["Code", "CodingError", "load_rules", "read_rules"]

_WINDOW = 10  # words, where near and seq give none
_DEEPEST = 50  # brackets in brackets
_LONGEST_LINE = 2_000
_TOKEN = re.compile(
    r"(?P<string>'[^'\n]{1,200}')"
    r"|(?P<code><[*＊][^>\n]{1,200}>)"
    r"|(?P<variable><>[^\s()&|!]{1,200})"
    r"|(?P<window>(?:near|seq)\([^()\n]{1,500}\)\S{0,20})"
    r"|(?P<sign>[<>=]=?)"
    r"|(?P<logic>[&|]{1,2}|[!()])"
    r"|(?P<word>[^\s()&|!<>='\"]{1,200})"
)
# Signs in full width, and of arithmetic: a word with one in it would never be found.
_UNFIT = {"word": re.compile(r"[（）！＆｜＜＞＝＊＇＂*]"), "window": re.compile(r"['\"]")}
_DASHED = re.compile(r"[^\s()&|!<>='\"]{1,200}-{1,2}>\S{0,200}")
_RANGE = re.compile(r"\[([bd]?)([0-9]{0,4})\](?=$|[()&|!])")
_LOGIC = {"or": "|", "|": "|", "||": "|", "and": "&", "&": "&", "&&": "&", "not": "!", "!": "!"}


class CodingError(ValueError):
    """A rule that cannot be used; the message names the file, the line and what to change."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its name without the ``*``, the line of its name, and when to give it.

    ``where`` is the file that defines it, as messages call it.
    """

    name: str
    line: int
    condition: Condition
    where: str


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def load_rules(path: str | Path) -> tuple[Code, ...]:
    """Return the codes of a file in UTF-8 (with or without BOM) or Shift_JIS.

    Raises:
        CodingError: the file cannot be read, or has a rule that cannot be used.
    """
    where = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise CodingError(f"{where}: the rules cannot be read ({error.strerror}).") from error
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return read_rules(data.decode(encoding), where)
        except UnicodeDecodeError:
            continue
    raise CodingError(f"{where}: the rules are neither UTF-8 nor Shift_JIS. Save them as UTF-8.")


def read_rules(text: str, where: str = "rules") -> tuple[Code, ...]:
    """Return the codes that a text defines, in its order.

    Args:
        text: of a ``.cod`` file.
        where: what messages call it.

    Raises:
        CodingError: a rule cannot be used.
    """
    codes: dict[str, Code] = {}
    for name, line, tokens in _sections(text, where):
        if name in codes:
            raise CodingError(
                f"{where}, line {line}: the code {name} is defined in line {codes[name].line} "
                "already. Give one of the two another name."
            )
        codes[name] = Code(name, line, _Reader(name, line, tokens, where, set(codes)).read(), where)
    if not codes:
        raise CodingError(f"{where}: there is no code. A code begins with a line such as *人の死.")
    return tuple(codes.values())


def _sections(text: str, where: str) -> Iterator[tuple[str, int, list[_Token]]]:
    """Yield the name of each code, its line, and the tokens of the lines below."""
    name, at, tokens = "", 0, list[_Token]()
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = raw.replace("\u3000", " ").strip()
        if not line or line.startswith("#"):
            continue
        if len(line) > _LONGEST_LINE:
            raise CodingError(
                f"{where}, line {number}: more than {_LONGEST_LINE} characters. Break the line."
            )
        if line[0] in "*＊":
            if name:
                yield name, at, tokens
            name, at, tokens = line[1:].strip(), number, []
            if not name:
                raise CodingError(f"{where}, line {number}: a code needs a name after *.")
        elif not name:
            raise CodingError(
                f"{where}, line {number}: a condition without a code. Write *NAME in a line above."
            )
        else:
            tokens.extend(_tokens(line, number, where))
    if name:
        yield name, at, tokens


def _tokens(line: str, number: int, where: str) -> Iterator[_Token]:
    at = 0
    while at < len(line):
        if line[at] == " " or line[at] == "\t":
            at += 1
            continue
        if dashed := _DASHED.match(line, at):
            raise CodingError(
                f"{where}, line {number}: {dashed[0]} asks for a part of speech or a form, which "
                "is not supported. Write the word alone."
            )
        match = _TOKEN.match(line, at)
        if match is None:
            raise CodingError(f"{where}, line {number}: {line[at : at + 20]} cannot be read here.")
        kind, text = str(match.lastgroup), match[0]
        if kind == "word" and text in _LOGIC:
            kind = "logic"
        unfit = _UNFIT.get(kind)
        if unfit and (odd := unfit.search(text)):
            raise CodingError(
                f"{where}, line {number}: {odd[0]} in {text} is no part of a word. Write signs in "
                "half width with a space on each side, a string of characters in '…' alone."
            )
        yield _Token(kind, text, number)
        at = match.end()


class _Reader:
    """Reads the condition of one code from its tokens."""

    def __init__(
        self, name: str, line: int, tokens: list[_Token], where: str, above: set[str]
    ) -> None:
        self._name = name
        self._tokens = tokens
        self._where = where
        self._above = above
        self._at = 0
        self._depth = 0
        self._line = line

    def read(self) -> Condition:
        condition = self._any()
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._line = token.line
            if token.text == ")":
                self._refuse("a bracket ) closes nothing")
            self._refuse(f"before {token.text}, write and, or (or their signs & and |)")
        return condition

    def _any(self) -> Condition:
        return self._joined("|", self._all, Or)

    def _all(self) -> Condition:
        return self._joined("&", self._one, And)

    def _joined(self, sign: str, part: object, kind: type[And] | type[Or]) -> Condition:
        assert callable(part)
        conditions: list[Condition] = [part()]
        while self._next_logic() == sign:
            self._at += 1
            conditions.append(part())
        return conditions[0] if len(conditions) == 1 else kind(tuple(conditions))

    def _one(self) -> Condition:
        first = self._at
        while self._next_logic() == "!":
            self._at += 1
        denials = self._at - first
        condition = self._bracket() if self._next_logic() == "(" else self._counted()
        if denials:
            condition = Not(condition)
        return Not(condition) if denials and not denials % 2 else condition

    def _bracket(self) -> Condition:
        self._line = self._take().line
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse(f"more than {_DEEPEST} brackets in each other")
        condition = self._any()
        if self._next_logic() != ")":
            self._refuse("a bracket ( is not closed")
        self._at += 1
        self._depth -= 1
        if self._peek("sign"):
            self._refuse("a comparison must follow a word, not a bracket")
        return condition

    def _counted(self) -> Condition:
        token = self._take()
        counted = self._atom(token)
        if not self._peek("sign"):
            if isinstance(counted, Words | Characters):
                self._refuse(f"{token.text} needs a comparison, as in {token.text} <= 10")
            return counted
        sign = self._take().text
        if sign not in COMPARISONS:
            self._refuse(f"{sign} is no comparison; there are {', '.join(COMPARISONS)}")
        number = even_width(self._take().text)
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            self._refuse(f"after {sign} there must be a whole number, not {number}")
        return Compared(counted, sign, int(number))

    def _atom(self, token: _Token) -> Condition:
        if token.kind == "string":
            return String(even_width(token.text[1:-1]))
        if token.kind == "code":
            return self._code(token.text[2:-1].strip())
        if token.kind == "variable":
            return self._variable(token.text[2:])
        if token.kind == "window":
            return self._window(token.text)
        if token.kind != "word":
            self._refuse(f"{token.text} stands where a word should")
        if token.text in ("lw", "lc"):
            return Words() if token.text == "lw" else Characters()
        if token.text in ("No.", "-", "*", "/", "+"):
            what = "the number of a unit" if token.text == "No." else "arithmetic between counts"
            self._refuse(f"{token.text} ({what}) is not supported")
        if token.text.isdigit():
            self._refuse(f"the number {token.text} stands where a word should")
        phrase = self._phrase(token.text)
        return phrase.words[0] if len(phrase.words) == 1 else phrase

    def _code(self, name: str) -> OtherCode:
        if name not in self._above:
            self._refuse(f"there is no code {name} above this line")
        return OtherCode(name)

    def _variable(self, text: str) -> Variable:
        name, arrow, value = text.partition("-->")
        if not arrow or not name or not value:
            self._refuse(f"<>{text} should have the form <>variable-->value")
        if name.lower().startswith(("見出し", "heading")):
            self._refuse(f"headings (<>{name}) are not supported; name a column of speeches")
        return Variable(name, value, self._line)

    def _window(self, text: str) -> Near:
        inside, _, after = text.partition("(")[2].partition(")")
        window = _RANGE.match(after)
        rest = after[window.end() :] if window else after
        if rest:
            if rest[0] not in "()&|!<>=":
                self._refuse(f"{text}: after the bracket may stand [8], [b8] or [d8]")
            # near(a-b)&c: what follows without a space is read next.
            self._tokens[self._at : self._at] = _tokens(rest, self._line, self._where)
        members = tuple(self._phrase(part.strip()) for part in inside.split("-"))
        if len(members) < 2:
            self._refuse(f"{text} needs two words, joined by -")
        distance = int(window[2]) if window and window[2] else _WINDOW
        if not distance:
            self._refuse(f"{text}: the distance is 1 word or more")
        return Near(members, distance, window[1] if window else "", text.startswith("seq"))

    def _phrase(self, text: str) -> Phrase:
        parts = text.split("+")
        if not all(part.strip() for part in parts):
            self._refuse(f"{text}: a + or - has no word on one of its sides")
        return Phrase(tuple(self._word(part.strip()) for part in parts))

    def _word(self, text: str) -> Word:
        return Word(even_width(text), spellings((text,)))

    def _next_logic(self) -> str:
        """Return the sign of the next token if it is one of logic, else an empty string."""
        if not self._peek("logic"):
            return ""
        text = self._tokens[self._at].text
        return _LOGIC.get(text, text)

    def _peek(self, kind: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].kind == kind

    def _take(self) -> _Token:
        if self._at == len(self._tokens):
            self._refuse("the condition ends too early" if self._at else "it has no condition")
        token = self._tokens[self._at]
        self._at += 1
        self._line = token.line
        return token

    def _refuse(self, what: str) -> NoReturn:
        raise CodingError(f"{self._where}, line {self._line}: code {self._name}: {what}.")
