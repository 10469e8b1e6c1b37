"""Mends that a machine may make: what a finding's ``edit`` says, in the bytes of its file and nowhere else."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from policy_library.model.findings import Finding


def mended(data: bytes, findings: Iterable[Finding]) -> tuple[bytes, tuple[Finding, ...]]:
    """The file with the edits of its findings, and those that were made. Line ends and a byte order mark stay as they are.

    An edit is made only where its old words still stand; of two that touch, the first.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", data[len(mark) :].decode("utf8"))
    made: list[Finding] = []
    free = {}
    for finding in sorted((one for one in findings if one.edit), key=lambda one: (one.line, -_at(one))):
        edit, index, start = finding.edit, finding.line - 1, _at(finding)
        assert edit is not None
        end = start + len(edit.old)
        if index < len(lines) and lines[index][start:end] == edit.old and end <= free.get(index, end):
            lines[index] = lines[index][:start] + edit.new + lines[index][end:]
            free[index] = start
            made.append(finding)
    return mark + "".join(lines).encode("utf8"), tuple(made)


def _at(finding: Finding) -> int:
    return finding.edit.column - 1 if finding.edit else 0
