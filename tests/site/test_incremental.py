"""A build takes over from the last site what would be the same, and never anything else."""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml

from policy_library.building import Failed, differing
from policy_library.search import kept
from policy_library.site import host, links
from policy_library.site.manifest import MARKER
from policy_library.work import memory

from checkout import Checkout, checkout, faq, policy, tree
from rebuilt import TAGS, TEXT, start, stamps, waiting


def written(before: dict[str, tuple[int, int]], site: Path) -> set[str]:
    """The files that were written anew: neither their bytes nor their times were taken over."""
    return {path for path, stamp in stamps(site).items() if before.get(path) != stamp}


def pages(paths: set[str]) -> set[str]:
    return {path.removesuffix("index.html") for path in paths if path.endswith(".html")}


def test_a_build_of_the_same_keeps_every_page_with_its_time(built: Checkout) -> None:
    before = stamps(built.site)
    built.build()
    assert written(before, built.site) <= {"build.json", MARKER}


def test_an_edit_writes_its_page_and_what_shows_it(built: Checkout) -> None:
    before = stamps(built.site)
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　为了绿化城市，制定本办法。\n"))
    built.build()
    made = pages(written(before, built.site))
    assert "policies/apart/" in made and not {"policies/act/", "policies/rules/", "policies/fees/"} & made


def test_a_page_is_made_anew_when_another_document_changes_what_it_shows(built: Checkout) -> None:
    built.write("policies/act.md", policy(title="云海市停车管理条例", aliases=["云海市停车条例"], body=TEXT))
    built.build()
    assert "云海市停车管理条例" in built.page("policies/rules")
    assert differing(built.config, built.build()) == []


def test_a_list_of_pages_for_the_host_changes_nothing(built: Checkout) -> None:
    """None of our pages shows it."""
    before = stamps(built.site)
    built.config.write_text(built.config.read_text("utf8") + "nav: [policies/act.md, {停车: policies/rules.md}]\n", "utf8")
    for _ in range(2):
        built.build(strict=True)
        assert written(before, built.site) <= {"build.json", MARKER}


def test_a_hook_sees_every_page_of_every_build(built: Checkout) -> None:
    hook = built.root / "hook.py"
    built.config.write_text(built.config.read_text("utf8") + "hooks: [hook.py]\n", "utf8")
    for word in ("first", "second"):
        hook.write_text(f"def on_post_page(output, page, config):\n    return output + '<!-- {word} -->'\n", "utf8")
        assert start(built).wait(60) == 0
        assert f"<!-- {word} -->" in built.page("policies/apart")


def configure(made: Checkout, change: dict[str, object]) -> None:
    made.config.write_text(yaml.safe_dump({**yaml.safe_load(made.config.read_text("utf8")), **change}, allow_unicode=True), "utf8")


@pytest.mark.parametrize(
    "change",
    [
        {"site_name": "别的名字"}, {"site_url": "https://other.example/"}, {"repo_url": "https://git.example/x", "edit_uri": "edit/main/"},
        {"plugins": [{"policy-library": {"today": "2027-01-01", "addresses_lock": ""}}]},
        {"plugins": [{"policy-library": {"today": "2026-11-20", "addresses_lock": "", "site": {"demo": "演示"}}}]},
    ],
)
def test_another_configuration_is_another_site(built: Checkout, change: dict[str, object]) -> None:
    configure(built, change)
    assert differing(built.config, built.build()) == []


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates, to be changed."""
    copy = shutil.copytree(host.THEME, tmp_path / "theme")
    monkeypatch.setattr(host, "THEME", copy)
    return copy


def test_another_template_is_another_page(built: Checkout, theme: Path) -> None:
    built.build()
    before = stamps(built.site)
    parts = theme / "partials/document.html"
    parts.write_text(parts.read_text("utf8").replace("<", "<!-- new --><", 1), "utf8")
    result = built.build()
    assert {"policies/act/", "policies/rules/", "policies/fees/", "policies/apart/"} <= pages(written(before, built.site))
    assert differing(built.config, result) == []


def test_a_page_that_comes_out_as_it_stood_stays(built: Checkout, theme: Path) -> None:
    """Another template may make the same page."""
    built.build()
    before = stamps(built.site)
    base = theme / "base.html"
    base.write_text("{# a word to whoever reads it #}" + base.read_text("utf8"), "utf8")
    built.build()
    assert written(before, built.site) == {MARKER}


def linking(made: Checkout, theme: Path, link: str) -> None:
    """A link in the template of pages that lead on, which have no address of their own in them; built."""
    page = theme / "redirect.html"
    page.write_text(page.read_text("utf8").replace('<div class="wrap">', f'{link}</a><div class="wrap">'), "utf8")
    made.build()


def test_links_are_followed_again_where_the_site_stands_elsewhere(built: Checkout, theme: Path) -> None:
    linking(built, theme, '<a href="/library/policies/act/">')
    configure(built, {"site_url": "https://policy.example/other/"})
    with pytest.raises(Failed):
        built.build()


def test_links_are_followed_again_by_other_code(built: Checkout, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages come out as they were: it is the link checker that has learnt something."""
    linking(built, theme, "<a class='x' href='none/'>")
    monkeypatch.setattr(memory, "code_version", lambda: "later")
    monkeypatch.setattr(links, "_ATTRIBUTE", re.compile(" (id|href|src|poster)=[\"']([^\"']*)[\"']"))
    with pytest.raises(Failed):
        built.build()


@pytest.mark.parametrize("front", ["disclosure: withheld", "publish_at: 2027-01-01", "withdrawn: {reason: 重复, on: 2026-11-01}"])
def test_what_is_public_no_more_stays_nowhere(built: Checkout, front: str) -> None:
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　为了绿化，制定本办法。\n").replace("disclosure: public", front if front.startswith("disclosure") else f"disclosure: public\n{front}"))
    built.build()
    assert not [path for folder in (built.site, waiting(built)) for path, data in tree(folder).items() if "为了绿化".encode() in data]


def test_a_search_that_is_given_up_keeps_nothing(built: Checkout) -> None:
    def held() -> list[str]:
        with closing(sqlite3.connect(built.root / ".cache/policy-library/texts.sqlite")) as cache:
            return [kind for (kind,) in cache.execute("SELECT DISTINCT kind FROM kept") if kind in kept.KINDS]

    assert sorted(held()) == sorted(kept.KINDS)
    options = {"today": "2026-11-20", "addresses_lock": "", "site": {"search": False}}
    built.config.write_text(yaml.safe_dump({**yaml.safe_load(built.config.read_text("utf8")), "plugins": [{"policy-library": options}]}, allow_unicode=True), "utf8")
    built.build()
    assert held() == []


def test_a_page_that_leaves_out_another_relation_is_another_page(tmp_path: Path) -> None:
    """Of two bases one is not public, and then the other: what is left out tells no reader."""
    front = {"title": "云海市停车办法", "basis": [{"title": "甲条例"}, {"title": "乙条例"}]}
    hidden = {"disclosure": "withheld", "body": TEXT}
    made = checkout(tmp_path / "library", {"policies/a.md": policy(**front), "policies/h.md": policy(title="甲条例", **hidden)}, options={"addresses_lock": ""})
    made.build()
    assert "乙条例" in made.page("policies/a")
    made.write("policies/h.md", policy(title="乙条例", **hidden))
    result = made.build()
    assert "乙条例" not in made.page("policies/a")
    assert differing(made.config, result) == []


def test_a_question_in_the_place_of_another_is_another_page(tmp_path: Path) -> None:
    """Both have the same key, in two files."""
    asked = lambda law: faq(f"## 要备案吗？ {{#q1}}\n\n依据：《{law}》\n\n要。\n", title=f"{law}问答", answers=["p"])  # noqa: E731
    other = lambda law: policy(title="云海市收费办法", aliases=[law], body=TEXT)  # noqa: E731
    files = {"policies/p.md": policy(title="云海市停车办法", aliases=["甲则", "乙则"], body=TEXT), "policies/r.md": other("甲则")}
    made = checkout(tmp_path / "library", {**files, "faq/a.md": asked("甲则"), "faq/b.md": asked("乙则")}, options={"addresses_lock": ""})
    made.build()
    made.write("policies/r.md", other("乙则"))
    assert differing(made.config, made.build()) == []


WRITES_INTO_PAGES = "def on_post_page(output, page, config):\n    return output + '<!-- hooked -->'\n"
WRITES_INTO_FILES = """
import pathlib
def on_post_build(config):
    found = [*pathlib.Path(config.site_dir).rglob('*.html')]
    assert {'404.html', 'index.html'} <= {path.name for path in found} and (pathlib.Path(config.site_dir) / 'assets/search/index.json').exists()
    for path in found:
        path.write_text(path.read_text('utf8') + '<!-- hooked -->', 'utf8')
"""


@pytest.mark.parametrize("hook", [WRITES_INTO_PAGES, WRITES_INTO_FILES], ids=["pages", "files"])
def test_a_hook_that_is_gone_leaves_nothing(built: Checkout, hook: str) -> None:
    plain = built.config.read_text("utf8")
    (built.root / "hook.py").write_text(hook, "utf8")
    built.config.write_text(plain + "hooks: [hook.py]\n", "utf8")
    assert start(built).wait(60) == 0
    assert "hooked" in built.page("policies/apart")
    built.config.write_text(plain, "utf8")
    assert differing(built.config, built.build()) == []


# ── Any series of edits ───────────────────────────────────────────────────────


def edits(made: Checkout, chance: random.Random) -> dict[str, Callable[[], object]]:
    names = sorted(path.stem for path in (made.content / "policies").iterdir())
    one, fresh = chance.choice(names), f"d{chance.randrange(10**6)}"
    file = made.content / f"policies/{one}.md"
    text = file.read_text("utf8")
    return {
        "edit": lambda: file.write_text(f"{text}\n第九条　见《{chance.choice(['云海市停车条例', '云海市停车收费规定', '无此办法'])}》第{chance.choice('一二三')}条。\n", "utf8"),
        "add": lambda: made.write(f"policies/{fresh}.md", policy(title=f"云海市{fresh}规定", basis=["云海市停车条例"], number=f"云交规〔2026〕{chance.randrange(1, 999)}号", body=TEXT)),
        "delete": lambda: file.unlink() if len(names) > 2 else None,
        "rename": lambda: file.rename(file.with_name(f"{fresh}.md")),
        "retitle": lambda: file.write_text(text.replace("title: 云海市", f"title: 云海市新{chance.randrange(99)}"), "utf8"),
        "retag": lambda: file.write_text(text.replace("disclosure: public", f"disclosure: public\ntags: [{chance.choice(['parking', 'fees'])}]") if "tags:" not in text else text, "utf8"),
        "vocabulary": lambda: made.write("vocabulary/tags.yml", TAGS.replace("停车", f"停车{chance.randrange(99)}")),
        "explain": lambda: made.write("interpretations/one.md", f"---\ntitle: 解读{fresh}\ninterprets: [{one}]\nstage: release\ndisclosure: public\n---\n\n## 背景\n\n说明。\n"),
        "ask": lambda: made.write("faq/one.md", f"---\ntitle: 问答\nanswers: [{one}]\ndisclosure: public\n---\n\n### {fresh}怎么办？ {{#a}}\n\n办。\n"),
        "configure": lambda: made.config.write_text(made.config.read_text("utf8").replace("site_name: 云海市", "site_name: 新云海市"), "utf8"),
        "another day": lambda: made.config.write_text(made.config.read_text("utf8").replace("2026-11-2", f"2026-12-{chance.choice('012')}"), "utf8"),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_any_series_of_edits_gives_the_site_of_a_clean_build(built: Checkout, seed: int) -> None:
    """An edit that makes an error, such as the removal of a basis, is taken back after the build has refused it."""
    chance = random.Random(seed)
    done = []
    for _ in range(6):
        shutil.rmtree(built.root / "before", ignore_errors=True)
        shutil.copytree(built.content, built.root / "before")
        for _ in range(chance.randrange(1, 3)):
            possible = edits(built, chance)
            done.append(chance.choice(sorted(possible)))
            possible[done[-1]]()
        try:
            result = built.build(strict=False)
        except Failed:
            shutil.rmtree(built.content)
            (built.root / "before").rename(built.content)
            done[-1] += " (refused)"
            result = built.build(strict=False)
        assert (differing(built.config, result), done) == ([], done)


# ── What a deploy has to do ───────────────────────────────────────────────────


def test_the_plan_of_a_deploy_names_what_changed(built: Checkout, tmp_path: Path) -> None:
    shutil.copytree(built.site, tmp_path / "live")
    built.write("policies/more.md", policy(title="云海市新规定"))
    (built.content / "policies/apart.md").unlink()
    built.build()
    plan = json.loads(built.policy("deploy-plan", "--since", str(tmp_path / "live"), "--json").stdout)
    assert "policies/more/index.html" in plan["upload"] and "policies/apart/index.html" in plan["delete"]
    assert "policies/more/index.html" not in plan["purge"] and {"index.html", "policies/apart/index.html"} <= set(plan["purge"])
    assert not [path for path in plan["upload"] if path.startswith("policies/rules/")]
    live = tmp_path / "live"
    for path in plan["upload"]:
        (live / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(built.site / path, live / path)
    for path in plan["delete"]:
        (live / path).unlink()
    shutil.copy2(built.site / MARKER, live / MARKER)
    assert tree(live) == tree(built.site)


def test_no_manifest_is_told(built: Checkout) -> None:
    done = built.policy("deploy-plan", "--site", str(built.content))
    assert done.returncode == 2 and "policy build" in done.stderr and "Traceback" not in done.stderr


def test_verify_says_that_both_ways_agree(built: Checkout) -> None:
    done = built.policy("build", "--verify", "--today", date(2026, 11, 22).isoformat())
    assert done.returncode == 0 and "逐字节相同" in done.stdout
