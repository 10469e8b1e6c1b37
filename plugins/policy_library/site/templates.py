"""Views to finished pages, by our templates.

A page is what its view, the shell and the templates make of it, whatever the host or another plugin adds to what the host gives its templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

from policy_library.locale import site_text

from . import manifest, views
from .links import Links, links_of
from .pages import Made
from .texts import base_of

_NOTES = re.compile(r"<!--notes:(.+?)-->")


class Printed(NamedTuple):
    """A page as it is to be written, and what a build looks for in each file of the site."""

    html: bytes
    digest: str
    links: Links


@dataclass(frozen=True)
class Printer:
    """What all pages of a build share."""

    theme: Path
    """The folder of the templates."""
    shell: views.Shell
    root: str
    """The site's path on its host."""

    def page(self, path: str, made: Made) -> Printed:
        """``path``: its file below the site."""
        html = self._html(made, base_of(path.removesuffix("index.html")))
        written = _encoded(html)
        return Printed(written, manifest.digest(written), links_of(path, html, self.root))

    def anywhere(self, made: Made) -> bytes:
        """A page that is shown at any address."""
        return _encoded(self._html(made, self.root))

    def _html(self, made: Made, base: str) -> str:
        return self._env.get_template(made.template).render(view=_view(made, base, self.shell, self._env), shell=self.shell, base=base, t=site_text)

    @cached_property
    def _env(self) -> jinja2.Environment:
        return environment(self.theme)


def _encoded(html: str) -> bytes:
    """As the host does it."""
    return html.encode("utf8", "xmlcharrefreplace")


def _view(made: Made, base: str, shell: views.Shell, env: jinja2.Environment) -> views.PageOf:
    view = made.view
    if isinstance(view, views.PolicyView) and "<!--notes:" in (written := str(view.text_html)):
        macro = env.get_template("partials/article_notes.html").make_module({"base": base, "shell": shell, "t": site_text})
        return replace(view, text_html=_NOTES.sub(lambda match: _noted(made.notes, match[1], macro.article_notes), written))
    return view


def _noted(notes: Mapping[str, views.ArticleNotes], article: str, macro: Callable[[views.ArticleNotes], str]) -> str:
    return str(macro(notes[article])) if article in notes else ""


# ── The environment ───────────────────────────────────────────────────────────


def environment(theme: Path) -> jinja2.Environment:
    """Our templates escape what they print."""
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(theme), autoescape=True, auto_reload=False, bytecode_cache=_COMPILED)
    env.context_class, env.template_class = _Context, _Template
    env.globals["t"] = site_text
    return env


class _Compiled(jinja2.BytecodeCache):
    """Each template once in a process: a preview builds anew after every edit."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Template(jinja2.Template):
    """Pages of a section at one depth share their parts and their frame, which know nothing but ``base``, ``shell``, ``t`` and ``section``:
    to put them together anew for each page takes a third of its making."""

    def make_module(self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None) -> TemplateModule:
        if not vars or not (self.name or "").startswith("partials/"):
            return super().make_module(vars, shared, locals)
        held: dict[object, TemplateModule] = self.__dict__.setdefault("held", {})
        known = vars["base"], vars["shell"], vars["t"], vars.get("section")
        if known not in held:
            held[known] = super().make_module(vars, shared, locals)
        return held[known]


class _Context(Context):
    """Macros are called by the hundred for each page: none is asked what it wants to be given."""

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        if type(called) is not Macro and called is not site_text:
            return super().call(called, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(self.eval_ctx, *given, **named) if type(called) is Macro else called(*given, **named)
