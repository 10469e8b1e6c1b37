"""The examples of rules: what stands in them is what a reader of docs/rules.md sees; the rest is filled in here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

HERE = "▸"
"""Where a finding is expected."""

DAY = date(2026, 11, 20)

REVIEW = "{secrecy: {office: 保密审查岗, on: 1998-01-05}, privacy: {office: 政务公开岗, on: 1998-01-05}, legality: {office: 法制审核岗, on: 1998-01-05}}"
TITLES = {"a": "云海市停车场管理办法", "b": "云海市道路停车泊位管理办法", "c": "云海市停车收费管理办法", "d": "云海市停车诱导管理办法"}

VOCABULARY = {
    "vocabulary/agencies.yml": """\
transport: {name: 云海市交通委员会, short: 市交通委, office_codes: [云交, 云交规], credit_code: 11990100YH00010455}
police: {name: 云海市公安局, short: 市公安局, office_codes: [云公]}
""",
    "vocabulary/audiences.yml": "car-owners: {name: 车主}\n",
    "vocabulary/tags.yml": "parking: {name: 停车}\nfees: {name: 收费}\n",
    "vocabulary/services.yml": "filing: {name: 停车场备案, url: https://service.example/filing, agency: transport}\n",
}


@dataclass(frozen=True)
class Example:
    path: str
    shown: str
    """What differs from the usual, with ▸ where a finding is expected."""
    given: Mapping[str, str] | None = None
    """Front matter of the usual; None where ``shown`` is the whole file."""
    made: Callable[[], bytes] | None = field(default=None, repr=False)
    """Of an attachment, its bytes."""

    @property
    def data(self) -> bytes | None:
        return self.made() if self.made else None

    @property
    def text(self) -> str:
        """The whole file, with the marks."""
        if self.given is None:
            return self.shown
        front, _, body = self.shown.partition("\n\n") if not self.shown.startswith("\n") else ("", "", self.shown[1:])
        written = {line.partition(":")[0].removeprefix(HERE) for line in front.splitlines()}
        usual = "".join(f"{name}: {value}\n" for name, value in self.given.items() if name not in written)
        return f"---\n{usual}{front}{chr(10) if front else ''}---\n{body}"

    @property
    def plain(self) -> str:
        return self.text.replace(HERE, "")

    @property
    def marks(self) -> tuple[int, ...]:
        """The lines on which a finding is expected."""
        return tuple(number for number, line in enumerate(self.text.split("\n"), 1) if HERE in line)


def policy(shown: str = "", id: str = "a") -> Example:
    """``shown``: lines of the front matter, an empty line, the text. An empty value takes a usual one away."""
    serial = 3 + ord(id) - ord("a")
    return Example(f"policies/{id}.md", shown, {
        "title": TITLES[id], "kind": "normative", "issuers": "[transport]", "number": f"云交规〔2024〕{serial}号", "written": "2024-05-13",
        "issued": "2024-05-16", "effective": "2024-06-01", "expires": "2029-05-31", "disclosure": "public", "review": REVIEW,
    })


def interpretation(shown: str = "", id: str = "a") -> Example:
    return Example(f"interpretations/{id}.md", shown, {
        "title": f"《{TITLES[id]}》政策解读", "interprets": "[a]", "stage": "release", "issuers": "[transport]", "issued": "2024-05-16", "form": "graphic",
        "disclosure": "public", "review": REVIEW,
    })


def faq(shown: str = "\n## 要备案吗？ {#filing}\n\n要。\n") -> Example:
    return Example("faq/a.md", shown, {"title": "停车常见问题", "answers": "[a]", "issued": "2024-05-16", "disclosure": "public", "review": REVIEW})


def topic(shown: str) -> Example:
    return Example("topics/t.md", shown, {
        "title": "开办停车场", "kind": "one-thing", "agency": "transport", "reviewed": "2026-06-01", "disclosure": "public", "review": REVIEW,
    })


def consultation(shown: str = "") -> Example:
    return Example("consultations/k.md", shown, {
        "title": "停车场管理办法（征求意见稿）", "opens": "2026-11-01", "closes": "2026-12-05", "disclosure": "public",
        "review": REVIEW, "contact": "市交通委",
    })


def written(path: str, text: str) -> Example:
    return Example(path, text)


def packed(path: str, parts: Mapping[str, str]) -> Example:
    """A file of the office formats: ``parts`` are the files within it."""

    def made() -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return held.getvalue()

    return Example(path, "\n".join(f"{name}: {content}" for name, content in parts.items()), made=made)


def large(path: str, size: int) -> Example:
    """A PDF of so many bytes that holds nothing."""
    return Example(path, f"%PDF（{size} 字节）", made=lambda: b"%PDF-1.7\n".ljust(size))
