"""Nothing of an unpublished document reaches any byte of the site: not its text, not its names, not its files."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import re
from pathlib import Path

import pytest

from policy_library.building import Failed

from checkout import MAKERS, Checkout, checkout, document, tree

HIDDEN = {
    "on-request": {"disclosure": "on-request"},
    "withheld": {"disclosure": "withheld"},
    "directed": {"disclosure": "directed"},
    "undeclared": {"disclosure": None},
    "embargoed": {"disclosure": "public", "publish_at": "2026-11-21"},
    "never public": {"disclosure": "public", "publish_at": "2026-11-20", "withdrawn": {"reason": "不再需要", "on": "2026-11-20"}},
    "withdrawn": {"disclosure": "public", "withdrawn": {"reason": "内容有误", "on": "2026-11-20"}},
}
"""How a document is not published on the day; of the last, its title and number stay with the reason."""

PICTURE = b"\x89PNG\r\n\x1a\n"


class Secrets:
    """Each a word that stands nowhere else."""

    def __init__(self) -> None:
        self.where: dict[str, str] = {}

    def plant(self, where: str) -> str:
        word = f"jimi{len(self.where):04d}zz"
        self.where[word] = where
        return word

    def found(self, data: bytes) -> set[str]:
        return {self.where[word.decode()] for word in re.findall(rb"(?i)jimi\d{4}zz", data.lower())}


def _slug(how: str) -> str:
    return how.replace(" ", "-")


def hidden_document(kind: str, how: str, secret: Secrets) -> tuple[str, dict[str, str | bytes]]:
    """One unpublished document with all that hangs on it: (its id, its files)."""

    def plant(field: str) -> str:
        return secret.plant(f"{kind} {how}: {field}")

    stays = how == "withdrawn"
    id = plant("id") if not stays else f"gone-{kind}"
    folder = plant("folder")
    picture, attachment = plant("picture"), plant("attachment")
    agency = "gone-agency" if stays else f"only-{kind}-{_slug(how)}"
    body = (
        f"{plant('body')}，依据《{plant('cited title')}》（云交〔2024〕3号）办。\n\n![{plant('alt')}]({picture}.png)\n\n"
        f"第一条　{plant('article')}。\n\n## {plant('heading')} {{#k}}\n\n<!-- {plant('comment')} -->\n[^1]: {plant('note')}\n\n[a]: {plant('ref')}\n"
    )
    fields: dict[str, object] = {
        "title": f"已撤下的文件{kind}" if stays else plant("title"), "summary": plant("summary"), "aliases": [plant("alias")],
        "tags": [f"tag-{kind}-{_slug(how)}"], "audiences": [f"audience-{kind}-{_slug(how)}"], "issuers": [agency],
        "source": f"https://{plant('source')}.example/", "issued": "1987-06-05",
        "related": [{"title": plant("related"), "url": f"https://{plant('url')}.example/"}], **HIDDEN[how],
    }
    if kind in ("policies", "interpretations", "consultations"):
        fields["attachments"] = [{"title": plant("attachment title"), "file": f"{attachment}.pdf"}]
    if kind == "policies":
        fields |= {
            "index_number": plant("index number"), "addressees": [plant("addressee")], "approval": plant("approval"), "hotline": plant("hotline"),
            "changes": [{"on": "2026-01-01", "text": plant("change")}], "basis": [{"title": plant("basis"), "url": "https://x.example/"}],
            "services": [f"service-{kind}-{_slug(how)}"], "number": f"云密〔1987〕{len(secret.where)}号" if not stays else None,
        }
    if kind == "topics":
        fields |= {"agency": agency, "sections": [{"key": plant("section key"), "title": plant("section"), "text": plant("section text"),
                                                   "include": ["parking"]}]}
        del fields["related"]
    if kind == "consultations":
        fields |= {"short_reason": plant("short reason"), "result": plant("result"), "contact": plant("contact")}
    made = MAKERS[kind](body, **{name: value for name, value in fields.items() if value is not None or name == "disclosure"})
    files: dict[str, str | bytes] = {
        f"{kind}/{folder}/{id}.md": made, f"{kind}/{folder}/{picture}.png": PICTURE + plant("picture bytes").encode(),
        f"{kind}/{folder}/{attachment}.pdf": plant("attachment bytes"),
    }
    return id, files


def vocabularies(secret: Secrets) -> dict[str, str]:
    """Words that only unpublished documents use; what a withdrawn one names stays on its tombstone."""
    pairs = list(itertools.product(MAKERS, HIDDEN))
    word = lambda name, kind, how: secret.plant(f"{kind} {how}: {name}")  # noqa: E731
    entries = {
        "agencies": {f"only-{kind}-{_slug(how)}": {"name": word("agency", kind, how), "office_codes": [word("office code", kind, how)]} for kind, how in pairs},
        "tags": {f"tag-{kind}-{_slug(how)}": {"name": word("tag", kind, how), "description": word("tag description", kind, how)} for kind, how in pairs},
        "audiences": {f"audience-{kind}-{_slug(how)}": {"name": word("audience", kind, how)} for kind, how in pairs},
        "services": {f"service-{kind}-{_slug(how)}": {"name": word("service", kind, how), "url": f"https://{word('service url', kind, how)}.example/"} for kind, how in pairs},
    }
    entries["agencies"] |= {"transport": {"name": "云海市交通委员会"}, "gone-agency": {"name": "原机关"}}
    return {f"vocabulary/{name}.yml": json.dumps(held, ensure_ascii=False, indent=1) for name, held in entries.items()}


@pytest.fixture(scope="module")
def secret() -> Secrets:
    return Secrets()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, secret: Secrets) -> Checkout:
    root = tmp_path_factory.mktemp("secrets")
    files: dict[str, str | bytes] = vocabularies(secret)  # type: ignore[assignment]
    ids: list[tuple[str, str, str]] = []
    for kind, how in itertools.product(MAKERS, HIDDEN):
        id, own = hidden_document(kind, how, secret)
        ids.append((kind, how, id))
        files |= own

    # What is public names every unpublished document: by id, by key, by address. It stays buildable: a reference to an
    # unpublished document is a warning.
    policies = [id for kind, how, id in ids if kind == "policies"]
    named = [name for id in policies for name in (id, f"policies/{id}", f"/policies/{id}/", {"document": id, "articles": ["第一条"]})]
    others = [name for kind, how, id in ids for name in (f"{kind}/{id}", f"/{kind}/{id}/")]
    files |= {
        "policies/parking.md": MAKERS["policies"](
            "第一条　甲。\n\n![图](map.png)\n", basis=named, implements=named, supporting=named, issues=named, forwards=named, amends=named, repeals=named,
            replaces=named, related=others, attachments=[{"title": "表", "file": "form.pdf"}],
        ),
        "policies/map.png": PICTURE, "policies/form.pdf": b"%PDF",
        "policies/later.md": MAKERS["policies"](title="将撤下", withdrawn={"reason": "到期", "on": "2026-11-21", "successor": policies[0]}),
        "policies/gone.md": MAKERS["policies"](title="已撤下", withdrawn={"reason": "改版", "on": "2026-01-01", "successor": policies[0]}),
        "interpretations/reading.md": MAKERS["interpretations"](interprets=["parking", *named], related=others),
        "faq/asked.md": MAKERS["faq"](answers=["parking", *named], related=others),
        "consultations/draft.md": MAKERS["consultations"](outcome=["parking", *named], related=others),
        "topics/cars.md": MAKERS["topics"](),
        "index.md": document("欢迎。\n", title="首页"), "about.md": document("关于。\n", title="关于"),
    }

    plant = secret.plant
    for folder in ("", "policies/", "vocabulary/", "assets/", "templates/"):
        for name in ("orphan.txt", "orphan.html", "orphan.js", "orphan.css", "orphan.png", "orphan.json", "draft.md.bak", "draft.md~", "notes.docx",
                     "old.yml", "robots.txt", "CNAME"):
            files[f"{folder}{plant(f'orphan {folder}{name}')}-{name}"] = plant(f"bytes of orphan {folder}{name}")
        files[f"{folder}.{plant(f'dot file {folder}')}.md"] = MAKERS["policies"](f"第一条　{plant(f'dot document {folder}')}。\n", title=plant("dot title"))
        files[f"{folder}.git/{plant(f'dot folder {folder}')}.md"] = MAKERS["policies"](title=plant(f"in a dot folder {folder}"))
    files["vocabulary/unknown.yml"] = f"{plant('unknown vocabulary')}: {{name: {plant('unknown name')}}}\n"
    files["vocabulary/readme.md"] = plant("markdown in the vocabulary")
    made = checkout(root / "checkout", files)

    outside = root / "outside"
    outside.mkdir()
    (outside / "linked.md").write_text(MAKERS["policies"](title=plant("linked document")), "utf8")
    (outside / "linked.png").write_bytes(PICTURE + plant("linked picture").encode())
    (outside / "linked.yml").write_text(f"{plant('linked vocabulary')}: {{name: 标签}}\n", "utf8")
    for link, target in {
        "policies/linked.md": outside / "linked.md", "policies/folder": outside, "linked": outside, "policies/linked.png": outside / "linked.png",
        "vocabulary/linked.yml": outside / "linked.yml", "policies/inside.md": made.content / "policies" / f"{policies[0]}.md",
        "policies/dangling.md": outside / "nothing.md", "policies/loop": made.content / "policies",
    }.items():
        os.symlink(target, made.content / link)
    made.build()
    return made


def test_no_secret_stands_in_any_byte(made: Checkout, secret: Secrets) -> None:
    leaks = {}
    for path, data in tree(made.site).items():
        data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        if found := secret.found(path.encode()) | secret.found(data):
            leaks[path] = sorted(found)
    assert leaks == {}
    assert len(secret.where) > 400


def test_no_secret_stands_in_the_addresses_that_are_kept(made: Checkout, secret: Secrets) -> None:
    assert secret.found(made.lock.read_bytes()) == set()


def test_no_secret_stands_in_what_is_kept_between_builds(made: Checkout, secret: Secrets) -> None:
    """Hosts store these folders and hand them to later runs."""
    kept = {path: gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data for path, data in tree(made.root / ".cache").items()}
    assert kept
    assert {path: sorted(found) for path, data in kept.items() if (found := secret.found(path.encode()) | secret.found(data))} == {}


def test_no_year_agency_or_count_tells_of_it(made: Checkout) -> None:
    assert not (made.site / "library/1987").exists()
    text = "".join(data.decode() for path, data in tree(made.site).items() if path.endswith((".html", ".json")))
    assert "1987" not in text and "云密" not in text
    assert "共2件" in made.page("library")
    assert json.loads((made.site / "assets/data/library.json").read_bytes())["count"] == 2


def test_what_is_public_is_there(made: Checkout) -> None:
    """Or the tests above prove nothing."""
    for address in ("policies/parking", "policies/later", "interpretations/reading", "faq/asked", "consultations/draft", "topics/cars", "about", ""):
        assert (made.site / address / "index.html").is_file()
    assert sorted(path.name for path in (made.site / "policies/parking").iterdir()) == ["form.pdf", "index.html", "map.png"]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_withdrawn_document_is_a_tombstone_without_its_text(made: Checkout, kind: str) -> None:
    page = made.page(f"{kind}/gone-{kind}")
    assert f"已撤下的文件{kind}" in page and "内容有误" in page and "2026年11月20日" in page
    assert sorted(path.name for path in (made.site / f"{kind}/gone-{kind}").iterdir()) == ["index.html"]


NOT_PUBLIC = [
    "hidden.md", "hidden.png", ".dot.pdf", "linked.pdf", "folder/a.pdf", "../vocabulary/agencies.yml", "../../mkdocs.yml", "../../outside.pdf",
    "/etc/hostname", "%2e%2e/%2e%2e/outside.pdf", "..\\..\\outside.pdf", "//x.example/a.pdf",
]


def test_a_link_to_what_is_not_public_is_an_error(tmp_path: Path) -> None:
    """What a published document shows would be published with it."""
    made = checkout(tmp_path / "checkout", {
        "policies/parking.md": MAKERS["policies"]("第一条　" + "".join(f"[甲]({address})\n" for address in NOT_PUBLIC)),
        "policies/hidden.md": MAKERS["policies"]("![图](hidden.png)\n", title="不公开", disclosure="withheld", attachments=[{"title": "图", "file": "hidden.png"}]),
        "policies/hidden.png": PICTURE, "policies/.dot.pdf": b"x",
    })
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.pdf").write_bytes(b"x")
    os.symlink(tmp_path / "outside.pdf", made.content / "policies/linked.pdf")
    os.symlink(tmp_path / "elsewhere", made.content / "policies/folder")
    with pytest.raises(Failed) as failed:
        made.build()
    told = [one for one in failed.value.findings if one.code == "S002"]
    assert len(told) == len(NOT_PUBLIC), told
    assert not made.site.exists()


def test_a_file_of_both_a_public_and_an_unpublished_document_is_public(tmp_path: Path) -> None:
    form = [{"title": "表", "file": "form.pdf"}]
    made = checkout(tmp_path, {
        "policies/parking.md": MAKERS["policies"](attachments=form), "policies/form.pdf": b"x",
        "policies/draft.md": MAKERS["policies"](title="稿", disclosure="withheld", attachments=form),
    })
    made.build()
    assert (made.site / "policies/parking/form.pdf").read_bytes() == b"x"


def test_check_and_build_read_the_same_files(made: Checkout) -> None:
    """A preview of findings that reads more or less than the build would mislead."""
    result = made.policy("check", "--notes")
    assert not re.search(r"linked|folder/|dot|\.git", result.stdout)
    assert result.returncode == 0, result.stdout
