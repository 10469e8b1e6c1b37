"""A page that is told the same as before is the same, whatever changed around it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from policy_library.settings import SiteOptions
from policy_library.site.keeping import made_from
from policy_library.site.pages import Site, pages
from policy_library.work.memory import Memory

from libraries import TODAY, VOCABULARY, consultation, faq, interpretation, library, policy, topic

TEXT = "第一条　为了规范停车，制定本办法。\n\n第二条　依照《云海市停车条例》第一条收费。\n"
FILES = {
    "policies/act.md": policy("云海市停车条例", "issued: 2020-01-01\neffective: 2020-02-01\nnumber: 云交规〔2020〕1号", TEXT),
    "policies/old.md": policy("云海市停车场旧办法", "issued: 2021-01-01\neffective: 2021-02-01", TEXT),
    "policies/rules.md": policy(
        "云海市停车场管理办法",
        "basis: [act]\nreplaces: [old]\ntags: [parking]\naudiences: [residents]\nservices: [filing]\nissued: 2022-01-01\neffective: 2022-02-01\nexpires: 2027-01-31",
        f"{TEXT}\n第三条　见[绿化](apart.md)。\n",
    ),
    "policies/fees.md": policy("云海市停车收费规定", "number: 云交规〔2023〕9号\ntags: [fees]\nissued: 2023-01-01\nrelated: [apart]", TEXT),
    "policies/longer.md": policy("云海市关于延长停车场管理办法有效期的通知", "extends: [{document: rules, until: 2030-01-31}]\nissued: 2026-01-01\neffective: 2026-02-01"),
    "policies/apart.md": policy("云海市绿化管理办法", "issued: 2019-01-01", "第一条　为了绿化，制定本办法。\n"),
    "interpretations/why.md": interpretation("[{document: rules, articles: 第一条}]", "issued: 2022-01-02", "第一条说停车。\n"),
    "faq/parking.md": faq("[rules]", "", (
        "## 要备案吗？ {#filing}\n\n依据：第二条\n\n要。\n\n## 收多少？ {#price}\n\n依据：《云海市停车收费规定》第一条\n\n不多。\n\n"
        "## 谁收？ {#who}\n\n依据：云交规〔2023〕9号第二条\n\n他。\n"
    )),
    "topics/parking.md": topic("- {key: rules, title: 规则, include: [rules]}"),
    "topics/green.md": topic("- {key: green, title: 绿化, include: [apart]}", "title: 绿化"),
    "consultations/rules.md": consultation("outcome: [rules]"),
}
SITE = Site("云海市政策文库", "https://policy.example/", SiteOptions(), search="search/")
MANY = {f"policies/m{number:03d}.md": policy(f"云海市第{number}号停车规定", "basis: [act]\ntags: [parking]\nissued: 2024-01-01", TEXT) for number in range(130)}

Edited = dict[str, str | None]


def changed(path: str, old: str, new: str) -> Edited:
    before = {**VOCABULARY, **FILES}[path]
    assert old in before
    return {path: before.replace(old, new)}


EDITS: dict[str, Edited] = {
    "a text": changed("policies/act.md", "规范停车", "规范停放"),
    "a title": {**changed("policies/act.md", "title: 云海市停车条例", "title: 云海市停放条例\naliases: [云海市停车条例]")},
    "a number": changed("policies/act.md", "〔2020〕1号", "〔2020〕2号"),
    "an end": changed("policies/act.md", "effective: 2020-02-01", "effective: 2020-02-01\nexpires: 2024-01-31"),
    "a withdrawal": changed("policies/fees.md", "disclosure: public", "disclosure: withheld"),
    "a citation gone": changed("policies/fees.md", "《云海市停车条例》", "《无此条例》"),
    "an article gone": changed("policies/act.md", "第一条　", ""),
    "a relation": changed("policies/apart.md", "issued: 2019-01-01", "issued: 2019-01-01\nrelated: [rules]"),
    "an extension": changed("policies/longer.md", "2030-01-31", "2031-01-31"),
    "no replacement": changed("policies/rules.md", "replaces: [old]\n", ""),
    "a stage": changed("interpretations/why.md", "stage: release", "stage: follow-up"),
    "another reading": {"interpretations/more.md": interpretation("[rules]", "issued: 2023-01-02")},
    "a question": changed("faq/parking.md", "要备案吗", "还要备案吗"),
    "a question about another": changed("faq/parking.md", "收多少", "要收多少"),
    "its ground": changed("faq/parking.md", "依据：第二条", "依据：第一条"),
    "its ground elsewhere": changed("faq/parking.md", "依据：第二条", "依据：《云海市停车条例》第二条"),
    "no questions": {"faq/parking.md": None},
    "no readings": {"interpretations/why.md": None},
    "what is asked about, named twice": {"policies/twin.md": policy("云海市停车收费规定", "issued: 2022-06-01", TEXT)},
    "a neighbour's title": changed("policies/apart.md", "云海市绿化管理办法", "云海市绿地管理办法"),
    "where a text leads": changed("policies/apart.md", "disclosure: public", "disclosure: withheld"),
    "a topic's title": changed("topics/parking.md", "开办停车场", "办停车场"),
    "a topic's member": changed("topics/parking.md", "[rules]", "[fees]"),
    "a draft": changed("consultations/rules.md", "2024-04-01", "2024-05-01"),
    "an agency's name": changed("vocabulary/agencies.yml", "云海市交通委员会", "云海市交通局"),
    "a tag's name": changed("vocabulary/tags.yml", "停车", "停放"),
    "a service's address": changed("vocabulary/services.yml", "example/filing", "example/file"),
    "a document": {"policies/new.md": policy("云海市停车条例实施细则", "implements: [act]\nissued: 2025-01-01", TEXT)},
    "the same title twice": {"policies/twin.md": policy("云海市停车条例", "issued: 2024-01-01", TEXT)},
    "a document gone": {"policies/apart.md": None, **changed("policies/fees.md", "\nrelated: [apart]", "")},
    "many": dict(MANY),
    "another tag of the first": {"policies/m000.md": MANY["policies/m000.md"].replace("tags: [parking]", "tags: [fees]")},
    "another tag of the last": {"policies/m129.md": MANY["policies/m129.md"].replace("tags: [parking]", "tags: [fees]")},
}


def told(files: dict[str, str | None], day: date = TODAY, site: Site = SITE) -> dict[str, tuple[str, str]]:
    """Path → how the page is told, and what it is made from."""
    vocabulary = {path: text for path, text in files.items() if path in VOCABULARY and text is not None}
    edition = library({path: text for path, text in files.items() if path not in VOCABULARY and text is not None}, day=day, vocabulary=vocabulary)
    made = pages(edition, site, (), Memory())
    return {plan.path: (plan.told(), made_from(plan.made(), "")) for plan in made.plans}


@cache
def before(many: bool = False) -> dict[str, tuple[str, str]]:
    return told({**VOCABULARY, **FILES, **(MANY if many else {})})


def lying(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> list[str]:
    """Pages that are told the same and are not."""
    return [path for path in old.keys() & new.keys() if old[path][0] and old[path][0] == new[path][0] and old[path][1] != new[path][1]]


def changed_pages(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> set[str]:
    return {path for path in old.keys() & new.keys() if old[path][1] != new[path][1]}


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
@pytest.mark.parametrize("edit", EDITS)
def test_pages_that_are_told_the_same_are_the_same(edit: str, many: bool) -> None:
    after = told({**VOCABULARY, **FILES, **(MANY if many else {}), **EDITS[edit]})
    assert lying(before(many), after) == []
    assert changed_pages(before(many), after) or (edit, many) == ("many", True)


@pytest.mark.parametrize(
    "site", [Site("新文库", SITE.url, search="search/"), Site(SITE.name, "https://other.example/", search="search/"),
             Site(SITE.name, SITE.url, SiteOptions(message="https://m.example/?t={title}"), search="search/"),
             Site(SITE.name, SITE.url, file_href=lambda path: f"https://git.example/{path}", search="search/")],
)
def test_what_the_site_is_called_and_where_it_stands_is_told(site: Site) -> None:
    after = told({**VOCABULARY, **FILES}, site=site)
    assert lying(before(), after) == [] and changed_pages(before(), after)


@pytest.mark.parametrize("later", [1, 60, 1_000, 3_000])
def test_the_day_is_told(later: int) -> None:
    assert lying(before(), told({**VOCABULARY, **FILES}, day=TODAY + timedelta(days=later))) == []


def test_pages_far_from_an_edit_are_told_the_same() -> None:
    old, new = before(many=True), told({**VOCABULARY, **FILES, **MANY, **EDITS["a citation gone"]})
    far = [path for path in old if path.startswith(("policies/m", "policies/apart/", "policies/longer/", "library/2024/"))]
    assert len(far) > len(MANY) and all(old[path][0] == new[path][0] for path in far if path != "policies/apart/index.html")


def test_nothing_is_told_of_documents_that_were_not_read() -> None:
    """Without their files' names, nothing would tell one from another."""
    assert all(name for path, (name, _) in before().items() if path.startswith("policies/"))
    assert not before()["interpretations/why/index.html"][0]
