"""Relations both ways: what was declared, what the text says, and what must not be told."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from libraries import consultation, errors, faq, interpretation, library, only, policy, topic
from policy_library.edition import Edition
from policy_library.graph.edges import ORDER, Declared, Found
from policy_library.graph.graph import MUST_RESOLVE
from policy_library.locale import catalogue
from policy_library.model.documents import TYPES, Policy

PURPOSE = "第一条　为了加强管理，制定本办法。\n\n"
"""Before what is to be a plain citation: the first article is where a basis is given."""

A = policy("云海市甲办法", "number: 云交规〔2024〕1号\nwritten: 2024-01-01\nissued: 2024-01-02")


def links(found: Edition, key: str) -> list[tuple[str, str | None]]:
    return [(link.relation, link.other) for link in found.graph.forward(key)]


def back(found: Edition, key: str) -> list[tuple[str, str | None]]:
    return [(link.relation, link.other) for link in found.graph.backward(key)]


def from_b(front: str = "", body: str = "", **others: str) -> Edition:
    """A library of 甲 (policies/a) and 乙 (policies/b), which is the newer."""
    written = policy("云海市乙办法", f"written: 2025-01-01\n{front}", body)
    return library({"policies/a.md": A, "policies/b.md": written, **{f"policies/{name}.md": text for name, text in others.items()}})


# --- declared ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", Policy.RELATIONS)
def test_a_declared_relation_is_read_both_ways(relation: str) -> None:
    found = from_b(f"{relation}: [{{document: a, until: 2030-01-01}}]")
    assert errors(found) == []
    assert links(found, "policies/b") == [(relation, "policies/a")]
    assert back(found, "policies/a") == [(relation, "policies/b")]
    assert (links(found, "policies/a"), back(found, "policies/b")) == ([], [])


@pytest.mark.parametrize(
    ("path", "text", "relation"),
    [
        ("interpretations/x", interpretation("[a]"), "interprets"), ("faq/x", faq("[a]"), "answers"),
        ("consultations/x", consultation("outcome: [a]"), "consults"), ("consultations/x", consultation("related: [a]"), "related"),
    ],
)
def test_other_types_relate_to_policies(path: str, text: str, relation: str) -> None:
    found = library({"policies/a.md": A, f"{path}.md": text})
    assert links(found, path) == [(relation, "policies/a")]
    assert back(found, "policies/a") == [(relation, path)]


def test_every_relation_has_its_words_and_its_place_in_the_order() -> None:
    relations = {{"outcome": "consults"}.get(name, name) for model in TYPES.values() for name in model.RELATIONS}
    assert relations - set(ORDER) == set()
    assert set(ORDER) - set(catalogue("terms")["relation"]) == set()
    assert {name for model in TYPES.values() for name in model.RELATIONS} - MUST_RESOLVE == set()


def test_evidence_of_what_is_declared_is_its_line() -> None:
    found = from_b("basis:\n  - title: 某法\n    url: https://law.example\n  - document: a\n    articles: [第三条, 第五条]")
    law, own = found.graph.forward_edges["policies/b"]
    assert (law.evidence, law.target, law.shown, law.url) == (Declared("policies/b.md", 8), None, "某法", "https://law.example")
    assert (own.evidence, own.target, own.articles) == (Declared("policies/b.md", 10), "policies/a", ("第三条", "第五条"))
    assert own.sentence is None


def test_what_has_an_address_of_its_own_is_no_gap() -> None:
    found = from_b("basis: [{title: 某法, url: https://law.example}, {title: 某办法}]", "按照《某规定》执行。\n")
    assert [edge.shown for edge in found.graph.unresolved] == ["某办法", "《某规定》"]


@pytest.mark.parametrize("front", ["extends: [a]", "extends: [{document: a}]"])
def test_an_extension_must_say_until_when(front: str) -> None:
    (one,) = errors(from_b(front))
    assert (one.code, one.line) == ("V003", 7)
    assert "写成 延长有效期: [{文件: 文号, 至: 2031-09-19}]" in one.mend


# --- found ---------------------------------------------------------------------------------------------------------

SENTENCES = [
    pytest.param("根据《云海市甲办法》，制定本办法。\n", "basis", id="basis"),
    pytest.param("为贯彻落实《云海市甲办法》，制定本办法。\n", "implements", id="implements"),
    pytest.param(PURPOSE + "第二条　按照《云海市甲办法》执行。\n", "cites", id="cites"),
    pytest.param(PURPOSE + "第二条　《云海市甲办法》同时废止。\n", "repeals", id="repeals"),
    pytest.param("《云海市甲办法》（云交规〔2024〕1号）有效期延长至2030年1月1日。\n", "extends", id="extends"),
    pytest.param(PURPOSE + "第二条　按照云交规[2024] 1 号执行。\n", "cites", id="by-number"),
]


@pytest.mark.parametrize(("body", "relation"), SENTENCES)
def test_a_relation_in_the_text_is_read_both_ways(body: str, relation: str) -> None:
    found = from_b(body=body)
    assert links(found, "policies/b") == [(relation, "policies/a")]
    assert back(found, "policies/a") == [(relation, "policies/b")]
    assert only(found.findings, "R003") == []


def test_evidence_of_what_is_found_is_its_sentence() -> None:
    body = PURPOSE + "第二条　收费按照\n《云海市甲办法》第三条执行。另有规定的除外。\n"
    (edge,) = from_b(body=body).graph.forward_edges["policies/b"]
    assert isinstance(edge.evidence, Found)
    assert body[edge.evidence.start : edge.evidence.end] == "《云海市甲办法》"
    assert edge.sentence == "第二条 收费按照 《云海市甲办法》第三条执行。"
    assert (edge.evidence.article, edge.articles, edge.shown) == ("第二条", ("第三条",), "《云海市甲办法》")


def test_an_extension_in_the_text_knows_its_end() -> None:
    (edge,) = from_b(body="《云海市甲办法》有效期延长至2030年1月1日。\n").graph.forward_edges["policies/b"]
    assert edge.until == date(2030, 1, 1)


def test_what_is_not_in_the_library_is_a_note_at_its_place() -> None:
    found = from_b(body=PURPOSE + "第二条　按照《某规定》和《某规定》执行。\n")
    notes = only(found.findings, "R003")
    assert [(one.path, one.line, one.column, one.severity) for one in notes] == [
        ("policies/b.md", 10, 7, "note"), ("policies/b.md", 10, 13, "note"),
    ]
    assert links(found, "policies/b") == [("cites", None)]


def test_a_title_and_the_number_behind_it_are_one() -> None:
    found = from_b(body=PURPOSE + "第二条　按照《云海市甲办法》（云交规〔2024〕1号）执行。\n")
    assert len(found.graph.forward_edges["policies/b"]) == 1
    assert [one.target for one in found.graph.citations["policies/b"]] == ["policies/a", "policies/a"]


def test_a_title_with_another_number_behind_it_is_another_document() -> None:
    found = from_b(body=PURPOSE + "第二条　按照《云海市甲办法》（云交规〔2012〕7号）执行。\n")
    assert [one.target for one in found.graph.citations["policies/b"]] == [None, None]
    assert links(found, "policies/b") == [("cites", None)]


def test_the_version_in_force_when_it_was_cited() -> None:
    versions = {"a1": policy("云海市丁办法", "written: 2015-01-01"), "a2": policy("云海市丁办法", "written: 2025-06-01")}
    found = from_b(body=PURPOSE + "第二条　按照《云海市丁办法》执行。\n", **versions)
    assert links(found, "policies/b") == [("cites", "policies/a1")]


def test_what_was_written_later_is_not_what_was_cited() -> None:
    later = policy("云海市丁办法", "written: 2025-06-01")
    body = PURPOSE + "第二条　按照《云海市丁办法》执行。\n"
    assert links(from_b(body=body, d=later), "policies/b") == [("cites", None)]
    assert links(from_b("updated: 2025-07-01", body, d=later), "policies/b") == [("cites", "policies/d")]


def test_only_policies_cite() -> None:
    """Explanations quote all that they explain; they relate to what their authors declare."""
    found = library({
        "policies/a.md": A, "policies/b.md": policy("云海市乙办法"), "interpretations/x.md": interpretation("b", body="见《云海市甲办法》。\n"),
    })
    assert links(found, "interpretations/x") == [("interprets", "policies/b")]
    assert [one.target for one in found.graph.citations["interpretations/x"]] == ["policies/a"]


# --- together ------------------------------------------------------------------------------------------------------


def test_declared_and_found_are_one_link_under_the_strongest_relation() -> None:
    body = PURPOSE + "第二条　收费按照《云海市甲办法》执行。\n\n第三条　罚款不超过《云海市甲办法》第五条的标准。\n"
    found = from_b("basis: [a]\nrelated: [{document: a, articles: [第九条]}]", body)
    (link,) = found.graph.forward("policies/b")
    assert (link.relation, link.other) == ("basis", "policies/a")
    assert {edge.relation for edge in link.edges} == {"basis", "related", "cites"}
    assert len(link.sentences) == 2
    assert set(link.articles) == {"第九条", "第五条"}
    (way_back,) = found.graph.backward("policies/a")
    assert (way_back.relation, way_back.edges) == ("basis", link.edges)


DECLARABLE = [relation for relation in ORDER if relation in Policy.RELATIONS]


@pytest.mark.parametrize("stronger, weaker", list(itertools.pairwise(DECLARABLE)))
def test_the_order_of_strength(stronger: str, weaker: str) -> None:
    found = from_b("".join(f"{name}: [{{document: a, until: 2030-01-01}}]\n" for name in (weaker, stronger)))
    assert links(found, "policies/b") == [(stronger, "policies/a")]


@pytest.mark.parametrize("relation", DECLARABLE)
def test_any_declared_relation_is_stronger_than_a_citation(relation: str) -> None:
    found = from_b(f"{relation}: [{{document: a, until: 2030-01-01}}]", PURPOSE + "第二条　按照《云海市甲办法》执行。\n")
    assert links(found, "policies/b") == [(relation, "policies/a")]


def test_forward_links_stand_by_relation_and_then_as_written() -> None:
    others = {name: policy(f"云海市{name}办法", "written: 2020-01-01") for name in "cdef"}
    found = from_b("related: [f]\nrepeals: [e]\nbasis: [d, c, {title: 某法, url: https://law.example}]", PURPOSE + "第二条　按照《云海市甲办法》执行。\n", **others)
    assert links(found, "policies/b") == [
        ("basis", "policies/d"), ("basis", "policies/c"), ("basis", None), ("repeals", "policies/e"), ("related", "policies/f"), ("cites", "policies/a"),
    ]


def test_backward_links_stand_by_relation_and_then_newest_first() -> None:
    files = {"policies/a.md": A}
    for name, front in {
        "b": "issued: 2024-05-01\nrelated: [a]", "c": "issued: 2024-06-01\nbasis: [a]", "d": "basis: [a]", "e": "written: 2025-01-01\nbasis: [a]",
        "f": "issued: 2024-06-01\nbasis: [a]", "g": "issued: 2026-01-01\nrelated: [a]",
    }.items():
        files[f"policies/{name}.md"] = policy(f"云海市{name}办法", front)
    assert back(library(files), "policies/a") == [
        ("basis", "policies/e"), ("basis", "policies/f"), ("basis", "policies/c"), ("basis", "policies/d"), ("related", "policies/g"), ("related", "policies/b"),
    ]


def test_unresolved_wordings_of_one_title_are_one_link() -> None:
    found = from_b("basis: [{title: 某（试行）规定, url: https://law.example}]", PURPOSE + "第二条　按照《某(试行)规定》执行。\n\n第三条　按照《别的规定》执行。\n")
    assert [(link.relation, link.other, link.shown, link.url) for link in found.graph.forward("policies/b")] == [
        ("basis", None, "某（试行）规定", "https://law.example"), ("cites", None, "《别的规定》", None),
    ]


# --- oneself -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("front", ["basis: [b]", "basis: [云海市乙办法]", "repeals: [policies/b]", "basis: [云交规〔2025〕1号]\nnumber: 云交规〔2025〕1号"])
def test_a_document_that_declares_itself_has_no_edge(front: str) -> None:
    found = from_b(front)
    assert (links(found, "policies/b"), back(found, "policies/b")) == ([], [])


@pytest.mark.parametrize(
    "body",
    ["# 云海市乙办法\n\n第一条　为了加强管理，制定本办法。\n", "《云海市乙办法》已经审议通过，现予印发。\n", "云交规〔2025〕1号\n\n第一条　为了加强管理，制定本办法。\n"],
    ids=["heading", "title", "number"],
)
def test_its_own_title_and_number_in_the_text_are_no_edge(body: str) -> None:
    found = from_b("number: 云交规〔2025〕1号", body)
    assert [edge.target for edge in found.graph.forward_edges.get("policies/b", ())] == []
    assert back(found, "policies/b") == []


def test_an_older_version_of_its_own_title_is_another_document() -> None:
    old = policy("云海市乙办法", "number: 云交规〔2019〕9号\nwritten: 2019-01-01")
    found = from_b("number: 云交规〔2025〕1号", "第二条　《云海市乙办法》（云交规〔2019〕9号）同时废止。\n", old=old)
    assert links(found, "policies/b") == [("repeals", "policies/old")]


# --- short forms and changes ----------------------------------------------------------------------------------------


def test_a_short_form_leads_to_what_it_stands_for() -> None:
    body = "第一条　根据《云海市甲办法》（以下简称《办法》），制定本细则。\n\n第二条　违反《办法》第五条的，依法处理。\n"
    found = from_b(body=body)
    assert {one.reading.citation.text: one.target for one in found.graph.citations["policies/b"]} == {
        "《云海市甲办法》": "policies/a", "《办法》": "policies/a",
    }
    (link,) = found.graph.forward("policies/b")
    assert (link.relation, link.other, link.articles) == ("basis", "policies/a", ("第五条",))
    assert {edge.shown for edge in link.edges} == {"《云海市甲办法》"}


def test_a_short_form_of_what_is_not_held_is_not_held_either() -> None:
    body = "第一条　根据《某规定》（以下简称《规定》），制定本细则。\n\n第二条　违反《规定》第五条的，依法处理。\n"
    found = from_b(body=body, d=policy("规定", "written: 2020-01-01"))
    assert {one.target for one in found.graph.citations["policies/b"]} == {None}
    assert [link.shown for link in found.graph.forward("policies/b")] == ["《某规定》"]


def test_a_document_changed_by_the_one_it_names_is_amended_by_it() -> None:
    """（根据《关于修改〈…〉的决定》修正）: written into the changed text, it is the decision that acts."""
    decision = "云海市交通委员会关于修改《云海市乙办法》的决定"
    body = (
        "# 云海市乙办法\n\n（2025年1月1日云海市交通委员会公布　根据2026年3月1日《云海市交通委员会关于修改〈云海市乙办法〉的决定》修正）\n\n"
        "第一条　为了加强管理，制定本办法。\n"
    )
    found = from_b(body=body, d=policy(decision, "written: 2026-03-01\neffective: 2026-04-01"))
    assert ("amends", "policies/d") in back(found, "policies/b")
    assert ("amends", "policies/b") not in back(found, "policies/d")
    assert "amended" in found.statuses["policies/b"].flags


def test_a_change_by_what_is_not_held_is_a_plain_citation() -> None:
    body = "# 云海市乙办法\n\n（2025年1月1日公布　根据2026年3月1日《关于修改〈云海市乙办法〉的决定》修正）\n\n第一条　为了加强管理，制定本办法。\n"
    assert links(from_b(body=body), "policies/b") == [("cites", None)]


# --- what must not be told ------------------------------------------------------------------------------------------

SECRET = "绝密试验场管理办法"
HIDDEN = policy(SECRET, "number: 云交密〔2024〕9号\ndisclosure: withheld\naliases: [试验场办法]\neffective: 2024-01-01\nrepeals: [a]", "《云海市甲办法》同时废止。\n")


WORDS = [SECRET, "云交密[2024]9号", "secret", "policies/secret", "试验场办法", f"{{title: {SECRET}}}", "{number: 云交密〔2024〕9号}"]


@pytest.mark.parametrize(("words", "relation", "disclosure"), [
    *((words, "basis", "withheld") for words in WORDS), *((SECRET, relation, "withheld") for relation in DECLARABLE[1:]),
    *((SECRET, "basis", disclosure) for disclosure in ("on-request", "directed", "")),
])
def test_a_reference_to_what_is_not_public_leaves_no_trace(words: str, relation: str, disclosure: str) -> None:
    hidden = HIDDEN.replace("disclosure: withheld", f"disclosure: {disclosure}")
    found = from_b(f"{relation}: ['{words}']" if words[0] != "{" else f"{relation}: [{words}]", secret=hidden)
    assert errors(found) == []
    (warning,) = only(found.findings, "R004")
    assert (warning.path, warning.line, warning.severity) == ("policies/b.md", 7, "warning")
    assert (links(found, "policies/b"), back(found, "policies/a")) == ([], [])
    shown = repr((found.graph.edges, found.graph.citations, found.statuses, found.terms, found.collections))
    assert not [word for word in (SECRET, "云交密", "secret", "试验场") if word in shown]


def test_the_text_of_what_is_not_public_acts_on_nothing() -> None:
    found = from_b(secret=HIDDEN)
    assert found.statuses["policies/a"].ended_by is None
    assert not [one for one in found.findings if SECRET in one.message + one.mend or one.path == "policies/secret.md" and one.code[0] == "R"]


def test_candidates_are_only_what_is_public() -> None:
    """A title that a public and a secret document share names the public one, and says nothing of the other."""
    found = from_b("basis: [云海市甲办法]", secret=HIDDEN.replace(SECRET, "云海市甲办法"))
    assert links(found, "policies/b") == [("basis", "policies/a")]
    assert only(found.findings, "R002", "R004") == []
    twins = from_b("basis: [云海市甲办法]", a2=A, secret=HIDDEN.replace(SECRET, "云海市甲办法"))
    (one,) = only(twins.findings, "R002")
    assert "secret" not in one.message


def test_what_is_not_public_is_cited_as_if_it_were_not_there() -> None:
    found = from_b(body=PURPOSE + f"第二条　按照《{SECRET}》执行。\n", secret=HIDDEN)
    (note,) = only(found.findings, "R003")
    assert note.path == "policies/b.md"
    assert links(found, "policies/b") == [("cites", None)]


def test_what_was_withdrawn_is_not_public_from_its_day_on() -> None:
    files = {
        "policies/a.md": policy("云海市甲办法", "withdrawn: {reason: 有误, on: 2026-01-01}"), "policies/b.md": policy("云海市乙办法", "basis: [a]"),
        "topics/t.md": topic("- {key: a, title: 甲, include: [a, b]}"),
    }
    assert links(library(files, day=date(2025, 12, 31)), "policies/b") == [("basis", "policies/a")]
    gone = library(files, day=date(2026, 1, 1))
    assert (errors(gone), links(gone, "policies/b")) == ([], [])
    assert [(one.path, one.code) for one in only(gone.findings, "R004")] == [("policies/b.md", "R004"), ("topics/t.md", "R004")]


def test_a_library_is_the_same_whatever_the_order_of_its_files() -> None:
    files = {f"policies/{name}.md": policy(f"云海市{name}办法", f"issued: 2024-01-0{n + 1}\nrelated: [a]") for n, name in enumerate("abcdef")}
    forth, back_ = library(files), library(dict(reversed(files.items())))
    assert forth.graph.edges == back_.graph.edges
    assert forth.graph.backward("policies/a") == back_.graph.backward("policies/a")
    assert forth.findings == back_.findings
