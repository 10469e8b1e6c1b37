"""Charts are XML that can be read aloud, and tell their parts apart without colour."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from libraries import VOCABULARY, interpretation, library, policy
from policy_library.stats.figures import statistics
from policy_library.stats.panels import DONE, STATUS_SERIES, Panel, panels

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "交<通>\"&'局"


def shown(count: int = 3) -> tuple[Panel, ...]:
    vocabulary = {**VOCABULARY, "vocabulary/agencies.yml": "transport: {name: '" + HOSTILE.replace("'", "''") + "', office_codes: [云交]}\n"}
    files = {f"policies/p{n}.md": policy(f"办法{n}", f"issued: {2024 + n % 2}-01-0{n + 1}\neffective: {2024 + 3 * (n % 2)}-02-01") for n in range(count)}
    found = library({**files, "interpretations/a.md": interpretation("p0", "issued: 2024-01-01")} if count else {}, vocabulary=vocabulary)
    return panels(statistics(found, staff=False), found.library.vocabularies)


def drawings(held: tuple[Panel, ...]) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(one.svg_html) for panel in held for one in panel.drawings]


def test_every_chart_has_a_title_and_a_description_and_a_table() -> None:
    held = shown()
    assert len(drawings(held)) == 8
    for svg in drawings(held):
        title, described = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert title is not None and title.text and described is not None and described.text
        assert svg.get("role") == "img" and svg.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    ids = [one.get("id") for svg in drawings(held) for one in svg.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(len(row.cells) + 1 == len(panel.table.columns) for panel in held for row in panel.table.rows)


def test_bars_are_as_long_as_their_counts() -> None:
    years = drawings(shown())[0]
    told = [(rect.findtext(f"{SVG}title"), float((rect.get("width") or "").rstrip("%"))) for rect in years.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    assert [words for words, _ in told] == ["2025，尚未施行1件", "2024，现行有效2件"]
    assert told[1][1] == 2 * told[0][1]


def test_series_differ_without_colour() -> None:
    assert len({series.pattern for series in STATUS_SERIES}) == len(STATUS_SERIES)
    fills = {rect.get("fill") for svg in drawings(shown()) for rect in svg.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None}
    assert fills and all(re.fullmatch(r"url\(#chart-[a-z_-]+\)", fill or "") for fill in fills)
    defined = {f"url(#{pattern.get('id')})" for svg in drawings(shown()) for pattern in svg.iter(f"{SVG}pattern")}
    swatches = {rect.get("fill") for panel in shown() for one in panel.legend for rect in ElementTree.fromstring(one.svg_html).iter(f"{SVG}rect")}
    assert fills | swatches <= defined
    assert DONE.pattern == "solid"


def test_names_are_text() -> None:
    words = {one.text for svg in drawings(shown()) for one in svg.iter(f"{SVG}text")}
    assert HOSTILE in words


def test_a_library_of_nothing_has_empty_charts() -> None:
    assert all(svg.find(f"{SVG}rect") is None for svg in drawings(shown(0)))
