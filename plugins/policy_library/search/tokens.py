"""The tokenizer of the index. Its twin is theme/assets/library/search/tokens.js; tests/vectors/tokens.json binds both.

Han runs become overlapping pairs (停车场 → 停车 车场), so that no dictionary is needed on either side; Latin words and
numbers stay whole; an article's number has one form however it is written; a document number is a token of its own.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from policy_library.text.numerals import CHARACTERS as NUMERALS
from policy_library.text.numerals import parse_numeral

Mode = Literal["text", "title", "query"]
"""text: pairs. title: single characters as well, and pairs across quotation marks, which people leave out.
query: an article's number stands instead of its characters, and a character that stands alone counts."""

# Of Han, what is rare: extensions, compatibility forms, and the zero of years. All of it.
_U = "\u3400-\u4dff\uf900-\ufaff〇\U00020000-\U0003134f"
_H = "\u4e00-\u9fff" + _U
_W = "0-9a-z\u00df-\u024f\u0370-\u04ff"
_NO_WIDTH = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060, 0xFEFF])
_NORMAL = (
    {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF21 + i: 0x61 + i for i in range(26)}
    | {0xFF41 + i: 0x61 + i for i in range(26)} | {0x41 + i: 0x61 + i for i in range(26)} | _NO_WIDTH
)
_UNUSUAL = re.compile(f"[{_U}]")
_UNUSUAL_PAIR = re.compile(f"(?=([{_U}][{_H}]|[{_H}][{_U}]))")
_WORD = re.compile(f"[{_W}][{_W}]*")  # + would find the same, three times as slowly
_PIECE = re.compile(f"(?P<han>[{_H}]+)|[{_W}]+")
_ARTICLE = re.compile(rf"第(?P<n>[0-9]{{1,4}}|[{NUMERALS}]{{1,7}})条")
_ABNORMAL = re.compile(f"[{''.join(map(chr, _NORMAL))}]")
_TITLE_MARKS = re.compile(r"[ \t\r\n\u00a0\u3000《》〈〉<>“”\"‘’'「」『』]+")

_OPEN, _CLOSE = r"[〔\[(（【﹝［〖﹙「<《{]", r"[〕\])）】﹞］〗﹚」>》}]"
_NUMBER = re.compile(
    rf"(?P<office>[{_H}]*?)(?:{_OPEN}|[第字-])?(?P<year>19[0-9]{{2}}|20[0-9]{{2}})年?{_CLOSE}?[-—–－_./·#]?(?:第|字)?[-—–－_./·#]?"
    r"0*(?P<serial>[1-9][0-9]{0,5})号?"
)
_CORE = re.compile(rf"(?P<office>[{_H}]*){_OPEN}(?P<year>19[0-9]{{2}}|20[0-9]{{2}})年?{_CLOSE}第?0*(?P<serial>[1-9][0-9]{{0,5}})号")
_BLANKS = re.compile(r"[ \t\r\n\u00a0\u3000]+")


@dataclass(frozen=True)
class Token:
    term: str
    start: int
    """In characters of tokens: marks and blanks do not count, so that 《办法》第 and 办法第 agree."""
    length: int


@dataclass(frozen=True)
class NumberQuery:
    office: str
    """What stands before the year: the office code, perhaps with words in front of it; empty when it was left out."""
    core: str
    """〔2010〕54号."""


def normal(text: str) -> str:
    """Half width, lower case, without characters of no width."""
    return text.translate(_NORMAL) if _ABNORMAL.search(text) else text


def tokens(text: str, mode: Mode = "text") -> tuple[Token, ...]:
    """In order of place, shorter ones first."""
    text = normal(text)
    if mode == "title":
        text = _TITLE_MARKS.sub("", text)
    found: list[Token] = []
    if mode == "query":
        at = cut = 0
        for start, end, term in _articles(text):
            at = _pieces(text[cut:start], at, mode, found)
            found.append(Token(term, at, end - start))
            at, cut = at + end - start, end
        _pieces(text[cut:], at, mode, found)
    else:
        _pieces(text, 0, mode, found)
        found += [Token(term, _width(text[:start]), end - start) for start, end, term in _articles(text)]
    return tuple(sorted(found, key=lambda token: (token.start, token.length)))


def _pieces(text: str, at: int, mode: Mode, found: list[Token]) -> int:
    for piece in _PIECE.finditer(text):
        run = piece[0]
        if piece["han"] is None:
            found.append(Token(run, at, len(run)))
        else:
            found += [Token(run[i : i + 2], at + i, 2) for i in range(len(run) - 1)]
            if mode == "title" or (mode == "query" and len(run) == 1):
                found += [Token(character, at + i, 1) for i, character in enumerate(run)]
        at += len(run)
    return at


def _articles(text: str) -> list[tuple[int, int, str]]:
    read = [(match, _article(match["n"])) for match in _ARTICLE.finditer(text)]
    return [(match.start(), match.end(), term) for match, term in read if term]


@functools.lru_cache(maxsize=4096)
def _article(numeral: str) -> str | None:
    n = parse_numeral(numeral)
    return f"第{n}条" if n else None


def _width(text: str) -> int:
    return sum(len(piece[0]) for piece in _PIECE.finditer(text))


PLAIN = range(0x4E00, 0x9FFF + 1)
"""Characters of plain pairs, which nearly all are: a number tells such a pair."""


def pair_code(term: str) -> int | None:
    """The number of a plain pair, in the order of their characters."""
    if len(term) != 2:
        return None
    one, two = map(ord, term)
    return (one - PLAIN.start) * len(PLAIN) + two - PLAIN.start if one in PLAIN and two in PLAIN else None


def pair_of(code: int) -> str:
    return chr(PLAIN[code // len(PLAIN)]) + chr(PLAIN[code % len(PLAIN)])


def plain_and_other(text: str) -> tuple[NDArray[np.uint32], list[str]]:
    """``tokens(text)``, several times as fast and without places: the codes of plain pairs, and all other terms."""
    text = normal(text)
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    inside = characters - np.uint32(PLAIN.start)  # what comes before the first wraps round to very large
    plain = inside < len(PLAIN)
    pairs = inside[:-1] * np.uint32(len(PLAIN)) + inside[1:]
    others = _WORD.findall(text)
    others += filter(None, map(_article, _ARTICLE.findall(text)))
    if _UNUSUAL.search(text):
        others += [match[1] for match in _UNUSUAL_PAIR.finditer(text)]
    return pairs[plain[:-1] & plain[1:]], others


def number_query(text: str) -> NumberQuery | None:
    """A document number in any form that people type, and nothing else: 沪府办发2010年54, 【2010】54号, 第54号 with its year."""
    squeezed = _BLANKS.sub("", normal(text))
    match = _NUMBER.fullmatch(squeezed) if len(squeezed) <= 40 else None
    return NumberQuery(match["office"], f"〔{match['year']}〕{match['serial']}号") if match else None


def numbers_within(text: str) -> tuple[NumberQuery, ...]:
    """Bracketed numbers among other words."""
    squeezed = _BLANKS.sub("", normal(text)[:200])
    return tuple(NumberQuery(match["office"], f"〔{match['year']}〕{match['serial']}号") for match in _CORE.finditer(squeezed))


def core_of(number: str) -> str:
    """Of 沪府办发〔2010〕54号: 〔2010〕54号."""
    return number[number.index("〔") :]
