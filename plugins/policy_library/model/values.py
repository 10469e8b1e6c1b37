"""The types of front-matter values: how each reads the strings that the YAML gave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Annotated, Any, ClassVar, Literal, Protocol, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from policy_library.locale import catalogue
from policy_library.text import dates, numbers, orders

Disclosure = Literal["public", "on-request", "withheld", "directed"]
Start = Literal["written", "issued"]

T = TypeVar("T")


class Words(Protocol):
    """The controlled vocabularies, as far as reading a front matter needs them."""

    def find(self, vocabulary: str, word: str) -> str | None: ...
    def nearest(self, vocabulary: str, word: str) -> str | None: ...


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that the author probably meant; None when nothing is close, or two are. Of two characters, one may be wrong."""
    found = get_close_matches(word, list(known), n=2, cutoff=0.6 if len(word) > 2 else 0.5)
    alike = len(found) == 2 and len({SequenceMatcher(None, one, word).ratio() for one in found}) == 1
    return found[0] if found and not alike else None


def separate(words: str) -> list[str]:
    """What an author wrote in a row as in a sentence, 甲、乙，丙, where a list belongs."""
    return [part for part in APART.split(words) if part]


def choices(name: str) -> dict[str, str]:
    """Id → shown name of the values of an enumeration in locale/zh/terms.yml."""
    return dict(catalogue("terms")[name])  # type: ignore[call-overload]


def _words(name: str) -> list[str]:
    """Of an enumeration, each under both names."""
    return [word for pair in choices(name).items() for word in pair]


def _accepted(name: str) -> str:
    return "、".join(f"{shown}（{key}）" for key, shown in choices(name).items())


def choice(name: str) -> Any:
    """A value of an enumeration, written by its id or by its Chinese name."""

    def read(value: object) -> object:
        names = choices(name)
        by_word = {**{shown: key for key, shown in names.items()}, **{key: key for key in names}}
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "not a string")
        if value.strip() in by_word:
            return by_word[value.strip()]
        raise PydanticCustomError(
            "unknown_choice", "not one of the accepted values",
            {"accepted": _accepted(name), "nearest": nearest(value.strip(), by_word) or ""},
        )

    return Annotated[str, BeforeValidator(read), WithJsonSchema({"enum": _words(name)})]


def word(vocabulary: str) -> Any:
    """A word of a vocabulary, written by its id or by any registered name; its id is what the document holds."""

    def known(value: str, info: ValidationInfo) -> str:
        vocabularies: Words | None = (info.context or {}).get("vocabularies")
        if vocabularies is None:
            return value
        if (found := vocabularies.find(vocabulary, value)) is not None:
            return found
        parts = separate(value)
        if len(parts) > 1 and any(vocabularies.find(vocabulary, part) for part in parts):
            raise PydanticCustomError("joined_words", "several words in one", {"parts": ", ".join(parts)})
        raise PydanticCustomError(
            "unknown_word", "not in the vocabulary",
            {"vocabulary": vocabulary, "nearest": vocabularies.nearest(vocabulary, value) or ""},
        )

    return Annotated[str, AfterValidator(known)]


def _as_list(value: object) -> object:
    """One value stands for a list of one; nothing stands for the empty list."""
    if value is None:
        return []
    return value if isinstance(value, list | tuple) else [value]


def _day(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    found = dates.parse(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("bad_date", "not a date", {"accepted": ""})
    return found


def _or_word(name: str) -> Callable[[object], object]:
    words = choices(name)
    by_word = {**{shown: key for key, shown in words.items()}, **{key: key for key in words}}

    def read(value: object) -> object:
        if isinstance(value, str) and value.strip() in by_word:
            return by_word[value.strip()]
        try:
            return _day(value)
        except PydanticCustomError as error:
            raise PydanticCustomError("bad_date", "not a date", {"accepted": f"，或者 {_accepted(name)}"}) from error

    return read


def standard_number(number: str) -> str:
    """In the standard form where it is the number of a document or an order; as written where it is not (rule N101 tells)."""
    return str(numbers.DocNumber.parse(number) or orders.OrderNumber.parse(number) or number)


def _number(value: object) -> object:
    return standard_number(value) if isinstance(value, str) else value


def _web(value: str) -> str:
    """What leads out of the site is a web address: ``javascript:`` in a front matter must not become a link."""
    if not WEB.match(value):
        raise PydanticCustomError("web_address", "not a web address")
    return value


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise PydanticCustomError("bad_id", "not an id")
    return value


def _yes(value: object) -> object:
    return {"是": True, "否": False}.get(value.strip(), value) if isinstance(value, str) else value


DAY_SCHEMA: dict[str, Any] = {
    "type": "string", "pattern": r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[^年]+年[^月]+月[^日]+日)\s*$",
    "examples": ["2024-05-13", "2024年5月13日"],
}

APART = re.compile(r"[，、；;,\s]+")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
"""What Windows keeps for itself, with any ending: a repository or a site with such a file cannot be had there."""
WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(DAY_SCHEMA)]
DayOrStart = Annotated[
    date | Start, BeforeValidator(_or_word("start")), WithJsonSchema({"anyOf": [DAY_SCHEMA, {"enum": _words("start")}]})
]
DayOrNone = Annotated[
    date | Literal["none"], BeforeValidator(_or_word("end")), WithJsonSchema({"anyOf": [DAY_SCHEMA, {"enum": _words("end")}]})
]
Number = Annotated[str, BeforeValidator(_number)]
Url = Annotated[str, AfterValidator(_web), WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})]
Id = Annotated[str, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"})]
Yes = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"enum": [True, False, "是", "否"]})]
"""是 or 否, true or false."""

Items = Annotated[tuple[T, ...], BeforeValidator(_as_list)]
"""A list; a single value is a list of one."""


class Short(Frozen):
    """A mapping for which one value may stand."""

    VALUE: ClassVar[str]
    """The field that such a value fills."""

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, written: object) -> object:
        return {cls.VALUE: written} if isinstance(written, str) else written


class Reference(Short):
    """What a document names: by number, id or title (``document``), or, if it is not in the library, title and address."""

    VALUE = "document"
    NAMING: ClassVar[tuple[str, ...]] = ("document", "title", "number")
    """At least one of these says which document is meant."""

    document: str | None = None
    title: str | None = None
    url: Url | None = None
    number: Number | None = None
    articles: Items[str] = ()
    note: str | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _names(self) -> Reference:
        if not any(getattr(self, name) for name in self.NAMING):
            raise PydanticCustomError("nameless", "neither document nor title nor number")
        return self

    @property
    def shown(self) -> str:
        """The author's own words for it."""
        return self.title or self.document or self.number or ""


class ServiceLink(Short):
    VALUE = "service"

    service: word("services")  # type: ignore[valid-type]
    articles: Items[str] = ()


class Rule(Frozen):
    """Which policies belong: every field that is given must match, any value within it suffices; empty matches none."""

    tags: Items[word("tags")] = ()  # type: ignore[valid-type]
    audiences: Items[word("audiences")] = ()  # type: ignore[valid-type]
    agencies: Items[word("agencies")] = ()  # type: ignore[valid-type]
    kinds: Items[choice("kind")] = ()  # type: ignore[valid-type]

    def __bool__(self) -> bool:
        return bool(self.tags or self.audiences or self.agencies or self.kinds)
