"""Facts about official writing, one YAML file per subject, each entry with an example that a test runs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of `data/<name>.yml`."""
    return yaml.load(files(__name__).joinpath(f"{name}.yml").read_bytes(), Loader=_LOADER)
