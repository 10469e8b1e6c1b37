"""Signatures under official documents: names of agencies, and a date."""

from __future__ import annotations

import re

from . import dates
from .data import load
from .normalize import BLANKS
from .patterns import HAN

_ORGAN = re.compile(
    "(?:" + "|".join(re.escape(entry["suffix"]) for entry in load("layout")["suffixes"]) + ")$"
)
_STAMP = re.compile(r"[（(](?:盖章|章|公章|印章|签章)[）)]")
# Orders are signed by a person: 市长　张某某
_OFFICER = re.compile(rf"(?:代)?(?:省长|市长|县长|区长|州长|主席|部长|主任|局长|厅长|署长|行长|院长|检察长|总理)[：:{BLANKS}]+{HAN}[{BLANKS}]{{0,4}}(?:{HAN}|·){{1,6}}")
_BETWEEN_NAMES = re.compile(rf"[{BLANKS}、，,]+")
_DAMAGED_DATE = re.compile(
    r"(?:19|20)\d{2}\s*年?\s*\d{1,2}\s*月?\s*\d{1,2}\s*日?"
    rf"|[一二][{dates.ZEROS}一二三四五六七八九]{{3}}年?[一二三四五六七八九十]{{1,2}}月?[一二三四五六七八九十]{{1,3}}日?"
)

NO_NAME_ENDS_SO = tuple("：:。；;，,")
"""Nor does a date."""
LONGEST = 400
"""Characters, stamps and blanks between names included."""


def is_organ(name: str) -> bool:
    """Whether a name ends as names of agencies do: 市交通委, 上海市人民政府办公厅."""
    return 2 <= len(name) <= 40 and bool(_ORGAN.search(name))


def is_signature(text: str) -> bool:
    """One or more agencies and nothing else; 上 海 市 交 通 委 as well."""
    if len(text) > LONGEST or text.endswith(NO_NAME_ENDS_SO):
        return False
    text = _STAMP.sub("", text).strip()
    if _OFFICER.fullmatch(text):
        return True
    if not text or len(text) > 150 or text.endswith(NO_NAME_ENDS_SO):
        return False
    names = [name for name in _BETWEEN_NAMES.split(text) if name]
    if all(len(name) == 1 for name in names):
        names = ["".join(names)]
    return bool(names) and all(is_organ(name) for name in names)


def is_sign_date(text: str) -> bool:
    return len(text) <= 40 and "年" in text and dates.parse(text) is not None


def is_signed_date(text: str) -> bool:
    """Signature and date in one paragraph: a soft line break or blanks between them."""
    found = dates.find(text) if len(text) <= 190 and "日" in text[-2:] else ()
    return bool(found) and found[-1].end == len(text) and is_signature(text[: found[-1].start])


def is_damaged_date(text: str) -> bool:
    """2024513, 2024年513: a date under a signature that lost some of 年, 月 and 日."""
    return bool(_DAMAGED_DATE.fullmatch(text))
