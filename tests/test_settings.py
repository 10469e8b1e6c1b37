"""What a configuration may say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_library.settings import Settings, read_configuration


def read(folder: Path, text: str) -> tuple[Settings, Path]:
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf8")
    return read_configuration(path)


@pytest.mark.parametrize(
    "plugins",
    ["plugins:\n  - search\n  - policy-library:\n      today: 2026-11-20\n", "plugins:\n  search: {}\n  policy-library: {today: 2026-11-20}\n"],
    ids=["list", "mapping"],
)
def test_options_stand_in_either_form_of_the_host(tmp_path: Path, plugins: str) -> None:
    settings, content = read(tmp_path, f"site_name: 库\ndocs_dir: texts\nmarkdown_extensions:\n  - a: !!python/name:os.path\n{plugins}")
    assert (settings.today, content) == (date(2026, 11, 20), tmp_path / "texts")


@pytest.mark.parametrize("text", ["plugins: [policy-library]", "plugins: [{policy-library: }]", "plugins: {policy-library: }", "docs_dir:\nplugins: [policy-library]"])
def test_nothing_need_be_said(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == (Settings(), tmp_path / "docs")


@pytest.mark.parametrize(
    ("options", "gist"),
    [
        ("todya: 2026-11-20", "todya"), ("today: soon", "today"), ("timezone: Mars/Olympus", "Mars/Olympus: no such time zone"), ("timezone: ../x", "timezone"),
        ("open_vocabularies: [agency]", "agencies"), ("effective_when_unstated: now", "written"), ("join: {}", "reason"), ("join: {reason: ''}", "reason"),
        ("join: {reason: 已公开, folders: {.: policy}}", "policy: not one of policies, interpretations"), ("join: {reason: 已公开, fields: {标题: titel}}", "titel: not one of"),
        ("join: {reason: 已公开, values: {kinds: {}, knid: {}}}", "knid"), ("join: {reason: 已公开, assume: {discloseur: public}}", "discloseur"),
        ("site: {nmae: x}", "nmae"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, options: str, gist: str) -> None:
    with pytest.raises(ValueError, match=gist):
        read(tmp_path, f"plugins:\n  - policy-library:\n      {options}\n")


@pytest.mark.parametrize("text", ["- a", "just words", "12"])
def test_a_configuration_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="not a mapping"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", ["", "site_name: 库", "plugins:", "plugins: [search]", "plugins: {search: {}}"])
def test_a_configuration_without_the_plugin_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="policy-library"):
        read(tmp_path, text)


def test_the_day_is_given_or_configured() -> None:
    assert Settings(today=date(2026, 1, 2)).day(date(2026, 3, 4)) == date(2026, 3, 4)
    assert Settings(today=date(2026, 1, 2)).day() == date(2026, 1, 2)
    assert isinstance(Settings(timezone="Pacific/Kiritimati").day(), date)


def test_vocabularies_are_opened_in_their_order() -> None:
    assert Settings(open_vocabularies=["tags", "agencies"]).reading.open_vocabularies == ("agencies", "tags")
