"""The words that tell what a document does with another one that it names; they are data, `data/cues.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from .data import load

Relation = Literal[
    "basis", "implements", "issues", "forwards", "amends", "repeals", "extends", "cites", "self"
]

ONE, OTHER = "◎", "◆"  # the citation that is judged, and each other one of its sentence


@dataclass(frozen=True)
class _Cue:
    relation: Relation
    where: Literal["opening", "letter"] | None
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, sentence: str) -> bool:
        return bool(self.pattern.search(sentence)) and not (self.unless and self.unless.search(sentence))


def _compile(pattern: str) -> re.Pattern[str]:
    # One macro may use the next: the order matters.
    for name in ("ordered", "chain", "back", "duty", "maker"):
        pattern = pattern.replace("{" + name + "}", _DATA["macros"][name])
    return re.compile(pattern)


def _cue(entry: dict[str, Any]) -> _Cue:
    unless = _compile(entry["unless"]) if "unless" in entry else None
    return _Cue(entry["relation"], entry.get("where"), _compile(entry["pattern"]), unless)


_DATA = load("cues")
_CUES = tuple(map(_cue, _DATA["cues"]))
_LISTS = tuple(map(_cue, _DATA["lists"]))
_LISTED = tuple(map(_cue, _DATA["listed"]))
_CERTIFICATE = re.compile(_DATA["certificates"])
_NOT_OF_CERTIFICATES = frozenset(["basis", "implements", "repeals", "extends"])


def relation(sentence: str, *, opening: bool, letter: bool) -> Relation:
    """What the sentence tells of ◎. `opening`, `letter`: whether it stands in such a part of the document."""
    held = {None: True, "opening": opening, "letter": letter}
    return next((cue.relation for cue in _CUES if held[cue.where] and cue.fits(sentence)), "cites")


def certain(told: Relation, title: str) -> Relation:
    """`cites` where a certificate or a form is called as documents are: nothing rests on it or ends it."""
    return "cites" if told in _NOT_OF_CERTIFICATES and _CERTIFICATE.search(title) else told


def announced(line: str) -> Relation | None:
    """What a line such as 现决定废止下列文件： tells of the list under it."""
    return next((cue.relation for cue in _LISTS if cue.fits(line)), None) if line[-1:] in "：:" else None


def titled(heading: str) -> Relation | None:
    """What the title of an annexed list tells of its items: 废止文件目录."""
    return next((cue.relation for cue in _LISTED if cue.fits(heading)), None)
