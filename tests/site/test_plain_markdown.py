"""The short way for plain texts gives what Markdown and the sanitiser give, or leaves the text to them."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from policy_library.site import convert, markup
from policy_library.site.plain_markdown import plain_html

PIECES = (
    "字", "第一条", "，", " ", "　", "\n", "\n\n", "\n \n", "#", "\n# ", "\n######", "\n  ", "1", "1. ", "12）", "\n1. ", "\n- ", "\n: ", "\n===", "\n---", "~~~",
    "(", ")", "{", "}", '"', "'", "^", "%", "$", "@", "http://a.b/", "\u200b", "\ufeff", "\u2028", "\x85", "\ufdd0", "\ufdd1", "\U00020000", "!", "=",
    "\xa0", "\n\xa0", "\xa0\n", "<", ">", "<字>", "<b>", "< b", "<GB/T 1>", "<!--", "-->", "\n>", "\n > ",
)  # fmt: skip


def through_markdown(text: str) -> str:
    return markup.sanitise(convert._converted(markup.literal(text))[0])


def shortly(text: str) -> str | None:
    return plain_html(markup.literal(text))


@settings(max_examples=1500, deadline=None)
@given(strategies.lists(strategies.sampled_from(PIECES), max_size=12).map("".join))
def test_it_agrees_wherever_it_answers(text: str) -> None:
    short = shortly(text)
    assert short is None or short == through_markdown(text)


def test_it_answers_for_angle_brackets_that_are_text() -> None:
    assert shortly("按<标准化法>和 <GB/T 1>，a<b>c 除外。") is None
    assert shortly("按<标准化法>和 <GB/T 1>，1<2>1。\n\n# 三<四") == "<p>按&lt;标准化法&gt;和 &lt;GB/T 1&gt;，1&lt;2&gt;1。</p>\n<h1>三&lt;四</h1>"


def test_it_answers_for_headings_and_paragraphs() -> None:
    text = "## 第一章　总则 \n\n第一条　为了规范管理，\n制定本办法。\n\n\n第二条　本办法自2024年6月1日起施行。\n### 附件\n"
    assert plain_html(text) == (
        "<h2>第一章　总则</h2>\n<p>第一条　为了规范管理，\n制定本办法。</p>\n<p>第二条　本办法自2024年6月1日起施行。</p>\n<h3>附件</h3>"
    )


@pytest.mark.parametrize("more", ["*重*", "a_b", "`x`", "[一](二)", "<b>", "> 一", "R&D", "- 一", "+ 一", "1. 一", "一\n===", "一\n---", "词\n: 释", "|一|二|", "一  \n二", "\t一", "一#", "####### 一", "\\", "\x7f"])
def test_what_may_mean_more_is_left_to_markdown(more: str) -> None:
    assert shortly(f"段落。\n\n{more}\n\n段落。") is None


def test_it_agrees_on_real_texts_and_answers_for_most(corpus: Path) -> None:
    """The real notices and every twentieth law."""
    texts = [path.read_text("utf8").split("---\n", 2)[2] for path in sorted((corpus / "shanghai").glob("*.md"))]
    with tarfile.open(corpus / "laws.tar.xz") as laws:
        members = [member for member in laws if member.isfile() and member.name.endswith(".md")]
        texts += [laws.extractfile(member).read().decode("utf-8-sig").replace("<!-- INFO END -->", "") for member in members[::20]]  # type: ignore[union-attr]
    plain = [(text, html) for text in map(markup.clear, texts) if (html := shortly(text)) is not None]
    assert len(plain) > 0.7 * len(texts)
    assert [text[:60] for text, html in plain if html != through_markdown(text)] == []
