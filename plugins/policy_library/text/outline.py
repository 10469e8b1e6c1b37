"""What each paragraph of an official document is: title, addressee, article, signature …

`outline` sees plain texts of paragraphs, so it serves Markdown source and rendered blocks alike. It reads once
from top to bottom: the head (title, number, addressee), the letter, and after its signature what is annexed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from . import articles, dates, numbers, orders, page_heads
from .data import load
from .normalize import half_width, squeeze, title_key
from .numerals import CHARACTERS, chinese_numeral, parse_numeral
from .paragraphs import Paragraph, paragraphs
from .signatures import NO_NAME_ENDS_SO, is_damaged_date, is_organ, is_sign_date, is_signature, is_signed_date

__all__ = ["Paragraph", "Part", "Role", "RoleName", "Zone", "is_organ", "outline", "paragraphs", "parts"]

RoleName = Literal[
    "title", "number", "passed", "addressee", "text", "heading1", "heading2", "heading3",
    "book", "chapter", "section", "article",
    "signature", "sign-date", "attachment-list", "attachment", "annex-title",
]  # fmt: skip
Zone = Literal["letter", "annex"]


class Role(NamedTuple):
    role: RoleName
    label: str | None = None  # 第十二条, 第一章; 一, （一）, 1 of headings; the number of an attachment
    zone: Zone = "letter"


class Part(NamedTuple):
    paragraph: Paragraph
    role: RoleName
    label: str | None
    zone: Zone


_N = rf"[0-9０-９{CHARACTERS}]{{1,7}}"
_MARKDOWN = re.compile(r"(?:#{1,6}\s+|[*_]{2}(?=第)|[-*+][ \t]+(?=\d{1,2}[.．、）)]|[（(]\d{1,2}[）)]|[①-⑳]))")
_DIVISION = re.compile(rf"第\s*({_N})\s*(分编|编|章|节)(?![的规中之所第、和及至])")
_ARTICLE = re.compile(rf"第\s*{_N}\s*条(?:之{_N}(?![{CHARACTERS}]))?")
# 第三条修改为, 第三条第二款, 第三条至第五条: a reference at the start of a sentence, not the head of an article.
_REFERS = re.compile(
    r"\s+(?:修改为|改为|中的)|第|规定|所[称列指述]|的|、|和|及|至|或|中(?![国央小外医药等心])|修改|删|改为|增加|，|,|之|以外|情形"
)
_HEADING1 = re.compile(r"([一二三四五六七八九十百]{1,4})\s*(?:、|[．.](?!\d))")
_HEADING3 = re.compile(r"(\d{1,2})\s*[.．、](?!\d(?!\d{3}年))")
_HEADING = re.compile(rf"{_HEADING1.pattern}|[（(]\s*([一二三四五六七八九十]{{1,4}})\s*[）)]|{_HEADING3.pattern}")
_HEADINGS: tuple[RoleName, ...] = ("heading1", "heading2", "heading3")
_ATTACHMENTS = re.compile(rf"附\s*(?:件|录|表)?\s*(?:{_N})?\s*[：:]\s*")
_ATTACHMENT = re.compile(rf"附\s*(?:件|录|表)?\s*({_N})?\s*[：:]?")
_PASSED = re.compile(
    r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,200}(?:通过|公布|发布|修正|修订|批准|施行|实施|令第.{1,6}号|公告|印发|生效|拟订)",
    re.DOTALL,
)
_LAYOUT = load("layout")
_NO_ADDRESSEE = re.compile(_LAYOUT["no_addressee"])
_NUMBER_LABEL = re.compile(r"^(?:文号|文件编号|发文字号)[：:]|^[（(](?=.*[）)]$)|(?<=号)[）)]$")
_NOTE = re.compile(r"[（(](?:此件|此页|联系|主动公开|依申请|信息公开|公开方式)")
_ENDS_SENTENCE = re.compile(r"[。；！：:;”）)》】]$")
_LONGEST_TITLE = 120


def _numbered(text: str) -> Role | None:
    """The role that a number at the beginning gives."""
    if text.startswith("第"):
        if m := _ARTICLE.match(text):
            return None if _REFERS.match(text, m.end()) else _article(m[0])
        if (m := _DIVISION.match(text)) and len(text) <= 60 and (n := parse_numeral(m[1])):
            name: RoleName = {"章": "chapter", "节": "section"}.get(m[2], "book")  # type: ignore[assignment]
            return Role(name, f"第{chinese_numeral(n)}{m[2]}")
        return None
    if (m := _HEADING.match(text)) and m.lastindex:
        return _role(_HEADINGS[m.lastindex - 1], f"（{m[2]}）" if m[2] else m[m.lastindex])
    return None


@functools.lru_cache(maxsize=4096)
def _role(role: RoleName, label: str | None = None, zone: Zone = "letter") -> Role:
    """The same one for all: each paragraph has one."""
    return Role(role, label, zone)


@functools.lru_cache(maxsize=4096)
def _article(head: str) -> Role | None:
    label = articles.number(squeeze(head))
    return Role("article", label) if label else None


def _is_number_line(text: str) -> bool:
    return len(text) <= 60 and (numbers.DocNumber.parse(_NUMBER_LABEL.sub("", text)) is not None or orders.is_under_title(text))


def _is_addressee(text: str) -> bool:
    return text[-1:] in "：:" and len(text) <= 300 and not _NO_ADDRESSEE.search(text) and not _numbered(text)


def _is_passed(text: str) -> bool:
    """（2012年8月31日上海市人民政府令第85号公布 …）, with or without the brackets."""
    if len(text) > 1500 or "。" in text[:-1]:
        return False
    bracketed = text[0] in "（(" and text[-1] in "）)"
    return bool(
        _PASSED.search(text, 0, 60) if bracketed and len(text) < 60 else _PASSED.match(text.lstrip("（( 　"))
    )


def _same_title(a: str, b: str) -> bool:
    """Alike up to one character lost, added or exchanged (交通委员关于 for 交通委员会关于)."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 12:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    return long[head + 1 :] == (short[head:] if len(long) > len(short) else short[head + 1 :])


class _Outline:
    """One walk over the paragraphs. Each step takes as many paragraphs as it can name."""

    def __init__(self, texts: Sequence[str], title: str | None) -> None:
        self.raw = [text.strip() for text in texts]
        self.texts = [text[mark.end() :].strip() if (mark := _MARKDOWN.match(text)) else text for text in self.raw]
        self.own = title_key(title) if title else None
        self.roles: list[Role] = []
        self.zone: Zone = "letter"
        self.in_head = True  # before the first sentence
        self.expects_title = False  # directly after the signature or 附件1
        self.in_list: re.Pattern[str] | None = None  # after 附件：, how its items begin

    def read(self) -> tuple[Role, ...]:
        while len(self.roles) < len(self.texts):
            at = len(self.roles)
            if not self.texts[at] or self.raw[at].startswith("<!--"):
                self.take("text")
                continue
            if not (self.in_head and self.head(at)):
                self.in_head = False
                self.body(at)
        return tuple(self.roles)

    def take(
        self, role: RoleName, label: str | None = None, *, count: int = 1, zone: Zone | None = None
    ) -> bool:
        self.roles += [_role(role, label, zone or self.zone)] * count
        return True

    # head

    def head(self, at: int) -> bool:
        text = self.texts[at]
        if _is_number_line(text):
            return self.take("number")
        if page_heads.is_head(text):
            return self.take("text")
        if count := self.title_lines(at):
            self.own = self.own or title_key("".join(self.texts[at : at + count]))
            return self.take("title", count=count)
        if self.roles and _is_passed(text):
            return self.take("passed")
        if _is_addressee(text):
            self.in_head = False
            return self.take("addressee")
        return False

    def title_lines(self, at: int) -> int:
        """How many paragraphs from here are the title, on one line or broken over up to four."""
        if self.raw[at].startswith("# "):
            return 1
        if self.own:
            if len(self.texts[at]) > 4 * len(self.own) + 40:
                return 0  # a sentence, even with a blank between any two characters
            so_far = ""
            for count, text in enumerate(self.texts[at : at + 4], 1):
                so_far += title_key(text)
                if _same_title(so_far, self.own):
                    return count
                if len(so_far) > len(self.own) + 1:
                    return 0
            return 0
        if any(role.role == "title" for role in self.roles) or not self.could_be_title(at):
            return 0
        return self.under_agencies(at) or 1

    def under_agencies(self, at: int) -> int:
        """A title whose agencies stand on lines of their own above it: 云海市人民政府 / 关于…的通知."""
        end = at
        while end < len(self.texts) and end - at < 5 and is_signature(self.texts[end]):
            end += 1
        names_what = at < end < len(self.texts) and _NAMES_WHAT.match(self.texts[end]) and self.could_be_title(end)
        return end + 1 - at if names_what else 0

    def could_be_title(self, at: int) -> bool:
        text = self.texts[at]
        return 2 <= len(text) <= _LONGEST_TITLE and text[-1] not in "。：:；;，,、" and not _numbered(text)

    # letter and annex

    def body(self, at: int) -> None:
        text = self.texts[at]
        if self.signature(at) or self.attachment(at):
            return
        if self.in_list and (self.in_list.match(text) or re.fullmatch(r"《[^》]+》", text)):
            self.take("attachment-list")
            return
        self.in_list = None
        if self.expects_title and self.annex_start(at):
            return
        self.expects_title = False
        after = self.roles[-1].role if self.roles else None
        if after in ("annex-title", "passed") and _is_passed(text):
            self.take("passed")
        elif after in ("annex-title", "passed", "number") and self.zone == "annex" and _is_number_line(text):
            self.take("number")
        elif after in ("annex-title", "passed", "number") and _is_addressee(text):
            self.take("addressee")
        elif role := _numbered(text):
            self.take(role.role, role.label)
        else:
            self.take("text")

    def signature(self, at: int) -> bool:
        """Agencies and a date, even a damaged one (2024513), or in the letter a date alone after a sentence."""
        if self.texts[at].endswith(NO_NAME_ENDS_SO):
            return False
        end = at
        while end < len(self.texts) and end - at < 15 and is_signature(self.texts[end]):
            end += 1
        if end < len(self.texts) and is_signed_date(self.texts[end]):
            self.take("signature", count=end + 1 - at)
        elif end < len(self.texts) and self.is_dated(end, signed=end > at):
            self.take("signature", count=end - at)
            self.take("sign-date")
        else:
            return False
        self.in_list = None
        if self.zone == "letter":
            self.expects_title = True
        return True

    def is_dated(self, at: int, *, signed: bool) -> bool:
        """Only a letter is dated without a signature, and never between the cells of a table."""
        text = self.texts[at]
        if signed:
            return dates.parse(text) is not None or is_damaged_date(text)
        if not is_sign_date(text):
            return False
        before = self.texts[at - 1] if at else ""
        after_list = bool(self.roles) and self.roles[-1].role in ("attachment-list", "addressee")
        return self.zone == "letter" and (after_list or bool(_ENDS_SENTENCE.search(before)))

    def attachment(self, at: int) -> bool:
        """附件：… and the list under it, or 附件1 over the attached text itself."""
        text = self.texts[at]
        if not text.startswith("附"):
            return False
        following = self.texts[at + 1] if at + 1 < len(self.texts) else ""
        lists = text[-1] in "：:" and (self.zone == "letter" or bool(_HEADING3.match(following)))
        if (m := _ATTACHMENT.fullmatch(text)) and not lists:
            if self.zone == "letter" and not self.expects_title:
                return False
            self.zone, self.expects_title, self.in_list = "annex", True, None
            return self.take("attachment", m[1] and half_width(m[1]))
        if _ATTACHMENTS.match(text):
            self.in_list = _HEADING1 if _HEADING1.match(text, _ATTACHMENTS.match(text).end()) else _HEADING3  # type: ignore[union-attr]
            return self.take("attachment-list")
        return False

    def annex_start(self, at: int) -> bool:
        """After the signature: a note (此件公开发布), or the title of the annexed text on up to three lines."""
        text = self.texts[at]
        if self.zone == "letter" and _NOTE.match(text):
            return self.take("text")
        if self.zone == "letter":
            self.zone = "annex"
        self.expects_title = False
        if not self.could_be_title(at):
            return False
        count = 1
        while count < 3 and self.continues_title(at + count, "".join(self.texts[at : at + count])):
            count += 1
        return self.take("annex-title", count=count)

    def continues_title(self, at: int, so_far: str) -> bool:
        """Only what is no title yet goes on in the next paragraph: 新余市城投（集团） / 有限公司管理办法."""
        if at >= len(self.texts) or _KIND.search(_TITLE_END.sub("", so_far)):
            return False
        text = self.texts[at]
        return len(text) <= 60 and bool(_KIND.search(_TITLE_END.sub("", text))) and self.could_be_title(at)


_NAMES_WHAT = re.compile("关于|印发|转发|批转|发布|公布|公告$|通告$|令$")
_TITLE_END = re.compile(r"\s|[（(][^（）()]{1,12}[）)]$")
_KIND = re.compile("(?:" + "|".join(re.escape(entry["kind"]) for entry in _LAYOUT["kinds"]) + ")$")


def outline(texts: Sequence[str], *, title: str | None = None) -> tuple[Role, ...]:
    """One role per text. With `title`, a title repeated on one line or several is told from a sentence."""
    return _Outline(texts, title).read()


@functools.lru_cache(maxsize=4)
def parts(body: str, *, title: str | None = None) -> tuple[Part, ...]:
    found = paragraphs(body)
    roles = outline([p.text for p in found], title=title)
    return tuple(Part(paragraph, *role) for paragraph, role in zip(found, roles, strict=True))
