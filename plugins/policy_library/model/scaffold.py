"""Templates to fill in, and what is left to fill in of a file.

A template's values are 〔请填写〕, or 〔请填写：what〕 in its text. As long as one stands in a file, the file is no document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import yaml

from policy_library.locale import form, text, texts

from .findings import Finding, Place, finding
from .names import shown_name
from .source import SourceFile

TEMPLATES: Mapping[str, str] = {
    "policy-normative": "policies", "policy-notice": "policies", "interpretation": "interpretations", "faq": "faq", "topic": "topics",
    "consultation": "consultations",
}
"""Name → type of document."""

ASKS = "请填写"
BLANK = re.compile(r"〔请填写(?:：([^〔〕\n]*))?〕?|(?<!〔)请填写〕")
"""A half that was left over counts."""
KEY = re.compile(r"\s*(?:- +)?([^\s:#〔]+):\s")
CLAUSE = re.compile(r"[^，。；]*")
FENCE = "---\n"


def scaffold(template: str, values: Mapping[str, object] = {}, today: date | None = None) -> str:
    """The template with the fields (by their English names) and the ``body`` that are known; the rest is left to fill in.

    ``today`` is the day of what is written now: of the answers of an FAQ.
    """
    _, front, body = form(template).split(FENCE, 2)
    for name, value in values.items():
        if name != "body":
            front = _with(front, shown_name(TEMPLATES[template], name), written(value))
    if today:
        body = body.replace(text("templates.day"), str(today))
    return FENCE + front + FENCE + (f"\n{values['body']}".rstrip() + "\n" if "body" in values else body)


def _with(front: str, key: str, value: str) -> str:
    """``value`` takes the place of what stands under the key; a key that the template does not have comes last."""
    line = f"{key}: {value}\n"
    found = re.search(rf"^{key}:.*\n(?:[ \t].*\n)*", front, re.MULTILINE)
    return front[: found.start()] + line + front[found.end() :] if found else front + line


def written(value: object) -> str:
    """On one line, as an author would write it."""
    shown = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)
    return shown.removesuffix("...\n").strip()


def unfilled(source: SourceFile) -> tuple[Finding, ...]:
    """One a line."""
    if ASKS not in source.text:
        return ()
    return tuple(
        finding("E011", "error", Place(source.path, number, blank.start() + 1), what=_what(line, blank))
        for number, line in enumerate(source.text.split("\n"), 1) if (blank := BLANK.search(line))
    )


def is_blank(value: object) -> bool:
    """Whether a value is nothing but a place to fill in."""
    return isinstance(value, str) and bool(BLANK.fullmatch(value.strip()))


def _what(line: str, blank: re.Match[str]) -> str:
    """The key of the line; in the text, what is asked for in short."""
    key = KEY.match(line)
    asked = key[1] if key else CLAUSE.match(blank[1] or "")[0]  # type: ignore[index]
    return f"“{asked}”" if asked else text("templates.body")


def files() -> Mapping[str, str]:
    """What scripts/schemas writes, by its path in the repository: templates to copy, and the same as an editor's snippets."""
    names = texts("templates.names")
    snippets = {name: _snippet(form(template), name) for template, name in names.items()}
    return {
        **{f"templates/{name}.md": form(template) for template, name in names.items()},
        ".vscode/policy.code-snippets": json.dumps(snippets, ensure_ascii=False, indent=2) + "\n",
    }


def _snippet(template: str, name: str) -> dict[str, object]:
    """Every place to fill in is a stop of the tabulator; skipped, it stays what it is."""
    stops = iter(range(1, 1000))
    body = BLANK.sub(lambda blank: f"${{{next(stops)}:{blank[0]}}}", re.sub(r"[\\$}]", r"\\\g<0>", template))
    return {"scope": "markdown", "prefix": name, "body": body.removesuffix("\n").split("\n"), "description": text("templates.snippet", name=name)}
