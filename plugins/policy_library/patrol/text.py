"""A report as people read it in a terminal or in a mail."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.locale import text

from .report import Group, Item, Report


def rendered(report: Report) -> str:
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield report.title
    yield from report.lead
    for section in report.sections:
        yield from ("", f"■ {section.title}  {section.count or text('patrol.none')}")
        if section.count:
            yield f"  {section.lead}"
        for group in section.groups:
            yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    if group.title:
        yield from ("", f"  {group.title}")
    for item in group.items:
        yield from _item(item)
    if group.table:
        head, *rows = group.table
        for row in rows:
            yield f"  · {row[0]}  {'  '.join(f'{name} {value}' for name, value in zip(head[1:], row[1:], strict=True))}"


def _item(item: Item) -> Iterator[str]:
    yield f"  {'!' if item.urgent else '·'} {item.head}"
    yield from (f"      {note}" for note in item.notes)
    if item.place:
        yield f"      {text('patrol.say.place', place=item.place)}"
