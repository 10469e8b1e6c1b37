"""What kind of document a title and a number tell of; None where a person has to say it."""

from __future__ import annotations

import re

from .data import load
from .numbers import DocNumber
from .orders import OrderNumber

_ENDINGS = {entry["ending"]: entry["kind"] for entry in load("kinds")["endings"]}
_TRIAL = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_LAW = re.compile("^中华人民共和国")


def of(title: str, number: str | None) -> str | None:
    """An id of terms.kind."""
    told = DocNumber.parse(number or "")
    if told and told.normative:
        return "normative"
    bare = _TRIAL.sub("", title.strip())
    ending = max((one for one in _ENDINGS if bare.endswith(one)), key=len, default=None)
    if ending == "法" and not _LAW.match(bare):
        return None
    order = OrderNumber.parse(number or "")
    if ending is None and order and order.kind == "令":
        return "rules"
    return _ENDINGS[ending] if ending else None
