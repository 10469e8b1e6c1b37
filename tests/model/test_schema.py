"""The published JSON Schemas and the manual of fields."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from libraries import consultation, errors, faq, interpretation, library, policy, topic
from policy_library.model import shape
from policy_library.model.documents import TYPES, Page
from policy_library.model.manual import files
from policy_library.model.names import shown_name
from policy_library.model.schema import schemas
from policy_library.model.vocabulary import VOCABULARIES

REPOSITORY = Path(__file__).resolve().parents[2]
CONTENT = REPOSITORY / "content"


class Editor(yaml.SafeLoader):
    """YAML 1.2, as editors read it: only true and false are truths, and a date is a text."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|false", "tf"), ("null", r"~|null|", ["~", "n", ""]), ("int", r"[-+]?\d+", "-+0123456789"),
    ("float", r"[-+]?\d*\.\d+", "-+.0123456789"),
]:
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


def front_matter(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], Loader=Editor)


def problems(name: str, written: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(schemas()[name]).iter_errors(written)]


def test_what_is_committed_is_what_the_models_give() -> None:
    committed = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "schemas").rglob("*.json")} | {"docs/fields.md"}
    assert committed == set(files())
    stale = [path for path, content in files().items() if (REPOSITORY / path).read_text("utf8") != content]
    assert stale == [], "run ./scripts/schemas"


@pytest.mark.parametrize("name", schemas())
def test_it_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


MODELS = {**TYPES, "pages": Page, **{f"vocabulary/{name}": model for name, model in VOCABULARIES.items()}}


@pytest.mark.parametrize("name", MODELS)
def test_every_field_stands_under_both_names_with_its_meaning(name: str) -> None:
    definitions = schemas()[name]["$defs"]
    for model, field in shape.every(MODELS[name]):
        mapping = definitions[model.__name__]
        chinese = shown_name(name.removeprefix("vocabulary/"), field)
        assert mapping["additionalProperties"] is False
        assert mapping["properties"][field]["title"] == chinese
        assert mapping["properties"][field]["description"]
        assert mapping["properties"][chinese] == {"$ref": f"#/$defs/{model.__name__}/properties/{field}"}
    assert {*MODELS, "vocabulary/synonyms"} == set(schemas())


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_the_demonstration_is_valid(path: Path) -> None:
    folder = path.relative_to(CONTENT).parts[0]
    assert problems(folder if folder in TYPES else "pages", front_matter(path.read_text("utf8"))) == []


@pytest.mark.parametrize("path", sorted((CONTENT / "vocabulary").glob("*.yml")), ids=lambda path: path.stem)
def test_the_vocabularies_are_valid(path: Path) -> None:
    assert problems(f"vocabulary/{path.stem}", yaml.load(path.read_text("utf8"), Loader=Editor)) == []


WRITTEN = {
    "policies": policy, "interpretations": lambda front: interpretation("b", front), "faq": lambda front: faq("b", front),
    "topics": lambda front: topic("- {key: a, title: 甲}", front), "consultations": consultation,
}

# (type, further front matter): what the reader takes, the schema takes; what it refuses, the schema refuses
TAKEN = [
    ("policies", "summary: 2024\nhotline: 007\nnumber: true\naliases: [2024, 乙]"),
    ("policies", "issuers: 云海市交通委员会\ntags: parking\naliases:\nissued:"),
    ("policies", "issued: 2024年5月13日\nwritten: 2024-5-13\neffective: 自印发之日起\nexpires: 长期有效"),
    ("policies", "effective: written\nexpires: 2024-05-13\nunder_assessment: 是"),
    ("policies", "kind: 通知\ndisclosure: 主动公开\n登记状态: 失效\n登记日期: 2024-05-13"),
    ("policies", "basis: 乙\nimplements: {document: b}\nrepeals: [乙, {标题: 丙, 网址: 'https://x.example', 条款: 第一条}]"),
    ("policies", "services: filing\nattachments: {title: 表, file: a.docx}"),
    ("policies", "审查: {保密审查: {科室: 甲, 日期: 2024-05-13}, privacy: }"),
    ("topics", "batch: 2\n复核日期: 2024-05-13"),
    ("consultations", "received: 12\nadopted: '3'"),
    ("interpretations", "form: 图解"),
    ("faq", "标签: [parking]"),
]
REFUSED = [
    ("policies", "isued: 2024-05-13"),
    ("policies", "标题: 乙"),
    ("policies", "title:"),
    ("policies", "kind: notic"),
    ("policies", "issued: 2024"),
    ("policies", "issued: 昨天"),
    ("policies", "expires: 永久"),
    ("policies", "review: 已审查"),
    ("policies", "review: {}"),
    ("policies", "review: {secrecy: {office: 甲}}"),
    ("policies", "issuers: []"),
    ("policies", "issuers: {a: b}"),
    ("policies", "summary: [甲]"),
    ("policies", "source: 见附件"),
    ("policies", "basis: [{note: 甲}]"),
    ("policies", "basis: [{title: 甲, 标题: 甲}]"),
    ("policies", "basis: [{titel: 甲}]"),
    ("policies", "under_assessment: 好"),
    ("policies", "body: 甲"),
    ("policies", "batch: 2"),
    ("consultations", "received: -1"),
    ("consultations", "received: 十二"),
    ("interpretations", "stage: 发布会"),
    ("faq", "answers: []"),
    ("topics", "kind: 通知"),
]


@pytest.mark.parametrize(("type", "front"), TAKEN)
def test_the_schema_takes_what_is_read(type: str, front: str) -> None:
    text = WRITTEN[type](front=front)
    refused = [one for one in errors(library({f"{type}/a.md": text})) if one.code[0] in "CDE"]
    assert (refused, problems(type, front_matter(text))) == ([], [])


@pytest.mark.parametrize(("type", "front"), REFUSED)
def test_the_schema_refuses_what_is_not_read(type: str, front: str) -> None:
    text = WRITTEN[type](front=front)
    assert errors(library({f"{type}/a.md": text}))
    assert problems(type, front_matter(text))


@pytest.mark.parametrize("type", TYPES)
def test_either_name_satisfies_a_required_field(type: str) -> None:
    written = front_matter(WRITTEN[type](front=""))
    assert problems(type, {shown_name(type, name): value for name, value in written.items()}) == []
    without = {name: value for name, value in written.items() if name != "title"}
    assert problems(type, without)


def test_the_manual_tells_every_field() -> None:
    manual = files()["docs/fields.md"]
    for name, model in MODELS.items():
        for _, field in shape.every(model):
            assert f"| `{field}` | {shown_name(name.removeprefix('vocabulary/'), field)} |" in manual


def test_schemas_are_json_with_one_line_end() -> None:
    for path, content in files().items():
        assert content.endswith("\n") and not content.endswith("\n\n")
        if path.endswith(".json"):
            json.loads(content)
