"""Elements of documents, read in the text alone: heads, letters and signatures in the manner of many agencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from policy_library.importers.inspect import ELEMENTS, as_data, inspect

NOTICES = yaml.load(Path(__file__).with_name("notices.yml").read_text("utf8"), Loader=yaml.BaseLoader)
LISTS = ("issuers", "addressees", "attachments")


def read(body: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    elements = as_data("", body, inspect(body, given))["elements"]
    assert tuple(elements) == ELEMENTS
    return {name: value for name, value in elements.items() if value not in (None, [])}


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice["name"])
def test_a_notice_is_read(notice: dict[str, Any]) -> None:
    assert read(notice["body"]) == notice["reads"]
