"""Findings as a comment on a pull request: first whether it can be published, then file by file what to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_library.locale import text
from policy_library.model.findings import ORDER, RANK, Finding
from policy_library.text.markdown import Block, code, fitted, folded, link, plain

from .report import Report, counts, summary

ROOM = 60_000
"""Characters; hosts take some 65,000."""


def rendered(report: Report, room: int = ROOM) -> str:
    told, left_out = fitted(_blocks(report), room - 200)
    return told + (f"\n\n{text('comment.left_out', n=left_out)}" if left_out else "")


def _blocks(report: Report) -> Iterator[Block]:
    held = counts(report.findings)
    yield Block(f"## {text('comment.blocked', n=held['error']) if held['error'] else text('comment.ready')}")
    yield Block(f"\n{text('cli.checked', documents=report.documents, summary=summary(report.findings))}")
    urgent = [one for one in report.findings if one.severity != "note"]
    broken = {one.path for one in urgent if one.severity == "error"}
    for path in sorted({one.path for one in urgent}, key=lambda path: (path not in broken, path)):
        of = sorted((one for one in urgent if one.path == path), key=lambda one: (RANK[one.severity], ORDER(one)))
        yield Block(f"\n### {code(report.path(of[0]))}\n", tuple(_item(report, one) for one in of))
    if held["note"]:
        yield folded(text("comment.notes", n=held["note"]), _notes(report, (one for one in report.findings if one.severity == "note")))


def _item(report: Report, one: Finding) -> str:
    return f"- **{text(f'terms.severity.{one.severity}')}** {_told(report, one)}"


def _notes(report: Report, notes: Iterable[Finding]) -> Iterator[str]:
    return (f"- {code(report.path(one))} {_told(report, one)}" for one in notes)


def _told(report: Report, one: Finding) -> str:
    page = report.page(one.code)
    named = link(one.code, page) if page else one.code
    rests = plain(f"（{text('cli.source')}{one.source}）") if one.source else ""
    return f"{text('comment.line', n=one.line)}{plain(one.message)}<br>{text('cli.mend')}{plain(one.mend)}{rests}（{named}）"
