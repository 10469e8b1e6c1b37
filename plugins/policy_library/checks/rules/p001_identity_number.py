from __future__ import annotations

from collections.abc import Iterator
import re

from policy_library.checks.base import Rule, Subject
from policy_library.model.findings import Finding
from policy_library.text.normalize import half_width

_SHAPE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """
    In the texts that are published. The finding shows the first and the last digits only: it is read in logs and in pull
    requests.
    """
    for document in subject.public.documents:
        for match in _SHAPE.finditer(half_width(document.body)):
            if _is_right(match[0]):
                yield rule.found(document.body_place(match.start()), shown=f"{match[0][:4]}…{match[0][-2:]}")


def _is_right(number: str) -> bool:
    """The check character of GB 11643, ISO 7064 MOD 11-2."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return number[-1].upper() == "10X98765432"[rest]


RULE = Rule(
    "P001", "identity-number", "error",
    "A resident's number on a public page cannot be called back; search engines keep it.", check,
    source="政府信息公开条例第十五条",
)
