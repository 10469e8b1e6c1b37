"""A stranger's words in a comment: shown as they are, without effect on the host that shows them."""

from __future__ import annotations

import html
import re

import markdown
import pytest

from policy_library.text.markdown import APART, Block, code, fitted, folded, link, plain

HOSTILE = [
    "@root 请看", "甲@乙", "#12", "甲 #12", "owner/repo#12", "GH-12", "!12", "~bug", "%3", "$5", "&7", "^alert#1",
    "https://evil.example/x", "ftp://evil.example", "www.evil.example", "evil.example", "root@evil.example", "mailto:a@b.example",
    "![图](http://evil.example/x.png)", "[点这里](http://evil.example)", "<img src=x onerror=alert(1)>", "<!-- policy-library -->",
    "</details>", "**重**", "_重_", "`x`", "~~x~~", "| 甲 | 乙 |", ":tada:", "$`x`$", "&lt;b&gt;", "\\<b>", "[vulnerability:1]", "a\\",
]
CALLS = re.compile(r"@\w|#\d|GH-\d|[!~%$&^]\w|[a-z]:/|:\w+:|www\.\w|\w\.example|mailto:\w|vulnerability:\d")
"""What hosts look for in the text that the Markdown became."""


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_shown_and_do_nothing(words: str) -> None:
    shown = markdown.markdown(f"- 第 3 行：{plain(words)}")
    assert re.findall("<[^>]*>", shown) == ["<ul>", "<li>", "</li>", "</ul>"]
    text = html.unescape(re.sub("<[^>]*>", "", shown))
    assert text.replace(APART, "").strip() == f"第 3 行：{words}"
    assert not CALLS.search(text)


@pytest.mark.parametrize("words", ["title: 甲, url: …", "vocabulary/exceptions.yml", "policies/a.md", "国发〔2024〕1号", "2026-11-20", "50%", "C & A @ 3"])
def test_what_people_copy_stays_whole(words: str) -> None:
    assert APART not in plain(words)


@pytest.mark.parametrize("words", ["a.md", "`", "a`b``c", "```", " @root ", "<b>"])
def test_code_is_closed_by_its_own_fence_only(words: str) -> None:
    shown = markdown.markdown(f"- {code(words)} 乙 `丙`")
    assert [html.unescape(one).strip() for one in re.findall("<code>(.*?)</code>", shown)] == [words.strip(), "丙"]


def test_a_link_leads_where_it_should() -> None:
    assert markdown.markdown(link("D002]", "https://policy.example/规则.md#d002> x")) == (
        '<p><a href="https://policy.example/%E8%A7%84%E5%88%99.md#d002%3E%20x">D002&#93;</a></p>'
    )


@pytest.mark.parametrize("room", range(0, 130, 7))
def test_what_has_no_room_is_counted_and_blocks_are_closed(room: int) -> None:
    blocks = [Block("# 甲"), Block("## 乙", ("- 一" * 4, "- 二" * 4)), folded("丙", ["- 三" * 4, "- 四", "- 五"])]
    told, left_out = fitted(blocks, room)
    assert len(told) <= room
    assert sum(told.count(word) > 0 for word in "一二三四五") == 5 - left_out
    assert told.count("<details>") == told.count("</details>")
    assert left_out or room > 100
