"""Which fields a model has, and the models within it: what names are offered, and what the published schema lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel

from .documents import PLACE_FIELDS

Model = type[BaseModel]


def fields(model: Model) -> tuple[str, ...]:
    """Those that an author may write."""
    return tuple(name for name in model.model_fields if name not in PLACE_FIELDS)


def inner(model: Model, field: str) -> Model | None:
    """The model of a field's values, or of the items of its list."""
    held = model.model_fields.get(field)
    return next(_models(held.annotation), None) if held else None


def at(model: Model, path: Iterable[str | int]) -> Model | None:
    """The model of the mapping at ``path``; None where no field holds mappings."""
    found: Model | None = model
    for step in path:
        if isinstance(step, str) and found:
            found = inner(found, step)
    return found


def every(model: Model) -> Iterator[tuple[Model, str]]:
    """Each model that an author may write within ``model``, itself first, with each of its fields."""
    seen = [model]
    for one in seen:
        for name in fields(one):
            yield one, name
            within = inner(one, name)
            if within and within not in seen:
                seen.append(within)


def _models(annotation: Any) -> Iterator[Model]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
