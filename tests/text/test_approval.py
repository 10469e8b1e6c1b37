from __future__ import annotations

import pytest

from policy_library.text import approval

ROWS = [
    ("《停车规定》已经市交通委2024年第7次主任办公会审议通过，现予印发。", "市交通委2024年第7次主任办公会审议通过"),
    ("已经2024年1月31日第2次主任办公会议审议通过,现予印发", "2024年1月31日第2次主任办公会议审议通过"),
    ("《办法》业经县政府第38次常务会议讨论通过，现予公布。", "县政府第38次常务会议讨论通过"),
    ("经市委常委会第58次会议审议通过，提出如下意见。", "市委常委会第58次会议审议通过"),
    ("已由局长办公会 研究同意，现印发", "局长办公会研究同意"),
    ("已经市政府同意，现转发给你们。", None),
    ("经市交通委员会同意，现予印发。", None),
    ("经专家评审会评审，符合要求。", None),
    ("会议通过了年度预算。", None),
    ("未经业主大会同意，不得改建。", None),
    ("应当经居民会议讨论同意后实施。", None),
]


@pytest.mark.parametrize(("text", "meeting"), ROWS)
def test_a_meeting_is_found(text: str, meeting: str | None) -> None:
    found = approval.find(text)
    assert (found.text if found else None) == meeting
    assert not found or "".join(text[found.start : found.end].split()) == meeting
