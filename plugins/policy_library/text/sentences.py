"""The sentences of a paragraph, and the form in which cues see one: citations masked, brackets and blanks gone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from .citations import Citation
from .cues import ONE, OTHER
from .normalize import squeeze

FAR = 700  # characters on either side of a citation that cues look at

_STOP = re.compile(r"[。！？!?]+[”’」』）)]*")
_MARKS = str.maketrans(",;:()!?［］[]", "，；：（）！？（）（）", ONE + OTHER)
_BRACKET = re.compile(rf"（[^（）{OTHER}]*）")
_ARTICLES = re.compile(
    rf"{OTHER}(?:第[^，。；{OTHER}]{{1,40}}?[条款项](?:之[一二三四五六七八九十])?(?:[、和及至]|以及)?)+"
)
# …通过，根据1997年9月4日…《关于修改〈…〉的决定》第一次修正的《…》同时废止: the acts of change are history.
_HISTORY = re.compile(
    rf"[，、]?并?(?:根据|经)?[^。；{OTHER}]{{0,8}}[0-9一二三四五六七八九〇○零]{{4}}年[^。；{OTHER}]{{0,90}}{OTHER}"
    rf"(?:等[^，。；{OTHER}]{{0,40}})?(?:第[一二三四五]次)?(?:修正|修订|修改)(?=的|，|、)"
)


class Sentences:
    """Of `body[start:end]`; `masked` are the citations that stand for themselves there, by index, in order."""

    def __init__(self, body: str, start: int, end: int, masked: Mapping[int, Citation]) -> None:
        self.end = end
        self.starts = [start, *_stops(body, start, end, list(masked.values()))]
        self._told: dict[int, tuple[str, int]] = {}
        indices, places = list(masked), [citation.start for citation in masked.values()]
        for first, last in zip(self.starts, [*self.starts[1:], end], strict=True):
            within = indices[bisect_left(places, first) : bisect_left(places, last)]
            if within:
                self._mask(body, first, last, {i: masked[i] for i in within})

    def span(self, at: int) -> tuple[int, int]:
        """The sentence in which `at` lies."""
        n = max(0, bisect_right(self.starts, at) - 1)
        return self.starts[n], self.starts[n + 1] if n + 1 < len(self.starts) else max(self.end, at)

    def told(self, i: int) -> str:
        """The sentence of citation `i`, which is ◎ in it."""
        text, at = self._told[i]
        before, after = text[max(0, at - FAR) : at], text[at + 1 : at + FAR]
        return _HISTORY.sub("", before) + ONE + _HISTORY.sub("", after)

    def _mask(self, body: str, start: int, end: int, masked: Mapping[int, Citation]) -> None:
        pieces, at = [], start
        for citation in masked.values():
            pieces += [_plain(body[at : citation.start]), OTHER]
            at = citation.end
        text = "".join([*pieces, _plain(body[at : max(at, end)])])
        for _ in range(3):  # nested brackets
            text = _BRACKET.sub("", text)
        text = _ARTICLES.sub(OTHER, text)
        places = [m.start() for m in re.finditer(OTHER, text)]
        self._told |= {i: (text, place) for i, place in zip(masked, places, strict=True)}


def _plain(text: str) -> str:
    return squeeze(text).translate(_MARKS)


def _stops(body: str, start: int, end: int, masked: list[Citation]) -> list[int]:
    """Where sentences end, but for a full stop inside a title."""
    starts = [citation.start for citation in masked]
    found = []
    for m in _STOP.finditer(body, start, end):
        inside = bisect_left(starts, m.end()) - 1
        if m.end() < end and not (inside >= 0 and m.end() < masked[inside].end):
            found.append(m.end())
    return found
