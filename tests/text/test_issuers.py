from __future__ import annotations

import pytest

from policy_library.text import issuers

TITLES = [
    ("云海市交通委员会关于停车的通知", ["云海市交通委员会"]),
    ("云海市交通委员会、云海市公安局关于停车的通知", ["云海市交通委员会", "云海市公安局"]),
    ("云海市交通委员会 云海市公安局 关于停车的通知", ["云海市交通委员会", "云海市公安局"]),
    ("云海市交通委员会等三部门关于停车的通知", ["云海市交通委员会"]),
    ("云海市人民政府办公厅印发《停车办法》的通知", ["云海市人民政府办公厅"]),
    ("云海市人民政府办公厅转发市交通委关于停车的意见的通知", ["云海市人民政府办公厅"]),
    ("云海市人民政府令", ["云海市人民政府"]),
    ("云海市公安局公告", ["云海市公安局"]),
    ("关于停车的通知", []),
    ("云海市停车管理办法", []),
    ("停车场关于收费的说明", []),
]
SHORT = [
    ("市交通委", "云海市交通委员会", True),
    ("市发展改革委", "云海市发展和改革委员会", True),
    ("市规划资源局", "云海市规划和自然资源局", True),
    ("市人力资源社会保障局", "云海市人力资源和社会保障局", True),
    ("省卫健委", "青麓省卫生健康委员会", True),
    ("市公安局", "云海市公安局", True),
    ("市公安局", "云海市交通委员会", False),
    ("市财政局", "云海市财政局东港分局", False),
    ("县交通局", "云海市交通委员会", False),
]


@pytest.mark.parametrize(("title", "names"), TITLES)
def test_a_title_names_its_agencies(title: str, names: list[str]) -> None:
    assert list(issuers.of_title(title)) == names


@pytest.mark.parametrize(("short", "full", "held"), SHORT)
def test_a_short_name(short: str, full: str, held: bool) -> None:
    assert issuers.is_short_for(short, full) is held


@pytest.mark.parametrize(
    ("title", "told", "signed", "names"),
    [
        ("停车通知", None, ["市交通委", "市公安局"], ["市交通委", "市公安局"]),
        ("停车通知", "云海市交通委员会", ["市交通委", "市公安局"], ["云海市交通委员会", "市公安局"]),
        ("停车通知", "云海市交通委员会", [], ["云海市交通委员会"]),
        ("云海市交通委员会等两部门关于停车的通知", "云海市交通委员会", ["市交通委", "云海市公安局"], ["云海市交通委员会", "云海市公安局"]),
        ("云海市公安局关于停车的通知", "云海市人民政府", ["市公安局"], ["云海市公安局"]),
        (None, None, [], []),
    ],
)
def test_title_head_and_signature_together(title: str | None, told: str | None, signed: list[str], names: list[str]) -> None:
    assert list(issuers.find(title, told, signed)) == names
