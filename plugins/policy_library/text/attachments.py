"""What is attached to a document: named after 附件：, or headed 附件1 behind the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .normalize import BLANKS, squeeze, title_key
from .numerals import CHARACTERS
from .outline import Part

_N = rf"[0-9０-９{CHARACTERS}]{{1,3}}"
_NO_DECIMAL = r"(?!\d(?!\d{3}年))"  # 1.2024年招生日程安排表 is the first item, 1.5 is none
_LEAD = re.compile(rf"附[{BLANKS}]*(?:件|录|表)?[{BLANKS}]*(?:{_N})?[{BLANKS}]*[：:][{BLANKS}]*")
_NUMBERED = rf"(?:[（(]{_N}[）)][{BLANKS}]*[.．、]?|{_N}[）)]?[{BLANKS}]*[.．、]{_NO_DECIMAL})[{BLANKS}]*"
_ITEM = re.compile(rf"(?:^|\n|(?<=[；;。{BLANKS}]))[{BLANKS}]*(?:(?:附件)?{_NUMBERED}|附件{_N}[{BLANKS}]*[：:][{BLANKS}]*)")
_NUMBER = re.compile(_NUMBERED)
_REFERS = re.compile(r"(?:详?见|参见|按照|如)[^，。；]{0,4}附[件录表]|附[件录表]\s*[一二三四五0-9]?\s*[）)]|[（(]附[录表件][）)]|附后")
_TAIL = re.compile(rf"[{BLANKS}；;。，,]+$")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|txt)$", re.IGNORECASE)
_LONGEST = 160


@dataclass(frozen=True)
class Attachment:
    title: str  # without 《》 around the whole
    start: int
    end: int


def find(parts: Sequence[Part], *, issues: bool) -> tuple[Attachment, ...]:
    """Each once, the list before the headings. `issues`: the text behind the signature is what the notice brings,
    and no attachment, unless it is headed 附件."""
    listed = [item for i, part in enumerate(parts) if part.role == "attachment-list" for item in _items(part)]
    headed = [item for i, part in enumerate(parts) if part.role == "attachment" for item in _heading(parts, i)]
    found = [*listed, *headed]
    if not found and not issues and any(_REFERS.search(p.paragraph.text) for p in parts if p.zone == "letter"):
        found = [_whole(part) for part in parts if part.role == "annex-title"][:1]
    kept: dict[str, Attachment] = {}
    for item in found:
        key = title_key(item.title)
        if key and not any(key == other or key.endswith(other) or other.endswith(key) for other in kept):
            kept[key] = item
    return tuple(kept.values())


def _items(part: Part) -> list[Attachment]:
    text, start = part.paragraph.text, part.paragraph.start
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    first = _NUMBER.match(text, at)
    starts = [(at, first.end())] if first else []
    starts += [(m.start(), m.end()) for m in _ITEM.finditer(text, first.end() if first else at)]
    if not starts or starts[0][0] > at + 1 and text[at : starts[0][0]].strip():
        starts = [(at, at), *starts]
    found = []
    for (_, begin), (end, _) in zip(starts, [*starts[1:], (len(text), 0)], strict=True):
        found += _named(text[begin:end], start + begin)
    return found


def _heading(parts: Sequence[Part], i: int) -> list[Attachment]:
    following = parts[i + 1] if i + 1 < len(parts) else None
    if not following or following.role in ("attachment", "attachment-list") or following.zone != "annex":
        return []
    run = [following]
    while following.role == "annex-title" and i + 1 + len(run) < len(parts) and parts[i + 1 + len(run)].role == "annex-title":
        run.append(parts[i + 1 + len(run)])
    title = squeeze("".join(part.paragraph.text for part in run).lstrip("# "))
    if len(title) > _LONGEST or title[-1:] in "。；：":
        return []
    return _named(title, following.paragraph.start)


def _whole(part: Part) -> Attachment:
    return Attachment(_bare(part.paragraph.text.lstrip("# ")), part.paragraph.start, part.paragraph.end)


def _named(text: str, start: int) -> list[Attachment]:
    title = _TAIL.sub("", text).strip()
    lead = len(text) - len(text.lstrip())
    if not title or len(title) > _LONGEST:
        return []
    return [Attachment(_bare(title), start + lead, start + lead + len(title))]


def _bare(title: str) -> str:
    """Without line breaks and the ending of a file, and without 《》 where they enclose all of it."""
    closed = _FILE.sub("", re.sub(rf"[{BLANKS}]*\n[{BLANKS}]*", "", title).strip())
    if closed.startswith("《") and closed.find("》") == len(closed) - 1:
        return closed[1:-1]
    return closed
