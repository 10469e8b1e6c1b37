"""Addresses are asked of a real server that misbehaves in every way that hosts are known for."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import ClientConnectorDNSError
from aiohttp.client_reqrep import ConnectionKey
from misbehaving import BOMB, HOSTS, Server, misbehaving
from yarl import URL

from policy_library.patrol.failures import failure
from policy_library.patrol.inner import InnerAddress, OuterResolver, is_inner
from policy_library.patrol.known import Known, Seen
from policy_library.patrol.link_patrol import changed_only, check_links
from policy_library.patrol.links import Link
from policy_library.patrol.pages import unpacked
from policy_library.patrol.verdicts import LinkResult, mend, message
from policy_library.settings import LinkOptions

TODAY = date(2026, 11, 20)
FAST: dict[str, Any] = {"pause": 0, "backoff": 0.01, "timeout": 1, "networks": ["127.0.0.0/8"], "at_once": 40, "per_host": 40}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving() as running:
        yield running


def link(url: str, kind: str = "text") -> Link:
    return Link(url, kind, (("policies/a.md", 3),))


def check(*urls: str, today: date = TODAY, known: Known = Known(), kind: str = "text", **options: Any) -> tuple[LinkResult, ...]:
    return in_own_thread(check_links, [link(url, kind) for url in urls], LinkOptions(**{**FAST, **options}), today, known)


def in_own_thread(call: Callable[..., Any], *args: Any) -> Any:
    """The main thread may hold the loop that drives the browser of other tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *args).result()


EXPECTED = {
    "/": "good", "/good": "good", "/good.pdf": "good", "/plain": "good", "/no-content": "good",
    "/head-403.pdf": "good", "/head-404.pdf": "good", "/head-405.pdf": "good", "/head-501.pdf": "good", "/head-says-html.pdf": "good",
    "/head-silent.pdf": "good", "/head-reset.pdf": "good",
    "/status-400": "client-error", "/status-401": "refused", "/status-403": "refused", "/status-404": "not-found", "/status-405": "refused",
    "/status-410": "gone", "/status-412": "refused", "/status-429": "busy", "/status-451": "refused", "/status-500": "server-error",
    "/status-503": "server-error", "/later-503": "good", "/later-reset": "good", "/wait-nonsense": "good",
    "/endless": "good", "/drip": "timeout", "/silent": "timeout", "/reset": "reset", "/reset-within": "cut", "/cut": "cut", "/longer": "bad-http",
    "/nonsense": "bad-http", "/no-words": "reset", "/bad-length": "bad-http", "/bad-header": "bad-http",
    "/gzip": "good", "/gzip-missing": "soft-404", "/gzip-damaged": "bad-body", "/unknown-packing": "good",
    "/to-good": "good", "/moved": "moved", "/moved-308": "moved", "/moved.pdf": "moved", "/moved-partly": "good", "/moved-to-missing": "not-found",
    "/moved-to-front": "front-page", "/loop": "redirect-loop", "/loop-itself": "redirect-loop", "/deep": "redirect-limit", "/cookie": "good",
    "/to-front": "front-page", "/to-error": "soft-404", "/to-inner": "redirect-inner", "/to-script": "redirect-elsewhere",
    "/to-nowhere": "redirect-nowhere", "/to-nonsense": "redirect-nowhere", "/to-chinese": "good", "/to-gbk": "good", "/not-modified": "redirect-nowhere",
    "/soft-title": "soft-404", "/soft-title-zh": "soft-404", "/soft-gbk": "soft-404", "/soft-text": "soft-404", "/soft-english": "soft-404",
    "/soft.pdf": "soft-404", "/page.pdf": "page-for-file", "/empty": "empty", "/nothing": "empty", "/script": "good", "/about-404": "good",
    "/404-bus": "good",
}


def test_every_misbehaviour_has_its_verdict(server: Server) -> None:
    results = check(*(server.url(path) for path in EXPECTED))
    found = dict(zip(EXPECTED, (result.reason for result in results), strict=True))
    assert found == EXPECTED
    for result in results:
        assert message(result).startswith(f"文中的链接“{result.link.url}”")
        assert mend(result)
        assert result.severity == (None if result.state == "good" else result.severity)
        assert (result.last_good == TODAY) == (result.state in ("good", "moved", "expiring"))


def test_only_the_first_bytes_of_a_body_are_read(server: Server) -> None:
    endless, bomb, huge = check(server.url("/endless"), server.url("/bomb"), server.url("/good.pdf"), read_kb=16)
    assert (endless.state, bomb.reason, huge.state) == ("good", "empty", "good")
    assert server.visited("/endless")[0].sent < 8_000_000  # what fits into the buffers between the two
    assert [visit.method for visit in server.visited("/good.pdf")] == ["HEAD"]
    assert unpacked(BOMB, "gzip", 1000) == b" " * 1000


def test_a_permanent_redirect_names_the_better_address(server: Server) -> None:
    moved, twice, partly, front = check(*map(server.url, ("/moved", "/moved-308", "/moved-partly", "/moved-to-front")))
    assert (moved.better, twice.better) == (server.url("/good"), server.url("/good"))
    assert server.url("/good") in mend(moved)
    assert (partly.state, partly.better, front.better) == ("good", None, None)


@pytest.mark.parametrize(("redirects", "reason"), [(1, "redirect-limit"), (2, "moved")])
def test_redirects_are_followed_up_to_a_limit(server: Server, redirects: int, reason: str) -> None:
    assert check(server.url("/moved-308"), redirects=redirects)[0].reason == reason


def test_what_may_pass_is_asked_again_and_what_stays_is_not(server: Server) -> None:
    check(*map(server.url, ("/status-503", "/status-500", "/reset", "/status-404", "/status-403", "/later-503")), attempts=3)
    asked = {path: len(server.visited(path)) for path in ("/status-503", "/status-500", "/reset", "/status-404", "/status-403", "/later-503")}
    assert asked == {"/status-503": 3, "/status-500": 3, "/reset": 3, "/status-404": 1, "/status-403": 1, "/later-503": 3}


def test_further_attempts_come_later_and_later(server: Server) -> None:
    check(server.url("/status-500"), backoff=0.1, attempts=4)
    begun = [visit.began for visit in server.visited("/status-500")]
    assert len(begun) == 4
    assert begun[1] - begun[0] >= 0.04  # half of 0.1, or more
    assert begun[3] - begun[2] >= 0.18  # half of 0.4, or more: longer than any wait that is not doubled


def test_a_host_is_given_the_time_it_asks_for(server: Server) -> None:
    results = check(server.url("/wait", HOSTS[0]), server.url("/wait-date", HOSTS[1]), timeout=5)
    assert [result.state for result in results] == ["good", "good"]
    for path in ("/wait", "/wait-date"):
        first, second = server.visited(path)
        assert second.began - first.began >= 0.95


def test_a_host_that_asks_for_a_long_rest_gets_it(server: Server) -> None:
    first, second, other = check(server.url("/wait-long"), server.url("/good"), server.url("/good", HOSTS[1]), per_host=1)
    assert (first.reason, second.state, second.reason, other.state) == ("server-error", "unasked", "rest", "good")
    assert len(server.visits) == 2


def test_requests_are_few_at_a_time(server: Server) -> None:
    check(*(server.url(f"/slow?{n}", host) for host in HOSTS for n in range(5)), at_once=4, per_host=2)
    assert server.peaks["all"] <= 4
    assert all(server.peaks[host] <= 2 for host in HOSTS)
    assert server.peaks["all"] >= 3


def test_there_is_a_pause_between_requests_to_one_host(server: Server) -> None:
    check(*(server.url(f"/slow?{n}") for n in range(4)), server.url("/to-good"), pause=0.1)
    begun = [visit.began for visit in server.visits]
    assert len(begun) == 6
    assert max(begun) - min(begun) >= 0.45


def test_it_says_who_asks(server: Server) -> None:
    check(server.url("/good"), user_agent="Yunhai patrol (+https://policy.yunhai.example/about/)")
    assert server.visits[0].headers["user-agent"] == "Yunhai patrol (+https://policy.yunhai.example/about/)"
    with pytest.raises(ValueError, match="user_agent"):
        LinkOptions(user_agent="a\r\nX: b")


def test_links_are_asked_in_their_order(server: Server) -> None:
    urls = [server.url(f"/good?{n}", HOSTS[n % 3]) for n in range(9)]
    check(*urls, at_once=1)
    assert [visit.path for visit in server.visits] == [f"/good?{n}" for n in range(9)]


def test_what_was_not_asked_in_time_is_not_passed_as_good(server: Server) -> None:
    began = time.monotonic()
    results = check(server.url("/good"), server.url("/silent"), server.url("/good?2"), at_once=1, timeout=30, time=0.3)
    assert time.monotonic() - began < 2
    assert [(result.state, result.reason) for result in results] == [("good", "good"), ("unasked", "time"), ("unasked", "time")]
    assert [result.severity for result in results] == [None, "note", "note"]
    assert all(result.last_good is None for result in results[1:])


def test_inner_networks_are_not_asked(server: Server) -> None:
    port = server.ports["127.0.0.1"]
    urls = [f"http://{host}:{port}/good" for host in ("127.0.0.1", "localhost", "oa", "oa.yunhai.local", "[::ffff:127.0.0.1]", "[fd00::1]", "100.64.0.1")]
    assert {result.reason for result in check(*urls, networks=[])} == {"inner"}
    assert {result.reason for result in check(f"http://127.1:{port}/good", f"http://2130706433:{port}/good", networks=[])} == {"bad-address"}
    assert server.visits == []


@pytest.mark.parametrize(
    "host", ["::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::", "fec0::1", "ff02::1", "224.0.0.1", "fe80::1", "169.254.169.254"],
)
def test_an_inner_address_in_other_clothes_is_one(host: str) -> None:
    assert is_inner(URL.build(scheme="http", host=host), ())


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::"])
def test_an_outer_address_is_none(host: str) -> None:
    assert not is_inner(URL.build(scheme="http", host=host), ())


def test_no_password_of_this_machine_goes_to_a_host(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login robot password hunter2\n", "utf8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert check(server.url("/good"))[0].reason == "good"
    assert not [name for visit in server.visits for name in visit.headers if name.lower() == "authorization"]


def test_names_that_lead_to_an_inner_network_are_not_asked() -> None:
    async def resolve(host: str) -> list[str]:
        return [one["host"] for one in await OuterResolver(LinkOptions(networks=["127.0.0.2/32"]).networks).resolve(host, 80)]

    with pytest.raises(InnerAddress) as raised:
        in_own_thread(asyncio.run, resolve("127.0.0.1"))
    assert in_own_thread(asyncio.run, resolve("127.0.0.2")) == ["127.0.0.2"]
    key = ConnectionKey("oa.yunhai.example", 80, False, True, None, None, None)
    assert failure(ClientConnectorDNSError(key, raised.value)).reason == "inner"


def test_an_office_asks_through_its_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which stands inside, under a name or an address, and knows names that we do not."""
    for proxy in (server.url(""), server.url("").replace("127.0.0.1", "localhost")):
        monkeypatch.setenv("http_proxy", proxy)
        assert check("http://policy.invalid/good", networks=[])[0].reason == "not-found"
    assert [visit.path for visit in server.visits] == ["http://policy.invalid/good"] * 2


def test_addresses_that_cannot_be_reached(server: Server) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.3", 0))
        refused = f"http://127.0.0.3:{closed.getsockname()[1]}/"
        bad = ["http://[::1", "http://a.example:99999/", f"http://{'a' * 70}.example/", "http://a..example/", "http://"]
        results = check(server.url("/good"), refused, "http://nowhere.invalid/a", "http://云海.invalid/政策", *bad)
    good, connection, name, wide, *odd = (result.reason for result in results)
    assert (good, connection) == ("good", "connection-refused")
    assert {name, wide} <= {"name", "name-later"}
    assert set(odd) <= {"bad-address", "name", "name-later"}


def test_a_host_that_does_not_answer_is_asked_once_for_all_its_addresses(server: Server) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", 0))
        urls = [f"http://127.0.0.2:{closed.getsockname()[1]}/{n}" for n in range(50)]
        began = time.monotonic()
        results = check(server.url("/good"), *urls, backoff=0.1, pause=0.2, per_host=1)
    assert {result.reason for result in results[1:]} == {"connection-refused"}
    assert time.monotonic() - began < 3


def test_without_a_network_of_our_own_nothing_is_said_about_links() -> None:
    seen = Known({"http://nowhere.invalid/": Seen(good=TODAY)})
    results = check("http://nowhere.invalid/", "http://nobody.invalid/", known=seen)
    assert [(result.state, result.reason) for result in results] == [("unasked", "network")] * 2
    assert (results[0].last_good, results[0].failing_since) == (TODAY, None)


def test_chinese_addresses_are_asked_as_browsers_ask(server: Server) -> None:
    assert [result.state for result in check(server.url("/政策/一.html"), server.url("/%D5%FE"))] == ["good", "good"]


def test_progress_is_told(server: Server) -> None:
    told: list[tuple[int, int]] = []
    asked = [link(server.url("/good")), link(server.url("/status-404"))]
    in_own_thread(check_links, asked, LinkOptions(**FAST), TODAY, Known(), lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_nothing_to_ask_is_no_trouble() -> None:
    assert check() == ()


def test_only_what_a_change_names_is_asked() -> None:
    one, other = Link("http://a.example/", "text", (("policies/a.md", 3), ("policies/b.md", 4))), Link("http://b.example/", "text", (("policies/c.md", 1),))
    assert changed_only((one, other), {"policies/b.md"}) == (one,)


def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    ca, stranger = trustme.CA(), trustme.CA()
    whole = {"not_before": now - timedelta(90), "not_after": now + timedelta(90)}
    made = {
        "good": (ca, {}), "certificate-ends": (ca, {"not_after": now + timedelta(10)}), "certificate-expired": (ca, {"not_after": now - timedelta(1)}),
        "certificate-early": (ca, {"not_before": now + timedelta(5)}), "certificate-untrusted": (stranger, {}),
    }
    hosts = {reason: f"127.0.1.{number}" for number, reason in enumerate((*made, "certificate-name", "certificate-self-signed"), 1)}
    contexts = {host: ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) for host in hosts.values()}
    for reason, (issuer, days) in made.items():
        issuer.issue_cert(hosts[reason], **{**whole, **days}).configure_cert(contexts[hosts[reason]])
    ca.issue_cert("other.example").configure_cert(contexts[hosts["certificate-name"]])
    (tmp_path / "own.pem").write_bytes(stranger.private_key_pem.bytes() + stranger.cert_pem.bytes())
    contexts[hosts["certificate-self-signed"]].load_cert_chain(tmp_path / "own.pem")
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with misbehaving(contexts) as server:
        hosts["secure-connection"] = HOSTS[0]
        results = check(*(server.url("/good", host).replace("http:", "https:") for host in hosts.values()), today=now.date(), timeout=5)
    assert [result.reason for result in results] == list(hosts)
    ends = results[1]
    assert (ends.state, ends.severity, ends.detail) == ("expiring", "warning", (now + timedelta(10)).date().isoformat())
    assert ends.detail in message(ends)
    assert all(result.status is None and result.severity == "warning" for result in results[2:])
