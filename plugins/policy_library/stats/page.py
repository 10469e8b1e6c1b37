"""Staff's page of figures: one HTML file without scripts, which asks no host for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2

from policy_library.locale import text
from policy_library.model.vocabulary import Vocabularies
from policy_library.text.dates import format_zh

from .figures import Statistics
from .panels import Formula, Panel, Tile, formulas, panels, staff_panels, tiles

PACKAGE = Path(str(files("policy_library")))
STYLES = ("library.css", "stats.css")


@dataclass(frozen=True)
class StaffPage:
    title: str
    staff: str
    day: str
    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    panels: tuple[Panel, ...]
    formulas_title: str
    formulas: tuple[Formula, ...]


def page(held: Statistics, vocabularies: Vocabularies, narrowed: Sequence[str] = ()) -> str:
    """``narrowed``: the names of agencies and years that alone were asked for."""
    lead = [text("stats.lead", day=format_zh(held.day))]
    lead += [text("stats.narrowed", what="、".join(narrowed))] if narrowed else []
    shown = StaffPage(
        text("stats.title"), text("stats.staff"), format_zh(held.day), tuple(lead), tiles(held),
        (*panels(held, vocabularies), *staff_panels(held, vocabularies)), text("stats.formulas.title"), formulas(held),
    )
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([PACKAGE / "stats", PACKAGE / "theme"]), autoescape=True, undefined=jinja2.StrictUndefined,
    )
    style = "".join((PACKAGE / "theme/assets/library" / name).read_text("utf8") for name in STYLES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("page.html").render(page=shown, style=style, style_hash=f"sha256-{digest}")
