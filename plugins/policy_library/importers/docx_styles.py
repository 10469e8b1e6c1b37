"""What the styles of a Word document give to its paragraphs and runs.

Elements and attributes are asked for by their local names: the same words stand in two sets of namespaces, by the edition of the standard.
"""

from __future__ import annotations

import re

from lxml import etree

Element = etree._Element
_OFF = ("0", "false", "off")
_TITLE = re.compile(r"title|(?:公文|文件)?标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)", re.IGNORECASE)
_DEEPEST = 20


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    """The attribute of that name in any namespace."""
    if element is None:
        return None
    return next((held for key, held in element.items() if key.rpartition("}")[2] == name), None)


def whole(element: Element | None, default: int, most: int = 9999, name: str = "val") -> int:
    """The number that the attribute writes; `default` where it writes none, or one that no document has."""
    written = value(element, name) or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 and int(written) <= most else default


def child(element: Element | None, *path: str) -> Element | None:
    for step in path:
        element = next(element.iterchildren(f"{{*}}{step}"), None) if element is not None else None
    return element


def is_on(element: Element | None) -> bool:
    return element is not None and value(element) not in _OFF


class Styles:
    def __init__(self, root: Element | None) -> None:
        found = [one for one in root if local(one) == "style"] if root is not None else []
        self._by_id = {value(one, "styleId"): one for one in found}
        self._default = next((value(one, "styleId") for one in found if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true")), None)
        self._chains: dict[str | None, tuple[Element, ...]] = {}

    def of(self, paragraph: Element) -> str | None:
        return value(child(paragraph, "pPr", "pStyle")) or self._default

    def chain(self, style: str | None) -> tuple[Element, ...]:
        """The style and those it is based on, the nearest first."""
        if style not in self._chains:
            found: list[Element] = []
            at = style
            while (one := self._by_id.get(at)) is not None and one not in found and len(found) < _DEEPEST:
                found.append(one)
                at = value(child(one, "basedOn"))
            self._chains[style] = tuple(found)
        return self._chains[style]

    def first(self, style: str | None, *path: str) -> Element | None:
        return next((held for one in self.chain(style) if (held := child(one, *path)) is not None), None)

    def level(self, paragraph: Element) -> int | None:
        """0 for a title, 1 for the highest headings; None for text."""
        own = child(paragraph, "pPr", "outlineLvl")
        for at, name in [(own, ""), *((child(one, "pPr", "outlineLvl"), self._name(one)) for one in self.chain(self.of(paragraph)))]:
            if _TITLE.fullmatch(name):
                return 0
            if heading := _HEADING.fullmatch(name):
                return int(heading[1])
            if at is not None:
                written = whole(at, 9)
                return written + 1 if written < 9 else None
        return None

    def is_contents(self, paragraph: Element) -> bool:
        """A line of the table of contents that Word itself makes."""
        return any(_CONTENTS.match(self._name(one)) for one in self.chain(self.of(paragraph)))

    @staticmethod
    def _name(style: Element) -> str:
        return (value(child(style, "name")) or "").strip()
