"""From the words for a document to the one document they name, or to nothing."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import consultation, errors, faq, interpretation, library, only, policy, topic
from policy_library.graph.resolve import Resolver


def resolver(files: dict[str, str]) -> Resolver:
    return library(files).graph.resolver


RULES = {
    "policies/rules.md": policy("云海市停车场（库）管理办法", "number: 云交规〔2024〕3号\naliases: [停车办法, 《》]"),
    "policies/notice.md": policy("云海市交通委员会关于印发《停车收费规定》的通知", "number: 云交〔2023〕12号"),
    "policies/order.md": policy("云海市道路管理规定", "number: 云海市人民政府令第12号"),
    "policies/reply.md": policy("云海市公安局关于同意设立夜间泊位的批复"),
    "policies/2019.md": policy("云海市临时停车办法", "written: 2019-05-01\nnumber: 云交规〔2019〕1号"),
    "policies/2022.md": policy("云海市临时停车办法", "written: 2022-05-01\nnumber: 云交规〔2022〕1号"),
    "faq/rules.md": faq("rules", "title: 停车问答"),
}

NAMED = [
    pytest.param("rules", ["policies/rules"], id="id"),
    pytest.param("policies/rules", ["policies/rules"], id="key"),
    pytest.param("/policies/rules/", ["policies/rules"], id="address"),
    pytest.param("faq/rules", ["faq/rules"], id="key-of-another-type"),
    pytest.param("云交规〔2024〕3号", ["policies/rules"], id="number"),
    pytest.param("云交规[2024]3号", ["policies/rules"], id="square-brackets"),
    pytest.param("云交规(2024)3号", ["policies/rules"], id="round-brackets"),
    pytest.param("云交规（２０２４）３号", ["policies/rules"], id="full-width"),
    pytest.param("云交规【2024】第03号", ["policies/rules"], id="lenticular-leading-zero"),
    pytest.param(" 云交规 〔2024〕 3 号 ", ["policies/rules"], id="blanks"),
    pytest.param("云交规\u3000﹝2024﹞3号", ["policies/rules"], id="small-brackets"),
    pytest.param("云海市人民政府令 第 12 号", ["policies/order"], id="order"),
    pytest.param("云海市人民政府令第十二号", ["policies/order"], id="order-in-chinese"),
    pytest.param("云海市停车场（库）管理办法", ["policies/rules"], id="title"),
    pytest.param("《云海市停车场(库)管理办法》", ["policies/rules"], id="title-in-marks-and-other-brackets"),
    pytest.param("云海市停车场 （库） 管理办法", ["policies/rules"], id="title-with-blanks"),
    pytest.param("停车办法", ["policies/rules"], id="alias"),
    pytest.param("停车收费规定", ["policies/notice"], id="what-a-notice-brings"),
    pytest.param("关于印发《停车收费规定》的通知", ["policies/notice"], id="title-without-its-issuer"),
    pytest.param("关于同意设立夜间泊位的批复", ["policies/reply"], id="reply-without-its-issuer"),
    pytest.param("停车问答", ["faq/rules"], id="title-of-another-type"),
    pytest.param("云海市临时停车办法", ["policies/2019", "policies/2022"], id="two-versions"),
    # nothing
    pytest.param("云交规〔2024〕30号", [], id="longer-serial"),
    pytest.param("云交规〔2023〕3号", [], id="another-year"),
    pytest.param("交规〔2024〕3号", [], id="shorter-office"),
    pytest.param("云交〔2024〕3号", [], id="another-office"),
    pytest.param("停车场（库）管理办法", [], id="part-of-a-title"),
    pytest.param("云海市停车场（库）管理办法实施细则", [], id="longer-title"),
    pytest.param("Rules", [], id="id-in-capitals"),
    pytest.param("rule", [], id="near-an-id"),
    pytest.param("", [], id="empty"),
    pytest.param("《》", [], id="empty-marks"),
]


@pytest.mark.parametrize(("words", "keys"), NAMED)
def test_what_words_name(words: str, keys: list[str]) -> None:
    """A page without a title stands by: it must never be what an empty word names."""
    found = resolver({**RULES, "about.md": "没有标题"}).named(words)
    assert [document.key for document in found] == keys


VERSIONS = [
    pytest.param("2018-12-31", [], id="before-any-was-written"),
    pytest.param("2019-05-01", ["policies/2019"], id="on-the-day-of-the-first"),
    pytest.param("2022-04-30", ["policies/2019"], id="the-day-before-the-second"),
    pytest.param("2022-05-01", ["policies/2022"], id="on-the-day-of-the-second"),
    pytest.param("2030-01-01", ["policies/2022"], id="long-after"),
    pytest.param(None, ["policies/2019", "policies/2022"], id="on-no-known-day"),
]


@pytest.mark.parametrize(("on", "keys"), VERSIONS)
def test_of_two_versions_the_one_in_force_when_it_was_cited(on: str | None, keys: list[str]) -> None:
    found = resolver(RULES).candidates("云海市临时停车办法", None, on=date.fromisoformat(on) if on else None)
    assert [one.key for one in found] == keys


def test_a_number_decides_where_there_is_one() -> None:
    known = resolver(RULES)
    assert [one.key for one in known.candidates("云海市停车场（库）管理办法", "云交规〔2019〕1号")] == ["policies/2019"]
    assert not known.candidates("云海市停车场（库）管理办法", "云交规〔1999〕9号")
    assert [one.key for one in known.candidates("云海市临时停车办法", "云交规〔2019〕1号", on=date(2030, 1, 1))] == ["policies/2019"]
    assert [one.key for one in known.candidates(None, "云交〔2023〕12号")] == ["policies/notice"]
    assert not known.candidates(None, None)


def test_two_of_one_title_written_on_one_day_are_neither() -> None:
    same = policy("云海市甲办法", "written: 2024-01-01")
    found = resolver({"policies/a.md": same, "policies/b.md": same}).candidates("云海市甲办法", None, on=date(2025, 1, 1))
    assert [one.key for one in found] == ["policies/a", "policies/b"]


def test_a_policy_before_what_explains_it_under_the_same_title() -> None:
    title = "云海市甲办法"
    files = {
        "policies/a.md": policy(title), "interpretations/b.md": interpretation("a", f"title: {title}"),
        "faq/c.md": faq("a", f"title: {title}"), "consultations/d.md": consultation(f"title: {title}"), "about.md": f"---\ntitle: {title}\n---\n",
    }
    assert [one.key for one in resolver(files).candidates(title, None, on=date(2030, 1, 1))] == ["policies/a"]
    del files["policies/a.md"]
    assert len(resolver(files).title(title)) == 3


def test_its_own_title_before_a_title_that_is_only_derived() -> None:
    files = {
        "policies/text.md": policy("停车收费规定"), "policies/notice.md": policy("云海市交通委员会关于印发《停车收费规定》的通知"),
    }
    assert [one.key for one in resolver(files).title("停车收费规定")] == ["policies/text"]


def test_two_notices_that_bring_the_same_title_are_told_apart_by_their_day() -> None:
    notice = "云海市交通委员会关于印发《停车收费规定》的通知"
    files = {"policies/a.md": policy(notice, "written: 2019-01-01"), "policies/b.md": policy(notice, "written: 2023-01-01")}
    assert [one.key for one in resolver(files).candidates("停车收费规定", None, on=date(2020, 1, 1))] == ["policies/a"]
    assert len(resolver(files).title("停车收费规定")) == 2


# --- references in a front matter -----------------------------------------------------------------------------------

TWINS = {
    "policies/a.md": policy("云海市甲办法", "number: 云交〔2024〕1号"),
    "policies/b.md": policy("云海市甲办法", "number: 云交〔2024〕2号"),
    "policies/2024/c.md": policy("云海市乙办法", "number: 云交〔2024〕3号"),
    "policies/d.md": policy("云海市丙办法", "number: 云交［2024］3号"),
}


@pytest.mark.parametrize("reference", ["云海市甲办法", "《云海市甲办法》", "{title: 云海市甲办法}", "{title: 云海市甲办法, url: https://x.example}"])
def test_an_ambiguous_title_is_nothing_and_names_its_candidates(reference: str) -> None:
    found = library({**TWINS, "policies/x.md": policy("丁", f"basis: [{reference}]")})
    (one,) = errors(found)
    assert (one.code, one.path, one.line) == ("R002", "policies/x.md", 6)
    assert "policies/a.md、policies/b.md" in one.message
    assert found.graph.forward("policies/x") == ()


def test_an_ambiguous_number_is_nothing_and_names_its_candidates() -> None:
    found = library({**TWINS, "policies/x.md": policy("丁", "basis: [云交（2024）3号]")})
    (one,) = errors(found)
    assert one.code == "R002"
    assert "policies/2024/c.md、policies/d.md" in one.message
    assert found.graph.forward("policies/x") == ()


REFERENCES = [
    pytest.param("{title: 云海市停车场（库）管理办法, number: 云交规〔2019〕1号}", "policies/2019", id="number-beats-title"),
    pytest.param("{document: rules, number: 云交规〔2019〕1号}", "policies/2019", id="number-beats-id"),
    pytest.param("{document: rules, number: 云交规〔1999〕9号}", "policies/rules", id="id-with-a-number-not-held"),
    pytest.param("{title: 停车办法}", "policies/rules", id="title-by-alias"),
    pytest.param("{number: 云交规（2019）1号}", "policies/2019", id="number-alone"),
    pytest.param("{document: 云交规〔2024〕3号, articles: [第三条]}", "policies/rules", id="with-articles"),
    pytest.param("{title: 云海市停车场（库）管理办法, number: 云交规〔1999〕9号}", None, id="a-title-does-not-make-up-for-a-number"),
    pytest.param("{title: 从未收录的办法}", None, id="title-not-held"),
    pytest.param("{title: 从未收录的办法, url: https://x.example}", None, id="title-and-address"),
]


@pytest.mark.parametrize(("reference", "target"), REFERENCES)
def test_a_reference_with_several_words(reference: str, target: str | None) -> None:
    found = library({**RULES, "policies/x.md": policy("丁", f"basis: [{reference}]")})
    assert errors(found) == []
    (link,) = found.graph.forward("policies/x")
    assert link.other == target


@pytest.mark.parametrize(("reference", "hint"), [
    ("rule", "例如 {标题: rule, 网址: https://…}"), ("《从未收录的办法》", "例如 {标题: 从未收录的办法, 网址"), ("{number: 云交规〔1999〕9号}", "标题"),
    ("[rules, 云交规〔1999〕9号]", "例如 {标题: 云交规〔1999〕9号"), ("云交规〔2024〕3号、从未收录的办法", "隔开：[云交规〔2024〕3号, 从未收录的办法]"),
])
def test_a_reference_to_what_is_not_there_is_an_error(reference: str, hint: str) -> None:
    found = library({**RULES, "policies/x.md": policy("丁", f"basis: {reference}")})
    (one,) = errors(found)
    assert (one.code, one.line) == ("R001", 6)
    assert hint in one.mend and not one.mend.endswith("；")


@pytest.mark.parametrize(("reference", "near"), [
    ("云海市停车场管理办法", "是不是要写“云海市停车场（库）管理办法”？"), ("《云海市停车场（库）管理办发》", "（库）管理办法”？"),
    ("云交规〔2024〕4号", "找不到。"), ("云海市绿化条例", "找不到。"),
])
def test_a_title_with_a_mistake_is_met_with_the_right_one(reference: str, near: str) -> None:
    (one,) = errors(library({**RULES, "policies/x.md": policy("丁", f"basis: {reference}")}))
    assert one.message.endswith(near)


@pytest.mark.parametrize("broken", [
    policy("云海市新办法", "number: 云交规[2026]9号\nissued: 2024"), policy("《云海市新办法》", "文号：云交规〔2026〕9号\ntags: [parking"), b"\xd4\xc6",
])
@pytest.mark.parametrize("reference", ["new", "policies/new", "云海市新办法", "云交规〔2026〕9号", "{number: 云交规〔2026〕9号}"])
def test_only_the_file_with_the_mistake_is_told_not_what_refers_to_it(broken: str | bytes, reference: str) -> None:
    by_name = isinstance(broken, str) or reference.endswith("new")
    others = {"faq/q.md": faq(f"[{reference}]"), "topics/t.md": topic(f"- {{key: s, title: 栏目, include: [{reference}, rules], questions: ['old#x']}}"), "faq/old.md": b"\xd4"}
    found = errors(library({**RULES, **others, "policies/new.md": broken}))
    assert {one.path for one in found} == {"policies/new.md", "faq/old.md"} | (set() if by_name else {"faq/q.md", "topics/t.md"})


def test_an_order_is_cited_in_a_text_by_its_number() -> None:
    body = "根据《云海市道路管理规定》（云海市人民政府令第12号），制定本办法。\n"
    found = library({**RULES, "policies/x.md": policy("丁", "written: 2025-01-01", body)})
    assert [link.other for link in found.graph.forward("policies/x")] == ["policies/order"]
    assert only(found.findings, "R003") == []


def test_a_notice_is_found_by_the_text_that_it_brings_where_the_library_has_only_that() -> None:
    known = resolver({"policies/a.md": policy("云海市停车收费规定", "written: 2023-01-01")})
    notice = "云海市交通委员会关于印发《云海市停车收费规定》的通知"
    assert [one.key for one in known.candidates(notice, None, on=date(2024, 1, 1))] == ["policies/a"]
    assert not known.candidates(notice, None, on=date(2022, 1, 1))
    assert not known.candidates(notice, "云交〔2023〕9号")


def test_what_another_notice_brings_is_not_the_notice_that_is_cited() -> None:
    known = resolver({"policies/a.md": policy("云海市交通委员会关于印发《云海市停车收费规定》的通知")})
    assert not known.candidates("东港区人民政府关于转发《云海市停车收费规定》的通知", None)
