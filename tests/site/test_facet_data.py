"""What Python writes for the facets, facet-data.js reads; and ten thousand documents stay small."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from policy_library.site.present.facet_data import EPOCH, Days, column, dates, numbers

REPOSITORY = Path(__file__).resolve().parents[2]
READER = REPOSITORY / "plugins/policy_library/theme/assets/library/facet-data.js"


@pytest.fixture(scope="module")
def read(node: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any]], Any]:
    """The rows and days that the browser makes of the data."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "reader.js").write_text(READER.read_text("utf8"), "utf8")
    (folder / "run.js").write_text(
        'import { readFileSync } from "node:fs"; import { read } from "./reader.js";\n'
        'const { facets, dates } = read(JSON.parse(readFileSync(0, "utf8")));\n'
        "console.log(JSON.stringify({ dates: [[...dates.effective], [...dates.expires]], facets: [...facets].map(([name, { values, sets, rows }]) =>\n"
        "  [name, [...rows].map((row) => sets[row].map((value) => values[value]))]) }));\n", "utf8",
    )

    def read(data: dict[str, Any]) -> Any:
        ended = subprocess.run(
            [node, folder / "run.js"], input=json.dumps(data), capture_output=True, text=True, encoding="utf8", check=False, timeout=60,
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return read


def data(days: list[Days], facets: dict[str, tuple[list[str], list[tuple[str, ...]]]]) -> dict[str, Any]:
    columns = {name: column(values, held) for name, (values, held) in facets.items()}
    return {"version": 2, "count": len(days), "chunk": 256, "facets": columns, "dates": dates(days)}


def test_the_browser_reads_every_day_and_value(read: Callable[[dict[str, Any]], Any]) -> None:
    days = [
        Days(date(2026, 11, 20), date(2026, 12, 1), date(2031, 11, 30)), Days(date(2026, 11, 20), date(2026, 1, 1), None),
        Days(date(1949, 10, 1), None, date(1949, 9, 1)), Days(date(1949, 10, 1), None, None), Days(None, date(2024, 2, 29), date(2100, 1, 1)),
        Days(None, None, date(1950, 1, 1)),
    ]
    values = [f"v{n}" for n in range(100)]
    many = [(values[n % 100],) if n % 3 else (values[n % 100], values[(7 * n + 1) % 100]) for n in range(len(days))]
    told = read(data(days, {"one": (values, many), "none": ([], [()] * len(days))}))
    number = lambda day: (day - EPOCH).days if day else 0  # noqa: E731
    assert told["dates"] == [[number(one.effective) for one in days], [number(one.expires) for one in days]]
    assert told["facets"] == [["one", [sorted(one, key=values.index) for one in many]], ["none", [[]] * len(days)]]


def test_without_documents_there_is_nothing_to_read() -> None:
    assert dates([])["dated"] == {"start": 0, "width": 1, "rows": ""}
    assert numbers([64, 1]) == {"width": 2, "rows": "1001"}


def test_ten_thousand_documents_of_a_city_are_sixty_kilobytes() -> None:
    """Forty agencies, some acting together, fourteen kinds, twenty audiences, every value by chance: more than a real library has."""
    chance, count = random.Random(5), 10_000
    issued = sorted((date(1998, 1, 1) + timedelta(days=int(chance.random() ** 0.5 * 10_500)) for _ in range(count)), reverse=True)
    effective = [day + timedelta(days=chance.choice([0, 0, 1, 15, 30, 30, 31, 45, 60, chance.randrange(120)])) for day in issued]
    expires = [day + timedelta(days=years * 1461 // 4 - 1) if (years := chance.choice([0, 2, 2, 3, 5, 5, 5, 5])) else None for day in effective]

    def some(name: str, of: int, *sizes: int) -> tuple[list[str], list[tuple[str, ...]]]:
        """So many values, the first the most frequent; ``sizes``: how many a document has."""
        values = [f"{name}-{n}" for n in range(of)]
        weights = [1 / (n + 1) for n in range(of)]
        return values, [tuple(set(chance.choices(values, weights, k=chance.choice(sizes)))) for _ in range(count)]

    facets = {
        "status": some("status", 4, 1), "kind": some("kind", 14, 1), "agency": some("agency", 40, *[1] * 12, 2, 2, 3), "marks": some("marks", 3, 0, 1, 2),
        "topic": some("topic", 30, *[0] * 7, 1, 1, 2), "audience": some("audience", 20, 0, 1, 1, 2, 2),
        "year": ([str(year) for year in range(1998, 2028)], [(str(day.year),) for day in issued]),
    }
    whole = data([Days(*three) for three in zip(issued, effective, expires, strict=True)], facets)
    assert len(gzip.compress(json.dumps(whole, separators=(",", ":")).encode(), 6)) <= 60 * 1024
