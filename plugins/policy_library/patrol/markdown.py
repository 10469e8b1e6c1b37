"""A report as Markdown: a dated file for staff, and the body of an issue for the code host.

All that an item says is text: marks in a title are escaped, so that a title neither formats the report nor calls anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policy_library.locale import text, texts

from .report import Group, Item, Report, Section

MARKS = re.compile(r"[\\`*_\[\]<>|~&:$]")
CALLS = re.compile(r"(?<=[@#!])(?=\w)")
"""@someone, #12 and !12 mean something to a host even where they are escaped."""
JOINER = "\N{WORD JOINER}"
LONGEST = 60_000
"""Characters of an issue's body; hosts take 65,536."""
FIRST = 20


def rendered(report: Report) -> str:
    lines = [f"# {escaped(report.title)}", "", *_paragraphs(report.lead), *_overview(report)]
    for section in report.sections:
        lines += [f"## {escaped(section.title)}（{section.count}）", ""]
        lines += [*_paragraphs([section.lead]), *_groups(section, "###")] if section.count else [text("patrol.none"), ""]
    return "\n".join(lines).rstrip()


def issue(report: Report) -> str:
    """What needs doing first, then all of it in folds, as far as it fits."""
    lines = [*_paragraphs(report.lead), *_first(report), *_overview(report)]
    room = LONGEST - len("\n".join(lines))
    for section in report.sections:
        if section.count:
            fold = _fold(section, room)
            room -= len("\n".join(fold))
            lines += fold
    return "\n".join(lines).rstrip()


def escaped(words: str) -> str:
    return CALLS.sub(JOINER, MARKS.sub(r"\\\g<0>", words)).replace("www.", f"www{JOINER}.")


def _paragraphs(said: Iterable[str]) -> Iterator[str]:
    for one in said:
        yield from (escaped(one), "")


def _overview(report: Report) -> list[str]:
    rows = [(section.title, str(section.count), str(section.urgent)) for section in report.sections]
    return [*_table([tuple(texts("patrol.overview").values()), *rows]), ""]


def _first(report: Report) -> list[str]:
    first = report.first
    if not first:
        return [text("patrol.all_well"), ""]
    rest = [f"- {text('patrol.left', n=len(first) - FIRST)}"] if len(first) > FIRST else []
    return [f"**{text('patrol.first', n=len(first))}**", "", *(line for item in first[:FIRST] for line in _item(item)), *rest, ""]


def _fold(section: Section, room: int) -> list[str]:
    """Cut at the end of a line where ``room`` ends."""
    head = [f"<details><summary>{section.title}（{section.count}）</summary>", "", *_paragraphs([section.lead])]
    foot = ["</details>", ""]
    kept: list[str] = []
    for line in _groups(section, "####"):
        room -= len(line) + 1
        kept.append(line)
        if room < 500:
            kept += ["", f"- {text('patrol.cut')}", ""]
            break
    return [*head, *kept, *foot]


def _groups(section: Section, level: str) -> Iterator[str]:
    for group in section.groups:
        yield from _group(group, level)


def _group(group: Group, level: str) -> Iterator[str]:
    if group.title:
        yield from (f"{level} {escaped(group.title)}", "")
    for item in group.items:
        yield from _item(item)
    yield from _table(group.table)
    yield ""


def _item(item: Item) -> Iterator[str]:
    place = f" `{item.place.replace('`', '_')}`" if item.place else ""
    yield f"- {'**' if item.urgent else ''}{escaped(item.head)}{'**' if item.urgent else ''}{place}"
    yield from (f"  - {escaped(note)}" for note in item.notes)


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"
        if number == 0:
            yield f"|{'---|' * len(row)}"
