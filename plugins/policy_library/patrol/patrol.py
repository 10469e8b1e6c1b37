"""One round of the patrol: all that its reports tell, as one value."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.files import VOCABULARY_FOLDER
from policy_library.settings import Settings

from .deadlines import Deadline, deadlines, near
from .drift import Drift, drifts
from .gaps import Gaps, gaps
from .verdicts import LinkResult

Part = Literal["links", "deadlines", "drift", "gaps"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Patrol:
    """For staff. Of documents that are not public it holds counts, titles and paths, never texts. A part that was not asked
    for is None."""

    day: date
    public: int
    unpublished: int
    ahead_days: tuple[int, ...]
    """Of the stages by which deadlines are grouped, the longest first."""
    errors: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...] | None = None
    drifts: tuple[Drift, ...] | None = None
    gaps: Gaps | None = None
    links: tuple[LinkResult, ...] | None = None

    @property
    def urgent(self) -> int:
        """What cannot wait: an errand fails, an error stops publication, a duty is past its day."""
        return sum(map(fails_an_errand, self.links or ())) + len(self.errors) + sum(one.urgent for one in self.deadlines or ())


def fails_an_errand(result: LinkResult) -> bool:
    return result.severity == "error"


def patrol(edition: Edition, settings: Settings, parts: Collection[Part] = PARTS, links: tuple[LinkResult, ...] | None = None) -> Patrol:
    """``links``: what asking the addresses has shown, which only a shell can do."""
    return Patrol(
        edition.day, len(edition.library.documents), len(edition.whole.documents) - len(edition.library.documents), settings.patrol.ahead_days,
        tuple(_told(edition, one) for one in edition.findings if one.severity == "error"),
        near(deadlines(edition, settings), settings) if "deadlines" in parts else None,
        drifts(edition) if "drift" in parts else None,
        gaps(edition, settings.checks) if "gaps" in parts else None,
        links,
    )


def _told(edition: Edition, error: Finding) -> Finding:
    """The message of an error may repeat the file's words: of what is not public, only the kind of error is told."""
    if error.path in edition.library.by_path or error.path.startswith(VOCABULARY_FOLDER):
        return error
    return replace(error, message=text(f"findings.{error.code}.name"), mend=text("patrol.error.hidden.mend"), about=None, edit=None)
