"""The figures that a place may set otherwise. Declared once: the configuration's ``checks`` is this model."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Limits(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    disclosure_working_days: int = 20
    """From writing to publication (政府信息公开条例 art. 26)."""
    interpretation_working_days: int = 3
    """From a policy to its interpretation; 0 asks for the same day."""
    interpreted_kinds: tuple[str, ...] = ("normative", "rules")
    """Kinds that are published with an interpretation."""
    interpretation_since_days: int = 365
    """Only policies issued so recently are asked for one; older gaps are the patrol's."""
    copied_share: float = 0.6
    """Of an interpretation's sentences, above which it is an excerpt."""
    consultation_days: int = 30
    """重大行政决策程序暂行条例 art. 15."""
    outcome_days: int = 90
    """From the end of a consultation to what became of it."""
    validity_years: dict[str, int] = {"normative": 5, "announcement": 1}
    """By kind, from effect to expiry."""
    trial_years: int = 2
    """Of normative documents called 暂行 or 试行."""
    topic_review_days: int = 365
    attachment_mb: int = 20
    elements: dict[str, tuple[str, ...]] = {
        "normative": ("number", "written", "issued"), "notice": ("number", "written", "issued"), "opinion": ("number", "written", "issued"),
        "scheme": ("number", "written", "issued"), "announcement": ("written", "issued"), "reply": ("number", "written"),
        "letter": ("number", "written"), "decision": ("written",),
    }
    """By kind, the elements that a policy of it has besides those that every one must have."""
    index_numbers: Literal["code/yyyy-nnnnn", "other"] = "code/yyyy-nnnnn"
    """The scheme of 索取号; ``other`` checks uniqueness only."""
    exposure: int = 3
    """From so many documents on, one person's data is told as joined over the library."""
