"""Which addresses of a library are asked, in which order, and where they are named."""

from __future__ import annotations

import pytest
from libraries import VOCABULARY, consultation, interpretation, library, policy, topic

from policy_library.locale import texts
from policy_library.patrol.links import KINDS, Link, links


def test_every_address_with_its_kind_and_places_services_first() -> None:
    found = links(library({
        "policies/a.md": policy(
            "甲办法", "basis: [{title: 某法, url: https://law.example/1}]\nsource: https://a.example/\nservices: [filing]",
            "见 https://a.example/text\n\n和 [甲](https://law.example/1#第三条)。\n",
        ),
        "interpretations/a.md": interpretation("[{title: 乙办法, url: https://b.example/}]", "issuers: [transport]", "<https://a.example/text>"),
        "consultations/a.md": consultation("contact: 来信寄 https://mail.example/box。"),
    }))
    assert found == (
        Link("https://service.example/filing", "service", (("vocabulary/services.yml", 1), ("policies/a.md", 8))),
        Link("https://law.example/1", "basis", (("policies/a.md", 6), ("policies/a.md", 12))),
        Link("https://b.example/", "interprets", (("interpretations/a.md", 3),)),
        Link("https://a.example/", "source", (("policies/a.md", 7),)),
        Link("https://a.example/text", "text", (("interpretations/a.md", 8), ("policies/a.md", 10))),
        Link("https://mail.example/box", "text", (("consultations/a.md", 6),)),
    )


def test_a_section_that_leads_to_a_service_is_one_of_its_places() -> None:
    (service,) = links(library({"topics/a.md": topic("- {key: apply, title: 备案, services: [filing]}")}))
    assert ("topics/a.md", 7) in service.places


def test_words_of_vocabularies_are_read() -> None:
    agencies = "transport: {name: 云海市交通委员会, description: 见 https://jtw.example/}\n"
    found = links(library({}, vocabulary={**VOCABULARY, "vocabulary/agencies.yml": agencies}))
    assert Link("https://jtw.example/", "text", (("vocabulary/agencies.yml", 1),)) in found


@pytest.mark.parametrize("front", ["disclosure: withheld", "publish_at: 2027-01-01", "withdrawn: {reason: 重复, on: 2026-11-01}"])
def test_only_what_is_public_is_asked(front: str) -> None:
    found = links(library({"policies/a.md": policy(front=f"{front}\nsource: https://hidden.example/", body="https://hidden.example/text")}))
    assert [link.url for link in found] == ["https://service.example/filing"]


def test_every_kind_has_its_words() -> None:
    assert set(texts("links.kind")) == set(KINDS)
