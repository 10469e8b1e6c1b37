"""Findings as GitLab's Code Quality report."""

from __future__ import annotations

import json

from policy_library.locale import text

from .report import Report

SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def rendered(report: Report) -> str:
    issues = [
        {
            "description": f"{one.message}。{text('cli.mend')}{one.mend}", "check_name": one.code, "fingerprint": fingerprint,
            "severity": SEVERITIES[one.severity], "location": {"path": report.path(one), "lines": {"begin": one.line}},
        }
        for one, fingerprint in zip(report.findings, report.fingerprints(), strict=True)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=1)
