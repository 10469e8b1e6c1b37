"""What the library lacks: by hand-made cases, and on 47 real notices against their hand-checked relations."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import partial
from pathlib import Path

from libraries import consultation, faq, interpretation, library, policy, topic
from policy_library.checks.limits import Limits
from policy_library.edition import Edition, edition
from policy_library.model.files import file_bytes, read_folder
from policy_library.patrol.drift import drifts
from policy_library.patrol.gaps import Gaps, gaps
from policy_library.patrol.patrol import patrol
from policy_library.patrol.report import report
from policy_library.settings import read_configuration

CONFIGURATION = Path(__file__).parent.parent / "corpora/shanghai.yml"
EXPIRED = "effective: 2020-01-01\nexpires: 2025-01-01"


def told(files: dict[str, str]) -> Gaps:
    return gaps(library(files), Limits())


def wanted(files: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(one.shown, one.relation, len(one.cited_by)) for one in told(files).wanted]


def test_the_most_cited_comes_first_then_what_others_rest_on() -> None:
    assert wanted({
        "policies/a.md": policy("甲", "", "根据《云海市道路条例》，制定本办法。\n\n第二条　参见《云海市绿化条例》和《云海市养犬条例》。\n"),
        "policies/b.md": policy("乙", "", "第一条　为了规范，根据《云海市道路条例》《云海市桥梁条例》，制定本办法。\n\n第二条　参见《云海市绿化条例》。\n"),
        "policies/c.md": policy("丙", "basis: [{title: 云海市道路条例}]"),
    }) == [("《云海市道路条例》", "basis", 3), ("《云海市绿化条例》", "cites", 2), ("《云海市桥梁条例》", "basis", 1), ("《云海市养犬条例》", "cites", 1)]


def test_what_is_here_or_has_an_address_or_comes_with_the_notice_is_not_wanted() -> None:
    assert wanted({
        "policies/a.md": policy("甲", "basis: [{title: 云海市道路条例, url: 'https://law.example/'}]", "根据《云海市道路条例》，制定本办法。参见《乙》。\n"),
        "policies/b.md": policy("乙"),
        "policies/c.md": policy("云海市交通委员会关于印发《云海市停车办法》的通知", "", "现将《云海市停车办法》印发给你们。\n"),
    }) == []


def test_what_is_here_but_not_public_is_told_by_its_file_alone() -> None:
    (one,) = told({
        "policies/a.md": policy("甲", "", "参见《秘密条例》。\n"), "policies/b.md": policy("秘密条例", "disclosure: withheld", "秘密的正文。\n"),
    }).wanted
    assert (one.shown, one.held) == ("《秘密条例》", "policies/b.md")


def test_numbers_that_are_missing_are_gathered_by_office_and_year() -> None:
    found = told({f"policies/p{n}.md": policy(f"第{n}号", f"number: 云交规〔2024〕{n}号") for n in (1, 2, 5, 7)})
    assert [(one.office, one.year, one.numbers) for one in found.numbers] == [("云交规", 2024, ("云交规〔2024〕3号", "云交规〔2024〕4号", "云交规〔2024〕6号"))]


TOPIC = {
    "policies/a.md": policy("甲", "services: [filing]\nbasis: [b]", "第一条　正文。\n"),
    "policies/b.md": policy("乙"),
    "policies/old.md": policy("旧", EXPIRED),
    "interpretations/i.md": interpretation("a"),
    "faq/f.md": faq("a"),
    "topics/t.md": topic("- {key: one, title: 一, include: [a, b, old]}"),
}


def test_each_topic_shows_the_five_parts_of_what_has_not_ended() -> None:
    (matrix,) = told(TOPIC).topics
    assert [(row.document.title, *vars(row.parts).values()) for row in matrix.rows] == [("甲", 1, 1, 1, 1, 1), ("乙", 0, 0, 0, 0, 0)]


def test_documents_without_interpretation_whatever_their_age_and_without_a_topic() -> None:
    found = told({**TOPIC, "policies/c.md": policy("丙", "issued: 2010-01-04"), "policies/d.md": policy("丁", "kind: letter"), "policies/e.md": policy("戊", EXPIRED)})
    assert [one.title for one in found.uninterpreted] == ["乙", "丙"]
    assert [one.title for one in found.without_topic] == ["丙"]


def test_a_library_without_topics_is_not_asked_for_them() -> None:
    found = told({"policies/a.md": policy(), "consultations/c.md": consultation()})
    assert found.without_topic == () and found.topics == ()


def real() -> Edition:
    settings, content = read_configuration(CONFIGURATION)
    return edition(read_folder(content), settings.day(), settings.reading, partial(file_bytes, content))


def test_on_real_notices_what_several_cite_is_wanted(corpus: Path) -> None:
    found = real()
    with open(corpus / "gold/relations.tsv", encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    absent = [row for row in rows if row["target"].startswith("《") and row["target_slug"] == "-" and row["relation"] != "issues"]
    citing: dict[str, set[str]] = defaultdict(set)
    for row in absent:
        citing[row["target"]].add(f"policies/{row['source']}")
    several = {target: keys for target, keys in citing.items() if len(keys) > 1}
    assert several
    held = {one.shown: {document.path for document in one.cited_by} for one in gaps(found, Limits()).wanted}
    missing = {target: keys for target, keys in several.items() if not {found.library.by_key[key].path for key in keys} <= held.get(target, set())}
    assert missing == {}


def test_real_notices_are_patrolled_to_the_end(corpus: Path) -> None:
    settings, _ = read_configuration(CONFIGURATION)
    found = real()
    told = report(patrol(found, settings))
    assert [section.title for section in told.sections] == ["错误", "期限", "依据变动", "查漏补缺"]
    assert drifts(found) == ()
