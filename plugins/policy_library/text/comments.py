"""Comments of HTML in a text."""

from __future__ import annotations

import re
from collections.abc import Callable

COMMENT = re.compile(r"<!--.*?-->", re.S)


def replaced(text: str, by: Callable[[re.Match[str]], str]) -> str:
    """What is never closed is no comment; it is not looked for behind the last end of one, so that the time stays linear."""
    end = text.rfind("-->") + len("-->")
    return COMMENT.sub(by, text[:end]) + text[end:] if "<!--" in text and end > 2 else text
