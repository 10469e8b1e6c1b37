"""Where a text tells an applicant where to go: a service should stand beside it (阅办联动)."""

from __future__ import annotations

import re

APPLY = re.compile(
    r"(?:通过|登录|在|到|至|向)[^，。；\n]{0,24}(?:一网通办|政务服务(?:网|平台|窗口|中心|大厅)|受理窗口|办事窗口|行政服务中心|随申办)[^。；\n]{0,30}(?:申请|申报|办理|备案|登记|提交|预约)"
    r"|(?:申请人|申请单位|申请企业|申报单位|经营者)(?:应当|可以|需)?向[^，。；\n]{2,24}(?:提出|提交|递交)[^，。；\n]{0,12}申请"
)
_NEEDED = re.compile(r"政务服务|一网通办|窗口|行政服务中心|随申办|申请人|申请单位|申请企业|申报单位|经营者")


def find(body: str) -> tuple[int, str] | None:
    """(start, words) of the first place."""
    found = APPLY.search(body) if _NEEDED.search(body) else None
    return (found.start(), found[0]) if found else None
