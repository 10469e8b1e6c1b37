"""Where a title begins or ends that lost one of its marks. No answer is better than a wrong one."""

from __future__ import annotations

import re

from policy_library.text import citations
from policy_library.text.data import load
from policy_library.text.numerals import CHARACTERS
from policy_library.text.patterns import HAN, any_of

from .base import Text

_KINDS = any_of(entry["kind"] for entry in load("layout")["kinds"] if entry["kind"] != "法") + "|(?<![依办方做用执司])法"
_TRIAL = r"(?:[（(](?:试行|暂行|草案|修订|征求意见稿|20\d\d(?:年)?(?:版|修订|修正))[）)])?"
_ENDS_TITLE = re.compile(rf"(?:{_KINDS}){_TRIAL}$")
# What stands behind a title: a mark, its number, its articles, or words that follow titles.
_BEHIND = (
    rf"(?=[，。；、：》《]|$|[（(](?:以下|下称|简称|示范|[^（(）)]{{2,20}}[〔\[﹝（(])|第[0-9{CHARACTERS}]{{1,7}}条|的?(?:有关|相关)?(?:规定|要求|精神|部署)"
    r"|已经|业经|已由|同时废止|等(?:[，。；、]|有关|相关|规定|规章|文件|法)|(?:和|及|以及|与|或者|或)《|予以|转发|批转|印发|下发|执行|的[，。；])"
)
_WHOLE = re.compile(rf"《[^，。；：《》\n]{{2,80}}?(?:{_KINDS}){_TRIAL}{_BEHIND}")
_BEHIND_KNOWN = re.compile(_BEHIND)
_LEADS = re.compile(
    "根据|依据|按照|依照|遵照|参照|对照|违反|贯彻落实|贯彻实施|贯彻|落实|印发|转发|批转|发布|公布|执行|修订|修改|废止|制定的?|制订的?|出台|推动|使用|填写"
    "|结合|适用|撤销|签订|编制|延长|现将|原|可?按|将|对"
)
_JOINS = re.compile(r"(?:[（(][^（）()]{1,40}[）)])?(?:以及|和|及|与|或者|或|并)?")
_OPENS_TITLE = r"中华人民共和国|国务院|关于|(?:19|20)\d{2}年"
_STOPS = "，。；：、》\n“"
_SHORTEST, _LONG, _LONGEST = 4, 10, 80  # characters; a shorter one may be the end of a longer title: 《管理办法》


class Ends:
    def __init__(self, t: Text) -> None:
        self.known = _known(t)
        place = re.match(rf"{HAN}{{2,6}}?[省市县区州]", (t.title or "").removeprefix("关于"))
        self.opens = re.compile(f"{_OPENS_TITLE}|{place[0]}" if place else _OPENS_TITLE)

    def of(self, text: str, at: int) -> tuple[int, int]:
        """The span of the title one of whose marks stands at `at`; of the mark alone where its other end is in doubt."""
        if text[at] == "》" and (start := self._begin(text, at)) is not None:
            return start, at + 1
        if text[at] == "《" and (end := self._end(text, at)) is not None:
            return at, end
        return at, at + 1

    def _begin(self, text: str, at: int) -> int | None:
        """The same title stands whole elsewhere; or it opens the paragraph, goes on a list, follows a word that leads to titles, or opens
        as titles do. Whether 市政府关于… begins with the agency or behind it is in doubt."""
        clause = _clause_start(text, at)
        begin = _JOINS.match(text, clause, at).end()  # type: ignore[union-attr]
        about = text.find("关于", begin, at)
        listed = text.endswith(("》", "》、"), 0, clause)
        leads = [m.end() for m in _LEADS.finditer(text, begin, about if about >= 0 else at)]
        leads = [] if listed or self.opens.match(text, begin, at) else leads
        begin = leads[0] if leads else begin
        known = [len(title) for title in self.known if text.endswith(title, 0, at)]
        if known and (max(known) >= _LONG or at - max(known) == begin):
            return at - max(known)
        opens = self.opens.search(text, begin, at)
        if opens and (opens[0] != "关于" or opens.start() == begin):
            begin = opens.start()
        elif opens or not (leads or listed or clause == 0):
            return None
        is_title = _SHORTEST <= at - begin <= _LONGEST and _ENDS_TITLE.search(text[begin:at])
        return begin if is_title and not text.startswith("的", begin) else None

    def _end(self, text: str, at: int) -> int | None:
        known = [title for title in self.known if text.startswith(title, at + 1) and _BEHIND_KNOWN.match(text, at + 1 + len(title))]
        if known:
            return at + 1 + len(max(known, key=len))
        m = _WHOLE.match(text, at)
        return m.end() if m else None


def _known(t: Text) -> frozenset[str]:
    """Titles that stand whole in the text."""
    found = {c.title for c in citations.find(t.text) if c.title and not re.search("[《》]", c.title)}
    found |= {part.paragraph.text.lstrip("# ") for part in t.parts if part.role in ("annex-title", "title")}
    return frozenset(title for title in found if len(title) >= _SHORTEST)


def _clause_start(text: str, at: int) -> int:
    """Behind the last mark before `at` that ends a clause; what stands in brackets or quotation marks of its own counts as words."""
    closed = 0
    for i in range(at - 1, max(-1, at - 1 - 2 * _LONGEST), -1):
        mark = text[i]
        if mark in "）)”":
            closed += 1
        elif mark in "（(“" and closed:
            closed -= 1
        elif not closed and (mark in _STOPS or mark in "（("):
            return i + 1
    return max(0, at - 2 * _LONGEST)
