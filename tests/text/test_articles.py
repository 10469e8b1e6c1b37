from __future__ import annotations

import pytest

from policy_library.text import articles


@pytest.mark.parametrize(
    "text",
    [
        "第条",
        "十二条",
        "第十二章",
        "第〇条",
        "第零条",
        "条",
        "第一百百条",
        "第十二条第二款",
        "第abc条",
        "",
        "第十二条之",
    ],
)
def test_this_is_no_article_number(text: str) -> None:
    assert articles.number(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第十二条", "第十二条"),
        ("第12条", "第十二条"),
        ("第１２条", "第十二条"),
        ("第 十二 条", "第十二条"),
        ("第一百零三条", "第一百零三条"),
        ("第一百〇三条", "第一百零三条"),
        ("第110条", "第一百一十条"),
        ("第十二条之一", "第十二条之一"),
        ("第12条之2", "第十二条之二"),
        ("第一千二百六十条", "第一千二百六十条"),
    ],
)
def test_an_article_number_has_one_form(text: str, label: str) -> None:
    assert articles.number(text) == label
    assert articles.number(label) == label


def told(body: str, start: int = 0) -> list[str]:
    return [
        f"{reference}|{body[reference.start : reference.end]}" for reference in articles.follow(body, start)
    ]


@pytest.mark.parametrize(
    ("body", "references"),
    [
        ("第三十四条之规定", ["第三十四条|第三十四条"]),
        ("第十二条第二款、第十三条", ["第十二条第二款|第十二条第二款", "第十三条|第十三条"]),
        ("第三条至第五条", ["第三条|第三条", "第五条|第五条"]),
        ("第八条第一款第（三）项、第（五）项和第二款", ["第八条第一款第三项|第八条第一款第（三）项", "第八条第一款第五项|第（五）项", "第八条第二款|第二款"]),
        ("第12条第2款", ["第十二条第二款|第12条第2款"]),
        ("的第三条", []),
        ("规定，第三条", []),
        ("第三章", []),
    ],
)  # fmt: skip
def test_references_in_a_row(body: str, references: list[str]) -> None:
    assert told(body) == references


def test_references_in_running_text() -> None:
    body = "依照本办法第三条、第十二条第二款的规定，以及第二十条之一"
    assert [str(f) for f in articles.find(body)] == ["第三条", "第十二条第二款", "第二十条之一"]


def test_every_numeral_is_read_back() -> None:
    wrong = [n for n in range(10_000) if articles.parse_numeral(articles.chinese_numeral(n)) != n]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "n"),
    [("十", 10), ("二十", 20), ("一十二", 12), ("一百零三", 103), ("一百一十", 110), ("二〇二四", 2024), ("两百", 200), ("３０", 30), ("〇", 0),
     ("十十", None), ("百", None), ("一二百", None), ("", None), ("甲", None), ("-1", None), ("1.5", None), ("²", None)],
)  # fmt: skip
def test_numerals(text: str, n: int | None) -> None:
    assert articles.parse_numeral(text) == n


def test_a_numeral_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 9999"):
        articles.chinese_numeral(10_000)
