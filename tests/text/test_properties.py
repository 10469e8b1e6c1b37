"""What holds for any text: no exception, spans inside the text, and printing what was parsed gives it back."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_library.text import (
    articles,
    citations,
    dates,
    index_numbers,
    numbers,
    orders,
    outline,
    standards,
    validity,
)
from policy_library.text.normalize import half_width, squeeze, title_key

# Words of the grammars, so that random texts come close to what is parsed.
WORDS = ["沪府办", "〔", "〕", "[", "]", "（", "）", "2024", "２０２４", "第", "3", "号", "令", "年", "月", "日", "《", "》", "〈", "〉", "<", ">", "\n",
         "\n\n", " ", "\u3000", "\u200b", "条", "款", "项", "之一", "十二", "一百零三", "〇", "GB/T 16739-2023", "交通运输部", "以下简称", "自", "起施行",
         "有效期至", "五年", "本办法", "附件1", "附件：", "一、", "（一）", "1.", "# ", "上海市交通委员会", "各有关单位：", "。", "，", "\r", "\u2028"]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=50).map("".join)
han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=10)
any_text = settings(max_examples=200, deadline=None)


@any_text
@given(texts)
def test_spans_lie_in_the_text_and_in_order(body: str) -> None:
    for find in (numbers.find, orders.find, standards.find, dates.find, articles.find):
        found = find(body)
        assert all(0 <= f.start < f.end <= len(body) for f in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@any_text
@given(texts)
def test_citations_point_at_their_text_and_at_each_other(body: str) -> None:
    found = citations.find(body)
    assert [c.start for c in found] == sorted(c.start for c in found)
    for i, c in enumerate(found):
        assert body[c.start : c.end] == c.text
        assert (c.title is not None) == (c.form == "title")
        assert (c.number is not None) == (c.form != "title")
        if c.inside is not None:
            outer = found[c.inside]
            assert c.inside < i and outer.start < c.start and c.end <= outer.end
        if c.of is not None:
            assert found[c.of].form == "title" and found[c.of].end <= c.start
        if c.stands_for is not None:
            assert c.stands_for < i and found[c.stands_for].form == "title"


@any_text
@given(texts)
def test_paragraphs_keep_the_text_and_each_has_one_role(body: str) -> None:
    parts = outline.parts(body)
    assert all(body[p.paragraph.start : p.paragraph.end] == p.paragraph.text for p in parts)
    assert squeeze("".join(p.paragraph.text for p in parts)) == squeeze(body)
    zones = [p.zone for p in parts if p.role not in ("attachment-list", "text")]
    assert zones == sorted(zones, reverse=True)  # letter, then annex


@any_text
@given(texts)
def test_validity_is_read_from_anything(body: str) -> None:
    found = validity.find(body)
    for span in (found.effective_span, found.expires_span):
        assert span is None or 0 <= span[0] < span[1] <= len(body)


@any_text
@given(texts)
def test_parsers_take_anything(text: str) -> None:
    for parse in (
        numbers.DocNumber.parse,
        orders.OrderNumber.parse,
        index_numbers.IndexNumber.parse,
        dates.parse,
        articles.number,
    ):
        parse(text)
    index_numbers.check(text)
    articles.parse_numeral(text)


@any_text
@given(st.text(max_size=60))
def test_normal_forms_are_stable(text: str) -> None:
    for normal in (half_width, squeeze, title_key):
        assert normal(normal(text)) == normal(text)


@any_text
@given(texts)
def test_what_parses_prints_back(text: str) -> None:
    for cls in (numbers.DocNumber, orders.OrderNumber, index_numbers.IndexNumber):
        parsed = cls.parse(text)
        assert parsed is None or cls.parse(str(parsed)) == parsed
    for found in numbers.find(text):
        assert numbers.DocNumber.parse(str(found.number)) == found.number
        assert numbers.DocNumber.parse(text[found.start : found.end]) == found.number


@any_text
@given(han, st.integers(1950, 2099), st.integers(1, 99999))
def test_a_number_is_found_or_refused_whole(office: str, year: int, serial: int) -> None:
    parsed = numbers.DocNumber.parse(f"{office}〔{year}〕{serial}号")
    assert parsed is None or (parsed.office, parsed.year, parsed.serial) == (office, year, serial)


@any_text
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_print_back(day: date) -> None:
    assert dates.parse(dates.format_zh(day)) == day
    assert dates.parse(day.isoformat()) == day


@any_text
@given(st.integers(1, 1999), st.none() | st.integers(1, 20))
def test_articles_print_back(n: int, of: int | None) -> None:
    label = articles.number(f"第{n}条" + (f"之{of}" if of else ""))
    assert label == articles.number(label)
