"""What a finding says: in one line, short, with no commands for a terminal or for CI."""

from __future__ import annotations

import os

import pytest

from libraries import TODAY, VOCABULARY, errors, library, policy
from policy_library.edition import edition
from policy_library.locale import catalogue
from policy_library.model.findings import LONGEST, Place, finding, ordered
from policy_library.model.files import read_folder
from policy_library.model.source import decode
from policy_library.report import text
from policy_library.report.report import Report


def test_words_of_an_author_are_no_commands() -> None:
    (found,) = errors(library({"policies/a.md": policy(front=r'kind: "x\n::error file=b.md::\e[31m\r甲\u202e"')}))
    assert found.message.isprintable() and found.mend.isprintable()
    assert "::error file=b.md::" in found.message


def test_a_name_of_a_file_is_no_command_either(tmp_path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "a\n::error::\x1b[31m.md").write_text(policy(), encoding="utf8")
    with open(os.fsencode(tmp_path) + b"/policies/\xff.md", "wb") as file:
        file.write(policy().encode())
    sources = [*read_folder(tmp_path), *(decode(path, text.encode()) for path, text in VOCABULARY.items())]
    found = [one for one in edition(sources, TODAY).findings if one.severity == "error"]
    assert [one.code for one in found] == ["U001", "U001"]
    assert all(line.isprintable() for line in text.lines(Report(tuple(found), 0)))
    assert all(one.path.encode("utf8") for one in found)


def test_words_of_an_author_are_cut() -> None:
    for front in ("kind: " + "甲" * 100_000, "甲" * 1000 + ": 1", "basis: [" + "甲" * 100_000 + "]"):
        (found,) = errors(library({"policies/a.md": policy(front=front)}))
        assert len(found.message) < LONGEST + 100 and len(found.mend) < LONGEST + 700


def test_braces_of_an_author_are_just_braces() -> None:
    (found,) = errors(library({"policies/a.md": policy(front='kind: "{accepted}{0}{{"')}))
    assert "“{accepted}{0}{{”" in found.message


@pytest.mark.parametrize("code", [code for code in catalogue("findings") if code != "expected"])
def test_every_code_says_what_is_wrong_what_to_do_and_why(code: str) -> None:
    entry = catalogue("findings")[code]
    assert set(entry) == {"name", "message", "mend", "why"}
    assert all(isinstance(words, str) and words and words.isprintable() for words in entry.values())


def test_a_finding_without_values_shows_no_doubled_braces() -> None:
    assert finding("C105", "error", Place("a.md")).mend.endswith("{#materials}")


def test_findings_are_ordered_and_told_once() -> None:
    made = [finding("C004", "error", Place(path, line, column)) for path, line, column in [("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 1), ("b", 1, 1)]]
    assert [(one.path, one.line, one.column) for one in ordered(made)] == [("a", 1, 1), ("a", 1, 9), ("a", 2, 1), ("b", 1, 1)]
