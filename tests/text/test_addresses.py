"""Which web addresses a text names, and where each ends."""

from __future__ import annotations

import time

import pytest

from policy_library.text.addresses import find


@pytest.mark.parametrize(
    "text",
    [
        "没有网址", "mailto:a@b.example", "tel:12345", "ftp://a.example/", "https:// 后面没有", "xhttps://a.example", "<!-- https://a.example/ -->",
        "[内部](../policies/a.md)", "https://", "javascript:alert('://')",
    ],
)
def test_no_address(text: str) -> None:
    assert list(find(text)) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("见 https://a.example/b?c=1&d=2#e 。", "https://a.example/b?c=1&d=2#e"), ("网址：http://a.example/b，查询", "http://a.example/b"),
        ("登录http://a.example/b查询", "http://a.example/b"), ("（https://a.example/b）", "https://a.example/b"),
        ("(see https://a.example/b).", "https://a.example/b"), ("https://a.example/b_(c).", "https://a.example/b_(c)"),
        ("**https://a.example/b**", "https://a.example/b"), ("HTTP://A.example", "HTTP://A.example"), ("https://a.example:8443/", "https://a.example:8443/"),
        ("https://a.example/b\\_c", "https://a.example/b_c"), ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("[办理](https://a.example/政策/一.html \"标题\")", "https://a.example/政策/一.html"), ("[办理](https://a.example/b_(c))。", "https://a.example/b_(c)"),
        ("[办理](https://云海.example/b)", "https://云海.example/b"), ("<https://云海.example/政策>", "https://云海.example/政策"),
        ('<a href="https://a.example/政策?a=1&amp;b=2">办理</a>', "https://a.example/政策?a=1&b=2"), ("[办理]: https://a.example/政策", "https://a.example/政策"),
        ("[见](<https://a.example/b c>)", "https://a.example/b"), ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("| 网址 | https://a.example/b|", "https://a.example/b"), ("`https://a.example/b`", "https://a.example/b"),
    ],
)
def test_an_address_and_where_it_ends(text: str, address: str) -> None:
    assert [found for _, found in find(text)] == [address]


def test_each_has_its_place() -> None:
    text = "[甲](https://a.example/)，<https://b.example/>\n<!-- https://c.example/ -->https://d.example/"
    assert [(found, text[start:].startswith(found)) for start, found in find(text)] == [
        ("https://a.example/", True), ("https://b.example/", True), ("https://d.example/", True),
    ]


@pytest.mark.parametrize("piece", ["http://", "<!--", "](http://(", "http://a(", "http://a)", ")", "*.", "<http://", '"http://a', "\\)"])
def test_no_text_takes_long(piece: str) -> None:
    began = time.monotonic()
    list(find("http://a" + piece * 100_000))
    assert time.monotonic() - began < 5
