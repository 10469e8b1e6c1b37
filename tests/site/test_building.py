"""``policy build``: a site appears whole or not at all, and no published address goes without a word."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import yaml

from policy_library.building import Built, Failed
from policy_library.cli import main
from policy_library.model import files
from policy_library.model.findings import Finding
from policy_library.site import manifest
from policy_library.site.manifest import MARKER
from policy_library.site.publish import read_lock

from checkout import Checkout, checkout, faq, interpretation, policy, topic, tree

FILES = {
    "policies/parking.md": policy("第一条　甲。\n\n第二条　乙。\n", number="云交规〔2026〕1号"),
    "policies/filing.md": policy(title="备案指南", basis=["parking"]),
    "interpretations/reading.md": interpretation(), "faq/asked.md": faq(), "topics/cars.md": topic(), "about.md": "---\ntitle: 关于\n---\n甲。\n",
}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    made = checkout(tmp_path_factory.mktemp("pristine") / "checkout", FILES)
    made.build()
    return made


@pytest.fixture
def built(pristine: Checkout, tmp_path: Path) -> Checkout:
    """A checkout of its own whose site was built."""
    return Checkout(Path(shutil.copytree(pristine.root, tmp_path / "checkout")))


def configure(made: Checkout, **options: object) -> None:
    """Other options of the plugin than before."""
    config = yaml.safe_load(made.config.read_text("utf8"))
    config["plugins"][0]["policy-library"] |= options
    made.config.write_text(yaml.safe_dump(config, allow_unicode=True), "utf8")


def codes(failed: pytest.ExceptionInfo[Failed]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in failed.value.findings if one.severity == "error"]


def left_over(made: Checkout) -> list[str]:
    known = {"content", "site", ".site-standby", "mkdocs.yml", "addresses.lock", ".cache"}
    return sorted(path.name for path in made.root.iterdir() if path.name not in known)


@contextmanager
def untouched(made: Checkout) -> Iterator[None]:
    """Site and lock are the same before and after, byte for byte, and nothing is left beside them."""
    before, lock = tree(made.site), made.lock.read_bytes()
    stamps = {path: path.stat().st_mtime_ns for path in made.site.rglob("*")}
    yield
    assert tree(made.site) == before
    assert {path: path.stat().st_mtime_ns for path in made.site.rglob("*")} == stamps
    assert made.lock.read_bytes() == lock
    assert left_over(made) == []


# ── A failed build ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("policies/new.md", "---\ntitle: [甲\n---\n", "C007"),
        ("policies/new.md", policy(kind="nonsense"), "E003"),
        ("policies/new.md", policy(basis=["nowhere"]), "R001"),
        ("policies/new.md", policy("[甲](nowhere.md)"), "S002"),
        ("policies/new.md", policy("<script>alert(1)</script>"), "C014"),
        ("vocabulary/tags.yml", "parking: 停车\n", "C008"),
    ],
)
def test_an_error_in_the_content_leaves_the_old_site(built: Checkout, path: str, text: str, code: str) -> None:
    built.write(path, text)
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert code in [one for one, _ in codes(failed)]
    assert failed.value.lines


def test_a_broken_anchor_fails_the_build_and_names_page_and_link(built: Checkout) -> None:
    built.write("policies/filing.md", policy("见[第九条](parking.md#第九条)。\n", title="备案指南"))
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert any("policies/filing/index.html" in line and "../../policies/parking/#第九条" in line for line in failed.value.lines)


def test_a_broken_link_fails_the_build_and_names_page_and_link(built: Checkout) -> None:
    configure(built, site={"footer_links": [{"text": "帮助", "href": "help/online/"}]})
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert any("policies/filing/index.html" in line and "../../help/online/" in line for line in failed.value.lines)


def test_a_failure_of_the_host_fails_the_build(built: Checkout) -> None:
    built.config.write_text(built.config.read_text("utf8") + "extra_templates: [nowhere.md]\n", "utf8")
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert any("nowhere.md" in line for line in failed.value.lines)


def test_an_unexpected_failure_cleans_up_and_keeps_its_traceback(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_library.site.host.add_files", lambda *_: 1 / 0)
    with untouched(built), pytest.raises(ZeroDivisionError):
        built.build()


@pytest.fixture
def edited_meanwhile(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves once all files were seen."""
    read = files.Sources.read

    def seen(self: files.Sources, paths: Iterable[str]) -> list[files.SourceFile | Finding]:
        found = read(self, paths)
        built.write("policies/parking.md", FILES["policies/parking.md"].replace("第二条", "第三条"))
        return found

    monkeypatch.setattr(files, "HELD", 0)
    monkeypatch.setattr(files.Sources, "read", seen)


@pytest.mark.usefixtures("edited_meanwhile")
def test_a_file_that_is_edited_during_the_build_fails_it(built: Checkout) -> None:
    with untouched(built), pytest.raises(Failed) as failed:
        built.build(clean=True)
    assert any("policies/parking.md 在这次运行中途被改动了" in line for line in failed.value.lines)


@pytest.mark.usefixtures("edited_meanwhile")
def test_a_file_that_is_edited_during_a_check_is_told(built: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(built.root / ".cache")
    with pytest.raises(SystemExit) as ended:
        main.main(["check", "--config", str(built.config)])
    assert ended.value.code == 1 and "policies/parking.md 在这次运行中途被改动了" in capsys.readouterr().err


def test_the_first_build_that_fails_makes_no_site(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy(kind="nonsense")})
    with pytest.raises(Failed):
        made.build()
    assert left_over(made) == [] and not made.site.exists() and not made.lock.exists()


def test_the_command_tells_the_error_and_says_what_stays(built: Checkout) -> None:
    built.write("policies/new.md", policy(kind="nonsense"))
    with untouched(built):
        result = built.policy("build")
    assert result.returncode == 1
    assert "content/policies/new.md" in result.stdout and "E003" in result.stdout
    assert "有 1 个错误" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_configuration_without_the_plugin_is_wrong_use(built: Checkout) -> None:
    built.config.write_text("site_name: 甲\ndocs_dir: content\n", "utf8")
    with untouched(built):
        result = built.policy("build")
    assert result.returncode == 2
    assert "policy-library" in result.stderr and "Traceback" not in result.stderr


# ── Where the site goes ───────────────────────────────────────────────────────


def test_a_build_over_a_foreign_folder_is_refused(built: Checkout) -> None:
    shutil.rmtree(built.site)
    built.site.mkdir()
    (built.site / "thesis.txt").write_text("mine")
    with pytest.raises(Failed) as failed:
        built.build()
    assert str(built.site) in failed.value.lines[0]
    assert tree(built.site) == {"thesis.txt": b"mine"} and left_over(built) == []


def test_what_appears_in_the_folder_during_the_build_is_not_swept_away(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(built.site)
    monkeypatch.setattr("policy_library.building._problems", lambda *_: (built.site.mkdir(), (built.site / "mine").touch()) and [])
    with pytest.raises(Failed):
        built.build()
    assert list(tree(built.site)) == ["mine"] and left_over(built) == []


def test_a_site_may_be_absent_a_folder_or_a_link(built: Checkout) -> None:
    whole = tree(built.site)
    shutil.rmtree(built.site)
    built.build()
    assert tree(built.site) == whole

    built.site.rename(built.root / "site-1")
    built.site.symlink_to("site-1")
    built.build()
    assert built.site.is_symlink() and tree(built.site.resolve()) == whole
    built.build()
    assert built.site.is_symlink() and tree(built.site.resolve()) == whole
    assert left_over(built) == [built.site.resolve().name]


def test_the_site_may_go_elsewhere(built: Checkout, tmp_path: Path) -> None:
    with untouched(built):
        built.build(site=tmp_path / "deep/elsewhere")
    assert (tmp_path / "deep/elsewhere/index.html").exists()


def test_a_removed_page_leaves_no_file(built: Checkout) -> None:
    (built.site / "policies/parking/stray.html").write_text("<p>")
    built.build()
    assert not (built.site / "policies/parking/stray.html").exists()


# ── Killed, and at once ───────────────────────────────────────────────────────


def started(made: Checkout, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "policy_library.cli", "build", *options], cwd=made.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )


def wait_for_staging(made: Checkout, process: subprocess.Popen[str]) -> None:
    """Until pages are being written."""
    for _ in range(3000):
        if any(made.root.glob(".site-[0-9]*/policies/*/index.html")):
            return
        assert process.poll() is None, process.stdout and process.stdout.read()
        time.sleep(0.01)
    pytest.fail("no staging folder within 30 seconds")


def test_a_killed_build_leaves_the_old_site_and_the_next_one_recovers(built: Checkout) -> None:
    before, lock = tree(built.site), built.lock.read_bytes()
    process = started(built, "--clean")
    wait_for_staging(built, process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert tree(built.site) == before and built.lock.read_bytes() == lock
    assert len(left_over(built)) == 1
    built.build()
    assert tree(built.site) == before and left_over(built) == []


def test_two_builds_at_once_do_not_destroy_each_other(built: Checkout) -> None:
    before = tree(built.site)
    one = started(built, "--clean")  # that shows its staging folder while it makes every page
    wait_for_staging(built, one)
    two = started(built)
    for process in (one, two):
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0, out
    assert tree(built.site) == before and left_over(built) == []


# ── The contract of addresses ─────────────────────────────────────────────────


def redirects(made: Checkout, text: str) -> None:
    made.write("vocabulary/redirects.yml", text)


def test_the_lock_keeps_pages_articles_and_permalinks(pristine: Checkout) -> None:
    kept = read_lock(pristine.lock)
    assert kept["/policies/parking/"] == ("第一条", "第二条")
    assert kept["/faq/asked/"] == ("q-filing",)
    assert {"/", "/about/", "/interpretations/reading/", "/topics/cars/", "/library/", "/library/2026/", "/p/parking/"} <= kept.keys()


def test_an_address_that_goes_fails_the_build(built: Checkout) -> None:
    (built.content / "about.md").unlink()
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert [(code, "/about/" in message) for code, message in codes(failed)] == [("U004", True)]
    (line,) = [one.line for one in failed.value.findings if one.code == "U004"]
    assert built.lock.read_text("utf8").splitlines()[line - 1].startswith("/about/")


def test_the_lost_address_is_told_where_it_stands(built: Checkout) -> None:
    (built.content / "about.md").unlink()
    result = built.policy("build")
    assert "\naddresses.lock\n" in f"\n{result.stdout}"


def test_a_renamed_file_loses_all_its_addresses(built: Checkout) -> None:
    (built.content / "policies/filing.md").rename(built.content / "policies/filing-guide.md")
    with pytest.raises(Failed) as failed:
        built.build()
    lost = {message for _, message in codes(failed)}
    assert any("/policies/filing/" in one for one in lost) and any("/p/filing/" in one for one in lost)


def test_a_redirect_lets_it_go_and_leads_on(built: Checkout) -> None:
    (built.content / "policies/filing.md").rename(built.content / "policies/filing-guide.md")
    redirects(built, "/policies/filing/: {to: /policies/filing-guide/, title: 备案指南}\n/p/filing/: {to: /p/filing-guide/}\n")
    built.build()
    assert 'content="0; url=../../policies/filing-guide/"' in built.page("policies/filing")
    assert 'content="0; url=../../p/filing-guide/"' in built.page("p/filing")
    assert "/policies/filing/" in read_lock(built.lock)
    built.build()


def test_what_becomes_of_an_address_becomes_of_its_permalink(built: Checkout) -> None:
    (built.content / "policies/filing.md").rename(built.content / "policies/filing-guide.md")
    redirects(built, "/policies/filing/: {to: /policies/filing-guide/}\n")
    built.build()
    assert 'content="0; url=../../policies/filing-guide/"' in built.page("p/filing")


def test_a_tombstone_lets_it_go_and_says_why(built: Checkout) -> None:
    (built.content / "about.md").unlink()
    redirects(built, "/about/: {title: 关于, gone: 已并入首页, on: 2026-11-01}\n")
    built.build()
    page = built.page("about")
    assert "已并入首页" in page and "2026年11月1日" in page and 'content="noindex"' in page


def test_a_redirect_to_nowhere_fails(built: Checkout) -> None:
    (built.content / "about.md").unlink()
    redirects(built, "/about/: {to: /nowhere/}\n")
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert any("nowhere/" in line for line in failed.value.lines)


@pytest.mark.parametrize("missing", ["{title: 关于}", "{gone: 已并入首页}", "{on: 2026-11-01}", "{}"])
def test_a_redirect_says_where_to_or_why_and_when(built: Checkout, missing: str) -> None:
    (built.content / "about.md").unlink()
    redirects(built, f"/about/: {missing}\n")
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert "U007" in [code for code, _ in codes(failed)]


NO_ADDRESSES = [
    "/../../outside/", "/policies/../../outside/", "about", "/about", "about/", "/a//b/", "/./a/", "/a b/", "/a?b/", "/a\\\\b/", "//x.example/", "/",
    "/index.html", "",
]


def test_a_redirect_stands_at_an_address_of_this_site(built: Checkout) -> None:
    """Nothing is written beside the site, whatever a file says."""
    redirects(built, "".join(f'"{address}": {{to: /policies/parking/}}\n' for address in NO_ADDRESSES))
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    found = [(one.path, one.line) for one in failed.value.findings if one.severity == "error"]
    assert found == [("vocabulary/redirects.yml", line) for line in range(1, len(NO_ADDRESSES) + 1)]


@pytest.mark.parametrize("target", ["https://x.example/", "//x.example/", "javascript:alert(1)", "/../outside/", "policies/parking/"])
def test_a_redirect_leads_to_an_address_of_this_site(built: Checkout, target: str) -> None:
    redirects(built, f"/old/: {{to: '{target}'}}\n")
    with pytest.raises(Failed) as failed:
        built.build()
    assert [one.path for one in failed.value.findings if one.severity == "error"] == ["vocabulary/redirects.yml"]


def test_an_article_that_goes_fails_the_build(built: Checkout) -> None:
    built.write("policies/parking.md", policy("第一条　甲。\n", number="云交规〔2026〕1号"))
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert [(code, "/policies/parking/#第二条" in message) for code, message in codes(failed)] == [("U005", True)]
    redirects(built, "/policies/parking/#第二条: {gone: 修订时删去, on: 2026-11-01}\n")
    built.build()


def test_a_question_that_goes_fails_the_build(built: Checkout) -> None:
    built.write("faq/asked.md", faq("### 要不要钱？ {#cost}\n\n不要。\n"))
    with untouched(built), pytest.raises(Failed) as failed:
        built.build()
    assert [(code, "/faq/asked/#q-filing" in message) for code, message in codes(failed)] == [("U005", True)]


def test_a_withdrawn_document_is_a_tombstone(built: Checkout) -> None:
    files = ["policies/filing.md", "policies/parking.md"]
    assert "乙。" in built.page("policies/parking")
    built.write(files[1], policy(
        "第一条　甲。\n\n第二条　乙。\n", number="云交规〔2026〕1号", withdrawn={"reason": "含个人信息", "on": "2026-11-20", "successor": "filing"},
    ))
    for path in ("interpretations/reading.md", "faq/asked.md", "topics/cars.md"):
        text = (built.content / path).read_text("utf8").replace("- parking", "- filing")
        built.write(path, text)
    built.write(files[0], policy(title="备案指南"))
    built.build()
    page = built.page("policies/parking")
    assert all(word in page for word in ("停车办法", "云交规〔2026〕1号", "含个人信息", "2026年11月20日", "../../policies/filing/"))
    assert "乙。" not in page and 'content="noindex"' in page
    assert 'content="0; url=../../policies/parking/"' in built.page("p/parking")
    assert "停车办法" not in built.page("library") + (built.site / "assets/data/library-0.json").read_text("utf8")
    assert read_lock(built.lock)["/policies/parking/"] == ("第一条", "第二条")


def test_the_day_before_a_document_is_withdrawn_it_is_there(built: Checkout) -> None:
    built.write("policies/filing.md", policy("第一条　丙。\n", title="备案指南", withdrawn={"reason": "到期", "on": "2026-11-21"}))
    built.build(today=date(2026, 11, 20))
    assert "丙。" in built.page("policies/filing")
    built.build(today=date(2026, 11, 21))
    assert "丙。" not in built.page("policies/filing")


def test_no_lock_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy()}, options={"addresses_lock": ""})
    made.build()
    assert not made.lock.exists()


def test_a_site_can_be_without_search(tmp_path: Path) -> None:
    made = checkout(tmp_path / "checkout", FILES, options={"site": {"search": False}})
    made.build()  # which follows every link
    assert not [path for path in tree(made.site) if path.startswith(("search/", "assets/search/"))]
    assert 'role="search"' not in made.page("") + made.page("policies/parking")


def test_the_result_says_what_was_built(built: Checkout) -> None:
    result: Built = built.build()
    assert result.site == built.site and result.content == built.content
    assert result.pages == sum(path.endswith(".html") and not path.startswith(("p/", "404")) for path in tree(built.site))
    assert manifest.read(built.site).files.keys() == tree(built.site).keys() - {MARKER}
    assert os.access(built.site / "index.html", os.R_OK)
