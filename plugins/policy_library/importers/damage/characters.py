"""Characters that are not what they seem: invisible, of no font, of another script or width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from policy_library.text.damage import LOST_CHARACTERS, PRIVATE_USE
from policy_library.text.normalize import half_width

from .base import Damage, Text

_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
_FULL_WIDTH = re.compile("[\uff10-\uff19]+")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # ⽂ and 文 look alike and are two characters
_SMALL_BRACKETS = re.compile(r"(﹝)(?:19|20)\d{2}(﹞)")
_YEAR = re.compile(r"[一二][OoＯ0○◯零〇一二三四五六七八九]{3}(?=\s*年)")
_TYPED_ZERO = re.compile("[Oo0Ｏ]")
_MIXED = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u04ff]{2,}")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_LATIN = str.maketrans("АВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo")


def find(t: Text) -> Iterator[Damage]:
    for m in _HIDDEN.finditer(t.text):
        yield t.damage("zero-width", *m.span(), "", safe=True)
    for m in _CONTROL.finditer(t.text):
        yield t.damage("control-character", *m.span(), "", safe=True)
    for m in PRIVATE_USE.finditer(t.text):
        yield t.damage("private-use", *m.span(), None)
    for m in LOST_CHARACTERS.finditer(t.text):
        yield t.damage("lost-characters", *m.span(), None)
    for m in _FULL_WIDTH.finditer(t.text):
        yield t.damage("full-width-digits", *m.span(), half_width(m[0]), safe=True)
    yield from _homoglyphs(t)


def _homoglyphs(t: Text) -> Iterator[Damage]:
    for m in _RADICAL.finditer(t.text):
        if (normal := unicodedata.normalize("NFKC", m[0])) != m[0]:
            yield t.damage("homoglyph", *m.span(), normal, safe=True)
    for m in _SMALL_BRACKETS.finditer(t.text):
        yield t.damage("homoglyph", *m.span(1), "〔", safe=True)
        yield t.damage("homoglyph", *m.span(2), "〕", safe=True)
    for m in _YEAR.finditer(t.text):
        if _TYPED_ZERO.search(m[0]):
            yield t.damage("homoglyph", *m.span(), _TYPED_ZERO.sub("〇", m[0]))
    for m in _MIXED.finditer(t.text):
        if _GREEK_OR_CYRILLIC.search(m[0]) and re.search("[A-Za-z]", m[0]):
            proposed = m[0].translate(_LATIN)
            yield t.damage("homoglyph", *m.span(), proposed if proposed.isascii() else None)
