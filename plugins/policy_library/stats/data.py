"""Figures as data; docs/stats.md describes the shape."""

from __future__ import annotations

import json
from typing import Any

from policy_library.model.vocabulary import Vocabularies

from .figures import APART, STATUSES, Figures, Rate, Row, Statistics


def rendered(held: Statistics, vocabularies: Vocabularies) -> str:
    return json.dumps(data(held, vocabularies), ensure_ascii=False, indent=1) + "\n"


def data(held: Statistics, vocabularies: Vocabularies) -> dict[str, Any]:
    return {
        "version": 1, "day": held.day.isoformat(), "in_time_working_days": held.days, "interpreted_kinds": list(held.kinds),
        "total": _row(held.total, vocabularies), "years": [_row(row, vocabularies) for row in held.years],
        "agencies": [_row(row, vocabularies) for row in held.agencies],
        "agencies_by_year": [_row(row, vocabularies) for row in held.cells],
    }


def _row(row: Row, vocabularies: Vocabularies) -> dict[str, Any]:
    agency = {"agency": row.agency, "agency_name": vocabularies.agency(row.agency).name} if row.agency else {}
    year = {"year": row.year} if row.year or row.undated else {}
    unseen = {"not_public": dict(zip(APART, row.apart, strict=True))} if row.apart is not None else {}
    return {**agency, **year, **_figures(row.figures), **unseen}


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "documents": figures.documents, "interpreted": _rate(figures.interpreted), "same_day": _rate(figures.same_day),
        "in_time": _rate(figures.in_time), "service_links": _rate(figures.linked), "questions": figures.questions,
        "status": dict(zip(STATUSES, figures.statuses, strict=True)), "in_force": _rate(figures.valid),
    }


def _rate(rate: Rate) -> dict[str, int]:
    return {"numerator": rate.part, "denominator": rate.whole}
