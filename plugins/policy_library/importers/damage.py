"""What scraping broke: each damage with its place, what was found, what to put instead, and whether that is safe.

Safe is what cannot change meaning: marks of another width, blanks, what the page put around the text. What would supply
a part of a title, a number or a date is only proposed, even where one reading alone is possible; a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from policy_library.text import citations, outline, page_heads
from policy_library.text.normalize import title_key
from policy_library.text.patterns import HAN

Kind = str
_KINDS = r"(?:办法|规定|条例|细则|规则|守则|准则|意见|方案|计划|规划|要点|通知|通告|公告|决定|措施|指南|标准|规范|规程|基准|制度|批复|函|纲要|法|目录|清单)"


@dataclass(frozen=True)
class Damage:
    kind: Kind
    start: int
    end: int
    found: str  # text[start:end]
    proposed: str | None  # instead of it; "" deletes, None: a person decides
    safe: bool


@dataclass(frozen=True)
class _Text:
    text: str
    title: str | None
    parts: tuple[outline.Part, ...]
    furniture: tuple[tuple[int, int], ...]
    masked: tuple[tuple[int, int], ...]  # addresses, tags, links: marks in them are no punctuation

    def hidden(self, at: int) -> bool:
        return any(a <= at < b for a, b in self.masked)

    def damage(self, kind: Kind, start: int, end: int, proposed: str | None, *, safe: bool = False) -> Damage:
        return Damage(kind, start, end, self.text[start:end], proposed, safe and proposed is not None)


_MASKED = re.compile(r"https?://[^\s<>（），。；、“”\u4e00-\u9fff]+|[\w.+-]+@[\w.-]+|</?[A-Za-z][^<>\n]{0,300}>|<!--.*?-->|\]\([^()\s\n]*\)|`[^`\n]*`", re.DOTALL)


def find(text: str, *, title: str | None = None, parts: tuple[outline.Part, ...] | None = None) -> tuple[Damage, ...]:
    """All damages in order of start. `title`: as the front matter or the page's head gives it."""
    whole = _Text(
        text, title, outline.parts(text, title=title) if parts is None else parts, tuple(_furniture_lines(text)),
        tuple((m.start(), m.end()) for m in _MASKED.finditer(text)),
    )
    found = [damage for look in _LOOKS for damage in look(whole)]
    return tuple(sorted(set(found), key=lambda d: (d.start, d.end, d.kind)))


# blanks and characters


def _extra_blank(t: _Text) -> Iterator[Damage]:
    for m in re.finditer(r"^[\u00a0\u3000]+(?:\n+[\u00a0\u3000]+)*$", t.text, re.MULTILINE):
        yield t.damage("extra-blank", m.start(), m.end(), "", safe=True)


_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_WIDE = re.compile("[\uff10-\uff19]+")
_LOOKALIKE = re.compile(r"[\u0400-\u04ff\u0370-\u03ff]")
_ZERO = re.compile(r"[一二][OoＯ0○◯零〇一二三四五六七八九]{3}(?=\s*年)")


def _characters(t: _Text) -> Iterator[Damage]:
    for m in _HIDDEN.finditer(t.text):
        yield t.damage("zero-width", m.start(), m.end(), "", safe=True)
    for m in _CONTROL.finditer(t.text):
        yield t.damage("control-character", m.start(), m.end(), "", safe=True)
    for m in _PRIVATE.finditer(t.text):
        yield t.damage("private-use", m.start(), m.end(), None)
    for m in _WIDE.finditer(t.text):
        yield t.damage("full-width-digits", m.start(), m.end(), unicodedata.normalize("NFKC", m[0]), safe=True)
    for m in _RADICAL.finditer(t.text):
        normal = unicodedata.normalize("NFKC", m[0])
        if normal != m[0]:
            yield t.damage("homoglyph", m.start(), m.end(), normal, safe=True)
    for m in _ZERO.finditer(t.text):
        if re.search("[Oo0Ｏ]", m[0]):
            yield t.damage("homoglyph", m.start(), m.end(), re.sub("[Oo0Ｏ]", "〇", m[0]))
    for m in re.finditer(r"[A-Za-z\u0370-\u03ff\u0400-\u04ff]{2,}", t.text):
        if _LOOKALIKE.search(m[0]) and re.search("[A-Za-z]", m[0]):
            proposed = "".join(_LATIN.get(c, c) for c in m[0])
            yield t.damage("homoglyph", m.start(), m.end(), proposed if proposed.isascii() else None)


_LATIN = dict(zip("АВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo", strict=True))

_NUMBERED_CORE = re.compile(
    r"(?P<a>[^\S\n]*)[〔\[(（【﹝](?P<b>[^\S\n]*)(?:19|20)\d{2}(?P<c>[^\S\n]*)[〕\])）】﹞](?P<d>[^\S\n]*)第?(?P<e>[^\S\n]*)\d{1,6}(?P<f>[^\S\n]*)号"
)
_DATED = re.compile(r"(?:19|20)\d{2}(?P<a>[^\S\n]*)年(?P<b>[^\S\n]*)\d{1,2}(?P<c>[^\S\n]*)月(?:(?P<d>[^\S\n]*)\d{1,2}(?P<e>[^\S\n]*)日)?")
_WIDE_NUMERAL = re.compile(rf"第(?P<a>[^\S\n]+)[0-9一二三四五六七八九十百]{{1,5}}(?P<b>[^\S\n]*)[条款项]|第[0-9一二三四五六七八九十百]{{1,5}}(?P<c>[^\S\n]+)[条款项](?!{HAN}?款)")


def _stray_space(t: _Text) -> Iterator[Damage]:
    for pattern in (_NUMBERED_CORE, _DATED, _WIDE_NUMERAL):
        for m in pattern.finditer(t.text):
            for name in pattern.groupindex:
                if m[name]:
                    yield t.damage("stray-space", m.start(name), m.end(name), "", safe=True)
    for line, start in _lines(t.text):
        for one in page_heads.fields(line):
            blank = re.match(rf"{re.escape(one.label)}[^\S\n]*[：:](?P<blank>[^\S\n]+)\S", line[one.start :])
            if blank:
                at = start + one.start
                yield t.damage("stray-space", at + blank.start("blank"), at + blank.end("blank"), "", safe=True)
    for part in t.parts:
        text = part.paragraph.text
        if part.role in _RUNNING and len(text) > 20 and re.search("[，。；,;]", text):
            for m in re.finditer(rf"(?<={HAN}{HAN})[ \u00a0](?={HAN}{HAN})", text):
                at = part.paragraph.start + m.start()
                if not t.text.startswith("|", t.text.rfind("\n", 0, at) + 1):
                    yield t.damage("stray-space", at, at + 1, "")


# punctuation

_TO_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_RUN = re.compile(r"[,;:!?()]+")
_WIDE_SIDE = re.compile(rf"{HAN}|[，。；：！？、（）《》〈〉“”‘’【】〔〕—…％℃]")


def _half_width(t: _Text) -> Iterator[Damage]:
    partner = _partners(t.text)
    runs = [m for m in _RUN.finditer(t.text) if not t.hidden(m.start())]
    wide = {i for m in runs if _beside_han(t.text, m) for i in range(m.start(), m.end())}
    for m in runs:
        inside = range(m.start(), m.end())
        if any(i in wide or partner.get(i) in wide for i in inside):
            if m[0].startswith(":") and t.text.startswith("//", m.end()):
                continue
            yield t.damage("half-width-punctuation", m.start(), m.end(), m[0].translate(_TO_WIDE), safe=True)


def _beside_han(text: str, m: re.Match[str]) -> bool:
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    if _WIDE_SIDE.match(before):
        return True
    # behind a Latin word or digit: 2024年…号),现… and not the blank of an English sentence
    return bool(_WIDE_SIDE.match(after))


def _partners(text: str) -> dict[int, int]:
    """Of each half-width bracket the one that closes or opens it, within a paragraph."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for m in re.finditer(r"[()]|\n[^\S\n]*\n", text):
        if m[0] == "(":
            stack.append(m.start())
        elif m[0] == ")":
            if stack:
                opened = stack.pop()
                found[opened], found[m.start()] = m.start(), opened
        else:
            stack.clear()
    return found


_STOPS = "。！？：；…”’）》〉】」』，、.!?:;,)>|*"
_RUNNING = ("text", "heading1", "heading2", "heading3", "article")


def _full_stop(t: _Text) -> Iterator[Damage]:
    """A paragraph of whole sentences that ends without a stop."""
    for i, part in enumerate(t.parts):
        text = part.paragraph.text
        if part.role not in _RUNNING or len(text) < 40 or "。" not in text or not re.match(HAN, text[-1]):
            continue
        if text.startswith(("|", "#", "<", ">")) or len(text) - text.rindex("。") < 8:
            continue
        following = t.parts[i + 1] if i + 1 < len(t.parts) else None
        if following and following.role == "text" and following.paragraph.start - part.paragraph.end == 1:
            continue  # the next line may go on with the sentence
        yield t.damage("lost-full-stop", part.paragraph.end - 1, part.paragraph.end, text[-1] + "。", safe=True)


_PAIRS = {"《": "》", "〈": "〉", "“": "”", "（": "）", "(": ")", "〔": "〕", "【": "】", "「": "」"}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()} | {"）": "（", ")": "（"}
_NAMES = {"《": "lost-title-mark", "〈": "lost-title-mark", "“": "lost-quotes", "「": "lost-quotes"}


def _unbalanced(t: _Text) -> Iterator[Damage]:
    """A mark whose other half is not in its paragraph. One pass: each mark is pushed and popped once."""
    for part in t.parts:
        text, offset = part.paragraph.text, part.paragraph.start
        stacks: dict[str, list[int]] = {}
        single: list[int] = []
        for m in re.finditer(r"[《》〈〉“”（）()〔〕【】「」]", text):
            mark = "（" if m[0] == "(" else m[0]
            if mark in _PAIRS:
                stacks.setdefault(mark, []).append(m.start())
            else:
                opened = stacks.get(_CLOSING[mark])
                if opened:
                    opened.pop()
                elif not (mark in "）)" and re.search(r"(?:^|[\s，。；、：（])[0-9一二三四五六七八九十a-zA-Z①-⑳]{1,3}$", text[max(0, m.start() - 5) : m.start()])):
                    single.append(m.start())
        single += [at for opened in stacks.values() for at in opened]
        for at in sorted(single):
            if any(a <= offset + at < b for a, b in t.furniture) or t.hidden(offset + at):
                continue
            yield from _single(t, text, at, offset)


def _single(t: _Text, text: str, at: int, offset: int) -> Iterator[Damage]:
    mark = text[at]
    kind = _NAMES.get(mark) or _NAMES.get(_CLOSING.get(mark, "")) or "lost-bracket"
    if mark in "〔〕" and any(d.start <= offset + at < d.end for d in _numbers_of(t)):
        return  # told with the number that it belongs to
    if mark == "》":
        span = _before(t, text, at)
        if span is not None:
            yield t.damage(kind, offset + span, offset + at + 1, f"《{text[span : at + 1]}")
            return
    if mark == "《":
        end = _after(t, text, at)
        if end is not None:
            yield t.damage(kind, offset + at, offset + end, f"{text[at:end]}》")
            return
    yield t.damage(kind, offset + at, offset + at + 1, None)


def _titles(t: _Text) -> set[str]:
    found = {c.title for c in citations.find(t.text) if c.title and not re.search("[《》]", c.title)}
    found |= {part.paragraph.text.lstrip("# ") for part in t.parts if part.role in ("annex-title", "title")}
    return {one for one in found if len(one) >= 4}


def _before(t: _Text, text: str, at: int) -> int | None:
    """Where the title that ends here begins: the same one stands whole elsewhere, or only it stands before the mark."""
    known = [one for one in _titles(t) if text.endswith(one, 0, at)]
    if known:
        return at - len(max(known, key=len))
    begin = max((text.rfind(mark, 0, at) for mark in "，。；：、》“”\n（"), default=-1) + 1
    verb = [m.end() for m in re.finditer("根据|依据|按照|依照|贯彻落实|贯彻|落实|印发|执行|修订|修改|废止|现将|和|及", text[begin:at])]
    chunk = begin + (verb[0] if verb else 0)
    return chunk if 4 <= at - chunk <= 60 and re.search(f"{_KINDS}$", text[chunk:at]) else None


def _after(t: _Text, text: str, at: int) -> int | None:
    known = [one for one in _titles(t) if text.startswith(one, at + 1)]
    if known:
        return at + 1 + len(max(known, key=len))
    m = re.compile(rf"《[^，。；：《》\n]{{2,60}}?{_KINDS}(?=[（(][^（(）)]{{2,20}}[〔\[]|[，。；、]|(?:已经|的规定|等|和《|及《))").match(text, at)
    return m.end() if m else None


# numbers and dates

_D = r"\d"
_LOST_CLOSE = re.compile(rf"(?<={HAN})[〔\[【﹝](?P<year>(?:19|20)\d{{2}})(?P<serial>\d{{1,5}})号")
_LOST_OPEN = re.compile(rf"(?<={HAN})(?P<year>(?:19|20)\d{{2}})[〕\]】﹞](?P<serial>\d{{1,5}})号")
_LOST_BOTH = re.compile(rf"(?<=[字发办规函文交法建财])(?P<year>(?:19|20)\d{{2}})(?P<serial>\d{{1,4}})号")
_FUSED = (_LOST_CLOSE, _LOST_OPEN, _LOST_BOTH)
_LOST_HAO = re.compile(rf"(?<={HAN})[〔﹝](?P<year>(?:19|20)\d{{2}})[〕﹞](?P<serial>\d{{1,5}})(?=[）)，,。；;》])")


def _numbers_of(t: _Text) -> list[Damage]:
    found = []
    for pattern in _FUSED:
        for m in pattern.finditer(t.text):
            serial = int(m["serial"])
            proposed = f"〔{m['year']}〕{serial}号" if serial and not m["serial"].startswith("0") else None
            found.append(t.damage("lost-bracket", m.start(), m.end(), proposed))
    for m in _LOST_HAO.finditer(t.text):
        found.append(t.damage("lost-number-unit", m.start(), m.end(), f"{m[0]}号"))
    return found


_SMALL_BRACKETS = re.compile(r"(?P<open>﹝)(?:19|20)\d{2}(?P<close>﹞)")


def _number_brackets(t: _Text) -> Iterator[Damage]:
    for m in _SMALL_BRACKETS.finditer(t.text):
        yield t.damage("homoglyph", m.start("open"), m.end("open"), "〔", safe=True)
        yield t.damage("homoglyph", m.start("close"), m.end("close"), "〕", safe=True)


_DIGITS_ONLY = re.compile(r"^[^\S\n]*(?P<date>(?:19|20)\d{4,6})[^\S\n]*$", re.MULTILINE)
_DIGITS_BETWEEN = re.compile(r"(?P<lead>自|从|至|到|于)(?P<date>(?:19|20)\d{4,6})(?P<tail>起|止|前)?")
_LOST_UNITS = re.compile(
    r"(?<!\d)(?P<date>(?P<y>(?:19|20)\d{2})(?:年(?:(?P<m1>\d{1,2})月(?P<d1>\d{1,2})|(?P<md>\d{2,4})日?)|(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日?))(?![\d日号])"
)
_AFTER_DATE = re.compile(r"[^\S\n]*(?:起|止|前|后|以前|以后|施行|印发|$|\n|，|,|。|）|\))")


def _dates(t: _Text) -> Iterator[Damage]:
    for pattern in (_DIGITS_ONLY, _DIGITS_BETWEEN):
        for m in pattern.finditer(t.text):
            digits = m["date"]
            if pattern is _DIGITS_BETWEEN and not m["tail"]:
                continue
            readings = _readings(int(digits[:4]), digits[4:])
            if readings:
                yield t.damage("lost-date-units", m.start("date"), m.end("date"), _only(readings))
    for m in _LOST_UNITS.finditer(t.text):
        if not _AFTER_DATE.match(t.text, m.end()):
            continue
        year = int(m["y"])
        if m["md"]:
            readings = _readings(year, m["md"])
        else:
            readings = _valid(year, [(int(m["m1"] or m["m2"]), int(m["d1"] or m["d2"]))])
        if readings:
            yield t.damage("lost-date-units", m.start("date"), m.end("date"), _only(readings))


def _readings(year: int, rest: str) -> list[date]:
    cuts = [(rest[:i], rest[i:]) for i in range(1, len(rest)) if 1 <= len(rest[i:]) <= 2 and i <= 2]
    padded = len(rest) == 4
    return _valid(year, [(int(a), int(b)) for a, b in cuts if padded or not (a.startswith("0") or b.startswith("0"))])


def _valid(year: int, pairs: list[tuple[int, int]]) -> list[date]:
    found = []
    for month, day in pairs:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _only(readings: list[date]) -> str | None:
    if len(set(readings)) != 1:
        return None
    return f"{readings[0].year}年{readings[0].month}月{readings[0].day}日"


# the page and its lines


def _lines(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        yield line, at
        at += len(line) + 1


def _furniture_lines(text: str) -> Iterator[tuple[int, int]]:
    for line, at in _lines(text):
        if line.strip() and page_heads.is_furniture(line):
            lead = len(line) - len(line.lstrip())
            yield at + lead, at + len(line.rstrip())


def _furniture(t: _Text) -> Iterator[Damage]:
    seen = 0
    for line, at in _lines(t.text):
        if not line.strip():
            continue
        seen += 1
        lead = len(line) - len(line.lstrip())
        span = at + lead, at + len(line.rstrip())
        if seen <= 40 and page_heads.fields(line):
            yield t.damage("page-furniture", *span, None)
        elif span in t.furniture:
            yield t.damage("page-furniture", *span, "", safe=True)


def _repeated_title(t: _Text) -> Iterator[Damage]:
    if not t.title:
        return
    own = title_key(t.title)
    seen = t.text.lstrip().startswith("# ")
    run: list[outline.Part] = []
    for part in t.parts[:8]:
        if part.role != "title" or part.paragraph.text.startswith("# "):
            if run:
                break
            continue
        run.append(part)
    if run and seen and title_key("".join(part.paragraph.text for part in run)) == own:
        yield t.damage("repeated-title", run[0].paragraph.start, run[-1].paragraph.end, "", safe=True)


_BROKEN = re.compile(rf"(?<=[{HAN[1:-1]}0-9《〈<“〔\[（(])(?P<break>[^\S\n]*\n[^\S\n]*)(?=[{HAN[1:-1]}0-9》〉>”〕\]）)，。；、])")


def _broken_line(t: _Text) -> Iterator[Damage]:
    """A line break inside a paragraph, where no sentence ends: safe to close inside a date, a number or between marks."""
    for part in t.parts:
        text, offset = part.paragraph.text, part.paragraph.start
        if "\n" not in text or part.role not in (*_RUNNING, "sign-date", "addressee") or text.startswith(("|", ">", "<", "- ", "#")):
            continue
        first = text.index("\n")
        headed = part.role in ("heading1", "heading2", "heading3", "article") and first <= 60
        for m in _BROKEN.finditer(text):
            if headed and m.start("break") <= first or any(a <= offset + m.start() <= b for a, b in t.furniture):
                continue
            line = text[text.rfind("\n", 0, m.start("break")) + 1 : m.start("break")]
            within = bool(_WITHIN.search(text[max(0, m.start("break") - 12) : m.end("break") + 4])) or _is_open(text, m.start("break"))
            if within or len(line) >= 20:
                yield t.damage("broken-line", offset + m.start("break"), offset + m.end("break"), "", safe=within)


_WITHIN = re.compile(r"\d\s*\n\s*[年月日号〕\]）\d]|[年月〔\[（第]\s*\n\s*\d|[0-9〕\])）]\s*\n\s*号")


def _is_open(text: str, at: int) -> bool:
    """Whether a title or a bracket is open here that is closed further on."""
    begin = max(0, at - 200)
    before, after = text[begin:at], text[at : at + 200]
    for open_, close in (("《", "》"), ("〈", "〉"), ("<", ">"), ("（", "）")):
        last, closed = before.rfind(open_), before.rfind(close)
        if last > closed and (end := after.find(close)) >= 0 and "\n\n" not in after[:end] and not re.search("[。；]", before[last:] + after[:end]):
            return True
    return False


_LOOKS: tuple[Callable[[_Text], Iterator[Damage] | list[Damage]], ...] = (
    _extra_blank, _characters, _stray_space, _half_width, _full_stop, _unbalanced, _numbers_of, _number_brackets, _dates, _furniture,
    _repeated_title, _broken_line,
)

