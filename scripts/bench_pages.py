"""What a reader's phone loads, and how Lighthouse judges it; see docs/performance.md.

Lighthouse's mobile preset, each page in a fresh browser, the median of the runs. Bytes are those of gzip -6. The frame is the page
with its article's element emptied; style and script are all that the page asks for until it is at rest.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from host import ROOT, serving
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path += [str(REPOSITORY / "tests"), str(REPOSITORY / "tests/browser")]

import libraries_built as built  # noqa: E402

WORK = REPOSITORY / "build/bench-pages"
LIGHTHOUSE = WORK / "node_modules/lighthouse/cli/index.js"
BROWSER = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)
TYPES = (
    "home", "policy", "policy-with-tables", "relations", "interpretation", "interpretations", "faq", "faqs", "topic-one-thing",
    "topic-one-class", "topic-section", "topics", "library", "library-of-a-year", "agencies", "agency", "catalogue", "consultation-open",
    "consultations", "stats", "about", "search", "tombstone", "missing",
)
"""Of the pages that the browser tests open: one of each template, two where it has two faces."""
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
SHIFT = 0.0
FRAME_KB, LOADED_KB = 30, 80
ARTICLE = re.compile(r'<(article|div) class="(?:policy-text|reading__text|written__text|prose)\b[^>]*>', re.S)


@dataclass(frozen=True)
class Measured:
    name: str
    address: str
    scores: dict[str, float]
    shift: float
    frame_kb: float
    loaded_kb: float
    faults: tuple[str, ...]
    """Lighthouse's audits that cost points in any run."""

    def missed(self) -> Iterator[str]:
        for category, bar in BARS.items():
            if self.scores[category] < bar:
                yield f"{category} {self.scores[category]:.0f} < {bar}"
        if self.shift > SHIFT:
            yield f"layout shift {self.shift:.3f}"
        if self.frame_kb > FRAME_KB:
            yield f"frame {self.frame_kb:.1f} KB > {FRAME_KB}"
        if self.loaded_kb > LOADED_KB:
            yield f"style and script {self.loaded_kb:.1f} KB > {LOADED_KB}"


# ── The sites ─────────────────────────────────────────────────────────────────


@contextmanager
def sites() -> Iterator[dict[str, tuple[str, Path]]]:
    """Name of a library of the browser tests → its address and folder."""
    folder = WORK / "sites"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = {name: getattr(built, name)(folder / name) for name in sorted({built.PAGE_TYPES[one].library for one in TYPES})}
    for checkout in made.values():
        checkout.build()
    with ExitStack() as served:
        yield {name: (served.enter_context(serving(checkout.site)), checkout.site) for name, checkout in made.items()}


# ── Measuring ─────────────────────────────────────────────────────────────────


def lighthouse(address: str, report: Path) -> dict:
    done = subprocess.run(
        [os.environ["POLICY_NODE"], LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}",
         f"--chrome-flags=--headless=new {' '.join(BROWSER)}"],
        env={**os.environ, "CHROME_PATH": os.environ["POLICY_CHROMIUM"]}, capture_output=True, text=True, check=False, timeout=300,
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    return json.loads(report.read_text("utf8"))


def scores(report: dict, *, hidden: bool) -> dict[str, float]:
    """Of a hundred. A page that asks not to be found is not blamed for that."""
    found = {}
    for name, category in report["categories"].items():
        weighed = [
            (one["weight"], report["audits"][one["id"]]["score"]) for one in category["auditRefs"]
            if not (hidden and one["id"] == "is-crawlable") and report["audits"][one["id"]]["score"] is not None
        ]
        total = sum(weight for weight, _ in weighed)
        found[name] = 100 * sum(weight * score for weight, score in weighed) / total
    return found


def faults(report: dict) -> set[str]:
    costly = {one["id"] for category in report["categories"].values() for one in category["auditRefs"] if one["weight"]}
    return {name for name in costly if report["audits"][name]["score"] is not None and report["audits"][name]["score"] < 0.9}


def frame(html: str) -> str:
    """The page without the text of its document."""
    opened = ARTICLE.search(html)
    if not opened:
        return html
    depth = 1
    for tag in re.finditer(rf"<(/?){opened[1]}\b", html[opened.end() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            return html[: opened.end()] + html[opened.end() + tag.start() :]
    return html


def loaded(browser: Browser, address: str, folder: Path) -> float:
    """KB of style and script."""
    asked: set[str] = set()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.on("request", lambda request: asked.add(urlsplit(request.url).path))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(packed((folder / path.removeprefix(ROOT)).read_bytes()) for path in asked if path.endswith((".css", ".js")))


def packed(content: bytes) -> float:
    return len(gzip.compress(content, 6)) / 1024


def measure(name: str, runs: int, at: dict[str, tuple[str, Path]], browser: Browser) -> Measured:
    kind = built.PAGE_TYPES[name]
    base, folder = at[kind.library]
    path = folder / kind.address.partition("?")[0]
    html = (path / "index.html" if path.is_dir() else path).read_text("utf8")
    reports = [lighthouse(base + kind.address, WORK / "report.json") for _ in range(runs)]
    found = [scores(report, hidden='name="robots" content="noindex"' in html) for report in reports]
    return Measured(
        name, kind.address, {category: statistics.median(round(one[category]) for one in found) for category in BARS},
        max(report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports), packed(frame(html).encode()),
        loaded(browser, base + kind.address, folder), tuple(sorted(set().union(*map(faults, reports)))),
    )


def line(one: Measured) -> str:
    shown = "".join(f"{one.scores[category]:7.0f}" for category in BARS)
    return f"{one.name:18}{shown}{one.shift:8.3f}{one.frame_kb:8.1f}{one.loaded_kb:8.1f}  {', '.join(one.missed())}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(TYPES), help="names of page types, with commas between them")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    told = sys.stderr if options.json else sys.stdout
    print(f"{'page':18}{'perf':>7}{'a11y':>7}{'best':>7}{'seo':>7}{'shift':>8}{'frame':>8}{'css+js':>8}  missed", file=told, flush=True)
    found = []
    with sites() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["POLICY_CHROMIUM"], args=list(BROWSER))
        for name in options.only.split(","):
            found.append(measure(name, options.runs, at, browser))
            print(line(found[-1]), file=told, flush=True)
    if options.json:
        print(json.dumps({one.name: {**vars(one), "missed": list(one.missed())} for one in found}, ensure_ascii=False, indent=1))
    missed = [one for one in found if any(one.missed())]
    for one in missed:
        print(f"{one.name} ({one.address}): {', '.join(one.missed())}; {', '.join(one.faults)}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
