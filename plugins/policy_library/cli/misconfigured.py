"""Why a configuration cannot be read, in the words of whoever wrote it: one line for each mistake."""

from __future__ import annotations

from collections.abc import Iterable

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from policy_library.locale import text, texts
from policy_library.model.shape import at, fields
from policy_library.model.values import nearest
from policy_library.settings import Settings


def why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "\n".join(["", *(f"  {_mistake(one)}" for one in error.errors())])
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return text("options.yaml", line=error.problem_mark.line + 1)
    return str(error)


def _mistake(error: ErrorDetails) -> str:
    steps = error["loc"]
    option = ".".join(map(str, steps))
    if error["type"] == "extra_forbidden":
        close = nearest(str(steps[-1]), _known(steps[:-1]))
        return text("options.unknown", option=option) + (text("hints.near", word=close) if close else "")
    if error["type"] == "missing":
        return text("options.missing", option=option)
    return text("options.wrong", option=option, value=error["input"], expected=_expected(error))


def _known(steps: Iterable[str | int]) -> tuple[str, ...]:
    model = at(Settings, tuple(steps))
    return tuple(fields(model)) if model else ()


def _expected(error: ErrorDetails) -> str:
    words = texts("options.expected")
    kind = error["type"].removesuffix("_parsing").removesuffix("_type")
    if kind == "literal_error":
        return words["literal"].format(accepted=str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", "))
    if kind in ("greater_than_equal", "greater_than"):
        return words[kind].format(limit=error["ctx"].get("ge", error["ctx"].get("gt")))
    return words.get(kind) or error["msg"].removeprefix("Value error, ")
