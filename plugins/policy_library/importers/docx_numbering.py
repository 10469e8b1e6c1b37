"""Numbers that Word writes by itself: 第一条, 一、, （一）. They are words of the text, and stand nowhere in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policy_library.text.numerals import chinese_numeral

from .docx_package import Element, Parts, W, figure, value

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DEEPEST_STYLE = 20
_NO_LEVEL = 9


def _letters(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    figures = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for size, figure in figures:
        found += figure * (n // size)
        n %= size
    return found


def _circled(n: int) -> str:
    return _CIRCLED[n - 1] if 1 <= n <= len(_CIRCLED) else f"({n})"


FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(["decimal", "decimalFullWidth", "decimalHalfWidth", "decimalFullWidth2"], str),
    **dict.fromkeys(
        ["chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "ideographDigital"], chinese_numeral
    ),
    **dict.fromkeys(["decimalEnclosedCircle", "decimalEnclosedCircleChinese"], _circled),
    "decimalEnclosedParen": lambda n: f"({n})", "decimalEnclosedFullstop": lambda n: f"{n}.", "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letters, "upperLetter": lambda n: _letters(n).upper(), "lowerRoman": _roman, "upperRoman": lambda n: _roman(n).upper(),
}  # fmt: skip
_SILENT = ("bullet", "none")


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass
class Numbering:
    """Counts while the document is read from top to bottom."""

    levels: Mapping[str, Mapping[int, _Level]]
    """By the id of a list."""
    lists: Mapping[str, str]
    """Id of a list → id of what it goes on with: lists of one kind count on together."""
    styles: Mapping[str, Element]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    """Formats that it cannot write."""

    @classmethod
    def of(cls, parts: Parts) -> Numbering:
        root = parts.get("numbering")
        styles = {one.get(f"{W}styleId", ""): one for one in parts["styles"].iter(f"{W}style")} if "styles" in parts else {}
        if root is None:
            return cls({}, {}, styles)
        abstract = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
        levels, lists = {}, {}
        for one in root.iter(f"{W}num"):
            name, kind = one.get(f"{W}numId", ""), value(one, "abstractNumId")
            if kind in abstract:
                own = {figure(over.get(f"{W}ilvl"), 0): over for over in one.iter(f"{W}lvlOverride")}
                starts = {level: figure(start, 1) for level, over in own.items() if (start := value(over, "startOverride"))}
                levels[name] = {**_levels(abstract[kind], starts), **{k: v for over in own.values() for k, v in _levels(over, starts).items()}}
                lists[name] = f"{name}!" if starts else kind or name
        return cls(levels, lists, styles)

    def label(self, paragraph: Element) -> str | None:
        """What Word would write before it; "- " and deeper for a bullet, None without a number."""
        name = self._property(paragraph, "numPr/numId")
        level = figure(self._property(paragraph, "numPr/ilvl"), 0)
        held = self.levels.get(name or "", {}).get(level)
        if held is None or name == "0":
            return None
        if held.format in _SILENT:
            return f"{'    ' * level}- " if held.format == "bullet" else None
        counts = self.counts.setdefault(self.lists[name or ""], {})
        counts[level] = counts.get(level, held.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._figure(name or "", int(m[1]) - 1, counts), held.text)

    def _figure(self, name: str, level: int, counts: Mapping[int, int]) -> str:
        held = self.levels[name].get(level)
        n = counts.get(level, held.start if held else 1)
        if held and held.format not in FORMATS:
            self.unknown[held.format] = None
        return FORMATS.get(held.format, str)(n) if held and n > 0 else str(n)

    def _property(self, paragraph: Element, path: str) -> str | None:
        """Of the paragraph, else of its style and of those that it rests on."""
        found = value(paragraph, f"pPr/{path}")
        style = value(paragraph, "pPr/pStyle")
        for _ in range(_DEEPEST_STYLE):
            if found is not None or style not in self.styles:
                return found
            found = value(self.styles[style], f"pPr/{path}")
            style = value(self.styles[style], "basedOn")
        return found

    def heading(self, paragraph: Element) -> int | None:
        """1 for the title, 2 for the highest heading …; None for text."""
        style = self.styles.get(value(paragraph, "pPr/pStyle") or "")
        name = (value(style, "name", "") or "").lower() if style is not None else ""
        if name == "title":
            return 1
        told = re.fullmatch(r"heading (\d)", name)
        level = int(told[1]) - 1 if told else figure(self._property(paragraph, "outlineLvl"), _NO_LEVEL)
        return min(level, 4) + 2 if level < _NO_LEVEL else None


def _levels(within: Element, starts: Mapping[int, int]) -> dict[int, _Level]:
    found = {}
    for one in within.iter(f"{W}lvl"):
        level = figure(one.get(f"{W}ilvl"), 0)
        start = starts.get(level, figure(value(one, "start"), 1))
        found[level] = _Level(value(one, "numFmt", "decimal") or "decimal", value(one, "lvlText", "") or "", start)
    return found
