"""Every text that a person reads, one folder a language, one file a subject."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping

import yaml

LANGUAGE = "zh"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.cache
def catalogue(subject: str, language: str = LANGUAGE) -> Mapping[str, object]:
    """The texts of one subject: ``site``, ``findings``, ``fields``, ``terms``, ``cli``."""
    source = importlib.resources.files(__name__).joinpath(language, f"{subject}.yml")
    return yaml.load(source.read_text("utf8"), Loader=LOADER)


def form(name: str, language: str = LANGUAGE) -> str:
    """A template to fill in, of the folder ``templates``."""
    return importlib.resources.files(__name__).joinpath(language, "templates", f"{name}.md").read_text("utf8")


def _node(key: str) -> object:
    subject, *steps = key.split(".")
    node: object = catalogue(subject)
    for step in steps:
        if not isinstance(node, Mapping) or step not in node:
            raise KeyError(f"no text {key!r} in locale/{LANGUAGE}/{subject}.yml")
        node = node[step]
    return node


@functools.cache
def _template(key: str) -> str:
    node = _node(key)
    if not isinstance(node, str):
        raise KeyError(f"{key!r} is not a text")
    return node


def text(key: str, /, **values: object) -> str:
    """``text("terms.kind.notice")``; the first part names the file. An unknown key is a bug and raises KeyError."""
    template = _template(key)
    return template.format(**values) if values else template


def texts(key: str) -> dict[str, str]:
    """All texts under a key, for a script that fills them in."""
    node = _node(key)
    if not isinstance(node, Mapping):
        raise KeyError(f"{key!r} holds no texts")
    return {name: _template(f"{key}.{name}") for name in node}


def site_text(key: str, /, **values: object) -> str:
    """What templates call as ``t("policy.print")``."""
    return text(f"site.{key}", **values)
