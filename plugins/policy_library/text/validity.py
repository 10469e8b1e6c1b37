"""From when to when a document says that it is in force.

Dates are found first; what stands before and after each tells whether it begins or ends validity, and the
subject of its clause whose: 本办法自…起施行 is the document's own, the 施行 of a standard it mentions is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from . import dates, outline
from .data import load
from .normalize import BLANKS, title_key
from .numerals import CHARACTERS, parse_numeral

Spoken = Literal["written", "issued"]


class Validity(NamedTuple):
    effective: date | None = None
    effective_from: Spoken | None = None  # 自印发之日起, 自发布之日起: the caller knows the day
    after_days: int | None = None  # 自公布之日起30日后施行
    expires: date | None = (
        None  # the last day in force; computed when the text gives a day and a number of years
    )
    years: int | None = None  # 有效期五年
    measure: date | None = None  # the start of what the document orders, where it has no 施行 clause
    signed: date | None = None  # the date below the signature of the letter
    effective_span: tuple[int, int] | None = None
    expires_span: tuple[int, int] | None = None


_B = rf"[{BLANKS}]{{0,4}}"
_NUMBER = rf"(?:[0-9０-９]{{1,3}}|[{CHARACTERS}]{{1,3}})"
_SPOKEN = re.compile(rf"(?P<act>印发|下发|发文|签发|发布|公布|颁布){_B}之?{_B}日|(?P<now>即日)(?=起)")
_BEGINS = re.compile(
    rf"{_B}(?:零时|[0-9]{{1,2}}[时:：](?:00)?)?{_B}(?:起|开始)?{_B}(?:(?P<days>{_NUMBER})(?:个工作)?[日天]之?后)?{_B}"
    r"(?:正式|开始|在.{1,8})?(?:施行|实施|执行|生效|试行)"
)
# 有效期自2024年1月1日起至2028年12月31日止
_IN_PERIOD = re.compile(rf"(?:有效期|试行期|施行期|实施期|执行期)(?:限)?(?:为|是)?{_B}自?{_B}$")
_PERIOD = re.compile(rf"{_B}起?{_B}，?(?:至|到)")
_MEASURE = re.compile(
    rf"{_B}(?:零时|[0-9]{{1,2}}[时:：](?:00)?)?{_B}(?:起{_B}，?[^，。；\n]{{0,6}}(?:恢复|维持|启用|实行|停止|暂停|调整|开始|试点|运行)|(?:正式)?启用)"
)
_ENDS = re.compile(
    rf"(?:有效期|试行期|施行期|执行期|实施期|暂行期)(?:限)?(?:为|是|自|从|至|到|截|止|于|{_B}|[0-9０-９年月日起，,])*(?:至|到){_B}$"
    rf"|(?:施行|执行|实行|试行|实施|有效){_B}(?:截?止?至|到){_B}$|(?<=施行|实施|执行)[，,]{_B}至{_B}$"
)
_YEARS = re.compile(
    rf"(?:有效期|试行期|施行期|实施期|暂行期)(?:限)?(?:为|是|暂定)?{_B}(?P<years>{_NUMBER}){_B}年"
)
_KINDS = "|".join(
    sorted((re.escape(entry["kind"]) for entry in load("layout")["kinds"]), key=len, reverse=True)
)
_OWN = re.compile(
    rf"本{_B}[《〈]?[^，。；、本]{{0,12}}?(?:{_KINDS})|上述|以上|现予|现印发|现发布|予以(?:印发|发布|公布)|印发给?你们|现将|审议通过|讨论通过|批准|同意"
)
_OTHERS = re.compile(r"标准|规范|规程|编号|定额|证书|许可证|合格证|资格证|通行证")
_EXTENDS = re.compile(
    r"有效期[^。；\n]{0,40}延长|延长[^。；\n]{0,160}有效期|(?:需|拟)?继续(?:实施|施行|执行|有效)"
)
_BEGINNING = re.compile("施行|实施|执行|生效|试行|有效期")
"""Without one of these no clause begins."""
_FAR = 400  # characters: no clause is longer


def find(body: str, *, own: bool = True, title: str | None = None) -> Validity:
    """The document's own clauses: of the letter, else of the text that it issues.

    With `own`, the text annexed to a notice that only extends it does not speak: its end is the old one, and
    the new one (有效期延长至…) is a relation to another document.
    """
    parts = outline.parts(body, title=title)
    letter = [p.paragraph for p in parts if p.zone == "letter" and p.role in _SPEAKING]
    extends = own and _extends(letter, title)
    annexed = [] if extends else list(reversed(_issued(parts)))
    names = frozenset(title_key(t) for t in [title or ""] if t)
    begin = _begin(letter, names) or _begin(annexed, names)
    end = None if extends else _end(letter, names) or _end(annexed, names)
    signed = next((dates.parse(p.paragraph.text) for p in parts if p.role == "sign-date"), None)
    found = (begin or _measure(letter))._replace(signed=signed, **(end or {}))
    if found.years and found.effective and not found.expires:
        found = found._replace(expires=last_day(found.effective, found.years))
    return found


_SPEAKING = frozenset(["text", "heading1", "heading2", "heading3", "article"])


def _extends(letter: list[outline.Paragraph], title: str | None) -> bool:
    if title and "延长" in title and "有效期" in title:
        return True
    return any(_EXTENDS.search(p.text) and "《" in p.text for p in letter[:4])


def _issued(parts: tuple[outline.Part, ...]) -> list[outline.Paragraph]:
    """The annexed text up to its first attachment, or the text of the only attachment there is."""
    annexed = [p for p in parts if p.zone == "annex"]
    heads = [i for i, p in enumerate(annexed) if p.role == "attachment"]
    end = next((i for i in heads if i > 0), len(annexed))
    return [p.paragraph for p in annexed[:end] if p.role in _SPEAKING]


@dataclass(frozen=True)
class _Anchor:
    start: int
    end: int
    day: date | None = None
    spoken: Spoken | None = None


def _anchors(text: str) -> list[_Anchor]:
    found = [_Anchor(f.start, f.end, day=f.date) for f in dates.find(text)]
    for m in _SPOKEN.finditer(text):
        found.append(
            _Anchor(
                m.start(), m.end(), spoken="issued" if m["act"] in ("发布", "公布", "颁布") else "written"
            )
        )
    return sorted(found, key=lambda a: a.start)


def _sentence(text: str, at: int) -> str:
    """The sentence up to `at`."""
    return re.split(r"[。；\n]", text[max(0, at - _FAR) : at])[-1]


def _is_own(text: str, at: int, names: frozenset[str]) -> bool:
    """Whether the clause that ends at `at` has this document for its subject."""
    sentence = _sentence(text, at)
    clauses = re.split(
        "[，,：:]",
        re.sub(
            r"^第[^条\s]{1,6}条\s*(?:（[^）]*）)?|^[一二三四五六七八九十]+、|^（[^）]*）|^[0-9]+[.．]",
            "",
            sentence,
        ),
    )
    clause = re.sub(r"[自从于]$|[自从](?=本)", "", clauses[-1].strip()).strip()
    if not clause and len(clauses) == 1:
        return True
    subject = clause or clauses[-2]
    if _OWN.search(subject):
        return True
    return any(name and name in title_key(subject) for name in names)


def _begin(paragraphs: Iterable[outline.Paragraph], names: frozenset[str]) -> Validity | None:
    for paragraph in paragraphs:
        text = paragraph.text
        for anchor in _anchors(text) if _BEGINNING.search(text) else ():
            begins = _BEGINS.match(text, anchor.end)
            m = begins or (_PERIOD.match(text, anchor.end) if _IN_PERIOD.search(text, max(0, anchor.start - 20), anchor.start) else None)
            if not m or not _is_own(text, anchor.start, names):
                continue
            days = begins["days"] if begins else None
            lead = anchor.start - (text[anchor.start - 1 : anchor.start] in ("自", "从", "于"))
            return Validity(
                effective=anchor.day if not days else None,
                effective_from=anchor.spoken,
                after_days=parse_numeral(days) if days else None,
                effective_span=(paragraph.start + lead, paragraph.start + m.end()),
            )
    return None


def _end(paragraphs: Iterable[outline.Paragraph], names: frozenset[str]) -> dict[str, object] | None:
    for paragraph in paragraphs:
        text = paragraph.text
        if "期" not in text and "至" not in text:
            continue
        for found in dates.find(text):
            m = _ENDS.search(text, max(0, found.start - 60), found.start)
            if m and _ends_own(text, m.start(), names):
                end = found.end + (text[found.end : found.end + 1] == "止")
                return {
                    "expires": found.date,
                    "expires_span": (paragraph.start + m.start(), paragraph.start + end),
                }
        for m in _YEARS.finditer(text):
            if _ends_own(text, m.start(), names):
                span = paragraph.start + m.start(), paragraph.start + m.end()
                return {"years": parse_numeral(m["years"]), "expires_span": span}
    return None


def _ends_own(text: str, at: int, names: frozenset[str]) -> bool:
    """有效期 is the document's when its clause or the 施行 clause before it in the sentence is."""
    sentence = _sentence(text, at)
    if "延长" in sentence[-12:] or _OTHERS.search(re.split("[，,]", sentence)[-1]):
        return False
    if _is_own(text, at, names):
        return True
    begun = [a for a in _anchors(sentence) if _BEGINS.match(sentence, a.end)]
    return bool(begun) and _is_own(sentence, begun[-1].start, names)


def _measure(letter: list[outline.Paragraph]) -> Validity:
    """自2024年7月19日起维持收费: no clause on the document, but the start of what it orders."""
    for paragraph in letter[:4]:
        text = paragraph.text
        for anchor in _anchors(text):
            clause = _sentence(text, anchor.start)
            if "《" in re.split("[，,]", clause)[-1] or _OTHERS.search(clause[-40:]):
                continue
            m = _MEASURE.match(text, anchor.end) or _BEGINS.match(text, anchor.end)
            if m and (anchor.day or anchor.spoken == "written"):
                span = paragraph.start + anchor.start, paragraph.start + m.end()
                return Validity(measure=anchor.day, effective_from=anchor.spoken, effective_span=span)
    return Validity()


def last_day(begin: date, years: int) -> date:
    """The day before the anniversary; 28 February where a term that begins on the 29th ends in a year without one."""
    try:
        return begin.replace(year=begin.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(begin.year + years, 2, 28)
