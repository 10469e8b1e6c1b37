"""What the browser runs, as it is served: our own modules without their comments, and lunr.js as the installed host
brings it, made a module; its licence stays on top and nothing is fetched.
"""

from __future__ import annotations

import importlib.resources
import re

VERSION = "2.3.9"
"""The version whose serialised form and weights the index relies on."""
_HOSTS = ("mkdocs", "properdocs")
_COMMENTS = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|^[ \t]*//[^\n]*\n|^[ \t]+(?=\S)|^\n", re.MULTILINE | re.DOTALL)


class Missing(Exception):
    """No installed host brings the lunr.js that the index was made for."""


def lunr() -> str:
    """lunr.js word for word but for comments and indentation, which are two thirds of what a reader would have to fetch."""
    for host in _HOSTS:
        try:
            source = importlib.resources.files(host).joinpath("contrib/search/templates/search/lunr.js").read_text("utf8")
        except (ModuleNotFoundError, OSError):
            continue
        if f'lunr.version = "{VERSION}"' in source:
            return as_module(source)
    raise Missing(f"lunr.js {VERSION} is in none of {', '.join(_HOSTS)}")


def as_module(source: str) -> str:
    """It hands itself to ``module.exports`` where there is one."""
    licence, _, code = source.partition("*/")
    return (
        f"{licence.strip()}*/\nconst module = {{ exports: {{}} }};\nconst exports = module.exports;\n"
        f"{_COMMENTS.sub('', code)}export default module.exports;\n"
    )


def without_comments(source: str) -> str:
    """One of our own modules as it is served: types and reasons stay in the repository. None of them has ``/*`` in a text."""
    code = re.sub(r"/\*\*.*?\*/[ \t]*", "", source, flags=re.DOTALL)
    return _COMMENTS.sub("", re.sub(r"[ \t]+//[ \t][^\n\"'`]*$", "", code, flags=re.MULTILINE))
