"""The id of an imported document, which becomes its address: from its number, else from its title, in the letters of pinyin."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

from policy_library.text.numbers import DocNumber
from policy_library.text.orders import OrderNumber

LONGEST = 60
_FRAME = re.compile(r"^[^《]{0,40}?关于|的(?:通知|通告|公告|意见|决定|批复|函)$|[（(][^（）()]{1,12}[）)]$")
"""What says least in a title: who speaks, and that it is a notice."""


def id_of(number: str | None, title: str) -> str | None:
    """None where neither holds a character that can stand in an address."""
    if told := DocNumber.parse(number or ""):
        return _letters(told.office, str(told.year), str(told.serial))
    if order := OrderNumber.parse(number or ""):
        return _letters(f"{order.organ}{order.kind}", str(order.year or ""), str(order.serial))
    return _letters(_FRAME.sub("", title) or title)


def _letters(words: str, *figures: str) -> str | None:
    """Whole syllables, as many as there is room for."""
    tail = "".join(f"-{one}" for one in figures if one)
    spoken = [re.sub(r"[^a-z0-9]+", "", one.lower()) for one in lazy_pinyin(re.sub(r"[^\w]+", " ", words))]
    joined = ""
    for syllable in spoken:
        if len(joined) + len(syllable) + len(tail) > LONGEST:
            break
        joined += syllable
    return (joined + tail).strip("-") or None


def numbered_id(id: str, n: int) -> str:
    """Of the n-th document that would be called so."""
    return f"{id[: LONGEST - 1 - len(str(n))].rstrip('-')}-{n}"
