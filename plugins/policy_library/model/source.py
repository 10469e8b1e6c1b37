"""From bytes to text to front matter with marks. Nothing here knows which fields exist."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import yaml
from frontmatter.default_handlers import YAMLHandler

from .findings import Edit, Finding, Place, finding

Path = tuple[str | int, ...]
"""Where a value stands in a front matter: ('basis', 0, 'title')."""

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
MAX_HIDDEN = 100
COLON = re.compile(r"""[ ]*(?:- +)?(?P<key>[^\s#:："'{}\[\]，。、]{1,12})(?P<colon>[ ]*：\s*|:(?=[^\s/]))""")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = {"", "~", "null", "Null", "NULL"}
HIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no one types and YAML refuses or takes for a line's end."""


Stamp = tuple[int, ...]
"""What changes when a file is touched; empty where nothing can tell that."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: str
    """Relative to the content folder, with forward slashes."""
    digest: str
    """Of the text."""
    read: Callable[[SourceFile], str] = field(repr=False, compare=False)
    stamp: Stamp = field(default=(), repr=False, compare=False)

    @property
    def text(self) -> str:
        """Lines end in \\n; no byte order mark. Raises ``files.Changed``."""
        return self.read(self)


def in_memory(path: str, text: str) -> SourceFile:
    """A file whose text is in memory."""
    return SourceFile(path, text_digest(text.encode("utf8", "surrogatepass")), lambda file: text)


def text_digest(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Body:
    """What stands below a head, read when it is asked for. Two with the same words are the same."""

    digest: str
    length: int = field(compare=False)
    """Characters, without blanks around them."""
    start: int = field(default=0, compare=False)
    """Its first character in the file."""
    file: SourceFile | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """Exactly what follows the front matter: spans of citations count from its first character."""
        return self.file.text[self.start :] if self.file else ""

    @property
    def head(self) -> str:
        return self.file.text[: self.start] if self.file else ""


def body_of(text: str, file: SourceFile | None = None) -> Body:
    """``text`` ends the file; without one it stays in memory."""
    start = len(file.text) - len(text) if file else 0
    return Body(text_digest(text.encode("utf8", "surrogatepass")), len(text.strip()), start, file or in_memory("", text))


NO_BODY = Body("", 0)


@dataclass(frozen=True, slots=True)
class Mark:
    line: int
    column: int
    word: str
    """The key as the author wrote it (标题), or the value where there is no key."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    data: Mapping[str, object]
    """Every scalar is a string or None: the field's type decides what it means, not YAML's guess."""
    marks: Mapping[Path, Mark]
    body: str
    """All that follows the closing line of dashes and its line break."""
    body_line: int
    """The line of the file on which the body begins."""
    findings: tuple[Finding, ...] = ()
    """What was left out of ``data``."""

    def mark(self, path: Path) -> Mark:
        """The mark of ``path`` or of the nearest place around it; the opening line where there is none."""
        for length in range(len(path), 0, -1):
            if found := self.marks.get(path[:length]):
                return found
        return Mark(1, 1, "")


def decode(path: str, data: bytes) -> SourceFile | Finding:
    """Text must be UTF-8; what another encoding would read well is named, never guessed into the library."""
    if len(data) > MAX_BYTES:
        return finding("C001", "error", Place(path), size=len(data) // 1_000_000, limit=MAX_BYTES // 1_000_000)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return finding("C002", "error", Place(path), hint="（看起来是 UTF-16）")
    try:
        text = (data := data.removeprefix(codecs.BOM_UTF8)).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return finding("C002", "error", Place(path, line), hint=_guess(data))
    if "\0" in text:
        return finding("C003", "error", Place(path, text.count("\n", 0, text.index("\0")) + 1))
    if not text or text.isspace():
        return finding("C004", "error", Place(path))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        data = text.encode()
    return SourceFile(path, text_digest(data), lambda file: text)


def _guess(data: bytes) -> str:
    """Nearly all bytes are characters of GB18030; it is named only where most of them are common ones."""
    try:
        wide = [character for character in data.decode("gb18030") if character > "\x7f"][:1000]
    except UnicodeDecodeError:
        return ""
    common = sum(bool(character.encode("gb2312", "ignore")) for character in wide)
    return "（看起来是 GB18030）" if common > 0.9 * len(wide) else ""


def split(source: SourceFile, absent: Sequence[str] = ()) -> FrontMatter | tuple[Finding, ...]:
    """The front matter as plain data with marks, and the body untouched; findings alone where there is no data.

    ``absent``: words that stand for nothing. They are taken out before YAML sees them: to it, ``number: -`` is a mistake.
    """
    fences = YAMLHandler.FM_BOUNDARY.finditer(source.text)
    opening = next(fences, None)
    if opening is None or opening.start() != 0:
        return (finding("C005", "error", Place(source.path)),)
    closing = next(fences, None)
    if closing is None:
        return (finding("C006", "error", Place(source.path)),)
    head = source.text[source.text.index("\n") + 1 : closing.start()]
    if absent:
        words = "|".join(re.escape(word) for word in absent)
        head = re.sub(rf"^([^\s#:][^:\n]*:)[ \t]+(?:{words})[ \t]*$", r"\1", head, flags=re.MULTILINE)
    end = source.text.find("\n", closing.start())
    body = source.text[end + 1 :] if end >= 0 else ""
    body_line = source.text.count("\n", 0, end + 1 if end >= 0 else None) + 1
    parsed = parse(source.path, head, first_line=2)
    if isinstance(parsed, tuple):
        return parsed
    return FrontMatter(parsed.data, parsed.marks, body, body_line, parsed.findings)


@dataclass(frozen=True, slots=True)
class Parsed:
    data: Mapping[str, object]
    marks: Mapping[Path, Mark]
    findings: tuple[Finding, ...] = ()
    """What was left out of ``data``: keys that stood there already, references, hidden characters."""


@dataclass(frozen=True, slots=True)
class Anything:
    """As ``Parsed``, whatever stands at the root; None where nothing does."""

    data: object
    place: Place
    """Of the root."""
    marks: Mapping[Path, Mark]
    findings: tuple[Finding, ...] = ()


def parse(path: str, text: str, first_line: int = 1) -> Parsed | tuple[Finding, ...]:
    """YAML as strings, lists and mappings, with the mark of each; ``first_line`` is where ``text`` starts in its file.

    Findings alone where nothing can be read.
    """
    read = parse_anything(path, text, first_line)
    if isinstance(read, tuple):
        return read
    if not isinstance(read.data, dict):
        colons = _colons(path, text, read.place.line - first_line, first_line)
        return (*read.findings, *(colons or [finding("C008", "error", read.place, found=kind_of(read.data))]))
    return Parsed(read.data, read.marks, read.findings)


def parse_anything(path: str, text: str, first_line: int = 1) -> Anything | tuple[Finding, ...]:
    reader = _Reader(path, first_line)
    for hidden in islice(HIDDEN.finditer(text), MAX_HIDDEN):
        line, column = text.count("\n", 0, hidden.start()), hidden.start() - text.rfind("\n", 0, hidden.start())
        reader.findings.append(finding("C015", "error", Place(path, line + first_line, column), character=f"U+{ord(hidden[0]):04X}"))
    text = HIDDEN.sub(" ", text)
    try:
        data, place = reader.read(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        line, column = _where(text, error)
        problem = finding("C007", "error", Place(path, line + first_line, column + 1), problem=text.split("\n")[line].strip()[:60])
        return (*reader.findings, *(_colons(path, text, line, first_line) or [problem]))
    except _Unreadable as error:
        return (*reader.findings, error.finding)
    return Anything(data, place, reader.marks, tuple(reader.findings))


def _colons(path: str, text: str, line: int, first_line: int) -> list[Finding]:
    """Where one at ``line``, or on the line before, is why nothing can be read: every colon that is none to YAML, 标题：甲 or 标题:甲."""
    lines = text.split("\n")
    before = next((index for index in range(line - 1, -1, -1) if lines[index].strip() and not lines[index].lstrip().startswith("#")), line)
    if not any(COLON.match(lines[index]) for index in (before, line)):
        return []
    found = []
    for index, match in enumerate(map(COLON.match, lines)):
        if match:
            key, old, value = match["key"], match["key"] + match["colon"], lines[index][match.end() :].strip()
            edit = Edit(match.start("key") + 1, old, f"{key}: ")
            place = Place(path, index + first_line, match.start("colon") + 1)
            found.append(finding("C017", "error", place, edit=edit, key=key, value=value[:30] + "…" * (len(value) > 30)))
    return found


def kind_of(value: object) -> str:
    """In a clerk's words: what stands where a mapping belongs."""
    return "空" if value is None else "列表" if isinstance(value, list) else "一段文字"


class _Unreadable(Exception):
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


@dataclass
class _Reader:
    """Reads the parser's events: to compose nodes recurses in C as deep as an author nests, and kills the process."""

    path: str
    first_line: int
    marks: dict[Path, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, events: Iterator[yaml.Event]) -> tuple[object, Place]:
        self.events = events
        root = next(event for event in events if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)))
        if isinstance(root, yaml.StreamEndEvent):
            return None, Place(self.path, self.first_line)
        data = self.value(root, ())
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise yaml.MarkedYAMLError(problem_mark=event.start_mark)
        return data, Place(self.path, self.first_line) if data is None else self.at(root)  # the parser sees nothing on a line that is not there

    def at(self, event: yaml.Event) -> Place:
        return Place(self.path, event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def mark(self, event: yaml.Event, word: str = "") -> Mark:
        return Mark(event.start_mark.line + self.first_line, event.start_mark.column + 1, word)

    def tell(self, code: str, event: yaml.Event, **values: object) -> None:
        self.findings.append(finding(code, "error", self.at(event), **values))

    def value(self, event: yaml.Event, where: Path) -> object:
        self.plain(event)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in NULLS else event.value
        if len(where) >= MAX_DEPTH:
            raise self.too_deep(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self.items(where))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        return None

    def plain(self, event: yaml.Event) -> None:
        """What begins with &, * or ! is a reference or a type to YAML, and not in the value."""
        told = [(one.code, one.line) for one in self.findings[-1:]] == [("C010", self.at(event).line)]
        if (isinstance(event, yaml.AliasEvent) or event.anchor or event.tag) and not told:
            self.tell("C010", event)

    def items(self, where: Path) -> Iterator[object]:
        for index, event in enumerate(self.events):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            self.marks[*where, index] = self.mark(event)
            yield self.value(event, (*where, index))

    def mapping(self, where: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            self.plain(key)
            name = key.value if isinstance(key, yaml.ScalarEvent) else None
            if name is None or name == "<<":
                self.tell("C012", key)
                self.skip(key)
                self.skip(next(self.events))
            elif name in values:
                self.tell("C009", key, key=name, first=self.marks[*where, name].line)
                self.skip(next(self.events))
            else:
                self.marks[*where, name] = self.mark(key, name)
                values[name] = self.value(next(self.events), (*where, name))
        return values

    def skip(self, event: yaml.Event) -> None:
        """Past the end of what begins with ``event``."""
        depth = isinstance(event, yaml.CollectionStartEvent)
        while depth:
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise self.too_deep(event)

    def too_deep(self, event: yaml.Event) -> _Unreadable:
        return _Unreadable(finding("C011", "error", self.at(event), limit=MAX_DEPTH))


def _where(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int]:
    """Line and column, from 0. What is never closed is told where it begins, not at the end where it was missed."""
    mark = error.problem_mark
    if error.context_mark and (mark is None or not "".join(text.split("\n")[mark.line :]).strip()):
        mark = error.context_mark
    lines = text.split("\n")
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    while line and not lines[line].strip():
        line, column = line - 1, 0
    return line, column
