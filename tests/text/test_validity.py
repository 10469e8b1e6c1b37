from __future__ import annotations

from datetime import date

import pytest

from policy_library.text import validity
from policy_library.text.validity import Validity

TITLE = "云海市交通委员会关于停车管理的通知"
SIGNED = "\n\n云海市交通委员会\n\n2024年5月13日"


def notice(text: str, annex: str = "") -> str:
    return f"# {TITLE}\n\n各有关单位：\n\n{text}{SIGNED}\n\n{annex}"


def told(found: Validity) -> dict[str, object]:
    values = {
        name: getattr(found, name)
        for name in ("effective", "effective_from", "after_days", "expires", "years", "measure")
    }
    return {
        name: str(value) if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None
    }


NOT_ITS_OWN = [
    "自本办事指南实施之日起，新增备案的，应当办理备案手续。",
    "编制了技术标准，统一编号为DG/TJ 08-2455-2024，自2024年12月1日起实施。",
    "2024年6月30日前到期的，等级证书有效期统一延期至2024年6月30日。",
    "《道路运输证》有效期为5年。",
    "许可证有效期至2026年12月31日。",
    "《云海市停车条例》自2024年6月1日起施行，现予转告。",
    "运价浮动实施周期为一年，实行至2022年6月30日。",
    "个体工商户应于当年7月1日起实施。",
    "信用信息发布期限一般为2年。",
    "《停车意见》有效期延长至2027年10月31日。",
    "本办法施行前已经设置的，应当整改。",
    "请于2024年6月30日前报送。",
]


@pytest.mark.parametrize("text", NOT_ITS_OWN)
def test_this_is_not_the_documents_own_validity(text: str) -> None:
    assert told(validity.find(notice(text), title=TITLE)) == {}


OWN = [
    ("本通知自2024年6月1日起施行，有效期至2029年5月31日止。", {"effective": "2024-06-01", "expires": "2029-05-31"}),
    ("《停车办法》已经审议通过，现予印发。自2024年3月15日起施行，有效期至2029年3月14日止。", {"effective": "2024-03-15", "expires": "2029-03-14"}),
    ("《停车办法》已经审议通过，现予发布，自2016年6月1日起施行，有效期至2021年7月31日止。", {"effective": "2016-06-01", "expires": "2021-07-31"}),
    ("本通知自印发之日起施行，有效期5年。", {"effective_from": "written", "years": 5}),
    ("本《通知》自下发之日起执行。", {"effective_from": "written"}),
    ("本规定自发布之日起施行。", {"effective_from": "issued"}),
    ("调整自本通知发布之日起实施，请相关单位加强管理。", {"effective_from": "issued"}),
    ("本条例自公布之日起三十日后施行。", {"effective_from": "issued", "after_days": 30}),
    ("本办法自2024年6月1日起施行，有效期五年。", {"effective": "2024-06-01", "expires": "2029-05-31", "years": 5}),
    ("本办法自2020年2月29日起施行，有效期5年。", {"effective": "2020-02-29", "expires": "2025-02-28", "years": 5}),
    ("本办法自2024年6月1日起试行，试行期2年。", {"effective": "2024-06-01", "expires": "2026-05-31", "years": 2}),
    ("本意见自2024年1月1日起实施，有效期自2024年1月1日至2028年12月31日。", {"effective": "2024-01-01", "expires": "2028-12-31"}),
    ("本规定自2024年6月1日起施行，至2029年5月31日止。", {"effective": "2024-06-01", "expires": "2029-05-31"}),
    ("本通知有效期至2026年12月31日。", {"expires": "2026-12-31"}),
    ("上述分工调整自2023年11月1日起实施。", {"effective": "2023-11-01"}),
    ("第四十二条本条例自2021年1月1日起施行。", {"effective": "2021-01-01"}),  # no blank after the number
    ("六、本通知自2022年1月15日起实施。", {"effective": "2022-01-15"}),
    ("本办法自二○二四年六月一日起施行。", {"effective": "2024-06-01"}),
    ("本办法自２０２４年６月１日起施行。", {"effective": "2024-06-01"}),
    ("经市政府同意，自2024年6月1日起施行。", {"effective": "2024-06-01"}),
    ("经市政府同意，S32高速公路于2024年7月19日起维持收费。", {"measure": "2024-07-19"}),
    ("经研究决定，即日起恢复挂车业务办理。", {"effective_from": "written"}),
    ("专用车道2023年5月13日零时启用。", {"measure": "2023-05-13"}),
    ("根据《停车办法》，自2024年11月15日起，我市启用运行信息系统。", {"measure": "2024-11-15"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), OWN, ids=[row[0] for row in OWN])
def test_the_documents_own_validity(text: str, says: dict[str, object]) -> None:
    assert told(validity.find(notice(text), title=TITLE)) == says


ANNEX = (
    "云海市停车办法\n\n第一条 制定本办法。\n\n第十四条 本办法自2015年6月1日起施行，有效期至2020年2月28日止。"
)


def test_the_annexed_text_speaks_for_the_notice_that_issues_it() -> None:
    found = validity.find(notice("现将《云海市停车办法》印发给你们。", ANNEX), title=TITLE)
    assert told(found) == {"effective": "2015-06-01", "expires": "2020-02-28"}


def test_the_annexed_text_does_not_speak_for_a_notice_that_extends_it() -> None:
    body = notice("经评估，《云海市停车办法》需继续实施，有效期延长至2030年2月28日止。", ANNEX)
    assert told(validity.find(body, title=TITLE)) == {}
    assert told(validity.find(body, title=TITLE, own=False)) == {
        "effective": "2015-06-01",
        "expires": "2020-02-28",
    }


def test_the_letter_goes_before_the_annexed_text() -> None:
    body = notice("本决定自2025年4月28日起施行，有效期至2030年4月27日。", ANNEX)
    assert told(validity.find(body, title=TITLE)) == {"effective": "2025-04-28", "expires": "2030-04-27"}


def test_a_numbered_attachment_does_not_speak() -> None:
    form = "附件1\n\n申请表\n\n本表自2020年1月1日起施行。\n\n附件2\n\n清单\n\n本清单自2021年1月1日起施行。"
    body = notice(
        "现将《云海市停车办法》印发给你们。",
        ANNEX.replace("第十四条", "第十五条 制定。\n\n第十四条") + "\n\n" + form,
    )
    assert validity.find(body, title=TITLE).effective == date(2015, 6, 1)


def test_the_evidence_is_the_exact_text() -> None:
    body = notice("本通知自2024年6月1日起施行，有效期至2029年5月31日止。")
    found = validity.find(body, title=TITLE)
    assert body[slice(*found.effective_span)] == "自2024年6月1日起施行"
    assert body[slice(*found.expires_span)] == "有效期至2029年5月31日止"
