"""Whatever a file holds: never a traceback, and every finding points into the file."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from libraries import VOCABULARY, library, policy
from policy_library.model import shape
from policy_library.model.documents import TYPES
from policy_library.model.load import load
from policy_library.model.names import shown_name
from policy_library.model.source import SourceFile, decode, in_memory

any_input = settings(max_examples=100, deadline=None, derandomize=True)

FIELDS = sorted({name for model in TYPES.values() for _, name in shape.every(model)})
NAMES = [*FIELDS, *(shown_name("policies", name) for name in FIELDS), "id", "body", "<<", "? ", "titel", "no", "2024", "", "[a]"]
PIECES = [
    "---\n", "...\n", "\n", " ", "  ", "- ", ": ", ":", "[", "]", "{", "}", ",", "&a ", "*a", "!t ", "|\n", ">\n", "'", '"', "#", "%", "@", "`", "\t",
    "\u2028", "\x0b", "\x07", "\ufeff", "\r", "2024", "2024-05-13", "2024年5月13日", "通知", "parking", "云交规〔2024〕3号", "~", "null", "是",
    "有效期九千年", "自公布之日起九万日后施行", "有效期999年", "《甲办法》第三条同时废止",
]
scalars = st.sampled_from([*PIECES, "", "public", "transport", "notice", "b", "policies/b"]) | st.text(max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3), max_leaves=8,
)
fronts = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
rubbish = st.lists(st.sampled_from([*PIECES, *NAMES]) | st.text(max_size=5), max_size=40).map("".join)
paths = st.sampled_from([f"{folder}/a.md" for folder in TYPES] + ["about.md", *VOCABULARY])


def check(files: dict[str, bytes | str]) -> None:
    for one in library(files).findings:
        text = files.get(one.path, VOCABULARY.get(one.path))
        lines = (text if isinstance(text, str) else text.decode("utf8", "replace")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1].lstrip("\ufeff")) + 1 or one.code in ("C002", "C003")
        assert one.message.isprintable() and one.mend.isprintable()
        assert len(one.message) < 2000


def flow(value: object) -> str:
    """As YAML in one line; texts are left as they are."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


@any_input
@example("vocabulary/agencies.yml", b"---")
@given(paths, st.binary(max_size=200))
def test_any_bytes(path: str, data: bytes) -> None:
    check({path: data})
    decoded = decode(path, data)
    if isinstance(decoded, SourceFile):
        assert "\r" not in decoded.text


@any_input
@given(paths, rubbish, rubbish)
def test_any_text_between_dashes(path: str, front: str, body: str) -> None:
    check({path: f"---\n{front}\n---\n{body}"})


@any_input
@given(paths, fronts, rubbish)
def test_any_values_of_known_fields(path: str, front: dict[str, object], body: str) -> None:
    head = "".join(f"{name}: {flow(value)}\n" for name, value in front.items())
    check({path: f"---\n{head}---\n{body}", "policies/b.md": policy("乙办法")})


@any_input
@given(st.lists(st.tuples(st.sampled_from(FIELDS), values), max_size=5), rubbish, st.dates(date(1, 1, 1), date.max))
def test_a_policy_with_any_further_fields_and_any_text(fields: list[tuple[str, object]], body: str, day: date) -> None:
    """Mostly well-formed, so that what comes after reading is reached."""
    quoted = {name: value for name, value in fields if name not in ("title", "kind", "issuers", "disclosure")}
    front = "".join(f"{name}: {flow(value)}\n" for name, value in quoted.items())
    text = policy("甲办法", front, body)
    found = library({"policies/a.md": text, "policies/b.md": policy("乙办法", "effective: 9999-12-31", "有效期九千年")}, day=day)
    assert {one.path for one in found.findings} <= {"policies/a.md", "policies/b.md"}
    for held in found.library.documents:
        assert held.key in found.statuses
        for citation in found.graph.citations[held.key]:
            assert held.body[citation.start : citation.end] == citation.reading.citation.text


@any_input
@given(st.lists(st.sampled_from(["a", "A", "b", "policies/a"]), max_size=4), st.lists(rubbish, min_size=4, max_size=4))
def test_the_order_of_files_makes_no_difference(stems: list[str], fronts: list[str]) -> None:
    sources = [in_memory(f"policies/{stem}.md", f"---\n{front}\n---\n") for stem, front in zip(stems, fronts, strict=False)]
    by_path = {source.path: source for source in sources}
    forth, back = (load(order) for order in (by_path.values(), reversed(by_path.values())))
    assert forth == back
