"""The benchmark of builds: what its measurements come to. The measuring itself is a run of minutes and no test's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import bench_build
import build_figures as figures
from build_figures import BARS, ELSEWHERE, LISTS, MANIFESTS, PAGE, PASSAGES, RELATED, SHARDS, Edit

SCRIPT = Path(bench_build.__file__)


def run(cpu: float, wall: float = 1.0) -> dict[str, float]:
    return {"wall": wall, "cpu": cpu}


def measured(size: int = 1000, **other: Any) -> dict[str, Any]:
    held = {
        "size": size, "commit": "abc1234", "machine": "2 cores", "peers": "hugo 0", "against_default": [], "preview": [0.5, 9, 0.7],
        "runs": {"pages": [run(6)], "whole": [run(8, 5)], "material": [run(24)], "hugo": [run(3)], "edit": [run(1)], "retitle": [run(2)]},
        "edits": {"ours": [run(1, 0.6)], "hugo": [run(3, 2)]}, "peaks": {"whole": 300.0},
        "files": {"edit": figures.counted(["a"], [PAGE], 9), "retitle": figures.counted(["a"], [PAGE], 9)}, "stages": {"pages": {}, "whole": {}, "edit": {}},
    }
    return {**held, **other}


def test_a_ratio_is_the_median_of_the_pairs_and_not_of_the_sides() -> None:
    ours = [run(1), run(5), run(9)]
    assert figures.ratio(ours, [run(10), run(2), run(90)], "cpu") == 0.1
    assert figures.ratio(ours, [], "cpu") is None


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ({1000: 3.0, 10_000: 30.0}, 1.0),
        ({1000: 3.0, 10_000: 300.0}, 2.0),
        ({1000: 2.0, 3000: 100.0, 10_000: 20.0}, 1.0),  # what lies between does not count
        ({1000: 2.0, 3000: 6.0}, 1.0),
        ({1000: 2.0, 3000: 6.0, 10_000: None}, 1.0),
        ({1000: 2.0}, None),
    ],
)
def test_growth_is_an_exponent_between_the_smallest_and_the_largest(sizes: dict[int, float | None], found: float | None) -> None:
    assert figures.exponent(sizes) == found


def test_growth_is_told_over_the_sizes_of_the_bars_alone() -> None:
    kept = [measured(200), measured(1000), measured(10_000, runs={"whole": [run(100)]}, edits={"ours": [run(5)], "hugo": []})]
    assert figures.growth(kept) == {"growth_exponent": 1.097, "growth_exponent_one_edit": 0.699, "growth_between": [1000, 10_000]}
    assert figures.growth(kept[:2]) == {"growth_exponent": None, "growth_exponent_one_edit": None, "growth_between": None}


def test_the_figures_have_the_names_that_were_promised() -> None:
    found = figures.figures(measured(against_default=[run(8, 5)], runs={**measured()["runs"], "default": [run(60, 50)]}))
    assert {name: found[name] for name in ("pages_cpu_vs_material", "pages_cpu_vs_hugo", "cold_cpu_vs_material", "cold_cpu_vs_hugo")} == {
        "pages_cpu_vs_material": 0.25, "pages_cpu_vs_hugo": 2, "cold_cpu_vs_material": 0.3333, "cold_cpu_vs_hugo": 2.6667,
    }
    assert (found["cold_wall_vs_default_material"], found["one_edit_wall_vs_hugo"]) == (0.1, 0.3)
    assert (found["peak_mib"], found["preview_seconds"], found["files_changed"]["count"]) == (300.0, 0.7, 1)
    assert {bar.key for bar in BARS} <= found.keys()


def test_a_bar_holds_at_its_sizes_and_for_what_was_measured() -> None:
    default = next(bar for bar in BARS if bar.key == "cold_wall_vs_default_material")
    assert figures.verdict(default, {"size": 1000, default.key: 0.5}) == "no bar here"
    assert figures.verdict(default, {"size": 3000, default.key: None}) == "not measured"
    assert figures.verdict(default, {"size": 3000, default.key: 0.05}) == "met"
    assert figures.verdict(default, {"size": 3000, default.key: 0.051}) == "missed"


def test_what_is_missed_is_named() -> None:
    assert figures.missed(figures.figures(measured())) == []
    slow = measured(runs={**measured()["runs"], "material": [run(10)]}, files={"edit": figures.counted(["a", "b"], [PAGE, ELSEWHERE], 9)})
    assert figures.missed(figures.figures(slow)) == ["pages_cpu_vs_material", "cold_cpu_vs_material", "files_changed_elsewhere"]


EDIT = Edit("policies/a/", frozenset({"policies/cited/"}), frozenset({0x1F}))


@pytest.mark.parametrize(
    ("path", "mentions", "found"),
    [
        ("policies/other/index.html", False, ELSEWHERE),
        ("library/2/index.html", False, ELSEWHERE),
        ("assets/library/page.js", False, ELSEWHERE),
        ("p/xyz/index.html", False, ELSEWHERE),
        ("assets/search/s/2f.bin", False, ELSEWHERE),
        ("assets/search/t/policies-other.0.bin", True, ELSEWHERE),
        ("assets/search/r/1.bin", False, ELSEWHERE),
        ("policies/a/index.html", True, PAGE),
        ("policies/citing/index.html", True, RELATED),
        pytest.param("policies/cited/index.html", False, RELATED, id="shows twenty who cite it, perhaps not this one, and how many there are"),
        ("library/index.html", True, LISTS),
        ("feeds/all.xml", True, LISTS),
        ("assets/search/s/1f.bin", False, SHARDS),
        ("assets/search/t/policies-a.3.bin", False, PASSAGES),
        ("assets/search/r/1.bin", True, PASSAGES),
        ("assets/search/columns.bin", False, MANIFESTS),
        ("build.json", False, MANIFESTS),
    ],
)
def test_a_changed_file_is_of_a_kind(path: str, mentions: bool, found: str) -> None:
    assert figures.kind(path, EDIT, mentions) == found


def test_a_file_that_got_another_name_with_its_content_counts_once() -> None:
    assert figures.stable("assets/search/s/1f.ab2cde.bin") == "assets/search/s/1f.bin"
    assert figures.stable("assets/library/facet-data.js") == "assets/library/facet-data.js"


def test_what_came_went_or_changed_is_found() -> None:
    assert figures.changed({"same": "1", "went": "1", "other": "1"}, {"same": "1", "other": "2", "came": "1"}) == ["came", "other", "went"]


def test_the_tables_mark_what_is_missed() -> None:
    page = figures.markdown([measured(3000, preview=[2.0]), measured()])
    rows = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    assert rows[0] == ["figure", "bar", "1,000", "3,000"]
    assert ["preview: seconds from an edit to its words on the page", "≤ 1", "0.7", "2"] in rows
    assert "| **2** |" in page and "| **0.7** |" not in page
    assert ["full build", "5 / 8 / 300", "5 / 8 / 300"] in rows


def test_the_report_says_what_is_missed() -> None:
    one = measured(stages={"whole": {"read": {"wall": 1, "cpu": 2.5}}, "pages": {}, "edit": {}})
    told = figures.report(one, figures.figures(one))
    assert "met          pages, search off: cold CPU / Material, short nav (d)" in told
    assert told.endswith("missed bars: none")
    assert [line.split() for line in told.splitlines() if line.startswith("read")] == [["read", "2.5", "–", "–"]]


def test_the_tables_are_renewed_between_their_marks() -> None:
    page = f"# Performance\n\n{figures.BEGIN}\nold\n{figures.END}\n\nMore.\n"
    assert figures.renewed(page, "new") == f"# Performance\n\n{figures.BEGIN}\n\nnew\n\n{figures.END}\n\nMore.\n"
    assert figures.renewed(figures.renewed(page, "old"), "new") == figures.renewed(page, "new")
    with pytest.raises(ValueError, match="no <!--"):
        figures.renewed("# Performance\n", "new")


def test_the_page_of_the_documentation_has_the_marks() -> None:
    assert figures.renewed((SCRIPT.parent.parent / "docs/performance.md").read_text("utf8"), "")


def test_an_edit_cites_what_the_document_does_not_name_yet(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for name, body in {"a": "x" * 90, "b": "《丙规定》" + "x" * 30, "c": ""}.items():
        title = {"a": "甲规定", "b": "乙规定", "c": "丙规定"}[name]
        (tmp_path / f"policies/{name}.md").write_text(f'---\ntitle: "{title}"\nnumber: 云交规〔2026〕{ord(name)}号\n---\n\n# {title}\n\n{body}\n', "utf8")
    editor = bench_build.Editor(tmp_path)
    assert editor.cite() == Edit("policies/b/", frozenset({"policies/a/"}))
    assert (tmp_path / "policies/b.md").read_text("utf8").endswith("\n\n本件与《甲规定》（云交规〔2026〕97号）一并执行。\n")


def test_the_title_that_changes_is_the_one_that_most_documents_name(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    for name, title, body in [("a", "甲规定", "《甲规定》《甲规定》《甲规定》"), ("b", "乙规定", "《丙规定》"), ("c", "丙规定", ""), ("d", "丁规定", "《丙规定》《乙规定》")]:
        (tmp_path / f"policies/{name}.md").write_text(f'---\ntitle: "{title}"\n---\n\n# {title}\n\n{body}\n', "utf8")
    assert bench_build.Editor(tmp_path).retitle() == Edit("policies/c/")
    assert (tmp_path / "policies/c.md").read_text("utf8") == '---\ntitle: "丙规定（新本）"\n---\n\n# 丙规定（新本）\n\n\n'


def test_cpu_and_memory_are_those_of_all_processes_of_a_command(tmp_path: Path) -> None:
    child = "import time; held = bytearray(40_000_000); end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; held = bytearray(40_000_000); subprocess.run([sys.executable, '-c', {child!r}])"
    found = bench_build.Case(tmp_path, (sys.executable, "-c", parent), (), {}).run(sample=True)
    assert found["cpu"] >= 0.3 and found["wall"] >= 0.3
    assert found["peak"] > 75


def test_a_command_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(bench_build.DoesNotRun, match="no such thing"):
        bench_build.Case(tmp_path, (sys.executable, "-c", "raise SystemExit('no such thing')"), (), {}).run()


@pytest.mark.parametrize(
    ("arguments", "told"), [(("--size", "1000"), "laws.tar.xz"), (("--size", "5"), "--size is 20 or more"), (("--peers", "jekyll"), "jekyll")],
)
def test_wrong_use_and_what_is_missing_end_with_2(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    ended = subprocess.run(
        [sys.executable, SCRIPT, *arguments], env={**os.environ, "POLICY_CORPUS_DIR": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=60,
    )
    assert (ended.returncode, told in ended.stderr) == (2, True), ended.stderr
