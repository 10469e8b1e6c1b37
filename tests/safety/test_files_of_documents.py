"""Pictures and attachments go beside the page that shows them; what a browser would run goes nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_library.building import Failed

from checkout import MAKERS, checkout, interpretation, policy

PICTURE = b"\x89PNG\r\n\x1a\n"


def test_each_document_has_its_own_copy_of_a_file_that_two_show(tmp_path: Path) -> None:
    made = checkout(tmp_path, {
        "policies/parking.md": policy("第一条　![图](../shared/map.png)\n"), "interpretations/reading.md": interpretation("![图](../shared/map.png)\n"),
        "index.md": "---\ntitle: 首页\n---\n![图](shared/map.png)\n", "shared/map.png": PICTURE, "shared/unused.png": PICTURE,
    })
    made.build()
    copies = sorted(path.relative_to(made.site).as_posix() for path in made.site.rglob("*.png"))
    assert copies == ["interpretations/reading/map.png", "map.png", "policies/parking/map.png"]


def test_two_files_of_one_name_on_one_page_are_told(tmp_path: Path) -> None:
    made = checkout(tmp_path, {
        "policies/parking.md": policy("第一条　![一](one/map.png)\n\n![二](two/map.png)\n"), "policies/one/map.png": PICTURE, "policies/two/map.png": PICTURE + b"2",
    })
    with pytest.raises(Failed) as failed:
        made.build()
    assert [(one.code, "policies/one/map.png" in one.message) for one in failed.value.findings if one.severity == "error"] == [("U003", True)]


NAMES = ["附件 1#表?.pdf", "100%.pdf", "%41.pdf", "a&b.pdf", "it's \"x\".pdf", "甲<乙>.pdf", "一　二.pdf", "a+b=c;d.pdf"]


def test_a_file_of_any_name_can_be_followed(tmp_path: Path) -> None:
    made = checkout(tmp_path, {
        "policies/parking.md": policy(attachments=[{"title": "表", "file": name} for name in NAMES]), **{f"policies/{name}": b"%PDF" for name in NAMES},
    })
    made.build()  # which follows every link
    assert sorted(path.name for path in (made.site / "policies/parking").iterdir()) == sorted(["index.html", *NAMES])


RUN = ["evil.html", "index.html", "a.HTM", "a.xhtml", "a.js", "a.svgz", "a.xml", "a.css"]


def test_what_a_browser_would_run_is_no_attachment(tmp_path: Path) -> None:
    made = checkout(tmp_path, {
        "policies/parking.md": policy("第一条　[甲](evil.html)\n", attachments=[{"title": "表", "file": name} for name in RUN]),
        **{f"policies/{name}": "<script>alert(1)</script>" for name in RUN},
    })
    with pytest.raises(Failed) as failed:
        made.build()
    assert [one.code for one in failed.value.findings if one.severity == "error"] == ["S003"] * (len(RUN) + 1)


DRAWING = "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><title>图</title><path d='M0 0h1'/></svg>"


def test_a_drawing_is_a_picture_unless_it_would_run_something(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy("第一条　![图](map.svg)\n"), "policies/map.svg": DRAWING})
    made.build()
    assert (made.site / "policies/parking/map.svg").read_text() == DRAWING
    made.write("policies/map.svg", DRAWING.replace("<path", "<script/><path"))
    with pytest.raises(Failed) as failed:
        made.build()
    assert any("policies/parking/map.svg" in line for line in failed.value.lines)
    assert (made.site / "policies/parking/map.svg").read_text() == DRAWING


def test_a_picture_stands_beside_a_document_of_any_type(tmp_path: Path) -> None:
    text = {"faq": "### 问？ {#q}\n\n![图](map.png)\n"}
    files: dict[str, str | bytes] = {"policies/parking.md": policy()}
    for kind, make in MAKERS.items():
        files |= {f"{kind}/one.md": make(text.get(kind, "第一条　![图](map.png)\n"), title=f"一{kind}"), f"{kind}/map.png": PICTURE}
    made = checkout(tmp_path, files)
    made.build()
    assert [kind for kind in MAKERS if (made.site / f"{kind}/one/map.png").read_bytes() != PICTURE] == []
