"""Which addresses are of inner networks: they are told (S005) and not asked by the patrol."""

from __future__ import annotations

import pytest

from policy_library.text.secrecy import INTRANET


@pytest.mark.parametrize("address", ["http://www.localnews.example/", "http://www.oa.gov.example/", "http://localhost.example/", "https://corp.example/", "http://www.lan-tian.example/"])
def test_a_public_name_that_begins_like_an_inner_one(address: str) -> None:
    assert not INTRANET.match(address)


@pytest.mark.parametrize("address", ["http://oa.yunhai.local/", "http://a.corp:8080/x", "http://localhost", "http://localhost:80/", "http://oa/", "http://a.lan查询", "http://10.1.2.3/x"])
def test_an_inner_address(address: str) -> None:
    assert INTRANET.match(address)
