"""What kind of document a title and a number tell of; None where a person has to say it."""

from __future__ import annotations

import re

from .data import load
from .numbers import DocNumber
from .orders import OrderNumber

_ENDINGS = {entry["ending"]: entry["kind"] for entry in load("kinds")["endings"]}
_TRIAL = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_LAW = "法"


def of(title: str, number: str | None) -> str | None:
    """An id of terms.kind."""
    told = DocNumber.parse(number or "")
    if told and told.normative:
        return "normative"
    bare = _TRIAL.sub("", title.strip())
    ending = max((one for one in _ENDINGS if bare.endswith(one)), key=len, default=None)
    if ending == _LAW and not bare.startswith("中华人民共和国"):  # 办法, 做法
        ending = None
    if ending:
        return _ENDINGS[ending]
    order = OrderNumber.parse(number or "")
    return "rules" if order and order.kind == "令" else None
