"""Which meeting passed a document: 已经市交通委2024年第7次主任办公会审议通过."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .normalize import BLANKS, squeeze

_APPROVAL = re.compile(
    rf"(?:(?:已|业)[{BLANKS}]*(?:于|由|经)|(?<![未应当须需可])(?:经|由))[{BLANKS}]*"
    rf"(?P<meeting>[^，。；：、《》〈〉（）()]{{2,80}}?(?:会议|会)(?:第[^，。；]{{1,12}}?次会议)?[{BLANKS}]*"
    rf"(?:审议|讨论|研究|审定|审查|集体讨论|表决)?[{BLANKS}]*(?:并?原则)?(?:通过|同意))"
)
_MEETING = re.compile(r"会议?(?:审议|讨论|研究|审定|审查|集体讨论|表决)?(?:并?原则)?(?:通过|同意)$")


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    text: str  # the meeting, up to 审议通过, without blanks


def find(body: str) -> Found | None:
    """The first meeting that passed something; a consent without one (已经市政府同意) is no approval."""
    for m in _APPROVAL.finditer(body):
        # 经2024年5月1日经…: the innermost 经 begins the name; 委员会同意 is no meeting.
        start = m.start("meeting")
        inner = max((m["meeting"].rfind(word) + len(word) for word in ("已经", "业经") if word in m["meeting"]), default=0)
        text = squeeze(m["meeting"][inner:])
        if _MEETING.search(text) and not re.search(r"(?:委员会|管委会|理事会|协会)(?:审议|研究)?同意$", text):
            return Found(start + inner, m.end(), text)
    return None
