"""Names of fields: Chinese and English name the same field, and never two."""

from __future__ import annotations

from collections import defaultdict

import pytest

from policy_library.locale import catalogue
from policy_library.model import shape
from policy_library.model.documents import TYPES, Page, Policy, Review, Section, Topic
from policy_library.model.names import field_names, help_of, shown_name
from policy_library.model.values import Reference, Rule
from policy_library.model.vocabulary import VOCABULARIES

MODELS = {**TYPES, "": Page, **VOCABULARIES}


@pytest.mark.parametrize("type", MODELS)
def test_every_field_has_its_own_chinese_name(type: str) -> None:
    by_name = defaultdict(set)
    for model, name in shape.every(MODELS[type]):
        chinese = shown_name(type, name)
        assert chinese != name, f"{name} of {type} has no Chinese name"
        assert help_of(type, name, model.__name__)
        by_name[chinese].add(name)
    assert {chinese: names for chinese, names in by_name.items() if len(names) > 1} == {}


@pytest.mark.parametrize("type", MODELS)
def test_a_chinese_name_is_read_as_the_field_that_it_is_shown_for(type: str) -> None:
    for _, name in shape.every(MODELS[type]):
        assert field_names(type)[shown_name(type, name)] == name


def test_every_name_in_the_table_is_of_a_field() -> None:
    fields = {name for model in MODELS.values() for _, name in shape.every(model)}
    table = catalogue("fields")
    given = set(table["common"]).union(*(own for own in table["types"].values()))
    assert given - fields == set()
    assert set(table["types"]) <= set(MODELS)
    within = {model.__name__ for outer in TYPES.values() for model, _ in shape.every(outer)} - {outer.__name__ for outer in TYPES.values()}
    assert set(table["mappings"]) == within


@pytest.mark.parametrize("subject", ["fields", "findings", "terms", "cli", "site", "present"])
def test_no_key_of_a_text_was_read_as_something_else(subject: str) -> None:
    """YAML reads ``on:`` and ``no:`` as truths."""
    def keys(node: object) -> list[object]:
        return [key for name, held in node.items() for key in (name, *keys(held))] if isinstance(node, dict) else []

    assert [key for key in keys(catalogue(subject)) if not isinstance(key, str)] == []


def test_the_shape_of_a_model() -> None:
    assert shape.inner(Policy, "basis") is Reference
    assert shape.inner(Policy, "review") is Review
    assert shape.inner(Policy, "title") is None
    assert shape.at(Topic, ("sections", 2, "rule")) is Rule
    assert shape.at(Topic, ("sections", 2, "include", 0)) is Reference
    assert shape.at(Topic, ()) is Topic
    assert shape.at(Topic, ("title", "x")) is None
    assert shape.fields(Section)[:2] == ("key", "title")
    assert not {"id", "path", "body", "lines"} & set(shape.fields(Policy))
