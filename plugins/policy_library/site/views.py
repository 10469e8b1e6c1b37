"""What each template is given. Values only: builders fill them, templates print them, nobody works anything out.

Every template gets four names: `view` (one of the page views below, chosen by its `template`), `shell` (a
`Shell`, the same for every page of a build), `base` ('./', '../../' …, never empty; absolute on 404.html) and
`t(key, **values)`. Every string is text and is escaped by the template, except the fields named `*_html`, which
are finished, sanitised HTML: strings, or where they are long an `Html`.

An `href` is a path from the site's root ('policies/parking-rules/#第十二条'), an anchor of the same page
('#第十二条') or an address beginning with http:, https:, mailto: or tel:; templates put `base` in front of the
first kind and of anything else. `None` means that there is nothing to open and the text stands alone. Links
inside `*_html` are final: templates leave them.

──────────────────────────────────────────────────────────────────────────────────────────────────────────────
HTML that the renderer makes (the stylesheet and page.js know these classes inside a document's text, no others)

A policy's `text_html` stands inside <div class="policy-text prose" id="原文">, under the page's h1. Parts in
order, each optional:

  <section class="policy-letter">                    notice, letter: from the title to the signature
    <h2 class="policy-letter__title">…的通知</h2>       only where the text repeats the title; may hold u-phrase spans
    <p class="letter-to">各区人民政府，各有关单位：</p>    addressee, not drawn in
    <p>…</p>                                         a paragraph, drawn in by two characters
    <h3 class="para-head" id="一">一、…</h3>            heading 一、 when it is a line of its own, without a full stop
    <p><strong class="para-head">一、…。</strong>…</p> the same at the start of a paragraph
    <h4 class="para-subhead">（一）…</h4>               heading （一） when it is a line of its own
    <p class="attachment-list">附件：1. …</p>
    <ul class="numbered"><li>1.…</li></ul>           a list whose items carry official numbers; no bullets
    <div class="policy-seal"><span class="policy-seal__agency">云海市交通委员会</span><time
      class="policy-seal__date" datetime="2024-05-13">2024年5月13日</time></div>
                                                     joint: policy-seal policy-seal--joint, a span for each agency
    <p class="policy-remark">（此件公开发布）</p>
  </section>
  <article class="annex">                            an annexed or issued text, one each; also a text without letter
    <p class="annex-label">附件1</p>                   never for a text that a notice issues (印发)
    <h2 class="annex-title">…办法</h2>
    <p class="annex-passed">（2024年5月11日…审议通过）</p>
    <h3 class="chapter-title" id="第一章">第一章　总则</h3>
    <h4 class="chapter-section" id="第一章第一节">第一节　…</h4>
    <div class="article" id="第十二条"><p><a class="article__number" href="#第十二条"
      title="本条的固定地址">第十二条</a>…</p><p>…</p></div>
                                                     all paragraphs of the article; a second annex has 附件2-第十二条
    <aside class="article-notes" …>…</aside>         notes follow their article, never precede it
  </article>

  Article notes are what macro `article_notes(notes)` of partials/article_notes.html makes of an `ArticleNotes`.
  A citation: <a class="cite" href="../../policies/…/" title="《…》，云交规〔2024〕3号，现行有效">《…》</a>; one that
  does not resolve is text.
  A wide table: <div class="table-scroll" tabindex="0" role="region" aria-label="表格，可以左右滚动"><table>…
  Author's HTML that passed the gate (lists, tables, images, blockquotes, footnotes) needs no classes: `.prose`
  sets it.
  Ids that the theme keeps for itself, refused to authors and to anchors of sections: main, drawer, contents,
  contents-title, facets, list, count, filters, rows, pager, sort, q, site-q, search, notes, results, intro, topics, relation-title,
  findings-title, 原文, 关系, 基本信息, 变更记录, 咨询, 完备情况, and every id that begins with shape- or 关系-.

An interpretation's `text_html` stands inside <article class="reading__text prose">:

  <h2 class="part-title" id="主要内容">主要内容</h2>   <h3>…</h3>   <p>…</p>
  <blockquote class="quote"><p class="quote__text">…</p><p><a class="quote__from"
    href="…/#第十四条">第十四条第一款</a></p></blockquote>
  <table class="compare"><caption class="u-hidden">…</caption><thead>…</thead><tbody>            新旧差别; data-label
    <tr><th scope="row">备案材料</th><td data-label="原规定">…</td>                               is the column's head
    <td data-label="新规定" class="compare__new">…</td></tr></tbody></table>
  <dl class="term-list"><dt>…</dt><dd>…</dd></dl>                                              关键词
  <video controls preload="none" …>, <audio controls preload="none" …>, <img width height alt loading="lazy">

An FAQ's `answer_html` and a consultation's `text_html` are plain prose: <p>, lists, tables, `.cite`; headings
from h3 down. A written page's `text_html` stands inside <article class="written__text prose"> and is plain prose with headings from h2 down.

──────────────────────────────────────────────────────────────────────────────────────────────────────────────
Facet data, written beside the site by the build and read by facets.js

assets/data/library.json, fetched when a facet is first used, has one place per document, in the order of the
lists (issued, newest first, then the list's own tie-break). Rows of numbers are {"width": 2, "rows": "…"}: `width`
rows of digits, one after another, most significant first; "digit" is one of 0-9 A-Z a-z - _ (values 0 to 63).

  {"version": 2, "count": 1846, "chunk": 256,
   "facets": {"kind": {"values": ["normative", "notice"],      ids, as in `FacetOption.value`
                       "sets": [[0], [0, 1], []],              the combinations that occur, the most frequent first
                       "width": 1, "rows": "0012…"}, …},       one number per document: its place in `sets`
   "dates": {"dated": {"start": 46345, "width": …},            days since 1899-12-31 of the first, then how many
                                                               days each lies before the one above it
             "effective": {"width": …}, "expires": {"width": …}}}
                                                               0: none; 2n+1: n days after what it is told from, 2n:
                                                               n days before; effective from dated, expires from
                                                               effective where there is one

`year` and `status` are facets like any other, and `marks` has the values interpretations, questions, services. A
status is the one of the day of the build.

assets/data/library-<n>.json holds the rows n·chunk to (n+1)·chunk - 1, fetched when one of them is to be shown:

  [[href, title, number, kind, by, issued, status code, tone, word, effective, expires,
    interpretations, questions, services], …]

Strings, '' for none, dates as 2024-05-16, the last three are counts (services 0 or 1). facets.js puts them into
the page's list by copying its first row, so that the macro `doc_table` alone knows how a row looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from policy_library.stats.panels import Formula, Panel, Tile

StatusCode = Literal[
    "draft", "open", "closed", "not-yet", "in-force", "expired", "repealed", "withdrawn", "unknown"
]
"""Status on the day of the build; open and closed are a consultation's."""

Tone = Literal["in-force", "not-yet", "amended", "repealed", "draft", "unknown"]
"""Colour and shape. amended also serves 正在评估 and 部分废止, repealed also 已失效 and 已撤下, unknown also 已结束."""


# ── Small parts ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Link:
    text: str
    href: str | None = None


Text = tuple[Link, ...]
"""A sentence: pieces printed one after another, those with an `href` as links."""


@dataclass(frozen=True)
class Html:
    """A long text, fetched when its page is made. Two with the same digest are the same."""

    digest: str
    fetch: Callable[[], str] = field(repr=False, compare=False)

    def __html__(self) -> str:
        return self.fetch()

    __str__ = __html__


@dataclass(frozen=True)
class Counted:
    """A link with a count behind it: '车主 312份'."""

    text: str
    href: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True)
class Status:
    """Printed as a tag: shape and word.

    `effective` and `expires` (a consultation's last day) are only what the page may correct by the reader's date:
    an end date is itself still valid.
    """

    code: StatusCode
    tone: Tone
    word: str
    effective: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class Marks:
    """What a document in a list has with it."""

    interpretations: int = 0
    questions: int = 0
    services: int = 0


@dataclass(frozen=True)
class DocRow:
    """A policy in a list. `by` is short ('市交通委员会等3个部门'); `number` None prints 没有文号."""

    title: str
    href: str
    kind: str
    status: Status
    issued: date | None = None
    number: str | None = None
    by: str = ""
    marks: Marks = Marks()


@dataclass(frozen=True)
class Element:
    """A row of 基本信息. `wide` takes the whole width of the table: long values."""

    name: str
    value: Text
    wide: bool = False


@dataclass(frozen=True)
class Pager:
    """Pages of one list; `pages` are all of them or the nearest, in order, the current one marked."""

    current: int
    last: int
    pages: tuple[Counted, ...] = ()
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True)
class NextStep:
    """What to do after an empty list or an error."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Ask:
    """咨询: one sentence and where to go; `href` is a mailto: or an address with title and number filled in."""

    text: str
    action: str
    href: str


@dataclass(frozen=True)
class FindingNote:
    """A finding of the check, shown on the page in preview only. `where` is 'content/policies/a.md:12'."""

    code: str
    severity: Literal["error", "warning", "note"]
    where: str
    message: str
    mend: str = ""


@dataclass(frozen=True)
class ContentsEntry:
    """One line of a table of contents; `span` is '1–7条', `children` are (id, text) of the articles of a chapter."""

    text: str
    id: str  # of its place in the text
    span: str = ""
    children: tuple[tuple[str, str], ...] = ()


# ── Around every page ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class NavEntry:
    """`section` is compared with `Head.section`: library, topics, interpretations, faq, consultations, catalogue."""

    text: str
    href: str
    section: str


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The same for every page of a build. `nav` has only types that have documents."""

    site_name: str  # 云海市政策文件库
    name_phrases: tuple[str, ...] = ()  # the same, cut where the brand may break: 云海市, 政策文件库
    government_name: str = ""  # meta SiteName; site_name if empty
    domain: str = ""  # meta SiteDomain
    code: str = ""  # meta SiteIDCode
    demo: str = ""  # the banner of a demonstration; none if empty
    nav: tuple[NavEntry, ...] = ()
    search: str | None = None  # address of the search page; without it no search box and no button
    search_hint: str = ""  # placeholder; the locale's if empty
    footer: tuple[str, ...] = ()  # lines: who runs the site, who keeps it
    footer_links: tuple[Link, ...] = ()
    day: date  # the day the build speaks for; printed in the footer, carried for status.js
    scripts: tuple[str, ...] = ()  # further modules for every page, after ours (search)
    version: str = ""  # put behind our own assets' addresses: a hash of their bytes


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands in <head>, and where the page is. Empty strings print nothing."""

    title: str  # the page's; the site's name is added
    description: str = ""
    canonical: str = ""  # absolute
    column: str = ""  # meta ColumnName: 公文库
    article: str = ""  # meta ArticleTitle: documents only
    published: str = ""  # meta PubDate as the rule wants it: '2024-05-16 09:00'
    source: str = ""  # meta ContentSource
    keywords: str = ""
    noindex: bool = False
    section: str = ""  # which entry of the navigation is current
    breadcrumb: tuple[Link, ...] = ()  # from 首页 on; the last is the page itself
    alternates: tuple[tuple[str, str, str], ...] = ()  # (type, title, href): feeds and data
    findings: tuple[FindingNote, ...] = ()  # preview only
    preview: bool = False  # show the findings panel, also when it is empty


# ── Home ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Door:
    name: str
    href: str
    count: int
    unit: str
    note: str


@dataclass(frozen=True)
class TopicCard:
    """`kind` is a word: 一件事, 一类事; `meta` is '14份文件，2026年11月6日更新'."""

    kind: str
    title: str
    href: str
    text: str = ""
    meta: str = ""


@dataclass(frozen=True)
class Figure:
    """`number` carries its unit: 1,602件, 96.4%."""

    name: str
    number: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HomeView:
    template: ClassVar[str] = "home.html"
    head: Head
    title: tuple[str, ...]  # one line that says whose library it is, in phrases
    examples: tuple[Link, ...] = ()  # queries; only where there is search
    doors: tuple[Door, ...] = ()
    topics: tuple[TopicCard, ...] = ()
    topics_more: Link | None = None
    audiences: tuple[Counted, ...] = ()
    latest: tuple[DocRow, ...] = ()
    latest_more: Link | None = None
    latest_marks: bool = True  # a row without any says so; False where the library has no interpretations, questions, services
    figures: tuple[Figure, ...] = ()
    figures_more: Link | None = None  # 全部统计, where the site has that page
    text_html: str | Html = ""  # what index.md says besides


# ── Policy ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class StatusBanner:
    """`word` tells the status alone (现行有效) where the tag may tell a flag (已被修改); `flags` are told beside it."""

    status: Status
    word: str
    flags: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # phrases: '2024年6月1日起施行，', '有效期至2029年5月31日。'
    more: Text = ()  # '替代《…》（云交规〔2019〕2号）。'; the day checked is added by the template
    successor: Link | None = None  # becomes the banner's button


@dataclass(frozen=True)
class Service:
    """`text` begins with a verb: 办理停车场备案."""

    text: str
    href: str | None


@dataclass(frozen=True)
class Chip:
    """`count` None prints none; zero is printed."""

    text: str
    href: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class RelationItem:
    """`sentence` is the one in which the citing document names the cited one; `meta` what else there is to tell."""

    title: str
    href: str | None = None
    number: str | None = None
    status: Status | None = None
    meta: str = ""
    sentence: str = ""
    sentence_href: str | None = None
    articles: tuple[Link, ...] = ()  # articles of this document that it is about


@dataclass(frozen=True, kw_only=True)
class RelationGroup:
    """`key` is the relation's name and makes the id 关系-<key>; `count` carries its unit, zero included: 5份."""

    key: str
    name: str
    count: str
    items: tuple[RelationItem, ...] = ()  # at most 20
    more: Link | None = None  # all of them, when there are more
    none: Text = ()  # instead of items: 暂无。 and the next step


@dataclass(frozen=True, kw_only=True)
class Print:
    """Only on paper: head after GB/T 9704, imprint, where the sheet comes from."""

    agencies: tuple[str, ...]  # one: its name and 文件 stand in one line
    number: str = ""
    imprint: tuple[str, str] | None = None  # ('云海市交通委员会办公室', '2024年5月16日印发')
    address: str = ""  # 'policy.yunhai.example/p/parking-rules/'


@dataclass(frozen=True)
class Change:
    on: date
    text: Text


@dataclass(frozen=True)
class ArticleNote:
    """`kind` is a word: 解读, 问答, 办理. Without `text` it is one line that opens `href`."""

    kind: str
    title: str
    href: str
    text: str = ""
    action: str = ""  # 查看解读


@dataclass(frozen=True)
class ArticleNotes:
    article: str  # 第十二条
    notes: tuple[ArticleNote, ...]


@dataclass(frozen=True, kw_only=True)
class PolicyView:
    template: ClassVar[str] = "policy.html"
    head: Head
    title: str
    title_phrases: tuple[str, ...] = ()  # the same title, cut where a line may break
    number: str | None = None
    issuers: tuple[Link, ...] = ()
    joint: str = ""  # '云海市交通委员会、云海市公安局联合印发', instead of issuers
    kind: str = ""
    banner: StatusBanner
    services: tuple[Service, ...] = ()
    services_none: str = ""
    chips: tuple[Chip, ...] = ()  # without 原文, which the template adds
    contents: tuple[ContentsEntry, ...] = ()  # of the text; the page's own sections are added
    text_html: str | Html = ""
    text_note: str = ""  # instead of a text: 本文件只登记目录…
    paper: Print
    relations: tuple[RelationGroup, ...] = ()
    elements: tuple[Element, ...] = ()
    attachments: tuple[Link, ...] = ()  # 停车场（库）备案登记表（DOCX，26 KB）
    changes: tuple[Change, ...] = ()
    ask: Ask | None = None
    correction: str | None = None  # the file in git
    permalink: str = ""  # absolute
    citation: str = ""  # what 复制引用 copies
    downloads: tuple[Link, ...] = ()
    bar: tuple[Link, ...] = ()  # on phones, after 目录; the last is the primary one


@dataclass(frozen=True, kw_only=True)
class RelationsView:
    """All of one relation of a document, where its page shows the first twenty."""

    template: ClassVar[str] = "relations.html"
    head: Head
    title: str
    document: RelationItem
    group: RelationGroup
    pager: Pager | None = None


# ── Interpretation, FAQ ───────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A document that is interpreted or answered for. `compare` leads to its text."""

    title: str
    href: str | None
    number: str | None = None
    status: Status | None = None
    compare: str | None = None
    articles: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Stage:
    """`href` None: the page itself."""

    text: str
    href: str | None


@dataclass(frozen=True, kw_only=True)
class InterpretationView:
    template: ClassVar[str] = "interpretation.html"
    head: Head
    title: str
    facts: tuple[str, ...] = ()  # 发布阶段, 文字解读, 云海市交通委员会, 2024年5月16日
    stages: tuple[Stage, ...] = ()  # in order; printed when there are two or more
    explains: tuple[Explained, ...] = ()
    contents: tuple[Link, ...] = ()
    text_html: str | Html = ""
    related: tuple[RelationGroup, ...] = ()
    ask: Ask | None = None
    correction: str | None = None
    permalink: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """An interpretation in a list."""

    title: str
    href: str
    on: date | None = None
    facts: tuple[str, ...] = ()  # 发布阶段, 图解, 市交通委员会
    about: tuple[Link, ...] = ()  # what it interprets


@dataclass(frozen=True, kw_only=True)
class InterpretationsView:
    template: ClassVar[str] = "interpretations.html"
    head: Head
    title: str
    lead: str = ""
    count: str = ""  # 共934篇，显示第1至100篇
    rows: tuple[ReadingRow, ...] = ()
    years: tuple[Counted, ...] = ()
    pager: Pager | None = None
    empty: tuple[NextStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """`anchor` is 'q-rent-own-space'; `basis` are articles or documents: '第十四条'."""

    anchor: str
    question: str
    answer_html: str | Html
    basis: tuple[Link, ...] = ()
    updated: date | None = None
    asked: int | None = None
    source: str = ""
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionGroup:
    """`name` '' when the file has no groups: its heading is then only read out."""

    name: str
    anchor: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class FaqView:
    template: ClassVar[str] = "faq.html"
    head: Head
    title: str
    facts: tuple[str, ...] = ()  # 12个问题, 云海市交通委员会, 2026年11月6日更新
    answers: tuple[Explained, ...] = ()
    groups: tuple[QuestionGroup, ...] = ()
    intro_html: str | Html = ""
    ask: Ask | None = None
    correction: str | None = None
    permalink: str = ""


@dataclass(frozen=True, kw_only=True)
class FaqRow:
    title: str
    href: str
    facts: tuple[str, ...] = ()  # 12个问题, 市交通委员会, 2026年11月6日更新
    about: tuple[Link, ...] = ()


@dataclass(frozen=True)
class HotQuestion:
    question: str
    href: str
    about: str = ""
    asked: int | None = None


@dataclass(frozen=True, kw_only=True)
class FaqsView:
    template: ClassVar[str] = "faqs.html"
    head: Head
    title: str
    lead: str = ""
    hot: tuple[HotQuestion, ...] = ()
    count: str = ""
    rows: tuple[FaqRow, ...] = ()
    pager: Pager | None = None
    empty: tuple[NextStep, ...] = ()


# ── Topics ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Mark:
    """A cell: how many, where they are, and what is read out ('3篇解读'). Zero prints a dash and reads 暂无."""

    count: int = 0
    href: str | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    """`meta` is the number, or what stands in its place: 2026年12月4日截止."""

    title: str
    href: str | None
    status: Status
    meta: str = ""
    basis: Mark = Mark()
    interpretations: Mark = Mark()
    questions: Mark = Mark()
    services: Mark = Mark()


@dataclass(frozen=True, kw_only=True)
class TopicSection:
    """A step of 一件事 or a section of 一类事; `anchor` is the section's key."""

    anchor: str
    title: str
    text: str = ""
    facts: tuple[str, ...] = ()  # 约10日, 规划资源部门
    actions: tuple[Service, ...] = ()
    questions: tuple[Link, ...] = ()  # '选址的5个常见问题', or questions by name
    count: int = 0  # of all its documents; `more` leads to those that `rows` leaves out
    rows: tuple[TopicRow, ...] = ()
    more: Link | None = None


@dataclass(frozen=True)
class CompletenessRow:
    """How many of a section's documents have each thing. The last row is the whole topic (`href` None)."""

    name: str
    href: str | None
    documents: int
    basis: int
    interpretations: int
    questions: int
    services: int


TopicPart = Literal["basis", "interpretations", "questions", "services"]


@dataclass(frozen=True, kw_only=True)
class TopicView:
    template: ClassVar[str] = "topic.html"
    head: Head
    kind: Literal["one-thing", "one-class"]
    kind_word: str
    title: str
    lead: str = ""
    facts: tuple[str, ...] = ()  # 牵头：…, 14份文件, 2026年11月6日复核
    intro_html: str | Html = ""
    sections: tuple[TopicSection, ...] = ()
    columns: tuple[TopicPart, ...] = ("basis", "interpretations", "questions", "services")  # only what the library has at all
    completeness: tuple[CompletenessRow, ...] = ()
    others: tuple[TopicCard, ...] = ()
    ask: Ask | None = None
    correction: str | None = None


@dataclass(frozen=True, kw_only=True)
class TopicSectionView:
    """All documents of a section, where the topic's page shows the first twenty."""

    template: ClassVar[str] = "topic_section.html"
    head: Head
    title: str
    count: str = ""
    rows: tuple[TopicRow, ...] = ()
    columns: tuple[TopicPart, ...] = ("basis", "interpretations", "questions", "services")
    pager: Pager | None = None


@dataclass(frozen=True)
class TopicGroup:
    name: str
    text: str
    cards: tuple[TopicCard, ...]


@dataclass(frozen=True, kw_only=True)
class TopicsView:
    template: ClassVar[str] = "topics.html"
    head: Head
    title: str
    lead: str = ""
    groups: tuple[TopicGroup, ...] = ()


# ── Lists ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class FacetOption:
    """`checked` where the list is itself that choice (2024 on library/2024/)."""

    value: str
    label: str
    count: int
    checked: bool = False


@dataclass(frozen=True)
class Facet:
    """`key` names the column of library.json and the parameter in the address; `options` are all, in order."""

    key: str
    name: str
    options: tuple[FacetOption, ...]
    open: bool = False  # opened when the page arrives


@dataclass(frozen=True)
class Facets:
    data: str  # 'assets/data/library.json'
    groups: tuple[Facet, ...]
    rows: str = "assets/data/library-{n}.json"


@dataclass(frozen=True, kw_only=True)
class ListView:
    """公文库 and every list cut from it: by year, agency, audience, tag, state."""

    template: ClassVar[str] = "library.html"
    head: Head
    title: str
    lead: str = ""
    facts: tuple[str, ...] = ()  # about an agency: 机关代字, 上级
    count: str  # 共412件，显示第1至100件
    rows: tuple[DocRow, ...] = ()
    facets: Facets | None = None
    years: tuple[Counted, ...] = ()  # every year that has documents, newest first
    ways: tuple[Link, ...] = ()  # 按制发机关, 按受众, 主动公开目录
    pager: Pager | None = None
    empty: tuple[NextStep, ...] = ()


@dataclass(frozen=True)
class IndexGroup:
    """`name` '' for the only group."""

    name: str
    items: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class IndexView:
    """Agencies, audiences, tags, years."""

    template: ClassVar[str] = "index_list.html"
    head: Head
    title: str
    lead: str = ""
    groups: tuple[IndexGroup, ...] = ()
    empty: tuple[NextStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """A line of 主动公开目录; `documents` '12件' with its list."""

    title: str
    documents: Link
    basis: str = ""
    agency: str = ""
    update: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class CatalogueView:
    template: ClassVar[str] = "catalogue.html"
    head: Head
    title: str
    lead: str = ""
    entries: tuple[CatalogueEntry, ...] = ()
    empty: tuple[NextStep, ...] = ()


# ── Consultations ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class ConsultationView:
    template: ClassVar[str] = "consultation.html"
    head: Head
    title: str
    facts: tuple[str, ...] = ()
    banner: StatusBanner  # open: tone draft; closed: tone unknown
    action: Link | None = None  # 提出意见; only while open
    contact: Text = ()
    contents: tuple[ContentsEntry, ...] = ()
    text_html: str | Html = ""
    outcome: tuple[RelationGroup, ...] = ()  # 形成文件, 草案解读 …
    elements: tuple[Element, ...] = ()  # 收到意见, 采纳 …
    correction: str | None = None
    permalink: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsultationRow:
    title: str
    href: str
    status: Status
    opens: date
    closes: date
    by: str = ""
    note: str = ""  # 收到意见218条，采纳64条


@dataclass(frozen=True, kw_only=True)
class ConsultationsView:
    template: ClassVar[str] = "consultations.html"
    head: Head
    title: str
    lead: str = ""
    open: tuple[ConsultationRow, ...] = ()
    closed: tuple[ConsultationRow, ...] = ()
    pager: Pager | None = None


# ── Other pages ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A written page; its text brings its own h1, or `title` is printed as one."""

    template: ClassVar[str] = "page.html"
    head: Head
    text_html: str | Html
    title: str = ""
    contents: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotFoundView:
    template: ClassVar[str] = "missing.html"
    head: Head
    next: tuple[NextStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RedirectView:
    """An address that moved; `href` as everywhere."""

    template: ClassVar[str] = "redirect.html"
    head: Head
    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class TombstoneView:
    """A document that was withdrawn: its address stays and says why."""

    template: ClassVar[str] = "tombstone.html"
    head: Head
    title: str
    reason: str
    on: date
    number: str | None = None
    agency: str = ""
    successor: Link | None = None
    next: tuple[NextStep, ...] = ()


# ── Search ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """`words` are the texts that the page's script fills in; counts of facets come when a facet is opened."""

    template: ClassVar[str] = "search.html"
    head: Head
    title: str
    facets: tuple[Facet, ...] = ()
    topics: tuple[Link, ...] = ()  # where to look when nothing was typed or found
    library: str | None = None  # the list for readers without scripts
    message: str = ""  # 留言, with {title} for the words that found nothing
    types: tuple[tuple[str, str], ...] = ()  # type → name
    words: Mapping[str, str] = field(default_factory=dict)


# ── Figures ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class StatsView:
    """What staff see, of public documents alone; the parts come with all their words."""

    template: ClassVar[str] = "stats.html"
    head: Head
    title: str
    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    panels: tuple[Panel, ...]
    formulas_title: str
    formulas: tuple[Formula, ...]
    data: Link


PageOf = (
    HomeView
    | PolicyView
    | RelationsView
    | InterpretationView
    | InterpretationsView
    | FaqView
    | FaqsView
    | TopicView
    | TopicsView
    | ListView
    | IndexView
    | CatalogueView
    | ConsultationView
    | ConsultationsView
    | SearchView
    | StatsView
    | PageView
    | NotFoundView
    | RedirectView
    | TombstoneView
)
