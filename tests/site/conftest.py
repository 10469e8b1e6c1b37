"""What tests of several builds of one library share."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import Checkout, checkout
from rebuilt import FILES


@pytest.fixture
def built(tmp_path: Path) -> Checkout:
    made = checkout(tmp_path / "library", FILES, options={"addresses_lock": ""})
    made.build()
    return made
