"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from urllib.parse import quote

from policy_library import __version__
from policy_library.locale import text

from .report import Report, name

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def rendered(report: Report) -> str:
    codes = sorted({one.code for one in report.findings})
    results = [
        {
            "ruleId": one.code, "ruleIndex": codes.index(one.code), "level": one.severity,
            "message": {"text": f"{one.message}\n{text('cli.mend')}{one.mend}"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": quote(report.path(one)), "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": one.line, "startColumn": one.column},
            }}],
            "partialFingerprints": {"policyLibrary/v1": fingerprint},
        }
        for one, fingerprint in zip(report.findings, report.fingerprints(), strict=True)
    ]
    driver = {"name": "policy-library", "semanticVersion": __version__, "rules": [_rule(code, report) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str, report: Report) -> dict[str, object]:
    rule: dict[str, object] = {"id": code, "shortDescription": {"text": name(code)}}
    if page := report.page(code):
        rule["helpUri"] = page
    return rule
