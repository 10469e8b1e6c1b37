from __future__ import annotations

import pytest

from policy_library.text.normalize import half_width, squeeze, title_key


def test_half_width_touches_digits_and_letters_only() -> None:
    assert half_width("２０２４年ＥＴＣ（ａ）：１．２，　") == "2024年ETC（a）：1．2，　"


def test_squeeze_drops_every_kind_of_blank() -> None:
    assert squeeze(" 停 车\u3000场\u200b\n库\ufeff\u00a0管\t理\r\u2028 ") == "停车场库管理"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("上海市停车场（库）管理办法", "上海市停车场(库)管理办法"),
        ("关于印发《停车办法》的通知", "关于印发〈停车办法〉的通知"),
        ("关于印发《停车办法》的通知", "关于印发<停车办法>的通知"),
        ("高效办成大件运输“一件事”实施方案", '高效办成大件运输"一件事"实施方案'),
        ("2024年工作要点", "２０２４年 工作要点"),
        ("上海市交通委员会\n关于停车的通知", "上海市交通委员会 关于停车的通知"),
        ("规划（2026—2030年）", "规划(2026-2030年)"),
        ("ETC收费规定", "etc收费规定"),
    ],
)
def test_titles_that_are_the_same(a: str, b: str) -> None:
    assert title_key(a) == title_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("停车管理办法", "停车管理规定"),
        ("停车管理办法（试行）", "停车管理办法"),
        ("2024年工作要点", "2023年工作要点"),
        ("甲、乙管理办法", "甲乙管理办法"),
    ],
)
def test_titles_that_are_not(a: str, b: str) -> None:
    assert title_key(a) != title_key(b)
