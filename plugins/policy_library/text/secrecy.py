"""Marks of secrecy and of inner use, addresses of inner networks, passwords and keys: what must not stand in a public text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["secret", "inner", "intranet", "key"]

SECRET = re.compile(r"(?:绝\s?密|机\s?密|秘\s?密)\s*[★☆]\s*(?:长期|[0-9０-９一二三四五六七八九十]{1,3}\s*(?:年|个月|月))?")
"""密级★期限; the words alone are everyday words of laws."""
INNER = re.compile(
    r"^[\s#*（(【\[]*(?:内部资料|内部文件|内部材料|内部使用|仅供内部|注意保存|妥善保管|不得外传|请勿外传|工作秘密|份\s?号\s*[：:]?\s*\d+)[^\n]{0,12}$"
    r"|[（(【\[]\s*(?:内部资料|内部文件|仅供内部使用|不得外传|请勿外传|工作秘密|此件不公开|此件依申请公开)[^）)】\]\n]{0,10}[）)】\]]",
    re.M,
)
INTRANET = re.compile(
    r"(?:https?://|ftp://)(?:localhost(?!\.?[A-Za-z0-9_-])|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|[\w.-]+\.(?:local|lan|intra|intranet|corp|internal|oa)(?!\.?[A-Za-z0-9_-])|[A-Za-z][\w-]*(?=[:/\s)]))(?::\d+)?[^\s)）>，。\"]*|file:///?[^\s)>\"]+|\\\\[A-Za-z0-9.-]+\\[^\s)>\"]+",
    re.I,
)
KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,24}\b|\bgh[pousr]_[0-9A-Za-z]{36}\b|\bglpat-[\w-]{20}\b"
    r"|(?i:password|passwd|secret|access[_-]?key|api[_-]?key|token|密码|口令)\s*[=:：]\s*[\"'“]?(?=[\w!@#$%^&*.-]*\d)(?=[\w!@#$%^&*.-]*[A-Za-z])[\w!@#$%^&*.-]{8,}",
    re.ASCII,
)
"""Forms that the issuers of keys give them; and what stands behind a word for a password, with letters and digits in it."""

PATTERNS: tuple[tuple[Kind, re.Pattern[str], tuple[str, ...], tuple[bytes, ...]], ...] = (
    ("secret", SECRET, ("★", "☆"), ()),
    ("inner", INNER, ("内部", "注意保存", "妥善保管", "外传", "工作秘密", "份", "此件"), ()),
    ("intranet", INTRANET, (), (b"://", b"file:", b"\\\\")),
    ("key", KEY, ("密码", "口令"), (b"-----begin", b"akia", b"asia", b"ltai", b"gh", b"glpat-", b"passw", b"secret", b"key", b"token")),
)
"""(kind, pattern, words without one of which it cannot match): these are looked for first, since they are found much faster, and those of
small Latin letters among the few Latin characters alone."""


@dataclass(frozen=True)
class Found:
    start: int
    kind: Kind
    text: str


def find(body: str) -> tuple[Found, ...]:
    latin = body.encode("ascii", "ignore").lower()
    return tuple(
        Found(found.start(), kind, found[0].strip(" \n#*"))
        for kind, pattern, needed, needed_latin in PATTERNS
        if any(word in body for word in needed) or any(word in latin for word in needed_latin)
        for found in pattern.finditer(body)
    )
