"""What hangs on a document that is as it was stays, where all go by the same names; the graph is that of a build from nothing."""

from __future__ import annotations

import pytest

from policy_library.edition import Edition, edition
from policy_library.graph import graph as graphs
from policy_library.model.source import decode

from libraries import TODAY, VOCABULARY, interpretation, policy

TEXT = "第一条　依照《云海市停车条例》第一条收费。\n"
FILES = {
    "policies/act.md": policy("云海市停车条例", "issued: 2020-01-01\nnumber: 云交规〔2020〕1号", TEXT),
    "policies/rules.md": policy("云海市停车场管理办法", "basis: [act]\nissued: 2022-01-01", TEXT),
    "policies/fees.md": policy("云海市停车收费规定", "related: [云交规〔2020〕1号]\nissued: 2023-01-01", f"{TEXT}\n见《云海市绿化条例》。\n"),
    "policies/hidden.md": policy("云海市秘密办法", "disclosure: withheld"),
    "interpretations/why.md": interpretation("rules"),
}
Edited = dict[str, str | None]


def changed(path: str, old: str, new: str) -> Edited:
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new)}


EDITS: dict[str, tuple[Edited, set[str]]] = {
    "nothing": ({}, set()),
    "a text": (changed("policies/fees.md", "绿化", "园林"), {"policies/fees"}),
    "a relation": (changed("policies/rules.md", "basis: [act]\n", ""), {"policies/rules"}),
    "a title": (changed("policies/act.md", "title: 云海市停车条例", "title: 云海市停放条例"), {"all"}),
    "an alias": (changed("policies/act.md", "issued", "aliases: [云海市绿化条例]\nissued"), {"all"}),
    "a number": (changed("policies/act.md", "〔2020〕1号", "〔2020〕2号"), {"all"}),
    "a day": (changed("policies/act.md", "2020-01-01", "2024-01-01"), {"all"}),
    "a document": ({"policies/new.md": policy("云海市绿化条例")}, {"all"}),
    "a document gone": ({"policies/act.md": None}, {"all"}),
    "a document hidden": (changed("policies/act.md", "disclosure: public", "disclosure: withheld"), {"all"}),
    "a hidden title": (changed("policies/hidden.md", "云海市秘密办法", "云海市绿化条例"), {"all"}),
    "an unreadable file": (changed("policies/act.md", "title:", "tilte:"), {"all"}),
    "another place": ({"policies/act.md": None, "policies/x/act.md": FILES["policies/act.md"]}, {"all"}),
    "a vocabulary": ({"vocabulary/agencies.yml": VOCABULARY["vocabulary/agencies.yml"].replace("云交规", "云交令")}, {"all"}),
}


def read(files: Edited, before: Edition | None = None) -> Edition:
    whole = {**VOCABULARY, **FILES, **files}
    return edition([decode(path, text.encode()) for path, text in whole.items() if text is not None], TODAY, before=before)


@pytest.mark.parametrize("name", EDITS)
def test_the_graph_is_that_of_a_build_from_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edit, wanted = EDITS[name]
    before, right = read({}), read(edit)
    looked_at: set[str] = set()
    part = graphs._part
    monkeypatch.setattr(graphs, "_part", lambda document, *given: looked_at.add(document.key) or part(document, *given))
    found = read(edit, before)
    assert (found.graph.edges, found.graph.findings, found.graph.citations) == (right.graph.edges, right.graph.findings, right.graph.citations)
    assert (found.findings, found.statuses) == (right.findings, right.statuses)
    assert looked_at == (set(right.graph.parts) if wanted == {"all"} else wanted)
