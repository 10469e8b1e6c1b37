"""The types of front-matter values: how each reads the strings that the YAML gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from policy_library.locale import catalogue
from policy_library.text import dates, numbers

Disclosure = Literal["public", "on-request", "withheld", "directed"]
Start = Literal["written", "issued"]

T = TypeVar("T")


class Words(Protocol):
    """The controlled vocabularies, as far as reading a front matter needs them."""

    def find(self, vocabulary: str, word: str) -> str | None: ...
    def nearest(self, vocabulary: str, word: str) -> str | None: ...


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def nearest(word: str, known: Mapping[str, object] | list[str]) -> str | None:
    """The known word that the author probably meant; None when nothing is close."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def choices(name: str) -> dict[str, str]:
    """Id → shown name of the values of an enumeration in locale/zh/terms.yml."""
    return dict(catalogue("terms")[name])  # type: ignore[call-overload]


def choice(name: str) -> Any:
    """A value of an enumeration, written by its id or by its Chinese name."""

    def read(value: object) -> object:
        names = choices(name)
        by_word = {**{shown: key for key, shown in names.items()}, **{key: key for key in names}}
        if isinstance(value, str) and value.strip() in by_word:
            return by_word[value.strip()]
        accepted = "、".join(f"{key}（{shown}）" for key, shown in names.items())
        raise PydanticCustomError(
            "unknown_choice", "not one of the accepted values",
            {"value": str(value), "accepted": accepted, "nearest": nearest(str(value), by_word) or ""},
        )

    schema = {"type": "string", "enum": [word for pair in choices(name).items() for word in pair]}
    return Annotated[str, BeforeValidator(read), WithJsonSchema(schema)]


def word(vocabulary: str) -> Any:
    """A word of a vocabulary, written by its id or by any registered name; its id is what the document holds."""

    def known(value: str, info: ValidationInfo) -> str:
        vocabularies: Words | None = (info.context or {}).get("vocabularies")
        if vocabularies is None:
            return value
        if (found := vocabularies.find(vocabulary, value)) is not None:
            return found
        raise PydanticCustomError(
            "unknown_word", "not in the vocabulary",
            {"value": value, "vocabulary": vocabulary, "nearest": vocabularies.nearest(vocabulary, value) or ""},
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
        raise PydanticCustomError("bad_date", "not a date", {"value": str(value)})
    return found


def _or_word(name: str) -> Callable[[object], object]:
    words = choices(name)
    by_word = {**{shown: key for key, shown in words.items()}, **{key: key for key in words}}

    def read(value: object) -> object:
        if isinstance(value, str) and value.strip() in by_word:
            return by_word[value.strip()]
        return _day(value)

    return read


def _number(value: object) -> object:
    """In the standard form where it is a document number; as written where it is not (rule N101 tells)."""
    parsed = numbers.DocNumber.parse(value) if isinstance(value, str) else None
    return str(parsed) if parsed else value


def _reference(value: object) -> object:
    return {"document": value} if isinstance(value, str) else value


def _service(value: object) -> object:
    return {"service": value} if isinstance(value, str) else value


_DAY_SCHEMA = {"type": "string", "format": "date", "examples": ["2024-05-13", "2024年5月13日"]}

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
DayOrStart = Annotated[
    date | Start, BeforeValidator(_or_word("start")), WithJsonSchema({"type": "string"})
]
DayOrNone = Annotated[
    date | Literal["none"], BeforeValidator(_or_word("end")), WithJsonSchema({"type": "string"})
]
Number = Annotated[str, BeforeValidator(_number)]


Items = Annotated[tuple[T, ...], BeforeValidator(_as_list)]
"""A list; a single value is a list of one."""


class ReferenceFields(Frozen):
    """What a document names: by number, id or title (``document``), or, if it is not in the library, title and address."""

    document: str | None = None
    title: str | None = None
    url: str | None = None
    number: Number | None = None
    articles: Items[str] = ()
    note: str | None = None
    until: Day | None = None

    @property
    def shown(self) -> str:
        """The author's own words for it."""
        return self.title or self.document or self.number or ""


class ServiceFields(Frozen):
    service: word("services")  # type: ignore[valid-type]
    articles: Items[str] = ()




Reference = Annotated[ReferenceFields, BeforeValidator(_reference)]
ServiceLink = Annotated[ServiceFields, BeforeValidator(_service)]


class Rule(Frozen):
    """Which policies belong: every field that is given must match, any value within it suffices; empty matches none."""

    tags: Items[word("tags")] = ()  # type: ignore[valid-type]
    audiences: Items[word("audiences")] = ()  # type: ignore[valid-type]
    agencies: Items[word("agencies")] = ()  # type: ignore[valid-type]
    kinds: Items[choice("kind")] = ()  # type: ignore[valid-type]

    def __bool__(self) -> bool:
        return bool(self.tags or self.audiences or self.agencies or self.kinds)
