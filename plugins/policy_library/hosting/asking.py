"""A question to a host, and its answer. The token goes to the host alone and into no message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .hosts import Thread

PATIENCE = 30
"""Seconds."""
NO_RIGHT = (401, 403, 404)
"""A host also says that there is nothing where it lets nobody look."""


class Refused(Exception):
    """The token may not do this."""


class Unanswered(Exception):
    """The host cannot be reached, or answers something else than it should."""


def ask(thread: Thread, method: str, url: str, content: Mapping[str, str] | None = None) -> Any:
    """The answer's JSON; None for an empty one."""
    request = Request(url, method=method, data=None if content is None else json.dumps(content).encode())
    request.add_header("Accept", "application/json")
    request.add_header("User-Agent", "policy-library")
    if content is not None:
        request.add_header("Content-Type", "application/json")
    name, value = thread.host.header
    request.add_unredirected_header(name, value.format(token=thread.token))
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            held = answer.read()
        return json.loads(held) if held.strip() else None
    except HTTPError as error:
        with error:
            problem = f"{method} {url}: {error.code} {error.reason}"
        raise (Refused if error.code in NO_RIGHT else Unanswered)(problem.replace(thread.token, "…")) from None
    except (OSError, ValueError) as error:
        raise Unanswered(f"{method} {url}: {error}".replace(thread.token, "…")) from None
