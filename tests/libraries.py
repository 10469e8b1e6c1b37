"""Small libraries written in a test: ``library({"policies/a.md": policy("甲办法", "repeals: [b]"), …})`` is an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import dedent
from typing import Any

from policy_library.edition import Edition, Reading, edition
from policy_library.model.findings import Finding
from policy_library.model.source import decode

TODAY = date(2026, 11, 20)
PLAIN = Reading()

HERE = "▸"
"""Stands in a text where a finding is expected; see ``marked``."""

VOCABULARY = {
    "vocabulary/agencies.yml": """\
transport: {name: 云海市交通委员会, short: 市交通委, aliases: [云海市交通委], office_codes: [云交, 云交规], signs_as: [交通委]}
police: {name: 云海市公安局, short: 市公安局, office_codes: [云公]}
""",
    "vocabulary/audiences.yml": "car-owners: {name: 车主, aliases: [机动车所有人]}\nresidents: {name: 居民}\n",
    "vocabulary/tags.yml": "parking: {name: 停车}\nfees: {name: 收费}\n",
    "vocabulary/services.yml": "filing: {name: 停车场备案, url: https://service.example/filing, agency: transport}\n",
}


def library(
    files: Mapping[str, str | bytes], *, day: date = TODAY, reading: Reading = PLAIN, vocabulary: Mapping[str, str] = VOCABULARY
) -> Edition:
    """What a build of ``day`` knows about these files and the small vocabulary above."""
    sources = [
        decode(path, written if isinstance(written, bytes) else written.encode())
        for path, written in {**vocabulary, **files}.items()
    ]
    return edition(sources, day, reading)


def policy(title: str = "云海市停车场管理办法", front: str = "", body: str = "") -> str:
    """A policy with all that is required; ``front`` holds further lines, or the same ones otherwise."""
    return _file({"title": title, "kind": "normative", "issuers": "[transport]", "disclosure": "public"}, front, body)


def interpretation(of: str, front: str = "", body: str = "") -> str:
    return _file({"title": "解读", "interprets": of, "stage": "release", "disclosure": "public"}, front, body)


def faq(of: str, front: str = "", body: str = "## 要备案吗？ {#filing}\n\n要。\n") -> str:
    return _file({"title": "问答", "answers": of, "disclosure": "public"}, front, body)


def topic(sections: str, front: str = "") -> str:
    """``sections``: the YAML of the list, from the margin."""
    block = "".join(f"  {line}\n" for line in dedent(sections).strip().splitlines())
    given = {"title": "开办停车场", "kind": "one-thing", "agency": "transport", "disclosure": "public"}
    return _file(given, f"{dedent(front).strip()}\nsections:\n{block}", "")


def consultation(front: str = "", body: str = "") -> str:
    given = {"title": "征求意见稿", "opens": "2024-03-01", "closes": "2024-04-01", "disclosure": "public"}
    return _file(given, front, body)


def _file(given: Mapping[str, str], front: str, body: str) -> str:
    lines = dedent(front).strip()
    written = {line.partition(":")[0].removeprefix(HERE) for line in lines.splitlines()}
    head = "".join(f"{name}: {value}\n" for name, value in given.items() if name not in written)
    own = f"{lines}\n" if lines else ""
    return f"---\n{head}{own}---\n{body}"


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the line and column of each."""
    clean, *rest = text.split(HERE)
    places = []
    for piece in rest:
        places.append((clean.count("\n") + 1, len(clean) - clean.rfind("\n")))
        clean += piece
    return clean, places


def only(found: Iterable[Finding], *codes: str) -> list[Finding]:
    """The findings of these codes."""
    return [finding for finding in found if finding.code in codes]


def errors(found: Edition) -> list[Finding]:
    return [finding for finding in found.findings if finding.severity == "error"]


def document(files: Mapping[str, str | bytes] | str | bytes, **given: Any) -> Any:
    """The one document of the files (a single text is a policy's), which must be free of errors."""
    found = library(files if isinstance(files, Mapping) else {"policies/a.md": files}, **given)
    assert not errors(found), errors(found)
    (only,) = found.whole.documents
    return only
