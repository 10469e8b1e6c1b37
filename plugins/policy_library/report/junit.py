"""Findings as JUnit's XML: one test a file with findings, which fails where one of them is an error."""

from __future__ import annotations

from itertools import groupby
from xml.etree import ElementTree

from policy_library.locale import text

from .report import Report, counts


def rendered(report: Report) -> str:
    grouped = [(path, list(held)) for path, held in groupby(report.findings, key=report.path)]
    failed = sum(any(one.severity == "error" for one in held) for _, held in grouped)
    clean = max(0, report.documents - len(grouped))
    suite = ElementTree.Element("testsuite", name="policy check", tests=str(len(grouped) + (1 if clean else 0)), failures=str(failed), errors="0")
    if clean:
        ElementTree.SubElement(suite, "testcase", classname="policy check", name=text("cli.clean_files", n=clean))
    for path, held in grouped:
        case = ElementTree.SubElement(suite, "testcase", classname="policy check", name=path, file=path)
        told = "\n".join(f"{one.line}:{one.column} {text(f'terms.severity.{one.severity}')} {one.code} {one.message}\n  {text('cli.mend')}{one.mend}" for one in held)
        errors = counts(held)["error"]
        if errors:
            ElementTree.SubElement(case, "failure", message=text("cli.errors", n=errors), type=held[0].code).text = told
        else:
            ElementTree.SubElement(case, "system-out").text = told
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)
