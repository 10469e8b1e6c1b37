"""The libraries that the browser tests open, and every type of page in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from checkout import Checkout, checkout, document, policy

REPOSITORY = Path(__file__).resolve().parents[2]
TOWN = Path(__file__).parent / "town"
TODAY = "2026-11-20"
MANY = 250


@dataclass(frozen=True)
class Library:
    """A built library under a sub-path of a server."""

    url: str
    folder: Path

    def at(self, address: str) -> str:
        return self.url + address

    def pages(self, *kinds: str) -> set[str]:
        """The addresses of all documents of these kinds, but for withdrawn ones."""
        found = (page for kind in kinds for page in self.folder.glob(f"{kind}/*/index.html"))
        return {self.at(page.parent.relative_to(self.folder).as_posix() + "/") for page in found if "noindex" not in page.read_text("utf8")}


@dataclass(frozen=True)
class PageType:
    """One page of each type; ``library`` names the fixture that builds it. A ``lone`` page is not reached by a menu."""

    library: str
    address: str


PAGE_TYPES = {
    "home": PageType("demonstration", ""),
    "policy": PageType("demonstration", "policies/parking-rules/"),
    "policy-repealed": PageType("demonstration", "policies/parking-rules-2019/"),
    "policy-amended": PageType("demonstration", "policies/temporary-parking-rules/"),
    "policy-with-tables": PageType("demonstration", "policies/elder-child-plan/"),
    "relations": PageType("large", "policies/root/basis-by/"),
    "tombstone": PageType("large", "policies/gone/"),
    "interpretation": PageType("demonstration", "interpretations/parking-rules-release/"),
    "interpretation-audio": PageType("demonstration", "interpretations/startup-loan-audio/"),
    "interpretations": PageType("demonstration", "interpretations/"),
    "faq": PageType("demonstration", "faq/parking/"),
    "faqs": PageType("demonstration", "faq/"),
    "topic-one-thing": PageType("demonstration", "topics/open-parking-lot/"),
    "topic-one-class": PageType("demonstration", "topics/parking-fees/"),
    "topics": PageType("demonstration", "topics/"),
    "library": PageType("demonstration", "library/"),
    "library-of-a-year": PageType("large", "library/2025/3/"),
    "library-of-nothing": PageType("bare", "library/upcoming/"),
    "agencies": PageType("demonstration", "agencies/"),
    "agency": PageType("demonstration", "agencies/yunhai-transport/"),
    "catalogue": PageType("demonstration", "catalogue/"),
    "catalogue-entry": PageType("demonstration", "catalogue/parking-prices/"),
    "consultation-open": PageType("demonstration", "consultations/talent-apartment-revision/"),
    "consultation-closed": PageType("demonstration", "consultations/parking-rules-draft/"),
    "consultations": PageType("demonstration", "consultations/"),
    "stats": PageType("town", "stats/"),
    "about": PageType("demonstration", "about/"),
    "search": PageType("demonstration", "search/"),
    "search-results": PageType("demonstration", "search/?q=停车收费&type=policies&type=faq"),
    "search-of-nothing": PageType("demonstration", "search/?q=鑫淼焱垚犇"),
    "bare-home": PageType("bare", ""),
    "bare-policy": PageType("bare", "policies/alone/"),
    "missing": PageType("demonstration", "404.html"),
}


def demonstration(folder: Path) -> Checkout:
    """The demonstration library, its configuration and its lock in a folder of the test's own."""
    config: dict[str, Any] = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text("utf8"))
    config |= {"docs_dir": str(REPOSITORY / config["docs_dir"]), "site_dir": "site"}
    for plugin in config["plugins"]:
        plugin["policy-library"]["today"] = TODAY
    folder.mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf8")
    return Checkout(folder)


def town(folder: Path) -> Checkout:
    """A dozen documents that are tied to each other in every way, for tests that know what stands in them: town/."""
    files = {path.relative_to(TOWN).as_posix(): path.read_bytes() for path in sorted(TOWN.rglob("*.*"))}
    site = {"message": "mailto:policy@yunhai.example?subject=咨询：{title} {number}", "stats": True}
    git = "https://git.yunhai.example/policy/library"
    return checkout(folder, files, options={"site": site}, repo_url=git, edit_uri="edit/main/content/")


def large(folder: Path) -> Checkout:
    """250 documents of one year by two agencies, 30 of them based on one; a withdrawn one; a title full of marks."""
    return checkout(folder, {**_MANY_VOCABULARY, **dict(_many())}, options={"site": {
        "demo": "测试", "message": "https://message.example/ask?title={title}&number={number}",
    }})


def bare(folder: Path) -> Checkout:
    """Policies and nothing else: no interpretations, questions, topics, consultations, audiences, tags."""
    return checkout(folder, {"policies/alone.md": policy(), "policies/other.md": policy(title="装卸办法", issued="2025-03-01")})


_MANY_VOCABULARY: Mapping[str, str] = {
    "vocabulary/agencies.yml": (
        "transport: {name: 云海市交通委员会, short: 市交通委, office_codes: [云交]}\n"
        "finance: {name: 云海市财政局, short: 市财政局, office_codes: [云财]}\n"
    ),
    "vocabulary/audiences.yml": "car-owners: {name: 车主}\nresidents: {name: 居民}\n",
}


def _many() -> list[tuple[str, str]]:
    files = [(f"policies/doc-{n:03}.md", _numbered(n)) for n in range(1, MANY - 1)]
    files.append(("policies/root.md", policy(title="云海市道路条例", issued="2025-01-01", number="云交〔2025〕900号")))
    files.append(("policies/odd.md", policy(
        title="《A&B》100%达标？#3号方案 + <甲>", issued="2025-01-01", number="云交〔2025〕901号",
    )))
    files.append(("policies/gone.md", policy(
        title="撤下的办法", issued="2024-01-01",
        withdrawn={"reason": "内容有误", "on": "2026-01-05", "successor": "root"},
    )))
    files.append(("faq/asked.md", document(
        "### 要备案吗？ {#filing}\n\n要。\n", title="问答", answers=["root"], disclosure="public", issuers=["transport"],
    )))
    return files


def _numbered(n: int) -> str:
    """Of every ten, the first is a plan, the second expired, the third not yet in force; every fifth is by finance."""
    fields: dict[str, Any] = {
        "title": f"第{n}号通知", "number": f"云交〔2025〕{n}号", "issued": f"2025-{1 + n % 12:02}-{1 + n % 28:02}",
        "kind": "plan" if n % 10 == 1 else "notice", "issuers": ["finance" if n % 5 == 0 else "transport"],
        "audiences": ["car-owners"] if n % 2 else ["car-owners", "residents"],
        "effective": "2026-12-01" if n % 10 == 3 else "2025-12-31",
    }
    if n % 10 == 2:
        fields["expires"] = "2026-06-30"
    if n <= 30:
        fields["basis"] = ["root"]
    return policy(f"第一条　第{n}号。\n", **fields)
