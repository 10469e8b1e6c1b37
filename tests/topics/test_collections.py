"""Theme collections: who belongs to a section, why, and in what order."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import errors, faq, interpretation, library, only, policy, topic
from policy_library.edition import Edition
from policy_library.topics.collections import CollectedSection

DAY = date(2026, 1, 1)


def sections(found: Edition) -> list[CollectedSection]:
    (collection,) = found.collections
    return list(collection.sections)


def members(files: dict[str, str], section: str) -> list[tuple[str, str]]:
    """(id, why) of the members of a topic's only section."""
    found = library({**files, "topics/t.md": topic(f"- {{key: s, title: 栏目, {section}}}")}, day=DAY)
    assert errors(found) == []
    return [(member.key.removeprefix("policies/"), member.why) for member in sections(found)[0].members]


FILES = {
    f"policies/{name}.md": policy(f"云海市{name}办法", f"effective: 2020-01-01\n{front}")
    for name, front in {
        "a": "issued: 2024-01-01\ntags: [parking]\naudiences: [car-owners]\nkind: normative\nissuers: [transport]",
        "b": "issued: 2024-02-01\ntags: [parking, fees]\naudiences: [residents]\nkind: notice\nissuers: [police]",
        "c": "issued: 2024-03-01\ntags: [fees]\naudiences: [car-owners, residents]\nkind: notice\nissuers: [police, transport]",
        "d": "issued: 2024-04-01\nkind: letter\nissuers: [transport]",
    }.items()
}

RULES = [
    pytest.param("{tags: [parking]}", "ba", id="tag"),
    pytest.param("{tags: [parking, fees]}", "cba", id="either-tag"),
    pytest.param("{audiences: [residents]}", "cb", id="audience"),
    pytest.param("{agencies: [police]}", "cb", id="any-issuer"),
    pytest.param("{kinds: [notice]}", "cb", id="kind"),
    pytest.param("{kinds: [notice, letter]}", "dcb", id="either-kind"),
    pytest.param("{tags: [parking], kinds: [notice]}", "b", id="both-fields"),
    pytest.param("{tags: [parking, fees], audiences: [car-owners]}", "ca", id="either-tag-and-audience"),
    pytest.param("{tags: [fees], audiences: [residents], agencies: [transport], kinds: [notice]}", "c", id="all-fields"),
    pytest.param("{tags: [parking], kinds: [letter]}", "", id="fields-that-no-document-has-together"),
    pytest.param("{tags: 停车, audiences: 车主, kinds: 规范性文件, agencies: 市交通委}", "a", id="by-chinese-names"),
    pytest.param("{}", "", id="empty"),
    pytest.param("{tags: []}", "", id="empty-field"),
]


@pytest.mark.parametrize(("rule", "ids"), RULES)
def test_every_field_of_a_rule_must_match_and_any_value_within_it(rule: str, ids: str) -> None:
    assert members(FILES, f"rule: {rule}, services: [filing]") == [(id, "rule") for id in ids]


def test_what_an_editor_added_comes_first_as_written() -> None:
    assert members(FILES, "rule: {tags: [parking, fees]}, include: [d, a]") == [("d", "manual"), ("a", "manual"), ("c", "rule"), ("b", "rule")]


def test_what_is_added_twice_stands_once() -> None:
    assert members(FILES, "include: [d, policies/d, 云海市d办法, a]") == [("d", "manual"), ("a", "manual")]


def test_what_is_excluded_is_in_neither() -> None:
    assert members(FILES, "rule: {tags: [parking, fees]}, include: [d, a], exclude: [a, 云海市b办法]") == [("d", "manual"), ("c", "rule")]


def test_newest_first_then_by_key_and_undated_last() -> None:
    dates = {"b": "issued: 2024-02-01", "z": "issued: 2024-05-01", "a": "issued: 2024-05-01", "u": "", "w": "written: 2024-03-01", "t": "tags: [parking]"}
    files = {f"policies/{id}.md": policy(f"云海市{id}办法", f"tags: [parking]\n{front}" if "tags" not in front else front) for id, front in dates.items()}
    assert "".join(id for id, _ in members(files, "rule: {tags: [parking]}")) == "azwbtu"


ENDED = {
    "expired": ("expires: 2025-12-31", {}), "repealed": ("", {"policies/x.md": policy("废止决定", "effective: 2025-12-31\nrepeals: [a]")}),
    "declared": ("declared_status: expired", {}),
}
HELD = {
    "last-day": ("expires: 2026-01-01", {}), "not-yet": ("effective: 2027-01-01", {}), "unknown": ("effective:", {}),
    "to-be-repealed": ("", {"policies/x.md": policy("废止决定", "effective: 2026-01-02\nrepeals: [a]")}),
    "partly-repealed": ("", {"policies/x.md": policy("废止决定", "effective: 2020-01-01\nrepeals: [{document: a, articles: [第一条]}]")}),
}


@pytest.mark.parametrize("how", ENDED)
def test_what_has_ended_is_left_out_by_the_rule_but_kept_where_it_was_added(how: str) -> None:
    front, others = ENDED[how]
    files = {"policies/a.md": policy("云海市甲办法", f"tags: [parking]\neffective: 2020-01-01\n{front}"), **others}
    assert members(files, "rule: {tags: [parking]}, services: [filing]") == []
    assert members(files, "rule: {tags: [parking]}, include: [a]") == [("a", "manual")]


@pytest.mark.parametrize("how", HELD)
def test_what_has_not_ended_stays(how: str) -> None:
    front, others = HELD[how]
    start = "" if "effective" in front else "effective: 2020-01-01\n"
    files = {"policies/a.md": policy("云海市甲办法", f"tags: [parking]\n{start}{front}"), **others}
    assert members(files, "rule: {tags: [parking]}") == [("a", "rule")]


def test_a_document_may_stand_in_several_sections_and_topics() -> None:
    found = library({
        **FILES,
        "topics/t.md": topic("""
            - {key: one, title: 一, rule: {tags: [parking]}}
            - {key: two, title: 二, rule: {tags: [fees]}, include: [a]}
        """),
        "topics/u.md": topic("- {key: one, title: 一, rule: {kinds: [notice]}}"),
    }, day=DAY)
    first, second = found.collections
    assert [[member.key[-1] for member in section.members] for section in first.sections] == [["b", "a"], ["a", "c", "b"]]
    assert first.keys == ("policies/b", "policies/a", "policies/c")
    assert second.keys == ("policies/c", "policies/b")


def test_what_is_added_need_not_be_a_policy() -> None:
    files = {**FILES, "faq/q.md": faq("a"), "interpretations/i.md": interpretation("a")}
    assert members(files, "include: [faq/q, interpretations/i, a]") == [("faq/q", "manual"), ("interpretations/i", "manual"), ("a", "manual")]


def test_questions_stand_as_written() -> None:
    files = {**FILES, "faq/q.md": faq("a", body="## 一？ {#one}\n甲\n\n## 二？ {#two}\n乙\n")}
    found = library({**files, "topics/t.md": topic("- {key: s, title: 栏目, questions: ['q#two', 'q#one']}")}, day=DAY)
    assert errors(found) == []
    assert [(asked.faq.id, asked.question.title) for asked in sections(found)[0].questions] == [("q", "二？"), ("q", "一？")]


TWIN = policy("云海市a办法")
MISTAKES = [
    pytest.param("include: [zzz]", "R001", "栏目“栏目”里的“zzz”在本库里找不到", id="include-unknown"),
    pytest.param("exclude: [zzz]", "R001", "里的“zzz”", id="exclude-unknown"),
    pytest.param("include: [a, {title: 从未收录, url: https://x.example}]", "R001", "从未收录", id="include-elsewhere"),
    pytest.param("include: [云海市a办法]", "R002", "policies/a.md、policies/twin.md", id="include-ambiguous"),
    pytest.param("include: [a], questions: ['q#zzz']", "R006", "“q#zzz”找不到", id="question-unknown"),
    pytest.param("include: [a], questions: [one]", "R006", "写成 问答文件代号#问题代号", id="question-without-a-file"),
    pytest.param("include: [a], services: [zzz]", "E004", "services.yml", id="service-unknown"),
    pytest.param("rule: {tags: [zzz]}", "E004", "tags.yml", id="tag-unknown"),
    pytest.param("include: [a], key: 栏目", "C009", "“key”写了两次", id="key-twice-in-a-section"),
    pytest.param("include: [{note: 见附件}]", "E006", "没有写明是哪份文件", id="reference-to-nothing"),
]


@pytest.mark.parametrize(("section", "code", "gist"), MISTAKES)
def test_what_a_section_names_must_be_there(section: str, code: str, gist: str) -> None:
    text = topic(f"- {{key: r, title: 别的, include: [b]}}\n- {{key: s, title: 栏目, {section}}}")
    (found,) = errors(library({**FILES, "policies/twin.md": TWIN, "faq/q.md": faq("a"), "topics/t.md": text}, day=DAY))
    assert (found.code, found.path, found.line) == (code, "topics/t.md", 8)
    assert gist in f"{found.message} {found.mend}"


@pytest.mark.parametrize("key", ["栏目", "Site", "a b", "a/b", "__config", "-a", "x" * 61, '""'])
def test_a_key_is_part_of_an_address(key: str) -> None:
    (found,) = errors(library({"policies/a.md": FILES["policies/a.md"], "topics/t.md": topic(f"- {{key: {key}, title: 栏目, include: [a]}}")}, day=DAY))
    assert (found.code, found.line) == ("U008", 7)


def test_a_mistake_in_a_list_stands_on_its_own_line() -> None:
    text = topic("""
        - key: s
          title: 栏目
          include:
            - a
            - zzz
          questions:
            - q#filing
            - q#zzz
    """)
    found = errors(library({**FILES, "faq/q.md": faq("a"), "topics/t.md": text}, day=DAY))
    assert [(one.code, one.line) for one in found] == [("R001", 11), ("R006", 14)]


@pytest.mark.parametrize("section", ["rule: {tags: [fees], kinds: [letter]}", "text: 说明", "include: [a], exclude: [a]"])
def test_a_section_without_anything_is_a_warning(section: str) -> None:
    found = library({**FILES, "topics/t.md": topic(f"- {{key: s, title: 栏目, {section}}}")}, day=DAY)
    (one,) = only(found.findings, "T001")
    assert (one.severity, one.path, one.line) == ("warning", "topics/t.md", 7)
    assert "“栏目”里没有文件" in one.message


@pytest.mark.parametrize("section", ["services: [filing]", "questions: ['q#filing']", "include: [a]"])
def test_a_section_with_anything_is_none(section: str) -> None:
    found = library({**FILES, "faq/q.md": faq("a"), "topics/t.md": topic(f"- {{key: s, title: 栏目, {section}}}")}, day=DAY)
    assert only(found.findings, "T001") == []


HIDDEN = {
    "policies/secret.md": policy("绝密办法", "disclosure: withheld\ntags: [parking]"),
    "faq/hidden.md": faq("a", "disclosure: withheld", "## 绝密？ {#secret}\n答\n"),
}


def test_what_is_not_public_is_in_no_section_and_only_staff_is_told() -> None:
    section = "rule: {tags: [parking]}, include: [绝密办法, secret], questions: ['hidden#secret']"
    found = library({**FILES, **HIDDEN, "topics/t.md": topic(f"- {{key: s, title: 栏目, {section}}}")}, day=DAY)
    assert errors(found) == []
    assert [one.severity for one in only(found.findings, "R004")] == ["warning"] * 3
    (collected,) = sections(found)
    assert [member.key for member in collected.members] == ["policies/b", "policies/a"]
    assert collected.questions == ()


def test_a_topic_that_is_not_public_collects_nothing() -> None:
    found = library({**FILES, "topics/t.md": topic("- {key: s, title: 栏目, include: [zzz]}", "disclosure: withheld")}, day=DAY)
    assert (found.collections, errors(found)) == ((), [])
