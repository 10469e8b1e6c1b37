"""What there is to tell about a check, whatever the form: findings with paths that can be opened from where it was run."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from policy_library.locale import text
from policy_library.model.findings import RANK, Finding, Severity, printable


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...]
    documents: int
    prefix: str = ""
    """Put before each path."""
    line: Callable[[str, int], str | None] = lambda path, number: None
    """The line of a file below the content folder, as written."""
    rules_page: str = ""
    """Where docs/rules.md can be read; empty where findings carry no link."""

    def path(self, finding: Finding) -> str:
        return printable(posixpath.normpath(f"{self.prefix}{finding.path}"))

    def page(self, code: str) -> str | None:
        return f"{self.rules_page}#{code.lower()}" if self.rules_page else None

    def fingerprints(self) -> tuple[str, ...]:
        """One a finding, in their order: the same for the same mistake when lines above it come and go."""
        seen: Counter[str] = Counter()
        found = []
        for one in self.findings:
            mistake = "\0".join((one.code, one.path, one.message))
            seen[mistake] += 1
            found.append(sha256(f"{mistake}\0{seen[mistake]}".encode()).hexdigest()[:32])
        return tuple(found)


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in RANK}


def summary(findings: Sequence[Finding]) -> str:
    """2 个错误，1 个提醒，14 条记录"""
    held = counts(findings)
    return text("cli.summary", errors=held["error"], warnings=held["warning"], notes=held["note"])


def name(code: str) -> str:
    return text(f"findings.{code}.name")
