"""From a body to the HTML of its page: citations, anchors, and that nothing of the text is lost on the way."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy_library.site import render
from policy_library.site.markup import plain
from policy_library.site.convert import CitationLink, Source
from policy_library.site.render import RESERVED, Rendered, render_policy, render_prose

HAN = re.compile("[一-鿿]")
CITED = "《停车办法》"


def source(body: str, *, cite: str = CITED, **values: Any) -> Source:
    """Every ``cite`` in the body is a citation that resolves."""
    places = [match.start() for match in re.finditer(re.escape(cite), body)] if cite else []
    links = tuple(CitationLink(start, start + len(cite), "../../policies/parking/", '《停车办法》，"现行有效"') for start in places)
    return Source("a.md", body, 1, "标题", links, **values)


def ids(shown: str) -> list[str]:
    return re.findall(r'\sid="([^"]*)"', shown)


# ── Paragraphs ────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("body", "shown"), [
    ("第一句。\n第二句。\n\n第三句。", "<p>第一句。</p><p>第二句。</p><p>第三句。</p>"),
    ("第一条　甲。\n第二条　乙\n一、丙", "<p>第一条　甲。</p><p>第二条　乙</p><p>一、丙</p>"),
    ("一句话断成\n两行。", "<p>一句话断成\n两行。</p>"),
    ("甲。**乙。\n丙。**丁。\n戊。", "<p>甲。<strong>乙。\n丙。</strong>丁。</p><p>戊。</p>"),
    ("甲。  \n乙。", "<p>甲。</p><p>乙。</p>"),
    (f"按{CITED}办。\n![图。](a.png)\n乙。", '<p>按{link}办。</p><p><img alt="图。" src="a.png">乙。</p>'),
    ("- 甲。\n乙。", "<ul><li>甲。\n乙。</li></ul>"),
])
def test_lines_pasted_without_empty_lines_are_the_paragraphs_that_they_were(body: str, shown: str) -> None:
    html = re.sub(r"(?<=>)\n", "", render_prose(source(body)).html)
    assert html == shown.replace("{link}", LINK)


def test_pasted_articles_have_their_places() -> None:
    rendered = render_policy(source("第一条　甲。\n第二条　乙。\n第三条　丙。"))
    assert rendered.anchors == ("第一条", "第二条", "第三条")


# ── Citations ─────────────────────────────────────────────────────────────────

LINK = '<a class="cite" href="../../policies/parking/" title="《停车办法》，&quot;现行有效&quot;">《停车办法》</a>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"按{CITED}办。", f"<p>按{LINK}办。</p>\n"),
        (f"按**{CITED}**办。", f"<p>按<strong>{LINK}</strong>办。</p>\n"),
        (f"{CITED}{CITED}", f"<p>{LINK}{LINK}</p>\n"),
        (f"- {CITED}", f"<ul>\n<li>{LINK}</li>\n</ul>\n"),
        (f"按{CITED}**重要**办", f"<p>按{LINK}<strong>重要</strong>办</p>\n"),
    ],
)
def test_a_citation_is_a_link(body: str, shown: str) -> None:
    assert render_prose(source(body)).html == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"[见{CITED}](x/)", '<p><a href="x/">见《停车办法》</a></p>\n'),
        (f"`{CITED}`", "<p><code>《停车办法》</code></p>\n"),
        (f"![{CITED}](a.png)", '<p><img alt="《停车办法》" src="a.png"></p>\n'),
        (f"[甲](x/ '{CITED}')", '<p><a href="x/" title="《停车办法》">甲</a></p>\n'),
        (f"[甲]({CITED}.pdf)", '<p><a href="《停车办法》.pdf">甲</a></p>\n'),
        (f"<a href='{CITED}.pdf'>甲</a>", '<p><a href="《停车办法》.pdf">甲</a></p>\n'),
        (f"<time datetime='{CITED}'>甲</time>", '<p><time datetime="《停车办法》">甲</time></p>\n'),
    ],
    ids=["link", "code", "alt", "title", "address", "html address", "attribute"],
)
def test_a_citation_inside_something_stays_what_it_is(body: str, shown: str) -> None:
    rendered = render_prose(source(body))
    assert rendered.html == shown
    assert rendered.findings == ()


def test_of_a_citation_half_in_a_tag_no_mark_is_left() -> None:
    shown = render_prose(source("见![《甲](x.png)乙》。", cite="《甲](x.png)乙》")).html
    assert shown == '<p>见<img alt="《甲" src="x.png">乙》。</p>\n'


def test_a_citation_that_a_mark_cuts_stays_text() -> None:
    shown = render_prose(source("按《停车**办法》办**。", cite="《停车**办法》")).html
    assert plain(shown).strip() == "按《停车办法》办。"
    assert shown.count("<a ") == shown.count("</a>")


def test_citations_given_out_of_place_do_no_harm() -> None:
    links = (CitationLink(0, 4, "a/", "甲"), CitationLink(2, 6, "b/", "乙"), CitationLink(90, 99, "c/", "丙"))
    assert plain(render_prose(Source("a.md", "一二三四五六", 1, "标题", links)).html).strip() == "一二三四五六"


# ── Links of the author ───────────────────────────────────────────────────────


def test_a_link_to_a_file_leads_to_its_address() -> None:
    rendered = render_prose(source("[甲](b.md) ![乙](c.png)", resolve=lambda address: f"../{address}!"))
    assert 'href="../b.md!"' in rendered.html and 'src="../c.png!"' in rendered.html


def test_picture_and_recording_of_a_film_are_both_followed() -> None:
    shown = render_prose(source('<video src="a.mp4" poster="b.png"></video>', resolve=lambda address: f"../{address}")).html
    assert 'src="../a.mp4"' in shown and 'poster="../b.png"' in shown


def test_a_link_that_leads_nowhere_is_text_and_told() -> None:
    rendered = render_prose(source("一\n\n见[甲](hidden.md)。", resolve=lambda address: None))
    assert rendered.html == "<p>一</p>\n<p>见<a>甲</a>。</p>\n"
    assert [(one.code, one.line) for one in rendered.findings] == [("S002", 3)]


@pytest.mark.parametrize("address", ["https://x.example/", "mailto:a@b.c", "#第一条"])
def test_an_address_elsewhere_stays(address: str) -> None:
    assert f'href="{address}"' in render_prose(source(f"[甲]({address})", resolve=lambda address: None)).html


# ── Anchors ───────────────────────────────────────────────────────────────────

RULE = """标题

（2024年5月13日印发）

第一章　总则

第一条　甲。

第二条　乙。

第二章　附则

第三条　丙。
"""


def test_an_article_is_an_anchor() -> None:
    assert render_policy(source(RULE)).anchors == ("第一章", "第一条", "第二条", "第二章", "第三条")


@pytest.mark.parametrize("number", ["第一条", "**第一条**", "<u>第一条</u>"])
def test_the_number_of_an_article_is_shown_however_it_is_marked(number: str) -> None:
    shown = plain(re.sub("<!--.*?-->", "", render_policy(source(f"{number}　依照第三条办理。")).html))
    assert "".join(shown.split()) == "标题第一条依照第三条办理。"


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_heading_takes_an_id_of_the_theme(name: str) -> None:
    body = f"## {name}\n\n甲。\n\n## {name}\n\n乙。\n"
    assert not RESERVED & set(ids(render_prose(source(body)).html))
    annexed = render_policy(source(f"各区：\n\n甲。\n\n云海市交通委员会\n\n2024年5月13日\n\n{name}\n\n第一条　乙。\n")).html
    assert not RESERVED & set(ids(annexed))


def test_the_ids_of_the_theme_are_reserved() -> None:
    theme = Path(render.__file__).parent.parent / "theme"
    ours = {name for path in theme.rglob("*.html") for name in re.findall(r'\sid="([^"{]+)"', path.read_text("utf8"))}
    assert {name for name in ours if not name.startswith("shape-")} <= RESERVED


def test_answers_on_one_page_share_no_id() -> None:
    body = "甲[^1]\n\n##### 材料\n\n[^1]: 注\n"
    first, second = (render_prose(source(body, prefix=f"{key}."), level=4) for key in ("one", "two"))
    assert set(ids(first.html)) == {"one.材料", "fn:one.1", "fnref:one.1"}
    assert set(re.findall(r'href="#([^"]*)"', first.html)) == {"fn:one.1", "fnref:one.1"}
    assert not set(ids(first.html)) & set(ids(second.html))


def test_a_heading_without_a_word_has_an_anchor() -> None:
    assert ids(render_prose(source("## …\n\n甲\n\n## ！\n\n乙")).html) == ["节", "节-2"]


def test_two_articles_of_one_number_have_two_anchors() -> None:
    rendered = render_policy(source("第一条　甲。\n\n第一条　乙。\n"))
    assert len(set(rendered.anchors)) == len(rendered.anchors) == 2


def test_footnotes_lead_there_and_back() -> None:
    shown = render_prose(source("甲[^一]乙[^main]丙[^a.b]\n\n[^一]: 注一\n[^main]: 注二\n[^a.b]: 注三\n")).html
    assert {"fn:一", "fn:main", "fn:a.b", "fnref:一", "fnref:main", "fnref:a.b"} == set(ids(shown))
    assert set(re.findall(r'href="#([^"]*)"', shown)) == set(ids(shown))
    assert "Jump back" not in shown


@pytest.mark.parametrize("hostile", ['a"b', "a<b", "a b", "a'b", "a&b", "__config", "x onclick=alert(1)", "]("])
def test_a_footnote_by_any_name_is_an_id_of_footnotes(hostile: str) -> None:
    shown = render_prose(source(f"甲[^{hostile}]\n\n[^{hostile}]: 注\n")).html
    assert all(name.startswith(("fn:", "fnref:")) for name in ids(shown))
    assert set(re.findall(r'<[a-z]+(?:\s[a-z]+="[^"]*")*>|</[a-z]+>', shown)) == set(re.findall("<[^>]*>", shown))
    assert "注" in shown


# ── Nothing is lost ───────────────────────────────────────────────────────────


def test_the_number_of_another_document_stays() -> None:
    """Only a document's own number, which stands above its text, need not be repeated."""
    body = "云交〔2024〕3号\n\n各区：\n\n现将通知印发。\n\n云海市交通委员会\n\n2024年5月13日\n\n停车办法\n\n云交规〔2023〕9号\n\n第一条　甲。\n"
    shown = render_policy(source(body, number="云交〔2024〕3号")).html
    assert "云交规〔2023〕9号" in shown
    assert "云交〔2024〕3号" not in shown


def test_a_title_of_its_own_in_the_text_stays_or_is_told() -> None:
    for shape in (render_policy, render_prose):
        rendered = shape(source("# 另一个标题\n\n甲。\n"))
        assert "另一个标题" in rendered.html or [one.code for one in rendered.findings] == ["C013"]


def test_a_page_without_a_title_keeps_its_heading() -> None:
    assert "关于本库" in render_prose(Source("a.md", "# 关于本库\n\n甲。\n", 1, "")).html


@pytest.mark.parametrize(
    "table",
    [
        "<table><caption>表一</caption><thead><tr><th>项</th><th>旧</th></tr></thead><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
        "<table><tr><th>丙</th><td>丁</td></tr></table>",
        "<table><thead><tr><th>项</th></tr></thead><tbody><tr><td colspan='2'>戊</td></tr></tbody><tfoot><tr><td>合计</td></tr></tfoot></table>",
        "| 项 | 旧 | 新 |\n|---|:-:|---|\n| 甲 | **乙** | `丙` |\n| 丁 | | 戊 |",
    ],
)
def test_a_comparison_keeps_every_cell(table: str) -> None:
    shown = render_prose(source(f"## 新旧差别\n\n{table}\n")).html
    assert not Counter(HAN.findall(re.sub("<[^>]*>|class|span", "", table))) - Counter(HAN.findall(plain(shown)))


def test_only_the_last_line_of_a_quotation_is_its_origin() -> None:
    shown = render_prose(source("> 中国——东盟自由贸易区\n> 另有规定的——从其规定\n> —— 第十四条第一款\n")).html
    assert '<p class="quote__text">中国——东盟自由贸易区\n另有规定的——从其规定</p>' in shown
    assert '<span class="quote__from">第十四条第一款</span>' in shown


def test_a_quotation_without_an_origin_has_none() -> None:
    assert "quote__from" not in render_prose(source("> 中国——东盟自由贸易区\n")).html


def kept(rendered: Rendered, body: str) -> str:
    """What of the body's Han text is neither shown nor told."""
    shown = plain(rendered.html) + "".join(html.unescape(value) for value in re.findall(r'="([^"]*)"', rendered.html))
    missing = Counter(HAN.findall(html.unescape(body))) - Counter(HAN.findall(shown))
    return "" if rendered.findings else "".join(missing)


PARAGRAPHS = [
    "各区人民政府：", "第一条　为了规范停车，根据《停车办法》制定本办法。", "第二条 甲。", "第一章　总则", "第一节　一般", "一、落实责任。各单位要认真。", "（一）甲",
    "（一）各区要在年底以前完成任务，并且报告市政府办公厅备案同意。", "1. 乙", "云海市交通委员会", "2024年5月13日", "附件：1. 停车表", "附件1", "停车办法实施细则",
    "（2024年5月13日市政府第三次会议通过）", "云交规〔2024〕3号", "# 标题", "## 目标任务", "### 小标题", "> 引文\n> —— 第三条", "- 甲\n- 乙",
    "| 项 | 旧 | 新 |\n|---|---|---|\n| 甲 | 乙 | 丙 |", "## 新旧差别", "**第三条** 丙。", "**重点**", "此页无正文", "甲[^1]", "[^1]: 注", "---", "<br>",
    "<div>甲</div>", "特此通知。", "2024年", "第十条之一　丁", "《停车办法》", "术语\n: 解释", "联系人：张三，电话：12345",
]


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=12))
@settings(max_examples=150, deadline=None, derandomize=True)
@example(["各区人民政府：", "甲[^1]", "云海市交通委员会", "2024年5月13日", "附件1", "停车办法实施细则", "云交规〔2024〕3号", "第二条 甲。"])
def test_every_word_of_a_text_is_on_its_page(paragraphs: list[str]) -> None:
    body = "\n\n".join(paragraphs)
    without_title = body.replace("# 标题", "")  # it stands on top of the page
    assert kept(render_policy(source(body)), without_title) == ""
    assert kept(render_prose(source(body)), without_title) == ""


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=12))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_no_id_stands_twice_and_every_entry_of_the_contents_leads_somewhere(paragraphs: list[str]) -> None:
    for shape in (render_policy, render_prose):
        rendered = shape(source("\n\n".join(paragraphs)))
        found = ids(rendered.html)
        assert len(found) == len(set(found))
        assert [name for name in found if not re.match(r"fn(ref\d*)?:", name)] == list(rendered.anchors)
        assert {heading.id for entry in rendered.contents for heading in (entry, *entry.children)} <= set(rendered.anchors)
        assert not [name for name in rendered.anchors if re.search(r"[\s\"<>]", name)]


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=12))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_the_tags_of_a_page_are_balanced(paragraphs: list[str]) -> None:
    for shape in (render_policy, render_prose):
        open_tags: list[str] = []
        for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", shape(source("\n\n".join(paragraphs))).html):
            if closing:
                assert open_tags.pop() == name
            elif name not in ("br", "hr", "img"):
                open_tags.append(name)
        assert open_tags == []
