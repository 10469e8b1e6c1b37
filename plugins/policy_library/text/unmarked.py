"""Documents named without 《》: 转发交通运输部关于加强桥梁养护的意见. Only where an agency and what it is about make a name of it;
按照国务院关于地图出版的规定 names a matter, not a document."""

from __future__ import annotations

import re

_KIND = (
    "通知|意见|决定|办法|方案|批复|函|通告|公告|请示|计划|规划|条例|细则|(?:若干|暂行|管理|实施)规定"
)
_INSIDE = r"[^，。；：、《》〈〉<>＜＞“”\n]"
_NAME = re.compile(
    rf"""(?:根据|依据|按照|依照|遵照|参照|贯彻落实|贯彻执行|贯彻|落实|执行|转发|批转|印发|将|附件{_INSIDE}{{0,3}}[：:]\s*(?:\d[.．、]\s*)?)
    (?P<name>[^，。；：、《》〈〉<>＜＞“”（）()\n]{{1,30}}(?:委|委员会|局|厅|部|政府|国务院|法院|检察院|办公厅|办公室|总署)关于{_INSIDE}{{2,60}}?的{_INSIDE}{{0,8}}?
    (?:{_KIND})(?:（试行）)?(?:的(?:通知|意见|决定|请示))?)(?=[（(，。；：、\n]|$|的|精神|要求|等|转发|批转|印发|有关)""",
    re.VERBOSE,
)


def find(body: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span("name") for m in _NAME.finditer(body)) if "关于" in body else ()
