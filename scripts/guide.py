"""What the pictures of the editors' guide are taken of: a web editor and a comment, drawn by us as they look on a phone, and the pages that come of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from markupsafe import Markup, escape

from policy_library.building import build_site
from policy_library.edition import edition
from policy_library.model.files import read_folder
from policy_library.model.scaffold import BLANK, scaffold

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """(name of the picture, file below ``folder`` to open), in the order of the guide."""
    shown = yaml.safe_load((HERE / "guide.yml").read_text("utf8"))
    policy, explained = shown["policy"], shown["interpretation"]
    content = folder / "library/content"
    shutil.copytree(ROOT / "content", content)
    shutil.copy(ROOT / "mkdocs.yml", content.parent)

    begun = scaffold(policy["template"], {name: policy["values"][name] for name in policy["begun"]})
    yield "editor", _draw(folder / "editor.html", shown, lines=begun.rstrip().split("\n"))

    draft = {name: value for name, value in (policy["values"] | policy["slips"]).items() if name not in policy["blank"]}
    (content / policy["path"]).write_text(scaffold(policy["template"], draft), "utf8")
    found = [one for one in edition(read_folder(content), shown["day"]).findings if one.path == policy["path"] and one.severity == "error"]
    yield "comment", _draw(folder / "comment.html", shown, findings=found)

    (content / policy["path"]).write_text(scaffold(policy["template"], policy["values"]), "utf8")
    yield "page", _built(folder, "page", policy["path"])
    (content / explained["path"]).write_text(scaffold(explained["template"], explained["values"]), "utf8")
    yield "explained", _built(folder, "explained", policy["path"])


def _draw(file: Path, shown: dict[str, Any], **values: object) -> str:
    drawing = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    drawing.filters["blanks"] = lambda line: Markup(BLANK.sub(lambda blank: f"<mark>{blank[0]}</mark>", str(escape(line))))
    page = drawing.from_string((HERE / "guide.html").read_text("utf8"))
    file.write_text(page.render(words=shown["words"], path=f"content/{shown['policy']['path']}", **values), "utf8")
    return file.name


def _built(folder: Path, name: str, path: str) -> str:
    build_site(folder / "library/mkdocs.yml", site=folder / name)
    return f"{name}/{path.removesuffix('.md')}/"
