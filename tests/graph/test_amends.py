"""What an amending act does to the documents it names, in published wordings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from policy_library.graph.reading import read

ACTS = yaml.safe_load(Path(__file__).with_name("amends.yml").read_text("utf8"))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act["title"])
def test_an_amending_act(act: dict[str, Any]) -> None:
    found = read(act["body"], title=act["title"], number=None)
    assert [[one.citation.text, one.relation] for one in found if one.citation.inside is None] == act["reads"]
