from __future__ import annotations

from datetime import date

import pytest

from policy_library.text import dates

NO_DATE = [
    "2024年5月",  # no day
    "2024年13月1日",
    "2023年2月29日",
    "2024年4月31日",
    "二〇二四年十三月一日",
    "1024年5月13日",
    "〇〇〇〇年一月一日",
    "2024513",  # lost units: damage, never a guess
    "20240513",
    "5月13日",
    "24年5月13日",
    "2024-05",
    "2024-5-32",
    "2024-05/13",
    "192.168.2024.5.13",
    "GB/T 2024-05-13A",
    "第2024年5月",
    "沪府办〔2024〕5号",
    "12:30",
    "",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_this_is_no_date(text: str) -> None:
    assert dates.parse(text) is None
    assert dates.find(text) == ()


WRITTEN = [
    ("2024-05-13", date(2024, 5, 13)),
    ("2024-5-13", date(2024, 5, 13)),
    ("2024/05/13", date(2024, 5, 13)),
    ("2023.10.24", date(2023, 10, 24)),
    ("2024年5月13日", date(2024, 5, 13)),
    ("2024年05月03日", date(2024, 5, 3)),
    ("２０２４年５月１３日", date(2024, 5, 13)),
    ("2024 年 5 月 13 日", date(2024, 5, 13)),
    ("2014\n年6\n月28\n日", date(2014, 6, 28)),  # a scraped page
    ("2024年　5月　13日", date(2024, 5, 13)),
    ("2024年5月13号", date(2024, 5, 13)),
    ("二〇二四年五月十三日", date(2024, 5, 13)),
    ("二○二一年八月十八日", date(2021, 8, 18)),
    ("二零二一年十二月三十日", date(2021, 12, 30)),
    ("二OO五年十二月十日", date(2005, 12, 10)),
    ("二00五年六月十七日", date(2005, 6, 17)),
    ("一九八七年二月二十五日", date(1987, 2, 25)),
    ("一九九四年六月廿四日", date(1994, 6, 24)),
    ("二○一六年一月五日", date(2016, 1, 5)),
]


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_a_date_in_any_form(text: str, day: date) -> None:
    assert dates.parse(text) == day
    body = f"自{text}起施行"
    (found,) = dates.find(body)
    assert (body[found.start : found.end], found.date) == (text, day)


def test_several_dates_in_order() -> None:
    body = "自2024年5月1日起施行，有效期至二〇二九年四月三十日止（2024-05-02）"
    assert [f.date.isoformat() for f in dates.find(body)] == ["2024-05-01", "2029-04-30", "2024-05-02"]


def test_a_date_prints_as_the_standard_wants_it() -> None:
    assert dates.format_zh(date(2024, 5, 3)) == "2024年5月3日"
    assert dates.parse(dates.format_zh(date(1999, 12, 31))) == date(1999, 12, 31)
