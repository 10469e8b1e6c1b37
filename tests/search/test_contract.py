"""The search contract: whatever a document is called finds it among the first three, and the best of readers' queries first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_library.cli import main
from policy_library.search import ask as asking
from policy_library.search.ask import ask
from policy_library.search.contract import missed
from policy_library.search.records import Record, heads
from policy_library.building import Built, build_site

from checkout import checkout, policy

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("demo")
    for name in ("content", "addresses.lock"):
        (folder / name).symlink_to(REPOSITORY / name)
    configuration = (REPOSITORY / "mkdocs.yml").read_text("utf8")
    (folder / "mkdocs.yml").write_text(configuration.replace("docs_dir: content", f"docs_dir: {REPOSITORY / 'content'}"), "utf8")
    (folder / "addresses.lock").unlink()
    return build_site(folder / "mkdocs.yml", site=folder / "site")


def test_every_name_finds_its_page_among_the_first_three(built: Built, node: str) -> None:
    names = [(name, one.href) for one in heads(built.edition.library) for name in (one.title, one.number, *one.also) if name]
    assert len(names) > 150
    answers = ask(built.site, [name for name, _ in names], {"size": 3})
    lost = [
        (name, href) for (name, href), answer in zip(names, answers, strict=True)
        if href not in [result["href"] for result in answer["results"]]
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("云交规〔2024〕3号", "policies/parking-rules/"),
        ("云交规 2024 3", "policies/parking-rules/"),
        ("云交规（2019）第2号", "policies/parking-rules-2019/"),
        ("关于云交规〔2024〕3号的问题", "policies/parking-rules/"),
        ("停车场（库）管理办法", "policies/parking-rules/"),
        ("加梯", "policies/elevator-opinion/"),
    ],
)
def test_first(built: Built, node: str, query: str, first: str) -> None:
    [answer] = ask(built.site, [query], {"size": 5})
    found = [result["href"] for result in answer["results"]]
    if query == "加梯":  # a word of the vocabulary: also what says 加装电梯
        assert first in found and answer["synonyms"] == [{"from": "加梯", "to": "加装电梯"}]
    else:
        assert found[0] == first


def test_words_left_out_and_quoted(built: Built, node: str) -> None:
    plain, without, quoted, only = ask(built.site, ["停车", "停车 -道路", "“收费标准”", "-停车"], {"size": 100})
    assert 0 < without["total"] < plain["total"]
    held = {result["href"] for result in without["results"]}
    assert held < {result["href"] for result in plain["results"]} or without["total"] < plain["total"]
    assert quoted["total"] > 0
    assert only["total"] > 0 and not {result["href"] for result in only["results"]} & {result["href"] for result in plain["results"]}


def test_fewer_words_are_offered_when_nothing_is_found(built: Built, node: str) -> None:
    [answer] = ask(built.site, ["地下车库改健身房"])
    assert answer["relaxed"] or answer["total"] == 0
    if not answer["total"]:
        assert [one["words"] for one in answer["fewer"]]


def test_a_name_without_a_letter_is_told(record: Callable[..., Record]) -> None:
    assert [words for _, words in missed([record(1, "停车"), record(2, "——"), record(3, "通知", also=("…",))])] == ["——", "…"]


def test_the_command_prints_ranked_results(built: Built, node: str) -> None:
    ended = CliRunner().invoke(main, ["search", "--site", str(built.site), "--json", "云交规 2024 3"])
    assert ended.exit_code == 0, ended.output
    [answer] = json.loads(ended.output)
    assert answer["results"][0]["url"] == "policies/parking-rules/"
    assert answer["results"][0].keys() >= {"url", "title", "number", "score", "passage"}


def test_without_node_it_says_so(built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("POLICY_NODE", raising=False)
    ended = CliRunner().invoke(main, ["search", "--site", str(built.site), "停车"])
    assert ended.exit_code == 2
    assert "Node.js" in ended.output and "POLICY_NODE" in ended.output


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["search", "--site", str(tmp_path), "停车"])
    assert ended.exit_code == 2
    assert "policy build" in ended.output


def test_only_what_is_public_is_indexed(built: Built) -> None:
    hidden = [one for one in built.edition.whole.documents if one.key not in built.edition.library.by_key]
    everything = "".join(path.name for path in (built.site / "assets/search/t").iterdir())
    for one in hidden:
        assert f"{one.type}-{one.id}." not in everything
    assert asking.FOLDER == "assets/search/"


def test_a_name_that_does_not_find_its_page_is_told(tmp_path: Path, node: str) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy(number="云交〔2026〕1号")})
    made.build()
    ended = made.policy("findable")
    assert (ended.returncode, ended.stderr) == (0, "") and "2 个标题" in ended.stdout
    made.write("policies/later.md", policy(title="道路照明规定"))
    ended = made.policy("findable")
    assert ended.returncode == 1 and "道路照明规定" in ended.stderr and "policies/later/" in ended.stderr
    assert made.policy("findable", "--site", "none").returncode == 2
