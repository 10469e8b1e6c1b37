"""What is kept between runs: a run with it writes the bytes of a run without it, whatever was edited, damaged or taken back."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from policy_library.search import index, kept
from policy_library.search.index import written
from policy_library.search.analysis import analyse
from policy_library.search.files import FOLDER, files
from policy_library.search.records import Paragraph, Record, Text
from policy_library.search.slots import slot, slots_for
from policy_library.work.memory import Memory
from policy_library.work.processes import Serial

SYLLABLES = "停车场库管理办法条例规定市交通委员会收费减免备案经营者泊位共享夜间充电设施审批许可𠀀〇"
EXTRAS = ("gb16739", "第十二条", "〔2024〕3号", "云规〔2024〕17号", "PM2.5", "\ud83d")


def words(dice: random.Random, most: int) -> str:
    pieces = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 9))) + dice.choice(("", "，", *EXTRAS)) for _ in range(dice.randint(0, most))]
    return "".join(pieces)


def drawn(dice: random.Random, place: int) -> Record:
    texts = tuple(Paragraph("", words(dice, 60) * dice.choice((1, 1, 9))) for _ in range(dice.randint(0, 5)))
    return Record(
        f"policies/d{place}", "policies", f"policies/d{place}/", words(dice, 2) + "通知", day=date(2020, 1, 1) + timedelta(days=place),
        number=f"云规〔2024〕{place}号" if place % 3 else None, text=Text(before=texts),
    )


@pytest.fixture
def library() -> list[Record]:
    dice = random.Random(5)
    return [drawn(dice, place) for place in range(0, 120, 2)]


def with_memory(records: list[Record], folder: Path) -> dict[str, bytes]:
    return written(files(records, {}, (), Memory(folder, Serial)))


def without(records: list[Record]) -> dict[str, bytes]:
    made = [analyse(one) for one in records]
    whole = index.build(records, [one for one, _ in made], passages=lambda place: made[place][1])
    return {FOLDER + name: content for name, content in written(whole.files).items()}


def edit(records: list[Record], dice: random.Random) -> list[Record]:
    at = dice.randrange(len(records))
    one = records[at]
    before = list(one.text.before)
    match dice.choice(("add last", "add", "delete", "delete last", "retitle", "rename", "renumber", "word", "paragraph", "less", "swap", "nothing")):
        case "add last":
            return [*records, drawn(dice, dice.randrange(1000, 9000))]
        case "add":
            return [*records[:at], drawn(dice, dice.randrange(1000, 9000)), *records[at:]]
        case "delete" if len(records) > 20:
            return [*records[:at], *records[at + 1 :]]
        case "delete last" if len(records) > 20:
            return records[:-1]
        case "retitle":
            one = replace(one, title=words(dice, 3))
        case "rename":
            one = replace(one, key=f"{one.key}x", href=f"{one.href[:-1]}x/")
        case "renumber":
            one = replace(one, number=dice.choice((None, "云规〔2025〕1号")), also=dice.choice(((), ("停车办法", "3-2"))))
        case "word":
            before.append(Paragraph("", dice.choice(EXTRAS)))
        case "paragraph":
            before.insert(0, Paragraph("", words(dice, 200)))
        case "less":
            before = before[1:]
        case "swap":
            other = dice.randrange(len(records))
            records = list(records)
            records[at], records[other] = records[other], records[at]
            return records
    return [*records[:at], replace(one, text=Text(before=tuple(before))), *records[at + 1 :]]


@pytest.mark.parametrize("seed", range(3))
def test_runs_with_memory_write_the_bytes_of_runs_without(seed: int, library: list[Record], tmp_path: Path) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        assert with_memory(library, tmp_path) == without(library)
        for _ in range(dice.choice((1, 1, 1, 3))):
            library = edit(library, dice)


def left_alone(records: list[Record], folder: Path) -> int:
    """How many shards a run takes as the last one left them."""
    memory = Memory(folder, Serial)
    return len(kept.shards(kept.last(memory), kept.analysed(records, memory), memory))


def test_an_edit_makes_the_shards_of_its_terms_alone(library: list[Record], tmp_path: Path) -> None:
    slots = slots_for(len(library))
    assert left_alone(library, tmp_path) == 0
    with_memory(library, tmp_path)
    assert left_alone(library, tmp_path) == slots
    edited = list(library)
    edited[7] = replace(edited[7], text=Text(before=(*edited[7].text.before, Paragraph("", "骑楼"))))
    assert left_alone(edited, tmp_path) == slots - 1
    edited[7] = replace(edited[7], title=f"{edited[7].title}，骑楼")
    assert left_alone(edited, tmp_path) == slots - len({slot(term, slots) for term in ("骑楼", "骑", "楼")})


def held(folder: Path, kind: str) -> dict[str, bytes]:
    with closing(sqlite3.connect(folder / "texts.sqlite")) as database:
        return dict(database.execute("SELECT key, value FROM kept WHERE kind = ?", (kind,)).fetchall())


def put(folder: Path, kind: str, key: str, value: bytes) -> None:
    with closing(sqlite3.connect(folder / "texts.sqlite")) as database:
        database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (kind, key, value))
        database.commit()


@pytest.mark.parametrize("kind", [kept.ANALYSES, kept.SHARDS, kept.LAST])
def test_what_is_damaged_is_made_anew(kind: str, library: list[Record], tmp_path: Path) -> None:
    plain = with_memory(library, tmp_path)
    dice = random.Random(3)
    rows = list(held(tmp_path, kind).items())
    for turn in range(12):
        key, value = dice.choice(rows)
        at = dice.randrange(len(value))
        damaged = [value[:at] + bytes([value[at] ^ 1 << dice.randrange(8)]) + value[at + 1 :], value[:-3], b"", b"rubbish"][turn % 4]
        put(tmp_path, kind, key, damaged)
        assert with_memory(library, tmp_path) == plain


def test_shards_of_another_run_are_not_taken_for_this_one_s(library: list[Record], tmp_path: Path) -> None:
    """Two builds at once can leave the shards of one beside the rest of the other."""
    with_memory(library, tmp_path / "one")
    other = [replace(one, title=f"{one.title}骑楼") for one in library]
    with_memory(other, tmp_path / "other")
    for key, value in held(tmp_path / "other", kept.SHARDS).items():
        put(tmp_path / "one", kept.SHARDS, key, value)
    for key, value in list(held(tmp_path / "other", kept.ANALYSES).items())[:9]:
        put(tmp_path / "one", kept.ANALYSES, key, value)
    assert with_memory(library, tmp_path / "one") == without(library)


def test_what_was_taken_back_is_forgotten(library: list[Record], tmp_path: Path, record: Callable[..., Record]) -> None:
    with_memory(library, tmp_path)
    before = {kind: held(tmp_path, kind) for kind in (kept.ANALYSES, kept.SHARDS, kept.LAST)}
    secret = record(999, "机密标题", "骑楼还不能公开的话", number="密〔2024〕9号")
    with_memory([*library, secret], tmp_path)
    assert secret.key in held(tmp_path, kept.ANALYSES)
    with_memory(library, tmp_path)
    assert {kind: held(tmp_path, kind) for kind in before} == before
    whole = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "密〔2024〕9号".encode() not in whole and secret.key.encode() not in whole
    assert zlib.compress(b"g" + "\t骑楼还不能公开的话".encode("gbk"), 9) not in whole
