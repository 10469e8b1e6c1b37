"""How a count, a rate and a row are written and read aloud."""

from __future__ import annotations

from policy_library.locale import text

from .figures import Rate, Row, Statistics


def count(n: int) -> str:
    return f"{n:,}"


def percent(rate: Rate) -> str:
    """To a tenth; 100 only for all of them, and 0 only for none."""
    tenths = round(rate.part * 1000 / rate.whole)
    if 0 < rate.part < rate.whole:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:.1f}".removesuffix(".0")


def written(rate: Rate) -> str:
    return text("stats.rate", part=count(rate.part), whole=count(rate.whole), percent=percent(rate)) if rate.whole else text("stats.none")


def spoken(rate: Rate) -> str:
    return text("stats.spoken", part=count(rate.part), whole=count(rate.whole), percent=percent(rate)) if rate.whole else text("stats.spoken_none")


def year(row: Row) -> str:
    return text("stats.undated") if row.undated else str(row.year) if row.year else text("stats.all")


def kinds(held: Statistics) -> str:
    return "、".join(text(f"terms.kind.{kind}") for kind in held.kinds)
