"""Findings as people read them: file by file, with the line, what is wrong, and the mend."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence

from policy_library.locale import text
from policy_library.model.findings import RANK, Finding, Severity, printable

NOTES_SHOWN = False


def lines(findings: Iterable[Finding], prefix: str = "", *, notes: bool = NOTES_SHOWN) -> list[str]:
    """``prefix`` is put before each path, so that it can be opened from where the command was run."""
    told = [finding for finding in findings if notes or finding.severity != "note"]
    out: list[str] = []
    path = None
    for finding in told:
        if finding.path != path:
            path = finding.path
            shown = printable(posixpath.normpath(f"{prefix}{path}"))
            out += ["", shown] if out else [shown]
        word = text(f"terms.severity.{finding.severity}")
        out.append(f"  {finding.line}:{finding.column}  {word} {finding.code}  {finding.message}")
        out.append(f"      {text('cli.mend')}{finding.mend}")
        if finding.source:
            out.append(f"      {text('cli.source')}{finding.source}")
    return out


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in RANK}


def summary(findings: Sequence[Finding]) -> str:
    """2 个错误，1 个提醒，14 条记录"""
    held = counts(findings)
    return text("cli.summary", errors=held["error"], warnings=held["warning"], notes=held["note"])
