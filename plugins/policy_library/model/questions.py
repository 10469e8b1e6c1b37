"""The questions of a FAQ file: headings with a key, facts on the line below, the answer in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policy_library.text import articles, citations, dates

from .documents import Faq
from .findings import Finding, finding

HEADING = re.compile(r"^(#{2,4})[ \t]+(\S.*)$", re.MULTILINE)
GLUED = re.compile(r"^#{2,4}(?=[^#\s])", re.M)
"""A heading without a blank behind its marks is none: the question and its answer would vanish."""
APART = re.compile(r"[；;]|[，,。]\s*(?=(?:依据|更新|人次|来源)\s*[：:])")
KEYED = re.compile(r"\{#([^{}\s]*)\}$")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
FACTS = re.compile(r"\s*((?:依据|更新|人次|来源)\s*[：:].*)\n(?=\s*\n|\Z)")


@dataclass(frozen=True)
class Basis:
    """What an answer rests on: 第十四条, or 《…办法》第五条; ``document`` None is the document that the file answers for."""

    document: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    key: str
    title: str
    group: str | None
    answer: str
    """Markdown."""
    line: int
    basis: tuple[Basis, ...] = ()
    updated: date | None = None
    asked: int | None = None
    source: str | None = None

    @property
    def anchor(self) -> str:
        return f"q-{self.key}"


def introduction(faq: Faq) -> str:
    """What stands before the first heading of a group or a question, in Markdown."""
    first = next((heading for heading in HEADING.finditer(_without_code(faq.body))), None)
    return faq.body[: first.start()] if first else ""


def questions(faq: Faq) -> tuple[tuple[Question, ...], tuple[Finding, ...]]:
    """In the order of the file. A heading without a key is a group if a deeper heading follows it."""
    body = _without_code(faq.body)
    headings = list(HEADING.finditer(body))
    found: dict[str, Question] = {}
    findings: list[Finding] = []
    group = None
    for number, heading in enumerate(headings):
        level, (title, key) = len(heading[1]), _title(heading[2])
        place = faq.body_place(heading.start())
        following = headings[number + 1] if number + 1 < len(headings) else None
        if key is None:
            if following is not None and len(following[1]) > level:
                group = title
                if loose := faq.body[heading.end() : following.start()].strip():
                    offset = faq.body.index(loose, heading.end())
                    findings.append(finding("C106", "error", faq.body_place(offset), text=loose.splitlines()[0][:40]))
            else:
                findings.append(finding("C101", "error", place, question=title, proposal=f"q{number + 1}"))
            continue
        if not KEY.fullmatch(key):
            findings.append(finding("C103", "error", place, key=key))
            continue
        if key in found:
            findings.append(finding("C102", "error", place, key=key, first=found[key].line))
            continue
        text = faq.body[heading.end() + 1 : following.start() if following else len(faq.body)]
        facts, answer = _facts(text)
        values, unread = _read_facts(facts)
        findings += [finding("C104", "error", place, fact=fact) for fact in unread]
        found[key] = Question(key, title, group, answer, place.line, **values)  # type: ignore[arg-type]
    findings += [finding("C107", "error", faq.body_place(one.start()), marks=one[0]) for one in GLUED.finditer(body)]
    if not found and not findings:
        findings.append(finding("C105", "error", faq.place()))
    return tuple(found.values()), tuple(findings)


def _without_code(body: str) -> str:
    """With blanks in place of fenced code; offsets stay."""
    return FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), body)


def _title(heading: str) -> tuple[str, str | None]:
    """The words of a heading and its key; Markdown lets a heading end in signs as it began."""
    words = heading.rstrip()
    bare = words.rstrip("#")
    words = bare.rstrip() if bare[-1:] in (" ", "\t", "}") else words
    keyed = KEYED.search(words)
    return (words[: keyed.start()].rstrip(), keyed[1]) if keyed and keyed.start() else (words, None)


def _facts(text: str) -> tuple[str, str]:
    match = FACTS.match(text + "\n\n")
    return (match[1], text[match.end(1):]) if match else ("", text)


def _read_facts(line: str) -> tuple[dict[str, object], list[str]]:
    values: dict[str, object] = {}
    unread = []
    for fact in filter(None, (part.strip() for part in APART.split(line))):
        name, _, value = re.sub(r"[：:]", "：", fact, count=1).partition("：")
        value = value.strip()
        if name.strip() == "依据" and (basis := _read_basis(value)):
            values["basis"] = basis
        elif name.strip() == "更新" and (day := dates.parse(value)):
            values["updated"] = day
        elif name.strip() == "人次" and (count := re.fullmatch(r"(\d+)\s*人?次?", value)):
            values["asked"] = int(count[1])
        elif name.strip() == "来源" and value:
            values["source"] = value
        else:
            unread.append(fact)
    return values, unread


def _read_basis(value: str) -> tuple[Basis, ...]:
    """Articles belong to the document before them, and those before any to the one that the file answers for."""
    named = [one for one in citations.find(value) if one.of is None and one.inside is None and one.form in ("title", "number")]
    held: dict[str | None, list[str]] = {None: [], **{one.number or one.title: [] for one in named}}
    for reference in articles.find(value):
        before = [one for one in named if one.start < reference.start]
        held[(before[-1].number or before[-1].title) if before else None].append(reference.article)
    return tuple(Basis(name, tuple(dict.fromkeys(own))) for name, own in held.items() if own or name)
