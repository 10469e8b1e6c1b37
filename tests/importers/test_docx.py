"""Documents of Word: written by python-docx as people write them, or part by part where it cannot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Docx

from policy_library.importers import docx
from policy_library.importers.base import Page, Refused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def saved(write: Callable[[Docx], None]) -> bytes:
    document = Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return stream.getvalue()


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def notes(page: Page) -> dict[str, dict]:
    return {note.kind: dict(note.values) for note in page.notes}


def test_a_document_as_people_write_it() -> None:
    def write(document: Docx) -> None:
        document.add_paragraph("云海市停车办法")
        document.add_heading("第一章 总则", 1)
        document.add_paragraph("第一条 为了停车*，").add_run("制定本办法。").bold = True
        table = document.add_table(2, 2)
        for cell, text in zip((cell for row in table.rows for cell in row.cells), "区数东三", strict=True):
            cell.text = text

    assert docx.read(saved(write)).text == "云海市停车办法\n\n## 第一章 总则\n\n第一条 为了停车\\*，制定本办法。\n\n| 区 | 数 |\n| --- | --- |\n| 东 | 三 |"


def test_merged_cells_are_merged() -> None:
    def write(document: Docx) -> None:
        table = document.add_table(3, 2)
        for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = str(n)
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(2, 0).merge(table.cell(2, 1))

    page = docx.read(saved(write))
    assert page.text == '<table>\n<tr><td rowspan="2">0<br>2</td><td>1</td></tr>\n<tr><td>3</td></tr>\n<tr><td colspan="2">4<br>5</td></tr>\n</table>'
    assert "merged" in notes(page)


LEVELS = [("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimalEnclosedCircle", "%4"), ("lowerLetter", "%5)")]
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">{''.join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>' for n, (form, text) in enumerate(LEVELS)
)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def numbered(level: int, text: str, list_: int = 1) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>')


def test_numbers_that_the_program_writes_are_words_of_the_text() -> None:
    body = "".join(
        numbered(*one) for one in
        [(0, "甲。"), (1, "子；"), (1, "丑；"), (2, "一。"), (3, "二。"), (4, "三。"), (0, "乙。"), (1, "寅。"), (0, "丙。", 2), (0, "丁。", 3), (0, "无。", 0)]
    )  # fmt: skip
    text = docx.read(packed(body, numbering=NUMBERING)).text
    assert text.split("\n\n") == ["第一条\u3000甲。", "（一）子；", "（二）丑；", "1.一。", "①二。", "a)三。", "第二条\u3000乙。", "（一）寅。", "第三条\u3000丙。", "第一条\u3000丁。", "无。"]


def test_tracked_changes_are_told_where_they_stand() -> None:
    body = p(r("停车费"), f'<w:del w:id="1">{r("每时十元").replace("w:t>", "w:delText>")}</w:del>', f'<w:ins w:id="2">{r("每时五元")}</w:ins>', r("。"))
    page = docx.read(packed(body))
    assert page.text.startswith("停车费每时五元。〔请填写：") and "删去“每时十元”，加入“每时五元”" in page.text
    assert notes(page)["changes"] == {"n": 1}


def test_comments_and_hidden_text_are_told_and_left_out() -> None:
    comments = f'<w:comments {W}><w:comment w:id="0">{p(r("内部讨论"))}</w:comment></w:comments>'
    body = p(r("公开的。"), r("内部的。", "<w:vanish/>"), r("也公开。", '<w:vanish w:val="0"/>'))
    page = docx.read(packed(body, comments=comments))
    assert page.text == "公开的。也公开。"
    assert notes(page) == {"comments": {"n": 1}, "invisible": {"n": 1}}


def test_footnotes_boxes_pictures_and_nested_tables() -> None:
    box = f'<w:r><w:pict><w:txbxContent>{p(r("框里。"))}</w:txbxContent></w:pict></w:r>'
    picture = '<w:r><w:drawing><wp:docPr xmlns:wp="x" descr="示意图"/><a:blip xmlns:a="y"/></w:drawing></w:r>'
    inner = f"<w:tbl><w:tr><w:tc>{p(r('内'))}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p(r('甲'))}{inner}</w:tc><w:tc>{p(r('乙'))}</w:tc></w:tr></w:tbl>"
    footnotes = f'<w:footnotes {W}><w:footnote w:id="3">{p(r("注文。"))}</w:footnote></w:footnotes>'
    page = docx.read(packed(p(r("正文"), '<w:r><w:footnoteReference w:id="3"/></w:r>', r("。"), box, picture) + outer, footnotes=footnotes))
    text, framed, table, note = page.text.split("\n\n")
    assert text.startswith("正文[^1]。〔请填写：原来这里有一张图片 示意图") and framed == "框里。"
    assert table == "| 甲<br>内 | 乙 |\n| --- | --- |" and note == "[^1]: 注文。"
    assert set(notes(page)) == {"textbox", "nested"}


def bomb() -> bytes:
    return packed("<w:p/>", big="0" * 80_000_000)


def with_part(name: str, data: str = "x") -> bytes:
    stream = io.BytesIO(packed(p(r("文。"))))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, data)
    return stream.getvalue()


REFUSED = [
    pytest.param(lambda: with_part("word/vbaProject.bin"), "macros", id="macros"),
    pytest.param(bomb, "zip_bomb", id="bomb"),
    pytest.param(lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old_word", id="doc"),
    pytest.param(lambda: b"PK\x03\x04 broken", "damaged", id="broken-archive"),
    pytest.param(lambda: packed("<w:p>"), "damaged", id="broken-xml"),
    pytest.param(lambda: packed("<w:p>" * 5000 + "</w:p>" * 5000), "damaged", id="deep-xml"),
    pytest.param(lambda: b"text", "damaged", id="text"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "reason"), REFUSED)
def test_what_is_refused_is_named(made: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        docx.read(made())
    assert refused.value.reason == reason


def test_macros_by_the_type_of_the_content() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>')
        archive.writestr("word/document.xml", f"<w:document {W}/>")
    with pytest.raises(Refused, match="macros"):
        docx.read(stream.getvalue())


def test_entities_are_not_followed() -> None:
    evil = f'<!DOCTYPE w [<!ENTITY a "啊"><!ENTITY b SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>{p(r("前&b;后"))}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", evil)
    assert "root" not in docx.read(stream.getvalue()).text


def test_figures_of_a_stranger_may_say_anything() -> None:
    body = numbered(0, "甲。").replace('w:ilvl w:val="0"', 'w:ilvl w:val="x"') + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='-9'/></w:tcPr></w:tc></w:tr></w:tbl>"
    page = docx.read(packed(body, numbering=NUMBERING.replace('w:start w:val="1"', 'w:start w:val="一"')))
    assert page.text == "第一条\u3000甲。"
