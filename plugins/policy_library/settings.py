"""What a library's configuration may say: declared once, checked once, used with a host and without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, ValidationInfo, field_validator

from policy_library.checks.limits import Limits
from policy_library.edition import Reading
from policy_library.model import shape
from policy_library.model.documents import TYPES
from policy_library.model.joining import Joining
from policy_library.model.values import choices
from policy_library.model.vocabulary import NAMES


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JoinOptions(Options):
    """See ``model.load.Joining``."""

    reason: str = Field(min_length=1)
    folders: dict[str, str] = {}
    fields: dict[str, str | None] = {}
    values: dict[str, dict[str, str]] = {}
    absent: list[str] = []
    assume: dict[str, str] = {}

    @field_validator("folders")
    @classmethod
    def _types(cls, folders: dict[str, str]) -> dict[str, str]:
        return _known(folders, folders.values(), TYPES)

    @field_validator("fields", "values", "assume")
    @classmethod
    def _fields(cls, given: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        every = [name for model in TYPES.values() for name in shape.fields(model)]
        return _known(given, given.values() if info.field_name == "fields" else given, every)


def _known(given: dict[str, Any], names: Iterable[str | None], known: Iterable[str]) -> dict[str, Any]:
    """What no document has would be passed over in silence."""
    unknown = [name for name in names if name is not None and name not in set(known)]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not one of {', '.join(dict.fromkeys(known))}")
    return given


class SiteOptions(Options):
    name_phrases: list[str] = []
    """The site's name, cut where the brand may break over two lines."""
    government_name: str = ""
    domain: str = ""
    code: str = ""
    """Meta tags SiteName, SiteDomain, SiteIDCode of 《政府网站发展指引》."""
    demo: str = ""
    """Shown on top of every page; empty for a real library."""
    footer: list[str] = []
    footer_links: list[dict[str, str]] = []
    """{text, href}."""
    message: str = ""
    """Where 留言 leads: an address in which {title} and {number} are filled in, percent-encoded."""
    search: bool = True
    """The search page, its boxes and its index."""
    stats: bool = False
    """A page of figures, /stats/, for everybody."""


class PatrolOptions(Options):
    """Figures of ``policy patrol`` that a place may set otherwise."""

    ahead_days: tuple[int, ...] = (180, 60, 30)
    """Before a deadline: the patrol tells of it from the largest on, groups by all, and its calendar rings at each."""
    assessed_kinds: tuple[str, ...] = ("normative",)
    """Kinds that are assessed before they expire; what an office for normative documents (规) numbered is so, too."""
    assessment_months: int = 6
    """Before expiry, by when the assessment is due (上海市行政规范性文件制定和备案规定 2010 art. 26)."""

    @field_validator("ahead_days")
    @classmethod
    def _days(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not days or min(days) < 0:
            raise ValueError("ahead_days: one or more numbers of days")
        return tuple(sorted(set(days), reverse=True))

    @field_validator("assessed_kinds")
    @classmethod
    def _kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        known = choices("kind")
        if unknown := [kind for kind in kinds if kind not in known]:
            raise ValueError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return kinds


class LinkOptions(Options):
    """How the patrol asks the addresses of other hosts (docs/patrol.md). Times are in seconds."""

    user_agent: str = Field("policy-library (link patrol)", pattern=r"^[\x20-\x7e]+$")
    """Says who asks. A place adds how it can be reached."""
    at_once: int = Field(8, ge=1)
    per_host: int = Field(2, ge=1)
    pause: float = Field(1, ge=0)
    """Between two requests to one host."""
    timeout: float = Field(20, gt=0)
    """Of one request, its body included."""
    attempts: int = Field(3, ge=1)
    backoff: float = Field(2, ge=0)
    """Before the second attempt; doubled before each further one."""
    longest_wait: float = Field(60, ge=0)
    """A host that asks for a longer break is not asked again in this run."""
    read_kb: int = Field(64, ge=1)
    """Of a body."""
    redirects: int = Field(8, ge=0)
    time: float = Field(1200, gt=0)
    """Of the whole run. What was not asked in it is told as such."""
    certificate_days: int = Field(14, ge=0)
    """A certificate that ends so soon is told."""
    networks: list[IPvAnyNetwork] = []
    """Inner networks that may be asked: where the names of public hosts lead to them."""


class Settings(Options):
    """The options of the plugin ``policy-library``."""

    today: date | None = None
    """The day the site speaks for; by default the present day in ``timezone``."""
    timezone: str = "Asia/Shanghai"
    join: JoinOptions | None = None
    open_vocabularies: list[Literal["agencies", "audiences", "tags", "services"]] = []
    """Vocabularies whose unregistered words are accepted as they stand."""
    effective_when_unstated: Literal["written", "issued"] | None = None
    """When a document that states no effective date takes effect in this place; unset leaves its status unknown."""
    checks: Limits = Limits()
    """Figures of rules that the place sets otherwise."""
    patrol: PatrolOptions = PatrolOptions()
    rules_page: str = ""
    """Where docs/rules.md can be read, so that findings link to it; empty gives none."""
    addresses_lock: str = "addresses.lock"
    """Beside the configuration file; empty keeps none."""
    site: SiteOptions = SiteOptions()
    links: LinkOptions = LinkOptions()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError) as error:
            raise ValueError(f"{name}: no such time zone") from error
        return name

    @property
    def reading(self) -> Reading:
        joining = Joining(**self.join.model_dump()) if self.join else Joining()
        return Reading(joining, tuple(name for name in NAMES if name in self.open_vocabularies), self.effective_when_unstated, self.checks)

    def day(self, given: date | None = None) -> date:
        """The one place that looks at the clock."""
        return given or self.today or datetime.now(ZoneInfo(self.timezone)).date()


class _Loose(yaml.SafeLoader):
    """Reads a host's configuration for our part of it; tags of the host's (``!ENV``, ``!!python/name``) become None."""


_Loose.add_multi_constructor("", lambda loader, suffix, node: None)


def read_configuration(path: Path) -> tuple[Settings, Path]:
    """The plugin's options and the content folder of a ``mkdocs.yml``. Raises OSError, yaml.YAMLError, ValueError."""
    configuration: Any = yaml.load(path.read_text("utf8"), Loader=_Loose) or {}
    if not isinstance(configuration, Mapping):
        raise ValueError("not a mapping")  # noqa: TRY004  (callers tell every ValueError)
    plugins = configuration.get("plugins") or []
    held: dict[str, Any] = {}
    for plugin in [plugins] if isinstance(plugins, Mapping) else plugins:
        held |= plugin if isinstance(plugin, Mapping) else {str(plugin): None}
    if "policy-library" not in held:
        raise ValueError("plugins 里没有 policy-library")
    settings = Settings.model_validate(held["policy-library"] or {})
    return settings, (path.parent / (configuration.get("docs_dir") or "docs")).resolve()
