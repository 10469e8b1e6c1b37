"""Findings as GitHub's workflow commands: the host shows them beside the lines of the pull request.

It shows the first ten of each kind that a step prints, so errors come first.
"""

from __future__ import annotations

from policy_library.locale import text
from policy_library.model.findings import RANK

from .report import Report, name

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def rendered(report: Report) -> str:
    urgent = sorted(report.findings, key=lambda one: RANK[one.severity])
    return "\n".join(
        f"::{COMMANDS[one.severity]} file={_value(report.path(one))},line={one.line},col={one.column},title={_value(f'{one.code} {name(one.code)}')}"
        f"::{_escaped(one.message)}%0A{_escaped(text('cli.mend') + one.mend)}"
        for one in urgent
    )


def _escaped(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(words: str) -> str:
    return _escaped(words).replace(":", "%3A").replace(",", "%2C")
