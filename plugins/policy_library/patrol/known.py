"""What earlier patrols saw of each address, kept in a JSON file that belongs in git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from policy_library.locale import text
from policy_library.work.files import put

INDENT = 1


@checked(frozen=True)
class Seen:
    good: date | None = None
    """The last day on which it answered as it should."""
    failing: date | None = None
    """The first day on which it did not, since then."""
    failed: date | None = None
    """The last such day."""
    days: int = 0
    """On how many days it failed in a row. Days without a patrol do not count."""

    def after(self, good: bool, today: date) -> Seen:
        if good:
            return Seen(good=today)
        if self.failed == today:
            return self
        return Seen(self.good, self.failing or today, today, self.days + 1)


@dataclass(frozen=True)
class Known:
    seen: Mapping[str, Seen] = field(default_factory=dict)
    """By address."""

    def of(self, url: str) -> Seen:
        return self.seen.get(url, Seen())

    def after(self, answers: Mapping[str, bool], today: date) -> Known:
        """``answers``: whether an address is good, as far as that could be told."""
        return replace(self, seen={**self.seen, **{url: self.of(url).after(good, today) for url, good in answers.items()}})

    def only(self, urls: Iterable[str]) -> Known:
        """Without addresses that nobody names any more."""
        wanted = set(urls)
        return replace(self, seen={url: seen for url, seen in self.seen.items() if url in wanted})


_FILE = TypeAdapter(dict[str, Seen])


def read_known(file: Path) -> tuple[Known, str | None]:
    """What the file says, and what is wrong with it: then nothing is known and the next ``write_known`` makes it anew."""
    try:
        return Known(_FILE.validate_json(file.read_bytes())), None
    except FileNotFoundError:
        return Known(), None
    except (OSError, ValidationError) as error:
        problem = str(error).splitlines()[0] if isinstance(error, OSError) else text("links.not_understood")
        return Known(), text("links.known_damaged", file=file.name, problem=problem)


def write_known(file: Path, known: Known) -> None:
    """In the order of the addresses, one a line's block, put in place at once."""
    written = _FILE.dump_json(dict(sorted(known.seen.items())), indent=INDENT, exclude_defaults=True)
    put(file, written + b"\n")
