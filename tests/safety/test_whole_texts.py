"""What an author wrote is on the page, or the author is told why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_library.building import Failed

from checkout import checkout, faq, interpretation, policy

ASKED = """\
开头的话，见《停车办法》。

## 登记

### 要不要备案？ {#filing}

要[^1]。

##### 材料

身份证。

[^1]: 第一个注。

## 收费

### 要不要钱？ {#cost}

不要[^1]。

##### 材料

无。

[^1]: 第二个注。
"""


def test_all_of_a_file_of_questions_is_on_its_page(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy(), "faq/asked.md": faq(ASKED)})
    made.build()
    page = made.page("faq/asked")
    for words in ("开头的话", "登记", "要不要备案？", "身份证", "第一个注", "收费", "要不要钱？", "无。", "第二个注"):
        assert words in page
    assert '<a class="cite" href="../../policies/parking/"' in page


def test_the_text_below_the_heading_of_a_group_is_told(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy(), "faq/asked.md": faq("## 登记\n\n先读这一段。\n\n### 要不要备案？ {#filing}\n\n要。\n")})
    with pytest.raises(Failed) as failed:
        made.build()
    found = [(one.code, one.line, "先读这一段" in one.message) for one in failed.value.findings if one.severity == "error"]
    assert found == [("C106", (made.content / "faq/asked.md").read_text("utf8").splitlines().index("先读这一段。") + 1, True)]


def test_a_citation_of_an_article_that_is_not_there_leads_to_the_text(tmp_path: Path) -> None:
    """What an old text cites may since have lost an article: that is no reason not to publish it."""
    made = checkout(tmp_path, {
        "policies/parking.md": policy("第一条　甲。\n"), "policies/other.md": policy("第一条　按《停车办法》第九条办。\n\n第二条　按《停车办法》第一条办。\n", title="乙"),
        "interpretations/reading.md": interpretation("> 甲\n> —— 第九条\n\n见《停车办法》第九条。\n"),
        "faq/asked.md": faq("### 问？ {#q}\n\n见《停车办法》第九条。\n"),
    })
    made.build()
    page = made.page("policies/other")
    assert 'href="../../policies/parking/" title="《停车办法》' in page and 'href="../../policies/parking/#第一条" title="《停车办法》' in page
    assert "#第九条" not in page + made.page("interpretations/reading") + made.page("faq/asked")


def test_text_that_reads_like_html_does_not_fail_the_build(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy('第一条　写作 href="none/" src="none.png" id="第九条" 即可，见<GB/T 1>。\n', title='甲 href="no/"')})
    made.build()
    assert 'href="none/" src="none.png"' in made.page("policies/parking")


def test_an_unregistered_word_of_any_signs_is_the_address_of_a_list(tmp_path: Path) -> None:
    """An open vocabulary takes words as they stand."""
    words = ["100%", "50%20", "甲#乙", "甲?乙", "a&b", "甲 乙", "<甲>", '甲"乙', "it's", "{{ 7*7777 }}"]
    made = checkout(tmp_path, {"policies/parking.md": policy(tags=words)}, options={"open_vocabularies": ["tags"]})
    made.build()  # which follows every link
    assert len([path for path in (made.site / "tags").iterdir() if path.is_dir()]) == len(words)


OUT = ["../../outside", "..", ".", "/etc", "a/../../b", "\\..\\x", "C/C++", "a\x00b"]


def test_no_word_leads_out_of_the_site(tmp_path: Path) -> None:
    made = checkout(tmp_path / "deep" / "checkout", {"policies/parking.md": policy(tags=OUT)}, options={"open_vocabularies": ["tags"]})
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Failed) as failed:
        made.build()
    assert len([one for one in failed.value.findings if one.severity == "error"]) >= len(OUT) - 1
    assert [path for path in sorted(tmp_path.rglob("*")) if ".cache" not in path.parts] == before


FIT = ["关于", "a&b", "it's", "About", "a.b"]
UNFIT = ["a#b", "a?b", "100%", "a b", "<甲>", "甲\n乙", "甲\t乙", "a\\b", 'a"b']


def test_a_written_page_has_an_address_or_is_told(tmp_path: Path) -> None:
    page = "---\ntitle: 关于\n---\n甲。\n"
    links = "".join(f"[甲](<../{name}.md>)\n" for name in FIT)
    made = checkout(tmp_path, {"policies/parking.md": policy(f"第一条　{links}"), **{f"{name}.md": page for name in FIT}})
    made.build()
    assert [name for name in FIT if not (made.site / name / "index.html").exists()] == []
    for name in UNFIT:
        made.write(f"{name}.md", page)
    with pytest.raises(Failed) as failed:
        made.build()
    assert {one.path for one in failed.value.findings if one.code == "U001"} == {f"{name}.md" for name in UNFIT}
