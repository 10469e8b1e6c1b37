"""Parts that several pages show: a status tag, a row of a list, a relation, a heading of the browser's window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TypeVar
from urllib.parse import quote

from policy_library.edition import Edition
from policy_library.graph.edges import Link as Relation
from policy_library.graph.questions import Asked, asked, every_question
from policy_library.graph.status import Status
from policy_library.locale import text
from policy_library.model.documents import Consultation, Document, Interpretation, Policy, Topic
from policy_library.model.questions import Question
from policy_library.settings import SiteOptions
from policy_library.site import views
from policy_library.site.rendering import Written
from policy_library.text.dates import format_zh
from policy_library.topics.parts import Parts, parts

T = TypeVar("T")

SHOWN_AT_MOST = 20
"""Of one relation on a document's page; the rest stands on a page of its own."""
PER_PAGE = 100
"""Rows of a list."""
EXPIRING = timedelta(days=183)
LATEST = timedelta(days=30)

TONES: Mapping[str, views.Tone] = {
    "in-force": "in-force", "not-yet": "not-yet", "expired": "repealed", "repealed": "repealed", "withdrawn": "repealed",
    "draft": "draft", "unknown": "unknown",
}
FLAG_FIRST = ("partly-repealed", "amended", "under-assessment")
"""Flags that a tag tells beside that the document is in force, the gravest first."""


@dataclass(frozen=True)
class Context:
    """What builders of pages look at: the edition, and how the site is called and reached."""

    edition: Edition
    site: SiteOptions
    site_name: str
    site_url: str
    """With a trailing slash, or empty."""
    rendered: Callable[[Document], Written]
    anchors: Callable[[Document], tuple[str, ...]]
    """Every place in a document's text that has an address."""
    file_href: Callable[[str], str | None]
    """Where a content file can be mended, from its path."""
    findings: Mapping[str, tuple[views.FindingNote, ...]] = field(default_factory=dict)
    preview: bool = False

    @property
    def day(self) -> date:
        return self.edition.day

    def document(self, key: str) -> Document:
        return self.edition.library.by_key[key]

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        return every_question(self.edition.library)

    @cached_property
    def topics_of(self) -> Mapping[str, tuple[Topic, ...]]:
        found: dict[str, list[Topic]] = {}
        for collection in self.edition.collections:
            for key in collection.keys:
                found.setdefault(key, []).append(collection.topic)
        return {key: tuple(topics) for key, topics in found.items()}

    @cached_property
    def marks(self) -> Mapping[str, views.Marks]:
        """Of every policy: how many interpretations, questions and services it has."""
        return {key: views.Marks(held.interpretations, held.questions, held.services) for key, held in self.parts.items()}

    @cached_property
    def parts(self) -> Mapping[str, Parts]:
        return parts(self.edition.library, self.edition.graph, self.asked)

    @cached_property
    def asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """Of every document, the questions about it, the most asked first."""
        return asked(self.edition.graph, self.questions)

    def agency(self, id: str) -> str:
        return self.edition.library.vocabularies.agency(id).name

    def by(self, document: Document) -> str:
        """Who issued it, briefly."""
        names = [self.edition.library.vocabularies.agency(id).brief for id in document.issuers]
        if len(names) > 2:
            return text("present.policy.joint_short", agency=names[0], n=len(names))
        return "、".join(names)

    def head(self, title: str, document: Document | None = None, *, description: str = "", **values: object) -> views.Head:
        findings = self.findings.get(document.path, ()) if document else ()
        description = description or text("present.description", title=title, site=self.site_name)
        return views.Head(title=title, description=description, findings=findings, preview=self.preview, **values)  # type: ignore[arg-type]

    def crumbs(self, *steps: views.Link) -> tuple[views.Link, ...]:
        return (views.Link(text("present.nav.home"), ""), *steps)

    def canonical(self, address: str) -> str:
        return self.site_url + quote(address) if self.site_url else ""

    def permalink(self, document: Document) -> str:
        """Short, for print and messages."""
        return self.canonical(f"p/{document.id}/") if isinstance(document, Policy) else self.canonical(document.address)

    def message(self, document: Document) -> str | None:
        """The place to ask, with title and number filled in."""
        if not self.site.message:
            return None
        number = document.number if isinstance(document, Policy) and document.number else ""
        return self.site.message.replace("{title}", quote(document.title, safe="")).replace("{number}", quote(number, safe=""))

    def ask(self, document: Document) -> views.Ask | None:
        href = self.message(document)
        agencies = document.issuers or ((document.agency,) if isinstance(document, Topic) else ())
        if href is None:
            return None
        agency = self.agency(agencies[0]) if agencies else self.site_name
        return views.Ask(text("present.policy.ask", agency=agency), text("present.policy.ask_action"), href)

    def article_href(self, policy: Document, article: str) -> str | None:
        """The address of an article; None where the text has no such article."""
        return f"{policy.address}#{article}" if article in self.anchors(policy) else None

    def article_links(self, policy: Document, articles: Iterable[str], *, same_page: bool = False) -> tuple[views.Link, ...]:
        links = []
        for article in articles:
            href = self.article_href(policy, article)
            links.append(views.Link(article, f"#{article}" if href and same_page else href))
        return tuple(links)


# ── Status ────────────────────────────────────────────────────────────────────


def status_tag(status: Status) -> views.Status:
    flag = next((flag for flag in FLAG_FIRST if flag in status.flags), None) if status.word == "in-force" else None
    word = text(f"terms.tag.{flag}") if flag else text(f"terms.status.{status.word}")
    tone = "amended" if flag else TONES[status.word]
    return views.Status(status.word, tone, word, *_correctable(status))  # type: ignore[arg-type]


def _correctable(status: Status) -> tuple[date | None, date | None]:
    """The dates by which a page may mend its own status: not those of a document that was ended by another."""
    if status.word in ("repealed", "withdrawn", "unknown", "expired"):
        return None, None
    until = status.term.expires
    if status.ends and (until is None or status.ends - timedelta(days=1) < until):
        until = status.ends - timedelta(days=1)
    return status.term.effective, until


def consultation_tag(consultation: Consultation, day: date) -> views.Status:
    if consultation.closes < day:
        return views.Status("closed", "unknown", text("present.banner.closed_word"))
    if consultation.opens > day:
        return views.Status("draft", "draft", text("present.banner.not_open_word"), consultation.opens, consultation.closes)
    return views.Status("open", "draft", text("present.banner.open_word"), consultation.opens, consultation.closes)


def tag_of(context: Context, document: Document) -> views.Status | None:
    if isinstance(document, Consultation):
        return consultation_tag(document, context.day)
    if isinstance(document, Policy):
        return status_tag(context.edition.statuses[document.key])
    return None


# ── Rows and relations ────────────────────────────────────────────────────────


def doc_row(context: Context, policy: Policy) -> views.DocRow:
    return views.DocRow(
        policy.title, policy.address, text(f"terms.kind.{policy.kind}"), status_tag(context.edition.statuses[policy.key]),
        policy.dated, policy.number, context.by(policy), context.marks[policy.key],
    )


def relation_item(
    context: Context, document: Document, relation: Relation, *, backward: bool, same_page: bool = True
) -> views.RelationItem:
    """One line of a relation. Backward, the articles are this document's own, and the sentence that names it is told;
    forward, the articles are the other's, and the sentence stands in the text beside."""
    sentence = "".join(relation.sentences[:1]) if backward else ""
    if relation.other is None:
        external = relation.url if relation.url and re.match(r"https?://", relation.url) else None
        return views.RelationItem(
            title=bare_title(relation.shown), href=external, meta=text("present.policy.law") if external else "",
        )
    other = context.document(relation.other)
    articles = relation.articles
    about = context.article_links(document, articles, same_page=same_page) if backward else ()
    meta = "" if backward or not articles else text("present.policy.articles_about", articles="、".join(articles))
    return views.RelationItem(
        title=other.title, href=other.address, number=other.number if isinstance(other, Policy) else None,
        status=tag_of(context, other), meta=meta, sentence=sentence, articles=about,
    )


def bare_title(shown: str) -> str:
    """A title without the marks around it."""
    return shown[1:-1] if shown.startswith("《") and shown.endswith("》") and shown.count("《") == 1 else shown


def pager(address: str, current: int, last: int) -> views.Pager | None:
    """Pages of a list at ``address``; the first is the address itself, the second ``address2/``."""
    if last <= 1:
        return None

    def href(page: int) -> str:
        return address if page == 1 else f"{address}{page}/"

    near = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    pages = tuple(views.Counted(str(page), href(page), current=page == current) for page in near)
    return views.Pager(
        current, last, pages, href(current - 1) if current > 1 else None, href(current + 1) if current < last else None,
    )


def counted(name: str, total: int, page: int, size: int) -> str:
    """共934篇，显示第1至100篇."""
    if total <= size:
        return text(f"present.list.{name}_count", n=total)
    first = (page - 1) * size + 1
    return text(f"present.list.{name}_range", n=total, first=first, last=min(total, first + size - 1))


def chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)] or [()]


@lru_cache(maxsize=4096)
def phrases(title: str) -> tuple[str, ...]:
    """A title cut where a line may break: after the issuer, around 关于 and 《…》的通知."""
    cut = re.sub(r"(?<=[^、])(?=关于(?:印发|发布|公布|转发|进一步|加强|延长|修改|废止|开展|做好|推进|促进|规范|同意)?)", "\n", title, count=1)
    cut = re.sub(r"(?<=关于)(?=《)|(?<=印发|发布|转发|延长|修改|废止)(?=《)", "\n", cut)
    pieces = [piece for piece in re.split(r"[\n]|(?<=[ 　])", cut) if piece]
    return tuple(pieces) if len(pieces) > 1 else ()


def day_text(day: date | None) -> str:
    return format_zh(day) if day else text("present.date.none")


def meta_day(day: date | None) -> str:
    """PubDate of the government's page tags: yyyy-MM-dd HH:mm."""
    return f"{day.isoformat()} 09:00" if day else ""


def file_href(path: str) -> str:
    """As it stands in a link: Chinese stays readable."""
    return re.sub(r"[%#?\s\"<>\\]", lambda mark: quote(mark[0], safe=""), path)


def summary_of(document: Document) -> str:
    return document.summary or ""


def interpretations_of(context: Context, key: str) -> tuple[tuple[Interpretation, Relation], ...]:
    """Release first, then draft and follow-up as they were dated; within a stage newest first."""
    links = [link for link in context.edition.graph.backward(key) if link.relation == "interprets" and link.other]
    found = [(context.document(link.other), link) for link in links if link.other]
    return tuple((document, link) for document, link in found if isinstance(document, Interpretation))
