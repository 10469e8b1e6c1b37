"""Our search beside Pagefind and Material's on the same documents, in one run, in one browser; see docs/search.md.

Bytes are response bodies as one server sends them to all: files above 1 KB with gzip -6 unless compressed already. Cold means
a new browser context without cache; times run from the last key event to the results in the page. Memory is what the renderer
processes' Pss grew by, from the page loaded to the 30th query answered.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from policy_library.model.library import Library
from policy_library.model.files import read_folder
from policy_library.model.joining import Joining
from policy_library.model.load import load
from policy_library.search import files as index
from policy_library.search.index import written
from policy_library.search.records import Record, records
from policy_library.building import build_site
from policy_library.work.memory import Memory
from policy_library.work.processes import Serial

REPOSITORY = Path(__file__).resolve().parent.parent
WORK = REPOSITORY / "build/bench-search"
CORPUS = Path(os.environ.get("POLICY_CORPUS_DIR") or REPOSITORY.parent / "shared/corpus")
WHOLE = 3415
COMPRESSED = (".bin", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".png", ".woff2", ".gz")
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync")
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm"}

JOINING = Joining(reason="bench", fields={"date": "issued"}, assume={"kind": "other"})


# ── The documents and the three sites ─────────────────────────────────────────


def write_corpus(size: int) -> Path:
    folder = WORK / f"corpus-{size}"
    if not folder.exists():
        subprocess.run([sys.executable, CORPUS.parent / "bench/corpus.py", folder, str(size)], check=True, stdout=subprocess.DEVNULL)
        _cite(folder)
    return folder


def _cite(folder: Path) -> None:
    """A hundred of the numbers are also cited in the text of another document."""
    paths = sorted((folder / "policies").rglob("*.md"))
    chosen = random.Random(3).sample(paths, min(200, len(paths) // 2 * 2))
    for cited, citing in zip(chosen[::2], chosen[1::2], strict=True):
        number = re.search(r"^number: (.*)$", cited.read_text("utf8"), re.MULTILINE)
        if number:
            with citing.open("a", encoding="utf8") as file:
                file.write(f"\n\n本件与{number[1]}一并执行。\n")


def numbers_of(folder: Path) -> list[tuple[str, str]]:
    """(number, address) of three hundred documents, the cited ones among them."""
    paths = sorted((folder / "policies").rglob("*.md"))
    cited = random.Random(3).sample(paths, min(200, len(paths) // 2 * 2))[::2]
    others = [path for path in paths if path not in set(cited)]
    chosen = cited + random.Random(4).sample(others, min(200, len(others)))
    found = [(re.search(r"^number: (.*)$", path.read_text("utf8"), re.MULTILINE), path) for path in chosen]
    return [(number[1], f"policies/{path.stem}/") for number, path in found if number]


def forms(number: str) -> list[str]:
    match = re.fullmatch(r"(.*)〔(\d+)〕(\d+)号", number)
    assert match
    office, year, serial = match.groups()
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return [
        number, f"{office}[{year}]{serial}号", f"{office}（{year}）{serial}号", f"{office}({year}){serial}号", f"{office}【{year}】{serial}号",
        f"{office} {year} {serial}", f"{office}〔{year}〕第{serial}号", f"{office}〔{year}〕{serial}",
        f"{office}〔{year.translate(wide)}〕{serial.translate(wide)}号", f"{office}{year}年{serial}号",
    ]


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def library_of(folder: Path) -> Library:
    library, _ = load(read_folder(folder), joining=JOINING, open_vocabularies=("agencies", "tags"))
    return library.public(date(2026, 11, 20))


def build_ours(library: Library, target: Path) -> dict[str, Any]:
    """The frame comes from a small site; the index is the corpus's. Cold: no cache."""
    shutil.rmtree(target, ignore_errors=True)
    frame = WORK / "frame"
    shutil.rmtree(frame, ignore_errors=True)
    (frame / "content/policies").mkdir(parents=True)
    (frame / "content/policies/one.md").write_text(
        "---\ntitle: 通知\nkind: notice\nissuers: [甲]\nissued: 2026-11-01\neffective: 2026-11-01\ndisclosure: public\n"
        "review: {secrecy: {office: 乙, on: 2026-10-01}}\n---\n\n正文。\n", "utf8")
    (frame / "content/index.md").write_text("---\ntitle: 政策文库\n---\n", "utf8")
    (frame / "mkdocs.yml").write_text(
        "site_name: 政策文库\nsite_url: https://policy.example/library/\ndocs_dir: content\n"
        "theme: {name: material, language: zh, font: false}\nplugins: [policy-library: {addresses_lock: '', today: 2026-11-20, open_vocabularies: [agencies]}]\n", "utf8")
    build_site(frame / "mkdocs.yml", site=target)
    shutil.rmtree(target / "assets/search", ignore_errors=True)
    started = cpu()
    found: tuple[Record, ...] = records(library)
    built = written(index.files(found, {}, (), Memory(executor=Serial)))
    spent = cpu() - started
    for address, content in built.items():
        path = target / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    size = {kind: sum(len(held) for name, held in built.items() if name.startswith(f"{index.FOLDER}{kind}")) for kind in ("", "t/")}
    return {"index_cpu_s": round(spent, 1), "index_mb": round((size[""] - size["t/"]) / 1e6, 2), "disk_mb": round(size[""] / 1e6, 2), "files": len(built)}


def build_pagefind(library: Library, target: Path) -> dict[str, Any]:
    shutil.rmtree(target, ignore_errors=True)
    for one in records(library):
        path = target / one.href / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(f"<p>{html.escape(paragraph.text)}</p>" for paragraph in one.paragraphs)
        path.write_text(
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(one.title)}</title></head>'
            f"<body><main data-pagefind-body><h1>{html.escape(one.title)}</h1><p>{one.number or ''}</p>{text}</main></body></html>", "utf8")
    started = cpu()
    subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", str(target)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(WORK / "peers")},
    )
    spent = cpu() - started
    folder = target / "pagefind"
    total = {kind: sum(path.stat().st_size for path in (folder / kind).rglob("*") if path.is_file()) for kind in ("index", "fragment")}
    (target / "bench.html").write_text(PAGEFIND_PAGE, "utf8")
    return {"index_cpu_s": round(spent, 1), "index_mb": round(total["index"] / 1e6, 2), "disk_mb": round(sum(total.values()) / 1e6, 2)}


PAGEFIND_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>Pagefind</title></head><body>
<input id="q" type="search"><ol id="results"></ol><script type="module">
const q = document.querySelector("#q"), list = document.querySelector("#results");
let loaded;
const pagefind = () => loaded ??= import("./pagefind/pagefind.js").then(async (p) => { await p.init(); return p; });
q.addEventListener("focus", pagefind);
let turn = 0;
q.addEventListener("input", async () => {
  const mine = ++turn, query = q.value, p = await pagefind();
  const found = await p.search(query);
  const ten = await Promise.all(found.results.slice(0, 10).map((r) => r.data()));
  if (mine !== turn) return;
  list.replaceChildren(...ten.map((d) => { const li = document.createElement("li"); const a = document.createElement("a");
    a.href = d.url; a.textContent = d.meta.title; const t = document.createElement("p"); t.innerHTML = d.excerpt; li.append(a, t); return li; }));
  list.dataset.query = query; list.dataset.state = "final";
});
</script></body></html>"""


def build_material(folder: Path, target: Path) -> dict[str, Any]:
    shutil.rmtree(target, ignore_errors=True)
    configuration = WORK / "material.yml"
    configuration.write_text(
        f"site_name: 政策文库\nsite_url: https://policy.example/\ndocs_dir: {folder}\nsite_dir: {target}\ntheme: {{name: material, language: zh, font: false}}\n"
        "nav: [index.md]\nplugins: [search: {lang: zh}]\nvalidation: {nav: {omitted_files: ignore}}\n", "utf8")
    started = cpu()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(configuration)], check=True, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(WORK / "peers"), "NO_MKDOCS_2_WARNING": "1"},
    )
    whole = target / "search/search_index.json"
    return {"site_cpu_s": round(cpu() - started, 1), "index_mb": round(whole.stat().st_size / 1e6, 2)}


# ── The server ────────────────────────────────────────────────────────────────


class Meter:
    """Serves a folder and counts what it sends."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sent, self.held = folder, 0, dict[str, tuple[bytes, bool]]()
        self.lock = threading.Lock()

    def body(self, path: str) -> tuple[bytes, bool] | None:
        if path not in self.held:
            file = self.folder / unquote(urlsplit(path).path).lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                return None
            content = file.read_bytes()
            packed = len(content) > 1024 and file.suffix not in COMPRESSED
            self.held[path] = (gzip.compress(content, 6, mtime=0), True) if packed else (content, False)
        return self.held[path]

    def take(self) -> int:
        with self.lock:
            sent, self.sent = self.sent, 0
        return sent


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Meter]]:
    meter = Meter(folder)

    class Host(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = meter.body(self.path)
            content, packed = found or (b"", False)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", TYPES.get(Path(urlsplit(self.path).path).suffix or ".html", "application/octet-stream"))
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "max-age=600")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content)
            with meter.lock:
                meter.sent += len(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", meter
        server.shutdown()


# ── Measuring ─────────────────────────────────────────────────────────────────

WATCH = """
window.bench = {};
addEventListener("input", () => { window.bench = { key: performance.now() }; }, true);
new MutationObserver(() => {
  const list = document.querySelector("#results"), q = document.querySelector("#q");
  if (!list || !q || list.dataset.query !== q.value) return;
  if (list.dataset.state) bench.titles ??= performance.now() - bench.key;
  if (list.dataset.state === "final") bench.final ??= performance.now() - bench.key;
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def opened(browser: Browser, address: str) -> Page:
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def ask(page: Page, query: str, seconds: float = 60) -> dict[str, float]:
    page.evaluate("q => { const box = document.querySelector('#q'); box.focus(); box.select(); window.bench = {}; document.querySelector('#results').dataset.state = ''; }", query)
    page.keyboard.insert_text(query)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told = page.evaluate("() => window.bench")
        if "final" in told:
            return told
        page.wait_for_timeout(4)
    raise TimeoutError(query)


def quiet(page: Page, meter: Meter) -> int:
    """Bytes sent since, once nothing more comes."""
    total = 0
    while True:
        page.wait_for_timeout(150)
        sent = meter.take()
        total += sent
        if not sent:
            return total


def middle(values: list[float]) -> float:
    return round(statistics.median(values), 1)


def late(values: list[float]) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * 0.95))], 1)


def measure(browser: Browser, address: str, meter: Meter, queries: list[str], rounds: int, titles: bool) -> dict[str, Any]:
    ready: list[float] = []
    first: dict[str, list[float]] = {"titles": [], "final": []}
    cold: dict[str, list[float]] = {"titles": [], "final": []}
    for round_ in range(rounds):
        for query in queries:
            page = opened(browser, address)
            if round_ == 0:
                page.evaluate("document.activeElement.blur()")
                meter.take()
            page.locator("#q").click()
            if round_ == 0:
                ready.append(quiet(page, meter) / 1024)
            told = ask(page, query)
            if round_ == 0:
                first["final"].append(ready[-1] + quiet(page, meter) / 1024)
            for stage, times in cold.items():
                times.append(told[stage])
            page.context.close()
    return {
        "ready_kb": middle(ready), "first_kb": middle(first["final"]), "first_kb_p95": late(first["final"]),
        "cold_ms_p50": middle(cold["final"]), "cold_ms_p95": late(cold["final"]),
        **({"cold_titles_ms_p50": middle(cold["titles"]), "cold_titles_ms_p95": late(cold["titles"])} if titles else {}),
        "further_kb": _further(browser, address, meter, queries),
    }


def _further(browser: Browser, address: str, meter: Meter, queries: list[str]) -> float:
    page = opened(browser, address)
    page.locator("#q").click()
    spent = []
    for query in queries:
        quiet(page, meter)
        ask(page, query)
        spent.append(quiet(page, meter) / 1024)
    page.context.close()
    return round(statistics.mean(spent[1:]), 1)


def titles_only(browser: Browser, address: str, meter: Meter, queries: list[str]) -> dict[str, Any]:
    """Ours until the titles stand: the same engine, told to stop there."""
    search = f"async q => {{ {OPENED} await c.search(q, {{ passages: false }}); }}"
    first = []
    for query in queries:
        page = opened(browser, address)
        page.evaluate("document.activeElement.blur()")
        meter.take()
        page.locator("#q").click()
        ready = quiet(page, meter)
        page.evaluate(search, query)
        first.append((ready + quiet(page, meter)) / 1024)
        page.context.close()
    page = opened(browser, address)
    page.locator("#q").click()
    further = []
    for query in queries:
        quiet(page, meter)
        page.evaluate(search, query)
        further.append(quiet(page, meter) / 1024)
    page.context.close()
    return {"first_titles_kb": middle(first), "first_titles_kb_p95": late(first), "further_titles_kb": round(statistics.mean(further[1:]), 1)}


def memory(launch: Callable[[], Browser], address: str, queries: list[str]) -> float:
    browser = launch()
    page = opened(browser, address)
    before = _pss()
    page.locator("#q").click()
    for query in queries[:30]:
        ask(page, query)
    grown = _pss() - before
    browser.close()
    return round(grown / 1024, 1)


def _pss() -> int:
    """KB of all renderers below this process."""
    parents, total = {}, 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    for pid in parents:
        above = pid
        while above in parents and above != os.getpid():
            above = parents[above]
        try:
            if above == os.getpid() and b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
                told = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += sum(int(found) for found in re.findall(r"^Pss:\s+(\d+)", told, re.MULTILINE))
        except OSError:
            continue
    return total


OPENED = "const m = await import(new URL('assets/library/search/client.js', document.baseURI.replace('search/', '')).href); const c = await m.client();"


def ours_asks(page: Page, queries: list[str]) -> list[list[str]]:
    script = f"async queries => {{ {OPENED} const all = []; for (const q of queries) all.push((await c.search(q, {{}})).results.map(r => r.href)); return all; }}"
    return page.evaluate(script, queries)


def pagefind_asks(page: Page, queries: list[str]) -> list[list[str]]:
    script = (
        "async queries => { const p = await import('./pagefind/pagefind.js'); await p.init(); const all = []; for (const q of queries) {"
        " const f = await p.search(q); all.push((await Promise.all(f.results.slice(0, 10).map(r => r.data()))).map(d => d.url)); } return all; }"
    )
    return [[address.lstrip("/") for address in found] for found in page.evaluate(script, queries)]


def material_asks(page: Page, queries: list[str]) -> list[list[str]]:
    return [_material_asks(page, query) for query in queries]


def material_ready(page: Page, seconds: float = 300) -> float:
    """Seconds until it answers at all: it reads its whole index first."""
    started = time.monotonic()
    page.locator("[data-md-component=search-query]").focus()
    while not _material_asks(page, "管理办法"):
        if time.monotonic() > started + seconds:
            raise TimeoutError("Material's search does not answer")
        page.wait_for_timeout(1000)
    return round(time.monotonic() - started, 1)


def _material_asks(page: Page, query: str) -> list[str]:
    page.evaluate("() => { const q = document.querySelector('[data-md-component=search-query]'); q.value = ''; q.dispatchEvent(new Event('keyup')); }")
    page.wait_for_timeout(60)
    page.evaluate("q => { const b = document.querySelector('[data-md-component=search-query]'); b.focus(); b.value = q; b.dispatchEvent(new Event('keyup')); }", query)
    seen, same = None, 0
    for _ in range(300):
        page.wait_for_timeout(60)
        now = page.evaluate("() => [...document.querySelectorAll('.md-search-result__item > .md-search-result__link')].slice(0, 10).map(a => a.getAttribute('href'))")
        same = same + 1 if now == seen else 0
        seen = now
        if same > (4 if now else 25):
            break
    return [f"policies/{Path(urlsplit(address).path).name}/" for address in seen or []]


def recall(asks: Callable[[list[str]], list[list[str]]], queries: list[dict[str, str]], wanted: dict[str, str]) -> dict[str, Any]:
    places = []
    for query, found in zip(queries, asks([query["query"] for query in queries]), strict=True):
        href = wanted[query["expected"]]
        places.append(found.index(href) if href in found else -1)
    return {"recall_at_1": sum(place == 0 for place in places), "recall_at_10": sum(place >= 0 for place in places), "known_items": len(places)}


def number_first(asks: Callable[[list[str]], list[list[str]]], numbers: list[tuple[str, str]], every_form: bool) -> float:
    tried = [(form, href) for number, href in numbers for form in (forms(number) if every_form else [number])]
    answers = asks([form for form, _ in tried])
    return round(sum(found[:1] == [href] for found, (_, href) in zip(answers, tried, strict=True)) / len(tried), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, default=CORPUS / "queries/known-item.json")
    parser.add_argument("--size", type=int, default=WHOLE)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--skip", nargs="*", choices=["material", "pagefind"], default=[])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"the corpus of real documents is not at {CORPUS}; $POLICY_CORPUS_DIR names another folder")
    WORK.mkdir(parents=True, exist_ok=True)
    say = lambda line: print(line, file=sys.stderr, flush=True)
    folder = write_corpus(options.size)
    lines = [line.split("\t") for line in Path(f"{folder}.tsv").read_text("utf8").splitlines()]
    wanted = {source: f"policies/{Path(path).stem}/" for path, source in lines[:WHOLE]}
    queries = [query for query in json.loads(options.queries.read_text("utf8")) if query["expected"] in wanted]
    timing = [query["query"] for query in json.loads((CORPUS / "queries/latency.json").read_text("utf8"))]
    numbers = numbers_of(folder)
    library = library_of(folder)
    result: dict[str, dict[str, Any]] = {"ours": {}, "pagefind": {}, "material": {}}
    sites = {name: WORK / f"site-{name}" for name in result}
    say("building …")
    result["ours"] |= build_ours(library, sites["ours"])
    if "pagefind" not in options.skip:
        result["pagefind"] |= build_pagefind(library, sites["pagefind"])
    if "material" not in options.skip:
        result["material"] |= build_material(folder, sites["material"])
    del library
    with sync_playwright() as playwright:
        launch = lambda: playwright.chromium.launch(executable_path=os.environ.get("POLICY_CHROMIUM"), args=list(BROWSER))
        browser = launch()
        for name, path in (("ours", "search/"), ("pagefind", "bench.html"), ("material", "")):
            if name in options.skip:
                continue
            say(f"{name} …")
            with serving(sites[name]) as (root, meter):
                page = opened(browser, root + path)
                if name == "material":
                    result[name]["ready_s"] = material_ready(page)
                asks = partial({"ours": ours_asks, "pagefind": pagefind_asks, "material": material_asks}[name], page)
                result[name] |= recall(asks, queries, wanted)
                result[name]["number_first"] = number_first(asks, numbers if name == "ours" else numbers[:60], name == "ours")
                page.context.close()
                if name != "material":
                    result[name] |= measure(browser, root + path, meter, timing, options.rounds, name == "ours")
                    result[name]["memory_mb"] = memory(launch, root + path, timing)
                if name == "ours":
                    result[name] |= titles_only(browser, root + path, meter, timing)
        browser.close()
    print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else table(result))


def table(result: dict[str, dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for held in result.values() for name in held))
    rows = ["| figure | ours | Pagefind | Material |", "|---|---|---|---|"]
    rows += [f"| {name} | " + " | ".join(str(result[one].get(name, "–")) for one in result) + " |" for name in names]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
