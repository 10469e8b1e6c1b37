"""Index numbers (索取号, 索引号) of the scheme prefix/yyyy-nnnnn, and the check characters of prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .normalize import half_width, squeeze

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INDEX = re.compile(r"([0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{10}|[0-9A-Z]{18})/(\d{4})-(\d{5})")

Scheme = Literal["organisation-code", "credit-code-tail", "credit-code"]


def organisation_check(first8: str) -> str:
    """The ninth character of an organisation code (GB 11714-1997)."""
    remainder = (
        11 - sum(_ALPHABET.index(c) * w for c, w in zip(first8, _ORGANISATION_WEIGHTS, strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def credit_check(first17: str) -> str:
    """The eighteenth character of a unified social credit code (GB 32100-2015)."""
    total = sum(_CREDIT_CHARACTERS.index(c) * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_CHARACTERS[(31 - total % 31) % 31]


@dataclass(frozen=True)
class Check:
    """What could be computed about a prefix; `unchecked` names what its characters do not suffice for."""

    scheme: Scheme | None
    held: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        return self.scheme is not None and not self.failed


_ORGANISATION, _CREDIT = "GB 11714", "GB 32100"


def check(prefix: str) -> Check:
    """Nine characters: an organisation code. Eighteen: a credit code with the organisation code inside.

    Ten: the end of a credit code, an organisation code and then a check character that depends on the eight
    characters left out, so that only the first can be computed.
    """
    code = half_width(squeeze(prefix)).upper().replace("-", "")
    if not code.isascii() or not code.isalnum() or len(code) not in (9, 10, 18):
        return Check(None)
    scheme: Scheme = {9: "organisation-code", 10: "credit-code-tail", 18: "credit-code"}[len(code)]  # type: ignore[assignment]
    organisation = code if len(code) == 9 else code[-10:-1]
    results = [(_ORGANISATION, organisation_check(organisation[:8]) == organisation[8])]
    if scheme == "credit-code":
        legible = all(c in _CREDIT_CHARACTERS for c in code)
        results.append((_CREDIT, legible and credit_check(code[:17]) == code[17]))
    return Check(
        scheme,
        held=tuple(name for name, holds in results if holds),
        failed=tuple(name for name, holds in results if not holds),
        unchecked=(_CREDIT,) if scheme == "credit-code-tail" else (),
    )


def prefixes(credit_code: str | None, organisation_code: str | None) -> tuple[str, ...]:
    """The forms in which a prefix may name the bearer of these codes."""
    credit, organisation = credit_code or "", (organisation_code or "").replace("-", "")
    return tuple(dict.fromkeys(code for code in (credit[-10:], organisation, credit[-10:-1], credit) if code))


def next_free(head: str, taken: Iterable[str], width: int = 5) -> str:
    """``head`` (YH00010455/2026) with the serial after the last one that is taken."""
    split = [number.rpartition("-") for number in taken]
    last = max((int(serial) for before, _, serial in split if before == head and serial.isdecimal()), default=0)
    return f"{head}-{last + 1:0{width}}"


@dataclass(frozen=True, order=True)
class IndexNumber:
    prefix: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.prefix}/{self.year}-{self.serial:05}"

    @classmethod
    def parse(cls, s: str) -> IndexNumber | None:
        """The form alone; whether the prefix holds is `check(number.prefix)`."""
        m = (
            _INDEX.fullmatch(re.sub("[－—–]", "-", half_width(squeeze(s)).upper().replace("／", "/")))
            if len(s) < 60
            else None
        )
        return cls(m[1].replace("-", ""), int(m[2]), int(m[3])) if m else None
