"""What a web page puts around a document: labelled fields above it, buttons and hints below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .data import load
from .normalize import BLANKS, squeeze
from .patterns import SPACE, any_of

LABELS: Mapping[str, str | None] = {entry["label"]: entry.get("field") for entry in load("labels")}
"""Label → field of documents, or None where what it labels is not kept."""

LONGEST = 400
HEAD_LINES = 40
"""Lines of a page, empty ones not counted, among which its labelled fields stand."""
_SPACED = "|".join(SPACE.join(map(re.escape, label)).replace(SPACE, f"{SPACE}{{0,4}}") for label in sorted(LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?:^|(?<=[{BLANKS}|｜【\[]))(?P<label>{_SPACED})[{BLANKS}]*(?:[：:]|】[：:]?)")
_FURNITURE = load("furniture")
_SEPARATORS = rf"[{BLANKS}|｜/·、，,：:；;.。<>《》〈〉【】\[\]（）()〔〕_-]*"
_WORDS = re.compile(
    rf"{_SEPARATORS}(?:(?:{any_of(entry['word'] for entry in _FURNITURE['words'])})(?:(?![^\W\d_]){_SEPARATORS}|$))+"
)
_LINES = re.compile("|".join(f"(?:{entry['line']})" for entry in _FURNITURE["lines"]))


@dataclass(frozen=True)
class Field:
    label: str  # as written, 文 号
    name: str | None  # of a field of documents; None where it is not kept
    value: str
    start: int
    end: int  # body[start:end]: label, colon and value


def fields(line: str) -> tuple[Field, ...]:
    """The labelled fields that the whole line consists of: 索取号:… 发布机构:…; none where it is anything else."""
    if len(line) > LONGEST or not _MAY_LABEL.search(line, 0, 40):
        return ()
    lead = len(line) - len(line.lstrip(BLANK_MARKS))
    first = _LABEL.match(line, lead)
    if not first:
        return _cells(line) if line.lstrip().startswith("|") else ()
    found = []
    marks = [first, *_LABEL.finditer(line, first.end())]
    for m, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(line)
        raw = line[m.end() : end].rstrip("【[")
        value = raw.strip().strip("|｜【】[]").strip()
        found.append(Field(m["label"], LABELS[squeeze(m["label"])], value, m.start(), m.end() + len(raw.rstrip())))
    return tuple(found)


def _cells(row: str) -> tuple[Field, ...]:
    """| 索引号 | … | 发文机构 | … |"""
    cells = [(m[1].strip(), m.start(1), m.end(1)) for m in _CELL.finditer(row)]
    labels = [squeeze(cell[0]).rstrip("：:") for cell in cells[::2]]
    if not cells or len(cells) % 2 or not all(label in LABELS for label in labels):
        return ()
    return tuple(Field(label, LABELS[label], value, start, end) for label, (value, start, end) in zip(labels, cells[1::2], strict=True))


def is_head(paragraph: str) -> bool:
    """Nothing but labelled fields, buttons and the rules of tables."""
    lines = [line for line in paragraph.split("\n") if not _RULE.fullmatch(line)]
    return all(fields(line) or is_furniture(line) for line in lines)


BLANK_MARKS = " \t\u00a0\u3000\u200b\ufeff【[|"
_MAY_LABEL = re.compile("[：:】|]")
_CELL = re.compile(r"\|([^|\n]*)(?=\|)")
_RULE = re.compile(r"[|\s:-]*")


def is_furniture(line: str) -> bool:
    """Buttons and hints of a page: 打印 关闭, 分享到：."""
    text = line.strip()
    if not text or len(text) > 200:
        return False
    if len(squeeze(text)) == 1:  # a cell that says 大 is no button
        return False
    return bool(_WORDS.fullmatch(text) or _LINES.fullmatch(text))
