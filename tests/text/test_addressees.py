from __future__ import annotations

import pytest

from policy_library.text import addressees

ROWS = [
    ("各区人民政府，市政府各委、办、局：", ["各区人民政府", "市政府各委、办、局"]),
    ("各有关单位:", ["各有关单位"]),
    ("各镇人民政府、各街道办事处，区政府有关委、办、局：", ["各镇人民政府", "各街道办事处", "区政府有关委、办、局"]),
    ("嘉北区、嘉南区交通委：", ["嘉北区、嘉南区交通委"]),
    ("各区民政局、财政局、残联：", ["各区民政局、财政局、残联"]),
    ("市公安局、市财政局、市民政局：", ["市公安局", "市财政局", "市民政局"]),
    ("各市、县（市、区）交通运输局：", ["各市、县（市、区）交通运输局"]),
    ("各区（市）县教育局，高新区教育文体局：", ["各区（市）县教育局", "高新区教育文体局"]),
    ("联联充电、各充换电设施运营企业、：", ["联联充电", "各充换电设施运营企业"]),
    ("各区交通委，\n各有关企\n业：", ["各区交通委", "各有关企业"]),
    ("各局(公司、中心),有关单位", ["各局(公司、中心)", "有关单位"]),
    ("东港区人民政府：", ["东港区人民政府"]),
    ("", []),
    ("：", []),
]


@pytest.mark.parametrize(("line", "names"), ROWS)
def test_a_line_is_split(line: str, names: list[str]) -> None:
    assert list(addressees.split(line)) == names


def test_ten_thousand_brackets_cost_no_more_than_their_length() -> None:
    assert len(addressees.split("（，" * 10_000)) == 1
