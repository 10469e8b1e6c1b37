"""Every rule on a real document into which its mistake was put, and nothing of it before: examples alone prove little.

``FRONT`` lines and ``TEXT`` go into the front matter and the end of a real notice; other files stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from policy_library.checks.examples import packed
from policy_library.checks.run import rules
from policy_library.edition import Edition, edition
from policy_library.model.files import read_folder
from policy_library.model.source import SourceFile, decode
from policy_library.settings import Settings, read_configuration

CONFIGURATION = Path(__file__).parents[1] / "corpora/shanghai.yml"
DAY = date(2026, 11, 20)

ETC = "etc-toll-rules-2026"
TAXI = "taxi-fare-floating-2021"
UNDATED = "auto-repair-conditions-2024"
SAFETY = "road-transport-safety-assessment-2024"

AGENCIES = "transport: {name: 上海市交通委员会, office_codes: [沪交行规, 沪交道运], credit_code: 11310000002421191K}\npolice: {name: 上海市公安局, office_codes: [沪公]}\n"
HEAD = "disclosure: public\nreview: {secrecy: {office: 甲, on: 2020-01-01}}\n"


def beside(front: str, body: str = "") -> str:
    return f"---\n{HEAD}{front}\n---\n{body}\n"


def reading(front: str = "", body: str = "") -> str:
    return beside(f"title: 解读\ninterprets: [{ETC}]\nstage: release\n{front}", body)


def topic(section: str) -> str:
    return beside(f"title: 收费\nkind: one-class\nagency: 上海市交通委员会\nreviewed: 2026-06-01\nsections:\n- {{key: a, title: 规定, {section}}}")


def asking(front: str) -> str:
    return beside(f"title: 征求意见\n{front}")


def form(**parts: str) -> dict[str, bytes]:
    return {"form.docx": packed("form.docx", parts).data or b""}


FORM = "attachments: [{title: 表, file: form.docx}]"


@dataclass(frozen=True)
class Case:
    code: str
    front: str = ""
    text: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)
    slug: str = ETC
    swap: tuple[str, str] = ("", "")
    at: str | None = None
    """Where it is told, if not in the notice."""


CASES = [
    Case("A001", text="![](map.png)"),
    Case("A002", text="## 附则\n\n#### 其他"),
    Case("C301", swap=("《上海市高速公路电子不停车收费管理规定》的通知\n\n沪交行规", "《上海市高速公路电子不停车收费管理规定的通知\n\n沪交行规")),
    Case("C302", text="车辆\ue010通行"),
    Case("C303", slug=SAFETY, swap=("2024年12月31日\n", "20241231\n")),
    Case("C304", slug=SAFETY, swap=("沪道运安〔2019〕45号", "沪道运安〔201945号")),
    Case("C305", text="收费３０元。"),
    Case("C306", text="参照沪交道运[2021] 1119号执行。"),
    Case("D002", "expires: 2025-01-01"),
    Case("D003", "written: 2026-04-18"),
    Case("D004", "written: 2026-04-01\neffective: 2025-05-01"),
    Case("D005", "written: 2026-01-05"),
    Case("D006", "written: 2001-01-05"),
    Case("D007", swap=("发布日期: 2026-04-08", "发布日期: 2027-04-08")),
    Case("D008", "effective: 2026-05-02"),
    Case("D009", swap=("发布日期: 2026-04-08", "发布日期: 2026/4/8")),
    Case("E009", swap=("文号: 沪交行规〔2026〕6号\n", "")),
    Case("E010", files={"second.md": beside("title: 另一份\nnumber: 沪交行规〔2026〕7号\nkind: notice\nissuers: [上海市交通委员会]\nindex_number: 002421191K/2026-00025")}),
    Case("L003"),
    Case("L004", files={"interpretations/a.md": reading("issued: 2026-06-08")}, at="interpretations/a.md"),
    Case("L005", files={"interpretations/a.md": reading("issued: 2026-04-01")}, at="interpretations/a.md"),
    Case("L006", files={"interpretations/a.md": reading("issued: 2026-04-08", "公布了一份文件。")}, at="interpretations/a.md"),
    Case("L007", files={"interpretations/a.md": "the notice's own text"}, at="interpretations/a.md"),
    Case("L001", files={"consultations/a.md": asking("opens: 2026-03-01\ncloses: 2026-02-01")}, at="consultations/a.md"),
    Case("L002", files={"consultations/a.md": asking("opens: 2026-01-01\ncloses: 2026-01-09\nresult: 已反馈")}, at="consultations/a.md"),
    Case("L008", files={"consultations/a.md": asking("opens: 2026-01-01\ncloses: 2026-02-09")}, at="consultations/a.md"),
    Case("L009", files={"consultations/a.md": asking("opens: 2026-11-01\ncloses: 2026-12-09")}, at="consultations/a.md"),
    Case("N001", slug=TAXI, swap=("沪交道运 〔2021〕1119号", "沪交行规〔2026〕6号")),
    Case("N002", swap=("文号: 沪交行规〔2026〕6号", "文号: 沪交行规〔2024〕6号")),
    Case("N003", swap=("文号: 沪交行规〔2026〕6号", "文号: 沪交行规2026-6")),
    Case("N004", slug=TAXI),
    Case("N005", swap=("文号: 沪交行规〔2026〕6号", "文号: 沪公〔2026〕6号"), files={"vocabulary/agencies.yml": AGENCIES}),
    Case("N007", "index_number: 2026-25"),
    Case("N008", "index_number: 002421192K/2026-00025"),
    Case("N009", "index_number: 000014349/2026-00025", files={"vocabulary/agencies.yml": AGENCIES}),
    Case("N010", "index_number: 002421191K/2026-00025", files={"second.md": beside("title: 另一份\nkind: notice\nissuers: [上海市交通委员会]\nindex_number: 002421191K/2026-00025")}),
    Case("P001", text="联系人身份证号11010519491231002X。"),
    Case("P002", text="退款账号6212 2610 0100 0123 452。"),
    Case("P003", text="联系人：李工，13800138000。"),
    Case("P004", text="车牌为沪A12345的车辆。"),
    Case("P005", text="当事人住址：上海市某某路12弄3号楼501室。"),
    Case("P006", text="收费站位于121.473701, 31.230416。"),
    Case("P007", text="请发至zhangsan@qq.com。"),
    Case("P008", text="联系人电话13800138000。", files={f"{name}.md": beside(f"title: {name}\nkind: notice\nissuers: [甲]", "电话13800138000。") for name in ("x", "y")}),
    Case("P009", text="护照号码：E12345678。"),
    Case("R005", f"basis: [{TAXI}]", files={"basis-back": TAXI}),
    Case("R008", f"written: 2020-04-08\nbasis: [{TAXI}]", files={"written": TAXI}),
    Case("R009", f"basis: [{ETC}]"),
    Case("R010", "basis: [consultations/a]", files={"consultations/a.md": asking("opens: 2026-01-01\ncloses: 2026-02-09\nresult: 已反馈")}),
    Case("S004", text="第二十条　车主可以通过“一网通办”平台办理更名。"),
    Case("S005", text="登记表见 http://192.168.10.8/forms/ 。"),
    Case("S006", FORM, data={"form.docx": b"PK".ljust(21_000_000)}),
    Case("S007", FORM, data=form(**{"docProps/core.xml": "<dc:creator>张三</dc:creator>"})),
    Case("S008", FORM, data=form(**{"word/comments.xml": "<w:comment w:id='0'>改</w:comment>"})),
    Case("S009", FORM, data={"form.docx": b"%PDF-1.7"}),
    Case("T002", files={"topics/a.md": topic(f"include: [{ETC}]}}\n- {{key: a, title: 收费, include: [{ETC}]")}, at="topics/a.md"),
    Case("T003", "expires: 2026-05-31", files={"topics/a.md": topic(f"include: [{ETC}]")}, at="topics/a.md"),
    Case("T004", files={"topics/a.md": topic(f"include: [{TAXI}], rule: {{tags: [市政与基础设施], kinds: [letter]}}")}, at="topics/a.md"),
    Case("T005", files={"topics/a.md": topic(f"include: [{ETC}]").replace("2026-06-01", "2024-06-01")}, at="topics/a.md"),
    Case("T006", files={"topics/a.md": topic(f"include: [{ETC}], exclude: [{TAXI}], rule: {{tags: [市政与基础设施]}}")}, at="topics/a.md"),
    Case("T007", files={"topics/a.md": topic(f"include: [{TAXI}], rule: {{tags: [市政与基础设施]}}")}, at="topics/a.md"),
    Case("V001", swap=("状态: 有效", "状态: 失效")),
    Case("V002", slug=UNDATED),
    Case("V004", swap=("有效期至2031年4月30日", "有效期至2041年4月30日")),
    Case("V005", slug=SAFETY),
    Case("X002", text="机密★10年"),
    Case("X003", text="（内部资料　注意保存）"),
    Case("X005", "review: {secrecy: {office: 甲, on: 2026-05-01}}"),
    Case("X006", text="初始密码：Etc2026@sh。"),
    Case("X007", "publish_at: 2026-12-01"),
]
ELSEWHERE = {"C101": "questions have forms of their own; the notices have none", "N006": "found in the notices as they are (tests/corpora/findings.yml)",
             "U009": "is about where a file lies", "X001": "the joining says the class for all notices", "X004": "the joining says the review for all notices"}


@pytest.fixture(scope="module")
def notices(corpus: Path) -> tuple[Settings, Mapping[str, str]]:
    settings, content = read_configuration(CONFIGURATION)
    read = [source for source in read_folder(content) if isinstance(source, SourceFile)]
    return settings, {source.path: source.text for source in read}


def changed(case: Case, texts: Mapping[str, str]) -> dict[str, str]:
    """The notice with its mistake, one more notice, and what stands beside them."""
    before, after = case.swap
    notice = texts[f"{case.slug}.md"]
    assert before in notice
    notice = notice.replace(before, after, 1)
    notice = f"---\n{case.front}\n{notice.removeprefix('---').lstrip()}" if case.front else notice
    files = {f"{name}.md": texts[f"{name}.md"] for name in {ETC, TAXI}} | {f"{case.slug}.md": f"{notice}\n\n{case.text}\n"}
    for path, text in case.files.items():
        if path == "basis-back":
            files[f"{text}.md"] = f"---\nbasis: [{ETC}]\n{texts[f'{text}.md'].removeprefix('---').lstrip()}"
        elif path == "written":
            files[f"{text}.md"] = f"---\nwritten: 2021-12-31\n{texts[f'{text}.md'].removeprefix('---').lstrip()}"
        elif case.code == "L007":
            files[path] = reading("issued: 2026-04-08", texts[f"{ETC}.md"].partition("\n---\n")[2])
        else:
            files[path] = text
    return files


def read(settings: Settings, files: Mapping[str, str], data: Mapping[str, bytes]) -> Edition:
    return edition([decode(path, text.encode()) for path, text in files.items()], DAY, settings.reading, data.get)


def places(found: Edition, code: str) -> set[str]:
    return {one.path for one in found.findings if one.code == code}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_mistake_in_a_real_document_is_found(case: Case, notices: tuple[Settings, Mapping[str, str]]) -> None:
    settings, texts = notices
    path = case.at or f"{case.slug}.md"
    found = places(read(settings, changed(case, texts), case.data), case.code)
    assert path in found
    if case.front or case.text or any(case.swap):
        assert path not in places(read(settings, changed(Case(case.code, slug=case.slug), texts), {}), case.code)



def test_every_rule_is_proved_on_a_real_document() -> None:
    assert {case.code for case in CASES} | set(ELSEWHERE) == {rule.code for rule in rules()}
