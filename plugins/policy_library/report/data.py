"""Findings as JSON: ``{"findings": [{code, severity, path, line, column, message, mend, source}], "summary": {…}}``."""

from __future__ import annotations

import json

from .report import Report, counts


def rendered(report: Report) -> str:
    held = counts(report.findings)
    findings = [
        {
            "code": one.code, "severity": one.severity, "path": report.path(one), "line": one.line, "column": one.column,
            "message": one.message, "mend": one.mend, "source": one.source,
        }
        for one in report.findings
    ]
    summary = {"errors": held["error"], "warnings": held["warning"], "notes": held["note"], "documents": report.documents}
    return json.dumps({"findings": findings, "summary": summary}, ensure_ascii=False, indent=1)
