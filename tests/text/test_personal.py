"""Data of persons, in whatever digits and widths."""

from __future__ import annotations

import pytest

from policy_library.text import personal


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("护照号码：12345678。", ["passport"]), ("护照号码：１２３４５６７８。", ["passport"]), ("护照号码：𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖。", ["passport"]),
        ("联系人手机１３８１２３４５６７８。", ["mobile"]), ("号牌沪Ａ１２３４５的车辆", ["plate"]), ("自2024年1月1日起施行，共12345。", []),
    ],
)
def test_digits_of_any_kind_are_digits(text: str, kinds: list[str]) -> None:
    """Copied from a PDF, they may be those of mathematics."""
    assert [one.kind for one in personal.find(text)] == kinds
