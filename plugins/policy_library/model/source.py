"""From bytes to text to front matter with marks. Nothing here knows which fields exist."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import YAMLHandler

from .findings import Finding, Place, finding

Path = tuple[str | int, ...]
"""Where a value stands in a front matter: ('basis', 0, 'title')."""

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = {"", "~", "null", "Null", "NULL"}
GUESSES = ("gb18030", "big5")


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: str
    """Relative to the content folder, with forward slashes."""
    text: str
    """Lines end in \\n; no byte order mark."""


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
        return finding("C002", "error", Place(path), encoding="UTF-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return finding("C002", "error", Place(path, line), encoding=_guess(data))
    if "\0" in text:
        return finding("C003", "error", Place(path, text.count("\n", 0, text.index("\0")) + 1))
    if not text.strip():
        return finding("C004", "error", Place(path))
    return SourceFile(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _guess(data: bytes) -> str:
    for encoding in GUESSES:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding.upper()
    return "?"


def split(source: SourceFile, absent: Sequence[str] = ()) -> FrontMatter | Finding | tuple[Finding, ...]:
    """The front matter as plain data with marks, and the body untouched.

    ``absent``: words that stand for nothing. They are taken out before YAML sees them: to it, ``number: -`` is a mistake.
    """
    fences = YAMLHandler.FM_BOUNDARY.finditer(source.text)
    opening = next(fences, None)
    if opening is None or opening.start() != 0:
        return finding("C005", "error", Place(source.path))
    closing = next(fences, None)
    if closing is None:
        return finding("C006", "error", Place(source.path))
    head = source.text[source.text.index("\n") + 1 : closing.start()]
    if absent:
        words = "|".join(re.escape(word) for word in absent)
        head = re.sub(rf"^([^\s#:][^:\n]*:)[ \t]+(?:{words})[ \t]*$", r"\1", head, flags=re.M)
    end = source.text.find("\n", closing.start())
    body = source.text[end + 1 :] if end >= 0 else ""
    body_line = source.text.count("\n", 0, end + 1 if end >= 0 else None) + 1
    parsed = parse(source.path, head, first_line=2)
    if isinstance(parsed, tuple):
        return parsed
    return FrontMatter(parsed.data, parsed.marks, body, body_line)


@dataclass(frozen=True, slots=True)
class Parsed:
    data: Mapping[str, object]
    marks: Mapping[Path, Mark]


def parse(path: str, text: str, first_line: int = 1) -> Parsed | tuple[Finding, ...]:
    """YAML as strings, lists and mappings, with the mark of each; ``first_line`` is where ``text`` starts in its file."""

    def at(mark: yaml.Mark) -> Place:
        return Place(path, mark.line + first_line, mark.column + 1)

    if _too_deep(text):
        return (finding("C011", "error", Place(path, first_line), limit=MAX_DEPTH),)
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = at(mark) if mark else Place(path, first_line)
        return (finding("C007", "error", place, problem=_problem(text, error)),)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return (finding("C007", "error", Place(path, first_line), problem=str(error).splitlines()[0]),)
    if root is None:
        return (finding("C008", "error", Place(path, first_line), found="空"),)
    if not isinstance(root, yaml.MappingNode):
        found = "列表" if isinstance(root, yaml.SequenceNode) else "一段文字"
        return (finding("C008", "error", at(root.start_mark), found=found),)

    marks: dict[Path, Mark] = {}
    findings: list[Finding] = []
    seen: set[int] = set()

    def plain(node: yaml.Node, where: Path) -> object:
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in NULLS else node.value
        if id(node) in seen:
            findings.append(finding("C010", "error", at(node.start_mark)))
            return None
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                marks[*where, index] = Mark(item.start_mark.line + first_line, item.start_mark.column + 1, "")
            return [plain(item, (*where, index)) for index, item in enumerate(node.value)]
        values: dict[str, object] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None or name == "<<":
                findings.append(finding("C012", "error", at(key.start_mark)))
                continue
            mark = Mark(key.start_mark.line + first_line, key.start_mark.column + 1, name)
            if name in values:
                first = marks[*where, name].line
                findings.append(finding("C009", "error", at(key.start_mark), key=name, first=first))
                continue
            marks[*where, name] = mark
            values[name] = plain(value, (*where, name))
        return values

    data = plain(root, ())
    if findings:
        return tuple(findings)
    assert isinstance(data, dict)
    return Parsed(data, marks)


def _problem(text: str, error: yaml.MarkedYAMLError) -> str:
    """What stands on the line that YAML could not read: its own English words help no clerk."""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    return lines[mark.line].strip()[:60] if mark and mark.line < len(lines) else (error.problem or "")


def _too_deep(text: str) -> bool:
    """Flow collections nested beyond any honest use; block nesting is bounded by its own indentation."""
    depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif character in "]}":
            depth = max(0, depth - 1)
    return any(len(line) - len(line.lstrip(" -")) > 4 * MAX_DEPTH for line in text.splitlines())
