"""What explains the draft alone does not explain the policy."""

from __future__ import annotations

import pytest

from libraries import interpretation, library, only, policy


@pytest.mark.parametrize(("stage", "told"), [("draft", 1), ("release", 0), ("follow-up", 0)])
def test_a_draft_s_interpretation_is_none_of_the_policy(stage: str, told: int) -> None:
    found = library({"policies/a.md": policy(front="issued: 2026-11-06"), "interpretations/a.md": interpretation("a", f"stage: {stage}\nissued: 2026-11-06")})
    assert len(only(found.findings, "L003")) == told
