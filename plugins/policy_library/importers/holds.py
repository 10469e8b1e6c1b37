"""Places where a person decides, in the text itself: as long as one stands there, the file is no document (E011)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policy_library.locale import text as words
from policy_library.model.findings import printable

from .damage import Damage

_LEAD = words("importing.hold.damage").partition("{")[0]
_LINE = re.compile(rf"^[^\S\n]*{re.escape(_LEAD)}.*\n*", re.MULTILINE)
_LONGEST = 60


def without(text: str) -> str:
    """Without the lines that an import put there: what still holds is told anew."""
    return _LINE.sub("", text) if _LEAD in text else text


def asks(line: str) -> bool:
    """Whether it is one of those lines."""
    return bool(_LINE.match(line))


def put(text: str, damages: Sequence[Damage]) -> tuple[str, tuple[int, ...]]:
    """Above each paragraph with a damage that puts words, a number or a date in doubt, a line that asks about it; and the
    line on which each damage stands then."""
    asked: dict[int, list[str]] = {}
    for damage in damages:
        if damage.severity == "error":
            start = text.rfind("\n\n", 0, damage.start)
            held = asked.setdefault(start + 2 if start >= 0 else 0, [])
            held += [one for one in [_asked(damage)] if one not in held]
    pieces, done = [], 0
    for start, lines in sorted(asked.items()):
        pieces += [text[done:start], "".join(f"{line}\n\n" for line in lines)]
        done = start
    return "".join([*pieces, text[done:]]), tuple(_line(text, asked, damage.start) for damage in damages)


def _line(text: str, asked: Mapping[int, Sequence[str]], at: int) -> int:
    return text.count("\n", 0, at) + 1 + sum(2 * len(lines) for start, lines in asked.items() if start <= at)


def _asked(damage: Damage) -> str:
    kind = words(f"intake.kind.{damage.kind}")
    proposal = words("importing.hold.proposal", proposed=_short(damage.proposed)) if damage.proposed else words("importing.hold.no_proposal")
    return words("importing.hold.damage", found=_short(damage.found), kind=kind, proposal=proposal)


def _short(value: str) -> str:
    shown = printable(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
