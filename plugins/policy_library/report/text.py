"""Findings as people read them: file by file, with the line, what is wrong, and the mend."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.text.widths import width

from .report import Report

WIDEST = 100
"""Columns of a terminal that a line of a file may take."""


def lines(report: Report) -> list[str]:
    out: list[str] = []
    path = None
    for finding in report.findings:
        if (shown := report.path(finding)) != path:
            path = shown
            out += ["", shown] if out else [shown]
        word = text(f"terms.severity.{finding.severity}")
        out.append(f"  {finding.line}:{finding.column}  {word} {finding.code}  {finding.message}")
        out += _frame(report, finding)
        out.append(f"      {text('cli.mend')}{finding.mend}")
        if finding.source:
            out.append(f"      {text('cli.source')}{finding.source}")
        if page := report.page(finding.code):
            out.append(f"      {text('cli.page')}{page}")
    return out


def rendered(report: Report) -> str:
    return "\n".join(lines(report))


def _frame(report: Report, finding: Finding) -> Iterator[str]:
    """The line of the file, with a mark below its column; none for a finding about the file as a whole."""
    line = None if finding.private else report.line(finding.path, finding.line)
    if line is None or not line.strip() or line.startswith("---"):
        return
    start = max(0, finding.column - 1 - WIDEST // 4) if width(line) > WIDEST else 0
    shown = _cut(line[start:].replace("\t", " "), WIDEST)
    number = f"      {finding.line} | "
    yield f"{number}{'…' if start else ''}{shown}"
    if finding.column > 1:
        before = width(line[start : finding.column - 1]) + (1 if start else 0)
        yield f"{' ' * (len(number) - 2)}| {' ' * before}^"


def _cut(words: str, columns: int) -> str:
    held = 0
    for index, character in enumerate(words):
        held += width(character)
        if held > columns:
            return f"{words[:index]}…"
    return words
