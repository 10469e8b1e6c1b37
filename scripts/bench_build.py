"""Our builds beside Material's and Hugo's of the same documents, in one run on one machine; see docs/performance.md.

Cold: no site, no cache folder, compiled Python present. Each case is built once before it counts: that run is sampled for memory, the
later ones are not. CPU is user and system, children included. Pairs are built in turn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import build_figures as figures

from policy_library.search.slots import slot
from policy_library.search.tokens import core_of, tokens
from policy_library.text import numbers

REPOSITORY = Path(__file__).resolve().parent.parent
WORK = REPOSITORY / "build/bench-build"
PEERS = WORK / "peers"
RESULTS = WORK / "results"
CORPUS = Path(os.environ.get("POLICY_CORPUS_DIR") or REPOSITORY.parent / "shared/corpus")
BENCH = CORPUS.parent / "bench"
NEEDED = (CORPUS / "laws.tar.xz", *(BENCH / name for name in ("corpus.py", "material-short-nav.yml", "material-default.yml", "hugo/hugo.toml")))
PACKAGES = {"jieba": "0.42.1", "hugo": "0.168.0"}
LARGEST_DEFAULT = 3000
"""Material as it comes writes 32 GB at 10,000."""
PREVIEWS = 5
MOST_WAIT = 900
"""Seconds for which a preview is waited for."""

OURS = """\
site_name: 政策文库
site_url: https://example.gov.cn/library/
docs_dir: content
theme: {{name: material, language: zh, font: false}}
plugins:
  - policy-library:
      today: 2026-11-20
      open_vocabularies: [agencies, audiences, tags, services]
      addresses_lock: ""
      site: {{search: {search}}}
      join:
        reason: 测速用的法律文本
        fields: {{date: issued}}
        assume: {{kind: 规范性文件, review: imported}}
"""


class DoesNotRun(Exception):
    """With what the command said."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# ── Running and measuring ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class Case:
    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    """What a build leaves in the folder, caches included."""
    environment: Mapping[str, str]

    def clear(self) -> None:
        """Out of the way, and deleted when all is measured: for a minute ext4 looks at every deleted file again whenever it makes one,
        so that a case would pay for what another one has deleted."""
        away = self.folder.with_name(f"{self.folder.name}-cleared")
        away.mkdir(exist_ok=True)
        for name in self.made:
            if (self.folder / name).exists():
                (self.folder / name).rename(away / f"{len(list(away.iterdir()))}-{name}")

    def cold(self) -> dict[str, float]:
        self.clear()
        return self.run()

    def run(self, sample: bool = False) -> dict[str, float]:
        """``wall`` and ``cpu`` in seconds, and where it is sampled ``peak`` in MiB."""
        log = self.folder / "log"
        with log.open("wb") as output:
            started = time.monotonic()
            process = subprocess.Popen(
                self.command, cwd=self.folder, env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )
            with sampled(process.pid) if sample else without_samples() as peak:
                _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise DoesNotRun(f"{' '.join(self.command)}\n{log.read_text('utf8', 'replace')[-2000:]}")
        return {"wall": round(wall, 3), "cpu": round(usage.ru_utime + usage.ru_stime, 3), **({"peak": peak[0]} if sample else {})}


@contextmanager
def without_samples() -> Iterator[list[float]]:
    yield [0.0]


@contextmanager
def sampled(session: int) -> Iterator[list[float]]:
    """The largest sum of Pss of a session's processes, in MiB, looked at every 100 ms."""
    peak, ended = [0.0], threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            peak[0] = max(peak[0], round(sum(map(pss, processes_of(session))), 1))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def processes_of(session: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text("utf8", "replace")
            except OSError:  # it has ended
                continue
            if int(stat.rpartition(")")[2].split()[3]) == session:
                found.append(int(folder.name))
    return found


def pss(process: int) -> float:
    """In MiB; 0 for one that has ended."""
    try:
        held = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(held[1]) / 1024 if held else 0.0


def machine() -> str:
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf8"), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {memory:.0f} GiB, Python {platform.python_version()}"


def commit() -> str:
    """With a + where the checkout differs from it."""
    git = lambda *arguments: subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout.strip()  # noqa: E731
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")


# ── The documents and the cases ───────────────────────────────────────────────


def install_peers() -> None:
    wanted = json.dumps(PACKAGES)
    done = PEERS / ".done"
    if done.exists() and done.read_text() == wanted:
        return
    say(f"Installing {', '.join(PACKAGES)} into {PEERS.relative_to(REPOSITORY)} …")
    shutil.rmtree(PEERS, ignore_errors=True)
    ended = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-qq", "--target", PEERS, *(f"{name}=={number}" for name, number in PACKAGES.items())], stdout=sys.stderr, check=False,
    )
    if ended.returncode:
        raise DoesNotRun("the peers could not be installed; a connection to a Python package index is needed once")
    done.write_text(wanted)


def write_corpus(size: int) -> Path:
    folder = WORK / f"corpus-{size}"
    if not (folder / "index.md").exists():
        say(f"writing {size} documents …")
        subprocess.run([sys.executable, BENCH / "corpus.py", folder, str(size)], check=True, stdout=subprocess.DEVNULL)
    return folder


def ours(corpus: Path, folder: Path, search: bool) -> Case:
    shutil.copytree(corpus, folder / "content")
    (folder / "mkdocs.yml").write_text(OURS.format(search=str(search).lower()), "utf8")
    policy = (sys.executable, "-m", "policy_library.cli")
    helped = subprocess.run([*policy, "build", "--help"], capture_output=True, text=True, check=True).stdout
    profile = ("--profile-json", "stages.json") if "--profile-json" in helped else ()
    return Case(folder, (*policy, "build", *profile), ("site", ".site-standby", ".cache"), {})


def material(corpus: Path, folder: Path, configuration: str) -> Case:
    folder.mkdir(parents=True)
    (folder / "corpus").symlink_to(corpus)
    shutil.copyfile(BENCH / configuration, folder / "mkdocs.yml")
    site = re.search(r"^site_dir: (\S+)", (folder / "mkdocs.yml").read_text("utf8"), re.MULTILINE)
    return Case(folder, (sys.executable, "-m", "mkdocs", "build", "-q"), (site[1] if site else "site", ".cache"), {"PYTHONPATH": str(PEERS)})


def hugo(corpus: Path, folder: Path) -> Case:
    """The program itself: its Python package only starts it."""
    shutil.copytree(BENCH / "hugo", folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    content = folder / "content"
    shutil.copytree(corpus, content, ignore=shutil.ignore_patterns("tags.md"))
    (content / "index.md").rename(content / "_index.md")
    for below in (path for path in content.rglob("*") if path.is_dir()):
        (below / "_index.md").write_text(f"---\ntitle: {below.name}\n---\n", "utf8")
    return Case(folder, (str(PEERS / "hugo/binaries/hugo"), "--quiet"), ("public", "resources", "cache"), {"HUGO_CACHEDIR": str(folder / "cache")})


def cases(corpus: Path, place: Path, peers: list[str]) -> dict[str, Case]:
    made = {"pages": ours(corpus, place / "pages", False), "whole": ours(corpus, place / "whole", True)}
    if "material" in peers:
        made["material"] = material(corpus, place / "material", "material-short-nav.yml")
    if "hugo" in peers:
        made["hugo"] = hugo(corpus, place / "hugo")
    return made


# ── Edits ─────────────────────────────────────────────────────────────────────


class Editor:
    """Adds to one document a sentence with a citation that it does not have yet, and another one each time."""

    def __init__(self, content: Path) -> None:
        self.paths = sorted((content / "policies").rglob("*.md"))
        self.median = sorted(self.paths, key=lambda path: (path.stat().st_size, path.name))[len(self.paths) // 2]
        others = [path for path in self.paths if path != self.median]
        random.Random(5).shuffle(others)
        self.others = iter(others)

    def cite(self, also: str = "") -> figures.Edit:
        """``also``: words that the sentence ends with."""
        text = self.median.read_text("utf8")
        cited, title, number = next(
            (path, title, number) for path, title, number in ((path, field(path, "title"), field(path, "number")) for path in self.others) if title not in text
        )
        sentence = f"本件与《{title}》（{number}）一并执行{also}。"
        self.median.write_text(f"{text}\n\n{sentence}\n", "utf8")
        return figures.Edit(address(self.median), frozenset({address(cited)}))

    def retitle(self) -> figures.Edit:
        """The document that most others name."""
        titles = {field(path, "title"): path for path in self.paths}
        named = Counter(name for path in self.paths for name in set(re.findall("《([^《》]+)》", path.read_text("utf8"))) if titles.get(name, path) != path)
        title = max(named, key=lambda name: (named[name], name))
        path, new = titles[title], f"{title}（新本）"
        text = path.read_text("utf8").replace(f'title: "{title}"', f'title: "{new}"', 1)
        path.write_text(re.sub(r"^# *.+$", f"# {new}", text, count=1, flags=re.MULTILINE), "utf8")
        return figures.Edit(address(path))


def field(path: Path, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", path.read_text("utf8"), re.MULTILINE)
    return found[1].strip('"') if found else ""


def address(path: Path) -> str:
    return f"policies/{path.stem}/"


def digests(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}


def files_changed(before: Path, after: Path, edit: figures.Edit) -> dict[str, Any]:
    old, new = digests(before), digests(after)
    slots = json.loads((after / "assets/search/index.json").read_text("utf8"))["slots"]
    terms = figures.changed(postings(before, edit.address), postings(after, edit.address))
    edit = replace(edit, slots=frozenset(slot(term, slots) for term in terms))
    paths = figures.changed({figures.stable(path): held for path, held in old.items()}, {figures.stable(path): held for path, held in new.items()})
    where = {figures.stable(path): site / path for site, files in ((before, old), (after, new)) for path in files}
    earlier = {figures.stable(path): before / path for path in old}
    mentions = lambda path: any(edit.address in words(at[path]) for at in (where, earlier) if path in at)  # noqa: E731
    return figures.counted(paths, [figures.kind(path, edit, mentions(path)) for path in paths], len(new))


def words(path: Path) -> str:
    """Of a file of the site; those of the search are compressed, all but its shards."""
    content = path.read_bytes()
    if path.suffix != ".bin":
        return content.decode("utf8", "replace")
    try:
        content = zlib.decompress(content)
    except zlib.error:
        return ""
    return content[1:].decode("gbk") if content.startswith(b"g") else content.decode("utf8", "replace")


def postings(site: Path, page: str) -> dict[str, tuple[int, int, int]]:
    """Of a document: each term of its text, how often it comes, in which passage file first, and in how many bits that is told."""
    stem = page.strip("/").replace("/", "-")
    texts = {int(path.name.split(".")[1]): words(path) for path in (site / "assets/search/t").glob(f"{stem}.*.bin")}
    often: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, lines in sorted(texts.items()):
        text = "\n".join(line.partition("\t")[2] for line in lines.splitlines())
        terms = [token.term for token in tokens(text)] + [form for one in numbers.find(text) for form in (str(one.number), core_of(str(one.number)))]
        often.update(terms)
        first = dict.fromkeys(terms, number) | first
    return {term: (times, first[term], (len(texts) - 1).bit_length()) for term, times in often.items()}


# ── The preview ───────────────────────────────────────────────────────────────


def previews(case: Case, editor: Editor) -> list[float]:
    """Seconds from an edit to its words on the page of ``policy serve``."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = f"http://127.0.0.1:{port}/library/{address(editor.median)}"
    with (case.folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*case.command[:3], "serve", "--address", f"127.0.0.1:{port}"], cwd=case.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
        try:
            wait_for(page, "</html>", process)
            found = []
            for number in range(PREVIEWS):
                words = f"第{random.Random(number).randrange(10**9)}次"
                editor.cite(f"，{words}")
                started = time.monotonic()
                wait_for(page, words, process)
                found.append(round(time.monotonic() - started, 3))
                time.sleep(1)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return found


def wait_for(page: str, words: str, process: subprocess.Popen[bytes]) -> None:
    ended = time.monotonic() + MOST_WAIT
    while time.monotonic() < ended and process.poll() is None:
        try:
            with urllib.request.urlopen(page, timeout=MOST_WAIT) as answer:
                if words in answer.read().decode("utf8"):
                    return
        except OSError:  # it does not listen yet, or has no such page yet
            pass
        time.sleep(0.05)
    raise DoesNotRun(f"policy serve does not show {words} at {page}")


# ── One size ──────────────────────────────────────────────────────────────────


def measure(size: int, rounds: int, peers: list[str]) -> dict[str, Any]:
    corpus, place = write_corpus(size), WORK / f"run-{size}"
    shutil.rmtree(place, ignore_errors=True)
    found: dict[str, Any] = {
        "size": size, "commit": commit(), "machine": machine(), "peers": f"mkdocs-material {version('mkdocs-material')}, hugo {PACKAGES['hugo']}",
        "runs": {}, "peaks": {}, "files": {}, "stages": {}, "against_default": [],
    }
    made = cases(corpus, place, peers)
    for name, case in made.items():
        say(f"{name}, for the first time …")
        case.clear()
        found["peaks"][name] = case.run(sample=True)["peak"]
    for turn in range(rounds):
        say(f"cold, round {turn + 1} of {rounds} …")
        for name, case in made.items():
            found["runs"].setdefault(name, []).append(case.cold())
    for name in ("pages", "whole"):
        found["stages"][name] = stages(made[name])
    found |= edited(made, rounds, found)
    say("the preview …")
    found["preview"] = previews(made["whole"], Editor(made["whole"].folder / "content"))
    if "default" in peers and size <= LARGEST_DEFAULT:
        say("Material as it comes, once …")
        found["against_default"].append(made["whole"].cold())
        default = material(corpus, place / "default", "material-default.yml").run(sample=True)
        found["peaks"]["default"] = default.pop("peak")
        found["runs"]["default"] = [default]
    shutil.rmtree(place)
    return found


def edited(made: Mapping[str, Case], rounds: int, found: dict[str, Any]) -> dict[str, Any]:
    whole = made["whole"]
    editor, site, before = Editor(whole.folder / "content"), whole.folder / "site", whole.folder / "before"
    files = {}
    for name, change in (("edit", editor.cite), ("retitle", editor.retitle)):
        say(f"{name} …")
        shutil.copytree(site, before)
        edit = change()
        first = whole.run(sample=True)
        found["peaks"][name] = first.pop("peak")
        files[name] = files_changed(before, site, edit)
        shutil.rmtree(before)
        found["runs"][name] = [first]
    edits: dict[str, list[dict[str, float]]] = {"ours": [], "hugo": []}
    for turn in range(rounds):
        say(f"one edit, round {turn + 1} of {rounds} …")
        editor.cite()
        edits["ours"].append(whole.run())
        if "hugo" in made:
            edits["hugo"].append(made["hugo"].cold())
    found["stages"]["edit"] = stages(whole)
    return {"edits": edits, "files": files}


def stages(case: Case) -> dict[str, Any]:
    """Of the last run; empty where builds do not tell."""
    path = case.folder / "stages.json"
    return json.loads(path.read_text("utf8"))["stages"] if path.exists() else {}


def kept() -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf8")) for path in sorted(RESULTS.glob("*.json"))]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-build", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=figures.SIZES[0], help="documents: 1000, 3000 or 10000; smaller ones to try it out")
    parser.add_argument("--rounds", type=int, help="pairs; by default 3, and 1 above 3,000 documents")
    parser.add_argument("--peers", nargs="*", choices=["material", "default", "hugo"], default=["material", "default", "hugo"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="measure nothing: renew docs/performance.md from what is kept")
    options = parser.parse_args()
    if options.size < 20 or (options.rounds is not None and options.rounds < 1):
        parser.error("--size is 20 or more, --rounds 1 or more")
    if options.markdown:
        page = REPOSITORY / "docs/performance.md"
        page.write_text(figures.renewed(page.read_text("utf8"), figures.markdown([one for one in kept() if one["size"] in figures.SIZES])), "utf8")
        return
    if missing := [str(path) for path in NEEDED if not path.exists()]:
        parser.error(f"missing: {', '.join(missing)}; $POLICY_CORPUS_DIR names the folder of real documents, the benchmark's lies beside it")
    try:
        RESULTS.mkdir(parents=True, exist_ok=True)
        install_peers()
        one = measure(options.size, options.rounds or (3 if options.size <= 3000 else 1), options.peers)
    except DoesNotRun as problem:
        say(str(problem))
        sys.exit(3)
    (RESULTS / f"{options.size}.json").write_text(json.dumps(one, ensure_ascii=False, indent=1) + "\n", "utf8")
    found = figures.figures(one, kept())
    print(json.dumps({**found, "missed": figures.missed(found), "measured": one}, ensure_ascii=False, indent=1) if options.json else figures.report(one, found))
    sys.exit(1 if figures.missed(found) else 0)


if __name__ == "__main__":
    main()
