"""How grave a link is, and in which words it is told."""

from __future__ import annotations

from datetime import date

import pytest
from yarl import URL

from policy_library.locale import catalogue, texts
from policy_library.patrol.asking import Answer
from policy_library.patrol.failures import CERTIFICATE, PASSING, Failure
from policy_library.patrol.known import Seen
from policy_library.patrol.links import Link
from policy_library.patrol.pages import Page
from policy_library.patrol.soft import missing_path, missing_text, missing_title
from policy_library.patrol.verdicts import STATES, STATUSES, LinkResult, judge, mend, message
from policy_library.settings import LinkOptions
from policy_library.text.data import load

MON, FRI = date(2026, 11, 16), date(2026, 11, 20)
PAGE = Page("停车场管理办法", "为了规范停车场的管理，制定本办法。", False)


def failed(reason: str, kind: str = "text", seen: Seen = Seen()) -> LinkResult:
    return judge(Link("https://a.example/x", kind, (("policies/a.md", 3),)), Failure(reason), LinkOptions(), FRI, seen)


def answered(status: int = 200, kind: str = "text", to: str = "https://a.example/x", page: Page | None = PAGE, ends: date | None = None, permanent: bool = False) -> LinkResult:
    asked = "https://a.example/x"
    answer = Answer(URL(asked), URL(to), status, permanent, page, ends)
    return judge(Link(asked, kind, (("policies/a.md", 3),)), answer, LinkOptions(), FRI, Seen())


@pytest.mark.parametrize(
    ("result", "severity"),
    [
        (answered(), None), (answered(404), "warning"), (answered(404, "service"), "error"), (answered(403), "note"), (answered(403, "service"), "warning"),
        (answered(503), "note"), (answered(503, "service"), "error"), (failed("timeout"), "note"), (failed("timeout", "service"), "error"),
        (failed("timeout", seen=Seen(MON, MON, MON, 1)), "warning"), (failed("name"), "warning"), (failed("certificate-expired"), "warning"),
        (failed("certificate-expired", "service"), "error"), (failed("time"), "note"), (failed("time", "service"), "warning"), (failed("inner", "service"), "note"),
        (answered(to="https://a.example/y", permanent=True), "note"), (answered(to="https://a.example/y", permanent=True, kind="service"), "warning"),
        (answered(ends=date(2026, 12, 4)), "warning"), (answered(ends=date(2026, 12, 5)), None),
    ],
)
def test_severity(result: LinkResult, severity: str | None) -> None:
    assert result.severity == severity


def test_a_failure_is_told_with_its_history() -> None:
    told = message(failed("timeout", "service", Seen(MON, date(2026, 11, 17), date(2026, 11, 19), 3)))
    assert told == "办事链接“https://a.example/x”太慢，在限定的时间里没有打开；上次正常是 2026-11-16，2026-11-17 起连续 4 天巡检都不正常"
    assert "还没有见过它正常" in message(failed("timeout"))


def test_a_certificate_that_ends_soon_and_a_better_address_are_both_told() -> None:
    result = answered(to="https://b.example/y", permanent=True, ends=date(2026, 11, 25))
    assert (result.state, result.better) == ("expiring", "https://b.example/y")
    assert "2026-11-25" in message(result)
    assert "https://b.example/y" in mend(result)


def test_words_of_a_host_cannot_command_a_terminal() -> None:
    told = message(answered(page=Page("404\x1b[31m - \r\n站", "")))
    assert told.isprintable()


def test_every_reason_has_words_and_none_is_idle() -> None:
    reasons = {
        *STATES, *STATUSES.values(), *PASSING, *CERTIFICATE.values(), "good", "moved", "certificate-ends", "certificate-other", "secure-connection", "soft-404",
        "front-page", "client-error", "redirect-nowhere", "redirect-loop", "redirect-limit", "redirect-elsewhere", "redirect-inner", "bad-address", "name", "bad-body",
    }
    assert set(catalogue("links")["reason"]) == reasons  # type: ignore[call-overload]
    for reason in reasons - {"good", "moved", "certificate-ends"}:
        assert message(failed(reason)) and mend(failed(reason))
    assert texts("links.reason.good")


TESTS = {"titles": missing_title, "texts": missing_text, "paths": missing_path}


@pytest.mark.parametrize(("kind", "entry"), [(kind, entry) for kind in TESTS for entry in load("missing_pages")[kind]], ids=lambda one: one if isinstance(one, str) else one["example"])
def test_words_of_missing_pages_do_as_their_examples_say(kind: str, entry: dict[str, str]) -> None:
    read = (lambda words: URL(f"https://a.example/{words}")) if kind == "paths" else str
    assert TESTS[kind](read(entry["example"]))
    assert not TESTS[kind](read(entry["not"]))


@pytest.mark.parametrize("title", ["", "404路公交车改道通知", "云海市交通委员会", "关于页面不存在问题的答复", "错误信息更正公告", "Notes on found property", "服务器采购公告"])
def test_titles_of_real_pages(title: str) -> None:
    assert not missing_title(title)


@pytest.mark.parametrize("title", ["404", "404 Not Found", "HTTP 404 - 云海市", "抱歉，您访问的页面不存在！", "云海市人民政府-页面未找到", "Error 404", "Page Not Found | Portal", "您访问的页面不存在或已删除", "出错啦_404"])
def test_titles_of_missing_pages(title: str) -> None:
    assert missing_title(title)
