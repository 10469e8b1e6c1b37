"""What a document's own words say about each document that it names.

The words are told by `text.cues`; here it is worked out where in the document each sentence stands, and which
citations go with another one: a number behind its title, an order before it, a title nested in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from policy_library.model.findings import line_and_column
from policy_library.text import citations, cues, dates, numbers, outline
from policy_library.text.citations import Citation
from policy_library.text.cues import Relation
from policy_library.text.normalize import squeeze, title_key
from policy_library.text.sentences import Sentences


class Reading(NamedTuple):
    citation: Citation
    relation: Relation
    sentence: tuple[int, int]
    article: str | None = None  # of this document
    until: date | None = None  # the new last day, for extends
    inverse: bool = False  # amends: this document was changed by the one cited
    index: int = -1  # in citations.find(body), as its `of`, `inside` and `stands_for` count
    words: str = ""  # of the sentence
    at: tuple[int, int] = (0, 1)  # line of the text, from 0, and column


class _Place(NamedTuple):
    """A paragraph, and what its position says."""

    start: int
    end: int
    role: str
    zone: str
    article: str | None
    opening: bool  # before the first heading or article, or in the article of purpose
    listed: Relation | None  # in a list under 现决定废止下列文件：


def _places(body: str, title: str) -> list[_Place]:
    places: list[_Place] = []
    opening, article, numbered = True, None, 0
    zone, listed, annexed = "letter", None, None
    for part in outline.parts(body, title=title):
        text = part.paragraph.text
        if part.zone != zone or part.role in ("attachment", "annex-title"):
            zone, opening, article, numbered, listed = part.zone, True, None, 0, None
        if part.role == "attachment":
            annexed = None
        elif part.role == "annex-title":
            annexed = cues.titled(text) or annexed
        here = opening
        if part.role == "article":
            article, numbered = part.label, numbered + 1
            here = opening = numbered == 1
        elif part.role in ("heading1", "heading2", "heading3"):
            numbered, opening = numbered + 1, False
            here = numbered == 1 and bool(_PURPOSE.search(text))
        elif part.role in ("attachment-list", "attachment", "signature", "sign-date"):
            here = False
        item = bool(listed and _ITEM.match(text))
        # Under 对下列规章作出修改： an item may go on over several paragraphs; a list of titles may not.
        listed = listed if item or listed == "amends" else None
        relation = (listed if item else None) or annexed
        places.append(
            _Place(part.paragraph.start, part.paragraph.end, part.role, zone, article, here, relation)
        )
        listed = cues.announced(text) or listed
    return places


_PURPOSE = re.compile(r"(?:制定|制订|编制)本")
_ITEM = re.compile(
    r"\s*(?:[-*+|]\s*)?(?:[（(]?[一二三四五六七八九十\d]{1,4}[）)]?\s*[、.．:：|]?\s*)?"
    r"(?:《|对《|原《|.{2,60}(?:关于|的)《)"
)


def read(body: str, *, title: str, number: str | None) -> tuple[Reading, ...]:
    """A reading of every citation of `body` in order, but for those in its heading line (`# …`)."""
    found = citations.find(body)
    if not found:
        return ()
    document = _Document(body, title, number, found)
    readings: dict[int, Reading] = {}
    for i in range(len(found)):
        if i not in document.promulgates:
            document.read(i, readings)
    for i in document.promulgates:
        document.read(i, readings)
    return tuple(_told(readings[i], i, body) for i in sorted(readings))


def _told(reading: Reading, index: int, body: str) -> Reading:
    """With what an edge tells of it."""
    start, end = reading.sentence
    return reading._replace(index=index, words=" ".join(body[start:end].split()), at=line_and_column(body, reading.citation.start))


class _Document:
    def __init__(self, body: str, title: str, number: str | None, found: Sequence[Citation]) -> None:
        self.body, self.found = body, found
        self.number = str(numbers.DocNumber.parse(number) or "") if number else ""
        self.title = title_key(title)
        self.places = _places(body, title)
        self.starts = [place.start for place in self.places]
        self.sentences: dict[int, Sentences] = {}
        self.masked: dict[int, dict[int, Citation]] = {}  # by place: those that a cue may judge
        self.numbered: dict[int, list[str]] = {}  # the numbers in brackets behind a title
        for citation in found:
            if citation.of is not None and citation.number:
                self.numbered.setdefault(citation.of, []).append(citation.number)
        # 上海市人民政府令第44号 in 上海市人民政府令第44号发布的《停车场管理办法》 → the index of that title
        self.promulgates = {i: i + 1 for i in range(len(found) - 1) if self._promulgates(i)}
        for i, citation in enumerate(found):
            if (
                citation.inside is None
                and citation.of is None
                and i not in self.promulgates
                and not self._defines(citation)
            ):
                self.masked.setdefault(self._place(citation.start), {})[i] = citation

    def _place(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _defines(self, citation: Citation) -> bool:
        return citation.stands_for is not None and bool(
            _DEFINES.search(self.body, max(0, citation.start - 14), citation.start)
        )

    def _of_place(self, n: int) -> Sentences:
        if n not in self.sentences:
            place = self.places[n]
            self.sentences[n] = Sentences(self.body, place.start, place.end, self.masked.get(n, {}))
        return self.sentences[n]

    def _promulgates(self, i: int) -> bool:
        citation, title = self.found[i], self.found[i + 1]
        if citation.form not in ("order", "number") or citation.of is not None or title.form != "title":
            return False
        return bool(
            _PROMULGATES.fullmatch(squeeze(self.body[citation.end : min(title.start, citation.end + 60)]))
        )

    def read(self, i: int, readings: dict[int, Reading]) -> None:
        """Add the reading of citation `i`; those that it depends on are there already."""
        citation = self.found[i]
        n = self._place(citation.start)
        place = self.places[n]
        marked = citation.form != "title" or citation.text[0] in "《〈<＜"
        if place.role == "title" and (not marked or self.body.startswith("# ", place.start)):
            return
        base = Reading(citation, "cites", self._of_place(n).span(citation.start), place.article)
        leader = citation.of if citation.of is not None else self.promulgates.get(i)
        if leader is not None and leader in readings:
            readings[i] = _like(base, readings[leader])
        elif citation.inside is not None and citation.inside in readings:
            readings[i] = self._nested(base, readings[citation.inside])
        else:
            readings[i] = self._alone(i, base, place)

    def _alone(self, i: int, base: Reading, place: _Place) -> Reading:
        citation = base.citation
        if place.role in ("title", "number") or (
            citation.form == "number" and citation.number == self.number
        ):
            return base._replace(relation="self")
        if place.role == "passed" and citation.text[0] not in "〈<＜":
            return base._replace(relation="self") if self._has_own_title(i) else self._passed(base, citation)
        if (
            place.role in ("attachment-list", "attachment")
            or self._defines(citation)
            or citation.text[0] in "〈<＜"
        ):
            return base
        relation = self._cue(i, place)
        if relation != "repeals" and self._has_own_title(i):
            relation = "self"
        until = self._until(base.sentence) if relation == "extends" else None
        return base._replace(relation=relation, until=until)

    def _has_own_title(self, i: int) -> bool:
        """The title of this document without another number behind it: an older version is called the same."""
        citation = self.found[i]
        same = (
            citation.form == "title"
            and citation.stands_for is None
            and title_key(citation.title or "") == self.title
        )
        return same and all(number == self.number for number in self.numbered.get(i, []))

    def _passed(self, base: Reading, citation: Citation) -> Reading:
        """（2012年8月31日上海市人民政府令第85号公布 根据2018年12月7日上海市人民政府令第15号第一次修正）"""
        after = squeeze(self.body[citation.end : citation.end + 14])
        if citation.form in ("order", "number"):
            changed = bool(_CHANGED.match(after))
            return base._replace(relation="amends" if changed else "self", inverse=changed)
        if _CHANGING.search(citation.title or "") or _CHANGED.match(after):
            return base._replace(relation="amends", inverse=True)
        return base

    def _nested(self, base: Reading, outer: Reading) -> Reading:
        """A title inside another one shares its relation, unless the outer title itself acts on it.

        What ends 关于印发〈办法〉的通知 ends the 办法; what ends 实施〈法律〉办法 leaves the law alone.
        """
        text = outer.citation.text
        if outer.relation == "cites" and "请示" in text and "批转" in self.body[slice(*outer.sentence)]:
            return base._replace(relation="forwards")
        if _CHANGING.search(text) or (
            outer.relation in ("repeals", "extends", "amends") and not _CARRIES.search(text)
        ):
            return base
        return _like(base, outer)

    def _cue(self, i: int, place: _Place) -> Relation:
        citation = self.found[i]
        if place.listed:
            return place.listed
        sentence = self._of_place(self._place(citation.start)).told(i)
        letter = place.zone == "letter" and not place.article
        told = cues.relation(sentence, opening=place.opening, letter=letter)
        return cues.certain(told, citation.title) if citation.title else told

    def _until(self, sentence: tuple[int, int]) -> date | None:
        text = self.body[sentence[0] : sentence[1]]
        marks = [m.end() for m in _LONGER.finditer(text)]
        days = dates.find(text)
        after = [f.date for f in days if marks and f.start >= marks[-1]]
        return after[0] if after else None


def _like(base: Reading, outer: Reading) -> Reading:
    return base._replace(relation=outer.relation, until=outer.until, inverse=outer.inverse)


_PROMULGATES = re.compile(r"(?:公布|发布|颁布|印发|下发|颁发)(?:实施|施行|执行)?的?[^，。；根]{0,14}")
_DEFINES = re.compile(r"(?:简称|统称|下称)(?:为)?[：:]?\s*$")
_CHANGED = re.compile(r"(?:公布|发布|通过|的)?(?:第[一二三四五六七八九十\d]+次)?修[正订改]")
_CHANGING = re.compile(r"关于(?:修改|修订|修正|废止|清理)")
_CARRIES = re.compile(r"(?:印发|发布|公布|颁布|下发|转发|批转)(?:实施|施行)?[^〈<《＜]{0,30}[〈<《＜]")
_LONGER = re.compile(r"延长|延续|延期|顺延|延至|有效期(?=截?至|到)")
