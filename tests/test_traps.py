"""Each trap that was found in the tools below us has a test here, named after it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config

from policy_library.building import Failed
from policy_library.model.findings import Finding
from policy_library.model.load import load
from policy_library.model.source import decode
from policy_library.site import host
from policy_library.site.templates import environment

from checkout import AGENCY, Checkout, checkout, document, policy, tree

REPOSITORY = Path(__file__).resolve().parent.parent
ATTACK = "</title><script>alert(1)</script>"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    made = checkout(tmp_path_factory.mktemp("traps") / "checkout", {
        "policies/parking.md": policy("第一条　按<GB/T 1>和<重要>办。\n", title=f"停车办法{ATTACK}", tags=["parking"]),
        "interpretations/reading.md": document("## 背景\n\n甲。\n\n## 背景\n\n乙。\n", title="解读", interprets=["parking"], stage="release", disclosure="public"),
        "vocabulary/tags.yml": "parking: {name: 停车}\n", "library/index.md": "---\ntitle: 自己写的公文库\n---\n自己写的话。\n",
        "policies/.hidden.md": policy(title="隐藏"), "about.md": "# 关于\n",
    })
    outside = made.root.parent / "outside"
    outside.mkdir()
    (outside / "linked.md").write_text(policy(title="外面"), "utf8")
    (outside / "picture.png").write_bytes(b"x")
    os.symlink(outside, made.content / "policies/folder")
    os.symlink(outside / "linked.md", made.content / "policies/linked.md")
    made.build()
    yield made


@pytest.fixture
def built(pristine: Checkout, tmp_path: Path) -> Checkout:
    return Checkout(Path(shutil.copytree(pristine.root, tmp_path / "checkout", symlinks=True)))


def read(text: str) -> tuple[Finding, ...]:
    """What is found in a policy."""
    return load([decode("vocabulary/agencies.yml", AGENCY.encode()), decode("policies/a.md", text.encode())])[1]


def only(text: str):
    library, findings = load([decode("vocabulary/agencies.yml", AGENCY.encode()), decode("policies/a.md", text.encode())])
    assert not [one for one in findings if one.severity == "error"], findings
    return library.policies[0]


# ── MkDocs ────────────────────────────────────────────────────────────────────


def test_bad_yaml_does_not_build_silently(built: Checkout) -> None:
    built.write("policies/parking.md", "---\ntitle: 甲: 乙: [\n---\n")
    with pytest.raises(Failed) as failed:
        built.build()
    assert [(one.code, one.path, one.line) for one in failed.value.findings if one.severity == "error"][-1:] == [("C007", "policies/parking.md", 2)]


def test_a_strict_warning_of_the_host_stops_the_build_before_anything_is_published(built: Checkout) -> None:
    """The host counts them after its last hook, when a plugin can do nothing any more."""
    before = tree(built.site)
    built.config.write_text(built.config.read_text("utf8") + "extra_templates: [nowhere.html]\n", "utf8")
    built.write("policies/new.md", policy(title="新"))
    with pytest.raises(Failed):
        built.build()
    assert tree(built.site) == before
    built.build(strict=False)
    assert (built.site / "policies/new/index.html").exists()


def test_the_map_of_the_site_does_not_carry_the_day_of_the_build(built: Checkout) -> None:
    found = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", (built.site / "sitemap.xml").read_text("utf8")))
    assert found["https://policy.yunhai.example/library/policies/parking/"] == "2026-01-05"
    assert set(found.values()) <= {"2026-01-05", "2026-11-20"}


def test_autoescape_is_off_in_the_host_and_on_in_our_templates(built: Checkout) -> None:
    page = built.page("policies/parking")
    assert ATTACK not in page and "<title>停车办法&lt;/title&gt;&lt;script&gt;" in page
    assert load_config(str(built.config)).theme.get_env().autoescape is False
    assert environment(host.THEME).autoescape is True


def test_a_generated_file_does_not_replace_a_written_page(built: Checkout) -> None:
    assert "自己写的话" in built.page("library")
    assert [one.code for one in built.build().findings if one.path == "library/index.md"] == ["U006"]


def test_the_site_is_not_cleaned_before_the_build_is_known_to_succeed(built: Checkout) -> None:
    before = tree(built.site)
    built.write("policies/parking.md", policy(kind="nonsense"))
    with pytest.raises(Failed):
        built.build()
    assert tree(built.site) == before


def test_neither_symbolic_links_nor_dot_files_are_copied(built: Checkout) -> None:
    site = tree(built.site)
    assert not [path for path in site if re.search("picture|linked|folder/|hidden", path)]
    assert not re.search("外面|隐藏", b"".join(site.values()).decode("utf8", "replace"))


def test_ids_of_chinese_headings_are_their_words(built: Checkout) -> None:
    """By default they would be _1, _2: new ones with each heading put before them."""
    assert re.findall(r'<h2[^>]* id="([^"]*)"', built.page("interpretations/reading"))[:2] == ["背景", "背景-2"]


def test_a_page_without_front_matter_keeps_its_heading(built: Checkout) -> None:
    assert "关于" in built.page("about")


# ── nh3 ───────────────────────────────────────────────────────────────────────


def test_text_in_angle_brackets_is_not_deleted(built: Checkout) -> None:
    assert "按&lt;GB/T 1&gt;和&lt;重要&gt;办" in built.page("policies/parking")


@pytest.mark.parametrize("id", ["__config", "__drawer", "__search", "main", "contents", "原文"])
def test_ids_of_the_theme_are_not_an_authors(built: Checkout, id: str) -> None:
    built.write("policies/parking.md", policy(f'第一条　甲。\n\n<h2 id="{id}">乙</h2>\n'))
    with pytest.raises(Failed) as failed:
        built.build()
    assert any(one.code == "C014" and one.line == 12 and "<h2> 的 id" in one.message for one in failed.value.findings)


# ── pydantic ──────────────────────────────────────────────────────────────────


def test_both_names_of_a_field_stand_in_the_schema() -> None:
    """AliasChoices would drop the second."""
    text = (REPOSITORY / "schemas/policies.json").read_text("utf8")
    assert all(f'"{name}": {{' in text for name in ("title", "标题", "effective", "施行日期"))


@pytest.mark.parametrize(("line", "word"), [("施行日期: 后天", "施行日期"), ("effective: 后天", "effective")])
def test_an_error_names_the_key_that_was_written(line: str, word: str) -> None:
    """AliasChoices would blame the first alias, and the wrong line."""
    found = read(f"---\n标题: 甲\nkind: notice\nissuers: transport\ndisclosure: public\n{line}\n---\n")
    assert [(one.code, one.line) for one in found] == [("D001", 6)]
    assert word in found[0].message


# ── python-frontmatter ────────────────────────────────────────────────────────


def test_the_lines_of_a_body_are_those_of_the_file(built: Checkout) -> None:
    text = policy("\n\n\n第一条　甲。\n\n乙<script></script>\n")
    built.write("policies/parking.md", text)
    with pytest.raises(Failed) as failed:
        built.build()
    line = text.splitlines().index("乙<script></script>") + 1
    assert [one.line for one in failed.value.findings if one.code == "C014"] == [line]


def test_a_key_written_twice_is_told() -> None:
    found = read("---\ntitle: 甲\ntitle: 乙\nkind: notice\nissuers: transport\ndisclosure: public\n---\n")
    assert [(one.code, one.line) for one in found] == [("C009", 3)]


@pytest.mark.parametrize("front", ["- 甲\n- 乙", "甲", "[甲]", "123"])
def test_a_front_matter_that_is_no_mapping_is_told(front: str) -> None:
    assert [one.code for one in read(f"---\n{front}\n---\n乙\n")] == ["C008"]


# ── YAML ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "007", "12:30", "2024", "1e3", "0x1F", "2024-05-13", "null", "~", ".inf", "1_000", "=", "True"])
def test_a_scalar_is_what_was_written(word: str) -> None:
    quiet = {"null": "'null'", "~": "'~'"}.get(word, word)
    assert only(f"---\ntitle: {quiet}\napproval: {quiet}\nkind: notice\nissuers: transport\ndisclosure: public\n---\n").title == word


@pytest.mark.parametrize("key", ["no", "on", "y"])
def test_a_key_is_what_was_written(key: str) -> None:
    found = read(f"---\ntitle: 甲\n{key}: 乙\nkind: notice\nissuers: transport\ndisclosure: public\n---\n")
    assert [(one.code, one.line) for one in found] == [("E002", 3)] and f"“{key}”" in found[0].message


def test_a_year_is_a_year_where_a_text_is_meant(built: Checkout) -> None:
    built.write("policies/parking.md", policy("第一条　甲。\n", tags=["parking"], addressees=["x"]).replace("- x", "- 007"))
    built.build()
    assert "007" in built.page("policies/parking")


# ── Hash seeds ────────────────────────────────────────────────────────────────


def test_no_set_is_written_as_it_happens_to_lie() -> None:
    """``repr`` or ``join`` of a set changes with the hash seed; see test_reproducible.py for the bytes."""
    package = REPOSITORY / "plugins/policy_library"
    found = [
        (path.name, number) for path in package.rglob("*.py") for number, line in enumerate(path.read_text("utf8").splitlines(), 1)
        if re.search(r"(?:repr|str|join|dumps|tuple|list)\(\s*(?:frozen)?set\(", line)
    ]
    assert found == []
