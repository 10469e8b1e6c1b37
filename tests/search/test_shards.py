"""What is written: the same bytes for the same library, and after an edit only what the edit touched."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from policy_library.search import analysis, modules, postings, shards
from policy_library.search.index import MANIFEST, ROWS, build, written
from policy_library.search.records import Paragraph, Record, Text
from policy_library.search.slots import slot, slots_for, slots_of_pairs
from policy_library.search.tokens import pair_code, tokens

TEXTS = ("停车场应当公示收费标准。", "经营者办理备案，材料齐全的当场办结。", "本办法自2024年6月1日起施行。", "养老机构按照规定享受补贴。")


@pytest.fixture
def library(record: Callable[..., Record]) -> list[Record]:
    return [
        record(i, f"云海市第{i}号停车办法", *(f"{TEXTS[(i + j) % 4]}第{i * 7 + j}段" for j in range(i % 5)), number=f"云规〔2024〕{i + 1}号")
        for i in range(60)
    ]


def built(records: list[Record], *, exact: bool = False) -> dict[str, bytes]:
    made = [analysis.analyse(one) for one in records]
    return written(build(records, [one for one, _ in made], passages=lambda place: made[place][1], exact=exact).files)


def test_an_edit_rewrites_the_shards_of_its_terms_and_the_manifest(library: list[Record]) -> None:
    before = built(library)
    edited = list(library)
    edited[17] = replace(library[17], text=Text(before=(*library[17].paragraphs, Paragraph("", "新增骑楼一处"))))
    after = built(edited)
    slots = slots_for(len(library))
    added = {token.term for token in tokens("新增骑楼一处")}
    touched = {f"s/{slot(term, slots):x}" for term in added}
    assert {name.split(".")[0] for name in after.keys() - before.keys() if name.startswith("s/")} == touched
    others = {name.split(".")[0] for name in after if after[name] != before.get(name) and not name.startswith("s/")}
    assert others == {"index", "columns", "t/policies-d17", f"r/{17 // ROWS:x}"}


def test_a_new_document_leaves_the_shards_of_other_terms_alone(library: list[Record], record: Callable[..., Record]) -> None:
    before, new = built(library), record(61, "骑楼", "骑楼一处")
    after, (told, _) = built([*library, new]), analysis.analyse(new)
    touched = {f"s/{slot(term, slots_for(len(library))):x}" for term in (*told.text.all, *told.title.all)}
    assert {name.split(".")[0] for name in after.keys() - before.keys() if name.startswith("s/")} == touched


@pytest.mark.parametrize("limits", [{"AT_ONCE": 1, "NEAR": 0}, {"AT_ONCE": 40, "BLOCK": 7}, {"GATHERED": 300}, {"GATHERED": 1, "BESIDE": 1}], ids=str)
@pytest.mark.parametrize("count", [60, 700])
def test_the_index_does_not_depend_on_how_much_is_made_at_once(
    limits: dict[str, int], count: int, library: list[Record], monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With fewer slots than there are parts of them, and with more."""
    records = [replace(library[i % len(library)], key=f"policies/d{i}", href=f"policies/d{i}/") for i in range(count)]
    right = built(records)
    for name, value in limits.items():
        monkeypatch.setattr(postings if hasattr(postings, name) else shards, name, value)
    assert built(records) == right


def test_both_languages_find_the_slot_of_a_term(run: Callable[..., Any]) -> None:
    terms = [token.term for token in tokens("云海市停车场管理办法𠀀〇 第一条 Parking-2024，云府规〔2024〕3号")] + ["云府规〔2024〕3号", "〔2024〕3", ""]
    sizes = [16 << n for n in range(9)]
    assert run("slots.js", {"terms": terms, "sizes": sizes}) == [[slot(term, size) for term in terms] for size in sizes]
    plain = [term for term in terms if pair_code(term) is not None]
    assert plain and all(
        slots_of_pairs(np.array([pair_code(term) for term in plain], np.uint32), size).tolist() == [slot(term, size) for term in plain] for size in sizes
    )


def test_the_index_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; from datetime import date; from policy_library.search.analysis import analyse; from policy_library.search.index import build;"
        "from policy_library.search.records import Paragraph, Record, Text;"
        "r = [Record(f'policies/d{i}', 'policies', f'policies/d{i}/', f'停车办法{i}', day=date(2024, 1, 1 + i),"
        " text=Text(before=(Paragraph('', '停车场应当公示收费标准' * i),))) for i in range(20)];"
        "m = [analyse(one) for one in r];"
        "f = {n: c if isinstance(c, bytes) else c() for n, c in build(r, [a for a, _ in m], passages=lambda place: m[place][1]).files.items()};"
        "print(hashlib.sha256(repr(sorted(f.items())).encode()).hexdigest())"
    )
    seen = {
        subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1")
    }
    assert len(seen) == 1


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("texts", [[], [()], [("",)], [("甲",), ()], [("𠀀乙", "\ud83d", "〇〇一")], [("停" * 300_000,)]], ids=lambda texts: ascii(texts)[:20])
def test_there_is_an_index_of_whatever_there_is(texts: list[tuple[str, ...]], exact: bool, record: Callable[..., Record]) -> None:
    records = [record(i, "" if not i else "标题", *held) for i, held in enumerate(texts)]
    files = built(records, exact=exact)
    assert json.loads(files[MANIFEST])["documents"] == len(texts)


def test_passages_are_read_back_in_both_encodings(library: list[Record], run: Callable[..., Any]) -> None:
    """GBK as Python writes it and as browsers read it, by the browser's own decompression and by ours."""
    gbk = "".join(
        character for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xE000
        for character in [chr(code)] if character.encode("gbk", "ignore")
    )
    texts = [f"甲{gbk}", "𠀀乙😀", "", *("停车" * n + str(n) for n in (1, 400, 9000))]
    blobs = [zlib.compress(text.encode("utf8"), level) for text in texts for level in (0, 1, 9)]
    blobs += [analysis.passage([Paragraph("第一条", text)]) for text in texts]
    answer = run("inflated.js", [base64.b64encode(blob).decode() for blob in blobs])
    expected = [zlib.decompress(blob) for blob in blobs]
    for one, blob in zip(answer, expected, strict=True):
        assert base64.b64decode(one["browser"]) == base64.b64decode(one["ours"]) == blob
    for one, text in zip(answer[-len(texts) :], texts, strict=True):
        assert one["text"] == f"第一条\t{text}"


def test_lunr_is_the_host_s_with_its_licence() -> None:
    source = modules.lunr()
    assert source.startswith("/**\n * lunr - http://lunrjs.com")
    assert "@license MIT" in source
    assert f'lunr.version = "{modules.VERSION}"' in source
    assert source.count("lunr.Index.load = function") == 1


def test_the_manifest_holds_no_time_and_every_name_is_there(library: list[Record]) -> None:
    files = built(library)
    manifest = json.loads(files[MANIFEST])
    slots = manifest["slots"]
    assert len(manifest["shards"]) == slots * 6
    for number in range(slots):
        assert f"s/{number:x}.{manifest['shards'][number * 6 : number * 6 + 6]}.bin" in files
