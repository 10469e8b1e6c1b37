"""What the measurements of builds come to: ratios, growth, bars, what an edit changed, tables. Nothing here runs anything."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

SIZES = (1000, 3000, 10_000)
STAGES = ("read", "graph", "checks", "markdown", "sanitise", "templates", "search", "write", "host")
CASES = {
    "pages": "pages, search off", "whole": "full build", "edit": "one edit", "retitle": "title changed on the most cited", "material": "Material, short nav (d)",
    "default": "Material as it comes (a)", "hugo": "Hugo",
}

Run = Mapping[str, float]
"""``wall`` and ``cpu``, in seconds."""
Measured = Mapping[str, Any]
"""One size. ``runs``: case → runs, where the nth of each belong together; ``edits``: the same of edits and of Hugo's full builds between them."""


# ── Figures ───────────────────────────────────────────────────────────────────


def ratio(ours: Sequence[Run], theirs: Sequence[Run], of: str) -> float | None:
    """The median of the pairs' ratios."""
    pairs = [one[of] / other[of] for one, other in zip(ours, theirs)]
    return round(median(pairs), 4) if pairs else None


def middle(runs: Sequence[Run], of: str) -> float | None:
    return median(one[of] for one in runs) if runs else None


def exponent(sizes: Mapping[int, float | None]) -> float | None:
    """Of growth between the smallest and the largest size with a figure."""
    known = {size: held for size, held in sizes.items() if held}
    if len(known) < 2:
        return None
    small, large = min(known), max(known)
    return round(math.log(known[large] / known[small]) / math.log(large / small), 3)


def growth(kept: Iterable[Measured]) -> dict[str, Any]:
    """Over the sizes that the bars are about."""
    sizes = {one["size"]: one for one in kept if one["size"] in SIZES}
    return {
        "growth_exponent": exponent({size: middle(one["runs"]["whole"], "cpu") for size, one in sizes.items()}),
        "growth_exponent_one_edit": exponent({size: middle(one["edits"]["ours"], "cpu") for size, one in sizes.items()}),
        "growth_between": [min(sizes), max(sizes)] if len(sizes) > 1 else None,
    }


def figures(one: Measured, kept: Iterable[Measured] = ()) -> dict[str, Any]:
    runs = {case: one["runs"].get(case, []) for case in CASES}
    against = one["against_default"]
    return {
        "size": one["size"],
        "pages_cpu_vs_material": ratio(runs["pages"], runs["material"], "cpu"), "pages_cpu_vs_hugo": ratio(runs["pages"], runs["hugo"], "cpu"),
        "cold_cpu_vs_material": ratio(runs["whole"], runs["material"], "cpu"), "cold_cpu_vs_hugo": ratio(runs["whole"], runs["hugo"], "cpu"),
        "cold_wall_vs_default_material": ratio(against, runs["default"], "wall"),
        "one_edit_wall_vs_hugo": ratio(one["edits"]["ours"], one["edits"]["hugo"], "wall"),
        **growth(kept),
        "peak_mib": one["peaks"]["whole"],
        "files_changed": one["files"]["edit"], "files_changed_elsewhere": one["files"]["edit"]["kinds"].get(ELSEWHERE, 0),
        "preview_seconds": round(median(one["preview"]), 3) if one["preview"] else None,
        "stages": one["stages"],
    }


# ── Bars ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Bar:
    key: str
    words: str
    most: float
    sizes: tuple[int, ...] = ()
    """Where it holds; empty for every size."""


BARS = (
    Bar("pages_cpu_vs_material", "pages, search off: cold CPU / Material, short nav (d)", 0.30),
    Bar("pages_cpu_vs_hugo", "pages, search off: cold CPU / Hugo", 2),
    Bar("cold_cpu_vs_material", "full build: cold CPU / d", 0.40),
    Bar("cold_cpu_vs_hugo", "full build: cold CPU / Hugo", 3),
    Bar("cold_wall_vs_default_material", "full build: cold wall / Material as it comes (a)", 0.05, (3000,)),
    Bar("one_edit_wall_vs_hugo", "one edit: wall / Hugo's full build", 0.3, (3000, 10_000)),
    Bar("growth_exponent", "growth exponent of cold builds, CPU", 1.05),
    Bar("growth_exponent_one_edit", "growth exponent of one edit, CPU", 1.05),
    Bar("peak_mib", "memory of a full build, peak MiB", 614.4, (10_000,)),
    Bar("files_changed_elsewhere", "files changed by one edit that do not show it", 0),
    Bar("preview_seconds", "preview: seconds from an edit to its words on the page", 1, (3000,)),
)


def verdict(bar: Bar, found: Mapping[str, Any]) -> str:
    if bar.sizes and found["size"] not in bar.sizes:
        return "no bar here"
    if found[bar.key] is None:
        return "not measured"
    return "met" if found[bar.key] <= bar.most else "missed"


def missed(found: Mapping[str, Any]) -> list[str]:
    return [bar.key for bar in BARS if verdict(bar, found) == "missed"]


# ── What an edit changed ──────────────────────────────────────────────────────

PAGE, RELATED, LISTS, SHARDS, PASSAGES, MANIFESTS, ELSEWHERE = (
    "its page", "pages that show its relations", "its listings and feeds", "shards whose terms changed", "its passages and row in the search", "manifests", "elsewhere",
)
ALWAYS = {".policy-library", "build.json", "sitemap.xml", "assets/search/index.json", "assets/search/columns.bin", "assets/search/facets.bin"}
_HASH = re.compile(r"\.[0-9a-z]{6}(?=\.bin$)")
_SHARD = re.compile(r"assets/search/s/([0-9a-f]+)\.bin")
_PASSAGES = re.compile(r"assets/search/t/(.+)\.\d+\.bin")
_ROW = re.compile(r"assets/search/r/[0-9a-f]+\.bin")


@dataclass(frozen=True)
class Edit:
    address: str
    """Of the edited document: policies/a/."""
    cited: frozenset[str] = frozenset()
    """Addresses of the documents that the edit cites."""
    slots: frozenset[int] = frozenset()
    """Of the terms of which the index tells something else since."""


def stable(path: str) -> str:
    """A file of the search without the hash in its name: a changed one counts as one, not as one that went and one that came."""
    return _HASH.sub("", path)


def kind(path: str, edit: Edit, mentions: bool) -> str:
    """Of a changed file, by its stable path. ``mentions``: whether it holds the address of the edited document, before or after."""
    if path in ALWAYS:
        return MANIFESTS
    if path == f"{edit.address}index.html":
        return PAGE
    if match := _SHARD.fullmatch(path):
        return SHARDS if int(match[1], 16) in edit.slots else ELSEWHERE
    if match := _PASSAGES.fullmatch(path):
        return PASSAGES if match[1] == edit.address.strip("/").replace("/", "-") else ELSEWHERE
    if _ROW.fullmatch(path):
        return PASSAGES if mentions else ELSEWHERE
    if path.endswith("index.html") and path.startswith("policies/"):
        return RELATED if mentions or path.removesuffix("index.html") in edit.cited else ELSEWHERE
    return LISTS if mentions else ELSEWHERE


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """What came, what went, and what has another value."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def counted(paths: Collection[str], kinds: Iterable[str], of: int) -> dict[str, Any]:
    found = list(zip(paths, kinds, strict=True))
    return {"count": len(found), "of": of, "kinds": dict(Counter(kind for _, kind in found)), "elsewhere": [path for path, kind in found if kind == ELSEWHERE][:20]}


# ── Tables ────────────────────────────────────────────────────────────────────


def shown(value: Any) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def report(one: Measured, found: Mapping[str, Any]) -> str:
    """For a terminal."""
    lines = [f"{one['size']} documents, commit {one['commit']}, {one['machine']}; {one['peers']}", ""]
    lines += [f"{'case':34}{'runs':>5}{'wall s':>9}{'CPU s':>9}{'MiB':>7}"]
    lines += [f"{name:34}{n:5}{wall:>9}{cpu:>9}{peak:>7}" for name, n, wall, cpu, peak in _cases(one)]
    lines += ["", *(f"{verdict(bar, found):13}{bar.words:62}{shown(found[bar.key]):>7}  bar {bar.most:g}" for bar in BARS)]
    files = found["files_changed"]
    lines += ["", f"files changed by one edit: {files['count']} of {files['of']}", *(f"  {n:5} {name}" for name, n in files["kinds"].items())]
    lines += [f"        {path}" for path in files["elsewhere"]]
    lines += [f"by a title changed on the most cited: {one['files']['retitle']['count']}"]
    if any(one["stages"].values()):
        lines += ["", f"{'stage, CPU s':14}" + "".join(f"{CASES[case]:>20}" for case in one["stages"])]
        lines += [f"{stage:14}" + "".join(f"{shown(_stage(one, case, stage)):>20}" for case in one["stages"]) for stage in STAGES]
    return "\n".join([*lines, "", f"missed bars: {', '.join(missed(found)) or 'none'}"])


def _cases(one: Measured) -> Iterator[tuple[str, int, str, str, str]]:
    for case, name in CASES.items():
        runs = one["edits"]["ours"] if case == "edit" else one["runs"].get(case, [])
        if runs:
            yield name, len(runs), shown(middle(runs, "wall")), shown(middle(runs, "cpu")), shown(one["peaks"].get(case))


def _stage(one: Measured, case: str, stage: str) -> float | None:
    held = one["stages"][case].get(stage)
    return held and held["cpu"]


def markdown(kept: Sequence[Measured]) -> str:
    """The tables of docs/performance.md: one column a size."""
    kept = sorted(kept, key=lambda one: one["size"])
    found = [figures(one, kept) for one in kept]
    head = " | ".join(f"{one['size']:,}" for one in kept)
    rule = "---|" * len(kept)
    lines = [f"{one['size']:,}: commit {one['commit']}, {one['machine']}; {one['peers']}." for one in kept]
    lines += ["", f"| figure | bar | {head} |", f"|---|---|{rule}"]
    lines += [f"| {bar.words} | ≤ {bar.most:g} | " + " | ".join(_judged(bar, one) for one in found) + " |" for bar in BARS]
    for case, name in (("edit", "one edit"), ("retitle", "a title changed on the most cited")):
        files = [one["files"][case] for one in kept]
        lines += [f"| files changed by {name}, of all | | " + " | ".join(f"{one['count']} of {one['of']:,}" for one in files) + " |"]
    lines += ["", f"| wall s / CPU s / peak MiB | {head} |", f"|---|{rule}"]
    cases = [{name: " / ".join(rest) for name, _, *rest in _cases(one)} for one in kept]
    lines += [f"| {name} | " + " | ".join(one.get(name, "–") for one in cases) + " |" for name in CASES.values() if any(name in one for one in cases)]
    if any(one["stages"]["whole"] for one in kept):
        lines += ["", f"| CPU s by stage: full build / one edit | {head} |", f"|---|{rule}"]
        pair = lambda one, stage: " / ".join(shown(_stage(one, case, stage)) for case in ("whole", "edit"))  # noqa: E731
        lines += [f"| {stage} | " + " | ".join(pair(one, stage) for one in kept) + " |" for stage in STAGES]
    return "\n".join(lines)


def _judged(bar: Bar, found: Mapping[str, Any]) -> str:
    value = shown(found[bar.key])
    return f"**{value}**" if verdict(bar, found) == "missed" else value


BEGIN, END = "<!-- made by scripts/bench-build --markdown -->", "<!-- end -->"


def renewed(page: str, tables: str) -> str:
    """The page with the tables between its two marks. Raises ValueError where it lacks them."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"
