"""What the site that readers see says of itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from policy_library import __version__
from policy_library.locale import text
from policy_library.site.record import FILE, Record, read

LONGEST = 20
BETWEEN = 2
"""Seconds: for one answer, between two questions."""


class Unreachable(Exception):
    """No answer, or one that says nothing about the site."""


def seen(address: str, asking: Record) -> Record | None:
    """None where the address answers and has no record, as before the first publication. What is asked for stands in the
    query, so that a cache on the way has no older answer to it."""
    query = urlencode({"commit": asking.commit or "", "day": asking.day.isoformat()})
    request = Request(
        f"{address.rstrip('/')}/{FILE}?{query}", headers={"Cache-Control": "no-cache", "User-Agent": f"policy-library/{__version__}"},
    )
    try:
        with urlopen(request, timeout=LONGEST) as answer:
            return read(answer.read(100_000).decode("utf8", "replace"))
    except HTTPError as error:
        if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return None
        raise Unreachable(f"HTTP {error.code}") from error
    except (URLError, HTTPException, OSError) as error:
        raise Unreachable(str(getattr(error, "reason", error))) from error


def wait_for(address: str, ours: Record, enough: Callable[[Record | None], bool], seconds: float) -> str | None:
    """Until what is seen is ``enough``; otherwise what was seen last, in words."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = seen(address, ours)
            if enough(found):
                return None
            last = str(found) if found else text("deploy.nothing_live")
        except Unreachable as problem:
            last = str(problem)
        if time.monotonic() + BETWEEN > end:
            return last
        time.sleep(BETWEEN)
