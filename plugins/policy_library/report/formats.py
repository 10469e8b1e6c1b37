"""The forms in which a report can be had, by the name that ``policy check --format`` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import data, github, gitlab, junit, markdown, sarif, text
from .report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text.rendered, "json": data.rendered, "sarif": sarif.rendered, "github": github.rendered, "gitlab": gitlab.rendered, "junit": junit.rendered,
    "markdown": markdown.rendered,
}
