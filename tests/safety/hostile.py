"""A library in which every string that a person may write is an attack, made from the models so that a new field is one too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from policy_library.model.documents import PLACE_FIELDS, TYPES, Page
from policy_library.model.vocabulary import VOCABULARIES

from checkout import document

ATTACK = '</title><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7777 }}'
MARKER = re.compile(r"Mk\d+k")

WORDS = {"issuers", "agency", "agencies", "audiences", "tags", "services", "service", "parent", "broader"}
"""Fields that name an entry of a vocabulary; each vocabulary has the entry ``one``."""

PICTURE = b"\x89PNG\r\n\x1a\n"


class Attacks:
    """Hands out the attack with a marker of its own for each place."""

    def __init__(self) -> None:
        self.where: dict[str, str] = {}

    def __call__(self, where: str) -> str:
        marker = f"Mk{len(self.where)}k"
        self.where[marker] = where
        return ATTACK + marker

    def at(self, where: str) -> str:
        return next(marker for marker, place in self.where.items() if place == where)


def value(schema: Mapping[str, Any], defs: Mapping[str, Any], path: str, attack: Attacks) -> Any:
    """Something that the schema accepts, hostile wherever it lets a string be free."""
    name = path.rpartition(".")[2]
    if "$ref" in schema:
        return value(defs[schema["$ref"].rpartition("/")[2]], defs, path, attack)
    if "anyOf" in schema:
        return value(schema["anyOf"][0], defs, path, attack)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "array":
            return [value(schema["items"], defs, path, attack)]
        case "object":
            return {key: value(held, defs, f"{path}.{key}", attack) for key, held in schema["properties"].items() if key != "document"}
        case "integer":
            return 7
        case "boolean":
            return True
    pattern = schema.get("pattern", "")
    if name in WORDS:
        return "one"
    if name == "key":
        return "step"
    if name == "questions":
        return "policies#k" if "policies" in path else "faq#k"
    if name == "file":
        return f"{attack(path).replace('/', '')}.pdf"
    if pattern.endswith("://"):
        return f"https://x.example/?{attack(path)}"
    if pattern:
        return "2026-01-05"
    return attack(path)


def fields(type: str, model: Any, attack: Attacks) -> dict[str, Any]:
    schema = model.model_json_schema()
    skipped = {*PLACE_FIELDS, "withdrawn"}
    return {
        name: value(held, schema.get("$defs", {}), f"{type}.{name}", attack)
        for name, held in schema["properties"].items() if name not in skipped
    }


def body(type: str, attack: Attacks) -> str:
    """Everything of Markdown that takes text: in code where it would be HTML, for that is refused."""
    return (
        f"正文`{attack(f'{type} code')}`，[链接](https://x.example/ '{attack(f'{type} link title').replace('<', '&lt;')}')，"
        f"![`{attack(f'{type} alt')}`](pic.png)，{{{{ 7*7777 }}}}{{% raw %}}，注[^1]。\n\n"
        f"| 项 | 值 |\n|---|---|\n| `{attack(f'{type} cell')}` | {{{{ 7*7777 }}}} |\n\n"
        f"> 引文 `{attack(f'{type} quotation')}`\n> —— 第一条 `{attack(f'{type} origin')}`\n\n[^1]: `{attack(f'{type} note')}`\n\n"
        f"第一条　甲`{attack(f'{type} article')}`。\n\n第二条　依据《{attack(f'{type} citation').replace('<', '〈').replace('>', '〉')}》办。\n"
    )


def library(attack: Attacks) -> dict[str, str | bytes]:
    """One document of each type, one entry of each vocabulary, and what came of addresses."""
    files: dict[str, str | bytes] = {}
    for type, model in TYPES.items():
        held = fields(type, model, attack) | {"disclosure": "public"}
        for relation in ("interprets", "answers", "outcome"):
            if relation in held:
                held[relation] = [{"document": "policies/policies", "articles": ["第一条"], "note": attack(f"{type}.{relation}.note")}, *held[relation]]
        if type == "topics":
            held["sections"] = [one | {"include": ["policies/policies"], "exclude": [], "questions": ["faq#k"]} for one in held["sections"]]
        if type == "policies":
            held |= {"expires": "none", "declared_status": "in-force", "effective": "2026-02-01"}
        text = body(type, attack)
        if type == "faq":
            text = f"## {attack('faq group')}\n\n### {attack('faq question')} {{#k}}\n\n依据：第一条；来源：{attack('faq source')}\n\n{text}"
        elif type != "policies":
            text = f"## {attack(f'{type} heading').replace('<', '&lt;')}\n\n{text}"
        files[f"{type}/{type}.md"] = document(text, **held)
        files[f"{type}/pic.png"] = PICTURE
        for attachment in held.get("attachments", ()):
            files[f"{type}/{attachment['file']}"] = b"%PDF"
    files["policies/gone.md"] = document("", **fields("gone", TYPES["policies"], attack) | {
        "disclosure": "public", "attachments": [], "withdrawn": {"reason": attack("withdrawn.reason"), "on": "2026-02-01", "successor": "policies/policies"},
    })
    files["index.md"] = document(body("home", attack), **fields("home", Page, attack))
    files["about.md"] = document(body("page", attack), **fields("page", Page, attack))
    files["pic.png"] = PICTURE
    for name, entry in VOCABULARIES.items():
        if name != "redirects":
            files[f"vocabulary/{name}.yml"] = json.dumps({"one": fields(name, entry, attack) | ({} if name != "agencies" else {"parent": None})})
    files["vocabulary/redirects.yml"] = json.dumps({
        "/policies/old/": {"to": "/policies/policies/", "title": attack("redirect.title")},
        "/policies/lost/": {"gone": attack("redirect.gone"), "on": "2026-01-01", "title": attack("redirect.gone title")},
    })
    return files


def options(attack: Attacks) -> dict[str, Any]:
    return {"site": {
        "government_name": attack("settings.government_name"), "domain": attack("settings.domain"), "code": attack("settings.code"),
        "demo": attack("settings.demo"), "footer": [attack("settings.footer")], "footer_links": [{"text": attack("settings.link"), "href": "about/"}],
        "message": "mailto:a@b.example?subject={title}{number}",
    }}


def shown_whole(text: str, unquote: Callable[[str], str] = lambda text: text) -> dict[str, bool]:
    """Every marker in a text, and whether its whole attack stands before it."""
    bare = re.sub(r"\s+", "", unquote(text))
    attack = re.sub(r"\s+", "", ATTACK)
    found: dict[str, bool] = {}
    for match in MARKER.finditer(bare):
        whole = any(bare[: match.start()].endswith(form) for form in (attack, attack.replace("/", ""), attack.replace('"', "'"),
                                                                      attack.replace("<", "〈").replace(">", "〉")))
        found[match[0]] = found.get(match[0], True) and whole
    return found
