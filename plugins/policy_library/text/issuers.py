"""Who issues a document: the agencies at the head of its title, and those that sign it with their short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .normalize import BLANKS, squeeze
from .signatures import is_organ

# Where the agencies of a title end: 云海市交通委员会 关于…, 云海市人民政府办公厅 印发…
_ACT = re.compile(rf"[{BLANKS}]*(?:公告$|通告$|令$|关于|印发|转发|批转|发布|公布|颁布|废止|对|就)")
_BETWEEN = re.compile(rf"[{BLANKS}、，,]+")
_AND_OTHERS = re.compile(r"等(?:[一二三四五六七八九十0-9]+)?(?:个)?(?:部门|单位|委办局|机关|家)?$")
_AGENCIES = re.compile(rf"[{BLANKS}、，,；;]+")
_LONGEST = 200


def of_title(title: str) -> tuple[str, ...]:
    """The agencies in front of 关于 or 印发; none where anything else stands there."""
    for m in _ACT.finditer(title[:_LONGEST]):
        names = [name for name in _BETWEEN.split(_AND_OTHERS.sub("", title[: m.start()].strip())) if name]
        if names and all(is_organ(name) for name in names):
            return tuple(dict.fromkeys(names))
    return ()


def others_signed(title: str) -> bool:
    """Whether the title leaves agencies to the signature: 云海市交通委员会等三部门关于…"""
    m = _ACT.search(title[:_LONGEST])
    return bool(m and _AND_OTHERS.search(title[: m.start()].strip()))


def of_signature(lines: Iterable[str]) -> tuple[str, ...]:
    """The names in the paragraphs of a signature, in order; a name set wide (市 交 通 委) is closed."""
    found: list[str] = []
    for line in lines:
        text = re.sub(r"[（(](?:盖章|章|公章|印章|签章)[）)]", "", line).strip()
        names = [name for name in _BETWEEN.split(text) if name]
        if names and all(len(name) == 1 for name in names):
            names = ["".join(names)]
        found += [name for name in names if is_organ(name)]
    return tuple(dict.fromkeys(found))


def is_short_for(short: str, full: str) -> bool:
    """市发展改革委 for 云海市发展和改革委员会: every character stands in the full name, in order, and it ends alike."""
    if short == full:
        return True
    if len(short) >= len(full):
        return False
    rest = iter(squeeze(full))
    if not all(character in rest for character in squeeze(short)):
        return False
    return len("".join(rest)) <= len("员会")


def expanded(names: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """The full names for short ones, where exactly one of `known` can be meant; as written where none is."""
    full_names = list(dict.fromkeys(known))
    found = []
    for name in names:
        fits = [full for full in full_names if is_short_for(name, full)]
        exact = [full for full in fits if full == name]
        found.append(exact[0] if exact else fits[0] if len(fits) == 1 else name)
    return tuple(dict.fromkeys(found))


def find(title: str | None, told: str | None, signed: Sequence[str]) -> tuple[str, ...]:
    """A title names them in full; a signature may name more than it, a page's head (`told`) often only the first."""
    titled = of_title(title) if title else ()
    if titled and not others_signed(title or ""):
        return titled
    given = tuple(name for name in _AGENCIES.split(told or "") if name)
    full = expanded(signed, (*titled, *given))
    if titled:
        return tuple(dict.fromkeys((*titled, *full)))
    return full if len(full) > len(given) else expanded(given, full) or full
