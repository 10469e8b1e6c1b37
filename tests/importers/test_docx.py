"""Word documents become Markdown, or are refused by name; the files are made here, part by part."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from policy_library.importers import docx
from policy_library.importers.base import Page, Refused
from policy_library.locale import text as words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="m/mc" xmlns:wp="m/wp" xmlns:a="m/a" xmlns:pic="m/pic" xmlns:v="m/v" xmlns:m="m/math" xmlns:wps="m/wps"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*pairs: tuple[str, str]) -> str:
    return "<Relationships>" + "".join(f'<Relationship Type="{RELATION}/{kind}" Target="{to}"/>' for kind, to in pairs) + "</Relationships>"


def packed(body: str, *, members: dict[str, str | bytes] | None = None, **parts: str) -> bytes:
    """`parts`: kind of part → what stands in its root."""
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*((kind, f"{kind}.xml") for kind in parts)),
        **{f"word/{kind}.xml": f"<w:{kind} {SPACES}>{inside}</w:{kind}>" for kind, inside in parts.items()},
        **(members or {}),
    }
    return zipped(held)


def zipped(held: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(body: str, **parts: str) -> Page:
    return docx.read(packed(body, **parts))


def blocks(body: str, **parts: str) -> list[str]:
    text = read(body, **parts).text
    return text.removesuffix("\n").split("\n\n") if text else []


def notes(page: Page) -> dict[str, dict[str, object]]:
    return {note.kind: dict(note.values) for note in page.notes}


def p(*inside: str, style: str = "", props: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{props}</w:pPr>{''.join(one if one.startswith('<') else r(one) for one in inside)}</w:p>"


def r(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'


def style(name: str, identifier: str, props: str = "", *, based: str = "", run: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}<w:pPr>{props}</w:pPr><w:rPr>{run}</w:rPr></w:style>'


def cell(*inside: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{''.join(one if one.startswith('<') else p(one) for one in inside)}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def change(deleted: str, inserted: str) -> str:
    return words("importing.hold.change", deleted=deleted, inserted=inserted)


def picture(name: str) -> str:
    return words("importing.hold.picture", name=name)


def drawing(inside: str, name: str = "图片 1") -> str:
    return f'<w:drawing><wp:inline><wp:docPr id="1" name="{name}"/>{inside}</wp:inline></w:drawing>'


def box(*inside: str) -> str:
    return f"<w:txbxContent>{''.join(inside)}</w:txbxContent>"


STYLES = (
    style("Title", "a") + style("heading 1", "1") + style("标题 2", "b2") + style("章", "zhang", '<w:outlineLvl w:val="2"/>')
    + style("小章", "xz", based="zhang") + style("heading 6", "6") + style("toc 1", "t1") + style("暗", "an", run="<w:vanish/>")
)  # fmt: skip

HEADINGS = [
    (p("停车办法", style="a"), ["# 停车办法"]),
    (p("云海市人民政府", style="a") + p("关于停车的通知", style="a"), ["# 云海市人民政府关于停车的通知"]),
    (p("关于停车", "<w:r><w:br/></w:r>", "的通知", style="a"), ["# 关于停车的通知"]),
    (p("总则", style="1"), ["## 总则"]),
    (p("总则", style="b2"), ["### 总则"]),
    (p("总则", style="zhang"), ["#### 总则"]),
    (p("总则", style="xz"), ["#### 总则"]),
    (p("总则", style="6"), ["#### 总则"]),
    (p("总则", props='<w:outlineLvl w:val="0"/>'), ["## 总则"]),
    (p("正文", style="zhang", props='<w:outlineLvl w:val="9"/>'), ["正文"]),
    (p("第一条 为了停车，制定本办法。", style="1"), ["第一条 为了停车，制定本办法。"]),
    (p(" ", style="1"), []),
]


@pytest.mark.parametrize(("body", "expected"), HEADINGS)
def test_headings_are_told_by_their_styles(body: str, expected: list[str]) -> None:
    assert blocks(body, styles=STYLES) == expected


TEXT = [
    (p("　　为了", "停车 ", "管理"), ["为了停车 管理"]),
    (p(r("一"), "<w:r><w:tab/></w:r>", r("二")), ["一 二"]),
    (p("上", "<w:r><w:br/></w:r>", "下"), ["上", "下"]),
    (p("上", '<w:r><w:br w:type="page"/></w:r>', "下"), ["上下"]),
    (p("10m", r("2", '<w:vertAlign w:val="superscript"/>'), "与CO", r("2", '<w:vertAlign w:val="subscript"/>')), ["10m<sup>2</sup>与CO<sub>2</sub>"]),
    (p("见", f'<w:hyperlink w:anchor="x">{r("办事指南")}</w:hyperlink>', "。"), ["见办事指南。"]),
    (p("5", r("*"), r("3"), r("&lt;b&gt;")), [r"5\*3&lt;b>"]),
    (p("  #", " 一"), [r"\# 一"]),
    (p("共", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>PAGE</w:instrText></w:r>", r("码"),
       '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("3"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "页"), ["共3页"]),
    (p('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "是"), ["\uf0a8是"]),
    (p("一<!-- 注 -->二"), ["一二"]),
    (f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('控件里')}</w:sdtContent></w:sdt>", ["控件里"]),
    (p("联系人：", f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('点击输入')}</w:sdtContent></w:sdt>"), ["联系人：" + words("importing.hold.field")]),
    (p(f"<w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"), ["拼"]),
    (p("为", "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), ["为" + words("importing.hold.formula", words="a+b")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TEXT)
def test_words_are_kept_as_they_stand(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


def test_the_other_edition_of_the_standard_is_read_alike() -> None:
    heading = p("总则", props='<w:outlineLvl w:val="0"/>')
    held = zipped({"word/document.xml": f'<w:document xmlns:w="{STRICT}"><w:body>{heading}</w:body></w:document>'})
    assert docx.read(held).text == "## 总则\n"


NUMBERS = [
    ("chineseCounting", "%1、", [1, 10, 11, 20, 21], ["一、", "十、", "十一、", "二十、", "二十一、"]),
    ("chineseCounting", "（%1）", [99, 101], ["（九十九）", "（一〇一）"]),
    ("chineseCountingThousand", "第%1条", [1, 12, 101, 110, 1000], ["第一条", "第十二条", "第一百零一条", "第一百一十条", "第一千条"]),
    ("japaneseCounting", "第%1章", [3], ["第三章"]),
    ("ideographDigital", "%1、", [1, 10, 23], ["一、", "一〇、", "二三、"]),
    ("decimal", "%1.", [1, 12], ["1.", "12."]),
    ("decimalZero", "%1", [7, 12], ["07", "12"]),
    ("decimalFullWidth", "%1．", [12], ["１２．"]),
    ("decimalEnclosedCircle", "%1", [1, 20, 21], ["①", "⑳", "21"]),
    ("chineseLegalSimplified", "%1、", [12], ["壹拾贰、"]),
    ("ideographTraditional", "%1、", [2], ["乙、"]),
    ("upperLetter", "%1.", [1, 27], ["A.", "AA."]),
    ("lowerRoman", "%1)", [4, 19], ["iv)", "xix)"]),
    ("none", "附件", [1], ["附件"]),
]


@pytest.mark.parametrize(("form", "pattern", "at", "expected"), NUMBERS)
def test_automatic_numbers_are_written_out(form: str, pattern: str, at: list[int], expected: list[str]) -> None:
    written = [blocks(numbered(""), numbering=numbering(level(0, form, pattern, start=n)))[0] for n in at]
    assert written == expected


LISTS = numbering(
    level(0, "chineseCountingThousand", "第%1章"), level(1, "chineseCounting", "%2、"), level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%4", more="<w:isLgl/>"),
    more='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
)  # fmt: skip


def test_numbers_count_on_and_begin_anew() -> None:
    body = [("总则", 0, 1), ("甲", 1, 1), ("乙", 1, 1), ("5公里", 2, 1), ("范围", 2, 1), ("分则", 0, 1), ("丙", 1, 1), ("丁", 1, 2), ("戊", 1, 1), ("己", 3, 1)]
    assert blocks("".join(numbered(*one) for one in body), numbering=LISTS) == [
        "第一章　总则", "一、甲", "二、乙", "1\\. 5公里", "2.范围", "第二章　分则", "一、丙", "五、丁", "六、戊", "2.1 己",
    ]  # fmt: skip


def test_a_style_may_bring_the_number() -> None:
    tiao = style("条", "tiao", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    held = numbering(level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", more='<w:pStyle w:val="tiao"/>'))
    body = p("甲", style="tiao") + p("无号", style="tiao", props='<w:numPr><w:numId w:val="0"/></w:numPr>') + p("乙", style="tiao")
    assert blocks(body, styles=tiao, numbering=held) == ["第一条　甲", "无号", "第二条　乙"]


def test_points_are_a_list_and_an_unknown_format_is_told() -> None:
    assert blocks(numbered("甲"), numbering=numbering(level(0, "bullet", "\uf0b7"))) == ["- 甲"]
    page = read(numbered("甲"), numbering=numbering(level(0, "hebrew1", "%1.")))
    assert page.text == "1.甲\n" and notes(page) == {"numbering": {"format": "hebrew1"}}


MERGED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLES = [
    (table(row("项目", "标准"), row("停车|位", "5*3")), ["| 项目 | 标准 |\n| --- | --- |\n| 停车\\|位 | 5\\*3 |"]),
    (table(row(cell("合计", props='<w:gridSpan w:val="2"/>')), row("甲", "乙")), ['<table>\n<tr><td colspan="2">合计</td></tr>\n<tr><td>甲</td><td>乙</td></tr>\n</table>']),
    (table(row(cell("甲", props=MERGED[0]), "一"), row(cell("", props=MERGED[1]), "二"), row(cell("乙", props=MERGED[0]), "三")),
     ['<table>\n<tr><td rowspan="2">甲</td><td>一</td></tr>\n<tr><td>二</td></tr>\n<tr><td>乙</td><td>三</td></tr>\n</table>']),
    (table(row(cell("甲", props=MERGED[0]), cell("乙", props=MERGED[0])), row(cell("", props=MERGED[1]), cell("", props=MERGED[1])), row("一", "二")),
     ["| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |"]),
    (table(row(cell("上", "下"), "二"), row("三", "四")), ["| 上<br>下 | 二 |\n| --- | --- |\n| 三 | 四 |"]),
    (table(row("序", "二"), row(cell(numbered("")), "三"), row(cell(numbered("")), "四")), ["| 序 | 二 |\n| --- | --- |\n| 1 | 三 |\n| 2 | 四 |"]),
    (table(row(cell("框里第一段", "框里第二段"))), ["框里第一段", "框里第二段"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TABLES)
def test_tables_stay_tables(body: str, expected: list[str]) -> None:
    assert blocks(body, numbering=numbering(level(0, "decimal", "%1"))) == expected


def test_merged_and_nested_tables_are_told() -> None:
    page = read(table(row(cell("甲", props='<w:gridSpan w:val="2"/>')), row("一", cell(table(row("里", "面"), row("二", "三"))))))
    assert "<td>里 面<br>二 三</td>" in page.text and set(notes(page)) == {"merged", "nested"}


def gone(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def new(text: str) -> str:
    return f"<w:ins>{r(text)}</w:ins>"


CHANGES = [
    (p("自", gone("五月"), new("六月"), "起"), ["自六月" + change("五月", "六月") + "起"], 1),
    (p("自", f"<w:moveTo>{r('今日')}</w:moveTo>", "起，", gone("不"), "停"), ["自今日" + change("", "今日") + "起，" + change("不", "") + "停"], 2),
    (p(f"<w:ins>{gone('来')}{r('去')}</w:ins>"), ["去" + change("来", "去")], 1),
    (p(gone("云〔2024〕1号")), [change("云[2024]1号", "")], 1),
    (p("上", props="<w:rPr><w:del/></w:rPr>") + p("下"), ["上" + change(words("importing.hold.newline"), "") + "下"], 1),
    (table(row("甲", "乙"), row(cell(p(gone("丙"))), cell(p(gone("丁"))), props="<w:del/>"), row("戊", "己")),
     ["| 甲 | 乙 |\n| --- | --- |\n| 戊 | 己 |", change("丙丁", "")], 1),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "count"), CHANGES)
def test_tracked_changes_are_accepted_and_told_where_they_stand(body: str, expected: list[str], count: int) -> None:
    assert blocks(body) == expected
    assert notes(read(body)) == {"changes": {"n": count}}


def test_comments_footnotes_contents_and_hidden_text_are_told_not_taken() -> None:
    page = read(
        p("总则1", style="t1") + p("正文", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。", '<w:r><w:commentReference w:id="0"/></w:r>')
        + p("明", r("暗", "<w:vanish/>"), r("处", "<w:vanish/>"), r("处", '<w:vanish w:val="0"/>')) + p("全暗", style="an"),
        styles=STYLES, comments=f'<w:comment w:id="0">{p("批注")}</w:comment>', footnotes=f'<w:footnote w:id="2">{p("脚注的话")}</w:footnote>',
    )  # fmt: skip
    assert page.text == "正文。\n\n明处\n"
    assert notes(page) == {
        "footnote": {"place": "正文", "words": "脚注的话"}, "contents": {}, "comments": {"n": 1}, "invisible": {"n": 2},
    }  # fmt: skip
    assert all(words(f"importing.note.{note.kind}", **note.values) for note in page.notes)


def test_heads_and_feet_of_pages_are_not_taken() -> None:
    page = read(p("正文", props="<w:sectPr><w:headerReference/></w:sectPr>"), header=p("页眉"), footer=p("页脚"))
    assert (page.text, page.notes) == ("正文\n", ())


THINGS = [
    (p(f"<w:r>{drawing('<a:graphic><pic:pic/></a:graphic>', '公章〔1〕')}</w:r>"), [picture("公章[1]")]),
    (p('<w:r><w:pict><v:shape><v:imagedata title="旧图"/></v:shape></w:pict></w:r>'), [picture("旧图")]),
    (p(f"<w:r>{drawing('<wps:wsp/>', '直线 1')}</w:r>"), []),
    (p('<w:r><w:object><v:imagedata title="x"/></w:object></w:r>'), [words("importing.hold.object")]),
    ("<w:altChunk/>", [words("importing.hold.object")]),
    (p("段落", f"<w:r><mc:AlternateContent><mc:Choice>{drawing('<wps:txbx>' + box(p('框内')) + '</wps:txbx>')}</mc:Choice>"
       f"<mc:Fallback><w:pict><v:textbox>{box(p('框内'))}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>", "其余"), ["段落其余", "框内"]),
    (p(f"<w:r><w:pict><v:textbox>{box(p('旧框'), table(row('一', '二'), row('三', '四')))}</v:textbox></w:pict></w:r>"),
     ["旧框", "| 一 | 二 |\n| --- | --- |\n| 三 | 四 |"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), THINGS)
def test_what_is_no_text_leaves_a_place_to_fill(body: str, expected: list[str]) -> None:
    assert blocks(body) == expected


def test_text_boxes_are_told() -> None:
    assert notes(read(THINGS[5][0])) == {"textbox": {"words": "框内"}}


def lying() -> bytes:
    """Says that its document unpacks to 10 bytes."""
    data = packed(p("停车" * 100_000))
    size = len(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")).to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


def flagged() -> bytes:
    data = bytearray(packed(p("密")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def foreign_packing() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body/></w:document>")
    return out.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE d [<!ENTITY e0 "停">{entities}]><w:document {SPACES}><w:body>{p("&e9;")}</w:body></w:document>'


def outside(path: str) -> str:
    return f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{path}">]><w:document {SPACES}><w:body>{p("&x;")}</w:body></w:document>'


REFUSED = [
    ("macros", packed(p("宏"), members={"word/vbaProject.bin": b"x"})),
    ("macros", packed(p("宏"), members={"other/VBAPROJECT.BIN": b"x"})),
    ("macros", packed(p("宏"), members={"[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'})),
    ("bomb", packed(p("弹"), members={"word/media/a.bmp": bytes(30_000_000)})),
    ("bomb", packed(p("弹"), members={f"x{n}": b"" for n in range(2_001)})),
    ("encrypted", flagged()),
    ("encrypted", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
    ("old_word", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ("too_large", bytes(20_000_001)),
    ("broken", b"PK\x03\x04" + bytes(50)),
    ("broken", "停车办法".encode()),
    ("broken", packed(p("断"))[:-300]),
    ("broken", zipped({"word/other.xml": "<x/>"})),
    ("broken", zipped({"word/document.xml": "<x/>"})),
    ("broken", zipped({"word/document.xml": "<x>"})),
    ("broken", lying()),
    ("broken", foreign_packing()),
    ("broken", zipped({"word/document.xml": laughs()})),
    ("broken", zipped({"word/document.xml": outside("/etc/hostname")})),
    ("broken", packed("<w:ins>" * 300 + "</w:ins>" * 300)),
    ("broken", packed(p("好"), numbering="<w:num")),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "data"), REFUSED, ids=[f"{n}-{one[0]}" for n, one in enumerate(REFUSED)])
def test_what_cannot_be_read_safely_is_refused(reason: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        docx.read(data)
    assert refused.value.reason == reason and words(f"intake.refused.{reason}", **refused.value.values)


def test_a_text_that_repeats_itself_is_no_bomb() -> None:
    assert len(blocks(p("同样的话。") * 8_000)) == 8_000


def test_deep_nesting_is_read() -> None:
    deep = 80
    assert "底" in read((f"<w:tbl><w:tr><w:tc>{p('格')}" * deep) + p("底") + "</w:tc></w:tr></w:tbl>" * deep).text
    assert read(p("<w:smartTag>" * 240 + r("底") + "</w:smartTag>" * 240)).text == "底\n"


def test_what_another_program_writes_is_read() -> None:
    document, out = Document(), io.BytesIO()
    document.add_heading("停车办法", 0)
    document.add_heading("总则", 1)
    document.add_paragraph("为了停车。")
    document.add_paragraph("甲", style="List Bullet")
    document.add_paragraph("乙", style="List Number")
    grid = document.add_table(3, 2)
    for at, one in enumerate("一二三四五六"):
        grid.cell(at // 2, at % 2).text = one
    grid.cell(1, 0).merge(grid.cell(2, 0))
    document.save(out)
    table = '<table>\n<tr><td>一</td><td>二</td></tr>\n<tr><td rowspan="2">三<br>五</td><td>四</td></tr>\n<tr><td>六</td></tr>\n</table>'
    assert docx.read(out.getvalue()).text.removesuffix("\n").split("\n\n") == ["# 停车办法", "## 总则", "为了停车。", "- 甲", "1.乙", table]


def test_styles_that_stand_on_each_other_end() -> None:
    assert blocks(p("文", style="x"), styles=style("甲", "x", based="y") + style("乙", "y", based="x")) == ["文"]
