"""build.json: which commit and which day a site is of. Nothing else on a site depends on the commit."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

FILE = "build.json"
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True)
class Record:
    commit: str | None
    """None where the content is not exactly what a commit holds."""
    day: date

    def __str__(self) -> str:
        return f"{self.commit[:12] if self.commit else '—'} {self.day.isoformat()}"


def written(record: Record) -> str:
    return json.dumps({"commit": record.commit, "day": record.day.isoformat()}) + "\n"


def read(text: str) -> Record | None:
    """None where the text is no record: a host may answer with a page of its own. Further keys are welcome."""
    try:
        found = json.loads(text)
        commit, day = found["commit"], date.fromisoformat(found["day"])
    except (ValueError, KeyError, TypeError):
        return None
    return Record(commit, day) if commit is None or isinstance(commit, str) and COMMIT.fullmatch(commit) else None
