"""What documents say about the documents they name: a table of cases, and each cue's own example."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_library.graph.reading import Reading, read
from policy_library.text.data import load

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("readings.yml").read_text(encoding="utf-8")
)
TITLE = "云海市交通委员会关于印发《云海市停车管理办法》的通知"
NUMBER = "云交规〔2024〕3号"


def document(letter: str, annex: str = "") -> str:
    signed = "云海市交通委员会\n\n2024年5月13日"
    return f"# {TITLE}\n\n各有关单位：\n\n{letter.strip()}\n\n特此通知。\n\n{signed}\n\n{annex}"


def told(reading: Reading) -> str:
    """`repeals@第三十八条 《…》`, `extends=2030-02-28 《…》`, `amends< …` for changed by the one cited."""
    marks = "<" if reading.inverse else ""
    marks += f"@{reading.article}" if reading.article and reading.relation == "repeals" else ""
    marks += f"={reading.until}" if reading.until else ""
    return f"{reading.relation}{marks} {reading.citation.text}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_document_says(case: dict[str, Any]) -> None:
    body = case.get("body") or document(case["letter"], case.get("annex", ""))
    readings = read(body, title=case.get("title", TITLE), number=case.get("number", NUMBER))
    assert [told(reading) for reading in readings] == case["reads"]
    for reading in readings:
        start, end = reading.sentence
        assert start <= reading.citation.start < end <= len(body)
        assert body[reading.citation.start : reading.citation.end] == reading.citation.text


@pytest.mark.parametrize("cue", load("cues")["cues"], ids=lambda cue: cue["example"])
def test_every_cue_reads_its_example(cue: dict[str, str]) -> None:
    first = read(document(cue["example"] + "\n\n二、其他事项"), title="云海市关于停车的通知", number=None)[0]
    assert first.relation == cue.get("reads", cue["relation"])


def test_published_changes_are_read_in_at_least_15_wordings() -> None:
    assert sum(any(told.startswith("amends") for told in case["reads"]) for case in CASES) >= 15


def test_the_sentence_is_the_one_that_names_it() -> None:
    body = document("前一句。根据《甲条例》，现通知如下。后一句提到《乙办法》。")
    sentences = {r.citation.text: body[slice(*r.sentence)] for r in read(body, title=TITLE, number=None)}
    assert sentences == {"《甲条例》": "根据《甲条例》，现通知如下。", "《乙办法》": "后一句提到《乙办法》。"}


def test_a_full_stop_inside_a_title_does_not_end_the_sentence() -> None:
    body = document("请阅《你好。停车》的说明。")
    (reading,) = read(body, title=TITLE, number=None)
    assert body[slice(*reading.sentence)] == "请阅《你好。停车》的说明。"


@pytest.mark.parametrize(
    "body",
    [
        "根据" + "和市政府的《甲》" * 1_000 + "。",
        "《甲》" + "和1997年市政府公布的《甲》" * 1_000 + "同时废止",
        "《甲》" + "和市政府通过的" * 3_000 + "《乙》废止",
        "为贯彻" * 5_000 + "《甲》",
        "应当" * 5_000 + "根据《甲》",
        "根据1997年" * 3_000 + "《关于修改〈甲〉的决定》修正的《乙》同时废止",
        "《甲》（" * 1_500,
        "《" * 10_000 + "》" * 10_000,
        "自2024年1月1日起施行，" * 3_000,
        " " * 200_000 + "《甲》",
        "《甲》。\n" * 5_000,
        "附件1\n\n" * 5_000,
        "市交通委\n" * 10_000,
        "第一条 根据《甲》。\n\n" * 3_000,
    ],
    ids=lambda body: f"{body[:12]}… {len(body)}",
)
def test_time_grows_with_the_text_alone(body: str) -> None:
    started = time.process_time()
    read(body, title=TITLE, number=NUMBER)
    assert time.process_time() - started < 5


PIECES = ["《", "》", "〈", "〉", "<", ">", "根据", "废止", "有效期延长至2030年1月1日", "云交规〔2024〕3号", "第三条", "\n", "\n\n", "。",
          "，", "（", "）", "以下简称", "附件1", "云海市交通委", "2024年5月13日", "# ", "办法", "云海市人民政府令第13号", "：", "现予印发"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join))
def test_any_text_is_read_without_an_exception(body: str) -> None:
    for reading in read(body, title=TITLE, number=NUMBER):
        assert body[reading.citation.start : reading.citation.end] == reading.citation.text
        assert 0 <= reading.sentence[0] <= reading.sentence[1] <= len(body)
