"""What two editions of one day differ in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy_library.changes.compare import Changes, Named, Redirected, Relation, Visibility, compare
from policy_library.changes.forms import FORMS, as_markdown
from policy_library.site.pages import Site, pages
from policy_library.site.planned import planned

import libraries
from libraries import interpretation, policy

DATED = "effective: 2024-01-01\nexpires: 2028-12-31"
OLD = policy("旧办法", DATED, "第一条　正文。\n")


def changes(old: Mapping[str, str], new: Mapping[str, str], *, day: date = libraries.TODAY) -> Changes:
    before, after = libraries.library(old, day=day), libraries.library(new, day=day)
    return compare(before, after, planned(pages(before, Site(""))), planned(pages(after, Site(""))))


def addresses(found: object) -> list[str]:
    return [getattr(one, "page", one).address for one in found]  # type: ignore[attr-defined]


def test_the_same_content_changes_nothing() -> None:
    files = {"policies/a.md": OLD, "interpretations/b.md": interpretation("a")}
    assert changes(files, files) == Changes(libraries.TODAY)


def test_a_new_document_and_what_its_relation_does_to_others() -> None:
    files = {"policies/a.md": OLD}
    found = changes(files, {**files, "policies/b.md": policy("新办法", "effective: 2026-12-01\nreplaces: [a]")})
    assert "policies/b/" in addresses(found.new)
    assert found.gained == (Relation(Named("policies/b", "新办法"), "replaces", Named("policies/a", "旧办法")),)
    (status,) = found.statuses
    assert (status.document.key, status.old.word, status.old.until) == ("policies/a", "in-force", date(2028, 12, 31))
    assert (status.new.word, status.new.since, status.new.until) == ("in-force", date(2024, 1, 1), date(2026, 11, 30))
    around = {one.page.address: one.fields for one in found.changed}
    assert around["policies/a/"] == () and around["library/"] == ()
    assert not found.gone and not found.lost and not found.incomplete


def test_a_repeal_that_holds_already_is_a_new_word_with_its_day() -> None:
    files = {"policies/a.md": OLD}
    found = changes(files, {**files, "policies/b.md": policy("新办法", "effective: 2026-11-01\nrepeals: [a]")})
    assert [(one.new.word, one.new.since) for one in found.statuses] == [("repealed", date(2026, 11, 1))]


def test_a_changed_document_names_its_fields() -> None:
    found = changes({"policies/a.md": OLD}, {"policies/a.md": policy("旧办法", f"{DATED}\nhotline: '12345'", "第一条　改了。\n")})
    assert {one.page.address: one.fields for one in found.changed}["policies/a/"] == ("hotline", "body")
    assert "改了服务电话、正文" in FORMS["text"](found) or "、正文" in FORMS["text"](found)


def test_moving_lines_and_files_changes_nothing() -> None:
    found = changes({"policies/a.md": OLD}, {"policies/2024/a.md": OLD.replace("kind:", "# 注\nkind:")})
    assert found == Changes(libraries.TODAY)
    assert changes({"policies/a.md": OLD}, {"policies/a.md": OLD.replace("正文。", "正文。\n\n")}) == Changes(libraries.TODAY)


def test_each_way_to_go() -> None:
    old = {f"policies/{name}.md": policy(f"办法{name}", DATED) for name in ("lost", "moved", "ended", "withdrawn", "broken", "hidden", "stays")}
    new = {
        "policies/stays.md": old["policies/stays.md"],
        "policies/withdrawn.md": policy("办法withdrawn", f"{DATED}\nwithdrawn: {{reason: 重复, on: 2026-11-01}}"),
        "policies/broken.md": policy("办法broken", "kind: nonsense"),
        "policies/hidden.md": policy("办法hidden", f"{DATED}\ndisclosure: withheld"),
        "vocabulary/redirects.yml": "/policies/moved/: {to: /policies/stays/}\n/policies/ended/: {gone: 不再需要, on: 2026-11-01}\n",
    }
    found = changes(old, new)
    told = {one.page.address: (one.how, one.why) for one in found.gone if one.page.document}
    assert told == {
        "policies/lost/": ("lost", ""), "policies/moved/": ("moved", "/policies/stays/"), "policies/ended/": ("withdrawn", "不再需要"),
        "policies/withdrawn/": ("withdrawn", "重复"), "policies/broken/": ("unread", ""), "policies/hidden/": ("lost", ""),
    }
    assert found.incomplete
    assert found.redirected == (Redirected("/policies/ended/", None, "不再需要"), Redirected("/policies/moved/", "/policies/stays/", None))
    assert found.visibility == (
        Visibility(Named("policies/hidden", "办法hidden"), False), Visibility(Named("policies/withdrawn", "办法withdrawn"), False),
    )


def test_what_becomes_public_is_told_and_what_is_not_is_named_nowhere() -> None:
    secret = policy("不公开的办法", "disclosure: withheld")
    embargoed = policy("以后公开的办法", "publish_at: 2027-01-01")
    old = {"policies/a.md": policy("甲办法", "disclosure: on-request"), "policies/s.md": secret}
    found = changes(old, {"policies/a.md": policy("甲办法"), "policies/s.md": secret.replace("kind", "summary: 改了\nkind"), "policies/e.md": embargoed})
    assert found.visibility == (Visibility(Named("policies/a", "甲办法"), True),)
    for form in FORMS.values():
        told = form(found)
        assert "甲办法" in told and "不公开的办法" not in told and "以后公开的办法" not in told


def test_relations_that_go_are_told() -> None:
    old = {"policies/a.md": OLD, "policies/b.md": policy("乙办法", "basis: [a]")}
    found = changes(old, {**old, "policies/b.md": policy("乙办法", "supporting: [a]")})
    relation = lambda name: Relation(Named("policies/b", "乙办法"), name, Named("policies/a", "旧办法"))  # noqa: E731
    assert (found.gained, found.lost) == ((relation("supporting"),), (relation("basis"),))
    told = FORMS["text"](found)
    assert "新增 1 条关系\n  “乙办法” 配套文件 “旧办法”" in told and "去掉 1 条关系\n  “乙办法” 依据 “旧办法”" in told


def test_nothing_is_said_in_words() -> None:
    assert FORMS["text"](Changes(libraries.TODAY)) == "合并以后网站上的变化（效力状态推算至 2026-11-20）\n网站上没有变化"


def test_a_title_does_nothing_in_a_comment() -> None:
    told = FORMS["markdown"](changes({}, {"policies/a.md": policy("'- [ ] @root #1 <img src=x> ![a](http://evil.example/x.png)'")}))
    (line,) = [line for line in told.splitlines() if "policies/a/" in line]
    assert line.startswith("- `/policies/a/` - &#91; &#93; @\u200broot #\u200b1 &lt;img src=x&gt; !\u200b&#91;a&#93;(http:\u200b//evil.\u200bexample/x.\u200bpng)")


def test_a_thousand_new_pages_fit() -> None:
    found = changes({}, {f"policies/p{number}.md": policy(f"办法{number}" + "长" * 100) for number in range(600)})
    told = as_markdown(found, 20_000)
    assert 15_000 < len(told) <= 20_000 and told.count("<details>") == told.count("</details>")
    assert "条没有列出" in told
