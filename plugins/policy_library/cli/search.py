"""``policy search``: asks a built site as its readers do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from policy_library.locale import text

from .asking import answers, site_option


@click.command("search")
@click.argument("queries", nargs=-1, required=True)
@site_option
@click.option("--json", "as_json", is_flag=True, help="Print the ranked results as JSON.")
@click.option("--size", default=10, show_default=True, type=click.IntRange(1, 100), help="Results of each query.")
def command(queries: tuple[str, ...], site_path: Path, as_json: bool, size: int) -> None:
    """Search a built site as its readers do: the site's own modules, run by Node."""
    told = answers(site_path, queries, size)
    if as_json:
        click.echo(json.dumps([_answer(one) for one in told], ensure_ascii=False, indent=1))
        return
    for one in told:
        click.echo(text("cli.found", query=one["query"], n=one["total"]))
        for place, result in enumerate(one["results"], 1):
            click.echo(f"{place:3} {result['title']}  {result['number']}  /{result['href']}")


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    results = [
        {
            "url": result["href"], "title": result["title"], "number": result["number"], "type": result["type"], "status": result["status"],
            "score": result["score"], "passage": (result["passage"] or {}).get("text", ""),
            "articles": [article["anchor"] for article in result["articles"]],
        }
        for result in answer["results"]
    ]
    return {"query": answer["query"], "total": answer["total"], "relaxed": answer["relaxed"], "results": results}
